"""An OpenAPI description as plain values for a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_KATA = {
    "string": "teks",
    "integer": "bilangan bulat",
    "boolean": "ya/tidak",
    "object": "objek",
    "array": "daftar",
    "null": "null",
}
_FORMAT = {"uuid": "UUID", "date": "tanggal", "date-time": "waktu"}


@dataclass(frozen=True, slots=True)
class Isian:
    """A parameter or field: its name (nested ones with dots), kind in words, and meaning."""

    nama: str
    jenis: str
    uraian: str
    wajib: bool = True


@dataclass(frozen=True, slots=True)
class Operasi:
    nama: str
    kelompok: str
    ringkasan: str
    uraian: str
    alamat: str
    parameter: tuple[Isian, ...]
    isi: tuple[Isian, ...]


@dataclass(frozen=True, slots=True)
class Dokumen:
    uraian: str
    operasi: tuple[Operasi, ...]
    jawaban: tuple[tuple[str, str], ...]


def susun_dokumen(skema: Mapping[str, Any]) -> Dokumen:
    """Read what the page prints out of an OpenAPI 3.1 document."""
    bentuk = skema["components"]["schemas"]
    hasil: list[Operasi] = []
    jawaban: dict[str, str] = {}
    for alamat, metode in skema["paths"].items():
        op = metode["get"]
        isi = op["responses"][200]["content"]["application/json"]["schema"]
        jawaban |= {str(k): v["description"] for k, v in op["responses"].items()}
        hasil.append(
            Operasi(
                nama=op["operationId"],
                kelompok=op["tags"][0],
                ringkasan=op["summary"],
                uraian=op.get("description", ""),
                alamat=alamat,
                parameter=tuple(
                    Isian(p["name"], _jenis(p["schema"], bentuk), _uraian(p["schema"]), p["required"])
                    for p in op["parameters"]
                ),
                isi=tuple(_isian(isi, bentuk, "")),
            )
        )
    return Dokumen(skema["info"]["description"], tuple(hasil), tuple(sorted(jawaban.items())))


def _buka(s: Mapping[str, Any], bentuk: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference."""
    return bentuk[s["$ref"].rsplit("/", 1)[1]] if "$ref" in s else s


def _pilihan(s: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The alternatives of a field without null."""
    return [a for a in s.get("anyOf", [s]) if a.get("type") != "null"]


def _isian(s: Mapping[str, Any], bentuk: Mapping[str, Any], awal: str) -> list[Isian]:
    hasil = []
    for nama, isi in _buka(s, bentuk).get("properties", {}).items():
        hasil.append(Isian(awal + nama, _jenis(isi, bentuk), _uraian(isi)))
        anak = _pilihan(isi)[0]
        daftar = anak.get("type") == "array"
        hasil += _isian(
            anak.get("items", {}) if daftar else anak, bentuk, f"{awal}{nama}{'[]' if daftar else ''}."
        )
    return hasil


def _jenis(s: Mapping[str, Any], bentuk: Mapping[str, Any]) -> str:
    kosong = any(a.get("type") == "null" for a in s.get("anyOf", []))
    kata = []
    for a in _pilihan(s):
        b = _buka(a, bentuk)
        if "pattern" in b and "." in b["pattern"] and b["pattern"].startswith(("^-?[0-9]+", "^[0-9]+")):
            kata.append("teks desimal")
        elif "enum" in b or "const" in b:
            kata.append(" | ".join(b.get("enum", [b.get("const")])))
        else:
            kata.append(_FORMAT.get(b.get("format", ""), _KATA[b.get("type", "object")]))
    return " atau ".join([*kata, *(["null"] if kosong else [])])


def _uraian(s: Mapping[str, Any]) -> str:
    batas = f"{s['minimum']} sampai {s['maximum']}" if "minimum" in s and s.get("maximum", 0) < 10**6 else ""
    bawaan = f"bawaan {s['default']}" if s.get("default") is not None else ""
    return "; ".join(b for b in (s.get("description", ""), batas, bawaan) if b)
