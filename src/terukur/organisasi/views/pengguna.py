"""Users and their roles: for the admin of an OPD within it, for Diskominfo everywhere."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from terukur.akun.models import Pengguna
from terukur.akun.peran import DAFTAR_PERAN, Peran
from terukur.antarmuka.formulir import Formulir
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi import actions, queries
from terukur.organisasi.forms.pengguna import (
    FormAlasan,
    FormAlihkan,
    FormBeriPeran,
    FormPengguna,
    FormSetelSandi,
    SaringPengguna,
)
from terukur.organisasi.models import OPD, Unit
from terukur.organisasi.models.pegawai import PERAN_DIBERIKAN, PERAN_PER_OPD
from terukur.organisasi.queries.daftar_pengguna import (
    get_pengguna,
    get_peran,
    riwayat_peran,
    tabel_pengguna,
)
from terukur.organisasi.syarat import daftar_syarat
from terukur.organisasi.views.kerangka import (
    Aksi,
    Daftar,
    KolomDaftar,
    baca_saat,
    diterima,
    halaman_daftar,
    halaman_formulir,
    kiriman,
    pembaca,
)

REMAH = ("Pengguna dan peran", "/organisasi/pengguna/")


def _alamat(pengguna_id: UUID) -> str:
    return reverse("organisasi:pengguna", args=[pengguna_id])


def _sebut_peran(p: object) -> str:
    nama = DAFTAR_PERAN[Peran(p.peran)].nama  # type: ignore[attr-defined]
    tempat = p.unit or p.opd  # type: ignore[attr-defined]
    return f"{nama}, {tempat.nama}" if tempat else nama


KOLOM = (
    KolomDaftar("Nama", "nama", "nama", tautan=lambda u: _alamat(u.pk)),
    KolomDaftar("Nama pengguna", "nama_pengguna", "nama_pengguna"),
    KolomDaftar("Peran yang diberikan", lambda u: [_sebut_peran(p) for p in u.peran_pada], di="layar"),
    KolomDaftar(
        "Peran yang diberikan", lambda u: "; ".join(_sebut_peran(p) for p in u.peran_pada), di="unduhan"
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


def _boleh_diberi(request: HttpRequest) -> list[Peran]:
    """Roles that this reader may grant."""
    semua = pembaca(request).akses.cakupan(Izin.PENGGUNA_KELOLA) is None
    return [p for p in PERAN_DIBERIKAN if semua or p in PERAN_PER_OPD]


def _opd_unit(request: HttpRequest) -> tuple[list[OPD], list[Unit]]:
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


def _get_kelola(request: HttpRequest, pengguna_id: UUID) -> Pengguna:
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
    peran = []
    for p in riwayat_peran(pengguna):
        dalam_cakupan = cakupan is None or p.opd_id in cakupan
        peran.append(
            {
                "baris": p,
                "sebutan": _sebut_peran(p),
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
        "aksi": _aksi(request, pengguna) if kelola else [],
    }  # fmt: skip
    return render(request, "organisasi/pengguna.html", konteks)


def _aksi(request: HttpRequest, pengguna: Pengguna) -> list[Aksi]:
    kunci = [pengguna.pk]
    sendiri = "Tidak untuk akun sendiri." if pengguna.pk == pembaca(request).pk else ""
    aksi = [
        Aksi("Beri peran", reverse("organisasi:peran_beri", args=kunci), "utama"),
        Aksi("Alihkan tugas", reverse("organisasi:peran_alihkan", args=kunci)),
        Aksi("Setel ulang kata sandi", reverse("organisasi:pengguna_sandi", args=kunci), alasan=sendiri),
    ]
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
    opd, unit = _opd_unit(request)
    formulir = FormPengguna(kiriman(request), peran=_boleh_diberi(request), opd=opd, unit=unit)
    status = 200
    if request.method == "POST":
        status = 422
        if formulir.is_valid():
            isi = formulir.cleaned_data | {"peran": Peran(formulir.cleaned_data["peran"])}
            try:
                hasil = laksanakan(
                    request, actions.daftarkan_pengguna, peristiwa="pengguna.buat", objek="pengguna",
                    opd_id=isi["opd"].pk if isi["opd"] else None, tujuan=lambda h: _alamat(h[0].pk),
                    akses=pembaca(request).akses, **isi,
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
    pengguna = _get_kelola(request, pengguna_id)
    formulir = FormSetelSandi(kiriman(request))
    status = 200
    if request.method == "POST" and formulir.is_valid():
        status = 422
        try:
            hasil = laksanakan(
                request, actions.setel_sandi, peristiwa="pengguna.setel_ulang_sandi", objek="pengguna",
                objek_id=pengguna.pk, tujuan=_alamat(pengguna.pk), pengguna=pengguna,
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
        "remah": [REMAH, (pengguna.nama, _alamat(pengguna.pk)), ("Kata sandi", "")],
        "keterangan": "Semua sesi pengguna ini berakhir dan kata sandi baru wajib diganti saat masuk.",
        "kembali": _alamat(pengguna.pk),
        "konfirmasi": "",
    }
    return render(request, "organisasi/formulir.html", konteks, status=status)


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def tutup(request: HttpRequest, pengguna_id: UUID) -> HttpResponse:
    """Close a login."""
    pengguna = _get_kelola(request, pengguna_id)
    return halaman_formulir(
        request,
        FormAlasan(kiriman(request)),
        judul=f"Nonaktifkan {pengguna.nama}",
        tombol="Nonaktifkan",
        proses=lambda isi: laksanakan(
            request, actions.tutup_akun, peristiwa="pengguna.nonaktifkan", objek="pengguna",
            objek_id=pengguna.pk,
            tujuan=_alamat(pengguna.pk), pengguna=pengguna, akses=pembaca(request).akses, **isi,
        ),
        berhasil="Akun dinonaktifkan.",
        remah=[REMAH, (pengguna.nama, _alamat(pengguna.pk)), ("Nonaktifkan", "")],
        kembali=_alamat(pengguna.pk),
        konfirmasi="Nonaktifkan akun ini? Semua sesinya berakhir.",
    )  # fmt: skip


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def buka(request: HttpRequest, pengguna_id: UUID) -> HttpResponse:
    """Open a closed login again."""
    pengguna = _get_kelola(request, pengguna_id)
    return halaman_formulir(
        request,
        Formulir(kiriman(request)),
        judul=f"Aktifkan {pengguna.nama}",
        tombol="Aktifkan",
        proses=lambda isi: laksanakan(
            request, actions.buka_akun, peristiwa="pengguna.aktifkan", objek="pengguna", objek_id=pengguna.pk,
            tujuan=_alamat(pengguna.pk), pengguna=pengguna, akses=pembaca(request).akses,
        ),
        berhasil="Akun aktif kembali.",
        remah=[REMAH, (pengguna.nama, _alamat(pengguna.pk)), ("Aktifkan", "")],
        kembali=_alamat(pengguna.pk),
    )  # fmt: skip


# -- roles ----------------------------------------------------------------------------------


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def beri(request: HttpRequest, pengguna_id: UUID) -> HttpResponse:
    """Grant a role."""
    pengguna = _get_kelola(request, pengguna_id)
    opd, unit = _opd_unit(request)
    hari: dt.date = queries.hari_pemda(diterima(request))
    formulir = FormBeriPeran(
        kiriman(request),
        peran=_boleh_diberi(request),
        opd=opd,
        unit=unit,
        syarat=daftar_syarat(),
        initial={"sejak": hari},
    )
    return halaman_formulir(
        request,
        formulir,
        judul=f"Beri peran {pengguna.nama}",
        tombol="Beri peran",
        proses=lambda isi: laksanakan(
            request, actions.beri_peran, peristiwa="peran.beri", objek="pengguna", objek_id=pengguna.pk,
            opd_id=isi["opd"].pk if isi["opd"] else None, tujuan=_alamat(pengguna.pk), pengguna=pengguna,
            akses=pembaca(request).akses, **(isi | {"peran": Peran(isi["peran"])}),
        ),
        berhasil="Peran diberikan.",
        remah=[REMAH, (pengguna.nama, _alamat(pengguna.pk)), ("Beri peran", "")],
        kembali=_alamat(pengguna.pk),
    )  # fmt: skip


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def cabut(request: HttpRequest, peran_id: int) -> HttpResponse:
    """Withdraw a role at once."""
    baris = get_peran(peran_id, untuk=pembaca(request))
    pengguna = baris.pengguna
    return halaman_formulir(
        request,
        FormAlasan(kiriman(request)),
        judul=f"Cabut peran {pengguna.nama}",
        tombol="Cabut peran",
        proses=lambda isi: laksanakan(
            request, actions.cabut_peran, peristiwa="peran.cabut", objek="pengguna", objek_id=pengguna.pk,
            opd_id=baris.opd_id, tujuan=REMAH[1], baris=baris, akses=pembaca(request).akses, **isi,
        ),
        berhasil="Peran dicabut.",
        remah=[REMAH, (pengguna.nama, _alamat(pengguna.pk)), ("Cabut peran", "")],
        keterangan=f"{_sebut_peran(baris)}. Berlaku seketika; yang sudah dikerjakan tetap tercatat.",
        kembali=_alamat(pengguna.pk),
        konfirmasi="Cabut peran ini sekarang?",
    )  # fmt: skip


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def alihkan(request: HttpRequest, pengguna_id: UUID) -> HttpResponse:
    """Hand over everything a user does for an OPD to somebody else."""
    pengguna = _get_kelola(request, pengguna_id)
    hari = queries.hari_pemda(diterima(request))
    cakupan = pembaca(request).akses.cakupan(Izin.PENGGUNA_KELOLA)
    milik = [
        p.opd
        for p in riwayat_peran(pengguna)
        if p.opd
        and (cakupan is None or p.opd_id in cakupan)
        and p.berlaku_sejak <= hari
        and (p.berlaku_sampai is None or hari <= p.berlaku_sampai)
    ]
    if not milik:
        konteks = {
            "judul": "Tidak ada tugas yang dialihkan",
            "keterangan": f"{pengguna.nama} tidak memegang peran pada OPD mana pun.",
            "remah": [REMAH, (pengguna.nama, _alamat(pengguna.pk))],
        }
        return render(request, "organisasi/pesan.html", konteks)
    pilihan = request.GET.get("opd") or str(milik[0].pk)
    opd = next((o for o in milik if str(o.pk) == pilihan), None)
    if opd is None:
        raise TidakDitemukan("OPD tidak ditemukan.")
    calon = tabel_pengguna(pembaca(request), pada=diterima(request), per=hari, opd_id=None)
    formulir = FormAlihkan(
        kiriman(request),
        pengguna=calon.filter(is_active=True).exclude(pk=pengguna.pk).order_by("nama", "pk")[:300],
    )
    return halaman_formulir(
        request,
        formulir,
        judul=f"Alihkan tugas {pengguna.nama}",
        tombol="Alihkan tugas",
        proses=lambda isi: laksanakan(
            request, actions.alihkan_tugas, peristiwa="peran.alihkan", objek="pengguna", objek_id=pengguna.pk,
            tujuan=_alamat(isi["kepada"].pk), dari=pengguna, opd=opd, akses=pembaca(request).akses, **isi,
        ),
        berhasil="Tugas dialihkan; draf tetap pada OPD dan dilanjutkan penerima.",
        remah=[REMAH, (pengguna.nama, _alamat(pengguna.pk)), ("Alihkan tugas", "")],
        keterangan=f"Semua peran pada {opd.nama} berpindah. Draf milik OPD, jadi tidak ada yang hilang.",
        kembali=_alamat(pengguna.pk),
        konfirmasi="Alihkan semua tugas pada OPD ini?",
    )  # fmt: skip
