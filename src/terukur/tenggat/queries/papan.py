"""The grid OPD x requirement of a window, for organisers and leaders."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from terukur.akun.models import Pengguna
from terukur.inti.angka import tulis_angka
from terukur.inti.izin import Izin
from terukur.inti.sql import tanya
from terukur.inti.waktu import tulis_sisa, tulis_tanggal_singkat
from terukur.tenggat import rules
from terukur.tenggat.choices import (
    SUDAH_DIAJUKAN,
    StatusJendela,
    StatusPemeriksaan,
    StatusPengajuan,
    StatusPerpanjangan,
)
from terukur.tenggat.models import Jendela, Pengajuan
from terukur.tenggat.queries.jendela import jendela_terlihat
from terukur.tenggat.queries.pemeriksaan import penahan

S = StatusPengajuan
DIPERBAIKI = (S.DIKEMBALIKAN, S.SIAP_PERBAIKAN)
SETENGAH = 50
"""Below this percent a requirement with errors stands out in the grid."""


@dataclass(frozen=True, slots=True)
class SyaratPapan:
    """One requirement of the window: a column of the grid."""

    pk: int
    kode: str
    nama: str
    wajib: bool


@dataclass(frozen=True, slots=True)
class OPDPapan:
    kode: str
    nama: str
    singkatan: str
    jenis: str


@dataclass(frozen=True, slots=True)
class PaketPapan:
    """What the grid reads of a package, named as on ``Pengajuan``."""

    pk: UUID
    jendela: Jendela
    opd: OPDPapan
    status: str
    diajukan_pada: dt.datetime | None
    tepat_waktu: bool | None
    selisih_detik: int | None


@dataclass(frozen=True, slots=True)
class SelPapan:
    """One requirement of one OPD: its word, its share, and whether it is an error."""

    kode: str
    nama: str
    kata: str
    persen: int
    jenis: str = ""


@dataclass(frozen=True, slots=True)
class BarisPapan:
    """One OPD. ``waktu`` is the word on time, ``urutan`` small when action is most needed."""

    pengajuan: PaketPapan
    sel: tuple[SelPapan, ...]
    persen: int
    status: str
    waktu: str
    tenggat: dt.datetime
    giliran: str
    kegiatan_terakhir: dt.datetime | None
    urutan: tuple[int, int, str]
    siap_tetap: bool = False
    """Verified, and no review stands in the way of the decree."""
    permintaan: int = 0
    """Requests for an extension that wait."""

    @property
    def is_diajukan(self) -> bool:
        return self.pengajuan.diajukan_pada is not None


@dataclass(frozen=True, slots=True)
class Papan:
    """``laporan``: id of the last edition of the late list, where the reader may see it."""

    jendela: Jendela
    syarat: tuple[SyaratPapan, ...]
    baris: tuple[BarisPapan, ...]
    jumlah: dict[str, int] = field(default_factory=dict)
    laporan: UUID | None = None


def kata_status(pengajuan: Pengajuan | PaketPapan, *, kosong: bool) -> str:
    """Status in words; a draft of which no requirement holds anything yet is ``Belum mulai``."""
    if pengajuan.status == S.DRAF and kosong:
        return "Belum mulai"
    return S(pengajuan.status).label


def sisa_pendek(selisih: dt.timedelta) -> str:
    """A span in its largest unit only: ``1 hari``, ``4 jam``."""
    return " ".join(tulis_sisa(selisih).split()[:2]) if selisih >= dt.timedelta(minutes=1) else "1 menit"


def kata_waktu(pengajuan: Pengajuan | PaketPapan, tenggat: dt.datetime, *, pada: dt.datetime) -> str:
    """``Tepat waktu``, ``Terlambat 2 hari``, ``Belum, sisa 1 hari``, ``Diperpanjang 27 Nov 2026`` ..."""
    if pengajuan.diajukan_pada:
        kata = rules.tulis_putusan(pengajuan.tepat_waktu, pengajuan.selisih_detik)
        return f"{kata} · perbaikan" if pengajuan.status in DIPERBAIKI else kata
    if pada > tenggat:
        return f"Lewat {sisa_pendek(pada - tenggat)}"
    if tenggat > pengajuan.jendela.tenggat_pada:
        lokal = tenggat.astimezone(pengajuan.jendela.zona_waktu)
        if lokal.date() == pada.astimezone(lokal.tzinfo).date():
            return f"Diperpanjang sampai {lokal:%H.%M}"
        return f"Diperpanjang {tulis_tanggal_singkat(lokal.date())[:-5]}"
    return f"Belum, sisa {sisa_pendek(tenggat - pada)}"


_KATA_PEMERIKSAAN = {
    StatusPemeriksaan.MENUNGGU: "Diajukan",
    StatusPemeriksaan.DIVERIFIKASI: "Diverifikasi",
    StatusPemeriksaan.DIKEMBALIKAN: "Dikembalikan",
}


@lru_cache(4096)
def _sel(
    s: SyaratPapan, status: str, pemeriksaan: str | None, terpenuhi: int, jumlah: int, jumlah_galat: int
) -> SelPapan:
    """``pemeriksaan``: state of the verification, None before the first submission."""
    persen = rules.persen_syarat(terpenuhi, jumlah, jumlah_galat)
    jenis = ""
    if status == S.DITETAPKAN:
        kata = S.DITETAPKAN.label
    elif pemeriksaan:
        kata = _KATA_PEMERIKSAAN[StatusPemeriksaan(pemeriksaan)]
    elif not terpenuhi:  # what nobody touched is not wrong, whatever the provider finds missing
        kata = "Belum mulai" if s.wajib else "Belum diisi"
    elif jumlah_galat:
        kata = f"Kurang {tulis_angka(jumlah_galat)}"
        jenis = "buruk" if persen < SETENGAH else ""
    elif terpenuhi < jumlah or not jumlah:
        kata = f"Kurang {tulis_angka(jumlah - terpenuhi)}"
    else:
        kata = "Lengkap"
    return SelPapan(s.kode, s.nama, kata, persen, jenis)


_URUTAN_STATUS = {
    S.DRAF: 1,
    S.SIAP_DITANDATANGANI: 2,
    S.DIKEMBALIKAN: 3,
    S.SIAP_PERBAIKAN: 4,
    S.DIAJUKAN: 5,
    S.DIVERIFIKASI: 6,
    S.DITETAPKAN: 7,
}

_BACA = """
select
  (
    select json_agg(json_build_array(s.id, s.kode, s.nama, s.wajib) order by s.urutan, s.id)
    from tenggat_syarat s where s.jendela_id = %(jendela)s
  ),
  (
    select json_agg(json_build_array(
      p.id, o.kode, o.nama, o.singkatan, o.jenis,
      p.status, p.diajukan_pada, p.tepat_waktu, p.selisih_detik, p.tenggat_berlaku,
      (
        select json_object_agg(
          k.kode, json_build_array(k.terpenuhi, k.jumlah, k.jumlah_galat, k.kegiatan_pada)
        )
        from tenggat_syarat s cross join lateral (
          select * from tenggat_kegiatantercatat k
          where k.pengajuan_id = p.id and k.kode = s.kode order by k.pada desc, k.id desc limit 1
        ) k
        where s.jendela_id = %(jendela)s
      ),
      case when p.diajukan_pada is not null then (
        select json_object_agg(c.syarat_id, c.status)
        from tenggat_pemeriksaansyarat c where c.pengajuan_id = p.id
      ) end,
      (
        select json_agg(json_build_array(x.status, x.diputus_pada, x.sampai))
        from tenggat_perpanjangan x
        where x.pengajuan_id = p.id and x.status in ('diberikan', 'diminta')
      ),
      case when p.status in ('siap_ditandatangani', 'siap_perbaikan') then array(
        select f.urutan from tenggat_paraf f
        where f.pengajuan_id = p.id and f.putaran = p.versi + 1 and f.dibatalkan_pada is null
      ) end,
      case when p.status = 'diverifikasi' then (
        select r.hasil from tenggat_reviu r
        where r.pengajuan_id = p.id and r.versi = p.versi order by r.direviu_pada desc, r.id desc limit 1
      ) end
    ) order by o.kode, p.id)
    from tenggat_pengajuan p join organisasi_opd o on o.id = p.opd_id
    where p.jendela_id = %(jendela)s
      and (%(opd)s::uuid[] is null or p.opd_id = any(%(opd)s))
      and (%(paket)s::uuid[] is null or p.id = any(%(paket)s))
  ),
  (
    select l.id from tenggat_laporanketerlambatan l
    where l.jendela_id = %(jendela)s order by l.edisi desc limit 1
  )"""


def _baca(
    jendela: Jendela, *, opd: Collection[UUID] | None = None, paket: Collection[UUID] | None = None
) -> tuple[list[SyaratPapan], list[list[Any]], UUID | None]:
    """(requirements, what each package's row is made of, last late list) of a window. One query.

    ``opd``, ``paket``: only of these; the packages stand in order of the OPD's code. Leaders look at
    the grid all day before a deadline. As querysets it was eight, whose composing and records cost
    four times what this answer costs; and JSON is read faster than rows of arrays.
    """
    [(syarat, isi, laporan)] = tanya(
        _BACA,
        {
            "jendela": jendela.pk,
            "opd": None if opd is None else list(opd),
            "paket": None if paket is None else list(paket),
        },
    )
    return [SyaratPapan(*s) for s in syarat or ()], isi or [], laporan


def _saat(teks: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(teks) if teks else None


def _perpanjangan(
    isi: list[list[str]] | None,
) -> tuple[list[rules.MasaPerpanjangan], int]:
    """(granted extensions, number of requests that wait) of one package."""
    masa = [
        rules.MasaPerpanjangan(dt.datetime.fromisoformat(diputus), dt.datetime.fromisoformat(sampai))
        for status, diputus, sampai in isi or ()
        if status == StatusPerpanjangan.DIBERIKAN
    ]
    return masa, len(isi or ()) - len(masa)


def _baris(jendela: Jendela, syarat: list[SyaratPapan], isi: list[Any], *, pada: dt.datetime) -> BarisPapan:
    """One row out of what ``_baca`` read of its package."""
    (
        pk, kode, nama, singkatan, jenis, status, diajukan, tepat_waktu, selisih, berlaku, tercatat,
        pemeriksaan, perpanjangan, paraf, reviu,
    ) = isi  # fmt: skip
    tercatat, pemeriksaan = tercatat or {}, pemeriksaan or {}
    p = PaketPapan(
        UUID(pk),
        jendela,
        OPDPapan(kode, nama, singkatan, jenis),
        status,
        _saat(diajukan),
        tepat_waktu,
        selisih,
    )
    kegiatan = [dt.datetime.fromisoformat(saat) for *_, saat in tercatat.values() if saat]
    sel = tuple(
        _sel(s, status, pemeriksaan.get(str(s.pk)), *tercatat.get(s.kode, (0, 0, 0))[:3]) for s in syarat
    )
    persen = (
        100
        if status in SUDAH_DIAJUKAN and status not in DIPERBAIKI
        else rules.persen_paket((s.wajib, c.persen) for s, c in zip(syarat, sel, strict=True))
    )
    masa, permintaan = _perpanjangan(perpanjangan)
    tenggat = _saat(berlaku) or rules.tenggat_berlaku(jendela.tenggat_pada, masa, pada=pada)
    sisa_paraf = (
        []
        if paraf is None
        else [langkah for i, langkah in enumerate(jendela.langkah_paraf, 1) if i not in paraf]
    )
    tertahan = penahan(jendela.reviu_apip, reviu) if status == S.DIVERIFIKASI else ""
    return BarisPapan(
        pengajuan=p,
        sel=sel,
        persen=persen,
        status=kata_status(p, kosong=not any(terpenuhi for terpenuhi, *_ in tercatat.values())),
        waktu=kata_waktu(p, tenggat, pada=pada),
        tenggat=tenggat,
        giliran=rules.giliran(status, sisa_paraf, tertahan),
        kegiatan_terakhir=max(kegiatan, default=None),
        urutan=(_URUTAN_STATUS[S(status)], persen, nama),
        siap_tetap=status == S.DIVERIFIKASI and not tertahan,
        permintaan=permintaan,
    )


def susun_baris(pengajuan: list[Pengajuan], jendela: Jendela, *, pada: dt.datetime) -> list[BarisPapan]:
    """Rows of the grid for these packages of one window, by code of the OPD; one query."""
    syarat, paket, _ = _baca(jendela, paket=[p.pk for p in pengajuan])
    return [_baris(jendela, syarat, isi, pada=pada) for isi in paket]


def papan_jendela(jendela: Jendela, *, untuk: Pengguna, pada: dt.datetime) -> Papan:
    """The grid of a window within the reader's scope, most in need of action first; one query."""
    akses = untuk.akses
    syarat, paket, laporan = _baca(jendela, opd=akses.cakupan(Izin.PENGAJUAN_LIHAT))
    baris = [_baris(jendela, syarat, isi, pada=pada) for isi in paket]
    baris.sort(key=lambda b: b.urutan)
    if not akses.boleh(Izin.LAPORAN_LIHAT):
        laporan = None
    return Papan(jendela, tuple(syarat), tuple(baris), ringkas_papan(baris), laporan)


def ringkas_papan(baris: list[BarisPapan]) -> dict[str, int]:
    """Counts for the figures above the grid."""
    diajukan = [b for b in baris if b.is_diajukan]
    belum = [b for b in baris if not b.is_diajukan]
    return {
        "peserta": len(baris),
        "diajukan": len(diajukan),
        "tepat": sum(bool(b.pengajuan.tepat_waktu) for b in diajukan),
        "perbaikan": sum(b.pengajuan.status in DIPERBAIKI for b in diajukan),
        "belum": len(belum),
        "belum_mulai": sum(b.status == "Belum mulai" for b in belum),
        "draf": sum(b.status != "Belum mulai" for b in belum),
    }


def laju_pengajuan(papan: Papan, *, pada: dt.datetime) -> list[tuple[str, int | None, int | None]]:
    """Burn-up: (day, submitted so far or None in the future, an even pace) from opening to due."""
    jendela, zona = papan.jendela, papan.jendela.zona_waktu
    waktu = [b.pengajuan.diajukan_pada for b in papan.baris]
    masuk = sorted(w.astimezone(zona).date() for w in waktu if w)
    mulai = jendela.dibuka_pada.astimezone(zona).date()
    akhir = jendela.tenggat_pada.astimezone(zona).date()
    hari_ini = pada.astimezone(zona).date()
    jumlah_hari = max(1, (akhir - mulai).days)
    hasil: list[tuple[str, int | None, int | None]] = []
    for i in range(jumlah_hari + 1):
        hari = mulai + dt.timedelta(days=i)
        sudah = sum(m <= hari for m in masuk) if hari <= hari_ini else None
        hasil.append((tulis_tanggal_singkat(hari)[:-5], sudah, round(len(waktu) * i / jumlah_hari)))
    return hasil


def jendela_berjalan(untuk: Pengguna) -> list[Jendela]:
    """Open windows in the reader's scope, the one due first in front."""
    return list(jendela_terlihat(untuk).filter(status=StatusJendela.DIBUKA).order_by("tenggat_pada", "pk"))
