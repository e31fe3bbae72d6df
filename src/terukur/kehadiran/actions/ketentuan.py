"""Writes of rule sets, and the data to begin with."""

import datetime as dt
from typing import Any

from django.db import transaction

from terukur.inti.bitemporal import cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kehadiran.actions.antrean import tandai_lingkup
from terukur.kehadiran.actions.jadwal import catat_pola, tetapkan_jam, tetapkan_pola
from terukur.kehadiran.actions.lingkup import SEMUA, Untuk, periksa_masa, tolak_diri
from terukur.kehadiran.models import BarisKetentuan, Ketentuan, PolaBerlaku, PolaKerja
from terukur.kehadiran.rules.jadwal import POLA_BAWAAN
from terukur.kehadiran.rules.ketentuan import KETENTUAN_BAWAAN, IsiKetentuan


def _isi(k: IsiKetentuan) -> dict[str, Any]:
    nama = (
        "cara", "toleransi_detik", "jarak_ganda_detik", "batas_persen", "kuota_lupa", "hari_sanggah",
        "tebus_menit", "tebus_kali",
    )  # fmt: skip
    return {n: getattr(k, n) for n in nama} | {"dasar": k.dasar.strip()}


def _warisi_baris(lama: list[Ketentuan], *, pada: dt.datetime) -> None:
    """What is left of a superseded rule set keeps its bands."""
    for k in lama:
        sisa = Ketentuan.objects.diketahui(None).filter(
            kunci=k.kunci, dicatat_pada=pada, berlaku_sejak__gte=k.berlaku_sejak, baris=None
        )
        if k.berlaku_sampai is not None:
            sisa = sisa.filter(berlaku_sampai__lte=k.berlaku_sampai)
        baris = list(k.baris.order_by("pk").values("peristiwa", "pita", "dari", "sampai", "persen"))
        BarisKetentuan.objects.bulk_create(
            BarisKetentuan(ketentuan=s, **b) for s in sisa.order_by("pk") for b in baris
        )


@transaction.atomic
def tetapkan_ketentuan(
    *,
    untuk: Untuk,
    isi: IsiKetentuan,
    sejak: dt.date,
    sampai: dt.date | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Ketentuan:
    """The rules of a scope from ``sejak`` on, as a new row; days of the past are computed again by it."""
    tolak_diri(untuk.pengguna_id, oleh)
    periksa_masa(sejak, sampai)
    if not isi.dasar.strip():
        raise AturanDilanggar("Sebutkan dasar hukumnya.", kolom={"dasar": "Isi nomor peraturannya."})
    if isi.jarak_ganda_detik < 1:
        pesan = "Isi paling sedikit 1 detik: satu rekam bukan dua."
        raise AturanDilanggar(pesan, kolom={"jarak_ganda_detik": pesan})
    if bool(isi.tebus_menit) != bool(isi.tebus_kali):
        pesan = "Isi menit dan berapa kali sebulan, atau 0 pada keduanya."
        raise AturanDilanggar(pesan, kolom={"tebus_kali": pesan})
    kunci = {"kunci": untuk.kunci}
    lama = cabut_fakta(Ketentuan, kunci=kunci, sejak=sejak, sampai=sampai, pada=pada)
    _warisi_baris(lama, pada=pada)
    k = catat_fakta(
        Ketentuan, kunci=kunci, isi={**untuk.kolom, **_isi(isi)}, sejak=sejak, sampai=sampai, pada=pada
    )
    BarisKetentuan.objects.bulk_create(
        BarisKetentuan(
            ketentuan=k, peristiwa=b.peristiwa, pita=b.pita, dari=b.dari, sampai=b.sampai, persen=b.persen
        )
        for b in isi.baris
    )
    pita = [
        f"{b.peristiwa} {b.pita}: {b.dari}-{b.sampai if b.sampai is not None else ''} menit, {b.persen} %"
        for b in isi.baris
    ]
    catat(
        peristiwa="ketentuan_kehadiran.tetapkan", objek="ketentuan_kehadiran", objek_id=untuk.kunci,
        isi={"untuk": untuk.sebutan, "sejak": sejak, "sampai": sampai, **_isi(isi), "pita": pita},
        oleh=oleh, pada=pada, opd_id=untuk.opd_id,
    )  # fmt: skip
    tandai_lingkup(untuk.lingkup, untuk.pemilik_id, sejak=sejak, sampai=sampai, pada=pada)
    return k


@transaction.atomic
def siapkan_bawaan(*, sejak: dt.date, oleh: Pelaku, pada: dt.datetime) -> bool:
    """Patterns of Perpres 21/2023, common shifts, five office days for all, and a rule set to begin with.

    What is there already stays. False: nothing was missing.
    """
    ada = set(PolaKerja.objects.values_list("kode", flat=True))
    kurang = [b for b in POLA_BAWAAN if b.kode not in ada]
    for b in kurang:
        pola = catat_pola(
            kode=b.kode, nama=b.nama, siklus=len(b.hari), ikut_libur=b.ikut_libur, luwes_menit=b.luwes_menit,
            oleh=oleh, pada=pada,
        )  # fmt: skip
        tetapkan_jam(pola_id=pola.pk, jam=b.hari, sejak=sejak, dasar=b.dasar, oleh=oleh, pada=pada)
        if b.ramadan:
            tetapkan_jam(
                pola_id=pola.pk, jam=b.ramadan, ramadan=True, sejak=sejak, dasar=b.dasar, oleh=oleh, pada=pada
            )
    tanpa_pola = not PolaBerlaku.objects.diketahui(None).filter(kunci=SEMUA.kunci).exists()
    if tanpa_pola:
        pola = PolaKerja.objects.get(kode=POLA_BAWAAN[0].kode)
        tetapkan_pola(untuk=SEMUA, pola=pola, sejak=sejak, dasar=POLA_BAWAAN[0].dasar, oleh=oleh, pada=pada)
    tanpa_ketentuan = not Ketentuan.objects.diketahui(None).filter(kunci=SEMUA.kunci).exists()
    if tanpa_ketentuan:
        tetapkan_ketentuan(untuk=SEMUA, isi=KETENTUAN_BAWAAN, sejak=sejak, oleh=oleh, pada=pada)
    return bool(kurang) or tanpa_pola or tanpa_ketentuan
