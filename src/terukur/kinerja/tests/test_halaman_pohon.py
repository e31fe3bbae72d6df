"""Pages of the pohon kinerja: two writers, the head who answers, downloads, and what readers may see."""

import gzip
import io
import re
from xml.etree import ElementTree

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.kinerja.models import Crosscutting, IsiSimpul, SimpulKinerja
from terukur.kinerja.providers import PenyediaRencanaAksi
from terukur.kinerja.rules.pohon import BATAS_HALAMAN
from terukur.kinerja.tests import pabrik_pohon as f
from terukur.kinerja.tests.factories import buat_aksi, buat_indikator, buat_pengajuan
from terukur.kinerja.tests.pabrik_pohon import PADA
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _waktu():
    with time_machine.travel(PADA, tick=False):
        yield


@pytest.fixture
def opd():
    return buat_opd("Dinas Kesehatan")


def masuk(pengguna) -> Client:
    klien = Client()
    klien.force_login(pengguna)
    return klien


def operator(opd) -> Client:
    return masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))


def url(nama, *args):
    return reverse(f"kinerja:{nama}", args=args)


def teks(jawab) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", jawab.content.decode()).split())


def test_both_parts_are_written_by_forms_without_script(opd):
    bappeda = masuk(buat_pengguna(Peran.PENYELENGGARA))
    assert "Belum ada RPJMD" in teks(bappeda.get(url("pohon")))
    f.dokumen()
    tambah = url("simpul_tambah_kabupaten")
    kosong = bappeda.post(tambah, {"pernyataan": "", "tingkat": "1"})
    assert (kosong.status_code, "Isi kondisi yang ingin dicapai" in teks(kosong)) == (422, True)
    jawab = bappeda.post(tambah, {"pernyataan": "Masyarakat sehat", "tingkat": "1"}, follow=True)
    assert "Simpul ditambahkan." in teks(jawab)
    akhir = SimpulKinerja.objects.get()

    o = operator(opd)
    tambah = url("simpul_tambah", opd.pk)
    html = o.get(tambah, {"induk": str(akhir.pk)}).content.decode()
    assert f'value="{akhir.pk}" selected' in html
    assert '<option value="2" selected>' in html, "the level below is offered"
    isi = {"pernyataan": "Balita tumbuh", "tingkat": "3", "induk": str(akhir.pk)}
    o.post(tambah, isi)
    antara = SimpulKinerja.objects.get(opd=opd)
    halaman = teks(o.get(url("pohon_opd", opd.pk)))
    assert "Balita tumbuh" in halaman
    assert "faktor kunci keberhasilan dilewati" in halaman
    definisi = buat_indikator(opd, nama="Balita ditimbang")
    assert "Balita ditimbang" in teks(o.get(url("simpul", antara.pk), {"cari": "timbang"}))
    jawab = o.post(url("simpul_pasang", antara.pk, definisi.indikator_id), follow=True)
    assert "Indikator dipasang." in teks(jawab)
    assert "belum mempunyai target 2026" in teks(jawab)
    assert "Indikator dilepas." in teks(
        o.post(url("simpul_lepas", antara.pk, definisi.indikator_id), follow=True)
    )
    tanda = re.search(r'name="dibaca" value="(\w+)"', o.get(url("simpul", antara.pk)).content.decode())[1]
    ubah = url("simpul_ubah", antara.pk)
    baru = isi | {"pernyataan": "Balita tumbuh sehat", "dibaca": tanda}
    assert "Simpul disimpan." in teks(o.post(ubah, baru, follow=True))
    basi = o.post(ubah, isi | {"pernyataan": "Dari rekan", "dibaca": tanda})
    assert (basi.status_code, "sudah diubah orang lain" in teks(basi)) == (409, True)
    salah = o.post(ubah, isi | {"tingkat": "1"})
    assert (salah.status_code, "puncak pohon" in teks(salah)) == (422, True)
    assert "Simpul dihapus dari pohon." in teks(o.post(url("simpul_hapus", antara.pk), follow=True))
    assert "tidak ada lagi dalam pohon" in teks(o.get(url("simpul", antara.pk)))
    assert IsiSimpul.objects.diketahui(None).count() == 1


def test_the_list_and_the_drawing_say_the_same_and_a_large_tree_stays_light(opd):
    p = f.pohon_opd(opd)
    o = operator(opd)
    alamat = url("pohon_opd", opd.pk)
    html = o.get(alamat).content.decode()
    svg = re.search(r"<svg viewBox[^>]* width.*?</svg>", html, re.DOTALL)[0]
    gambar = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
    for s in ("Masyarakat sehat", "Gizi keluarga terjaga", "Setiap balita terpantau"):
        assert s in gambar
        assert html.count(s) >= 2
    assert 'aria-hidden="true"' in svg.partition(">")[0]
    assert re.findall(r'<a href="[^"]+"(?! tabindex="-1")', svg) == []
    lebar = [int(re.search(r'width="(\d+)"', x)[1]) for x in (svg, _svg(o, alamat, besar="200"))]
    assert lebar[1] == 2 * lebar[0]
    for n in range(BATAS_HALAMAN + 20):
        f.simpul(5, f"Keluaran nomor {n} yang menyebut siapa menerima apa dan kapan", p["langsung"], opd=opd)
    jawab = o.get(alamat)
    assert len(gzip.compress(jawab.content)) <= 20_000
    assert f"Buka {BATAS_HALAMAN + 21} simpul di bawahnya" in teks(jawab)
    cabang = o.get(alamat, {"cabang": str(p["langsung"].pk)})
    assert "Keluaran nomor 55" in teks(cabang)
    assert "Di atasnya: Masyarakat sehat" in teks(cabang)
    assert len(gzip.compress(cabang.content)) <= 20_000


def _svg(klien, alamat, **kueri):
    return re.search(
        r"<svg viewBox[^>]* width.*?</svg>", klien.get(alamat, kueri).content.decode(), re.DOTALL
    )[0]


def test_downloads(opd):
    p = f.pohon_opd(opd)
    mitra = buat_opd("Dinas PUPR")
    f.kepala(mitra)
    f.usulkan(p["antara"], mitra)
    o = operator(opd)
    alamat = url("pohon_opd", opd.pk)
    svg = o.get(alamat, {"unduh": "svg"})
    assert svg["Content-Type"] == "image/svg+xml"
    akar = ElementTree.fromstring(svg.content)
    assert "Pohon kinerja" in akar[0].text
    buku = openpyxl.load_workbook(io.BytesIO(o.get(alamat, {"unduh": "xlsx"}).content)).active
    baris = [[sel.value for sel in b] for b in buku.iter_rows(min_row=2)]
    assert [b[2] for b in baris] == [
        "Masyarakat sehat", "Gizi keluarga terjaga", "Balita tumbuh sesuai usia", "Setiap balita terpantau",
        "Balita yang ditimbang tiap bulan",
    ]  # fmt: skip
    assert baris[2][-1] == f"bersama {mitra.singkatan}: diusulkan"
    pdf = o.get(alamat, {"unduh": "pdf"})
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    assert b"/MediaBox [0 0 1190.5" in pdf.content or b"1190.55" in pdf.content, "A3 landscape"
    assert o.get(alamat, {"unduh": "pdf"}).content == pdf.content, "the same content gives the same paper"


def test_crosscutting_from_the_form_to_the_answer(opd):
    mitra = buat_opd("Dinas PUPR")
    p = f.pohon_opd(opd)
    kepala = f.kepala(mitra)
    o, k, operator_mitra = operator(opd), masuk(kepala), operator(mitra)
    usul = url("crosscutting_usulkan", p["antara"].pk)
    kosong = o.post(usul, {"mitra": str(mitra.pk), "permintaan": ""})
    assert (kosong.status_code, "Isi kondisi yang diharapkan" in teks(kosong)) == (422, True)
    jawab = o.post(usul, {"mitra": str(mitra.pk), "permintaan": "Air minum layak"}, follow=True)
    assert "Kepala OPD yang diminta diberi tahu" in teks(jawab)
    c = Crosscutting.objects.get()
    halaman = url("crosscutting", c.pk)
    assert "Air minum layak" in teks(k.get(reverse("beranda:beranda")))
    assert "Air minum layak" not in teks(operator_mitra.get(reverse("beranda:beranda")))
    dari = operator_mitra.get(url("simpul_tambah", mitra.pk), {"dari": str(c.pk)})
    assert "Air minum layak</textarea>" in dari.content.decode()
    operator_mitra.post(
        url("simpul_tambah", mitra.pk),
        {"pernyataan": "Air minum layak", "tingkat": "3", "induk": str(p["kunci"].pk)},
    )
    milik = SimpulKinerja.objects.get(opd=mitra)
    sandi = {"sandi": "sandi-contoh-2026"}
    assert k.post(url("crosscutting_terima", c.pk), sandi | {"simpul": ""}).status_code == 422
    assert k.post(url("crosscutting_terima", c.pk), {"simpul": str(milik.pk)}).status_code == 422, "who signs"
    jawab = k.post(url("crosscutting_terima", c.pk), sandi | {"simpul": str(milik.pk)}, follow=True)
    assert "Diterima. OPD yang meminta diberi tahu." in teks(jawab)
    for klien, pemilik in ((o, opd), (operator_mitra, mitra)):
        assert "diterima" in teks(klien.get(url("pohon_opd", pemilik.pk)))
    assert o.post(url("crosscutting_tarik", c.pk), {"tarik-alasan": ""}).status_code == 422
    jawab = o.post(url("crosscutting_tarik", c.pk), {"tarik-alasan": "Sudah tercapai"}, follow=True)
    assert "Sudah tercapai" in teks(jawab)

    o.post(usul, {"mitra": str(mitra.pk), "permintaan": "Sanitasi layak"})
    lagi = Crosscutting.objects.get(status="diusulkan")
    jawab = k.post(
        url("crosscutting_tolak", lagi.pk), sandi | {"tolak-alasan": "Bukan tugas kami"}, follow=True
    )
    assert "Bukan tugas kami" in teks(jawab)
    assert "ditolak" in teks(o.get(url("simpul", p["antara"].pk)))
    luar = operator(buat_opd())
    assert luar.get(halaman).status_code == 404
    riwayat = reverse("jejak:riwayat", args=["crosscutting", c.pk])
    for klien in (o, operator_mitra):
        assert teks(klien.get(riwayat)).count("Yang diharapkan") >= 3, "both read the whole of it"
    assert luar.get(riwayat).status_code == 404
    kabupaten = reverse("jejak:riwayat", args=["simpul_kinerja", p["kunci"].pk])
    assert "Gizi keluarga terjaga" in teks(luar.get(kabupaten))
    assert operator_mitra.get(url("simpul", p["antara"].pk)).status_code == 404


def test_the_list_of_trees_and_reading_the_past(opd, django_assert_max_num_queries):
    f.pohon_opd(opd)
    pemantau = masuk(buat_pengguna(Peran.AUDITOR))
    assert "2 hasil, 1 keluaran" in teks(pemantau.get(url("pohon_daftar")))
    with django_assert_max_num_queries(60) as sedikit:
        pemantau.get(url("pohon_daftar"), {"urut": "-temuan"})
    for n in range(3):
        lain = buat_opd(f"Badan {n}")
        f.simpul(3, "Antara", opd=lain)
    with django_assert_max_num_queries(len(sedikit.captured_queries)):
        halaman = teks(pemantau.get(url("pohon_daftar"), {"urut": "-temuan"}))
    assert "1–4 dari 4 OPD" in halaman
    assert "Badan 1" not in teks(pemantau.get(url("pohon_daftar"), {"kata": "kesehatan"}))
    kabupaten = pemantau.get(url("pohon"))
    assert f"Didukung {opd.singkatan}" in teks(kabupaten)
    assert "disusun penyelenggara" in teks(kabupaten)
    dulu = teks(pemantau.get(url("pohon"), {"diketahui": "2026-11-01T08:00"}))
    assert "Masyarakat sehat" not in dulu
    assert "menurut data yang lalu" in dulu


def test_the_action_plan_warns_of_what_the_tree_lacks_and_is_not_hindered(opd):
    pengajuan = buat_pengajuan(opd, tahun=2027)
    buat_aksi(pengajuan)

    def peringatan():
        k = PenyediaRencanaAksi().kelengkapan(pengajuan.jendela, [pengajuan])[opd.pk]
        assert k.galat == ()
        pohon = [t for t in k.peringatan if t.pesan.startswith("Pohon kinerja")]
        return [t.pesan for t in pohon], [t.tautan for t in pohon]

    assert peringatan()[0] == [], "no RPJMD in Terukur: nothing to compare with"
    f.dokumen()
    assert peringatan()[0] == ["Pohon kinerja belum disusun."]
    p = f.pohon_opd(opd)
    f.simpul(4, "Tanpa atasan", opd=opd), f.simpul(4, "Tanpa uraian", p["antara"], opd=opd)
    pesan, tautan = peringatan()
    assert len(pesan) == 6
    assert pesan[-1].endswith("temuan lain.")
    assert tautan[0] == url("simpul", p["antara"].pk)
    assert "Tanpa atasan" in teks(operator(opd).get(url("rencana_aksi", pengajuan.pk)))


def test_a_node_is_dragged_below_another_with_what_it_says(opd):
    p = f.pohon_opd(opd)
    lain = f.simpul(3, "Ibu hamil sehat", p["kunci"], opd=opd)
    o, alamat = operator(opd), url("pohon_opd", opd.pk)
    html = o.get(alamat).content.decode()
    for nama, milik in (("langsung", True), ("kunci", False)):
        baris = re.search(rf'<li id="s-{p[nama].pk}"><a[^>]*>', html)[0]
        assert ("data-pindah" in baris) == milik, "only the nodes of the own tree are moved"
    pindah = url("simpul_pindah", p["langsung"].pk)
    assert "kinerja/seret" in html
    jawab = o.post(pindah, {"induk": str(lain.pk)})
    assert jawab["Location"] == f"{alamat}?periode=2025#s-{p['langsung'].pk}"
    isi = IsiSimpul.objects.diketahui(None).get(simpul=p["langsung"])
    assert (isi.induk_id, isi.pernyataan, isi.tingkat) == (lain.pk, "Setiap balita terpantau", 4)
    ditolak = o.post(pindah, {"induk": str(p["keluaran"].pk)}, follow=True)
    assert "tidak lebih luas" in teks(ditolak)
    assert IsiSimpul.objects.diketahui(None).get(simpul=p["langsung"]).induk_id == lain.pk
    assert operator(buat_opd()).post(pindah, {"induk": str(p["antara"].pk)}).status_code == 404
    pembaca = masuk(buat_pengguna(Peran.PIMPINAN))
    assert "data-pindah" not in pembaca.get(alamat).content.decode()
    assert pembaca.post(pindah, {"induk": str(p["antara"].pk)}).status_code == 403
