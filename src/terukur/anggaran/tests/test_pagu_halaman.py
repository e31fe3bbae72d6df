"""Pages of ceilings and sums: right for each role, closed to other OPD, the same offline."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.anggaran.models import KebijakanPagu, Pagu
from terukur.anggaran.tests.factories import DAK, buat_kebutuhan, buat_pagu, isian, sumber
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit
from terukur.perencanaan.tests.factories import PADA, buat_pengajuan, buat_sub_kegiatan

pytestmark = pytest.mark.django_db
TAHAP = "?tahun=2027&tahapan=rancangan_awal_renja"


@pytest.fixture(autouse=True)
def hari():
    with time_machine.travel(PADA + dt.timedelta(days=1), tick=False):
        yield


def masuk(client, peran, **lain):
    client.force_login(buat_pengguna(peran, **lain))
    return client


def isi_pagu(**ganti):
    return {
        "jumlah_baris": "2",
        "dasar": "SE TAPD 900/2/CONTOH",
        "sejak": "2026-11-02",
        "unit_0": "",
        "sumber_0": str(sumber()),
        "nilai_0": "61.400.000.000",
        "unit_1": "",
        "sumber_1": "",
        "nilai_1": "",
    } | ganti


def test_tapd_sets_ceilings_and_the_matrix_shows_them_with_their_stage(client):
    masuk(client, Peran.TAPD)
    opd = buat_opd()
    rsud = buat_unit(opd, "RSUD Contoh")
    alamat = reverse("anggaran:pagu_ubah", args=[opd.pk]) + TAHAP
    assert client.get(alamat).status_code == 200
    isi = isi_pagu(unit_1=str(rsud.pk), sumber_1=DAK, nilai_1="1.000,50")
    balas = client.post(alamat, isi)
    assert balas.status_code == 302, balas.content.decode()
    assert set(Pagu.objects.values_list("unit", "nilai")) == {
        (None, Decimal("61400000000.00")),
        (rsud.pk, Decimal("1000.50")),
    }
    halaman = client.get(reverse("anggaran:pagu") + TAHAP).content.decode()
    assert "Rancangan Awal Renja 2027" in halaman
    assert "61.400.001.000,5" in halaman
    rincian = client.get(balas["Location"]).content.decode()
    assert "RSUD Contoh" in rincian
    assert "SE TAPD 900/2/CONTOH" in rincian


def test_a_stale_form_neither_withdraws_nor_reverts_what_a_colleague_set(client):
    """Two of TAPD at one OPD: the second sees both and decides."""
    masuk(client, Peran.TAPD)
    opd = buat_opd()
    rsud = buat_unit(opd, "RSUD Contoh")
    buat_pagu(opd, "100")
    alamat = reverse("anggaran:pagu_ubah", args=[opd.pk]) + TAHAP

    def sidik_pada(balas):
        return re.search(r'name="sidik" value="([0-9a-f]+)"', balas.content.decode())[1]

    sidik = sidik_pada(client.get(alamat))
    buat_pagu(opd, "70", unit=rsud)
    isi = isi_pagu(nilai_0="120", sidik=sidik)
    balas = client.post(alamat, isi)
    assert balas.status_code == 409
    teks = " ".join(balas.content.decode().split())
    assert "baru saja ditetapkan pengguna lain" in teks
    assert f"<dt>OPD · {sumber().nama}</dt><dd>Tersimpan: Rp 100<br>Isian Anda: Rp 120</dd>" in teks
    assert "<dt>RSUD Contoh · " in teks
    assert "<br>Isian Anda: dicabut" in teks
    berlaku = Pagu.objects.diketahui(None).filter(berlaku_sampai=None)
    assert set(berlaku.values_list("nilai", flat=True)) == {Decimal(100), Decimal(70)}
    isi["sidik"] = sidik_pada(balas)
    assert client.post(alamat, isi).status_code == 302
    assert set(berlaku.values_list("nilai", flat=True)) == {Decimal(120)}


def test_clearing_a_value_withdraws_and_history_keeps_it(client):
    masuk(client, Peran.TAPD)
    opd = buat_opd()
    buat_pagu(opd, 100)
    alamat = reverse("anggaran:pagu_ubah", args=[opd.pk]) + TAHAP
    assert client.post(alamat, isi_pagu(nilai_0="")).status_code == 302
    kini = client.get(reverse("anggaran:pagu_opd", args=[opd.pk]) + TAHAP).content.decode()
    assert "Pagu belum ditetapkan" in kini
    assert "Digantikan" in kini
    dulu = client.get(
        reverse("anggaran:pagu_opd", args=[opd.pk]) + TAHAP + "&diketahui=2026-11-18T12:00"
    ).content.decode()
    assert "Pagu belum ditetapkan" not in dulu
    assert "menurut data tercatat s.d." in dulu


@pytest.mark.parametrize(
    ("ganti", "pesan"),
    [
        ({"nilai_0": "seratus"}, "bukan angka"),
        ({"nilai_0": "-5"}, "0"),
        ({"sumber_0": "dana gaib"}, "Sumber dana tidak dikenal"),
        ({"dasar": ""}, "Isi dasar dokumen"),
        ({"sejak": "2027-01-01"}, "hari ini atau sebelumnya"),
        ({"sumber_1": DAK}, "Isi pagu baris ini"),
        ({"sumber_1": "1.2.01", "nilai_1": "5"}, "dua kali"),
    ],
)
def test_wrong_entries_say_what_to_do_and_keep_what_was_typed(client, ganti, pesan):
    masuk(client, Peran.TAPD)
    opd = buat_opd()
    balas = client.post(reverse("anggaran:pagu_ubah", args=[opd.pk]) + TAHAP, isi_pagu(**ganti))
    assert balas.status_code == 422
    teks = balas.content.decode()
    assert pesan in teks
    assert "DAU yang tidak ditentukan" in teks or "sumber_0" in ganti
    assert not Pagu.objects.exists()


def test_one_more_row_without_scripts_keeps_what_was_typed(client):
    masuk(client, Peran.TAPD)
    opd = buat_opd()
    isi = isi_pagu(tambah="1", nilai_0="123.456")
    balas = client.post(reverse("anggaran:pagu_ubah", args=[opd.pk]) + TAHAP, isi)
    teks = balas.content.decode()
    assert balas.status_code == 200
    assert 'name="nilai_4"' in teks
    assert 'value="123.456"' in teks
    assert not Pagu.objects.exists()


def test_double_submit_is_one_act(client):
    masuk(client, Peran.TAPD)
    opd = buat_opd()
    kunci = "00000000-0000-4000-8000-000000000001"
    alamat = reverse("anggaran:pagu_ubah", args=[opd.pk]) + TAHAP
    satu, dua = (client.post(alamat, isi_pagu(kunci_kirim=kunci)) for _ in range(2))
    assert satu["Location"] == dua["Location"]
    assert Pagu.objects.count() == 1


def test_policy_is_decided_on_its_ground(client):
    masuk(client, Peran.TAPD)
    alamat = reverse("anggaran:kebijakan") + TAHAP
    assert client.post(alamat, {"cara": "tolak", "dasar": ""}).status_code == 422
    assert client.post(alamat, {"cara": "tolak", "dasar": "SE TAPD 3"}).status_code == 302
    assert KebijakanPagu.objects.get().cara == "tolak"
    assert "ditolak saat diisi" in client.get(reverse("anggaran:pagu") + TAHAP).content.decode()


def test_an_operator_reads_his_own_opd_only_and_sets_nothing(client):
    opd, lain = buat_opd(nama="Dinas Sendiri"), buat_opd(nama="Dinas Lain")
    buat_pagu(opd, 10)
    buat_pagu(lain, 20)
    masuk(client, Peran.OPERATOR_OPD, opd=opd)
    matriks = client.get(reverse("anggaran:pagu") + TAHAP).content.decode()
    assert "Dinas Sendiri" in matriks
    assert "Dinas Lain" not in matriks
    assert client.get(reverse("anggaran:pagu_opd", args=[lain.pk])).status_code == 404
    for alamat in (reverse("anggaran:pagu_ubah", args=[opd.pk]), reverse("anggaran:kebijakan")):
        assert client.post(alamat, isi_pagu()).status_code == 403
    unduh = client.get(reverse("anggaran:pagu") + TAHAP + "&unduh=csv")
    teks = b"".join(unduh.streaming_content).decode()
    assert "Dinas Lain" not in teks


def test_export_holds_exact_numbers(client):
    masuk(client, Peran.TAPD)
    buat_pagu(buat_opd(), "12345678901234.56")
    unduh = client.get(reverse("anggaran:pagu") + TAHAP + "&unduh=csv")
    baris = list(
        csv.DictReader(io.StringIO(b"".join(unduh.streaming_content).decode("utf-8-sig")), delimiter=";")
    )
    assert [b["Pagu"] for b in baris] == ["12345678901234,56"]
    assert baris[0]["Tahapan"] == "Rancangan Awal Renja"
    assert client.get(reverse("anggaran:pagu") + TAHAP + "&unduh=xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("menurut", ["opd", "program", "sumber_dana", "jenis_belanja", "gaib"])
def test_every_dimension_has_the_same_total(client, menurut):
    sub = buat_sub_kegiatan(buat_pengajuan(buat_opd(kode="1.02.0.00.0.00.01.0000")))
    buat_kebutuhan(sub, isian("1000.50"), isian(9, DAK))
    masuk(client, Peran.TAPD)
    teks = client.get(reverse("anggaran:rekap") + TAHAP + f"&menurut={menurut}").content.decode()
    assert teks.count("1.009,5") >= 2  # the headline and the sum row
    if menurut == "program":
        assert "PROGRAM PEMENUHAN UPAYA KESEHATAN" in teks


def test_lists_answer_when_there_is_nothing(client):
    masuk(client, Peran.PIMPINAN)
    for nama in ("rekap", "usulan", "pagu"):
        assert client.get(reverse(f"anggaran:{nama}")).status_code == 200
    assert client.get(reverse("anggaran:pagu") + "?tahun=abc&tahapan=gaib&per=kapan").status_code == 200
