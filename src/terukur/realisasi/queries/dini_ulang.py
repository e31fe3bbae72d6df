"""The facts behind an early warning, read once more and by other ways than the statement of the list."""

import datetime as dt

from django.db.models import Max, Min, Sum

from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.models import RealisasiAnggaran
from terukur.anggaran.rules.serapan import URUTAN_BUKU, persen_serapan
from terukur.jejak.models import Catatan
from terukur.kinerja.models import TargetResmi
from terukur.organisasi.models import OPD, OPDVersi
from terukur.realisasi.models import LaporanRealisasi
from terukur.realisasi.queries.capaian import nilai_kartu, ringkas_kartu
from terukur.realisasi.queries.ketentuan import ambang_dini, ketentuan
from terukur.realisasi.rules.peringatan_dini import (
    FaktaDini,
    Penilaian,
    Serapan,
    akhir_triwulan,
    nilai_dini,
    tahun_dini,
)


def nilai_dini_ulang(opd: OPD, *, per: dt.date, diketahui: dt.datetime | None) -> Penilaian:
    """All that is said of this OPD; ``opd`` with the name and code of that day. Eight queries."""
    tahun, sampai = tahun_dini(per)
    target = TargetResmi.objects.diketahui(diketahui).filter(opd=opd.pk, tahun=tahun)
    jatuh = target.values_list("periode", "berlaku_sampai").order_by("periode", "pk")
    daftar = list(jatuh)
    fakta = FaktaDini(
        opd.pk, opd.nama, opd.kode,
        nilai_kartu(ringkas_kartu(opd.pk, tahun, per=sampai, diketahui=diketahui)),
        bool(daftar),
        frozenset(p for p, akhir in daftar if akhir is not None and akhir < sampai),
        _sudah_lapor(opd, tahun, diketahui),
        serapan_terakhir(opd, tahun, akhir_triwulan(sampai), diketahui),
        OPDVersi.objects.diketahui(diketahui).filter(opd=opd.pk).aggregate(s=Min("berlaku_sejak"))["s"],
    )  # fmt: skip
    return nilai_dini(
        fakta, per=per, tahun=tahun, ambang=ambang_dini(per, diketahui), ketentuan=ketentuan(per, diketahui)
    )


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


def serapan_terakhir(opd: OPD, tahun: int, akhir: dt.date, diketahui: dt.datetime | None) -> Serapan | None:
    """Spending by the book with the latest cut-off up to ``akhir``; of several the most complete one."""
    buku = list(
        RealisasiAnggaran.objects.pada(akhir, diketahui)
        .filter(opd=opd.pk, tahun=tahun)
        .values("sumber")
        .annotate(sampai=Max("batas"), a=Sum("anggaran"), r=Sum("realisasi"))
    )
    if not buku:
        return None
    b = min(buku, key=lambda b: (-b["sampai"].toordinal(), URUTAN_BUKU.index(b["sumber"])))
    persen = persen_serapan(b["a"], b["r"])
    return None if persen is None else Serapan(persen, SumberRealisasi(b["sumber"]).label, b["sampai"])
