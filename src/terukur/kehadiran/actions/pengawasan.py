"""Writes of sidak and apel: plan, open, mark, close. Marks are evidence: only ever added to."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal, tulis_waktu
from terukur.jejak.actions import catat
from terukur.jejak.kertas import daftarkan_kertas
from terukur.kehadiran.actions.antrean import tandai_hari
from terukur.kehadiran.actions.temuan import catat_temuan
from terukur.kehadiran.choices import JenisPengawasan, KeadaanOrang, LingkupJadwal, StatusPengawasan
from terukur.kehadiran.models import Mesin, OrangPengawasan, Pengawasan, TandaPengawasan
from terukur.kehadiran.queries.atasan import kedudukan_banyak
from terukur.kehadiran.queries.berita_acara import isi_apel, isi_sidak, sebut_lingkup
from terukur.kehadiran.queries.pengawasan import (
    baris_orang,
    pisah_tanda,
    susun_daftar,
    tanda_kini,
)
from terukur.kehadiran.rules.pengawasan import periksa_tanda, sebut_ada, sidik_tanda
from terukur.organisasi.models import OPD, Pegawai, Unit
from terukur.organisasi.queries import hari_pemda, zona_pemda
from terukur.pesan.actions import kirim

J, S, K, L = JenisPengawasan, StatusPengawasan, KeadaanOrang, LingkupJadwal
BATAS_JALAN = dt.timedelta(hours=12)
"""A list speaks of the moment at which it was made; marks come no later than this."""
SEHARI = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Letak:
    """Where the inspector's phone said it was, in degrees and metres."""

    lintang: Decimal
    bujur: Decimal
    akurasi: int


def tautan(p: Pengawasan) -> str:
    return reverse("kehadiran:pengawasan", args=[p.pk])


def opd_jejak(p: Pengawasan) -> UUID | None:
    """Whose journal it stands in: a sidak before its end in nobody's, or the OPD would read that it comes."""
    return p.opd_id if p.jenis == J.APEL or p.status == S.SELESAI else None


def _catat(p: Pengawasan, verba: str, isi: dict[str, Any], *, oleh: Pelaku, pada: dt.datetime) -> Any:
    return catat(
        peristiwa=f"{p.jenis}.{verba}",
        objek=p.jenis,
        objek_id=p.pk,
        opd_id=opd_jejak(p),
        oleh=oleh,
        pada=pada,
        isi={"nama": p.nama, "tempat": p.tempat or sebut_lingkup(p), **isi},
    )


def _lingkup(opd: OPD | None, unit: Unit | None) -> dict[str, Any]:
    if unit is not None and opd is not None and unit.opd_id != opd.pk:
        raise AturanDilanggar(
            "Unit itu bukan bagian OPD yang dipilih.", kolom={"unit": "Pilih unit dari OPD itu."}
        )
    if unit is not None:
        return {"lingkup": L.UNIT, "opd_id": unit.opd_id, "unit": unit}
    return {"lingkup": L.OPD if opd else L.SEMUA, "opd": opd}


@transaction.atomic
def rencanakan_sidak(
    *,
    opd: OPD,
    unit: Unit | None = None,
    tempat: str = "",
    nomor_tugas: str = "",
    mulai: dt.datetime | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Pengawasan:
    """Plan a sidak; without ``mulai`` open it at once. Nobody is told: it is not to be announced."""
    if mulai is not None and mulai <= pada:
        raise AturanDilanggar(
            "Waktu itu sudah lewat.", kolom={"mulai": "Pilih waktu yang akan datang, atau kosongkan."}
        )
    p = Pengawasan.objects.create(
        jenis=J.SIDAK, nama=f"Sidak {unit.nama if unit else opd.singkatan or opd.nama}"[:150],
        **_lingkup(opd, unit), tempat=tempat.strip(), nomor_tugas=nomor_tugas.strip(),
        mulai_pada=mulai or pada, dibuat_pada=pada, dibuat_oleh=oleh.id, dibuat_nama=oleh.nama,
    )  # fmt: skip
    _catat(p, "rencanakan", {"mulai": p.mulai_pada, "nomor_tugas": p.nomor_tugas}, oleh=oleh, pada=pada)
    if mulai is None:
        _buka(p, oleh=oleh, pada=pada)
    return p


@transaction.atomic
def jadwalkan_apel(
    *,
    nama: str,
    opd: OPD | None,
    unit: Unit | None = None,
    mulai: dt.datetime,
    buka: dt.datetime,
    tutup: dt.datetime,
    tempat: str = "",
    hari_libur: bool = False,
    mesin: Sequence[Mesin] = (),
    penanggung_jawab: Pegawai | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Pengawasan:
    """Put an apel into the calendar, and tell who is in charge."""
    if not buka <= mulai < tutup:
        raise AturanDilanggar(
            "Jam apel harus di antara awal dan akhir waktu rekamnya.",
            kolom={"tutup": "Isi jam sesudah apel dimulai."},
        )
    if tutup <= pada:
        raise AturanDilanggar("Apel itu sudah lewat.", kolom={"tanggal": "Pilih hari yang belum lewat."})
    p = Pengawasan.objects.create(
        jenis=J.APEL, nama=nama.strip(), **_lingkup(opd, unit), tempat=tempat.strip(), mulai_pada=mulai,
        buka_pada=buka, tutup_pada=tutup, hari_libur=hari_libur, penanggung_jawab=penanggung_jawab,
        dibuat_pada=pada, dibuat_oleh=oleh.id, dibuat_nama=oleh.nama,
    )  # fmt: skip
    p.mesin.set(mesin)
    isi = {
        "mulai": mulai, "buka": buka, "tutup": tutup, "mesin": [m.nama for m in mesin],
        "penanggung_jawab": penanggung_jawab.nama if penanggung_jawab else "",
    }  # fmt: skip
    _catat(p, "jadwalkan", isi, oleh=oleh, pada=pada)
    if penanggung_jawab and penanggung_jawab.pengguna_id:
        kirim(
            kepada=Pengguna.objects.filter(pk=penanggung_jawab.pengguna_id),
            judul=f"Anda memimpin daftar {p.nama}",
            isi=f"{tulis_waktu(mulai, zona_pemda())}. Buka daftarnya saat apel mulai.",
            tautan=tautan(p),
            kunci=f"apel:{p.pk}",
            pada=pada,
        )
    return p


def _kunci(pengawasan_id: UUID) -> Pengawasan:
    p = (
        Pengawasan.objects.select_for_update(of=("self",))
        .select_related("opd", "unit", "penanggung_jawab")
        .filter(pk=pengawasan_id)
        .first()
    )
    if p is None:
        raise TidakDitemukan("Sidak atau apel itu tidak ditemukan.")
    return p


def _harus(p: Pengawasan, *status: str) -> None:
    if p.status not in status:
        raise AturanDilanggar(f"{p.nama} {p.get_status_display().lower()}.", kode="status")


def _buka(
    p: Pengawasan, *, oleh: Pelaku, pada: dt.datetime, menurut: dt.datetime | None = None
) -> Pengawasan:
    p.status, p.dibuka_pada = S.BERJALAN, pada
    if p.jenis == J.SIDAK:
        p.mulai_pada = pada
    daftar = susun_daftar(p, pada=p.mulai_pada if p.jenis == J.APEL else pada)
    if not daftar:
        raise AturanDilanggar("Tidak ada pegawai yang bertugas di tempat itu menurut penugasannya.")
    p.save()
    OrangPengawasan.objects.bulk_create(daftar, batch_size=2000)
    keadaan = Counter(str(o.keadaan) for o in daftar)
    _catat(p, "buka", {f"jumlah_{k}": keadaan[k] for k in K.values}, oleh=oleh, pada=pada)
    return p


@transaction.atomic
def buka(*, pengawasan_id: UUID, oleh: Pelaku, pada: dt.datetime) -> Pengawasan:
    """Make the list of who is to be there now; it stays as it is made."""
    p = _kunci(pengawasan_id)
    if p.status == S.BERJALAN:
        return p
    _harus(p, S.DIRENCANAKAN)
    if p.jenis == J.APEL and hari_pemda(pada) != hari_pemda(p.mulai_pada):
        raise AturanDilanggar(
            f"Daftar apel dibuka pada harinya, {tulis_tanggal(hari_pemda(p.mulai_pada))}.",
            kode="bukan_harinya",
        )
    return _buka(p, oleh=oleh, pada=pada)


@transaction.atomic
def batalkan(*, pengawasan_id: UUID, oleh: Pelaku, pada: dt.datetime) -> Pengawasan:
    """Call it off before it was opened."""
    p = _kunci(pengawasan_id)
    _harus(p, S.DIRENCANAKAN)
    p.status = S.DIBATALKAN
    p.save()
    _catat(p, "batalkan", {}, oleh=oleh, pada=pada)
    return p


def _tolak_menilai(o: OrangPengawasan, pengguna: Pengguna, *, pada: dt.datetime) -> None:
    """Nobody marks himself, and in a sidak nobody his superior or the head of his OPD."""
    if o.pegawai.pengguna_id == pengguna.pk:
        raise TidakBerhak("Tidak seorang pun menandai dirinya sendiri; minta orang lain menandai Anda.")
    diri = Pegawai.objects.filter(pengguna=pengguna).first()
    if o.pengawasan.jenis == J.SIDAK and diri is not None:
        k = kedudukan_banyak([diri.pk], pada=pada)[diri.pk]
        if o.pegawai_id in {a.pegawai_id for a in (*k.atasan, *k.kepala)}:
            raise TidakBerhak("Atasan Anda ditandai pengawas lain.")


@transaction.atomic
def tandai(
    *,
    pengawasan_id: UUID,
    orang_id: int,
    ada: bool,
    catatan: str = "",
    letak: Letak | None = None,
    dibaca: int | None = None,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> TandaPengawasan:
    """Mark one person; ``dibaca``: the mark that its maker saw. Returns the mark that holds.

    The row of the person is locked, so two inspectors at once leave one mark and one answer. The same mark
    again changes nothing; another one is a correction, with its reason, and goes into the journal.
    """
    o = (
        OrangPengawasan.objects.select_for_update(of=("self",))
        .select_related("pengawasan__opd", "pengawasan__unit", "pegawai")
        .filter(pk=orang_id, pengawasan=pengawasan_id)
        .first()
    )
    if o is None:
        raise TidakDitemukan("Orang itu tidak ada dalam daftar ini.")
    p = o.pengawasan
    _harus(p, S.BERJALAN)
    assert p.dibuka_pada is not None
    if pada - p.dibuka_pada > BATAS_JALAN:
        raise AturanDilanggar(
            "Daftar ini dibuka lebih dari 12 jam yang lalu. Tutup, lalu buka yang baru.", kode="daftar_lama"
        )
    _tolak_menilai(o, pengguna, pada=pada)
    kini, _ = pisah_tanda(list(TandaPengawasan.objects.filter(orang=o).order_by("pk")))
    if not periksa_tanda(tanda_kini(kini), ada=ada, catatan=catatan, dibaca=dibaca):
        assert kini is not None
        return kini
    letak_isi = {"lintang": letak.lintang, "bujur": letak.bujur, "akurasi": letak.akurasi} if letak else {}
    tanda = TandaPengawasan.objects.create(
        orang=o,
        ada=ada,
        pada=pada,
        oleh=oleh.id,
        nama=oleh.nama,
        catatan=catatan.strip()[:300],
        mengganti=kini,
        **letak_isi,
    )
    if kini is not None:
        isi = {
            "pegawai": o.nama, "semula": sebut_ada(kini.ada), "menjadi": sebut_ada(ada),
            "catatan": tanda.catatan,
        }  # fmt: skip
        _catat(p, "koreksi", isi, oleh=oleh, pada=pada)
    return tanda


@transaction.atomic
def tutup(
    *,
    pengawasan_id: UUID,
    pendamping: str = "",
    jabatan_pendamping: str = "",
    catatan: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> Pengawasan:
    """Close the list: one digest over all marks, the paper, the findings; the days are computed again."""
    p = _kunci(pengawasan_id)
    _harus(p, S.BERJALAN)
    return _tutup(
        p, pendamping=pendamping, jabatan_pendamping=jabatan_pendamping, catatan=catatan, oleh=oleh, pada=pada
    )


def _tutup(p: Pengawasan, *, oleh: Pelaku, pada: dt.datetime, **isi: str) -> Pengawasan:
    baris = baris_orang(list(p.orang.order_by("nama", "pk")))
    p.status, p.ditutup_pada, p.ditutup_oleh, p.ditutup_nama = S.SELESAI, pada, oleh.id, oleh.nama
    for nama, nilai in isi.items():
        setattr(p, nama, nilai.strip())
    p.sidik_tanda = sidik_tanda(
        [
            b.o.pegawai_id,
            b.o.keadaan,
            b.o.keterangan,
            *(
                [t.ada, t.pada.isoformat(), t.oleh, t.catatan]
                for t in (*b.diganti, *([b.tanda] if b.tanda else []))
            ),
        ]
        for b in baris
    )
    isi_kertas = isi_sidak(p, baris) if p.jenis == J.SIDAK else isi_apel(p, baris)
    jumlah = {f"jumlah_{n}": x for n, x in isi_kertas["jumlah"].items()}
    catatan = _catat(p, "tutup", {**jumlah, "sidik_tanda": p.sidik_tanda}, oleh=oleh, pada=pada)
    p.kertas = daftarkan_kertas(
        jenis="SDK" if p.jenis == J.SIDAK else "APL",
        nama_jenis="Berita Acara Sidak" if p.jenis == J.SIDAK else "Daftar Hadir Apel",
        judul=f"{p.get_jenis_display()} {tulis_tanggal(hari_pemda(p.mulai_pada))}",
        isi=isi_kertas,
        catatan=catatan,
        opd_id=p.opd_id,
        nama_opd=p.opd.nama if p.opd else "",
        oleh=oleh,
        pada=pada,
    )
    p.save()
    hari = hari_pemda(p.mulai_pada)
    tandai_hari([b.o.pegawai_id for b in baris], sejak=hari - SEHARI, sampai=hari + SEHARI, pada=pada)
    if p.jenis == J.SIDAK:
        catat_temuan(p, pada=pada)
    return p


def tutup_apel_lewat(*, oleh: Pelaku, pada: dt.datetime, tunggu: dt.timedelta) -> int:
    """Close every apel whose time is over for ``tunggu``, opened first where nobody did; how many."""
    lewat = Pengawasan.objects.filter(
        jenis=J.APEL, status__in=[S.DIRENCANAKAN, S.BERJALAN], tutup_pada__lte=pada - tunggu
    )
    jumlah = 0
    for pk in list(lewat.order_by("tutup_pada", "pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                p = _kunci(pk)
                if p.status == S.DIRENCANAKAN:
                    _buka(p, oleh=oleh, pada=pada)
                if p.status == S.BERJALAN:
                    _tutup(p, oleh=oleh, pada=pada)
                    jumlah += 1
        except AturanDilanggar:  # nobody works there: called off, or it would be tried for ever
            batalkan(pengawasan_id=pk, oleh=oleh, pada=pada)
    return jumlah
