"""Rules of the pohon kinerja: what may stand where, the drawing, sheets of paper, and the check."""

from dataclasses import replace
from itertools import combinations, pairwise
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from terukur.kinerja.choices import TingkatKinerja as T
from terukur.kinerja.rules import tata_letak as tl
from terukur.kinerja.rules.periksa_pohon import PEDOMAN, IsiPohon, is_sama, periksa_pohon
from terukur.kinerja.rules.pohon import (
    Cabang,
    KaitanSimpul,
    alasan_anak,
    alasan_induk,
    cari_cabang,
    pangkas,
    susun_cabang,
)
from terukur.kinerja.tests.pabrik_pohon import DINAS, nilai

# -- any tree ---------------------------------------------------------------------------------


@st.composite
def _pohon(draw, paling_banyak=30):
    """Nodes of any shape that the database allows, with statements of any length."""
    hasil = []
    for _ in range(draw(st.integers(1, paling_banyak))):
        atas = draw(st.sampled_from([None, *[s for s in hasil if s.tingkat < 5]]))
        tingkat = draw(st.integers(atas.tingkat + 1 if atas else 1, 5))
        teks = draw(st.text("abc mWi", min_size=1, max_size=120).map(lambda t: t.strip() or "a"))
        ukuran = () if draw(st.booleans()) else nilai(1, "x").ukuran
        hasil.append(nilai(tingkat, teks, atas, ukuran=ukuran, urutan=draw(st.integers(1, 3))))
    return hasil


def _semua(akar):
    return [c for a in akar for c in a.semua()]


@given(_pohon())
@settings(max_examples=60, deadline=None)
def test_no_box_lies_on_another_and_all_lie_on_the_drawing(simpul):
    g = tl.gambar(susun_cabang(simpul))
    assert {k.simpul.id for k in g.kotak} == {s.id for s in simpul}
    for k in g.kotak:
        assert k.x >= 0
        assert k.y >= tl.TINGGI_JUDUL
        assert k.x + k.lebar <= g.lebar
        assert k.y + k.tinggi <= g.tinggi
    for a, b in combinations(g.kotak, 2):
        assert a.x + a.lebar <= b.x or b.x + b.lebar <= a.x or a.y + a.tinggi <= b.y or b.y + b.tinggi <= a.y
    letak = {k.simpul.id: k for k in g.kotak}
    teks = {k.simpul.id: "".join(b.teks for b in k.baris).replace(" ", "") for k in g.kotak}
    for s in simpul:
        assert "".join(s.pernyataan.split()) in teks[s.id], "nothing is cut off"
        if s.induk:
            assert letak[s.induk].x + tl.LEBAR_KOTAK < letak[s.id].x
    kolom = {k.simpul.tingkat: k.x for k in g.kotak}
    assert [(x, t) for t, x in sorted(kolom.items())] == g.kolom
    for c in _semua(susun_cabang(simpul)):
        ys = [letak[a.simpul.id].y for a in c.anak]
        assert all(a < b for a, b in pairwise(ys)), "siblings in their order"


@given(st.text("abcMWi .,-•⇄", max_size=200))
@settings(max_examples=100, deadline=None)
def test_wrapped_lines_fit_and_lose_no_letter(teks):
    baris = tl.bungkus(teks)
    assert all(tl.lebar_teks(b) <= tl.LEBAR_TEKS for b in baris)
    assert "".join(baris).replace(" ", "") == "".join(teks.split())


@given(_pohon(), st.integers(300, 900))
@settings(max_examples=60, deadline=None)
def test_sheets_hold_every_node_and_are_no_higher_than_the_paper(simpul, tinggi):
    lembar = tl.bagi_lembar(susun_cabang(simpul), tinggi)
    daun = {s.id for s in simpul} - {s.induk for s in simpul}
    di_lembar = [c.simpul.id for akar in lembar for c in _semua(akar) if c.simpul.id in daun]
    assert sorted(map(str, di_lembar)) == sorted(map(str, daun)), "each leaf once"
    assert {c.simpul.id for akar in lembar for c in _semua(akar)} == {s.id for s in simpul}
    for akar in lembar:
        satu_jalur = all(len(c.anak) <= 1 for c in _semua(akar)) and len(akar) == 1
        assert tl.gambar(akar).tinggi <= tinggi or satu_jalur


@given(_pohon(), st.integers(5, 30))
@settings(max_examples=60, deadline=None)
def test_a_page_shows_whole_generations_and_counts_the_rest(simpul, batas):
    akar = susun_cabang(simpul)
    atas = pangkas(akar, batas)
    tampak = _semua(atas)
    assert len(tampak) + sum(c.tersembunyi for c in tampak) == len(simpul)
    asli = {c.simpul.id: c for c in _semua(akar)}
    for c in tampak:
        assert len(c.anak) in (0, len(asli[c.simpul.id].anak))
    lebar = max([len(akar), *(len(c.anak) + 1 for c in akar[:1] if len(akar) == 1)])
    assert len(tampak) <= max(batas, lebar)


def test_a_branch_is_found_with_the_way_to_it():
    a = nilai(1, "a")
    b = nilai(3, "b", a)
    c = nilai(5, "c", b)
    akar = susun_cabang([c, a, b])
    jalur, cabang = cari_cabang(akar, c.id)
    assert [s.pernyataan for s in jalur] == ["a", "b"]
    assert cabang == Cabang(c)
    assert cari_cabang(akar, uuid4()) is None
    assert pangkas(akar, 1)[0].tersembunyi == 0, "the children of a single root are shown"
    assert pangkas(akar, 1)[0].anak[0].tersembunyi == 1


def test_the_way_up_leads_to_a_wider_level_of_the_same_owner_or_the_kabupaten():
    antara = nilai(3, "antara", opd=DINAS)
    assert alasan_induk(T.HASIL_LANGSUNG, DINAS, antara) == ""
    assert "tidak lebih luas" in alasan_induk(T.HASIL_ANTARA, DINAS, antara)
    assert "crosscutting" in alasan_induk(T.KELUARAN, uuid4(), antara)
    assert "puncak" in alasan_induk(T.HASIL_AKHIR, None, nilai(1, "akhir"))
    assert alasan_induk(T.HASIL_AKHIR, None, None) == ""
    assert alasan_induk(T.HASIL_ANTARA, DINAS, nilai(2, "kabupaten")) == ""
    assert "“langsung”" in alasan_anak(T.KELUARAN, [nilai(4, "langsung")])
    assert alasan_anak(T.HASIL_ANTARA, [nilai(4, "langsung")]) == ""


# -- the check --------------------------------------------------------------------------------


def _periksa(simpul, **isi):
    return periksa_pohon(IsiPohon(simpul, **isi), tahun=2026)


def _kode(temuan):
    return [t.kode for t in temuan]


def _lengkap():
    """The kabupaten's part and a complete part of an OPD."""
    akhir = nilai(1, "Masyarakat sehat")
    kunci = nilai(2, "Gizi keluarga terjaga", akhir)
    antara = nilai(3, "Balita tumbuh sesuai usia", kunci, opd=DINAS)
    langsung = nilai(4, "Setiap balita terpantau", antara, opd=DINAS)
    keluaran = nilai(5, "Balita ditimbang tiap bulan", langsung, opd=DINAS)
    return [akhir, kunci], [antara, langsung, keluaran]


def test_a_complete_tree_has_no_finding_and_an_empty_one_says_so():
    kabupaten, dinas = _lengkap()
    assert _periksa(dinas, kabupaten=kabupaten, sasaran={}) == []
    assert _periksa(kabupaten, beranak={kabupaten[1].id}) == []
    assert _kode(_periksa([], kabupaten=kabupaten)) == ["belum_disusun"]


def test_every_kind_of_finding_is_found_at_its_node_and_names_its_guideline():
    kabupaten, (antara, langsung, keluaran) = _lengkap()

    def satu(ubah, **isi):
        semua = [antara, langsung, keluaran]
        lama = next(s for s in semua if s.id == ubah.id)
        semua[semua.index(lama)] = ubah
        temuan = _periksa(semua, **({"kabupaten": kabupaten} | isi))
        assert len(temuan) == 1, temuan
        assert temuan[0].simpul == ubah.id
        assert temuan[0].pedoman.startswith("PermenPANRB")
        return temuan[0].kode

    tanpa_target = replace(keluaran.ukuran[0], target="")
    menunggu = KaitanSimpul(uuid4(), "PUPR", "diusulkan", False)
    kasus = {
        "tanpa_indikator": satu(replace(keluaran, ukuran=())),
        "tanpa_target": satu(replace(keluaran, ukuran=(tanpa_target,))),
        "tidak_sampai_hasil_akhir": satu(replace(antara, induk=None)),
        "menyebut_kegiatan": satu(replace(langsung, pernyataan="Terlaksananya rapat gizi")),
        "mengulang_atasan": satu(replace(langsung, pernyataan="Balita tumbuh sesuai dengan usia")),
        "crosscutting_menunggu": satu(replace(langsung, kaitan=(menunggu,))),
    }
    assert kasus == {k: k for k in kasus}
    lewat = _periksa([antara, replace(keluaran, induk=antara.id)], kabupaten=kabupaten)
    assert _kode(lewat) == ["tingkat_dilewati"]
    assert "hasil langsung dilewati" in lewat[0].pesan
    assert _kode(_periksa([antara, langsung], kabupaten=kabupaten)) == ["tanpa_uraian"]
    yatim = _periksa([replace(kabupaten[1], induk=None)], beranak={kabupaten[1].id})
    assert _kode(yatim) == ["tanpa_induk"]
    mutu, diminta = uuid4(), uuid4()
    sisa = _periksa(
        [antara, langsung, keluaran], kabupaten=kabupaten, sasaran={mutu: "Mutu layanan"},
        menunggu={diminta: "PUPR meminta kontribusi “jalan”."},
    )  # fmt: skip
    assert _kode(sisa) == ["sasaran_tanpa_simpul", "crosscutting_menunggu"]
    assert "Sasaran Renstra “Mutu layanan”" in sisa[0].pesan
    assert (sisa[0].sasaran, sisa[1].crosscutting) == (mutu, diminta)
    ditemukan = {*kasus, "tingkat_dilewati", "tanpa_uraian", "tanpa_induk", "sasaran_tanpa_simpul"}
    assert ditemukan | {"belum_disusun"} == set(PEDOMAN), "no guideline without a finding"


def test_a_sasaran_with_its_node_is_found_by_its_kunci():
    kabupaten, (antara, *lain) = _lengkap()
    kunci = uuid4()
    assert _periksa([replace(antara, butir=kunci), *lain], kabupaten=kabupaten, sasaran={kunci: "x"}) == []


def test_the_same_statement_in_other_words():
    assert is_sama("Menurunnya stunting", "menurunnya  Stunting.")
    assert not is_sama("Menurunnya stunting", "Balita ditimbang setiap bulan")
    assert not is_sama("", "")
