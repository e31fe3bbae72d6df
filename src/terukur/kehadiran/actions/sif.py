"""The shifts of a month, person by person."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from terukur.inti.bitemporal import catat_fakta
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kehadiran.actions.antrean import tandai_lingkup
from terukur.kehadiran.actions.lingkup import untuk
from terukur.kehadiran.models import JadwalKhusus
from terukur.kehadiran.rules.jadwal import Jam, tulis_jam
from terukur.organisasi.models import Pegawai


@transaction.atomic
def tetapkan_sif(
    *,
    pegawai: Pegawai,
    hari: Mapping[dt.date, Jam],
    dasar: str,
    opd_id: UUID | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> int:
    """Write the shifts of these days of one person, with one entry in the journal; how many days."""
    milik = untuk(pegawai, opd_id=opd_id)
    for tanggal, jam in sorted(hari.items()):
        isi = {**milik.kolom, "masuk": jam.masuk, "pulang": jam.pulang, "dasar": dasar.strip()}
        catat_fakta(
            JadwalKhusus, kunci={"kunci": milik.kunci}, isi=isi, sejak=tanggal, sampai=tanggal, pada=pada
        )
    if hari:
        jam_teks = [f"{t.isoformat()} {tulis_jam(j.masuk, j.pulang)}" for t, j in sorted(hari.items())]
        catat(
            peristiwa="jadwal_khusus.sif", objek="jadwal_khusus", objek_id=milik.kunci,
            isi={"untuk": pegawai.nama, "jam": jam_teks, "dasar": dasar.strip()}, oleh=oleh, pada=pada,
            opd_id=opd_id,
        )  # fmt: skip
        tandai_lingkup(milik.lingkup, pegawai.pk, sejak=min(hari), sampai=max(hari), pada=pada)
    return len(hari)
