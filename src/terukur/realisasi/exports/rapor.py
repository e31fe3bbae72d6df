"""The report card of an OPD: its columns, and its rows and headline figures in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from terukur.inti.angka import tulis_angka, tulis_persen
from terukur.inti.lembar import Kolom
from terukur.realisasi.choices import HasilCapaian

DI_LUAR = (HasilCapaian.TIDAK_DIRENCANAKAN, HasilCapaian.TANPA_TARGET)
"""Words of an indicator that is not among the planned ones."""


def angka(nama: str) -> Any:
    """A figure of a row as a number; None where the row has none."""
    return lambda b: None if b.get(nama) is None else Decimal(b[nama])


KOLOM_RAPOR = (
    Kolom("Rencana aksi", "judul"),
    Kolom("Kode indikator", "kode", "kode"),
    Kolom("Indikator", "indikator"),
    Kolom("Periode terakhir", "periode"),
    Kolom("Direncanakan", "direncanakan"),
    Kolom("Target s.d.", angka("target_sd"), "angka"),
    Kolom("Target s.d. (kata)", "target"),
    Kolom("Realisasi s.d.", angka("realisasi_sd"), "angka"),
    Kolom("Realisasi s.d. (kata)", "realisasi"),
    Kolom("Bagian diakui (%)", angka("diakui"), "persen"),
    Kolom("Capaian mentah (%)", angka("mentah"), "persen"),
    Kolom("Capaian (%)", angka("capaian"), "persen"),
    Kolom("Bobot", angka("bobot"), "angka"),
    Kolom("Status", "status"),
    Kolom("Terisi", "terisi", "angka"),
    Kolom("Jatuh tempo", "jatuh", "angka"),
    Kolom("Bukti", "bukti", "angka"),
    Kolom("Hitungan", "hitungan"),
    Kolom("Catatan jejak", "catatan", "angka"),
)


def ringkasan(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The headline figures of a card, in words."""
    nilai = None if data["nilai"] is None else Decimal(data["nilai"])
    sementara = "" if data["lengkap"] else ", sementara"
    baris: list[dict[str, Any]] = [
        {
            "nama": "Nilai kinerja",
            "nilai": f"{tulis_persen(nilai, 2)} ({data['peringkat']}{sementara})"
            if nilai is not None
            else "belum ada yang dapat dinilai",
            "tebal": True,
        },
        {"nama": "Indikator yang direncanakan", "nilai": tulis_angka(data["direncanakan"])},
        *(
            {"nama": f"– {h.label}", "nilai": tulis_angka(data["menurut_hasil"][h])}
            for h in HasilCapaian
            if data["menurut_hasil"].get(h) and h not in DI_LUAR
        ),
        {
            "nama": "Tidak direncanakan (terlihat, tidak dinilai)",
            "nilai": tulis_angka(data["tidak_direncanakan"]),
        },
        *(
            {"nama": "Belum ada target pada periodenya (tidak dinilai)", "nilai": tulis_angka(n)}
            for n in (data["menurut_hasil"].get(HasilCapaian.TANPA_TARGET),)
            if n
        ),
        {
            "nama": "Realisasi yang berbukti",
            "nilai": f"{data['berbukti']} dari {data['berealisasi']}",
        },
    ]
    return baris


def baris_cetak(no: int, b: Mapping[str, Any]) -> dict[str, Any]:
    """One row of a card as paper and page show it."""

    def persen(nama: str) -> str:
        return tulis_persen(None if b[nama] is None else Decimal(b[nama]), 2)

    terisi = f", {b['terisi']} dari {b['jatuh']} periode terisi" if b["terisi"] < b["jatuh"] else ""
    return {
        "no": no,
        "judul": b["judul"],
        "kecil": f"{b['kode']} {b['indikator']}, s.d. {b['periode']}, bobot {_kata(b['bobot'])}",
        "target": b["target"],
        "realisasi": b["realisasi"],
        "kecil-realisasi": f"diakui {persen('diakui')}" if b["diakui"] not in (None, "100") else "",
        "capaian": persen("capaian"),
        "kecil-capaian": f"mentah {persen('mentah')}" if b["mentah"] is not None else "",
        "status": b["status"],
        "kecil-status": ("direncanakan" + terisi) if b["direncanakan"] else "",
    }


def _kata(angka: str | None) -> str:
    return tulis_angka(None if angka is None else Decimal(angka))


def sajikan(data: Mapping[str, Any]) -> dict[str, Any]:
    """The card in words."""
    return {
        "baris": [baris_cetak(n, b) for n, b in enumerate(data["baris"], start=1)],
        "ringkasan": ringkasan(data),
    }
