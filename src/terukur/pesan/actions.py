"""Sending and reading messages."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from terukur.akun.models import Pengguna
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.pesan.choices import StatusKiriman
from terukur.pesan.models import Kiriman, Pesan
from terukur.pesan.queries import get_pesan
from terukur.pesan.saluran import GagalKirim, antar, daftar_saluran

TUGAS_ANTAR = "pesan.antar"
MENUNGGU_TERLALU_LAMA = dt.timedelta(minutes=30)


def _antrekan(kiriman: Iterable[UUID]) -> None:
    """Give the worker its jobs; they become visible with the caller's commit."""
    tugas: list[JSONDict] = [{"kiriman_id": str(k)} for k in kiriman]
    if tugas:
        app.configure_task(TUGAS_ANTAR).batch_defer(*tugas)


def _masukkan(calon: list[Pesan]) -> list[UUID]:
    """Store messages of one occasion; ids of those whose receiver had none of it yet. One query.

    In SQL because Django's ``ignore_conflicts`` does not tell which rows it stored.
    """
    if not calon:
        return []
    p = calon[0]
    with connection.cursor() as kursor:
        kursor.execute(
            f"insert into {Pesan._meta.db_table}"  # noqa: S608
            " (id, penerima_id, kunci, judul, isi, tautan, dikirim_pada)"
            " select t.id, t.penerima, %s, %s, %s, %s, %s from unnest(%s::uuid[], %s::uuid[]) t(id, penerima)"
            " on conflict (penerima_id, kunci) do nothing returning id",
            [
                p.kunci, p.judul, p.isi, p.tautan, p.dikirim_pada, [c.pk for c in calon],
                [c.penerima_id for c in calon],
            ],
        )  # fmt: skip
        return [pk for (pk,) in kursor.fetchall()]


def kirim(
    *,
    kepada: Iterable[Pengguna],
    judul: str,
    isi: str,
    tautan: str = "",
    kunci: str,
    pada: dt.datetime,
) -> list[Pesan]:
    """Put a message into the inbox of every active user of ``kepada``; return the new ones.

    ``kunci`` names the occasion (``tenggat.pengingat:<window>:3hari``): whoever already has a
    message of this key gets no second one. ``tautan`` is a path of this site. Outside delivery
    follows by job after the caller's commit, and never in trial mode.
    """
    if tautan and (not tautan.startswith("/") or tautan.startswith("//")):
        raise ValueError("a message may only link to a path of this site")
    penerima = {p.pk: p for p in kepada if p.is_active}
    calon = {
        p.pk: p
        for p in (
            Pesan(penerima=p, kunci=kunci, judul=judul[:200], isi=isi, tautan=tautan, dikirim_pada=pada)
            for _, p in sorted(penerima.items())
        )
    }
    with transaction.atomic(savepoint=False):  # if this fails, so does the act that it tells of
        baru = [calon[pk] for pk in _masukkan(list(calon.values()))]
        kiriman = [Kiriman(pesan=p, saluran=s) for s in daftar_saluran() for p in baru if p.penerima.email]
        Kiriman.objects.bulk_create(kiriman)
        _antrekan(k.pk for k in kiriman)
    return baru


def antar_kiriman(*, kiriman_id: UUID, pada: dt.datetime) -> bool:
    """Deliver one message to the outside. True when it has arrived at the service.

    Delivered ones are not sent again. A failure is written down; the worker tries again later.
    """
    with transaction.atomic():
        kiriman = (
            Kiriman.objects.select_for_update(of=("self",))
            .select_related("pesan", "pesan__penerima")
            .filter(pk=kiriman_id)
            .first()
        )
        if kiriman is None or kiriman.status == StatusKiriman.TERKIRIM:
            return True
        pesan = kiriman.pesan
        kiriman.percobaan += 1
        kiriman.dicoba_pada = pada
        try:
            antar(
                kiriman.saluran,
                email=pesan.penerima.email,
                judul=pesan.judul,
                isi=pesan.isi,
                tautan=pesan.tautan,
            )
        except GagalKirim as gagal:
            kiriman.status, kiriman.alasan = StatusKiriman.GAGAL, str(gagal)
        else:
            kiriman.status, kiriman.alasan = StatusKiriman.TERKIRIM, ""
            kiriman.terkirim_pada = pada
        kiriman.save()
        return kiriman.status == StatusKiriman.TERKIRIM


def susulkan_kiriman(*, pada: dt.datetime) -> int:
    """Queue again what waits although its job is gone (the worker was killed). Returns how many."""
    lama = list(
        Kiriman.objects.filter(
            status=StatusKiriman.MENUNGGU, pesan__dikirim_pada__lt=pada - MENUNGGU_TERLALU_LAMA
        )
        .order_by("pk")
        .values_list("pk", flat=True)[:500]
    )
    _antrekan(lama)
    return len(lama)


@transaction.atomic
def kirim_ulang(*, kiriman_id: UUID, oleh: Pelaku, pada: dt.datetime) -> Kiriman:
    """Try a failed delivery once more, on request of who runs the system."""
    kiriman = Kiriman.objects.select_for_update().filter(pk=kiriman_id).first()
    if kiriman is None or kiriman.status != StatusKiriman.GAGAL:
        raise AturanDilanggar("Hanya kiriman yang gagal dapat dicoba lagi; muat ulang daftarnya.")
    kiriman.status, kiriman.alasan = StatusKiriman.MENUNGGU, ""
    kiriman.save()
    catat(
        peristiwa="kiriman.ulang",
        objek="kiriman",
        objek_id=kiriman.pk,
        isi={"saluran": kiriman.saluran, "percobaan": kiriman.percobaan},
        oleh=oleh,
        pada=pada,
    )
    _antrekan([kiriman.pk])
    return kiriman


def tandai_dibaca(*, pesan_id: UUID, untuk: Pengguna, pada: dt.datetime) -> Pesan:
    """The reader has seen one message. Reading it again changes nothing."""
    pesan = get_pesan(pesan_id, untuk=untuk)
    if pesan.dibaca_pada is None:
        pesan.dibaca_pada = max(pada, pesan.dikirim_pada)
        pesan.save(update_fields=["dibaca_pada"])
    return pesan


def tandai_semua_dibaca(*, untuk: Pengguna, pada: dt.datetime) -> int:
    """Everything that had arrived by ``pada`` is read. Returns how many."""
    return Pesan.objects.filter(penerima=untuk, dibaca_pada__isnull=True, dikirim_pada__lte=pada).update(
        dibaca_pada=pada
    )
