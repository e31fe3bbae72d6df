"""Every figure on grid, card and download leads to its explanation, which reckons it again and agrees."""

import datetime as dt
import io
import re
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.angka import baca_angka
from terukur.kinerja.tests.factories import buat_indikator
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi.choices import HasilCapaian
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.tests.factories import (
    TW1,
    TW2,
    Regu,
    ajukan,
    buat_regu,
    di_luar_rencana,
    isi,
    kontribusi,
    sesudah,
    verifikasi,
)
from terukur.tenggat.tests.factories import buat_orang
from tests.rekaman_dunia import rekam

pytestmark = pytest.mark.django_db
KINI = sesudah(TW2, 20)
PER = "2027-06-30"
SAMA = "Dihitung ulang: sama"
ANGKA = re.compile(r"^-?[\d.]+(,\d+)?( ?%| .*)?$")


class Angka(HTMLParser):
    """Figures of the page's own part: (text, address or ""), from cells of class ``angka`` and from cards."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.angka: list[tuple[str, str]] = []
        self.tautan: list[str] = []
        self._wadah = self._alamat = ""
        self._teks = ""
        self._dalam = 0
        isi = html[html.index("<main") : html.index("</main")]
        self.feed(
            re.sub(r"<figure.*?</figure>", "", isi, flags=re.DOTALL)
        )  # a chart draws the table's figures

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        kelas = (a.get("class") or "").split()
        if tag == "a":
            self._alamat = a.get("href") or ""
            self.tautan.append(self._alamat)
        if not self._wadah and ((tag == "td" and "angka" in kelas) or (tag == "span" and "nilai" in kelas)):
            self._wadah, self._teks, self._dalam, self._milik = tag, "", 0, self._alamat
        elif self._wadah:
            self._dalam += tag == self._wadah
            self._milik = self._milik or self._alamat

    def handle_endtag(self, tag):
        if self._wadah == tag:
            if self._dalam:
                self._dalam -= 1
            else:
                self.angka.append((" ".join(self._teks.split()), self._milik))
                self._wadah = ""
        if tag == "a":
            self._alamat = ""

    def handle_data(self, data):
        if self._wadah:
            self._teks += data


@pytest.fixture
@rekam
def dunia() -> tuple[Regu, Regu]:
    """One OPD complete, with others' part and an unplanned success; another that stopped after TW I."""
    satu = buat_regu((buat_indikator(), 10), (buat_indikator(), 20), opd=buat_opd())
    luar = di_luar_rencana(satu, buat_indikator())
    for periode, nilai in ((TW1, (25, 18)), (TW2, (9, 30))):
        for a, n in zip(satu.aksi, nilai, strict=True):
            bagian = kontribusi(opd=40, swasta=60) if n > 24 else ()
            isi(satu, n, kunci=a.pk, periode=periode, kontribusi=bagian)
        if periode == TW1:
            isi(satu, 7, kunci=luar.kunci, periode=periode)
        ajukan(satu, periode=periode)
        verifikasi(satu, periode=periode)
    dua = buat_regu((buat_indikator(), 10), opd=buat_opd())
    isi(dua, 4)
    ajukan(dua)
    return satu, dua


def orang(dunia: tuple[Regu, Regu], siapa: str) -> Pengguna:
    match siapa:
        case "bupati":
            return buat_orang(Peran.PIMPINAN, pada=KINI)
        case "kepala":
            return dunia[0].kepala
    return dunia[0].verifikator


def buka(klien: Client, alamat: str) -> str:
    jawaban = klien.get(alamat.split("#")[0])
    assert jawaban.status_code == 200, alamat
    return jawaban.content.decode()


def periksa(klien: Client, angka: str, alamat: str) -> None:
    """One click from the figure: its explanation agrees, or the list behind a count is as long as it."""
    halaman = buka(klien, alamat)
    jalur = urlsplit(alamat).path
    if "hasil=" in alamat:
        baris = re.findall(r'data-label="Capaian mentah"', halaman)
        assert len(baris) == int(angka.split()[0]), alamat
        return
    assert SAMA in halaman, alamat
    if "/penjelasan/" in jalur:
        assert re.search(r'href="/jejak/', halaman), "the journal entry is the source"
        return
    dua = [t for t in Angka(halaman).tautan if "/penjelasan/" in t]
    assert dua, "the second click leads to the source"
    for t in dua:
        assert SAMA in buka(klien, t)


@pytest.mark.parametrize("siapa", ["bupati", "kepala", "verifikator"])
def test_every_figure_explains_itself_within_two_clicks(dunia, siapa):
    with time_machine.travel(KINI, tick=False):
        klien = Client()
        klien.force_login(orang(dunia, siapa))
        papan = buka(klien, reverse("realisasi:papan") + f"?per={PER}")
        kartu = [reverse("realisasi:rapor", args=[r.opd.pk]) for r in dunia]
        terbuka = [a for a in kartu if klien.get(a).status_code == 200]
        assert len(terbuka) == (1 if siapa == "kepala" else 2)
        banyak = 0
        for nama, halaman in [("papan", papan), *((a, buka(klien, f"{a}?per={PER}")) for a in terbuka)]:
            for angka, alamat in Angka(halaman).angka:
                if not ANGKA.match(angka) or angka.split()[0] in ("0", "0,0"):
                    continue
                assert alamat, f"{nama}: {angka} leads nowhere"
                if alamat != "#daftar":  # a headline over the table below it: the next test
                    periksa(klien, angka, alamat)
                banyak += 1
        assert banyak >= (8 if siapa == "kepala" else 12)


def test_headlines_of_the_grid_are_those_of_its_rows(dunia):
    with time_machine.travel(KINI, tick=False):
        klien = Client()
        klien.force_login(orang(dunia, "bupati"))
        halaman = buka(klien, reverse("realisasi:papan") + f"?per={PER}")
        nilai = [
            baca_angka(a)
            for a, alamat in Angka(halaman).angka
            if "/nilai/" in alamat and "rincian" not in alamat
        ]
        [rata] = re.findall(r'Nilai rata-rata</span><span class="nilai">([\d,.]+)', halaman)
        assert nilai
        assert abs(baca_angka(rata) - sum(nilai) / len(nilai)) <= Decimal("0.01")


def test_a_download_names_the_explanation_of_every_row(dunia):
    with time_machine.travel(KINI, tick=False):
        klien = Client()
        klien.force_login(dunia[0].kepala)
        saat = (KINI - dt.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        alamat = reverse("realisasi:rapor", args=[dunia[0].opd.pk])
        jawaban = klien.get(alamat, {"per": PER, "diketahui": saat, "unduh": "xlsx"})
        lembar = load_workbook(io.BytesIO(jawaban.content)).worksheets[0]
        kepala = [s.value for s in lembar[1]]
        baris = [dict(zip(kepala, (s.value for s in b), strict=True)) for b in lembar.iter_rows(min_row=2)]
        assert len(baris) == 3
        for b in baris:
            jalur = urlsplit(b["Penjelasan"])
            halaman = buka(klien, f"{jalur.path}?{jalur.query}")
            assert SAMA in halaman
            assert b["Hitungan"] in halaman
            assert b["Status"] in set(HasilCapaian.labels)


def test_a_figure_that_was_tampered_with_is_told(dunia):
    CapaianResmi.objects.filter(opd=dunia[0].opd, digantikan_pada=None).update(capaian_sd=Decimal(1))
    with time_machine.travel(KINI, tick=False):
        klien = Client()
        klien.force_login(dunia[0].kepala)
        halaman = buka(klien, reverse("realisasi:penjelasan", args=[dunia[0].kunci, TW2]))
        assert SAMA not in halaman
        assert "Dihitung ulang: berbeda" in halaman
