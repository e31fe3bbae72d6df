"""Official paper of kinerja: perjanjian kinerja, pohon kinerja on A3; and the set action plan as a table."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from terukur.antarmuka.surat import bingkai_surat, cetak
from terukur.inti.lembar import Kolom
from terukur.inti.periode import JenisPeriode, Periode
from terukur.inti.waktu import tulis_tanggal, tulis_waktu
from terukur.jejak.baku import baku, sidik, sidik_singkat
from terukur.jejak.kertas import keterangan_surat
from terukur.jejak.models import Kertas
from terukur.kinerja.choices import Asal, PemicuRevisi, TingkatKinerja
from terukur.kinerja.models import RencanaAksiResmi, RevisiTarget, TargetResmi
from terukur.kinerja.queries.pohon import SaatPohon
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import sebut_target
from terukur.kinerja.rules.pohon import Cabang
from terukur.kinerja.rules.tata_letak import Gambar, bagi_lembar, gambar
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda, zona_pemda

KOLOM_RESMI = (
    Kolom("Nomor register", "aksi.nomor_register", "kode"),
    Kolom("Nomor", "aksi.isi.urutan", "angka"),
    Kolom("Rencana aksi", "aksi.isi.aksi"),
    Kolom("Indikator", "aksi.isi.ukuran.nama"),
    Kolom("Satuan", "aksi.isi.ukuran.satuan"),
    Kolom("Periode", "periode.label"),
    Kolom("Target", "target.nilai", "angka"),
    Kolom("Target sampai", "target.nilai_atas", "angka"),
    Kolom("Dicatat pada", "target.dicatat_pada", "waktu"),
    Kolom("Catatan jejak", "target.catatan_nomor", "angka"),
    Kolom("Penanggung jawab", "aksi.isi.penanggung_jawab"),
    Kolom("Sub kegiatan", "aksi.isi.kode_sub", "kode"),
)
LEBAR_LEMBAR, TINGGI_LEMBAR = 384.0, 208.0
"""Room for the drawing on a sheet of A3 landscape, in mm."""
MM_PER_PIKSEL = 0.24
"""The smallest size of a full sheet: letters of 12 pixels become 8 points."""
MM_TERBESAR = 0.32
"""The largest size of a small tree: 11 points."""
KOLOM_SIMPUL = (
    Kolom("Tingkat", "tingkat.label"),
    Kolom("Pemilik", "pemilik"),
    Kolom("Kondisi", "pernyataan", lebar=60),
    Kolom("Di bawah", "atas", lebar=60),
    Kolom("Tujuan atau sasaran rencana", "sasaran", lebar=40),
    Kolom("Indikator", "indikator"),
    Kolom("Satuan", "satuan"),
    Kolom("Target", "target"),
    Kolom("Asal indikator", "asal"),
    Kolom("Crosscutting", "kaitan", lebar=40),
)


def baris_resmi(
    daftar: Iterable[RencanaAksiResmi],
    target: Mapping[UUID, Mapping[str, TargetResmi]],
    pemilik: Mapping[UUID | None, str] = {},
) -> list[dict[str, Any]]:
    """A row for each set action and period with a target. ``pemilik``: {OPD: its name}, whose it is."""
    return [
        {"aksi": a, "periode": Periode.baca(kode), "target": t, "pemilik": pemilik.get(t.opd_id, "")}
        for a in daftar
        for kode, t in target.get(a.kunci, {}).items()
    ]


def cetak_rencana(
    daftar: Sequence[RencanaAksiResmi],
    target: Mapping[UUID, Mapping[str, TargetResmi]],
    revisi: Iterable[RevisiTarget],
    pemilik: Mapping[UUID | None, str],
    *,
    opd: OPD,
    tahun: int,
    diketahui: dt.datetime | None,
    pada: dt.datetime,
) -> bytes:
    """The set plan on paper, as known at ``diketahui``; the digest covers what both tables say.

    ``pemilik`` as in ``baris_resmi``; named is who else owes a period.
    """
    lain = {k: n for k, n in pemilik.items() if k != opd.pk}
    zona = zona_pemda()
    nama = {a.kunci: a.isi["aksi"] for a in daftar}
    isi: dict[str, Any] = {
        "baris": [_baris_kertas(a, target.get(a.kunci, {}), lain, zona) for a in daftar],
        "revisi": [
            {
                "aksi": nama[r.kunci],
                "perubahan": "; ".join(
                    f"{Periode.baca(p).label_pendek} {lama} menjadi {baru}"
                    for p, (lama, baru) in r.perubahan.items()
                ),
                "sebab": f"{PemicuRevisi(r.pemicu).label}: {r.alasan}",
                "dokumen": f"{r.nomor_dokumen}, {tulis_tanggal(r.tanggal_dokumen)}, "
                f"disetujui {r.disetujui_oleh}",
                "dicatat": f"{tulis_waktu(r.dicatat_pada, zona)}, {r.nama_pencatat}",
            }
            for r in revisi
        ],
    }
    tanggal = hari_pemda(pada)
    bingkai = bingkai_surat(tanggal)
    data = {
        **bingkai,
        **isi,
        "kop": bingkai["kop"] | {"instansi": opd.nama},
        "judul": f"Rencana Aksi {opd.nama} Tahun {tahun}",
        "keadaan": tulis_waktu(diketahui or pada, zona),
        "sidik": sidik_singkat(sidik(baku({"tahun": tahun, **isi}))),
    }
    return cetak("kinerja/rencana_aksi", data, tanggal=tanggal)


def _baris_kertas(
    aksi: RencanaAksiResmi, target: Mapping[str, TargetResmi], lain: Mapping[UUID | None, str], zona: ZoneInfo
) -> dict[str, Any]:
    """A row of the paper. A target stands in the quarter in which its period ends."""
    ukuran = aksi.isi["ukuran"]
    menurut_triwulan: dict[int, list[str]] = defaultdict(list)
    for kode, t in target.items():
        p = Periode.baca(kode)
        sebut = sebut_target(Target(t.nilai, t.nilai_atas), ukuran)
        if t.opd_id in lain:
            sebut += f" (kewajiban: {lain[t.opd_id]})"
        menurut_triwulan[(p.bulan_akhir - 1) // 3].append(
            sebut if p.jenis == JenisPeriode.TRIWULAN else f"{p.label_pendek}: {sebut}"
        )
    return {
        "aksi": aksi.isi["aksi"],
        "sub": f"{aksi.isi['kode_sub']} {aksi.isi['nama_sub']}".strip(),
        "indikator": ukuran["nama"],
        "asal": Asal(aksi.isi["asal"]).label,
        "target": ["; ".join(menurut_triwulan[n]) or "–" for n in range(4)],
        "penanggung_jawab": aksi.isi["penanggung_jawab"],
        "register": aksi.nomor_register,
        "pada": tulis_waktu(aksi.dicatat_pada, zona),
    }


def cetak_perjanjian(kertas: Kertas) -> bytes:
    """The PDF: a statement of both parties and the annex; the same register entry gives the same paper."""
    tanggal = timezone.localtime(kertas.pada).date()
    data = {
        **kertas.isi,
        "kertas": keterangan_surat(kertas),
        "kop": {
            "pemda": settings.TERUKUR_PEMDA,
            "instansi": kertas.isi["opd"],
            "alamat": settings.TERUKUR_IBU_KOTA,
        },
        "tempat_tanggal": f"{settings.TERUKUR_IBU_KOTA}, {tulis_tanggal(tanggal)}",
    }
    return cetak("kinerja/perjanjian", data, tanggal=tanggal)


@dataclass(frozen=True, slots=True)
class BarisSimpul:
    """One node with one of its indicators, as a row of the downloaded list."""

    tingkat: TingkatKinerja
    pemilik: str
    pernyataan: str
    atas: str
    sasaran: str
    indikator: str
    satuan: str
    target: str
    asal: str
    kaitan: str


def baris_simpul(akar: Sequence[Cabang]) -> list[BarisSimpul]:
    """The nodes in the order of reading, one row per indicator; a node without one has a row too."""
    hasil = []
    semua = [c.simpul for a in akar for c in a.semua()]
    nama = {s.id: s.pernyataan for s in semua}
    for s in semua:
        for u in s.ukuran or (None,):
            hasil.append(
                BarisSimpul(
                    s.tingkat, s.pemilik, s.pernyataan, nama.get(s.induk, "") if s.induk else "", s.sasaran,
                    u.nama if u else "", u.satuan if u else "", u.target if u else "", u.asal if u else "",
                    "; ".join(k.sebut for k in s.kaitan),
                )
            )  # fmt: skip
    return hasil


def gambar_svg(g: Gambar, judul: str) -> str:
    """The drawing as a file of its own, readable without the site's stylesheet."""
    return render_to_string("kinerja/pohon.svg", {"gambar": g, "judul": judul})


def cetak_pohon(akar: Sequence[Cabang], *, saat: SaatPohon, opd: OPD | None, pada: dt.datetime) -> bytes:
    """The tree on A3 landscape: as many sheets as it needs, then the same as a table.

    The digest covers what the table says, so that two prints of the same content carry the same one.
    """
    daftar = [asdict(b) | {"tingkat": b.tingkat.pendek} for b in baris_simpul(akar)]
    tanggal = hari_pemda(pada)
    instansi = {"instansi": opd.nama} if opd else {}
    bingkai = bingkai_surat(tanggal)
    lembar = bagi_lembar(akar, int(TINGGI_LEMBAR / MM_PER_PIKSEL))
    data = {
        **bingkai,
        "kop": bingkai["kop"] | instansi,
        "judul": f"Pohon Kinerja {opd.nama if opd else settings.TERUKUR_PEMDA} {saat.periode}",
        "keadaan": tulis_waktu(saat.diketahui or pada, zona_pemda()),
        "sidik": sidik_singkat(sidik(baku({"periode": saat.periode, "simpul": daftar}))),
        "tahun": saat.tahun,
        "lembar": [
            _lembar(gambar(bagian), f"Bagian {n} dari {len(lembar)} pohon kinerja; isinya sama dengan tabel.")
            for n, bagian in enumerate(lembar, start=1)
        ],
        "baris": daftar,
    }
    return cetak("kinerja/pohon", data, tanggal=tanggal)


def _lembar(g: Gambar, keterangan: str) -> dict[str, Any]:
    skala = min(MM_TERBESAR, LEBAR_LEMBAR / g.lebar, TINGGI_LEMBAR / g.tinggi)
    return {"svg": gambar_svg(g, keterangan), "lebar": g.lebar * skala, "alt": keterangan}
