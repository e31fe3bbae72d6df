"""What a name or a code tells where a workbook has no column for it. Only a first proposal."""

import re

from terukur.organisasi.choices import JenisOPD, JenisUnit, TingkatWilayah

_JENIS_OPD = (
    (r"^sekretariat daerah", JenisOPD.SEKRETARIAT_DAERAH),
    (r"^sekretariat (dprd|dewan)", JenisOPD.SEKRETARIAT_DPRD),
    (r"^inspektorat", JenisOPD.INSPEKTORAT),
    (r"^satuan polisi|^satpol", JenisOPD.SATUAN),
    (r"^(rsud|rumah sakit)", JenisOPD.RSUD),
    (r"^(kecamatan|distrik|kantor camat)", JenisOPD.KECAMATAN),
    (r"^dinas", JenisOPD.DINAS),
    (r"^badan", JenisOPD.BADAN),
)
_JENIS_UNIT = (
    (r"\bpuskesmas\b", JenisUnit.PUSKESMAS),
    (r"^(uptd )?(rsud|rumah sakit umum)", JenisUnit.RSUD),
    (r"^kelurahan", JenisUnit.KELURAHAN),
    (r"^bagian", JenisUnit.BAGIAN),
    (r"^(smp|smpn|sd|sdn|tk|tkn|paud|skb|sma|smk)\b", JenisUnit.SEKOLAH),
    (r"^bidang", JenisUnit.BIDANG),
    (r"\b(uptd|upt|upt\.|laboratorium|gudang farmasi|labkesda|balai)\b", JenisUnit.UPTD),
)


def jenis_opd(nama: str) -> str:
    """Kind of an OPD by the beginning of its name."""
    rapi = nama.strip().lower()
    return next((j for pola, j in _JENIS_OPD if re.search(pola, rapi)), JenisOPD.LAINNYA)


def jenis_unit(nama: str, kode: str) -> str:
    """Kind of a unit by its name; unit number 0000 is the OPD itself."""
    if kode.endswith(".0000"):
        return JenisUnit.INDUK
    rapi = nama.strip().lower()
    return next((j for pola, j in _JENIS_UNIT if re.search(pola, rapi)), JenisUnit.LAINNYA)


def singkatan(nama: str) -> str:
    """A short name for lists: kecamatan keep theirs, others take the initials of their words."""
    if jenis_opd(nama) == JenisOPD.KECAMATAN or len(nama) <= 20:
        return nama[:40]
    kata = [
        k for k in re.findall(r"[A-Za-z]+", nama) if k.lower() not in {"dan", "dengan", "serta", "dan/atau"}
    ]
    return "".join(k[0].upper() for k in kata)[:40]


def tingkat_wilayah(kode: str) -> str:
    """Level by the official code; the last four digits of a kelurahan begin with 1."""
    match len(kode):
        case 2:
            return TingkatWilayah.PROVINSI
        case 5:
            return TingkatWilayah.KABKOTA
        case 8:
            return TingkatWilayah.KECAMATAN
        case 13 if kode[9] == "1":
            return TingkatWilayah.KELURAHAN
        case _:
            return TingkatWilayah.DESA


def kode_wilayah_benar(kode: str, tingkat: str) -> bool:
    """Does the code have the form of its level?"""
    ruas = {"provinsi": 1, "kabkota": 2, "kecamatan": 3}.get(tingkat, 4)
    pola = r"\d{2}" + r"\.\d{2}" * (min(ruas, 3) - 1) + (r"\.\d{4}" if ruas == 4 else "")
    return re.fullmatch(pola, kode) is not None
