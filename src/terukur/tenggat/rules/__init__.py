"""Decisions of this room: no writes, no clock, no request."""

from terukur.tenggat.rules.alur import (
    ALUR_JENDELA,
    ALUR_PENGAJUAN,
    ALUR_PERPANJANGAN,
    KonteksPengajuan,
    giliran,
    konflik_pemeriksa,
    langkah_ajukan,
    langkah_periksa,
    langkah_tersisa,
)
from terukur.tenggat.rules.keadaan import (
    BarisKeadaan,
    FaktaKegiatan,
    FaktaPengajuan,
    FaktaPerpanjangan,
    FaktaSyarat,
    Keadaan,
    keadaan_pada,
)
from terukur.tenggat.rules.kelengkapan import kekurangan, penghalang, persen, persen_paket, persen_syarat
from terukur.tenggat.rules.laporan import bagian, isi_laporan, teks_laporan, teks_pengingat
from terukur.tenggat.rules.selisih import Perubahan, samakan_baris, selisih_isi, tulis_kolom
from terukur.tenggat.rules.waktu import (
    BATAS_DIAM,
    DENYUT_DETAK,
    JAM_PENGINGAT,
    JEDA_SIMPAN,
    MasaPerpanjangan,
    Putusan,
    akhir_perpanjangan,
    alasan_di_luar_jendela,
    alasan_tidak_diisi,
    boleh_diisi,
    is_siap_terbit,
    pengingat_jatuh,
    periksa_boleh_diisi,
    putusan,
    saat_laporan,
    tenggat_berlaku,
    tulis_putusan,
)

__all__ = [
    "ALUR_JENDELA", "ALUR_PENGAJUAN", "ALUR_PERPANJANGAN", "BATAS_DIAM", "DENYUT_DETAK",
    "JAM_PENGINGAT", "JEDA_SIMPAN",
    "BarisKeadaan", "FaktaKegiatan", "FaktaPengajuan", "FaktaPerpanjangan", "FaktaSyarat", "Keadaan",
    "KonteksPengajuan", "MasaPerpanjangan", "Perubahan", "Putusan", "akhir_perpanjangan",
    "alasan_di_luar_jendela", "alasan_tidak_diisi", "bagian", "boleh_diisi", "giliran", "is_siap_terbit",
    "isi_laporan", "keadaan_pada", "kekurangan", "konflik_pemeriksa", "langkah_ajukan", "langkah_periksa",
    "langkah_tersisa", "penghalang",
    "pengingat_jatuh", "periksa_boleh_diisi", "persen", "persen_paket", "persen_syarat", "putusan",
    "saat_laporan", "samakan_baris", "selisih_isi", "teks_laporan", "teks_pengingat", "tenggat_berlaku",
    "tulis_kolom", "tulis_putusan",
]  # fmt: skip
