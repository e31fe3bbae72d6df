"""Every OPD beside its own past: score, spending and timeliness by quarter, and how it moves."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Min, Q, Value, When

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.periode import Periode
from terukur.jejak.models import Catatan
from terukur.kinerja.models import TargetResmi
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda, semua_opd
from terukur.realisasi.choices import HasilCapaian, StatusCapaian
from terukur.realisasi.models import CapaianResmi, LaporanRealisasi
from terukur.realisasi.queries.capaian import TANPA_ANGKA, nilai_banyak, nilai_kartu, ringkas_kartu
from terukur.realisasi.queries.dini_ulang import serapan_terakhir
from terukur.realisasi.queries.ketentuan import ambang_laju, tenggat_banyak
from terukur.realisasi.rules.isian import is_jatuh_tempo, tenggat_diterima
from terukur.realisasi.rules.laju import (
    SEBANDING,
    Laju,
    TitikLaju,
    arah_laju,
    calon_triwulan,
    deret_triwulan,
    triwulan_dinilai,
)
from terukur.realisasi.rules.peringatan_dini import Serapan


@dataclass(frozen=True, slots=True)
class LajuOPD:
    """One OPD with its quarters, oldest first, and how it moves in the last of them."""

    opd: OPD
    titik: tuple[TitikLaju, ...]
    laju: Laju


def titik_banyak(
    opd_ids: Collection[UUID] | None, deret: Sequence[Periode], diketahui: dt.datetime | None
) -> dict[UUID, list[TitikLaju]]:
    """{OPD: its point in each of these quarters} as known then; of all OPD that have any figure.

    One query for each quarter, and one more.
    """
    nilai = {q: nilai_banyak(opd_ids, q.sampai, diketahui) for q in deret}
    isi = _isi_triwulan(opd_ids, deret, diketahui)
    semua = {o for n in nilai.values() for o in n} | {o for o, _ in isi}
    return {
        o: [TitikLaju(q, nilai[q].get(o, TANPA_ANGKA), *isi.get((o, q), (0, 0, 0))) for q in deret]
        for o in semua
    }


def _isi_triwulan(
    opd_ids: Collection[UUID] | None, deret: Sequence[Periode], diketahui: dt.datetime | None
) -> dict[tuple[UUID, Periode], tuple[int, int, int]]:
    """{(OPD, quarter): (targets due, of these submitted, of these verified)}. One query."""
    fakta = (
        CapaianResmi.objects.diketahui(diketahui)
        .filter(
            target__isnull=False, berlaku_sampai__gte=deret[0].sejak, berlaku_sampai__lte=deret[-1].sampai
        )
        .exclude(hasil=HasilCapaian.TANPA_TARGET)
    )
    if opd_ids is not None:
        fakta = fakta.filter(opd__in=opd_ids)
    kapan = [
        When(berlaku_sampai__gte=q.sejak, berlaku_sampai__lte=q.sampai, then=Value(n))
        for n, q in enumerate(deret)
    ]
    baris = (
        fakta.values("opd")
        .annotate(ke=Case(*kapan, output_field=IntegerField()))
        .values("opd", "ke")
        .annotate(
            jatuh=Count("pk"),
            lapor=Count("pk", filter=~Q(status=StatusCapaian.BELUM)),
            terverifikasi=Count("pk", filter=Q(status=StatusCapaian.DIVERIFIKASI)),
        )
        .order_by("opd", "ke")
    )
    return {(b["opd"], deret[b["ke"]]): (b["jatuh"], b["lapor"], b["terverifikasi"]) for b in baris}


def triwulan_tempo(per: dt.date, diketahui: dt.datetime | None = None) -> Periode:
    """The last quarter whose reports are overdue on ``per``. One query."""
    return triwulan_dinilai(per, tenggat_banyak(calon_triwulan(per), diketahui))


def daftar_laju(
    untuk: Pengguna, *, per: dt.date, diketahui: dt.datetime | None = None
) -> tuple[Periode, list[LajuOPD]]:
    """(the quarter that is judged, every OPD of that day in the reader's scope). Eight queries."""
    cakupan = untuk.akses.cakupan(Izin.REALISASI_LIHAT)
    triwulan = triwulan_tempo(per, diketahui)
    deret = deret_triwulan(triwulan, SEBANDING)
    titik, ambang = titik_banyak(cakupan, deret, diketahui), ambang_laju(per, diketahui)
    kosong = [TitikLaju(q, TANPA_ANGKA) for q in deret]
    hasil = []
    for o in semua_opd(per=per, diketahui=diketahui, id_opd=cakupan):
        milik = tuple(titik.get(o.pk, kosong))
        hasil.append(LajuOPD(o, milik, arah_laju(milik, ambang)))
    return triwulan, hasil


def titik_ulang(opd_id: UUID, triwulan: Periode, diketahui: dt.datetime | None) -> TitikLaju:
    """One point of one OPD read and counted another way: from its card and its single figures."""
    kartu = ringkas_kartu(opd_id, triwulan.tahun, per=triwulan.sampai, diketahui=diketahui)
    fakta = CapaianResmi.objects.diketahui(diketahui).filter(opd=opd_id, tahun=triwulan.tahun)
    status = [
        s
        for s, target, nilai, sejak, periode in fakta.order_by("pk").values_list(
            "status", "target", "realisasi", "target_sejak", "periode"
        )
        if target is not None
        and (nilai is not None or is_jatuh_tempo(hari_pemda(sejak), Periode.baca(periode)))
        and triwulan.sejak <= Periode.baca(periode).sampai <= triwulan.sampai
    ]
    return TitikLaju(
        triwulan,
        nilai_kartu(kartu),
        len(status),
        sum(s != StatusCapaian.BELUM for s in status),
        sum(s == StatusCapaian.DIVERIFIKASI for s in status),
    )


@dataclass(frozen=True, slots=True)
class Triwulan:
    """One quarter of one OPD's own history. ``tepat`` of ``jatuh`` reports came in time."""

    titik: TitikLaju
    serapan: Serapan | None
    tepat: int
    jatuh: int


def riwayat_triwulan(
    opd: OPD, deret: Sequence[Periode], *, per: dt.date, diketahui: dt.datetime | None = None
) -> list[Triwulan]:
    """Score, spending and timeliness of an OPD in each of these quarters. Their number does not depend on
    what is stored: two queries for each quarter, and six.
    """
    kosong = [TitikLaju(q, TANPA_ANGKA) for q in deret]
    titik = titik_banyak([opd.pk], deret, diketahui).get(opd.pk, kosong)
    tepat = _ketepatan(opd.pk, deret, per, diketahui)
    return [
        Triwulan(t, serapan_terakhir(opd, t.periode.tahun, t.periode.sampai, diketahui), *tepat[t.periode])
        for t in titik
    ]


def _ketepatan(
    opd_id: UUID, deret: Sequence[Periode], per: dt.date, diketahui: dt.datetime | None
) -> dict[Periode, tuple[int, int]]:
    """{quarter: (reports in time, reports due)} of the periods that ended in it and are due on ``per``.

    A target that was set after its period had ended made no report due.

    Counts the first submission; what was returned and submitted again was there in time.
    """
    fakta = CapaianResmi.objects.diketahui(diketahui).filter(
        opd=opd_id, target__isnull=False, berlaku_sampai__gte=deret[0].sejak,
        berlaku_sampai__lte=deret[-1].sampai,
    )  # fmt: skip
    periode = sorted({
        Periode.baca(p)
        for p, sejak in fakta.order_by("periode").values_list("periode", "target_sejak").distinct()
        if is_jatuh_tempo(hari_pemda(sejak), Periode.baca(p))
    })  # fmt: skip
    laporan = {
        str(pk): p
        for pk, p in LaporanRealisasi.objects.filter(
            opd=opd_id, periode__in=[p.kode for p in periode]
        ).values_list("pk", "periode")
    }
    ajukan = Catatan.objects.filter(
        objek="realisasi", objek_id__in=laporan, peristiwa="realisasi.ajukan", ditolak=False
    )
    if diketahui is not None:
        ajukan = ajukan.filter(pada__lte=diketahui)
    pertama = dict(ajukan.values_list("objek_id").annotate(Min("pada")).order_by("objek_id"))
    masuk = {laporan[i]: hari_pemda(saat) for i, saat in pertama.items()}
    diterima = _diterima(opd_id, periode, diketahui)
    tenggat = {
        p: tenggat_diterima(hari, p, diterima.get(p.kode))
        for p, hari in tenggat_banyak(periode, diketahui).items()
    }
    hasil = {}
    for q in deret:
        jatuh = [p for p in periode if q.sejak <= p.sampai <= q.sampai and tenggat[p] < per]
        hasil[q] = (sum(masuk.get(p.kode, dt.date.max) <= tenggat[p] for p in jatuh), len(jatuh))
    return hasil


def _diterima(opd_id: UUID, periode: Sequence[Periode], diketahui: dt.datetime | None) -> dict[str, dt.date]:
    """{period: the day on which all that the OPD owes of it passed to it}. One query."""
    target = TargetResmi.objects.diketahui(diketahui).filter(
        opd=opd_id, periode__in=[p.kode for p in periode]
    )
    hitung = target.values_list("periode").annotate(n=Count("pk"), w=Count("asal"), sejak=Min("dicatat_pada"))
    return {p: hari_pemda(sejak) for p, n, w, sejak in hitung.order_by("periode") if n == w}
