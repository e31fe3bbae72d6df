"""Draft of the Laporan Kinerja of one OPD, chapters II and III (PermenPANRB 53/2014): its facts.

What the database cannot say (causes, national standards, follow-up) is left to the OPD, and marked so.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from terukur.anggaran.queries import anggaran_program, buku_opd
from terukur.inti.periode import JenisPeriode, periode_setahun
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.models import Kertas
from terukur.kinerja.choices import Agregasi, StatusPerjanjian
from terukur.kinerja.models import BarisPerjanjian, PerjanjianKinerja
from terukur.kinerja.queries.perjanjian import target_baris
from terukur.kinerja.rules.capaian import (
    Target,
    baca_rumus,
    batasi,
    bulatkan,
    hitung_capaian,
    sebut_peringkat,
)
from terukur.organisasi.queries import hari_pemda
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.perencanaan.queries.berlaku import RenstraBerlaku, renstra_opd
from terukur.perencanaan.rules.rencana import IsiIndikator
from terukur.realisasi.choices import HasilCapaian
from terukur.realisasi.queries.capaian import BarisKartu, kartu_opd
from terukur.realisasi.queries.evaluasi import Aksi, baca_aksi, nama_tingkat, uang_evaluasi
from terukur.realisasi.queries.hitung_ulang import masukan_fakta
from terukur.realisasi.queries.kertas import sel, sel_target, tulis
from terukur.realisasi.rules.evaluasi import Simpul, susun_simpul
from terukur.realisasi.rules.nilai import SELESAI_DINILAI, SERATUS, gabungkan_bagian


def pk_kepala(opd_id: UUID, per: dt.date, diketahui: dt.datetime) -> PerjanjianKinerja | None:
    """The PK of the head of the OPD that stood on the day ``per``, as known then. One query.

    Which PK is the head's is read from its paper, which never changes: it tells its money by program.
    """
    besok = dt.datetime.combine(per + dt.timedelta(days=1), dt.time(0), zona_pemda())
    semua = (
        PerjanjianKinerja.objects.filter(
            opd=opd_id, tahun=per.year, status=StatusPerjanjian.DITETAPKAN, ditetapkan_pada__lte=diketahui,
            ditetapkan_pada__lt=besok,
        )
        .select_related("kertas")
        .order_by("-ditetapkan_pada", "pk")
    )  # fmt: skip
    return next((p for p in semua if p.kertas and p.kertas.isi["menurut"] == "Program"), None)


def _menurut_indikator(kartu: Iterable[BarisKartu]) -> dict[UUID, list[BarisKartu]]:
    hasil: dict[UUID, list[BarisKartu]] = defaultdict(list)
    for b in kartu:
        hasil[b.capaian.indikator_id].append(b)
    return hasil


def _target_akhir(i: IsiIndikator | None, ukuran: Mapping[str, Any]) -> Target | None:
    """The end target of the Renstra as a figure of the catalogue's indicator; None where it is none."""
    akhir = i.akhir if i else None
    if akhir is None:
        return None
    if akhir.nilai is not None:
        return Target(akhir.nilai, akhir.nilai_atas)
    tangga = {t["nama"].casefold(): Decimal(t["nilai"]) for t in ukuran["tangga"]}
    nilai = tangga.get(akhir.predikat.casefold())
    return None if nilai is None else Target(nilai)


def _bagian(a: Aksi) -> Decimal | None:
    """The recognised share of what is scored, unrounded; None where nothing is."""
    masukan = [m for m in map(masukan_fakta, a.periode) if m.is_dinilai]
    pasangan = [(m.realisasi, m.bagian) for m in masukan if m.realisasi is not None]
    return gabungkan_bagian(pasangan, Agregasi(a.ukuran["agregasi"]))


def _baris(
    b: BarisPerjanjian,
    kini: list[Aksi],
    lalu: list[BarisKartu],
    renstra: IsiIndikator | None,
    *,
    berakhir: bool,
) -> dict[str, Any]:
    """One promise: target against result, last year, and the end of the Renstra. Only verified counts.

    As on the card, achievement is of the recognised part, and the full result stands beside it: ``diakui``
    where they differ.

    ``berakhir``: the year is over; before that a promise of the year is neither kept nor broken.
    """
    ukuran: Mapping[str, Any] = b.ukuran or {}
    rumus = baca_rumus(ukuran["rumus"])
    target, akhir = target_baris(b), _target_akhir(renstra, ukuran)
    satu = kini[0] if len(kini) == 1 else None
    realisasi = satu.kartu.capaian.realisasi_sd if satu and satu.kartu else None
    bagian = _bagian(satu) if satu else None
    mentah = hitung_capaian(rumus, target, realisasi).mentah
    capaian = None if mentah is None or bagian is None else batasi(bulatkan(mentah * bagian), rumus)
    dulu = lalu[0].capaian if len(lalu) == 1 else None
    return {
        "sasaran": b.sasaran,
        "kode": ukuran["kode"],
        "indikator": ukuran["nama"],
        "satuan": ukuran["satuan"],
        "target": sel_target(target, ukuran),
        "realisasi": sel(realisasi, ukuran),
        **({} if bagian is None or bagian == 1 else {"diakui": tulis(bulatkan(bagian * SERATUS))}),
        "capaian": tulis(capaian),
        "peringkat": sebut_peringkat(capaian) if berakhir else "",
        "status": _status([a.kartu for a in kini if a.kartu], capaian, berakhir=berakhir),
        "realisasi_lalu": sel(dulu.realisasi_sd if dulu else None, ukuran),
        "capaian_lalu": tulis(dulu.capaian_sd if dulu else None),
        "akhir_renstra": sel_target(akhir, ukuran),
        "persen_renstra": tulis(hitung_capaian(rumus, akhir, realisasi).mentah),
    }


def _status(kini: list[BarisKartu], capaian: Decimal | None, *, berakhir: bool) -> str:
    if not kini:
        return "Belum diukur rencana aksi"
    if len(kini) > 1:
        return f"Diukur {len(kini)} rencana aksi; lihat rapor"
    hasil = HasilCapaian(kini[0].capaian.hasil)
    if hasil not in SELESAI_DINILAI:
        return str(hasil.label)
    if capaian is None:
        return str(HasilCapaian.TAK_TERHITUNG.label)
    if not berakhir:
        return "Tahun berjalan"
    return str((HasilCapaian.TERCAPAI if capaian >= SERATUS else HasilCapaian.BELUM_TERCAPAI).label)


def _renstra(renstra: RenstraBerlaku | None, tahun: int) -> dict[str, Any] | None:
    if renstra is None:
        return None

    def kata(i: IsiIndikator, target: Any) -> str:
        teks = i.tulis(target)
        return f"{teks} {i.satuan}" if isinstance(i.sel(target), Decimal) else teks

    return {
        "periode": f"{renstra.tahun_awal}–{renstra.tahun_akhir}",
        "sasaran": [
            {
                "sasaran": s.nama, "indikator": i.nama, "target": kata(i, i.target.get(tahun)),
                "akhir": kata(i, i.akhir),
            }
            for s in renstra.sasaran
            for i in s.indikator
        ],
    }  # fmt: skip


def _pk(pk: PerjanjianKinerja | None) -> dict[str, Any] | None:
    if pk is None or pk.kertas is None or pk.ditetapkan_pada is None:
        return None
    isi = pk.kertas.isi
    return {
        "nomor": pk.kertas.nomor,
        "sebutan": isi["judul"],
        "tanggal": tulis_tanggal(hari_pemda(pk.ditetapkan_pada)),
        "pihak_pertama": isi["pihak_pertama"]["sebutan"],
        "pihak_kedua": isi["pihak_kedua"]["sebutan"],
        "program": [[p["kode"], p["nama"], p["anggaran"]] for p in isi["program"]],
        "jumlah_anggaran": isi["jumlah_anggaran"],
        "sumber_anggaran": isi["sumber_anggaran"],
    }


def _program(s: Simpul, nama: str) -> dict[str, Any]:
    """Money and achievement of a program; ``selisih``: points of achievement above the share spent."""
    persen = s.uang.persen
    return {
        "kode": s.kode,
        "nama": nama,
        "pagu": tulis(s.uang.pagu),
        "realisasi": tulis(s.uang.realisasi),
        "persen": tulis(persen),
        "capaian": tulis(s.capaian),
        "selisih": None if persen is None or s.capaian is None else tulis(s.capaian - persen),
    }


def kendala_tercatat(opd_id: UUID, per: dt.date, diketahui: dt.datetime) -> list[dict[str, str]]:
    """Obstacles that the signed reports of the year tell, from the last paper of each period. One query."""
    periode = {
        p.label: p for jenis in JenisPeriode for p in periode_setahun(per.year, jenis) if p.sampai <= per
    }
    terakhir: dict[str, Kertas] = {}
    for k in Kertas.objects.filter(
        jenis="LR", opd_id=opd_id, pada__lte=diketahui, tahun__gte=per.year
    ).order_by("pada", "catatan_nomor"):
        if k.isi["periode"] in periode:
            terakhir[k.isi["periode"]] = k
    return [
        {"periode": label, "nomor": k.nomor, "indikator": b["indikator"], "kendala": b["kendala"]}
        for label, k in sorted(terakhir.items(), key=lambda t: periode[t[0]])
        for b in k.isi["baris"]
        if b["kendala"]
    ]


def susun_lkjip(opd_id: UUID, per: dt.date, diketahui: dt.datetime) -> dict[str, Any]:
    """The facts of both chapters in the year of ``per``, up to that day."""
    tahun = per.year
    berakhir = per == dt.date(tahun, 12, 31)
    pk = pk_kepala(opd_id, per, diketahui)
    janji = list(BarisPerjanjian.objects.filter(perjanjian=pk).order_by("urutan", "pk")) if pk else []
    renstra = renstra_opd(opd_id, tahun, diketahui)
    butir = (*renstra.sasaran, *renstra.program) if renstra else ()
    menurut_nama = {i.nama.casefold(): i for b in reversed(butir) for i in b.indikator}
    aksi = baca_aksi(opd_id, tahun, per=per, diketahui=diketahui)
    kini: dict[UUID, list[Aksi]] = defaultdict(list)
    for a in aksi:
        if a.kartu:
            kini[a.kartu.capaian.indikator_id].append(a)
    lalu = _menurut_indikator(
        kartu_opd(opd_id, tahun - 1, per=dt.date(tahun - 1, 12, 31), diketahui=diketahui)
    )
    anggaran = anggaran_program(opd_id, tahun, "sub_kegiatan", diketahui=diketahui)
    buku = buku_opd(opd_id, tahun, per=per, diketahui=diketahui)
    uang, dasar = uang_evaluasi(anggaran, buku)
    simpul = susun_simpul(uang, [a.ukur for a in aksi])
    program = [s for s in simpul if s.tingkat in ("program", "lain", "jumlah")]
    kode = {s.kode for s in program}
    nama = nama_tingkat(tahun, kode, diketahui, aksi=aksi, buku=buku, renstra=renstra)
    nama |= {"lain": "Di luar sub kegiatan", "jumlah": "Jumlah"}
    susun = [_program(s, nama.get(s.kode or s.tingkat, s.kode)) for s in program]
    return {
        "renstra": _renstra(renstra, tahun),
        "pk": _pk(pk),
        "sumber": buku.nama_sumber if buku else "",
        "batas": tulis_tanggal(buku.batas) if buku else "",
        "pagu_dasar": dasar,
        "baris": [
            _baris(
                b, kini.get(b.indikator_id, []), lalu.get(b.indikator_id, []),
                menurut_nama.get((b.ukuran or {})["nama"].casefold()), berakhir=berakhir,
            )
            for b in janji
        ],
        "program": susun[:-1],
        "jumlah": susun[-1],
        "kendala": kendala_tercatat(opd_id, per, diketahui),
    }  # fmt: skip
