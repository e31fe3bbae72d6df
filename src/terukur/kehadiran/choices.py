"""The closed lists of kehadiran, in the words that appear on screens and in workbooks."""

from django.db import models

KELOMPOK_UMUM = "Seluruh kabupaten"
"""The group of PIN of a device for which none is named."""


class Dialek(models.TextChoices):
    """How a device speaks (rujukan: absensi.md 1 and 2)."""

    ADMS = "adms", "ZKTeco PUSH 2 (ADMS)"
    ACC = "acc", "ZKTeco PUSH 3 (akses)"
    FINGERSPOT = "fingerspot", "Fingerspot.io"
    FK = "fk", "Fingerspot Revo (FK)"
    HIKVISION = "hikvision", "Hikvision"
    BERKAS = "berkas", "Hanya berkas (USB atau CSV)"
    PONSEL = "ponsel", "Tempat rekam ponsel"


class PutusanKiriman(models.TextChoices):
    """What became of a body that arrived."""

    TERSIMPAN = "tersimpan", "Tersimpan"
    KARANTINA = "karantina", "Dikarantina"
    DITOLAK = "ditolak", "Ditolak"
    DIABAIKAN = "diabaikan", "Diabaikan"


class AsalPindai(models.IntegerChoices):
    """The way by which a record came here; a file can be edited and counts as weaker evidence."""

    PUSH = 1, "dikirim mesin"
    TARIK = 2, "ditarik dari layanan"
    USB = 3, "berkas USB"
    CSV = 4, "berkas CSV"
    PONSEL = 5, "lewat ponsel"


class AlasanKarantina(models.TextChoices):
    """Why one line of a body is not counted as attendance."""

    TIDAK_TERBACA = "tidak_terbaca", "Baris tidak terbaca"
    JAM_RUSAK = "jam_rusak", "Jam mesin tidak masuk akal"
    JAM_KE_DEPAN = "jam_ke_depan", "Jam mesin mendahului waktu diterima"


class StatusPerintah(models.TextChoices):
    MENUNGGU = "menunggu", "Menunggu diambil mesin"
    TERKIRIM = "terkirim", "Diambil mesin"
    SELESAI = "selesai", "Dijalankan mesin"
    GAGAL = "gagal", "Ditolak mesin"


class LingkupJadwal(models.TextChoices):
    """For whom a roster, an exception or a rule holds; the narrowest wins."""

    SEMUA = "semua", "Seluruh kabupaten"
    OPD = "opd", "OPD"
    UNIT = "unit", "Unit"
    PEGAWAI = "pegawai", "Pegawai"


class CaraBaca(models.TextChoices):
    """How the presses of one window become an arrival and a departure (absensi.md 4.5)."""

    FILO = "filo", "Rekam pertama dan terakhir"
    PERTAMA = "pertama", "Pertama di sekitar masuk, pertama sesudah pulang"
    STATUS = "status", "Menurut tombol masuk dan pulang di mesin"
    SELANG = "selang", "Bergantian masuk dan pulang"


class JenisPermohonan(models.TextChoices):
    """What somebody may ask to have recorded for his days."""

    CUTI_TAHUNAN = "cuti_tahunan", "Cuti tahunan"
    CUTI_BESAR = "cuti_besar", "Cuti besar"
    CUTI_SAKIT = "cuti_sakit", "Cuti sakit"
    CUTI_MELAHIRKAN = "cuti_melahirkan", "Cuti melahirkan"
    CUTI_ALASAN_PENTING = "cuti_alasan_penting", "Cuti karena alasan penting"
    CLTN = "cltn", "Cuti di luar tanggungan negara"
    DINAS_LUAR = "dinas_luar", "Dinas luar"
    PERJALANAN_DINAS = "perjalanan_dinas", "Perjalanan dinas"
    DIKLAT = "diklat", "Diklat"
    TUGAS_BELAJAR = "tugas_belajar", "Tugas belajar"
    IZIN = "izin", "Izin"
    SAKIT = "sakit", "Sakit"
    WFA = "wfa", "Bekerja dari lokasi lain"
    MESIN_RUSAK = "mesin_rusak", "Rekam manual: mesin rusak"
    BELUM_TERDAFTAR = "belum_terdaftar", "Rekam manual: belum terdaftar di mesin"
    TIDAK_TERBACA = "tidak_terbaca", "Rekam manual: sidik jari atau wajah tidak terbaca"
    KEADAAN_KAHAR = "keadaan_kahar", "Rekam manual: keadaan kahar"
    TANPA_JARINGAN = "tanpa_jaringan", "Rekam manual: tidak ada jaringan"
    LUPA_REKAM = "lupa_rekam", "Lupa rekam"
    KOREKSI = "koreksi", "Koreksi hari"


PERMOHONAN_REKAM = (
    JenisPermohonan.MESIN_RUSAK,
    JenisPermohonan.BELUM_TERDAFTAR,
    JenisPermohonan.TIDAK_TERBACA,
    JenisPermohonan.KEADAAN_KAHAR,
    JenisPermohonan.TANPA_JARINGAN,
    JenisPermohonan.LUPA_REKAM,
    JenisPermohonan.KOREKSI,
)
"""Those which state an hour of arrival or departure; all others explain an absence."""


class BagianHari(models.TextChoices):
    PENUH = "penuh", "Sehari penuh"
    PAGI = "pagi", "Paruh pertama"
    SIANG = "siang", "Paruh kedua"


class StatusPermohonan(models.TextChoices):
    DIAJUKAN = "diajukan", "Menunggu atasan"
    DISETUJUI_ATASAN = "disetujui_atasan", "Menunggu pejabat berwenang"
    DISETUJUI = "disetujui", "Disetujui"
    DITOLAK = "ditolak", "Ditolak"
    DITARIK = "ditarik", "Ditarik pemohon"
    DIBATALKAN = "dibatalkan", "Dibatalkan pejabat"


class StatusHari(models.IntegerChoices):
    """What a day of a person is. Small numbers, since a month has hundreds of thousands of them."""

    BELUM = 0, "Belum selesai"
    HADIR = 1, "Hadir"
    TANPA_KETERANGAN = 2, "Tanpa keterangan"
    LEPAS = 3, "Bukan hari kerja"
    LIBUR = 4, "Libur"
    CUTI = 5, "Cuti"
    DINAS = 6, "Dinas luar"
    DIKLAT = 7, "Diklat atau tugas belajar"
    IZIN = 8, "Izin"
    SAKIT = 9, "Sakit"
    WFA = 10, "Bekerja dari lokasi lain"
    DIKECUALIKAN = 11, "Dikecualikan dengan SK"
    TANPA_JADWAL = 12, "Belum ada jadwal"


class PeristiwaPotongan(models.TextChoices):
    """What a row of the deduction table is about (absensi.md 5.3)."""

    TERLAMBAT = "terlambat", "Terlambat (TL)"
    PULANG_CEPAT = "pulang_cepat", "Pulang sebelum waktunya (PSW)"
    TANPA_KETERANGAN = "tanpa_keterangan", "Tanpa keterangan (TK)"
    IZIN = "izin", "Izin"
    SAKIT = "sakit", "Sakit"
    APEL = "apel", "Tidak ikut apel"


class StatusRekap(models.TextChoices):
    """A month on its way to TPP."""

    SANGGAH = "sanggah", "Masa sanggah"
    DITUTUP = "ditutup", "Ditutup"


class CaraPonsel(models.TextChoices):
    """What shows that somebody is at the place."""

    PAGAR = "pagar", "Posisi di dalam pagar"
    LAYAR = "layar", "Kode di layar tempat"


class PutusanPonsel(models.TextChoices):
    """Where a record by phone stands. Only a human turns one off."""

    LANGSUNG = "langsung", "Diterima"
    MENUNGGU = "menunggu", "Menunggu pemeriksaan"
    DITERIMA = "diterima", "Diterima sesudah diperiksa"
    TIDAK_DITERIMA = "tidak_diterima", "Tidak diterima"


class AlasanRisiko(models.TextChoices):
    """What makes a record by phone worth a look (absensi.md 5.6). Advice, never a verdict."""

    KOORDINAT_SAMA = "koordinat_sama", "Koordinat persis sama dengan orang lain"
    KOORDINAT_TETAP = "koordinat_tetap", "Koordinat persis sama pada hari lain"
    TANPA_GETAR = "tanpa_getar", "Posisi tidak bergetar sama sekali"
    KETELITIAN_TETAP = "ketelitian_tetap", "Ketelitian selalu sama"
    KECEPATAN = "kecepatan", "Berpindah lebih cepat daripada mungkin"
    PERANGKAT_BARU = "perangkat_baru", "Ponsel belum pernah dipakai"
    PERANGKAT_BERSAMA = "perangkat_bersama", "Satu ponsel untuk beberapa orang"
    LAYAR_JAUH = "layar_jauh", "Kode dibuka jauh dari tempatnya"
    LAYAR_TANPA_POSISI = "layar_tanpa_posisi", "Kode dibuka tanpa posisi"


class JenisPengawasan(models.TextChoices):
    """Where people are looked at rather than recorded: unannounced, or at a gathering."""

    SIDAK = "sidak", "Sidak"
    APEL = "apel", "Apel"


class StatusPengawasan(models.TextChoices):
    DIRENCANAKAN = "direncanakan", "Direncanakan"
    BERJALAN = "berjalan", "Sedang berjalan"
    SELESAI = "selesai", "Selesai"
    DIBATALKAN = "dibatalkan", "Dibatalkan"


class KeadaanOrang(models.TextChoices):
    """What was to be expected of somebody when the list was made."""

    WAJIB = "wajib", "Seharusnya ada"
    BERKETERANGAN = "berketerangan", "Berketerangan"
    LEPAS = "lepas", "Tidak sedang bertugas"


class JenisTemuan(models.TextChoices):
    """Where a mark of a sidak and what else is recorded do not agree."""

    PERGI = "pergi", "Ada rekam, tidak ada di tempat"
    TANPA_REKAM = "tanpa_rekam", "Terlihat, tidak ada rekam"
    SAAT_KETERANGAN = "saat_keterangan", "Terlihat pada masa cuti, tugas luar, izin, atau sakit"
    MENYUSUL = "menyusul", "Tidak ada di tempat, keterangannya disetujui kemudian"


class PutusanTemuan(models.TextChoices):
    DITERIMA = "diterima", "Penjelasan diterima"
    TIDAK_DITERIMA = "tidak_diterima", "Penjelasan tidak diterima"
    BUKAN = "bukan", "Bukan temuan"
