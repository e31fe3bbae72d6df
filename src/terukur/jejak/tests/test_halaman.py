"""Pages: the auditor sees all, others their OPD, the world only seals and what a paper's code opens."""

import csv
import datetime as dt
import io
import json
import re
import subprocess
import sys
import uuid
import zipfile
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from terukur.akun.peran import Peran
from terukur.inti.pelaku import Pelaku
from terukur.jejak import rules
from terukur.jejak.models import Catatan
from terukur.jejak.penyedia import ObjekJejak, daftar_objek
from terukur.jejak.segel import segelkan
from terukur.jejak.tests.factories import SAAT, buat_catatan
from terukur.jejak.tests.test_kertas import buat_kertas
from terukur.jejak.verifikasi import Pemeriksaan
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _data_sendiri(settings, tmp_path):
    settings.DATA = tmp_path


def masuk(pengguna):
    klien = Client()
    klien.force_login(pengguna)
    return klien


@pytest.fixture
def auditor():
    return masuk(buat_pengguna(Peran.AUDITOR))


def isi(jawaban):
    assert jawaban.status_code == 200
    return jawaban.content.decode()


def test_daftar_dan_saringan(auditor):
    buat_catatan(1, isi={"jumlah": "61400000000.00"})
    buat_catatan(2, peristiwa="pagu.tetapkan", objek="pagu", oleh=Pelaku("u9", "Ketua TAPD (contoh)"))
    buat_catatan(3, ditolak=True, isi={"kode": "belum_lengkap", "alasan": "Data dukung belum lengkap."})
    buat_catatan(4, pada=SAAT + dt.timedelta(days=3))
    semua = isi(auditor.get("/jejak/"))
    assert "Ajukan pengajuan" in semua
    assert "Data dukung belum lengkap." in semua
    for query, ada, tidak in (
        ("objek=pagu", "Ketua TAPD", "Tenun Ikat"),
        ("peristiwa=pengajuan.ajukan", "Tenun Ikat", "Ketua TAPD"),
        ("pelaku=ketua", "Ketua TAPD", "Tenun Ikat"),
        ("ditolak=1", "Data dukung belum lengkap.", "Ketua TAPD"),
        ("objek=pengajuan&objek_id=4", "25 Nov 2026", "22 Nov 2026 16.00"),
        ("sejak=2026-11-25&sampai=2026-11-25", "25 Nov 2026", "Ketua TAPD"),
        ("sejak=2026-11-25&sampai=9999-12-31", "25 Nov 2026", "Ketua TAPD"),
    ):
        tabel = isi(auditor.get(f"/jejak/?{query}")).split("<tbody>")[1]
        assert ada in tabel, query
        assert tidak not in tabel, query
    assert "Tidak ada catatan yang cocok" in isi(auditor.get("/jejak/?pelaku=tiada"))
    assert "tidak terbaca" in isi(auditor.get("/jejak/?sejak=entah&objek=tiada"))


def test_halaman_berikutnya_menurut_nomor(auditor):
    for n in range(1, 121):
        buat_catatan(n)
    ujung = Catatan.objects.count()
    with CaptureQueriesContext(connection) as kueri:
        pertama = isi(auditor.get("/jejak/"))
    assert f"hal={ujung - 49}" in pertama
    kedua = isi(auditor.get(f"/jejak/?hal={ujung - 49}&objek=pengajuan"))
    assert f'catatan/{ujung - 50}/"' in kedua
    assert f'catatan/{ujung - 49}/"' not in kedua
    assert len(kueri) < 16
    naik = isi(auditor.get("/jejak/?urut=nomor&objek=pengajuan"))
    assert f"hal={ujung - 70}" in naik
    assert f'catatan/{ujung - 69}/"' in isi(auditor.get(f"/jejak/?urut=nomor&hal={ujung - 70}"))


def test_unduhan_aman_dan_lengkap(auditor):
    buat_catatan(1, oleh=Pelaku("u", "=HYPERLINK(1)"), isi={"rp": "1234567.50", "kosong": None})
    baris = list(
        csv.reader(
            io.StringIO(b"".join(auditor.get("/jejak/?unduh=csv&objek=pengajuan")).decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert baris[1][2] == "'=HYPERLINK(1)"
    assert baris[1][10] == "Kosong: (kosong); Rp: 1.234.567,50"
    buku = CalamineWorkbook.from_filelike(
        io.BytesIO(auditor.get("/jejak/?unduh=xlsx&objek=pengajuan").content)
    ).get_sheet_by_index(0)
    xlsx = buku.to_python()
    assert xlsx[0] == baris[0]
    assert xlsx[1][2] == "=HYPERLINK(1)"  # a text cell, not a formula
    assert len(xlsx) == len(baris) == 2


def test_paket_pemeriksa_tercatat_dan_terverifikasi_tanpa_apa_pun(auditor, tmp_path):
    """As an auditor does at home: unpack, take the commands from the README, run them with no environment."""
    for n in (1, 2, 3):
        buat_catatan(n)
    segelkan(pada=SAAT)
    assert auditor.get("/jejak/ekspor/").status_code == 405
    jawaban = auditor.post("/jejak/ekspor/")
    assert jawaban["Content-Disposition"] == 'attachment; filename="jejak-resmi.zip"'
    with zipfile.ZipFile(io.BytesIO(b"".join(jawaban))) as paket:
        assert paket.testzip() is None
        paket.extractall(tmp_path)
    baris = (tmp_path / "jejak-resmi.jsonl").read_text().splitlines()
    assert json.loads(json.loads(baris[-2])["baku"])["peristiwa"] == "jejak.ekspor"
    petunjuk = (tmp_path / "BACA-DAHULU.txt").read_text()
    (perintah,) = re.findall(r"^   python3 (verifikasi\.py .+)$", petunjuk, re.MULTILINE)
    kunci = (tmp_path / "kunci-publik.txt").read_text().strip()
    assert perintah == f"verifikasi.py jejak-resmi.jsonl --kunci {kunci}"

    def jalankan(*lain):
        return subprocess.run(
            ["/usr/bin/env", "-i", sys.executable, *perintah.split(), *lain],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    utuh = jalankan("--segel", "segel.jsonl")
    assert (utuh.returncode, utuh.stderr) == (0, "")
    assert "UTUH: tidak ada catatan yang berubah." in utuh.stdout
    (tmp_path / "jejak-resmi.jsonl").write_text("\n".join(baris).replace("urutan", "urutam", 1) + "\n")
    rusak = jalankan()
    assert rusak.returncode == 1
    assert "TIDAK UTUH" in rusak.stdout


def test_segel_untuk_saksi_dapat_disimpan_perantara():
    buat_catatan(1)
    segelkan(pada=SAAT)
    klien = Client()
    satu = klien.get("/jejak/segel.json")
    assert "no-cache" in satu["Cache-Control"]
    with CaptureQueriesContext(connection) as kueri:
        sama = klien.get("/jejak/segel.json", headers={"If-None-Match": satu["ETag"]})
    assert (sama.status_code, sama.content, len(kueri)) == (304, b"", 1)
    buat_catatan(2)
    segelkan(pada=SAAT + dt.timedelta(minutes=1))
    assert klien.get("/jejak/segel.json", headers={"If-None-Match": satu["ETag"]}).status_code == 200
    lain = klien.get("/jejak/segel.json?setelah=1", headers={"If-None-Match": satu["ETag"]})
    assert lain.status_code == 200


def test_riwayat_menyebut_yang_berubah(auditor):
    buat_catatan(7, isi={"target": "10.0", "satuan": "orang"})
    buat_catatan(7, ditolak=True, isi={"kode": "x", "alasan": "Jadwal sudah ditutup."})
    buat_catatan(7, isi={"target": "12.5", "satuan": "orang"})
    halaman = isi(auditor.get("/jejak/riwayat/pengajuan/7/"))
    assert "</span>10,0</del>" in halaman
    assert "</span>12,5</ins>" in halaman
    assert "Satuan: orang" in halaman
    assert "Jadwal sudah ditutup." in halaman


def test_objek_dari_beberapa_bagian_dapat_dibuka(auditor):
    c = buat_catatan(objek="realisasi_anggaran", objek_id="2026/sp2d/051b1160")
    daftar = isi(auditor.get("/jejak/"))
    assert 'href="/jejak/riwayat/realisasi_anggaran/2026/sp2d/051b1160/"' in daftar
    riwayat = isi(auditor.get("/jejak/riwayat/realisasi_anggaran/2026/sp2d/051b1160/"))
    assert f'href="/jejak/catatan/{c.nomor}/"' in riwayat


def test_riwayat_menurut_cakupan():
    milik, lain = buat_opd(), buat_opd()
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=milik))
    satu = buat_catatan(1, opd_id=milik.pk)
    buat_catatan(1, opd_id=milik.pk, ditolak=True, isi={"kode": "x", "alasan": "Rahasia auditor."})
    dua = buat_catatan(2, opd_id=lain.pk)
    tanpa = buat_catatan(3)
    halaman = isi(operator.get("/jejak/riwayat/pengajuan/1/"))
    assert "Ajukan pengajuan" in halaman
    assert "Rahasia auditor." not in halaman
    assert operator.get(f"/jejak/catatan/{satu.nomor}/").status_code == 200
    for jalur in (
        "/jejak/riwayat/pengajuan/2/",
        "/jejak/riwayat/pengajuan/3/",
        "/jejak/riwayat/pengajuan/99/",
        f"/jejak/catatan/{dua.nomor}/",
        f"/jejak/catatan/{tanpa.nomor}/bukti.jsonl",
        f"/jejak/catatan/{satu.nomor + 1}/",
    ):
        assert operator.get(jalur).status_code == 404, jalur
    assert operator.get("/jejak/").status_code == 403
    assert operator.post("/jejak/ekspor/").status_code == 403
    assert Client().get("/jejak/riwayat/pengajuan/1/").status_code == 302


def test_riwayat_terbuka_menurut_ruang_pemiliknya(monkeypatch):
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD))
    satu = f"/jejak/catatan/{buat_catatan(5, objek='jendela', peristiwa='jendela.buka').nomor}/"
    assert operator.get("/jejak/riwayat/jendela/5/").status_code == 404
    assert operator.get(satu).status_code == 404
    terbuka = ObjekJejak(
        "Jadwal pengumpulan", lambda pengguna, nomor: nomor == "5", lambda nomor: "/tenggat/5/"
    )
    monkeypatch.setitem(daftar_objek._isi, "jendela", terbuka)
    halaman = isi(operator.get("/jejak/riwayat/jendela/5/"))
    assert "Buka jadwal pengumpulan" in halaman
    assert 'href="/tenggat/5/"' in halaman
    assert f'href="{satu}"' in halaman
    assert operator.get(satu).status_code == 200


def test_catatan_dan_buktinya(auditor):
    catatan = buat_catatan(1, isi={"saat": SAAT, "jumlah": 3})
    halaman = isi(auditor.get(f"/jejak/catatan/{catatan.nomor}/"))
    assert catatan.sidik in halaman.replace("<wbr>", "")
    assert "22 November 2026 pukul 16.00 WITA" in halaman
    assert "Menunggu segel" in halaman
    assert auditor.get(f"/jejak/catatan/{catatan.nomor}/bukti.jsonl").status_code == 404
    segelkan(pada=SAAT)
    bukti = auditor.get(f"/jejak/catatan/{catatan.nomor}/bukti.jsonl").content
    assert Pemeriksaan().periksa(bukti.splitlines())


def test_halaman_segel_terbuka_untuk_umum():
    assert "Belum ada segel" in isi(Client().get("/jejak/segel/"))
    buat_catatan(1)
    segelkan(pada=SAAT)
    assert "22 Nov 2026 16.00 WITA" in isi(Client().get("/jejak/segel/"))
    assert b"Sampai catatan" in b"".join(Client().get("/jejak/segel/?unduh=csv"))
    assert Client().get("/jejak/segel/?unduh=xlsx&urut=nomor").content.startswith(b"PK")
    data = Client().get("/jejak/segel.json").json()
    assert [json.loads(s["baku"])["segel"] for s in data["segel"]] == [1]
    assert json.loads(data["segel"][0]["baku"])["kunci"] == data["kunci_publik"]
    assert Client().get("/jejak/segel.json?setelah=1").json()["segel"] == []
    assert Client().get("/jejak/segel.json?setelah=x").status_code == 200


def test_pemeriksaan_naskah():
    kertas = buat_kertas(isi={"nama": "Orang Rahasia (contoh)"})
    klien = Client()
    halaman = isi(klien.get(f"/periksa/{kertas.kode}/"))
    assert "Terdaftar" in halaman
    assert kertas.nomor in halaman
    assert "Orang Rahasia" not in halaman
    assert "Tenun Ikat" not in halaman
    assert klien.get("/periksa/tidakada234567/").status_code == 404
    assert klien.get(f"/periksa/{kertas.kode.upper()}/").status_code == 200
    with connection.cursor() as kursor:
        kursor.execute("set local session_replication_role = replica")
        kursor.execute("update jejak_kertas set judul = 'Lain'")
        kursor.execute("set local session_replication_role = origin")
    assert "Tidak cocok" in isi(klien.get(f"/periksa/{kertas.kode}/"))


def test_mencari_naskah_perlu_nomor_dan_sidik():
    kertas = buat_kertas()
    klien = Client()
    assert klien.get("/periksa/").status_code == 200
    cari = {"nomor": f" {kertas.nomor.lower()} ", "sidik": f"{kertas.sidik[:4]} {kertas.sidik[4:8]}"}
    assert klien.get("/periksa/", cari).url == f"/periksa/{kertas.kode}/"
    for ganti in (
        {"sidik": ""},
        {"sidik": kertas.sidik[:7]},
        {"sidik": "0" * 8},
        {"nomor": "TT-2026-000009"},
        {"nomor": "%"},
    ):
        jawaban = klien.get("/periksa/", cari | ganti)
        assert jawaban.status_code == 404
        assert "paling sedikit 8 tanda" in jawaban.content.decode()


def test_kiriman_yang_ditolak_di_pintu_tercatat(caplog):
    pengguna = buat_pengguna(Peran.OPERATOR_OPD)
    klien = masuk(pengguna)
    sebelum = Catatan.objects.count()
    assert klien.post("/jejak/ekspor/").status_code == 403
    catatan = Catatan.objects.get(nomor=sebelum + 1)
    assert (catatan.peristiwa, catatan.objek_id, catatan.ditolak) == ("halaman.kirim", "jejak:ekspor", True)
    assert catatan.pelaku_id == str(pengguna.pk)
    assert klien.post(f"/pesan/{uuid.uuid4()}/baca/").status_code == 404
    assert klien.get("/jejak/").status_code == 403
    assert Catatan.objects.count() == sebelum + 2
    assert any("baca.ditolak" in b for b in caplog.messages)
    assert Client().post("/jejak/ekspor/").status_code == 302  # not logged in: nobody's act
    assert Client(enforce_csrf_checks=True).post("/jejak/ekspor/").status_code == 403
    assert Catatan.objects.count() == sebelum + 2


def test_an_entry_reads_in_words_not_in_codes_or_ids():
    zona = ZoneInfo("Asia/Makassar")
    assert rules.tulis_nilai("program_kerja", zona) == "Program kerja"
    assert rules.tulis_nilai([str(uuid.uuid4()) for _ in range(5)], zona) == "5 data"
    assert rules.tulis_nilai(["RKA", "operator.kesehatan"], zona) == "RKA, operator.kesehatan"
    for ketikan in (
        "2026-13-45",
        "0000-00-00",
        "2026-02-30T25:61:61.000000Z",
        "9" * 5000,
        "1." + "9" * 5000,
        "١٢٣",
    ):
        assert rules.tulis_nilai(ketikan, zona, kunci="jumlah"), (
            "what somebody typed is shown, whatever it is"
        )


def test_words_of_the_journal_read_as_an_officer_writes_them():
    from terukur.jejak.penyedia import sebut

    assert [sebut(k) for k in ("unit_id", "bkpsdm", "nomor_sk", "tulis_profil")] == [
        "Unit", "BKPSDM", "Nomor SK", "Tulis profil",
    ]  # fmt: skip
