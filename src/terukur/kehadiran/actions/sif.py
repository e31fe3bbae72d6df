"""The shifts of a month, person by person."""

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction

from terukur.inti.bitemporal import SATU_HARI, cabut_fakta, catat_fakta, salinan_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kehadiran.actions.antrean import tandai_hari, tandai_lingkup
from terukur.kehadiran.actions.lingkup import tolak_diri, untuk
from terukur.kehadiran.choices import LingkupJadwal
from terukur.kehadiran.models import JadwalKhusus
from terukur.kehadiran.rules.jadwal import Jam, tulis_jam
from terukur.organisasi.models import Pegawai


@transaction.atomic
def tetapkan_sif(
    *,
    pegawai: Pegawai,
    hari: Mapping[dt.date, Jam | None],
    dasar: str,
    opd_id: UUID | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> int:
    """Write the shifts of these days of one person, with one entry in the journal; how many days.

    None: the day has no shift of its own any more, his pattern holds again.
    """
    tolak_diri(pegawai.pengguna_id, oleh)
    milik = untuk(pegawai, opd_id=opd_id)
    for tanggal, jam in sorted(hari.items()):
        if jam is None:
            cabut_fakta(JadwalKhusus, kunci={"kunci": milik.kunci}, sejak=tanggal, sampai=tanggal, pada=pada)
            continue
        isi = {**milik.kolom, "masuk": jam.masuk, "pulang": jam.pulang, "dasar": dasar.strip()}
        catat_fakta(
            JadwalKhusus, kunci={"kunci": milik.kunci}, isi=isi, sejak=tanggal, sampai=tanggal, pada=pada
        )
    if hari:
        jam_teks = [
            f"{t.isoformat()} {tulis_jam(j.masuk, j.pulang) if j else 'menurut pola'}"
            for t, j in sorted(hari.items())
        ]
        catat(
            peristiwa="jadwal_khusus.sif", objek="jadwal_khusus", objek_id=milik.kunci,
            isi={"untuk": pegawai.nama, "sejak": min(hari), "jam": jam_teks, "dasar": dasar.strip()},
            oleh=oleh, pada=pada, opd_id=opd_id,
        )  # fmt: skip
        tandai_lingkup(milik.lingkup, pegawai.pk, sejak=min(hari), sampai=max(hari), pada=pada)
    return len(hari)


@transaction.atomic
def urungkan_sif(
    *, dicatat_pada: dt.datetime, pegawai_ids: Collection[UUID], oleh: Pelaku, pada: dt.datetime
) -> int:
    """Take back the shifts that were recorded for these people at ``dicatat_pada``; what held before holds
    again, as knowledge of ``pada``. Returns how many people.

    Raises ``AturanDilanggar`` when one of these days was changed since.
    """
    semua = JadwalKhusus.objects.filter(lingkup=LingkupJadwal.PEGAWAI, pegawai__in=pegawai_ids)
    baru = list(semua.filter(dicatat_pada=dicatat_pada).select_for_update().order_by("pk"))
    lama = list(semua.filter(digantikan_pada=dicatat_pada, dicatat_pada__lt=dicatat_pada).order_by("pk"))
    if any(b.digantikan_pada not in (None, dicatat_pada) for b in baru) or any(
        n.kunci == b.kunci and n.berlaku_sejak <= b.berlaku_sampai and b.berlaku_sejak <= n.berlaku_sampai
        for n in semua.filter(dicatat_pada__gt=dicatat_pada, berlaku_sampai__isnull=False)
        for b in (*baru, *lama)
        if b.berlaku_sampai is not None
    ):
        raise AturanDilanggar(
            "Impor tidak dapat diurungkan: sebagian harinya sudah diubah sesudahnya.", kode="sudah_dipakai"
        )
    JadwalKhusus.objects.filter(pk__in=[b.pk for b in baru], digantikan_pada=None).update(
        digantikan_pada=pada
    )
    for b in lama:
        salinan_fakta(b, dicatat_pada=pada, digantikan_pada=None).save(force_insert=True)
    orang = {b.pegawai_id for b in (*baru, *lama) if b.pegawai_id}
    if orang:
        sampai = [b.berlaku_sampai for b in (*baru, *lama)]
        tandai_hari(
            orang, sejak=min(b.berlaku_sejak for b in (*baru, *lama)) - SATU_HARI,
            sampai=None if None in sampai else max(s for s in sampai if s) + SATU_HARI, pada=pada,
            tercatat=True,
        )  # fmt: skip
    catat(
        peristiwa="jadwal_khusus.urungkan_impor", objek="jadwal_khusus", objek_id="impor",
        isi={"jumlah": len(orang)}, oleh=oleh, pada=pada,
    )  # fmt: skip
    return len(orang)
