"""Users and their roles: for the admin of an OPD within it, for Diskominfo everywhere."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from terukur.akun.models import Pengguna
from terukur.akun.peran import DAFTAR_PERAN, Peran
from terukur.akun.queries import get_tautan_sso
from terukur.antarmuka.formulir import Formulir
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi import actions, queries
from terukur.organisasi.forms.pengguna import (
    FormAlasan,
    FormLepasTautan,
    FormPengguna,
    FormSetelSandi,
    SaringPengguna,
)
from terukur.organisasi.models import OPD, Pegawai, Unit
from terukur.organisasi.models.pegawai import PERAN_DIBERIKAN, PERAN_PER_OPD
from terukur.organisasi.queries.daftar_orang import get_pegawai
from terukur.organisasi.queries.daftar_pengguna import (
    get_pengguna,
    riwayat_peran,
    tabel_pengguna,
)
from terukur.organisasi.views.kerangka import (
    Aksi,
    Daftar,
    KolomDaftar,
    aksi_jejak,
    baca_saat,
    diterima,
    halaman_daftar,
    halaman_formulir,
    kiriman,
    pembaca,
)

REMAH = ("Pengguna dan peran", "/organisasi/pengguna/")


def alamat(pengguna_id: UUID) -> str:
    return reverse("organisasi:pengguna", args=[pengguna_id])


def sebut_peran(p: object) -> str:
    nama = DAFTAR_PERAN[Peran(p.peran)].nama  # type: ignore[attr-defined]
    tempat = p.unit or p.opd  # type: ignore[attr-defined]
    return f"{nama}, {tempat.nama}" if tempat else nama


KOLOM = (
    KolomDaftar("Nama", "nama", "nama", tautan=lambda u: alamat(u.pk)),
    KolomDaftar("Nama pengguna", "nama_pengguna", "nama_pengguna"),
    KolomDaftar("Peran yang diberikan", lambda u: [sebut_peran(p) for p in u.peran_pada], di="layar"),
    KolomDaftar(
        "Peran yang diberikan", lambda u: "; ".join(sebut_peran(p) for p in u.peran_pada), di="unduhan"
    ),
    KolomDaftar("Keadaan", lambda u: "Aktif" if u.is_active else "Nonaktif", "is_active"),
)


@izin(Izin.PENGGUNA_LIHAT)
@require_safe
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Users in the reader's scope with the roles of the day."""
    opd = queries.daftar_opd(pembaca(request), izin=Izin.PENGGUNA_LIHAT)
    saring = SaringPengguna(request.GET, opd=opd)
    saat = baca_saat(request, saring)
    isi = saring.cleaned_data
    kelola = pembaca(request).akses.boleh(Izin.PENGGUNA_KELOLA)
    return halaman_daftar(
        request,
        Daftar(
            judul="Pengguna dan peran",
            kolom=KOLOM,
            baris=tabel_pengguna(
                pembaca(request),
                pada=diterima(request),
                **saat.bentuk,
                kata=isi.get("kata", ""),
                peran=isi.get("peran", ""),
                opd_id=isi["opd"].pk if isi.get("opd") else None,
            ),
            urut="nama",
            saring=saring,
            saat=saat,
            keterangan="Peran Kepala OPD mengikuti SK penugasan dan tidak diberikan di sini.",
            aksi=[Aksi("Tambah pengguna", reverse("organisasi:pengguna_baru"), "utama")] if kelola else [],
        ),
    )


def boleh_diberi(request: HttpRequest) -> list[Peran]:
    """Roles that this reader may grant."""
    semua = pembaca(request).akses.cakupan(Izin.PENGGUNA_KELOLA) is None
    return [p for p in PERAN_DIBERIKAN if semua or p in PERAN_PER_OPD]


def opd_unit(request: HttpRequest) -> tuple[list[OPD], list[Unit]]:
    """OPD for which the reader manages users; their units only when it is one OPD."""
    opd = queries.daftar_opd(pembaca(request), izin=Izin.PENGGUNA_KELOLA)
    pilihan = request.GET.get("opd", "")
    if pilihan:
        opd = [o for o in opd if str(o.pk) == pilihan]
        if not opd:
            raise TidakDitemukan("OPD tidak ditemukan.")
    unit = []
    if len(opd) == 1:
        unit = queries.daftar_unit(pembaca(request), opd_id=opd[0].pk, izin=Izin.PENGGUNA_KELOLA)
    return opd, unit


def get_kelola(request: HttpRequest, pengguna_id: UUID) -> Pengguna:
    return get_pengguna(
        pengguna_id, untuk=pembaca(request), pada=diterima(request), izin=Izin.PENGGUNA_KELOLA
    )


@izin(Izin.PENGGUNA_LIHAT)
@require_safe
def rincian(request: HttpRequest, pengguna_id: UUID) -> HttpResponse:
    """One user: roles now and before, and what the reader may do about them."""
    pengguna = get_pengguna(pengguna_id, untuk=pembaca(request), pada=diterima(request))
    hari = queries.hari_pemda(diterima(request))
    cakupan = pembaca(request).akses.cakupan(Izin.PENGGUNA_KELOLA)
    kelola = pembaca(request).akses.boleh(Izin.PENGGUNA_KELOLA)
    tautan = get_tautan_sso(pengguna)
    peran = []
    for p in riwayat_peran(pengguna):
        dalam_cakupan = cakupan is None or p.opd_id in cakupan
        peran.append(
            {
                "baris": p,
                "sebutan": sebut_peran(p),
                "kini": p.berlaku_sejak <= hari and (p.berlaku_sampai is None or hari <= p.berlaku_sampai),
                "dapat_dicabut": kelola
                and dalam_cakupan
                and (p.berlaku_sampai is None or hari <= p.berlaku_sampai),
            }
        )
    konteks = {
        "orang": pengguna,
        "peran": peran,
        "penugasan": [
            p
            for p in queries.peran_pengguna(pengguna, diterima(request))
            if p.peran is Peran.KEPALA_OPD
        ],
        "kelola": kelola,
        "tautan": tautan,
        "aksi": aksi_jejak(request, "pengguna", pengguna.pk)
        + (_aksi(request, pengguna, tertaut=tautan is not None) if kelola else []),
    }  # fmt: skip
    return render(request, "organisasi/pengguna.html", konteks)


def _aksi(request: HttpRequest, pengguna: Pengguna, *, tertaut: bool) -> list[Aksi]:
    kunci = [pengguna.pk]
    sendiri = "Tidak untuk akun sendiri." if pengguna.pk == pembaca(request).pk else ""
    aksi = [
        Aksi("Beri peran", reverse("organisasi:peran_beri", args=kunci), "utama"),
        Aksi("Alihkan tugas", reverse("organisasi:peran_alihkan", args=kunci)),
        Aksi("Setel ulang kata sandi", reverse("organisasi:pengguna_sandi", args=kunci), alasan=sendiri),
    ]
    if tertaut:
        aksi.append(
            Aksi("Lepaskan tautan SSO", reverse("organisasi:pengguna_lepas_sso", args=kunci), alasan=sendiri)
        )
    if pengguna.is_active:
        aksi.append(
            Aksi("Nonaktifkan", reverse("organisasi:pengguna_tutup", args=kunci), "bahaya", alasan=sendiri)
        )
    else:
        aksi.append(Aksi("Aktifkan", reverse("organisasi:pengguna_buka", args=kunci)))
    return aksi


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """A new login with its first role; the one-time password is shown once."""
    opd, unit = opd_unit(request)
    pegawai = _pegawai(request)
    awal = {"nama": pegawai.nama, "nip": pegawai.nip} if pegawai else {}
    seluruh = pembaca(request).akses.cakupan(Izin.PENGGUNA_KELOLA) is None
    formulir = FormPengguna(
        kiriman(request),
        peran=boleh_diberi(request),
        opd=opd,
        unit=unit,
        tanpa_peran=seluruh,
        initial=awal,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if formulir.is_valid():
            isi = formulir.cleaned_data
            isi["peran"] = Peran(isi["peran"]) if isi["peran"] else None
            try:
                hasil = laksanakan(
                    request, actions.daftarkan_pengguna, peristiwa="pengguna.buat", objek="pengguna",
                    opd_id=isi["opd"].pk if isi["opd"] else None, tujuan=lambda h: alamat(h[0].pk),
                    pegawai=pegawai, akses=pembaca(request).akses, **isi,
                )  # fmt: skip
            except (TidakBerhak, TidakDitemukan):
                raise
            except AturanDilanggar as tolak:
                formulir.terima_galat(tolak)
            else:
                sandi = hasil.nilai[1] if hasil.nilai else ""
                return _tampilkan_sandi(request, isi["nama"], isi["nama_pengguna"], sandi, hasil.tujuan)
    konteks = {
        "formulir": formulir,
        "judul": "Tambah pengguna",
        "tombol": "Buat pengguna",
        "remah": [REMAH, ("Tambah pengguna", "")],
        "keterangan": "Kata sandi sekali pakai ditampilkan satu kali setelah disimpan.",
        "kembali": REMAH[1],
        "konfirmasi": "",
    }
    return render(request, "organisasi/formulir.html", konteks, status=status)


def _pegawai(request: HttpRequest) -> Pegawai | None:
    """Whose login it becomes: ``?pegawai=`` of the person's page."""
    teks = request.GET.get("pegawai", "")
    if not teks:
        return None
    try:
        return get_pegawai(UUID(teks), untuk=pembaca(request), izin=Izin.PEGAWAI_KELOLA)
    except ValueError:
        raise TidakDitemukan("Pegawai tidak ditemukan.") from None


def _tampilkan_sandi(
    request: HttpRequest, nama: str, nama_pengguna: str, sandi: str, tujuan: str
) -> HttpResponse:
    konteks = {"nama": nama, "nama_pengguna": nama_pengguna, "sandi": sandi, "tujuan": tujuan}
    jawaban = render(request, "organisasi/sandi.html", konteks)
    jawaban["Cache-Control"] = "no-store"
    return jawaban


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def sandi(request: HttpRequest, pengguna_id: UUID) -> HttpResponse:
    """A one-time password without e-mail, shown once."""
    pengguna = get_kelola(request, pengguna_id)
    formulir = FormSetelSandi(kiriman(request))
    status = 200
    if request.method == "POST" and formulir.is_valid():
        status = 422
        try:
            hasil = laksanakan(
                request, actions.setel_sandi, peristiwa="pengguna.setel_ulang_sandi", objek="pengguna",
                objek_id=pengguna.pk, tujuan=alamat(pengguna.pk), pengguna=pengguna,
                akses=pembaca(request).akses, **formulir.cleaned_data,
            )  # fmt: skip
        except (TidakBerhak, TidakDitemukan):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            return _tampilkan_sandi(
                request, pengguna.nama, pengguna.nama_pengguna, hasil.nilai or "", hasil.tujuan
            )
    konteks = {
        "formulir": formulir,
        "judul": f"Setel ulang kata sandi {pengguna.nama}",
        "tombol": "Setel ulang",
        "remah": [REMAH, (pengguna.nama, alamat(pengguna.pk)), ("Kata sandi", "")],
        "keterangan": "Semua sesi pengguna ini berakhir dan kata sandi baru wajib diganti saat masuk.",
        "kembali": alamat(pengguna.pk),
        "konfirmasi": "",
    }
    return render(request, "organisasi/formulir.html", konteks, status=status)


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def tutup(request: HttpRequest, pengguna_id: UUID) -> HttpResponse:
    """Close a login."""
    pengguna = get_kelola(request, pengguna_id)
    return halaman_formulir(
        request,
        FormAlasan(kiriman(request)),
        judul=f"Nonaktifkan {pengguna.nama}",
        tombol="Nonaktifkan",
        proses=lambda isi: laksanakan(
            request, actions.tutup_akun, peristiwa="pengguna.nonaktifkan", objek="pengguna",
            objek_id=pengguna.pk,
            tujuan=alamat(pengguna.pk), pengguna=pengguna, akses=pembaca(request).akses, **isi,
        ),
        berhasil="Akun dinonaktifkan.",
        remah=[REMAH, (pengguna.nama, alamat(pengguna.pk)), ("Nonaktifkan", "")],
        kembali=alamat(pengguna.pk),
        konfirmasi="Nonaktifkan akun ini? Semua sesinya berakhir.",
    )  # fmt: skip


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def buka(request: HttpRequest, pengguna_id: UUID) -> HttpResponse:
    """Open a closed login again."""
    pengguna = get_kelola(request, pengguna_id)
    return halaman_formulir(
        request,
        Formulir(kiriman(request)),
        judul=f"Aktifkan {pengguna.nama}",
        tombol="Aktifkan",
        proses=lambda isi: laksanakan(
            request, actions.buka_akun, peristiwa="pengguna.aktifkan", objek="pengguna", objek_id=pengguna.pk,
            tujuan=alamat(pengguna.pk), pengguna=pengguna, akses=pembaca(request).akses,
        ),
        berhasil="Akun aktif kembali.",
        remah=[REMAH, (pengguna.nama, alamat(pengguna.pk)), ("Aktifkan", "")],
        kembali=alamat(pengguna.pk),
    )  # fmt: skip


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def lepas_sso(request: HttpRequest, pengguna_id: UUID) -> HttpResponse:
    """Release by which account of the single sign-on a person enters."""
    pengguna = get_kelola(request, pengguna_id)
    return halaman_formulir(
        request,
        FormLepasTautan(kiriman(request)),
        judul=f"Lepaskan tautan SSO {pengguna.nama}",
        tombol="Lepaskan",
        proses=lambda isi: laksanakan(
            request, actions.lepas_tautan, peristiwa="pengguna.lepaskan_sso", objek="pengguna",
            objek_id=pengguna.pk,
            tujuan=alamat(pengguna.pk), pengguna=pengguna, akses=pembaca(request).akses, **isi,
        ),
        berhasil="Tautan dilepaskan; akun SSO berikutnya dengan NIP atau nama pengguna yang sama ditautkan.",
        remah=[REMAH, (pengguna.nama, alamat(pengguna.pk)), ("Lepaskan tautan SSO", "")],
        kembali=alamat(pengguna.pk),
        konfirmasi="Lepaskan tautan ini? Semua sesi pengguna ini berakhir.",
    )  # fmt: skip
