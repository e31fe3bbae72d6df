"""Are the inputs stored with a figure those of their source: set target, set plan, and journal?

A figure changed in the database together with everything reckoned from it agrees with itself. Its sources
stand elsewhere, and the journal cannot be changed unnoticed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from terukur.inti.angka import tulis_angka
from terukur.inti.bitemporal import CatatanResmi
from terukur.jejak.models import Catatan
from terukur.kinerja.models import RencanaAksiResmi, TargetResmi
from terukur.realisasi.choices import Pihak, StatusCapaian
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.queries.kertas import tulis

F = TypeVar("F", bound=CatatanResmi)
LABEL_SUMBER = {
    "target": "target menurut penetapan",
    "target_atas": "batas atas target menurut penetapan",
    "target_sejak": "saat target ditetapkan",
    "bobot": "bobot menurut rencana aksi",
    "rumus": "rumus menurut rencana aksi",
    "agregasi": "gabungan menurut rencana aksi",
    "realisasi": "realisasi menurut jejak",
    "kontribusi": "kontribusi menurut jejak",
    "status": "verifikasi menurut jejak",
}


def beda_sumber(fakta: Collection[CapaianResmi]) -> dict[int, list[tuple[str, Any, Any]]]:
    """{id of a figure: (field, as stored, as its source says) of all that differ}. Three queries."""
    kunci = {c.kunci for c in fakta}
    target: dict[tuple[UUID, str], list[TargetResmi]] = defaultdict(list)
    for t in TargetResmi.objects.filter(kunci__in=kunci).order_by("dicatat_pada", "pk"):
        target[t.kunci, t.periode].append(t)
    rencana: dict[UUID, list[RencanaAksiResmi]] = defaultdict(list)
    for r in RencanaAksiResmi.objects.filter(kunci__in=kunci).exclude(nomor_register="").order_by("pk"):
        rencana[r.kunci].append(r)
    nomor = {n for c in fakta for k in ("catatan_ajukan", "catatan_verifikasi") if (n := c.sumber.get(k))}
    catatan = Catatan.objects.in_bulk(nomor)
    hasil = {}
    for c in fakta:
        menurut = _menurut_target(c, target[c.kunci, c.periode]) | _menurut_rencana(c, rencana[c.kunci])
        beda = [(k, getattr(c, k), n) for k, n in menurut.items() if getattr(c, k) != n]
        hasil[c.pk] = beda + _beda_jejak(c, rencana[c.kunci], catatan)
    return hasil


def _saat(c: CapaianResmi, versi: Iterable[F]) -> F | None:
    """The version in force when the figure was written."""
    saat = c.dicatat_pada
    return next(
        (v for v in versi if v.dicatat_pada <= saat and (not v.digantikan_pada or v.digantikan_pada > saat)),
        None,
    )


def _menurut_target(c: CapaianResmi, versi: list[TargetResmi]) -> dict[str, Any]:
    t = _saat(c, versi)
    return {
        "target": t.nilai if t else None,
        "target_atas": t.nilai_atas if t else None,
        "target_sejak": versi[0].dicatat_pada if t else None,
    }


def _menurut_rencana(c: CapaianResmi, versi: list[RencanaAksiResmi]) -> dict[str, Any]:
    """Nothing for a success outside the plan: only shown, never scored."""
    r = _saat(c, versi)
    if r is None:
        return {}
    ukuran = r.isi["ukuran"]
    return {"bobot": Decimal(r.isi["bobot"]), "rumus": ukuran["rumus"], "agregasi": ukuran["agregasi"]}


def _beda_jejak(
    c: CapaianResmi, versi: list[RencanaAksiResmi], catatan: dict[int, Catatan]
) -> list[tuple[str, Any, Any]]:
    """Result and contributions against what the head signed; the word "diverifikasi" against who said it."""
    if c.status == StatusCapaian.BELUM:
        return []
    ajukan = _catatan(c, catatan, "ajukan")
    if ajukan is None:
        return [("realisasi", c.realisasi, None)]
    r = _saat(c, versi)
    nama = r.isi["ukuran"]["nama"] if r else None
    baris = [b for b in ajukan.isi["baris"] if nama is None or b["indikator"] == nama]
    beda: list[tuple[str, Any, Any]] = []
    sama = [b for b in baris if b["realisasi"] == tulis(c.realisasi)]
    if not sama:
        beda.append(("realisasi", tulis(c.realisasi), ", ".join(str(b["realisasi"]) for b in baris)))
    bagian = [f"{Pihak(p).label} {tulis_angka(Decimal(n))} %" for p, n, *_ in c.kontribusi.get("baris", [])]
    if sama and not any(b["kontribusi"] == bagian for b in sama):
        beda.append(("kontribusi", bagian, [b["kontribusi"] for b in sama]))
    if c.status == StatusCapaian.DIVERIFIKASI:
        periksa = _catatan(c, catatan, "verifikasi")
        if periksa is None or periksa.objek_id != ajukan.objek_id or periksa.nomor < ajukan.nomor:
            beda.append(("status", c.status, StatusCapaian.DIAJUKAN.value))
    return beda


def _catatan(c: CapaianResmi, catatan: dict[int, Catatan], verba: str) -> Catatan | None:
    """The entry of that act about the report of this figure; None where it is another or none."""
    k = catatan.get(c.sumber.get(f"catatan_{verba}", 0))
    if k is None or k.ditolak or k.peristiwa != f"realisasi.{verba}" or k.opd_id != c.opd_id:
        return None
    return k if k.isi["periode"] == c.periode else None
