"""Restoring a backup onto an empty machine.

A mark lies in the data folder from the first write to the last: while it is there nothing else of
Terukur starts on it, and the same command goes on where it stopped.
"""

import contextlib
import datetime as dt
import io
import json
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyrage.x25519 import Identity

from terukur.cli.cadangan import basisdata
from terukur.cli.cadangan.gudang import Gudang, salin
from terukur.cli.cadangan.manifes import BASISDATA, KUNCI, Manifes, baca, berkas_ada, nama_berkas
from terukur.cli.cadangan.pencadangan import Kabari
from terukur.cli.cadangan.sandi import Penghitung, SandiGagal, bukakan
from terukur.cli.lingkup import TANDA_PEMULIHAN
from terukur.config import pelaksana
from terukur.config.lingkungan import PengaturanSalah

_NAMA_RAHASIA = re.compile(r"[a-z][a-z0-9_]{0,40}")


class PemulihanGagal(PengaturanSalah):
    """The backup cannot be restored, or not onto this place."""


@dataclass(slots=True)
class Hasil:
    """``temuan``: what is wrong with the restored journal or register, one sentence each.
    ``tahap``: seconds per stage; ``detik``: of the whole."""

    manifes: Manifes
    jumlah: dict[str, int] = field(default_factory=dict)
    temuan: list[str] = field(default_factory=list)
    tahap: dict[str, float] = field(default_factory=dict)
    detik: float = 0.0


def pulihkan(
    gudang: Gudang,
    nama: str,
    identitas: Sequence[Identity],
    data: Path,
    *,
    kunci_dipercaya: str = "",
    latihan: bool = False,
    abaikan_rusak: bool = False,
    pada: dt.datetime,
    kabari: Kabari = lambda teks: None,
) -> Hasil:
    """Restore backup ``nama`` to the empty folder ``data`` and check all of it.

    To be called before Django is set up: it is set up here, on ``data``. ``latihan`` checks the
    files without keeping them. ``abaikan_rusak`` goes on without files that the store has lost.
    Raises ``PengaturanSalah``; what is there then is marked as not whole.
    """
    mulai = time.monotonic()
    bahan = periksa_bahan(gudang, nama, identitas, kunci_dipercaya=kunci_dipercaya)
    hasil = Hasil(bahan.manifes)
    tanda = Tanda(data, nama)
    tanda.mulai()
    with _tulisan(data):
        with _tahap(hasil, "kunci"):
            _tulis_rahasia(data / "rahasia", bahan.rahasia)
        with _tahap(hasil, "berkas"):
            kabari(f"Berkas bukti: {len(bahan.manifes.isi['berkas'])} ...")
            rusak = pulihkan_berkas(gudang, bahan.manifes, identitas, None if latihan else data / "berkas")
        if rusak and not abaikan_rusak:
            contoh = ", ".join(r[:12] for r in rusak[:5])
            raise PemulihanGagal(
                f"{len(rusak)} berkas bukti hilang atau rusak di gudang cadangan ({contoh}). Coba cadangan "
                "lain dengan --cadangan, atau teruskan tanpa berkas itu dengan --abaikan-berkas-rusak."
            )
        _pulihkan_basisdata(
            gudang, bahan, identitas, data, tanda, hasil, latihan=latihan, pada=pada, kabari=kabari
        )
        hasil.jumlah["berkas_rusak"] = len(rusak)
        hasil.temuan += [f"[berkas] Isi {r} hilang atau rusak di gudang cadangan." for r in rusak]
        os.sync()
    tanda.selesai()
    hasil.detik = time.monotonic() - mulai
    return hasil


# -- before anything is written --


@dataclass(frozen=True, slots=True)
class Bahan:
    manifes: Manifes
    rahasia: dict[str, str]


def periksa_bahan(
    gudang: Gudang, nama: str, identitas: Sequence[Identity], *, kunci_dipercaya: str = ""
) -> Bahan:
    """Manifest, presence and sizes, the trusted seal key, and the keys opened; writes nothing."""
    manifes = baca(gudang, nama)
    kunci_segel = manifes.isi["kunci_segel"]
    if kunci_dipercaya and kunci_dipercaya.lower() != kunci_segel:
        raise PemulihanGagal(f"Cadangan ditandatangani kunci segel lain: {kunci_segel}")
    ada = gudang.daftar(manifes.jalan(""))
    for objek, harap in manifes.isi["objek"].items():
        if (ukuran := ada.get(manifes.jalan(objek))) != harap["ukuran"]:
            keadaan = "tidak ada" if ukuran is None else f"terpotong ({ukuran} dari {harap['ukuran']} byte)"
            raise PemulihanGagal(f"Cadangan {nama} tidak utuh: {objek} {keadaan}.")
    polos = io.BytesIO()
    tersandi = io.BytesIO()
    _ambil(gudang, manifes, KUNCI, tersandi)
    tersandi.seek(0)
    try:
        bukakan(tersandi, polos, identitas)
    except SandiGagal as gagal:
        raise PemulihanGagal(f"{KUNCI} tidak dapat dibuka: {gagal}.") from None
    rahasia: dict[str, str] = json.loads(polos.getvalue())
    if not all(_NAMA_RAHASIA.fullmatch(n) for n in rahasia) or "kunci_segel" not in rahasia:
        raise PemulihanGagal(f"{KUNCI} tidak berisi kunci Terukur.")
    return Bahan(manifes, rahasia)


def _ambil(gudang: Gudang, manifes: Manifes, objek: str, keluaran: Any) -> None:
    """Copy one object of the backup; ``PemulihanGagal`` unless its digest is the manifest's."""
    hitung = Penghitung(keluaran)
    with gudang.buka(manifes.jalan(objek)) as masukan:
        salin(masukan, hitung)
    if hitung.sidik != manifes.isi["objek"][objek]["sidik"]:
        raise PemulihanGagal(f"Cadangan {manifes.nama} tidak utuh: isi {objek} berubah sesudah dibuat.")


class Tanda:
    """The mark of an unfinished restore. ``klaster``: the cluster that lies there is its own;
    ``basisdata``: the dump is in, whole."""

    def __init__(self, data: Path, nama: str) -> None:
        self.data, self.nama = data, nama
        self.klaster = self.basisdata = False
        self.berkas = data / TANDA_PEMULIHAN

    def mulai(self) -> None:
        """Raises ``PemulihanGagal`` when the folder holds anything but an unfinished restore."""
        if self.berkas.exists():
            with contextlib.suppress(ValueError):
                lalu = json.loads(self.berkas.read_text("utf-8"))
                self.klaster = bool(lalu["klaster"])
                self.basisdata = bool(lalu["basisdata"]) and lalu["cadangan"] == self.nama
        elif self.data.exists() and {p.name for p in self.data.iterdir()} - {"lost+found"}:
            raise PemulihanGagal(
                f"{self.data} sudah berisi data dan tidak ditimpa. Pindahkan isinya, atau pilih folder "
                "kosong dengan --ke."
            )
        self.catat()

    def catat(self, **keadaan: bool) -> None:
        """Note how far it is; durable when this returns."""
        for nama, nilai in keadaan.items():
            setattr(self, nama, nilai)
        isi = {"cadangan": self.nama, "klaster": self.klaster, "basisdata": self.basisdata}
        with _tulisan(self.data):
            self.data.mkdir(parents=True, exist_ok=True, mode=0o711)
            sementara = self.berkas.with_suffix(".baru")
            sementara.write_text(json.dumps(isi))
            sementara.replace(self.berkas)
            os.sync()

    def selesai(self) -> None:
        self.berkas.unlink()


# -- keys and files --


def _tulis_rahasia(folder: Path, rahasia: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True, mode=0o700)
    for nama, isi in rahasia.items():
        with os.fdopen(os.open(folder / nama, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as f:
            f.write(isi)


def pulihkan_berkas(
    gudang: Gudang, manifes: Manifes, identitas: Sequence[Identity], tujuan: Path | None
) -> list[str]:
    """Bring all evidence files to ``tujuan`` (None: only open and check them); SHA-256 of the bad ones.

    A file already there, whole, is not fetched again.
    """
    ada = gudang.daftar("berkas/")
    return [
        sidik
        for sidik, ukuran in manifes.isi["berkas"].items()
        if not berkas_ada(ada, sidik, ukuran) or not _satu_berkas(gudang, sidik, identitas, tujuan)
    ]


def _satu_berkas(gudang: Gudang, sidik: str, identitas: Sequence[Identity], tujuan: Path | None) -> bool:
    try:
        with gudang.buka(nama_berkas(sidik)) as masukan:
            if tujuan is None:
                return bukakan(masukan, None, identitas).sidik == sidik
            akhir = tujuan / sidik[:2] / sidik[2:4] / sidik
            if akhir.exists() and _sidik(akhir) == sidik:
                return True
            akhir.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            sementara = akhir.with_name(f".{sidik}")
            try:
                nomor = os.open(sementara, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
                with os.fdopen(nomor, "wb") as keluaran:
                    cocok = bukakan(masukan, keluaran, identitas).sidik == sidik
                if cocok:
                    sementara.replace(akhir)
                return cocok
            finally:
                sementara.unlink(missing_ok=True)
    except SandiGagal:
        return False


def _sidik(berkas: Path) -> str:
    hitung = Penghitung()
    with berkas.open("rb") as masukan:
        salin(masukan, hitung)
    return hitung.sidik


# -- database and checks --


def _pulihkan_basisdata(
    gudang: Gudang,
    bahan: Bahan,
    identitas: Sequence[Identity],
    data: Path,
    tanda: Tanda,
    hasil: Hasil,
    *,
    latihan: bool,
    pada: dt.datetime,
    kabari: Kabari,
) -> None:
    os.environ["TERUKUR_DATA"] = str(data)
    import django
    from django.conf import settings
    from django.db import connection

    from terukur.config.klaster import Klaster

    django.setup()
    if data != settings.DATA:
        raise RuntimeError("Django was set up before on another folder; its cluster must not be touched")
    _pastikan_versi(bahan.manifes)
    with contextlib.ExitStack() as susunan:
        if settings.BASISDATA_TERTANAM:
            klaster = Klaster(settings.DATA)
            if not tanda.klaster and (klaster.pgdata / "PG_VERSION").exists():
                raise PemulihanGagal(
                    f"Sudah ada basis data di {klaster.pgdata}; tidak ditimpa. Pindahkan dahulu."
                )
            if not tanda.basisdata:
                tanda.catat(klaster=True)
                klaster.hapus()
            with _tahap(hasil, "PostgreSQL"):
                susunan.enter_context(klaster.pakai())
        susunan.callback(connection.close)
        if not tanda.basisdata:
            with _tahap(hasil, "basis data"):
                kabari("Basis data ...")
                _muat_dump(gudang, bahan.manifes, identitas, data, connection.get_connection_params())
                hasil.temuan += _bandingkan(bahan.manifes)
            tanda.catat(basisdata=True)
        with _tahap(hasil, "pemeriksaan"):
            kabari("Pemeriksaan jejak, register naskah dan berkas ...")
            _periksa(bahan.manifes, hasil, latihan=latihan, pada=pada)


def _pastikan_versi(manifes: Manifes) -> None:
    """Refuse a backup of a newer Terukur, which this one could not read."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    kita = MigrationLoader(None).disk_migrations.keys()
    ruang = {a.label for a in apps.get_app_configs()}
    if asing := [f"{a}.{n}" for a, n in manifes.isi["migrasi"] if a in ruang and (a, n) not in kita]:
        raise PemulihanGagal(
            f"Cadangan dibuat oleh Terukur yang lebih baru daripada yang terpasang ({asing[0]}). "
            "Pasang versi itu, lalu ulangi."
        )


def _muat_dump(
    gudang: Gudang, manifes: Manifes, identitas: Sequence[Identity], data: Path, parameter: dict[str, Any]
) -> None:
    with basisdata.sambung(parameter) as sambungan:
        baris = sambungan.execute(
            "select count(*) from pg_class"
            " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
        ).fetchone()
        if baris and baris[0]:
            raise PemulihanGagal(
                "Basis data tujuan tidak kosong dan tidak ditimpa. Buat basis data kosong, lalu arahkan "
                "DATABASE_URL ke sana."
            )
        versi = max(basisdata.versi_server(sambungan), manifes.isi["pg_dump"])
    biner, _ = pelaksana.direktori_klien(versi)
    jalur = data / "pemulihan.age"
    try:
        with jalur.open("w+b") as tersandi:
            _ambil(gudang, manifes, BASISDATA, tersandi)
            tersandi.seek(0)
            with basisdata.pulihkan_dump(parameter, biner) as keluaran:
                bukakan(tersandi, keluaran, identitas)
    except SandiGagal as gagal:
        raise PemulihanGagal(f"{BASISDATA} tidak dapat dibuka: {gagal}.") from None
    finally:
        jalur.unlink(missing_ok=True)


def _periksa(manifes: Manifes, hasil: Hasil, *, latihan: bool, pada: dt.datetime) -> None:
    from django.core.management import call_command

    from terukur.cli.siapkan import siapkan
    from terukur.jejak.pemeriksaan import periksa_tersimpan

    if latihan:
        call_command("migrate", verbosity=0, interactive=False)
    else:
        siapkan()
    _catat(manifes, pada)
    hasil.temuan += periksa_tersimpan(pada=pada)
    hasil.jumlah |= dict(manifes.isi["jumlah"]) | {"berkas_isi": len(manifes.isi["berkas"])}
    hasil.temuan += [
        f"[berkas] Isi {s} sudah tidak ada di server saat dicadangkan." for s in manifes.isi["hilang"]
    ]


def _bandingkan(manifes: Manifes) -> Iterator[str]:
    """The restored tables against the manifest, before anything is migrated or added."""
    from django.db import connection

    from terukur.jejak.kunci import kunci_publik

    with connection.cursor() as kursor:
        kursor.execute("select nomor, sidik from jejak_catatan order by nomor desc limit 1")
        ujung, harap = kursor.fetchone() or (0, ""), manifes.isi["jejak"]
        if ujung != (harap["nomor"], harap["sidik"]):
            yield f"[jejak] Ujung jejak adalah catatan {ujung[0]}, menurut manifes {harap['nomor']}."
        for nama, tabel in (
            ("catatan", "jejak_catatan"), ("segel", "jejak_segel"),
            ("kertas", "jejak_kertas"), ("berkas", "berkas_berkas"),
        ):  # fmt: skip
            kursor.execute(f"select count(*) from {tabel}")  # noqa: S608
            if (ada := kursor.fetchone()[0]) != (jumlah := manifes.isi["jumlah"][nama]):
                yield f"[jumlah] {ada} {nama}, menurut manifes {jumlah}."
        kursor.execute("select distinct sidik from berkas_berkas")
        sidik = {b[0] for b in kursor.fetchall()}
        for s in sidik - manifes.isi["berkas"].keys() - set(manifes.isi["hilang"]):
            yield f"[berkas] Isi {s} disebut basis data tetapi tidak dicadangkan."
    if kunci_publik() != manifes.isi["kunci_segel"]:
        yield "[kunci] Kunci segel yang dipulihkan bukan yang menandatangani manifes."


def _catat(manifes: Manifes, pada: dt.datetime) -> None:
    """The journal says that it goes on from a backup: what came after it elsewhere is lost here."""
    from django.db import transaction

    from terukur.berkas.models import Unggahan
    from terukur.inti.pelaku import SISTEM
    from terukur.jejak.actions import catat
    from terukur.jejak.segel import segelkan

    with transaction.atomic():
        Unggahan.objects.update(diterima=0)  # pieces are not backed up; their senders begin again
        catat(
            peristiwa="cadangan.pulihkan",
            objek="cadangan",
            objek_id=manifes.nama,
            isi={"dibuat": manifes.isi["dibuat"], "sampai_catatan": manifes.isi["jejak"]["nomor"]},
            oleh=SISTEM,
            pada=pada,
        )
    segelkan(pada=pada)


# -- small things --


@contextlib.contextmanager
def _tahap(hasil: Hasil, nama: str) -> Iterator[None]:
    mulai = time.monotonic()
    yield
    hasil.tahap[nama] = hasil.tahap.get(nama, 0.0) + time.monotonic() - mulai


@contextlib.contextmanager
def _tulisan(data: Path) -> Iterator[None]:
    """A full or closed disk is one sentence."""
    try:
        yield
    except OSError as galat:
        raise PemulihanGagal(f"{data} tidak dapat ditulis: {galat.strerror or galat}") from galat
