"""Keeping the copy of today's version (``potret``) on the anchors, and writing versions."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from terukur.inti.bitemporal import SATU_HARI, cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar, Bentrok
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.organisasi.models import OPD, Jabatan, JabatanVersi, OPDVersi, Unit, UnitVersi
from terukur.organisasi.queries import hari_pemda, tanda_fakta

Jangkar = OPD | Unit | Jabatan
Versi = OPDVersi | UnitVersi | JabatanVersi

VERSI: Final[dict[type[Any], tuple[type[Any], str, str]]] = {
    OPD: (OPDVersi, "opd", "OPD"),
    Unit: (UnitVersi, "unit", "Unit"),
    Jabatan: (JabatanVersi, "jabatan", "Jabatan"),
}
"""Anchor model -> (model of its versions, their foreign key to it, its name on screens)."""


def _salin(jangkar: Jangkar, versi: Versi | None, *, aktif: bool) -> bool:
    """Copy ``versi`` onto the anchor in memory; True when anything changed."""
    berubah = jangkar.aktif != aktif
    jangkar.aktif = aktif
    if versi is not None:
        for kolom in versi.KOLOM_POTRET:
            nilai = getattr(versi, kolom)
            if getattr(jangkar, kolom) != nilai:
                setattr(jangkar, kolom, nilai)
                berubah = True
    return berubah


def segarkan(jangkar: Jangkar, *, hari: dt.date) -> None:
    """Bring one anchor's copy to the version of ``hari``.

    Outside its life the anchor is inactive and shows the last version before ``hari``, or, when
    it has not begun, the first to come.
    """
    model, fk, _ = VERSI[type(jangkar)]
    kini = model.objects.diketahui(None).filter(**{fk: jangkar})
    versi = kini.berlaku(hari).first()
    aktif = versi is not None
    if versi is None:
        versi = kini.filter(berlaku_sampai__lt=hari).order_by("-berlaku_sejak").first()
    if versi is None:
        versi = kini.order_by("berlaku_sejak", "pk").first()
    if _salin(jangkar, versi, aktif=aktif):
        jangkar.save()


@transaction.atomic
def segarkan_potret(*, pada: dt.datetime) -> int:
    """Bring every anchor's copy to the version of the day of ``pada``; returns how many changed.

    Run every night, since versions recorded ahead begin by themselves. Whoever stops being
    active goes first, so that a code can pass from one OPD to another overnight.
    """
    hari = hari_pemda(pada)
    jumlah = 0
    for jangkar_model, (model, fk, _) in VERSI.items():
        kini = {getattr(v, f"{fk}_id"): v for v in model.objects.pada(hari)}
        berubah = []
        for jangkar in jangkar_model.objects.select_for_update().order_by("pk"):
            versi = kini.get(jangkar.pk)
            if _salin(jangkar, versi, aktif=versi is not None):
                berubah.append(jangkar)
        jangkar_model.objects.filter(pk__in=[j.pk for j in berubah]).update(aktif=False)
        for jangkar in berubah:
            jangkar.save()
        jumlah += len(berubah)
    return jumlah


def versi_pada(jangkar: Jangkar, hari: dt.date) -> Any:
    """The version that holds on ``hari`` as known now; raises when there is none."""
    model, fk, sebutan = VERSI[type(jangkar)]
    versi = model.objects.pada(hari).filter(**{fk: jangkar}).first()
    if versi is None:
        raise AturanDilanggar(
            f"{sebutan} {jangkar.nama} tidak ada pada {tulis_tanggal(hari)}; pilih tanggal lain.",
            kode="tidak_berlaku",
            kolom={"sejak": f"{sebutan} ini tidak ada pada tanggal tersebut."},
        )
    return versi


def tulis_versi(
    jangkar: Jangkar,
    isi: dict[str, Any],
    *,
    sejak: dt.date,
    sampai: dt.date | None,
    pada: dt.datetime,
) -> Any:
    """Record a version and refresh the copy. Returns the version row."""
    model, fk, _ = VERSI[type(jangkar)]
    versi = catat_fakta(model, kunci={fk: jangkar}, isi=isi, sejak=sejak, sampai=sampai, pada=pada)
    segarkan(jangkar, hari=hari_pemda(pada))
    return versi


def tutup_versi(jangkar: Jangkar, *, hari_terakhir: dt.date, pada: dt.datetime) -> None:
    """Withdraw all versions after ``hari_terakhir`` and refresh the copy."""
    model, fk, _ = VERSI[type(jangkar)]
    cabut_fakta(model, kunci={fk: jangkar}, sejak=hari_terakhir + SATU_HARI, sampai=None, pada=pada)
    segarkan(jangkar, hari=hari_pemda(pada))


def kunci(jangkar: Jangkar) -> None:
    """Lock the anchor's row until the transaction ends and read it afresh."""
    segar = type(jangkar).objects.select_for_update(of=("self",)).get(pk=jangkar.pk)
    for kolom in segar._meta.concrete_fields:
        setattr(jangkar, kolom.attname, getattr(segar, kolom.attname))


def periksa_urutan(sejak: dt.date, sampai: dt.date | None) -> None:
    """Raise unless ``sampai`` is open or not before ``sejak``."""
    if sampai is not None and sampai < sejak:
        raise AturanDilanggar(
            "Tanggal selesai mendahului tanggal mulai; perbaiki salah satunya.",
            kode="urutan_tanggal",
            kolom={"sampai": "Tidak boleh sebelum tanggal mulai."},
        )


def periksa_kode_bebas(
    model: type[Any], kode: str, *, sejak: dt.date, sampai: dt.date | None, kecuali: Any = None
) -> None:
    """Raise when another OPD (unit) carries ``kode`` on one of these days, as known now."""
    fk = next(fk for versi, fk, _ in VERSI.values() if versi is model)
    bentrok = (
        model.objects.diketahui(None)
        .filter(kode=kode)
        .filter(Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=sejak))
        .order_by("berlaku_sejak", "pk")
    )
    if sampai is not None:
        bentrok = bentrok.filter(berlaku_sejak__lte=sampai)
    if kecuali is not None:
        bentrok = bentrok.exclude(**{fk: kecuali})
    if lain := bentrok.first():
        raise AturanDilanggar(
            f"Kode {kode} sudah dipakai {lain.nama} sejak {tulis_tanggal(lain.berlaku_sejak)}.",
            kode="kode_ganda",
            kolom={"kode": f"Sudah dipakai {lain.nama}."},
        )


def tanda_versi(jangkar: Jangkar) -> str:
    """Changes with every version of the anchor that is recorded or withdrawn."""
    model, fk, _ = VERSI[type(jangkar)]
    return tanda_fakta(model, **{fk: jangkar})


def periksa_dibaca(
    dibaca: str | None, tanda: str, *, tersimpan: Mapping[str, Any], kiriman: Mapping[str, Any]
) -> None:
    """Raise ``Bentrok`` with both sides when somebody saved since the form was read.

    ``dibaca``: what ``queries.tanda_fakta`` said then; None: not from a form. ``tanda``: what it
    says now, under lock. Only fields that differ count: equal content loses nothing.
    """
    if dibaca is None or dibaca == tanda:
        return
    beda = [k for k, v in kiriman.items() if tersimpan.get(k) != v]
    if beda:
        raise Bentrok(
            "Data ini sudah diubah orang lain setelah Anda membukanya. Isian Anda belum disimpan.",
            tersimpan={k: tersimpan.get(k) for k in beda},
            kiriman={k: kiriman[k] for k in beda},
        )


def jejak_versi(
    peristiwa: str, jangkar: Any, opd_id: Any, versi: Any, *, oleh: Pelaku, pada: dt.datetime
) -> None:
    isi = {kolom: getattr(versi, kolom) for kolom in versi.KOLOM_POTRET}
    isi |= {
        "berlaku_sejak": versi.berlaku_sejak,
        "berlaku_sampai": versi.berlaku_sampai,
        "dasar": versi.dasar,
    }
    catat(
        peristiwa=peristiwa,
        objek=peristiwa.split(".")[0],
        objek_id=jangkar.pk,
        opd_id=opd_id,
        isi=isi,
        oleh=oleh,
        pada=pada,
    )


def masih_berlaku(model: type[Any], hari_terakhir: dt.date) -> Any:
    """Rows as known now that reach beyond ``hari_terakhir``."""
    return (
        model.objects.diketahui(None)
        .filter(Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gt=hari_terakhir))
        .order_by("pk")
    )
