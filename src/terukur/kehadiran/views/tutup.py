"""Closing of months: prepare, see, close; the frozen rows, adjustments, paper and data."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from terukur.antarmuka.formulir import Formulir
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions import tutup as actions
from terukur.kehadiran.choices import StatusRekap
from terukur.kehadiran.exports import KOLOM_PENYESUAIAN, KOLOM_REKAP, cetak_rekap, data_rekap
from terukur.kehadiran.forms.permohonan import tanggal_dari
from terukur.kehadiran.models import RekapBulan
from terukur.kehadiran.queries import tutup as queries
from terukur.kehadiran.queries.permohonan import is_bkpsdm
from terukur.kehadiran.rules.kalender import sebut_bulan
from terukur.kehadiran.views.saya import geser_bulan, persen
from terukur.organisasi.queries import hari_pemda
from terukur.organisasi.views.kerangka import Daftar, KolomDaftar, diterima, halaman_daftar, pembaca

LENCANA = {StatusRekap.SANGGAH: "tunggu", StatusRekap.DITUTUP: "selesai"}


def _boleh_tutup(request: HttpRequest) -> bool:
    return pembaca(request).akses.boleh(Izin.KEHADIRAN_TUTUP)


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponse:
    """Months that were prepared or closed, and what waits to be booked into the next one."""
    semua = queries.daftar_rekap()
    kini = hari_pemda(diterima(request))
    depan = geser_bulan(semua[0].bulan, 1) if semua else geser_bulan(kini, -1)
    terbuka = next((r for r in semua if r.status == StatusRekap.SANGGAH), None)
    beda = queries.selisih(opd_ids=pembaca(request).akses.cakupan(Izin.KEHADIRAN_LIHAT))
    konteks = {
        "semua": [(r, sebut_bulan(r.bulan), LENCANA[StatusRekap(r.status)]) for r in semua],
        "beda": [(s, persen(s.potongan_baru - s.potongan_lama)) for s in beda[:100]],
        "jumlah_beda": len(beda),
        "boleh": _boleh_tutup(request),
        "siap": f"{depan:%Y-%m}" if terbuka is None and depan < kini.replace(day=1) else "",
        "sebut_siap": sebut_bulan(depan),
    }
    return render(request, "kehadiran/tutup_daftar.html", konteks)


@izin(Izin.KEHADIRAN_TUTUP)
@require_POST
def siapkan(request: HttpRequest) -> HttpResponse:
    """Open the time for objections to a month."""
    bulan = tanggal_dari(request.POST.get("bulan", "") + "-01")
    if bulan is None:
        raise TidakDitemukan("Bulan itu tidak dikenal.")
    try:
        hasil = laksanakan(
            request, partial(actions.siapkan, bulan=bulan), peristiwa="rekap_bulan.siapkan",
            objek="rekap_bulan", tujuan=actions.tautan,
        )  # fmt: skip
    except (TidakBerhak, TidakDitemukan):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect("kehadiran:tutup")
    messages.success(request, f"{sebut_bulan(bulan)} disiapkan; pegawai dapat menyanggah.")
    return redirect(hasil.tujuan)


@izin(Izin.KEHADIRAN_TUTUP)
@require_POST
def tutup(request: HttpRequest, rekap_id: UUID) -> HttpResponse:
    """Close a month."""
    rekap = queries.get_rekap(rekap_id)
    try:
        hasil = laksanakan(
            request, partial(actions.tutup, rekap_id=rekap_id), peristiwa="rekap_bulan.tutup",
            objek="rekap_bulan", objek_id=rekap_id, tujuan=actions.tautan,
        )  # fmt: skip
    except (TidakBerhak, TidakDitemukan):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect("kehadiran:tutup_satu", rekap.pk)
    messages.success(request, f"{sebut_bulan(rekap.bulan)} ditutup.")
    return redirect(hasil.tujuan)


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def satu(request: HttpRequest, rekap_id: UUID) -> HttpResponse:
    """One month: where it stands, and what it holds once it is closed."""
    rekap = queries.get_rekap(rekap_id)
    ditutup = rekap.status == StatusRekap.DITUTUP
    konteks = {
        "r": rekap,
        "sebut": sebut_bulan(rekap.bulan),
        "lencana": LENCANA[StatusRekap(rekap.status)],
        "ditutup": ditutup,
        "boleh": _boleh_tutup(request),
        "alasan": "" if ditutup else actions.alasan_belum_tutup(rekap, pada=diterima(request)),
        "cocok": queries.cocok(rekap) if ditutup and is_bkpsdm(pembaca(request)) else None,
        "rekap_orang": f"{reverse('kehadiran:rekap_orang')}?bulan={rekap.bulan:%Y-%m}",
        "penyesuaian": queries.penyesuaian_rekap(rekap, untuk=pembaca(request)).count() if ditutup else 0,
    }
    return render(request, "kehadiran/tutup_satu.html", konteks)


def _ditutup(rekap_id: UUID) -> RekapBulan:
    rekap = queries.get_rekap(rekap_id)
    if rekap.status != StatusRekap.DITUTUP:
        raise TidakDitemukan("Bulan itu belum ditutup.")
    return rekap


def _kolom(kolom: Any, urut: dict[str, str], layar: tuple[str, ...]) -> tuple[KolomDaftar, ...]:
    """The columns of the file, of which the screen shows some."""
    return tuple(
        KolomDaftar(
            k.judul, k.nilai, urut.get(k.judul, ""), k.jenis, di="semua" if k.judul in layar else "unduhan"
        )
        for k in kolom
    )


def _remah(rekap: RekapBulan, ini: str) -> list[tuple[str, str]]:
    bulan = reverse("kehadiran:tutup_satu", args=[rekap.pk])
    return [("Penutupan bulan", reverse("kehadiran:tutup")), (sebut_bulan(rekap.bulan), bulan), (ini, "")]


_URUT_PEGAWAI = {
    "Nama": "nama", "OPD": "nama_opd", "Hari kerja": "hari_kerja", "Hadir": "hadir", "Tanpa keterangan": "tk",
    "Terlambat": "terlambat", "Potongan (%)": "potongan", "Penyesuaian (%)": "penyesuaian",
}  # fmt: skip


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def pegawai(request: HttpRequest, rekap_id: UUID) -> HttpResponseBase:
    """The frozen rows of the people I oversee."""
    rekap = _ditutup(rekap_id)
    return halaman_daftar(
        request,
        Daftar(
            f"Rekap tertutup {sebut_bulan(rekap.bulan)}",
            _kolom(KOLOM_REKAP, _URUT_PEGAWAI, tuple(_URUT_PEGAWAI)),
            queries.baris_rekap(rekap, untuk=pembaca(request)), "nama", Formulir(),
            remah=_remah(rekap, "Pegawai"),
            kosong="Tidak ada pegawai dalam wewenang Anda pada bulan itu.",
        ),
    )  # fmt: skip


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def penyesuaian(request: HttpRequest, rekap_id: UUID) -> HttpResponseBase:
    """What was booked into a closed month for days of earlier ones."""
    rekap = _ditutup(rekap_id)
    return halaman_daftar(
        request,
        Daftar(
            f"Penyesuaian {sebut_bulan(rekap.bulan)}",
            _kolom(
                KOLOM_PENYESUAIAN, {"Nama": "pegawai__nama", "Hari": "tanggal"},
                ("Nama", "Hari", "Semula", "Menjadi", "Selisih potongan (%)", "Alasan"),
            ),
            queries.penyesuaian_rekap(rekap, untuk=pembaca(request)), "pegawai__nama", Formulir(),
            remah=_remah(rekap, "Penyesuaian"), kosong="Tidak ada penyesuaian pada bulan itu.",
        ),
    )  # fmt: skip


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def kertas(request: HttpRequest, rekap_id: UUID) -> HttpResponse:
    """The paper of a closed month, with room for the signature."""
    rekap = _ditutup(rekap_id)
    assert rekap.kertas is not None
    jawaban = HttpResponse(cetak_rekap(rekap.kertas), content_type="application/pdf")
    jawaban["Content-Disposition"] = f'inline; filename="rekap-kehadiran-{rekap.bulan:%Y-%m}.pdf"'
    return jawaban


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def data(request: HttpRequest, rekap_id: UUID) -> HttpResponse:
    """The closed month as JSON for TPP and e-kinerja, of the people I oversee."""
    rekap = _ditutup(rekap_id)
    baris = queries.baris_rekap(rekap, untuk=pembaca(request)).order_by("nama", "pk")
    geser = queries.penyesuaian_rekap(rekap, untuk=pembaca(request)).order_by("tanggal", "pk")
    jawaban = JsonResponse(data_rekap(rekap, baris, geser), json_dumps_params={"ensure_ascii": False})
    jawaban["Content-Disposition"] = f'attachment; filename="rekap-kehadiran-{rekap.bulan:%Y-%m}.json"'
    return jawaban
