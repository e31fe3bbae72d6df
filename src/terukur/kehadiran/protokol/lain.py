"""Fingerspot.io's webhook, the FK protocol of Fingerspot Revo, events of Hikvision (absensi.md 2)."""

import datetime as dt
import json
import re
import struct
from collections.abc import Callable
from typing import Any

from terukur.kehadiran.protokol.http import Jawaban, Permintaan
from terukur.kehadiran.protokol.maksud import Jenis, Maksud, NamaDialek
from terukur.kehadiran.protokol.rekam import (
    TANPA_TOMBOL,
    Muatan,
    Rekam,
    TidakTerbaca,
    baca_pin,
    baca_tombol,
    baca_waktu,
    kumpulkan,
)

CARA_FINGERSPOT = {1: 1, 2: 3, 3: 4, 4: 15}
"""Fingerspot's finger, password, card, face -> numbers of ZKTeco, by which all scans are kept."""
CARA_HIKVISION = {75: 15, 38: 1, 1: 4}
"""Minor event -> how recognised. Others are no attendance (21, 22: door; 76: face not known)."""
TOMBOL_HIKVISION = {
    "checkIn": 0, "checkOut": 1, "breakOut": 2, "breakIn": 3, "overtimeIn": 4, "overtimeOut": 5,
}  # fmt: skip
FK_KOSONG = Jawaban(b"\n", tajuk=(("response_code", "ERROR_NO_CMD"),))
PESAN_PALING = 64 * 1024
"""Bytes of one event of these dialects, its pictures left out."""
_FK_AMAN = re.compile(r"[0-9A-Za-z_.-]{1,40}")


def kenali(p: Permintaan) -> Maksud | None:
    """What a request outside ``/iclock`` wants; None for what nobody sends."""
    if p.metode == "GET":
        return None
    if not p.ruas and "request_code" in p.tajuk:
        return _fk(p)
    if p.jalur.startswith("webhook/fingerspot/") and len(p.ruas) == 3:
        return _fingerspot(p)
    if p.jalur.startswith("hikvision/") and len(p.ruas) in (2, 3):
        return _hikvision(p)
    return None


def _satu(
    dialek: NamaDialek, seri: str, tabel: str, isi: bytes, baca: Callable[[int, bytes], Rekam | None],
    kunci: str | None = None, balasan: str = "OK",
) -> Maksud:  # fmt: skip
    muatan = kumpulkan([(1, isi)], baca, PESAN_PALING) if isi.strip() else Muatan()
    return Maksud(Jenis.REKAM, dialek, seri, tabel, isi, muatan, kunci=kunci, balasan=balasan)


def objek(isi: bytes) -> dict[str, Any]:
    """The JSON object in ``isi``. Raises ``TidakTerbaca``."""
    try:
        hasil = json.loads(isi)
    except (ValueError, RecursionError):
        raise TidakTerbaca from None
    if not isinstance(hasil, dict):
        raise TidakTerbaca
    return hasil


def _teks(nilai: Any) -> str:
    """Text or a whole number as text; devices write either."""
    if isinstance(nilai, str) or (isinstance(nilai, int) and not isinstance(nilai, bool)):
        return str(nilai)
    raise TidakTerbaca


def _bulat(nilai: Any) -> int:
    teks = _teks(nilai)
    if not re.fullmatch(r"[0-9]{1,10}", teks):
        raise TidakTerbaca
    return int(teks)


def _fingerspot(p: Permintaan) -> Maksud:
    """``POST /webhook/fingerspot/<secret>``. A time without seconds waits for get_attlog, which has them."""
    try:
        seri = _teks(objek(p.isi).get("cloud_id"))
    except TidakTerbaca:
        seri = ""
    return _satu("fingerspot", seri, "webhook", p.isi, _rekam_fingerspot, p.ruas[2])


def _rekam_fingerspot(nomor: int, isi: bytes) -> Rekam | None:
    pesan = objek(isi)
    if pesan.get("type") != "attlog":
        return None
    data = pesan.get("data")
    if not isinstance(data, dict):
        raise TidakTerbaca
    cara = _bulat(data.get("verify", 0))
    return Rekam(
        nomor, baca_pin(_teks(data.get("pin"))), baca_waktu(_teks(data.get("scan"))),
        baca_tombol(_teks(data.get("status_scan", ""))), CARA_FINGERSPOT.get(cara, 200), isi,
    )  # fmt: skip


def _fk(p: Permintaan) -> Maksud:
    """``request_code``: realtime_glog is a press, receive_cmd a poll; enrolments are dropped unread."""
    kode, seri = p.tajuk["request_code"], p.tajuk.get("dev_id", "")
    trans = p.tajuk.get("trans_id", "")
    balasan = trans if _FK_AMAN.fullmatch(trans) else ""
    if kode == "realtime_glog":
        return _satu("fk", seri, "realtime_glog", tanpa_gambar(p.isi), _rekam_fk, balasan=balasan)
    if kode == "receive_cmd":
        return Maksud(Jenis.AMBIL, "fk", seri)
    if kode == "send_cmd_result":
        return Maksud(Jenis.LAIN, "fk", seri, kode, b"", balasan=balasan)
    return Maksud(Jenis.BUANG, "fk", seri, re.sub(r"[^a-z_]", "", kode)[:20], balasan=balasan)


def tanpa_gambar(isi: bytes) -> bytes:
    """The framed JSON without the blobs behind it: photographs of the face that was seen."""
    if len(isi) >= 4 and 0 < (panjang := struct.unpack("<I", isi[:4])[0]) <= len(isi) - 4:
        return isi[: 4 + panjang]
    return isi[:4096]


def _rekam_fk(nomor: int, isi: bytes) -> Rekam:
    """uint32 LE length, JSON, NUL. io_mode: 1 in, 2 out .. in the highest byte; verify_mode likewise."""
    if len(isi) < 5 or struct.unpack("<I", isi[:4])[0] != len(isi) - 4:
        raise TidakTerbaca
    data = objek(isi[4:].rstrip(b"\0"))
    waktu = _teks(data.get("io_time"))
    if not re.fullmatch(r"[0-9]{14}", waktu):
        raise TidakTerbaca
    waktu = f"{waktu[:4]}-{waktu[4:6]}-{waktu[6:8]} {waktu[8:10]}:{waktu[10:12]}:{waktu[12:]}"
    tombol = _bulat(data.get("io_mode", 0)) >> 24
    cara = _bulat(data.get("verify_mode", 0)) >> 28
    return Rekam(
        nomor, baca_pin(_teks(data.get("user_id"))), baca_waktu(waktu),
        tombol - 1 if 1 <= tombol <= 6 else TANPA_TOMBOL, CARA_FINGERSPOT.get(cara, 200), isi,
    )  # fmt: skip


def jawab_fk(trans: str) -> Jawaban:
    return Jawaban(b"\n", tajuk=(("response_code", "OK"), *((("trans_id", trans),) if trans else ())))


def _hikvision(p: Permintaan) -> Maksud:
    """``POST /hikvision/<serial>[/<secret>]``: JSON, or the JSON part of a multipart; its pictures go."""
    isi = _bagian_json(p.isi) if "multipart" in p.tajuk.get("content-type", "").lower() else p.isi
    kunci = p.ruas[2] if len(p.ruas) == 3 else None
    return _satu("hikvision", p.ruas[1], "hikvision", isi, _rekam_hikvision, kunci)


def _bagian_json(isi: bytes) -> bytes:
    awal = isi.find(b"{")
    if awal < 0:
        return b""
    try:
        _, panjang = json.JSONDecoder().raw_decode(isi[awal:].decode("latin-1"))
    except (ValueError, RecursionError):
        return b"(tidak terbaca)"
    return isi[awal : awal + panjang]


def _rekam_hikvision(nomor: int, isi: bytes) -> Rekam | None:
    pesan = objek(isi)
    acara = pesan.get("AccessControllerEvent")
    if pesan.get("eventType") != "AccessControllerEvent" or not isinstance(acara, dict):
        return None
    if acara.get("majorEventType") != 5 or acara.get("subEventType") not in CARA_HIKVISION:
        return None
    teks = _teks(pesan.get("dateTime"))
    if not re.fullmatch(r"[0-9T:-]{19}(Z|[+-][0-9]{2}:[0-9]{2})", teks):
        raise TidakTerbaca
    baca_waktu(teks[:19])
    return Rekam(
        nomor, baca_pin(_teks(acara.get("employeeNoString"))), dt.datetime.fromisoformat(teks),
        TOMBOL_HIKVISION.get(str(acara.get("attendanceStatus")), TANPA_TOMBOL),
        CARA_HIKVISION[acara["subEventType"]], isi,
    )  # fmt: skip
