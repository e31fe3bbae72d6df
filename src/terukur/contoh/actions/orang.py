"""The users of the demo, as those who act."""

import datetime as dt

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.contoh.akun import nama_pendek
from terukur.inti.pelaku import Pelaku
from terukur.organisasi.models import OPD


class OrangContoh:
    """Users of the demo at an instant, with the roles of that instant."""

    def __init__(self, pada: dt.datetime) -> None:
        self.pada = pada

    def ambil(self, nama: str, pada: dt.datetime | None = None) -> tuple[Pengguna, Pelaku]:
        pengguna = Pengguna.objects.get(nama_pengguna=nama)
        pengguna.akses = susun_akses(pengguna, pada=pada or self.pada)
        return pengguna, pengguna.pelaku()

    def operator(self, opd: OPD) -> Pelaku:
        return self.ambil(f"operator.{nama_pendek(opd.singkatan)}")[1]

    def kepala(self, opd: OPD, pada: dt.datetime) -> tuple[Pengguna, Pelaku]:
        nama = "sekda" if opd.singkatan == "Setda" else f"kepala.{nama_pendek(opd.singkatan)}"
        return self.ambil(nama, pada)
