"""The rows of a report as they were officially known at a past instant."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from terukur.inti.periode import Periode
from terukur.kinerja.models import RencanaAksiResmi, TargetResmi
from terukur.kinerja.queries import aksi_resmi, definisi_banyak, nama_asal, target_pertama, target_resmi
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import ukuran_beku
from terukur.kinerja.rules.rencana_aksi import is_direncanakan
from terukur.organisasi.queries.waktu import hari_pemda, zona_pemda
from terukur.realisasi.models import BuktiRealisasi, CapaianResmi, Kontribusi, LaporanRealisasi, Realisasi
from terukur.realisasi.queries.laporan import BarisLaporan
from terukur.realisasi.rules.nilai import awal_periode


def baris_lampau(
    opd_id: UUID, periode: Periode, laporan: LaporanRealisasi | None, saat: dt.datetime
) -> list[BarisLaporan]:
    """Plan, figure, parts and evidence of then, and the obstacles that the paper signed last tells; no draft
    is among them. A constant number of queries. ``laporan`` of ``get_laporan_saat``."""
    aksi = list(aksi_resmi(opd_id, periode.tahun, diketahui=saat))
    target = target_resmi((a.kunci for a in aksi), diketahui=saat)
    sejak = target_pertama(a.kunci for a in aksi)
    asal = nama_asal(aksi, opd_id, saat)
    fakta = {
        f.kunci: f
        for f in CapaianResmi.objects.diketahui(saat).filter(opd=opd_id, periode=periode.kode).order_by("pk")
    }
    bukti = _bukti(laporan, saat)
    mulai = awal_periode(periode, zona_pemda())

    def rencana(a: RencanaAksiResmi, t: TargetResmi) -> BarisLaporan:
        pertama = sejak.get((a.kunci, periode.kode))
        return BarisLaporan(
            a.kunci, a.isi["aksi"], a.indikator_id, a.isi["ukuran"], a.isi["bobot"],
            Target(t.nilai, t.nilai_atas), pertama, is_direncanakan(pertama, mulai),
            asal=asal.get(a.kunci, ""), diterima=hari_pemda(t.dicatat_pada) if t.asal_id else None,
            **_isi(fakta.get(a.kunci), bukti),
        )  # fmt: skip

    milik = [(a, target.get(a.kunci, {}).get(periode.kode)) for a in aksi]
    hasil = [rencana(a, t) for a, t in milik if t is not None and t.opd_id == opd_id]
    luar = [f for f in fakta.values() if f.target is None]
    definisi = definisi_banyak((f.indikator_id for f in luar), per=periode.sampai, diketahui=saat)
    for f in luar:
        d = definisi[f.indikator_id]
        hasil.append(BarisLaporan(f.kunci, d.nama, f.indikator_id, ukuran_beku(d), **_isi(f, bukti)))
    _pasang_kendala(hasil, laporan)
    return hasil


def _isi(f: CapaianResmi | None, bukti: Mapping[UUID, list[BuktiRealisasi]]) -> dict[str, Any]:
    if f is None or f.realisasi is None:
        return {}
    return {
        "realisasi": Realisasi(kunci=f.kunci, nilai=f.realisasi, pembilang=f.pembilang, penyebut=f.penyebut),
        "kontribusi": [
            Kontribusi(pihak=pihak, persen=Decimal(persen), dasar=dasar)
            for pihak, persen, dasar in f.kontribusi.get("baris", ())
        ],
        "bukti": bukti.get(f.kunci, []),
    }


def _bukti(laporan: LaporanRealisasi | None, saat: dt.datetime) -> dict[UUID, list[BuktiRealisasi]]:
    """{row key: its evidence of then}; what was withdrawn since still stands."""
    hasil: dict[UUID, list[BuktiRealisasi]] = defaultdict(list)
    if laporan is None:
        return hasil
    semua = BuktiRealisasi.objects.filter(realisasi__laporan=laporan, ditambah_pada__lte=saat)
    for b in semua.select_related("berkas", "realisasi").order_by("ditambah_pada", "pk"):
        if b.dicabut_pada is not None and b.dicabut_pada > saat:
            b.dicabut_pada = None
        hasil[b.realisasi.kunci].append(b)
    return hasil


def _pasang_kendala(baris: Sequence[BarisLaporan], laporan: LaporanRealisasi | None) -> None:
    """The paper names its rows by indicator only: one that has several rows is left alone where they are not
    as many as on the paper."""
    tertulis: dict[str, list[str]] = defaultdict(list)
    for isi in laporan.kertas.isi["baris"] if laporan and laporan.kertas else ():
        tertulis[isi["indikator"]].append(isi["kendala"])
    menurut: dict[str, list[BarisLaporan]] = defaultdict(list)
    for b in baris:
        menurut[b.ukuran["nama"]].append(b)
    for nama, milik in menurut.items():
        if len(tertulis[nama]) == len(milik):
            for b, kendala in zip(milik, tertulis[nama], strict=True):
                if b.realisasi is not None:
                    b.realisasi.kendala = kendala
