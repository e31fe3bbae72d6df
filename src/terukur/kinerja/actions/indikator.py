"""The catalogue of indicators: create, and change what one means from a day on."""

import dataclasses
import datetime as dt
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from terukur.inti.bitemporal import catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kinerja.models import DefinisiIndikator, Indikator
from terukur.kinerja.rules.indikator import IsiIndikator, periksa_isi
from terukur.organisasi.actions.potret import periksa_dibaca
from terukur.organisasi.queries import tanda_fakta

_NOMOR = 0x6B696E65  # advisory lock under which catalogue numbers are given


_SEBARIS = ("nama", "satuan", "pembilang", "penyebut", "sumber_data")


def _rapikan(isi: IsiIndikator) -> IsiIndikator:
    teks: dict[str, Any] = {k: " ".join(getattr(isi, k).split()) for k in _SEBARIS}
    rapi = dataclasses.replace(isi, **teks)
    if galat := periksa_isi(rapi):
        raise AturanDilanggar("Indikator belum benar: " + " ".join(galat.values()), kolom=galat)
    return rapi


def _kolom(isi: IsiIndikator) -> dict[str, Any]:
    kolom = {f.name: getattr(isi, f.name) for f in dataclasses.fields(isi)}
    return kolom | {"tangga": [{"nama": n, "nilai": str(v)} for n, v in isi.tangga]}


@transaction.atomic
def buat_indikator(
    *, isi: IsiIndikator, opd_id: UUID | None, sejak: dt.date, oleh: Pelaku, pada: dt.datetime
) -> DefinisiIndikator:
    """Add an indicator that means ``isi`` from the day ``sejak``. ``opd_id`` None: of the kabupaten.

    Raises ``AturanDilanggar`` naming the fields, or when one of the same name is there already.
    """
    rapi = _rapikan(isi)
    with connection.cursor() as kursor:
        kursor.execute("select pg_advisory_xact_lock(%s)", [_NOMOR])
    _periksa_kembar(rapi.nama, opd_id, kecuali=None)
    terakhir = Indikator.objects.aggregate(n=Max("nomor"))["n"] or 0
    indikator = Indikator.objects.create(nomor=terakhir + 1, opd_id=opd_id, dibuat_pada=pada)
    return _catat(indikator, rapi, "buat", sejak=sejak, oleh=oleh, pada=pada)


@transaction.atomic
def ubah_indikator(
    *,
    indikator_id: UUID,
    isi: IsiIndikator,
    sejak: dt.date,
    dibaca: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> DefinisiIndikator:
    """Let an indicator mean ``isi`` from the day ``sejak``. Targets set before keep their own formula.

    ``dibaca``: mark of what the form was filled from; raises ``Bentrok`` when somebody saved since.
    """
    indikator = Indikator.objects.select_for_update().get(pk=indikator_id)
    rapi = _rapikan(isi)
    kiriman = _kolom(rapi)
    lama = DefinisiIndikator.objects.diketahui(None).filter(indikator=indikator).order_by("-berlaku_sejak")[0]
    periksa_dibaca(
        dibaca,
        tanda_fakta(DefinisiIndikator, indikator=indikator),
        tersimpan={k: getattr(lama, k) for k in kiriman},
        kiriman=kiriman,
    )
    _periksa_kembar(rapi.nama, indikator.opd_id, kecuali=indikator.pk)
    return _catat(indikator, rapi, "ubah", sejak=sejak, oleh=oleh, pada=pada)


def _periksa_kembar(nama: str, opd_id: UUID | None, *, kecuali: UUID | None) -> None:
    kembar = DefinisiIndikator.objects.diketahui(None).filter(nama__iexact=nama, indikator__opd=opd_id)
    if kembar.exclude(indikator=kecuali).exists():
        raise AturanDilanggar(
            f"Indikator “{nama}” sudah ada dalam katalog; pakai yang itu.",
            kolom={"nama": "Nama ini sudah ada."},
        )


def _catat(
    indikator: Indikator, isi: IsiIndikator, verba: str, *, sejak: dt.date, oleh: Pelaku, pada: dt.datetime
) -> DefinisiIndikator:
    definisi = catat_fakta(
        DefinisiIndikator, kunci={"indikator": indikator}, isi=_kolom(isi), sejak=sejak, pada=pada
    )
    catat(
        peristiwa=f"indikator.{verba}",
        objek="indikator",
        objek_id=indikator.pk,
        isi={"kode": indikator.kode, "sejak": sejak, **_kolom(isi)},
        oleh=oleh,
        pada=pada,
        opd_id=indikator.opd_id,
    )
    return definisi
