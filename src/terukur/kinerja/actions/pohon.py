"""Writing the pohon kinerja: every change is a fact with two times, and is journalled."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from terukur.inti.bitemporal import cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kinerja.choices import TingkatKinerja
from terukur.kinerja.models import Crosscutting, IndikatorSimpul, IsiSimpul, SimpulKinerja
from terukur.kinerja.queries.indikator import pilihan_indikator
from terukur.kinerja.queries.pohon import SaatPohon, isi_simpul, pilihan_butir, saat_pohon
from terukur.kinerja.rules.pohon import KABUPATEN, MASIH_BERLAKU, Simpul, alasan_anak, alasan_induk
from terukur.organisasi.actions.potret import periksa_dibaca
from terukur.organisasi.queries import hari_pemda, tanda_fakta
from terukur.perencanaan.models import ButirRencana, DokumenRencana


@dataclass(frozen=True, slots=True)
class IsiSimpulBaru:
    """What a form says of a node. ``urutan`` None: behind its siblings."""

    pernyataan: str
    tingkat: TingkatKinerja
    induk_id: UUID | None = None
    urutan: int | None = None
    butir_id: UUID | None = None


def _kunci(dokumen_id: UUID, *, pada: dt.datetime) -> SaatPohon:
    """The tree, locked: its shape is judged as a whole. Refused after its last day."""
    dokumen = DokumenRencana.objects.select_for_update(no_key=True).filter(pk=dokumen_id, opd=None).first()
    if dokumen is None:
        raise TidakDitemukan("RPJMD itu tidak ditemukan.")
    if hari_pemda(pada).year > dokumen.tahun_akhir:
        raise AturanDilanggar(
            f"Periode RPJMD berakhir tahun {dokumen.tahun_akhir}; pohonnya tidak berubah lagi.",
            kode="periode_lewat",
        )
    return saat_pohon(dokumen, pada=pada)


def buka_simpul(simpul_id: UUID, *, pada: dt.datetime) -> tuple[IsiSimpul, SaatPohon]:
    """What a node says now, with its tree locked; ``TidakDitemukan`` once it is removed."""
    dokumen_id = SimpulKinerja.objects.filter(pk=simpul_id).values_list("dokumen", flat=True).first()
    saat = _kunci(dokumen_id, pada=pada) if dokumen_id else None
    isi = isi_simpul(saat).filter(simpul=simpul_id).first() if saat else None
    if isi is None or saat is None:
        raise TidakDitemukan("Simpul itu tidak ada lagi dalam pohon kinerja.")
    return isi, saat


def _sebagai_simpul(i: IsiSimpul) -> Simpul:
    return Simpul(
        i.simpul_id, i.simpul.opd_id, i.simpul.opd.singkatan if i.simpul.opd else KABUPATEN, i.induk_id,
        TingkatKinerja(i.tingkat), i.urutan, i.pernyataan,
    )  # fmt: skip


def _periksa(isi: IsiSimpulBaru, opd_id: UUID | None, saat: SaatPohon) -> tuple[str, ButirRencana | None]:
    """The statement of the parent ("" for none) and the sasaran, when both are allowed."""
    galat = {}
    if not isi.pernyataan.strip():
        galat["pernyataan"] = "Tulis kondisi yang ingin dicapai."
    induk = isi_simpul(saat).filter(simpul=isi.induk_id).first() if isi.induk_id else None
    if isi.induk_id and induk is None:
        galat["induk"] = "Simpul atasan itu tidak ada lagi; pilih yang lain."
    elif alasan := alasan_induk(isi.tingkat, opd_id, _sebagai_simpul(induk) if induk else None):
        galat["induk"] = alasan
    butir = next((b for b in pilihan_butir(opd_id, saat) if b.pk == isi.butir_id), None)
    if isi.butir_id and butir is None:
        lama = ButirRencana.objects.filter(pk=isi.butir_id).first()
        butir = next((b for b in pilihan_butir(opd_id, saat) if lama and b.kunci == lama.kunci), None)
        if butir is None:
            galat["butir"] = "Sasaran itu tidak ada dalam rencana yang berlaku; pilih yang lain."
    if galat:
        raise AturanDilanggar("Simpul belum benar: " + " ".join(galat.values()), kolom=galat)
    return (induk.pernyataan if induk else ""), butir


def _simpan(
    simpul: SimpulKinerja, isi: IsiSimpulBaru, saat: SaatPohon, verba: str, *, oleh: Pelaku, pada: dt.datetime
) -> SimpulKinerja:
    atas, butir = _periksa(isi, simpul.opd_id, saat)
    urutan = isi.urutan
    if urutan is None:
        sebelah = isi_simpul(saat).filter(induk=isi.induk_id, simpul__opd=simpul.opd_id)
        urutan = (sebelah.aggregate(n=Max("urutan"))["n"] or 0) + 1
    kolom = {
        "induk_id": isi.induk_id, "tingkat": isi.tingkat, "urutan": urutan,
        "pernyataan": " ".join(isi.pernyataan.split()), "butir": butir,
    }  # fmt: skip
    catat_fakta(
        IsiSimpul, kunci={"simpul": simpul}, isi=kolom, sejak=saat.per, sampai=_akhir(saat), pada=pada
    )
    _catat(
        simpul, saat, verba,
        {
            "pernyataan": kolom["pernyataan"], "tingkat": isi.tingkat.pendek, "induk": atas,
            "urutan": urutan, "sasaran": str(butir) if butir else "", "sejak": saat.per,
        },
        oleh=oleh, pada=pada,
    )  # fmt: skip
    return simpul


def _akhir(saat: SaatPohon) -> dt.date:
    return dt.date(saat.dokumen.tahun_akhir, 12, 31)


def _catat(
    simpul: SimpulKinerja,
    saat: SaatPohon,
    verba: str,
    isi: dict[str, Any],
    *,
    oleh: Pelaku,
    pada: dt.datetime,
) -> None:
    catat(
        peristiwa=f"simpul_kinerja.{verba}", objek="simpul_kinerja", objek_id=simpul.pk,
        isi={"periode": saat.periode, **isi}, oleh=oleh, pada=pada, opd_id=simpul.opd_id,
    )  # fmt: skip


@transaction.atomic
def tambah_simpul(
    *, dokumen_id: UUID, pemilik_id: UUID | None, isi: IsiSimpulBaru, oleh: Pelaku, pada: dt.datetime
) -> SimpulKinerja:
    """Add a node to the tree of the kabupaten (``pemilik_id`` None) or of an OPD."""
    saat = _kunci(dokumen_id, pada=pada)
    simpul = SimpulKinerja.objects.create(dokumen=saat.dokumen, opd_id=pemilik_id, dibuat_pada=pada)
    return _simpan(simpul, isi, saat, "tambah", oleh=oleh, pada=pada)


def isi_tersimpan(i: IsiSimpul) -> IsiSimpulBaru:
    """What is stored of a node, in the shape of what a form sends."""
    return IsiSimpulBaru(i.pernyataan, TingkatKinerja(i.tingkat), i.induk_id, i.urutan, i.butir_id)


def _kata(isi: IsiSimpulBaru, saat: SaatPohon) -> dict[str, object]:
    """Every field of a node in words, to lay what is stored beside what is sent."""
    atas = isi_simpul(saat).filter(simpul=isi.induk_id).first() if isi.induk_id else None
    butir = ButirRencana.objects.filter(pk=isi.butir_id).first() if isi.butir_id else None
    return {
        "pernyataan": " ".join(isi.pernyataan.split()), "tingkat": isi.tingkat.pendek,
        "induk": atas.pernyataan if atas else "", "butir": butir.nama if butir else "",
        "urutan": isi.urutan,
    }  # fmt: skip


@transaction.atomic
def ubah_simpul(
    *, simpul_id: UUID, isi: IsiSimpulBaru, dibaca: str | None = None, oleh: Pelaku, pada: dt.datetime
) -> SimpulKinerja:
    """Change a node, or move it with all that stands below it by giving it another ``induk_id``.

    ``dibaca``: mark of what the form was filled from; raises ``Bentrok`` when somebody saved since.
    """
    lama, saat = buka_simpul(simpul_id, pada=pada)
    periksa_dibaca(
        dibaca,
        tanda_fakta(IsiSimpul, simpul=simpul_id),
        tersimpan=_kata(isi_tersimpan(lama), saat),
        kiriman=_kata(isi if isi.urutan else replace(isi, urutan=lama.urutan), saat),
    )
    anak = isi_simpul(saat).filter(induk=simpul_id).order_by("tingkat", "urutan", "pk")
    if alasan := alasan_anak(isi.tingkat, map(_sebagai_simpul, anak)):
        raise AturanDilanggar(alasan, kolom={"tingkat": alasan})
    if isi.induk_id == simpul_id:
        pesan = "Simpul tidak dapat menjadi atasan dirinya sendiri."
        raise AturanDilanggar(pesan, kolom={"induk": pesan})
    return _simpan(lama.simpul, isi, saat, "ubah", oleh=oleh, pada=pada)


@transaction.atomic
def hapus_simpul(*, simpul_id: UUID, oleh: Pelaku, pada: dt.datetime) -> SimpulKinerja:
    """Take a node out of the tree from today on; what it was stays on record."""
    lama, saat = buka_simpul(simpul_id, pada=pada)
    if isi_simpul(saat).filter(induk=simpul_id).exists():
        raise AturanDilanggar(
            "Masih ada simpul di bawahnya. Pindahkan atau hapus dahulu yang di bawah.", kode="beranak"
        )
    terkait = Crosscutting.objects.filter(status__in=MASIH_BERLAKU)
    if terkait.filter(simpul=simpul_id).exists() or terkait.filter(simpul_mitra=simpul_id).exists():
        raise AturanDilanggar(
            "Simpul ini masih terikat crosscutting. Crosscutting-nya harus ditarik atau ditolak dahulu.",
            kode="crosscutting",
        )
    kunci = {"simpul": lama.simpul}
    cabut_fakta(IsiSimpul, kunci=kunci, sejak=saat.per, sampai=_akhir(saat), pada=pada)
    for terpasang in IndikatorSimpul.objects.pada(saat.per).filter(**kunci).order_by("pk"):
        milik = kunci | {"indikator": terpasang.indikator_id}
        cabut_fakta(IndikatorSimpul, kunci=milik, sejak=saat.per, sampai=_akhir(saat), pada=pada)
    _catat(
        lama.simpul, saat, "hapus", {"pernyataan": lama.pernyataan, "sejak": saat.per}, oleh=oleh, pada=pada
    )
    return lama.simpul


@transaction.atomic
def pasang_indikator(
    *, simpul_id: UUID, indikator_id: UUID, oleh: Pelaku, pada: dt.datetime
) -> SimpulKinerja:
    """Measure a node by an indicator of the catalogue: one of the kabupaten or of the same OPD."""
    isi, saat = buka_simpul(simpul_id, pada=pada)
    definisi = pilihan_indikator(isi.simpul.opd_id, per=saat.per).filter(indikator=indikator_id).first()
    if definisi is None:
        raise TidakDitemukan("Indikator itu tidak ada dalam katalog untuk simpul ini.")
    kunci = {"simpul_id": simpul_id, "indikator_id": indikator_id}
    if IndikatorSimpul.objects.pada(saat.per).filter(**kunci).exists():
        raise AturanDilanggar("Indikator itu sudah terpasang pada simpul ini.", kode="sudah_ada")
    catat_fakta(IndikatorSimpul, kunci=kunci, isi={}, sejak=saat.per, sampai=_akhir(saat), pada=pada)
    _catat(isi.simpul, saat, "pasang_indikator", _ringkas(isi, definisi.nama), oleh=oleh, pada=pada)
    return isi.simpul


@transaction.atomic
def lepas_indikator(*, simpul_id: UUID, indikator_id: UUID, oleh: Pelaku, pada: dt.datetime) -> SimpulKinerja:
    """No longer measure a node by this indicator, from today on."""
    isi, saat = buka_simpul(simpul_id, pada=pada)
    kunci = {"simpul_id": simpul_id, "indikator_id": indikator_id}
    ada = IndikatorSimpul.objects.pada(saat.per).filter(**kunci).select_related("indikator").first()
    if ada is None:
        raise TidakDitemukan("Indikator itu tidak terpasang pada simpul ini.")
    cabut_fakta(IndikatorSimpul, kunci=kunci, sejak=saat.per, sampai=_akhir(saat), pada=pada)
    _catat(isi.simpul, saat, "lepas_indikator", _ringkas(isi, ada.indikator.kode), oleh=oleh, pada=pada)
    return isi.simpul


def _ringkas(isi: IsiSimpul, indikator: str) -> dict[str, str]:
    return {"pernyataan": isi.pernyataan, "indikator": indikator}
