"""Reads for files of records: which there are, and what one of them would add."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.kehadiran.models import BerkasPindai, Mesin, PinPegawai
from terukur.kehadiran.protokol.berkas import IsiBerkas
from terukur.kehadiran.protokol.rekam import Muatan, Rekam
from terukur.kehadiran.queries.lingkup import wilayah
from terukur.kehadiran.rules.terima import alasan_jam, zona


def daftar_berkas(untuk: Pengguna) -> QuerySet[BerkasPindai]:
    """Files for the devices that ``untuk`` manages."""
    semua = BerkasPindai.objects.select_related("mesin", "berkas", "berita_acara", "kiriman").defer(
        "kiriman__isi"
    )
    return semua.filter(wilayah(untuk, Izin.MESIN_KELOLA).syarat("mesin__opd_id", "mesin__unit_id"))


def get_berkas_rekam(berkas_id: int, *, untuk: Pengguna) -> BerkasPindai:
    satu = daftar_berkas(untuk).filter(pk=berkas_id).first()
    if satu is None:
        raise TidakDitemukan("Berkas rekam tidak ditemukan.")
    return satu


def milik_mesin(isi: IsiBerkas, mesin: Mesin) -> tuple[Muatan, dict[str, int]]:
    """(lines that count for this device, {other registered device that lines name: how many}).

    A serial number that is nobody's (Fingerspot's exports count devices 1, 2, 3) is no reason to refuse.
    """
    lain = set(isi.seri.values()) - {mesin.nomor_seri}
    terdaftar = dict(Mesin.objects.filter(nomor_seri__in=lain).order_by().values_list("nomor_seri", "nama"))
    if not terdaftar:
        return isi.muatan, {}

    def sendiri(nomor: int) -> bool:
        return isi.seri.get(nomor, "") not in terdaftar

    muatan = Muatan(
        tuple(r for r in isi.muatan.rekam if sendiri(r.nomor)),
        tuple(b for b in isi.muatan.buruk if sendiri(b.nomor)),
        sum(map(sendiri, [*(r.nomor for r in isi.muatan.rekam), *(b.nomor for b in isi.muatan.buruk)])),
    )
    hitung = Counter(terdaftar[s] for s in isi.seri.values() if s in terdaftar)
    return muatan, dict(hitung)


@dataclass(frozen=True, slots=True)
class Pratinjau:
    """What applying would do. ``masalah``: (line, why, content), the first of them."""

    jumlah: int
    baru: int
    sudah_ada: int
    ganda: int
    buruk: int
    orang: int
    tanpa_pemilik: int
    pertama: dt.datetime | None
    terakhir: dt.datetime | None
    masalah: list[tuple[int, str, str]]


TAMPIL = 50
_ALASAN = {
    "tidak_terbaca": "Baris tidak terbaca",
    "jam_rusak": "Tanggal atau jam mustahil, atau sebelum rekam tertua yang diterima",
    "jam_ke_depan": "Jam mesin mendahului waktu diterima",
}  # fmt: skip


def pratinjau(satu: BerkasPindai, muatan: Muatan, *, pada: dt.datetime) -> Pratinjau:
    """Compare the lines with what is stored. Three statements for any number of lines."""
    daerah = zona(satu.mesin.zona)
    masalah = [(b.nomor, _ALASAN[b.alasan], _tampil(b.isi)) for b in muatan.buruk]
    sah: dict[tuple[str, dt.datetime], Rekam] = {}
    ganda = 0
    for r in muatan.rekam:
        waktu = r.waktu if r.waktu.tzinfo else r.waktu.replace(tzinfo=daerah)
        if alasan := alasan_jam(waktu, pada, satu.tertua):
            masalah.append((r.nomor, alasan.label, _tampil(r.isi)))
        elif (r.pin, waktu) in sah:
            ganda += 1
        else:
            sah[r.pin, waktu] = replace(r, waktu=waktu)
    ada = _sudah_ada(satu.mesin, list(sah))
    tanpa = _tanpa_pemilik(satu.mesin, {(pin, waktu.astimezone(daerah).date()) for pin, waktu in sah})
    waktu_semua = [w for _, w in sah]
    return Pratinjau(
        muatan.jumlah, len(sah) - ada, ada, ganda, len(masalah), len({p for p, _ in sah}),
        len(tanpa), min(waktu_semua, default=None), max(waktu_semua, default=None),
        sorted(masalah)[:TAMPIL],
    )  # fmt: skip


def _tampil(isi: bytes) -> str:
    return isi.decode("utf-8", "replace").replace("\t", "  ")[:100]


def _sudah_ada(mesin: Mesin, kunci: list[tuple[str, dt.datetime]]) -> int:
    if not kunci:
        return 0
    pin, waktu = (list(k) for k in zip(*kunci, strict=True))
    with connection.cursor() as kursor:
        kursor.execute(
            "select count(*) from unnest(%s::text[], %s::timestamptz[]) r (pin, waktu)"
            " join kehadiran_pindai s on s.mesin_id = %s and s.pin = r.pin and s.waktu = r.waktu",
            [pin, waktu, mesin.pk],
        )
        return int(kursor.fetchone()[0])


def _tanpa_pemilik(mesin: Mesin, hari: set[tuple[str, dt.date]]) -> set[str]:
    """PIN that are nobody's on some of these days."""
    milik: dict[str, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    ada = PinPegawai.objects.diketahui(None).filter(
        kelompok_id=mesin.kelompok_id, pin__in={pin for pin, _ in hari}
    )
    for pin, sejak, sampai in ada.order_by().values_list("pin", "berlaku_sejak", "berlaku_sampai"):
        milik[pin].append((sejak, sampai or dt.date.max))
    return {pin for pin, h in hari if not any(a <= h <= z for a, z in milik[pin])}
