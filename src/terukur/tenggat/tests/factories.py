"""Windows and packages for tests of this and upper rooms, made through the actions."""

import datetime as dt
import io
import itertools
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM, Pelaku
from terukur.organisasi.models import OPD
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.tenggat import actions
from terukur.tenggat.actions import IsiDokumen, IsiJendela
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.models import Jendela, Pengajuan, TandaTerima
from terukur.tenggat.penyedia import Kelengkapan, Temuan, daftar_penyedia
from tests.rekaman_dunia import rekam

SEKARANG = dt.datetime(2026, 11, 18, 1, 0, tzinfo=dt.UTC)
"""09.00 WITA on the day windows open."""
TENGGAT = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
TUTUP = dt.datetime(2026, 11, 30, 8, 0, tzinfo=dt.UTC)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

_nomor = itertools.count(1)


class PenyediaContoh:
    """A requirement kept in memory: ``isi[pengajuan id] = {row: {column: value}}``.

    Complete when every row has a ``nilai``; a ``nilai`` of ``salah`` is an error.
    """

    nama = "Isian contoh"
    urutan = 40

    def __init__(self, kode: str = "contoh", nama: str = "Isian contoh") -> None:
        self.kode, self.nama = kode, nama
        self.isi: dict[UUID, dict[str, dict[str, Any]]] = {}
        self.ditetapkan: set[UUID] = set()
        self.jumlah_panggilan = 0

    def kelengkapan(self, jendela: Jendela, paket: Sequence[Pengajuan]) -> dict[UUID, Kelengkapan]:
        self.jumlah_panggilan += 1
        hasil = {}
        for p in paket:
            baris = self.isi.get(p.pk, {})
            galat = [k for k, v in baris.items() if v.get("nilai") == "salah"]
            hasil[p.opd_id] = Kelengkapan(
                sum(v.get("nilai") not in (None, "") for v in baris.values()),
                len(baris),
                galat=tuple(Temuan(f"{k} salah", "/contoh/", baris=k) for k in galat),
                ringkasan=f"{len(baris)} baris",
            )
        return hasil

    def bekukan(
        self, pengajuan: Pengajuan, *, bacaan: Any = None, oleh: Pelaku, pada: dt.datetime
    ) -> dict[str, Any]:
        return {"baris": {k: dict(v) for k, v in self.isi.get(pengajuan.pk, {}).items()}}

    def isi_beku(self, pengajuan: Pengajuan, *, diketahui: dt.datetime | None) -> dict[str, Any]:
        return {"baris": self.isi.get(pengajuan.pk, {})}

    def salin_dari(self, lama: Pengajuan, baru: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
        self.isi[baru.pk] = {k: dict(v) for k, v in self.isi.get(lama.pk, {}).items()}

    def tetapkan(self, pengajuan: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
        self.ditetapkan.add(pengajuan.pk)

    def tautan_isi(self, pengajuan: Pengajuan) -> str:
        return f"/contoh/{pengajuan.pk}/"

    def baris(self, pengajuan: Pengajuan) -> list[tuple[str, str]]:
        return [(k, f"Baris {k}") for k in self.isi.get(pengajuan.pk, {})]

    def kolom(self) -> Mapping[str, str]:
        return {"nilai": "Nilai"}

    def lengkapi(self, pengajuan: Pengajuan, *, pada: dt.datetime = SEKARANG, **nilai: Any) -> None:
        """Fill rows (default: one) and record the activity as a real provider does."""
        isi = nilai or {"a": "1"}
        self.isi.setdefault(pengajuan.pk, {}).update({k: {"nilai": v} for k, v in isi.items()})
        actions.catat_kegiatan(pengajuan=pengajuan, kode=self.kode, pada=pada)


def daftarkan_contoh(kode: str = "contoh", nama: str = "Isian contoh") -> PenyediaContoh:
    """The example provider under this code, registered once per process and emptied."""
    if kode not in daftar_penyedia:
        daftar_penyedia.daftarkan(kode, PenyediaContoh(kode, nama))
    penyedia = daftar_penyedia.ambil(kode)
    assert isinstance(penyedia, PenyediaContoh)
    penyedia.isi.clear()
    penyedia.ditetapkan.clear()
    return penyedia


def isi_jendela(*, opd: Sequence[OPD] = (), **ganti: Any) -> IsiJendela:
    n = next(_nomor)
    isi: dict[str, Any] = {
        "judul": f"Rancangan Awal Renja 2028 contoh {n}",
        "tahun": 2028,
        "tahapan": Tahapan.RANCANGAN_AWAL_RENJA,
        "nomor_edaran": f"000.7/{n}/CONTOH",
        "tanggal_edaran": dt.date(2026, 11, 17),
        "zona": "WITA",
        "dibuka_pada": SEKARANG,
        "tenggat_pada": TENGGAT,
        "ditutup_pada": TUTUP,
        "syarat": (("contoh", True),),
        "opd_ids": tuple(o.pk for o in opd),
    }
    return IsiJendela(**{**isi, **ganti})


@rekam
def buat_jendela(
    *, opd: Sequence[OPD] | None = None, buka: bool = True, pada: dt.datetime = SEKARANG, **ganti: Any
) -> Jendela:
    """An open window for these OPD (default: one new OPD) with the requirement ``contoh``.

    Give ``syarat=(("program_kerja", True),)`` and so on for other providers.
    """
    diminta = {k for k, _ in ganti.get("syarat", (("contoh", True),))}
    if "contoh" in diminta and "contoh" not in daftar_penyedia:
        daftarkan_contoh()
    opd = [buat_opd()] if opd is None else opd
    jendela = actions.siapkan_jendela(isi=isi_jendela(opd=opd, **ganti), oleh=SISTEM, pada=pada)
    return actions.buka_jendela(jendela_id=jendela.pk, oleh=SISTEM, pada=pada) if buka else jendela


@rekam
def buat_pengajuan(opd: OPD | None = None, **ganti: Any) -> Pengajuan:
    """The package of one OPD in a window of its own, joined with window and OPD."""
    opd = opd or buat_opd()
    jendela = buat_jendela(opd=[opd], **ganti)
    return Pengajuan.objects.select_related("jendela", "opd").get(jendela=jendela, opd=opd)


@rekam
def buat_orang(
    peran: Peran, *, opd: OPD | None = None, pada: dt.datetime = SEKARANG, **lain: Any
) -> Pengguna:
    """A user with the accesses of the instant ``pada``."""
    pengguna = buat_pengguna(peran, opd=opd, **lain)
    pengguna.akses = susun_akses(pengguna, pada=pada)
    return pengguna


def ajukan(
    pengajuan: Pengajuan, *, kepala: Pengguna, operator: Pengguna | None = None, pada: dt.datetime
) -> TandaTerima:
    """Mark ready by ``operator`` and submit by ``kepala`` at the same instant."""
    siap_oleh = operator.pelaku() if operator else SISTEM
    actions.tandai_siap(pengajuan_id=pengajuan.pk, oleh=siap_oleh, pada=pada)
    return actions.ajukan(pengajuan_id=pengajuan.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=pada)


def dokumen(nama: str = "SK Tim", **lain: Any) -> IsiDokumen:
    return IsiDokumen(nama=nama, **lain)


def berkas_pdf() -> io.BytesIO:
    """A file that berkas takes as PDF, different each time."""
    return io.BytesIO(PDF + f"% {next(_nomor)}\n".encode())


def berkas_terkirim(nama: str = "sk.pdf") -> SimpleUploadedFile:
    """A PDF as a browser sends it."""
    return SimpleUploadedFile(nama, berkas_pdf().getvalue(), content_type="application/pdf")
