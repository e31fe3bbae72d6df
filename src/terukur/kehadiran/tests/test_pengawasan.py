"""Sidak and apel: the list, marks that are never lost or overwritten, closing, the day, findings, recap."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from terukur.akun.akses import susun_akses
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kehadiran.actions import pengawasan as actions
from terukur.kehadiran.actions import temuan as actions_temuan
from terukur.kehadiran.actions.hitung import kuras_antrean
from terukur.kehadiran.choices import (
    BagianHari,
    JenisPermohonan,
    JenisTemuan,
    KeadaanOrang,
    PeristiwaPotongan,
    StatusHari,
    StatusPengawasan,
)
from terukur.kehadiran.models import (
    BarisKetentuan,
    HariKehadiran,
    OrangPengawasan,
    Pengawasan,
    Pengecualian,
    TandaPengawasan,
    TemuanSidak,
)
from terukur.kehadiran.queries.apel import hadir_apel, rekap_apel
from terukur.kehadiran.queries.hitungan import hari_orang
from terukur.kehadiran.queries.pengawasan import susun_daftar
from terukur.kehadiran.rules.hari import Tanda
from terukur.kehadiran.rules.pengawasan import Dilihat, TandaKini, jenis_temuan, periksa_tanda
from terukur.kehadiran.tests.dunia_hari import AWAL_NOVEMBER, Dunia, masuk, tgl
from terukur.kehadiran.tests.factories import buat_staf
from terukur.kehadiran.tests.isian import hitung_hari, resmi, setempat
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna

J, S, K, T = JenisPermohonan, StatusHari, KeadaanOrang, JenisTemuan
HARI = tgl(14)
"""Wednesday."""
PAGI = setempat(HARI, "10.00")
SORE = setempat(HARI, "11.00")
LUSA = setempat(tgl(16), "09.00")


# ---- pure rules ----


@given(
    ada=st.booleans(), waktu=st.integers(0, 100),
    keadaan=st.sampled_from(K.values), lapisan=st.integers(0, 12),
    rekam=st.lists(st.integers(0, 100)).map(sorted), kini=st.integers(0, 12), menyusul=st.booleans(),
    usai=st.booleans(), berjam=st.booleans(),
)  # fmt: skip
def test_a_finding_is_always_a_contradiction(
    ada, waktu, keadaan, lapisan, rekam, kini, menyusul, usai, berjam
) -> None:
    d = Dilihat(ada, waktu, keadaan, lapisan, rekam, kini, menyusul, usai, berjam)
    jenis = jenis_temuan(d)
    if jenis is T.PERGI:
        assert not ada
        assert any(r <= waktu for r in rekam)
    elif jenis is T.TANPA_REKAM:
        assert (ada, rekam, usai, keadaan) == (True, [], True, K.WAJIB)
    elif jenis is T.SAAT_KETERANGAN:
        assert ada
        assert lapisan not in (0, S.WFA)
    elif jenis is T.MENYUSUL:
        assert not ada
        assert menyusul
    elif keadaan == K.WAJIB and not ada and not (kini and menyusul):
        # in and out before he was looked for, or nothing before: no contradiction
        sebelum = [r for r in rekam if r <= waktu]
        assert not sebelum or (sebelum == rekam and rekam[-1] - rekam[0] >= 60)
    if keadaan == K.LEPAS:
        assert jenis is None


@given(
    lama=st.booleans(),
    baru=st.booleans(),
    dibaca=st.sampled_from([None, 1, 2]),
    catatan=st.sampled_from(["", " ", "x"]),
)
def test_a_mark_is_overwritten_only_by_who_saw_it_and_says_why(lama, baru, dibaca, catatan) -> None:
    kini = TandaKini(1, lama, "Ani pukul 10.00")
    try:
        tulis = periksa_tanda(kini, ada=baru, catatan=catatan, dibaca=dibaca)
    except Bentrok:
        assert lama != baru
        assert dibaca != 1
    except AturanDilanggar:
        assert lama != baru
        assert not catatan.strip()
    else:
        assert tulis is (lama != baru)
        assert not tulis or (dibaca == 1 and catatan == "x")
    assert periksa_tanda(None, ada=baru, catatan="", dibaca=dibaca)


# ---- a world ----


@pytest.fixture
def d():
    """``staf`` pressed in the morning of the 14th; the head did not; ``dua`` and ``cuti`` are two more."""
    d = Dunia(range(1, 14))
    d.tekan(HARI, "07.21")
    d.dua, d.cuti = d.staf_lain("2"), d.staf_lain("3")
    d.setuju(d.cuti, HARI, J.CUTI_SAKIT, pada=setempat(tgl(12), "09.00"), alasan="Operasi usus buntu")
    d.insp = buat_pengguna(Peran.INSPEKTORAT, nama="Inspektur")
    d.insp.akses = susun_akses(d.insp, pada=AWAL_NOVEMBER)
    return d


def buka(d, pada=PAGI, **isi):
    return actions.rencanakan_sidak(opd=d.opd, oleh=d.insp.pelaku(), pada=pada, **isi)


def tanda(p, pegawai, ada, *, oleh, pada=PAGI, **isi):
    o = OrangPengawasan.objects.get(pengawasan=p, pegawai=pegawai)
    return actions.tandai(
        pengawasan_id=p.pk, orang_id=o.pk, ada=ada, pengguna=oleh, oleh=oleh.pelaku(), pada=pada, **isi
    )


def tutup(p, oleh, pada=SORE, **isi):
    return actions.tutup(pengawasan_id=p.pk, oleh=oleh.pelaku(), pada=pada, **isi)


def keadaan(p):
    return {o.nama: (o.keadaan, o.keterangan) for o in p.orang.order_by("nama")}


def hari_ini(pegawai, pada=LUSA):
    hitung_hari(pegawai.pk, HARI, pada=pada)
    return HariKehadiran.objects.get(pegawai=pegawai, tanggal=HARI)


# ---- the list ----


@pytest.mark.django_db
def test_the_list_says_who_is_to_be_there_now_echelon_two_among_them_and_never_a_diagnosis(d) -> None:
    p = buka(d)
    assert keadaan(p) == {
        "Kadis": (K.WAJIB, ""), "Staf": (K.WAJIB, ""), "Staf 2": (K.WAJIB, ""),
        "Staf 3": (K.BERKETERANGAN, "Cuti"),
    }  # fmt: skip
    assert OrangPengawasan.objects.get(pengawasan=p, nama="Kadis").eselon == "II.b"
    with time_machine.travel(PAGI, tick=False):
        halaman = masuk(d.insp).get(reverse("kehadiran:pengawasan", args=[p.pk])).content.decode()
    assert "Staf 3" in halaman
    assert "usus" not in halaman
    assert "sakit" not in halaman.lower()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hari", "jam", "kata"),
    [
        (14, "06.30", "Di luar jam kerjanya"),
        (14, "16.30", "Di luar jam kerjanya"),
        (17, "10.00", "Bukan hari kerja"),
    ],
)
def test_nobody_is_expected_outside_his_hours(d, hari, jam, kata) -> None:
    p = Pengawasan(jenis="sidak", lingkup="opd", opd=d.opd)
    daftar = {o.nama: o for o in susun_daftar(p, pada=setempat(tgl(hari), jam))}
    assert (daftar["Staf"].keadaan, daftar["Staf"].keterangan) == (K.LEPAS, kata)


@pytest.mark.django_db
def test_half_a_day_out_counts_for_its_half_and_an_sk_is_shown(d) -> None:
    d.setuju(d.dua, HARI, J.DINAS_LUAR, bagian=BagianHari.PAGI)
    Pengecualian.objects.create(
        **resmi(), pegawai=d.kadis.pegawai, nomor_sk="SK-7", tanggal_sk=tgl(1), alasan="Sakit berat"
    )
    p = Pengawasan(jenis="sidak", lingkup="opd", opd=d.opd)
    pagi = {o.nama: o for o in susun_daftar(p, pada=PAGI)}
    siang = {o.nama: o for o in susun_daftar(p, pada=setempat(HARI, "14.00"))}
    assert (pagi["Staf 2"].keadaan, pagi["Staf 2"].keterangan) == (K.BERKETERANGAN, "Dinas luar")
    assert siang["Staf 2"].keadaan == K.WAJIB
    assert pagi["Kadis"].keterangan == "Dikecualikan dari rekam, SK SK-7"


# ---- marks ----


@pytest.mark.django_db
def test_the_same_mark_again_changes_nothing_and_another_one_keeps_both(d) -> None:
    p = buka(d)
    satu = tanda(p, d.dua, True, oleh=d.insp)
    assert tanda(p, d.dua, True, oleh=d.insp) == satu
    with pytest.raises(Bentrok, match=r"Sudah ditandai “ada” oleh Inspektur pukul 10\.00"):
        tanda(p, d.dua, False, oleh=d.insp)
    with pytest.raises(AturanDilanggar, match="mengapa"):
        tanda(p, d.dua, False, oleh=d.insp, dibaca=satu.pk)
    baru = tanda(p, d.dua, False, oleh=d.insp, dibaca=satu.pk, catatan="Salah orang")
    assert list(TandaPengawasan.objects.order_by("pk").values_list("ada", flat=True)) == [True, False]
    assert baru.mengganti == satu
    assert Catatan.objects.filter(peristiwa="sidak.koreksi").count() == 1
    for ubah in (
        lambda: TandaPengawasan.objects.update(ada=True), lambda: TandaPengawasan.objects.all().delete(),
        lambda: OrangPengawasan.objects.update(keadaan="lepas"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            ubah()


@pytest.mark.django_db
def test_marks_end_with_the_sidak_and_nobody_marks_himself(d) -> None:
    d.kadis.akses = susun_akses(d.kadis, pada=AWAL_NOVEMBER)
    p = actions.rencanakan_sidak(opd=d.opd, oleh=d.kadis.pelaku(), pada=PAGI)
    with pytest.raises(TidakBerhak, match="dirinya sendiri"):
        tanda(p, d.kadis.pegawai, True, oleh=d.kadis)
    with pytest.raises(AturanDilanggar, match="12 jam"):
        tanda(p, d.dua, True, oleh=d.insp, pada=PAGI + dt.timedelta(hours=13))
    tutup(p, d.insp)
    with pytest.raises(AturanDilanggar, match="selesai"):
        tanda(p, d.dua, True, oleh=d.insp)
    with pytest.raises(AturanDilanggar, match="selesai"):
        tutup(p, d.insp)


@pytest.mark.django_db(transaction=True)
def test_two_inspectors_at_once_leave_one_mark(d) -> None:
    p = buka(d)
    o = OrangPengawasan.objects.get(pengawasan=p, pegawai=d.dua)
    lain = buat_pengguna(Peran.BKPSDM, nama="Rekan")
    mulai, hasil = threading.Barrier(2), []

    def jalan(pengguna, ada) -> None:
        try:
            mulai.wait(10)
            actions.tandai(
                pengawasan_id=p.pk,
                orang_id=o.pk,
                ada=ada,
                pengguna=pengguna,
                oleh=pengguna.pelaku(),
                pada=PAGI,
            )
            hasil.append("ditulis")
        except Bentrok:
            hasil.append("bentrok")
        finally:
            connections.close_all()

    utas = [threading.Thread(target=jalan, args=x) for x in ((d.insp, True), (lain, False))]
    for u in utas:
        u.start()
    for u in utas:
        u.join(30)
    assert sorted(hasil) == ["bentrok", "ditulis"]
    assert TandaPengawasan.objects.count() == 1


@pytest.mark.django_db
def test_an_expired_session_marks_nothing_and_a_position_is_optional(d) -> None:
    p = buka(d)
    o = OrangPengawasan.objects.get(pengawasan=p, pegawai=d.dua)
    alamat = reverse("kehadiran:pengawasan_tandai", args=[p.pk])
    with time_machine.travel(PAGI, tick=False):
        assert Client().post(alamat, {"tanda": f"{o.pk}:1"}).status_code == 302
        assert not TandaPengawasan.objects.exists()
        k = masuk(d.insp)
        k.post(alamat, {"tanda": f"{o.pk}:1", "lintang": "-9.1063", "bujur": "x", "akurasi": "5"})
        assert TandaPengawasan.objects.get().lintang is None
        assert "tanpa letak" in k.get(reverse("kehadiran:pengawasan", args=[p.pk])).content.decode()
        lain = OrangPengawasan.objects.get(pengawasan=p, pegawai=d.orang)
        letak = {"lintang": "-9.1063", "bujur": "124.892311", "akurasi": "12"}
        k.post(alamat, {"tanda": f"{lain.pk}:0", **letak})
        assert str(TandaPengawasan.objects.get(orang=lain).bujur) == "124.892311"
        # a page that is not fresh: nothing is overwritten, and the reader is told
        jawaban = k.post(alamat, {"tanda": f"{o.pk}:0"}, follow=True)
        assert "Sudah ditandai “ada”" in jawaban.content.decode()
        assert TandaPengawasan.objects.count() == 2
    assert "124.89" not in str([bytes(c.baku) for c in Catatan.objects.all()])


@pytest.mark.django_db
def test_presses_are_shown_only_of_who_is_marked(d) -> None:
    p = buka(d)
    alamat = reverse("kehadiran:pengawasan", args=[p.pk])
    with time_machine.travel(PAGI, tick=False):
        k = masuk(d.insp)
        assert "07.21" not in k.get(alamat).content.decode()
        tanda(p, d.orang, False, oleh=d.insp)
        assert "rekam 07.21" in k.get(alamat).content.decode()


# ---- closing, the day, findings ----


@pytest.mark.django_db
def test_closing_makes_the_paper_the_findings_and_computes_the_day_anew(d) -> None:
    p = buka(d)
    tanda(p, d.orang, False, oleh=d.insp)
    tanda(p, d.dua, True, oleh=d.insp)
    tanda(p, d.cuti, True, oleh=d.insp)
    assert hari_ini(d.dua).status == S.TANPA_KETERANGAN  # an open sidak proves nothing yet
    p = tutup(p, d.insp, pendamping="Sekretaris")
    assert p.kertas is not None
    assert p.kertas.isi["jumlah"] == {
        "wajib": 3, "ada": 1, "tidak_ada": 1, "tidak_ditandai": 1, "berketerangan": 1, "lepas": 0,
        "lain_terlihat": 1, "koreksi": 0,
    }  # fmt: skip
    kuras_antrean(pada=LUSA)
    dua = HariKehadiran.objects.get(pegawai=d.dua, tanggal=HARI)
    assert (dua.status, Tanda(dua.tanda)) == (
        S.HADIR, Tanda.TERLIHAT_TANPA_REKAM | Tanda.TANPA_MASUK | Tanda.TANPA_PULANG
    )  # fmt: skip
    assert dua.potongan == 4000  # both hours unknown: two last bands, as much as a day without reason
    orang = HariKehadiran.objects.get(pegawai=d.orang, tanggal=HARI)
    assert Tanda.TIDAK_DI_TEMPAT in Tanda(orang.tanda)
    assert (orang.status, orang.potongan) == (S.HADIR, 2000)  # only for the missing departure
    assert Tanda.TERLIHAT_SAAT_KETERANGAN in Tanda(hari_ini(d.cuti).tanda)
    temuan = {t.orang.nama: t.jenis for t in TemuanSidak.objects.select_related("orang")}
    assert temuan == {"Staf": T.PERGI, "Staf 3": T.SAAT_KETERANGAN}
    # the day is over, and no press came: now it does not agree
    assert actions_temuan.perbarui_temuan(sejak=SORE, pada=LUSA) == 1
    assert actions_temuan.perbarui_temuan(sejak=SORE, pada=LUSA) == 0
    assert TemuanSidak.objects.get(orang__nama="Staf 2").jenis == T.TANPA_REKAM


@pytest.mark.django_db
def test_a_letter_that_comes_after_the_sidak_becomes_a_finding(d) -> None:
    p = buka(d)
    tanda(p, d.dua, False, oleh=d.insp)
    tutup(p, d.insp)
    assert not TemuanSidak.objects.exists()
    d.setuju(d.dua, HARI, J.DINAS_LUAR, pada=SORE)
    actions_temuan.perbarui_temuan(sejak=SORE, pada=LUSA)
    t = TemuanSidak.objects.get()
    assert t.jenis == T.MENYUSUL
    assert "Dinas luar, disetujui sesudah sidak" in t.uraian


@pytest.fixture
def temuan(d):
    p = buka(d)
    tanda(p, d.orang, False, oleh=d.insp)
    tutup(p, d.insp)
    return TemuanSidak.objects.get()


@pytest.mark.django_db
def test_a_finding_is_explained_once_and_then_decided_by_somebody_else(d, temuan) -> None:
    """The person answers, the head decides; nothing else changes."""
    for pengguna in (d.staf, d.kadis, d.insp):
        pengguna.akses = susun_akses(pengguna, pada=SORE)

    def jelas(siapa, kata="Mengantar surat ke Setda"):
        return actions_temuan.jelaskan(
            temuan_id=temuan.pk, penjelasan=kata, pengguna=siapa, oleh=siapa.pelaku(), pada=SORE
        )

    def putus(siapa, putusan="diterima", pada=SORE, alasan="Ada ekspedisinya"):
        return actions_temuan.putuskan(
            temuan_id=temuan.pk,
            putusan=putusan,
            alasan=alasan,
            pengguna=siapa,
            oleh=siapa.pelaku(),
            pada=pada,
        )

    sebelum = hari_ini(d.orang)
    with pytest.raises(TidakBerhak, match="Menunggu penjelasan sampai 19 Oktober 2026"):
        putus(d.kadis)
    with pytest.raises(TidakBerhak, match="yang bersangkutan atau atasannya"):
        jelas(d.insp)
    jelas(d.staf)
    with pytest.raises(TidakBerhak, match="Sudah dijelaskan Staf"):
        jelas(d.kadis)
    with pytest.raises(TidakBerhak, match="Diputus BKPSDM"):
        putus(d.staf)
    with pytest.raises(AturanDilanggar, match="alasannya"):
        putus(d.kadis, alasan=" ")
    assert putus(d.kadis).get_putusan_display() == "Penjelasan diterima"
    with pytest.raises(TidakBerhak, match="sudah diputus"):
        putus(d.kadis, "bukan")
    sesudah = hari_ini(d.orang)
    assert (sesudah.status, sesudah.potongan, sesudah.sidik) == (
        sebelum.status,
        sebelum.potongan,
        sebelum.sidik,
    )
    isi = str([bytes(c.baku) for c in Catatan.objects.filter(objek="temuan_sidak")])
    assert "Mengantar" not in isi


@pytest.mark.django_db
def test_without_an_answer_it_may_be_decided_after_the_days_of_sanggah(d, temuan) -> None:
    bkpsdm = buat_pengguna(Peran.BKPSDM)
    bkpsdm.akses = susun_akses(bkpsdm, pada=SORE)
    t = actions_temuan.putuskan(
        temuan_id=temuan.pk, putusan="bukan", alasan="Mesin keliru", pengguna=bkpsdm, oleh=bkpsdm.pelaku(),
        pada=setempat(tgl(20), "09.00"),
    )  # fmt: skip
    assert t.putusan == "bukan"


# ---- who sees what ----


@pytest.mark.django_db
def test_a_sidak_that_is_planned_is_known_only_to_its_inspectors(d) -> None:
    p = actions.rencanakan_sidak(opd=d.opd, mulai=SORE, oleh=d.insp.pelaku(), pada=PAGI)
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=d.opd)
    kepala_lain = buat_pengguna(Peran.KEPALA_OPD, opd=buat_opd("Dinas Lain"))
    rekan = buat_pengguna(Peran.PENGAWAS)
    alamat = reverse("kehadiran:pengawasan", args=[p.pk])
    with time_machine.travel(PAGI, tick=False):
        for pengguna, status in (
            (d.insp, 200), (rekan, 200), (d.kadis, 404), (admin, 404), (kepala_lain, 404), (d.staf, 404),
        ):  # fmt: skip
            assert masuk(pengguna).get(alamat).status_code == status, pengguna.nama
        assert p.nama not in masuk(d.kadis).get(reverse("kehadiran:sidak")).content.decode()
    assert not Catatan.objects.filter(objek="sidak", opd_id=d.opd.pk).exists()
    p = actions.buka(pengawasan_id=p.pk, oleh=rekan.pelaku(), pada=SORE)
    o = p.orang.get(pegawai=d.dua)
    with time_machine.travel(SORE, tick=False):
        # the head cannot mark his own people in the sidak of others
        tolak = masuk(d.kadis).post(
            reverse("kehadiran:pengawasan_tandai", args=[p.pk]), {"tanda": f"{o.pk}:1"}
        )
        assert tolak.status_code == 404
        assert masuk(rekan).get(alamat).status_code == 200
    tutup(p, rekan, pada=SORE)
    with time_machine.travel(LUSA, tick=False):
        for pengguna, status in ((d.kadis, 200), (admin, 200), (kepala_lain, 404), (d.staf, 404)):
            klien = masuk(pengguna)
            assert klien.get(alamat).status_code == status, pengguna.nama
            assert klien.get(reverse("kehadiran:pengawasan_kertas", args=[p.pk])).status_code == status


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_people(d) -> None:
    def jumlah() -> list[int]:
        p = buka(d)
        for o in p.orang.filter(keadaan=K.WAJIB).select_related("pegawai"):
            tanda(p, o.pegawai, o.nama != "Staf", oleh=d.insp)
        hasil = []
        k = masuk(d.insp)
        with time_machine.travel(SORE, tick=False):
            for nama in ("pengawasan", "pengawasan_daftar", "sidak", "temuan"):
                args = [p.pk] if nama.startswith("pengawasan") else []
                k.get(reverse(f"kehadiran:{nama}", args=args))  # once for what is kept
                with CaptureQueriesContext(connection) as q:
                    assert k.get(reverse(f"kehadiran:{nama}", args=args)).status_code == 200
                hasil.append(len(q))
        with CaptureQueriesContext(connection) as q:
            tutup(p, d.insp)
        return [*hasil, len(q)]

    jumlah()  # a list without any row needs one query less
    sedikit = jumlah()
    for n in range(10, 16):
        d.staf_lain(str(n))
    banyak = jumlah()
    assert banyak == sedikit


# ---- apel ----


def jadwalkan(d, **isi):
    biasa = {
        "nama": "Apel pagi",
        "opd": d.opd,
        "mulai": setempat(HARI, "07.15"),
        "buka": setempat(HARI, "06.30"),
        "tutup": setempat(HARI, "07.30"),
        "mesin": [d.mesin],
        "oleh": SISTEM,
        "pada": setempat(tgl(12), "09.00"),
    }
    return actions.jadwalkan_apel(**biasa | isi)


@pytest.mark.django_db
def test_an_apel_counts_presses_on_its_devices_and_marks_and_is_closed_by_itself(d) -> None:
    BarisKetentuan.objects.create(ketentuan=d.ketentuan, peristiwa=PeristiwaPotongan.APEL, persen="0.75")
    d.tekan(HARI, "07.29", pin="2")
    d.tekan(HARI, "07.30", "16.10", pin="1")  # the head: just after the window of the apel
    p = jadwalkan(d)
    belum = setempat(HARI, "07.45")
    assert actions.tutup_apel_lewat(oleh=SISTEM, pada=belum, tunggu=dt.timedelta(minutes=30)) == 0
    assert actions.tutup_apel_lewat(oleh=SISTEM, pada=SORE, tunggu=dt.timedelta(minutes=30)) == 1
    p.refresh_from_db()
    assert p.status == StatusPengawasan.SELESAI
    kata = {o.nama: hadir_apel(p.pk)[o.pk][0] for o in p.orang.all()}
    assert kata == {"Kadis": "Tidak ikut", "Staf": "Hadir", "Staf 2": "Hadir", "Staf 3": "Berketerangan"}
    kuras_antrean(pada=LUSA)
    kadis = HariKehadiran.objects.get(pegawai=d.kadis.pegawai, tanggal=HARI)
    assert (kadis.status, kadis.potongan, Tanda(kadis.tanda)) == (S.HADIR, 750, Tanda.TIDAK_IKUT_APEL)
    [hari] = hari_orang(d.kadis.pegawai.pk, HARI, HARI, pada=LUSA)
    assert [(b.kode, b.persen) for b in hari.butir] == [("APEL", 750)]
    assert (hari.potongan, hari.sama) == (750, True)
    # a letter that comes later explains it, on the day and in the recap
    d.setuju(d.kadis.pegawai, HARI, J.DINAS_LUAR)
    assert hari_ini(d.kadis.pegawai).status == S.DINAS
    [r] = [x for x in rekap_apel(HARI, HARI, opd_ids=None, per_orang=True) if x.nama == "Kadis"]
    assert (r.wajib, r.hadir, r.berketerangan, r.tidak_ikut, r.persen) == (1, 0, 1, 0, None)
    [opd] = rekap_apel(HARI, HARI, opd_ids=[d.opd.pk], per_orang=False)
    assert (opd.wajib, opd.hadir, opd.berketerangan, opd.tidak_ikut, opd.persen) == (4, 2, 2, 0, 100)
    assert rekap_apel(HARI, HARI, opd_ids=[buat_opd().pk], per_orang=True) == []


@pytest.mark.django_db
def test_who_is_in_charge_marks_and_others_do_not(d) -> None:
    p = jadwalkan(d, penanggung_jawab=d.orang, mesin=[])
    alamat = reverse("kehadiran:pengawasan", args=[p.pk])
    with time_machine.travel(setempat(HARI, "07.15"), tick=False):
        k = masuk(d.staf)
        assert k.get(alamat).status_code == 200
        k.post(reverse("kehadiran:pengawasan_langkah", args=[p.pk, "buka"]))
        o = p.orang.get(pegawai=d.dua)
        k.post(reverse("kehadiran:pengawasan_tandai", args=[p.pk]), {"tanda": f"{o.pk}:1"})
        assert hadir_apel(p.pk)[o.pk][0] == "Hadir"
        assert k.get(reverse("kehadiran:pengawasan_tutup", args=[p.pk])).status_code == 200
        lain = buat_pengguna(Peran.ADMIN_OPD, opd=buat_opd("Dinas Lain"))
        assert masuk(lain).get(alamat).status_code == 404


@pytest.mark.django_db
def test_an_apel_of_all_shows_each_opd_its_own_people(d) -> None:
    lain = buat_opd("Dinas Lain")
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=lain)
    milik = buat_staf(lain, "Orang Lain")
    p = actions.buka(pengawasan_id=jadwalkan(d, opd=None).pk, oleh=SISTEM, pada=setempat(HARI, "07.10"))
    with time_machine.travel(setempat(HARI, "07.15"), tick=False):
        k = masuk(admin)
        halaman = k.get(reverse("kehadiran:pengawasan", args=[p.pk])).content.decode()
        assert "Orang Lain" in halaman
        assert "Kadis" not in halaman
        alamat = reverse("kehadiran:pengawasan_tandai", args=[p.pk])
        bukan = p.orang.get(pegawai=d.dua)
        assert k.post(alamat, {"tanda": f"{bukan.pk}:1"}).status_code == 404
        assert k.post(alamat, {"tanda": f"{p.orang.get(pegawai=milik).pk}:1"}).status_code == 302
        assert k.get(reverse("kehadiran:pengawasan_tutup", args=[p.pk])).status_code == 404
