"""An action plan from draft to register number, and the only way its targets change afterwards."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kinerja import actions
from terukur.kinerja.actions import rencana_aksi
from terukur.kinerja.choices import PemicuRevisi
from terukur.kinerja.models import RegisterRencanaAksi, RencanaAksi, RencanaAksiResmi, TargetAksi, TargetResmi
from terukur.kinerja.queries import aksi_resmi, periksa_banyak, target_pertama, target_resmi
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.tests.factories import (
    BUKA,
    DITETAPKAN,
    TAHUN,
    ajukan_dan_tetapkan,
    buat_aksi,
    buat_indikator,
    buat_pengajuan,
    isi_indikator,
)
from terukur.organisasi.tests.factories import buat_jabatan, buat_opd
from terukur.perencanaan.choices import Polaritas
from terukur.tenggat.penyedia import daftar_penyedia

D = Decimal
pytestmark = pytest.mark.django_db
NANTI = dt.datetime(2027, 5, 10, 2, 0, tzinfo=dt.UTC)


def _isi_revisi(**ganti: Any) -> actions.IsiRevisi:
    isi: dict[str, Any] = {
        "pemicu": PemicuRevisi.DPPA,
        "alasan": "Pagu turun menurut DPPA",
        "nomor_dokumen": "900/12/2027",
        "tanggal_dokumen": dt.date(2027, 5, 5),
        "disetujui_oleh": "Bupati",
    }
    return actions.IsiRevisi(**{**isi, **ganti})


def _kelengkapan(pengajuan: Any) -> Any:
    return daftar_penyedia.ambil("rencana_aksi").kelengkapan(pengajuan.jendela, [pengajuan])[pengajuan.opd_id]


def test_an_action_is_complete_when_every_period_has_a_target_and_somebody_answers_for_it() -> None:
    pengajuan = buat_pengajuan()
    assert _kelengkapan(pengajuan).jumlah == 0
    aksi = buat_aksi(pengajuan, target={f"{TAHUN}-TW1": Target(D(5))}, penanggung_jawab=None)
    kini = _kelengkapan(pengajuan)
    assert (kini.terpenuhi, kini.jumlah, kini.is_lengkap) == (1, 5, False)
    assert [t.pesan for t in kini.galat] == [
        "Aksi 1: Target Triwulan II, Triwulan III, Triwulan IV belum diisi.",
        "Aksi 1: Penanggung jawab belum dipilih.",
    ]
    target = {f"{TAHUN}-TW{n}": Target(D(5)) for n in range(1, 5)}
    actions.ubah_aksi(
        aksi_id=aksi.pk,
        versi=1,
        isi={"target": target, "penanggung_jawab": buat_jabatan(pengajuan.opd)},
        oleh=SISTEM,
        pada=BUKA,
    )
    assert _kelengkapan(pengajuan).is_lengkap


def test_what_reviewers_ask_for_is_warned_of_but_hinders_nothing() -> None:
    pengajuan = buat_pengajuan()
    d = buat_indikator(nama="Terlaksananya rapat koordinasi", definisi="", sumber_data="", jenis="output")
    buat_aksi(pengajuan, d)
    kini = _kelengkapan(pengajuan)
    assert kini.is_lengkap
    semua = " ".join(t.pesan for t in kini.peringatan)
    for kata in ("sub kegiatan", "bukan hasil yang terukur", "manual IK", "sumber data", "outcome"):
        assert kata in semua


def test_a_target_path_against_its_direction_is_warned_of() -> None:
    pengajuan = buat_pengajuan()
    buat_aksi(pengajuan, buat_indikator(agregasi="posisi_akhir"), target=[10, 20, 15, 30])
    assert any("Target turun di tengah tahun" in t.pesan for t in _kelengkapan(pengajuan).peringatan)


def test_the_same_indicator_with_the_same_action_counts_once() -> None:
    pengajuan, d = buat_pengajuan(), buat_indikator()
    buat_aksi(pengajuan, d, aksi="Mempermudah izin")
    buat_aksi(pengajuan, d, aksi="mempermudah  izin")
    assert [t.pesan for t in _kelengkapan(pengajuan).galat] == ["Aksi 2: Sama dengan rencana aksi nomor 1."]


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"aksi": "  "}, "Tuliskan rencana aksinya"),
        ({"bobot": D(0)}, "Bobot lebih besar dari 0"),
        ({"target": {f"{TAHUN}-TW1": Target(D(-1))}}, "Target Triwulan I negatif"),
        ({"target": {f"{TAHUN}-01": Target(D(1))}}, "bukan periode indikator ini"),
        ({"target": {f"{TAHUN + 1}-TW1": Target(D(1))}}, "bukan periode indikator ini"),
        ({"asing": 1}, "Isian tidak dikenal"),
    ],
)
def test_bad_input_changes_nothing(isi: dict[str, Any], kata: str) -> None:
    aksi = buat_aksi(buat_pengajuan())
    with pytest.raises(AturanDilanggar, match=kata):
        actions.ubah_aksi(aksi_id=aksi.pk, versi=1, isi=isi, oleh=SISTEM, pada=BUKA)
    aksi.refresh_from_db()
    assert aksi.versi == 1


def test_a_range_needs_both_bounds_in_order() -> None:
    pengajuan, d = buat_pengajuan(), buat_indikator(polaritas=Polaritas.RENTANG, agregasi="posisi_akhir")
    for target, kata in ((Target(D(5)), "dua batas"), (Target(D(5), D(3)), "lebih kecil")):
        with pytest.raises(AturanDilanggar, match=kata):
            buat_aksi(pengajuan, d, target={f"{TAHUN}-TW1": target})
    assert buat_aksi(pengajuan, d, target={f"{TAHUN}-TW1": Target(D(3), D(5))})


def test_people_and_units_of_another_opd_are_refused() -> None:
    with pytest.raises(AturanDilanggar, match="bukan bagian OPD ini"):
        buat_aksi(buat_pengajuan(), penanggung_jawab=buat_jabatan(buat_opd()))


def test_an_indicator_of_another_opd_cannot_be_chosen() -> None:
    with pytest.raises(AturanDilanggar, match="tidak ada dalam katalog"):
        buat_aksi(buat_pengajuan(), buat_indikator(buat_opd()))


def test_who_saved_meanwhile_is_shown_beside() -> None:
    aksi = buat_aksi(buat_pengajuan(), catatan="lama")
    actions.ubah_aksi(aksi_id=aksi.pk, versi=1, isi={"catatan": "rekan"}, oleh=SISTEM, pada=BUKA)
    with pytest.raises(Bentrok) as galat:
        actions.ubah_aksi(aksi_id=aksi.pk, versi=1, isi={"catatan": "saya"}, oleh=SISTEM, pada=BUKA)
    assert (galat.value.tersimpan, galat.value.kiriman) == ({"catatan": "rekan"}, {"catatan": "saya"})


def test_a_conflict_is_told_in_the_words_of_the_form() -> None:
    aksi = buat_aksi(buat_pengajuan(), target=[80, D("82.5"), 85, 88])
    actions.ubah_aksi(aksi_id=aksi.pk, versi=1, isi={"asal": "mandatori"}, oleh=SISTEM, pada=BUKA)
    saya = {"asal": "renja", "target": {f"{TAHUN}-TW1": Target(D(5))}}
    with pytest.raises(Bentrok) as galat:
        actions.ubah_aksi(aksi_id=aksi.pk, versi=1, isi=saya, oleh=SISTEM, pada=BUKA)
    assert galat.value.tersimpan == {
        "asal": "Mandatori pusat",
        "target": "Triwulan I 80; Triwulan II 82,5; Triwulan III 85; Triwulan IV 88",
    }
    assert galat.value.kiriman == {"asal": "Renja OPD", "target": "Triwulan I 5"}


def test_more_than_a_hundred_per_cent_is_asked_about() -> None:
    pengajuan = buat_pengajuan()
    for agregasi, target in (
        ("posisi_akhir", [90, 100, 100, D("1234.5")]),
        ("akumulatif", [80, 82, 85, 88]),
        ("posisi_akhir", [80, 82, 85, 88]),
    ):
        buat_aksi(pengajuan, buat_indikator(satuan="Persen", agregasi=agregasi), target=target)
    pesan = [t.pesan for t in _kelengkapan(pengajuan).peringatan if "persen" in t.pesan]
    assert pesan == [
        "Aksi 1: Target Triwulan IV 1.234,5 persen, lebih dari 100; periksa.",
        "Aksi 2: Target setahun dijumlahkan menjadi 335 persen; periksa gabungan setahun pada manual "
        "indikatornya.",
    ]


def test_removing_can_be_undone() -> None:
    aksi = buat_aksi(buat_pengajuan())
    actions.hapus_aksi(aksi_id=aksi.pk, oleh=SISTEM, pada=BUKA)
    with pytest.raises(TidakDitemukan):
        actions.ubah_aksi(aksi_id=aksi.pk, versi=2, isi={"catatan": "x"}, oleh=SISTEM, pada=BUKA)
    assert actions.pulihkan_aksi(aksi_id=aksi.pk, oleh=SISTEM, pada=BUKA).dihapus_pada is None
    assert TargetAksi.objects.filter(rencana_aksi=aksi).count() == 4


def test_an_action_that_a_colleague_removes_meanwhile_is_said(monkeypatch: Any) -> None:
    aksi = buat_aksi(buat_pengajuan())

    def menunggu(pengajuan_id: Any, *, pada: dt.datetime) -> Any:
        RencanaAksi.objects.filter(pk=aksi.pk).update(dihapus_pada=pada, dihapus_oleh="budi")
        return aksi.pengajuan

    monkeypatch.setattr(rencana_aksi, "buka_untuk_diisi", menunggu)
    with pytest.raises(TidakDitemukan, match="mungkin sudah dihapus"):
        actions.ubah_aksi(aksi_id=aksi.pk, versi=1, isi={"catatan": "x"}, oleh=SISTEM, pada=BUKA)


def test_setting_gives_a_register_number_and_puts_targets_on_record() -> None:
    pengajuan = buat_pengajuan()
    aksi = buat_aksi(pengajuan, target=[10, 20, 30, 40])
    ajukan_dan_tetapkan(pengajuan)
    register = RegisterRencanaAksi.objects.select_related("kertas").get(pengajuan=pengajuan)
    assert register.kertas.jenis == "RA"
    [resmi] = aksi_resmi(pengajuan.opd_id, TAHUN)
    assert (resmi.kunci, resmi.nomor_register) == (aksi.pk, register.kertas.nomor)
    target = target_resmi([aksi.pk])[aksi.pk]
    assert [(k, t.nilai) for k, t in target.items()] == [(f"{TAHUN}-TW{n}", D(10 * n)) for n in range(1, 5)]
    catatan = Catatan.objects.get(peristiwa="rencana_aksi.tetapkan", objek_id=str(pengajuan.pk))
    assert {t.catatan_nomor for t in target.values()} == {catatan.nomor}
    assert target_pertama([aksi.pk])[aksi.pk, f"{TAHUN}-TW1"] == DITETAPKAN
    assert not target_resmi([aksi.pk], diketahui=DITETAPKAN - dt.timedelta(seconds=1))


def test_before_it_is_set_nothing_is_a_target() -> None:
    pengajuan = buat_pengajuan()
    buat_aksi(pengajuan)
    assert not TargetResmi.objects.exists()
    assert not aksi_resmi(pengajuan.opd_id, TAHUN)


def test_a_set_plan_is_closed_to_editing() -> None:
    pengajuan = buat_pengajuan()
    aksi = buat_aksi(pengajuan)
    ajukan_dan_tetapkan(pengajuan)
    with pytest.raises(AturanDilanggar):
        actions.ubah_aksi(aksi_id=aksi.pk, versi=1, isi={"catatan": "x"}, oleh=SISTEM, pada=BUKA)


def test_a_later_definition_leaves_set_targets_their_formula() -> None:
    pengajuan = buat_pengajuan()
    d = buat_indikator(batas_atas=D(120))
    buat_aksi(pengajuan, d)
    ajukan_dan_tetapkan(pengajuan)
    baru = isi_indikator(nama=d.nama, batas_atas=D(100))
    actions.ubah_indikator(
        indikator_id=d.indikator_id, isi=baru, sejak=dt.date(2027, 1, 1), oleh=SISTEM, pada=NANTI
    )
    [resmi] = aksi_resmi(pengajuan.opd_id, TAHUN)
    assert resmi.isi["ukuran"]["rumus"]["batas_atas"] == "120.00"


def test_a_revision_keeps_both_versions_and_says_why() -> None:
    pengajuan = buat_pengajuan()
    aksi = buat_aksi(pengajuan, target=[10, 20, 30, 40])
    ajukan_dan_tetapkan(pengajuan)
    tw3 = f"{TAHUN}-TW3"
    revisi = actions.revisi_target(
        kunci=aksi.pk, target={tw3: Target(D(25))}, isi=_isi_revisi(), oleh=SISTEM, pada=NANTI
    )
    assert revisi.perubahan == {tw3: ["30", "25"]}
    assert target_resmi([aksi.pk])[aksi.pk][tw3].nilai == 25
    assert target_resmi([aksi.pk], diketahui=NANTI - dt.timedelta(1))[aksi.pk][tw3].nilai == 30
    assert target_pertama([aksi.pk])[aksi.pk, tw3] == DITETAPKAN
    catatan = Catatan.objects.get(nomor=revisi.catatan_nomor)
    assert catatan.isi["perubahan"] == ["Triwulan III: 30 menjadi 25"]
    lama = TargetResmi.objects.filter(kunci=aksi.pk, periode=f"{TAHUN}-TW2")
    assert lama.count() == 1, "what did not change keeps its fact"


@pytest.mark.parametrize(
    ("target", "ganti", "kata"),
    [
        ({f"{TAHUN}-TW1": Target(D(99))}, {}, "sudah berakhir"),
        ({f"{TAHUN}-TW3": Target(D(10))}, {}, "Belum ada target yang berubah"),
        ({f"{TAHUN}-TW3": Target(D(-1))}, {}, "tidak boleh negatif"),
        ({f"{TAHUN}-01": Target(D(5))}, {}, "tidak mempunyai target"),
        ({f"{TAHUN}-TW3": Target(D(5))}, {"alasan": " "}, "memerlukan alasan"),
        ({f"{TAHUN}-TW3": Target(D(5))}, {"tanggal_dokumen": dt.date(2027, 6, 1)}, "sesudah hari ini"),
    ],
)
def test_a_revision_that_cannot_be_is_refused(
    target: dict[str, Target], ganti: dict[str, Any], kata: str
) -> None:
    pengajuan = buat_pengajuan()
    aksi = buat_aksi(pengajuan)
    ajukan_dan_tetapkan(pengajuan)
    with pytest.raises(AturanDilanggar, match=kata):
        actions.revisi_target(kunci=aksi.pk, target=target, isi=_isi_revisi(**ganti), oleh=SISTEM, pada=NANTI)
    assert TargetResmi.objects.filter(kunci=aksi.pk).count() == 4


def test_a_draft_has_no_target_to_revise() -> None:
    aksi = buat_aksi(buat_pengajuan())
    with pytest.raises(TidakDitemukan):
        actions.revisi_target(
            kunci=aksi.pk, target={f"{TAHUN}-TW3": Target(D(5))}, isi=_isi_revisi(), oleh=SISTEM, pada=NANTI
        )


def test_the_next_year_begins_with_the_actions_but_not_their_targets() -> None:
    opd = buat_opd()
    lama = buat_pengajuan(opd)
    buat_aksi(lama, aksi="Mempermudah izin")
    baru = buat_pengajuan(opd, tahun=TAHUN + 1)
    assert actions.salin_rencana(lama=lama, baru=baru, oleh=SISTEM, pada=BUKA) == 1
    [salinan] = RencanaAksi.objects.filter(pengajuan=baru)
    assert (salinan.aksi, salinan.daftar_target.count()) == ("Mempermudah izin", 0)
    assert actions.salin_rencana(lama=lama, baru=baru, oleh=SISTEM, pada=BUKA) == 0


def test_completeness_costs_the_same_for_many_opd(django_assert_num_queries: Any) -> None:
    paket = [buat_pengajuan() for _ in range(3)]
    for p in paket:
        buat_aksi(p)
    for banyak in (paket[:1], paket):
        with django_assert_num_queries(4):
            periksa_banyak(banyak, tahun=TAHUN)


@pytest.mark.parametrize(
    ("kolom", "nilai"),
    [("bobot", D(0)), ("aksi", ""), ("dihapus_oleh", "x"), ("disimpan_pada", BUKA - dt.timedelta(1))],
)
def test_the_database_refuses_an_impossible_row(kolom: str, nilai: Any) -> None:
    aksi = buat_aksi(buat_pengajuan())
    with pytest.raises(IntegrityError), transaction.atomic():
        RencanaAksi.objects.filter(pk=aksi.pk).update(**{kolom: nilai})


def test_the_database_refuses_two_targets_of_one_period() -> None:
    pengajuan = buat_pengajuan()
    aksi = buat_aksi(pengajuan)
    ajukan_dan_tetapkan(pengajuan)
    t = TargetResmi.objects.filter(kunci=aksi.pk).order_by("periode")[0]
    t.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        t.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        RencanaAksiResmi.objects.filter(kunci=aksi.pk).update(digantikan_pada=BUKA - dt.timedelta(1))
