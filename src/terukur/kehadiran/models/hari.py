"""Days as they were computed, and those that wait to be computed again."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from terukur.kehadiran.choices import StatusHari


class HariKehadiran(models.Model):
    """One day of one person: a pure function of scans, roster, overlays and rules.

    ``masuk`` and ``pulang`` are instants; ``jadwal_*`` what the roster said. Minutes as defined in
    rules/hari.py. ``pita_*`` 0 to 4. ``potongan`` in thousandths of a per cent, after the cap of the day.
    ``tanda``: bits of things that somebody should look at (rules/hari.py). ``sidik``: BLAKE2b-128 of the
    inputs; the same inputs give the same row, whenever it is computed.

    The database does not check the three keys: a million checks a month cost more than computing it. The rows
    they name are never deleted, and these can be computed again.
    """

    pk = models.CompositePrimaryKey("pegawai_id", "tanggal")
    pegawai = models.ForeignKey(
        "organisasi.Pegawai", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    tanggal = models.DateField("tanggal")
    opd = models.ForeignKey(
        "organisasi.OPD", models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False
    )
    status = models.SmallIntegerField("status", choices=StatusHari)
    jadwal_masuk = models.DateTimeField("jadwal masuk", null=True)
    jadwal_pulang = models.DateTimeField("jadwal pulang", null=True)
    masuk = models.DateTimeField("masuk", null=True)
    pulang = models.DateTimeField("pulang", null=True)
    jumlah_pindai = models.SmallIntegerField("jumlah rekam")
    terlambat = models.SmallIntegerField("terlambat (menit)")
    pulang_cepat = models.SmallIntegerField("pulang cepat (menit)")
    pita_terlambat = models.SmallIntegerField("pita TL")
    pita_pulang_cepat = models.SmallIntegerField("pita PSW")
    potongan = models.IntegerField("potongan (seperseribu persen)")
    tanda = models.IntegerField("tanda")
    ketentuan = models.ForeignKey(
        "kehadiran.Ketentuan",
        models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        db_constraint=False,
    )
    sidik = models.BinaryField("sidik masukan", max_length=16)
    dihitung_pada = models.DateTimeField("dihitung pada")

    class Meta:
        verbose_name = "hari kehadiran"
        verbose_name_plural = "hari kehadiran"
        indexes = [
            models.Index(fields=["opd", "tanggal"], name="kehadiran_hari_opd"),
            BrinIndex(fields=["tanggal"], name="kehadiran_hari_tanggal"),
            models.Index(
                fields=["pegawai", "tanggal"], condition=models.Q(status=2), name="kehadiran_hari_tk"
            ),
            BrinIndex(fields=["dihitung_pada"], name="kehadiran_hari_dihitung"),
        ]

    def __str__(self) -> str:
        return f"{self.pegawai_id} {self.tanggal}"


class AntreanHari(models.Model):
    """A day of a person that must be computed again, and why it was asked for."""

    pk = models.CompositePrimaryKey("pegawai_id", "tanggal")
    pegawai = models.ForeignKey("organisasi.Pegawai", models.CASCADE, related_name="+", db_index=False)
    tanggal = models.DateField("tanggal")
    diminta_pada = models.DateTimeField("diminta pada")

    class Meta:
        verbose_name = "antrean hari"
        verbose_name_plural = "antrean hari"

    def __str__(self) -> str:
        return f"{self.pegawai_id} {self.tanggal}"
