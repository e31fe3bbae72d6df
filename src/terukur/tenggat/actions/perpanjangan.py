"""Extensions: asked by an OPD, granted by the Sekda to one or to many, ended by the clock."""

import datetime as dt
import uuid
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from terukur.akun.models import Pengguna
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_waktu
from terukur.jejak.actions import catat
from terukur.organisasi import queries as organisasi
from terukur.tenggat import queries, rules
from terukur.tenggat.actions.pemberitahuan import beri_tahu_minta_perpanjangan, beri_tahu_opd
from terukur.tenggat.choices import StatusPerpanjangan
from terukur.tenggat.models import (
    GangguanLayanan,
    Jendela,
    LaporanKeterlambatan,
    Pengajuan,
    Perpanjangan,
)


def _periksa_sampai(pengajuan: Pengajuan, sampai: dt.datetime, *, pada: dt.datetime) -> None:
    jendela = pengajuan.jendela
    if alasan := rules.alasan_di_luar_jendela(jendela, pada=pada):
        raise AturanDilanggar(alasan)
    if pengajuan.diajukan_pada:
        raise AturanDilanggar(f"{pengajuan.opd.nama} sudah mengajukan; perpanjangan tidak diperlukan.")
    berlaku = queries.tenggat_pengajuan(pengajuan, pada=pada)
    if sampai <= max(berlaku, pada):
        raise AturanDilanggar(
            "Batas baru harus sesudah sekarang dan sesudah tenggat "
            f"{tulis_waktu(berlaku, jendela.zona_waktu)}.",
            kolom={"sampai": "Harus sesudah tenggat yang berlaku."},
        )
    if sampai > jendela.ditutup_pada:
        raise AturanDilanggar(
            "Perpanjangan tidak dapat melewati penutupan jadwal, "
            f"{tulis_waktu(jendela.ditutup_pada, jendela.zona_waktu)}.",
            kolom={"sampai": "Tidak boleh melewati penutupan jadwal."},
        )


def _lampirkan_gangguan(
    perpanjangan: Iterable[Perpanjangan], jendela: Jendela, *, pada: dt.datetime
) -> list[str]:
    """Attach every measured or reported outage since the window opened; their words."""
    gangguan = queries.gangguan_jendela(jendela, pada=pada)
    for p in perpanjangan:
        p.daftar_gangguan.set(gangguan)
    return [f"{tulis_waktu(g.mulai_pada, jendela.zona_waktu)}: {g.keterangan}" for g in gangguan]


def _catat(
    perpanjangan: Perpanjangan, verba: str, isi: dict[str, object], *, oleh: Pelaku, pada: dt.datetime
) -> None:
    pengajuan = perpanjangan.pengajuan
    catat(
        peristiwa=f"perpanjangan.{verba}", objek="perpanjangan", objek_id=perpanjangan.pk,
        isi={"pengajuan": pengajuan.pk, "opd": pengajuan.opd.nama, **isi},
        oleh=oleh, pada=pada, opd_id=pengajuan.opd_id,
    )  # fmt: skip


@transaction.atomic
def minta_perpanjangan(
    *, pengajuan_id: UUID, alasan: str, sampai: dt.datetime, oleh: Pelaku, pada: dt.datetime
) -> Perpanjangan:
    """The OPD asks, before or after due, never past close; one open request at a time."""
    pengajuan = queries.kunci_pengajuan(pengajuan_id)
    _periksa_sampai(pengajuan, sampai, pada=pada)
    if not alasan.strip():
        raise AturanDilanggar("Alasan wajib diisi.", kolom={"alasan": "Tuliskan alasannya."})
    if pengajuan.daftar_perpanjangan.filter(status=StatusPerpanjangan.DIMINTA).exists():
        raise AturanDilanggar("Permintaan sebelumnya masih menunggu keputusan Sekretaris Daerah.")
    perpanjangan = Perpanjangan.objects.create(
        pengajuan=pengajuan, status=StatusPerpanjangan.DIMINTA, alasan=alasan.strip(),
        diminta_sampai=sampai, diminta_pada=pada, diminta_oleh=oleh.id, diminta_nama=oleh.nama,
    )  # fmt: skip
    gangguan = _lampirkan_gangguan([perpanjangan], pengajuan.jendela, pada=pada)
    _catat(
        perpanjangan, "minta", {"alasan": perpanjangan.alasan, "sampai": sampai, "gangguan": gangguan},
        oleh=oleh, pada=pada,
    )  # fmt: skip
    beri_tahu_minta_perpanjangan(perpanjangan, pada=pada)
    return perpanjangan


def _ambil(perpanjangan_id: UUID) -> Perpanjangan:
    """The request for a decision; locked as ``perpanjang_kolektif`` does: window, package, request."""
    awal = Perpanjangan.objects.filter(pk=perpanjangan_id).select_related("pengajuan").first()
    if awal is None:
        raise TidakDitemukan("Permintaan perpanjangan tidak ditemukan.")
    queries.kunci_penerimaan(awal.pengajuan.jendela_id)
    pengajuan = queries.kunci_pengajuan(awal.pengajuan_id)
    perpanjangan = Perpanjangan.objects.select_for_update().get(pk=perpanjangan_id)
    perpanjangan.pengajuan = pengajuan
    return perpanjangan


def _periksa_belum_terbit(jendela: Jendela, *, pada: dt.datetime) -> None:
    """Refuse a decision that is stored after the edition in which it would have had to stand.

    Held up on its way, it was received before an instant whose late list is published by now. The
    same decision sent again is received after it and changes no published edition.
    """
    if LaporanKeterlambatan.objects.filter(jendela=jendela, saat__gte=pada).exists():
        raise AturanDilanggar(
            "Laporan kepatuhan terbit ketika keputusan ini masih dalam perjalanan, sehingga keputusan "
            "belum disimpan. Kirim sekali lagi; waktunya dicatat sesudah laporan itu.",
            kode="laporan_terbit",
        )


def _bukan_peminta(perpanjangan: Perpanjangan, pengguna: Pengguna, *, pada: dt.datetime) -> bool:
    """Refuse the asker himself; True when it is the decider's own OPD, which is then printed."""
    if perpanjangan.diminta_oleh == str(pengguna.pk):
        raise TidakBerhak("Anda sendiri yang meminta perpanjangan ini; keputusannya oleh pejabat lain.")
    return perpanjangan.pengajuan.opd_id in organisasi.opd_pengguna(pengguna, pada=pada)


@transaction.atomic
def beri_perpanjangan(
    *,
    perpanjangan_id: UUID,
    sampai: dt.datetime,
    dasar: str,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Perpanjangan:
    """Grant a request, possibly until another instant than asked for."""
    perpanjangan = _ambil(perpanjangan_id)
    langkah = rules.ALUR_PERPANJANGAN.periksa("beri", status=perpanjangan.status)
    sendiri = _bukan_peminta(perpanjangan, pengguna, pada=pada)
    _periksa_sampai(perpanjangan.pengajuan, sampai, pada=pada)
    _periksa_belum_terbit(perpanjangan.pengajuan.jendela, pada=pada)
    if not dasar.strip():
        raise AturanDilanggar("Dasar keputusan wajib diisi.", kolom={"dasar": "Sebutkan dasarnya."})
    perpanjangan.status = langkah.ke
    perpanjangan.sampai, perpanjangan.dasar = sampai, dasar.strip()
    _putus(perpanjangan, sendiri, oleh=oleh, pada=pada)
    _lampirkan_gangguan([perpanjangan], perpanjangan.pengajuan.jendela, pada=pada)
    _catat(
        perpanjangan, "beri", {"sampai": sampai, "dasar": perpanjangan.dasar, "untuk_opd_sendiri": sendiri},
        oleh=oleh, pada=pada,
    )  # fmt: skip
    _beri_tahu_diberikan(perpanjangan, pada=pada)
    return perpanjangan


@transaction.atomic
def tolak_perpanjangan(
    *, perpanjangan_id: UUID, alasan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Perpanjangan:
    """Refuse a request with a reason that the OPD reads."""
    perpanjangan = _ambil(perpanjangan_id)
    langkah = rules.ALUR_PERPANJANGAN.periksa("tolak", status=perpanjangan.status)
    sendiri = _bukan_peminta(perpanjangan, pengguna, pada=pada)
    if not alasan.strip():
        raise AturanDilanggar("Alasan penolakan wajib diisi.", kolom={"alasan": "Tuliskan alasannya."})
    perpanjangan.status = langkah.ke
    perpanjangan.alasan_tolak = alasan.strip()
    _putus(perpanjangan, sendiri, oleh=oleh, pada=pada)
    _catat(perpanjangan, "tolak", {"alasan": perpanjangan.alasan_tolak}, oleh=oleh, pada=pada)
    beri_tahu_opd(
        perpanjangan.pengajuan, judul=f"Perpanjangan ditolak: {perpanjangan.pengajuan.jendela.judul}",
        isi=f"Alasan: {perpanjangan.alasan_tolak}", kunci=f"perpanjangan.tolak:{perpanjangan.pk}", pada=pada,
    )  # fmt: skip
    return perpanjangan


def _putus(perpanjangan: Perpanjangan, sendiri: bool, *, oleh: Pelaku, pada: dt.datetime) -> None:
    perpanjangan.diputus_pada, perpanjangan.diputus_oleh = pada, oleh.id
    perpanjangan.diputus_nama, perpanjangan.diputus_penugasan = oleh.nama, oleh.penugasan
    perpanjangan.diputus_sendiri = sendiri
    perpanjangan.save()


def _beri_tahu_diberikan(perpanjangan: Perpanjangan, *, pada: dt.datetime) -> None:
    jendela = perpanjangan.pengajuan.jendela
    assert perpanjangan.sampai is not None
    beri_tahu_opd(
        perpanjangan.pengajuan, judul=f"Tenggat diperpanjang: {jendela.judul}",
        isi=f"Sampai {tulis_waktu(perpanjangan.sampai, jendela.zona_waktu, hari=True)}. "
        f"Dasar: {perpanjangan.dasar}",
        kunci=f"perpanjangan.beri:{perpanjangan.pk}", pada=pada,
    )  # fmt: skip


@transaction.atomic
def perpanjang_kolektif(
    *,
    jendela_id: UUID,
    opd_ids: Iterable[UUID],
    sampai: dt.datetime,
    dasar: str,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> list[Perpanjangan]:
    """Grant an extension to many OPD at once (flood, outage); all or none.

    OPD that have submitted already are passed over; an open request of theirs is granted with
    it. Raises ``AturanDilanggar`` when nobody is left.
    """
    queries.kunci_penerimaan(jendela_id)
    if not dasar.strip():
        raise AturanDilanggar("Dasar keputusan wajib diisi.", kolom={"dasar": "Sebutkan dasarnya."})
    ids = list(
        Pengajuan.objects.filter(jendela_id=jendela_id, opd_id__in=list(opd_ids), diajukan_pada=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not ids:
        raise AturanDilanggar("Pilih paling sedikit satu OPD yang belum mengajukan.")
    kelompok = uuid.uuid4()
    milik = organisasi.opd_pengguna(pengguna, pada=pada)
    hasil = []
    for pengajuan_id in ids:
        pengajuan = queries.kunci_pengajuan(pengajuan_id)
        _periksa_sampai(pengajuan, sampai, pada=pada)
        _periksa_belum_terbit(pengajuan.jendela, pada=pada)
        diminta = pengajuan.daftar_perpanjangan.filter(status=StatusPerpanjangan.DIMINTA)
        perpanjangan = diminta.select_for_update().first()
        perpanjangan = perpanjangan or Perpanjangan()
        perpanjangan.pengajuan = pengajuan
        perpanjangan.kelompok = kelompok
        perpanjangan.status = StatusPerpanjangan.DIBERIKAN
        perpanjangan.sampai, perpanjangan.dasar = sampai, dasar.strip()
        _putus(perpanjangan, pengajuan.opd_id in milik, oleh=oleh, pada=pada)
        hasil.append(perpanjangan)
    gangguan = _lampirkan_gangguan(hasil, hasil[0].pengajuan.jendela, pada=pada)
    for perpanjangan in hasil:
        _catat(
            perpanjangan, "beri",
            {
                "sampai": sampai, "dasar": dasar.strip(), "kelompok": kelompok, "gangguan": gangguan,
                "untuk_opd_sendiri": perpanjangan.diputus_sendiri,
            },
            oleh=oleh, pada=pada,
        )  # fmt: skip
        _beri_tahu_diberikan(perpanjangan, pada=pada)
    return hasil


@transaction.atomic
def catat_gangguan(
    *,
    mulai_pada: dt.datetime,
    selesai_pada: dt.datetime,
    keterangan: str,
    diukur: bool = False,
    oleh: Pelaku,
    pada: dt.datetime,
) -> GangguanLayanan:
    """Record an outage of the service, measured by the server or reported by Diskominfo.

    One measured twice at once is recorded once. A report whose start is recorded already is
    refused: its end and words would be lost silently.
    """
    if selesai_pada <= mulai_pada:
        raise AturanDilanggar("Selesai harus sesudah mulai.", kolom={"selesai_pada": "Harus sesudah mulai."})
    if not keterangan.strip():
        raise AturanDilanggar("Keterangan wajib diisi.", kolom={"keterangan": "Wajib diisi."})
    gangguan, baru = GangguanLayanan.objects.get_or_create(
        mulai_pada=mulai_pada, diukur=diukur,
        defaults={"selesai_pada": selesai_pada, "keterangan": keterangan.strip(), "dicatat_pada": pada},
    )  # fmt: skip
    if not baru:
        if diukur:
            return gangguan
        raise AturanDilanggar(
            "Gangguan dengan waktu mulai yang sama sudah tercatat dan tidak diubah. Bila selesainya lebih "
            "lambat, catat lanjutannya mulai dari selesai yang tercatat.",
            kode="sudah",
            kolom={"mulai_pada": "Waktu mulai ini sudah tercatat."},
        )
    catat(
        peristiwa="gangguan.catat", objek="gangguan", objek_id=gangguan.pk,
        isi={
            "mulai": mulai_pada, "selesai": selesai_pada, "keterangan": gangguan.keterangan,
            "diukur": diukur,
        },
        oleh=oleh, pada=pada,
    )  # fmt: skip
    return gangguan
