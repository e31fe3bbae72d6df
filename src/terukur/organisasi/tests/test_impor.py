"""Workbooks of this room, the real files among them."""

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from terukur.akun.peran import Peran
from terukur.impor.jenis import JenisImpor, Konteks, Terapan, daftar_impor
from terukur.impor.kemajuan import diam
from terukur.impor.pembaca import HasilBaca, baca_buku
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import Kolom, tabel_csv, tabel_xlsx
from terukur.inti.pelaku import SISTEM
from terukur.organisasi import actions, queries
from terukur.organisasi.models import OPD, HariLibur, Pegawai, Penugasan, Unit, Wilayah
from terukur.organisasi.queries.daftar_orang import tabel_penugasan
from terukur.organisasi.queries.daftar_struktur import tabel_opd, tabel_unit
from terukur.organisasi.tests.factories import (
    AWAL,
    buat_jabatan,
    buat_opd,
    buat_pegawai,
    buat_pengguna,
    buat_penugasan,
    buat_unit,
)
from terukur.organisasi.views.opd import KOLOM as KOLOM_OPD
from terukur.organisasi.views.penugasan import _kolom_penugasan
from terukur.organisasi.views.struktur import KOLOM_UNIT

pytestmark = pytest.mark.django_db
CariData = Callable[[str], Path]
PADA = dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)
KONTEKS = Konteks("uji", {"sejak": "2026-01-01"})


def baca(
    kode: str, isi: bytes, nama: str = "uji.csv", konteks: Konteks = KONTEKS
) -> tuple[JenisImpor, HasilBaca]:
    jenis = daftar_impor.ambil(kode)
    hasil = jenis.baca(baca_buku(nama, isi), konteks)
    assert jenis.periksa is not None
    jenis.periksa(hasil, konteks)
    return jenis, hasil


def impor(kode: str, isi: bytes, nama: str = "uji.csv", pada: dt.datetime = PADA) -> Terapan:
    jenis, hasil = baca(kode, isi, nama)
    assert hasil.galat == []
    return jenis.terapkan(hasil, KONTEKS, lapor=diam, oleh=SISTEM, pada=pada)


def teks(*baris: str) -> bytes:
    return "\n".join(baris).encode()


def test_opd_unit_nyata_lalu_impor_ulang_tidak_mengubah(data_uji: CariData) -> None:
    """44 OPD and 187 units of a real kabupaten."""
    berkas = {k: data_uji(f"opd/banjarnegara_{k}.csv").read_bytes() for k in ("opd", "unit")}
    assert impor("opd", berkas["opd"]).pesan == "OPD: 44 baru, 0 berubah, 0 tidak berubah."
    assert impor("unit", berkas["unit"]).pesan == "Unit: 187 baru, 0 berubah, 0 tidak berubah."
    assert OPD.objects.filter(aktif=True).count() == 44
    jenis = {o.nama: o.jenis for o in OPD.objects.all()}
    assert jenis["Dinas Kesehatan"] == "dinas"
    assert jenis["Satuan Polisi Pamong Praja"] == "satuan"
    assert sum(j == "kecamatan" for j in jenis.values()) == 20
    assert Unit.objects.filter(jenis="puskesmas").count() == 35
    assert Unit.objects.filter(jenis="kelurahan").count() == 12
    assert Unit.objects.filter(jenis="induk").count() == 43
    assert Unit.objects.get(jenis="rsud").opd.nama == "Dinas Kesehatan"
    for kode, n in (("opd", 44), ("unit", 187)):
        _, ulang = baca(kode, berkas[kode])
        assert ulang.jumlah == {"Baru": 0, "Berubah": 0, "Tidak berubah": n}


def test_wilayah_nyata(data_uji: CariData) -> None:
    """702 rows; Lembata 53.13: 9 kecamatan, 144 desa and 7 kelurahan."""
    isi = data_uji("wilayah/lima_kabupaten_seed_2025.csv").read_bytes()
    impor("wilayah", isi)
    assert Wilayah.objects.count() == 702
    lembata = Wilayah.objects.filter(kode__startswith="53.13.")
    assert {t: lembata.filter(tingkat=t).count() for t in ("kecamatan", "desa", "kelurahan")} == {
        "kecamatan": 9,
        "desa": 144,
        "kelurahan": 7,
    }
    assert Wilayah.objects.get(kode="53.13.01.2001").induk.kode == "53.13.01"
    _, ulang = baca("wilayah", isi)
    assert ulang.jumlah["Tidak berubah"] == 702


def test_tingkat_terbaca_dari_kode_saja(data_uji: CariData) -> None:
    """The derived level equals the official one on every row of the real file."""
    with open(data_uji("wilayah/lima_kabupaten_seed_2025.csv"), encoding="utf-8") as f:
        resmi = {b["kode"]: b["tingkat"] for b in csv.DictReader(f)}
    tanpa = teks("kode,nama", *(f"{k},Contoh" for k in resmi))
    _, hasil = baca("wilayah", tanpa)
    assert {b.isi["kode"]: b.isi["tingkat"] for b in hasil.baris} == resmi


def test_libur_nyata_tanpa_dasar_menjadi_perkiraan(data_uji: CariData) -> None:
    berkas = data_uji("libur/libur_nasional_cuti_bersama_2023-2027_pypi-holidays-0.109.csv")
    jenis, hasil = baca("libur", berkas.read_bytes())
    assert len(hasil.baris) == 135
    assert [m.kode for m in hasil.peringatan] == ["tanpa_dasar"]
    jenis.terapkan(hasil, KONTEKS, lapor=diam, oleh=SISTEM, pada=PADA)
    assert HariLibur.objects.filter(perkiraan=True).count() == 135
    assert queries.geser_hari_kerja(dt.date(2026, 1, 5), 3).perkiraan, "no due date may hang on it"
    ber_dasar = Konteks("uji", {"dasar": "SKB 2026"})
    jenis, hasil = baca("libur", berkas.read_bytes(), konteks=ber_dasar)
    assert hasil.jumlah["Berubah"] == 135
    jenis.terapkan(hasil, ber_dasar, lapor=diam, oleh=SISTEM, pada=PADA)
    kerja = queries.geser_hari_kerja(dt.date(2026, 1, 2), 10)
    assert (kerja.tanggal, kerja.perkiraan) == (dt.date(2026, 1, 19), False), "16 January 2026 is a holiday"
    assert queries.geser_hari_kerja(dt.date(2026, 1, 19), 7).tanggal == dt.date(2026, 1, 28)
    assert queries.hari_kerja(dt.date(2026, 1, 2), dt.date(2026, 1, 19)) == 10


@pytest.mark.parametrize("akhiran", ["xlsx", "csv"])
def test_ekspor_lalu_impor_tidak_mengubah(akhiran: str) -> None:
    opd = buat_opd("Dinas = Contoh", singkatan="=DC")
    buat_unit(opd)
    jabatan = buat_jabatan(opd, kepala=True)
    lama = buat_penugasan(jabatan=jabatan)
    buat_penugasan(
        buat_pegawai("Pegawai Contoh Baru"), jabatan, jenis="plh",
        sejak=dt.date(2026, 11, 1), sampai=dt.date(2026, 11, 30),
    )  # fmt: skip
    pembaca = buat_pengguna(Peran.BKPSDM)
    hari = dt.date(2026, 11, 22)

    def ekspor(kolom: Any, baris: Any) -> bytes:
        k = [Kolom(c.judul, c.nilai, c.jenis) for c in kolom if c.di in ("semua", "unduhan")]
        return tabel_xlsx(k, baris) if akhiran == "xlsx" else b"".join(tabel_csv(k, baris))

    tugas = list(tabel_penugasan(pembaca, per=hari).order_by("pk"))
    for p in tugas:
        p.catatan = []
    for kode, isi, n in (
        ("opd", ekspor(KOLOM_OPD, tabel_opd(pembaca, per=hari).order_by("pk")), 1),
        ("unit", ekspor(KOLOM_UNIT, tabel_unit(pembaca, per=hari).order_by("pk")), 1),
        ("penugasan", ekspor(_kolom_penugasan(nip=True, kelola=False), tugas), 2),
    ):
        _, hasil = baca(kode, isi, f"uji.{akhiran}")
        assert hasil.galat == [], kode
        assert hasil.jumlah == {"Baru": 0, "Berubah": 0, "Tidak berubah": n}, kode
    assert Penugasan.objects.filter(pk=lama.pk, digantikan_pada=None).exists()


def test_pelantikan_mengganti_pejabat_dan_dapat_diurungkan() -> None:
    opd = buat_opd("Dinas Contoh")
    jabatan = buat_jabatan(opd, "Kepala Dinas Contoh", kepala=True)
    lama = buat_penugasan(buat_pegawai("Pejabat Lama Contoh"), jabatan)
    baru = buat_pegawai("Pejabat Baru Contoh")
    isi = teks(
        "No;Nama Pegawai;NIP;Jabatan;OPD;Nomor SK;Tanggal SK;TMT",
        f"1;Pejabat Baru Contoh;{baru.nip};Kepala Dinas Contoh;{opd.kode};821/9;20/11/2026;22 November 2026",
    )
    jenis, hasil = baca("penugasan", isi)
    assert hasil.galat == []
    assert [m.pesan for m in hasil.peringatan] == [
        f"Mengakhiri penugasan Pejabat Lama Contoh sebagai Kepala Dinas Contoh (SK {lama.nomor_sk}) per "
        "21 November 2026."
    ]
    assert hasil.baris[0].isi["mengakhiri"] == "Pejabat Lama Contoh, Kepala Dinas Contoh"
    terapan = jenis.terapkan(hasil, KONTEKS, lapor=diam, oleh=SISTEM, pada=PADA)
    penanda = queries.penanda_tangan(opd.pk, pada=PADA)
    assert penanda is not None
    assert penanda.pegawai == baru
    assert jenis.urungkan is not None
    nanti = PADA + dt.timedelta(hours=1)
    jenis.urungkan(terapan.urung, KONTEKS, oleh=SISTEM, pada=nanti)
    penanda = queries.penanda_tangan(opd.pk, pada=nanti)
    assert penanda is not None
    assert penanda.pegawai == lama.pegawai
    assert penanda.berlaku_sampai is None
    dulu = queries.penanda_tangan(opd.pk, pada=PADA)
    assert dulu is not None
    assert dulu.pegawai == baru, "what was known in between stays known as such"


def test_nama_yang_mirip_kata_kosong_tetap_nama_dan_disebut() -> None:
    isi = teks("nama,nip,status", "Nan,999901000000000777,PPPK", "NULL,null,none", "[null],nan,")
    _, hasil = baca("pegawai", isi)
    assert [(b.isi["nama"], b.isi["nip"], b.isi["status"]) for b in hasil.baris] == [
        ("Nan", "999901000000000777", "pppk")
    ], "a row of nothing but words for nothing is an empty row"
    assert [(m.kode, m.kolom, m.baris) for m in hasil.peringatan] == [("mirip_kosong", "A", 2)]
    _, hasil = baca("pegawai", teks("nama,nip,status", "[null],999901000000000777,PPPK"))
    assert "Nama kosong" in hasil.galat[0].pesan


def _pelantikan(*baris: str) -> HasilBaca:
    kepala = "Nama Pegawai;NIP;Jabatan;OPD;Nomor SK;TMT;Jabatan lama"
    return baca("penugasan", teks(kepala, *baris))[1]


def test_pelantikan_menyebut_jabatan_definitif_lama_dan_mengakhirinya_bila_diminta() -> None:
    a, b = (buat_opd(f"Dinas {n}") for n in "AB")
    ja, jb = (buat_jabatan(o, f"Kepala {o.nama}", kepala=True) for o in (a, b))
    orang, lain = buat_pegawai("Pejabat Satu"), buat_pegawai("Pejabat Dua")
    lama = buat_penugasan(orang, ja)
    plt = buat_penugasan(lain, jb, jenis="plt", sejak=dt.date(2026, 11, 1), sampai=dt.date(2026, 12, 31))
    baris = f"Pejabat Satu;{orang.nip};Kepala Dinas B;{b.kode};821/9;22/11/2026;"
    hasil = _pelantikan(baris)
    assert [m.kode for m in hasil.peringatan] == ["menggantikan", "dua_definitif"]
    assert f"Pejabat Dua sebagai Plt. Kepala Dinas B (SK {plt.nomor_sk})" in hasil.peringatan[0].pesan
    assert f"definitif Kepala Dinas A (SK {lama.nomor_sk}) dan akan merangkap" in hasil.peringatan[1].pesan
    assert [m.kode for m in _pelantikan(baris + "Rangkap").peringatan] == ["menggantikan"]
    hasil = _pelantikan(baris + "Akhiri")
    assert "Pejabat Satu, Kepala Dinas A" in hasil.baris[0].isi["mengakhiri"]
    daftar_impor.ambil("penugasan").terapkan(hasil, KONTEKS, lapor=diam, oleh=SISTEM, pada=PADA)
    assert Penugasan.objects.diketahui(None).get(jabatan=ja).berlaku_sampai == dt.date(2026, 11, 21)


def test_penugasan_yang_belum_mulai_disebut_dibatalkan() -> None:
    b = buat_opd("Dinas B")
    jb = buat_jabatan(b, "Kepala Dinas B", kepala=True)
    orang, lain = buat_pegawai("Pejabat Satu"), buat_pegawai("Pejabat Dua")
    buat_penugasan(lain, jb, jenis="plt", sejak=dt.date(2026, 12, 1), sampai=dt.date(2027, 1, 31))
    (pesan,) = _pelantikan(f"Pejabat Satu;{orang.nip};Kepala Dinas B;{b.kode};821/9;22/11/2026;").peringatan
    assert pesan.pesan.startswith("Membatalkan penugasan Pejabat Dua sebagai Plt. Kepala Dinas B")
    assert pesan.pesan.endswith("yang berlaku sejak 1 Desember 2026.")


def test_pelantikan_mengakhiri_jabatan_pelaksana_bila_diminta() -> None:
    """A shared office that the same file gives to somebody else is still left only when asked."""
    a, b = (buat_opd(f"Dinas {n}") for n in "AB")
    pelaksana = buat_jabatan(a, "Pelaksana", tunggal=False)
    buat_jabatan(b, "Kepala Dinas B", kepala=True)
    orang, lain = buat_pegawai("Pejabat Satu"), buat_pegawai("Pejabat Dua")
    buat_penugasan(orang, pelaksana)
    hasil = _pelantikan(
        f"Pejabat Satu;{orang.nip};Kepala Dinas B;{b.kode};821/9;22/11/2026;Akhiri",
        f"Pejabat Dua;{lain.nip};Pelaksana;{a.kode};821/9;22/11/2026;",
    )
    assert hasil.baris[0].isi["mengakhiri"] == "Pejabat Satu, Pelaksana"
    daftar_impor.ambil("penugasan").terapkan(hasil, KONTEKS, lapor=diam, oleh=SISTEM, pada=PADA)
    kini = Penugasan.objects.diketahui(None).get(jabatan=pelaksana, pegawai=orang)
    assert kini.berlaku_sampai == dt.date(2026, 11, 21)


def test_jabatan_lama_yang_diisi_baris_lain_tidak_diperingatkan() -> None:
    """A rotation: everybody's old office goes to the next in the same file."""
    a, b = (buat_opd(f"Dinas {n}") for n in "AB")
    ja, jb = (buat_jabatan(o, f"Kepala {o.nama}", kepala=True) for o in (a, b))
    satu, dua = buat_pegawai("Pejabat Satu"), buat_pegawai("Pejabat Dua")
    buat_penugasan(satu, ja)
    buat_penugasan(dua, jb)
    hasil = _pelantikan(
        f"Pejabat Satu;{satu.nip};Kepala Dinas B;{b.kode};821/9;22/11/2026;",
        f"Pejabat Dua;{dua.nip};Kepala Dinas A;{a.kode};821/9;22/11/2026;",
    )
    assert {m.kode for m in hasil.peringatan} == {"menggantikan"}
    daftar_impor.ambil("penugasan").terapkan(hasil, KONTEKS, lapor=diam, oleh=SISTEM, pada=PADA)
    kini = Penugasan.objects.pada(dt.date(2026, 11, 22))
    assert {(p.pegawai, p.jabatan) for p in kini} == {(satu, jb), (dua, ja)}


def test_urung_ditolak_bila_sudah_diubah() -> None:
    isi = teks("kode,nama", "1.02.0.00.0.00.91.0000,Dinas Impor")
    jenis = daftar_impor.ambil("opd")
    terapan = impor("opd", isi)
    opd = OPD.objects.get(nama="Dinas Impor")
    actions.ubah_opd(
        opd=opd, kode=opd.kode, nama="Dinas Berubah", singkatan="DB", jenis="dinas",
        sejak=dt.date(2026, 5, 1), oleh=SISTEM, pada=PADA + dt.timedelta(hours=1),
    )  # fmt: skip
    assert jenis.urungkan is not None
    with pytest.raises(AturanDilanggar, match="sudah dipakai atau diubah"):
        jenis.urungkan(terapan.urung, KONTEKS, oleh=SISTEM, pada=PADA + dt.timedelta(hours=2))


@pytest.mark.parametrize(
    ("kode", "isi"),
    [
        ("opd", teks("kode,nama", "1.02.0.00.0.00.91.0000,Dinas Impor")),
        ("wilayah", teks("kode,nama", "99.01,Kabupaten Contoh", "99.01.01,Kecamatan Contoh")),
        ("pegawai", teks("nama,nip,status", "Pegawai Contoh Impor,999901000000000777,PPPK")),
        ("libur", teks("tanggal,nama,dasar", "2027-02-01,Libur Contoh,SKB")),
    ],
)
def test_urung_menghapus_yang_baru(kode: str, isi: bytes) -> None:
    terapan = impor(kode, isi)
    jenis = daftar_impor.ambil(kode)
    assert jenis.urungkan is not None
    jenis.urungkan(terapan.urung, KONTEKS, oleh=SISTEM, pada=PADA + dt.timedelta(hours=1))
    assert not OPD.objects.filter(aktif=True).exists()
    assert not Wilayah.objects.exists()
    assert not Pegawai.objects.exists()
    assert not HariLibur.objects.exists()


def test_urung_mengembalikan_nilai_lama() -> None:
    p = buat_pegawai("Pegawai Contoh Lama", status="cpns")
    terapan = impor("pegawai", teks("nama,nip,status", f"Pegawai Contoh Lama,{p.nip},PNS"))
    p.refresh_from_db()
    assert p.status == "pns"
    urungkan = daftar_impor.ambil("pegawai").urungkan
    assert urungkan is not None
    urungkan(terapan.urung, KONTEKS, oleh=SISTEM, pada=PADA + dt.timedelta(hours=1))
    p.refresh_from_db()
    assert p.status == "cpns"


@pytest.mark.parametrize(
    ("kode", "isi", "pesan"),
    [
        ("opd", teks("kode,nama", "1.02,Dinas"), "pola 22 karakter"),
        (
            "opd",
            teks("kode,nama", "1.02.0.00.0.00.91.0000,A", "1.02.0.00.0.00.91.0000,B"),
            "sama dengan baris 2",
        ),
        ("opd", teks("kode,nama,jenis", "1.02.0.00.0.00.91.0000,A,Toko"), "tidak dikenal; pilih salah satu"),
        ("opd", teks("kode,nama,berlaku sejak", "1.02.0.00.0.00.91.0000,A,31/02/2026"), "bukan tanggal"),
        ("opd", teks("a,b", "1,2"), "Tidak ada lembar"),
        ("unit", teks("kode,nama", "1.02.0.00.0.00.99.0001,A"), "impor OPD lebih dahulu"),
        ("wilayah", teks("kode,nama,tingkat", "53.13.1,A,kecamatan"), "tidak sesuai tingkat"),
        ("pegawai", teks("nama,nip", "A,123"), "harus 18 angka"),
        ("pegawai", teks("nama,nip,status", "A,,PNS"), "wajib untuk PNS"),
        (
            "penugasan",
            teks("pegawai,jabatan,opd,nomor sk,tmt", "Tak Ada,Kepala,Dinas,1,01/01/2026"),
            "Pegawai Tak Ada tidak ditemukan",
        ),
    ],
)
def test_baris_bermasalah_disebut(kode: str, isi: bytes, pesan: str) -> None:
    _, hasil = baca(kode, isi)
    assert any(pesan in m.pesan for m in hasil.galat), hasil.galat


def test_plt_tanpa_akhir_dan_jabatan_ganda_di_berkas() -> None:
    opd = buat_opd("Dinas Contoh")
    buat_jabatan(opd, "Kepala Dinas Contoh", kepala=True)
    a, b = buat_pegawai(), buat_pegawai()
    kepala = "nama;nip;jabatan;opd;jenis;nomor sk;berlaku mulai"
    _, hasil = baca("penugasan", teks(kepala, f"A;{a.nip};Kepala Dinas Contoh;Dinas Contoh;Plt;1;01/02/2026"))
    assert "wajib memiliki tanggal selesai" in hasil.galat[0].pesan
    satu = [f"X;{p.nip};Kepala Dinas Contoh;{opd.singkatan};;1;01/02/2026" for p in (a, b)]
    _, hasil = baca("penugasan", teks(kepala, *satu))
    assert "sudah diisi orang lain pada baris 2" in hasil.galat[0].pesan


def test_penolakan_saat_diterapkan_menyebut_baris() -> None:
    jenis, hasil = baca("opd", teks("kode,nama", "1.02.0.00.0.00.91.0000,Dinas Impor"))
    buat_opd(kode="1.02.0.00.0.00.91.0000", sejak=AWAL)
    with pytest.raises(AturanDilanggar, match="Baris 2: Kode"):
        jenis.terapkan(hasil, KONTEKS, lapor=diam, oleh=SISTEM, pada=PADA)


def test_impor_hanya_untuk_pengelola_kabupaten() -> None:
    jenis = daftar_impor.ambil("opd")
    operator = buat_pengguna(Peran.OPERATOR_OPD)
    assert not jenis.boleh(operator)
    with pytest.raises(AturanDilanggar, match="seluruh kabupaten"):
        jenis.siapkan({"sejak": "2026-01-01"}, untuk=operator)
    konteks = jenis.siapkan({"sejak": "2026-01-01"}, untuk=buat_pengguna(Peran.ADMIN_SISTEM))
    assert konteks.data["sejak"] == "2026-01-01"
