"""What the completeness check finds in the trees of the kabupaten and of OPD."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from terukur.kinerja.choices import StatusCrosscutting
from terukur.kinerja.models import Crosscutting
from terukur.kinerja.queries.crosscutting import status_pada
from terukur.kinerja.queries.pohon import SaatPohon, baca_simpul, saat_tahun
from terukur.kinerja.rules.periksa_pohon import IsiPohon, TemuanPohon, periksa_pohon
from terukur.kinerja.rules.pohon import Simpul
from terukur.perencanaan.choices import JenisButir
from terukur.perencanaan.models import ButirRencana, RencanaBerlaku

S = StatusCrosscutting


def sasaran_rencana(pemilik: Collection[str], saat: SaatPohon) -> dict[str, dict[UUID, str]]:
    """{owner of a plan: {kunci: sasaran of its plan in force}}; an owner without a plan is absent."""
    fakta = RencanaBerlaku.objects.pada(saat.per, saat.diketahui).filter(pemilik__in=pemilik)
    milik = dict(fakta.order_by("pk").values_list("versi", "pemilik"))
    hasil: dict[str, dict[UUID, str]] = {p: {} for p in milik.values()}
    baris = ButirRencana.objects.filter(versi__in=milik, jenis=JenisButir.SASARAN).order_by("urutan", "pk")
    for b in baris:
        hasil[milik[b.versi_id]][b.kunci] = b.nama
    return hasil


def temuan_pohon(simpul: Sequence[Simpul], opd_ids: Iterable[UUID | None], saat: SaatPohon) -> dict[
    UUID | None, list[TemuanPohon]
]:  # fmt: skip
    """{owner (None: the kabupaten): findings of its tree} from nodes read before; three queries."""
    pemilik = list(opd_ids)
    sasaran = sasaran_rencana([str(p) if p else "kabupaten" for p in pemilik], saat)
    masuk: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for c in (
        Crosscutting.objects.filter(mitra__in=[p for p in pemilik if p], simpul__dokumen=saat.dokumen)
        .select_related("opd")
        .order_by("diusulkan_pada", "pk")
    ):
        if status_pada(c, saat.diketahui) != S.DIUSULKAN:
            continue
        masuk[c.mitra_id][c.pk] = f"{c.opd.singkatan} meminta kontribusi “{c.permintaan}”."
    kabupaten = [s for s in simpul if s.opd is None]
    beranak = {s.induk for s in simpul if s.opd is not None and s.induk}
    hasil: dict[UUID | None, list[TemuanPohon]] = {}
    for p in pemilik:
        isi = IsiPohon(
            simpul=[s for s in simpul if s.opd == p],
            kabupaten=kabupaten if p else (),
            sasaran=sasaran.get(str(p) if p else "kabupaten"),
            rencana="Renstra" if p else "RPJMD",
            menunggu=masuk[p] if p else {},
            beranak=beranak,
        )
        hasil[p] = periksa_pohon(isi, tahun=saat.tahun)
    return hasil


def temuan_opd(opd_ids: Collection[UUID], tahun: int) -> dict[UUID, list[TemuanPohon]]:
    """Findings of the trees of these OPD for the targets of a year; empty without an RPJMD in Terukur."""
    saat = saat_tahun(tahun)
    if saat is None:
        return {}
    temuan = temuan_pohon(baca_simpul(saat, opd_ids=opd_ids), opd_ids, saat)
    return {p: isi for p, isi in temuan.items() if p}
