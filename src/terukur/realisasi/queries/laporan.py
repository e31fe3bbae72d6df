"""Reads of reports: which are due, and everything that stands in one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.periode import Periode
from terukur.kinerja.models import TargetResmi
from terukur.kinerja.queries import aksi_resmi, definisi_banyak, target_pertama, target_resmi
from terukur.kinerja.rules.capaian import Target, baca_rumus
from terukur.kinerja.rules.indikator import ukuran_beku
from terukur.kinerja.rules.rencana_aksi import is_direncanakan
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import sebut_saat
from terukur.organisasi.queries.waktu import hari_pemda, zona_pemda
from terukur.realisasi.choices import StatusLaporan
from terukur.realisasi.models import BuktiRealisasi, CapaianResmi, Kontribusi, LaporanRealisasi, Realisasi
from terukur.realisasi.queries.ketentuan import tenggat_banyak
from terukur.realisasi.queries.riwayat_laporan import laporan_saat
from terukur.realisasi.rules.alur import BOLEH_DIISI, GILIRAN, IZIN_GILIRAN
from terukur.realisasi.rules.isian import Ketentuan, is_jatuh_tempo, is_jauh_di_atas, tenggat_diterima
from terukur.realisasi.rules.nilai import awal_periode


@dataclass(frozen=True, slots=True)
class BarisLaporan:
    """One row of a report: what is measured, its target, and what was filled in.

    ``asal``: the OPD that ended in whose plan it was set, and ``diterima`` the day on which it passed on.
    """

    kunci: UUID
    judul: str
    indikator_id: UUID
    ukuran: dict[str, Any]
    bobot: str = "1"
    target: Target | None = None
    target_sejak: dt.datetime | None = None
    direncanakan: bool = False
    realisasi: Realisasi | None = None
    kontribusi: list[Kontribusi] = field(default_factory=list)
    bukti: list[BuktiRealisasi] = field(default_factory=list)
    asal: str = ""
    diterima: dt.date | None = None

    @property
    def di_luar_rencana(self) -> bool:
        return self.target is None

    @property
    def bukti_berlaku(self) -> list[BuktiRealisasi]:
        return [b for b in self.bukti if b.dicabut_pada is None]


def get_laporan(opd_id: UUID, periode: str) -> LaporanRealisasi | None:
    """The report, if anybody began it."""
    return LaporanRealisasi.objects.filter(opd=opd_id, periode=periode).select_related("kertas").first()


def baris_laporan(opd_id: UUID, periode: Periode, laporan: LaporanRealisasi | None) -> list[BarisLaporan]:
    """All rows: what the OPD owes by a set plan first, what is outside it below. A constant number of
    queries.

    A row filled in before its target passed to another OPD is no row of this report any more.
    """
    aksi = list(aksi_resmi(opd_id, periode.tahun))
    target = target_resmi(a.kunci for a in aksi)
    sejak = target_pertama(a.kunci for a in aksi)
    isi = _isian(laporan)
    mulai = awal_periode(periode, zona_pemda())
    hasil = []
    for a in aksi:
        t = target.get(a.kunci, {}).get(periode.kode)
        if t is None or t.opd_id != opd_id:
            continue
        saat = sejak.get((a.kunci, periode.kode))
        realisasi, bagian, lampiran = isi.pop(a.kunci, (None, [], []))
        hasil.append(
            BarisLaporan(
                a.kunci, a.isi["aksi"], a.indikator_id, a.isi["ukuran"], a.isi["bobot"],
                Target(t.nilai, t.nilai_atas), saat, is_direncanakan(saat, mulai), realisasi, bagian,
                lampiran, "" if a.opd_id == opd_id else a.opd.nama,
                hari_pemda(t.dicatat_pada) if t.asal_id else None,
            )
        )  # fmt: skip
    luar = {k: x for k, x in isi.items() if x[0].di_luar_rencana}
    definisi = definisi_banyak((r.indikator_id for r, _, _ in luar.values()), per=periode.sampai)
    for kunci, (r, kontribusi, bukti) in luar.items():
        d = definisi[r.indikator_id]
        hasil.append(
            BarisLaporan(
                kunci, d.nama, r.indikator_id, ukuran_beku(d),
                realisasi=r, kontribusi=kontribusi, bukti=bukti,
            )
        )  # fmt: skip
    return hasil


def _isian(
    laporan: LaporanRealisasi | None,
) -> dict[UUID, tuple[Realisasi, list[Kontribusi], list[BuktiRealisasi]]]:
    if laporan is None:
        return {}
    baris = list(Realisasi.objects.filter(laporan=laporan).order_by("disimpan_pada", "pk"))
    kontribusi: dict[UUID, list[Kontribusi]] = defaultdict(list)
    for k in Kontribusi.objects.filter(realisasi__laporan=laporan).select_related("berkas").order_by("pk"):
        kontribusi[k.realisasi_id].append(k)
    bukti: dict[UUID, list[BuktiRealisasi]] = defaultdict(list)
    semua = BuktiRealisasi.objects.filter(realisasi__laporan=laporan).select_related("berkas")
    for b in semua.order_by("ditambah_pada", "pk"):
        bukti[b.realisasi_id].append(b)
    return {r.kunci: (r, kontribusi[r.pk], bukti[r.pk]) for r in baris}


def hari_diterima(baris: Sequence[BarisLaporan]) -> dt.date | None:
    """The day on which all that the report owes passed to the OPD; None where any of it was its own."""
    wajib = [b.diterima for b in baris if not b.di_luar_rencana]
    return min((h for h in wajib if h), default=None) if all(wajib) else None


def kurang_kontribusi(b: BarisLaporan, ketentuan: Ketentuan) -> bool:
    """Whether a result is so far above its target that who caused it must be told, and is not."""
    return bool(b.realisasi and not b.kontribusi) and is_jauh_di_atas(
        baca_rumus(b.ukuran["rumus"]), b.target, b.realisasi.nilai if b.realisasi else None, ketentuan
    )


def kekurangan(baris: Sequence[BarisLaporan], ketentuan: Ketentuan) -> tuple[str, ...]:
    """What hinders the report, in words: results neither given nor explained, causes not told."""
    if not baris:
        return ("tidak ada rencana aksi yang ditetapkan untuk periode ini",)
    hasil = []
    for b in baris:
        r = b.realisasi
        if r is None or (r.nilai is None and not r.kendala.strip()):
            hasil.append(f"“{b.judul}” belum diisi dan kendalanya belum ditulis")
        elif kurang_kontribusi(b, ketentuan):
            hasil.append(f"“{b.judul}” jauh di atas target: tuliskan kontribusi terhadap capaiannya")
    return tuple(hasil)


@dataclass(frozen=True, slots=True)
class LaporanTerlihat:
    """A report as the list shows it; ``laporan`` None while nobody began it.

    ``warisan`` of ``jumlah`` targets come from an OPD that ended. ``diteruskan``: the OPD ended before the
    period did, and what it owed went elsewhere. ``lampau``: as officially known at a past instant, where no
    draft is on record.
    """

    opd: OPD
    periode: Periode
    jumlah: int
    terisi: int
    tenggat: dt.date
    laporan: LaporanRealisasi | None
    warisan: int = 0
    diteruskan: bool = False
    lampau: bool = False

    @property
    def status(self) -> str:
        if self.laporan is None:
            return "Belum diajukan" if self.lampau else "Belum mulai"
        return str(self.laporan.get_status_display())

    @property
    def keadaan(self) -> StatusLaporan:
        return StatusLaporan(self.laporan.status) if self.laporan else StatusLaporan.DRAF

    @property
    def giliran(self) -> str:
        if self.diteruskan:
            return ""
        if self.lampau and self.keadaan in BOLEH_DIISI:
            return "OPD"
        return GILIRAN[self.keadaan]


def _sudah_bubar(opd: OPD, sampai: dt.date) -> bool:
    """Whether the OPD, read with its last day, had ended before that day."""
    terakhir: dt.date | None = opd.terakhir  # type: ignore[attr-defined]
    return not opd.aktif and terakhir is not None and terakhir < sampai


def _opd_terlihat(untuk: Pengguna, diketahui: dt.datetime | None) -> dict[UUID, OPD]:
    """The OPD in the reader's scope with the last day recorded of each, as known then."""
    cakupan = untuk.akses.cakupan(Izin.REALISASI_LIHAT)
    semua = OPD.objects.all() if cakupan is None else OPD.objects.filter(pk__in=cakupan)
    dikenal = Q(riwayat__digantikan_pada__isnull=True)
    if diketahui is not None:
        dikenal = (dikenal | Q(riwayat__digantikan_pada__gt=diketahui)) & Q(
            riwayat__dicatat_pada__lte=diketahui
        )
    terakhir = Max("riwayat__berlaku_sampai", filter=dikenal)
    opd: dict[UUID, OPD] = {o.pk: o for o in semua.annotate(terakhir=terakhir).order_by("pk")}
    if diketahui is not None:
        sebut_saat(opd.values(), diketahui)
    return opd


def _laporan_tahun(
    opd: Collection[UUID], tahun: int, diketahui: dt.datetime | None
) -> dict[tuple[UUID, str], LaporanRealisasi]:
    """{(OPD, period): its report with ``terisi``}; of a past instant those submitted, with official
    results."""
    semua = LaporanRealisasi.objects.filter(tahun=tahun, opd__in=opd).order_by("pk")
    if diketahui is None:
        isi = Count("daftar_realisasi__nilai", filter=Q(daftar_realisasi__di_luar_rencana=False))
        return {(lap.opd_id, lap.periode): lap for lap in semua.annotate(terisi=isi)}
    fakta = CapaianResmi.objects.diketahui(diketahui).filter(tahun=tahun, opd__in=opd, target__isnull=False)
    terisi = {
        (o, p): n
        for o, p, n in fakta.order_by("opd", "periode")
        .values_list("opd", "periode")
        .annotate(n=Count("realisasi"))
    }
    ada = {(lap.opd_id, lap.periode): lap for lap in laporan_saat(semua, diketahui)}
    for kunci, lap in ada.items():
        lap.terisi = terisi.get(kunci, 0)  # type: ignore[attr-defined]
    return ada


def daftar_laporan(
    untuk: Pengguna, *, tahun: int, hari: dt.date, diketahui: dt.datetime | None = None
) -> list[LaporanTerlihat]:
    """Reports of the year in the reader's scope: those begun, and periods that have ended before ``hari``.
    Four queries, as known at a past instant seven.

    What an OPD did not see to the end of its period and never submitted is not shown as its own, and a
    report of a period that was over when its targets were set only where somebody began it.
    """
    opd = _opd_terlihat(untuk, diketahui)
    wajib: dict[tuple[UUID, str], tuple[int, int, dt.datetime]] = {
        (o, p): (n, warisan, sejak)
        for o, p, n, warisan, sejak, sendiri, sampai in TargetResmi.objects.diketahui(diketahui)
        .filter(tahun=tahun, opd__in=opd)
        .values_list("opd", "periode")
        .annotate(
            n=Count("pk"),
            warisan=Count("asal"),
            sejak=Min("dicatat_pada"),
            sendiri=Min("dicatat_pada", filter=Q(asal=None)),
            sampai=Min("berlaku_sampai"),
        )
        .order_by("opd", "periode")
        if sampai is not None
        and sampai < hari
        and (warisan or is_jatuh_tempo(hari_pemda(sendiri), Periode.baca(p)))
    }
    ada = _laporan_tahun(opd, tahun, diketahui)
    tenggat = tenggat_banyak({Periode.baca(p) for _, p in wajib.keys() | ada.keys()}, diketahui)
    hasil = []
    for kunci in wajib.keys() | ada.keys():
        laporan, periode = ada.get(kunci), Periode.baca(kunci[1])
        jumlah, warisan, sejak = wajib.get(kunci, (0, 0, None))
        draf = laporan is None or laporan.diajukan_pada is None
        milik = opd[kunci[0]]
        diteruskan = not jumlah and (_sudah_bubar(milik, periode.sampai) or (draf and not milik.aktif))
        if diteruskan and draf:
            continue
        diterima = hari_pemda(sejak) if sejak and warisan == jumlah else None
        hasil.append(
            LaporanTerlihat(
                opd[kunci[0]], periode, jumlah, getattr(laporan, "terisi", 0),
                tenggat_diterima(tenggat[periode], periode, diterima), laporan, warisan, diteruskan,
                lampau=diketahui is not None,
            )
        )  # fmt: skip
    return sorted(hasil, key=lambda b: (b.periode, b.opd.kode))


def laporan_menunggu(untuk: Pengguna, *, hari: dt.date) -> list[LaporanTerlihat]:
    """Reports whose next step is the reader's, of this year and the last, the first due at the top.

    Eight queries.
    """
    semua = [b for tahun in (hari.year - 1, hari.year) for b in daftar_laporan(untuk, tahun=tahun, hari=hari)]
    milik = [b for b in semua if b.giliran and untuk.akses.boleh(IZIN_GILIRAN[b.keadaan], b.opd.pk)]
    return sorted(milik, key=lambda b: (b.tenggat, b.opd.kode))
