"""Facts for all, an OPD, a unit or a person: how they are written, and what must be computed again."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.kehadiran.choices import LingkupJadwal
from terukur.kehadiran.rules.lingkup import TAHUN_AKHIR, TAHUN_AWAL, is_wajar, kunci_lingkup
from terukur.organisasi.models import OPD, Pegawai, Unit

L = LingkupJadwal


@dataclass(frozen=True, slots=True)
class Untuk:
    """Whose a fact is. Make it with ``untuk``. ``pengguna_id``: the login of the person, if it is one."""

    lingkup: str
    pemilik_id: UUID | None
    sebutan: str
    opd_id: UUID | None = None
    pengguna_id: UUID | None = None

    @property
    def kunci(self) -> str:
        return kunci_lingkup(self.lingkup, self.pemilik_id)

    @property
    def kolom(self) -> dict[str, Any]:
        """Columns of a ``Berlingkup`` row beside ``kunci``."""
        return {
            "lingkup": self.lingkup,
            **{f"{k}_id": self.pemilik_id if self.lingkup == k else None for k in ("opd", "unit", "pegawai")},
        }


SEMUA = Untuk(L.SEMUA, None, L.SEMUA.label)


def untuk(pemilik: OPD | Unit | Pegawai | None, *, opd_id: UUID | None = None) -> Untuk:
    """The scope of an OPD, a unit, a person (``opd_id``: where he works, for the journal) or of all."""
    match pemilik:
        case None:
            return SEMUA
        case OPD():
            return Untuk(L.OPD, pemilik.pk, pemilik.nama, pemilik.pk)
        case Unit():
            return Untuk(L.UNIT, pemilik.pk, pemilik.nama, pemilik.opd_id)
        case _:
            return Untuk(L.PEGAWAI, pemilik.pk, pemilik.nama, opd_id, pemilik.pengguna_id)


def is_diri(pengguna_id: UUID | None, oleh: Pelaku) -> bool:
    """Is this the person who acts?"""
    return pengguna_id is not None and str(pengguna_id) == oleh.id


def tolak_diri(pengguna_id: UUID | None, oleh: Pelaku) -> None:
    """Nobody judges his own: hours, exemptions and rights of a person are set by somebody else."""
    if is_diri(pengguna_id, oleh):
        raise AturanDilanggar(
            "Jadwal, ketentuan, pengecualian dan izin untuk diri sendiri ditetapkan orang lain: admin OPD "
            "yang lain, atau BKPSDM.",
            kode="diri_sendiri",
        )


def periksa_masa(sejak: dt.date, sampai: dt.date | None) -> None:
    """Refuse days that run backwards, or lie so far away that somebody mistyped."""
    for kolom, hari in (("sejak", sejak), ("sampai", sampai)):
        if hari is not None and not is_wajar(hari):
            pesan = f"Tahun {hari.year} terlalu jauh; isi tahun {TAHUN_AWAL} sampai {TAHUN_AKHIR}."
            raise AturanDilanggar(pesan, kolom={kolom: pesan})
    if sampai is not None and sampai < sejak:
        raise AturanDilanggar(
            "Hari terakhir sebelum hari pertama.", kolom={"sampai": "Tidak boleh sebelum hari pertama."}
        )
