"""The action plan of an OPD while it is filled in: rows, chooser of indicators, one row with its targets."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from terukur.antarmuka.bentrok import bandingkan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.inti.periode import JenisPeriode, Periode, periode_setahun
from terukur.jejak.tindakan import laksanakan
from terukur.kinerja import actions, queries
from terukur.kinerja.forms import FormulirAksi, FormulirSaringDaftar
from terukur.kinerja.models import DefinisiIndikator, RencanaAksi
from terukur.kinerja.providers import PenyediaRencanaAksi, tautan_aksi
from terukur.kinerja.queries.perjanjian import indikator_belum_beraksi
from terukur.kinerja.queries.rencana_aksi import kode_rencana_opd, paket_terlihat, target_aksi
from terukur.kinerja.rules.indikator import sebut_target, ukuran_beku
from terukur.kinerja.rules.rencana_aksi import LABEL_KOLOM
from terukur.organisasi.queries import hari_pemda, kueri_saat
from terukur.tenggat import queries as tenggat
from terukur.tenggat.choices import StatusPengajuan
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.rules import alasan_tidak_diisi

PILIHAN_TERLIHAT = 30

KOLOM_DAFTAR = (
    Kolom("OPD", "opd.nama"),
    Kolom("Kode OPD", "opd.kode", "kode"),
    Kolom("Tahun", "jendela.tahun", "angka"),
    Kolom("Jadwal pengumpulan", "jendela.judul"),
    Kolom("Status", lambda p: p.get_status_display()),
    Kolom("Nomor register", lambda p: p.nomor_register or "", "kode"),
)


@izin(Izin.KINERJA_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Action plans of the OPD in the reader's scope, newest year first, with their register number; of a past
    day as they stood."""
    formulir = FormulirSaringDaftar(request.GET or None)
    lalu = formulir.saat(hari_pemda(request.diterima_pada))  # type: ignore[attr-defined]
    baris: Any = paket_terlihat(request.user, lalu)  # type: ignore[arg-type]
    if kata := formulir.isi.get("kata"):
        baris = baris.filter(opd__nama__icontains=kata)
    if tahun := formulir.isi.get("tahun"):
        baris = baris.filter(jendela__tahun=tahun)
    arah = {"tahun": "jendela__tahun", "opd": "opd__nama", "status": "status"}
    urut = request.GET.get("urut", "-tahun")
    kolom = arah.get(urut.lstrip("-"), "jendela__tahun")
    baris = baris.order_by(f"{'-' if urut.startswith('-') else ''}{kolom}", "opd__kode", "pk")
    if lalu:
        baris = tenggat.pengajuan_saat(baris, lalu)
        if kolom == "status":
            baris.sort(key=lambda p: p.status, reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, "Rencana aksi", KOLOM_DAFTAR, baris):
        return unduhan
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    return render(
        request,
        "kinerja/daftar.html",
        {"hal": hal, "saring": formulir, "lalu": lalu, "saat": kueri_saat(lalu), "urut": urut},
    )


def _ambil(request: HttpRequest, pengajuan_id: UUID, *, isi: bool = False) -> Pengajuan:
    """The package in the reader's scope (404 outside); 403 where the reader may only read."""
    pengguna: Any = request.user
    pengajuan = tenggat.get_pengajuan(pengajuan_id, untuk=pengguna)
    if isi and not pengguna.akses.boleh(Izin.KINERJA_ISI, pengajuan.opd_id):
        raise TidakBerhak(f"Hanya operator {pengajuan.opd.nama} yang dapat mengisi rencana aksi ini.")
    return pengajuan


def kolom_rencana(tahun: int) -> tuple[Kolom, ...]:
    """Columns of the plan as a table: every month has one, whatever the indicator's period."""

    def target(ke: int) -> Any:
        def ambil(b: Any) -> Any:
            _aksi, definisi, isi = b
            lama = JenisPeriode(definisi.periode).lama
            if (ke + 1) % lama:
                return None
            t = isi.get(Periode(tahun, JenisPeriode(definisi.periode), (ke + 1) // lama).kode)
            return None if t is None else t.nilai

        return ambil

    return (
        Kolom("Nomor", lambda b: b[0].urutan, "angka"),
        Kolom("Rencana aksi", lambda b: b[0].aksi),
        Kolom("Kode indikator", lambda b: b[1].indikator.kode, "kode"),
        Kolom("Indikator", lambda b: b[1].nama),
        Kolom("Satuan", lambda b: b[1].satuan),
        *(
            Kolom(f"Target periode berakhir {p.label_pendek}", target(n), "angka")
            for n, p in enumerate(periode_setahun(tahun, JenisPeriode.BULAN))
        ),
        Kolom("Penanggung jawab", lambda b: b[0].penanggung_jawab.nama if b[0].penanggung_jawab else ""),
        Kolom("Sub kegiatan", lambda b: b[0].kode_sub, "kode"),
        Kolom("Asal", lambda b: b[0].get_asal_display()),
        Kolom("Bobot", lambda b: b[0].bobot, "angka"),
        Kolom("Catatan", lambda b: b[0].catatan),
    )


@izin(Izin.KINERJA_LIHAT)
@require_GET
def rencana_aksi(request: HttpRequest, pengajuan_id: UUID) -> HttpResponseBase:
    """The plan; ``?aksi=`` opens a row, ``?cari=`` the chooser of indicators, ``?indikator=`` a new row.

    ``?baris=`` leads to the row of that key, as a verifier's note names it; ``?diketahui=`` to what was
    official then, since a draft is on no record.
    """
    pengajuan = _ambil(request, pengajuan_id)
    if request.GET.get("diketahui"):
        alamat = reverse("kinerja:resmi", args=[pengajuan.opd_id, pengajuan.jendela.tahun])
        return redirect(f"{alamat}?{request.GET.urlencode()}")
    isi = queries.baca_aksi([pengajuan.pk], tahun=pengajuan.jendela.tahun)[pengajuan.pk]
    if request.GET.get("baris", "").startswith("Aksi "):
        nomor = request.GET["baris"].removeprefix("Aksi ")
        for a, _, _ in isi:
            if str(a.urutan) == nomor:
                return redirect(tautan_aksi(pengajuan.pk, a.pk))
    nama = f"Rencana aksi {pengajuan.opd.singkatan} {pengajuan.jendela.tahun}"
    if unduhan := respons_tabel(request, nama, kolom_rencana(pengajuan.jendela.tahun), isi):
        return unduhan
    terbuka = next((b for b in isi if str(b[0].pk) == request.GET.get("aksi", "")), None)
    if terbuka:
        aksi, definisi, target = terbuka
        return _halaman(request, pengajuan, isi, aksi=aksi, definisi=definisi, target=target)
    return _halaman(request, pengajuan, isi, definisi=_indikator_diminta(request, pengajuan))


def _indikator_diminta(request: HttpRequest, pengajuan: Pengajuan) -> DefinisiIndikator | None:
    """The catalogue's entry of ``?indikator=``, if this OPD may choose it."""
    diminta = request.GET.get("indikator", "")
    try:
        kunci = UUID(diminta)
    except ValueError:
        return None
    pilihan: DefinisiIndikator | None = _pilihan(pengajuan).filter(indikator=kunci).first()
    return pilihan


def _pilihan(pengajuan: Pengajuan) -> Any:
    return queries.pilihan_indikator(pengajuan.opd_id, per=dt.date(pengajuan.jendela.tahun, 12, 31))


def _formulir(
    request: HttpRequest,
    pengajuan: Pengajuan,
    definisi: DefinisiIndikator,
    aksi: RencanaAksi | None = None,
    target: Any = None,
    data: Any = None,
) -> FormulirAksi:
    tahun = pengajuan.jendela.tahun
    kode = kode_rencana_opd([pengajuan.opd_id], tahun).get(pengajuan.opd_id, {})
    return FormulirAksi(
        data,
        opd_id=pengajuan.opd_id,
        tahun=tahun,
        ukuran=ukuran_beku(definisi),
        kode_rencana=kode,
        aksi=aksi,
        target=target,
    )


def _halaman(
    request: HttpRequest,
    pengajuan: Pengajuan,
    isi: list[Any],
    *,
    aksi: RencanaAksi | None = None,
    definisi: DefinisiIndikator | None = None,
    target: Any = None,
    formulir: FormulirAksi | None = None,
    bentrok: Bentrok | None = None,
    status: int = 200,
) -> HttpResponse:
    pengguna: Any = request.user
    pada: dt.datetime = request.diterima_pada  # type: ignore[attr-defined]
    alasan = alasan_tidak_diisi(pengajuan, pada=pada) or ""
    if pengajuan.ditetapkan_pada:
        alasan += " Target hanya berubah lewat Revisi target pada rencana aksi resmi."
    if not pengguna.akses.boleh(Izin.KINERJA_ISI, pengajuan.opd_id):
        alasan = "Peran Anda hanya dapat membaca."
    kelengkapan = PenyediaRencanaAksi().kelengkapan(pengajuan.jendela, [pengajuan])[pengajuan.opd_id]
    cari = request.GET.get("cari")
    pilihan = []
    if cari is not None and not alasan:
        semua = _pilihan(pengajuan)
        pilihan = list(
            (semua.filter(nama__icontains=cari.strip()) if cari.strip() else semua)[:PILIHAN_TERLIHAT]
        )
    if definisi is not None and formulir is None:
        formulir = _formulir(request, pengajuan, definisi, aksi, target)
    kode = f"Aksi {aksi.urutan}" if aksi else ""
    konteks = {
        "pengajuan": pengajuan,
        "status": pengajuan.get_status_display()
        if isi or pengajuan.status != StatusPengajuan.DRAF
        else "Belum mulai",
        "jendela": pengajuan.jendela,
        "baris": [_ringkas(*b, tahun=pengajuan.jendela.tahun) for b in isi],
        "kelengkapan": kelengkapan,
        "alasan": alasan,
        "aksi": aksi,
        "definisi": definisi,
        "formulir": formulir,
        "bentrok": bandingkan(bentrok, LABEL_KOLOM) if bentrok else None,
        "pesan_bentrok": bentrok.pesan if bentrok else "",
        "cari": cari,
        "pilihan": pilihan,
        "terhapus": list(queries.daftar_aksi([pengajuan.pk], terhapus=True)[:5]) if not alasan else [],
        "catatan": list(tenggat.catatan_terbuka(pengajuan, kode=kode)) if kode else [],
        "janji": indikator_belum_beraksi(
            pengajuan.opd_id, pengajuan.jendela.tahun, (a.indikator_id for a, _, _ in isi)
        ),
        "tenggat": tenggat.tenggat_pengajuan(pengajuan, pada=pada),
    }
    return render(request, "kinerja/rencana_aksi.html", konteks, status=status)


def _ringkas(aksi: RencanaAksi, definisi: DefinisiIndikator, target: Any, *, tahun: int) -> dict[str, Any]:
    """A row as the list shows it: its periods with what is meant to be reached."""
    ukuran = ukuran_beku(definisi)
    periode = periode_setahun(tahun, definisi.jenis_periode)
    sebut = []
    for p in periode:
        t = target.get(p.kode)
        sebut.append((p, sebut_target(t, ukuran) if t else "–"))
    akhir = next((kata for p, kata in reversed(sebut) if kata != "–"), "–")
    return {
        "aksi": aksi,
        "definisi": definisi,
        "target": sebut,
        "akhir": akhir,
        "lengkap": len(target) == len(periode),
    }


@izin(Izin.KINERJA_ISI)
@require_POST
def tambah(request: HttpRequest, pengajuan_id: UUID, indikator_id: UUID) -> HttpResponse:
    """Add an action with this indicator."""
    pengajuan = _ambil(request, pengajuan_id, isi=True)
    definisi = _pilihan(pengajuan).filter(indikator=indikator_id).first()
    if definisi is None:
        messages.error(request, "Indikator itu tidak ada dalam katalog OPD ini; pilih lagi.")
        return redirect(f"{tautan_aksi(pengajuan.pk, None)}?cari=")
    formulir = _formulir(request, pengajuan, definisi, data=request.POST)
    if formulir.is_valid():
        try:
            hasil = laksanakan(
                request,
                actions.tambah_aksi,
                peristiwa="rencana_aksi.tambah",
                objek="rencana_aksi",
                objek_id=pengajuan.pk,
                opd_id=pengajuan.opd_id,
                tujuan=tautan_aksi(pengajuan.pk, None),
                pengajuan_id=pengajuan.pk,
                indikator_id=indikator_id,
                isi=formulir.isi(),
            )
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Rencana aksi ditambahkan.")
            return redirect(hasil.tujuan)
    isi = queries.baca_aksi([pengajuan.pk], tahun=pengajuan.jendela.tahun)[pengajuan.pk]
    return _halaman(request, pengajuan, isi, definisi=definisi, formulir=formulir, status=422)


@izin(Izin.KINERJA_ISI)
@require_POST
def ubah(request: HttpRequest, aksi_id: UUID) -> HttpResponse:
    """Save one action; who saved meanwhile is shown beside."""
    aksi = queries.get_aksi(aksi_id, untuk=request.user)  # type: ignore[arg-type]
    pengajuan = _ambil(request, aksi.pengajuan_id, isi=True)
    isi = queries.baca_aksi([pengajuan.pk], tahun=pengajuan.jendela.tahun)[pengajuan.pk]
    definisi = next(d for a, d, _ in isi if a.pk == aksi.pk)
    formulir = _formulir(request, pengajuan, definisi, aksi, data=request.POST)
    bentrok = None
    if formulir.is_valid():
        try:
            hasil = laksanakan(
                request,
                actions.ubah_aksi,
                peristiwa="rencana_aksi.ubah",
                objek="rencana_aksi",
                objek_id=aksi.pk,
                opd_id=aksi.opd_id,
                tujuan=tautan_aksi(pengajuan.pk, aksi.pk),
                aksi_id=aksi.pk,
                versi=formulir.cleaned_data["versi"],
                isi=formulir.isi(),
            )
        except Bentrok as tolak:
            bentrok = tolak
            data = request.POST.copy()
            data["versi"] = str(queries.get_aksi(aksi.pk, untuk=request.user).versi)  # type: ignore[arg-type]
            formulir = _formulir(
                request, pengajuan, definisi, aksi, target_aksi([aksi.pk]).get(aksi.pk), data
            )
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Rencana aksi disimpan.")
            return redirect(hasil.tujuan)
    return _halaman(
        request,
        pengajuan,
        isi,
        aksi=aksi,
        definisi=definisi,
        formulir=formulir,
        bentrok=bentrok,
        status=409 if bentrok else 422,
    )


def _tulis(
    request: HttpRequest, aksi_id: UUID, aksi: Any, verba: str, *, terhapus: bool, berhasil: str
) -> HttpResponse:
    baris = queries.get_aksi(aksi_id, untuk=request.user, terhapus=terhapus)  # type: ignore[arg-type]
    _ambil(request, baris.pengajuan_id, isi=True)
    try:
        laksanakan(
            request,
            aksi,
            peristiwa=f"rencana_aksi.{verba}",
            objek="rencana_aksi",
            objek_id=baris.pk,
            opd_id=baris.opd_id,
            tujuan="",
            aksi_id=baris.pk,
        )
        messages.success(request, berhasil)
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
    return redirect(tautan_aksi(baris.pengajuan_id, None))


@izin(Izin.KINERJA_ISI)
@require_POST
def hapus(request: HttpRequest, aksi_id: UUID) -> HttpResponse:
    """Take a row out; the page then offers to bring it back."""
    return _tulis(
        request,
        aksi_id,
        actions.hapus_aksi,
        "hapus",
        terhapus=False,
        berhasil="Rencana aksi dihapus. Bila keliru, kembalikan dari daftar “Baru dihapus”.",
    )


@izin(Izin.KINERJA_ISI)
@require_POST
def pulihkan(request: HttpRequest, aksi_id: UUID) -> HttpResponse:
    """Undo a removal."""
    return _tulis(
        request,
        aksi_id,
        actions.pulihkan_aksi,
        "pulihkan",
        terhapus=True,
        berhasil="Rencana aksi dikembalikan.",
    )
