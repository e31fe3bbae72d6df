"""Closed word lists of performance indicators and action plans."""

from django.db import models

KODE_PENYEDIA = "rencana_aksi"
"""Code of the requirement that this room offers to collection windows."""


class Metode(models.TextChoices):
    """How achievement is computed where lower is better (PermenPANRB 53/2014 leaves it to each pemda)."""

    SELISIH = "selisih", "Selisih: (2 × target − realisasi) ÷ target"
    RASIO = "rasio", "Rasio: target ÷ realisasi"


class Agregasi(models.TextChoices):
    """How the periods of a year become one figure."""

    AKUMULATIF = "akumulatif", "Akumulatif: dijumlahkan"
    POSISI_AKHIR = "posisi_akhir", "Posisi akhir: yang terakhir berlaku"
    RATA_RATA = "rata_rata", "Rata-rata"
    MAKSIMUM = "maksimum", "Tertinggi"


class JenisIndikator(models.TextChoices):
    IKU = "iku", "IKU"
    IKK = "ikk", "IKK"
    OUTCOME = "outcome", "Hasil (outcome)"
    OUTPUT = "output", "Keluaran (output)"


class Asal(models.TextChoices):
    """Where an action comes from."""

    RENJA = "renja", "Renja OPD"
    MANDATORI = "mandatori", "Mandatori pusat"
    KEPALA_DAERAH = "kepala_daerah", "Inisiatif kepala daerah"
    MUSRENBANG = "musrenbang", "Musrenbang"
    POKIR = "pokir", "Pokok pikiran DPRD"


class PemicuRevisi(models.TextChoices):
    """What lets a target be revised after it was set (PermenPANRB 53/2014: PK Perubahan)."""

    DPPA = "dppa", "DPPA"
    MUTASI = "mutasi", "Pergantian pejabat"
    STRATEGI = "strategi", "Perubahan strategi atau prioritas"
    KEBIJAKAN = "kebijakan", "Kebijakan pusat atau keadaan luar biasa"


class StatusPerjanjian(models.TextChoices):
    """States of one version of a perjanjian kinerja."""

    DRAF = "draf", "Draf"
    DIAJUKAN = "diajukan", "Diajukan"
    DIKEMBALIKAN = "dikembalikan", "Dikembalikan"
    DITETAPKAN = "ditetapkan", "Ditetapkan"


class TingkatKinerja(models.IntegerChoices):
    """Levels of a pohon kinerja from the widest to the narrowest (PermenPANRB 89/2021)."""

    HASIL_AKHIR = 1, "Hasil akhir (final outcome)"
    FAKTOR_KUNCI = 2, "Faktor kunci keberhasilan (CSF)"
    HASIL_ANTARA = 3, "Hasil antara (intermediate outcome)"
    HASIL_LANGSUNG = 4, "Hasil langsung (immediate outcome)"
    KELUARAN = 5, "Keluaran (output)"

    @property
    def pendek(self) -> str:
        """Without the term in brackets: ``Hasil antara``."""
        return str(self.label).partition(" (")[0]


class StatusCrosscutting(models.TextChoices):
    """States of a contribution that one OPD asks of another."""

    DIUSULKAN = "diusulkan", "Diusulkan"
    DITERIMA = "diterima", "Diterima"
    DITOLAK = "ditolak", "Ditolak"
    DITARIK = "ditarik", "Ditarik"
