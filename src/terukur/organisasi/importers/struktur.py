"""OPD, unit and wilayah."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from terukur.impor.pembaca import Buku, HasilBaca, KolomSasaran, Tabel
from terukur.inti.kesalahan import AturanDilanggar
from terukur.organisasi import actions, rules
from terukur.organisasi.choices import JenisOPD, JenisUnit, TingkatWilayah
from terukur.organisasi.importers import tebak
from terukur.organisasi.importers.baris import (
    Baris,
    SelSalah,
    baca_baris,
    galat,
    periksa_ganda,
    pilihan,
    tanggal,
    teks,
)
from terukur.organisasi.models import OPDVersi, UnitVersi, Wilayah

SASARAN_OPD = (
    KolomSasaran("kode", ("kode -induk -unit", "kode opd|skpd|perangkat -unit"), wajib=True),
    KolomSasaran("nama", ("nama -unit", "nama opd|skpd|perangkat"), wajib=True),
    KolomSasaran("singkatan", ("singkatan",)),
    KolomSasaran("jenis", ("jenis",)),
    KolomSasaran("sejak", ("berlaku sejak|mulai", "tmt")),
    KolomSasaran("dasar", ("dasar hukum", "dasar")),
)
SASARAN_UNIT = (
    KolomSasaran("kode", ("kode -opd -skpd", "kode unit"), wajib=True),
    KolomSasaran("nama", ("nama -opd -skpd", "nama unit"), wajib=True),
    KolomSasaran("kode_opd", ("kode opd",)),
    KolomSasaran("jenis", ("jenis",)),
    KolomSasaran("sejak", ("berlaku sejak|mulai", "tmt")),
    KolomSasaran("dasar", ("dasar hukum", "dasar")),
)
SASARAN_WILAYAH = (
    KolomSasaran("kode", ("kode -induk", "kode wilayah"), wajib=True),
    KolomSasaran("nama", ("nama",), wajib=True),
    KolomSasaran("tingkat", ("tingkat",)),
)


def _kode(tabel: Tabel, sel: Sequence[Any]) -> str:
    kode = teks(tabel, sel, "kode", wajib="Kode")
    try:
        rules.periksa_kode(kode)
    except AturanDilanggar as tolak:
        raise SelSalah("kode", tolak.pesan) from None
    return kode


def _urai(tabel: Tabel, sel: Sequence[Any], jenis: Sequence[tuple[Any, Any]]) -> dict[str, Any]:
    return {
        "kode": _kode(tabel, sel),
        "nama": teks(tabel, sel, "nama", wajib="Nama"),
        "singkatan": teks(tabel, sel, "singkatan", panjang=40),
        "jenis": pilihan(tabel, sel, "jenis", jenis),
        "sejak": tanggal(tabel, sel, "sejak"),
        "dasar": teks(tabel, sel, "dasar"),
    }


def baca_opd(buku: Buku) -> HasilBaca:
    """Rows of OPD; kind and short name are proposed from the name where the columns lack."""
    hasil = baca_baris("opd", buku, SASARAN_OPD, lambda t, s: _urai(t, s, JenisOPD.choices))
    periksa_ganda(hasil, lambda b: b.isi["kode"], "Kode")
    return hasil


def baca_unit(buku: Buku) -> HasilBaca:
    """Rows of units; where the file lacks them, OPD and kind follow from code and name."""

    def urai(tabel: Tabel, sel: Sequence[Any]) -> dict[str, Any]:
        return _urai(tabel, sel, JenisUnit.choices) | {"kode_opd": teks(tabel, sel, "kode_opd", panjang=22)}

    hasil = baca_baris("unit", buku, SASARAN_UNIT, urai)
    periksa_ganda(hasil, lambda b: b.isi["kode"], "Kode")
    return hasil


def _versi_per_kode(model: Any, kode: set[str]) -> dict[str, list[Any]]:
    per_kode: dict[str, list[Any]] = defaultdict(list)
    fk = ("opd",) if model is OPDVersi else ("unit", "opd")
    for v in (
        model.objects.diketahui(None)
        .filter(kode__in=kode)
        .select_related(*fk)
        .order_by("berlaku_sejak", "pk")
    ):
        per_kode[v.kode].append(v)
    return per_kode


def _yang_berlaku(versi: list[Any], hari: dt.date) -> Any:
    return next(
        (
            v
            for v in versi
            if v.berlaku_sejak <= hari and (v.berlaku_sampai is None or hari <= v.berlaku_sampai)
        ),
        None,
    )


def _dikode(versi: list[Any], opd_id: Any) -> bool:
    """Has the OPD ever had the code of these versions?"""
    return any(v.opd_id == opd_id for v in versi)


def rencana_opd(hasil: HasilBaca, hari: dt.date) -> None:
    """Compare with the stored OPD of the same code on the day each row begins."""
    tersimpan = _versi_per_kode(OPDVersi, {b.isi["kode"] for b in hasil.baris})
    for b in hasil.baris:
        isi = b.isi
        sejak = isi["sejak"] or hari
        semua = tersimpan.get(isi["kode"], [])
        lama = _yang_berlaku(semua, sejak)
        if lama is None and any(v.berlaku_sejak > sejak for v in semua):
            galat(
                hasil,
                b,
                "kode_kelak",
                f"Kode {isi['kode']} sudah dipakai {semua[-1].nama} sesudah tanggal itu.",
            )
            continue
        nilai = {
            "kode": isi["kode"],
            "nama": isi["nama"],
            "singkatan": isi["singkatan"] or (lama.singkatan if lama else tebak.singkatan(isi["nama"])),
            "jenis": isi["jenis"] or (lama.jenis if lama else tebak.jenis_opd(isi["nama"])),
            "dasar": isi["dasar"] or (lama.dasar if lama else ""),
            "sejak": sejak,
        }
        if lama is None:
            b.baru(lambda oleh, pada, n=nilai: actions.catat_opd(**n, oleh=oleh, pada=pada))
            continue
        beda = {k.capitalize(): (getattr(lama, k), nilai[k]) for k in ("nama", "singkatan", "jenis", "dasar")}
        b.tandai(
            lama,
            beda,
            lambda oleh, pada, n=nilai, v=lama: actions.ubah_opd(
                opd=v.opd, induk=v.induk, **n, oleh=oleh, pada=pada
            ),
        )


def rencana_unit(hasil: HasilBaca, hari: dt.date) -> None:
    """Compare with the stored units; a unit whose OPD does not exist is *galat*."""
    kode = {b.isi["kode"] for b in hasil.baris}
    tersimpan = _versi_per_kode(UnitVersi, kode)
    induk = _versi_per_kode(
        OPDVersi, {b.isi["kode_opd"] or rules.kode_induk(b.isi["kode"]) for b in hasil.baris}
    )
    for b in hasil.baris:
        isi = b.isi
        sejak = isi["sejak"] or hari
        semua = tersimpan.get(isi["kode"], [])
        lama = _yang_berlaku(semua, sejak)
        kode_opd = isi["kode_opd"] or rules.kode_induk(isi["kode"])
        versi_opd = _yang_berlaku(induk.get(kode_opd, []), sejak)
        # A unit may keep its code under another OPD: without a word of the file it stays where it is.
        opd = versi_opd.opd if versi_opd else None
        if lama is not None and (not isi["kode_opd"] or _dikode(induk.get(kode_opd, []), lama.opd_id)):
            opd = lama.opd
        if opd is None:
            galat(
                hasil, b, "opd_tidak_ada",
                f"Tidak ada OPD berkode {kode_opd} pada tanggal mulai baris ini; impor OPD lebih dahulu.",
            )  # fmt: skip
            continue
        if lama is None and any(v.berlaku_sejak > sejak for v in semua):
            galat(
                hasil,
                b,
                "kode_kelak",
                f"Kode {isi['kode']} sudah dipakai {semua[-1].nama} sesudah tanggal itu.",
            )
            continue
        nilai = {
            "opd": opd,
            "kode": isi["kode"],
            "nama": isi["nama"],
            "jenis": isi["jenis"] or (lama.jenis if lama else tebak.jenis_unit(isi["nama"], isi["kode"])),
            "dasar": isi["dasar"] or (lama.dasar if lama else ""),
            "sejak": sejak,
        }
        if lama is None:
            b.baru(lambda oleh, pada, n=nilai: actions.catat_unit(**n, oleh=oleh, pada=pada))
            continue
        b.tandai(
            lama,
            {k.capitalize(): (getattr(lama, k), nilai[k]) for k in ("nama", "jenis", "dasar")}
            | {"OPD": (lama.opd.nama, opd.nama)},
            lambda oleh, pada, n=nilai, v=lama: actions.ubah_unit(unit=v.unit, **n, oleh=oleh, pada=pada),
        )


# -- wilayah --------------------------------------------------------------------------------


def _urai_wilayah(tabel: Tabel, sel: Sequence[Any]) -> dict[str, Any]:
    kode = teks(tabel, sel, "kode", wajib="Kode", panjang=13)
    tingkat = pilihan(tabel, sel, "tingkat", TingkatWilayah.choices) or tebak.tingkat_wilayah(kode)
    if not tebak.kode_wilayah_benar(kode, tingkat):
        raise SelSalah("kode", f"Kode “{kode}” tidak sesuai tingkat {TingkatWilayah(tingkat).label}.")
    return {"kode": kode, "nama": teks(tabel, sel, "nama", wajib="Nama", panjang=120), "tingkat": tingkat}


def baca_wilayah(buku: Buku) -> HasilBaca:
    """Rows of regions; level and the region above follow from the code."""
    hasil = baca_baris("wilayah", buku, SASARAN_WILAYAH, _urai_wilayah)
    periksa_ganda(hasil, lambda b: b.isi["kode"], "Kode")
    hasil.baris.sort(key=lambda b: (len(b.isi["kode"]), b.isi["kode"]))
    hasil.baris_per_tingkat = {
        t.value: n for t in TingkatWilayah if (n := sum(b.isi["tingkat"] == t for b in hasil.baris))
    }
    return hasil


def _catat_wilayah(b: Baris) -> Any:
    def lakukan(oleh: Any, pada: dt.datetime) -> object:
        kode_induk = b.isi["kode"].rpartition(".")[0]
        induk = Wilayah.objects.filter(kode=kode_induk).first() if kode_induk else None
        return actions.catat_wilayah(**b.isi, induk=induk, oleh=oleh, pada=pada)

    return lakukan


def rencana_wilayah(hasil: HasilBaca, hari: dt.date) -> None:
    """Compare with the stored regions of the same codes; upper levels come first."""
    tersimpan = {w.kode: w for w in Wilayah.objects.filter(kode__in={b.isi["kode"] for b in hasil.baris})}
    for b in hasil.baris:
        lama = tersimpan.get(b.isi["kode"])
        if lama is None:
            b.baru(_catat_wilayah(b))
        else:
            b.tandai(
                lama,
                {k.capitalize(): (getattr(lama, k), b.isi[k]) for k in ("nama", "tingkat")},
                _catat_wilayah(b),
            )
