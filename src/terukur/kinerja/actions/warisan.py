"""A set target passes from the OPD that ended to the one that carries on (ADR 0022)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from terukur.inti.bitemporal import salinan_fakta
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import Periode
from terukur.jejak.actions import catat
from terukur.kinerja.models import RencanaAksiResmi, TargetResmi
from terukur.kinerja.penyedia import beri_tahu_target
from terukur.organisasi.models import OPD

BELUM_ADA = "belum ada penerima"


@transaction.atomic
def alihkan_target(
    *, target: Sequence[TargetResmi], penerima: OPD | None, alasan: str, oleh: Pelaku, pada: dt.datetime
) -> int:
    """From now on these periods are owed by ``penerima``, None: by nobody yet; how many were passed on.

    Value and first day of each target stay as they were set. What was superseded or passed on meanwhile
    is left alone. One journal entry for each OPD in whose plan they were set.
    """
    terkunci = (
        TargetResmi.objects.diketahui(None)
        .filter(pk__in=[t.pk for t in target])
        .select_for_update(of=("self",))
        .select_related("opd", "asal")
        .order_by("kunci", "berlaku_sejak", "pk")
    )
    per_asal: dict[OPD, list[TargetResmi]] = defaultdict(list)
    for t in terkunci:
        if t.opd_id != (penerima.pk if penerima else None):
            asal = t.asal or t.opd
            assert asal is not None, "the database holds one of both (target_resmi_milik)"
            per_asal[asal].append(t)
    semua = [t for daftar in per_asal.values() for t in daftar]
    if not semua:
        return 0
    saat = max(pada, *(t.dicatat_pada for t in semua))
    TargetResmi.objects.filter(pk__in=[t.pk for t in semua]).update(digantikan_pada=saat)
    baru = []
    for asal, daftar in per_asal.items():
        nomor = _catat(asal, daftar, penerima, alasan, oleh=oleh, pada=pada)
        ganti = {"opd_id": penerima.pk if penerima else None, "asal_id": asal.pk, "catatan_nomor": nomor}
        baru += [salinan_fakta(t, dicatat_pada=saat, digantikan_pada=None, **ganti) for t in daftar]
    TargetResmi.objects.bulk_create(baru)
    beri_tahu_target(sorted({t.kunci for t in baru}), oleh=oleh, pada=pada)
    return len(baru)


def _catat(
    asal: OPD,
    daftar: Sequence[TargetResmi],
    penerima: OPD | None,
    alasan: str,
    *,
    oleh: Pelaku,
    pada: dt.datetime,
) -> int:
    periode: dict[UUID, list[str]] = defaultdict(list)
    for t in daftar:
        periode[t.kunci].append(Periode.baca(t.periode).label_pendek)
    resmi = RencanaAksiResmi.objects.diketahui(None).filter(kunci__in=periode).exclude(nomor_register="")
    isi = {
        "aksi": [f"{a.isi['aksi']}: {', '.join(periode[a.kunci])}" for a in resmi.order_by("kunci", "pk")],
        "asal_target": asal.nama,
        "penerima_target": penerima.nama if penerima else BELUM_ADA,
        "alasan": alasan,
    }
    catatan = catat(
        peristiwa="target.alih",
        objek="rencana_aksi",
        objek_id=next(iter(periode)) if len(periode) == 1 else asal.pk,
        isi=isi,
        oleh=oleh,
        pada=pada,
        opd_id=penerima.pk if penerima else asal.pk,
    )
    return int(catatan.nomor)
