"""The one place where official figures are written.

Called after the journal entry that causes them: its lock on the end of the chain lets one writer of
figures at a time through, so what is read here is what the last one wrote.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import Periode
from terukur.kinerja.choices import Agregasi
from terukur.kinerja.models import RencanaAksiResmi, TargetResmi
from terukur.kinerja.queries import target_pertama, target_resmi
from terukur.kinerja.rules.capaian import Target, baca_rumus
from terukur.kinerja.rules.rencana_aksi import is_direncanakan
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.realisasi.choices import StatusCapaian
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.rules.nilai import Masukan, awal_periode, baca_bagian, is_berlaku, kedudukan


@dataclass(frozen=True, slots=True)
class Acuan:
    """What a figure is of, and by which formula it is judged."""

    opd_id: UUID
    indikator_id: UUID
    rumus: dict[str, Any]
    agregasi: str
    bobot: Decimal = Decimal(1)


MASUKAN_KOSONG: dict[str, Any] = {
    "status": StatusCapaian.BELUM,
    "realisasi": None,
    "pembilang": None,
    "penyebut": None,
    "bagian": Decimal(1),
    "kontribusi": {},
    "bukti": 0,
    "bukti_dicabut": 0,
    "sumber": {},
}
"""What comes from the report of a period, as it is while nothing is known."""

_TETAP = ("id", "dicatat_pada", "digantikan_pada", "catatan_nomor")
_ISI = [f.attname for f in CapaianResmi._meta.concrete_fields if f.name not in _TETAP]


def tulis_capaian(
    kunci: Collection[UUID],
    *,
    ganti: Mapping[tuple[UUID, str], Mapping[str, Any]],
    acuan: Mapping[UUID, Acuan] | None = None,
    catatan_nomor: int | Mapping[UUID, int],
    pada: dt.datetime,
) -> int:
    """Bring the figures of these keys in step with targets and results; how many facts are new.

    ``ganti``: {(key, period code): fields of ``MASUKAN_KOSONG`` that change}. ``acuan``: of keys outside the
    plan that have no figure yet. A fact is superseded only where something in it changed, later periods
    of the year included. Five reads and two writes, however many keys and periods.
    """
    lama = {
        (c.kunci, c.periode): c
        for c in CapaianResmi.objects.diketahui(None).filter(kunci__in=kunci).order_by("pk")
    }
    target = target_resmi(kunci)
    sejak = target_pertama(kunci)
    dasar = _acuan(kunci, lama.values(), acuan or {})
    per_kunci: dict[UUID, set[str]] = defaultdict(set)
    for k, periode in (*lama, *ganti, *((k, p) for k, t in target.items() for p in t)):
        per_kunci[k].add(periode)
    baru, usang = [], []
    for k, daftar in per_kunci.items():
        nomor = catatan_nomor if isinstance(catatan_nomor, int) else catatan_nomor[k]
        for c in _susun(k, daftar, lama, ganti, target.get(k, {}), sejak, dasar[k]):
            ada = lama.pop((k, c.periode), None)
            if ada is not None and all(getattr(ada, n) == getattr(c, n) for n in _ISI):
                continue
            if ada is not None:
                usang.append(ada)
            c.catatan_nomor = nomor
            baru.append(c)
        usang += [lama.pop((k, p)) for p in daftar if (k, p) in lama]
    saat = max([pada, *(c.dicatat_pada for c in usang)])
    CapaianResmi.objects.filter(pk__in=[c.pk for c in usang]).update(digantikan_pada=saat)
    for c in baru:
        c.dicatat_pada = saat
    CapaianResmi.objects.bulk_create(baru)
    return len(baru)


def _acuan(
    kunci: Collection[UUID], lama: Collection[CapaianResmi], tambahan: Mapping[UUID, Acuan]
) -> dict[UUID, Acuan]:
    hasil = dict(tambahan) | {
        c.kunci: Acuan(c.opd_id, c.indikator_id, c.rumus, c.agregasi, c.bobot) for c in lama
    }
    resmi = RencanaAksiResmi.objects.diketahui(None).filter(kunci__in=kunci).exclude(nomor_register="")
    for a in resmi.order_by("pk"):
        ukuran = a.isi["ukuran"]
        hasil[a.kunci] = Acuan(
            a.opd_id, a.indikator_id, ukuran["rumus"], ukuran["agregasi"], Decimal(a.isi["bobot"])
        )
    return hasil


def _susun(
    kunci: UUID,
    daftar: Collection[str],
    lama: Mapping[tuple[UUID, str], CapaianResmi],
    ganti: Mapping[tuple[UUID, str], Mapping[str, Any]],
    target: Mapping[str, TargetResmi],
    sejak: Mapping[tuple[UUID, str], dt.datetime],
    acuan: Acuan,
) -> list[CapaianResmi]:
    """The facts of one key as they should be, in order of time; none without target and result.

    Each OPD stands for its own periods: where one took the key over, its standing begins there, and empty.
    """
    hasil: list[CapaianResmi] = []
    milik: dict[UUID, list[Masukan]] = defaultdict(list)
    rumus, zona = baca_rumus(acuan.rumus), zona_pemda()
    for periode in sorted(map(Periode.baca, daftar)):
        ada, t = lama.get((kunci, periode.kode)), target.get(periode.kode)
        opd_id = t.opd_id if t else acuan.opd_id
        tetap = ada is not None and ada.opd_id == opd_id
        isi = {n: getattr(ada, n) if tetap else v for n, v in MASUKAN_KOSONG.items()}
        isi |= ganti.get((kunci, periode.kode), {})
        if opd_id is None or (t is None and isi["realisasi"] is None):
            continue
        saat = sejak.get((kunci, periode.kode))
        direncanakan = t is not None and is_direncanakan(saat, awal_periode(periode, zona))
        milik[opd_id].append(
            Masukan(
                periode, StatusCapaian(isi["status"]), Target(t.nilai, t.nilai_atas) if t else None,
                direncanakan, isi["realisasi"], baca_bagian(isi["kontribusi"]),
                is_berlaku(saat, periode, zona),
            )
        )  # fmt: skip
        kini = kedudukan(rumus, Agregasi(acuan.agregasi), milik[opd_id])
        hasil.append(
            CapaianResmi(
                kunci=kunci,
                opd_id=opd_id,
                tahun=periode.tahun,
                periode=periode.kode,
                urutan=periode.bulan_akhir,
                indikator_id=acuan.indikator_id,
                target=t.nilai if t else None,
                target_atas=t.nilai_atas if t else None,
                target_sejak=saat,
                direncanakan=direncanakan,
                rumus=acuan.rumus,
                agregasi=acuan.agregasi,
                bobot=acuan.bobot,
                berlaku_sejak=periode.sejak,
                berlaku_sampai=periode.sampai,
                **isi,
                **{n: getattr(kini, n) for n in kini.__slots__},
            )
        )
    return hasil


def susun_ulang(kunci: Sequence[UUID], *, oleh: Pelaku, pada: dt.datetime) -> None:
    """Targets were set or revised: open the figures of new ones, and supersede those of changed ones.

    Registered with ``kinerja.penyedia.daftar_penerima_target``. The cause of each is the last journal
    entry that set or revised a target of its key.
    """
    nomor = {k: max(t.catatan_nomor for t in daftar.values()) for k, daftar in target_resmi(kunci).items()}
    tulis_capaian(list(nomor), ganti={}, catatan_nomor=nomor, pada=pada)
