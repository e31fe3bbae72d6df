"""Papers and files of this room."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from terukur.antarmuka.surat import bingkai_surat, cetak
from terukur.inti.angka import tulis_angka
from terukur.inti.lembar import Kolom
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.kertas import keterangan_surat
from terukur.jejak.models import Kertas
from terukur.kehadiran.choices import JenisPengawasan
from terukur.kehadiran.models import Penyesuaian, RekapBulan, RekapPegawai
from terukur.kehadiran.queries.pembinaan import BahanPanggilan

CATATAN_PANGGILAN = (
    "Konsep ini bahan pertimbangan pejabat yang berwenang (PP 94/2021 Pasal 26); bukan hukuman disiplin. "
    "Nomor, waktu dan tempat pemeriksaan diisi pejabat yang memanggil."
)
GAJI = (
    "Gaji dihentikan sejak bulan berikutnya bila tidak masuk 10 hari kerja terus-menerus, tanpa menunggu "
    "keputusan (Peraturan BKN 6/2022 Pasal 12)."
)


def cetak_panggilan(b: BahanPanggilan, *, tanggal: dt.date) -> bytes:
    """The draft summons to a person, from his superior."""
    atasan = next(iter(b.kedudukan.atasan), None)
    satu = b.binaan
    data = {
        **bingkai_surat(tanggal),
        "pegawai": [
            ["Nama", satu.pegawai.nama], ["NIP", satu.pegawai.nip or "–"], ["Jabatan", satu.sebutan or "–"],
            ["OPD", satu.opd or "–"],
        ],
        "hari": [tulis_tanggal(h, hari=True) for h in b.hari],
        "jumlah": f"{satu.hari} hari kerja tahun {tanggal.year}, terpanjang {satu.beruntun} hari "
        "berturut-turut",
        "jenjang": satu.kata_kini,
        "gaji": GAJI if satu.beruntun >= 8 else "",
        "jabatan": atasan.sebutan if atasan else "Atasan langsung",
        "nama": atasan.nama if atasan else "",
        "catatan": CATATAN_PANGGILAN,
    }  # fmt: skip
    return cetak("kehadiran/panggilan", data, tanggal=tanggal)


def cetak_rekap(kertas: Kertas) -> bytes:
    """The paper of a closed month: counts by OPD, digest of all rows, signature block.

    The same entry gives the same bytes.
    """
    tanggal = timezone.localtime(kertas.pada).date()
    data = {**kertas.isi, **bingkai_surat(tanggal), "kertas": keterangan_surat(kertas)}
    data |= {k: tulis_angka(kertas.isi[k]) for k in ("jumlah_pegawai", "jumlah_penyesuaian")}
    data["opd"] = [
        [o["nama"], *(tulis_angka(o[k]) for k in ("pegawai", "hari_kerja", "hadir", "terlambat", "tk"))]
        for o in kertas.isi["opd"]
    ]
    return cetak("kehadiran/rekap", data, tanggal=tanggal)


HITUNGAN_SIDAK = (
    ("wajib", "Seharusnya ada"),
    ("ada", "  ada"),
    ("tidak_ada", "  tidak ada di tempat"),
    ("tidak_ditandai", "  tidak ditandai"),
    ("berketerangan", "Berketerangan"),
    ("lepas", "Tidak sedang bertugas"),
    ("lain_terlihat", "Terlihat walau tidak diharapkan"),
    ("koreksi", "Tanda yang diubah"),
)


def cetak_pengawasan(kertas: Kertas, jenis: str) -> bytes:
    """The berita acara of a sidak, or the attendance list of an apel. The same entry gives the same bytes."""
    tanggal = timezone.localtime(kertas.pada).date()
    isi = kertas.isi
    data = {**isi, **bingkai_surat(tanggal), "kertas": keterangan_surat(kertas)}
    if jenis == JenisPengawasan.SIDAK:
        data["hitungan"] = [[kata, tulis_angka(isi["jumlah"][n])] for n, kata in HITUNGAN_SIDAK]
        data["hitungan"].append(
            ["Tanda tanpa letak", f"{tulis_angka(isi['tanpa_letak'])} dari {tulis_angka(isi['bertanda'])}"]
        )
    else:
        data["opd"] = [[n, *(tulis_angka(x) for x in lain)] for n, *lain in isi["opd"]]
    return cetak(f"kehadiran/{jenis}", data, tanggal=tanggal)


KOLOM_REKAP = (
    Kolom("NIP", "nip", "kode"),
    Kolom("Nama", "nama"),
    Kolom("OPD", "nama_opd"),
    Kolom("Jabatan", "jabatan"),
    Kolom("Eselon", "eselon"),
    Kolom("SK pengecualian", "nomor_sk", "kode"),
    Kolom("Hari kerja", "hari_kerja", "angka"),
    Kolom("Hadir", "hadir", "angka"),
    Kolom("Dinas luar", "dinas", "angka"),
    Kolom("Cuti", "cuti", "angka"),
    Kolom("Izin dan sakit", "izin_sakit", "angka"),
    Kolom("Tanpa keterangan", "tk", "angka"),
    Kolom("Terlambat", "terlambat", "angka"),
    Kolom("Pulang cepat", "cepat", "angka"),
    Kolom("Rekam manual", "manual", "angka"),
    Kolom("Potongan (%)", lambda r: Decimal(r.potongan) / 1000, "angka"),
    Kolom("Penyesuaian (%)", lambda r: Decimal(r.penyesuaian) / 1000, "angka"),
)
KOLOM_PENYESUAIAN = (
    Kolom("NIP", "pegawai.nip", "kode"),
    Kolom("Nama", "pegawai.nama"),
    Kolom("Hari", "tanggal", "tanggal"),
    Kolom("Semula", lambda p: p.get_status_lama_display() or "–"),
    Kolom("Menjadi", lambda p: p.get_status_baru_display()),
    Kolom("Selisih potongan (%)", lambda p: Decimal(p.potongan_baru - p.potongan_lama) / 1000, "angka"),
    Kolom("Alasan", "alasan", lebar=60),
)


def data_rekap(
    rekap: RekapBulan, baris: Iterable[RekapPegawai], penyesuaian: Iterable[Penyesuaian]
) -> dict[str, Any]:
    """A closed month for the TPP and e-kinerja applications. Per cent as decimal text, never as float."""

    def persen(n: int) -> str:
        return str(Decimal(n) / 1000)

    per_orang: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for p in penyesuaian:
        per_orang[p.pegawai_id].append(
            {
                "tanggal": p.tanggal.isoformat(), "semula": p.get_status_lama_display() or None,
                "menjadi": p.get_status_baru_display(), "persen": persen(p.potongan_baru - p.potongan_lama),
                "alasan": p.alasan,
            }
        )  # fmt: skip
    hitungan = (
        "hari_kerja", "hadir", "dinas", "cuti", "izin_sakit", "tk", "terlambat", "cepat", "manual",
    )  # fmt: skip
    return {
        "bulan": f"{rekap.bulan:%Y-%m}",
        "ditutup_pada": rekap.ditutup_pada.isoformat() if rekap.ditutup_pada else None,
        "sidik": rekap.sidik,
        "nomor_register": rekap.kertas.nomor if rekap.kertas else None,
        "keterangan": "Perkiraan potongan; bahan pertimbangan pejabat yang berwenang.",
        "pegawai": [
            {
                "nip": b.nip, "nama": b.nama, "opd": b.nama_opd, "jabatan": b.jabatan, "eselon": b.eselon,
                "sk_pengecualian": b.nomor_sk, **{k: getattr(b, k) for k in hitungan},
                "potongan_persen": persen(b.potongan), "penyesuaian_persen": persen(b.penyesuaian),
                "penyesuaian": per_orang[b.pegawai_id],
            }
            for b in baris
        ],
    }  # fmt: skip
