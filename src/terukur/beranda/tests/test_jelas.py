"""Every figure of results on landing page, grid, card and download is reckoned again <= 2 clicks away.

The crawler looks for digits, not for places it knows: a figure added later without a link is found.
Figures of the collection windows (``tenggat``) lead into that room and are its own matter.
"""

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from terukur.akun.peran import Peran
from terukur.anggaran.actions import catat_realisasi
from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.rules.serapan import UangRealisasi
from terukur.anggaran.tests.factories import buat_kebutuhan, buat_pagu, isian, tahap_pengajuan
from terukur.eskalasi.tests.factories import beri, kirim, terbitkan, tulis
from terukur.inti.angka import baca_angka
from terukur.inti.pelaku import SISTEM
from terukur.inti.waktu import BULAN
from terukur.kinerja.models import DefinisiIndikator, RencanaAksi
from terukur.kinerja.tests.factories import buat_indikator
from terukur.organisasi.models import OPD
from terukur.organisasi.tests.factories import buat_opd
from terukur.perencanaan.tests.factories import buat_sub_kegiatan
from terukur.realisasi.choices import HasilLapangan, JenisDini
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.queries import daftar_dini
from terukur.realisasi.tests.factories import (
    TAHUN,
    TW1,
    TW2,
    ajukan,
    buat_regu,
    isi,
    jawab_lapangan,
    kontribusi,
    minta_lapangan,
    verifikasi,
)
from terukur.tenggat.models import Jendela
from terukur.tenggat.tests import factories as f
from tests.rekaman_dunia import rekam

pytestmark = pytest.mark.django_db
PADA = dt.datetime(TAHUN, 8, 10, 1, tzinfo=dt.UTC)
PER = dt.date(TAHUN, 8, 10)
SAMA = "Dihitung ulang: sama"
BUKAN_ANGKA = re.compile(
    rf"\d{{1,2}} (?:{'|'.join(BULAN)}|{'|'.join(b[:3] for b in BULAN)})\w*(?: \d{{4}})?"
    r"|pukul [\d.]+|\b\d\d\.\d\d (?:WIB|WITA|WIT)\b|\b20\d\d\b|\S*/\S*|\b[A-Za-z]+[-.]?\d[\w.-]*"
)
"""Dates, times, years, numbers of papers and codes: digits that count nothing."""
ANGKA = re.compile(r"-?\d[\d.]*(?:,\d+)?")
LEWATI = {"nav", "form", "figure", "thead", "caption", "h1", "svg", "details"}
KOSONG = {"br", "hr", "img", "input", "use", "path", "link", "meta", "wbr", "col", "rect", "circle"}


@dataclass
class Simpul:
    """An element: its tag, classes, address, parent, and everything in it."""

    nama: str
    attr: dict[str, str]
    induk: "Simpul | None" = None
    isi: list["Simpul | str"] = field(default_factory=list)

    def semua(self):
        yield self
        for anak in self.isi:
            if isinstance(anak, Simpul):
                yield from anak.semua()

    def ke_atas(self):
        satu: Simpul | None = self
        while satu is not None:
            yield satu
            satu = satu.induk

    def is_kelas(self, kelas: str) -> bool:
        return kelas in self.attr.get("class", "").split()

    def tautan(self) -> list[str]:
        """Addresses in it, else around it."""
        dalam = [s.attr["href"] for s in self.semua() if s.nama == "a" and s.attr.get("href")]
        return dalam or [s.attr["href"] for s in self.ke_atas() if s.nama == "a" and s.attr.get("href")]

    def teks(self) -> str:
        return " ".join(a if isinstance(a, str) else a.teks() for a in self.isi)


class Pohon(HTMLParser):
    """The page's own part as a tree."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.akar = self.kini = Simpul("main", {})
        self.feed(html[html.index("<main") : html.index("</main")])

    def handle_starttag(self, tag, attrs):
        baru = Simpul(tag, {k: v or "" for k, v in attrs}, self.kini)
        self.kini.isi.append(baru)
        if tag not in KOSONG:
            self.kini = baru

    def handle_startendtag(self, tag, attrs):
        self.kini.isi.append(Simpul(tag, {k: v or "" for k, v in attrs}, self.kini))

    def handle_endtag(self, tag):
        for s in self.kini.ke_atas():
            if s.nama == tag and s.induk is not None:
                self.kini = s.induk
                return

    def handle_data(self, data):
        if data.strip():
            self.kini.isi.append(data)


def angka_dalam(teks: str, nama: Sequence[str]) -> list[str]:
    """Figures of a text, without those in names and dates."""
    for n in nama:
        teks = teks.replace(n, " ")
    return ANGKA.findall(BUKAN_ANGKA.sub(" ", teks))


def cari_angka(html: str, nama: Sequence[str]):
    """(figure, block in which it stands) of the whole page."""
    akar = Pohon(html).akar
    for s in akar.semua():
        if any(x.nama in LEWATI for x in s.ke_atas()):
            continue
        for teks in s.isi:
            if isinstance(teks, str) and (ada := angka_dalam(teks, nama)):
                blok = next(
                    x
                    for x in s.ke_atas()
                    if x.nama in ("td", "th", "li", "p", "dd", "main")
                    or x.is_kelas("kartu-angka")
                    or x.is_kelas("kartu-kepala")
                )
                for n in ada:
                    yield n, blok


class Perayap:
    """Opens pages for one user, each once."""

    def __init__(self, pengguna, nama: Sequence[str]) -> None:
        self.klien = Client()
        self.klien.force_login(pengguna)
        self.nama = nama
        self.halaman: dict[str, str] = {}

    def buka(self, alamat: str) -> str:
        alamat = alamat.split("#")[0]
        if alamat not in self.halaman:
            jawaban = self.klien.get(alamat)
            assert jawaban.status_code == 200, alamat
            self.halaman[alamat] = jawaban.content.decode()
        return self.halaman[alamat]

    def is_dijelaskan(self, angka: str, alamat: str, *, klik: int = 2) -> bool:
        """Whether a page within so many clicks reckons the figure again, or lists what it counts."""
        if urlsplit(alamat).path.startswith(("/jejak/", "/tenggat/")):
            return False
        html = self.buka(alamat)
        akar = Pohon(html).akar
        if re.search(r"[?&](hasil|jenis|putus|terlambat)=", alamat):
            tabel = next((s for s in akar.semua() if s.nama == "tbody"), None)
            baris = sum(s.nama == "tr" for s in tabel.semua()) if tabel else 0
            if angka.isdigit() and baris == int(angka):
                return True
        if SAMA in html and any(_setara(angka, x) for x in angka_dalam(akar.teks(), self.nama)):
            return True
        if klik == 1:
            return False
        lanjut = [urljoin(alamat, t) for t in akar.tautan() if "/penjelasan/" in t or "/nilai/" in t]
        lanjut += [t for t in akar.tautan() if t.startswith("/anggaran/realisasi/")]
        return any(self.is_dijelaskan(angka, t, klik=1) for t in dict.fromkeys(lanjut))


def _setara(terlihat: str, dihitung: str) -> bool:
    """The same figure, as far as it is printed."""
    a, b = baca_angka(terlihat.rstrip(".")), baca_angka(dihitung.rstrip("."))
    return a is not None and b is not None and abs(a - b) <= Decimal(5).scaleb(a.as_tuple().exponent - 1)


def is_jadwal(tautan: list[str]) -> bool:
    return bool(tautan) and all(urlsplit(t).path.startswith("/tenggat/") for t in tautan)


def periksa(perayap: Perayap, alamat: str) -> int:
    """Every figure of the page at ``alamat``; how many there were."""
    banyak = 0
    for angka, blok in cari_angka(perayap.buka(alamat), perayap.nama):
        wadah = next((s for s in blok.ke_atas() if s.nama == "section" or s.is_kelas("kartu")), blok)
        if blok.is_kelas("kartu-kepala"):  # a count over a list
            butir = sum(s.nama == "tr" for s in wadah.semua()) - 1 if wadah else 0
            assert int(angka) in (butir, sum(s.nama == "li" for s in wadah.semua())), blok.teks()
            continue
        tautan = blok.tautan()
        if not tautan and blok.nama in ("td", "th"):
            tautan = next(s for s in blok.ke_atas() if s.nama == "tr").tautan()
        if is_jadwal(tautan or wadah.tautan()) or "Dasar:" in blok.teks():
            continue  # a threshold that was decided stands with its basis; it is no result
        assert tautan, f"{alamat}: {angka} leads nowhere: {blok.teks()}"
        banyak += 1
        if angka in ("0", "100") or all(t.startswith("#") for t in tautan):
            continue  # nothing to explain; a headline over the table below it (realisasi/tests/test_jelas)
        assert any(perayap.is_dijelaskan(angka, urljoin(alamat, t)) for t in tautan), (
            f"{alamat}: nothing reckons {angka} again: {blok.teks()} {tautan}"
        )
    return banyak


@rekam
def buat_dunia() -> dict[str, Any]:
    """Every kind of early warning, papers of both kinds waiting and overdue, a window with money."""
    bupati = f.buat_orang(Peran.PIMPINAN, pada=PADA)
    satu = buat_regu((buat_indikator(), 40), (buat_indikator(), 30), opd=buat_opd())
    for a, nilai in zip(satu.aksi, (19, 33), strict=True):
        isi(satu, nilai, kunci=a.pk, kontribusi=kontribusi(opd=40, swasta=60) if nilai == 33 else ())
    ajukan(satu)
    verifikasi(satu)
    dua = buat_regu((buat_indikator(), 17), opd=buat_opd())
    for periode in (TW1, TW2):
        isi(dua, 16, periode=periode)
        ajukan(dua, periode=periode)
        verifikasi(dua, periode=periode)
    temuan, _ = minta_lapangan(dua)
    jawab_lapangan(temuan, HasilLapangan.TIDAK_SESUAI, catatan="Belum ada di desa ini.")
    buat_opd()
    for sumber, uang in ((SumberRealisasi.SP2D, 9700), (SumberRealisasi.BKU, 8800)):
        catat_realisasi(
            opd_id=satu.opd.pk, tahun=TAHUN, sumber=sumber, batas=dt.date(TAHUN, 6, 30), dasar="contoh",
            baris=[UangRealisasi("", "", "1.02.02", "Balita", "operasi", Decimal(9900), Decimal(uang))],
            oleh=SISTEM, pada=PADA,
        )  # fmt: skip
    tenggat = dt.date(TAHUN, 7, 20)
    lalu = PADA - dt.timedelta(days=30)
    p = terbitkan(satu.opd, bupati, pada=lalu, tanggal_tenggat=tenggat)
    tulis(p, satu.kepala, pada=lalu)
    kirim(p, satu.kepala, pada=lalu)
    beri([satu.opd, dua.opd], bupati, pada=lalu, tanggal_tenggat=tenggat)
    paket = f.buat_pengajuan(
        satu.opd, syarat=(("program_kerja", True), ("kebutuhan_anggaran", True)),
        tenggat_pada=PADA + dt.timedelta(days=9), ditutup_pada=PADA + dt.timedelta(days=19),
    )  # fmt: skip
    buat_pagu(satu.opd, "2500000000", tahap=tahap_pengajuan(paket))
    lebih = isian("3000000000", usulkan_kelebihan=True, alasan="Kelas ibu hamil")
    buat_kebutuhan(buat_sub_kegiatan(paket), lebih)
    return {
        "bupati": bupati, "kepala": satu.kepala, "verifikator": satu.verifikator, "regu": (satu, dua),
        "jadwal": paket.jendela_id,
    }  # fmt: skip


@pytest.fixture
def dunia():
    hasil = buat_dunia()
    with time_machine.travel(PADA, tick=False):
        yield hasil


def nama_dunia() -> list[str]:
    """Names that hold digits, the longest first."""
    nama = {n for o in OPD.objects.all() for n in (o.nama, o.singkatan)}
    nama |= {n for d in DefinisiIndikator.objects.all() for n in (d.nama, d.indikator.kode)}
    nama |= {a.aksi for a in RencanaAksi.objects.all()} | {j.judul for j in Jendela.objects.all()}
    return sorted(filter(None, nama), key=len, reverse=True)


@pytest.mark.parametrize("siapa", ["bupati", "kepala", "verifikator"])
def test_every_figure_of_results_is_reckoned_again_within_two_clicks(dunia, siapa):
    perayap = Perayap(dunia[siapa], nama_dunia())
    banyak = {"beranda": periksa(perayap, f"{reverse('beranda:beranda')}?jadwal={dunia['jadwal']}")}
    if siapa == "bupati":
        banyak["perhatian"] = periksa(perayap, reverse("beranda:perhatian"))
    banyak["papan"] = periksa(perayap, f"{reverse('realisasi:papan')}?per={PER}")
    banyak["laju"] = periksa(perayap, f"{reverse('realisasi:laju')}?per={PER}")
    milik = dunia["regu"][:1] if siapa == "kepala" else dunia["regu"]
    for regu in milik:
        banyak["rapor"] = periksa(perayap, f"{reverse('realisasi:rapor', args=[regu.opd.pk])}?per={PER}")
    assert banyak["papan"] >= 3
    assert banyak["rapor"] >= 8
    assert banyak["laju"] >= 2
    assert siapa != "bupati" or (banyak["perhatian"] >= 7 and banyak["beranda"] >= 2), banyak


def test_a_figure_without_a_link_or_with_another_value_is_found(dunia):
    perayap = Perayap(dunia["bupati"], nama_dunia())
    alamat = f"{reverse('realisasi:rapor', args=[dunia['regu'][0].opd.pk])}?per={PER}"
    bersih = perayap.buka(alamat)
    for sisip, kata in (
        ("<p>Rata-rata kabupaten 77,70 %</p>", "leads nowhere"),
        (f'<p><a href="{alamat}">77,70 %</a></p>', "nothing reckons"),
    ):
        perayap.halaman[alamat] = bersih.replace("</main>", sisip + "</main>", 1)
        with pytest.raises(AssertionError, match=kata):
            periksa(perayap, alamat)


def test_every_kind_of_warning_is_reckoned_again_and_tells_when_it_is_not(dunia):
    bupati = dunia["bupati"]
    klien = Client()
    klien.force_login(bupati)
    semua = [w for p in daftar_dini(bupati, per=PER) for w in p.peringatan]
    assert {w.jenis for w in semua} == set(JenisDini)
    for w in semua:
        alamat = reverse("realisasi:penjelasan_dini", args=[w.opd_id, w.jenis])
        for saat in ("", PADA.isoformat()):
            html = klien.get(alamat, {"per": PER, "diketahui": saat}).content.decode()
            assert w.teks in html
            assert SAMA in html
    assert klien.get(alamat.replace(str(w.jenis), "lain")).status_code == 404
    lain = reverse("realisasi:penjelasan_dini", args=[dunia["regu"][1].opd.pk, JenisDini.SERAPAN])
    assert "Tidak ada peringatan ini" in klien.get(lain, {"per": PER}).content.decode()


def test_downloads_name_the_explanation_of_every_row(dunia):
    perayap = Perayap(dunia["bupati"], ())
    for nama, angka in (("papan", "Nilai (%)"), ("peringatan_dini", "Sebab")):
        jawaban = perayap.klien.get(reverse(f"realisasi:{nama}"), {"per": PER, "unduh": "xlsx"})
        lembar = load_workbook(io.BytesIO(jawaban.content)).worksheets[0]
        kepala = [s.value for s in lembar[1]]
        baris = [dict(zip(kepala, (s.value for s in b), strict=True)) for b in lembar.iter_rows(min_row=2)]
        assert len(baris) >= 3
        for b in baris:
            jalur = urlsplit(b["Penjelasan"])
            html = perayap.buka(f"{jalur.path}?{jalur.query}")
            if b[angka] is None:
                continue
            assert SAMA in html
            assert b[angka] in html if isinstance(b[angka], str) else _ada(b[angka], html)


def _ada(nilai, html: str) -> bool:
    return any(_setara(f"{nilai:.2f}".replace(".", ","), x) for x in angka_dalam(Pohon(html).akar.teks(), ()))


def test_the_command_that_reckons_all_stored_scores_again_reports_what_differs(dunia, capsys):
    from terukur.cli.hitung_ulang import periksa as hitung_ulang

    assert hitung_ulang() == 0
    assert "SAMA: semua angka sesuai masukannya." in capsys.readouterr().out
    CapaianResmi.objects.filter(opd=dunia["regu"][1].opd, periode=TW2, digantikan_pada=None).update(
        mentah_sd=1
    )
    assert hitung_ulang() == 1
    keluar = capsys.readouterr().out
    assert "capaian mentah tersimpan 1" in keluar
    assert "BERBEDA: 1 angka." in keluar
