"""My people on a day, and the heads of all OPD."""

import datetime as dt
from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from terukur.inti.bitemporal import SATU_HARI
from terukur.inti.izin import Izin, izin
from terukur.kehadiran.forms.permohonan import tanggal_dari
from terukur.kehadiran.queries.atasan import bawahan
from terukur.kehadiran.queries.hadir import JENIS, KELOMPOK, OrangHari, kepala_dan_eselon_ii, orang_hari
from terukur.kehadiran.queries.pembinaan import binaan
from terukur.kehadiran.queries.permohonan import menunggu_keputusan
from terukur.kehadiran.queries.rekap import RekapOrang, rekap_orang, tren_opd
from terukur.kehadiran.rules.kalender import sebut_bulan
from terukur.kehadiran.views.saya import geser_bulan
from terukur.organisasi.queries import daftar_opd, hari_pemda
from terukur.organisasi.views.kerangka import diterima, pembaca

BULAN_TREN = 6


def _hari(request: HttpRequest) -> tuple[dt.date, dt.date]:
    """(chosen day, today); no later one than today."""
    kini = hari_pemda(diterima(request))
    return min(tanggal_dari(request.GET.get("tanggal", "")) or kini, kini), kini


def _tetangga(request: HttpRequest, hari: dt.date, kini: dt.date) -> dict[str, str]:
    """Addresses of the day before and, unless that is tomorrow, of the day after."""
    alamat = f"{request.path}?tanggal="
    besok = f"{alamat}{(hari + SATU_HARI).isoformat()}" if hari < kini else ""
    return {"kemarin": f"{alamat}{(hari - SATU_HARI).isoformat()}", "besok": besok}


def _hitungan(orang: list[OrangHari]) -> list[tuple[str, int, str]]:
    jumlah = Counter(x.kelompok for x in orang)
    return [(k, jumlah[k], JENIS.get(k, "") if jumlah[k] else "") for k in KELOMPOK]


@izin(Izin.KEHADIRAN_PUTUS)
@require_GET
def tim(request: HttpRequest) -> HttpResponse:
    """My people: who is here, late, absent or has not pressed yet; whom PP 94/2021 makes me summon."""
    pengguna, pada = pembaca(request), diterima(request)
    hari, kini = _hari(request)
    milik = bawahan(pengguna, pada=pada)
    orang = orang_hari(milik, hari, pada=pada, usai=hari < kini)
    konteks = {
        "orang": orang,
        "binaan": binaan(kini, pada=pada, pegawai_ids=milik),
        "hitungan": _hitungan(orang),
        "hari": hari,
        "kini": kini,
        **_tetangga(request, hari, kini),
        "menunggu": len(menunggu_keputusan(pengguna, pada=pada)),
    }
    return render(request, "kehadiran/tim.html", konteks)


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def pimpinan(request: HttpRequest) -> HttpResponse:
    """Heads of OPD and echelon II: today, this month; and how each OPD has done for half a year."""
    pengguna, pada = pembaca(request), diterima(request)
    hari, kini = _hari(request)
    cakupan = pengguna.akses.cakupan(Izin.KEHADIRAN_LIHAT)
    ids = kepala_dan_eselon_ii(cakupan, pada=pada)
    orang = orang_hari(ids, hari, pada=pada, usai=hari < kini)
    awal = hari.replace(day=1)
    sebulan: dict[Any, RekapOrang] = {r.pegawai_id: r for r in rekap_orang(awal, hari, pegawai_ids=ids)}
    bulan = [geser_bulan(awal, n) for n in range(1 - BULAN_TREN, 1)]
    tren = tren_opd(bulan[0], hari, opd_ids=cakupan)
    terendah = min((n for nilai in tren.values() for n in nilai.values() if n is not None), default=100)
    bulan = [b for b in bulan if any(isi.get(b) is not None for isi in tren.values())]
    konteks = {
        "orang": [(x, sebulan.get(x.pegawai_id)) for x in orang],
        "hitungan": _hitungan(orang),
        "hari": hari,
        **_tetangga(request, hari, kini),
        "bulan": [(b, sebut_bulan(b)) for b in bulan],
        "tren": [
            (o, [tren[o.pk].get(b) for b in bulan])
            for o in daftar_opd(pengguna, izin=Izin.KEHADIRAN_LIHAT)
            if o.pk in tren
        ],
        "dasar": min(int(terendah) // 10 * 10, 90),
        "rekap": reverse("kehadiran:rekap"),
    }
    return render(request, "kehadiran/pimpinan.html", konteks)
