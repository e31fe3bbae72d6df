"""What an OPD has for the e-SAKIP review of KemenPANRB of a year, and what is still missing."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from terukur.akun.models import Pengguna
from terukur.inti.periode import JenisPeriode, periode_setahun
from terukur.jejak.models import Kertas
from terukur.kinerja.choices import StatusPerjanjian
from terukur.kinerja.models import PerjanjianKinerja, RegisterRencanaAksi
from terukur.kinerja.queries.perjanjian import perjanjian_terlihat
from terukur.organisasi.queries import hari_pemda
from terukur.realisasi.choices import JenisEdisi, KeadaanBerkas
from terukur.realisasi.models import Edisi

PK, AKSI, EVALUASI, LKJIP, RAPOR = (
    "Perjanjian kinerja",
    "Rencana aksi",
    "Evaluasi Renja",
    "Laporan kinerja",
    "Rapor kinerja",
)
_TERBITKAN = "Penyelenggara menerbitkannya dari Laporan berkala."


@dataclass(frozen=True, slots=True)
class Butir:
    """One paper that the review asks for. ``saran``: what to do where it is missing."""

    kelompok: str
    nama: str
    kertas: Kertas | None = None
    edisi: Edisi | None = None
    perjanjian: PerjanjianKinerja | None = None
    belum_waktunya: bool = False
    saran: str = ""

    @property
    def keadaan(self) -> KeadaanBerkas:
        if self.kertas:
            return KeadaanBerkas.ADA
        return KeadaanBerkas.BELUM_WAKTUNYA if self.belum_waktunya else KeadaanBerkas.BELUM_ADA

    @property
    def nomor(self) -> str:
        return self.kertas.nomor if self.kertas else ""

    @property
    def sidik(self) -> str:
        """SHA-256 of what it says."""
        return self.kertas.sidik if self.kertas else ""

    @property
    def pada(self) -> dt.datetime | None:
        return self.kertas.pada if self.kertas else None

    @property
    def kata(self) -> str:
        return str(self.keadaan.label)


def daftar_esakip(opd_id: UUID, tahun: int, *, untuk: Pengguna, diketahui: dt.datetime) -> list[Butir]:
    """The papers of the year as registered by ``diketahui``; what was not due then is not missing. Three
    queries."""
    pk = list(
        perjanjian_terlihat(untuk)
        .filter(
            opd=opd_id, tahun=tahun, status=StatusPerjanjian.DITETAPKAN, ditetapkan_pada__lte=diketahui,
            kertas__isnull=False,
        )
        .order_by("-jabatan__kepala", "jabatan__nama", "perubahan_ke", "pk")
    )  # fmt: skip
    hasil = [Butir(PK, f"{p.sebutan}: {p.jabatan.nama}", p.kertas, perjanjian=p) for p in pk]
    if not any(p.jabatan.kepala for p in pk):
        saran = "Ditandatangani kepala OPD dan bupati pada halaman Perjanjian kinerja."
        hasil.insert(0, Butir(PK, "Perjanjian Kinerja kepala OPD", saran=saran))
    aksi = list(
        RegisterRencanaAksi.objects.filter(
            pengajuan__opd=opd_id, pengajuan__jendela__tahun=tahun, ditetapkan_pada__lte=diketahui
        )
        .select_related("kertas")
        .order_by("ditetapkan_pada", "pk")
    )
    hasil += [Butir(AKSI, f"Rencana Aksi {tahun}", r.kertas) for r in aksi]
    if not aksi:
        saran = "Diajukan OPD dan ditetapkan penyelenggara pada jadwal Rencana Aksi."
        hasil.append(Butir(AKSI, f"Rencana Aksi {tahun}", saran=saran))
    edisi = list(
        Edisi.objects.filter(opd=opd_id, per__year=tahun, terbit_pada__lte=diketahui)
        .select_related("kertas", "opd")
        .order_by("per", "ke", "pk")
    )
    return hasil + _edisi(edisi, tahun, hari_pemda(diketahui))


def _edisi(semua: list[Edisi], tahun: int, hari: dt.date) -> list[Butir]:
    """The last edition of each quarter's evaluation, of the year's report, and of the report card."""

    def satu(
        kelompok: str, nama: str, jenis: JenisEdisi, sejak: dt.date, sampai: dt.date, tempo: dt.date
    ) -> Butir:
        milik = [e for e in semua if e.jenis == jenis and sejak <= e.per <= sampai]
        if not milik:
            return Butir(kelompok, nama, belum_waktunya=tempo > hari, saran=_TERBITKAN)
        e = milik[-1]
        return Butir(kelompok, f"{nama}, per {e.per:%d-%m-%Y}, edisi ke-{e.ke}", e.kertas, e)

    awal, akhir = dt.date(tahun, 1, 1), dt.date(tahun, 12, 31)
    return [
        *(
            satu(EVALUASI, f"Evaluasi {p.label}", JenisEdisi.EVALUASI, p.sejak, p.sampai, p.sampai)
            for p in periode_setahun(tahun, JenisPeriode.TRIWULAN)
        ),
        satu(LKJIP, f"Laporan Kinerja {tahun} (draf)", JenisEdisi.LKJIP, awal, akhir, akhir),
        satu(RAPOR, f"Rapor Kinerja {tahun}", JenisEdisi.RAPOR, awal, akhir, awal),
    ]
