"""A small kind of import that stores its rows in memory, and the users who run it."""

import datetime as dt
import io
from typing import Any
from uuid import UUID

from terukur.akun.akses import Akses, PeranAktif
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.anggaran.pembaca import baca_anggaran
from terukur.berkas.actions import simpan
from terukur.impor.actions import JENIS_BERKAS, mulai_impor
from terukur.impor.jenis import JenisImpor, Konteks, Selisih, Terapan
from terukur.impor.models import Impor
from terukur.impor.tests.buku_uji import tulis_xlsx
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.lembar import Kolom

PADA = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)
KEPALA = ["Kode", "Uraian", "Anggaran"]
TERSIMPAN: dict[str, Any] = {}


def _siapkan(data: Any, *, untuk: Pengguna) -> Konteks:
    if "opd" not in data:
        raise AturanDilanggar("Pilih OPD dahulu.")
    opd = UUID(data["opd"])
    if not untuk.akses.boleh(Izin.IMPOR_JALANKAN, opd):
        raise TidakDitemukan("OPD tidak ditemukan.")
    return Konteks("Dinas Contoh 2026", {"opd": str(opd)}, opd, "/kembali/")


def _terapkan(hasil: Any, konteks: Konteks, *, lapor: Any, oleh: Any, pada: Any) -> Terapan:
    for n, b in enumerate(hasil.baris):
        lapor(n, len(hasil.baris))
        if "TOLAK" in b.uraian:
            raise AturanDilanggar("Baris ini ditolak.")
        TERSIMPAN[b.kode_akhir] = b.nilai["anggaran"]
    return Terapan(f"{len(hasil.baris)} baris tersimpan.", "/hasil/", {"kode": list(TERSIMPAN)})


def _urungkan(urung: Any, konteks: Konteks, *, oleh: Any, pada: Any) -> None:
    for kode in urung["kode"]:
        TERSIMPAN.pop(kode)


def _bandingkan(hasil: Any, konteks: Konteks) -> list[Selisih]:
    return [
        Selisih(b.kode_akhir, b.uraian, "anggaran", "0", str(b.nilai["anggaran"])) for b in hasil.baris[:3]
    ]


JENIS_UJI = JenisImpor(
    kode="uji", nama="Anggaran uji", izin=Izin.ANGGARAN_ISI, petunjuk="Buku kerja contoh.",
    siapkan=_siapkan, baca=lambda buku, konteks: baca_anggaran(buku),
    kolom=(Kolom("Kode", "kode_akhir", "kode"), Kolom("Uraian", "uraian"),
           Kolom("Anggaran", lambda b: b.nilai.get("anggaran"), "rupiah")),
    terapkan=_terapkan, urungkan=_urungkan, bandingkan=_bandingkan,
)  # fmt: skip


def tabel(jumlah: int, **ganti: Any) -> list[list[Any]]:
    baris = [[f"1.02.01.2.01.{n:04}", f"Sub kegiatan {n}", f"{n}.000"] for n in range(1, jumlah + 1)]
    for n, nilai in ganti.items():
        nomor, kolom = n.removeprefix("b").split("_")
        baris[int(nomor)][int(kolom)] = nilai
    return [["DAFTAR 2026"], KEPALA, *baris]


def buat_pengguna(opd: UUID, nama: str = "operator.uji", peran: Peran = Peran.OPERATOR_OPD) -> Pengguna:
    pengguna = Pengguna.objects.create(nama_pengguna=nama, nama=f"Contoh {nama}", dibuat_pada=PADA)
    pengguna.akses = Akses([PeranAktif(peran, opd)])
    return pengguna


def buat_impor(pengguna: Pengguna, opd: UUID, baris: Any, nama: str = "rka.xlsx") -> Impor:
    berkas = simpan(
        nama=nama, isi=io.BytesIO(tulis_xlsx(("RKA", baris))), jenis_diizinkan=JENIS_BERKAS,
        batas_ukuran=10**8, opd_id=opd, oleh=pengguna.pelaku(), pada=PADA,
    )  # fmt: skip
    konteks = JENIS_UJI.siapkan({"opd": str(opd)}, untuk=pengguna)
    return mulai_impor(jenis=JENIS_UJI, berkas=berkas, konteks=konteks, oleh=pengguna.pelaku(), pada=PADA)
