"""Backup, restore and drill for real: acts while the dump runs, damage of every kind, a bare machine."""

import datetime as dt
import resource
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from terukur.berkas.gudang import jalan
from terukur.cli.cadangan import basisdata
from terukur.cli.cadangan.gudang import SEBAGIAN, GudangFolder, GudangGagal, buka_gudang
from terukur.cli.cadangan.latihan import LatihanGagal, latih
from terukur.cli.cadangan.manifes import (
    BASISDATA,
    KUNCI,
    MANIFES,
    Manifes,
    baca,
    nama_berkas,
    semua_nama,
)
from terukur.cli.cadangan.pemulihan import (
    PemulihanGagal,
    _pastikan_versi,
    periksa_bahan,
    pulihkan,
    pulihkan_berkas,
)
from terukur.cli.cadangan.pencadangan import Hasil, cadangkan
from terukur.cli.cadangan.sandi import baca_identitas, baca_penerima, buat_kunci, identitas_latihan
from terukur.cli.tests.bahan_cadangan import (
    bukti,
    bunuh_saat,
    kosongkan,
    mesin_kosong,
    periksa_di,
    server_s3,
    tanda_terima,
    terukur,
)
from terukur.config.lingkungan import PengaturanSalah
from terukur.jejak.kunci import kunci_publik
from terukur.jejak.models import Kertas

pytestmark = [pytest.mark.django_db, pytest.mark.lambat, pytest.mark.xdist_group("cadangan")]
MALAM = dt.datetime(2026, 11, 26, 17, 0, tzinfo=dt.UTC)


@dataclass
class Tempat:
    """A source with committed data, its store with two backups, and what was handed out when."""

    data: Path
    gudang: GudangFolder
    kunci: Path
    kunci_lain: Path
    pertama: Hasil
    kedua: Hasil
    sebelum: list[Kertas]
    selama: Kertas
    berkas: list[str]

    @property
    def identitas(self):
        return baca_identitas([self.kunci, self.kunci_lain])

    def cadangkan(self, gudang, hari: int, **pilihan):
        penerima, penerima_kunci = (
            baca_penerima([k.read_text().splitlines()[1].removeprefix("# ")])
            for k in (self.kunci, self.kunci_lain)
        )
        server = identitas_latihan(self.data / "rahasia").to_public()
        return cadangkan(
            gudang, penerima=[*penerima, server], penerima_kunci=[*penerima_kunci, server],
            pada=MALAM + dt.timedelta(days=hari), **{"simpan": 9} | pilihan,
        )  # fmt: skip


@pytest.fixture(scope="module")
def tempat(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Tempat]:
    akar = tmp_path_factory.mktemp("cadangan")
    (akar / "gudang").mkdir()
    with pytest.MonkeyPatch.context() as ganti, django_db_blocker.unblock():
        ganti.setattr(settings, "DATA", akar / "data")
        for nama in ("kunci", "kunci_lain"):
            buat_kunci(akar / nama)
        t = Tempat(
            akar / "data", GudangFolder(akar / "gudang"), akar / "kunci", akar / "kunci_lain", *[None] * 5
        )  # type: ignore[arg-type]
        try:
            t.sebelum = [tanda_terima(n) for n in range(3)]
            t.berkas = [bukti(n, panjang=n * 70_000) for n in range(3)]
            t.pertama = t.cadangkan(t.gudang, 0)
            t.sebelum.append(tanda_terima(3))
            t.berkas.append(bukti(3))
            selama = []

            def sibuk(teks: str) -> None:  # after the snapshot, before pg_dump reads
                if teks.startswith("Basis data"):
                    selama.append(tanda_terima(4))
                    bukti(4)

            t.kedua = t.cadangkan(t.gudang, 1, kabari=sibuk)
            t.selama = selama[0]
            yield t
        finally:
            kosongkan()
            connection.close()


@pytest.fixture
def salinan(tempat: Tempat, tmp_path: Path) -> GudangFolder:
    """A store of one's own to damage."""
    return GudangFolder(Path(shutil.copytree(tempat.gudang.akar, tmp_path / "gudang")))


def ubah(berkas: Path, *, potong: int = 0, balik: int | None = None) -> None:
    isi = bytearray(berkas.read_bytes())
    if balik is not None:
        isi[balik] ^= 1
    berkas.write_bytes(bytes(isi[: len(isi) - potong]))


# -- what a backup holds --


def test_a_backup_holds_one_instant_and_sends_a_file_once(tempat: Tempat) -> None:
    manifes = tempat.kedua.manifes
    assert (tempat.pertama.berkas_baru, tempat.kedua.berkas_baru) == (3, 1)
    assert manifes.isi["berkas"].keys() == set(tempat.berkas), (
        "the file of the act during the dump is not in it"
    )
    assert manifes.isi["jumlah"]["kertas"] == len(tempat.sebelum) == 4
    assert manifes.isi["jejak"]["nomor"] < tempat.selama.catatan_nomor
    assert semua_nama(tempat.gudang) == (["20261126T170000Z", "20261127T170000Z"], {})
    assert baca(tempat.gudang, manifes.nama) == manifes


def test_the_store_tells_nothing_but_the_manifest(tempat: Tempat) -> None:
    kata = [
        b"%PDF-1.",
        b"Program kerja",
        b"Tenun Ikat",
        (tempat.data / "rahasia" / "kunci_segel").read_bytes(),
    ]
    for berkas in tempat.gudang.akar.rglob("*.age"):
        isi = berkas.read_bytes()
        assert isi.startswith(b"age-encryption.org/v1")
        assert not [k for k in kata if k in isi]


def test_keys_have_their_own_recipient(tempat: Tempat) -> None:
    with pytest.raises(PemulihanGagal, match=r"kunci\.age tidak dapat dibuka: kunci rahasia"):
        periksa_bahan(tempat.gudang, tempat.kedua.manifes.nama, baca_identitas([tempat.kunci]))
    rahasia = periksa_bahan(tempat.gudang, tempat.kedua.manifes.nama, tempat.identitas).rahasia
    assert rahasia["secret_key"] == settings.SECRET_KEY
    assert rahasia["kunci_segel"] == (tempat.data / "rahasia" / "kunci_segel").read_text()


# -- damage, found before anything is written --


@pytest.mark.parametrize(
    ("objek", "cara", "harap"),
    [
        (BASISDATA, {"potong": 100}, "basisdata.age terpotong"),
        (KUNCI, {"potong": 1}, "kunci.age terpotong"),
        (KUNCI, {"balik": 250}, "isi kunci.age berubah"),
        (MANIFES, {"balik": 40}, "Manifes cadangan .* rusak"),
        (MANIFES, {"potong": 30}, "Manifes cadangan .* rusak"),
    ],
)
def test_damage_is_named(tempat: Tempat, salinan: GudangFolder, tmp_path: Path, objek, cara, harap) -> None:
    nama = tempat.kedua.manifes.nama
    ubah(salinan.akar / "cadangan" / nama / objek, **cara)
    with pytest.raises(PengaturanSalah, match=harap):
        pulihkan(salinan, nama, tempat.identitas, tmp_path / "data", pada=MALAM)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("objek", [BASISDATA, KUNCI])
def test_a_missing_object_is_named(tempat: Tempat, salinan: GudangFolder, objek: str) -> None:
    nama = tempat.kedua.manifes.nama
    salinan.hapus(f"cadangan/{nama}/{objek}")
    with pytest.raises(PemulihanGagal, match=f"{objek} tidak ada"):
        periksa_bahan(salinan, nama, tempat.identitas)


def test_a_manifest_signed_by_another_is_not_trusted(tempat: Tempat) -> None:
    nama = tempat.kedua.manifes.nama
    periksa_bahan(tempat.gudang, nama, tempat.identitas, kunci_dipercaya=kunci_publik())
    with pytest.raises(PemulihanGagal, match="kunci segel lain"):
        periksa_bahan(tempat.gudang, nama, tempat.identitas, kunci_dipercaya="a" * 64)


@pytest.mark.parametrize("cara", [{"balik": 300}, {"potong": 20}, {"potong": 66_000}, {}])
def test_a_damaged_evidence_file_is_found(
    tempat: Tempat, salinan: GudangFolder, tmp_path: Path, cara
) -> None:
    sidik = tempat.berkas[2]
    if cara:
        ubah(salinan.akar / nama_berkas(sidik), **cara)
    else:
        salinan.hapus(nama_berkas(sidik))
    for tujuan in (None, tmp_path / "berkas"):
        assert pulihkan_berkas(salinan, tempat.kedua.manifes, tempat.identitas, tujuan) == [sidik]
    assert not list((tmp_path / "berkas").rglob(f"*{sidik}")), "neither under its name nor half-written"


def test_files_of_another_content_are_not_taken_for_it(tempat: Tempat, salinan: GudangFolder) -> None:
    satu, lain = (salinan.akar / nama_berkas(s) for s in (tempat.berkas[1], tempat.berkas[2]))
    satu.write_bytes(lain.read_bytes())
    assert pulihkan_berkas(salinan, tempat.kedua.manifes, tempat.identitas, None) == [tempat.berkas[1]]


def test_data_in_place_is_never_overwritten(tempat: Tempat, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "isi").write_text("punya orang")
    with pytest.raises(PemulihanGagal, match="sudah berisi data"):
        pulihkan(tempat.gudang, tempat.kedua.manifes.nama, tempat.identitas, tmp_path / "data", pada=MALAM)
    assert [p.name for p in (tmp_path / "data").iterdir()] == ["isi"]


def test_a_backup_of_a_newer_version_is_refused(tempat: Tempat) -> None:
    _pastikan_versi(tempat.kedua.manifes)
    baru = Manifes(tempat.kedua.manifes.isi | {"migrasi": [["jejak", "0999_masa_depan"]]})
    with pytest.raises(PemulihanGagal, match="lebih baru"):
        _pastikan_versi(baru)


# -- making one --


def test_an_interrupted_backup_is_none(tempat: Tempat, salinan: GudangFolder) -> None:
    def berhenti(teks: str) -> None:
        if teks.startswith("Berkas"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tempat.cadangkan(salinan, 2, kabari=berhenti)
    assert len(semua_nama(salinan)[0]) == 2
    assert list(semua_nama(salinan)[1]) == ["20261128T170000Z"]
    (salinan.akar / "berkas" / f"{SEBAGIAN}x").write_text("half")
    tempat.cadangkan(salinan, 3)
    assert semua_nama(salinan)[1] == {}
    assert not list(salinan.akar.rglob(f"{SEBAGIAN}*"))


def test_a_full_disk_is_one_sentence_and_no_backup(tempat: Tempat, salinan: GudangFolder) -> None:
    batas = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, batas[1]))
    try:
        with pytest.raises(GudangGagal, match="File too large"):
            tempat.cadangkan(salinan, 2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, batas)
    assert len(semua_nama(salinan)[0]) == 2
    assert not list(salinan.akar.rglob(f"{SEBAGIAN}*"))


def test_retention_keeps_what_a_kept_backup_names(tempat: Tempat, salinan: GudangFolder) -> None:
    yatim = nama_berkas("f" * 64)
    with salinan.tulis(yatim) as keluaran:
        keluaran.write(b"of an interrupted backup")
    hasil = tempat.cadangkan(salinan, 4, simpan=2)
    assert hasil.dihapus == ["20261126T170000Z"]
    utuh, _ = semua_nama(salinan)
    assert utuh == ["20261127T170000Z", "20261130T170000Z"]
    assert pulihkan_berkas(salinan, baca(salinan, utuh[0]), tempat.identitas, None) == []
    assert yatim not in salinan.daftar("berkas/")
    ubah(salinan.akar / "cadangan" / utuh[1] / MANIFES, balik=40)
    with salinan.tulis(yatim) as keluaran:
        keluaran.write(b"perhaps of the unreadable one")
    assert tempat.cadangkan(salinan, 5, simpan=2).dihapus == ["20261127T170000Z"]
    assert yatim in salinan.daftar("berkas/")


def test_files_lost_or_rotten_on_the_server_are_named_and_resent_on_demand(
    tempat: Tempat, salinan: GudangFolder
) -> None:
    hilang, busuk = tempat.berkas[0], tempat.berkas[1]
    asli = {s: jalan(s).read_bytes() for s in (hilang, busuk)}
    try:
        jalan(hilang).unlink()
        ubah(jalan(busuk), balik=30)
        assert tempat.cadangkan(salinan, 6).manifes.isi["hilang"] == [], "the store still has them"
        manifes = tempat.cadangkan(salinan, 7, penuh=True).manifes
        assert manifes.isi["hilang"] == sorted([hilang, busuk])
        assert hilang not in manifes.isi["berkas"]
    finally:
        for s, isi in asli.items():
            jalan(s).write_bytes(isi)
    hasil = tempat.cadangkan(salinan, 8, penuh=True)
    assert (hasil.manifes.isi["hilang"], hasil.berkas_baru) == ([], 5)


def test_one_at_a_time_and_one_installation_per_store(
    tempat: Tempat, salinan: GudangFolder, monkeypatch, tmp_path
) -> None:
    with (
        basisdata.sendirian(connection.get_connection_params(), basisdata.KUNCI_PENCADANGAN),
        pytest.raises(basisdata.SedangBerjalan),
    ):
        tempat.cadangkan(salinan, 2)
    monkeypatch.setattr(settings, "DATA", tmp_path / "lain")
    with pytest.raises(PengaturanSalah, match="pemasangan lain"):
        tempat.cadangkan(salinan, 2)
    assert len(semua_nama(salinan)[0]) == 2


def test_the_same_in_an_s3_store(tempat: Tempat, monkeypatch, tmp_path: Path) -> None:
    with server_s3(monkeypatch) as alamat:
        gudang = buka_gudang(alamat)
        assert [tempat.cadangkan(gudang, n, simpan=2).berkas_baru for n in range(3)] == [5, 0, 0]
        utuh, sisa = semua_nama(gudang)
        assert (utuh, sisa) == (["20261127T170000Z", "20261128T170000Z"], {})
        manifes = periksa_bahan(gudang, utuh[-1], tempat.identitas).manifes
        assert pulihkan_berkas(gudang, manifes, tempat.identitas, tmp_path / "berkas") == []
        assert len([p for p in (tmp_path / "berkas").rglob("*") if p.is_file()]) == 5
        gudang.hapus(nama_berkas(tempat.berkas[0]))
        assert pulihkan_berkas(gudang, manifes, tempat.identitas, None) == [tempat.berkas[0]]
        gudang.hapus(manifes.jalan(BASISDATA))
        with pytest.raises(PemulihanGagal, match=r"basisdata\.age tidak ada"):
            periksa_bahan(gudang, utuh[-1], tempat.identitas)


# -- a bare machine --


def test_every_receipt_from_before_verifies_on_a_bare_machine(
    tempat: Tempat, salinan: GudangFolder, tmp_path: Path
) -> None:
    """Through a missing object and a kill -9 in the middle of the restore."""
    berkas = salinan.akar / nama_berkas(tempat.berkas[0])
    simpanan = berkas.read_bytes()
    berkas.unlink()
    with mesin_kosong() as data:
        perintah = [
            "restore",
            str(salinan.akar),
            "--kunci",
            str(tempat.kunci),
            "--kunci",
            str(tempat.kunci_lain),
        ]
        gagal = terukur(data, *perintah)
        assert gagal.returncode == 2
        assert "1 berkas bukti hilang atau rusak" in gagal.stderr
        ditolak = terukur(data, "verify")
        assert ditolak.returncode == 2
        assert "belum selesai" in ditolak.stderr

        berkas.parent.mkdir(exist_ok=True)
        berkas.write_bytes(simpanan)
        bunuh_saat(data, "Basis data", *perintah)
        hasil = terukur(data, *perintah)
        assert hasil.returncode == 0, hasil.stdout + hasil.stderr
        assert "UTUH: tidak ada" in hasil.stdout
        assert "RTO " in hasil.stdout

        isi = periksa_di(data, tempat.kedua.manifes.isi["kunci_segel"], tmp_path)
        assert isi["ekspor"] == 0
        assert isi["kertas"] == {k.kode: [k.sidik, True, 0] for k in tempat.sebelum}
        assert sorted(isi["berkas"]) == sorted(tempat.berkas)
        assert isi["akhir"]["peristiwa"] == "cadangan.pulihkan"
        assert isi["akhir"]["isi"]["sampai_catatan"] == tempat.kedua.manifes.isi["jejak"]["nomor"]

        ulang = terukur(data, *perintah)
        assert ulang.returncode == 2
        assert "sudah berisi data" in ulang.stderr


def test_the_drill_restores_the_newest_aside_and_leaves_nothing(
    tempat: Tempat, salinan: GudangFolder, monkeypatch
) -> None:
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://bukan/ini")
    for folder in tempat.data.parents[:3]:
        folder.chmod(0o755)
    sebelum = sorted(p.name for p in tempat.data.iterdir())
    isi = latih(salinan)
    assert isi["cadangan"] == tempat.kedua.manifes.nama
    assert isi["jumlah"]["kertas"] == 4
    assert isi["detik"] > 0
    ubah(salinan.akar / nama_berkas(tempat.berkas[2]), balik=300)
    with pytest.raises(LatihanGagal, match="1 berkas bukti hilang atau rusak"):
        latih(salinan)
    assert sorted(p.name for p in tempat.data.iterdir()) == sebelum
