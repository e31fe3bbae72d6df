"""What is known around records by phone, in three statements for one of them or for all of a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from terukur.inti.sql import tanya
from terukur.kehadiran.choices import CaraPonsel, Dialek
from terukur.kehadiran.models import KetentuanPonsel, LetakMesin, RekamPonsel
from terukur.kehadiran.queries.ponsel import SEBULAN
from terukur.kehadiran.rules.ponsel import Sampel
from terukur.kehadiran.rules.risiko import MASA_PINDAH, BahanRisiko, Hadir, Lalu, Titik

AKURASI_MESIN = 100.0
"""Metres by which the known place of a device may be off."""

# Presses at devices whose place is known, of whoever had the PIN that day.
_MESIN = """
select t.pegawai_id, s.waktu, l.lintang, l.bujur, m.nama
from kehadiran_pinpegawai t
join kehadiran_mesin m on m.kelompok_id = t.kelompok_id and m.dialek <> %(ponsel)s
join kehadiran_letakmesin l on l.mesin_id = m.id and l.digantikan_pada is null
    and l.berlaku_sejak <= %(sampai)s::timestamptz::date
    and (l.berlaku_sampai is null or l.berlaku_sampai >= %(sejak)s::timestamptz::date)
join kehadiran_pindai s on s.mesin_id = m.id and s.pin = t.pin
    and s.waktu >= %(sejak)s and s.waktu <= %(sampai)s
where t.pegawai_id = any(%(pegawai)s::uuid[]) and t.digantikan_pada is null
    and t.berlaku_sejak <= s.waktu::date + 1
    and (t.berlaku_sampai is null or t.berlaku_sampai >= s.waktu::date - 1)
"""


def titik(r: RekamPonsel) -> Titik | None:
    return None if r.lintang is None or r.bujur is None else (float(r.lintang), float(r.bujur))


def bahan_risiko(
    rekam: Sequence[RekamPonsel], ketentuan: KetentuanPonsel, letak: dict[int, LetakMesin]
) -> list[BahanRisiko]:
    """One for each record, in their order. ``letak``: of their places."""
    if not rekam:
        return []
    orang = sorted({r.pegawai_id for r in rekam})
    awal, akhir = min(r.waktu for r in rekam), max(r.waktu for r in rekam)
    di_titik, di_ponsel = _sehari(rekam)
    lalu = defaultdict(list)
    sejak = awal - SEBULAN
    for x in (
        RekamPonsel.objects.filter(pegawai__in=orang, waktu__gte=sejak, waktu__lte=akhir + MASA_PINDAH)
        .select_related("mesin")
        .order_by("waktu")
    ):
        lalu[x.pegawai_id].append(x)
    mesin = defaultdict(list)
    nilai = {
        "ponsel": Dialek.PONSEL,
        "sejak": awal - MASA_PINDAH,
        "sampai": akhir + MASA_PINDAH,
        "pegawai": orang,
    }
    for p, waktu, lintang, bujur, nama in tanya(_MESIN, nilai):
        mesin[p].append(Hadir(waktu, (float(lintang), float(bujur)), AKURASI_MESIN, nama))
    return [
        BahanRisiko(
            pegawai=r.pegawai_id, waktu=r.waktu, tanggal=r.tanggal, titik=titik(r),
            akurasi=float(r.akurasi or 0),
            jauh=None if r.jarak is None else float(r.jarak),
            radius=letak[r.mesin_id].radius if r.mesin_id in letak else 0,
            sampel=[Sampel(a, b, c, int(d)) for a, b, c, d in r.sampel], perangkat=r.perangkat,
            lewat_layar=r.cara == CaraPonsel.LAYAR,
            lalu=[_lalu(x) for x in lalu[r.pegawai_id] if x.waktu < r.waktu],
            orang_titik=di_titik[r.tanggal, titik(r)], orang_perangkat=di_ponsel[r.tanggal, r.perangkat],
            hadir=mesin[r.pegawai_id]
            + [h for x in lalu[r.pegawai_id] if x.waktu != r.waktu for h in _hadir(x)],
            kecepatan_terbesar=ketentuan.kecepatan_terbesar, bobot=ketentuan.bobot,
        )
        for r in rekam
    ]  # fmt: skip


def _sehari(
    rekam: Sequence[RekamPonsel],
) -> tuple[dict[tuple[dt.date, Titik | None], set[UUID]], dict[tuple[dt.date, str], set[UUID]]]:
    """Who was recorded on a day with given coordinates, and with a given phone."""
    semua = RekamPonsel.objects.filter(tanggal__in={r.tanggal for r in rekam})
    if len(rekam) == 1:
        r = rekam[0]
        sama = Q(lintang=r.lintang, bujur=r.bujur) if titik(r) else Q(pk=None)
        semua = semua.filter(sama | Q(perangkat=r.perangkat))
    di_titik: dict[tuple[dt.date, Titik | None], set[UUID]] = defaultdict(set)
    di_ponsel: dict[tuple[dt.date, str], set[UUID]] = defaultdict(set)
    for x in semua.order_by("pk"):
        di_titik[x.tanggal, titik(x)].add(x.pegawai_id)
        di_ponsel[x.tanggal, x.perangkat].add(x.pegawai_id)
    return di_titik, di_ponsel


def _lalu(x: RekamPonsel) -> Lalu:
    akurasi = None if x.akurasi is None else float(x.akurasi)
    return Lalu(x.waktu, x.tanggal, titik(x), akurasi, x.perangkat)


def _hadir(x: RekamPonsel) -> list[Hadir]:
    ada = titik(x)
    return [Hadir(x.waktu, ada, float(x.akurasi or 0), x.mesin.nama)] if ada else []
