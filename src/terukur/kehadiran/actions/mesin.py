"""Devices admitted, changed, put out of use; what lay in quarantine until then is read once more."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from ipaddress import ip_network
from typing import Any

from django.db import IntegrityError, transaction

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kehadiran.actions.antrean_pin import tandai_mesin
from terukur.kehadiran.actions.simpan import karantinakan, masukkan, pilah, simpan_peristiwa
from terukur.kehadiran.choices import AsalPindai, PutusanKiriman
from terukur.kehadiran.models import KeadaanMesin, KelompokMesin, Kiriman, Mesin, MesinAsing
from terukur.kehadiran.protokol.kenali import NOMOR_SERI
from terukur.kehadiran.protokol.maksud import Maksud
from terukur.kehadiran.protokol.operlog import Peristiwa
from terukur.kehadiran.protokol.ulang import baca_ulang
from terukur.kehadiran.rules.ponsel import KELOMPOK_PONSEL
from terukur.kehadiran.rules.terima import alasan_tolak
from terukur.organisasi.actions.potret import periksa_dibaca

KOLOM = ("nama", "tempat", "dialek", "jaringan")
DIAMBIL = "diambil alih saat mesin didaftarkan"


def baca_jaringan(teks: str) -> list[str]:
    """``10.1.0.0/16, 10.2.0.5`` -> CIDR blocks. Raises ``AturanDilanggar``."""
    hasil = []
    for satu in teks.replace(",", " ").replace(";", " ").split():
        try:
            hasil.append(str(ip_network(satu, strict=False)))
        except ValueError:
            pesan = f"“{satu[:40]}” bukan alamat jaringan. Contoh: 10.20.0.0/16"
            raise AturanDilanggar(pesan, kolom={"jaringan": pesan}) from None
    return hasil


def _isi(mesin: Mesin) -> dict[str, Any]:
    return {
        "nomor_seri": mesin.nomor_seri, **{n: getattr(mesin, n) for n in KOLOM},
        "zona": mesin.get_zona_display(),
        "kelompok": mesin.kelompok.nama, "opd": mesin.opd.nama, "unit": mesin.unit.nama if mesin.unit else "",
    }  # fmt: skip


def _catat(mesin: Mesin, verba: str, isi: dict[str, Any], *, oleh: Pelaku, pada: dt.datetime) -> None:
    catat(
        peristiwa=f"mesin.{verba}", objek="mesin", objek_id=str(mesin.pk), isi=isi, oleh=oleh, pada=pada,
        opd_id=mesin.opd_id,
    )  # fmt: skip


def kelompok_bernama(nama: str) -> KelompokMesin:
    if nama.strip().casefold() == KELOMPOK_PONSEL.casefold():
        pesan = "Nama ini dipakai untuk rekam lewat ponsel. Pilih nama lain."
        raise AturanDilanggar(pesan, kolom={"kelompok_baru": pesan})
    return KelompokMesin.objects.get_or_create(nama=" ".join(nama.split()))[0]


@transaction.atomic
def daftarkan(
    *, nomor_seri: str, ambil_alih: bool = True, oleh: Pelaku, pada: dt.datetime, **isi: Any
) -> Mesin:
    """Admit a device; take over what it sent before, if so asked. ``isi``: columns of ``Mesin``."""
    nomor_seri = nomor_seri.strip()
    if not NOMOR_SERI.fullmatch(nomor_seri):
        pesan = "Nomor seri hanya berisi huruf, angka, titik dan garis, tanpa spasi."
        raise AturanDilanggar(pesan, kode="nomor_seri", kolom={"nomor_seri": pesan})
    try:
        with transaction.atomic():
            mesin = Mesin.objects.create(nomor_seri=nomor_seri, **isi)
    except IntegrityError:
        pesan = "Nomor seri ini sudah terdaftar."
        raise AturanDilanggar(pesan, kode="sudah_ada", kolom={"nomor_seri": pesan}) from None
    MesinAsing.objects.filter(nomor_seri=nomor_seri).delete()
    jumlah = ambil_karantina(mesin, pada=pada) if ambil_alih else 0
    rincian = _isi(mesin) | {"berkunci": bool(mesin.kunci), "jumlah_diambil": jumlah}
    _catat(mesin, "daftar", rincian, oleh=oleh, pada=pada)
    return mesin


def ambil_karantina(mesin: Mesin, *, pada: dt.datetime) -> int:
    """Read what this serial number sent before it was known; how many scans were new.

    Bodies that the device may not send as it is registered (another dialect or network) stay where they are.
    The number of statements does not depend on theirs.
    """
    dipakai: list[tuple[Kiriman, Maksud]] = []
    lama = Kiriman.objects.select_for_update().filter(
        nomor_seri=mesin.nomor_seri, mesin=None, putusan=PutusanKiriman.KARANTINA
    )
    for kiriman in lama.order_by("pk"):
        maksud = baca_ulang(kiriman.jenis, mesin.nomor_seri, bytes(kiriman.isi))
        if maksud and not alasan_tolak(
            aktif=True, dialek=mesin.dialek, bicara=maksud.dialek, jaringan=mesin.jaringan,
            alamat=kiriman.alamat, kunci=mesin.kunci, ditunjukkan=None,
        ):  # fmt: skip
            dipakai.append((kiriman, maksud))
    terpilah = [(k, *pilah(mesin, m.muatan, k.diterima_pada)) for k, m in dipakai]
    baru = masukkan(mesin, [(k, sah) for k, sah, _ in terpilah], AsalPindai.PUSH, pada)
    for kiriman, _, buruk in terpilah:
        kiriman.mesin, kiriman.putusan, kiriman.alasan = mesin, PutusanKiriman.TERSIMPAN, DIAMBIL
        kiriman.jumlah_baru, kiriman.jumlah_karantina = baru[kiriman.pk][0], len(buruk)
    kolom = ["mesin", "putusan", "alasan", "jumlah_baru", "jumlah_karantina"]
    Kiriman.objects.bulk_update([k for k, _ in dipakai], kolom)
    karantinakan(mesin, [(k, buruk) for k, _, buruk in terpilah])
    _peristiwa(mesin, dipakai)
    terakhir = max((akhir for _, akhir in baru.values() if akhir), default=None)
    if terakhir:
        KeadaanMesin.objects.update_or_create(mesin=mesin, defaults={"pindai_pada": terakhir})
    return sum(n for n, _ in baru.values())


def _peristiwa(mesin: Mesin, dipakai: Sequence[tuple[Kiriman, Maksud]]) -> None:
    per_saat: dict[dt.date, list[tuple[dt.datetime, Peristiwa]]] = defaultdict(list)
    for kiriman, maksud in dipakai:
        per_saat[kiriman.diterima_pada.date()].extend((kiriman.diterima_pada, p) for p in maksud.peristiwa)
    for semua in per_saat.values():
        if semua:
            simpan_peristiwa(mesin, [p for _, p in semua], pada=max(saat for saat, _ in semua))


@transaction.atomic
def ubah(
    *, mesin_id: int, kunci: str | None = None, token: str | None = None, versi: str | None = None,
    oleh: Pelaku, pada: dt.datetime, **isi: Any,
) -> Mesin:  # fmt: skip
    """Change a device. ``kunci``, ``token``: None leaves them. Another group: its days are computed again.

    ``versi``: of the device as the form was filled from it. Raises ``Bentrok`` if somebody saved since.
    """
    mesin = Mesin.objects.select_for_update(of=("self",)).select_related("kelompok", "opd", "unit").get(
        pk=mesin_id
    )  # fmt: skip
    kini = {n: getattr(mesin, n) for n in isi}
    periksa_dibaca(versi, str(mesin.versi), tersimpan=kini, kiriman=isi)
    lama, kelompok = _isi(mesin), mesin.kelompok_id
    for nama, nilai in isi.items():
        setattr(mesin, nama, nilai)
    baru = _isi(mesin)
    beda: dict[str, Any] = {n: v for n, v in baru.items() if lama[n] != v}
    if beda:
        beda["sebelum"] = {n: lama[n] for n in beda}
    for nama, nilai in (("kunci", kunci), ("token", token)):
        if nilai is not None and getattr(mesin, nama) != nilai:
            setattr(mesin, nama, nilai)
            beda[f"{nama}_diganti"] = True
    if not beda:
        return mesin
    mesin.versi += 1
    mesin.save()
    if mesin.kelompok_id != kelompok:
        tandai_mesin(mesin, [kelompok, mesin.kelompok_id], pada=pada)
    _catat(mesin, "ubah", beda, oleh=oleh, pada=pada)
    return mesin


@transaction.atomic
def atur_aktif(*, mesin_id: int, aktif: bool, oleh: Pelaku, pada: dt.datetime) -> Mesin:
    """Put a device out of use, or into use again. Its records stay; what it sends meanwhile is refused."""
    mesin = Mesin.objects.select_for_update().get(pk=mesin_id)
    if mesin.aktif == aktif:
        kata = "aktif" if aktif else "tidak aktif"
        raise AturanDilanggar(f"Mesin ini sudah {kata}.", kode="sama")
    mesin.aktif, mesin.versi = aktif, mesin.versi + 1
    mesin.save(update_fields=["aktif", "versi"])
    _catat(mesin, "aktifkan" if aktif else "nonaktifkan", {"nama": mesin.nama}, oleh=oleh, pada=pada)
    return mesin
