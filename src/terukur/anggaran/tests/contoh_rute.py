"""Samples for the sweep of routes."""

from tests.rute import Contoh, Dunia


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    opd = Contoh({"opd_id": dunia.sendiri.pk}, lain={"opd_id": dunia.lain.pk})
    return {"anggaran:pagu_opd": opd, "anggaran:pagu_ubah": opd}
