"""Program kerja, needs and documents of one OPD, as its operator would enter them."""

import datetime as dt
import io
import random
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from django.utils import timezone

from terukur.anggaran.actions.kebutuhan import IsianKebutuhan
from terukur.anggaran.actions.massal import simpan_banyak
from terukur.antarmuka.surat import cetak
from terukur.contoh.actions.referensi import PRIORITAS
from terukur.contoh.tabel import baca
from terukur.inti.pelaku import Pelaku
from terukur.organisasi.models import OPD, Wilayah
from terukur.perencanaan.actions.program import tambah_banyak_sub_kegiatan
from terukur.perencanaan.models import Nomenklatur, PrioritasDaerah, SubKegiatanRencana, SumberDana
from terukur.tenggat import actions as tenggat
from terukur.tenggat.models import DokumenSyarat, Pengajuan

PENUNJANG = ("X.XX.01.2.01.0001", "X.XX.01.2.02.0001", "X.XX.01.2.06.0009", "X.XX.01.2.08.0002")
GAJI = "X.XX.01.2.02.0001"
DAU, PAD, BLUD = "1.2.01.01.02", "1.1.01", "1.1.04.16"
SUMBER_KHUSUS = {
    "1.01": "2.2.01.01.02.04", "1.02": "2.2.01.01.02.05", "1.03": "2.2.01.01.02.06",
}  # fmt: skip
_PRIORITAS_BIDANG = {"1.02": 0, "2.14": 0, "1.01": 1, "2.19": 1, "3.27": 3, "1.03": 4, "1.06": 0, "7.01": 5}
_KELOMPOK = {
    "1.01": "Murid sekolah dasar dan menengah pertama", "1.02": "Ibu hamil dan balita 0-59 bulan",
    "1.03": "Warga pengguna jalan dan irigasi", "1.06": "Penyandang masalah kesejahteraan sosial",
    "3.27": "Kelompok tani dan kelompok ternak", "7.01": "Warga desa di wilayah kecamatan",
}  # fmt: skip
BARIS_PER_BIDANG = 5


def bidang_opd(opd: OPD) -> list[str]:
    """``1.02.2.14.0.00.01.0000`` -> ``["1.02", "2.14"]``."""
    angka = opd.kode.split(".")
    pasangan = (f"{angka[i]}.{angka[i + 1]}" for i in (0, 2, 4))
    return [p for p in pasangan if not p.startswith("0")]


def kode_rencana(opd: OPD) -> list[str]:
    """The official codes that this OPD plans in the demo."""
    kode = list(PENUNJANG)
    if opd.jenis == "rsud":
        kode.append("X.XX.01.2.10.0001")
    for bidang in bidang_opd(opd):
        milik = [
            b["kode"] for b in baca("nomenklatur")
            if b["tingkat"] == "sub_kegiatan" and b["kode"].startswith(f"{bidang}.")
        ]  # fmt: skip
        kode += milik[:: max(1, len(milik) // BARIS_PER_BIDANG)][:BARIS_PER_BIDANG]
    return kode


def sumber_baris(opd: OPD, kode: str) -> str:
    """The sumber dana that pays a row in the demo."""
    if kode == "X.XX.01.2.10.0001":
        return BLUD
    if kode.startswith("X") or kode[:4] not in SUMBER_KHUSUS:
        return DAU if hash_kecil(kode) % 3 else PAD
    return SUMBER_KHUSUS[kode[:4]] if hash_kecil(kode) % 2 else DAU


def hash_kecil(teks: str) -> int:
    """A small number that is the same at every start."""
    return sum(ord(h) * (i + 1) for i, h in enumerate(teks)) % 1009


def jumlah_baris(opd: OPD, kode: str) -> Decimal:
    """Rupiah of a row, in thousands, the same at every start."""
    acak = random.Random(f"{opd.kode} {kode}")  # noqa: S311 - demo amounts, no secret
    if kode == GAJI:
        besar = acak.randint(1800, 9200) if opd.jenis != "kecamatan" else acak.randint(600, 1500)
    else:
        besar = acak.randint(45, 900) if opd.jenis != "kecamatan" else acak.randint(15, 140)
    return Decimal(besar) * 1_000_000 + Decimal(acak.randint(0, 999)) * 1000


class Pengisi:
    """Fills packages; keeps the reference rows that every OPD needs."""

    def __init__(self) -> None:
        self.nomenklatur = {n.kode: n for n in Nomenklatur.objects.order_by("pk")}
        self.sumber = {s.kode: s for s in SumberDana.objects.order_by("pk")}
        prioritas = {p.nama: p for p in PrioritasDaerah.objects.order_by("pk")}
        self.prioritas = [prioritas[nama] for nama in PRIORITAS]
        self.desa = list(Wilayah.objects.filter(tingkat__in=("desa", "kelurahan")).order_by("kode", "pk"))
        self.kabupaten = Wilayah.objects.get(tingkat="kabkota")

    def _lokasi(self, opd: OPD, kode: str) -> list[Wilayah]:
        if kode.startswith("X"):
            return [self.kabupaten]
        desa = self.desa
        if opd.jenis == "kecamatan":
            nama = opd.nama.removeprefix("Kecamatan ")
            desa = [d for d in desa if d.induk and d.induk.nama == nama] or desa
        awal = hash_kecil(opd.kode + kode) % len(desa)
        return (desa + desa)[awal : awal + 3]

    def program(
        self,
        pengajuan: Pengajuan,
        kode: Sequence[str],
        *,
        lengkap: bool = True,
        oleh: Pelaku,
        pada: dt.datetime,
    ) -> list[SubKegiatanRencana]:
        """Add the rows of these codes; without ``lengkap`` some fields stay empty."""
        daftar = []
        for n, k in enumerate(kode):
            nomenklatur = self.nomenklatur[k]
            isi = self._isi(pengajuan.opd, nomenklatur, lengkap=lengkap or n % 2 == 0)
            daftar.append((nomenklatur, isi))
        return tambah_banyak_sub_kegiatan(pengajuan=pengajuan, daftar=daftar, oleh=oleh, pada=pada)

    def _isi(self, opd: OPD, nomenklatur: Nomenklatur, *, lengkap: bool) -> dict[str, object]:
        kode = nomenklatur.kode
        besar = 60 if nomenklatur.satuan.lower() in ("persen", "%") else 900
        target = Decimal(12 if kode.startswith("X") else 20 + hash_kecil(opd.kode + kode) % besar)
        isi: dict[str, object] = {"target": target, "lokasi": self._lokasi(opd, kode)}
        if lengkap:
            bidang = kode[:4]
            isi |= {
                "kelompok_sasaran": _KELOMPOK.get(bidang, f"Aparatur dan pengguna layanan {opd.singkatan}"),
                "prioritas": self.prioritas[n] if (n := _PRIORITAS_BIDANG.get(bidang)) is not None else None,
                "target_maju": target + max(1, int(target) // 20),
                "pagu_maju": jumlah_baris(opd, kode) * Decimal("1.05"),
            }
        return isi

    def kebutuhan(
        self,
        pengajuan: Pengajuan,
        baris: Sequence[SubKegiatanRencana],
        *,
        kali: Decimal = Decimal(1),
        oleh: Pelaku,
        pada: dt.datetime,
    ) -> None:
        """One need for each row, ``kali`` times the demo amount, in whole thousands."""
        isian = {}
        for b in baris:
            kode = b.nomenklatur.kode
            jumlah = (jumlah_baris(pengajuan.opd, kode) * kali / 1000).quantize(Decimal(1)) * 1000
            sumber = self.sumber[sumber_baris(pengajuan.opd, kode)]
            isian[b.pk] = [IsianKebutuhan(sumber_dana_id=sumber.pk, jumlah=jumlah)]
        simpan_banyak(pengajuan=pengajuan, isian=isian, oleh=oleh, pada=pada)

    def dokumen(
        self, pengajuan: Pengajuan, *, paling_banyak: int | None = None, oleh: Pelaku, pada: dt.datetime
    ) -> None:
        """Hand in the named documents, in order."""
        daftar = DokumenSyarat.objects.filter(jendela=pengajuan.jendela, wajib=True).order_by("urutan", "pk")
        for d in daftar[:paling_banyak]:
            tenggat.unggah_dokumen(
                pengajuan_id=pengajuan.pk, dokumen_id=d.pk, nama=f"{d.nama}.pdf",
                isi=io.BytesIO(_pdf(f"{d.nama} {pengajuan.opd.nama}", timezone.localdate(pada))),
                oleh=oleh, pada=pada,
            )  # fmt: skip


@cache
def _pdf(judul: str, tanggal: dt.date) -> bytes:
    isi = "Dokumen contoh untuk latihan. Isinya tidak merujuk keadaan atau orang mana pun."
    return cetak("contoh/dokumen", {"judul": judul, "isi": isi}, tanggal=tanggal)


__all__ = ["Pengisi", "bidang_opd", "jumlah_baris", "kode_rencana", "sumber_baris"]
