"""My month: the calendar, the chosen day explained, what it may cost, and the one thing to ask for."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.waktu import tulis_tanggal
from terukur.kehadiran.forms.permohonan import tanggal_dari
from terukur.kehadiran.models import HariKehadiran
from terukur.kehadiran.queries.gangguan import Gangguan, gangguan_orang
from terukur.kehadiran.queries.hitungan import HariOrang, hari_orang
from terukur.kehadiran.queries.kuota import batas_koreksi
from terukur.kehadiran.queries.mengapa import Mengapa, mengapa
from terukur.kehadiran.queries.orang import get_orang
from terukur.kehadiran.queries.pengawasan import pengawasan_terlihat
from terukur.kehadiran.queries.permohonan import pegawai_pengguna, sebut_masa
from terukur.kehadiran.queries.pin import tanpa_pin
from terukur.kehadiran.queries.ponsel import boleh_ponsel, rekam_diperiksa
from terukur.kehadiran.queries.temuan import temuan_orang
from terukur.kehadiran.queries.tutup import penyesuaian_hari, rekap_bulan
from terukur.kehadiran.rules.kalender import (
    akhir_bulan,
    jumlahkan,
    kata_sel,
    minggu,
    sebut_bulan,
    sebut_hari,
    warna,
)
from terukur.kehadiran.rules.pengawasan import sebut_ada
from terukur.organisasi.models import OPD, Pegawai
from terukur.organisasi.queries import hari_pemda, zona_pemda
from terukur.organisasi.views.kerangka import diterima, pembaca


def bulan_dari(request: HttpRequest, hari: dt.date) -> dt.date:
    """``?bulan=2026-11``; the present month where there is none."""
    return tanggal_dari(request.GET.get("bulan", "") + "-01") or hari.replace(day=1)


def geser_bulan(bulan: dt.date, n: int) -> dt.date:
    m = bulan.year * 12 + bulan.month - 1 + n
    return dt.date(m // 12, m % 12 + 1, 1)


def jam(saat: dt.datetime | None, *, detik: bool = False) -> str:
    """``07.42`` or ``07.42.18`` where the pemda is."""
    if saat is None:
        return "–"
    return f"{saat.astimezone(zona_pemda()):{'%H.%M.%S' if detik else '%H.%M'}}"


def persen(seperseribu: int) -> str:
    """``0,5 %``: thousandths of a per cent without needless zeros."""
    return f"{seperseribu / 1000:.3f}".rstrip("0").rstrip(".").replace(".", ",") + " %"


def _sel(x: HariOrang, dipilih: dt.date, alamat: str) -> dict[str, Any]:
    b = x.baris
    return {
        "hari": x.tanggal.day,
        "alamat": f"{alamat}?bulan={x.tanggal:%Y-%m}&hari={x.tanggal.isoformat()}#hari",
        "kata": kata_sel(b) if b else [],
        "warna": warna(b) if b else "",
        "arti": sebut_hari(b)[0] if b else "tidak tercatat",
        "dipilih": x.tanggal == dipilih,
    }


def fakta_hari(m: Mengapa) -> list[tuple[str, str]]:
    """Roster, arrival, departure and rule of a day, as the card shows them."""
    b = m.hari.baris
    if b is None:
        return []
    dari = {w: f"{mesin}" for w, mesin, *_ in m.rekam}
    cara = {w: c for w, _, c, _ in m.rekam}

    def rekam(saat: dt.datetime | None) -> str:
        if saat is None:
            return "tidak ada"
        if saat not in dari:
            return f"{jam(saat)} · menurut permohonan yang disetujui"
        return f"{jam(saat, detik=True)} · {cara[saat]} · {dari[saat]}"

    jadwal = f"{jam(b.jadwal_masuk)} – {jam(b.jadwal_pulang)}" if b.jadwal_masuk else "tidak ada jam kerja"
    fakta = [("Jadwal", jadwal), ("Rekam masuk", rekam(b.masuk)), ("Rekam pulang", rekam(b.pulang))]
    if not b.jadwal_masuk and not b.masuk and not b.pulang:
        fakta = fakta[:1]
    if m.permohonan:
        fakta.append(
            ("Keterangan", "; ".join(f"{p.get_jenis_display()}, {sebut_masa(p)}" for p in m.permohonan))
        )
    for t, p in m.dilihat:
        fakta.append((p.get_jenis_display(), f"{jam(t.pada)} · {sebut_ada(t.ada)} · {t.nama}"))
    if m.pengecualian:
        fakta.append(("Dikecualikan", f"SK {m.pengecualian.nomor_sk}"))
    for butir in m.hari.butir:
        fakta.append(("Aturan", f"{butir.kode}: {butir.baris}, {persen(butir.persen)}"))
    return fakta


def _gangguan(g: Gangguan, alamat: str) -> dict[str, Any]:
    masa = f"{jam(g.sejak)}–{jam(g.sampai)}" if g.sampai else f"sejak {jam(g.sejak)}"
    return {
        "kata": f"{g.mesin} padam {masa}, {g.terdampak} pegawai terdampak",
        "tanggal": g.tanggal,
        "alamat": f"{alamat}?jenis=mesin_rusak&tanggal={g.tanggal.isoformat()}&mesin={g.mesin_id}",
    }


def _kabar_rekap(bulan: dt.date) -> str:
    """Where the month stands on its way to TPP; empty while nobody prepared it."""
    rekap = rekap_bulan(bulan)
    if rekap is None:
        return ""
    if rekap.ditutup_pada is None:
        return (
            f"Masa sanggah {sebut_bulan(bulan)} sampai {tulis_tanggal(rekap.batas_sanggah)}. Ajukan koreksi "
            "pada hari yang keliru."
        )
    return (
        f"{sebut_bulan(bulan)} ditutup {tulis_tanggal(hari_pemda(rekap.ditutup_pada))}. Perubahan sesudah "
        "itu menjadi penyesuaian bulan berikutnya."
    )


def konteks_bulan(request: HttpRequest, orang: Pegawai, *, sendiri: bool, alamat: str) -> dict[str, Any]:
    """What the page of a month shows of a person."""
    pada = diterima(request)
    kini = hari_pemda(pada)
    bulan = bulan_dari(request, kini)
    akhir = akhir_bulan(bulan)
    hari = hari_orang(orang.pk, bulan, akhir, pada=pada)
    dipilih = tanggal_dari(request.GET.get("hari", "")) or (kini if bulan <= kini <= akhir else bulan)
    if not bulan <= dipilih <= akhir:
        dipilih = bulan
    satu = mengapa(orang.pk, dipilih, pada=pada)
    baris = satu.hari.baris
    lewat = [x for x in hari if x.tanggal <= kini and x.baris is not None]
    potongan = sum(x.baris.potongan for x in lewat if x.baris)
    batas = batas_koreksi(orang.pk, dipilih, pada=pada) if sendiri and dipilih <= kini else None
    peta = {x.tanggal: _sel(x, dipilih, alamat) for x in hari}
    return {
        "orang": orang,
        "sendiri": sendiri,
        "kini": kini,
        "bulan": bulan,
        "sebut_bulan": sebut_bulan(bulan),
        "lalu": f"{alamat}?bulan={geser_bulan(bulan, -1):%Y-%m}",
        "depan": f"{alamat}?bulan={geser_bulan(bulan, 1):%Y-%m}",
        "minggu": [[peta[t] if t else None for t in baris_hari] for baris_hari in minggu(bulan)],
        "jumlah": jumlahkan([x.baris for x in lewat if x.baris]),
        "ada": bool(lewat),
        "dipilih": dipilih,
        "m": satu,
        "lencana": sebut_hari(baris) if baris else None,
        "fakta": fakta_hari(satu),
        "potongan_hari": persen(baris.potongan) if baris and baris.potongan else "",
        "batas": batas,
        "boleh_koreksi": batas is not None and kini <= batas,
        "gangguan": [
            _gangguan(g, reverse("kehadiran:permohonan_baru"))
            for g in (gangguan_orang(orang.pk, bulan, akhir, pada=pada) if sendiri else ())
        ],
        "potongan": persen(potongan),
        "jejak_potongan": [
            (x.tanggal, [f"{b.kode}: {b.sebab} ({b.baris}), {persen(b.persen)}" for b in x.butir],
             persen(x.baris.potongan), x.sama)
            for x in lewat if x.baris and x.baris.potongan
        ],
        "dasar": satu.ketentuan.dasar if satu.ketentuan else "",
        "rekap": _kabar_rekap(bulan),
        "tanpa_pin": not any(x.baris and x.baris.jumlah_pindai for x in hari) and tanpa_pin(orang.pk),
        "ponsel": sendiri and boleh_ponsel(orang.pk, kini),
        "rekam_periksa": [
            (r, f"{tulis_tanggal(r.tanggal)} pukul {jam(r.waktu)}, {r.mesin.nama}")
            for r in (rekam_diperiksa(orang.pk, bulan, akhir) if sendiri else ())
        ],
    }  # fmt: skip


@izin(Izin.KEHADIRAN_SENDIRI)
@require_GET
def saya(request: HttpRequest) -> HttpResponse:
    """My own month. Who is no pegawai (a bupati) but oversees others begins with the heads of OPD."""
    orang = pegawai_pengguna(pembaca(request))
    if orang is None:
        if pembaca(request).akses.boleh(Izin.KEHADIRAN_LIHAT):
            return redirect("kehadiran:pimpinan")
        return render(request, "kehadiran/tanpa_pegawai.html")
    konteks = konteks_bulan(request, orang, sendiri=True, alamat=reverse("kehadiran:saya"))
    return render(request, "kehadiran/bulan.html", konteks)


@izin(Izin.KEHADIRAN_SENDIRI)
@require_GET
def orang(request: HttpRequest, pegawai_id: UUID) -> HttpResponse:
    """The month of one of my people, or of the OPD I oversee."""
    satu = get_orang(pegawai_id, untuk=pembaca(request), pada=diterima(request))
    sendiri = satu.pengguna_id == pembaca(request).pk
    alamat = reverse("kehadiran:orang", args=[satu.pk])
    return render(
        request, "kehadiran/bulan.html", konteks_bulan(request, satu, sendiri=sendiri, alamat=alamat)
    )


@izin(Izin.KEHADIRAN_SENDIRI)
@require_GET
def dasar(request: HttpRequest, pegawai_id: UUID, tanggal: str) -> HttpResponse:
    """Why a day is what it is: roster, window, every press, what was laid over it, rules, result, digest."""
    pada = diterima(request)
    satu = get_orang(pegawai_id, untuk=pembaca(request), pada=pada)
    hari = tanggal_dari(tanggal)
    if hari is None:
        raise TidakDitemukan("Tanggal itu tidak dikenal.")
    m = mengapa(satu.pk, hari, pada=pada)
    b = m.hari.baris
    opd = OPD.objects.filter(pk=b.opd_id).first() if b and b.opd_id else None
    sendiri = satu.pengguna_id == pembaca(request).pk
    alamat = reverse("kehadiran:saya") if sendiri else reverse("kehadiran:orang", args=[satu.pk])
    konteks = {
        "orang": satu,
        "tanggal": hari,
        "m": m,
        "b": b,
        "opd": opd,
        "tersimpan": isinstance(b, HariKehadiran) and b.dihitung_pada is not None,
        "lencana": sebut_hari(b) if b else None,
        "fakta": fakta_hari(m),
        "rekam": [(jam(w, detik=True), mesin, cara, asal) for w, mesin, cara, asal in m.rekam],
        "buka": m.jendela.buka,
        "tutup": m.jendela.tutup,
        "permohonan": [(p, sebut_masa(p)) for p in m.permohonan],
        "butir": [(x.kode, x.sebab, x.baris, persen(x.persen)) for x in m.hari.butir],
        "potongan": persen(b.potongan) if b else "",
        "batas": persen(m.hari.aturan.batas) if m.hari.aturan.batas is not None else "",
        "sidik": bytes(b.sidik).hex() if b and b.sidik else "",
        "dilihat": [(t, p, sebut_ada(t.ada), pengawasan_terlihat(p, pembaca(request))) for t, p in m.dilihat],
        "temuan": temuan_orang(satu.pk, m.jendela.buka, m.jendela.tutup) if m.dilihat else [],
        "penyesuaian": [
            f"{x.get_status_lama_display() or 'tidak tercatat'} menjadi {x.get_status_baru_display()} "
            f"({persen(x.potongan_baru - x.potongan_lama)}), dibukukan pada "
            f"{sebut_bulan(x.rekap.bulan)}: {x.alasan}"
            for x in penyesuaian_hari(satu.pk, hari)
        ],
        "kembali": f"{alamat}?bulan={hari:%Y-%m}&hari={hari.isoformat()}",
        "sendiri": sendiri,
    }
    return render(request, "kehadiran/dasar.html", konteks)
