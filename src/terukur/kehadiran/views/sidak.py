"""Lists of sidak and their findings; planning one; explaining and deciding."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.antarmuka.formulir import Formulir
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions import pengawasan as actions
from terukur.kehadiran.actions import temuan as actions_temuan
from terukur.kehadiran.choices import JenisPengawasan, PutusanTemuan, StatusPengawasan
from terukur.kehadiran.forms.pengawasan import (
    FormPenjelasan,
    FormPutusan,
    FormSidak,
    SaringPengawasan,
    SaringTemuan,
)
from terukur.kehadiran.models import Pengawasan, TemuanSidak
from terukur.kehadiran.queries import pengawasan as queries
from terukur.kehadiran.queries.temuan import get_temuan, temuan_terlihat
from terukur.kehadiran.rules.pengawasan import sebut_ada
from terukur.organisasi.queries import daftar_opd, daftar_unit, zona_pemda
from terukur.organisasi.views.kerangka import (
    Aksi,
    Daftar,
    KolomDaftar,
    diterima,
    halaman_daftar,
    halaman_formulir,
    kiriman,
    pembaca,
)

J, S = JenisPengawasan, StatusPengawasan
LENCANA_PUTUSAN = {
    PutusanTemuan.DITERIMA: "selesai", PutusanTemuan.TIDAK_DITERIMA: "buruk", PutusanTemuan.BUKAN: "netral",
}  # fmt: skip


def daftar_pengawasan(
    request: HttpRequest, jenis: str, kolom: tuple[KolomDaftar, ...], opd_izin: Izin, **lain: Any
) -> HttpResponseBase:
    """The list of sidak or apel that the reader may know of, newest first."""
    pengguna = pembaca(request)
    saring = SaringPengawasan(request.GET or None, opd=daftar_opd(pengguna, izin=opd_izin))
    isi = saring.cleaned_data if saring.is_valid() else {}
    baris = queries.terlihat(pengguna, jenis)
    if kata := isi.get("kata"):
        baris = baris.filter(Q(nama__icontains=kata) | Q(tempat__icontains=kata))
    if isi.get("status"):
        baris = baris.filter(status=isi["status"])
    if isi.get("opd"):
        baris = baris.filter(opd=isi["opd"])
    if isi.get("sejak"):
        baris = baris.filter(mulai_pada__date__gte=isi["sejak"])
    if isi.get("sampai"):
        baris = baris.filter(mulai_pada__date__lte=isi["sampai"])
    return halaman_daftar(
        request,
        Daftar(
            J(jenis).label, kolom, baris, "-mulai_pada", saring, templat="kehadiran/daftar.html", **lain
        ),
    )  # fmt: skip


def _jumlah_tanda(ada: bool) -> Any:
    return Count("orang", filter=Q(orang__tanda__ada=ada, orang__tanda__pengganti=None))


@izin(Izin.SIDAK_LAKUKAN, Izin.KEHADIRAN_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Sidak: what I plan or run, and those that are closed in the OPD I oversee."""
    boleh = pembaca(request).akses.boleh(Izin.SIDAK_LAKUKAN)

    def olah(semua: list[Any]) -> None:
        hitung = {
            p.pk: p
            for p in Pengawasan.objects.filter(pk__in=[p.pk for p in semua])
            .annotate(ada=_jumlah_tanda(True), tidak=_jumlah_tanda(False))
            .order_by("pk")
        }
        temuan = dict(
            TemuanSidak.objects.filter(orang__pengawasan__in=list(hitung))
            .order_by()
            .values_list("orang__pengawasan")
            .annotate(n=Count("pk"))
        )
        for p in semua:
            p.ada, p.tidak, p.jumlah_temuan = hitung[p.pk].ada, hitung[p.pk].tidak, temuan.get(p.pk, 0)

    kolom = (
        KolomDaftar("Sidak", "nama", "nama", tautan=actions.tautan),
        KolomDaftar("Tempat", "tempat", "tempat", di="unduhan"),
        KolomDaftar("OPD", "opd.nama", "opd__nama", di="unduhan"),
        KolomDaftar("Waktu", "mulai_pada", "mulai_pada", "waktu"),
        KolomDaftar("Surat tugas", "nomor_tugas", jenis="kode", di="unduhan"),
        KolomDaftar("Status", lambda p: p.get_status_display(), "status", lencana=True),
        KolomDaftar("Ada", "ada", jenis="angka"),
        KolomDaftar("Tidak ada", "tidak", jenis="angka"),
        KolomDaftar("Temuan", "jumlah_temuan", jenis="angka"),
        KolomDaftar("Direncanakan oleh", "dibuat_nama", di="unduhan"),
        KolomDaftar("Ditutup oleh", "ditutup_nama", di="unduhan"),
        KolomDaftar(
            "Nomor register", lambda p: p.kertas.nomor if p.kertas else "", jenis="kode", di="unduhan"
        ),
    )
    izin_opd = Izin.SIDAK_LAKUKAN if boleh else Izin.KEHADIRAN_LIHAT
    return daftar_pengawasan(
        request, J.SIDAK, kolom, izin_opd, olah=olah,
        aksi=[Aksi("Mulai atau rencanakan sidak", reverse("kehadiran:sidak_baru"), "utama")] if boleh else [],
        keterangan="Yang direncanakan dan sedang berjalan hanya tampak bagi yang menjalankannya.",
        kosong="Belum ada sidak.",
    )  # fmt: skip


@izin(Izin.SIDAK_LAKUKAN)
@require_http_methods(["GET", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """Plan a sidak, or open it here and now."""
    pengguna = pembaca(request)
    bidang = Izin.SIDAK_LAKUKAN
    pilihan = daftar_opd(pengguna, izin=bidang)
    awal = {"opd": str(pilihan[0].pk)} if len(pilihan) == 1 else {}
    formulir = FormSidak(kiriman(request), opd=pilihan, unit=daftar_unit(pengguna, izin=bidang), initial=awal)

    def proses(isi: dict[str, Any]) -> Any:
        opd = isi["opd"]
        return laksanakan(
            request, partial(actions.rencanakan_sidak, opd=opd), peristiwa="sidak.rencanakan", objek="sidak",
            tujuan=actions.tautan, **{n: v for n, v in isi.items() if n != "opd"},
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Sidak baru", tombol="Lanjutkan", proses=proses, berhasil="Tersimpan.",
        keterangan="Daftarnya disusun dari jadwal pada saat dibuka: siapa yang seharusnya ada sekarang.",
        remah=[("Sidak", reverse("kehadiran:sidak")), ("Baru", "")], kembali=reverse("kehadiran:sidak"),
    )  # fmt: skip


# ---- findings ----


def sebut_keadaan(t: TemuanSidak) -> str:
    if t.putusan:
        return str(t.get_putusan_display())
    return "Menunggu putusan" if t.penjelasan else "Menunggu penjelasan"


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def temuan(request: HttpRequest) -> HttpResponseBase:
    """Where what was seen and what is recorded do not agree; nothing follows from it by itself."""
    pengguna = pembaca(request)
    saring = SaringTemuan(request.GET or None, opd=daftar_opd(pengguna, izin=Izin.KEHADIRAN_LIHAT))
    isi = saring.cleaned_data if saring.is_valid() else {}
    baris = temuan_terlihat(pengguna)
    if kata := isi.get("kata"):
        baris = baris.filter(orang__nama__icontains=kata)
    if isi.get("jenis"):
        baris = baris.filter(jenis=isi["jenis"])
    if isi.get("opd"):
        baris = baris.filter(orang__opd=isi["opd"])
    match isi.get("keadaan"):
        case "jelas":
            baris = baris.filter(putusan="", penjelasan="")
        case "putus":
            baris = baris.filter(putusan="").exclude(penjelasan="")
        case str(putusan) if putusan:
            baris = baris.filter(putusan=putusan)
    kolom = (
        KolomDaftar("Pegawai", "orang.nama", "orang__nama", tautan=actions_temuan.tautan),
        KolomDaftar("NIP", "orang.pegawai.nip", jenis="kode", di="unduhan"),
        KolomDaftar("Jabatan", "orang.sebutan", "orang__sebutan", di="unduhan"),
        KolomDaftar("OPD", lambda t: t.orang.opd.nama if t.orang.opd else "", "orang__opd__nama"),
        KolomDaftar("Temuan", lambda t: t.get_jenis_display(), "jenis"),
        KolomDaftar("Uraian", "uraian", di="unduhan"),
        KolomDaftar("Sidak", "orang.pengawasan.mulai_pada", "orang__pengawasan__mulai_pada", "waktu"),
        KolomDaftar("Keadaan", sebut_keadaan, "putusan", lencana=True),
        KolomDaftar("Dijelaskan", "dijelaskan_pada", "dijelaskan_pada", "waktu", di="unduhan"),
        KolomDaftar("Diputus", "putus_pada", "putus_pada", "waktu", di="unduhan"),
        KolomDaftar("Diputus oleh", "putus_nama", di="unduhan"),
    )
    return halaman_daftar(
        request,
        Daftar(
            "Temuan sidak", kolom, baris, "-orang__pengawasan__mulai_pada", saring,
            templat="kehadiran/daftar.html",
            keterangan="Bahan pertimbangan pejabat yang berwenang, bukan hukuman disiplin.",
            kosong="Belum ada temuan: yang terlihat dan yang terekam cocok.",
        ),
    )  # fmt: skip


def _temuan(
    request: HttpRequest, temuan_id: UUID, formulir: Formulir | None = None, status: int = 200
) -> HttpResponse:
    t, hak, b = get_temuan(temuan_id, untuk=pembaca(request), pada=diterima(request))
    zona = zona_pemda()
    hari = t.orang.pengawasan.mulai_pada.astimezone(zona).date()
    rekam: dict[Any, Any] = queries.rekam_orang([t.orang.pegawai_id], t.orang.pengawasan.mulai_pada)
    konteks = {
        "t": t,
        "hak": hak,
        "keadaan": sebut_keadaan(t),
        "lihat": pembaca(request).akses.boleh(Izin.KEHADIRAN_LIHAT),
        "lencana": LENCANA_PUTUSAN[PutusanTemuan(t.putusan)] if t.putusan else "tunggu",
        "tanda": [
            (x.pada, sebut_ada(x.ada), x.nama, x.catatan, x.lintang is not None)
            for x in (*b.diganti, *([b.tanda] if b.tanda else []))
        ],
        "rekam": queries.sebut_rekam(rekam[t.orang.pegawai_id][0]).capitalize(),
        "hari": hari,
        "jelaskan": formulir if isinstance(formulir, FormPenjelasan) else FormPenjelasan(),
        "putuskan": formulir if isinstance(formulir, FormPutusan) else FormPutusan(),
        "dibuka": queries.pengawasan_terlihat(t.orang.pengawasan, pembaca(request)),
    }
    return render(request, "kehadiran/temuan_satu.html", konteks, status=status)


@izin(Izin.KEHADIRAN_SENDIRI)
@require_GET
def temuan_satu(request: HttpRequest, temuan_id: UUID) -> HttpResponse:
    """One finding: the facts, the explanation, the decision."""
    return _temuan(request, temuan_id)


def _langkah(
    request: HttpRequest, temuan_id: UUID, formulir: Formulir, aksi: Any, verba: str, kata: str
) -> HttpResponse:
    t, _, _ = get_temuan(temuan_id, untuk=pembaca(request), pada=diterima(request))
    if not formulir.is_valid():
        return _temuan(request, temuan_id, formulir, 422)
    try:
        hasil = laksanakan(
            request,
            partial(aksi, temuan_id=t.pk, pengguna=pembaca(request)),
            peristiwa=f"temuan_sidak.{verba}",
            objek="temuan_sidak",
            objek_id=t.pk,
            opd_id=t.orang.opd_id,
            tujuan=actions_temuan.tautan,
            **formulir.cleaned_data,
        )
    except (TidakBerhak, TidakDitemukan):
        raise
    except AturanDilanggar as tolak:
        formulir.terima_galat(tolak)
        return _temuan(request, temuan_id, formulir, 422)
    messages.success(request, kata)
    return redirect(hasil.tujuan)


@izin(Izin.KEHADIRAN_SENDIRI)
@require_POST
def jelaskan(request: HttpRequest, temuan_id: UUID) -> HttpResponse:
    """Explain it, once."""
    formulir = FormPenjelasan(request.POST)
    return _langkah(
        request, temuan_id, formulir, actions_temuan.jelaskan, "jelaskan", "Penjelasan tersimpan."
    )


@izin(Izin.KEHADIRAN_SENDIRI)
@require_POST
def putuskan(request: HttpRequest, temuan_id: UUID) -> HttpResponse:
    """Decide it, with a reason."""
    formulir = FormPutusan(request.POST)
    return _langkah(request, temuan_id, formulir, actions_temuan.putuskan, "putuskan", "Putusan tersimpan.")
