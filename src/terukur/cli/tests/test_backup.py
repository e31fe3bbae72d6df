"""``terukur backup`` around the backup itself: stores, keys, settings, the record, the night."""

import datetime as dt
import io
import stat
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from terukur.cli import main
from terukur.cli.backup import _periksa_tujuan, _tercatat
from terukur.cli.cadangan.basisdata import SedangBerjalan
from terukur.cli.cadangan.gudang import Gudang, GudangFolder, GudangGagal, buka_gudang
from terukur.cli.cadangan.sandi import (
    SandiGagal,
    baca_identitas,
    baca_penerima,
    buat_kunci,
    bukakan,
    sandikan,
)
from terukur.cli.tests.bahan_cadangan import server_s3
from terukur.config.lingkungan import PengaturanSalah
from terukur.inti import jobs
from terukur.inti.cadangan import malam_terakhir, perintah_malam
from terukur.inti.models import Pencadangan
from terukur.inti.waktu import ZONA

PADA = dt.datetime(2026, 11, 26, 18, 30, tzinfo=dt.UTC)  # 02.30 WITA of the 27th


# -- stores --


@pytest.fixture(params=["folder", "s3"])
def gudang(request, tmp_path, monkeypatch):
    if request.param == "folder":
        yield buka_gudang(str(tmp_path))
    else:
        with server_s3(monkeypatch) as alamat:
            yield buka_gudang(alamat)


def test_a_store_keeps_whole_objects_only(gudang: Gudang) -> None:
    with gudang.tulis("berkas/ab/satu.age") as keluaran:
        keluaran.write(b"satu" * 500_000)
    with pytest.raises(KeyboardInterrupt), gudang.tulis("berkas/ab/dua.age"):
        raise KeyboardInterrupt
    assert gudang.daftar("berkas/") == {"berkas/ab/satu.age": 2_000_000}
    assert gudang.daftar("cadangan/") == {}
    with gudang.buka("berkas/ab/satu.age") as masukan:
        assert masukan.read(6) == b"satusa"
        assert len(masukan.read()) == 1_999_994
    with gudang.tulis("berkas/ab/satu.age") as keluaran:
        keluaran.write(b"baru")
    assert gudang.daftar("berkas/") == {"berkas/ab/satu.age": 4}
    gudang.hapus("berkas/ab/satu.age")
    gudang.hapus("berkas/ab/satu.age")
    with pytest.raises(GudangGagal), gudang.buka("berkas/ab/satu.age") as masukan:
        masukan.read()


@pytest.mark.parametrize(
    ("alamat", "harap"),
    [
        ("/tidak/ada", "tidak ada. Pasang cakramnya"),
        ("ftp://server/folder", "harus folder atau s3"),
        ("s3://server", "harus s3://server"),
        ("s3://a:b@server/bucket", "harus s3://server"),
    ],
)
def test_a_wrong_address_is_said(alamat: str, harap: str) -> None:
    with pytest.raises(PengaturanSalah, match=harap):
        buka_gudang(alamat)


def test_a_bucket_that_is_not_there_is_one_sentence(monkeypatch) -> None:
    with server_s3(monkeypatch) as alamat:
        server = alamat.removesuffix("/kabupaten").rpartition("/")[0]
        for lain in ("/lain/x", "/X/y"):
            with pytest.raises(GudangGagal, match="Gudang cadangan s3"):
                buka_gudang(server + lain).daftar("")


# -- keys --


def test_the_made_key_opens_what_its_public_half_closed(tmp_path, capsys) -> None:
    kunci = tmp_path / "kunci.txt"
    assert main(["backup", "--buat-kunci", str(kunci)]) == 0
    publik = capsys.readouterr().out.strip().rpartition("=")[2]
    assert stat.S_IMODE(kunci.stat().st_mode) == 0o600
    tersandi, polos = io.BytesIO(), io.BytesIO()
    sandikan(io.BytesIO(b"isi" * 100_000), tersandi, baca_penerima([publik]))
    tersandi.seek(0)
    assert bukakan(tersandi, polos, baca_identitas([kunci])).ukuran == 300_000
    assert polos.getvalue() == b"isi" * 100_000
    assert main(["backup", "--buat-kunci", str(kunci)]) == 2
    assert "tidak ditimpa" in capsys.readouterr().err


def test_what_cannot_be_opened_says_why(tmp_path) -> None:
    publik = buat_kunci(tmp_path / "a")
    buat_kunci(tmp_path / "b")
    tersandi = io.BytesIO()
    sandikan(io.BytesIO(b"x" * 200_000), tersandi, baca_penerima([publik]))
    isi = tersandi.getvalue()
    for bahan, kunci, harap in (
        (isi, "b", "bukan pembukanya"), (isi[:-1], "a", "terpotong"),
        (isi[: -(200_000 % 65536 + 16)], "a", "terpotong"), (b"", "a", "terpotong"),
    ):  # fmt: skip
        with pytest.raises(SandiGagal, match=harap):
            bukakan(io.BytesIO(bahan), None, baca_identitas([tmp_path / kunci]))
    with pytest.raises(PengaturanSalah, match="bukan kunci publik"):
        baca_penerima(["age1salah"])
    (tmp_path / "c").write_text("bukan kunci")
    for berkas in ("c", "tidak-ada"):
        with pytest.raises(PengaturanSalah, match="bukan berkas kunci"):
            baca_identitas([tmp_path / berkas])


# -- where to --


@pytest.mark.django_db
def test_an_empty_mount_point_and_the_data_itself_are_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
    (tmp_path / "data" / "cadangan").mkdir(parents=True)
    gudang = GudangFolder(tmp_path / "data" / "cadangan")
    with pytest.raises(PengaturanSalah, match="pilih cakram lain"):
        _periksa_tujuan(gudang, mulai_baru=False)
    (tmp_path / "cakram").mkdir()
    gudang = GudangFolder(tmp_path / "cakram")
    _periksa_tujuan(gudang, mulai_baru=False)
    buat(tujuan=gudang.alamat)
    with pytest.raises(PengaturanSalah, match="Apakah cakramnya terpasang"):
        _periksa_tujuan(gudang, mulai_baru=False)
    _periksa_tujuan(gudang, mulai_baru=True)


# -- the record --


def buat(jenis: str = "cadangan", pada: dt.datetime = PADA, **ganti) -> Pencadangan:
    isi = {"tujuan": "/cadangan", "nama": "20261126T183000Z", "berhasil": True}
    return Pencadangan.objects.create(jenis=jenis, dimulai_pada=pada, selesai_pada=pada, **isi | ganti)


@pytest.mark.django_db
def test_each_attempt_leaves_a_row_but_not_the_one_that_found_another_at_work() -> None:
    with _tercatat("cadangan", "/a") as catatan:
        catatan.nama = "20261126T183000Z"
    with pytest.raises(GudangGagal), _tercatat("latihan", "/a"):
        raise GudangGagal("Cakram penuh.")
    with pytest.raises(ZeroDivisionError), _tercatat("cadangan", "/a"):
        raise ZeroDivisionError
    for galat in (SedangBerjalan("x"), KeyboardInterrupt()):
        with pytest.raises(type(galat)), _tercatat("cadangan", "/a"):
            raise galat
    baris = Pencadangan.objects.order_by("dimulai_pada").values_list("jenis", "nama", "berhasil", "galat")
    assert list(baris) == [
        ("cadangan", "20261126T183000Z", True, ""),
        ("latihan", "", False, "Cakram penuh."),
        ("cadangan", "", False, "ZeroDivisionError"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ganti",
    [
        {"jenis": "lain"},
        {"berhasil": False},
        {"nama": ""},
        {"selesai_pada": PADA - dt.timedelta(seconds=1)},
    ],
)
def test_the_database_refuses_a_row_that_cannot_be(ganti) -> None:
    isi = {"jenis": "cadangan", "tujuan": "/a", "nama": "x", "berhasil": True, "selesai_pada": PADA} | ganti
    with pytest.raises(IntegrityError), transaction.atomic():
        Pencadangan.objects.create(dimulai_pada=PADA, **isi)


# -- the night --


@pytest.mark.parametrize(("jam", "harap"), [(16, "2026-11-25"), (17, "2026-11-26"), (23, "2026-11-26")])
def test_the_night_begins_at_one_local_time(jam: int, harap: str) -> None:
    """17.00 UTC is 01.00 WITA of the next day."""
    pada = dt.datetime(2026, 11, 26, jam, 0, tzinfo=dt.UTC)
    assert malam_terakhir(pada, ZONA["WITA"]).astimezone(dt.UTC).isoformat() == f"{harap}T17:00:00+00:00"


@pytest.mark.django_db
def test_what_the_night_still_owes() -> None:
    jam = dt.timedelta(hours=1)
    keduanya, latihan = [["backup"], ["backup", "--latihan"]], [["backup", "--latihan"]]
    assert perintah_malam(pada=PADA) == keduanya
    buat(pada=PADA - 24 * jam)
    assert perintah_malam(pada=PADA) == keduanya, "yesterday's is not tonight's"
    buat(pada=PADA, berhasil=False, galat="Cakram penuh.")
    assert perintah_malam(pada=PADA + jam) == keduanya, "a failed one is due again"
    buat(pada=PADA + jam)
    assert perintah_malam(pada=PADA + 2 * jam) == latihan
    buat("latihan", pada=PADA + 2 * jam, berhasil=False, galat="Tidak utuh.")
    assert perintah_malam(pada=PADA + 3 * jam) == []
    assert perintah_malam(pada=PADA + 24 * jam) == keduanya


@pytest.mark.django_db
def test_the_job_starts_processes_and_returns(monkeypatch, caplog) -> None:
    dijalankan, boleh = [], threading.Event()

    def jalankan(perintah, **pilihan):
        assert boleh.wait(10), "the job waited for its process"
        dijalankan.append(perintah)
        return subprocess.CompletedProcess(perintah, 2, "", "terukur: Cakram penuh.")

    monkeypatch.setattr(subprocess, "run", jalankan)
    monkeypatch.setattr(settings, "TERUKUR_CADANGAN", "")
    utas = threading.active_count()
    jobs.cadangkan(timestamp=0)
    assert threading.active_count() == utas
    monkeypatch.setattr(settings, "TERUKUR_CADANGAN", "/cadangan")
    jobs.cadangkan(timestamp=0)
    assert threading.active_count() == utas + 1
    boleh.set()
    for u in threading.enumerate():
        if u is not threading.current_thread() and u.daemon and u.name.startswith("cadangan"):
            u.join(10)
    assert dijalankan == [[sys.executable, "-m", "terukur.cli", "backup"]], "no drill after a failed backup"
    assert "terukur backup ended with status 2" in caplog.text
    assert "Cakram penuh." not in caplog.text, "the log of the worker carries no output of others"
