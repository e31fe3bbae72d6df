"""Ceilings and the policy above them: set by TAPD, superseded, never overwritten."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from terukur.anggaran.choices import CaraLampaui
from terukur.anggaran.models import KebijakanPagu, Pagu
from terukur.anggaran.queries import pagu_berlaku, sidik_pagu, tahap_jendela
from terukur.anggaran.rules import ruang as rules
from terukur.anggaran.rules.ruang import Sel, Tahap
from terukur.inti.bitemporal import cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar, Bentrok
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi.models import Unit
from terukur.organisasi.queries import hari_pemda
from terukur.perencanaan.actions.penguncian import KODE_UANG
from terukur.perencanaan.models import SumberDana
from terukur.tenggat.actions import catat_kegiatan_jendela
from terukur.tenggat.choices import StatusJendela
from terukur.tenggat.models import Jendela


@dataclass(frozen=True, slots=True)
class IsianPagu:
    """One ceiling as TAPD sets it. ``nilai`` None withdraws it."""

    opd_id: UUID
    unit_id: UUID | None
    sumber_dana_id: int | None
    nilai: Decimal | None


@transaction.atomic
def tetapkan_pagu(
    *,
    tahap: Tahap,
    baris: Sequence[IsianPagu],
    sejak: dt.date,
    dasar: str,
    sidik: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> int:
    """Set ceilings as from ``sejak`` on the ground of ``dasar``; return how many changed.

    A changed ceiling supersedes the old one, which stays readable. Unchanged rows write nothing.
    Raises ``AturanDilanggar`` for an empty ground, a day to come, a negative or inexact amount,
    or two different amounts for one place. ``sidik``: digest of the ceilings of the one OPD that the
    form showed; others now raise ``Bentrok`` with the places that differ.
    """
    if not dasar.strip():
        raise AturanDilanggar(
            "Sebutkan dasar dokumen pagu. Contoh: Surat Edaran TAPD Nomor 900/12/2026.",
            kode="tanpa_dasar",
            kolom={"dasar": "Isi dasar dokumen. Contoh: Surat Edaran TAPD Nomor 900/12/2026."},
        )
    if sejak > hari_pemda(pada):
        raise AturanDilanggar(
            "Tanggal berlaku pagu tidak boleh sesudah hari ini.",
            kode="pagu_mendatang",
            kolom={"sejak": "Isi tanggal hari ini atau sebelumnya."},
        )
    diminta: dict[tuple[UUID, Sel], IsianPagu] = {}
    for isian in baris:
        if pesan := rules.periksa_jumlah(isian.nilai):
            raise AturanDilanggar(pesan, kode="jumlah_pagu")
        tempat = (isian.opd_id, Sel(isian.unit_id, isian.sumber_dana_id))
        if tempat in diminta and diminta[tempat].nilai != isian.nilai:
            raise AturanDilanggar(
                "Satu pagu tertulis dua kali dengan nilai berbeda; sisakan satu baris untuk tiap OPD, "
                "unit dan sumber dana.",
                kode="pagu_ganda",
            )
        diminta[tempat] = isian
    _kunci_tahap(tahap)
    lama = {
        (p.opd_id, Sel(p.unit_id, p.sumber_dana_id)): p
        for p in pagu_berlaku(tahap).filter(opd__in={o for o, _ in diminta})
    }
    if sidik is not None and sidik != sidik_pagu(lama.values()):
        ada = {t: p.nilai for t, p in lama.items()}
        beda = {_sebut(i): (ada.get(t), i.nilai) for t, i in diminta.items() if ada.get(t) != i.nilai}
        raise Bentrok(
            "Pagu OPD ini baru saja ditetapkan pengguna lain; bandingkan keduanya lalu simpan lagi.",
            tersimpan={tempat: tersimpan for tempat, (tersimpan, _) in beda.items()},
            kiriman={tempat: kiriman for tempat, (_, kiriman) in beda.items()},
        )
    catatan: list[dict[str, Any]] = []
    for (opd_id, sel), isian in diminta.items():
        tersimpan = lama.get((opd_id, sel))
        if (tersimpan.nilai if tersimpan else None) == isian.nilai:
            continue
        kunci = {"opd_id": opd_id, "unit_id": sel.unit, "sumber_dana_id": sel.sumber, **tahap.kunci}
        if isian.nilai is None:
            cabut_fakta(Pagu, kunci=kunci, sejak=sejak, sampai=None, pada=pada)
        else:
            isi = {"nilai": isian.nilai, "dasar": dasar.strip(), "ditetapkan_oleh": oleh.id}
            catat_fakta(Pagu, kunci=kunci, isi=isi, sejak=sejak, pada=pada)
        catatan.append(
            {
                "opd": opd_id,
                "unit": sel.unit,
                "sumber_dana": sel.sumber,
                "lama": tersimpan.nilai if tersimpan else None,
                "baru": isian.nilai,
            }
        )
    if catatan:
        catat(
            peristiwa="pagu.tetapkan",
            objek="pagu",
            objek_id=id_jejak(tahap),
            isi={"tahap": tahap.label, "sejak": sejak, "dasar": dasar.strip(), "baris": catatan},
            oleh=oleh,
            pada=pada,
        )
        _catat_kelengkapan(tahap, {b["opd"] for b in catatan}, pada=pada)
    return len(catatan)


def _catat_kelengkapan(tahap: Tahap, opd_ids: set[UUID], *, pada: dt.datetime) -> None:
    """Another ceiling may make complete needs incomplete, or the reverse."""
    terbuka = Jendela.objects.filter(status=StatusJendela.DIBUKA, tahun=tahap.tahun).order_by("pk")
    for jendela in terbuka:
        if tahap_jendela(jendela) == tahap:
            catat_kegiatan_jendela(jendela=jendela, kode=[KODE_UANG], opd_ids=opd_ids, pada=pada)


def _sebut(isian: IsianPagu) -> str:
    """``RSUD Watu Ikat · DAU``: the place of a ceiling in words."""
    unit = Unit.objects.get(pk=isian.unit_id).nama if isian.unit_id else "OPD"
    sumber = isian.sumber_dana_id
    return f"{unit} · {SumberDana.objects.get(pk=sumber).nama if sumber else 'semua sumber dana'}"


def id_jejak(tahap: Tahap) -> str:
    """Under which id the journal keeps what is decided for a stage: ``2027-rka`` ."""
    ke = f"-{tahap.pergeseran_ke}" if tahap.pergeseran_ke else ""
    return f"{tahap.tahun}-{tahap.tahapan.value}{ke}"


def _kunci_tahap(tahap: Tahap) -> None:
    """Two who set ceilings of one stage at once act one after the other."""
    with connection.cursor() as kursor:
        kursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"pagu {id_jejak(tahap)}"])


@transaction.atomic
def tetapkan_kebijakan(
    *, tahap: Tahap, cara: CaraLampaui, dasar: str, oleh: Pelaku, pada: dt.datetime
) -> KebijakanPagu:
    """Decide what happens above the ceiling in a stage, from today on."""
    if not dasar.strip():
        raise AturanDilanggar(
            "Sebutkan dasar dokumen kebijakan pagu.",
            kode="tanpa_dasar",
            kolom={"dasar": "Isi dasar dokumen. Contoh: Surat Edaran TAPD Nomor 900/12/2026."},
        )
    _kunci_tahap(tahap)
    kebijakan = catat_fakta(
        KebijakanPagu,
        kunci=tahap.kunci,
        isi={"cara": cara.value, "dasar": dasar.strip(), "ditetapkan_oleh": oleh.id},
        sejak=hari_pemda(pada),
        pada=pada,
    )
    catat(
        peristiwa="pagu.tetapkan_kebijakan",
        objek="pagu",
        objek_id=id_jejak(tahap),
        isi={"tahap": tahap.label, "cara": cara.value, "dasar": dasar.strip()},
        oleh=oleh,
        pada=pada,
    )
    return kebijakan
