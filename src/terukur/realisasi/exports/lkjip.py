"""Draft of the Laporan Kinerja: its tables as sheets, and all of it in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from terukur.inti.angka import tulis_angka, tulis_persen, tulis_rupiah
from terukur.inti.lembar import Kolom, Lembar
from terukur.realisasi.exports.evaluasi import nilai_sel, sebut
from terukur.realisasi.exports.rapor import angka

KOLOM_LKJIP = (
    Kolom("Sasaran", "sasaran"),
    Kolom("Kode indikator", "kode", "kode"),
    Kolom("Indikator", "indikator"),
    Kolom("Satuan", "satuan", lebar=14),
    Kolom("Target perjanjian kinerja", nilai_sel("target"), "angka"),
    Kolom("Realisasi", nilai_sel("realisasi"), "angka"),
    Kolom("Capaian (%)", angka("capaian"), "persen"),
    Kolom("Predikat", "peringkat", lebar=16),
    Kolom("Status", "status"),
    Kolom("Realisasi tahun lalu", nilai_sel("realisasi_lalu"), "angka"),
    Kolom("Capaian tahun lalu (%)", angka("capaian_lalu"), "persen"),
    Kolom("Target akhir Renstra", nilai_sel("akhir_renstra"), "angka"),
    Kolom("Terhadap akhir Renstra (%)", angka("persen_renstra"), "persen"),
)
_DIAKUI = Kolom("Bagian diakui (%)", angka("diakui"), "persen")


def kolom_lkjip(data: Mapping[str, Any]) -> tuple[Kolom, ...]:
    """With the recognised share where it is not the whole of a result; a paper of before stays as it was."""
    if not any(b.get("diakui") for b in data["baris"]):
        return KOLOM_LKJIP
    return (*KOLOM_LKJIP[:6], _DIAKUI, *KOLOM_LKJIP[6:])


KOLOM_PROGRAM = (
    Kolom("Kode program", "kode", "kode"),
    Kolom("Program", "nama"),
    Kolom("Pagu (Rp)", angka("pagu"), "rupiah"),
    Kolom("Realisasi (Rp)", angka("realisasi"), "rupiah"),
    Kolom("Serapan (%)", angka("persen"), "persen"),
    Kolom("Capaian kinerja (%)", angka("capaian"), "persen"),
    Kolom("Capaian dikurangi serapan (poin)", angka("selisih"), "persen"),
)
KOLOM_KENDALA = (
    Kolom("Periode", "periode", lebar=18),
    Kolom("Nomor register laporan", "nomor", "kode"),
    Kolom("Indikator", "indikator"),
    Kolom("Kendala", "kendala", lebar=60),
)
KOLOM_RENSTRA = (
    Kolom("Sasaran Renstra", "sasaran"),
    Kolom("Indikator", "indikator"),
    Kolom("Target tahun ini", "target"),
    Kolom("Target akhir", "akhir"),
)


def _persen(nilai: str | None) -> str:
    return "–" if nilai is None else tulis_persen(Decimal(nilai), 2)


def _rupiah(nilai: str | None) -> str:
    return "–" if nilai is None else tulis_rupiah(Decimal(nilai))


def _baris(b: Mapping[str, Any]) -> dict[str, Any]:
    kata = {
        k: b[k]["kata"] if b[k] else "–" for k in ("target", "realisasi", "realisasi_lalu", "akhir_renstra")
    }
    if b.get("diakui"):
        kata["realisasi"] += f" (diakui {_persen(b['diakui'])})"
    persen = {k: _persen(b[k]) for k in ("capaian", "capaian_lalu", "persen_renstra")}
    return {**b, **kata, **persen, "panjang": _panjang(b["capaian"])}


def _panjang(nilai: str | None) -> str | None:
    """How long a bar is, in per cent of 120; what is beyond is drawn as 120."""
    if nilai is None:
        return None
    return f"{min(max(Decimal(nilai), Decimal(0)), Decimal(120)) / Decimal('1.2'):.2f}"


def _program(p: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "judul": sebut(p),
        "pagu": _rupiah(p["pagu"]),
        "realisasi": _rupiah(p["realisasi"]),
        "persen": _persen(p["persen"]),
        "capaian": _persen(p["capaian"]),
        "selisih": "–" if p["selisih"] is None else tulis_angka(Decimal(p["selisih"]), 2),
        "panjang_uang": _panjang(p["persen"]),
        "panjang_kinerja": _panjang(p["capaian"]),
    }


def _ringkasan(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    pk, jumlah = data["pk"], data["jumlah"]
    uang = f"{data['sumber']} s.d. {data['batas']}, belum diaudit" if data["sumber"] else "belum tercatat"
    return [
        {
            "nama": "Perjanjian kinerja",
            "nilai": f"{pk['sebutan']}, {pk['nomor']}, {pk['tanggal']}"
            if pk
            else "belum ada yang ditetapkan",
        },
        {"nama": "Renstra", "nilai": data["renstra"]["periode"] if data["renstra"] else "belum ditetapkan"},
        {"nama": f"Realisasi anggaran ({uang})", "nilai": _rupiah(jumlah["realisasi"])},
        {"nama": "Serapan terhadap pagu", "nilai": _persen(jumlah["persen"])},
        {"nama": "Capaian rencana aksi s.d. periode", "nilai": _persen(jumlah["capaian"])},
    ]


def sajikan(data: Mapping[str, Any]) -> dict[str, Any]:
    """Both chapters in words."""
    return {
        "baris": [_baris(b) for b in data["baris"]],
        "program": [_program(p) for p in (*data["program"], data["jumlah"])],
        "ringkasan": _ringkasan(data),
    }


def lembar(data: Mapping[str, Any]) -> list[Lembar]:
    """The other tables of the chapters."""
    return [
        Lembar("Anggaran dan efisiensi", KOLOM_PROGRAM, [*data["program"], data["jumlah"]]),
        Lembar("Kendala", KOLOM_KENDALA, data["kendala"]),
        Lembar("Renstra", KOLOM_RENSTRA, data["renstra"]["sasaran"] if data["renstra"] else []),
    ]
