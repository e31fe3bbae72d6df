"""Words of this room for what the journal holds."""

from decimal import Decimal
from typing import Any

from terukur.anggaran.choices import ArahBatas, CaraKomponen, CaraLampaui, Kriteria, SumberRealisasi
from terukur.inti.angka import tulis_rupiah
from terukur.jejak.penyedia import KataIsi


def _rupiah(nilai: Any) -> str:
    return tulis_rupiah(None if nilai is None else Decimal(nilai))


KATA = KataIsi(
    kolom={
        "arah": "Batas",
        "komponen_belanja.cara": "Asal angka",
        "komponen_belanja.nilai": "Nilai",
        "komponen_belanja.rekening": "Awalan rekening",
        "komponen_belanja.sub_kegiatan": "Awalan kode sub kegiatan",
        "jumlah_baris": "Jumlah baris",
        "kekurangan": "Kekurangan",
        "kode_sub_kegiatan": "Kode sub kegiatan",
        "mengikat": "Dilindungi pada skenario",
        "mulai_tahun": "Mulai tahun anggaran",
        "pembilang": "Yang dihitung",
        "penyebut": "Dasar perhitungan",
        "persen": "Persen",
        "rutin": "Belanja rutin internal",
        "skenario.baris": "Sub kegiatan",
        "skenario.baru": "Potongan baru",
        "skenario.lama": "Potongan sebelumnya",
        "terpotong": "Jumlah potongan",
        "turun_persen": "Pendapatan turun (persen)",
        **{f"bobot_{k.value}": f"Bobot: {k.label}" for k in Kriteria},
        "realisasi_anggaran.anggaran": "Anggaran",
        "realisasi_anggaran.batas": "Keadaan sampai",
        "realisasi_anggaran.realisasi": "Realisasi",
        "realisasi_anggaran.sumber": "Sumber",
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
    nilai={
        "arah": dict(ArahBatas.choices),
        "cara": dict(CaraLampaui.choices),
        "realisasi_anggaran.sumber": dict(SumberRealisasi.choices),
        "komponen_belanja.cara": dict(CaraKomponen.choices),
    },
    tulis={
        "kekurangan": _rupiah,
        "komponen_belanja.nilai": _rupiah,
        "pagu.baru": _rupiah,
        "pagu.lama": _rupiah,
        "realisasi_anggaran.anggaran": _rupiah,
        "realisasi_anggaran.realisasi": _rupiah,
        "skenario.baru": _rupiah,
        "skenario.lama": _rupiah,
        "sub_kegiatan.jumlah": _rupiah,
        "terpotong": _rupiah,
    },
)
