"""Why a day is what it is: everything the engine saw, in words."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from terukur.kehadiran.choices import AsalPindai, PutusanPonsel, StatusPermohonan
from terukur.kehadiran.models import Ketentuan, Pengawasan, Pengecualian, Permohonan, TandaPengawasan
from terukur.kehadiran.queries.hitungan import HariOrang, hari_orang
from terukur.kehadiran.queries.jendela import JendelaHari, RekamDalam, jendela_hari
from terukur.kehadiran.queries.pengawasan import tanda_hari
from terukur.kehadiran.rules.hari import SEBUTAN_TANDA
from terukur.kehadiran.rules.rincian import sebut_cara


@dataclass(frozen=True, slots=True)
class Mengapa:
    """A day with its window and presses, what was laid over it, the rules, and what somebody should look at.

    ``rekam``: (instant, device, way of recognition, way it came here). ``dilihat``: marks of
    sidak and apel.
    """

    hari: HariOrang
    jendela: JendelaHari
    rekam: list[tuple[dt.datetime, str, str, str]]
    permohonan: list[Permohonan]
    pengecualian: Pengecualian | None
    ketentuan: Ketentuan | None
    tanda: list[str]
    dilihat: list[tuple[TandaPengawasan, Pengawasan]]


def _asal(r: RekamDalam) -> str:
    """How a press came here; of one by phone what a human said of it."""
    label = AsalPindai(r.asal).label
    if r.putusan in ("", PutusanPonsel.LANGSUNG):
        return label
    return f"{label}, {PutusanPonsel(r.putusan).label.lower()}"


def mengapa(pegawai_id: UUID, tanggal: dt.date, *, pada: dt.datetime) -> Mengapa:
    """A fixed number of queries, whatever lies in the past."""
    hari = hari_orang(pegawai_id, tanggal, tanggal, pada=pada)[0]
    jendela = jendela_hari(pegawai_id, tanggal)
    permohonan = Permohonan.objects.filter(
        pegawai=pegawai_id, status=StatusPermohonan.DISETUJUI, sejak__lte=tanggal, sampai__gte=tanggal
    )
    bits = hari.baris.tanda if hari.baris else 0
    return Mengapa(
        hari,
        jendela,
        [(r.waktu, r.mesin, sebut_cara(r.cara), _asal(r)) for r in jendela.rekam],
        list(permohonan.order_by("berlaku_pada", "pk")),
        Pengecualian.objects.pada(tanggal).filter(pegawai=pegawai_id).first(),
        Ketentuan.objects.filter(pk=hari.aturan.id).first() if hari.aturan.id else None,
        [kata for bit, kata in SEBUTAN_TANDA.items() if bits & bit],
        tanda_hari(pegawai_id, jendela.buka, jendela.tutup),
    )
