"""The closed lists of organisasi, in the words that appear on screens and in workbooks."""

from django.db import models


class JenisOPD(models.TextChoices):
    SEKRETARIAT_DAERAH = "sekretariat_daerah", "Sekretariat Daerah"
    SEKRETARIAT_DPRD = "sekretariat_dprd", "Sekretariat DPRD"
    INSPEKTORAT = "inspektorat", "Inspektorat"
    DINAS = "dinas", "Dinas"
    BADAN = "badan", "Badan"
    SATUAN = "satuan", "Satuan Polisi Pamong Praja"
    RSUD = "rsud", "RSUD"
    KECAMATAN = "kecamatan", "Kecamatan"
    LAINNYA = "lainnya", "Lainnya"


class JenisUnit(models.TextChoices):
    INDUK = "induk", "OPD induk"
    BAGIAN = "bagian", "Bagian"
    BIDANG = "bidang", "Bidang"
    UPTD = "uptd", "UPTD"
    PUSKESMAS = "puskesmas", "Puskesmas"
    RSUD = "rsud", "RSUD"
    KELURAHAN = "kelurahan", "Kelurahan"
    SEKOLAH = "sekolah", "Sekolah"
    LAINNYA = "lainnya", "Lainnya"


class Eselon(models.TextChoices):
    II_A = "II.a", "II.a"
    II_B = "II.b", "II.b"
    III_A = "III.a", "III.a"
    III_B = "III.b", "III.b"
    IV_A = "IV.a", "IV.a"
    IV_B = "IV.b", "IV.b"
    NONSTRUKTURAL = "nonstruktural", "Nonstruktural"


class StatusPegawai(models.TextChoices):
    PNS = "pns", "PNS"
    CPNS = "cpns", "CPNS"
    PPPK = "pppk", "PPPK"
    PPPK_PARUH_WAKTU = "pppk_paruh_waktu", "PPPK paruh waktu"
    NON_ASN_BLUD = "non_asn_blud", "Non-ASN BLUD"
    PERANGKAT_DESA = "perangkat_desa", "Perangkat desa"


STATUS_ASN = (StatusPegawai.PNS, StatusPegawai.CPNS, StatusPegawai.PPPK, StatusPegawai.PPPK_PARUH_WAKTU)
"""Those who have a NIP (for PPPK: nomor induk PPPK, of the same 18 digits)."""


class JenisPenugasan(models.TextChoices):
    DEFINITIF = "definitif", "Definitif"
    PJ = "pj", "Pj."
    PLT = "plt", "Plt."
    PLH = "plh", "Plh."


class JabatanLama(models.TextChoices):
    """What becomes of the definitive office that somebody holds already when he gets another."""

    AKHIRI = "akhiri", "Akhiri sehari sebelum SK ini berlaku"
    RANGKAP = "rangkap", "Tetap dipegang (rangkap jabatan)"


class TingkatWilayah(models.TextChoices):
    PROVINSI = "provinsi", "Provinsi"
    KABKOTA = "kabkota", "Kabupaten/Kota"
    KECAMATAN = "kecamatan", "Kecamatan"
    DESA = "desa", "Desa"
    KELURAHAN = "kelurahan", "Kelurahan"


class JenisLibur(models.TextChoices):
    LIBUR_NASIONAL = "libur_nasional", "Libur nasional"
    CUTI_BERSAMA = "cuti_bersama", "Cuti bersama"
    LOKAL = "lokal", "Libur lokal"


class JenisPenerus(models.TextChoices):
    GABUNG = "gabung", "Penggabungan"
    PECAH = "pecah", "Pemecahan"
