"""Targets that passed from an OPD that ended to another, or wait for one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from terukur.inti.periode import Periode
from terukur.kinerja.models import RencanaAksiResmi, TargetResmi
from terukur.kinerja.queries import target_pertama
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import sebut_saat, zona_pemda
from terukur.realisasi.choices import StatusLaporan
from terukur.realisasi.models import LaporanRealisasi
from terukur.realisasi.queries.riwayat_laporan import laporan_saat
from terukur.realisasi.rules.nilai import is_berlaku

TERJAWAB = (StatusLaporan.DIAJUKAN, StatusLaporan.DIVERIFIKASI)


def belum_terjawab(target: Sequence[TargetResmi], saat: dt.datetime | None = None) -> list[TargetResmi]:
    """Those of whose owner no report submitted by ``saat`` holds that period. One query, of the past two."""
    milik = LaporanRealisasi.objects.filter(opd__in={t.opd_id for t in target if t.opd_id})
    if saat is None:
        terjawab = set(milik.filter(status__in=TERJAWAB).values_list("opd", "periode"))
    else:
        dahulu = laporan_saat(milik.filter(periode__in={t.periode for t in target}), saat)
        terjawab = {(lap.opd_id, lap.periode) for lap in dahulu if lap.status in TERJAWAB}
    return [t for t in target if (t.opd_id, t.periode) not in terjawab]


def pernah_berlaku(target: Sequence[TargetResmi]) -> list[TargetResmi]:
    """Those that were set before their period was over. One query."""
    sejak, zona = target_pertama({t.kunci for t in target}), zona_pemda()
    return [t for t in target if is_berlaku(sejak[t.kunci, t.periode], Periode.baca(t.periode), zona)]


def jumlah_tanpa_penerima() -> int:
    """How many actions have targets that nobody owes."""
    tanpa = TargetResmi.objects.diketahui(None).filter(opd=None)
    return tanpa.order_by("kunci").values("kunci").distinct().count()


@dataclass(frozen=True, slots=True)
class BarisWarisan:
    """One action whose remaining periods passed on. ``penerima`` None: nobody owes them yet."""

    kunci: UUID
    tahun: int
    judul: str
    indikator: str
    asal: OPD
    penerima: OPD | None
    periode: tuple[Periode, ...]

    @property
    def sebut_periode(self) -> str:
        return ", ".join(p.label_pendek for p in self.periode)

    @property
    def nama_penerima(self) -> str:
        return self.penerima.nama if self.penerima else ""


def daftar_warisan(kunci: UUID | None = None, saat: dt.datetime | None = None) -> list[BarisWarisan]:
    """All that passed on and is not submitted (by ``saat``), or one action; what has no recipient first.
    Three queries, of the past five."""
    alihan = TargetResmi.objects.diketahui(saat).filter(asal__isnull=False)
    if kunci is not None:
        alihan = alihan.filter(kunci=kunci)
    semua = alihan.select_related("opd", "asal").order_by("kunci", "berlaku_sejak", "pk")
    daftar_target = list(semua)
    if saat is not None:
        sebut_saat((o for t in daftar_target for o in (t.opd, t.asal) if o), saat)
    milik: dict[tuple[UUID, OPD, OPD | None], list[TargetResmi]] = defaultdict(list)
    for t in belum_terjawab(daftar_target, saat):
        assert t.asal is not None, "just those were asked for"
        milik[t.kunci, t.asal, t.opd].append(t)
    aksi = _aksi({k for k, *_ in milik}, saat)
    hasil = [
        BarisWarisan(
            k, daftar[0].tahun, aksi[k].isi["aksi"], aksi[k].isi["ukuran"]["nama"], asal, penerima,
            tuple(_periode(daftar)),
        )
        for (k, asal, penerima), daftar in milik.items()
    ]  # fmt: skip
    return sorted(hasil, key=lambda b: (b.penerima is not None, -b.tahun, b.asal.nama, b.judul))


def _aksi(kunci: Collection[UUID], saat: dt.datetime | None) -> dict[UUID, RencanaAksiResmi]:
    resmi = RencanaAksiResmi.objects.diketahui(saat).filter(kunci__in=kunci).exclude(nomor_register="")
    return {a.kunci: a for a in resmi.order_by("pk")}


def _periode(target: Iterable[TargetResmi]) -> list[Periode]:
    return sorted(Periode.baca(t.periode) for t in target)
