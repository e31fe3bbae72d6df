"""The situation of a window at an instant, from recorded facts alone."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from terukur.tenggat.choices import KeadaanPengajuan
from terukur.tenggat.rules.kelengkapan import persen_paket, persen_syarat
from terukur.tenggat.rules.waktu import MasaPerpanjangan, tenggat_berlaku


@dataclass(frozen=True, slots=True)
class FaktaSyarat:
    kode: str
    nama: str
    wajib: bool


@dataclass(frozen=True, slots=True)
class FaktaKegiatan:
    """Completeness of one requirement as recorded right after a change; ``kegiatan_pada``: by the OPD."""

    kode: str
    pada: dt.datetime
    terpenuhi: int
    jumlah: int
    jumlah_galat: int = 0
    ringkasan: str = ""
    kegiatan_pada: dt.datetime | None = None

    @property
    def is_lengkap(self) -> bool:
        return self.jumlah > 0 and self.terpenuhi >= self.jumlah and not self.jumlah_galat

    @property
    def is_kosong(self) -> bool:
        return self.terpenuhi == 0


@dataclass(frozen=True, slots=True)
class FaktaPerpanjangan(MasaPerpanjangan):
    dasar: str
    pemutus: str = ""
    gangguan: str = ""


@dataclass(frozen=True, slots=True)
class FaktaPengajuan:
    """What is recorded about one package. ``diajukan_pada`` is the time of receipt."""

    id: UUID
    opd_id: UUID
    nama: str
    penanggung_jawab: str = ""
    diajukan_pada: dt.datetime | None = None
    tepat_waktu: bool | None = None
    selisih_detik: int | None = None
    perpanjangan: tuple[FaktaPerpanjangan, ...] = ()
    kegiatan: tuple[FaktaKegiatan, ...] = ()


@dataclass(frozen=True, slots=True)
class BarisKeadaan:
    """One OPD in the report. ``kurang`` names the required items not complete then."""

    fakta: FaktaPengajuan
    keadaan: KeadaanPengajuan
    persen: int
    kegiatan_terakhir: dt.datetime | None
    tenggat_berlaku: dt.datetime
    kurang: tuple[str, ...] = ()
    perpanjangan: tuple[FaktaPerpanjangan, ...] = ()


@dataclass(frozen=True, slots=True)
class Keadaan:
    saat: dt.datetime
    baris: tuple[BarisKeadaan, ...]
    jumlah: dict[KeadaanPengajuan, int] = field(default_factory=dict)


_URUTAN = list(KeadaanPengajuan)[::-1]


def keadaan_pada(
    saat: dt.datetime,
    *,
    tenggat: dt.datetime,
    toleransi: dt.timedelta,
    syarat: Sequence[FaktaSyarat],
    peserta: Iterable[FaktaPengajuan],
) -> Keadaan:
    """The situation at ``saat``, whenever it is asked.

    A package counts as submitted when it was *received* no later than ``saat`` plus tolerance,
    however late it was stored. Completeness and last activity are those recorded up to ``saat``;
    extensions decided after ``saat`` do not exist yet. Rows: not submitted first, the least
    complete first.
    """
    baris = []
    for p in peserta:
        perpanjangan = tuple(x for x in p.perpanjangan if x.diputus_pada <= saat)
        berlaku = tenggat_berlaku(tenggat, perpanjangan, pada=saat)
        masuk = p.diajukan_pada is not None and p.diajukan_pada <= saat + toleransi
        terakhir: dict[str, FaktaKegiatan] = {}
        for k in sorted(p.kegiatan, key=lambda k: k.pada):
            if k.pada <= saat:
                terakhir[k.kode] = k
        per_syarat = [
            (s, persen_syarat(t.terpenuhi, t.jumlah, t.jumlah_galat) if (t := terakhir.get(s.kode)) else 0)
            for s in syarat
        ]
        if masuk:
            keadaan = KeadaanPengajuan.TEPAT_WAKTU if p.tepat_waktu else KeadaanPengajuan.TERLAMBAT
        elif berlaku > saat:
            keadaan = KeadaanPengajuan.DIPERPANJANG
        else:
            keadaan = KeadaanPengajuan.BELUM
        waktu = [k.kegiatan_pada for k in terakhir.values() if k.kegiatan_pada]
        if masuk and p.diajukan_pada:
            waktu.append(p.diajukan_pada)
        baris.append(
            BarisKeadaan(
                fakta=p,
                keadaan=keadaan,
                persen=100 if masuk else persen_paket((s.wajib, n) for s, n in per_syarat),
                kegiatan_terakhir=max(waktu, default=None),
                tenggat_berlaku=berlaku,
                kurang=() if masuk else tuple(s.nama for s, n in per_syarat if s.wajib and n < 100),
                perpanjangan=perpanjangan,
            )
        )
    baris.sort(key=lambda b: (_URUTAN.index(b.keadaan), b.persen, b.fakta.nama, str(b.fakta.id)))
    jumlah = {k: sum(b.keadaan == k for b in baris) for k in KeadaanPengajuan}
    return Keadaan(saat, tuple(baris), jumlah)
