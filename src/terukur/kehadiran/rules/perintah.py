"""The commands that a page offers (a part of the white list), with what each does."""

import datetime as dt
from dataclasses import dataclass

from terukur.kehadiran.choices import Dialek


@dataclass(frozen=True, slots=True)
class PerintahTawaran:
    """``isi``: as the device reads it; ``{sejak}`` and ``{sampai}`` become the last 31 days."""

    label: str
    isi: str
    konfirmasi: str


TAWARAN = {
    "info": PerintahTawaran(
        "Minta keterangan mesin", "INFO", "Mesin mengirim keterangan dirinya. Lanjutkan?"
    ),
    "log": PerintahTawaran("Kirim rekam baru", "LOG", "Mesin mengirim rekam yang belum terkirim. Lanjutkan?"),
    "minta": PerintahTawaran(
        "Minta rekam 31 hari", "DATA QUERY ATTLOG StartTime={sejak} 00:00:00\tEndTime={sampai} 23:59:59",
        "Mesin mengirim ulang rekam 31 hari terakhir; yang sudah ada tidak bertambah. Lanjutkan?",
    ),
    "ulang": PerintahTawaran(
        "Kirim ulang semua rekam", "CHECK",
        "Mesin mengirim ulang seluruh isinya; beberapa menit, dan yang sudah ada tidak bertambah. Lanjutkan?",
    ),
    "nyala_ulang": PerintahTawaran(
        "Mulai ulang mesin", "REBOOT",
        "Mesin mati sekitar satu menit; pegawai tidak dapat merekam. Lanjutkan?",
    ),
}  # fmt: skip


def sebut_perintah(isi: str) -> str:
    """What was sent, in the words of the page; those that no page offers as the device reads them."""
    if isi.startswith("VERIFY SUM"):
        return "Hitung rekam sehari"
    if isi.startswith("DATA QUERY ATTLOG"):
        return "Minta rekam"
    return next((t.label for t in TAWARAN.values() if t.isi == isi), isi)


def boleh_diperintah(dialek: str) -> bool:
    """Only these poll for commands in the form of the white list."""
    return dialek == Dialek.ADMS


def tulis_tawaran(kode: str, hari: dt.date) -> str:
    return TAWARAN[kode].isi.format(sejak=hari - dt.timedelta(days=30), sampai=hari)
