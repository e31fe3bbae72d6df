"""Pages of kinerja: the operator fills in, leaders read, other OPD look as if they did not exist."""

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.kinerja import actions
from terukur.kinerja.models import DefinisiIndikator, RencanaAksi, RevisiTarget
from terukur.kinerja.providers import PenyediaRencanaAksi
from terukur.kinerja.queries import target_resmi
from terukur.kinerja.tests.factories import (
    BUKA,
    TAHUN,
    ajukan_dan_tetapkan,
    buat_aksi,
    buat_indikator,
    buat_pengajuan,
    isi_indikator,
    kepala_opd,
)
from terukur.organisasi.tests.factories import buat_jabatan, buat_opd, buat_pengguna
from terukur.perencanaan.choices import Polaritas
from terukur.tenggat import actions as tenggat

pytestmark = pytest.mark.django_db
SAAT = BUKA + dt.timedelta(days=1)
NANTI = dt.datetime(2027, 5, 10, 2, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _waktu() -> Any:
    with time_machine.travel(SAAT, tick=False):
        yield


@pytest.fixture
def pengajuan() -> Any:
    return buat_pengajuan()


@pytest.fixture
def operator(client: Client, pengajuan: Any) -> Client:
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=pengajuan.opd))
    return client


def url(nama: str, *args: Any) -> str:
    return reverse(f"kinerja:{nama}", args=args)


def _isi(pengajuan: Any, **ganti: str) -> dict[str, str]:
    jabatan = buat_jabatan(pengajuan.opd)
    target = {f"target_{TAHUN}-TW{n}": f"{n}.000,5" for n in range(1, 5)}
    return {
        "aksi": "Mendampingi pelaku usaha",
        "penanggung_jawab": str(jabatan.pk),
        "asal": "renja",
        "bobot": "1,5",
        "versi": "1",
        **target,
        **ganti,
    }


def test_from_the_catalogue_to_a_complete_row_without_script(operator: Client, pengajuan: Any) -> None:
    d = buat_indikator(nama="Nilai realisasi investasi")
    assert "Belum ada rencana aksi" in operator.get(url("rencana_aksi", pengajuan.pk)).content.decode()
    pilih = operator.get(url("rencana_aksi", pengajuan.pk), {"cari": "investasi"}).content.decode()
    assert f"?indikator={d.indikator_id}#isian" in pilih
    isian = operator.get(url("rencana_aksi", pengajuan.pk), {"indikator": d.indikator_id}).content.decode()
    assert "Target Triwulan IV" in isian
    jawab = operator.post(url("tambah", pengajuan.pk, d.indikator_id), _isi(pengajuan), follow=True)
    assert "Rencana aksi ditambahkan." in jawab.content.decode()
    aksi = RencanaAksi.objects.get()
    assert str(aksi.bobot) == "1.50"
    assert [str(t.nilai) for t in aksi.daftar_target.order_by("periode")][:1] == ["1000.5000"]
    kini = operator.get(url("rencana_aksi", pengajuan.pk)).content.decode()
    assert "Kelengkapan 100 %" in kini


def test_a_double_click_adds_once(operator: Client, pengajuan: Any) -> None:
    d = buat_indikator()
    isi = _isi(pengajuan, kunci_kirim="0b6f4c1e-55a3-4f62-9d43-6a2d7b3b8f01")
    for _ in range(2):
        assert operator.post(url("tambah", pengajuan.pk, d.indikator_id), isi).status_code == 302
    assert RencanaAksi.objects.count() == 1


def test_what_is_wrong_stands_at_its_field_and_nothing_is_stored(operator: Client, pengajuan: Any) -> None:
    d = buat_indikator()
    isi = _isi(pengajuan, **{f"target_{TAHUN}-TW2": "sepuluh", "aksi": ""})
    jawab = operator.post(url("tambah", pengajuan.pk, d.indikator_id), isi)
    assert jawab.status_code == 422
    assert "“sepuluh” bukan angka" in jawab.content.decode()
    assert "Isi rencana aksi" in jawab.content.decode()
    negatif = _isi(pengajuan, **{f"target_{TAHUN}-TW2": "-5"})
    jawab = operator.post(url("tambah", pengajuan.pk, d.indikator_id), negatif)
    assert jawab.status_code == 422
    assert "Isi 0 atau lebih." in jawab.content.decode()
    assert not RencanaAksi.objects.exists()


def test_who_saved_meanwhile_is_shown_beside_and_can_be_overruled(operator: Client, pengajuan: Any) -> None:
    aksi = buat_aksi(pengajuan, catatan="")
    actions.ubah_aksi(aksi_id=aksi.pk, versi=1, isi={"catatan": "dari rekan"}, oleh=SISTEM, pada=SAAT)
    isi = _isi(pengajuan, catatan="dari saya")
    jawab = operator.post(url("ubah", aksi.pk), isi)
    assert jawab.status_code == 409
    assert "dari rekan" in jawab.content.decode()
    assert 'name="versi" value="2"' in jawab.content.decode()
    assert operator.post(url("ubah", aksi.pk), isi | {"versi": "2"}).status_code == 302
    aksi.refresh_from_db()
    assert aksi.catatan == "dari saya"


def test_removing_offers_to_bring_back(operator: Client, pengajuan: Any) -> None:
    aksi = buat_aksi(pengajuan, aksi="Rencana yang keliru dihapus")
    html = operator.post(url("hapus", aksi.pk), follow=True).content.decode()
    assert "Baru dihapus" in html
    assert "dikembalikan" in operator.post(url("pulihkan", aksi.pk), follow=True).content.decode()


def test_a_word_of_the_ladder_and_yes_or_no_are_chosen_not_typed(operator: Client, pengajuan: Any) -> None:
    tangga = (("WTP", 4), ("WDP", 3))
    d = buat_indikator(
        polaritas=Polaritas.PREDIKAT, agregasi="posisi_akhir", periode="tahun", tangga=tangga, satuan="opini"
    )
    html = operator.get(url("rencana_aksi", pengajuan.pk), {"indikator": d.indikator_id}).content.decode()
    assert '<option value="4">WTP</option>' in html
    isi = _isi(pengajuan, **{f"target_{TAHUN}": "4"})
    assert operator.post(url("tambah", pengajuan.pk, d.indikator_id), isi).status_code == 302
    assert "WTP" in operator.get(url("rencana_aksi", pengajuan.pk)).content.decode()


def test_a_verifiers_note_leads_to_its_row(operator: Client, pengajuan: Any) -> None:
    aksi = buat_aksi(pengajuan)
    jawab = operator.get(url("rencana_aksi", pengajuan.pk), {"baris": "Aksi 1"})
    assert jawab.status_code == 302
    assert str(aksi.pk) in jawab["Location"]


def test_a_draft_says_what_is_needed_later_and_an_empty_plan_what_comes_first(
    operator: Client, pengajuan: Any
) -> None:
    kosong = operator.get(url("rencana_aksi", pengajuan.pk)).content.decode()
    assert "Belum mulai · 0 rencana aksi" in kosong
    kelengkapan = PenyediaRencanaAksi().kelengkapan(pengajuan.jendela, [pengajuan])[pengajuan.opd_id]
    assert [t.pesan for t in kelengkapan.peringatan] == ["Belum ada rencana aksi."]
    aksi = buat_aksi(pengajuan)
    isian = operator.get(url("rencana_aksi", pengajuan.pk), {"aksi": str(aksi.pk)}).content.decode()
    for label in ("Target Triwulan I", "Penanggung jawab"):
        assert f'{label} <span class="ops">(diisi sebelum diajukan)</span>' in isian
    assert 'Catatan <span class="ops">(boleh kosong)</span>' in isian
    assert "Draf · 1 rencana aksi" in isian


def test_a_set_plan_names_the_way_its_targets_change(operator: Client, pengajuan: Any) -> None:
    buat_aksi(pengajuan)
    ajukan_dan_tetapkan(pengajuan)
    html = operator.get(url("rencana_aksi", pengajuan.pk)).content.decode()
    assert "Target hanya berubah lewat Revisi target pada rencana aksi resmi." in html
    assert "verifikator mengembalikan" not in html


def test_a_verifiers_note_chooses_among_the_fields_of_the_form(client: Client, pengajuan: Any) -> None:
    buat_aksi(pengajuan)
    kepala = kepala_opd(pengajuan.opd, pada=BUKA)
    tenggat.tandai_siap(pengajuan_id=pengajuan.pk, oleh=SISTEM, pada=BUKA)
    tenggat.ajukan(pengajuan_id=pengajuan.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=BUKA)
    client.force_login(buat_pengguna(Peran.VERIFIKATOR))
    html = client.get(reverse("tenggat:periksa", args=[pengajuan.pk])).content.decode()
    assert '<option value="kode_sub">Sub kegiatan</option>' in html
    assert "Nama sub<" not in html
    assert "Ukuran<" not in html


def test_the_plan_as_a_workbook(operator: Client, pengajuan: Any) -> None:
    buat_aksi(pengajuan, target=[10, 20, 30, 40])
    isi = operator.get(url("rencana_aksi", pengajuan.pk), {"unduh": "xlsx"})
    lembar = openpyxl.load_workbook(io.BytesIO(b"".join(isi)), read_only=True).active
    kepala, baris = list(lembar.iter_rows(values_only=True))[:2]
    milik = dict(zip(kepala, baris, strict=True))
    assert [milik[f"Target periode berakhir {b}"] for b in ("Februari", "Maret", "Juni", "Desember")] == [
        None,
        10,
        20,
        40,
    ]


def test_another_opd_reads_nothing(client: Client, pengajuan: Any) -> None:
    aksi = buat_aksi(pengajuan)
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=buat_opd()))
    for alamat in (url("rencana_aksi", pengajuan.pk), url("resmi", pengajuan.opd_id, TAHUN)):
        assert client.get(alamat).status_code == 404
    assert client.post(url("ubah", aksi.pk), _isi(pengajuan)).status_code == 404


def test_who_only_reads_sees_why_there_is_no_button(client: Client, pengajuan: Any) -> None:
    aksi = buat_aksi(pengajuan)
    client.force_login(buat_pengguna(Peran.PIMPINAN))
    html = client.get(url("rencana_aksi", pengajuan.pk), {"aksi": aksi.pk}).content.decode()
    assert "Peran Anda hanya dapat membaca." in html
    assert "Simpan" not in html
    assert client.post(url("ubah", aksi.pk), _isi(pengajuan)).status_code == 403


# ---- the set plan ----


def test_the_set_plan_as_known_on_three_days(client: Client, pengajuan: Any) -> None:
    aksi = buat_aksi(pengajuan, target=[10, 20, 30, 40])
    ajukan_dan_tetapkan(pengajuan)
    with time_machine.travel(NANTI, tick=False):
        client.force_login(buat_pengguna(Peran.PENYELENGGARA))
        revisi = url("revisi", aksi.pk)
        assert "Triwulan I 10" in client.get(revisi).content.decode()
        isi = {
            f"target_{TAHUN}-TW2": "20",
            f"target_{TAHUN}-TW3": "25",
            f"target_{TAHUN}-TW4": "40",
            "pemicu": "dppa",
            "alasan": "Pagu turun",
            "nomor_dokumen": "900/1",
            "tanggal_dokumen": "2027-05-09",
            "disetujui_oleh": "Bupati",
        }
        kurang = client.post(revisi, isi | {"alasan": ""})
        assert kurang.status_code == 422
        html = client.post(revisi, isi, follow=True).content.decode()
        assert "30 miliar rupiah" not in html.partition("Revisi target</h2>")[0]
        assert "Triwulan III 30 menjadi 25" in html
        alamat = url("resmi", pengajuan.opd_id, TAHUN)
        sebelum = client.get(alamat, {"diketahui": "2027-01-01T00:00"}).content.decode()
        assert "30 miliar rupiah" in sebelum
        assert "menjadi 25" not in sebelum
        belum = client.get(alamat, {"diketahui": "2026-12-01T00:00"}).content.decode()
        assert "Belum ada rencana aksi yang ditetapkan" in belum
    assert RevisiTarget.objects.count() == 1
    assert target_resmi([aksi.pk])[aksi.pk][f"{TAHUN}-TW3"].nilai == 25


def test_the_list_names_the_register_number_and_does_not_grow_in_queries(
    client: Client, pengajuan: Any, django_assert_max_num_queries: Any
) -> None:
    buat_aksi(pengajuan)
    ajukan_dan_tetapkan(pengajuan)
    for _ in range(3):
        buat_aksi(buat_pengajuan())
    client.force_login(buat_pengguna(Peran.PIMPINAN))
    client.get(url("daftar"))
    with django_assert_max_num_queries(12):
        html = client.get(url("daftar")).content.decode()
    assert "RA-2026-" in html


# ---- the catalogue ----


def test_the_organiser_adds_for_the_kabupaten_and_an_operator_for_the_own_opd(
    client: Client, operator: Client, pengajuan: Any
) -> None:
    isi = {
        "nama": "Prevalensi stunting",
        "jenis": "iku",
        "satuan": "persen",
        "polaritas": "turun",
        "metode": "selisih",
        "periode": "triwulan",
        "agregasi": "posisi_akhir",
        "batas_atas": "120",
        "sejak": "2026-01-01",
    }
    assert operator.post(url("indikator_tambah"), isi).status_code == 302
    assert DefinisiIndikator.objects.get().indikator.opd_id == pengajuan.opd_id
    umum = Client()
    umum.force_login(buat_pengguna(Peran.PENYELENGGARA))
    assert umum.post(url("indikator_tambah"), isi).status_code == 302
    assert DefinisiIndikator.objects.filter(indikator__opd=None).count() == 1
    kembar = umum.post(url("indikator_tambah"), isi)
    assert kembar.status_code == 422
    assert "sudah ada" in kembar.content.decode()


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"tangga": "WTP"}, "belum berbentuk predikat = nilai"),
        ({"batas_atas": "80"}, "paling kecil 100"),
        ({"pembilang": "Balita stunting"}, "keduanya"),
        ({"polaritas": "predikat", "agregasi": "posisi_akhir"}, "sedikitnya dua predikat"),
    ],
)
def test_a_manual_that_does_not_fit_says_where(client: Client, ganti: dict[str, str], kata: str) -> None:
    client.force_login(buat_pengguna(Peran.PENYELENGGARA))
    isi = {
        "nama": "X",
        "jenis": "iku",
        "satuan": "persen",
        "polaritas": "naik",
        "periode": "bulan",
        "agregasi": "akumulatif",
        "sejak": "2026-01-01",
    }
    jawab = client.post(url("indikator_tambah"), isi | ganti)
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert not DefinisiIndikator.objects.exists()


def test_changing_a_manual_keeps_the_old_one_readable(client: Client) -> None:
    d = buat_indikator(nama="Cakupan")
    client.force_login(buat_pengguna(Peran.PENYELENGGARA))
    actions.ubah_indikator(
        indikator_id=d.indikator_id,
        isi=isi_indikator(nama="Cakupan layanan"),
        sejak=dt.date(2026, 6, 1),
        oleh=SISTEM,
        pada=SAAT - dt.timedelta(hours=1),
    )
    html = client.get(url("indikator", d.indikator_id)).content.decode()
    assert "Cakupan layanan" in html
    assert "31 Mei 2026" in html
    lama = client.get(url("indikator_daftar"), {"diketahui": "2026-11-18T12:00"}).content.decode()
    assert "Cakupan layanan" not in lama
    assert "Cakupan" in lama


def test_an_operator_may_not_change_what_belongs_to_all(operator: Client) -> None:
    d = buat_indikator()
    assert operator.get(url("indikator_ubah", d.indikator_id)).status_code == 403


# ---- two people, and what is half filled in ----


def test_a_colleagues_manual_is_not_overwritten_unseen(client: Client) -> None:
    d = buat_indikator(nama="Cakupan")
    client.force_login(buat_pengguna(Peran.PENYELENGGARA))
    alamat = url("indikator_ubah", d.indikator_id)
    dibaca = re.search(r'name="dibaca" value="([^"]+)"', client.get(alamat).content.decode())[1]
    actions.ubah_indikator(
        indikator_id=d.indikator_id,
        isi=isi_indikator(nama="Cakupan", satuan="dari rekan"),
        sejak=dt.date(2026, 6, 1),
        oleh=SISTEM,
        pada=SAAT - dt.timedelta(hours=1),
    )
    isi = {
        "nama": "Cakupan",
        "satuan": "dari saya",
        "jenis": "outcome",
        "polaritas": "naik",
        "periode": "triwulan",
        "agregasi": "akumulatif",
        "sejak": "2026-07-01",
    }
    jawab = client.post(alamat, isi | {"dibaca": dibaca})
    assert jawab.status_code == 409
    assert "dari rekan" in jawab.content.decode()
    baru = re.search(r'name="dibaca" value="([^"]+)"', jawab.content.decode())[1]
    assert client.post(alamat, isi | {"dibaca": baru}).status_code == 302
    assert DefinisiIndikator.objects.pada(dt.date(2026, 8, 1)).get().satuan == "dari saya"


def test_two_revisions_of_one_action_do_not_undo_each_other(client: Client, pengajuan: Any) -> None:
    aksi = buat_aksi(pengajuan, target=[10, 20, 30, 40])
    ajukan_dan_tetapkan(pengajuan)
    with time_machine.travel(NANTI, tick=False):
        client.force_login(buat_pengguna(Peran.PENYELENGGARA))
        alamat = url("revisi", aksi.pk)
        dibaca = re.search(r'name="dibaca" value="([^"]+)"', client.get(alamat).content.decode())[1]
        dasar = {
            "pemicu": "dppa",
            "alasan": "Pagu turun",
            "nomor_dokumen": "900/1",
            "tanggal_dokumen": "2027-05-09",
            "disetujui_oleh": "Bupati",
            "dibaca": dibaca,
        }
        semula = {f"target_{TAHUN}-TW{n}": str(n * 10) for n in (2, 3, 4)}
        satu = dasar | semula | {f"target_{TAHUN}-TW3": "25"}
        assert client.post(alamat, satu).status_code == 302
        dua = client.post(alamat, dasar | semula | {f"target_{TAHUN}-TW4": "45"})
        assert dua.status_code == 409
        kosong = client.post(alamat, dasar | semula | {f"target_{TAHUN}-TW4": ""})
        assert kosong.status_code == 422, "a target cannot be emptied by a revision"
    assert [t.nilai for t in target_resmi([aksi.pk])[aksi.pk].values()] == [10, 20, 25, 40]


def test_an_upper_bound_alone_is_said_not_dropped(operator: Client, pengajuan: Any) -> None:
    d = buat_indikator(polaritas=Polaritas.RENTANG, agregasi="posisi_akhir", periode="tahun")
    isi = _isi(pengajuan, **{f"target_{TAHUN}": "", f"target_{TAHUN}_atas": "30"})
    jawab = operator.post(url("tambah", pengajuan.pk, d.indikator_id), isi)
    assert jawab.status_code == 422
    assert "Isi juga batas bawah" in jawab.content.decode()
