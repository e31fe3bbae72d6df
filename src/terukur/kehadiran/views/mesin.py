"""Devices: which there are, what is wrong with one, admitting, changing, commanding."""

import datetime as dt
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions import mesin as actions
from terukur.kehadiran.actions.perintah import perintahkan
from terukur.kehadiran.choices import KELOMPOK_UMUM, Dialek
from terukur.kehadiran.forms.mesin import FormMesin, FormSaringMesin
from terukur.kehadiran.models import BarisKarantina, KelompokMesin, Mesin
from terukur.kehadiran.protokol.operlog import tanpa_rahasia
from terukur.kehadiran.queries import perangkat as queries
from terukur.kehadiran.queries.lingkup import pilihan_wilayah
from terukur.kehadiran.queries.mesin import keadaan
from terukur.kehadiran.rules.keluhan import BATAS_BEDA, sebut_peristiwa
from terukur.kehadiran.rules.perintah import TAWARAN, boleh_diperintah, sebut_perintah, tulis_tawaran
from terukur.kehadiran.rules.terima import zona
from terukur.kehadiran.views.jadwal import tab
from terukur.organisasi.queries import daftar_opd
from terukur.organisasi.views.kerangka import (
    Aksi,
    Daftar,
    KolomDaftar,
    aksi_jejak,
    diterima,
    halaman_daftar,
    halaman_formulir,
    kiriman,
    pembaca,
)

KELOLA = Izin.MESIN_KELOLA
TAMPIL = 20
"""Rows of each small table on the page of a device."""


def kabupaten(request: HttpRequest) -> bool:
    """Does the reader manage the devices of all OPD?"""
    return queries.cakupan(pembaca(request)) is None


def sebut_beda(detik: int | None) -> str:
    """``-130`` -> ``mendahului 2 menit 10 detik``."""
    if detik is None:
        return ""
    menit, sisa = divmod(abs(detik), 60)
    lama = f"{menit} menit {sisa} detik" if menit else f"{sisa} detik"
    if menit >= 60:
        lama = f"{menit // 60} jam {menit % 60} menit"
    return "tepat" if not detik else f"{'terlambat' if detik > 0 else 'mendahului'} {lama}"


@izin(KELOLA)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """The devices of the reader's OPD, as they are now."""
    pengguna, pada = pembaca(request), diterima(request)
    saring = FormSaringMesin(request.GET or None, opd=daftar_opd(pengguna, izin=KELOLA))
    baris = queries.daftar_mesin(pengguna)
    if saring.is_valid():
        if cari := saring.cleaned_data["cari"]:
            baris = baris.filter(nama__icontains=cari) | baris.filter(nomor_seri__icontains=cari)
        if opd := saring.cleaned_data.get("opd"):
            baris = baris.filter(opd=opd)

    def lengkapi(isi: list[Any]) -> None:
        ukuran = queries.ukuran_mesin([m.pk for m in isi], pada=pada)
        for m in isi:
            m.ukuran, m.kini = ukuran[m.pk], keadaan(m)

    def hitungan(m: Any) -> str:
        return "{} / {}".format(*m.ukuran.hitungan) if m.ukuran.hitungan else ""

    kolom = (
        KolomDaftar("Nama", "nama", "nama", tautan=lambda m: reverse("kehadiran:mesin_satu", args=[m.pk])),
        KolomDaftar("Keadaan", lambda m: queries.status(m, pada), lencana=True),
        KolomDaftar("Terakhir terlihat", "kini.terlihat_pada", "keadaan__terlihat_pada", "waktu"),
        KolomDaftar("Rekam terakhir", "kini.pindai_pada", "keadaan__pindai_pada", "waktu"),
        KolomDaftar("Jam mesin", lambda m: sebut_beda(m.kini.beda_detik)),
        KolomDaftar("Kemarin: mesin / sini", hitungan),
        KolomDaftar("Perintah menunggu", lambda m: m.ukuran.menunggu or None, jenis="angka", di="unduhan"),
        KolomDaftar("Alarm", lambda m: m.ukuran.alarm or None, jenis="angka"),
        KolomDaftar("Sandi/kartu (%)", "ukuran.persen_sandi", jenis="angka"),
        KolomDaftar("OPD", "opd.nama", "opd__nama"),
        KolomDaftar("Nomor seri", "nomor_seri", "nomor_seri", "kode", di="unduhan"),
        KolomDaftar("Tempat", "tempat", di="unduhan"),
        KolomDaftar("Perangkat", "kini.perangkat", di="unduhan"),
    )
    aksi = [Aksi("Daftarkan mesin", reverse("kehadiran:mesin_baru"), "utama")]
    if kabupaten(request):
        asing = len(queries.mesin_asing())
        aksi.insert(0, Aksi(f"Belum dikenal ({asing})", reverse("kehadiran:mesin_asing")))
    return halaman_daftar(
        request,
        Daftar(
            "Mesin absensi", kolom, baris, "nama", saring, aksi=aksi, olah=lengkapi,
            keterangan="Diam: tidak terdengar lebih dari 10 menit. Buka mesinnya untuk arti setiap keadaan.",
            kosong="Belum ada mesin. Daftarkan dengan nomor serinya.", **tab("Mesin"),
        ),
    )  # fmt: skip


@izin(KELOLA)
@require_GET
def asing(request: HttpRequest) -> HttpResponse:
    """Serial numbers that speak to us and are not admitted; they belong to no OPD, so BKPSDM's to see."""
    semua = kabupaten(request)
    konteks = {"semua": semua, "baris": queries.mesin_asing() if semua else []}
    return render(request, "kehadiran/mesin_asing.html", konteks)


def _formulir(request: HttpRequest, mesin: Mesin | None, **lain: Any) -> FormMesin:
    pengguna = pembaca(request)
    utuh, unit = pilihan_wilayah(pengguna, KELOLA)
    return FormMesin(
        kiriman(request), mesin=mesin, semua=kabupaten(request), opd=daftar_opd(pengguna, izin=KELOLA),
        utuh=utuh, unit=unit, **lain,
    )  # fmt: skip


def _kolom(c: dict[str, Any]) -> dict[str, Any]:
    """Columns of ``Mesin`` out of a form."""
    kelompok: KelompokMesin = c["kelompok"] or actions.kelompok_bernama(KELOMPOK_UMUM)
    if nama := c.get("kelompok_baru"):
        kelompok = actions.kelompok_bernama(nama)
    return {
        **{n: c[n] for n in ("nama", "dialek", "opd", "unit", "tempat")}, "zona": int(c["zona"]),
        "kelompok": kelompok, "jaringan": actions.baca_jaringan(c["jaringan"]),
    }  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """Admit a device, known to the listener or not."""
    seri = request.GET.get("seri", "")[:64]
    ada = queries.mesin_asing([seri]) if seri else []
    awal: dict[str, Any] = {
        "nomor_seri": seri,
        "nama": f"Mesin {seri}" if seri else "",
        "dialek": Dialek.ADMS,
    }
    if len(milik := daftar_opd(pembaca(request), izin=KELOLA)) == 1:
        awal["opd"] = milik[0].pk
    if ada:
        awal["dialek"] = ada[0].dialek
    formulir = _formulir(request, None, initial=awal)
    keterangan = "Sesudah didaftarkan, kiriman mesin ini diterima sebagai rekam kehadiran."
    if ada and kabupaten(request):
        keterangan = (
            f"Mesin ini sudah mengirim {ada[0].kiriman} kiriman ({ada[0].baris} baris) dari {ada[0].alamat}. "
            "Ambil hanya bila Anda tahu mesin ini memang milik pemda."
        )

    def aksi(*, oleh: Any, pada: dt.datetime) -> Mesin:
        c = formulir.cleaned_data
        return actions.daftarkan(
            nomor_seri=c["nomor_seri"], ambil_alih=c["ambil_alih"], kunci=c["kunci"], token=c["token"],
            oleh=oleh, pada=pada, **_kolom(c),
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Daftarkan mesin", tombol="Daftarkan", keterangan=keterangan,
        proses=lambda c: laksanakan(
            request, aksi, peristiwa="mesin.daftar", objek="mesin", opd_id=c["opd"].pk,
            tujuan=lambda m: reverse("kehadiran:mesin_satu", args=[m.pk]),
        ),
        berhasil="Mesin didaftarkan.", remah=[("Mesin", reverse("kehadiran:mesin")), ("Daftarkan", "")],
        kembali=reverse("kehadiran:mesin"),
    )  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def ubah(request: HttpRequest, mesin_id: int) -> HttpResponse:
    """Change a device; a key or token left empty stays as it is."""
    mesin = queries.get_mesin(mesin_id, untuk=pembaca(request))
    alamat = reverse("kehadiran:mesin_satu", args=[mesin.pk])
    formulir = _formulir(request, mesin)

    def aksi(*, oleh: Any, pada: dt.datetime) -> Mesin:
        c = formulir.cleaned_data
        rahasia = {n: "" if c["hapus_rahasia"] else c[n] or None for n in ("kunci", "token")}
        versi = request.POST.get("dibaca")
        return actions.ubah(mesin_id=mesin.pk, versi=versi, oleh=oleh, pada=pada, **rahasia, **_kolom(c))

    return halaman_formulir(
        request, formulir, judul=f"Ubah {mesin.nama}", tombol="Simpan",
        keterangan="Zona waktu berlaku bagi rekam sesudah ini. Kelompok lain: harinya dihitung ulang.",
        proses=lambda c: laksanakan(
            request, aksi, peristiwa="mesin.ubah", objek="mesin", objek_id=mesin.pk, opd_id=mesin.opd_id,
            tujuan=alamat,
        ),
        berhasil="Perubahan disimpan.",
        remah=[("Mesin", reverse("kehadiran:mesin")), (mesin.nama, alamat), ("Ubah", "")], kembali=alamat,
        dibaca=lambda: str(mesin.versi),
    )  # fmt: skip


@izin(KELOLA)
@require_GET
def satu(request: HttpRequest, mesin_id: int) -> HttpResponse:
    """One device: what is wrong and what to do, what it sent, what was done at it."""
    mesin, pada = queries.get_mesin(mesin_id, untuk=pembaca(request)), diterima(request)
    kini, ukuran = keadaan(mesin), queries.ukuran_mesin([mesin.pk], pada=pada)[mesin.pk]
    karantina = queries.karantina_mesin(mesin)
    di_sini = queries.jumlah_di_sini(mesin)
    konteks = {
        "mesin": mesin,
        "kini": kini,
        "ukuran": ukuran,
        "status": queries.status(mesin, pada),
        "beda": sebut_beda(kini.beda_detik),
        "beda_harian": [
            (hari, n, sebut_beda(detik), abs(detik) > BATAS_BEDA)
            for hari, n, detik in queries.beda_harian(mesin, pada)
        ],
        "terhitung": boleh_diperintah(mesin.dialek),
        "di_sini": di_sini,
        "keluhan": queries.keluhan_mesin(mesin, ukuran, karantina, pada=pada),
        "padam": queries.padam_akhir(mesin, pada),
        "kiriman": mesin.kiriman.defer("isi").order_by("-diterima_pada", "-pk")[:TAMPIL],
        "ditolak": queries.kiriman_ditolak([mesin.pk], sejak=pada - queries.HARI)
        .defer("isi")
        .order_by("-pk")[:5],
        "karantina": [
            (b.get_alasan_display(), b.nomor, b.kiriman.diterima_pada, sebut_baris(bytes(b.isi)))
            for b in BarisKarantina.objects.filter(mesin=mesin)
            .select_related("kiriman")
            .defer("kiriman__isi")
            .order_by("-pk")[:TAMPIL]
        ],
        "jumlah_karantina": sum(karantina.values()),
        "peristiwa": [
            (p, sebut_peristiwa(p.kode, p.rincian))
            for p in mesin.peristiwa.order_by("-gawat", "-diterima_pada", "-pk")[:TAMPIL]
        ],
        "perintah": [(b, sebut_perintah(b.isi)) for b in mesin.perintah.order_by("-pk")[:10]],
        "tawaran": TAWARAN if mesin.aktif and boleh_diperintah(mesin.dialek) else {},
        "aksi": [
            Aksi("Ubah mesin", reverse("kehadiran:mesin_ubah", args=[mesin.pk])),
            Aksi("Letak", reverse("kehadiran:letak", args=[mesin.pk])),
            Aksi("Unggah rekam", f"{reverse('kehadiran:berkas_rekam_baru')}?mesin={mesin.pk}"),
            *aksi_jejak(request, "mesin", mesin.pk),
        ],
    }
    return render(request, "kehadiran/mesin_satu.html", konteks)


def sebut_baris(isi: bytes) -> str:
    """A line as it came, without what must not be shown."""
    return tanpa_rahasia(isi).decode("utf-8", "replace").replace("\t", "  ")[:120]


def _laksanakan(request: HttpRequest, mesin: Mesin, aksi: Any, peristiwa: str) -> HttpResponse:
    alamat = reverse("kehadiran:mesin_satu", args=[mesin.pk])
    laksanakan(
        request, aksi, peristiwa=peristiwa, objek="mesin", objek_id=mesin.pk, opd_id=mesin.opd_id,
        tujuan=alamat,
    )  # fmt: skip
    return redirect(alamat)


@izin(KELOLA)
@require_POST
def aktif(request: HttpRequest, mesin_id: int) -> HttpResponse:
    """Put out of use, or into use again."""
    mesin = queries.get_mesin(mesin_id, untuk=pembaca(request))
    tujuan = request.POST.get("aktif") == "1"
    aksi = partial(actions.atur_aktif, mesin_id=mesin.pk, aktif=tujuan)
    return _laksanakan(request, mesin, aksi, "mesin.aktifkan" if tujuan else "mesin.nonaktifkan")


@izin(KELOLA)
@require_POST
def perintah(request: HttpRequest, mesin_id: int) -> HttpResponse:
    """Queue one of the offered commands; the device takes it at its next poll."""
    mesin = queries.get_mesin(mesin_id, untuk=pembaca(request))
    kode = request.POST.get("perintah", "")
    if kode not in TAWARAN:
        raise TidakDitemukan("Perintah itu tidak dikenal.")
    if not (mesin.aktif and boleh_diperintah(mesin.dialek)):
        raise AturanDilanggar("Mesin ini tidak menerima perintah dari sini.", kode="jenis_mesin")
    isi = tulis_tawaran(kode, diterima(request).astimezone(zona(mesin.zona)).date())
    return _laksanakan(request, mesin, partial(perintahkan, mesin=mesin, isi=isi), "mesin.perintahkan")
