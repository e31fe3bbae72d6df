"""Physical progress: the operator enters a month, the head confirms it, later changes say why."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from terukur.akun.models import Pengguna
from terukur.inti.bitemporal import catat_fakta
from terukur.inti.kesalahan import AturanDilanggar, Bentrok
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import JenisPeriode, Periode
from terukur.jejak.actions import catat, kunci_rantai
from terukur.organisasi.queries import dasar_penanda, hari_pemda, semua_opd
from terukur.realisasi.choices import RagamFisik
from terukur.realisasi.models import RealisasiFisik
from terukur.realisasi.queries.fisik import (
    BarisFisik,
    BulanFisik,
    bulan_fisik,
    bulan_tetangga,
    isi_fakta,
)
from terukur.realisasi.rules.fisik import IsiFisik, periksa_isi, sebut_isi

SEBUT_PALING_BANYAK = 3


@dataclass(frozen=True, slots=True)
class KirimanFisik:
    """One row of the form. ``versi``: the entry that stood there when the form was read; 0: none."""

    kode: str
    versi: int
    isi: IsiFisik
    alasan: str = ""


def _buka(opd_id: UUID, periode: str, *, pada: dt.datetime) -> tuple[Periode, BulanFisik]:
    """The month with its rows, under the lock of the journal: one writer at a time."""
    kunci_rantai()
    p, hari = Periode.baca(periode), hari_pemda(pada)
    if p.jenis != JenisPeriode.BULAN:
        raise AturanDilanggar("Realisasi fisik dicatat per bulan.", kode="bukan_bulan")
    if p.sejak > hari:
        raise AturanDilanggar(
            f"{p.label} belum tiba. Realisasi fisik dicatat mulai bulan itu.", kode="belum_tiba"
        )
    hidup = any(semua_opd(per=h, id_opd=[opd_id]) for h in {p.sejak, min(p.sampai, hari)})
    if not hidup:
        raise AturanDilanggar(
            f"OPD ini belum berdiri atau sudah tidak ada pada {p.label}. "
            "Catat pada OPD yang melaksanakannya waktu itu.",
            kode="opd_tidak_ada",
        )
    return p, bulan_fisik(opd_id, p)


@transaction.atomic
def simpan_fisik(
    *,
    opd_id: UUID,
    periode: str,
    kiriman: Sequence[KirimanFisik],
    oleh: Pelaku,
    pada: dt.datetime,
    hanya_unit: bool = False,
) -> int:
    """Store the rows that changed, all or none; returns how many.

    Refused: a month to come, an OPD that did not live then, a per cent outside 0..100, a contract without
    its number, a figure that falls (or a confirmed month that changes) without ``alasan``, a row that
    somebody else changed meanwhile.
    """
    if hanya_unit:
        raise AturanDilanggar(
            "Anda operator unit. Operator atau admin OPD yang mengisi realisasi fisik seluruh OPD.",
            kode="hanya_unit",
        )
    p, bulan = _buka(opd_id, periode, pada=pada)
    baris = {b.sub.kode: b for b in bulan.baris}
    berubah = _yang_berubah(kiriman, baris)
    if not berubah:
        return 0
    sebelum, sesudah = bulan_tetangga(opd_id, p)
    salah = []
    for k in berubah:
        b = baris[k.kode]
        galat = periksa_isi(
            k.isi, sebelum=sebelum.get(k.kode), sesudah=sesudah.get(k.kode),
            disahkan=b.resmi is not None, alasan=k.alasan,
        )  # fmt: skip
        if galat:
            salah.append(f"{b.sub.nama}: {galat}")
    if salah:
        lain = len(salah) - SEBUT_PALING_BANYAK
        ekor = f" Dan {lain} baris lainnya." if lain > 0 else ""
        raise AturanDilanggar(
            f"Belum ada yang disimpan. {' '.join(salah[:SEBUT_PALING_BANYAK])}{ekor}", kode="fisik_salah"
        )
    catatan = catat(
        peristiwa="fisik.catat", objek="fisik", objek_id=opd_id, opd_id=opd_id, oleh=oleh, pada=pada,
        isi={"periode": periode, "isian_fisik": [_sebut(k, baris[k.kode]) for k in berubah]},
    )  # fmt: skip
    for k in berubah:
        _tulis(
            opd_id, p, k.kode, RagamFisik.ISIAN, k.isi, k.alasan, nomor=catatan.nomor, oleh=oleh, pada=pada
        )
    return len(berubah)


def _yang_berubah(kiriman: Sequence[KirimanFisik], baris: Mapping[str, BarisFisik]) -> list[KirimanFisik]:
    """Rows that differ from what is stored. Refused where that is not what the form had shown."""
    basi = [k for k in kiriman if k.kode in baris and k.versi != baris[k.kode].versi]
    semula = {
        f.pk: isi_fakta(f)
        for f in RealisasiFisik.objects.filter(pk__in=[k.versi for k in basi]).order_by("pk")
    }
    berubah: list[KirimanFisik] = []
    bentrok: list[KirimanFisik] = []
    for k in kiriman:
        b = baris.get(k.kode)
        if b is None:
            raise AturanDilanggar(
                f"Sub kegiatan {k.kode} bukan milik OPD ini pada tahun itu.", kode="sub_tidak_ada"
            )
        if k.isi == b.isi or (k in basi and k.isi == semula.get(k.versi, IsiFisik())):
            continue
        (bentrok if k in basi else berubah).append(k)
    if bentrok:
        raise Bentrok(
            "Isian ini sementara itu diubah rekan Anda. Belum ada yang disimpan.",
            tersimpan={k.kode: sebut_isi(baris[k.kode].isi) for k in bentrok},
            kiriman={k.kode: sebut_isi(k.isi) for k in bentrok},
        )
    return berubah


def _sebut(k: KirimanFisik, b: BarisFisik) -> str:
    alasan = f" (alasan: {k.alasan})" if k.alasan else ""
    semula = f", semula {sebut_isi(b.isi)}" if b.isian else ""
    return f"{k.kode}: {sebut_isi(k.isi)}{semula}{alasan}"


def _tulis(
    opd_id: UUID, p: Periode, kode: str, ragam: RagamFisik, isi: IsiFisik, alasan: str,
    *, nomor: int, oleh: Pelaku, pada: dt.datetime,
) -> None:  # fmt: skip
    catat_fakta(
        RealisasiFisik,
        kunci={"opd_id": opd_id, "tahun": p.tahun, "bulan": p.ke, "kode": kode, "ragam": ragam},
        isi={n: getattr(isi, n) for n in IsiFisik.__dataclass_fields__}
        | {
            "alasan": alasan, "oleh": oleh.id, "nama_oleh": oleh.nama, "catatan_nomor": nomor,
            "penugasan": oleh.penugasan[:300] if ragam == RagamFisik.RESMI else "",
        },
        sejak=p.sejak,
        sampai=p.sampai,
        pada=pada,
    )  # fmt: skip


@transaction.atomic
def sahkan_fisik(
    *,
    opd_id: UUID,
    periode: str,
    sidik: int,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> int:
    """The head confirms what he read of a month: every entry not confirmed yet; returns how many.

    Who may is told by the penugasan of the day. ``sidik``: ``BulanFisik.sidik`` of the page he read.
    """
    p, bulan = _buka(opd_id, periode, pada=pada)
    penugasan = dasar_penanda(pengguna, opd_id, pada=pada)
    if not penugasan:
        raise AturanDilanggar(
            "Hanya kepala OPD menurut penugasan hari ini (definitif, Pj, Plt atau Plh) yang dapat "
            "mengesahkan; bila penugasan Anda belum tercatat, hubungi BKPSDM.",
            kode="bukan_kepala",
        )
    oleh = replace(oleh, penugasan=penugasan)
    if sidik != bulan.sidik:
        raise AturanDilanggar(
            "Isian berubah sesudah halaman ini dibuka. Periksa lagi, lalu sahkan.", kode="berubah"
        )
    menunggu = [b for b in bulan.baris if b.belum_disahkan]
    if not menunggu:
        raise AturanDilanggar("Tidak ada isian yang menunggu pengesahan pada bulan ini.", kode="kosong")
    catatan = catat(
        peristiwa="fisik.sahkan", objek="fisik", objek_id=opd_id, opd_id=opd_id, oleh=oleh, pada=pada,
        isi={
            "periode": periode,
            "isian_fisik": [f"{b.sub.kode}: {sebut_isi(b.isi)}" for b in menunggu],
        },
    )  # fmt: skip
    for b in menunggu:
        _tulis(
            opd_id, p, b.sub.kode, RagamFisik.RESMI, b.isi, b.isian.alasan if b.isian else "",
            nomor=catatan.nomor, oleh=oleh, pada=pada,
        )  # fmt: skip
    return len(menunggu)
