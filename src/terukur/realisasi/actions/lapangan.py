"""Asking somebody to go and look, the answer through the link, and withdrawing either."""

import datetime as dt
from collections.abc import Sequence
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.berkas.actions import simpan_banyak
from terukur.berkas.models import Berkas
from terukur.berkas.rules import ekstensi
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import Periode
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.organisasi.models import OPD, Wilayah
from terukur.organisasi.queries import hari_pemda, pengguna_berperan
from terukur.perencanaan.queries import label_wilayah
from terukur.pesan.actions import kirim
from terukur.realisasi.actions.isian import baca_periode
from terukur.realisasi.models import FotoLapangan, JawabanLapangan, PemeriksaanLapangan
from terukur.realisasi.queries.laporan import baris_laporan, get_laporan
from terukur.realisasi.rules.lapangan import (
    BATAS_FOTO_MB,
    JENIS_FOTO,
    IsiJawaban,
    IsiPermintaan,
    alasan_tertutup,
    alasan_tidak_dijawab,
    hari_terlambat,
    periksa_jawaban,
    periksa_permintaan,
    sidik_token,
    token_baru,
)

PERAN_PEMERIKSA = "pemeriksa_lapangan"


def pelaku_lapangan(p: PemeriksaanLapangan) -> Pelaku:
    """Who answers through the link: known by the request, in the capacity that was written there."""
    return Pelaku(
        id=f"lapangan:{p.pk}", nama=p.nama_pemeriksa, peran=PERAN_PEMERIKSA, penugasan=p.jabatan_pemeriksa
    )


@transaction.atomic
def minta_pemeriksaan(
    *,
    opd_id: UUID,
    periode: str,
    kunci: UUID,
    wilayah: Wilayah,
    isi: IsiPermintaan,
    sebagai: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> tuple[PemeriksaanLapangan, str]:
    """Ask for a field check of one row of a report; also the secret of its link, which is stored nowhere."""
    p = baca_periode(periode)
    baris = next(
        (b for b in baris_laporan(opd_id, p, get_laporan(opd_id, periode)) if b.kunci == kunci), None
    )
    if baris is None:
        raise TidakDitemukan("Baris itu tidak ada dalam laporan periode ini.")
    periksa_permintaan(isi, tingkat=wilayah.tingkat, aktif=wilayah.aktif, hari=hari_pemda(pada))
    token = token_baru()
    permintaan = PemeriksaanLapangan.objects.create(
        opd_id=opd_id,
        tahun=p.tahun,
        periode=periode,
        kunci=kunci,
        judul=baris.judul,
        wilayah=wilayah,
        yang_dilihat=isi.yang_dilihat.strip(),
        tanggal_tenggat=isi.tanggal_tenggat,
        nama_pemeriksa=isi.nama_pemeriksa.strip(),
        jabatan_pemeriksa=isi.jabatan_pemeriksa.strip(),
        sidik_token=sidik_token(token),
        tautan_pada=pada,
        diminta_pada=pada,
        diminta_oleh=oleh.id,
        diminta_nama=oleh.nama,
        diminta_sebagai=sebagai[:200],
    )
    catat(
        peristiwa="lapangan.minta",
        objek="lapangan",
        objek_id=permintaan.pk,
        isi={
            "periode": periode,
            "rencana": baris.judul,
            "wilayah": label_wilayah(wilayah),
            "yang_dilihat": permintaan.yang_dilihat,
            "tanggal_tenggat": isi.tanggal_tenggat,
            "pemeriksa": permintaan.nama_pemeriksa,
            "jabatan_pemeriksa": permintaan.jabatan_pemeriksa,
        },
        oleh=oleh,
        pada=pada,
        opd_id=opd_id,
    )
    return permintaan, token


def _kunci(pemeriksaan_id: UUID) -> PemeriksaanLapangan:
    """The request, locked."""
    p = (
        PemeriksaanLapangan.objects.select_for_update(of=("self",))
        .select_related("opd", "asal", "wilayah__induk")
        .filter(pk=pemeriksaan_id)
        .first()
    )
    if p is None:
        raise TidakDitemukan("Pemeriksaan lapangan itu tidak ditemukan.")
    return p


def alasan_bukan_pengelola(p: PemeriksaanLapangan, pengguna: Pengguna) -> str:
    """Why this user may not renew or withdraw the link; empty if he may.

    An OPD must not be able to take away or answer what a verifier asked about it, nor to withdraw an
    answer that it does not like.
    """
    if pengguna.akses.boleh(Izin.REALISASI_VERIFIKASI, p.opd_id):
        return ""
    if p.versi:
        return "Sudah dijawab; hanya verifikator yang dapat mencabut jawabannya, dengan alasan."
    if p.diminta_oleh == str(pengguna.pk):
        return ""
    return f"Hanya yang memintanya ({p.diminta_nama}) atau verifikator."


def _pastikan_pengelola(p: PemeriksaanLapangan, pengguna: Pengguna) -> None:
    if alasan := alasan_bukan_pengelola(p, pengguna):
        raise TidakBerhak(alasan)
    if p.dicabut_pada is not None:
        raise AturanDilanggar("Pemeriksaan ini sudah dicabut; muat ulang halaman.", kode="sudah")


@transaction.atomic
def ganti_tautan(
    *, pemeriksaan_id: UUID, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> tuple[PemeriksaanLapangan, str]:
    """A new link in place of one that was lost or went astray; the old one opens nothing any more."""
    p = _kunci(pemeriksaan_id)
    _pastikan_pengelola(p, pengguna)
    if p.versi or alasan_tertutup(dicabut=False, tenggat=p.tanggal_tenggat, hari=hari_pemda(pada)):
        raise AturanDilanggar("Pemeriksaan ini sudah dijawab atau masanya sudah lewat; minta yang baru.")
    token = token_baru()
    p.sidik_token, p.tautan_pada = sidik_token(token), pada
    p.save(update_fields=["sidik_token", "tautan_pada"])
    catat(
        peristiwa="lapangan.ganti_tautan",
        objek="lapangan",
        objek_id=p.pk,
        isi={"periode": p.periode, "rencana": p.judul},
        oleh=oleh,
        pada=pada,
        opd_id=p.opd_id,
    )
    return p, token


@transaction.atomic
def cabut_lapangan(
    *, pemeriksaan_id: UUID, alasan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> PemeriksaanLapangan:
    """Close the link, or withdraw the answer, with a reason. Everything stays on record, marked."""
    p = _kunci(pemeriksaan_id)
    _pastikan_pengelola(p, pengguna)
    if not alasan.strip():
        raise AturanDilanggar("Tuliskan alasan mencabut pemeriksaan.", kolom={"alasan": "Isi alasan."})
    p.dicabut_pada, p.dicabut_oleh, p.dicabut_nama = pada, oleh.id, oleh.nama
    p.alasan_cabut = alasan.strip()
    p.save(update_fields=["dicabut_pada", "dicabut_oleh", "dicabut_nama", "alasan_cabut"])
    catat(
        peristiwa="lapangan.cabut",
        objek="lapangan",
        objek_id=p.pk,
        isi={"periode": p.periode, "rencana": p.judul, "hasil": p.hasil, "alasan": p.alasan_cabut},
        oleh=oleh,
        pada=pada,
        opd_id=p.opd_id,
    )
    return p


@transaction.atomic
def jawab_lapangan(
    *,
    pemeriksaan_id: UUID,
    isi: IsiJawaban,
    foto: Sequence[tuple[str, BinaryIO]] = (),
    oleh: Pelaku,
    pada: dt.datetime,
) -> JawabanLapangan:
    """Keep an answer as a new version; until the last day a further one corrects it, both stay visible.

    ``foto``: (name, content). Coordinates stay out of the journal, which is never shortened.
    """
    p = _kunci(pemeriksaan_id)
    hari = hari_pemda(pada)
    tertutup = alasan_tertutup(dicabut=p.dicabut_pada is not None, tenggat=p.tanggal_tenggat, hari=hari)
    if alasan := tertutup or alasan_tidak_dijawab(versi=p.versi, tenggat=p.tanggal_tenggat, hari=hari):
        raise AturanDilanggar(alasan, kode="tertutup")
    periksa_jawaban(isi, banyak_foto=len(foto))
    berkas = _simpan_foto(p, foto, oleh=oleh, pada=pada)
    lambat = hari_terlambat(p.tanggal_tenggat, hari)
    catatan = catat(
        peristiwa="lapangan.perbaiki" if p.versi else "lapangan.jawab",
        objek="lapangan",
        objek_id=p.pk,
        isi={
            "periode": p.periode,
            "rencana": p.judul,
            "versi": p.versi + 1,
            "hasil": isi.hasil,
            "catatan": isi.catatan.strip(),
            "letak": isi.lintang is not None,
            "foto": [b.sidik for b in berkas],
            "hari_terlambat": lambat,
        },
        oleh=oleh,
        pada=pada,
        opd_id=p.opd_id,
    )
    jawaban = JawabanLapangan.objects.create(
        pemeriksaan=p,
        versi=p.versi + 1,
        hasil=isi.hasil,
        catatan=isi.catatan.strip(),
        tempat=isi.tempat.strip(),
        lintang=isi.lintang,
        bujur=isi.bujur,
        akurasi=isi.akurasi,
        hari_terlambat=lambat,
        dijawab_pada=pada,
        catatan_nomor=catatan.nomor,
    )
    FotoLapangan.objects.bulk_create(
        FotoLapangan(jawaban=jawaban, urutan=n, berkas=b) for n, b in enumerate(berkas, 1)
    )
    p.hasil, p.versi, p.dijawab_pada = isi.hasil, jawaban.versi, pada
    p.save(update_fields=["hasil", "versi", "dijawab_pada"])
    _beri_tahu_dijawab(p, jawaban, pada=pada)
    return jawaban


def alihkan_lapangan(
    p: PemeriksaanLapangan, penerima: OPD, alasan: str, *, oleh: Pelaku, pada: dt.datetime
) -> None:
    """An unanswered check becomes the business of the OPD that carries on; link and question stay."""
    p = _kunci(p.pk)
    if p.versi or p.dicabut_pada is not None or p.opd_id == penerima.pk:
        return
    semula = p.opd
    p.asal, p.opd = p.asal or semula, penerima
    p.save(update_fields=["asal", "opd"])
    catat(
        peristiwa="lapangan.alih",
        objek="lapangan",
        objek_id=p.pk,
        isi={
            "periode": p.periode,
            "rencana": p.judul,
            "asal_pemeriksaan": semula.nama,
            "penerima_pemeriksaan": penerima.nama,
            "alasan": alasan,
        },
        oleh=oleh,
        pada=pada,
        opd_id=penerima.pk,
    )


def _simpan_foto(
    p: PemeriksaanLapangan, foto: Sequence[tuple[str, BinaryIO]], *, oleh: Pelaku, pada: dt.datetime
) -> list[Berkas]:
    """A telephone's own name of a picture can tell of persons and places, so ours takes its place."""
    awalan = f"lapangan-{p.periode.lower()}-{str(p.pk)[:8]}-v{p.versi + 1}"
    try:
        return simpan_banyak(
            kiriman=[(f"{awalan}-{n}.{ekstensi(nama)}", isi) for n, (nama, isi) in enumerate(foto, 1)],
            jenis_diizinkan=JENIS_FOTO,
            batas_ukuran=BATAS_FOTO_MB * 1024 * 1024,
            opd_id=p.opd_id,
            oleh=oleh,
            pada=pada,
        )
    except AturanDilanggar as tolak:
        tolak.kolom.setdefault("foto", tolak.pesan)
        raise


# ---- messages: they name OPD, places and days, never the link ----


def _peminta(p: PemeriksaanLapangan) -> list[Pengguna]:
    try:
        return list(Pengguna.objects.filter(pk=UUID(p.diminta_oleh)).order_by("pk"))
    except ValueError:  # the program itself asked
        return []


def _yang_diberi_tahu(p: PemeriksaanLapangan, *, pada: dt.datetime) -> list[Pengguna]:
    """Who asked; of a check that passed on also the operators of the OPD that has to deal with it now."""
    orang = _peminta(p)
    if p.asal_id:
        orang += pengguna_berperan(Peran.OPERATOR_OPD, opd_id=p.opd_id, pada=pada)
    return list({u.pk: u for u in orang}.values())


def _perihal(p: PemeriksaanLapangan) -> str:
    return f"{p.opd.singkatan} {Periode.baca(p.periode).label}, {label_wilayah(p.wilayah)}"


def _beri_tahu_dijawab(p: PemeriksaanLapangan, jawaban: JawabanLapangan, *, pada: dt.datetime) -> None:
    lambat = f" Terlambat {jawaban.hari_terlambat} hari." if jawaban.hari_terlambat else ""
    kata = "diperbaiki" if jawaban.versi > 1 else "dijawab"
    kirim(
        kepada=_yang_diberi_tahu(p, pada=pada),
        judul=f"Pemeriksaan lapangan {kata}: {jawaban.get_hasil_display()}",
        isi=f"{_perihal(p)}: {p.judul}.{lambat}",
        tautan=reverse("realisasi:lapangan", args=[p.pk]),
        kunci=f"lapangan.jawab:{p.pk}:{jawaban.versi}",
        pada=pada,
    )


def ingatkan_lapangan(p: PemeriksaanLapangan, *, pada: dt.datetime) -> bool:
    """Tell who asked, once, that nobody has answered by the last day. True when the message is new."""
    return bool(
        kirim(
            kepada=_yang_diberi_tahu(p, pada=pada),
            judul="Pemeriksaan lapangan belum dijawab",
            isi=f"{_perihal(p)}: {p.judul}. Batasnya {tulis_tanggal(p.tanggal_tenggat, hari=True)} sudah "
            "lewat. Hubungi yang diminta, atau buat tautan baru.",
            tautan=reverse("realisasi:lapangan", args=[p.pk]),
            kunci=f"lapangan.lambat:{p.pk}",
            pada=pada,
        )
    )
