"""From the circular to the late list, on real workbooks, through the browser.

The budget workbook of the health office carries money only: no targets, places or ceilings, and
the Renja has targets for few of its rows. So the window asks for kebutuhan anggaran and data
dukung, as an organiser does who collects the money first; its year has no ceilings yet.
"""

import datetime as dt
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import langkah
from tests.e2e.surat_contoh import pdf_kecil
from tests.peramban import potret

# It waits for its deadline, so it has a worker and a demo of its own.
pytestmark = [pytest.mark.peramban, pytest.mark.xdist_group("cerita")]
ZONA = ZoneInfo("Asia/Makassar")
TAHUN = dt.datetime.now(ZONA).year + 3
JUDUL = f"Kebutuhan anggaran Rancangan Awal Renja {TAHUN}, edaran pukul {dt.datetime.now(ZONA):%H.%M}"
DINKES = "Dinas Kesehatan, Pengendalian Penduduk dan Keluarga Berencana"
PUPR = "Dinas Pekerjaan Umum dan Penataan Ruang"
SISA_MENIT = 4
"""Minutes from opening to due: both offices must have signed by then, on a busy machine too."""


@dataclass
class Cerita:
    """What the parts of the story hand on to each other."""

    sebagai: Callable[..., Page]
    data: Callable[[str], Path]
    simpan: Path
    halaman: dict[str, Page] = field(default_factory=dict)
    jendela: str = ""
    paket: dict[str, str] = field(default_factory=dict)
    tenggat: dt.datetime = dt.datetime.min

    def __call__(self, pengguna: str) -> Page:
        """The page of this user, logged in once."""
        if pengguna not in self.halaman:
            self.halaman[pengguna] = self.sebagai(pengguna)
        return self.halaman[pengguna]


@pytest.fixture
def cerita(sebagai: Callable[..., Page], data_uji: Callable[[str], Path], tmp_path: Path) -> Cerita:
    return Cerita(sebagai, data_uji, tmp_path)


def test_dari_edaran_sampai_daftar_terlambat(cerita: Cerita) -> None:
    impor_nomenklatur(cerita)
    buka_jadwal(cerita)
    isi_dinkes(cerita)
    isi_pupr(cerita)
    for pendek in ("kesehatan", "pupr"):
        tanda_tangan(cerita, pendek)
    kembali_dan_perbaiki(cerita)
    daftar_terlambat(cerita)
    periksa_luring(cerita)


# ---- the organiser ----


def impor_nomenklatur(c: Cerita) -> None:
    """Both official lists stand side by side; the year of the window uses the new one."""
    hal = c("penyelenggara")
    for nama, dasar, tahun, berkas in (
        ("Nomenklatur 2021", "Kepmendagri 050-5889 Tahun 2021", "2021", "nomenklatur_900_kode_terpecah.xlsx"),
        ("Nomenklatur 2027", "Kepmendagri 900.1-861 Tahun 2026", "2027", "nomenklatur_sipd_2027_asli.xlsx"),
    ):
        hal.goto("/impor/baru/nomenklatur/")
        langkah.unggah_impor(hal, c.data(f"nomenklatur/{berkas}"), nama=nama, dasar=dasar, tahun_mulai=tahun)
        assert langkah.angka_kartu(hal, "Galat") == "0"
        potret(hal, f"01-pratinjau-{tahun}")
        langkah.terapkan_impor(hal)
    hal.goto("/perencanaan/nomenklatur/versi/")
    baris = hal.get_by_role("table", name="Versi nomenklatur").get_by_role("row", name="Nomenklatur 2027")
    expect(baris.locator("[data-label='Kab/kota']")).to_have_text("3.550")
    langkah.isi(hal, tahun=str(TAHUN))
    hal.locator("main select[name=versi]").first.select_option(label=pilihan(hal, "Nomenklatur 2027"))
    langkah.tekan(hal, "Pakai versi ini")
    expect(hal.locator("dl.fakta")).to_contain_text(str(TAHUN))
    potret(hal, "02-versi")


def pilihan(hal: Page, awal: str) -> str:
    """The first option of the versions that begins so."""
    semua = hal.locator("main select[name=versi]").first.locator("option").all_inner_texts()
    return next(x for x in semua if x.startswith(awal))


def buka_jadwal(c: Cerita) -> None:
    hal = c("penyelenggara")
    hal.goto("/tenggat/")
    langkah.tekan(hal, "Siapkan jadwal")
    kini = dt.datetime.now(ZONA)
    c.tenggat = kini.replace(second=0, microsecond=0) + dt.timedelta(minutes=SISA_MENIT + 1)
    menit = "%Y-%m-%dT%H:%M"
    langkah.isi(
        hal,
        judul=JUDUL, tahapan="rancangan_awal_renja", tahun=str(TAHUN), nomor_edaran="000.7/901/2026",
        tanggal_edaran=f"{kini:%Y-%m-%d}", dibuka_pada=f"{kini - dt.timedelta(minutes=1):{menit}}",
        tenggat_pada=f"{c.tenggat:{menit}}", ditutup_pada=f"{c.tenggat + dt.timedelta(days=7):{menit}}",
        toleransi_detik="5", langkah_paraf="Sekretaris",
    )  # fmt: skip
    langkah.isi(hal, **{"dokumen-0-nama": "SK tim penyusun"})
    langkah.centang(hal, "syarat", "Kebutuhan anggaran", "Data dukung")
    langkah.centang(hal, "opd_ids")
    potret(hal, "03-siapkan")
    langkah.tekan(hal, "Simpan persiapan")
    expect(hal.get_by_role("heading", level=1)).to_have_text(JUDUL)
    potret(hal, "04-disiapkan")
    langkah.tekan(hal, "Buka jadwal")
    expect(hal.get_by_text("Jadwal dibuka")).to_be_visible()
    c.jendela = hal.url.split("?")[0]
    potret(hal, "05-dibuka")


# ---- the offices ----


def buka_paket(c: Cerita, pengguna: str) -> Page:
    """From the landing page to the package of this window, as the operator goes."""
    hal = c(pengguna)
    hal.goto("/beranda/")
    kartu = hal.locator("section.kartu", has=hal.get_by_role("heading", name=JUDUL))
    langkah.tekan(hal, "Buka pengajuan", di=kartu)
    pendek = pengguna.partition(".")[2]
    c.paket[pendek] = hal.url.split("?")[0]
    return hal


def isi_dinkes(c: Cerita) -> None:
    hal = buka_paket(c, "operator.kesehatan")
    potret(hal, "10-paket-kosong")
    langkah.tekan(hal, "Kebutuhan anggaran")
    potret(hal, "11-isi-kosong")
    langkah.tekan(hal, "Impor dari Excel")
    langkah.unggah_impor(
        hal,
        c.data("anggaran/sumenep_realisasi_belanja_dinkes_2024.xlsx"),
        sumber_dana="Dana Transfer Umum-Dana Alokasi Umum",
    )
    potret(hal, "12-pratinjau-dinkes")
    assert langkah.angka_kartu(hal, "Galat") == "0"
    total = hal.get_by_role("table", name="Total per kolom")
    expect(total).to_contain_text("524.314.732.413")
    expect(total).to_contain_text("97.699.685.584")
    expect(hal.get_by_text("33 unit", exact=True)).to_be_visible()
    masalah = hal.get_by_role("table", name="Masalah per baris")
    rsud = masalah.get_by_role("row").filter(has_text="1.02.01.2.02.0001")
    expect(rsud.first).to_contain_text("Peringatan")
    expect(rsud.first).to_contain_text("7.637.841.538")
    expect(masalah.get_by_text("ditemukan dalam Nomenklatur 2021")).to_be_visible()
    langkah.terapkan_impor(hal)
    potret(hal, "13-diterapkan-dinkes")
    langkah.tekan(hal, "Lihat hasilnya")
    expect(hal.locator("#bilah-isi")).to_contain_text("622.014.417.997")
    potret(hal, "14-isi-dinkes")
    unggah_dokumen(c, "operator.kesehatan")


def isi_pupr(c: Cerita) -> None:
    hal = buka_paket(c, "operator.pupr")
    hal.goto(f"/perencanaan/{c.paket['pupr'].rstrip('/').rpartition('/')[2]}/")
    langkah.tekan(hal, "Kertas kerja Excel, impor, salin dari tahun lalu")
    langkah.tekan(hal, "Impor dari Excel")
    langkah.unggah_impor(hal, c.data("anggaran/pasangkayu_format_renja_dpa_dppa_2024.xlsx"))
    potret(hal, "20-pratinjau-pupr")
    expect(hal.get_by_role("table", name="Total per kolom")).to_contain_text("125.103.902.555")
    assert langkah.sel_tabel(hal, "Baris per tingkat", "Sub kegiatan") == "44"
    langkah.terapkan_impor(hal)
    potret(hal, "21-diterapkan-pupr")
    unggah_dokumen(c, "operator.pupr")


def unggah_dokumen(c: Cerita, pengguna: str) -> None:
    hal = buka_paket(c, pengguna)
    langkah.tekan(hal, "Data dukung")
    langkah.pilih_berkas(
        hal.locator("main input[type=file]").first, pdf_kecil(c.simpan, "SK tim penyusun.pdf")
    )
    langkah.tekan(hal, "Unggah")
    expect(hal.get_by_text("Lengkap", exact=True)).to_be_visible(timeout=langkah.LAMA)


def tanda_tangan(c: Cerita, pendek: str, *, perbaikan: bool = False) -> None:
    """Ready, initialled, signed; the words differ for a correction."""
    hal = buka_paket(c, f"operator.{pendek}")
    langkah.tekan(hal, "Ajukan perbaikan ke Kepala OPD" if perbaikan else "Ajukan ke Kepala OPD")
    expect(hal.get_by_text("Isian dikunci dan menunggu")).to_be_visible(timeout=langkah.LAMA)
    hal = buka_paket(c, f"paraf.{pendek}")
    langkah.tekan(hal, "Paraf")
    expect(hal.get_by_text("Paraf Anda tercatat")).to_be_visible()
    hal = buka_paket(c, f"kepala.{pendek}")
    langkah.tekan(hal, "Setujui perbaikan" if perbaikan else "Setujui dan ajukan")
    potret(hal, f"30-ajukan-{pendek}")
    langkah.tekan(hal, "Setujui dan ajukan")
    expect(hal.get_by_text("Diterima. Nomor register")).to_be_visible(timeout=langkah.LAMA)
    expect(hal.get_by_text("Tepat waktu").first).to_be_visible()
    potret(hal, f"31-diterima-{pendek}")


# ---- the verifiers ----


def kembali_dan_perbaiki(c: Cerita) -> None:
    """One row comes back with a note, is corrected and signed again; then all is verified."""
    alamat = c.paket["kesehatan"]
    hal = c("verifikator.anggaran")
    hal.goto("/tenggat/antrean/")
    potret(hal, "40-antrean")
    hal.goto(alamat)
    langkah.tekan(hal, "Periksa")
    bagian = hal.locator("#kebutuhan_anggaran")
    baris = bagian.locator("select[name=baris] option").nth(1)
    bagian.locator("select[name=baris]").select_option(baris.get_attribute("value"))
    bagian.locator("select[name=kolom]").select_option("jumlah")
    bagian.locator("textarea[name=isi]").fill("Sesuaikan jumlahnya dengan standar harga terbaru.")
    potret(hal, "41-periksa")
    langkah.tekan(hal, "Kembalikan kepada OPD", di=bagian)
    expect(hal.get_by_text("Dikembalikan kepada OPD dengan catatan")).to_be_visible()

    hal = c("operator.kesehatan")
    hal.goto("/beranda/")
    expect(hal.get_by_text("standar harga terbaru")).to_be_visible()
    potret(hal, "42-beranda-dikembalikan")
    perbaiki_baris(c)
    tanda_tangan(c, "kesehatan", perbaikan=True)
    for pengguna in ("verifikator.anggaran", "verifikator.rencana"):
        verifikasi(c, pengguna, alamat)
    hal = c("kepala.kesehatan")
    hal.goto(alamat)
    expect(hal.get_by_text("Diverifikasi").first).to_be_visible()
    potret(hal, "44-diverifikasi")


def perbaiki_baris(c: Cerita) -> None:
    hal = c("operator.kesehatan")
    hal.goto(c.paket["kesehatan"])
    langkah.tekan(hal, "Kebutuhan anggaran")
    jumlah = hal.locator("main input[name=jumlah_0]")
    jumlah.fill("1.000.000")
    langkah.tekan(hal, "Simpan")
    expect(hal.get_by_text("tersimpan.").first).to_be_visible(timeout=langkah.LAMA)


def verifikasi(c: Cerita, pengguna: str, alamat: str) -> None:
    hal = c(pengguna)
    hal.goto(alamat)
    langkah.tekan(hal, "Periksa")
    potret(hal, f"43-periksa-{pengguna}")
    tombol = hal.get_by_role("button", name=re.compile("^Verifikasi "))
    while tombol.count():
        tombol.first.click()
        hal.wait_for_load_state()
        expect(hal.get_by_text("Syarat diverifikasi")).to_be_visible()


# ---- the deadline ----


def daftar_terlambat(c: Cerita) -> None:
    """Within a minute after due the list is there by itself and names exactly the others."""
    hal = c("penyelenggara")
    hal.goto(c.jendela)
    tautan = hal.get_by_role("table", name=re.compile("OPD")).locator("tbody th a")
    peserta = {t.get_attribute("title") for t in tautan.all()}
    assert len(peserta) == 23
    menyerah = c.tenggat + dt.timedelta(seconds=240)  # a busy machine shows it later than it came
    hal = c("bupati")
    hal.goto("/tenggat/laporan/")
    edisi = hal.locator("main tbody").get_by_role("link", name=JUDUL)
    expect(edisi).to_have_count(0)
    while not re.search(f"<tbody.*{JUDUL}", hal.request.get("/tenggat/laporan/").text(), re.DOTALL):
        assert dt.datetime.now(ZONA) < menyerah, "no late list by itself"
        time.sleep(2)
    assert dt.datetime.now(ZONA) >= c.tenggat
    hal.reload()
    edisi.click()
    tentang = hal.locator("section.kartu", has_text="Tentang laporan ini")
    expect(tentang).to_contain_text(f"pukul {c.tenggat:%H.%M} WITA")  # published within that minute
    hal.goto(hal.url.split("?")[0] + "?keadaan=belum")
    terlambat = langkah.daftar_nama(hal.locator("main tbody th a"))
    assert terlambat == peserta - {DINKES, PUPR}
    potret(hal, "50-daftar-terlambat")
    hal.goto("/pesan/")
    potret(hal, "51-pesan-bupati")
    expect(hal.get_by_text(JUDUL).first).to_be_visible()


def periksa_luring(c: Cerita) -> None:
    """Receipt and journal hold without us."""
    hal = c("kepala.kesehatan")
    hal.goto(c.paket["kesehatan"])
    pdf = langkah.ambil_pdf(
        hal, hal.get_by_role("link", name="Tanda terima (PDF)"), c.simpan / "tanda-terima.pdf"
    )
    (alamat,) = [t for t in langkah.tautan_pdf(pdf) if "/periksa/" in t]
    umum = c.sebagai("")
    umum.goto(alamat)
    expect(umum.get_by_text("cocok dengan catatan resminya")).to_be_visible()
    potret(umum, "60-periksa")
    nomor = re.search(r"Catatan jejak\s+([\d.]+)", umum.locator("main").inner_text())
    assert nomor

    hal = c("auditor")
    hal.goto(f"/jejak/catatan/{nomor[1].replace('.', '')}/")
    potret(hal, "61-catatan")
    bukti = langkah.unduh(hal, hal.get_by_role("link", name="Unduh bukti"), c.simpan / "bukti.jsonl")
    hal.goto("/jejak/")
    potret(hal, "62-jejak")
    bingkisan = langkah.unduh(
        hal, hal.get_by_role("button", name="Ekspor untuk pemeriksa"), c.simpan / "jejak.zip"
    )
    with zipfile.ZipFile(bingkisan) as isi:
        isi.extractall(c.simpan / "bingkisan")
    (jejak,) = (c.simpan / "bingkisan").rglob("jejak-resmi.jsonl")
    for berkas in (bukti, jejak):
        hasil = langkah.periksa_luring(berkas)
        assert hasil.returncode == 0, hasil.stdout + hasil.stderr
        assert "UTUH" in hasil.stdout
    rusak = c.simpan / "rusak.jsonl"
    rusak.write_text(jejak.read_text().replace("Dikembalikan", "Diterima", 1).replace("ajukan", "ajuka", 1))
    assert langkah.periksa_luring(rusak).returncode == 1
