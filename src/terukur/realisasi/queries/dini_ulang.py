"""The facts behind an early warning, read once more and by other ways than the statement of the list."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, Sum

from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.models import RealisasiAnggaran
from terukur.anggaran.rules.serapan import URUTAN_BUKU, persen_serapan
from terukur.inti.periode import Periode
from terukur.jejak.models import Catatan
from terukur.kinerja.models import TargetResmi
from terukur.organisasi.models import OPD, OPDVersi
from terukur.organisasi.queries import hari_pemda
from terukur.realisasi.choices import HasilLapangan, RagamFisik
from terukur.realisasi.models import JawabanLapangan, LaporanRealisasi, RealisasiFisik
from terukur.realisasi.queries.capaian import nilai_kartu, ringkas_kartu
from terukur.realisasi.queries.ketentuan import ambang_dini, tenggat_banyak
from terukur.realisasi.rules.fisik import gabung_fisik
from terukur.realisasi.rules.isian import is_jatuh_tempo, tenggat_diterima
from terukur.realisasi.rules.peringatan_dini import (
    FaktaDini,
    Penilaian,
    Serapan,
    SerapanFisik,
    akhir_triwulan,
    nilai_dini,
    tahun_dini,
)


def nilai_dini_ulang(opd: OPD, *, per: dt.date, diketahui: dt.datetime | None) -> Penilaian:
    """All that is said of this OPD; ``opd`` with the name and code of that day. Thirteen queries at most."""
    tahun, sampai = tahun_dini(per)
    target = TargetResmi.objects.diketahui(diketahui).filter(opd=opd.pk, tahun=tahun)
    daftar = list(target.order_by("periode", "pk"))
    jatuh, diterima = _jatuh_tempo(daftar, sampai)
    tenggat = tenggat_banyak(jatuh, diketahui)
    serapan, fisik = _uang_dan_fisik(opd, tahun, akhir_triwulan(sampai), diketahui)
    fakta = FaktaDini(
        opd.pk, opd.nama, opd.kode,
        nilai_kartu(ringkas_kartu(opd.pk, tahun, per=sampai, diketahui=diketahui)),
        _ada_rencana(opd, daftar, per),
        {p.kode: tenggat_diterima(hari, p, diterima.get(p)) for p, hari in tenggat.items()},
        _sudah_lapor(opd, tahun, diketahui),
        serapan,
        OPDVersi.objects.diketahui(diketahui).filter(opd=opd.pk).aggregate(s=Min("berlaku_sejak"))["s"],
        _tidak_sesuai(opd, tahun, per, diketahui),
        fisik,
    )  # fmt: skip
    return nilai_dini(fakta, per=per, tahun=tahun, ambang=ambang_dini(per, diketahui))


def _ada_rencana(opd: OPD, target: Sequence[TargetResmi], per: dt.date) -> bool:
    """Whether the OPD had a set plan on that day: one of its own by then, or what it took over."""
    sendiri = [t.kunci for t in target if t.asal_id is None]
    if len(sendiri) < len(target):
        return True
    pertama = TargetResmi.objects.filter(kunci__in=sendiri).aggregate(s=Min("dicatat_pada"))["s"]
    return pertama is not None and hari_pemda(pertama) <= per


def _jatuh_tempo(
    target: Sequence[TargetResmi], sampai: dt.date
) -> tuple[set[Periode], dict[Periode, dt.date]]:
    """(ended periods of which a report is due, {of those that passed on as a whole: the first day})."""
    milik: dict[Periode, list[TargetResmi]] = defaultdict(list)
    for t in target:
        if (p := Periode.baca(t.periode)).sampai < sampai:
            milik[p].append(t)
    jatuh, diterima = set(), {}
    for p, daftar in milik.items():
        sendiri = [hari_pemda(t.dicatat_pada) for t in daftar if t.asal_id is None]
        if not sendiri:
            diterima[p] = min(hari_pemda(t.dicatat_pada) for t in daftar)
        if not sendiri or is_jatuh_tempo(min(sendiri), p):
            jatuh.add(p)
    return jatuh, diterima


def _sudah_lapor(opd: OPD, tahun: int, diketahui: dt.datetime | None) -> frozenset[str]:
    laporan = {
        str(pk): periode
        for pk, periode in LaporanRealisasi.objects.filter(
            opd=opd.pk, tahun=tahun, diajukan_pada__isnull=False
        ).values_list("pk", "periode")
    }
    if diketahui is None:
        return frozenset(laporan.values())
    diajukan = Catatan.objects.filter(
        objek="realisasi", objek_id__in=laporan, peristiwa="realisasi.ajukan", ditolak=False,
        pada__lte=diketahui,
    )  # fmt: skip
    return frozenset(laporan[i] for i in diajukan.values_list("objek_id", flat=True))


def _tidak_sesuai(opd: OPD, tahun: int, per: dt.date, diketahui: dt.datetime | None) -> int:
    """Results whose last answer given by then, from a field check not withdrawn by then, says otherwise."""
    semua = (
        JawabanLapangan.objects.filter(pemeriksaan__opd=opd.pk, pemeriksaan__tahun=tahun)
        .select_related("pemeriksaan")
        .order_by("versi", "pk")
    )
    terakhir: dict[UUID, JawabanLapangan] = {}
    for j in semua:
        p = j.pemeriksaan
        dicabut = p.dicabut_pada is not None and (diketahui is None or p.dicabut_pada <= diketahui)
        diketahui_sudah = diketahui is None or j.dijawab_pada <= diketahui
        if diketahui_sudah and not dicabut and hari_pemda(j.dijawab_pada) <= per:
            terakhir[p.pk] = j
    return len({
        (j.pemeriksaan.kunci, j.pemeriksaan.periode)
        for j in terakhir.values()
        if j.hasil == HasilLapangan.TIDAK_SESUAI
    })  # fmt: skip


def _buku_terakhir(
    opd: OPD, tahun: int, akhir: dt.date, diketahui: dt.datetime | None
) -> dict[str, Any] | None:
    """The book with the latest cut-off up to ``akhir``; of several the most complete one."""
    buku = list(
        RealisasiAnggaran.objects.pada(akhir, diketahui)
        .filter(opd=opd.pk, tahun=tahun)
        .values("sumber")
        .annotate(sampai=Max("batas"), a=Sum("anggaran"), r=Sum("realisasi"))
    )
    if not buku:
        return None
    urutan = [(-b["sampai"].toordinal(), URUTAN_BUKU.index(b["sumber"])) for b in buku]
    return dict(buku[urutan.index(min(urutan))])


def serapan_terakhir(opd: OPD, tahun: int, akhir: dt.date, diketahui: dt.datetime | None) -> Serapan | None:
    """Spending by that book."""
    b = _buku_terakhir(opd, tahun, akhir, diketahui)
    if b is None:
        return None
    persen = persen_serapan(b["a"], b["r"])
    return None if persen is None else Serapan(persen, SumberRealisasi(b["sumber"]).label, b["sampai"])


def _uang_dan_fisik(
    opd: OPD, tahun: int, akhir: dt.date, diketahui: dt.datetime | None
) -> tuple[Serapan | None, SerapanFisik | None]:
    """Spending of the OPD, and what the sub kegiatan of that book say of themselves in its month."""
    serapan, b = serapan_terakhir(opd, tahun, akhir, diketahui), _buku_terakhir(opd, tahun, akhir, diketahui)
    if b is None:
        return serapan, None
    bulan = b["sampai"].month
    disahkan = RealisasiFisik.objects.diketahui(diketahui).filter(
        opd=opd.pk, tahun=tahun, bulan=bulan, ragam=RagamFisik.RESMI, realisasi__isnull=False
    )
    fisik = dict(disahkan.order_by("kode").values_list("kode", "realisasi"))
    uang: dict[str, tuple[Decimal, Decimal]] = {}
    semua = RealisasiAnggaran.objects.pada(akhir, diketahui).filter(
        opd=opd.pk, tahun=tahun, sumber=b["sumber"], kode__in=fisik
    )
    for kode, a, r in semua.values_list("kode").annotate(Sum("anggaran"), Sum("realisasi")).order_by("kode"):
        if a is not None and a > 0 and r is not None:
            uang[kode] = (a, r)
    gabung = gabung_fisik((a, fisik[k], None) for k, (a, _) in uang.items())
    pagu, terserap = (sum(n, Decimal(0)) for n in zip(*uang.values(), strict=True)) if uang else (None, None)
    persen = persen_serapan(pagu, terserap)
    if gabung.realisasi is None or persen is None:
        return serapan, None
    return serapan, SerapanFisik(persen, gabung.realisasi, len(uang), f"{tahun}-{bulan:02}")
