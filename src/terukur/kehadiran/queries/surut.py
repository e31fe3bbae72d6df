"""What OPD admins set for days that were over, and for themselves: for BKPSDM to look at."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda

SURUT = {
    "pola_berlaku.tetapkan": "Pola kerja", "pola_berlaku.cabut": "Pola kerja dicabut",
    "jadwal_khusus.tetapkan": "Jadwal khusus", "jadwal_khusus.cabut": "Jadwal khusus dicabut",
    "jadwal_khusus.sif": "Jadwal sif",
}  # fmt: skip
SENDIRI = {
    "pin_pegawai.petakan": "PIN bagi diri sendiri",
    "berkas_rekam.terapkan": "Berkas berisi rekamnya sendiri",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surut:
    """One act. ``nomor``: of its entry in the journal."""

    nomor: int
    pada: dt.datetime
    oleh: str
    opd: str
    apa: str
    untuk: str
    sejak: dt.date
    dasar: str


def berlaku_surut(*, sejak: dt.datetime) -> list[Surut]:
    """Acts since then that began before the day on which they were made, and evidence about oneself; the
    newest first, without BKPSDM's own. Two queries."""
    opd: dict[UUID | None, str] = dict(OPD.objects.order_by().values_list("pk", "nama"))
    catatan = Catatan.objects.filter(peristiwa__in=[*SURUT, *SENDIRI], pada__gte=sejak, ditolak=False)
    hasil = []
    for c in catatan.exclude(pelaku_id=SISTEM.id).order_by("-nomor"):
        if Peran.BKPSDM in c.pelaku_peran.split(","):
            continue
        isi = c.isi
        mulai = dt.date.fromisoformat(isi["sejak"]) if isi.get("sejak") else None
        diri = c.peristiwa in SENDIRI
        if mulai is None or not (isi.get("milik_sendiri") if diri else mulai < hari_pemda(c.pada)):
            continue
        hasil.append(
            Surut(
                c.nomor, c.pada, c.pelaku_nama, opd.get(c.opd_id, ""),
                (SENDIRI if diri else SURUT)[c.peristiwa],
                isi.get("untuk") or isi.get("pegawai") or isi.get("berkas") or "", mulai,
                isi.get("dasar") or "",
            )
        )  # fmt: skip
    return hasil
