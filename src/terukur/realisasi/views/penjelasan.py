"""Where one figure comes from: formula, inputs, who stands for them, and every version it had."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terukur.inti.angka import tulis_angka
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.periode import JenisPeriode, Periode
from terukur.jejak.models import Catatan
from terukur.kinerja.choices import Agregasi
from terukur.kinerja.models import RencanaAksiResmi
from terukur.kinerja.queries import definisi_banyak
from terukur.kinerja.rules.capaian import Keadaan, Rumus, Target, baca_rumus
from terukur.kinerja.rules.indikator import sebut_nilai, sebut_target, ukuran_beku
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.perencanaan.choices import Polaritas
from terukur.realisasi import queries
from terukur.realisasi.choices import Pihak, StatusCapaian
from terukur.realisasi.forms.waktu import FormulirDiketahui
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.queries.hitung_ulang import periksa_satu
from terukur.realisasi.rules.nilai import awal_periode, gabungkan_target
from terukur.realisasi.views.bantu import get_periode, hari, pembaca
from terukur.realisasi.views.lapangan import sajikan_jawaban, sajikan_lapangan

SEBAB = {
    "rencana_aksi.tetapkan": "Target ditetapkan",
    "target.revisi": "Target direvisi",
    "target.alih": "Target diteruskan",
    "realisasi.ajukan": "Laporan diajukan",
    "realisasi.verifikasi": "Laporan diverifikasi",
    "realisasi.buka_ralat": "Ralat dibuka",
    "bukti.cabut": "Bukti dicabut",
}
_BUKAN_ANGKA = (Polaritas.YA_TIDAK, Polaritas.PREDIKAT)


def _nama(c: CapaianResmi, diketahui: Any) -> tuple[str, dict[str, Any], str]:
    """(what the figure is of, how it is measured, the OPD that ended in whose plan it is), as known then."""
    semua = RencanaAksiResmi.objects.diketahui(diketahui).filter(kunci=c.kunci).exclude(nomor_register="")
    resmi = semua.select_related("opd").first()
    if resmi is not None:
        asal = resmi.opd.nama if resmi.opd_id != c.opd_id else ""
        return resmi.isi["aksi"], resmi.isi["ukuran"], asal
    d = definisi_banyak([c.indikator_id], per=c.berlaku_sampai, diketahui=diketahui)[c.indikator_id]  # type: ignore[arg-type]
    return d.nama, ukuran_beku(d), ""


def _masukan(c: CapaianResmi, ukuran: dict[str, Any]) -> dict[str, Any]:
    periode = Periode.baca(c.periode)
    return {
        "c": c,
        "periode": periode,
        "mulai": awal_periode(periode, zona_pemda()),
        "target": "–" if c.target is None else sebut_target(Target(c.target, c.target_atas), ukuran),
        "realisasi": sebut_nilai(c.realisasi, ukuran),
        "diakui": c.bagian * 100,
        "kontribusi": [(Pihak(p).label, persen, dasar) for p, persen, dasar in _kontribusi(c)],
        "pihak_diakui": [Pihak(p).label for p in c.kontribusi.get("diakui", [])],
    }


def _kontribusi(c: CapaianResmi) -> list[Any]:
    return [(p, Decimal(persen), dasar) for p, persen, dasar in c.kontribusi.get("baris", [])]


@izin(Izin.REALISASI_LIHAT)
@require_GET
def penjelasan(request: HttpRequest, kunci: UUID, periode: str) -> HttpResponse:
    """The explanation of the standing of one indicator in one period, as known at ``?diketahui=``."""
    p = get_periode(periode)
    formulir = FormulirDiketahui(request.GET or None)
    diketahui = formulir.cleaned_data["diketahui"] if formulir.is_valid() else None
    berlaku, versi = queries.riwayat_capaian(kunci, p.tahun, diketahui=diketahui)
    c = next((f for f in berlaku if f.periode == p.kode), None)
    opd = _pemilik(request, kunci, p.tahun, c)
    per = hari_pemda(diketahui) if diketahui else hari(request)
    konteks: dict[str, Any] = {
        "opd": opd, "periode": p, "formulir": formulir, "diketahui": diketahui, "c": c, "kunci": kunci,
    }  # fmt: skip
    if c is not None:
        konteks["lapangan"] = [
            (
                sajikan_lapangan(d.p, per, hasil=d.hasil, dicabut=d.dicabut),
                [sajikan_jawaban(j) for j in d.jawaban],
            )
            for d in queries.lapangan_angka(kunci, p.tahun, diketahui=diketahui)
            if Periode.baca(d.p.periode) <= p
        ]
        konteks |= _isi(c, berlaku, [v for v in versi if v.periode == p.kode], diketahui)
    return render(request, "realisasi/penjelasan.html", konteks)


def _pemilik(request: HttpRequest, kunci: UUID, tahun: int, c: CapaianResmi | None) -> OPD:
    """Whose figure it is. Who may read one of the OPD that stood for it in the year reads all of it."""
    semua = CapaianResmi.objects.filter(kunci=kunci, tahun=tahun).order_by("opd")
    pemilik = list(semua.values_list("opd", flat=True).distinct())
    cakupan = pembaca(request).akses.cakupan(Izin.REALISASI_LIHAT)
    if not pemilik or (cakupan is not None and cakupan.isdisjoint(pemilik)):
        raise TidakDitemukan("Angka itu tidak ditemukan.")
    return OPD.objects.get(pk=c.opd_id if c else pemilik[0])


def _isi(
    c: CapaianResmi, berlaku: list[CapaianResmi], versi: list[CapaianResmi], diketahui: Any
) -> dict[str, Any]:
    judul, ukuran, asal = _nama(c, diketahui)
    milik = [f for f in berlaku if f.opd_id == c.opd_id]
    sampai = [f for f in milik if Periode.baca(f.periode) <= Periode.baca(c.periode)]
    catatan = Catatan.objects.in_bulk({v.catatan_nomor for v in versi})
    rumus = baca_rumus(c.rumus)
    dinilai = [
        Target(f.target, f.target_atas)
        for f in sampai
        if f.direncanakan and f.target is not None and f.status == StatusCapaian.DIVERIFIKASI
    ]
    dibanding = gabungkan_target(dinilai, Agregasi(c.agregasi))
    angka = ukuran["rumus"]["polaritas"] not in _BUKAN_ANGKA
    return {
        "judul": judul,
        "asal": asal,
        "ukuran": ukuran,
        "target": "–" if c.target_sd is None else sebut_target(Target(c.target_sd, c.target_atas_sd), ukuran),
        "realisasi": sebut_nilai(c.realisasi_sd, ukuran),
        "dibanding": "" if dibanding is None else sebut_target(dibanding, ukuran),
        "diakui": None if c.bagian_sd is None else c.bagian_sd * 100,
        "keadaan": Keadaan(c.keadaan).label,
        "arah": rumus.polaritas.label,
        "cara": rumus.metode.label if rumus.polaritas == Polaritas.TURUN else "",
        "batas": _batas(rumus),
        "masukan": [_masukan(f, ukuran) for f in sampai],
        "beda": [(b.label, b.tersimpan, b.dihitung) for b in periksa_satu(c, sampai)],
        "versi": [
            {
                "v": v,
                "catatan": catatan[v.catatan_nomor],
                "sebab": SEBAB.get(catatan[v.catatan_nomor].peristiwa, catatan[v.catatan_nomor].peristiwa),
                "alasan": catatan[v.catatan_nomor].isi.get("alasan", ""),
                "realisasi": sebut_nilai(v.realisasi_sd, ukuran),
            }
            for v in reversed(versi)
        ],
        "grafik": [(_label(Periode.baca(f.periode)), f.target, f.realisasi) for f in berlaku]
        if angka
        else [],
    }


def _batas(rumus: Rumus) -> str:
    bawah = f"capaian paling kecil {tulis_angka(rumus.batas_bawah)}"
    return f"{bawah}, paling besar {tulis_angka(rumus.batas_atas)}" if rumus.batas_atas is not None else bawah


def _label(p: Periode) -> str:
    """Short enough for twelve of them."""
    return p.label_pendek[:3] if p.jenis == JenisPeriode.BULAN else p.label_pendek
