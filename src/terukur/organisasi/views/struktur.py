"""Units and offices."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from terukur.inti.izin import Izin, izin
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi import actions, queries
from terukur.organisasi.choices import JenisPenugasan
from terukur.organisasi.forms.struktur import FormAkhiri, FormJabatan, FormUnit, SaringJabatan, SaringUnit
from terukur.organisasi.models import JabatanVersi, Unit, UnitVersi
from terukur.organisasi.queries.daftar_struktur import get_jabatan, tabel_jabatan, tabel_unit
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

REMAH_UNIT = ("Daftar unit", "/organisasi/unit/")
REMAH_JABATAN = ("Daftar jabatan", "/organisasi/jabatan/")


def _hari_ini(request: HttpRequest) -> dt.date:
    return queries.hari_pemda(diterima(request))


KOLOM_UNIT: tuple[KolomDaftar, ...] = (
    KolomDaftar("Kode", "kode", "kode", "kode"),
    KolomDaftar("Nama", "nama", "nama"),
    KolomDaftar("Jenis", lambda v: v.get_jenis_display(), "jenis"),
    KolomDaftar("Kode OPD", "kode_opd", jenis="kode", di="unduhan"),
    KolomDaftar("OPD", "nama_opd", "nama_opd", tautan=lambda v: reverse("organisasi:opd", args=[v.opd_id])),
    KolomDaftar("Berlaku sejak", "berlaku_sejak", "berlaku_sejak", "tanggal"),
    KolomDaftar("Berlaku sampai", "berlaku_sampai", "berlaku_sampai", "tanggal", di="unduhan"),
    KolomDaftar("Dasar hukum", "dasar", di="unduhan"),
)


@izin(Izin.ORGANISASI_LIHAT)
@require_safe
def daftar_unit(request: HttpRequest) -> HttpResponseBase:
    """Units of the day."""
    saring = SaringUnit(request.GET, opd=queries.daftar_opd(pembaca(request)))
    saat = baca_saat(request, saring)
    isi = saring.cleaned_data
    kelola = pembaca(request).akses.boleh(Izin.ORGANISASI_KELOLA)
    kolom = KOLOM_UNIT
    if kelola:
        kolom += (
            KolomDaftar(
                "Kelola",
                lambda v: "Ubah",
                tautan=lambda v: reverse("organisasi:unit_ubah", args=[v.unit_id]),
                di="layar",
            ),
        )
    return halaman_daftar(
        request,
        Daftar(
            judul="Daftar unit",
            kolom=kolom,
            baris=tabel_unit(
                pembaca(request),
                **saat.bentuk,
                kata=isi.get("kata", ""),
                jenis=isi.get("jenis", ""),
                opd_id=isi["opd"].pk if isi.get("opd") else None,
            ),
            urut="kode",
            saring=saring,
            saat=saat,
            aksi=[
                Aksi("Impor dari Excel", reverse("impor:unggah", args=["unit"])),
                Aksi("Tambah unit", reverse("organisasi:unit_baru"), "utama"),
            ]
            if kelola
            else [],
        ),
    )


def _get_unit(request: HttpRequest, unit_id: UUID) -> Unit:
    return queries.get_unit(unit_id, untuk=pembaca(request), izin=Izin.ORGANISASI_KELOLA)


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_baru(request: HttpRequest) -> HttpResponse:
    """Record a new unit."""
    opd = queries.daftar_opd(pembaca(request), izin=Izin.ORGANISASI_KELOLA)
    formulir = FormUnit(kiriman(request), opd=opd, initial={"sejak": _hari_ini(request)})
    return halaman_formulir(
        request,
        formulir,
        judul="Tambah unit",
        tombol="Simpan unit",
        proses=lambda isi: laksanakan(
            request, actions.catat_unit, peristiwa="unit.catat", objek="unit", opd_id=isi["opd"].pk,
            tujuan=REMAH_UNIT[1], **isi,
        ),
        berhasil="Unit tersimpan.",
        remah=[REMAH_UNIT, ("Tambah unit", "")],
        kembali=REMAH_UNIT[1],
    )  # fmt: skip


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_ubah(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Change name, code or OPD of a unit from a day on."""
    unit = _get_unit(request, unit_id)
    opd = queries.daftar_opd(pembaca(request), izin=Izin.ORGANISASI_KELOLA)
    awal = {"opd": str(unit.opd_id), "kode": unit.kode, "nama": unit.nama, "jenis": unit.jenis}
    formulir = FormUnit(kiriman(request), opd=opd, initial=awal | {"sejak": _hari_ini(request)})
    return halaman_formulir(
        request,
        formulir,
        judul=f"Ubah {unit.nama}",
        tombol="Simpan perubahan",
        proses=lambda isi: laksanakan(
            request, actions.ubah_unit, peristiwa="unit.ubah", objek="unit", objek_id=unit.pk,
            opd_id=unit.opd_id, tujuan=REMAH_UNIT[1], unit=unit, **isi,
        ),
        berhasil="Perubahan tersimpan; keadaan sebelumnya tetap dapat dilihat.",
        remah=[REMAH_UNIT, (unit.nama, "")],
        dibaca=partial(queries.tanda_fakta, UnitVersi, unit=unit),
        kembali=REMAH_UNIT[1],
        lain={"aksi": [Aksi("Akhiri unit", reverse("organisasi:unit_akhiri", args=[unit.pk]), "bahaya")]},
    )  # fmt: skip


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_akhiri(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """End a unit."""
    unit = _get_unit(request, unit_id)
    return halaman_formulir(
        request,
        FormAkhiri(kiriman(request)),
        judul=f"Akhiri {unit.nama}",
        tombol="Akhiri unit",
        proses=lambda isi: laksanakan(
            request, actions.akhiri_unit, peristiwa="unit.akhiri", objek="unit", objek_id=unit.pk,
            opd_id=unit.opd_id, tujuan=REMAH_UNIT[1], unit=unit, **isi,
        ),
        berhasil="Unit diakhiri; riwayatnya tetap dapat dilihat.",
        remah=[REMAH_UNIT, (unit.nama, reverse("organisasi:unit_ubah", args=[unit.pk])), ("Akhiri", "")],
        kembali=REMAH_UNIT[1],
        konfirmasi="Akhiri unit ini?",
    )  # fmt: skip


# -- jabatan --------------------------------------------------------------------------------


def _pejabat(v: JabatanVersi) -> str | None:
    """Who holds the office, or how many."""
    jumlah = getattr(v, "jumlah_pemegang", None)
    if not jumlah:
        return None
    if not v.tunggal:
        return f"{jumlah} orang"
    jenis = getattr(v, "jenis_pejabat", "")
    nama = str(getattr(v, "pejabat", ""))
    return nama if jenis == JenisPenugasan.DEFINITIF else f"{JenisPenugasan(jenis).label} {nama}"


KOLOM_JABATAN: tuple[KolomDaftar, ...] = (
    KolomDaftar("Jabatan", "nama", "nama"),
    KolomDaftar("OPD", "nama_opd", "nama_opd", tautan=lambda v: reverse("organisasi:opd", args=[v.opd_id])),
    KolomDaftar("Unit", "nama_unit", "nama_unit"),
    KolomDaftar("Eselon", lambda v: v.get_eselon_display(), "eselon"),
    KolomDaftar("Menandatangani untuk OPD", lambda v: "Ya" if v.kepala else "Tidak", "kepala"),
    KolomDaftar("Pejabat", lambda v: _pejabat(v) or "Kosong", "pejabat"),
)


@izin(Izin.PEGAWAI_LIHAT)
@require_safe
def daftar_jabatan(request: HttpRequest) -> HttpResponseBase:
    """Offices of the day with who holds them."""
    saring = SaringJabatan(request.GET, opd=queries.daftar_opd(pembaca(request)))
    saat = baca_saat(request, saring)
    isi = saring.cleaned_data
    opd = isi.get("opd")
    kelola = pembaca(request).akses.boleh(Izin.PEGAWAI_KELOLA)
    kolom = KOLOM_JABATAN
    aksi: list[Aksi] = []
    if kelola:
        kolom += (
            KolomDaftar(
                "Kelola",
                lambda v: "Ubah",
                tautan=lambda v: reverse("organisasi:jabatan_ubah", args=[v.jabatan_id]),
                di="layar",
            ),
        )
        if opd:
            aksi = [Aksi("Tambah jabatan", reverse("organisasi:jabatan_baru", args=[opd.pk]), "utama")]
        else:
            aksi = [Aksi("Tambah jabatan", "", "utama", alasan="Saring satu OPD lebih dahulu.")]
    return halaman_daftar(
        request,
        Daftar(
            judul="Daftar jabatan",
            kolom=kolom,
            baris=tabel_jabatan(
                pembaca(request),
                **saat.bentuk,
                kata=isi.get("kata", ""),
                eselon=isi.get("eselon", ""),
                opd_id=opd.pk if opd else None,
                kosong=bool(isi.get("kosong")),
            ),
            urut="nama_opd",
            saring=saring,
            saat=saat,
            aksi=aksi,
        ),
    )


@izin(Izin.PEGAWAI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def jabatan_baru(request: HttpRequest, opd_id: UUID) -> HttpResponse:
    """Record a new office of an OPD."""
    opd = queries.get_opd(opd_id, untuk=pembaca(request), izin=Izin.PEGAWAI_KELOLA)
    unit = queries.daftar_unit(pembaca(request), opd_id=opd.pk, izin=Izin.PEGAWAI_KELOLA)
    tujuan = f"{REMAH_JABATAN[1]}?opd={opd.pk}"
    formulir = FormJabatan(kiriman(request), unit=unit, initial={"sejak": _hari_ini(request)})
    return halaman_formulir(
        request,
        formulir,
        judul=f"Tambah jabatan {opd.nama}",
        tombol="Simpan jabatan",
        proses=lambda isi: laksanakan(
            request, actions.catat_jabatan, peristiwa="jabatan.catat", objek="jabatan", opd_id=opd.pk,
            tujuan=tujuan, opd=opd, **isi,
        ),
        berhasil="Jabatan tersimpan.",
        remah=[REMAH_JABATAN, ("Tambah jabatan", "")],
        kembali=tujuan,
    )  # fmt: skip


@izin(Izin.PEGAWAI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def jabatan_ubah(request: HttpRequest, jabatan_id: UUID) -> HttpResponse:
    """Change name, rank or place of an office from a day on."""
    jabatan = get_jabatan(jabatan_id, untuk=pembaca(request), izin=Izin.PEGAWAI_KELOLA)
    unit = queries.daftar_unit(pembaca(request), opd_id=jabatan.opd_id, izin=Izin.PEGAWAI_KELOLA)
    awal = {k: getattr(jabatan, k) for k in ("nama", "eselon", "kepala")}
    awal |= {"unit": str(jabatan.unit_id or ""), "sejak": _hari_ini(request)}
    tujuan = f"{REMAH_JABATAN[1]}?opd={jabatan.opd_id}"
    return halaman_formulir(
        request,
        FormJabatan(kiriman(request), unit=unit, ubah=True, initial=awal),
        judul=f"Ubah {jabatan.nama}",
        tombol="Simpan perubahan",
        proses=lambda isi: laksanakan(
            request, actions.ubah_jabatan, peristiwa="jabatan.ubah", objek="jabatan", objek_id=jabatan.pk,
            opd_id=jabatan.opd_id, tujuan=tujuan, jabatan=jabatan, **isi,
        ),
        berhasil="Perubahan tersimpan; keadaan sebelumnya tetap dapat dilihat.",
        remah=[REMAH_JABATAN, (jabatan.nama, "")],
        dibaca=partial(queries.tanda_fakta, JabatanVersi, jabatan=jabatan),
        kembali=tujuan,
        lain={
            "aksi": [
                Aksi("Akhiri jabatan", reverse("organisasi:jabatan_akhiri", args=[jabatan.pk]), "bahaya")
            ]
        },
    )  # fmt: skip


@izin(Izin.PEGAWAI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def jabatan_akhiri(request: HttpRequest, jabatan_id: UUID) -> HttpResponse:
    """End an office with the penugasan in it."""
    jabatan = get_jabatan(jabatan_id, untuk=pembaca(request), izin=Izin.PEGAWAI_KELOLA)
    tujuan = f"{REMAH_JABATAN[1]}?opd={jabatan.opd_id}"
    return halaman_formulir(
        request,
        FormAkhiri(kiriman(request)),
        judul=f"Akhiri {jabatan.nama}",
        tombol="Akhiri jabatan",
        proses=lambda isi: laksanakan(
            request, actions.akhiri_jabatan, peristiwa="jabatan.akhiri", objek="jabatan",
            objek_id=jabatan.pk, opd_id=jabatan.opd_id, tujuan=tujuan, jabatan=jabatan, **isi,
        ),
        berhasil="Jabatan diakhiri; riwayatnya tetap dapat dilihat.",
        remah=[REMAH_JABATAN, (jabatan.nama, ""), ("Akhiri", "")],
        keterangan="Penugasan pada jabatan ini ikut berakhir.",
        kembali=tujuan,
        konfirmasi="Akhiri jabatan ini beserta penugasannya?",
    )  # fmt: skip
