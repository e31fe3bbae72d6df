"""Reads the official nomenclature, rekening and sumber dana in the shapes in which they circulate.

Pure: no database and no settings. Three shapes are told apart by their header: code and name in one
cell (the SIPD export), codes split over columns (the older lists), or one column of codes.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from terukur.impor.pembaca import (
    Buku,
    HasilBaca,
    KolomSasaran,
    Tabel,
    baca_teks,
    gabung_segmen,
    kenali_kode,
    kenali_tabel,
    pisah_kode_nama,
)
from terukur.impor.pembaca.kode import LEBAR_NOMENKLATUR, LEBAR_REKENING
from terukur.impor.pembaca.tabel import kata
from terukur.inti.kesalahan import AturanDilanggar

LEBAR_SUMBER_DANA: Final = (1, 1, 1, 2, 2, 4)
LEVEL: Final = ("urusan", "bidang", "program", "kegiatan", "sub_kegiatan")
LEVEL_AKUN: Final = ("akun", "kelompok", "jenis", "objek", "rincian_objek", "sub_rincian_objek")
_TINGKAT: Final = {1: "urusan", 2: "bidang", 3: "program", 5: "kegiatan", 6: "sub_kegiatan"}
_PENUNJANG: Final = "X.XX"
_MILIK_OPD: Final = {"skpd", "opd", "pagu", "realisasi", "rak", "rka", "dpa", "dppa"}

_SASARAN: Final = (
    KolomSasaran("jenis_pemda", ("jenis pemda|pemerintah|daerah",)),
    KolomSasaran("urusan", ("urusan -bidang|nomenklatur|nama|pemerintahan",)),
    KolomSasaran("bidang", ("bidang urusan -nama|nomenklatur", "bidang -nama")),
    KolomSasaran("program", ("program -nama|nomenklatur|kegiatan",)),
    KolomSasaran("kegiatan", ("kegiatan -sub|subkegiatan|nama|nomenklatur|program",)),
    KolomSasaran(
        "sub_kegiatan",
        ("subkegiatan -sebelumnya|nama|nomenklatur", "sub kegiatan -sebelumnya|nama|nomenklatur"),
    ),
    KolomSasaran(
        "kode", ("kode -bidang|program|kegiatan|urusan|sebelumnya|lama", "kode sub kegiatan"), bobot=1.5
    ),
    KolomSasaran(
        "nama", ("nomenklatur urusan|program|kegiatan", "nomenklatur", "nama -sebelumnya", "uraian")
    ),
    KolomSasaran("kinerja", ("kinerja -indikator",)),
    KolomSasaran("indikator", ("indikator",)),
    KolomSasaran("satuan", ("satuan",)),
    KolomSasaran("tag", ("tag|tagging",), bobot=0.3),
    KolomSasaran("definisi", ("definisi|keterangan",), bobot=0.3),
    KolomSasaran("pelaksana", ("pelaksana|pengampu",), bobot=0.3),
    KolomSasaran("spm", ("spm",), bobot=0.3),
    KolomSasaran("jenis", ("jenis -pemda|pemerintah|daerah",), bobot=0.3),
    KolomSasaran("sebelumnya", ("kode sebelumnya|lama", "subkegiatan|kegiatan sebelumnya|lama"), bobot=0.3),
)
_SASARAN_AKUN: Final = (
    KolomSasaran("akun", ("sumber dana -kode|nama|uraian", "akun -uraian|nama|kode"), wajib=True),
    KolomSasaran("kelompok", ("kelompok",), wajib=True),
    KolomSasaran("jenis", ("jenis",), wajib=True),
    KolomSasaran("objek", ("objek|obyek -rincian",), wajib=True),
    KolomSasaran("rincian_objek", ("rincian objek|obyek -sub",)),
    KolomSasaran("sub_rincian_objek", ("sub rincian objek|obyek",)),
    KolomSasaran("nama", ("uraian|nama",), wajib=True),
    KolomSasaran("definisi", ("keterangan|definisi",)),
)


@dataclass(frozen=True, slots=True)
class BarisNomenklatur:
    """One row of a level. Codes have the official widths; ``X.XX`` stands for the bidang of the OPD.

    For rekening and sumber dana ``jenis_pemda`` is empty and ``tingkat`` one of ``LEVEL_AKUN``.
    """

    lembar: str
    nomor: int
    jenis_pemda: str
    kode: str
    tingkat: str
    nama: str
    kinerja: str = ""
    indikator: str = ""
    satuan: str = ""
    spm: bool = False
    jenis: str = ""
    pelaksana: str = ""
    definisi: str = ""
    tag: tuple[str, ...] = ()
    kode_sebelumnya: str = ""
    nama_sebelumnya: str = ""


def baca_nomenklatur(buku: Buku, *, tahun: int | None = None) -> HasilBaca:
    """Read a nomenclature, or a list of rekening or sumber dana; ``hasil.jenis`` says which.

    ``hasil.baris`` are ``BarisNomenklatur`` of every level, each code once per jenis pemda.
    ``hasil.jumlah``: counts by jenis pemda as in the file, and after ``X.XX`` is expanded per bidang.
    Raises ``AturanDilanggar`` when no visible sheet has one of the three shapes, or when they hold the
    plan or budget of an OPD.
    """
    hasil = HasilBaca("nomenklatur", buku.nama, tahun, lembar_tersembunyi=list(buku.tersembunyi))
    baris: list[BarisNomenklatur] = []
    mentah: Counter[tuple[str, bool]] = Counter()
    milik_opd: list[str] = []
    for lembar in buku.lembar:
        if akun := kenali_tabel(lembar, _SASARAN_AKUN):
            hasil.jenis = "sumber_dana" if "dana" in akun.label[akun.kolom["akun"]].lower() else "rekening"
            baris += _baca_akun(akun, hasil)
            tabel: Tabel | None = akun
        elif tabel := kenali_tabel(lembar, _SASARAN, _cukup):
            if milik := _kolom_opd(tabel):
                milik_opd += milik
                hasil.lembar_dilewati.append((lembar.nama, f"berisi {', '.join(milik[:3])}"))
                continue
            baris += _baca_tabel(tabel, hasil)
        if tabel is None:
            hasil.lembar_dilewati.append((lembar.nama, "tidak ada tabel nomenklatur"))
            continue
        hasil.lembar_dibaca.append(lembar.nama)
        hasil.kolom[lembar.nama] = {k: tabel.sebut(k) for k in tabel.kolom}
        hasil.kolom_tak_dikenal[lembar.nama] = tabel.tak_dikenal()
        hasil.judul += tabel.judul
        if hasil.jenis == "nomenklatur":
            _hitung_mentah(tabel, mentah)
    if milik_opd and not baris:
        raise AturanDilanggar(
            f"“{buku.nama}” bukan nomenklatur, melainkan rencana atau anggaran OPD: ada kolom "
            f"{', '.join(dict.fromkeys(milik_opd[:3]))}. Impor lewat Program kerja atau Kebutuhan anggaran.",
            kode="bukan_nomenklatur",
        )
    if not baris:
        raise AturanDilanggar(
            f"Tidak ada tabel nomenklatur di “{buku.nama}”. Pastikan ada kolom bidang, program, kegiatan dan "
            "sub kegiatan (atau satu kolom kode dan nama), dan lembarnya tidak disembunyikan.",
            kode="tanpa_tabel",
        )
    if mentah:
        hasil.jumlah["satuan"] = {
            "berbeda": len({s for s, _ in mentah if s}),
            "setelah_dirapikan": len({s.strip().casefold() for s, _ in mentah if s}),
            "setelah_dirapikan_dengan_kosong": len({s.strip().casefold() for s, _ in mentah}),
        }
        hasil.jumlah["nama_berganti_baris"] = sum(baris_baru for _, baris_baru in mentah.elements())
    hasil.baris = _periksa_kembar(_isi_jenis_pemda(baris), hasil)
    _ringkas(hasil)
    hasil.masalah.sort(key=lambda m: (m.parah, m.lembar, m.baris))
    return hasil


def _kolom_opd(tabel: Tabel) -> list[str]:
    """Columns of an OPD and its money, by their labels. No nomenclature has two of them, while plans and
    budgets (RAK, RKA, SIPD's sub kegiatan) have the same codes and names beside."""
    label = {s: set(kata(s)) for s in tabel.label if s}
    kena = [
        s
        for s, k in label.items()
        if (k & _MILIK_OPD and not k & {"pelaksana", "pengampu"}) or ("anggaran" in k and "tahun" not in k)
    ]
    return kena if len(kena) > 1 else []


def _hitung_mentah(tabel: Tabel, mentah: Counter[tuple[str, bool]]) -> None:
    """Spelling of satuan and names as the file has it, before tidying."""
    kunci = "nama" if "nama" in tabel.kolom else "sub_kegiatan"
    for sel in tabel.lembar.baris[tabel.mulai :]:
        satuan = str(tabel.sel(sel, "satuan"))
        mentah[satuan, "\n" in str(tabel.sel(sel, kunci))] += 1


def _cukup(kunci: Iterable[str]) -> bool:
    ada = set(kunci)
    return ("sub_kegiatan" in ada and "kegiatan" in ada and "program" in ada) or {"kode", "nama"} <= ada


def _baca_tabel(tabel: Tabel, hasil: HasilBaca) -> list[BarisNomenklatur]:
    data = tabel.lembar.baris[tabel.mulai :]
    contoh = [baca_teks(tabel.sel(b, "sub_kegiatan")) for b in data]
    contoh = [t for t in contoh if t]
    gabung = sum(1 for t in contoh if pisah_kode_nama(t)[0])
    terpecah = sum(1 for t in contoh if re.fullmatch(r"\d{1,4}", t))
    hasil_baris: list[BarisNomenklatur] = []
    for nomor, sel in enumerate(data, start=tabel.mulai + 1):
        if all(baca_teks(s) == "" for s in sel):
            continue
        if contoh and gabung * 2 > len(contoh):
            hasil_baris += _dari_gabungan(tabel, nomor, sel, hasil)
        elif contoh and terpecah * 2 > len(contoh):
            hasil_baris += _dari_pecahan(tabel, nomor, sel, hasil)
        else:
            hasil_baris += _dari_kolom_kode(tabel, nomor, sel, hasil)
    return hasil_baris


def _rincian(tabel: Tabel, sel: Sequence[Any]) -> dict[str, Any]:
    """The columns beside code and name, tidied."""
    isi: dict[str, Any] = {
        k: baca_teks(tabel.sel(sel, k))
        for k in ("kinerja", "indikator", "satuan", "jenis", "pelaksana", "definisi")
    }
    isi["spm"] = baca_teks(tabel.sel(sel, "spm")).upper() in {"SPM", "YA", "1", "TRUE"}
    isi["tag"] = _baca_tag(baca_teks(tabel.sel(sel, "tag")))
    kode, nama = pisah_kode_nama(tabel.sel(sel, "sebelumnya"))
    if not kode and (sendiri := kenali_kode(nama)):
        kode, nama = sendiri.kode, ""
    lama = kenali_kode(kode)
    isi["kode_sebelumnya"], isi["nama_sebelumnya"] = (lama.kode, nama) if lama else ("", nama)
    return isi


def _baca_tag(teks: str) -> tuple[str, ...]:
    if teks.startswith("["):
        try:
            isi = json.loads(teks)
        except ValueError:
            isi = None
        if isinstance(isi, list):
            return tuple(str(t).strip() for t in isi if str(t).strip())
    return tuple(t.strip() for t in re.split(r"[;|]", teks) if t.strip())


def _salah(tabel: Tabel, hasil: HasilBaca, nomor: int, kunci: str, isi: object) -> None:
    hasil.tambah(
        "galat", "kode_salah",
        f"Kolom {tabel.sebut(kunci)}: “{baca_teks(isi)[:50]}” bukan kode nomenklatur. "
        "Contoh 1.02.02.2.01.0001.",
        lembar=tabel.lembar.nama, baris=nomor, kolom=tabel.huruf(kunci),
    )  # fmt: skip


def _dari_gabungan(tabel: Tabel, nomor: int, sel: Sequence[Any], hasil: HasilBaca) -> list[BarisNomenklatur]:
    """Code and name in one cell, the higher levels repeated on every row."""
    baris = []
    pemda = baca_teks(tabel.sel(sel, "jenis_pemda")).upper()
    for level in LEVEL:
        isi = tabel.sel(sel, level)
        if level not in tabel.kolom or not baca_teks(isi):
            continue
        teks, nama = pisah_kode_nama(isi)
        kode = kenali_kode(teks or baca_teks(isi).partition(" ")[0])
        if kode is None or kode.jenis != "nomenklatur" or kode.tingkat != level or not nama:
            _salah(tabel, hasil, nomor, level, isi)
            continue
        rinci = _rincian(tabel, sel) if level == "sub_kegiatan" else {}
        baris.append(BarisNomenklatur(tabel.lembar.nama, nomor, pemda, kode.kode, level, nama, **rinci))
    return baris


def _dari_pecahan(tabel: Tabel, nomor: int, sel: Sequence[Any], hasil: HasilBaca) -> list[BarisNomenklatur]:
    """One segment of the code per column."""
    kode = gabung_segmen(
        [tabel.sel(sel, level) for level in LEVEL if level in tabel.kolom], LEBAR_NOMENKLATUR
    )
    nama = baca_teks(tabel.sel(sel, "nama"))
    dikenal = kenali_kode(kode) if kode else None
    if dikenal is None or not nama:
        if nama or kode is None:
            _salah(tabel, hasil, nomor, "sub_kegiatan", ".".join(
                t for level in LEVEL if (t := baca_teks(tabel.sel(sel, level)))
            ) or nama)  # fmt: skip
        return []
    pemda = baca_teks(tabel.sel(sel, "jenis_pemda")).upper()
    return [
        BarisNomenklatur(
            tabel.lembar.nama, nomor, pemda, dikenal.kode, dikenal.tingkat, nama, **_rincian(tabel, sel)
        )
    ]


def _dari_kolom_kode(
    tabel: Tabel, nomor: int, sel: Sequence[Any], hasil: HasilBaca
) -> list[BarisNomenklatur]:
    """The full code in one column."""
    isi = tabel.sel(sel, "kode")
    kode, nama = kenali_kode(isi), baca_teks(tabel.sel(sel, "nama"))
    if kode is None or kode.jenis != "nomenklatur":
        if baca_teks(isi) and "kode" in tabel.kolom:
            _salah(tabel, hasil, nomor, "kode", isi)
        return []
    pemda = baca_teks(tabel.sel(sel, "jenis_pemda")).upper()
    return [
        BarisNomenklatur(
            tabel.lembar.nama, nomor, pemda, kode.kode, kode.tingkat, nama, **_rincian(tabel, sel)
        )
    ]


def _baca_akun(tabel: Tabel, hasil: HasilBaca) -> list[BarisNomenklatur]:
    lebar = LEBAR_SUMBER_DANA if hasil.jenis == "sumber_dana" else LEBAR_REKENING
    kolom = [k for k in LEVEL_AKUN if k in tabel.kolom]
    baris = []
    for nomor, sel in enumerate(tabel.lembar.baris[tabel.mulai :], start=tabel.mulai + 1):
        nama = baca_teks(tabel.sel(sel, "nama"))
        segmen = [tabel.sel(sel, k) for k in kolom]
        kode = gabung_segmen(segmen, lebar)
        if kode and nama:
            tingkat = LEVEL_AKUN[kode.count(".")]
            definisi = baca_teks(tabel.sel(sel, "definisi"))
            baris.append(
                BarisNomenklatur(tabel.lembar.nama, nomor, "", kode, tingkat, nama, definisi=definisi)
            )
        elif nama or kode is None:
            _salah(tabel, hasil, nomor, "akun", ".".join(t for s in segmen if (t := baca_teks(s))) or nama)
    return baris


def _isi_jenis_pemda(baris: list[BarisNomenklatur]) -> list[BarisNomenklatur]:
    """Where the file does not say: the kegiatan's fourth segment 1 is provinsi, anything else kab/kota.

    Higher levels belong to whoever has something under them.
    """
    if all(b.jenis_pemda for b in baris) or any(b.tingkat in LEVEL_AKUN for b in baris):
        return baris
    milik: dict[str, set[str]] = defaultdict(set)
    for b in baris:
        ruas = b.kode.split(".")
        if len(ruas) >= 5:
            pemda = b.jenis_pemda or ("PROV" if ruas[3] == "1" else "KABKOT")
            for n in (1, 2, 3, 5, 6):
                milik[".".join(ruas[:n])].add(pemda)
    return [
        b if b.jenis_pemda else replace(b, jenis_pemda=pemda)
        for b in baris
        for pemda in ([b.jenis_pemda] if b.jenis_pemda else sorted(milik[b.kode] or {"KABKOT"}))
    ]


def _periksa_kembar(baris: Sequence[BarisNomenklatur], hasil: HasilBaca) -> list[BarisNomenklatur]:
    """Keep the first row of every code; higher levels repeat by nature, sub kegiatan must not."""
    ada: dict[tuple[str, str], BarisNomenklatur] = {}
    hasil.jumlah["baris_sub_kegiatan"] = dict(
        sorted(Counter(b.jenis_pemda for b in baris if b.tingkat == "sub_kegiatan").items())
    )
    for b in baris:
        pertama = ada.setdefault((b.jenis_pemda, b.kode), b)
        if pertama is b:
            continue
        sama = pertama.nama.casefold() == b.nama.casefold()
        berulang = pertama.nomor != b.nomor and b.tingkat not in {"urusan", "bidang", "program", "kegiatan"}
        if berulang or not sama:
            hasil.tambah(
                "peringatan", "kode_ganda",
                f"Kode {b.kode} sudah ada di baris {pertama.nomor} dengan nama “{pertama.nama[:60]}”"
                + (". Baris ini dilewati." if sama else f"; di sini “{b.nama[:60]}”. Yang pertama dipakai."),
                lembar=b.lembar, baris=b.nomor,
            )  # fmt: skip
    return list(ada.values())


def _ringkas(hasil: HasilBaca) -> None:
    baris: list[BarisNomenklatur] = hasil.baris
    hasil.hitung_tingkat(Counter(b.tingkat for b in baris), (*LEVEL, *LEVEL_AKUN))
    hasil.nama_kode = {b.kode: b.nama for b in baris}
    if hasil.jenis != "nomenklatur":
        del hasil.jumlah["baris_sub_kegiatan"]
        return
    per_pemda: dict[str, Counter[str]] = defaultdict(Counter)
    penunjang: Counter[str] = Counter()
    for b in baris:
        per_pemda[b.jenis_pemda][b.tingkat] += 1
        penunjang[b.jenis_pemda] += b.tingkat == "sub_kegiatan" and b.kode.startswith(_PENUNJANG)
    hasil.jumlah["per_jenis_pemda"] = {
        p: {t: n[t] for t in LEVEL if n[t]} for p, n in sorted(per_pemda.items())
    }
    hasil.jumlah["penunjang"] = dict(sorted(penunjang.items()))
    hasil.jumlah["setelah_dibentangkan"] = {
        p: sum(1 for b in bentangkan(baris, p) if b.tingkat == "sub_kegiatan") for p in sorted(per_pemda)
    }


def bentangkan(baris: Iterable[BarisNomenklatur], jenis_pemda: str) -> list[BarisNomenklatur]:
    """The rows of one jenis pemda with ``X.XX`` written out for every bidang urusan it has."""
    milik = [b for b in baris if b.jenis_pemda == jenis_pemda]
    bidang = [b.kode for b in milik if b.tingkat == "bidang" and not b.kode.startswith("X")]
    ada = {b.kode for b in milik}
    hasil = [b for b in milik if not b.kode.startswith("X")]
    for b in milik:
        if b.kode.startswith(_PENUNJANG + "."):
            kode = (k + b.kode[len(_PENUNJANG) :] for k in bidang)
            hasil += [replace(b, kode=k) for k in kode if k not in ada]
    return hasil
