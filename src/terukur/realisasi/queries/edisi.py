"""What an edition says, computed from the facts as known at its instant; and the editions a reader sees."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.jejak.baku import baku, sidik
from terukur.kinerja.models import TargetResmi
from terukur.kinerja.queries import rencana_milik
from terukur.kinerja.rules.capaian import Target, sebut_peringkat
from terukur.kinerja.rules.indikator import sebut_nilai, sebut_target
from terukur.organisasi.queries import semua_opd
from terukur.realisasi.choices import JenisEdisi
from terukur.realisasi.models import Edisi
from terukur.realisasi.models.edisi import SELURUH
from terukur.realisasi.queries.capaian import BarisKartu, kartu_opd, nilai_kartu, ringkas_kartu
from terukur.realisasi.queries.evaluasi import susun_evaluasi
from terukur.realisasi.queries.kertas import tulis
from terukur.realisasi.queries.lkjip import susun_lkjip
from terukur.realisasi.queries.rfk import susun_rfk, susun_rfk_semua


def _baris_rapor(b: BarisKartu) -> dict[str, Any]:
    c = b.capaian
    return {
        "kunci": str(c.kunci),
        "judul": b.sebutan,
        "kode": b.ukuran["kode"],
        "indikator": b.ukuran["nama"],
        "periode": b.periode.label,
        "direncanakan": c.direncanakan,
        "target": "–"
        if c.target_sd is None
        else sebut_target(Target(c.target_sd, c.target_atas_sd), b.ukuran),
        "realisasi": sebut_nilai(c.realisasi_sd, b.ukuran),
        "target_sd": tulis(c.target_sd),
        "realisasi_sd": tulis(c.realisasi_sd),
        "diakui": tulis(None if c.bagian_sd is None else c.bagian_sd * 100),
        "mentah": tulis(c.mentah_sd),
        "capaian": tulis(c.capaian_sd),
        "bobot": tulis(c.bobot),
        "status": c.get_hasil_display(),
        "terisi": c.terisi,
        "jatuh": c.jatuh,
        "bukti": c.bukti,
        "bukti_dicabut": c.bukti_dicabut,
        "hitungan": c.hitungan,
        "catatan": c.catatan_nomor,
    }


def sebut_tahap(opd_id: UUID, tahun: int, diketahui: dt.datetime) -> str:
    """On which set plan the figures rest: its register numbers, and how many targets were revised since."""
    resmi = rencana_milik(opd_id, tahun, diketahui=diketahui).order_by("nomor_register")
    nomor = sorted(set(resmi.values_list("nomor_register", flat=True)))
    revisi = TargetResmi.objects.diketahui(diketahui).filter(opd=opd_id, tahun=tahun, revisi__isnull=False)
    if not nomor:
        return "Tanpa rencana aksi yang ditetapkan"
    kata = f"Rencana aksi {', '.join(nomor)}"
    banyak = revisi.count()
    return f"{kata}, {banyak} target direvisi" if banyak else kata


def _rapor(opd_id: UUID, per: dt.date, diketahui: dt.datetime) -> dict[str, Any]:
    nilai = nilai_kartu(ringkas_kartu(opd_id, per.year, per=per, diketahui=diketahui))
    return {
        "nilai": tulis(nilai.nilai),
        "peringkat": sebut_peringkat(nilai.nilai),
        "lengkap": nilai.is_lengkap,
        "direncanakan": nilai.direncanakan,
        "tidak_direncanakan": nilai.tidak_direncanakan,
        "berbukti": nilai.berbukti,
        "berealisasi": nilai.berealisasi,
        "menurut_hasil": {str(h): n for h, n in sorted(nilai.menurut_hasil.items())},
        "baris": [_baris_rapor(b) for b in kartu_opd(opd_id, per.year, per=per, diketahui=diketahui)],
    }


PENYUSUN: Mapping[str, Callable[[UUID, dt.date, dt.datetime], dict[str, Any]]] = {
    JenisEdisi.RAPOR: _rapor,
    JenisEdisi.EVALUASI: susun_evaluasi,
    JenisEdisi.RFK: susun_rfk,
    JenisEdisi.LKJIP: susun_lkjip,
}


def susun_data(jenis: str, opd_id: UUID | None, *, per: dt.date, diketahui: dt.datetime) -> dict[str, Any]:
    """The figures of a report of the day ``per`` as known at ``diketahui``, in types of canonical JSON.

    ``opd_id`` None: the RFK of every OPD.
    """
    if opd_id is None:
        return rfk_seluruh(per=per, diketahui=diketahui)
    opd = semua_opd(per=per, diketahui=diketahui, id_opd=[opd_id])
    return {
        "opd": opd[0].nama if opd else "",
        "kode_opd": opd[0].kode if opd else "",
        "tahun": per.year,
        "tahap": sebut_tahap(opd_id, per.year, diketahui),
        **PENYUSUN[jenis](opd_id, per, diketahui),
    }


def rfk_seluruh(
    *, per: dt.date, diketahui: dt.datetime, opd_ids: Collection[UUID] | None = None
) -> dict[str, Any]:
    """The RFK of every OPD, or of these."""
    return {
        "opd": SELURUH,
        "kode_opd": "",
        "tahun": per.year,
        "tahap": "Rencana aksi yang ditetapkan setiap OPD",
        **susun_rfk_semua(per, diketahui, opd_ids=opd_ids),
    }


@dataclass(frozen=True, slots=True)
class Ulangan:
    """An edition computed anew: its digest then and now, and what differs, as (where, then, now)."""

    sidik: str
    sama: bool
    beda: tuple[tuple[str, str, str], ...]


def susun_ulang_edisi(edisi: Edisi) -> Ulangan:
    """Compute the edition again from the facts as known at its instant, and compare the digests."""
    lama = edisi.kertas.isi
    data = susun_data(edisi.jenis, edisi.opd_id, per=edisi.per, diketahui=edisi.diketahui)
    kini = sidik(baku(lama | {"data": data}))
    sama = kini == edisi.kertas.sidik
    return Ulangan(kini, sama, () if sama else tuple(_beda(lama["data"], data)))


def _beda(lama: Any, kini: Any, tempat: str = "") -> list[tuple[str, str, str]]:
    if isinstance(lama, dict) and isinstance(kini, dict):
        kunci = sorted({*lama, *kini})
        return [b for k in kunci for b in _beda(lama.get(k), kini.get(k), f"{tempat} {k}".strip())]
    if isinstance(lama, list) and isinstance(kini, list) and len(lama) == len(kini):
        pasangan = enumerate(zip(lama, kini, strict=True), start=1)
        return [b for n, (a, z) in pasangan for b in _beda(a, z, f"{tempat} {n}")]
    return [] if lama == kini else [(tempat, str(lama), str(kini))]


def edisi_terlihat(untuk: Pengguna) -> QuerySet[Edisi]:
    """Editions of the OPD in the reader's scope, the newest first; of every OPD for who reads them all."""
    cakupan = untuk.akses.cakupan(Izin.REALISASI_LIHAT)
    semua = Edisi.objects.select_related("opd", "kertas").order_by("-terbit_pada", "pk")
    return semua if cakupan is None else semua.filter(opd__in=cakupan)
