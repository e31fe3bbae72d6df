"""Evaluasi Hasil Renja: columns in the order of form E.81, and its rows in words."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from terukur.inti.angka import tulis_persen, tulis_rupiah
from terukur.inti.lembar import Kolom
from terukur.realisasi.exports.rapor import angka

TINGKAT = {
    "program": "Program",
    "kegiatan": "Kegiatan",
    "sub_kegiatan": "Sub kegiatan",
    "hasil": "Hasil program",
    "keluaran": "Keluaran sub kegiatan",
    "indikator": "Indikator rencana aksi",
    "lain": "Di luar sub kegiatan",
    "jumlah": "Jumlah",
}
SIMPUL = ("program", "kegiatan", "sub_kegiatan", "lain", "jumlah")
TW = ("TW I", "TW II", "TW III", "TW IV")


def _k(ambil: Callable[[Any], Any]) -> Callable[[Any], object]:
    """The number of a cell, or its word where it is none; an unverified result is no figure."""

    def nilai(b: Any) -> object:
        isi = ambil(b)
        if not isi:
            return None
        return isi["kata"] if isi["angka"] is None else Decimal(isi["angka"])

    return nilai


def nilai_sel(nama: str) -> Callable[[Any], object]:
    """The same of the cell ``nama`` of a row."""
    return _k(lambda b: b.get(nama))


def _triwulan(n: int) -> tuple[Kolom, Kolom]:
    return (
        Kolom(f"Realisasi {TW[n]} (K)", _k(lambda b: b["k"][n] if "k" in b else None), "angka"),
        Kolom(
            f"Realisasi {TW[n]} (Rp)",
            lambda b: Decimal(b["rp"][n]) if "rp" in b and b["rp"][n] is not None else None,
            "rupiah",
        ),
    )


def _belum(b: Any) -> str:
    return "; ".join(f"{TW[n]}: {c['belum']}" for n, c in enumerate(b.get("k", ())) if c and "belum" in c)


KOLOM_EVALUASI = (
    Kolom("Tingkat", lambda b: TINGKAT[b["tingkat"]], lebar=20),
    Kolom("Kode", "kode", "kode"),
    Kolom("Program, kegiatan, sub kegiatan, rencana aksi", "nama", lebar=44),
    Kolom("Indikator", lambda b: b.get("indikator", "")),
    Kolom("Satuan", lambda b: b.get("satuan", ""), lebar=14),
    Kolom("Target akhir Renstra (K)", nilai_sel("target_renstra"), "angka"),
    Kolom("Realisasi Renja dua tahun lalu menurut Renja (K)", nilai_sel("realisasi_lalu"), "angka"),
    Kolom("Pagu indikatif Renstra (Rp)", angka("pagu_renstra"), "rupiah"),
    Kolom("Target Renja tahun ini (K)", nilai_sel("target"), "angka"),
    Kolom("Pagu tahun ini (Rp)", angka("pagu"), "rupiah"),
    *_triwulan(0),
    *_triwulan(1),
    *_triwulan(2),
    *_triwulan(3),
    Kolom("Realisasi tahun ini (K)", nilai_sel("realisasi"), "angka"),
    Kolom("Realisasi tahun ini (Rp)", angka("realisasi_rp"), "rupiah"),
    Kolom("Capaian s.d. periode (%)", angka("capaian"), "persen"),
    Kolom("Terhadap target tahun ini (%)", angka("capaian_tahun"), "persen"),
    Kolom("Realisasi Rp terhadap pagu (%)", angka("persen_rp"), "persen"),
    Kolom("Predikat", lambda b: b.get("peringkat", ""), lebar=16),
    Kolom("Status", lambda b: b.get("status", "")),
    Kolom("Belum diverifikasi", _belum),
    Kolom("Bobot", angka("bobot"), "angka"),
)


def _persen(nilai: str | None) -> str:
    return "" if nilai is None else tulis_persen(Decimal(nilai), 2)


def _rupiah(nilai: str | None) -> str:
    return "" if nilai is None else tulis_rupiah(Decimal(nilai))


def _kata(isi: Mapping[str, Any] | None) -> str:
    if not isi:
        return ""
    belum = f"{isi['belum']} (belum diverifikasi)" if "belum" in isi else ""
    return "; ".join(k for k in (isi["kata"], belum) if k)


def sebut(b: Mapping[str, Any]) -> str:
    """Code and name of a level; what has no name of its own is called by its code alone."""
    nama = b["nama"]
    return str(nama) if nama == b["kode"] else f"{b['kode']} {nama}".strip()


def _baris(b: Mapping[str, Any]) -> dict[str, Any]:
    """One row: a level has money in its cells, an indicator has performance."""
    k, rp = b.get("k") or [None] * 4, b.get("rp") or [None] * 4
    indikator = b["tingkat"] not in SIMPUL
    lalu = _kata(b.get("realisasi_lalu"))
    return {
        "tebal": not indikator,
        "judul": b["nama"] if indikator else sebut(b),
        "kecil": f"{b['kode']} {b['indikator']}".strip() + (f" (dua tahun lalu: {lalu})" if lalu else "")
        if indikator
        else "",
        "renstra": _kata(b.get("target_renstra")) or _rupiah(b.get("pagu_renstra")),
        "target": _kata(b.get("target")) or _rupiah(b.get("pagu")),
        "tw": [_kata(k[n]) or _rupiah(rp[n]) for n in range(4)],
        "realisasi": _kata(b.get("realisasi")) or _rupiah(b.get("realisasi_rp")),
        "capaian": _persen(b.get("capaian")),
        "capaian_rp": _persen(b.get("persen_rp")),
        "setahun": _persen(b.get("capaian_tahun")),
        "peringkat": b.get("peringkat", ""),
        "status": b.get("status", ""),
    }


def _ringkasan(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    jumlah = data["jumlah"]
    uang = f"{data['sumber']} s.d. {data['batas']}, belum diaudit" if data["sumber"] else "belum tercatat"
    return [
        {
            "nama": "Rata-rata capaian kinerja",
            "nilai": f"{_persen(data['nilai'])} ({data['peringkat']})"
            if data["nilai"] is not None
            else "belum ada yang dapat dinilai",
            "tebal": True,
        },
        {"nama": "Indikator yang dinilai", "nilai": f"{data['dinilai']} dari {data['banyak']}"},
        {
            "nama": f"Pagu ({data['pagu_dasar']})" if data["pagu_dasar"] else "Pagu",
            "nilai": _rupiah(jumlah["pagu"]) or "belum tercatat",
        },
        {"nama": f"Realisasi anggaran ({uang})", "nilai": _rupiah(jumlah["realisasi_rp"]) or "–"},
        {"nama": "Realisasi anggaran terhadap pagu", "nilai": _persen(jumlah["persen_rp"]) or "–"},
    ]


def sajikan(data: Mapping[str, Any]) -> dict[str, Any]:
    """The table in words."""
    return {"baris": [_baris(b) for b in data["baris"]], "ringkasan": _ringkasan(data)}
