"""From the workbook an OPD keeps to its drafts: what is written, what is asked first, what is only said."""

import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from terukur.impor.choices import Status
from terukur.impor.models import Impor
from terukur.jejak.models import Catatan
from terukur.realisasi.models import BuktiRealisasi, LaporanRealisasi, Realisasi
from terukur.realisasi.tests.buku_evaluasi import PERSEN, RP, Baris, K
from terukur.realisasi.tests.dunia_evaluasi import (
    IBU,
    KUNJUNG,
    SAAT,
    buat_dunia,
    dunia,
    langkah,
    masalah,
    tersimpan,
    unggah,
)
from terukur.realisasi.tests.factories import TW1, TW2, TW3, ajukan, isi

__all__ = ["dunia"]
D = Decimal
pytestmark = pytest.mark.django_db


def test_nama_sama_diterapkan_ke_draf_dan_diurungkan(dunia: Any) -> None:
    regu, kunci, klien = dunia
    isi(regu, 70, kunci=kunci["ibu"], kendala="Bidan kurang", pada=SAAT)
    impor = unggah(
        klien, regu,
        Baris(IBU, "Program Kesehatan", "%",
              {(1, K): 0.85, (1, PERSEN): 94.44, (2, K): "180 %", (2, PERSEN): 2},
              {(1, K): "0%", (2, PERSEN): "0%"}),
        Baris("jumlah dokumen", "Menyusun Rencana", "Dok.", {(1, K): 0, (2, K): "5 dokumen"}),
    )  # fmt: skip
    assert impor.status == Status.SIAP
    assert impor.isi["selisih"] == [
        [impor.isi["selisih"][0][0], IBU, "Triwulan I", "70 persen", "85 persen"],
        [impor.isi["selisih"][0][0], IBU, "Triwulan II", "", "180 persen"],
        [impor.isi["selisih"][2][0], "Jumlah dokumen", "Triwulan I", "", "0 dokumen"],
        [impor.isi["selisih"][2][0], "Jumlah dokumen", "Triwulan II", "", "5 dokumen"],
    ]
    assert masalah(impor) == {
        "persen_beda": [
            "P9 Triwulan II. Buku: 200 %, dihitung Terukur: 120 % (180 ÷ 90 × 100 = 200, dibatasi 120). "
            "Yang berlaku hitungan Terukur."
        ]
    }
    halaman = klien.get(reverse("impor:rincian", args=[impor.pk])).content.decode()
    assert "Persentase di berkas tidak disimpan" in halaman
    impor = langkah(klien, impor, "terapkan")
    assert impor.pesan.startswith("4 realisasi disimpan ke laporan Triwulan I, Triwulan II; 0 sudah sama.")
    assert tersimpan() == {kunci["ibu"]: 85, kunci["rencana"]: 0}
    assert tersimpan(TW2) == {kunci["ibu"]: 180, kunci["rencana"]: 5}
    assert Realisasi.objects.get(kunci=kunci["ibu"], laporan__periode=TW1).kendala == "Bidan kurang"
    assert set(LaporanRealisasi.objects.values_list("status", flat=True)) == {"draf"}
    assert "Impor buku evaluasi" in klien.get(impor.tautan).content.decode()
    assert langkah(klien, impor, "urungkan").status == Status.DIURUNGKAN
    assert tersimpan() == {kunci["ibu"]: 70, kunci["rencana"]: None}
    assert tersimpan(TW2) == {kunci["ibu"]: None, kunci["rencana"]: None}
    catatan = Catatan.objects.filter(objek="impor").order_by("nomor")
    assert list(catatan.values_list("peristiwa", flat=True)) == [
        "impor.mulai", "impor.terapkan", "impor.urungkan",
    ]  # fmt: skip


def test_yang_mirip_menunggu_pilihan_dan_yang_dilewati_tidak_ditulis(dunia: Any) -> None:
    regu, kunci, klien = dunia
    impor = unggah(
        klien, regu,
        Baris("Jumlah kunjungan puskesmas rawat jalan", "", "kunjungan", {(1, K): 120}),
        Baris("Jumlah dokumen", "", "dokumen", {(1, K): 3}),
        Baris("Panjang jalan mantap", "", "km", {(1, K): 7}),
    )  # fmt: skip
    pilihan = impor.isi["pilihan"]
    assert [(b["usulan"], b["terpilih"]) for b in pilihan["baris"]] == [
        (str(kunci["kunjung"]), ""),
        ("", ""),
        ("", ""),
    ]
    assert set(pilihan["opsi"]) == {str(k) for k in kunci.values()}
    kode = masalah(impor)
    assert "Paling mirip: “Jumlah kunjungan rawat jalan puskesmas”" in kode["belum_dipadankan"][0]
    assert ["2 rencana aksi" in kode["tak_dikenal"][0], "tidak ada nama" in kode["tak_dikenal"][1]] == [
        True,
        True,
    ]
    halaman = klien.get(reverse("impor:rincian", args=[impor.pk])).content.decode()
    assert "3 baris menunggu pilihan Anda" in halaman
    assert halaman.count("<select") == 3
    assert "Lewati baris ini" in halaman
    impor = langkah(klien, impor, "pilih", **{"pilih-0": str(kunci["kunjung"]), "pilih-2": "lewati"})
    assert impor.konteks["pilihan"] == {"0": str(kunci["kunjung"]), "2": "lewati"}
    assert [s[1:] for s in impor.isi["selisih"]] == [
        ["Jumlah kunjungan rawat jalan puskesmas", "Triwulan I", "", "120 kunjungan"]
    ]
    assert (
        "1 baris menunggu pilihan Anda"
        in klien.get(reverse("impor:rincian", args=[impor.pk])).content.decode()
    )
    impor = langkah(klien, impor, "pilih", **{"pilih-1": str(kunci["lapor"])})
    unduhan = klien.get(reverse("impor:rincian", args=[impor.pk]), {"bagian": "pilihan", "unduh": "csv"})
    assert "Lewati baris ini" in b"".join(unduhan.streaming_content).decode()  # type: ignore[attr-defined]
    langkah(klien, impor, "terapkan")
    assert tersimpan() == {kunci["kunjung"]: 120, kunci["lapor"]: 3}


def test_tanpa_satu_pun_pilihan_tidak_diterapkan_dan_tetap_dapat_dipilih(dunia: Any) -> None:
    regu, kunci, klien = dunia
    impor = unggah(klien, regu, Baris("Jumlah kunjungan puskesmas", isi={(1, K): 120}, satuan="kunjungan"))
    halaman = klien.get(reverse("impor:rincian", args=[impor.pk])).content.decode()
    assert "Belum ada baris yang dipadankan." in halaman
    assert "Siap diterapkan" not in halaman
    tolak = klien.post(reverse("impor:terapkan", args=[impor.pk]), {"kunci_kirim": uuid.uuid4()})
    assert (tolak.status_code, Impor.objects.get().status) == (409, Status.SIAP)
    assert "Belum ada baris yang dipadankan." in tolak.content.decode()
    assert not Realisasi.objects.exists()
    langkah(klien, impor, "pilih", **{"pilih-0": str(kunci["kunjung"])})
    assert langkah(klien, impor, "terapkan").status == Status.DITERAPKAN
    assert tersimpan() == {kunci["kunjung"]: 120}


def test_pilihan_asing_ditolak(dunia: Any) -> None:
    regu, _, klien = dunia
    lain, kunci_lain = buat_dunia()
    impor = unggah(klien, regu, Baris("Jumlah kunjungan", isi={(1, K): 120}, satuan="kunjungan"))
    tuju = reverse("impor:pilih", args=[impor.pk])
    for data in ({"pilih-0": str(kunci_lain["kunjung"])}, {"pilih-9": "lewati"}, {"pilih-0": "x"}):
        assert klien.post(tuju, data).status_code == 409
    impor.refresh_from_db()
    assert impor.konteks["pilihan"] == {}
    klien.force_login(lain.operator)
    assert klien.post(tuju, {"pilih-0": "lewati"}).status_code == 404


def test_setiap_masalah_disebut_dengan_selnya(dunia: Any) -> None:
    regu, kunci, klien = dunia
    impor = unggah(
        klien, regu,
        Baris(IBU, "", "persen", {(1, K): "#DIV/0!", (2, K): 0.85, (3, K): 50}, tingkat="#REF!"),
        Baris("Jumlah dokumen", "Menyusun rencana", "dokumen",
              {(1, K): 51, (1, PERSEN): 1020, (2, K): "=5*1", (2, PERSEN): "=1/0"}),
        Baris("Jumlah dokumen", "Menyusun laporan", "orang", {(1, K): 5}),
        Baris(KUNJUNG, "", "", {(1, K): 1, (1, PERSEN): "=K/0", (2, K): "-"}),
        Baris("Persentase kehadiran", "", "persen", {(1, K): 85, (2, K): "12/14", (2, PERSEN): 0.9524}),
        Baris("Laporan bulanan", "", "laporan", {(1, K): 3}),
        Baris("Laporan bulanan", "", "laporan", {(1, RP): 3}),
    )  # fmt: skip
    m = masalah(impor)
    assert impor.status == Status.SIAP
    assert sorted(m) == [
        "belum_berakhir", "bukan_triwulan", "di_luar_kewajaran", "kosong", "persen_keliru", "persen_pecahan",
        "rp_tidak_diambil", "rumus_galat", "satuan_beda", "tanpa_komponen",
    ]  # fmt: skip
    assert m["rumus_galat"][0].startswith("Z9")
    assert any(
        x.startswith("L9 Triwulan I berisi kesalahan rumus #DIV/0!; tidak diimpor") for x in m["rumus_galat"]
    )
    assert any(x.startswith("O10 Triwulan II berisi rumus yang belum dihitung") for x in m["rumus_galat"])
    assert any(
        x.startswith("M12 Capaian Triwulan I berisi rumus yang belum dihitung") for x in m["rumus_galat"]
    )
    assert m["persen_keliru"][0].startswith("O9 Triwulan II tertulis 0,85, mungkin maksudnya 85 %")
    assert m["belum_berakhir"][0].startswith(
        "R9 Triwulan III: 50 tidak diimpor. Triwulan III 2027 belum berakhir"
    )
    assert m["di_luar_kewajaran"][0].startswith(
        "L10 Triwulan I: Realisasi 51 dokumen lebih dari 1.000 % target"
    )
    assert m["satuan_beda"][0].startswith("E11 Satuan di berkas “orang”, satuan indikatornya dokumen")
    assert m["tanpa_komponen"][0].startswith(
        "L13 Triwulan I: indikator ini dihitung dari yang hadir dan semua"
    )
    assert m["bukan_triwulan"][0].startswith("L14 Indikator ini dilaporkan bulanan")
    assert any(x.startswith("O12 Triwulan II kosong. Kosong bukan nol") for x in m["kosong"])
    langkah(klien, impor, "terapkan")
    assert tersimpan() == {kunci["kunjung"]: 1}
    hadir = Realisasi.objects.get(kunci=kunci["hadir"], laporan__periode=TW2)
    assert (hadir.pembilang, hadir.penyebut, hadir.nilai) == (12, 14, D("85.7143"))
    assert not LaporanRealisasi.objects.filter(periode=TW3).exists()


def test_indikator_yang_disebut_dua_kali(dunia: Any) -> None:
    regu, kunci, klien = dunia
    dua = (Baris(IBU, "A", isi={(1, K): 80, (2, K): 85}), Baris(IBU, "A", isi={(1, K): 81, (2, K): 85}))
    impor = unggah(klien, regu, *dua)
    kembar = masalah(impor)["kembar"]
    assert sum("angkanya berbeda, tidak ada yang diimpor" in k for k in kembar) == 2
    assert sum("angkanya sama, dipakai sekali" in k for k in kembar) == 1
    langkah(klien, impor, "terapkan")
    assert (tersimpan(), tersimpan(TW2)) == ({}, {kunci["ibu"]: 85})


def test_angka_kumulatif_ditahan(dunia: Any) -> None:
    regu, _, klien = dunia
    baris = Baris(KUNJUNG, "", "kunjungan", {(1, K): 100, (2, K): 220}, setahun=220)
    impor = unggah(klien, regu, baris)
    assert "tampaknya sudah dijumlahkan" in masalah(impor)["kumulatif"][0]
    assert impor.isi["selisih"] == []
    impor = unggah(klien, regu, replace(baris, setahun=320))
    assert len(impor.isi["selisih"]) == 2


def test_laporan_tertutup_tidak_diubah_dan_hanya_triwulan_yang_dipilih(dunia: Any) -> None:
    regu, kunci, klien = dunia
    for k in ("ibu", "rencana", "lapor", "kunjung"):
        isi(regu, 5, kunci=kunci[k], pada=SAAT)
    isi(regu, None, kunci=kunci["hadir"], kendala="Belum ada", pada=SAAT)
    ajukan(regu, pada=SAAT)
    baris = (
        Baris(IBU, "", "persen", {(1, K): 80, (2, K): 85}),
        Baris(KUNJUNG, "", "", {(1, K): 5, (2, K): 7}),
    )
    impor = unggah(klien, regu, *baris)
    assert [t[:60] for t in masalah(impor)["tertutup"]] == [
        "L9 Triwulan I: berkas 80 persen, tersimpan 5 persen; tidak d"
    ]
    langkah(klien, impor, "terapkan")
    assert tersimpan()[kunci["ibu"]] == 5
    assert tersimpan(TW2) == {kunci["ibu"]: 85, kunci["kunjung"]: 7}
    hanya = unggah(klien, regu, *baris, triwulan="2")
    assert (masalah(hanya), hanya.isi["selisih"]) == ({}, [])
    assert (
        langkah(klien, hanya, "terapkan").pesan == "Tidak ada yang berubah; semua sama dengan yang tersimpan."
    )


def test_yang_diubah_sementara_itu_tidak_tertimpa(dunia: Any) -> None:
    regu, kunci, klien = dunia
    impor = unggah(klien, regu, Baris(IBU, isi={(1, K): 80}))
    isi(regu, 70, kunci=kunci["ibu"], pada=SAAT)
    assert klien.post(reverse("impor:terapkan", args=[impor.pk])).status_code == 409
    assert tersimpan() == {kunci["ibu"]: 70}
    impor = langkah(klien, impor, "pilih", **{"pilih-0": str(kunci["ibu"])})
    assert impor.isi["selisih"][0][3:] == ["70 persen", "80 persen"]
    impor = langkah(klien, impor, "terapkan")
    BuktiRealisasi.objects.create(
        realisasi=Realisasi.objects.get(),
        tautan="https://contoh.go.id/x",
        ditambah_pada=SAAT,
        ditambah_oleh="x",
    )
    isi(regu, 81, kunci=kunci["ibu"], pada=SAAT)
    jawaban = klien.post(reverse("impor:urungkan", args=[impor.pk]))
    assert jawaban.status_code == 409
    assert "sudah diubah setelah impor ini" in jawaban.content.decode()
    assert tersimpan() == {kunci["ibu"]: 81}


def test_urung_ditolak_bila_sudah_diberi_bukti(dunia: Any) -> None:
    regu, kunci, klien = dunia
    impor = langkah(klien, unggah(klien, regu, Baris(IBU, isi={(1, K): 80})), "terapkan")
    BuktiRealisasi.objects.create(
        realisasi=Realisasi.objects.get(),
        tautan="https://contoh.go.id/x",
        ditambah_pada=SAAT,
        ditambah_oleh="x",
    )
    jawaban = klien.post(reverse("impor:urungkan", args=[impor.pk]))
    assert (jawaban.status_code, "sudah diberi bukti" in jawaban.content.decode()) == (409, True)
    assert tersimpan() == {kunci["ibu"]: 80}


def test_kontribusi_dalam_satuan_menahan_angka_baru(dunia: Any) -> None:
    from terukur.realisasi.choices import Pihak
    from terukur.realisasi.rules.isian import IsiKontribusi

    regu, kunci, klien = dunia
    bagian = (IsiKontribusi(Pihak.OPD, satuan=D(70)),)
    isi(regu, 70, kunci=kunci["ibu"], kontribusi=bagian, pada=SAAT)
    impor = unggah(klien, regu, Baris(IBU, isi={(1, K): 80}))
    assert "Kontribusi berjumlah 70; harus tepat sama" in masalah(impor)["kontribusi"][0]
    sama = unggah(klien, regu, Baris(IBU, isi={(1, K): 70, (2, K): 5}))
    assert masalah(sama) == {}
    langkah(klien, sama, "terapkan")
    assert tersimpan() == {kunci["ibu"]: 70}
