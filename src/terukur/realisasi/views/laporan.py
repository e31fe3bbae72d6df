"""The list of reports, and the editor of one."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from terukur.antarmuka.bentrok import bandingkan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import Bentrok
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.kinerja.queries import pilihan_indikator
from terukur.kinerja.rules.capaian import baca_rumus, hitung_capaian
from terukur.kinerja.rules.indikator import sebut_nilai, sebut_target
from terukur.organisasi.queries import hari_pemda
from terukur.realisasi import queries
from terukur.realisasi.choices import StatusLaporan
from terukur.realisasi.forms import FormulirBukti, FormulirRealisasi, FormulirSaringLaporan
from terukur.realisasi.forms.waktu import FormulirDiketahui
from terukur.realisasi.queries import BarisLaporan
from terukur.realisasi.queries.laporan import LaporanTerlihat, hari_diterima, kurang_kontribusi
from terukur.realisasi.rules.alur import BOLEH_DIISI, GILIRAN, alasan_tidak_diisi
from terukur.realisasi.rules.isian import (
    LABEL_KOLOM,
    TEKS,
    alasan_belum_berakhir,
    tenggat_diterima,
    tenggat_periode,
)
from terukur.realisasi.rules.lapangan import sebut_letak
from terukur.realisasi.views.bantu import Bahan, ambil, hari, pembaca, saat
from terukur.realisasi.views.lapangan import sajikan_baris

PILIHAN_TERLIHAT = 30
KOLOM_DAFTAR = (
    Kolom("OPD", "opd.nama"),
    Kolom("Kode OPD", "opd.kode", "kode"),
    Kolom("Periode", "periode.label"),
    Kolom("Paling lambat", "tenggat", "tanggal"),
    Kolom("Status", "status"),
    Kolom("Giliran", "giliran"),
    Kolom("Rencana aksi", "jumlah", "angka"),
    Kolom("Warisan", "warisan", "angka"),
    Kolom("Terisi", "terisi", "angka"),
    Kolom("Diajukan pada", lambda b: b.laporan.diajukan_pada if b.laporan else None, "waktu"),
    Kolom("Diverifikasi pada", lambda b: b.laporan.diverifikasi_pada if b.laporan else None, "waktu"),
)
_ARAH: dict[str, Any] = {
    "periode": lambda b: (b.periode, b.opd.kode),
    "opd": lambda b: (b.opd.nama, b.periode),
    "status": lambda b: (b.status, b.periode, b.opd.kode),
    "tenggat": lambda b: (b.tenggat, b.opd.kode),
}


def _saring(daftar: Sequence[LaporanTerlihat], isi: dict[str, Any]) -> list[LaporanTerlihat]:
    kata, status = isi.get("kata", "").casefold(), isi.get("status", "")

    def cocok(b: LaporanTerlihat) -> bool:
        milik = b.laporan.status if b.laporan else "-"
        return kata in b.opd.nama.casefold() and status in ("", milik)

    return [b for b in daftar if cocok(b)]


@izin(Izin.REALISASI_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """What is due, by when, how far it is, and whose turn it is; the newest period first."""
    saring = FormulirSaringLaporan(request.GET)
    per, diketahui = saring.baca_putusan(hari(request))
    lalu = diketahui if diketahui and diketahui < saat(request) else None
    isi = saring.isi
    tahun = isi.get("tahun") or per.year
    baris = _saring(queries.daftar_laporan(pembaca(request), tahun=tahun, hari=per, diketahui=lalu), isi)
    urut = request.GET.get("urut", "-periode")
    baris.sort(key=_ARAH.get(urut.lstrip("-"), _ARAH["periode"]), reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, f"Laporan realisasi {tahun}", KOLOM_DAFTAR, baris):
        return unduhan
    akses = pembaca(request).akses
    isi_opd = akses.cakupan(Izin.REALISASI_ISI) or frozenset()
    konteks = {
        "hal": Paginator(baris, 25).get_page(request.GET.get("hal")),
        "saring": saring,
        "urut": urut,
        "tahun": tahun,
        "hari": per,
        "lalu": lalu,
        "keadaan": per if per < hari(request) else None,
        "boleh_kelola": not lalu and akses.boleh(Izin.KINERJA_KELOLA),
        "boleh_warisan": akses.boleh(Izin.REALISASI_VERIFIKASI),
        "boleh_impor": not lalu and akses.boleh(Izin.REALISASI_ISI) and akses.boleh(Izin.IMPOR_JALANKAN),
        "alamat_impor": f"?opd={next(iter(isi_opd))}&tahun={tahun}" if len(isi_opd) == 1 else "",
    }
    return render(request, "realisasi/daftar.html", konteks)


def sajikan_semua(request: HttpRequest, bahan: Bahan) -> list[dict[str, Any]]:
    """Rows in words, as editor, signature and verification show them."""
    per = hari_pemda(bahan.diketahui) if bahan.diketahui else hari(request)
    return [_sajikan(b, bahan, per) for b in bahan.baris]


def _sajikan(b: BarisLaporan, bahan: Bahan, per: dt.date) -> dict[str, Any]:
    r = b.realisasi
    capaian = hitung_capaian(baca_rumus(b.ukuran["rumus"]), b.target, r.nilai if r else None)
    return {
        "b": b,
        "r": r,
        "target": sebut_target(b.target, b.ukuran) if b.target else "–",
        "nilai": sebut_nilai(r.nilai if r else None, b.ukuran),
        "capaian": capaian.mentah,
        "kontribusi": [(k.get_pihak_display(), k.persen, k.dasar) for k in b.kontribusi],
        "penjelasan": [(LABEL_KOLOM[n], getattr(r, n)) for n in TEKS if r and getattr(r, n)],
        "letak": {x.pk: sebut_letak(x.lintang, x.bujur) for x in b.bukti if x.is_foto},
        "lapangan": [sajikan_baris(p, per) for p in bahan.lapangan.get(b.kunci, [])],
        "penjelasan_angka": reverse("realisasi:penjelasan", args=[b.kunci, bahan.periode.kode])
        if bahan.diketahui
        else "",
    }


def _teks(nama: str) -> Any:
    return lambda b: getattr(b.realisasi, nama) if b.realisasi else ""


def _angka(nama: str) -> Any:
    return lambda b: getattr(b.realisasi, nama) if b.realisasi else None


KOLOM_LAPORAN = (
    Kolom("Rencana aksi", "judul"),
    Kolom("Warisan dari", "asal"),
    Kolom("Indikator", "ukuran.nama"),
    Kolom("Satuan", "ukuran.satuan"),
    Kolom("Direncanakan", "direncanakan"),
    Kolom("Target", lambda b: b.target.nilai if b.target else None, "angka"),
    Kolom("Target sampai", lambda b: b.target.atas if b.target else None, "angka"),
    Kolom("Realisasi", _angka("nilai"), "angka"),
    Kolom("Pembilang", _angka("pembilang"), "angka"),
    Kolom("Penyebut", _angka("penyebut"), "angka"),
    Kolom(
        LABEL_KOLOM["kontribusi"],
        lambda b: "; ".join(f"{k.get_pihak_display()} {k.persen.normalize():f} %" for k in b.kontribusi),
    ),
    *(Kolom(LABEL_KOLOM[n], _teks(n)) for n in TEKS),
    Kolom("Bukti", lambda b: len(b.bukti_berlaku), "angka"),
)

KOLOM_RESMI = tuple(
    k for k in KOLOM_LAPORAN if k.judul not in {LABEL_KOLOM[n] for n in TEKS if n != "kendala"}
)
"""Of a past instant: other explanations than the obstacles on the signed paper are not on record."""
LAMPAU = "Yang ditunjukkan hanya yang resmi saat itu: angka yang diajukan dan kendala pada naskahnya."


@izin(Izin.REALISASI_LIHAT)
@require_GET
def laporan(request: HttpRequest, opd_id: UUID, periode: str) -> HttpResponseBase:
    """One report; ``?baris=`` opens a row, ``?cari=`` the chooser of indicators outside the plan.

    Of a past instant what was official then, to be read only.
    """
    saring = FormulirDiketahui(request.GET or None)
    diketahui = saring.cleaned_data["diketahui"] if saring.is_valid() else None
    bahan = ambil(request, opd_id, periode, diketahui=diketahui)
    nama = f"Realisasi {bahan.opd.singkatan} {bahan.periode.kode}"
    kolom = KOLOM_RESMI if diketahui else KOLOM_LAPORAN
    if unduhan := respons_tabel(request, nama, kolom, bahan.baris):
        return unduhan
    if diketahui:
        return halaman(request, bahan, saring=saring)
    terbuka = next((b for b in bahan.baris if str(b.kunci) == request.GET.get("baris", "")), None)
    return halaman(request, bahan, terbuka=terbuka, saring=saring)


def alasan_tidak_mengisi(request: HttpRequest, bahan: Bahan) -> str:
    """Why this reader cannot fill in the report now; empty when he can."""
    if bahan.diketahui:
        return LAMPAU
    if not pembaca(request).akses.boleh(Izin.REALISASI_ISI, bahan.opd.pk):
        return "Peran Anda hanya dapat membaca isian ini."
    return alasan_belum_berakhir(bahan.periode, hari=hari(request)) or alasan_tidak_diisi(
        bahan.laporan.status
    )


def _pilihan(bahan: Bahan, cari: str) -> list[Any]:
    """Indicators of this kind of period that the report does not have yet."""
    semua = pilihan_indikator(bahan.opd.pk, per=bahan.periode.sampai).filter(periode=bahan.periode.jenis)
    if cari.strip():
        semua = semua.filter(nama__icontains=cari.strip())
    return list(semua.exclude(indikator__in={b.indikator_id for b in bahan.baris})[:PILIHAN_TERLIHAT])


def halaman(
    request: HttpRequest,
    bahan: Bahan,
    *,
    terbuka: BarisLaporan | None = None,
    formulir: FormulirRealisasi | None = None,
    bukti: FormulirBukti | None = None,
    bentrok: Bentrok | None = None,
    saring: FormulirDiketahui | None = None,
    status: int = 200,
) -> HttpResponse:
    """The editor, with one row open or none; of a past instant nothing can be filled in."""
    alasan = alasan_tidak_mengisi(request, bahan)
    cari = request.GET.get("cari")
    if terbuka is not None and formulir is None:
        formulir = FormulirRealisasi(baris=terbuka)
    ketentuan, kini = queries.ketentuan(bahan.periode.sampai, bahan.diketahui), not bahan.diketahui
    sajian = sajikan_semua(request, bahan)
    pengguna = pembaca(request)
    terbit = bahan.laporan.status
    konteks = {
        "bahan": bahan,
        "laporan": bahan.laporan,
        "rencana": [s for s in sajian if not s["b"].di_luar_rencana],
        "luar": [s for s in sajian if s["b"].di_luar_rencana],
        "alasan": alasan,
        "terbuka": next((s for s in sajian if terbuka and s["b"].kunci == terbuka.kunci), None),
        "formulir": formulir,
        "buka_kontribusi": formulir is not None
        and (formulir.berkontribusi or (terbuka is not None and kurang_kontribusi(terbuka, ketentuan))),
        "form_bukti": bukti or FormulirBukti(),
        "bentrok": bandingkan(bentrok, LABEL_KOLOM) if bentrok else None,
        "pesan_bentrok": bentrok.pesan if bentrok else "",
        "cari": cari,
        "pilihan": _pilihan(bahan, cari) if cari is not None and not alasan else [],
        "tenggat": tenggat_diterima(
            tenggat_periode(bahan.periode, ketentuan), bahan.periode, hari_diterima(bahan.baris)
        ),
        "giliran": GILIRAN[StatusLaporan(terbit)] if kini or terbit not in BOLEH_DIISI else "OPD",
        "kekurangan": queries.kekurangan(bahan.baris, ketentuan) if kini and terbit in BOLEH_DIISI else (),
        "terisi": sum(b.realisasi is not None and b.realisasi.nilai is not None for b in bahan.baris),
        "tindakan": queries.tindakan(bahan.laporan, bahan.baris, pengguna=pengguna, pada=saat(request))
        if kini
        else [],
        "saring": saring or FormulirDiketahui(),
        "boleh_impor": not alasan and pengguna.akses.boleh(Izin.IMPOR_JALANKAN),
        "boleh_lapangan": kini and pengguna.akses.boleh(Izin.LAPANGAN_MINTA, bahan.opd.pk),
        "boleh_cabut": kini and pengguna.akses.boleh(Izin.REALISASI_ISI, bahan.opd.pk),
        "ambang": ketentuan.ambang_lebih,
    }
    return render(request, "realisasi/laporan.html", konteks, status=status)
