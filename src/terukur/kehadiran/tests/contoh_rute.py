"""Samples of this room's routes for the sweep of all routes and roles."""

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

from terukur.akun.models import Pengguna
from terukur.berkas.actions import simpan
from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions import jadwal, pengawasan
from terukur.kehadiran.actions.berkas import terima_berkas
from terukur.kehadiran.actions.hitung import hitung_bulan
from terukur.kehadiran.actions.ketentuan import tetapkan_ketentuan
from terukur.kehadiran.actions.lingkup import untuk
from terukur.kehadiran.actions.tempat import buat_layar
from terukur.kehadiran.actions.tutup import siapkan, tutup
from terukur.kehadiran.choices import StatusHari
from terukur.kehadiran.models import (
    AntreanHari,
    BerkasPindai,
    HariKehadiran,
    Mesin,
    PolaKerja,
    RekapBulan,
    TemuanSidak,
)
from terukur.kehadiran.rules.jadwal import LEPAS
from terukur.kehadiran.rules.ketentuan import KETENTUAN_BAWAAN
from terukur.kehadiran.rules.terima import TERTUA
from terukur.kehadiran.tests.dunia_mesin import buat_mesin, petakan
from terukur.kehadiran.tests.dunia_ponsel import buat_ketentuan_ponsel, buat_tempat, izinkan, tekan
from terukur.kehadiran.tests.factories import buat_bawaan, buat_permohonan, buat_staf, tempatkan
from terukur.organisasi.models import OPD, Pegawai
from terukur.organisasi.tests.factories import buat_pegawai
from tests.rute import Contoh, Dunia


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    pada = dt.datetime.now(dt.UTC)
    hari = pada.date()
    buat_bawaan(hari.replace(month=1, day=1), pada=pada)
    pola = PolaKerja.objects.get(kode="KANTOR5")
    bersama: dict[str, Any] = {"oleh": SISTEM, "pada": pada}

    def satu(opd: OPD) -> dict[str, dict[str, Any]]:
        milik = untuk(opd)
        staf = buat_staf(opd)
        jadwal.kecualikan(
            pegawai=staf, nomor_sk="1/SK", tanggal_sk=hari, alasan="Contoh", sejak=hari, **bersama
        )
        return {
            "pola": {"baris_id": jadwal.tetapkan_pola(untuk=milik, pola=pola, sejak=hari, **bersama).pk},
            "khusus": {
                "baris_id": jadwal.tetapkan_khusus(
                    untuk=milik, sejak=hari, sampai=hari, jam=LEPAS, dasar="Contoh", **bersama
                ).pk
            },
            "ketentuan": {
                "baris_id": tetapkan_ketentuan(untuk=milik, isi=KETENTUAN_BAWAAN, sejak=hari, **bersama).pk
            },
            "orang": {"pegawai_id": staf.pk},
            "mesin": {"mesin_id": (mesin := buat_mesin(f"SN-{opd.pk}"[:40], opd=opd)).pk},
            "pin": {"baris_id": petakan(f"P{staf.pk}"[:24], staf).pk},
            "berkas": {"berkas_id": buat_berkas_rekam(mesin, pada).pk},
            "permohonan": {
                "permohonan_id": buat_permohonan(buat_staf(opd), pada=pada, sejak=hari, sampai=hari).pk
            },
        }

    sendiri, lain = satu(dunia.sendiri), satu(dunia.lain)
    punya: dict[Any, dict[str, Any]] = {}

    def milikku(pengguna: Pengguna) -> Mapping[str, Any]:
        """A request of the user himself, as a person of the own OPD."""
        if pengguna.pk not in punya:
            orang = Pegawai.objects.filter(pengguna=pengguna).first() or buat_pegawai(pengguna=pengguna)
            punya[pengguna.pk] = {"permohonan_id": buat_permohonan_milik(orang, dunia.sendiri, pada, hari)}
        return punya[pengguna.pk]

    for pengguna in dunia.pengguna.values():
        milikku(pengguna)

    def diriku(pengguna: Pengguna) -> Mapping[str, Any]:
        """The user himself, as a person of the own OPD."""
        milikku(pengguna)
        return {"pegawai_id": Pegawai.objects.get(pengguna=pengguna).pk}

    def hariku(pengguna: Pengguna) -> Mapping[str, Any]:
        return {**diriku(pengguna), "tanggal": hari.isoformat()}

    bolos = {o.pk: {"pegawai_id": buat_bolos(o, hari, pada).pk} for o in (dunia.sendiri, dunia.lain)}
    rekap = {"rekap_id": buat_rekap(dunia.sendiri, pada).pk}
    seluruh = "a month belongs to the kabupaten; its rows are narrowed to the reader's OPD (test_tutup)"

    def langkah(pengguna: Pengguna) -> Mapping[str, Any]:
        return {**milikku(pengguna), "langkah": "tarik"}

    langsung = {o.pk: buat_pengawasan(o, pada) for o in (dunia.sendiri, dunia.lain)}
    di_sini, di_lain = langsung[dunia.sendiri.pk], langsung[dunia.lain.pk]
    orang_lain = lain["permohonan"]
    lain_opd = {"opd": str(dunia.lain.pk)}
    return {
        "kehadiran:orang": Contoh(diriku, lain=lain["orang"]),
        "kehadiran:dasar": Contoh(hariku, lain=lain["orang"] | {"tanggal": hari.isoformat()}),
        "kehadiran:rekap_orang": Contoh(kueri_lain=lain_opd),
        "kehadiran:berhenti": Contoh(kueri_lain=lain_opd),
        "kehadiran:disiplin": Contoh(kueri_lain=lain_opd),
        "kehadiran:panggilan": Contoh(bolos[dunia.sendiri.pk], lain=bolos[dunia.lain.pk]),
        **{
            f"kehadiran:tutup_{nama}": Contoh(rekap, umum=seluruh)
            for nama in ("satu", "bulan", "pegawai", "penyesuaian", "kertas", "data")
        },
        "kehadiran:permohonan_satu": Contoh(milikku, lain=orang_lain),
        "kehadiran:permohonan_berkas": Contoh(
            milikku, lain=orang_lain, belum_terbuka="no file is attached; test_halaman reads one"
        ),
        "kehadiran:permohonan_banding": Contoh(milikku, lain=orang_lain),
        "kehadiran:permohonan_langkah": Contoh(langkah, lain=orang_lain | {"langkah": "tarik"}),
        "kehadiran:pola_berlaku_cabut": Contoh(sendiri["pola"], lain=lain["pola"]),
        "kehadiran:khusus_cabut": Contoh(sendiri["khusus"], lain=lain["khusus"]),
        "kehadiran:ketentuan_satu": Contoh(sendiri["ketentuan"], lain=lain["ketentuan"]),
        "kehadiran:ketentuan_baru": Contoh(kueri_lain={"dari": lain["ketentuan"]["baris_id"]}),
        "kehadiran:pengecualian_akhiri": Contoh(sendiri["orang"], lain=lain["orang"]),
        "kehadiran:pola_satu": Contoh({"pola_id": pola.pk}, umum="a pattern belongs to the kabupaten"),
        "kehadiran:pola_berlaku_baru": Contoh(isi_lain={"opd": str(dunia.lain.pk)}),
        "kehadiran:khusus_baru": Contoh(isi_lain={"opd": str(dunia.lain.pk)}),
        "kehadiran:sif": Contoh(kueri_lain={"opd": str(dunia.lain.pk)}),
        "kehadiran:mesin_satu": Contoh(sendiri["mesin"], lain=lain["mesin"]),
        "kehadiran:mesin_ubah": Contoh(
            sendiri["mesin"], lain=lain["mesin"], isi_lain={"opd": str(dunia.lain.pk)}
        ),
        "kehadiran:mesin_aktif": Contoh(sendiri["mesin"], lain=lain["mesin"]),
        "kehadiran:mesin_perintah": Contoh(sendiri["mesin"], lain=lain["mesin"]),
        "kehadiran:mesin_baru": Contoh(isi_lain={"opd": str(dunia.lain.pk)}),
        "kehadiran:mesin": Contoh(kueri_lain={"opd": str(dunia.lain.pk)}),
        "kehadiran:pin_akhiri": Contoh(sendiri["pin"], lain=lain["pin"]),
        "kehadiran:berkas_rekam_baru": Contoh(isi_lain={"mesin": str(lain["mesin"]["mesin_id"])}),
        "kehadiran:berkas_rekam_satu": Contoh(sendiri["berkas"], lain=lain["berkas"]),
        "kehadiran:berkas_rekam_langkah": Contoh(
            sendiri["berkas"] | {"langkah": "batalkan"}, lain=lain["berkas"] | {"langkah": "batalkan"}
        ),
        "kehadiran:berkas_rekam_unduh": Contoh(
            sendiri["berkas"] | {"bagian": "rekam"}, lain=lain["berkas"] | {"bagian": "rekam"}
        ),
        "kehadiran:rombongan": Contoh(kueri_lain={"opd": str(dunia.lain.pk)}),
        "kehadiran:permohonan_daftar": Contoh(kueri_lain={"opd": str(dunia.lain.pk)}),
        "kehadiran:setujui_banyak": Contoh(isi_lain={"permohonan": str(orang_lain["permohonan_id"])}),
        **contoh_ponsel(dunia, pada),
        **{
            f"kehadiran:pengawasan{nama}": Contoh(di_sini["jalan"], lain=di_lain["jalan"])
            for nama in ("", "_tandai", "_tutup", "_daftar")
        },
        "kehadiran:pengawasan_orang": Contoh(di_sini["orang"], lain=di_lain["orang"]),
        "kehadiran:pengawasan_kertas": Contoh(di_sini["selesai"], lain=di_lain["selesai"]),
        "kehadiran:pengawasan_langkah": Contoh(
            di_sini["jalan"] | {"langkah": "buka"}, lain=di_lain["jalan"] | {"langkah": "buka"}
        ),
        **{
            f"kehadiran:temuan_{nama}": Contoh(di_sini["temuan"], lain=di_lain["temuan"])
            for nama in ("satu", "jelaskan", "putuskan")
        },
        "kehadiran:sidak_baru": Contoh(isi_lain={"opd": str(dunia.lain.pk)}),
        "kehadiran:apel_baru": Contoh(isi_lain={"opd": str(dunia.lain.pk)}),
        "kehadiran:sidak": Contoh(kueri_lain=lain_opd),
        "kehadiran:temuan": Contoh(kueri_lain=lain_opd),
        "kehadiran:apel": Contoh(kueri_lain=lain_opd),
        "kehadiran:apel_orang": Contoh(kueri_lain=lain_opd),
    }


def contoh_ponsel(dunia: Dunia, pada: dt.datetime) -> dict[str, Contoh]:
    """Records by phone, after everybody has an office."""
    awal = pada.date().replace(month=1, day=1)
    buat_ketentuan_ponsel(awal, pada)

    def satu(opd: OPD) -> dict[str, dict[str, Any]]:
        tempat, staf = buat_tempat(opd, pada=pada), buat_staf(opd)
        layar, kunci = buat_layar(tempat=tempat, nama="Lobi", oleh=SISTEM, pada=pada)
        izin = izinkan(staf, awal, pada)
        return {
            "tempat": {"mesin_id": tempat.pk},
            "cabut": {"mesin_id": tempat.pk, "layar_id": layar.pk},
            "layar": {"kunci": kunci},
            "kode": {"layar_id": layar.pk, "kode": "0" * 20},
            "izin": {"baris_id": izin.pk},
            "rekam": {"rekam_id": tekan(staf, pada).pk},
        }

    sendiri, lain = satu(dunia.sendiri), satu(dunia.lain)
    punya: dict[Any, dict[str, Any]] = {}
    for pengguna in dunia.pengguna.values():
        orang = Pegawai.objects.get(pengguna=pengguna)
        izinkan(orang, awal, pada)
        punya[pengguna.pk] = {"rekam_id": tekan(orang, pada).pk}

    def milikku(pengguna: Pengguna) -> Mapping[str, Any]:
        return punya[pengguna.pk]

    lain_opd = {"opd": str(dunia.lain.pk)}
    return {
        "kehadiran:rekam_ponsel_satu": Contoh(milikku, lain=lain["rekam"]),
        "kehadiran:rekam_ponsel_putus": Contoh(sendiri["rekam"], lain=lain["rekam"]),
        "kehadiran:rekam_kode": Contoh(
            sendiri["kode"], umum="a code is for whoever stands before the screen"
        ),
        "kehadiran:layar": Contoh(sendiri["layar"], umum="public to whoever holds its secret"),
        "kehadiran:antrean_ponsel": Contoh(kueri_lain=lain_opd),
        "kehadiran:tempat_baru": Contoh(isi_lain=lain_opd),
        **{
            f"kehadiran:{nama}": Contoh(sendiri["tempat"], lain=lain["tempat"])
            for nama in ("tempat_satu", "letak", "tempat_aktif", "layar_baru")
        },
        "kehadiran:layar_cabut": Contoh(sendiri["cabut"], lain=lain["cabut"]),
        "kehadiran:izin_ponsel_akhiri": Contoh(sendiri["izin"], lain=lain["izin"]),
    }


def buat_permohonan_milik(orang: Pegawai, opd: OPD, pada: dt.datetime, hari: dt.date) -> Any:
    """A request of this person, who works in ``opd`` when he holds no office yet."""
    if not orang.penugasan.exists():
        tempatkan(orang, opd)
    return buat_permohonan(orang, pada=pada, sejak=hari, sampai=hari).pk


def buat_hari(orang: Pegawai, opd: OPD, tanggal: dt.date, pada: dt.datetime, status: int) -> None:
    """A computed day without a press."""
    HariKehadiran.objects.create(
        pegawai=orang, tanggal=tanggal, opd=opd, status=status, jumlah_pindai=0, terlambat=0, pulang_cepat=0,
        pita_terlambat=0, pita_pulang_cepat=0, potongan=0, tanda=0, sidik=bytes(16), dihitung_pada=pada,
    )  # fmt: skip


def buat_bolos(opd: OPD, hari: dt.date, pada: dt.datetime) -> Pegawai:
    """A person with two days without reason this year, up to today."""
    orang = buat_staf(opd)
    for n in (0, 1):
        tanggal = max(hari - n * dt.timedelta(days=1), hari.replace(month=1, day=1))
        if not HariKehadiran.objects.filter(pegawai=orang, tanggal=tanggal).exists():
            buat_hari(orang, opd, tanggal, pada, StatusHari.TANPA_KETERANGAN)
    return orang


def buat_rekap(opd: OPD, pada: dt.datetime) -> RekapBulan:
    """The month before the last one, closed."""
    bulan = (pada.date().replace(day=1) - dt.timedelta(days=40)).replace(day=1)
    buat_staf(opd)
    hitung_bulan(bulan, pada=pada)
    rekap = siapkan(bulan=bulan, oleh=SISTEM, pada=pada)
    RekapBulan.objects.filter(pk=rekap.pk).update(batas_sanggah=bulan)
    AntreanHari.objects.all().delete()  # in this world no worker computes what the rosters asked for
    return tutup(rekap_id=rekap.pk, oleh=SISTEM, pada=pada)


def buat_berkas_rekam(mesin: Mesin, pada: dt.datetime) -> BerkasPindai:
    """A file of one record that waits to be applied."""
    isi = f"        7\t2026-01-05 07:00:{mesin.pk % 60:02d}\t1\t0\t1\t0\r\n".encode()
    berkas = simpan(
        nama="1_attlog.dat", isi=io.BytesIO(isi), jenis_diizinkan=("dat",), batas_ukuran=10_000,
        opd_id=mesin.opd_id, oleh=SISTEM, pada=pada,
    )  # fmt: skip
    return terima_berkas(
        mesin=mesin, berkas=berkas, berita_acara=None, nomor="BA/1", alasan="Contoh", tertua=TERTUA,
        oleh=SISTEM, pada=pada,
    )  # fmt: skip


def buat_pengawasan(opd: OPD, pada: dt.datetime) -> dict[str, dict[str, Any]]:
    """A sidak that runs, and one that is closed with a finding."""
    bersama: dict[str, Any] = {"oleh": SISTEM, "pada": pada}
    buat_staf(opd)
    lama = pengawasan.rencanakan_sidak(opd=opd, **bersama)
    orang = lama.orang.order_by("pk").first()
    pengawasan.tutup(pengawasan_id=lama.pk, **bersama)
    temuan = TemuanSidak.objects.create(orang=orang, jenis="pergi", uraian="Contoh", dicatat_pada=pada)
    jalan = pengawasan.rencanakan_sidak(opd=opd, **bersama)
    kunci = {"pengawasan_id": jalan.pk}
    return {
        "jalan": kunci, "orang": kunci | {"orang_id": jalan.orang.order_by("pk").first().pk},
        "selesai": {"pengawasan_id": lama.pk}, "temuan": {"temuan_id": temuan.pk},
    }  # fmt: skip
