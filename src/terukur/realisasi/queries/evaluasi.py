"""Evaluasi Hasil Renja of one OPD (form E.81, Permendagri 86/2017) on a day, as known at an instant."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from terukur.anggaran.queries import AnggaranProgram, BukuOPD, anggaran_program, buku_opd
from terukur.inti.angka import tulis_angka
from terukur.inti.periode import JenisPeriode, Periode, periode_setahun
from terukur.inti.waktu import tulis_tanggal
from terukur.kinerja.choices import Agregasi
from terukur.kinerja.models import RencanaAksiResmi
from terukur.kinerja.queries import aksi_resmi, nama_asal, target_resmi
from terukur.kinerja.rules.capaian import Target, baca_rumus, gabungkan, hitung_capaian, sebut_peringkat
from terukur.kinerja.rules.indikator import sebut_nilai
from terukur.perencanaan.choices import Polaritas
from terukur.perencanaan.models import ProgramKerjaResmi
from terukur.perencanaan.queries import nama_kode, versi_tahun
from terukur.perencanaan.queries.berlaku import RenstraBerlaku, pagu_renstra, renstra_opd
from terukur.realisasi.choices import StatusCapaian
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.queries.capaian import BarisKartu, kartu_opd
from terukur.realisasi.queries.kertas import sel, sel_target, tulis
from terukur.realisasi.rules.evaluasi import Simpul, Uang, Ukur, susun_simpul, uang_triwulan
from terukur.realisasi.rules.nilai import gabungkan_target
from terukur.tenggat.choices import Tahapan

BELUM_TEMPO = "Belum jatuh tempo"
"""Of an indicator none of whose periods is over."""


@dataclass(frozen=True, slots=True)
class Aksi:
    """One indicator of the year: its measure, its target of the year, its periods up to the day."""

    kunci: UUID
    judul: str
    kode_sub: str
    nama_sub: str
    ukuran: Mapping[str, Any]
    target: Target | None
    kartu: BarisKartu | None
    periode: Sequence[CapaianResmi]

    @property
    def ukur(self) -> Ukur:
        c = self.kartu.capaian if self.kartu else None
        return Ukur(self.kode_sub, c.bobot if c else Decimal(1), c.capaian_sd if c else None)


def baca_aksi(opd_id: UUID, tahun: int, *, per: dt.date, diketahui: dt.datetime | None) -> list[Aksi]:
    """Every set action of the year, then the successes outside the plan. A constant number of queries."""
    rencana = list(aksi_resmi(opd_id, tahun, diketahui=diketahui))
    target = target_resmi([a.kunci for a in rencana], diketahui=diketahui)
    asal = nama_asal(rencana, opd_id, diketahui)
    kartu = {b.capaian.kunci: b for b in kartu_opd(opd_id, tahun, per=per, diketahui=diketahui)}
    periode: dict[UUID, list[CapaianResmi]] = defaultdict(list)
    semua = CapaianResmi.objects.diketahui(diketahui).filter(opd=opd_id, tahun=tahun, berlaku_sampai__lte=per)
    for c in semua.defer("rumus", "sumber").order_by("kunci", "urutan", "periode", "pk"):
        periode[c.kunci].append(c)

    def setahun(a: RencanaAksiResmi) -> Target | None:
        semua = target.get(a.kunci, {}).items()
        milik = sorted((t for t in semua if t[1].opd_id == opd_id), key=lambda t: Periode.baca(t[0]))
        agregasi = Agregasi(a.isi["ukuran"]["agregasi"])
        return gabungkan_target([Target(t.nilai, t.nilai_atas) for _, t in milik], agregasi)

    hasil = [
        Aksi(
            a.kunci, _sebutan(a, asal), a.isi["kode_sub"], a.isi["nama_sub"], a.isi["ukuran"], setahun(a),
            kartu.pop(a.kunci, None), periode[a.kunci],
        )
        for a in rencana
    ]  # fmt: skip
    luar = [Aksi(k, b.judul, "", "", b.ukuran, None, b, periode[k]) for k, b in kartu.items()]
    return hasil + luar


def _sebutan(a: RencanaAksiResmi, asal: Mapping[UUID, str]) -> str:
    return f"{a.isi['aksi']} (warisan dari {asal[a.kunci]})" if a.kunci in asal else str(a.isi["aksi"])


def _triwulan(a: Aksi) -> list[dict[str, Any] | None]:
    """What each quarter says: the verified result, or the submitted one named as unverified."""
    hasil: list[dict[str, Any] | None] = []
    agregasi = Agregasi(a.ukuran["agregasi"])
    for bulan in (3, 6, 9, 12):
        milik = [c for c in a.periode if bulan - 2 <= c.urutan <= bulan]
        nilai = gabungkan([c.realisasi for c in milik if c.status == StatusCapaian.DIVERIFIKASI], agregasi)
        belum = [c.realisasi for c in milik if c.status == StatusCapaian.DIAJUKAN]
        satu = sel(nilai, a.ukuran)
        if belum:
            kata = sebut_nilai(gabungkan(belum, agregasi), a.ukuran)
            satu = (satu or {"angka": None, "kata": ""}) | {"belum": kata}
        hasil.append(satu)
    return hasil


def _baris_aksi(a: Aksi) -> dict[str, Any]:
    c = a.kartu.capaian if a.kartu else None
    naik = a.ukuran["rumus"]["polaritas"] == Polaritas.NAIK or (c is not None and c.urutan == 12)
    setahun = hitung_capaian(baca_rumus(a.ukuran["rumus"]), a.target, c.realisasi_sd if c else None).mentah
    return {
        "tingkat": "indikator",
        "kode": a.ukuran["kode"],
        "nama": a.judul,
        "indikator": a.ukuran["nama"],
        "satuan": a.ukuran["satuan"],
        "target": sel_target(a.target, a.ukuran),
        "k": _triwulan(a),
        "realisasi": sel(c.realisasi_sd if c else None, a.ukuran),
        "capaian_tahun": tulis(setahun) if naik else None,
        "capaian": tulis(c.capaian_sd if c else None),
        "peringkat": sebut_peringkat(c.capaian_sd if c else None),
        "status": str(c.get_hasil_display()) if c else BELUM_TEMPO,
        "bobot": tulis(c.bobot if c else None),
    }


def _baris_simpul(s: Simpul, nama: str, pagu_renstra: Decimal | None) -> dict[str, Any]:
    return {
        "tingkat": s.tingkat,
        "kode": s.kode,
        "nama": nama,
        "pagu_renstra": tulis(pagu_renstra),
        "pagu": tulis(s.uang.pagu),
        "rp": [tulis(n) for n in s.uang.triwulan],
        "realisasi_rp": tulis(s.uang.realisasi),
        "persen_rp": tulis(s.uang.persen),
        "capaian": tulis(s.capaian),
        "peringkat": sebut_peringkat(s.capaian),
        "status": f"{s.dinilai} dari {s.banyak} indikator dinilai" if s.banyak else "",
    }


def program_kerja_tetap(
    opd_id: UUID, tahun: int, diketahui: dt.datetime | None
) -> tuple[str, list[ProgramKerjaResmi]]:
    """(stage, its rows) of the program kerja of the year that was set last, as known then. One query."""
    semua = list(
        ProgramKerjaResmi.objects.diketahui(diketahui)
        .filter(opd=opd_id, tahun=tahun, ditetapkan=True)
        .order_by("kode", "kunci", "pk")
    )
    if not semua:
        return "", []
    akhir = max(semua, key=lambda r: (Tahapan(r.tahapan).urutan, r.dicatat_pada))
    return Tahapan(akhir.tahapan).label, [r for r in semua if r.pengajuan_id == akhir.pengajuan_id]


def _keluaran(r: ProgramKerjaResmi) -> dict[str, Any]:
    """The output that the nomenclature names for a sub kegiatan, with its targets of Renstra and Renja."""
    isi = r.isi

    def angka(nama: str) -> dict[str, Any] | None:
        if isi[nama] is None:
            return None
        return {"angka": isi[nama], "kata": f"{tulis_angka(Decimal(isi[nama]))} {isi['satuan']}"}

    return {
        "tingkat": "keluaran",
        "kode": "",
        "nama": isi["unit"] or "Keluaran",
        "indikator": isi["indikator"],
        "satuan": isi["satuan"],
        "target_renstra": angka("target_akhir_renstra"),
        "realisasi_lalu": angka("realisasi_dua_tahun_lalu"),
        "target": angka("target"),
    }


def _hasil_program(renstra: RenstraBerlaku | None, tahun: int) -> dict[str, list[dict[str, Any]]]:
    """{code of a program: its indicators in the Renstra, with the target at the end and of the year}."""
    hasil: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for p in renstra.program if renstra else ():
        for i in p.indikator:
            akhir, kini = i.akhir, i.target.get(tahun)
            hasil[p.nama.split(" ", 1)[0]].append({
                "tingkat": "hasil", "kode": "", "nama": "Hasil program menurut Renstra",
                "indikator": i.nama, "satuan": i.satuan,
                "target_renstra": _target_renstra(i.tulis(akhir), i.satuan, i.sel(akhir)),
                "target": _target_renstra(i.tulis(kini), i.satuan, i.sel(kini)),
            })  # fmt: skip
    return hasil


def _target_renstra(kata: str, satuan: str, nilai: Decimal | str | None) -> dict[str, Any] | None:
    if not kata:
        return None
    angka = nilai if isinstance(nilai, Decimal) else None
    return {"angka": tulis(angka), "kata": f"{kata} {satuan}" if angka is not None else kata}


def uang_evaluasi(anggaran: AnggaranProgram | None, buku: BukuOPD | None) -> tuple[dict[str, Uang], str]:
    """({code: money}, in words what the amounts for the year rest on)."""
    pagu: Mapping[str, Decimal | None]
    if anggaran is not None:
        pagu, dasar = {k: n for k, _, n in anggaran.baris}, f"yang ditetapkan pada {anggaran.tahap.label}"
    elif buku is not None:
        pagu, dasar = buku.anggaran, f"anggaran menurut {buku.nama_sumber}"
    else:
        return {}, ""
    hasil = {}
    for k in sorted({*pagu, *(buku.realisasi if buku else ()), *(buku.sd if buku else ())}):
        sd = buku.sd.get(k, [None] * 4) if buku else [None] * 4
        hasil[k] = Uang(
            pagu.get(k),
            uang_triwulan(sd, buku.ada if buku else (False,) * 4),
            buku.realisasi.get(k) if buku else None,
        )
    return hasil, dasar


def nama_tingkat(
    tahun: int,
    kode: Iterable[str],
    diketahui: dt.datetime | None,
    *,
    aksi: Iterable[Aksi],
    buku: BukuOPD | None,
    renstra: RenstraBerlaku | None,
    lain: Mapping[str, str] = {},
) -> dict[str, str]:
    """Names of programs, kegiatan and sub kegiatan: as the nomenclature of the year calls them.

    What it lacks is called as in the book, the set actions, the Renstra, and ``lain``, the last one first.
    """
    versi = versi_tahun(tahun, diketahui=diketahui)
    hasil = dict(buku.nama) if buku else {}
    hasil |= {a.kode_sub: a.nama_sub for a in aksi if a.nama_sub}
    hasil |= dict(p.nama.split(" ", 1) for p in renstra.program) if renstra else {}
    hasil |= lain
    return hasil | (nama_kode(versi, [k for k in kode if k]) if versi else {})


def susun_evaluasi(opd_id: UUID, per: dt.date, diketahui: dt.datetime) -> dict[str, Any]:
    """The table with its footer; every figure of it is stored or reckoned from what is stored."""
    tahun = per.year
    aksi = baca_aksi(opd_id, tahun, per=per, diketahui=diketahui)
    anggaran = anggaran_program(opd_id, tahun, "sub_kegiatan", diketahui=diketahui)
    buku = buku_opd(opd_id, tahun, per=per, diketahui=diketahui)
    tahapan, kerja = program_kerja_tetap(opd_id, tahun, diketahui)
    renstra = renstra_opd(opd_id, tahun, diketahui)
    uang, dasar = uang_evaluasi(anggaran, buku)
    for r in kerja:
        uang.setdefault(r.kode, Uang())
    simpul = susun_simpul(uang, [a.ukur for a in aksi])
    nama = nama_tingkat(
        tahun, {s.kode for s in simpul}, diketahui, aksi=aksi, buku=buku, renstra=renstra,
        lain={r.kode: r.isi["nama"] for r in kerja},
    )  # fmt: skip
    hasil, keluaran, milik = _hasil_program(renstra, tahun), defaultdict(list), defaultdict(list)
    lima_tahun = pagu_renstra(renstra.versi_id) if renstra else {}
    for r in kerja:
        keluaran[r.kode].append(_keluaran(r))
    for a in aksi:
        milik[a.kode_sub].append(_baris_aksi(a))
    baris: list[dict[str, Any]] = []
    for s in simpul:
        kata = {"lain": "Di luar sub kegiatan", "jumlah": "Jumlah"}.get(s.tingkat) or nama.get(s.kode, s.kode)
        baris.append(_baris_simpul(s, kata, lima_tahun.get(s.kode) if s.tingkat == "program" else None))
        if s.tingkat == "program":
            baris += hasil.get(s.kode, [])
        if s.tingkat != "jumlah":
            baris += keluaran.pop(s.kode, []) + milik.pop(s.kode, [])
    akhir = simpul[-1]
    return {
        "triwulan": [p.label_pendek for p in periode_setahun(tahun, JenisPeriode.TRIWULAN)],
        "nilai": tulis(akhir.capaian),
        "peringkat": sebut_peringkat(akhir.capaian),
        "dinilai": akhir.dinilai,
        "banyak": akhir.banyak,
        "sumber": buku.nama_sumber if buku else "",
        "batas": tulis_tanggal(buku.batas) if buku else "",
        "tahapan": tahapan,
        "pagu_dasar": dasar,
        "renstra": f"{renstra.tahun_awal}–{renstra.tahun_akhir}" if renstra else "",
        "jumlah": {
            "pagu": tulis(akhir.uang.pagu),
            "realisasi_rp": tulis(akhir.uang.realisasi),
            "persen_rp": tulis(akhir.uang.persen),
        },
        "catatan": _catatan(buku, per),
        "baris": baris if aksi or kerja or uang else [],
    }


def _catatan(buku: BukuOPD | None, per: dt.date) -> list[str]:
    """What is missing, said."""
    if buku is None:
        return ["Realisasi anggaran belum tercatat di Terukur, jadi kolom Rp kosong."]
    triwulan = periode_setahun(per.year, JenisPeriode.TRIWULAN)
    lewat = [n for n, p in enumerate(triwulan) if p.sejak <= min(per, buku.batas)]
    tanpa = [triwulan[n].label_pendek for n in lewat if not buku.ada[n]]
    sesudah = [triwulan[n].label_pendek for n in lewat if n and buku.ada[n] and not buku.ada[n - 1]]
    if not tanpa:
        return []
    kata = f"{', '.join(tanpa)} tidak mempunyai batas data {buku.nama_sumber}"
    if sesudah:
        kata += f", jadi realisasi Rp {', '.join(sesudah)} saja tidak diketahui"
    return [f"{kata}. Jumlahnya ada pada kolom Realisasi."]
