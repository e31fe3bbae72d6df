"""What every kind of import takes in, a list gives out; uploaded again, it changes nothing.

The kinds are walked from the registry: a later room's kind without such a list fails here.
"""

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.anggaran.actions import catat_realisasi
from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.rules.serapan import UangRealisasi
from terukur.anggaran.tests.factories import DAK, DAU, DAU_KESEHATAN, buat_kebutuhan, buat_pagu, isian
from terukur.impor.choices import Status
from terukur.impor.jenis import daftar_impor
from terukur.impor.models import Impor
from terukur.impor.pembaca import baca_buku
from terukur.inti.pelaku import SISTEM
from terukur.organisasi import actions
from terukur.organisasi.actions import BagianBaru
from terukur.organisasi.models import OPD, Unit
from terukur.organisasi.tests.factories import (
    buat_jabatan,
    buat_opd,
    buat_pegawai,
    buat_pengguna,
    buat_penugasan,
    buat_unit,
    buat_wilayah,
)
from terukur.perencanaan.actions.nomenklatur import simpan_rekening, simpan_sumber_dana
from terukur.perencanaan.models import Rekening, SubKegiatanRencana, VersiNomenklatur
from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur
from terukur.perencanaan.tests.factories import (
    BARIS_CONTOH,
    BARIS_REKENING,
    BARIS_SUMBER_DANA,
    PADA,
    buat_pengajuan,
    buat_prioritas,
    buat_sub_kegiatan,
    buat_versi_nomenklatur,
)
from terukur.realisasi.tests.factories import buat_tahun_terisi
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.models import Pengajuan
from tests.lembar_kehadiran import catat_pin, catat_sif
from tests.rute import dikembalikan

pytestmark = [pytest.mark.django_db, pytest.mark.lambat]
SAAT = PADA + dt.timedelta(minutes=5)
ANEH = (
    "=1+1; Contoh",
    "+62 Contoh",
    "-Contoh, dengan koma",
    "@Contoh; titik koma",
    'Ja\'far "Contoh"',
    "'=Contoh",
    "''@Contoh",
    "Contoh  dua\u00a0spasi",
    "Contoh | tegak\tdan tab",
    "Jumlah Contoh",
    "Total; Contoh",
    "2027",
    "007",
)
"""Text that spreadsheets, separators and readers like to take for something else."""
PANJANG = "Contoh Nama Panjang " * 7
HARI = dt.date(2025, 1, 1)
LALU = dt.date(2025, 6, 1)
"""A day before the merger below."""
TAK_DIHITUNG = frozenset({"jejak", "impor", "berkas", "sessions", "procrastinate"})
"""Apps that record that somebody imported: the journal, the upload and its file."""


def potret() -> dict[str, list[Any]]:
    """Every row of every table but of those that record the import itself."""
    return {
        m._meta.label: sorted((tuple(b.items()) for b in m._default_manager.order_by().values()), key=repr)
        for m in apps.get_models(include_auto_created=True)
        if m._meta.app_label not in TAK_DIHITUNG and not m._meta.proxy and m._meta.managed
    }


def _wilayah() -> None:
    kab = buat_wilayah("99.01", "Contoh", tingkat="kabkota")
    for n, nama in enumerate(ANEH, start=1):
        kec = buat_wilayah(f"99.01.{n:02d}", nama[:120], tingkat="kecamatan", induk=kab)
        buat_wilayah(f"99.01.{n:02d}.2001", f"Desa {n}", induk=kec)
        buat_wilayah(f"99.01.{n:02d}.1002", nama[:120], tingkat="kelurahan", induk=kec)


def _organisasi() -> OPD:
    opd = buat_opd("Dinas Kesehatan 'Contoh'", kode="1.02.2.14.0.00.01.0000", singkatan="Dinkes")
    for n, nama in enumerate((*ANEH, PANJANG.strip()), start=1):
        lain = buat_opd(nama, kode=f"1.03.0.00.0.00.{n:02d}.0000", singkatan=nama[:40])
        buat_unit(lain, f"{nama} unit", kode=f"1.03.0.00.0.00.{n:02d}.0001", jenis="lainnya")
        buat_unit(opd, nama, jenis="puskesmas")
        orang = buat_pegawai(nama[:150], nip="" if n % 2 else None, status="non_asn_blud" if n % 2 else "pns")
        jabatan = buat_jabatan(lain, nama)
        buat_penugasan(orang, jabatan, nomor_sk=nama[:100], sejak=HARI, sampai=dt.date(2027, 1, n))
    # An OPD whose code was corrected from its first day on, while its unit keeps the old one.
    keliru = buat_opd("Dinas Berkode Baru", kode="1.04.0.00.0.00.01.0000")
    buat_unit(keliru, "UPTD Berkode Lama", jenis="uptd")
    actions.ubah_opd(
        opd=keliru, kode="1.04.2.10.0.00.01.0000", nama=keliru.nama, singkatan=keliru.singkatan,
        jenis=keliru.jenis, sejak=HARI, oleh=SISTEM, pada=PADA,
    )  # fmt: skip
    # The same office in several units, people of one name without NIP, several holders of one office.
    tata_usaha = [
        buat_jabatan(opd, "Kepala Tata Usaha", unit=u)
        for u in Unit.objects.filter(opd=opd).order_by("kode", "pk")[:3]
    ]
    for jabatan in tata_usaha:
        buat_penugasan(buat_pegawai("Maria Contoh", nip="", status="non_asn_blud"), jabatan)
    staf = buat_jabatan(opd, "Staf", tunggal=False, eselon="nonstruktural")
    for _ in range(3):
        buat_penugasan(buat_pegawai(), staf)
    # An office renamed while somebody holds it, and one whose holder came, left and is no longer active.
    ganti = buat_jabatan(opd, "Kepala Seksi Lama")
    buat_penugasan(buat_pegawai("Yosef Contoh", nip="", status="non_asn_blud"), ganti)
    actions.ubah_jabatan(
        jabatan=ganti, nama="Kepala Seksi Baru", eselon=ganti.eselon, kepala=False, unit=None,
        sejak=dt.date(2025, 3, 1), oleh=SISTEM, pada=PADA,
    )  # fmt: skip
    pensiun = buat_pegawai("Rosa Contoh", nip="", status="non_asn_blud")
    buat_penugasan(pensiun, buat_jabatan(opd, "Bendahara"), sampai=dt.date(2025, 12, 31))
    actions.ubah_pegawai(
        pegawai=pensiun, nama=pensiun.nama, status=pensiun.status, aktif=False, oleh=SISTEM, pada=PADA
    )
    # Two OPD merge: their units get new codes, their people's assignments end.
    lama = [buat_opd(f"Dinas Lama {n}", kode=f"2.11.0.00.0.00.0{n}.0000") for n in (1, 2)]
    for o in lama:
        buat_unit(o, f"UPTD {o.nama}", jenis="uptd")
        buat_penugasan(None, buat_jabatan(o, kepala=True))
    actions.gabung_opd(
        pendahulu=lama, baru=BagianBaru("2.11.3.27.0.00.01.0000", "Dinas Gabungan", "Disgab", "dinas"),
        tanggal=dt.date(2026, 1, 1), dasar="Perda; contoh, nomor '1'", oleh=SISTEM, pada=PADA,
    )  # fmt: skip
    return opd


def _libur() -> None:
    for n, nama in enumerate(ANEH, start=1):
        actions.tetapkan_libur(
            tanggal=dt.date(2026, 5, n), nama=nama, jenis="libur_nasional", perkiraan=not n % 3,
            dasar="" if not n % 3 else f"{nama} (SKB)", oleh=SISTEM, pada=PADA,
        )  # fmt: skip


def _acuan() -> None:
    aneh = [
        IsianNomenklatur(
            pemda, f"1.03.0{n % 7 + 2}.{2 if pemda == 'KABKOT' else 1}.{n:02d}.0001", nama,
            kinerja=nama, indikator=nama, satuan=nama, spm=bool(n % 2), jenis=nama[:30], pelaksana=nama,
            definisi=nama, tag=("STUNTING", f"{n}x") if n % 2 else (),
            kode_sebelumnya="1.03.02.2.01.0099" if n % 4 else "",
        )
        for pemda in ("KABKOT", "PROV")
        for n, nama in enumerate(ANEH, start=1)
    ]  # fmt: skip
    buat_versi_nomenklatur(baris=(*BARIS_CONTOH, *aneh), tahun_mulai=2020)
    simpan_sumber_dana(
        daftar=[*BARIS_SUMBER_DANA, *((f"3.1.{n:02d}", nama) for n, nama in enumerate(ANEH)), ("3.1", "x")],
        oleh=SISTEM, pada=PADA,
    )  # fmt: skip
    simpan_rekening(
        daftar=[*BARIS_REKENING, *((f"5.1.02.02.{n:02d}", nama) for n, nama in enumerate(ANEH))],
        oleh=SISTEM, pada=PADA,
    )  # fmt: skip


def _rencana(opd: OPD) -> Pengajuan:
    syarat = (("program_kerja", True), ("kebutuhan_anggaran", True))
    pengajuan = buat_pengajuan(opd, syarat=syarat, tahapan=Tahapan.RKA)
    from terukur.organisasi.models import Wilayah

    desa = list(Wilayah.objects.filter(tingkat__in=["desa", "kelurahan"]).order_by("kode")[:4])
    unit = list(Unit.objects.filter(opd=opd, aktif=True).order_by("kode", "pk"))
    atk = Rekening.objects.get(kode="5.1.02.01.01.0024")
    lain = Rekening.objects.get(kode="5.1.02.02.03")
    milik = [
        buat_sub_kegiatan(pengajuan, unit=u, kelompok_sasaran=nama, catatan=f"{nama}\n{PANJANG}",
                          lokasi=desa[: n % 4], lokasi_uraian=f"pesisir {n};RT  0{n}",
                          target=Decimal("0.125") + n, target_maju=None if n % 2 else Decimal("1234.5"),
                          pagu_maju=Decimal("1234567890123456.78") if n % 3 else None)
        for n, (nama, u) in enumerate(zip(ANEH, [*unit, None], strict=False))
    ]  # fmt: skip
    milik.append(
        buat_sub_kegiatan(
            pengajuan,
            "1.02.02.2.02.0015",
            prioritas=buat_prioritas("Gizi; 'contoh', =1"),
            catatan="",
        )
    )
    milik.append(buat_sub_kegiatan(pengajuan, "1.02.02.2.02.0053", unit=unit[0]))
    milik.append(buat_sub_kegiatan(pengajuan, "1.02.01.2.01.0001"))
    for n, sub in enumerate(milik):
        buat_kebutuhan(
            sub,
            isian(f"{n + 1}000000.25", DAU),
            isian("12345678901234.56", DAU_KESEHATAN, rekening_id=atk.pk, uraian=ANEH[n % len(ANEH)]),
            isian(7, DAU_KESEHATAN, rekening_id=lain.pk, uraian="dua  spasi"),
            isian(5, DAK, di_atas_pagu=True, alasan=f"{ANEH[n % len(ANEH)]}\nbaris dua"),
            isian(6, DAK),
        )
    for n, nama in enumerate(ANEH, start=1):
        buat_pagu(OPD.objects.get(nama=nama), f"{n}234567890123.45", tahap=_tahap(pengajuan), kode=None)
    buat_pagu(opd, "99999999999999999.99", tahap=_tahap(pengajuan))
    for u in unit:
        buat_pagu(opd, 10**15, tahap=_tahap(pengajuan), unit=u, kode=None)
    buat_pagu(OPD.objects.get(nama="Dinas Lama 1"), 0, tahap=_tahap(pengajuan), kode=DAK)
    return pengajuan


def _realisasi(opd: OPD) -> None:
    baris = [
        UangRealisasi(f"1.02.2.14.0.00.01.{n:04d}", nama[:250], f"1.02.02.2.02.00{n:02d}", nama, jenis, *uang)
        for n, nama in enumerate(ANEH, start=1)
        for jenis, uang in (
            ("operasi", (Decimal("12345678901234.56"), Decimal(n))),
            ("modal", (None if n % 2 else Decimal(0), Decimal("7.25"))),
        )
    ]
    catat_realisasi(
        opd_id=opd.pk, tahun=2026, sumber=SumberRealisasi.SP2D, batas=dt.date(2026, 10, 31), baris=baris,
        dasar="contoh", oleh=SISTEM, pada=PADA,
    )  # fmt: skip


def _tahap(pengajuan: Pengajuan) -> Any:
    from terukur.anggaran.queries import tahap_jendela

    return tahap_jendela(pengajuan.jendela)


@pytest.fixture
def _django_db_helper() -> None:
    """Takes the place of pytest-django's transaction per test: ours is one per module, with savepoints."""


@pytest.fixture(scope="module")
def _dunia_bersama(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), dikembalikan():
        with time_machine.travel(SAAT, tick=False):
            dunia = _dunia()
        yield dunia


@pytest.fixture
def dunia(_dunia_bersama: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """A kabupaten of awkward names, and a user who may import everything; as built in each test."""
    with dikembalikan(), time_machine.travel(SAAT, tick=False):
        yield _dunia_bersama


def _dunia() -> SimpleNamespace:
    _wilayah()
    opd = _organisasi()
    catat_sif((*ANEH, PANJANG.strip()), HARI, PADA)
    catat_pin(ANEH, HARI, LALU, PADA)
    _libur()
    _acuan()
    pengguna = buat_pengguna(Peran.OPERATOR_OPD, opd=opd)
    for peran in (Peran.PENYELENGGARA, Peran.TAPD, Peran.BKPSDM):
        actions.beri_peran(pengguna=pengguna, peran=peran, sejak=HARI, akses=None, oleh=SISTEM, pada=PADA)
    pengguna.akses = susun_akses(pengguna, pada=PADA)
    pengajuan = _rencana(opd)
    _realisasi(opd)
    buat_tahun_terisi(opd, ANEH, tahun=2026, pada=SAAT)
    data = {
        "opd": {"sejak": "2026-11-18"},
        "unit": {"sejak": "2026-11-18"},
        "nomenklatur": {
            "nama": VersiNomenklatur.objects.get().nama, "dasar": "Kepmendagri contoh", "tahun_mulai": "2020"
        },
        "program_kerja": {"pengajuan": str(pengajuan.pk)},
        "anggaran": {"pengajuan": str(pengajuan.pk)},
        "realisasi_anggaran": {
            "opd": str(opd.pk), "tahun": "2026", "sumber": "sp2d", "batas": "2026-10-31"
        },
        "evaluasi": {"opd": str(opd.pk), "tahun": "2026"},
        "jadwal_sif": {"bulan": "2026-11"},
        "pin_pegawai": {"sejak": "2026-11-18"},
        "pagu": {"tahun": "2027", "tahapan": "rka", "sejak": "2026-11-18", "dasar": "SE contoh"},
    }  # fmt: skip
    klien = Client()
    klien.force_login(Pengguna.objects.get(pk=pengguna.pk))
    return SimpleNamespace(klien=klien, pengguna=pengguna, data=data, pengajuan=pengajuan)


def unduh(klien: Client, alamat: str, bentuk: str) -> bytes:
    jawaban = klien.get(f"{alamat}{'&' if '?' in alamat else '?'}unduh={bentuk}")
    assert jawaban.status_code == 200, alamat
    assert "attachment" in jawaban["Content-Disposition"], f"{alamat} is no list to download"
    return b"".join(jawaban) if jawaban.streaming else jawaban.content


def unggah(dunia: SimpleNamespace, kode: str, isi: bytes, bentuk: str) -> Impor:
    """Upload to the page of the kind, as a user does; returns the preview."""
    data = dunia.data.get(kode, {})
    kueri = "&".join(f"{k}={v}" for k, v in data.items() if k == "pengajuan")
    jawaban = dunia.klien.post(
        f"/impor/baru/{kode}/?{kueri}", data | {"berkas": SimpleUploadedFile(f"{kode}.{bentuk}", isi)}
    )
    assert jawaban.status_code == 302, jawaban.content.decode()[-3000:]
    return Impor.objects.latest("dibuat_pada", "pk")


def periksa_tetap(dunia: SimpleNamespace, kode: str, isi: bytes, bentuk: str) -> None:
    semula = potret()
    impor = unggah(dunia, kode, isi, bentuk)
    ringkasan = impor.isi["ringkasan"]
    assert [m["pesan"] for m in ringkasan["masalah"]] == []
    assert impor.isi["selisih"] == [], "every kind compares, and finds no difference"
    assert impor.status == Status.SIAP
    assert impor.jumlah_baris > 3
    hasil = dunia.klien.post(f"/impor/{impor.pk}/terapkan/")
    assert hasil.status_code == 302
    impor.refresh_from_db()
    assert impor.status == Status.DITERAPKAN, impor.pesan
    kini = potret()
    beda = {k: [b for b in kini[k] if b not in v] for k, v in semula.items() if v != kini[k]}
    assert not beda


@pytest.mark.parametrize("bentuk", ["xlsx", "csv"])
@pytest.mark.parametrize("kode", [kode for kode, _ in daftar_impor])
def test_ekspor_lalu_impor_tidak_mengubah_apa_pun(dunia: SimpleNamespace, kode: str, bentuk: str) -> None:
    jenis = daftar_impor.ambil(kode)
    konteks = jenis.siapkan(dunia.data.get(kode, {}), untuk=dunia.pengguna)
    alamat = jenis.ekspor(konteks)
    assert alamat, f"{kode}: no list to export"
    periksa_tetap(dunia, kode, unduh(dunia.klien, alamat, bentuk), bentuk)


@pytest.mark.parametrize("bentuk", ["xlsx", "csv"])
@pytest.mark.parametrize("kode", ["opd", "unit", "penugasan"])
def test_keadaan_hari_yang_lalu_diunggah_kembali_tidak_mengubah(
    dunia: SimpleNamespace, kode: str, bentuk: str
) -> None:
    """OPD that ended, units before their new codes, and assignments that are over."""
    alamat = f"/organisasi/{kode}/?per={LALU.isoformat()}"
    isi = unduh(dunia.klien, alamat, bentuk)
    assert b"Dinas Lama" in isi if bentuk == "csv" else "Dinas Lama" in str(baca_buku("a.xlsx", isi))
    periksa_tetap(dunia, kode, isi, bentuk)


def test_kebutuhan_yang_baru_dimulai_tetap_ada(dunia: SimpleNamespace) -> None:
    """A row with a source but no amount is in no file, and stays."""
    sub = SubKegiatanRencana.objects.filter(pengajuan=dunia.pengajuan).latest("kode")
    buat_kebutuhan(sub, isian(None, DAU), isian(9, DAK), sidik=None)
    konteks = daftar_impor.ambil("anggaran").siapkan(dunia.data["anggaran"], untuk=dunia.pengguna)
    isi = unduh(dunia.klien, daftar_impor.ambil("anggaran").ekspor(konteks), "csv")
    periksa_tetap(dunia, "anggaran", isi, "csv")


def test_kertas_kerja_diunggah_kembali_tidak_mengubah(dunia: SimpleNamespace) -> None:
    isi = dunia.klien.get(f"/perencanaan/{dunia.pengajuan.pk}/kertas-kerja/").content
    periksa_tetap(dunia, "program_kerja", isi, "xlsx")


@pytest.mark.parametrize("kode", [kode for kode, _ in daftar_impor])
def test_halaman_impor_menawarkan_unduhannya(dunia: SimpleNamespace, kode: str) -> None:
    jenis = daftar_impor.ambil(kode)
    data = dunia.data.get(kode, {})
    alamat = jenis.ekspor(jenis.siapkan(data, untuk=dunia.pengguna))
    html = dunia.klien.get(f"/impor/baru/{kode}/", data).content.decode()
    assert alamat.replace("&", "&amp;") in html
    assert "unduh=xlsx" in html


def test_sebagian_daftar_tidak_menjadikan_induknya_daun(dunia: SimpleNamespace) -> None:
    """Only the rows above the leaves, exported by a filter: what is below them in the list still is."""
    isi = b"Kode rekening;Nama rekening\r\n5.1;BELANJA OPERASI\r\n5.1.02;Belanja Barang dan Jasa\r\n"
    semula = potret()
    impor = unggah(dunia, "rekening", io.BytesIO(isi).getvalue(), "csv")
    dunia.klien.post(f"/impor/{impor.pk}/terapkan/")
    assert potret() == semula
