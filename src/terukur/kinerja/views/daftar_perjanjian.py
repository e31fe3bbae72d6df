"""The list of perjanjian kinerja: who has one, who has not; and how one is begun."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.kinerja import actions
from terukur.kinerja.forms import KEPALA, FormulirMulai, FormulirSaringPerjanjian
from terukur.kinerja.queries.daftar_perjanjian import BERGANTI, JabatanPerjanjian, daftar_perjanjian
from terukur.kinerja.views.perjanjian import alamat_perjanjian, boleh_isi, pembaca, saat
from terukur.organisasi.choices import Eselon
from terukur.organisasi.models import Jabatan
from terukur.organisasi.queries import hari_pemda, pemegang_jabatan

KOLOM_DAFTAR = (
    Kolom("OPD", "jabatan.opd.nama"),
    Kolom("Kode OPD", "jabatan.opd.kode", "kode"),
    Kolom("Jabatan", "jabatan.nama"),
    Kolom("Pejabat sekarang", "pejabat"),
    Kolom("Status", "status"),
    Kolom("Perubahan yang disiapkan", lambda b: b.perubahan or None, "angka"),
    Kolom("Giliran", "giliran"),
    Kolom("Nomor register", "nomor_register", "kode"),
    Kolom("Perubahan ke-", lambda b: b.berlaku.perubahan_ke if b.berlaku else None, "angka"),
    Kolom("Ditetapkan pada", lambda b: b.berlaku.ditetapkan_pada if b.berlaku else None, "waktu"),
    Kolom("Ditandatangani oleh", lambda b: b.berlaku.pihak_pertama["nama"] if b.berlaku else ""),
    Kolom("Pejabat berganti", lambda b: "Ya" if b.berganti else ""),
)
_ARAH: dict[str, Any] = {
    "opd": lambda b: (b.jabatan.opd.nama, not b.jabatan.kepala, b.jabatan.nama),
    "jabatan": lambda b: (b.jabatan.nama, b.jabatan.opd.kode),
    "status": lambda b: (b.status, b.jabatan.opd.kode, b.jabatan.nama),
}


def _saring(daftar: Sequence[JabatanPerjanjian], isi: dict[str, Any]) -> list[JabatanPerjanjian]:
    kata = str(isi.get("kata", "")).casefold()
    tingkat, keadaan = isi.get("tingkat", ""), isi.get("keadaan", "")

    def cocok(b: JabatanPerjanjian) -> bool:
        if tingkat and b.jabatan.kepala != (tingkat == KEPALA):
            return False
        if keadaan and not (b.berganti if keadaan == BERGANTI else b.keadaan == keadaan):
            return False
        return kata in f"{b.jabatan.opd.nama} {b.jabatan.opd.singkatan} {b.jabatan.nama}".casefold()

    return [b for b in daftar if cocok(b)]


@izin(Izin.KINERJA_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Who has signed for the year, who has not, and whose office changed hands since."""
    dengan_tahun = request.GET.copy()
    dengan_tahun["tahun"] = dengan_tahun.get("tahun") or str(hari_pemda(saat(request)).year)
    saring = FormulirSaringPerjanjian(dengan_tahun)
    isi = saring.cleaned_data if saring.is_valid() else {}
    tahun = isi.get("tahun") or hari_pemda(saat(request)).year
    diketahui = isi.get("diketahui")
    pengguna = pembaca(request)
    semua = daftar_perjanjian(pengguna, tahun=tahun, pada=saat(request), diketahui=diketahui)
    baris = _saring(semua, isi)
    if (urut := request.GET.get("urut", "")) and urut.lstrip("-") in _ARAH:
        baris.sort(key=_ARAH[urut.lstrip("-")], reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, f"Perjanjian kinerja {tahun}", KOLOM_DAFTAR, baris):
        return unduhan
    konteks = {
        "hal": Paginator(baris, 25).get_page(request.GET.get("hal")),
        "saring": saring,
        "urut": urut,
        "tahun": tahun,
        "diketahui": diketahui,
        "kepala": [b for b in semua if b.jabatan.kepala],
        "dapat_disiapkan": {b.jabatan.pk for b in semua if boleh_isi(request, b.jabatan.opd_id)},
        "nonstruktural": [] if diketahui else _nonstruktural(pengguna),
    }
    return render(request, "kinerja/perjanjian_daftar.html", konteks)


def _nonstruktural(pengguna: Pengguna) -> list[Jabatan]:
    """Offices outside the structure for which the reader may begin a PK: of the own OPD only."""
    cakupan = pengguna.akses.cakupan(Izin.KINERJA_ISI)
    if not cakupan:
        return []
    daftar = Jabatan.objects.filter(opd__in=cakupan, aktif=True, eselon=Eselon.NONSTRUKTURAL)
    return list(daftar.select_related("opd").order_by("nama", "pk"))


@izin(Izin.KINERJA_ISI)
@require_http_methods(["GET", "POST"])
def mulai(request: HttpRequest, jabatan_id: UUID, tahun: int) -> HttpResponse:
    """Begin the PK of an office of the own OPD."""
    jabatan = Jabatan.objects.select_related("opd").filter(pk=jabatan_id, aktif=True).first()
    if jabatan is None or not boleh_isi(request, jabatan.opd_id):
        raise TidakDitemukan("Jabatan itu tidak ditemukan.")
    pemegang = pemegang_jabatan([jabatan.pk], pada=saat(request)).get(jabatan.pk, [])
    formulir = FormulirMulai(
        request.POST if request.method == "POST" else None, jabatan=jabatan, pemegang=pemegang
    )
    if request.method == "POST" and formulir.is_valid():
        bersih = formulir.cleaned_data
        atasan = bersih.get("atasan")
        try:
            hasil = laksanakan(
                request, actions.mulai_perjanjian, peristiwa="perjanjian_kinerja.mulai",
                objek="perjanjian_kinerja", opd_id=jabatan.opd_id, tujuan=alamat_perjanjian,
                jabatan_id=jabatan.pk, tahun=tahun, atasan_id=atasan.pk if atasan else None,
                pegawai_id=UUID(bersih["pegawai"]) if bersih.get("pegawai") else None,
            )  # fmt: skip
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            return redirect(hasil.tujuan)
    konteks = {"jabatan": jabatan, "tahun": tahun, "formulir": formulir, "pemegang": pemegang}
    return render(request, "kinerja/perjanjian_mulai.html", konteks, status=422 if formulir.errors else 200)
