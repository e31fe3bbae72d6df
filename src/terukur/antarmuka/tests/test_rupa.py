"""Colours that can be read, words with the right colour, pages that stay light."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.utils import timezone

from terukur.antarmuka.rupa import STATUS, rupa_status

CSS = (Path(__file__).parent.parent / "static/antarmuka/terukur.css").read_text(encoding="utf-8")


def terang(warna: str) -> float:
    warna = warna.lstrip("#")
    if len(warna) == 3:
        warna = "".join(c * 2 for c in warna)
    saluran = [int(warna[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in saluran]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def kontras(a: str, b: str) -> float:
    x, y = sorted((terang(a), terang(b)), reverse=True)
    return (x + 0.05) / (y + 0.05)


def token(teks: str) -> dict[str, str]:
    return dict(re.findall(r"--ina-([\w-]+): (#[0-9a-f]{3,6});", teks))


CERAH = token(CSS.split("@media (prefers-color-scheme: dark)")[0])
GELAP = CERAH | token(CSS.split("@media (prefers-color-scheme: dark)")[1].split("*, ::before")[0])


@pytest.mark.parametrize("mode", [CERAH, GELAP], ids=["cerah", "gelap"])
@pytest.mark.parametrize(
    ("depan", "latar"),
    [
        ("done", "done-bg"), ("waiting", "waiting-bg"), ("bad", "bad-bg"), ("neutral", "neutral-bg"),
        ("info", "info-bg"), ("ink", "surface"), ("muted", "surface"), ("muted", "ground"),
        ("link", "surface"), ("link", "ground"), ("bad", "surface"), ("done", "surface"),
        ("waiting", "surface"), ("on-primary", "primary-400"), ("ribbon-ink", "ribbon"),
        ("info", "selected"), ("muted", "surface-2"), ("ink", "bad-bg"), ("link", "bad-bg"),
    ],
)  # fmt: skip
def test_pasangan_warna_terbaca(mode, depan, latar):
    assert kontras(mode[depan], mode[latar]) >= 4.5


@pytest.mark.parametrize("mode", [CERAH, GELAP], ids=["cerah", "gelap"])
def test_garis_isian_terlihat(mode):
    assert kontras(mode["border-input"], mode["surface"]) >= 3


@pytest.mark.parametrize(
    ("kata", "jenis"),
    [
        ("Belum mulai", "netral"), ("Draf", "netral"), ("Diajukan", "info"), ("Dikembalikan", "tunggu"),
        ("Diverifikasi", "selesai"), ("Ditetapkan", "selesai"), ("Tepat waktu", "selesai"),
        ("Terlambat 2 hari", "buruk"), ("Tercapai", "selesai"), ("Belum tercapai", "tunggu"),
        ("Belum mengisi", "netral"), ("Data belum lengkap", "netral"), ("Lengkap 6/6", "selesai"),
        ("kata yang tidak dikenal", "netral"),
    ],
)  # fmt: skip
def test_kata_status_membawa_warnanya(kata, jenis):
    assert rupa_status(kata).jenis == jenis


def test_yang_belum_tidak_pernah_hijau():
    assert not [k for k, r in STATUS.items() if ("belum" in k or "kurang" in k) and r.jenis == "selesai"]


def test_setiap_ikon_ada_dalam_berkas():
    sprite = Path(finders.find("antarmuka/ikon.svg")).read_text()
    ada = set(re.findall(r'id="([\w-]+)"', sprite))
    assert {r.ikon for r in STATUS.values()} <= ada
    templat = Path(__file__).parent.parent / "jinja2/antarmuka"
    dipakai = set()
    for berkas in templat.glob("*.html"):
        dipakai |= set(re.findall(r'ikon(?:_b)?\("([\w-]+)"', berkas.read_text(encoding="utf-8")))
    assert dipakai <= ada


def padat(isi: bytes) -> int:
    return len(gzip.compress(isi, 6))


def test_berat_halaman_pertama_dan_ulangan(client, db):
    from terukur.akun.tests.factories import buat, masuk

    cache.clear()
    masuk(client, buat())
    html = client.get("/ui/").content
    aset = set(re.findall(r'(?:href|src)="/statik/([^"#]+)', html.decode()))
    assert {"antarmuka/terukur.css", "antarmuka/terukur.js", "django_htmx/htmx-2.min.js"} <= aset
    berat = sum(padat(Path(finders.find(a)).read_bytes()) for a in aset)
    assert berat + padat(html) <= 60_000
    assert padat(html) <= 15_000
    assert len(CSS.encode()) <= 28_672
    assert ".tabel.susun [data-label]:has(ul, p," in CSS, "weaker than the rule before it, lists are ragged"
    assert re.search(r"@media print.*\.gambar-pohon svg \{ width: 100%", CSS, re.DOTALL)
    assert not re.search(r"https?://(?!www\.w3\.org|contoh\.go\.id)", html.decode())


def test_halaman_yang_tidak_berubah_menjawab_304(rf, db):
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.http import HttpResponse

    from terukur.akun.tests.factories import buat
    from terukur.antarmuka.segar import bila_berubah

    tanda = {"nilai": 1}
    dirender = []

    @bila_berubah(lambda request: tanda["nilai"])
    def halaman(request):
        dirender.append(1)
        return HttpResponse("isi")

    pengguna = buat()

    def minta(**tajuk):
        request = rf.get("/x/", headers=tajuk)
        request.user, request.session, request.diterima_pada = pengguna, {}, timezone.now()
        request._messages = FallbackStorage(request)
        return request

    pertama = halaman(minta())
    assert halaman(minta(if_none_match=pertama["ETag"])).status_code == 304
    assert len(dirender) == 1
    tanda["nilai"] = 2
    assert halaman(minta(if_none_match=pertama["ETag"])).status_code == 200
    berpesan = minta(if_none_match=halaman(minta())["ETag"])
    berpesan._messages.add(25, "Tersimpan.")
    assert halaman(berpesan).status_code == 200
    assert [str(m) for m in berpesan._messages] == ["Tersimpan."]


def test_angka_pada_grafik_terbaca_di_ponsel():
    """The letters of a bar chart shrink with it: 600 units become some 280 px on a telephone."""
    sempit = CSS.split("@media (max-width: 639px)")[1]
    ukuran = re.search(r"\.sedikit text \{ font-size: (\d+)px", sempit)
    assert ukuran
    assert int(ukuran[1]) * 280 / 600 >= 9
    batang = (Path(__file__).parent.parent / "jinja2/antarmuka/grafik.html").read_text(encoding="utf-8")
    batas = re.search(r"' sedikit' if data \| length <= (\d+)", batang)
    assert batas, "more groups have no room for such letters"
    assert len("Triwulan III") * 0.46 * int(ukuran[1]) <= 560 / int(batas[1])


def test_kata_panjang_tidak_mendorong_tabel_bertumpuk_keluar_layar():
    """The narrowest width of a cell counts for the table, and only ``anywhere`` breaks words for it."""
    sel = re.search(r"\.tabel\.susun :is\(tbody, tr, th, td\) \{([^}]*)\}", CSS)
    assert sel
    assert "overflow-wrap: anywhere" in sel[1]
