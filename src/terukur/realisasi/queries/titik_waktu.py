"""The stops of the time slider: the days on which something became known of a card, and by what act."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from terukur.jejak.models import Catatan
from terukur.kinerja.models import DefinisiIndikator, RencanaAksiResmi
from terukur.organisasi.models import OPDVersi
from terukur.organisasi.queries import hari_pemda
from terukur.realisasi.models import CapaianResmi

SEMENIT = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TitikWaktu:
    """One stop. ``saat``: the first full minute at which all changes of its day were known.

    ``peristiwa``: the acts behind them, in their order; a stop by the name or plan alone has none.
    """

    saat: dt.datetime
    peristiwa: tuple[str, ...]


def titik_waktu(
    opd_id: UUID, tahun: int, *, per: dt.date, sampai: dt.datetime | None = None
) -> list[TitikWaktu]:
    """Every day on which the card of ``per`` became another, oldest first. Between two it does not change.

    A change is a figure, an action of the plan, the definition of an indicator outside it, or the name of
    the OPD that was recorded or superseded.
    ``sampai``: nothing later. Five queries.
    """
    fakta = CapaianResmi.objects.filter(opd=opd_id, tahun=tahun, berlaku_sampai__lte=per)
    rencana = RencanaAksiResmi.objects.filter(opd=opd_id, tahun=tahun).exclude(nomor_register="")
    versi = OPDVersi.objects.filter(opd=opd_id, berlaku_sejak__lte=per)
    saat: dict[dt.datetime, set[int]] = {}
    for dicatat, diganti, nomor in (
        fakta.order_by("dicatat_pada")
        .values_list("dicatat_pada", "digantikan_pada", "catatan_nomor")
        .distinct()
    ):
        saat.setdefault(dicatat, set()).add(nomor)
        if diganti is not None:
            saat.setdefault(diganti, set())
    luar = fakta.filter(target=None).exclude(kunci__in=rencana.values("kunci")).values("indikator")
    definisi = DefinisiIndikator.objects.filter(indikator__in=luar)
    for lain in (rencana, versi, definisi):
        for pasangan in (
            lain.order_by("dicatat_pada").values_list("dicatat_pada", "digantikan_pada").distinct()
        ):
            for s in pasangan:
                if s is not None:
                    saat.setdefault(s, set())
    urut = sorted(s for s in saat if sampai is None or s <= sampai)
    nama = dict(
        Catatan.objects.filter(nomor__in={n for s in urut for n in saat[s]}).values_list("nomor", "peristiwa")
    )
    per_hari: dict[dt.date, list[dt.datetime]] = {}
    for s in urut:
        per_hari.setdefault(hari_pemda(_semenit(s)), []).append(s)
    return [
        TitikWaktu(
            _semenit(daftar[-1]),
            tuple(dict.fromkeys(nama[n] for s in daftar for n in sorted(saat[s]) if n in nama)),
        )
        for daftar in per_hari.values()
    ]


def _semenit(saat: dt.datetime) -> dt.datetime:
    """The instant itself where it is a full minute, else the next one: forms know no seconds."""
    bulat = saat.replace(second=0, microsecond=0)
    return bulat if bulat == saat else bulat + SEMENIT


def titik_kini(titik: list[TitikWaktu], diketahui: dt.datetime | None) -> int | None:
    """Which stop answers ``diketahui``: the last one up to it.

    ``len(titik)``: now. None: before the first.
    """
    if diketahui is None:
        return len(titik)
    return next((n for n in range(len(titik) - 1, -1, -1) if titik[n].saat <= diketahui), None)
