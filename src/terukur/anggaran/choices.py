"""Vocabulary of the budget: kinds of spending, what happens above the ceiling."""

from django.db import models


class JenisBelanja(models.TextChoices):
    """Kelompok belanja of the official account list (Permendagri 90/2019): second digit of 5.x."""

    OPERASI = "operasi", "Belanja operasi"
    MODAL = "modal", "Belanja modal"
    TAK_TERDUGA = "tak_terduga", "Belanja tidak terduga"
    TRANSFER = "transfer", "Belanja transfer"


class CaraLampaui(models.TextChoices):
    """What a need above the ceiling becomes; dated data set by TAPD per year and stage."""

    USULAN = "usulan", "Masuk daftar usulan di atas pagu"
    TOLAK = "tolak", "Ditolak saat diisi"


class ArahBatas(models.TextChoices):
    """Which way a mandatory share is limited."""

    MIN = "min", "Paling sedikit"
    MAKS = "maks", "Paling banyak"


class CaraKomponen(models.TextChoices):
    """Where an amount of a mandatory-spending formula comes from."""

    SEMUA = "semua", "Jumlah semua kebutuhan dalam pagu"
    REKENING = "rekening", "Jumlah kebutuhan menurut rekening"
    SUB_KEGIATAN = "sub_kegiatan", "Jumlah kebutuhan menurut kode sub kegiatan"
    ISIAN = "isian", "Diisi TAPD per tahapan"


class Kriteria(models.TextChoices):
    """What a scenario weighs; ``LINDUNG`` is no criterion but the share that may not be cut."""

    MANDATORI = "mandatori", "Mandatori atau SPM"
    PRIORITAS = "prioritas", "Prioritas daerah"
    RPJMD = "rpjmd", "Tertaut RPJMD"
    PUBLIK = "publik", "Manfaat publik"
    KINERJA = "kinerja", "Kinerja sejauh ini"
    LINDUNG = "lindung", "Bagian mandatori dan SPM yang dilindungi"


class SumberRealisasi(models.TextChoices):
    """Book from which spent money is told; they differ, so every figure names its own (rujukan "praktik")."""

    SP2D = "sp2d", "SP2D"
    BKU = "bku", "BKU"
    LRA = "lra", "LRA"
