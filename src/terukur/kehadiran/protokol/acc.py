"""The acc dialect, PUSH 3.x: SenseFace, SpeedFace, BioFace as access controllers (absensi.md 1.8)."""

import datetime as dt
import re

from terukur.kehadiran.protokol.adms import baca_opsi
from terukur.kehadiran.protokol.http import Permintaan
from terukur.kehadiran.protokol.maksud import Jenis, Maksud
from terukur.kehadiran.protokol.operlog import Peristiwa, tanpa_rahasia
from terukur.kehadiran.protokol.rekam import (
    JamRusak,
    Rekam,
    TidakTerbaca,
    baca_cara,
    baca_pin,
    baca_tombol,
    baca_waktu,
    baris_isi,
    dari_kunci,
    kumpulkan,
    nilai_kunci,
)

VERSI_PUSH = "3.1.2"


def peristiwa_biasa(kode: int) -> bool:
    """Events that are a granted entry: 0 to 19 and 200 to 253; 20 to 99 was denied, 100 to 199 alarms."""
    return 0 <= kode <= 19 or 200 <= kode <= 253


def kenali(p: Permintaan) -> Maksud | None:
    """What a request wants that only this dialect makes; None for those shared with PUSH 2."""
    seri, tabel = p.kueri.get("sn", ""), p.kueri.get("table", "").lower()
    akhir = p.jalur.partition("/")[2]
    if akhir == "registry" and p.metode == "POST":
        return Maksud(Jenis.DAFTAR, "acc", seri, "registry", _tanpa_kunci(p.isi), keterangan=baca_opsi(p.isi))
    if akhir == "push":
        return Maksud(Jenis.SETELAN, "acc", seri)
    if p.metode != "POST" or akhir not in ("cdata", "querydata"):
        return None
    if tabel == "rtlog":
        muatan, peristiwa = kumpulkan(baris_isi(p.isi), _rtlog), tuple(_alarm(p.isi))
        return Maksud(Jenis.REKAM, "acc", seri, tabel, p.isi, muatan, peristiwa, balasan="OK")
    if tabel == "rtstate":
        return Maksud(Jenis.DENYUT, "acc", seri)
    if tabel == "tabledata" or akhir == "querydata":
        return _tabledata(p, seri)
    return None


def _tanpa_kunci(isi: bytes) -> bytes:
    return re.sub(rb"(?i)(authkey|commkey|password)=[^,\r\n]*", rb"\1=", isi)


def _tabledata(p: Permintaan, seri: str) -> Maksud:
    """``tablename=user&count=3`` must be answered ``user=3``, or it comes again for ever."""
    nama = re.sub(r"[^0-9A-Za-z_]", "", p.kueri.get("tablename", ""))[:20] or "tabledata"
    teks = p.kueri.get("count", "")
    jumlah = int(teks) if re.fullmatch(r"[0-9]{1,6}", teks) else sum(1 for _ in baris_isi(p.isi))
    balasan = f"{nama}={jumlah}"
    if nama.lower() == "transaction":
        muatan = kumpulkan(baris_isi(p.isi), _transaksi)
        return Maksud(Jenis.REKAM, "acc", seri, nama, p.isi, muatan, balasan=balasan)
    if nama.lower() == "user":
        return Maksud(Jenis.LAIN, "acc", seri, nama, tanpa_rahasia(p.isi), balasan=balasan)
    return Maksud(Jenis.BUANG, "acc", seri, nama, balasan=balasan)


def _kode(nilai: dict[str, str], nama: str) -> int:
    teks = nilai.get(nama, "")
    if not (teks.isascii() and teks.isdigit() and len(teks) <= 5):
        raise TidakTerbaca
    return int(teks)


def _rtlog(nomor: int, baris: bytes) -> Rekam | None:
    """A person's granted entry; the door's own events, pin 0 and denials are none."""
    nilai = nilai_kunci(baris.decode("utf-8", "replace").split("\t"))
    if "time" not in nilai:
        raise TidakTerbaca
    if nilai.get("pin", "0") == "0" or not peristiwa_biasa(_kode(nilai, "event")):
        return None
    return dari_kunci(nomor, baris, nilai)


def _alarm(isi: bytes) -> list[Peristiwa]:
    """Alarms of the device (100 to 199): door forced, tamper switch."""
    hasil = []
    for _, baris in baris_isi(isi):
        nilai = nilai_kunci(baris.decode("utf-8", "replace").split("\t"))
        try:
            if 100 <= (kode := _kode(nilai, "event")) <= 199:
                waktu = baca_waktu(nilai.get("time", ""))
                hasil.append(Peristiwa(kode, nilai.get("pin", "")[:24], waktu, "alarm", True))
        except ValueError:
            continue
    return hasil


def _transaksi(nomor: int, baris: bytes) -> Rekam | None:
    """A line of the table ``transaction``: ``transaction pin=..\\tverified=..\\ttime_second=..``."""
    teks = baris.decode("utf-8", "replace")
    nilai = nilai_kunci(teks.removeprefix("transaction ").split("\t"))
    if nilai.get("pin", "0") == "0" or not peristiwa_biasa(_kode(nilai, "eventtype")):
        return None
    detik = nilai.get("time_second", "")
    if not re.fullmatch(r"[0-9]{1,10}", detik):
        raise TidakTerbaca
    return Rekam(
        nomor, baca_pin(nilai["pin"]), urai_detik(int(detik)), baca_tombol(nilai.get("inoutstate", "")),
        baca_cara(nilai.get("verified", "")), baris,
    )  # fmt: skip


def urai_detik(n: int) -> dt.datetime:
    """ZKTeco's packed time: seconds since 2000 in years of 12 months of 31 days. Raises ``JamRusak``."""
    n, detik = divmod(n, 60)
    n, menit = divmod(n, 60)
    n, jam = divmod(n, 24)
    n, hari = divmod(n, 31)
    tahun, bulan = divmod(n, 12)
    try:
        return dt.datetime(2000 + tahun, bulan + 1, hari + 1, jam, menit, detik)  # noqa: DTZ001 - of the device
    except ValueError:
        raise JamRusak from None


def tulis_setelan(sesi: str, *, terdaftar: bool) -> bytes:
    """Settings of a registered device; ``terdaftar``: with the lines of the handshake before them."""
    baris = ["registry=ok", f"RegistryCode={sesi}"] if terdaftar else []
    baris += [
        f"ServerVersion={VERSI_PUSH}",
        "ServerName=ADMS",
        f"PushProtVer={VERSI_PUSH}",
        "ErrorDelay=60",
        "RequestDelay=15",
        "TransTimes=00:00;14:05",
        "TransInterval=1",
        "TransTables=User Transaction",
        "Realtime=1",
        f"SessionID={sesi}",
        "TimeoutSec=10",
    ]
    return "".join(f"{b}\n" for b in baris).encode("ascii")
