"""Windows: list, grid, preparation, opening."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.antarmuka.jinja import tulis_waktu_singkat as waktu_singkat
from terukur.berkas.forms import ada_kiriman, simpan_kiriman
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.inti.waktu import tulis_waktu
from terukur.jejak.queries import riwayat
from terukur.jejak.rules import sebut_peristiwa
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.queries import daftar_opd
from terukur.tenggat import actions, queries, rules
from terukur.tenggat.choices import StatusJendela, StatusPengajuan, Tahapan
from terukur.tenggat.forms import FormDokumenSet, FormJendela, FormSaring
from terukur.tenggat.forms.jendela import awal_jendela, dokumen_dari, kode_jenis
from terukur.tenggat.models import Jendela
from terukur.tenggat.penyedia import daftar_penyedia
from terukur.tenggat.queries import BarisPapan
from terukur.tenggat.views.bantu import kerjakan, pembaca, saat

MB = 1024 * 1024
URUT_DAFTAR = {
    "tenggat": "tenggat_pada", "judul": "judul", "tahun": "tahun", "status": "status",
    "diajukan": "jumlah_diajukan",
}  # fmt: skip
KOLOM_DAFTAR = [
    Kolom("Judul", "judul"), Kolom("Tahapan", "nama_tahapan"), Kolom("Nomor edaran", "nomor_edaran"),
    Kolom("Dibuka", "dibuka_pada", "waktu"), Kolom("Tenggat", "tenggat_pada", "waktu"),
    Kolom("Ditutup", "ditutup_pada", "waktu"), Kolom("Status", lambda j: j.get_status_display()),
    Kolom("OPD peserta", "jumlah_peserta", "angka"), Kolom("Sudah mengajukan", "jumlah_diajukan", "angka"),
]  # fmt: skip


@izin(Izin.TENGGAT_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """All windows in the reader's scope."""
    urut = request.GET.get("urut", "-tenggat")
    kolom = URUT_DAFTAR.get(urut.lstrip("-"), "tenggat_pada")
    cari = request.GET.get("cari", "").strip()
    jendela = queries.dengan_jumlah(queries.jendela_terlihat(pembaca(request)))
    if cari:
        jendela = jendela.filter(judul__icontains=cari)
    if (status := request.GET.get("status", "")) in StatusJendela.values:
        jendela = jendela.filter(status=status)
    jendela = jendela.order_by(f"{'-' if urut.startswith('-') else ''}{kolom}", "pk")
    if unduhan := respons_tabel(request, "Jadwal pengumpulan", KOLOM_DAFTAR, jendela):
        return unduhan
    return render(
        request,
        "tenggat/daftar.html",
        {
            "hal": Paginator(jendela, 25).get_page(request.GET.get("hal")), "urut": urut, "cari": cari,
            "status": status, "pilihan_status": StatusJendela.choices,
            "boleh_kelola": pembaca(request).akses.boleh(Izin.TENGGAT_KELOLA),
        },
    )  # fmt: skip


_SARING: dict[str, Any] = {
    "belum": lambda b: not b.is_diajukan,
    "sudah": lambda b: b.is_diajukan,
    "perbaikan": lambda b: (
        b.pengajuan.status in (StatusPengajuan.DIKEMBALIKAN, StatusPengajuan.SIAP_PERBAIKAN)
    ),
    "terlambat": lambda b: b.pengajuan.tepat_waktu is False or b.waktu.startswith("Lewat"),
}
_URUT: dict[str, Any] = {
    "perlu": lambda b: b.urutan,
    "opd": lambda b: b.pengajuan.opd.nama,
    "lengkap": lambda b: (b.persen, b.urutan),
    "tenggat": lambda b: (b.tenggat, b.urutan),
}


def saring_papan(request: HttpRequest, baris: tuple[BarisPapan, ...]) -> tuple[list[BarisPapan], str]:
    """Rows by ``?cari=``, ``?keadaan=`` and ``?urut=``; the sort in force."""
    hasil = list(baris)
    if cari := request.GET.get("cari", "").strip().lower():
        hasil = [b for b in hasil if cari in b.pengajuan.opd.nama.lower()]
    if pilih := _SARING.get(request.GET.get("keadaan", "")):
        hasil = [b for b in hasil if pilih(b)]
    urut = request.GET.get("urut", "perlu")
    kunci = _URUT.get(urut.lstrip("-"), _URUT["perlu"])
    return sorted(hasil, key=kunci, reverse=urut.startswith("-")), urut


def _kata_sel(nomor: int, baris: BarisPapan) -> str:
    return baris.sel[nomor].kata


@izin(Izin.TENGGAT_LIHAT)
@require_GET
def jendela(request: HttpRequest, jendela_id: UUID) -> HttpResponseBase:
    """The grid OPD x requirement; a window in preparation shows what will be announced."""
    pengguna = pembaca(request)
    j = queries.get_jendela(jendela_id, untuk=pengguna)
    pada = saat(request)
    papan = queries.papan_jendela(j, untuk=pengguna, pada=pada)
    baris, urut = saring_papan(request, papan.baris)
    kolom = [
        Kolom("Kode OPD", "pengajuan.opd.kode", "kode"), Kolom("OPD", "pengajuan.opd.nama"),
        Kolom("Status", "status"),
        *(Kolom(s.nama, partial(_kata_sel, i)) for i, s in enumerate(papan.syarat)),
        Kolom("Kelengkapan", "persen", "persen"), Kolom("Waktu", "waktu"),
        Kolom("Tenggat berlaku", "tenggat", "waktu"), Kolom("Giliran", "giliran"),
        Kolom("Kegiatan terakhir", "kegiatan_terakhir", "waktu"),
    ]  # fmt: skip
    if unduhan := respons_tabel(request, f"Status {j.judul}", kolom, baris):
        return unduhan
    akses = pengguna.akses
    semua = akses.cakupan(Izin.PENGAJUAN_LIHAT) is None
    return render(
        request,
        "tenggat/jendela.html",
        {
            "j": j, "papan": papan, "urut": urut,
            "hal": Paginator(baris, 50).get_page(request.GET.get("hal")),
            "teks": _teks_pengingat(j, papan) if semua and j.status == StatusJendela.DIBUKA else "",
            "saring": FormSaring(request.GET or None), "laju": queries.laju_pengajuan(papan, pada=pada),
            "semua": semua,
            "boleh_kelola": akses.boleh(Izin.TENGGAT_KELOLA),
            "boleh_perpanjang": akses.boleh(Izin.PERPANJANGAN_PUTUS) and j.status == StatusJendela.DIBUKA,
            "boleh_tetapkan": akses.boleh(Izin.PENGAJUAN_TETAPKAN)
            and any(b.siap_tetap for b in papan.baris),
            "laporan": queries.laporan_terlihat(pengguna)
            .filter(jendela=j).order_by("-saat", "pk"),
            "dokumen": queries.daftar_dokumen_syarat(j), "calon": j.daftar_calon.count(),
            "riwayat": riwayat("jendela", j.pk).filter(ditolak=False).reverse()[:6], "sebut": sebut_peristiwa,
        },
    )  # fmt: skip


def _teks_pengingat(j: Jendela, papan: queries.Papan) -> str:
    return rules.teks_pengingat(
        judul=j.judul,
        tenggat=tulis_waktu(j.tenggat_pada, j.zona_waktu, hari=True),
        edaran=j.nomor_edaran,
        belum=sorted(b.pengajuan.opd.nama for b in papan.baris if not b.is_diajukan),
        jumlah_peserta=len(papan.baris),
        tautan=f"{settings.TERUKUR_ALAMAT.rstrip('/')}{reverse('tenggat:jendela', args=[j.pk])}",
    )


def _pilihan(request: HttpRequest) -> dict[str, list[tuple[str, str]]]:
    asal = queries.jendela_terlihat(pembaca(request)).exclude(status="disiapkan")
    return {
        "pilihan_opd": [(str(o.pk), o.nama) for o in daftar_opd(pembaca(request))],
        "pilihan_syarat": [
            (k, p.nama) for k, p in sorted(daftar_penyedia, key=lambda kp: (kp[1].urutan, kp[0]))
        ],
        "pilihan_asal": [
            (str(j.pk), j.judul if j.judul.startswith(j.nama_tahapan) else f"{j.nama_tahapan}: {j.judul}")
            for j in asal.order_by("-tenggat_pada", "pk")[:40]
        ],
    }


@izin(Izin.TENGGAT_KELOLA)
@require_http_methods(["GET", "POST"])
def siapkan(request: HttpRequest, jendela_id: UUID | None = None) -> HttpResponse:
    """Prepare a window, change a prepared one, or start the next stage (``?dari=<window>``)."""
    j = queries.get_jendela(jendela_id, untuk=pembaca(request)) if jendela_id else None
    awal, dokumen_awal = _awal(request, j)
    form = FormJendela(request.POST or None, initial=awal, **_pilihan(request))
    dokumen = FormDokumenSet(request.POST or None, initial=dokumen_awal, prefix="dokumen")
    bentrok: list[tuple[str, object, object]] = []
    if request.method == "POST" and form.is_valid() and dokumen.is_valid():

        def aksi(*, oleh: Any, pada: Any) -> Jendela:
            edaran = j.berkas_edaran_id if j else None
            if ada_kiriman(request, "berkas_edaran"):
                edaran = simpan_kiriman(
                    request, "berkas_edaran", jenis_diizinkan=("pdf", "jpg", "png"), batas_ukuran=10 * MB,
                    opd_id=None,
                ).pk  # fmt: skip
            isi = form.isi(dokumen_dari(dokumen), edaran)
            if j:
                return actions.ubah_jendela(
                    jendela_id=j.pk, isi=isi, versi=_versi(request), oleh=oleh, pada=pada
                )
            return actions.siapkan_jendela(isi=isi, oleh=oleh, pada=pada)

        try:
            hasil = laksanakan(
                request, aksi, peristiwa="jendela.ubah" if j else "jendela.siapkan", objek="jendela",
                objek_id=j.pk if j else "", tujuan=lambda x: reverse("tenggat:jendela", args=[x.pk]),
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except Bentrok as tolak:
            form.terima_galat(tolak)
            bentrok = _beda(form, tolak)
        except AturanDilanggar as tolak:
            form.terima_galat(tolak)
        else:
            messages.success(request, "Jadwal tersimpan sebagai persiapan; belum terlihat oleh OPD.")
            return redirect(hasil.tujuan)
    salah = request.method == "POST"
    if j:
        j.refresh_from_db()
    return render(
        request,
        "tenggat/siapkan.html",
        {"j": j, "form": form, "dokumen": dokumen, "bentrok": bentrok},
        status=422 if salah else 200,
    )


def _versi(request: HttpRequest) -> int:
    teks = request.POST.get("versi", "")
    return int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 9 else 0


def _beda(form: FormJendela, bentrok: Bentrok) -> list[tuple[str, object, object]]:
    """(label, stored, sent) of the fields that differ, for the page."""

    def tulis(nilai: object) -> object:
        return waktu_singkat(nilai) if isinstance(nilai, dt.datetime) else nilai

    return [
        (str(form.fields[k].label) if k in form.fields else k, tulis(v), tulis(bentrok.kiriman[k]))
        for k, v in bentrok.tersimpan.items()
    ]


def _awal(request: HttpRequest, j: Jendela | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    sumber = j
    if j is None and (dari := request.GET.get("dari")):
        try:
            sumber = queries.get_jendela(UUID(dari), untuk=pembaca(request))
        except ValueError:
            raise TidakDitemukan("Jadwal pengumpulan tidak ditemukan.") from None
    if sumber is None:
        opd = [str(o.pk) for o in daftar_opd(pembaca(request))]
        return {"zona": settings.TERUKUR_ZONA, "opd_ids": opd}, []
    awal = awal_jendela(sumber)
    dokumen = [
        {"nama": d.nama, "wajib": d.wajib, "jenis": kode_jenis(d.jenis), "batas_mb": d.batas_mb}
        for d in queries.daftar_dokumen_syarat(sumber)
    ]
    if j is None:  # the next stage: same participants and requirements, new circular and instants
        for nama in (
            "judul",
            "nomor_edaran",
            "tanggal_edaran",
            "dibuka_pada",
            "tenggat_pada",
            "ditutup_pada",
        ):
            awal.pop(nama)
        awal["tahapan"] = Tahapan(sumber.tahapan).berikut
        awal["lanjutan_dari"] = str(sumber.pk)
    return awal, dokumen


@izin(Izin.TENGGAT_KELOLA)
@require_POST
def buka(request: HttpRequest, jendela_id: UUID) -> HttpResponse:
    j = queries.get_jendela(jendela_id, untuk=pembaca(request))
    return kerjakan(
        request, actions.buka_jendela, peristiwa="jendela.buka", objek="jendela", objek_id=j.pk,
        jendela_id=j.pk, kembali=reverse("tenggat:jendela", args=[j.pk]),
        berhasil="Jadwal dibuka. Peserta dibekukan dan diberi tahu.",
    )  # fmt: skip
