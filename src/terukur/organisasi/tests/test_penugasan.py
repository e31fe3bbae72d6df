"""Who holds which office, who signs, which roles follow."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from terukur.akun.akses import susun_akses
from terukur.akun.peran import Peran
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi import actions, queries
from terukur.organisasi.models import Penugasan
from terukur.organisasi.queries.daftar_orang import peringatan
from terukur.organisasi.tests.factories import (
    buat_jabatan,
    buat_opd,
    buat_pegawai,
    buat_pengguna,
    buat_penugasan,
    buat_unit,
)

pytestmark = pytest.mark.django_db


def pada(bulan: int, tanggal: int, tahun: int = 2026) -> dt.datetime:
    return dt.datetime(tahun, bulan, tanggal, 2, tzinfo=dt.UTC)


def test_kepala_menandatangani_untuk_opdnya_saja() -> None:
    opd, lain = buat_opd(), buat_opd()
    kepala = buat_pengguna(Peran.KEPALA_OPD, opd=opd)
    assert kepala.akses.boleh(Izin.PENGAJUAN_AJUKAN, opd.pk)
    assert not kepala.akses.boleh(Izin.PENGAJUAN_AJUKAN, lain.pk)
    penanda = queries.penanda_tangan(opd.pk, pada=pada(3, 1))
    assert penanda is not None
    assert penanda.pegawai.pengguna == kepala
    assert queries.dasar_penanda(kepala, opd.pk, pada=pada(3, 1)) == penanda.dasar_kewenangan
    assert queries.dasar_penanda(kepala, lain.pk, pada=pada(3, 1)) == ""


def test_plt_didahulukan_dan_dasarnya_disebut() -> None:
    opd = buat_opd("Dinas Contoh")
    jabatan = buat_jabatan(opd, "Kepala Dinas Contoh", kepala=True)
    buat_penugasan(jabatan=jabatan)
    pengguna = buat_pengguna()
    buat_penugasan(
        buat_pegawai(pengguna=pengguna),
        jabatan,
        jenis="plh",
        sejak=dt.date(2026, 3, 1),
        sampai=dt.date(2026, 3, 7),
        nomor_sk="800/77/2026",
    )
    penanda = queries.penanda_tangan(opd.pk, pada=pada(3, 5))
    assert penanda is not None
    assert penanda.dasar_kewenangan == "Plh. Kepala Dinas Contoh, SK 800/77/2026"
    (peran,) = susun_akses(pengguna, pada=pada(3, 5)).memegang(Peran.KEPALA_OPD)
    assert peran.dasar == penanda.dasar_kewenangan
    assert peran.opd_id == opd.pk
    assert susun_akses(pengguna, pada=pada(3, 8)).memegang(Peran.KEPALA_OPD) == []
    sesudah = queries.penanda_tangan(opd.pk, pada=pada(3, 8))
    assert sesudah is not None
    assert sesudah.jenis == "definitif"


def test_plt_di_samping_pejabat_definitif_diperingatkan() -> None:
    """A Plt fills an empty office: the end of the definitive holder was perhaps forgotten."""
    jabatan = buat_jabatan(buat_opd(), kepala=True)
    lama = buat_penugasan(jabatan=jabatan)
    masa = {"sejak": dt.date(2026, 3, 1), "sampai": dt.date(2026, 5, 31)}
    plt = buat_penugasan(buat_pegawai(), jabatan, jenis="plt", **masa)
    plh = buat_penugasan(buat_pegawai(), jabatan, jenis="plh", **masa)

    def pesan(per: dt.date) -> dict[int, list[str]]:
        semua = peringatan([plt, plh], per=per)
        return {pk: [w.pesan for w in daftar if w.kode == "definitif_ada"] for pk, daftar in semua.items()}

    sebelum = pesan(dt.date(2026, 3, 5))
    assert sebelum[plh.pk] == []
    assert lama.pegawai.nama in sebelum[plt.pk][0]
    actions.akhiri_penugasan(
        penugasan=lama, hari_terakhir=dt.date(2026, 3, 4), alasan="Pensiun", oleh=SISTEM, pada=pada(3, 5)
    )
    assert pesan(dt.date(2026, 3, 5))[plt.pk] == []


def test_hari_mengikuti_zona_pemda() -> None:
    """17.00 UTC on 28 February is already 1 March in WITA."""
    opd = buat_opd()
    buat_penugasan(jabatan=buat_jabatan(opd, kepala=True), sejak=dt.date(2026, 3, 1), pada=pada(2, 1))
    assert queries.penanda_tangan(opd.pk, pada=dt.datetime(2026, 2, 28, 15, 59, tzinfo=dt.UTC)) is None
    assert queries.penanda_tangan(opd.pk, pada=dt.datetime(2026, 2, 28, 16, 0, tzinfo=dt.UTC)) is not None


def test_sk_terlambat_tidak_memberi_wewenang_surut() -> None:
    opd = buat_opd()
    buat_penugasan(jabatan=buat_jabatan(opd, kepala=True), sejak=dt.date(2026, 3, 1), pada=pada(3, 10))
    assert queries.penanda_tangan(opd.pk, pada=pada(3, 5)) is None
    p = queries.penanda_tangan(opd.pk, pada=pada(3, 5), diketahui=pada(3, 11))
    assert p is not None
    assert p.sk_dicatat_pada == pada(3, 10)


def test_sk_dicatat_pada_bertahan_saat_penugasan_dipotong() -> None:
    p = buat_penugasan(sejak=dt.date(2026, 3, 1), pada=pada(3, 10))
    actions.akhiri_penugasan(
        penugasan=p, hari_terakhir=dt.date(2026, 6, 30), alasan="pensiun", oleh=SISTEM, pada=pada(6, 1)
    )
    kini = Penugasan.objects.diketahui(None).get(pegawai=p.pegawai)
    assert kini.berlaku_sampai == dt.date(2026, 6, 30)
    assert kini.sk_dicatat_pada == pada(3, 10)
    assert kini.dicatat_pada == pada(6, 1)


def test_dua_jabatan_sekaligus_boleh() -> None:
    pengguna = buat_pengguna()
    pegawai = buat_pegawai(pengguna=pengguna)
    satu, dua = buat_opd(), buat_opd()
    buat_penugasan(pegawai, buat_jabatan(satu, kepala=True))
    buat_penugasan(
        pegawai,
        buat_jabatan(dua, kepala=True),
        jenis="plt",
        sejak=dt.date(2026, 1, 1),
        sampai=dt.date(2026, 3, 31),
    )
    assert susun_akses(pengguna, pada=pada(2, 1)).cakupan(Izin.PENGAJUAN_AJUKAN) == {satu.pk, dua.pk}
    assert susun_akses(pengguna, pada=pada(4, 1)).cakupan(Izin.PENGAJUAN_AJUKAN) == {satu.pk}


def test_kepala_unit_tidak_menandatangani_untuk_opd() -> None:
    opd = buat_opd()
    unit = buat_unit(opd, "RSUD Contoh", jenis="rsud")
    pengguna = buat_pengguna()
    buat_penugasan(buat_pegawai(pengguna=pengguna), buat_jabatan(opd, "Direktur RSUD Contoh", unit=unit))
    assert susun_akses(pengguna, pada=pada(1, 5)).cakupan(Izin.PENGAJUAN_AJUKAN) == frozenset()
    with pytest.raises(AturanDilanggar, match="Kepala OPD memimpin seluruh OPD"):
        buat_jabatan(opd, "Direktur", unit=unit, kepala=True)


def test_pemegang_kedua_ditolak_dengan_nama_pemegang() -> None:
    p = buat_penugasan()
    with pytest.raises(AturanDilanggar, match=f"dipegang {p.pegawai.nama}"):
        buat_penugasan(jabatan=p.jabatan, sejak=dt.date(2026, 1, 1))


def test_dua_definitif_pada_satu_hari_ditolak_basis_data() -> None:
    p = buat_penugasan()
    with pytest.raises(IntegrityError, match="organisasi_penugasan_satu_pemegang"), transaction.atomic():
        Penugasan.objects.create(
            pegawai=buat_pegawai(),
            jabatan=p.jabatan,
            jenis="definitif",
            nomor_sk="1",
            tanggal_sk=p.tanggal_sk,
            sk_dicatat_pada=p.dicatat_pada,
            berlaku_sejak=dt.date(2026, 1, 1),
            dicatat_pada=p.dicatat_pada,
        )


def test_sementara_tanpa_akhir_ditolak_aturan_dan_basis_data() -> None:
    with pytest.raises(
        AturanDilanggar, match=r"Plt\. wajib memiliki tanggal selesai, misalnya 31 Maret 2025"
    ):
        buat_penugasan(jenis="plt")
    p = buat_penugasan()
    with pytest.raises(IntegrityError, match="sementara_berakhir"), transaction.atomic():
        Penugasan.objects.filter(pk=p.pk).update(jenis="plt")


def test_pelantikan_menggantikan_pejabat_lama() -> None:
    lama = buat_penugasan()
    baru = buat_penugasan(jabatan=lama.jabatan, sejak=dt.date(2026, 2, 1), gantikan=True)
    kini = Penugasan.objects.diketahui(None).order_by("berlaku_sejak")
    assert [(p.pegawai_id, p.berlaku_sampai) for p in kini] == [
        (lama.pegawai_id, dt.date(2026, 1, 31)),
        (baru.pegawai_id, None),
    ]
    dulu = Penugasan.objects.pada(dt.date(2026, 3, 1), pada(1, 15)).get()
    assert dulu.pegawai_id == lama.pegawai_id, "as known before the pelantikan was recorded"


def test_pelantikan_definitif_mengakhiri_plt_tetapi_bukan_plh() -> None:
    """Plh act for a holder who is away, so they stay; a Plt has nobody to stand in for any more."""
    jabatan = buat_jabatan(buat_opd(), kepala=True)
    masa = {"sejak": dt.date(2026, 1, 10), "sampai": dt.date(2026, 4, 9)}
    for jenis in ("plt", "plh"):
        buat_penugasan(buat_pegawai(), jabatan, jenis=jenis, **masa)
    buat_penugasan(jabatan=jabatan, sejak=dt.date(2026, 2, 1), gantikan=True)
    hari = Penugasan.objects.pada(dt.date(2026, 2, 1)).filter(jabatan=jabatan)
    assert set(hari.values_list("jenis", flat=True)) == {"definitif", "plh"}
    assert Penugasan.objects.pada(dt.date(2026, 1, 31)).filter(jabatan=jabatan, jenis="plt").exists()


def test_jabatan_bersama_boleh_banyak_pemegang() -> None:
    jabatan = buat_jabatan(eselon="nonstruktural", tunggal=False)
    buat_penugasan(jabatan=jabatan)
    buat_penugasan(jabatan=jabatan)
    assert Penugasan.objects.filter(jabatan=jabatan).count() == 2


def test_sumber_peran_satu_kueri_berapa_pun_peran(django_assert_num_queries) -> None:
    pengguna = buat_pengguna(Peran.OPERATOR_OPD)
    for _ in range(3):
        actions.beri_peran(
            pengguna=pengguna,
            peran=Peran.OPERATOR_OPD,
            opd=buat_opd(),
            akses=None,
            oleh=SISTEM,
            pada=pada(1, 1, 2025),
        )
    buat_penugasan(buat_pegawai(pengguna=pengguna), buat_jabatan(kepala=True))
    with django_assert_num_queries(1):
        akses = susun_akses(pengguna, pada=pada(5, 1))
    assert len(akses.peran) == 1 + 4 + 1


def test_peran_kepala_sama_dengan_yang_boleh_menandatangani() -> None:
    """The SQL that every request asks says the same as the queryset of signers, at every instant."""
    satu, dua = buat_opd(), buat_opd()
    jabatan = buat_jabatan(satu, "Kepala Dinas Lama", kepala=True)
    pengguna = buat_pengguna()
    pegawai = buat_pegawai(pengguna=pengguna)
    lama = buat_penugasan(pegawai, jabatan, sejak=dt.date(2026, 2, 1), pada=pada(2, 10))
    buat_penugasan(
        pegawai, buat_jabatan(dua, kepala=True), jenis="plt",
        sejak=dt.date(2026, 3, 1), sampai=dt.date(2026, 5, 31), pada=pada(3, 20),
    )  # fmt: skip
    buat_penugasan(pegawai, buat_jabatan(buat_opd(), kepala=False, tunggal=False))
    actions.ubah_jabatan(
        jabatan=jabatan, nama="Kepala Dinas Baru", eselon=jabatan.eselon, kepala=True,
        sejak=dt.date(2026, 4, 1), oleh=SISTEM, pada=pada(4, 5),
    )  # fmt: skip
    actions.akhiri_penugasan(
        penugasan=lama, hari_terakhir=dt.date(2026, 6, 30), alasan="pensiun", oleh=SISTEM, pada=pada(6, 1)
    )
    terlihat = set()
    for hari in range(0, 200, 3):
        saat = pada(1, 20) + dt.timedelta(days=hari)
        boleh = {
            opd: p.dasar_kewenangan
            for opd, daftar in queries.daftar_penanda([satu.pk, dua.pk], pada=saat).items()
            for p in daftar
            if p.pegawai.pengguna_id == pengguna.pk
        }
        peran = queries.peran_pengguna(pengguna, saat)
        assert {p.opd_id: p.dasar for p in peran} == boleh, saat
        assert {p.peran for p in peran} <= {Peran.KEPALA_OPD}
        terlihat |= set(boleh.values())
    assert len(terlihat) == 3
    actions.ubah_pegawai(
        pegawai=pegawai, nama=pegawai.nama, status=pegawai.status, nip=pegawai.nip, aktif=False,
        oleh=SISTEM, pada=pada(3, 25),
    )  # fmt: skip
    assert queries.peran_pengguna(pengguna, pada(3, 26)) == []


def test_pegawai_nonaktif_tidak_menandatangani() -> None:
    opd = buat_opd()
    kepala = buat_pengguna(Peran.KEPALA_OPD, opd=opd)
    p = kepala.pegawai
    actions.ubah_pegawai(
        pegawai=p, nama=p.nama, status=p.status, nip=p.nip, aktif=False, oleh=SISTEM, pada=pada(3, 1)
    )
    assert queries.penanda_tangan(opd.pk, pada=pada(3, 2)) is None


def test_pengguna_berperan() -> None:
    opd = buat_opd()
    operator = buat_pengguna(Peran.OPERATOR_OPD, opd=opd)
    buat_pengguna(Peran.OPERATOR_OPD)
    kepala = buat_pengguna(Peran.KEPALA_OPD, opd=opd)
    verifikator = buat_pengguna(Peran.VERIFIKATOR, syarat=["program_kerja"])
    saat = pada(4, 1)
    assert queries.pengguna_berperan(Peran.OPERATOR_OPD, opd_id=opd.pk, pada=saat) == [operator]
    assert len(queries.pengguna_berperan(Peran.OPERATOR_OPD, pada=saat)) == 2
    assert queries.pengguna_berperan(Peran.KEPALA_OPD, opd_id=opd.pk, pada=saat) == [kepala]
    assert queries.pengguna_berperan(Peran.KEPALA_OPD, pada=saat) == [kepala]
    cari = queries.pengguna_berperan
    assert cari(Peran.VERIFIKATOR, opd_id=opd.pk, pada=saat, syarat=("program_kerja",)) == [verifikator]
    assert cari(Peran.VERIFIKATOR, pada=saat, syarat=("kebutuhan_anggaran",)) == []


def test_dua_jabatan_definitif_tidak_pernah_diam_diam() -> None:
    """Who is inaugurated into another office leaves the old one only when somebody says so."""
    orang = buat_pegawai("Pejabat Contoh")
    lama = buat_penugasan(orang, buat_jabatan(buat_opd("Dinas Lama"), "Kepala Dinas Lama", kepala=True))
    baru = buat_jabatan(buat_opd("Dinas Baru"), kepala=True)

    def tugaskan(**lain: str) -> Penugasan:
        return actions.tugaskan(
            pegawai=orang, jabatan=baru, jenis="definitif", nomor_sk="9", tanggal_sk=dt.date(2026, 3, 2),
            sejak=dt.date(2026, 3, 2), oleh=SISTEM, pada=pada(3, 1), **lain,
        )  # fmt: skip

    with pytest.raises(AturanDilanggar, match="masih memegang jabatan definitif Kepala Dinas Lama") as tolak:
        tugaskan()
    assert "Dinas Lama" in tolak.value.kolom["jabatan_lama"]
    with transaction.atomic():
        tugaskan(jabatan_lama="rangkap")
        assert Penugasan.objects.get(pk=lama.pk).digantikan_pada is None
        transaction.set_rollback(True)
    tugaskan(jabatan_lama="akhiri")
    kini = Penugasan.objects.diketahui(None).get(jabatan=lama.jabatan)
    assert kini.berlaku_sampai == dt.date(2026, 3, 1)
    isi = Catatan.objects.filter(peristiwa="penugasan.tugaskan").latest("nomor").isi
    assert isi["jabatan_diakhiri"] == ["Kepala Dinas Lama"]


def test_jabatan_pelaksana_ikut_diakhiri_bila_diminta() -> None:
    """Whoever is promoted out of an office that many hold leaves it too, and back again."""
    orang = buat_pegawai()
    pelaksana = buat_penugasan(orang, buat_jabatan(buat_opd(), "Pelaksana", tunggal=False))
    kepala = buat_jabatan(buat_opd(), kepala=True)
    for jabatan, hari, lama in ((kepala, 2, pelaksana.jabatan), (pelaksana.jabatan, 9, kepala)):
        actions.tugaskan(
            pegawai=orang, jabatan=jabatan, jenis="definitif", nomor_sk="9", tanggal_sk=dt.date(2026, 3, 2),
            sejak=dt.date(2026, 3, hari), jabatan_lama="akhiri", oleh=SISTEM, pada=pada(3, hari),
        )  # fmt: skip
        kini = Penugasan.objects.diketahui(None).filter(jabatan=lama).latest("berlaku_sejak")
        assert kini.berlaku_sampai == dt.date(2026, 3, hari - 1)


def test_plt_di_jabatan_lain_bukan_dua_definitif() -> None:
    orang = buat_pegawai()
    buat_penugasan(orang, buat_jabatan(buat_opd(), kepala=True))
    plt = {"jenis": "plt", "sejak": dt.date(2026, 3, 1), "sampai": dt.date(2026, 5, 1)}
    assert buat_penugasan(orang, buat_jabatan(buat_opd(), kepala=True), **plt).pk
