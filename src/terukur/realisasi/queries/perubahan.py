"""What changed between two instants: every figure that is known otherwise, with its causes."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from terukur.inti.periode import Periode
from terukur.jejak.models import Catatan
from terukur.kinerja.models import RencanaAksiResmi, TargetResmi
from terukur.kinerja.queries import definisi_banyak
from terukur.realisasi.models import CapaianResmi

KOLOM = (
    "target", "target_atas", "realisasi", "bagian", "status", "direncanakan", "bobot", "bukti",
    "target_sd", "realisasi_sd", "mentah_sd", "capaian_sd", "hasil",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One figure of one period. ``lama`` or ``baru`` None: not known then. ``sebab``: oldest first."""

    kunci: UUID
    judul: str
    periode: Periode
    lama: CapaianResmi | None
    baru: CapaianResmi | None
    kolom: tuple[str, ...]
    sebab: tuple[Catatan, ...]


def rincian_perubahan(
    opd_id: UUID, tahun: int, *, per: dt.date, dari: dt.datetime, sampai: dt.datetime
) -> list[Perubahan]:
    """Figures of periods that ended by ``per`` and are known otherwise at ``sampai`` than at ``dari``.

    What changed and changed back is none. Each has the journal entries that caused it; of a figure that is
    no longer this OPD's, that is what passed its target on. Five queries.
    """
    milik = CapaianResmi.objects.filter(opd=opd_id, tahun=tahun, berlaku_sampai__lte=per)
    bergerak = list(
        milik.filter(dicatat_pada__lte=sampai)
        .filter(Q(digantikan_pada__isnull=True) | Q(digantikan_pada__gt=dari))
        .order_by("kunci", "urutan", "periode", "dicatat_pada", "pk")
    )
    per_angka: dict[tuple[UUID, str], list[CapaianResmi]] = {}
    for c in bergerak:
        per_angka.setdefault((c.kunci, c.periode), []).append(c)
    hasil: list[tuple[CapaianResmi | None, CapaianResmi | None, list[int]]] = []
    for versi in per_angka.values():
        lama = next((c for c in versi if c.dicatat_pada <= dari), None)
        baru = next((c for c in versi if c.digantikan_pada is None or c.digantikan_pada > sampai), None)
        if lama is not baru and _kolom(lama, baru):
            hasil.append((lama, baru, [c.catatan_nomor for c in versi if c.dicatat_pada > dari]))
    pergi = _teruskan({lama.kunci for lama, baru, _ in hasil if lama and not baru}, dari, sampai)
    for lama, baru, nomor in hasil:
        if lama and not baru:
            nomor += pergi.get((lama.kunci, lama.periode), [])
    catatan = Catatan.objects.in_bulk({n for *_, nomor in hasil for n in nomor})
    nama = _nama({(baru or lama).kunci: (baru or lama) for lama, baru, _ in hasil}, per, sampai)  # type: ignore[union-attr,misc]
    daftar = []
    for lama, baru, nomor in hasil:
        c = baru or lama
        assert c is not None
        sebab = tuple(catatan[n] for n in dict.fromkeys(nomor))
        daftar.append(
            Perubahan(c.kunci, nama[c.kunci], Periode.baca(c.periode), lama, baru, _kolom(lama, baru), sebab)
        )
    return sorted(daftar, key=lambda p: (p.periode, p.judul, str(p.kunci)))


def _teruskan(kunci: set[UUID], dari: dt.datetime, sampai: dt.datetime) -> dict[tuple[UUID, str], list[int]]:
    """{(key, period): entries that passed its target on between the two instants}. One query."""
    hasil: dict[tuple[UUID, str], list[int]] = {}
    alih = TargetResmi.objects.filter(
        kunci__in=kunci, asal__isnull=False, dicatat_pada__gt=dari, dicatat_pada__lte=sampai
    )
    for k, p, n in alih.order_by("dicatat_pada", "pk").values_list("kunci", "periode", "catatan_nomor"):
        hasil.setdefault((k, p), []).append(n)
    return hasil


def _kolom(lama: CapaianResmi | None, baru: CapaianResmi | None) -> tuple[str, ...]:
    return tuple(k for k in KOLOM if getattr(lama, k, None) != getattr(baru, k, None))


def _nama(fakta: dict[UUID, CapaianResmi], per: dt.date, diketahui: dt.datetime) -> dict[UUID, str]:
    """{key: what the figure is of, as known at the later instant}."""
    resmi = RencanaAksiResmi.objects.diketahui(diketahui).filter(kunci__in=fakta).exclude(nomor_register="")
    hasil = {r.kunci: r.isi["aksi"] for r in resmi.order_by("pk")}
    if luar := {k: c for k, c in fakta.items() if k not in hasil}:
        definisi = definisi_banyak((c.indikator_id for c in luar.values()), per=per, diketahui=diketahui)
        hasil |= {k: definisi[c.indikator_id].nama for k, c in luar.items() if c.indikator_id in definisi}
    return {k: hasil.get(k, "") for k in fakta}
