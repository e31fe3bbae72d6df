"""OPD: list, detail, profile, changes, merging and splitting."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from terukur.inti.izin import Izin, izin
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi import actions, fungsi, queries, rules
from terukur.organisasi.forms.dasar import SaringSaat
from terukur.organisasi.forms.struktur import (
    FormAkhiri,
    FormGabung,
    FormOPD,
    FormPecah,
    FormProfil,
    SaringOPD,
)
from terukur.organisasi.models import OPD, OPDVersi, ProfilOPD
from terukur.organisasi.queries.daftar_struktur import (
    penerus_opd,
    profil_opd,
    riwayat_opd,
    tabel_jabatan,
    tabel_opd,
    tabel_unit,
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
    tengah_hari,
)

REMAH = ("Daftar OPD", "/organisasi/opd/")


def _alamat(opd_id: UUID) -> str:
    return reverse("organisasi:opd", args=[opd_id])


KOLOM = (
    KolomDaftar("Kode", "kode", "kode", "kode"),
    KolomDaftar("Nama", "nama", "nama", tautan=lambda v: _alamat(v.opd_id)),
    KolomDaftar("Singkatan", "singkatan", "singkatan"),
    KolomDaftar("Jenis", lambda v: v.get_jenis_display(), "jenis"),
    KolomDaftar("Bidang urusan", lambda v: ", ".join(rules.bidang_urusan(v.kode))),
    KolomDaftar("Unit", lambda v: v.jumlah_unit or 0, "jumlah_unit", "angka"),
    KolomDaftar("Berlaku sejak", "berlaku_sejak", "berlaku_sejak", "tanggal", di="unduhan"),
    KolomDaftar("Berlaku sampai", "berlaku_sampai", "berlaku_sampai", "tanggal", di="unduhan"),
    KolomDaftar("Dasar hukum", "dasar", di="unduhan"),
)


@izin(Izin.ORGANISASI_LIHAT)
@require_safe
def daftar(request: HttpRequest) -> HttpResponseBase:
    """OPD of the day."""
    saring = SaringOPD(request.GET)
    saat = baca_saat(request, saring)
    isi = saring.cleaned_data
    aksi = []
    if pembaca(request).akses.boleh(Izin.ORGANISASI_KELOLA):
        aksi = [
            Aksi("Impor dari Excel", reverse("impor:unggah", args=["opd"])),
            Aksi("Gabung OPD", reverse("organisasi:opd_gabung")),
            Aksi("Tambah OPD", reverse("organisasi:opd_baru"), "utama"),
        ]
    return halaman_daftar(
        request,
        Daftar(
            judul="Daftar OPD",
            kolom=KOLOM,
            baris=tabel_opd(
                pembaca(request),
                **saat.bentuk,
                kata=isi.get("kata", ""),
                jenis=isi.get("jenis", ""),
            ),
            urut="kode",
            saring=saring,
            saat=saat,
            aksi=aksi,
        ),
    )


@izin(Izin.ORGANISASI_LIHAT)
@require_safe
def rincian(request: HttpRequest, opd_id: UUID) -> HttpResponse:
    """One OPD: what it is, who signs, its units, offices, profile and history."""
    opd = queries.get_opd(opd_id, untuk=pembaca(request))
    saring = SaringSaat(request.GET)
    saat = baca_saat(request, saring)
    versi = OPDVersi.objects.pada(saat.per, saat.diketahui).select_related("induk").filter(opd=opd).first()
    profil = profil_opd(opd, **saat.bentuk)
    penanda = queries.daftar_penanda(
        [opd.pk], pada=tengah_hari(saat.per), diketahui=saat.diketahui or diterima(request)
    ).get(opd.pk, [])
    akses = pembaca(request).akses
    konteks = {
        "opd": opd,
        "versi": versi,
        "saat": saat,
        "bidang": rules.bidang_urusan(versi.kode if versi else opd.kode),
        "penanda": penanda,
        "unit": list(tabel_unit(pembaca(request), **saat.bentuk, opd_id=opd.pk).order_by("kode", "pk")),
        "jabatan": list(
            tabel_jabatan(pembaca(request), **saat.bentuk, opd_id=opd.pk)
            .exclude(eselon="nonstruktural", unit__isnull=False)
            .order_by("-kepala", "eselon", "nama", "pk")[:60]
        ),
        "profil": profil,
        "peta": fungsi.petakan(profil, fungsi.program_opd(opd.pk, saat.per)),
        "riwayat": list(riwayat_opd(opd)),
        "penerus": penerus_opd(opd),
        "aksi": aksi_jejak(request, "opd", opd.pk)
        + (_aksi(opd) if akses.boleh(Izin.ORGANISASI_KELOLA, opd.pk) else []),
        "lihat_pegawai": akses.boleh(Izin.PEGAWAI_LIHAT, opd.pk),
    }
    return render(request, "organisasi/opd.html", konteks)


def _aksi(opd: OPD) -> list[Aksi]:
    kunci = [opd.pk]
    mati = "" if opd.aktif else "OPD ini tidak berlaku hari ini."
    return [
        Aksi("Ubah", reverse("organisasi:opd_ubah", args=kunci), alasan=mati),
        Aksi("Profil", reverse("organisasi:opd_profil", args=kunci), alasan=mati),
        Aksi("Pecah", reverse("organisasi:opd_pecah", args=kunci), alasan=mati),
        Aksi("Akhiri", reverse("organisasi:opd_akhiri", args=kunci), "bahaya", alasan=mati),
    ]


def _get_kelola(request: HttpRequest, opd_id: UUID) -> OPD:
    return queries.get_opd(opd_id, untuk=pembaca(request), izin=Izin.ORGANISASI_KELOLA)


def _hari_ini(request: HttpRequest) -> dt.date:
    return queries.hari_pemda(diterima(request))


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """Record a new OPD."""
    opd = queries.semua_opd()
    formulir = FormOPD(kiriman(request), opd=opd, initial={"sejak": _hari_ini(request)})
    return halaman_formulir(
        request,
        formulir,
        judul="Tambah OPD",
        tombol="Simpan OPD",
        proses=lambda isi: laksanakan(
            request, actions.catat_opd, peristiwa="opd.catat", objek="opd",
            tujuan=lambda o: _alamat(o.pk), **isi,
        ),
        berhasil="OPD tersimpan.",
        remah=[REMAH, ("Tambah OPD", "")],
        kembali=REMAH[1],
    )  # fmt: skip


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def ubah(request: HttpRequest, opd_id: UUID) -> HttpResponse:
    """Change name, code or kind of an OPD from a day on."""
    opd = _get_kelola(request, opd_id)
    awal = {k: getattr(opd, k) for k in ("kode", "nama", "singkatan", "jenis")}
    awal |= {"induk": str(opd.induk_id or ""), "sejak": _hari_ini(request)}
    formulir = FormOPD(kiriman(request), opd=[o for o in queries.semua_opd() if o.pk != opd.pk], initial=awal)
    return halaman_formulir(
        request,
        formulir,
        judul=f"Ubah {opd.nama}",
        tombol="Simpan perubahan",
        proses=lambda isi: laksanakan(
            request, actions.ubah_opd, peristiwa="opd.ubah", objek="opd", objek_id=opd.pk, opd_id=opd.pk,
            tujuan=_alamat(opd.pk), opd=opd, **isi,
        ),
        berhasil="Perubahan tersimpan; keadaan sebelumnya tetap dapat dilihat.",
        remah=[REMAH, (opd.nama, _alamat(opd.pk)), ("Ubah", "")],
        dibaca=partial(queries.tanda_fakta, OPDVersi, opd=opd),
        keterangan="Perubahan berlaku mulai tanggal yang diisi; nama dan kode lama tetap tercatat.",
        kembali=_alamat(opd.pk),
    )  # fmt: skip


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def akhiri(request: HttpRequest, opd_id: UUID) -> HttpResponse:
    """End an OPD with everything in it."""
    opd = _get_kelola(request, opd_id)
    formulir = FormAkhiri(kiriman(request))
    return halaman_formulir(
        request,
        formulir,
        judul=f"Akhiri {opd.nama}",
        tombol="Akhiri OPD",
        proses=lambda isi: laksanakan(
            request, actions.akhiri_opd, peristiwa="opd.akhiri", objek="opd", objek_id=opd.pk, opd_id=opd.pk,
            tujuan=_alamat(opd.pk), opd=opd, **isi,
        ),
        berhasil="OPD diakhiri; riwayatnya tetap dapat dilihat.",
        remah=[REMAH, (opd.nama, _alamat(opd.pk)), ("Akhiri", "")],
        keterangan="Unit, jabatan, penugasan dan peran pengguna pada OPD ini ikut berakhir.",
        kembali=_alamat(opd.pk),
        konfirmasi="Akhiri OPD ini beserta unit, jabatan, penugasan dan perannya?",
    )  # fmt: skip


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def tulis_profil(request: HttpRequest, opd_id: UUID) -> HttpResponse:
    """Tugas and fungsi by Perbup."""
    opd = _get_kelola(request, opd_id)
    hari = _hari_ini(request)
    profil = profil_opd(opd, per=hari)
    awal: dict[str, Any] = {"sejak": hari}
    if profil:
        baris = (f"{f['uraian']} | {' '.join(f['program'])}".rstrip(" |") for f in profil.fungsi)
        awal |= {"tugas": profil.tugas, "dasar": profil.dasar, "fungsi": "\n".join(baris)}
    return halaman_formulir(
        request,
        FormProfil(kiriman(request), initial=awal),
        judul=f"Profil {opd.nama}",
        tombol="Simpan profil",
        proses=lambda isi: laksanakan(
            request, actions.tulis_profil, peristiwa="opd.tulis_profil", objek="opd", objek_id=opd.pk,
            opd_id=opd.pk, tujuan=_alamat(opd.pk), opd=opd, **isi,
        ),
        berhasil="Profil tersimpan.",
        remah=[REMAH, (opd.nama, _alamat(opd.pk)), ("Profil", "")],
        dibaca=partial(queries.tanda_fakta, ProfilOPD, opd=opd),
        kembali=_alamat(opd.pk),
    )  # fmt: skip


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def gabung(request: HttpRequest) -> HttpResponse:
    """Merge OPD into a new one."""
    formulir = FormGabung(
        kiriman(request),
        opd=queries.semua_opd(),
        initial={"tanggal": dt.date(_hari_ini(request).year + 1, 1, 1)},
    )

    def proses(isi: dict[str, Any]) -> Any:
        bagian = actions.BagianBaru(isi["kode"], isi["nama"], isi["singkatan"], isi["jenis"])
        return laksanakan(
            request, actions.gabung_opd, peristiwa="opd.gabung", objek="opd",
            tujuan=lambda o: _alamat(o.pk), pendahulu=isi["pendahulu"], baru=bagian,
            tanggal=isi["tanggal"], dasar=isi["dasar"],
        )  # fmt: skip

    return halaman_formulir(
        request,
        formulir,
        judul="Gabung OPD",
        tombol="Gabung OPD",
        proses=proses,
        berhasil="Penggabungan tercatat dan berlaku pada tanggalnya.",
        remah=[REMAH, ("Gabung OPD", "")],
        keterangan="OPD lama berakhir sehari sebelumnya dan riwayatnya tetap di sana; unitnya pindah dengan "
        "kode baru. Pejabat dan peran OPD baru dicatat tersendiri.",
        kembali=REMAH[1],
        konfirmasi="Gabung OPD yang dipilih? OPD lama berakhir sehari sebelum tanggal mulai.",
    )


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def pecah(request: HttpRequest, opd_id: UUID) -> HttpResponse:
    """Split an OPD into two or three."""
    opd = _get_kelola(request, opd_id)
    unit = [u for u in queries.daftar_unit(pembaca(request), opd_id=opd.pk) if u.jenis != "induk"]
    formulir = FormPecah(
        kiriman(request), unit=unit, initial={"tanggal": dt.date(_hari_ini(request).year + 1, 1, 1)}
    )

    def proses(isi: dict[str, Any]) -> Any:
        bagian = [
            actions.BagianBaru(
                isi[f"kode_{n}"],
                isi[f"nama_{n}"],
                isi[f"singkatan_{n}"],
                isi[f"jenis_{n}"],
                tuple(u for u in unit if isi[f"unit_{u.pk}"] == str(n)),
            )
            for n in FormPecah.BAGIAN
            if isi[f"nama_{n}"]
        ]
        return laksanakan(
            request, actions.pecah_opd, peristiwa="opd.pecah", objek="opd", objek_id=opd.pk, opd_id=opd.pk,
            tujuan=_alamat(opd.pk), pendahulu=opd, baru=bagian, tanggal=isi["tanggal"], dasar=isi["dasar"],
        )  # fmt: skip

    return halaman_formulir(
        request,
        formulir,
        judul=f"Pecah {opd.nama}",
        tombol="Pecah OPD",
        proses=proses,
        berhasil="Pemecahan tercatat dan berlaku pada tanggalnya.",
        remah=[REMAH, (opd.nama, _alamat(opd.pk)), ("Pecah", "")],
        keterangan="Setiap unit pergi ke satu OPD baru. OPD lama berakhir sehari sebelumnya.",
        kembali=_alamat(opd.pk),
        konfirmasi="Pecah OPD ini? OPD lama berakhir sehari sebelum tanggal mulai.",
    )
