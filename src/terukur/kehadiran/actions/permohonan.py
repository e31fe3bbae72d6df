"""Writes of requests: asking, withdrawing, deciding, appealing.

The journal holds kind and days; a reason is written there only where it tells nothing of anybody's health.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.berkas.models import Berkas
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.kehadiran.actions.antrean import tandai_hari
from terukur.kehadiran.choices import JenisPermohonan, StatusPermohonan
from terukur.kehadiran.models import Permohonan
from terukur.kehadiran.queries.atasan import kedudukan_banyak
from terukur.kehadiran.queries.kuota import batas_koreksi, hari_cuti, saldo_cuti, sisa_lupa
from terukur.kehadiran.queries.permohonan import sebut_masa, semua_permohonan, susun_konteks
from terukur.kehadiran.rules.atasan import Kedudukan
from terukur.kehadiran.rules.isi_permohonan import IsiPermohonan, periksa_isi, tolak_lewat
from terukur.kehadiran.rules.permohonan import (
    ALUR_PERMOHONAN,
    BERLAKU,
    Jenjang,
    KonteksPermohonan,
    alasan_tanpa_banding,
    bertumpang,
    is_kesehatan,
    is_rekam,
)
from terukur.organisasi.models import Pegawai
from terukur.organisasi.queries import hari_pemda, pengguna_berperan
from terukur.pesan.actions import kirim

J, S = JenisPermohonan, StatusPermohonan


def tautan(p: Permohonan) -> str:
    return reverse("kehadiran:permohonan_satu", args=[p.pk])


def _catat(
    p: Permohonan, verba: str, k: Kedudukan, *, catatan: str = "", oleh: Pelaku, pada: dt.datetime
) -> None:
    isi: dict[str, Any] = {"pegawai": p.pegawai.nama, "jenis": p.jenis, "sejak": p.sejak, "sampai": p.sampai}
    isi |= {n: getattr(p, n) for n in ("masuk", "pulang") if getattr(p, n) is not None}
    isi |= {n: getattr(p, n) for n in ("nomor",) if getattr(p, n)}
    if catatan and not is_kesehatan(p.jenis):
        isi["catatan"] = catatan
    catat(
        peristiwa=f"permohonan.{verba}", objek="permohonan", objek_id=p.pk, isi=isi, oleh=oleh, pada=pada,
        opd_id=k.orang.opd_id if k.orang else None,
    )  # fmt: skip


def _kirim(
    p: Permohonan, kepada: Collection[UUID | None], judul: str, isi: str, *, pada: dt.datetime
) -> None:
    pengguna = Pengguna.objects.filter(pk__in=[u for u in kepada if u]).order_by("pk")
    kirim(
        kepada=pengguna, judul=judul, isi=isi, tautan=tautan(p),
        kunci=f"permohonan:{p.pk}:{p.status}:{p.versi}", pada=pada,
    )  # fmt: skip


def _minta_putusan(p: Permohonan, k: Kedudukan, kedua: Jenjang, *, pada: dt.datetime) -> None:
    """Tell whose turn it is. The message says who, what and when, never why."""
    if p.status == S.DIAJUKAN:
        kepada = {a.pengguna_id for a in k.atasan}
    elif p.banding_atas_id or kedua is Jenjang.BKPSDM:
        kepada = {u.pk for u in pengguna_berperan(Peran.BKPSDM, pada=pada)}
    else:
        kepada = {a.pengguna_id for a in k.kepala}
    judul = f"Permohonan {p.get_jenis_display().lower()}: {p.pegawai.nama}"
    _kirim(p, kepada - {p.pegawai.pengguna_id}, judul, f"{sebut_masa(p)}. Menunggu putusan Anda.", pada=pada)


# ---- asking ----


def _periksa_tumpang(isi: IsiPermohonan, pegawai: Pegawai, *, kecuali: Collection[UUID] = ()) -> None:
    """No two requests of a person for the same hours."""
    lain = Permohonan.objects.filter(
        pegawai=pegawai, status__in=BERLAKU, sejak__lte=isi.sampai, sampai__gte=isi.sejak
    ).exclude(pk__in=kecuali)
    for p in lain.order_by("sejak", "pk"):
        if bertumpang(isi, p):
            keadaan = "yang disetujui" if p.status == S.DISETUJUI else "yang masih menunggu putusan"
            pesan = f"{sebut_masa(p)} sudah tercakup {p.get_jenis_display().lower()} {keadaan}."
            raise AturanDilanggar(pesan, kode="bertumpang", kolom={"sejak": pesan})


def _periksa_kuota(
    isi: IsiPermohonan, pegawai: Pegawai, *, kecuali: UUID | None = None, pada: dt.datetime
) -> None:
    if isi.jenis == J.LUPA_REKAM:
        sisa, kuota = sisa_lupa(pegawai.pk, isi.sejak, pada=pada, kecuali=kecuali)
        if sisa <= 0:
            raise AturanDilanggar(
                f"Kuota lupa rekam bulan itu ({kuota} kali) sudah habis.", kode="kuota_lupa",
                kolom={"sejak": f"Kuota {kuota} kali sebulan sudah habis."},
            )  # fmt: skip
    if isi.jenis != J.CUTI_TAHUNAN:
        return
    per_tahun = Counter(h.year for h in hari_cuti(pegawai.pk, isi.sejak, isi.sampai))
    if not per_tahun:
        raise AturanDilanggar(
            "Tidak ada hari kerja Anda di antara tanggal itu.", kolom={"sejak": "Pilih hari kerja."}
        )
    for tahun, jumlah in sorted(per_tahun.items()):
        saldo = saldo_cuti(pegawai, tahun, kecuali=kecuali)
        if saldo.boleh_sejak and isi.sejak < saldo.boleh_sejak:
            pesan = (
                "Cuti tahunan baru dapat diambil sesudah setahun bekerja: menurut NIP sejak "
                f"{tulis_tanggal(saldo.boleh_sejak)}."
            )
            raise AturanDilanggar(pesan, kode="setahun_bekerja", kolom={"sejak": pesan})
        if jumlah > saldo.terbanyak:
            raise AturanDilanggar(
                f"Cuti tahunan {tahun} tersisa {max(0, saldo.terbanyak)} hari kerja; yang diajukan {jumlah}.",
                kode="saldo_cuti", kolom={"sampai": f"Tersisa {max(0, saldo.terbanyak)} hari kerja."},
            )  # fmt: skip


def _tempat(pegawai: Pegawai, *, pada: dt.datetime) -> Kedudukan:
    k = kedudukan_banyak([pegawai.pk], pada=pada)[pegawai.pk]
    if k.orang is None:
        raise AturanDilanggar(
            f"{pegawai.nama} belum tercatat memegang jabatan, sehingga tidak ada yang dapat memutus. "
            "Hubungi BKPSDM.",
            kode="tanpa_jabatan",
        )
    return k


def _simpan(
    isi: IsiPermohonan,
    pegawai: Pegawai,
    berkas: Berkas | None,
    *,
    oleh: Pelaku,
    pada: dt.datetime,
    **lain: Any,
) -> Permohonan:
    return Permohonan.objects.create(
        pegawai=pegawai, jenis=isi.jenis, sejak=isi.sejak, sampai=isi.sampai, bagian=isi.bagian,
        masuk=isi.masuk, pulang=isi.pulang, nomor=isi.nomor.strip(), alasan=isi.alasan.strip(),
        mesin_id=isi.mesin_id, berkas=berkas, diajukan_pada=pada, diajukan_oleh=oleh.id, **lain,
    )  # fmt: skip


def _ajukan(
    pegawai_id: UUID, isi: IsiPermohonan, berkas: Berkas | None, *, oleh: Pelaku, pada: dt.datetime
) -> Permohonan:
    pegawai = Pegawai.objects.select_for_update().get(pk=pegawai_id)
    k = _tempat(pegawai, pada=pada)
    if is_rekam(isi.jenis):
        tolak_lewat(batas_koreksi(pegawai.pk, isi.sejak, pada=pada), hari_pemda(pada))
    _periksa_tumpang(isi, pegawai)
    _periksa_kuota(isi, pegawai, pada=pada)
    p = _simpan(isi, pegawai, berkas, oleh=oleh, pada=pada)
    _catat(p, "ajukan", k, oleh=oleh, pada=pada)
    _minta_putusan(p, k, Jenjang.ATASAN, pada=pada)
    return p


@transaction.atomic
def ajukan(
    *, pegawai_id: UUID, isi: IsiPermohonan, berkas: Berkas | None = None, oleh: Pelaku, pada: dt.datetime
) -> Permohonan:
    """Ask for one's own days, and tell the superior."""
    periksa_isi(isi, ada_berkas=berkas is not None, hari=hari_pemda(pada))
    return _ajukan(pegawai_id, isi, berkas, oleh=oleh, pada=pada)


@transaction.atomic
def ajukan_rombongan(
    *,
    pegawai_ids: Sequence[UUID],
    isi: IsiPermohonan,
    berkas: Berkas | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> list[Permohonan]:
    """One letter for several people, entered by who keeps the attendance of their OPD. All or none."""
    if isi.jenis not in (J.DINAS_LUAR, J.PERJALANAN_DINAS, J.DIKLAT):
        raise AturanDilanggar("Rombongan hanya untuk dinas luar, perjalanan dinas atau diklat.")
    if not pegawai_ids:
        raise AturanDilanggar("Pilih pegawainya.", kolom={"pegawai": "Pilih sekurangnya seorang."})
    periksa_isi(isi, ada_berkas=berkas is not None, hari=hari_pemda(pada))
    hasil = []
    for pegawai_id in sorted(set(pegawai_ids)):
        try:
            hasil.append(_ajukan(pegawai_id, isi, berkas, oleh=oleh, pada=pada))
        except AturanDilanggar as tolak:
            nama = Pegawai.objects.get(pk=pegawai_id).nama
            raise AturanDilanggar(f"{nama}: {tolak.pesan}", kode=tolak.kode) from tolak
    return hasil


# ---- steps ----


def _kunci(permohonan_id: UUID) -> Permohonan:
    milik = Permohonan.objects.filter(pk=permohonan_id).values_list("pegawai_id", flat=True).first()
    if milik is None:
        raise TidakDitemukan("Permohonan tidak ditemukan.")
    Pegawai.objects.select_for_update().get(pk=milik)
    return semua_permohonan().select_for_update(of=("self",)).get(pk=permohonan_id)


def isi_dari(p: Permohonan) -> IsiPermohonan:
    """What a stored request asks."""
    return IsiPermohonan(
        p.jenis, p.sejak, p.sampai, p.bagian, p.masuk, p.pulang, p.nomor, p.alasan, p.mesin_id
    )


def _langkah(
    nama: str,
    permohonan_id: UUID,
    *,
    catatan: str,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> tuple[Permohonan, Kedudukan, KonteksPermohonan]:
    p = _kunci(permohonan_id)
    k = kedudukan_banyak([p.pegawai_id], pada=pada)[p.pegawai_id]
    konteks = susun_konteks(p, k, pengguna=pengguna, pada=pada)
    langkah = ALUR_PERMOHONAN.periksa(nama, status=p.status, konteks=konteks)
    if nama == "setujui":
        _periksa_tumpang(isi_dari(p), p.pegawai, kecuali=[p.pk])
        _periksa_kuota(isi_dari(p), p.pegawai, kecuali=p.pk, pada=pada)
    if nama in ("tolak", "batalkan") and not catatan.strip():
        raise AturanDilanggar("Tuliskan alasannya.", kolom={"catatan": "Isi alasan."})
    if p.status == S.DIAJUKAN and nama != "tarik":
        p.atasan_pada, p.atasan_oleh, p.atasan_nama = pada, oleh.id, oleh.nama
    p.status = langkah.ke
    if nama in ("setujui", "tolak", "batalkan"):
        p.putus_pada, p.putus_oleh, p.putus_nama = pada, oleh.id, oleh.nama
    if nama == "setujui":
        p.berlaku_pada = pada
    p.catatan = catatan.strip() or p.catatan
    p.versi += 1
    p.save()
    if nama in ("setujui", "batalkan"):
        tandai_hari([p.pegawai_id], sejak=p.sejak, sampai=p.sampai, pada=pada)
    _catat(p, nama, k, catatan=catatan.strip(), oleh=oleh, pada=pada)
    return p, k, konteks


_KABAR = {"setujui": "disetujui", "tolak": "ditolak", "batalkan": "dibatalkan"}


def _putuskan(
    nama: str, permohonan_id: UUID, catatan: str, *, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Permohonan:
    p, *_ = _langkah(nama, permohonan_id, catatan=catatan, pengguna=pengguna, oleh=oleh, pada=pada)
    judul = f"{p.get_jenis_display()} {_KABAR[nama]}"
    _kirim(p, [p.pegawai.pengguna_id], judul, f"{sebut_masa(p)}. Diputus {oleh.nama}.", pada=pada)
    return p


@transaction.atomic
def teruskan(
    *, permohonan_id: UUID, catatan: str = "", pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Permohonan:
    """The superior agrees; the official in charge decides."""
    p, k, konteks = _langkah(
        "teruskan", permohonan_id, catatan=catatan, pengguna=pengguna, oleh=oleh, pada=pada
    )
    _minta_putusan(p, k, konteks.kedua, pada=pada)
    return p


@transaction.atomic
def setujui(
    *, permohonan_id: UUID, catatan: str = "", pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Permohonan:
    """Approve it; its days up to today are computed again."""
    return _putuskan("setujui", permohonan_id, catatan, pengguna=pengguna, oleh=oleh, pada=pada)


@transaction.atomic
def tolak(
    *, permohonan_id: UUID, catatan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Permohonan:
    """Refuse it, saying why."""
    return _putuskan("tolak", permohonan_id, catatan, pengguna=pengguna, oleh=oleh, pada=pada)


@transaction.atomic
def batalkan(
    *, permohonan_id: UUID, catatan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Permohonan:
    """Take an approval back, saying why; its days are computed again."""
    return _putuskan("batalkan", permohonan_id, catatan, pengguna=pengguna, oleh=oleh, pada=pada)


@transaction.atomic
def tarik(
    *, permohonan_id: UUID, catatan: str = "", pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Permohonan:
    """The asker takes it back before anybody has decided."""
    return _langkah("tarik", permohonan_id, catatan=catatan, pengguna=pengguna, oleh=oleh, pada=pada)[0]


@transaction.atomic
def setujui_banyak(
    *, permohonan_ids: Sequence[UUID], pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> list[Permohonan]:
    """Decide several in one act, each by the step that is this reader's: all or none."""
    hasil = []
    for permohonan_id in sorted(set(permohonan_ids)):
        p = _kunci(permohonan_id)
        k = kedudukan_banyak([p.pegawai_id], pada=pada)[p.pegawai_id]
        konteks = susun_konteks(p, k, pengguna=pengguna, pada=pada)
        terus = p.status == S.DIAJUKAN and konteks.kedua is not Jenjang.ATASAN and not konteks.satu_tangan
        langkah = teruskan if terus else setujui
        hasil.append(langkah(permohonan_id=permohonan_id, pengguna=pengguna, oleh=oleh, pada=pada))
    return hasil


@transaction.atomic
def banding(
    *,
    permohonan_id: UUID,
    alasan: str,
    berkas: Berkas | None = None,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Permohonan:
    """Appeal against a refusal: BKPSDM decides the same request once more."""
    lama = _kunci(permohonan_id)
    k = _tempat(lama.pegawai, pada=pada)
    sudah = Permohonan.objects.filter(banding_atas=lama).exists()
    konteks = susun_konteks(lama, k, pengguna=pengguna, pada=pada, sudah_banding=sudah)
    if sebab := alasan_tanpa_banding(konteks, status=lama.status):
        raise AturanDilanggar(sebab, kode="banding")
    if not alasan.strip():
        raise AturanDilanggar("Tuliskan alasan banding.", kolom={"alasan": "Isi alasan banding."})
    isi = isi_dari(lama)
    _periksa_tumpang(isi, lama.pegawai)
    _periksa_kuota(isi, lama.pegawai, pada=pada)
    p = _simpan(isi, lama.pegawai, berkas or lama.berkas, oleh=oleh, pada=pada, banding_atas=lama)
    p.alasan, p.status = alasan.strip(), S.DISETUJUI_ATASAN  # no superior in between: BKPSDM's turn
    p.save()
    _catat(p, "banding", k, oleh=oleh, pada=pada)
    _minta_putusan(p, k, konteks.kedua, pada=pada)
    return p
