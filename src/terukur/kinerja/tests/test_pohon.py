"""Pohon kinerja: its shape, what was known when, crosscutting and who answers it."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AlurMenolak, AturanDilanggar, Bentrok, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kinerja import actions
from terukur.kinerja.choices import TingkatKinerja as T
from terukur.kinerja.models import Crosscutting, IndikatorSimpul, IsiSimpul, SimpulKinerja
from terukur.kinerja.queries import pohon as baca
from terukur.kinerja.queries.temuan_pohon import temuan_opd
from terukur.kinerja.tests import pabrik_pohon as f
from terukur.kinerja.tests.factories import buat_aksi, buat_indikator, buat_pengajuan
from terukur.kinerja.tests.pabrik_pohon import PADA
from terukur.organisasi.queries import tanda_fakta
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.perencanaan.tests.pabrik_rencana import buat_renstra_tetap, sasaran
from terukur.pesan.models import Pesan

pytestmark = pytest.mark.django_db
NANTI = PADA + dt.timedelta(days=40)


def _isi(pernyataan="Baru", tingkat=4, induk=None, **isi):
    return actions.IsiSimpulBaru(pernyataan, T(tingkat), induk.pk if induk else None, **isi)


def _ubah(simpul, isi, *, pada=PADA, **ganti):
    return actions.ubah_simpul(simpul_id=simpul.pk, isi=isi, oleh=SISTEM, pada=pada, **ganti)


def _pernyataan(saat, opd):
    return [s.pernyataan for s in baca.baca_simpul(saat, opd_ids=[opd.pk]) if s.opd]


def test_a_change_is_a_fact_with_two_times_and_is_journalled():
    opd = buat_opd()
    p = f.pohon_opd(opd)
    _ubah(p["langsung"], _isi("Balita terpantau dan dirujuk", 4, p["antara"], urutan=3), pada=NANTI)
    actions.hapus_simpul(simpul_id=p["keluaran"].pk, oleh=SISTEM, pada=NANTI)
    kini = baca.periode_pohon(pada=NANTI)
    dulu = baca.periode_pohon(pada=NANTI, diketahui=NANTI - dt.timedelta(days=1))
    assert _pernyataan(kini, opd) == ["Balita tumbuh sesuai usia", "Balita terpantau dan dirujuk"]
    assert _pernyataan(dulu, opd)[1:] == ["Setiap balita terpantau", "Balita yang ditimbang tiap bulan"]
    assert kini.periode == "2025–2029"
    verba = [c.peristiwa for c in Catatan.objects.filter(objek="simpul_kinerja").order_by("nomor")]
    assert verba == ["simpul_kinerja.tambah"] * 5 + ["simpul_kinerja.ubah", "simpul_kinerja.hapus"]
    catatan = Catatan.objects.get(peristiwa="simpul_kinerja.ubah")
    assert catatan.isi["induk"] == "Balita tumbuh sesuai usia"
    assert (catatan.isi["tingkat"], catatan.opd_id) == ("Hasil langsung", opd.pk)
    with pytest.raises(TidakDitemukan):
        actions.hapus_simpul(simpul_id=p["keluaran"].pk, oleh=SISTEM, pada=NANTI)


def test_moving_takes_what_stands_below_along_and_a_stale_form_is_shown():
    opd = buat_opd()
    p = f.pohon_opd(opd)
    lain = f.simpul(3, "Ibu hamil sehat", p["kunci"], opd=opd)
    tanda = tanda_fakta(IsiSimpul, simpul=p["langsung"].pk)
    _ubah(p["langsung"], _isi("Setiap balita terpantau", 4, lain), dibaca=tanda)
    with pytest.raises(Bentrok):
        _ubah(p["langsung"], _isi("Lain", 4, lain), dibaca=tanda)
    simpul = {s.id: s for s in baca.baca_simpul(baca.periode_pohon(pada=PADA), opd_ids=[opd.pk])}
    assert simpul[p["langsung"].pk].induk == lain.pk
    assert simpul[p["keluaran"].pk].induk == p["langsung"].pk


def test_a_form_opened_before_a_move_does_not_move_the_node_back_unseen():
    opd = buat_opd()
    p = f.pohon_opd(opd)
    lain = f.simpul(3, "Ibu hamil sehat", p["kunci"], opd=opd)
    tanda = tanda_fakta(IsiSimpul, simpul=p["langsung"].pk)
    _ubah(p["langsung"], _isi("Setiap balita terpantau", 4, lain, urutan=1), dibaca=tanda)
    with pytest.raises(Bentrok) as galat:
        _ubah(p["langsung"], _isi("Setiap balita terpantau", 4, p["antara"], urutan=1), dibaca=tanda)
    assert galat.value.tersimpan == {"induk": "Ibu hamil sehat"}
    assert galat.value.kiriman == {"induk": "Balita tumbuh sesuai usia"}


def test_what_does_not_fit_is_refused_in_words():
    opd, dinas = buat_opd(), buat_opd()
    p = f.pohon_opd(opd)
    kasus = [
        (lambda: f.simpul(3, "Sama tingkat", p["antara"], opd=opd), "tidak lebih luas"),
        (lambda: f.simpul(4, "Di bawah OPD lain", p["antara"], opd=dinas), "crosscutting"),
        (lambda: f.simpul(1, "Di bawah puncak", p["kunci"]), "puncak pohon"),
        (lambda: f.simpul(4, " ", p["antara"], opd=opd), "Tulis kondisi"),
        (lambda: _ubah(p["antara"], _isi("Antara", 4, p["kunci"])), "Pindahkan dahulu"),
        (lambda: _ubah(p["langsung"], _isi("Diri", 4, p["langsung"])), "dirinya sendiri"),
        (lambda: actions.hapus_simpul(simpul_id=p["antara"].pk, oleh=SISTEM, pada=PADA), "di bawahnya"),
        (lambda: f.simpul(2, "Lewat", pada=dt.datetime(2030, 2, 1, tzinfo=dt.UTC)), "berakhir tahun 2029"),
    ]
    for tindak, kata in kasus:
        with pytest.raises(AturanDilanggar) as tolak, transaction.atomic():
            tindak()
        assert kata in tolak.value.pesan


def _segera(tindak):
    """Do it, and judge it as the end of the transaction would."""
    tindak()
    with connection.cursor() as kursor:
        kursor.execute("set constraints all immediate")
        kursor.execute("set constraints all deferred")


def test_the_database_keeps_the_shape_itself():
    opd = buat_opd()
    p = f.pohon_opd(opd)
    lain = f.pohon_opd(buat_opd())
    kini = IsiSimpul.objects.diketahui(None)
    salah = [
        lambda: kini.filter(simpul=p["langsung"]).update(tingkat=3),
        lambda: kini.filter(simpul=p["antara"]).update(tingkat=4),
        lambda: kini.filter(simpul=p["langsung"]).update(induk=lain["antara"]),
        lambda: kini.filter(simpul=p["antara"]).update(induk=p["keluaran"]),
        lambda: kini.filter(simpul=p["antara"]).update(digantikan_pada=NANTI),
        lambda: kini.filter(simpul=p["akhir"]).update(tingkat=6),
        lambda: kini.filter(simpul=p["kunci"]).update(pernyataan=""),
        lambda: kini.filter(simpul=p["akhir"]).update(induk=lain["akhir"]),
    ]
    for tindak in salah:
        with pytest.raises(IntegrityError), transaction.atomic():
            _segera(tindak)
    _segera(lambda: None)


def test_indicators_are_those_of_the_plan_and_of_the_catalogue_with_their_target():
    opd = buat_opd()
    renstra = buat_renstra_tetap(opd)
    f.simpul(1, "Masyarakat sehat")
    antara = f.simpul(3, "Stunting menurun", opd=opd, butir_id=sasaran(renstra).pk)
    definisi = buat_indikator(opd, nama="Balita ditimbang", satuan="persen")
    ada = {"simpul_id": antara.pk, "indikator_id": definisi.indikator_id, "oleh": SISTEM, "pada": PADA}
    actions.pasang_indikator(**ada)
    with pytest.raises(AturanDilanggar, match="sudah terpasang"), transaction.atomic():
        actions.pasang_indikator(**ada)

    def ukuran():
        saat = baca.saat_tahun(2027)
        simpul = baca.baca_simpul(saat, opd_ids=[opd.pk])
        return [(u.nama, u.target, u.asal) for s in simpul if s.opd for u in s.ukuran]

    katalog = definisi.indikator.kode
    assert ukuran() == [("Prevalensi stunting", "13", "Renstra"), ("Balita ditimbang", "", katalog)]
    buat_aksi(buat_pengajuan(opd, tahun=2027), definisi)
    assert ukuran()[1] == ("Balita ditimbang", "menurut rencana aksi", katalog)
    asing = buat_indikator(buat_opd())
    with pytest.raises(TidakDitemukan), transaction.atomic():
        actions.pasang_indikator(**(ada | {"indikator_id": asing.indikator_id}))
    actions.lepas_indikator(**ada)
    assert [u[0] for u in ukuran()] == ["Prevalensi stunting"]
    assert IndikatorSimpul.objects.count() == 1, "what was measured stays on record"
    temuan = temuan_opd([opd.pk], 2027)[opd.pk]
    assert {t.kode for t in temuan} == {"tidak_sampai_hasil_akhir", "tanpa_uraian"}
    assert temuan_opd([opd.pk], 2031) == {}, "no RPJMD holds that year"


# -- crosscutting -----------------------------------------------------------------------------


def _dua_opd():
    kesehatan, pupr = buat_opd("Dinas Kesehatan"), buat_opd("Dinas PUPR")
    p = f.pohon_opd(kesehatan)
    air = f.simpul(3, "Rumah tangga terlayani air minum", p["kunci"], opd=pupr)
    f.kepala(pupr), f.kepala(kesehatan)
    return kesehatan, pupr, p, air


def test_asked_accepted_and_seen_on_both_trees():
    kesehatan, pupr, p, air = _dua_opd()
    c = f.usulkan(p["antara"], pupr)
    assert Pesan.objects.get(penerima=f.kepala(pupr)).judul.startswith("Crosscutting dari")

    def kaitan(opd):
        simpul = baca.baca_simpul(baca.periode_pohon(pada=PADA), opd_ids=[opd.pk])
        return [k.sebut for s in simpul if s.opd for k in s.kaitan]

    assert kaitan(kesehatan) == [f"bersama {pupr.singkatan}: diusulkan"]
    assert kaitan(pupr) == []
    c = f.terima(c, air, pada=NANTI)
    assert (c.status, c.simpul_mitra) == ("diterima", air)
    assert c.pemutus.startswith("Kepala")
    assert kaitan(kesehatan) == [f"bersama {pupr.singkatan}: diterima"]
    assert kaitan(pupr) == [f"diminta {kesehatan.singkatan}: diterima"]
    dulu = baca.periode_pohon(pada=NANTI, diketahui=PADA)
    asal = next(s for s in baca.baca_simpul(dulu, opd_ids=[kesehatan.pk]) if s.kaitan)
    assert asal.kaitan[0].status == "diusulkan", "as it was known before the answer"
    assert Pesan.objects.filter(penerima=f.kepala(kesehatan), judul__contains="diterima").count() == 1
    catatan = Catatan.objects.get(peristiwa="crosscutting.terima")
    assert catatan.uraian["pelaku"]["penugasan"].startswith("Kepala")
    for simpul in (p["antara"], air):
        with pytest.raises(AturanDilanggar), transaction.atomic():
            actions.hapus_simpul(simpul_id=simpul.pk, oleh=SISTEM, pada=NANTI)


def test_refused_with_reason_asked_anew_and_withdrawn():
    _, pupr, p, air = _dua_opd()
    c = f.usulkan(p["antara"], pupr)
    with pytest.raises(AturanDilanggar, match="Sudah ada crosscutting"), transaction.atomic():
        f.usulkan(p["antara"], pupr)
    orang = f.kepala(pupr)
    tolak = {"crosscutting_id": c.pk, "pengguna": orang, "oleh": orang.pelaku(), "pada": PADA}
    with pytest.raises(AturanDilanggar, match="Tuliskan alasannya"), transaction.atomic():
        actions.tolak_crosscutting(alasan=" ", **tolak)
    actions.tolak_crosscutting(alasan="Anggaran tidak ada", **tolak)
    with pytest.raises(AlurMenolak), transaction.atomic():
        f.terima(c, air)
    baru = f.terima(f.usulkan(p["antara"], pupr), air)
    tarik = actions.tarik_crosscutting(
        crosscutting_id=baru.pk, alasan="Sudah tercapai", oleh=SISTEM, pada=NANTI
    )
    assert (tarik.status, tarik.simpul_mitra, tarik.alasan) == ("ditarik", air, "Sudah tercapai")
    assert Pesan.objects.filter(penerima=orang, judul__startswith="Crosscutting ditarik").count() == 1
    assert actions.hapus_simpul(simpul_id=air.pk, oleh=SISTEM, pada=NANTI) == air


def test_only_the_head_of_the_asked_opd_answers_with_a_node_of_his_own():
    kesehatan, pupr, p, _air = _dua_opd()
    c = f.usulkan(p["antara"], pupr)
    orang = f.kepala(kesehatan)
    with pytest.raises(AlurMenolak, match="kepala Dinas PUPR"), transaction.atomic():
        actions.terima_crosscutting(
            crosscutting_id=c.pk, simpul_id=p["antara"].pk, pengguna=orang, oleh=orang.pelaku(), pada=PADA
        )
    with pytest.raises(AturanDilanggar, match="Pilih simpul"), transaction.atomic():
        f.terima(c, p["langsung"])
    with pytest.raises(AturanDilanggar, match="OPD lain"), transaction.atomic():
        f.usulkan(p["antara"], kesehatan)
    with pytest.raises(AturanDilanggar, match="simpul OPD"), transaction.atomic():
        f.usulkan(p["kunci"], pupr)


def test_the_database_keeps_state_and_times_of_crosscutting_together():
    _, pupr, p, air = _dua_opd()
    c = f.usulkan(p["antara"], pupr)
    milik = Crosscutting.objects.filter(pk=c.pk)
    for isi in (
        {"status": "diterima"},
        {"status": "ditolak", "diputus_pada": PADA, "diputus_oleh": "x", "pemutus": "Kepala"},
        {"status": "ditarik", "alasan": "tanpa saat"},
        {"simpul_mitra": air},
        {"mitra": c.opd},
        {"permintaan": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            milik.update(**isi)


def test_the_head_is_reminded_once_after_a_week():
    _, pupr, p, _air = _dua_opd()
    f.usulkan(p["antara"], pupr)
    assert actions.ingatkan_crosscutting(pada=PADA + dt.timedelta(days=6)) == 0
    assert actions.ingatkan_crosscutting(pada=PADA + dt.timedelta(days=7)) == 1
    assert actions.ingatkan_crosscutting(pada=PADA + dt.timedelta(days=8)) == 0
    assert Pesan.objects.filter(penerima=f.kepala(pupr), judul__startswith="Belum dijawab").count() == 1


def test_reading_asks_as_much_for_many_nodes_as_for_one(django_assert_num_queries):
    opd, mitra = buat_opd(), buat_opd()
    renstra = buat_renstra_tetap(opd)
    atas = f.simpul(3, "Stunting menurun", opd=opd, butir_id=sasaran(renstra).pk)
    definisi = buat_indikator(opd)

    def isi(n):
        satu = f.simpul(4, f"Langsung {n}", atas, opd=opd)
        actions.pasang_indikator(
            simpul_id=satu.pk, indikator_id=definisi.indikator_id, oleh=SISTEM, pada=PADA
        )
        f.usulkan(satu, mitra)

    isi(1)
    with django_assert_num_queries(13):
        temuan_opd([opd.pk, mitra.pk], 2027)
    for n in range(2, 5):
        isi(n)
    with django_assert_num_queries(13):
        temuan_opd([opd.pk, mitra.pk], 2027)


def test_who_writes_which_tree():
    opd = buat_opd()
    p = f.pohon_opd(opd)
    operator = f.akses(buat_pengguna(Peran.OPERATOR_OPD, opd=opd), PADA)
    bappeda = f.akses(buat_pengguna(Peran.PENYELENGGARA), PADA)
    luar = f.akses(buat_pengguna(Peran.OPERATOR_OPD, opd=buat_opd()), PADA)
    assert baca.get_simpul(p["antara"].pk, untuk=operator, isi=True).opd == opd
    assert baca.get_simpul(p["kunci"].pk, untuk=bappeda, isi=True).opd is None
    assert baca.get_simpul(p["kunci"].pk, untuk=luar)
    for simpul, orang, isi in (
        (p["kunci"], operator, True),
        (p["antara"], bappeda, True),
        (p["antara"], luar, False),
    ):
        with pytest.raises(TidakDitemukan):
            baca.get_simpul(simpul.pk, untuk=orang, isi=isi)
    assert SimpulKinerja.objects.count() == 5
