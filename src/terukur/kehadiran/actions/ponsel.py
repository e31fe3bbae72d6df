"""A record by phone taken, looked at again at night, decided by a human, and thinned."""

import datetime as dt
import json
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kehadiran.actions.antrean import tandai_hari
from terukur.kehadiran.actions.simpan import kiriman_baru, masukkan
from terukur.kehadiran.choices import AsalPindai, CaraPonsel, PutusanKiriman, PutusanPonsel
from terukur.kehadiran.models import KetentuanPonsel, LayarTempat, Mesin, PinPegawai, RekamPonsel
from terukur.kehadiran.queries.lingkup import opd_orang
from terukur.kehadiran.queries.ponsel import ketentuan_ponsel, letak_mesin, tempat_hari
from terukur.kehadiran.queries.risiko import bahan_risiko
from terukur.kehadiran.rules.ponsel import (
    CARA_LAYAR,
    CARA_PAGAR,
    JEDA,
    JEDA_KIRIM,
    KELOMPOK_PONSEL,
    Sampel,
    desimal,
    di_dalam,
    jarak,
    kode_sah,
    sebut_jarak,
    tempat_terdekat,
    terbaik,
)
from terukur.kehadiran.rules.risiko import jumlahkan_nilai, temukan
from terukur.organisasi.models import Pegawai
from terukur.organisasi.queries import hari_pemda
from terukur.pesan.actions import kirim

P = PutusanPonsel
SEHARI = dt.timedelta(days=1)
TIDAK_DISIMPAN = "Tidak ada yang disimpan."


@transaction.atomic
def rekam(
    *, pegawai: Pegawai, kunci: UUID, sampel: Sequence[Sampel], perangkat: str = "",
    layar: LayarTempat | None = None, kode: str = "", pada: dt.datetime,
) -> tuple[RekamPonsel, bool]:  # fmt: skip
    """Take a record at ``pada``, the server's time; (the record, was it new).

    ``layar``, ``kode``: by the code of a screen instead of a position inside a fence. Sent again (the same
    ``kunci`` within ten minutes, or any within one) it is answered with what is there. Two at once: the right
    of the person is locked, so the second finds the first.
    """
    hari, saat = hari_pemda(pada), pada.replace(microsecond=0)
    izin = (
        PinPegawai.objects.pada(hari).filter(kelompok__nama=KELOMPOK_PONSEL, pegawai=pegawai)
        .select_for_update(of=("self",)).order_by("pk").first()
    )  # fmt: skip
    if izin is None:
        raise AturanDilanggar(
            f"Anda tidak diberi izin merekam lewat ponsel hari ini. {TIDAK_DISIMPAN} Rekam di mesin, atau "
            "tanyakan kepada admin kehadiran OPD Anda.",
            kode="tanpa_izin",
        )
    lama = RekamPonsel.objects.filter(pegawai=pegawai, waktu__gt=saat - JEDA_KIRIM, waktu__lte=saat)
    for ada in lama.order_by("-waktu"):
        if ada.kunci == kunci or ada.waktu > saat - JEDA:
            return ada, False
    ketentuan = ketentuan_ponsel(hari)
    if ketentuan is None:
        raise AturanDilanggar(
            f"Ketentuan rekam ponsel belum ditetapkan BKPSDM. {TIDAK_DISIMPAN} Rekam di mesin.",
            kode="tanpa_ketentuan",
        )
    posisi = terbaik(sampel)
    mesin_id, jauh = (
        _lewat_layar(layar, kode, posisi, hari, pada) if layar else _lewat_pagar(posisi, ketentuan, hari)
    )
    cara = CaraPonsel.LAYAR if layar else CaraPonsel.PAGAR
    r = RekamPonsel(
        kunci=kunci, mesin_id=mesin_id, pin=izin.pin, waktu=saat, tanggal=hari, pegawai=pegawai,
        opd_id=opd_orang([pegawai.pk], pada=pada).get(pegawai.pk), cara=cara, layar=layar,
        jarak=None if jauh is None else round(jauh), sampel=[s.baris for s in sampel], perangkat=perangkat,
    )  # fmt: skip
    if posisi:
        r.lintang, r.bujur = desimal(posisi.lintang), desimal(posisi.bujur)
        r.akurasi = desimal(posisi.akurasi, 2)
    _nilai([r], ketentuan)
    r.putusan = P.MENUNGGU if r.nilai >= ketentuan.ambang else P.LANGSUNG
    r.dihitung = r.putusan == P.LANGSUNG or ketentuan.hitung_menunggu
    r.save(force_insert=True)
    _simpan_pindai(r, CARA_LAYAR if layar else CARA_PAGAR, pada)
    return r, True


def _lewat_pagar(posisi: Sampel | None, ketentuan: KetentuanPonsel, hari: dt.date) -> tuple[int, float]:
    if posisi is None:
        raise AturanDilanggar(
            f"Posisi tidak terkirim. {TIDAK_DISIMPAN} Nyalakan lokasi (GPS) ponsel, izinkan halaman ini "
            "memakai lokasi, lalu tekan lagi.",
            kode="tanpa_posisi",
        )
    if posisi.akurasi > ketentuan.ketelitian_terbesar:
        raise AturanDilanggar(
            f"Ketelitian posisi {sebut_jarak(posisi.akurasi)}, terlalu kasar; paling buruk "
            f"{ketentuan.ketelitian_terbesar} m. {TIDAK_DISIMPAN} Nyalakan lokasi akurat, keluar ke tempat "
            "terbuka atau dekati jendela, tunggu sebentar, lalu tekan lagi.",
            kode="kasar",
        )
    ada = tempat_terdekat(posisi, tempat_hari(hari))
    if ada is None:
        raise AturanDilanggar(
            f"Belum ada tempat rekam ponsel. {TIDAK_DISIMPAN} Tanyakan kepada admin kehadiran OPD Anda.",
            kode="tanpa_tempat",
        )
    tempat, jauh = ada
    if not di_dalam(jauh, tempat.radius, posisi.akurasi):
        raise AturanDilanggar(
            f"Anda di luar pagar: {sebut_jarak(jauh)} dari {tempat.nama}, pagarnya {tempat.radius} m. "
            f"{TIDAK_DISIMPAN} Mendekatlah lalu tekan lagi; bila bertugas di tempat lain, ajukan dinas luar.",
            kode="di_luar",
        )
    return tempat.mesin_id, jauh


def _lewat_layar(
    layar: LayarTempat, kode: str, posisi: Sampel | None, hari: dt.date, pada: dt.datetime
) -> tuple[int, float | None]:
    if layar.dicabut_pada or not kode_sah(layar.rahasia, kode, pada):
        raise AturanDilanggar(
            f"Kode ini sudah berganti. {TIDAK_DISIMPAN} Arahkan kamera ke layar sekali lagi, lalu tekan "
            "dalam dua menit.",
            kode="kode_lewat",
        )
    letak = letak_mesin([layar.mesin_id], hari=hari).get(layar.mesin_id)
    if posisi is None or letak is None:
        return layar.mesin_id, None
    return layar.mesin_id, jarak((posisi.lintang, posisi.bujur), (float(letak.lintang), float(letak.bujur)))


def _simpan_pindai(r: RekamPonsel, cara: int, pada: dt.datetime) -> None:
    """The press as any other. Of the position its body keeps a digest only: bodies are never erased."""
    mesin = Mesin.objects.get(pk=r.mesin_id)
    isi = json.dumps(
        {"rekam": str(r.pk), "sidik_sampel": sha256(json.dumps(r.sampel).encode()).hexdigest()}
    ).encode()
    kiriman = kiriman_baru(
        mesin=mesin, nomor_seri=mesin.nomor_seri, tabel="PONSEL", isi=isi, alamat=None, pada=pada,
        putusan=PutusanKiriman.TERSIMPAN, jumlah_baris=1,
    )  # fmt: skip
    baru = masukkan(mesin, [(kiriman, [(r.pin, r.waktu, 255, cara)])], AsalPindai.PONSEL, pada)
    kiriman.jumlah_baru = baru[kiriman.pk][0]
    kiriman.save(update_fields=["jumlah_baru"])


def _nilai(rekam: Sequence[RekamPonsel], ketentuan: KetentuanPonsel) -> None:
    """Set reasons and points of records that are not decided."""
    letak = letak_mesin({r.mesin_id for r in rekam}, hari=max(r.tanggal for r in rekam))
    for r, b in zip(rekam, bahan_risiko(rekam, ketentuan, letak), strict=True):
        temuan = temukan(b)
        r.alasan = [[t.kode, t.bobot, t.bukti] for t in temuan]
        r.nilai = jumlahkan_nilai(temuan)


@transaction.atomic
def nilai_hari(tanggal: dt.date, *, pada: dt.datetime) -> int:
    """Look again at the undecided records of a day, beside what came after them; how many changed.

    What reaches the threshold now waits for a human; what waits goes on waiting. The same number of
    statements for any number of records.
    """
    ketentuan = ketentuan_ponsel(tanggal)
    semua = list(
        RekamPonsel.objects.select_for_update(of=("self",))
        .filter(tanggal=tanggal, putusan__in=[P.LANGSUNG, P.MENUNGGU], ditipiskan_pada=None)
        .order_by("pk")
    )  # fmt: skip
    if ketentuan is None or not semua:
        return 0
    lama = {r.pk: (r.alasan, r.putusan) for r in semua}
    _nilai(semua, ketentuan)
    for r in semua:
        if r.putusan == P.LANGSUNG and r.nilai >= ketentuan.ambang:
            r.putusan, r.dihitung = P.MENUNGGU, ketentuan.hitung_menunggu
    berubah = [r for r in semua if lama[r.pk] != (r.alasan, r.putusan)]
    RekamPonsel.objects.bulk_update(berubah, ["alasan", "nilai", "putusan", "dihitung"])
    if mati := {r.pegawai_id for r in berubah if not r.dihitung}:
        tandai_hari(mati, sejak=tanggal - SEHARI, sampai=tanggal, pada=pada)
    return len(berubah)


@transaction.atomic
def putuskan(
    *, rekam_id: UUID, terima: bool, catatan: str, pengguna_id: UUID, oleh: Pelaku, pada: dt.datetime
) -> RekamPonsel:
    """A human says whether a record counts, with a reason; he may say otherwise later, with another one."""
    r = (
        RekamPonsel.objects.select_for_update(of=("self",))
        .select_related("pegawai__pengguna", "mesin")
        .get(pk=rekam_id)
    )
    if r.pegawai.pengguna_id == pengguna_id:
        raise TidakBerhak("Rekam Anda sendiri diperiksa orang lain.")
    if not catatan.strip():
        raise AturanDilanggar("Sebutkan alasannya.", kolom={"catatan": "Wajib diisi; dibaca pegawai itu."})
    putusan = P.DITERIMA if terima else P.TIDAK_DITERIMA
    if r.putusan == putusan:
        raise AturanDilanggar(f"Rekam ini sudah diputus: {putusan.label.lower()}.", kode="sama")
    sebelum, r.putusan, r.dihitung = r.putusan, putusan, terima
    r.diputus_pada, r.diputus_oleh, r.diputus_nama = pada, oleh.id, oleh.nama
    r.catatan = catatan.strip()
    r.save(update_fields=["putusan", "dihitung", "diputus_pada", "diputus_oleh", "diputus_nama", "catatan"])
    isi = {
        "pegawai": r.pegawai.nama, "waktu": r.waktu, "tempat": r.mesin.nama, "putusan_ponsel": r.putusan,
        "catatan": r.catatan, "nilai_risiko": r.nilai, "sebelum_putusan": sebelum,
    }  # fmt: skip
    catat(
        peristiwa="rekam_ponsel.putus", objek="rekam_ponsel", objek_id=r.pk, isi=isi, oleh=oleh, pada=pada,
        opd_id=r.opd_id,
    )  # fmt: skip
    tandai_hari([r.pegawai_id], sejak=r.tanggal - SEHARI, sampai=r.tanggal, pada=pada)
    if r.pegawai.pengguna:
        kirim(
            kepada=[r.pegawai.pengguna], judul=f"Rekam ponsel {putusan.label.lower()}",
            isi=f"Rekam di {r.mesin.nama} diperiksa {oleh.nama}. Alasan: {r.catatan}",
            tautan=reverse("kehadiran:rekam_ponsel_satu", args=[r.pk]),
            kunci=f"rekam_ponsel:{r.pk}:{pada.isoformat()}", pada=pada,
        )  # fmt: skip
    return r


def tipiskan(*, pada: dt.datetime) -> int:
    """Erase positions and marks of phones that are older than the rule of today says; what was found
    stays."""
    hari = hari_pemda(pada)
    ketentuan = ketentuan_ponsel(hari)
    if ketentuan is None:
        return 0
    return RekamPonsel.objects.filter(
        tanggal__lt=hari - ketentuan.simpan_hari * SEHARI, ditipiskan_pada=None
    ).update(lintang=None, bujur=None, sampel=[], perangkat="", ditipiskan_pada=pada)
