"""The grid OPD x requirement of a window, for organisers and leaders."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from terukur.akun.models import Pengguna
from terukur.inti.angka import tulis_angka
from terukur.inti.izin import Izin
from terukur.inti.waktu import tulis_sisa, tulis_tanggal_singkat
from terukur.tenggat import rules
from terukur.tenggat.choices import (
    SUDAH_DIAJUKAN,
    StatusJendela,
    StatusPemeriksaan,
    StatusPengajuan,
)
from terukur.tenggat.models import Jendela, PemeriksaanSyarat, Pengajuan, Syarat
from terukur.tenggat.queries.jendela import jendela_terlihat
from terukur.tenggat.queries.pemeriksaan import penahan_reviu
from terukur.tenggat.queries.pengajuan import (
    daftar_syarat,
    kelengkapan_tercatat,
    paraf_sisa_banyak,
    perpanjangan_banyak,
)

S = StatusPengajuan
SETENGAH = 50
"""Below this percent a requirement with errors stands out in the grid."""


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

    pengajuan: Pengajuan
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
    jendela: Jendela
    syarat: tuple[Syarat, ...]
    baris: tuple[BarisPapan, ...]
    jumlah: dict[str, int] = field(default_factory=dict)


def kata_status(pengajuan: Pengajuan, *, kosong: bool) -> str:
    """Status in words; a draft of which no requirement holds anything yet is ``Belum mulai``."""
    if pengajuan.status == S.DRAF and kosong:
        return "Belum mulai"
    return S(pengajuan.status).label


def sisa_pendek(selisih: dt.timedelta) -> str:
    """A span in its largest unit only: ``1 hari``, ``4 jam``."""
    return " ".join(tulis_sisa(selisih).split()[:2]) if selisih >= dt.timedelta(minutes=1) else "1 menit"


def kata_waktu(pengajuan: Pengajuan, tenggat: dt.datetime, *, pada: dt.datetime) -> str:
    """``Tepat waktu``, ``Terlambat 2 hari``, ``Belum, sisa 1 hari``, ``Diperpanjang 27 Nov 2026`` ..."""
    if pengajuan.diajukan_pada:
        kata = rules.tulis_putusan(pengajuan.tepat_waktu, pengajuan.selisih_detik)
        perbaikan = pengajuan.status in (S.DIKEMBALIKAN, S.SIAP_PERBAIKAN)
        return f"{kata} · perbaikan" if perbaikan else kata
    if pada > tenggat:
        return f"Lewat {sisa_pendek(pada - tenggat)}"
    if tenggat > pengajuan.jendela.tenggat_pada:
        lokal = tenggat.astimezone(pengajuan.jendela.zona_waktu)
        if lokal.date() == pada.astimezone(lokal.tzinfo).date():
            return f"Diperpanjang sampai {lokal:%H.%M}"
        return f"Diperpanjang {tulis_tanggal_singkat(lokal.date())[:-5]}"
    return f"Belum, sisa {sisa_pendek(tenggat - pada)}"


def _sel(s: Syarat, k: rules.FaktaKegiatan | None, pemeriksaan: str | None, pengajuan: Pengajuan) -> SelPapan:
    persen = rules.persen_syarat(k.terpenuhi, k.jumlah, k.jumlah_galat) if k else 0
    if pengajuan.status == S.DITETAPKAN:
        return SelPapan(s.kode, s.nama, S.DITETAPKAN.label, persen)
    if pengajuan.diajukan_pada and pemeriksaan:
        kata = {
            StatusPemeriksaan.MENUNGGU: "Diajukan",
            StatusPemeriksaan.DIVERIFIKASI: "Diverifikasi",
            StatusPemeriksaan.DIKEMBALIKAN: "Dikembalikan",
        }[StatusPemeriksaan(pemeriksaan)]
        return SelPapan(s.kode, s.nama, kata, persen)
    if k is None or k.is_kosong:  # what nobody touched is not wrong, whatever the provider finds missing
        return SelPapan(s.kode, s.nama, "Belum mulai" if s.wajib else "Belum diisi", persen)
    if k.is_lengkap:
        return SelPapan(s.kode, s.nama, "Lengkap", persen)
    if k.jumlah_galat:
        jenis = "buruk" if persen < SETENGAH else ""
        return SelPapan(s.kode, s.nama, f"Kurang {tulis_angka(k.jumlah_galat)}", persen, jenis)
    return SelPapan(s.kode, s.nama, f"Kurang {tulis_angka(k.jumlah - k.terpenuhi)}", persen)


_URUTAN_STATUS = {
    S.DRAF: 1,
    S.SIAP_DITANDATANGANI: 2,
    S.DIKEMBALIKAN: 3,
    S.SIAP_PERBAIKAN: 4,
    S.DIAJUKAN: 5,
    S.DIVERIFIKASI: 6,
    S.DITETAPKAN: 7,
}


def susun_baris(
    pengajuan: list[Pengajuan], jendela: Jendela, *, syarat: list[Syarat] | None = None, pada: dt.datetime
) -> list[BarisPapan]:
    """Rows of the grid for these packages of one window; a constant number of queries.

    ``syarat``: the window's requirements, where the caller has them.
    """
    syarat = daftar_syarat(jendela) if syarat is None else syarat
    ids = [p.pk for p in pengajuan]
    tercatat = kelengkapan_tercatat(ids)
    masa, permintaan = perpanjangan_banyak(ids)
    pemeriksaan: dict[UUID, dict[int, str]] = defaultdict(dict)
    for pengajuan_id, syarat_id, status in (
        PemeriksaanSyarat.objects.filter(pengajuan_id__in=ids)
        .order_by("pk")
        .values_list("pengajuan_id", "syarat_id", "status")
    ):
        pemeriksaan[pengajuan_id][syarat_id] = status
    for p in pengajuan:
        p.jendela = jendela
    sisa_paraf = paraf_sisa_banyak(
        p for p in pengajuan if p.status in (S.SIAP_DITANDATANGANI, S.SIAP_PERBAIKAN)
    )
    penahan = penahan_reviu(p for p in pengajuan if p.status == S.DIVERIFIKASI)
    hasil = []
    for p in pengajuan:
        milik = tercatat[p.pk]
        kegiatan = [k.kegiatan_pada for k in milik.values() if k.kegiatan_pada]
        sel = tuple(_sel(s, milik.get(s.kode), pemeriksaan[p.pk].get(s.pk), p) for s in syarat)
        persen = (
            100
            if p.status in SUDAH_DIAJUKAN and p.status not in (S.DIKEMBALIKAN, S.SIAP_PERBAIKAN)
            else rules.persen_paket((s.wajib, c.persen) for s, c in zip(syarat, sel, strict=True))
        )
        tenggat = p.tenggat_berlaku or rules.tenggat_berlaku(jendela.tenggat_pada, masa[p.pk], pada=pada)
        hasil.append(
            BarisPapan(
                pengajuan=p,
                sel=sel,
                persen=persen,
                status=kata_status(p, kosong=all(k.is_kosong for k in milik.values())),
                waktu=kata_waktu(p, tenggat, pada=pada),
                tenggat=tenggat,
                giliran=rules.giliran(p.status, sisa_paraf.get(p.pk, ()), penahan.get(p.pk, "")),
                kegiatan_terakhir=max(kegiatan, default=None),
                urutan=(_URUTAN_STATUS[S(p.status)], persen, p.opd.nama),
                siap_tetap=p.status == S.DIVERIFIKASI and p.pk not in penahan,
                permintaan=permintaan.get(p.pk, 0),
            )
        )
    return hasil


def papan_jendela(jendela: Jendela, *, untuk: Pengguna, pada: dt.datetime) -> Papan:
    """The grid of a window within the reader's scope, most in need of action first."""
    pengajuan = Pengajuan.objects.filter(jendela=jendela).select_related("opd")
    cakupan = untuk.akses.cakupan(Izin.PENGAJUAN_LIHAT)
    if cakupan is not None:
        pengajuan = pengajuan.filter(opd_id__in=cakupan)
    syarat = daftar_syarat(jendela)
    baris = susun_baris(list(pengajuan.order_by("opd__kode", "pk")), jendela, syarat=syarat, pada=pada)
    baris.sort(key=lambda b: b.urutan)
    return Papan(jendela, tuple(syarat), tuple(baris), ringkas_papan(baris))


def ringkas_papan(baris: list[BarisPapan]) -> dict[str, int]:
    """Counts for the figures above the grid."""
    diajukan = [b for b in baris if b.is_diajukan]
    belum = [b for b in baris if not b.is_diajukan]
    return {
        "peserta": len(baris),
        "diajukan": len(diajukan),
        "tepat": sum(bool(b.pengajuan.tepat_waktu) for b in diajukan),
        "perbaikan": sum(b.pengajuan.status in (S.DIKEMBALIKAN, S.SIAP_PERBAIKAN) for b in diajukan),
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
