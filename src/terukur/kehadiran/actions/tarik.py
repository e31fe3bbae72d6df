"""Records pulled from the service of a device that cannot reach us itself (Fingerspot.io)."""

import datetime as dt
import secrets
from collections.abc import Callable
from hashlib import sha256

from django.db import transaction

from terukur.kehadiran.actions.simpan import simpan_rekam
from terukur.kehadiran.choices import AsalPindai, Dialek
from terukur.kehadiran.models import KeadaanMesin, Kiriman, Mesin
from terukur.kehadiran.protokol.fingerspot import baca_jawab, jendela, tulis_tanya
from terukur.kehadiran.protokol.rekam import TidakTerbaca
from terukur.kehadiran.rules.terima import zona
from terukur.kehadiran.tarikan import GagalTarik, tanya

MUNDUR = 30
"""Days before today from which a device is pulled for the first time."""
ULANG = 2
"""Days that are asked again each time: the service itself gets records late."""
TABEL = "get_attlog"

Tanya = Callable[[str, bytes, str], bytes]


def mesin_tertarik() -> list[Mesin]:
    """Devices whose records are pulled."""
    semua = Mesin.objects.filter(aktif=True, dialek=Dialek.FINGERSPOT).exclude(token="")
    return list(semua.select_related("keadaan").order_by("pk"))


def tarik(mesin: Mesin, *, alamat: str, pada: dt.datetime, tanya: Tanya = tanya) -> int:
    """Ask for what may be new since the last time; how many scans were.

    Each answer is committed before the next question, so that a failure loses nothing and the next pull goes
    on where this one ended. The reason of a failure is kept for the page of devices.
    """
    kini: KeadaanMesin | None = getattr(mesin, "keadaan", None)
    hari = pada.astimezone(zona(mesin.zona)).date()
    sampai = kini.ditarik_sampai if kini else None
    awal = (sampai - dt.timedelta(days=ULANG - 1)) if sampai else hari - dt.timedelta(days=MUNDUR)
    baru = 0
    try:
        for sejak, akhir in jendela(min(awal, hari), hari):
            isi = tulis_tanya(mesin.nomor_seri, sejak, akhir, secrets.token_hex(8))
            baru += _simpan(mesin, tanya(f"{alamat}/{TABEL}", isi, mesin.token), akhir, pada)
    except (GagalTarik, TidakTerbaca) as galat:
        alasan = str(galat) or "jawaban layanan tidak terbaca"
        KeadaanMesin.objects.update_or_create(mesin=mesin, defaults={"galat_tarik": alasan[:200]})
    return baru


@transaction.atomic
def _simpan(mesin: Mesin, isi: bytes, akhir: dt.date, pada: dt.datetime) -> int:
    """One answer. The same bytes as an earlier one are not kept again."""
    muatan = baca_jawab(isi)
    keadaan: dict[str, object] = {"ditarik_sampai": akhir, "galat_tarik": "", "terlihat_pada": pada}
    baru = 0
    sidik = sha256(isi).hexdigest()
    lama = Kiriman.objects.filter(
        mesin=mesin, sidik=sidik, diterima_pada__gt=pada - dt.timedelta(days=MUNDUR)
    )
    if muatan.jumlah and not lama.exists():
        hasil = simpan_rekam(
            mesin=mesin, tabel=TABEL, isi=isi, muatan=muatan, asal=AsalPindai.TARIK, alamat=None, pada=pada
        )
        baru = hasil.kiriman.jumlah_baru
        kini = KeadaanMesin.objects.filter(mesin=mesin).first()
        if hasil.terakhir and (not kini or not kini.pindai_pada or hasil.terakhir > kini.pindai_pada):
            keadaan["pindai_pada"] = hasil.terakhir
    KeadaanMesin.objects.update_or_create(mesin=mesin, defaults=keadaan)
    return baru
