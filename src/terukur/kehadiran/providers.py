"""What this room tells the journal's pages, the file store and the page of health."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.berkas.models import Berkas
from terukur.inti.izin import Izin
from terukur.inti.kesehatan import Hasil, Keadaan, Ukuran
from terukur.jejak.penyedia import KataIsi, ObjekJejak
from terukur.kehadiran.choices import (
    CaraBaca,
    Dialek,
    JenisPermohonan,
    JenisTemuan,
    PutusanPonsel,
    PutusanTemuan,
)
from terukur.kehadiran.models import Mesin, ProsesPendengar, RekamPonsel, TemuanSidak
from terukur.kehadiran.queries.mesin import pendengar_hidup
from terukur.kehadiran.queries.perangkat import daftar_mesin
from terukur.kehadiran.queries.permohonan import is_bkpsdm, semua_permohonan
from terukur.kehadiran.queries.ponsel import daftar_tempat
from terukur.kehadiran.rules.isi_permohonan import tulis_menit
from terukur.kehadiran.rules.permohonan import is_kesehatan


def boleh_baca_berkas(pengguna: Pengguna, berkas: Berkas) -> bool:
    """The asker and BKPSDM; who asked for others or decided, unless it is about somebody's health.

    Who decides now reads it on the page of the request (``views.permohonan.berkas``): only that page knows
    the day, and with it the superior.
    """
    milik = list(semua_permohonan().filter(berkas=berkas).order_by("pk"))
    if not milik:
        return False
    if is_bkpsdm(pengguna) or any(p.pegawai.pengguna_id == pengguna.pk for p in milik):
        return True
    biasa = [p for p in milik if not is_kesehatan(p.jenis)]
    return any(str(pengguna.pk) in (p.atasan_oleh, p.putus_oleh, p.diajukan_oleh) for p in biasa)


def _sendiri(pengguna: Pengguna, permohonan_id: str) -> bool:
    try:
        kunci = UUID(permohonan_id)
    except ValueError:
        return False
    return semua_permohonan().filter(pk=kunci, pegawai__pengguna=pengguna).exists()


def _kelola(pengguna: Pengguna, objek_id: str) -> bool:
    """Rosters and rules are no secret to who manages attendance anywhere."""
    return pengguna.akses.boleh(Izin.KEHADIRAN_KELOLA)


def _kelola_mesin(pengguna: Pengguna, mesin_id: str) -> bool:
    """Whoever manages the device now, also what was done to it in another OPD."""
    return mesin_id.isdigit() and daftar_mesin(pengguna).filter(pk=mesin_id).exists()


def _kelola_tempat(pengguna: Pengguna, mesin_id: str) -> bool:
    """A place, or a device whose place was set."""
    if _kelola_mesin(pengguna, mesin_id):
        return True
    return mesin_id.isdigit() and daftar_tempat(pengguna).filter(pk=mesin_id).exists()


def _rekam_sendiri(pengguna: Pengguna, rekam_id: str) -> bool:
    try:
        kunci = UUID(rekam_id)
    except ValueError:
        return False
    return RekamPonsel.objects.filter(pk=kunci, pegawai__pengguna=pengguna).exists()


def _temuan_sendiri(pengguna: Pengguna, temuan_id: str) -> bool:
    try:
        kunci = UUID(temuan_id)
    except ValueError:
        return False
    return TemuanSidak.objects.filter(pk=kunci, orang__pegawai__pengguna=pengguna).exists()


OBJEK = {
    "permohonan": ObjekJejak(
        "Permohonan kehadiran", terbuka=_sendiri,
        tautan=lambda i: reverse("kehadiran:permohonan_satu", args=[i]),
    ),
    "pola_kerja": ObjekJejak("Pola kerja", terbuka=_kelola),
    "pola_berlaku": ObjekJejak("Pola kerja yang berlaku"),
    "jadwal_khusus": ObjekJejak("Jadwal khusus"),
    "ramadan": ObjekJejak("Masa Ramadan", terbuka=_kelola),
    "pengecualian": ObjekJejak("Pengecualian rekam kehadiran"),
    "ketentuan_kehadiran": ObjekJejak("Ketentuan kehadiran"),
    "rekap_bulan": ObjekJejak(
        "Rekap kehadiran bulan", terbuka=_kelola, tautan=lambda i: reverse("kehadiran:tutup_satu", args=[i])
    ),
    "mesin": ObjekJejak(
        "Mesin absensi", terbuka=_kelola_mesin,
        tautan=lambda i: reverse("kehadiran:mesin_satu", args=[i]) if i.isdigit() else "",
    ),
    "pin_pegawai": ObjekJejak("PIN pegawai"),
    "tempat_rekam": ObjekJejak("Tempat rekam", terbuka=_kelola_tempat),
    "izin_ponsel": ObjekJejak("Izin rekam ponsel"),
    "ketentuan_ponsel": ObjekJejak("Ketentuan rekam ponsel", terbuka=_kelola),
    "rekam_ponsel": ObjekJejak("Rekam ponsel", terbuka=_rekam_sendiri),
    "berkas_rekam": ObjekJejak(
        "Berkas rekam",
        tautan=lambda i: reverse("kehadiran:berkas_rekam_satu", args=[i]) if i.isdigit() else "",
    ),
    "sidak": ObjekJejak("Sidak", tautan=lambda i: reverse("kehadiran:pengawasan", args=[i])),
    "apel": ObjekJejak("Apel", tautan=lambda i: reverse("kehadiran:pengawasan", args=[i])),
    "temuan_sidak": ObjekJejak(
        "Temuan sidak", terbuka=_temuan_sendiri, tautan=lambda i: reverse("kehadiran:temuan_satu", args=[i])
    ),
}  # fmt: skip


def _menit(nilai: Any) -> str:
    return tulis_menit(int(nilai))


KATA = KataIsi(
    kolom={
        "permohonan.jenis": "Jenis",
        "permohonan.masuk": "Jam masuk",
        "permohonan.pulang": "Jam pulang",
        "permohonan.nomor": "Nomor surat",
        "milik_sendiri": "Bagi diri sendiri",
        "siklus": "Panjang siklus (hari)",
        "ikut_libur": "Libur pada hari libur",
        "luwes_menit": "Kelonggaran masuk (menit)",
        "ramadan": "Jam Ramadan",
        "jam": "Jam",
        "pola": "Pola kerja",
        "hari_ke": "Mulai pada hari siklus ke",
        "ketentuan_kehadiran.cara": "Cara membaca",
        "ketentuan_kehadiran.toleransi_detik": "Toleransi (detik)",
        "jarak_ganda_detik": "Jarak rekam ganda (detik)",
        "batas_persen": "Potongan tertinggi sehari (%)",
        "kuota_lupa": "Kuota lupa rekam sebulan",
        "hari_sanggah": "Hari sanggah",
        "tebus_menit": "Terlambat yang boleh ditebus (menit)",
        "tebus_kali": "Menebus terlambat sebulan (kali)",
        "pita": "Pita dan potongan",
        "perintah": "Perintah mesin",
        "rekap_bulan.bulan": "Bulan",
        "batas_sanggah": "Batas sanggah",
        "jumlah_pegawai": "Jumlah pegawai",
        "jumlah_penyesuaian": "Jumlah penyesuaian",
        "sidik_rekap": "Sidik rekap",
        "nomor_seri": "Nomor seri",
        "tempat": "Tempat",
        "rekam_ponsel.waktu": "Waktu rekam",
        "dialek": "Jenis mesin",
        "zona": "Zona waktu",
        "jaringan": "Hanya dari jaringan",
        "mesin.kelompok": "Kelompok PIN",
        "pin_pegawai.kelompok": "Kelompok PIN",
        "berkunci": "Berkunci",
        "jumlah_diambil": "Rekam yang diambil alih",
        "kunci_diganti": "Kunci diganti",
        "token_diganti": "Token diganti",
        "pin": "PIN",
        "berkas_rekam.jumlah_baris": "Baris",
        "jumlah_baru": "Rekam baru",
        "jumlah_karantina": "Baris tidak dihitung",
        "mesin": "Mesin",
        "tempat_rekam.titik": "Titik tengah",
        "radius": "Radius (meter)",
        "layar": "Layar",
        "ketelitian_terbesar": "Ketelitian paling buruk (meter)",
        "kecepatan_terbesar": "Kecepatan berpindah yang mungkin (km/jam)",
        "ambang": "Diperiksa mulai nilai",
        "hitung_menunggu": "Dihitung selama menunggu",
        "simpan_hari": "Koordinat disimpan (hari)",
        "bobot": "Nilai tiap alasan",
        "putusan_ponsel": "Putusan",
        "sebelum_putusan": "Sebelumnya",
        "nilai_risiko": "Nilai risiko",
        "buka": "Rekam dihitung sejak",
        "tutup": "Rekam dihitung sampai",
        "nomor_tugas": "Nomor surat tugas",
        "penanggung_jawab": "Penanggung jawab",
        "sidik_tanda": "Sidik tanda",
        "jumlah_wajib": "Seharusnya ada",
        "jumlah_ada": "Ada",
        "jumlah_tidak_ada": "Tidak ada di tempat",
        "jumlah_tidak_ditandai": "Tidak ditandai",
        "jumlah_berketerangan": "Berketerangan",
        "jumlah_lepas": "Tidak sedang bertugas",
        "jumlah_lain_terlihat": "Terlihat walau tidak diharapkan",
        "jumlah_koreksi": "Tanda yang diubah",
        "jumlah_hadir": "Hadir",
        "jumlah_tidak_ikut": "Tidak ikut",
        "temuan_sidak.jenis": "Temuan",
        "temuan_sidak.putusan": "Putusan",
    },
    nilai={
        "permohonan.jenis": dict(JenisPermohonan.choices),
        "ketentuan_kehadiran.cara": dict(CaraBaca.choices),
        "dialek": dict(Dialek.choices),
        "putusan_ponsel": dict(PutusanPonsel.choices),
        "sebelum_putusan": dict(PutusanPonsel.choices),
        "temuan_sidak.jenis": dict(JenisTemuan.choices),
        "temuan_sidak.putusan": dict(PutusanTemuan.choices),
    },
    tulis={"permohonan.masuk": _menit, "permohonan.pulang": _menit},
)
"""Words of this room for what the journal holds."""


def periksa_pendengar(pada: dt.datetime) -> Iterator[Hasil]:
    """The listener of devices beats, where there are devices that speak to it."""
    hidup = pendengar_hidup(pada)
    ada_mesin = (
        bool(hidup)
        or Mesin.objects.filter(aktif=True).exclude(dialek__in=[Dialek.BERKAS, Dialek.PONSEL]).exists()
    )
    terakhir = None if hidup or not ada_mesin else ProsesPendengar.objects.order_by("-terakhir_pada").first()
    yield Hasil(
        "pendengar_mesin", "Pendengar mesin absensi",
        Keadaan.BAIK if hidup or not ada_mesin else Keadaan.GANGGUAN,
        f"{len(hidup)} proses hidup" if hidup
        else "tidak ada proses yang berdenyut" if ada_mesin else "belum ada mesin yang memerlukannya",
        "sekurangnya 1 proses yang berdenyut dalam 90 detik terakhir, bila ada mesin",
        "Jalankan lagi pendengar mesin (terukur mesin), lalu lihat catatannya. Mesin menyimpan rekamannya "
        "dan mengirimkannya kembali sesudah itu.",
        terakhir.terakhir_pada if terakhir else None,
        ukuran=(Ukuran("pendengar_mesin_hidup", len(hidup)),),
    )  # fmt: skip
