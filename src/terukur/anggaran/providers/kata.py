"""Words of this room for what the journal holds."""

from decimal import Decimal
from typing import Any

from terukur.anggaran.choices import CaraLampaui
from terukur.inti.angka import tulis_rupiah
from terukur.jejak.penyedia import KataIsi


def _rupiah(nilai: Any) -> str:
    return tulis_rupiah(Decimal(nilai))


KATA = KataIsi(
    kolom={
        "pagu.baris": "Pagu yang berubah",
        "pagu.baru": "Pagu baru",
        "pagu.lama": "Pagu sebelumnya",
        "baris_kembali": "Baris yang dikembalikan",
        "cara": "Bila melewati pagu",
        "impor_pada": "Impor pada",
        "kebutuhan_anggaran": "Kebutuhan anggaran",
        "rekening": "Nomor data rekening",
        "sub_kegiatan_baru": "Sub kegiatan baru",
        "sumber_dana": "Nomor data sumber dana",
        "tahap": "Tahapan",
        "usulan": "Usulan di atas pagu",
    },
    nilai={"cara": dict(CaraLampaui.choices)},
    tulis={"pagu.baru": _rupiah, "pagu.lama": _rupiah, "sub_kegiatan.jumlah": _rupiah},
)
