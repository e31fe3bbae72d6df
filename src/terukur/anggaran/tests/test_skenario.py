"""Capacity scenarios in the database: computed, moved, compared, exported; pages by role."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.anggaran import penyedia, queries
from terukur.anggaran.actions import (
    hapus_skenario,
    isi_nilai,
    sesuaikan,
    simpan_skenario,
    tetapkan_bobot,
    ubah_baris,
)
from terukur.anggaran.models import BarisSkenario, BobotSkenario, Kebutuhan, Skenario
from terukur.anggaran.queries.skenario_lampau import baris_skenario_saat, daftar_skenario_saat
from terukur.anggaran.tests.factories import TAHAP, buat_kebutuhan, buat_skenario, isian
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.inti.registri import Registri
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_pengguna
from terukur.perencanaan.choices import JenisButir
from terukur.perencanaan.exports import kolom_sipd
from terukur.perencanaan.tests.factories import PADA, buat_pengajuan, buat_prioritas, buat_sub_kegiatan
from terukur.perencanaan.tests.pabrik_rencana import PERDA, buat_rpjmd, sasaran, tambah, tetapkan

pytestmark = pytest.mark.django_db
KUERI = "?tahun=2027&tahapan=rancangan_awal_renja"
RUTIN, BALITA, GIZI = "1.02.01.2.01.0001", "1.02.02.2.02.0004", "1.02.02.2.02.0015"
KUNCI = "00000000-0000-4000-8000-000000000001"
NANTI = PADA + dt.timedelta(minutes=5)


@pytest.fixture(autouse=True)
def hari():
    with time_machine.travel(NANTI, tick=False):
        yield


@pytest.fixture
def tiga():
    """SPM with a priority 1000, no priority 300, program 01 50 rupiah."""
    pengajuan = buat_pengajuan()
    balita = buat_sub_kegiatan(pengajuan, BALITA, prioritas=buat_prioritas())
    gizi, rutin = buat_sub_kegiatan(pengajuan, GIZI), buat_sub_kegiatan(pengajuan, RUTIN)
    for sub, jumlah in ((balita, 1000), (gizi, 300), (rutin, 50)):
        buat_kebutuhan(sub, isian(jumlah))
    return pengajuan


def potongan(skenario: Skenario) -> dict[str, Decimal]:
    return dict(BarisSkenario.objects.filter(skenario=skenario).order_by("pk").values_list("kode", "potong"))


def baris(skenario: Skenario, kode: str) -> BarisSkenario:
    return BarisSkenario.objects.get(skenario=skenario, kode=kode)


def pindah(skenario: Skenario, kode: str, potong: str, alasan: str = "Kontrak") -> BarisSkenario:
    return ubah_baris(
        skenario_id=skenario.pk, baris_id=baris(skenario, kode).pk, potong=Decimal(potong), alasan=alasan,
        oleh=SISTEM, pada=NANTI,
    )  # fmt: skip


def test_routine_goes_first_and_spm_keeps_its_protected_share(tiga):
    assert potongan(buat_skenario("Kecil", kekurangan="60")) == {BALITA: 0, GIZI: 10, RUTIN: 50}
    semua = buat_skenario("Semua", kekurangan="2000")
    assert potongan(semua) == {BALITA: 200, GIZI: 300, RUTIN: 50}  # 80 % of SPM is protected
    assert queries.jumlah_skenario(semua).selisih == 2000 - 550
    satu = baris(semua, BALITA)
    # mandatori 40, prioritas 25, publik 15 of the 80 that can be judged without rooms above
    assert satu.rincian == {
        "mandatori": "50.00", "prioritas": "31.25", "rpjmd": None, "publik": "18.75", "kinerja": None,
    }  # fmt: skip
    assert (satu.poin, satu.peringkat) == (100, 1)


def test_a_percentage_is_of_the_revenue_entered_else_of_the_needs(tiga):
    tanpa = buat_skenario("Tanpa", turun="10")
    assert (tanpa.kekurangan, tanpa.pendapatan) == (135, 1350)
    assert "belum diisi" in tanpa.asal_pendapatan
    isi_nilai(komponen="pendapatan", tahap=TAHAP, nilai=Decimal(2000), dasar="Contoh", oleh=SISTEM, pada=PADA)
    assert buat_skenario("Dengan", turun="10").kekurangan == 200
    catatan = Catatan.objects.filter(peristiwa="skenario.simpan").order_by("nomor")
    assert [c.isi["kekurangan"] for c in catatan] == ["135.00", "200.00"]


@pytest.mark.parametrize(
    ("ganti", "kode"),
    [
        ({"nama": " "}, "tanpa_nama"),
        ({"turun_persen": None}, "besar_turun"),
        ({"kekurangan": Decimal(5)}, "besar_turun"),
        ({"turun_persen": Decimal(0)}, "persen_keliru"),
        ({"turun_persen": None, "kekurangan": Decimal(0)}, "jumlah_keliru"),
        ({"turun_persen": None, "kekurangan": Decimal("0.001")}, "jumlah_keliru"),
        ({"nama": "Ada"}, "nama_terpakai"),
    ],
)
def test_what_cannot_be_computed_is_refused(tiga, ganti, kode):
    buat_skenario("Ada")
    isi = {"nama": "Baru", "tahap": TAHAP, "turun_persen": Decimal(10), "kekurangan": None} | ganti
    with pytest.raises(AturanDilanggar) as tolak:
        simpan_skenario(**isi, oleh=SISTEM, pada=PADA)
    assert tolak.value.kode == kode
    assert Skenario.objects.count() == 1


def test_a_stage_without_money_has_no_scenario():
    with pytest.raises(AturanDilanggar, match="Belum ada kebutuhan"):
        buat_skenario()


def test_a_line_is_moved_with_a_reason_and_the_others_find_the_rest(tiga):
    skenario = buat_skenario(kekurangan="60")
    pindah(skenario, RUTIN, "20")
    assert queries.jumlah_skenario(skenario).selisih == 30
    assert sesuaikan(skenario_id=skenario.pk, oleh=SISTEM, pada=NANTI) == 1
    assert potongan(skenario) == {BALITA: 0, GIZI: 40, RUTIN: 20}
    satu = baris(skenario, RUTIN)
    assert (satu.usulan, satu.alasan, satu.diubah_oleh) == (50, "Kontrak", SISTEM.id)
    assert sesuaikan(skenario_id=skenario.pk, oleh=SISTEM, pada=NANTI) == 0
    catatan = Catatan.objects.filter(objek="skenario").order_by("nomor")
    assert [c.peristiwa.removeprefix("skenario.") for c in catatan] == ["simpan", "ubah_baris", "sesuaikan"]


@pytest.mark.parametrize(
    ("kode", "potong", "alasan", "tolak"),
    [
        (BALITA, "200.01", "Perlu", "melewati_lindung"),
        (GIZI, "300.01", "Perlu", "melewati_lindung"),
        (GIZI, "-1", "Perlu", "jumlah_keliru"),
        (GIZI, "5", " ", "tanpa_alasan"),
    ],
)
def test_a_move_keeps_the_protected_share_and_has_a_reason(tiga, kode, potong, alasan, tolak):
    skenario = buat_skenario(kekurangan="60")
    with pytest.raises(AturanDilanggar) as galat:
        pindah(skenario, kode, potong, alasan)
    assert galat.value.kode == tolak


@pytest.mark.parametrize(
    "ganti",
    [
        {"potong": Decimal(301), "alasan": "x", "diubah_pada": NANTI, "diubah_oleh": "y"},
        {"potong": Decimal(5)},
        {"potong": Decimal(5), "alasan": "x"},
        {"potong": Decimal(5), "diubah_pada": NANTI, "diubah_oleh": "y"},
        {"potong": Decimal(-1), "usulan": Decimal(-1)},
        {"paling_banyak": Decimal(301)},
    ],
)
def test_the_database_refuses_a_move_without_reason_or_beyond_the_limit(tiga, ganti):
    skenario = buat_skenario(kekurangan="60")
    with pytest.raises(IntegrityError), transaction.atomic():
        BarisSkenario.objects.filter(pk=baris(skenario, GIZI).pk).update(**ganti)


@pytest.mark.parametrize(
    "ganti", [{"nama": ""}, {"kekurangan": 0}, {"pendapatan": None}, {"turun_persen": Decimal(0)}]
)
def test_the_database_guards_the_scenario(tiga, ganti):
    skenario = buat_skenario()
    with pytest.raises(IntegrityError), transaction.atomic():
        Skenario.objects.filter(pk=skenario.pk).update(**ganti)


def test_weights_are_dated_and_a_saved_scenario_keeps_its_own(tiga):
    lama = buat_skenario("Lama", kekurangan="60")
    ubah = {"mandatori": Decimal(0), "prioritas": Decimal(0), "publik": Decimal(100), "lindung": Decimal(0)}
    assert tetapkan_bobot(bobot=ubah, dasar="BA TAPD", oleh=SISTEM, pada=PADA) == 4
    assert tetapkan_bobot(bobot=ubah, dasar="BA TAPD", oleh=SISTEM, pada=NANTI) == 0
    assert queries.bobot_berlaku(dt.date(2026, 1, 1))["mandatori"] == 40
    lama.refresh_from_db()
    assert lama.bobot["mandatori"] == "40.00"
    assert potongan(buat_skenario("Baru", kekurangan="60")) == {BALITA: 10, GIZI: 0, RUTIN: 50}
    for bobot, dasar in (
        ({"publik": Decimal(0), "rpjmd": Decimal(0), "kinerja": Decimal(0)}, "x"),
        (ubah, " "),
    ):
        with pytest.raises(AturanDilanggar):
            tetapkan_bobot(bobot=bobot, dasar=dasar, oleh=SISTEM, pada=NANTI)
    with pytest.raises(IntegrityError), transaction.atomic():
        BobotSkenario.objects.filter(digantikan_pada=None, kriteria="rpjmd").update(nilai=101)


class Capaian:
    keterangan = "uji"

    def capaian(self, tahun, kode_program, *, untuk, diketahui=None):
        return {"1.02.02": Decimal(150), "1.02.01": Decimal(50)}


def test_the_room_above_adds_results(tiga, monkeypatch):
    registri: Registri = Registri("uji")
    registri.daftarkan("capaian", Capaian())
    monkeypatch.setattr(penyedia, "penyedia_capaian", registri)
    usul = {s.kode: b.nilai for s, b in queries.usul_tahap(TAHAP)}
    assert (usul[BALITA]["kinerja"], usul[RUTIN]["kinerja"]) == (1, Decimal("0.5"))


def test_programs_that_the_rpjmd_names_are_told_apart_once_it_names_one(tiga):
    assert {b.nilai["rpjmd"] for _, b in queries.usul_tahap(TAHAP)} == {None}
    versi = buat_rpjmd(tetap=False)
    assert {b.nilai["rpjmd"] for _, b in queries.usul_tahap(TAHAP)} == {None}, "a draft says nothing yet"
    tambah(versi, JenisButir.PROGRAM, sasaran(versi), kode="1.02.02", penanggung_jawab=tiga.opd)
    tetapkan(versi, PERDA)
    usul = {s.kode: b.nilai for s, b in queries.usul_tahap(TAHAP)}
    assert (usul[BALITA]["rpjmd"], usul[RUTIN]["rpjmd"]) == (1, 0)


def test_the_workbook_has_the_columns_of_the_matrix_and_what_is_left(tiga, client):
    client.force_login(buat_pengguna(Peran.PIMPINAN))
    skenario = buat_skenario(kekurangan="60")
    unduh = client.get(reverse("anggaran:skenario_rincian", args=[skenario.pk]) + "?unduh=xlsx")
    buku = openpyxl.load_workbook(io.BytesIO(unduh.content))
    judul, *isi = buku.worksheets[0].iter_rows(values_only=True)
    ket = dict(buku["Keterangan"].iter_rows(values_only=True))
    assert (ket["Kekurangan"], ket["Terpotong"]) == ("Rp 60", "Rp 60 pada 2 baris")
    assert "bukan keputusan" in ket["Catatan"]
    matriks = [k.judul for k in kolom_sipd(tiga)]
    assert list(judul[: len(matriks)]) == matriks
    baris = {r["Kode Sub Kegiatan"]: r for r in (dict(zip(judul, b, strict=True)) for b in isi)}
    assert {k: (r["Pagu"], r["Pagu Semula"], r["Potongan"]) for k, r in baris.items()} == {
        BALITA: (1000, 1000, 0), GIZI: (290, 300, 10), RUTIN: (0, 50, 50),
    }  # fmt: skip
    assert "Manfaat publik" in baris[GIZI]["Penjelasan"]
    assert baris[GIZI]["Kode Sumber Dana"]


def test_two_scenarios_stand_side_by_side(tiga, client):
    a, b = buat_skenario("Kecil", kekurangan="50"), buat_skenario("Besar", kekurangan="90")
    beda = {r.kode: (r.potong_a, r.potong_b, r.selisih) for r in queries.banding(a, b)}
    assert beda == {GIZI: (0, 40, 40), RUTIN: (50, 50, 0), BALITA: (0, 0, 0)}
    client.force_login(buat_pengguna(Peran.SEKDA))
    alamat = reverse("anggaran:skenario_banding") + f"{KUERI}&a={a.pk}&b={b.pk}&beda=on"
    teks = client.get(alamat).content.decode()
    assert GIZI in teks
    assert RUTIN not in teks
    assert client.get(alamat + "&unduh=xlsx").content[:2] == b"PK"
    asing = client.get(reverse("anggaran:skenario_banding") + f"{KUERI}&a=gaib&b={b.pk}")
    assert "dari daftar yang tersedia" in asing.content.decode()


def test_scenarios_of_different_days_show_the_amount_of_each(tiga, client):
    a = buat_skenario("Dulu", kekurangan="50")
    Kebutuhan.objects.filter(sub_kegiatan_rencana__kode=GIZI).update(jumlah=400)
    b = buat_skenario("Kini", kekurangan="50")
    assert {r.kode: (r.jumlah_a, r.jumlah_b) for r in queries.banding(a, b)}[GIZI] == (300, 400)
    client.force_login(buat_pengguna(Peran.SEKDA))
    teks = client.get(reverse("anggaran:skenario_banding") + f"{KUERI}&a={a.pk}&b={b.pk}").content.decode()
    assert "Kini: 400" in teks


def test_a_scenario_line_changed_by_sql_is_found(tiga):
    skenario = buat_skenario("Utuh", kekurangan="60")
    assert list(queries.beda_skenario()) == []
    satu = baris(skenario, GIZI)
    BarisSkenario.objects.filter(pk=satu.pk).update(poin=satu.poin + 5)
    [beda] = queries.beda_skenario()
    assert satu.kunci in beda


def test_tapd_computes_moves_adjusts_and_removes_on_the_pages(tiga, client):
    client.force_login(buat_pengguna(Peran.TAPD))
    baru = reverse("anggaran:skenario_baru") + KUERI
    isi = {"nama": "DAU turun", "tahun": "2027", "tahapan": "rancangan_awal_renja", "kekurangan": "60"}
    assert client.get(baru).status_code == 200
    assert client.post(baru, isi | {"turun_persen": "5"}).status_code == 422
    balas = client.post(baru, isi)
    assert balas.status_code == 302
    skenario = Skenario.objects.get()
    garis = baris(skenario, RUTIN)
    ubah = reverse("anggaran:skenario_baris", args=[skenario.pk, garis.pk])
    assert "Paling banyak dapat dipotong" in client.get(ubah).content.decode()
    assert client.post(ubah, {"potong": "51", "alasan": "Kontrak"}).status_code == 422
    assert client.post(ubah, {"potong": "0", "alasan": "Kontrak"}).status_code == 302
    teks = " ".join(client.get(balas["Location"] + "?pilih=tangan&urut=-potong").content.decode().split())
    assert "Diubah tangan" in teks
    assert "Belum ditemukan" in teks
    assert BALITA not in teks
    assert client.post(reverse("anggaran:skenario_sesuaikan", args=[skenario.pk])).status_code == 302
    assert potongan(skenario)[GIZI] == 60
    bobot = reverse("anggaran:skenario_bobot")
    kirim = dict.fromkeys(("mandatori", "prioritas", "rpjmd", "publik", "kinerja", "lindung"), "20")
    assert client.post(bobot, kirim | {"dasar": ""}).status_code == 422
    assert client.post(bobot, kirim | {"dasar": "BA TAPD"}).status_code == 302
    hapus, kunci = reverse("anggaran:skenario_hapus", args=[skenario.pk]), {"kunci_kirim": KUNCI}
    assert [client.post(hapus, kunci).status_code for _ in range(2)] == [302, 302], "sent twice, one act"
    assert not Skenario.objects.exists()
    assert Catatan.objects.filter(peristiwa="skenario.hapus").count() == 1


def test_who_reads_and_who_may_not(tiga, client):
    skenario = buat_skenario()
    baca = (
        reverse("anggaran:skenario") + KUERI, reverse("anggaran:skenario_rincian", args=[skenario.pk]),
        reverse("anggaran:skenario_banding") + KUERI,
    )  # fmt: skip
    for peran in (Peran.PIMPINAN, Peran.SEKDA, Peran.PENYELENGGARA, Peran.AUDITOR, Peran.VERIFIKATOR):
        client.force_login(buat_pengguna(peran))
        assert {client.get(a).status_code for a in baca} == {200}
        assert "Skenario baru" not in client.get(baca[0]).content.decode()
        assert client.post(reverse("anggaran:skenario_hapus", args=[skenario.pk])).status_code == 403
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=tiga.opd))
    assert {client.get(a).status_code for a in baca} == {403}
    assert "Skenario" not in client.get(reverse("anggaran:rekap")).content.decode()


def test_queries_do_not_grow_with_the_rows(tiga, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as satu:
        skenario = buat_skenario("Satu")
        queries.baris_ekspor(skenario)
    buat_kebutuhan(buat_sub_kegiatan(tiga, "1.02.02.2.02.0053"), isian(5))
    with django_assert_max_num_queries(40) as dua:
        skenario = buat_skenario("Dua")
        queries.baris_ekspor(skenario)
    assert len(satu) == len(dua)


def test_a_removed_scenario_takes_its_lines_and_stays_on_record(tiga):
    skenario = buat_skenario()
    hapus_skenario(skenario_id=skenario.pk, oleh=SISTEM, pada=NANTI)
    assert not BarisSkenario.objects.exists()
    assert Catatan.objects.get(peristiwa="skenario.hapus").isi["nama"] == "Turun 10 persen"


# ---- as it stood on a past day ----

MENIT = dt.timedelta(minutes=1)


@pytest.fixture
def berubah(tiga):
    """Saved, one line moved by hand, the others adjusted; one minute each."""
    oleh = buat_pengguna(Peran.TAPD).pelaku()
    skenario = buat_skenario(kekurangan=Decimal(200), pada=NANTI)
    baris = BarisSkenario.objects.get(skenario=skenario, kode=RUTIN)
    ubah_baris(
        skenario_id=skenario.pk, baris_id=baris.pk, potong=Decimal(10), alasan="Sudah terikat.", oleh=oleh,
        pada=NANTI + MENIT,
    )  # fmt: skip
    sesuaikan(skenario_id=skenario.pk, oleh=oleh, pada=NANTI + 2 * MENIT)
    skenario.refresh_from_db()
    return skenario


def test_repeating_the_acts_gives_the_lines_that_are_stored(berubah):
    ulang = baris_skenario_saat(berubah, NANTI + 9 * MENIT)
    ada = BarisSkenario.objects.filter(skenario=berubah).order_by("-peringkat", "pk")
    for f in BarisSkenario._meta.concrete_fields:
        assert [getattr(b, f.attname) for b in ulang] == list(ada.values_list(f.attname, flat=True)), f.name


@pytest.mark.parametrize(("menit", "rutin", "terpotong"), [(0, 50, 200), (1, 10, 160), (2, 10, 200)])
def test_lines_and_list_as_they_stood(berubah, menit, rutin, terpotong):
    saat = NANTI + menit * MENIT
    baris = {b.kode: b for b in baris_skenario_saat(berubah, saat)}
    assert baris[RUTIN].potong == rutin
    assert sum(b.potong for b in baris.values()) == terpotong
    [satu] = daftar_skenario_saat(TAHAP, saat)
    assert (satu.pk, satu.terpotong, satu.dipindah) == (berubah.pk, terpotong, int(menit > 0))


def test_a_removed_one_stood_in_the_list_until_then(berubah):
    hapus_skenario(skenario_id=berubah.pk, oleh=SISTEM, pada=NANTI + 3 * MENIT)
    [satu] = daftar_skenario_saat(TAHAP, NANTI + 2 * MENIT)
    assert (satu.pk, satu.nama) == (None, berubah.nama)
    assert daftar_skenario_saat(TAHAP, NANTI + 3 * MENIT) == []
    assert daftar_skenario_saat(TAHAP, NANTI - MENIT) == []
