"""Laporan RFK: its columns, and its rows in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from terukur.inti.angka import tulis_angka, tulis_persen, tulis_rupiah
from terukur.inti.lembar import Kolom, Lembar
from terukur.realisasi.exports.evaluasi import sebut
from terukur.realisasi.exports.rapor import angka

TINGKAT = {
    "opd": "OPD",
    "program": "Program",
    "kegiatan": "Kegiatan",
    "sub_kegiatan": "Sub kegiatan",
    "lain": "Di luar sub kegiatan",
    "jumlah": "Jumlah",
}
KOLOM_RFK = (
    Kolom("Tingkat", lambda b: TINGKAT[b["tingkat"]], lebar=20),
    Kolom("Kode", "kode", "kode"),
    Kolom("Nama", "nama", lebar=50),
    Kolom("Pagu (Rp)", angka("pagu"), "rupiah"),
    Kolom("Realisasi keuangan (Rp)", angka("realisasi"), "rupiah"),
    Kolom("Keuangan (%)", angka("persen"), "persen"),
    Kolom("Kinerja s.d. periode (%)", angka("kinerja"), "persen"),
    Kolom("Deviasi kinerja (poin)", angka("deviasi"), "persen"),
    Kolom("Sumber", lambda b: b.get("sumber", ""), lebar=12),
    Kolom("Keadaan sampai", lambda b: b.get("batas", ""), lebar=18),
    Kolom("Status", "status"),
)
KOLOM_FISIK = (
    Kolom("Rencana fisik (%)", angka("rencana_fisik"), "persen"),
    Kolom("Realisasi fisik (%)", angka("fisik"), "persen"),
    Kolom("Deviasi fisik (poin)", angka("deviasi_fisik"), "persen"),
    Kolom("Pengadaan", lambda b: b["pengadaan"], lebar=30),
)


def kolom_rfk(data: Mapping[str, Any]) -> tuple[Kolom, ...]:
    """The columns of this paper: physical ones only where it has them; papers of before keep theirs."""
    if not data.get("fisik"):
        return KOLOM_RFK
    fisik = KOLOM_FISIK[:3] if data["seluruh"] else KOLOM_FISIK
    return (*KOLOM_RFK[:6], *fisik, *KOLOM_RFK[6:])


def _persen(nilai: str | None) -> str:
    return "–" if nilai is None else tulis_persen(Decimal(nilai), 2)


def _rupiah(nilai: str | None) -> str:
    return "–" if nilai is None else tulis_rupiah(Decimal(nilai))


def _baris(b: Mapping[str, Any]) -> dict[str, Any]:
    sumber = " s.d. ".join(n for n in (b.get("sumber", ""), b.get("batas", "")) if n)
    return {
        "id": b.get("id", ""),
        "tebal": b["tingkat"] in ("program", "jumlah"),
        "judul": sebut(b),
        "kecil": sumber,
        "pagu": _rupiah(b["pagu"]),
        "realisasi": _rupiah(b["realisasi"]),
        "persen": _persen(b["persen"]),
        "porsi": b["persen"],
        "kinerja": _persen(b["kinerja"]),
        "deviasi": "–" if b["deviasi"] is None else tulis_angka(Decimal(b["deviasi"]), 2),
        "status": b["status"],
    } | _fisik(b)


def _fisik(b: Mapping[str, Any]) -> dict[str, Any]:
    if "fisik" not in b:
        return {}
    dev = b["deviasi_fisik"]
    return {
        "fisik": _persen(b["fisik"]),
        "rencana_fisik": _persen(b["rencana_fisik"]),
        "deviasi_fisik": "–" if dev is None else tulis_angka(Decimal(dev), 2),
        "pengadaan": b["pengadaan"],
    }


def _ringkasan(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    baris: list[dict[str, Any]] = [{"nama": "Bulan", "nilai": data["bulan"], "tebal": True}]
    for j in data["jumlah"]:
        isi = f"{_rupiah(j['realisasi'])} dari {_rupiah(j['pagu'])} ({_persen(j['persen'])})"
        baris.append({"nama": j["nama"] if data["seluruh"] else "Realisasi keuangan", "nilai": isi})
    if not data["seluruh"]:
        uang = f"{data['sumber']} s.d. {data['batas']}, belum diaudit" if data["sumber"] else "belum tercatat"
        baris.append({"nama": "Sumber realisasi keuangan", "nilai": uang})
        if data.get("fisik"):
            j = data["jumlah"][0]
            isi = "belum dapat dihitung" if j["fisik"] is None else _persen(j["fisik"])
            if j["rencana_fisik"] is not None:
                isi += f", rencana {_persen(j['rencana_fisik'])}"
            baris.append({"nama": "Realisasi fisik tertimbang pagu", "nilai": isi})
        baris.append({"nama": "Kinerja s.d. periode", "nilai": _persen(data["jumlah"][0]["kinerja"])})
    return baris


def sajikan(data: Mapping[str, Any]) -> dict[str, Any]:
    """The table in words; sums stand apart."""
    return {
        "baris": [_baris(b) for b in data["baris"]],
        "jumlah": [_baris(b) for b in data["jumlah"]],
        "ringkasan": _ringkasan(data),
    }


def lembar(data: Mapping[str, Any]) -> list[Lembar]:
    return [Lembar("Jumlah", kolom_rfk(data), data["jumlah"])]
