"""What may be wrong with a device, in the words of its page and of docs/panduan/mesin-absensi.md."""

import datetime as dt
from dataclasses import dataclass

from terukur.kehadiran.choices import AlasanKarantina, Dialek
from terukur.kehadiran.rules.terima import BATAS_DIAM, ZKTECO

BATAS_BEDA = 120
"""Seconds by which a clock may differ (absensi.md 4.1)."""
TANPA_REKAM = dt.timedelta(days=4)
"""A long week-end is no sign of anything."""
BATAS_TUNGGU = dt.timedelta(hours=1)
BATAS_SANDI = 20
"""Per cent of presses by password or card above which the page speaks of it."""
SEDIKIT = 20
"""Presses below which a share says nothing."""
CARA_SANDI = (3, 4)
"""Password and card (ZKTeco's numbers): who holds them need not be there."""


@dataclass(frozen=True, slots=True)
class Keluhan:
    """``arti``: what it means. ``tindakan``: what to do. ``gawat``: records may be lost or changed."""

    judul: str
    arti: str
    tindakan: str
    gawat: bool = False


KELUHAN = {
    "belum": Keluhan(
        "Belum pernah terlihat",
        "Mesin terdaftar, tetapi belum pernah berbicara dengan server.",
        "Periksa nomor seri di menu Info mesin (bukan stiker), alamat server, port 8081, gateway dan DNS; "
        "mulai ulang mesin sesudah mengubahnya.",
    ),
    "diam": Keluhan(
        "Mesin diam",
        "Mesin yang biasanya bertanya setiap 15 detik tidak terdengar lebih dari 10 menit. Rekam tetap "
        "disimpan di mesin.",
        "Periksa listrik, kabel jaringan dan internet kantor. Sesudah tersambung mesin mengirim sendiri yang "
        "tertunda; bila tidak dapat, unggah attlog.dat dari USB.",
        gawat=True,
    ),
    "tanpa_rekam": Keluhan(
        "Terhubung, tetapi tanpa rekam",
        "Mesin terdengar, tetapi lebih dari empat hari tidak ada rekam baru.",
        "Coba satu rekam di mesin. Bila tidak sampai, nyalakan Realtime di menu ADMS, lalu tekan "
        "“Kirim ulang semua rekam”.",
    ),
    "jam": Keluhan(
        "Jam mesin tidak tepat",
        "Jam mesin berbeda lebih dari 2 menit dari jam server.",
        "Periksa zona waktu pada pendaftaran mesin. Jam disetel server setiap kali mesin bertanya; bila "
        "tetap berbeda, matikan sinkronisasi lain di mesin dan ganti baterai jamnya.",
    ),
    "selisih": Keluhan(
        "Rekam di mesin lebih banyak daripada di sini",
        "Hitungan semalam menemukan rekam kemarin yang belum sampai; sudah diminta ulang.",
        "Tunggu satu jam. Bila selisihnya tetap, unggah attlog.dat dari USB dengan berita acara.",
        gawat=True,
    ),
    "ditolak": Keluhan(
        "Kiriman ditolak",
        "Dalam sehari terakhir ada kiriman dari nomor seri ini yang ditolak; alasannya tertulis di bawah.",
        "Kunci berbeda: samakan kunci komunikasi di mesin dan di sini. Di luar jaringan: perbaiki daftar "
        "jaringan, atau cari siapa yang meniru nomor seri ini. Cara berbicara lain: ubah jenis mesin.",
        gawat=True,
    ),
    "gagal_simpan": Keluhan(
        "Kiriman tidak dapat disimpan sebagai rekam",
        "Dalam 30 hari terakhir ada kiriman mesin ini yang tidak dapat diuraikan ke basis data. Isinya "
        "disimpan apa adanya, tetapi belum satu pun barisnya dihitung.",
        "Unggah attlog.dat dari USB mesin ini dengan berita acara; yang sudah ada tidak bertambah. Laporkan "
        "kepada Diskominfo: sebabnya tertulis pada kiriman terakhir dan catatan server.",
        gawat=True,
    ),
    "dua_alamat": Keluhan(
        "Satu nomor seri dari beberapa alamat",
        "Dalam 15 menit terakhir kiriman dengan nomor seri ini datang dari lebih dari satu alamat. Jaringan "
        "seluler memang berganti alamat; selain itu mungkin ada yang meniru mesin ini.",
        "Tanyakan kepada pengelola jaringan. Isi “Hanya dari jaringan” dengan alamat yang benar dan pasang "
        "kunci komunikasi.",
    ),
    "tidak_terbaca": Keluhan(
        AlasanKarantina.TIDAK_TERBACA.label,
        "Ada baris yang bukan rekam kehadiran menurut bentuknya. Baris itu disimpan dan tidak dihitung.",
        "Lihat barisnya di bawah. Bila semuanya begitu, jenis mesin mungkin salah.",
    ),
    "jam_rusak": Keluhan(
        AlasanKarantina.JAM_RUSAK.label,
        "Mesin mencatat rekam dengan tanggal yang mustahil, biasanya sesudah listrik padam dan baterai jam "
        "habis.",
        "Ganti baterai jam. Pegawai yang terkena mengajukan rekam manual “mesin rusak”.",
    ),
    "jam_ke_depan": Keluhan(
        AlasanKarantina.JAM_KE_DEPAN.label,
        "Rekam bertanda waktu lebih dari 10 menit sesudah diterima: jam mesin mendahului atau disetel orang. "
        "Barisnya disimpan di bawah, tidak dihitung, dan tidak digeser sendiri ke jam yang benar.",
        "Periksa zona waktu pada pendaftaran, lalu mulai ulang mesin agar jamnya disetel server; bandingkan "
        "dengan alarm “jam disetel”. Pegawai yang terkena mengajukan rekam manual “mesin rusak”; baris di "
        "bawah dan saat diterimanya menjadi buktinya.",
        gawat=True,
    ),
    "perintah": Keluhan(
        "Perintah belum diambil",
        "Perintah menunggu lebih dari satu jam; mesin tidak bertanya, atau firmware-nya tidak mendukung.",
        "Periksa sambungan mesin. Perintah yang tidak dijawab sehari berakhir sendiri.",
    ),
    "alarm": Keluhan(
        "Alarm di mesin",
        "Dalam 30 hari terakhir ada yang menghapus data, menyetel jam, mengembalikan setelan pabrik, atau "
        "mengubah jaringan langsung di mesin.",
        "Tanyakan kepada pemegang menu admin mesin, lalu cocokkan rekam hari itu. Ganti sandi admin mesin.",
        gawat=True,
    ),
    "sandi": Keluhan(
        "Banyak rekam dengan sandi atau kartu",
        "Lebih dari 20 persen rekam 30 hari terakhir memakai sandi atau kartu, jalan yang lazim untuk titip "
        "rekam.",
        "Daftarkan sidik jari atau wajah pegawai itu; matikan sandi dan kartu di mesin bila tidak perlu.",
    ),
    "tarikan": Keluhan(
        "Tarikan dari layanan gagal",
        "Rekam tidak dapat diambil dari layanan di internet.",
        "Token ditolak: isi token baru pada “Ubah mesin”. Tidak terjangkau: dicoba lagi setiap 30 menit, "
        "tidak ada rekam yang hilang.",
        gawat=True,
    ),
}  # fmt: skip

PERISTIWA = {
    0: "mesin dinyalakan", 1: "mesin dimatikan", 3: "alarm dibunyikan", 4: "masuk menu admin",
    5: "setelan diubah", 6: "sidik jari didaftarkan", 7: "sandi didaftarkan", 8: "kartu didaftarkan",
    9: "pengguna dihapus",
    10: "sidik jari dihapus", 11: "sandi dihapus", 12: "kartu dihapus", 13: "semua data dihapus",
    14: "kartu dibuat", 20: "data dipindahkan", 21: "jam disetel di mesin", 22: "kembali ke setelan pabrik",
    23: "rekam dihapus di mesin", 24: "hak admin dihapus", 30: "pengguna baru didaftarkan",
    40: "berkas dibaca dari USB", 41: "berkas disalin ke USB", 42: "berkas dibaca dari USB",
    43: "berkas disalin ke USB", 70: "nama pengguna diubah", 71: "hak pengguna diubah",
    **dict.fromkeys(range(76, 84), "setelan jaringan atau server diubah"),
}  # fmt: skip
"""OPERLOG (absensi.md 1.6) in words."""


def sebut_peristiwa(kode: int, rincian: str) -> str:
    if rincian == "alarm":
        return f"alarm pintu atau kotak dibuka (kode {kode})"
    return PERISTIWA.get(kode, f"kegiatan lain (kode {kode})")


def berdenyut(dialek: str) -> bool:
    """Whether this kind of device polls, so that its silence means something."""
    return dialek in {*ZKTECO, Dialek.FK}


def status_mesin(*, aktif: bool, dialek: str, terlihat_pada: dt.datetime | None, pada: dt.datetime) -> str:
    """One word for the list."""
    if not aktif:
        return "Nonaktif"
    if dialek == Dialek.BERKAS:
        return "Hanya berkas"
    if terlihat_pada is None:
        return "Belum terlihat"
    if berdenyut(dialek) and terlihat_pada < pada - BATAS_DIAM:
        return "Diam"
    return "Tersambung"


def persen_sandi(sandi: int, semua: int) -> int | None:
    """Whole per cent of presses by password or card; None where there are too few."""
    return round(100 * sandi / semua) if semua >= SEDIKIT else None
