"""Webhooks: told of official acts out of the journal itself, so that none can be missed."""

import datetime as dt
import json
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from terukur.api.choices import Peristiwa, StatusKabar
from terukur.api.models import Kabar, Webhook
from terukur.api.pengantar import GagalAntar, kirim
from terukur.api.rules import rahasia_webhook, tanda_tangan
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.jejak.models import Catatan
from terukur.jejak.queries import nomor_terakhir

TUGAS_ANTAR = "api.antar"
SEKALI_EDAR = 1000
"""Journal entries looked at in one round; the rest follows a minute later."""


@transaction.atomic
def buat_webhook(
    *, nama: str, alamat: str, peristiwa: Collection[Peristiwa], oleh: Pelaku, pada: dt.datetime
) -> tuple[Webhook, str]:
    """A new webhook, told of what happens from now on, and its secret, which is shown once."""
    bagian = urlsplit(alamat)
    if bagian.scheme != "https" and not settings.TERUKUR_WEBHOOK_JARINGAN:
        pesan = "Alamat harus https://, agar isinya tidak terbaca di jalan."
        raise AturanDilanggar(pesan, kolom={"alamat": pesan})
    if bagian.username or bagian.password or bagian.fragment:
        pesan = "Tulis alamat tanpa nama pengguna, kata sandi, atau tanda #."
        raise AturanDilanggar(pesan, kolom={"alamat": pesan})
    webhook = Webhook(
        nama=nama,
        alamat=alamat,
        peristiwa=sorted(peristiwa),
        nomor=nomor_terakhir(),
        dibuat_pada=pada,
        dibuat_oleh=oleh.id,
    )
    webhook.save(force_insert=True)
    catat(
        peristiwa="webhook.buat", objek="webhook", objek_id=webhook.pk,
        isi={"nama": nama, "server": bagian.hostname or "", "peristiwa": webhook.peristiwa},
        oleh=oleh, pada=pada,
    )  # fmt: skip
    return webhook, rahasia_webhook(webhook.pk)


@transaction.atomic
def hentikan_webhook(*, webhook_id: UUID, oleh: Pelaku, pada: dt.datetime) -> Webhook:
    """Tell it nothing more, not even what waits."""
    webhook = Webhook.objects.select_for_update().filter(pk=webhook_id).first()
    if webhook is None:
        raise TidakDitemukan("Webhook tidak ditemukan.")
    if webhook.dihentikan_pada:
        raise AturanDilanggar("Webhook ini sudah dihentikan; muat ulang daftarnya.", kode="sudah_dihentikan")
    webhook.dihentikan_pada, webhook.dihentikan_oleh = pada, oleh.id
    webhook.save(update_fields=["dihentikan_pada", "dihentikan_oleh"])
    catat(
        peristiwa="webhook.hentikan", objek="webhook", objek_id=webhook.pk, isi={"nama": webhook.nama},
        oleh=oleh, pada=pada,
    )  # fmt: skip
    return webhook


def _antrekan(kabar: Iterable[UUID]) -> None:
    """Give the worker its jobs; they become visible with the caller's commit."""
    tugas: list[JSONDict] = [{"kabar_id": str(k)} for k in kabar]
    if tugas:
        app.configure_task(TUGAS_ANTAR).batch_defer(*tugas)


def _isi(kabar_id: UUID, c: Catatan) -> str:
    """What is told: which act on which record, when; the rest is asked at the API. No names of persons."""
    isi = {
        "id": str(kabar_id),
        "peristiwa": c.peristiwa,
        "pada": c.pada.isoformat(),
        "nomor_jejak": c.nomor,
        "objek": c.objek,
        "objek_id": c.objek_id,
        "opd": str(c.opd_id) if c.opd_id else None,
    }
    return json.dumps(isi)


@transaction.atomic
def edarkan(*, pada: dt.datetime) -> int:
    """Turn new journal entries into messages; returns how many.

    The journal grows without gaps and in order of commit, so a webhook's ``nomor`` misses nothing
    however long the worker was down; message and job are one commit. A second round at the same
    time skips what the first holds.
    """
    status = StatusKabar.LATIHAN if settings.MODE_LATIHAN else StatusKabar.MENUNGGU
    jumlah = 0
    aktif = Webhook.objects.select_for_update(skip_locked=True).filter(dihentikan_pada=None)
    for webhook in aktif.order_by("pk"):
        akhir = min(nomor_terakhir(), webhook.nomor + SEKALI_EDAR)
        if akhir == webhook.nomor:
            continue
        baru = []
        for c in Catatan.objects.filter(
            nomor__gt=webhook.nomor, nomor__lte=akhir, peristiwa__in=webhook.peristiwa, ditolak=False
        ).order_by("nomor"):
            k = Kabar(webhook=webhook, nomor=c.nomor, peristiwa=c.peristiwa, status=status, dibuat_pada=pada)
            k.isi = _isi(k.pk, c)
            baru.append(k)
        Kabar.objects.bulk_create(baru)
        Webhook.objects.filter(pk=webhook.pk).update(nomor=akhir)
        jumlah += len(baru)
        if status == StatusKabar.MENUNGGU:
            _antrekan(k.pk for k in baru)
    return jumlah


def antar_kabar(*, kabar_id: UUID, pada: dt.datetime) -> bool:
    """Deliver one message. True when nothing is left to do; a failure is written down."""
    with transaction.atomic():
        kabar = Kabar.objects.select_for_update(of=("self",)).select_related("webhook").get(pk=kabar_id)
        if kabar.status in (StatusKabar.TERKIRIM, StatusKabar.LATIHAN) or settings.MODE_LATIHAN:
            return True
        kabar.percobaan += 1
        kabar.dicoba_pada = pada
        if kabar.webhook.dihentikan_pada:
            kabar.status, kabar.alasan = StatusKabar.GAGAL, "Webhook dihentikan."
            kabar.save()
            return True
        isi, waktu = kabar.isi.encode(), int(pada.timestamp())
        tajuk = {
            "X-Terukur-Kabar": str(kabar.pk),
            "X-Terukur-Waktu": str(waktu),
            "X-Terukur-Tanda": tanda_tangan(rahasia_webhook(kabar.webhook_id), waktu, isi),
        }
        try:
            kirim(kabar.webhook.alamat, isi, tajuk)
        except GagalAntar as gagal:
            kabar.status, kabar.alasan = StatusKabar.GAGAL, str(gagal)
        else:
            kabar.status, kabar.alasan, kabar.terkirim_pada = StatusKabar.TERKIRIM, "", pada
        kabar.save()
        return kabar.status == StatusKabar.TERKIRIM


@transaction.atomic
def kirim_ulang(*, kabar_id: UUID, oleh: Pelaku, pada: dt.datetime) -> Kabar:
    """Try a failed delivery once more, on request of who runs the system."""
    kabar = Kabar.objects.select_for_update(of=("self",)).filter(pk=kabar_id).first()
    if kabar is None or kabar.status != StatusKabar.GAGAL:
        raise AturanDilanggar("Hanya kiriman yang gagal dapat dicoba lagi; muat ulang daftarnya.")
    kabar.status, kabar.alasan = StatusKabar.MENUNGGU, ""
    kabar.save(update_fields=["status", "alasan"])
    catat(
        peristiwa="webhook.kirim_ulang", objek="webhook", objek_id=kabar.webhook_id,
        isi={"nomor_jejak": kabar.nomor, "percobaan": kabar.percobaan}, oleh=oleh, pada=pada,
    )  # fmt: skip
    _antrekan([kabar.pk])
    return kabar
