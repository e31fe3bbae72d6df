"""The att dialect, PUSH 2.x: requests, answers, commands (absensi.md 1.2 to 1.7)."""

import re
from collections.abc import Iterable, Mapping

from terukur.kehadiran.protokol.http import Permintaan
from terukur.kehadiran.protokol.maksud import HasilPerintah, Jenis, Maksud
from terukur.kehadiran.protokol.operlog import baca_operlog, saring, tanpa_rahasia
from terukur.kehadiran.protokol.rekam import baca_attlog, baris_isi, nilai_kunci

VERSI_PUSH = "2.4.1"
CAP = {"ATTLOG": "ATTLOGStamp", "OPERLOG": "OPERLOGStamp", "ATTPHOTO": "ATTPHOTOStamp"}
"""Cursor of a table -> its name in the handshake."""
_NILAI_CAP = re.compile(r"[0-9]{1,20}")
_KETERANGAN = {"userinfo", "errorlog"}
TUNDA_GALAT, TUNDA = 60, 15
"""Seconds after a failure, and between two polls (allowed: 30 to 300, and 2 to 60)."""

PERINTAH_BOLEH = re.compile(
    r"CHECK|LOG|INFO|REBOOT|RELOAD OPTIONS"
    r"|SET OPTION (?:ErrorDelay|Delay|TransTimes|TransInterval|Realtime|TimeZone|AlarmReRec)=[0-9:;]{1,60}"
    r"|DATA UPDATE USERINFO PIN=[0-9A-Za-z._-]{1,24}(?:\t(?:Name|Pri|Grp|TZ)=[ -~]{0,24})*"
    r"|DATA DELETE USERINFO PIN=[0-9A-Za-z._-]{1,24}"
    r"|(?:DATA QUERY|VERIFY SUM) ATTLOG StartTime=[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}"
    r"\tEndTime=[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}"
)
"""The only commands that are ever sent (absensi.md 1.7): no SHELL, nothing that clears."""


def kenali(p: Permintaan) -> Maksud:
    """What a request to ``/iclock/..`` of either ZKTeco dialect wants, the acc tables left to ``acc``."""
    seri, tabel = p.kueri.get("sn", ""), p.kueri.get("table", "")
    akhir = p.jalur.partition("/")[2]
    if akhir == "cdata" and p.metode == "GET":
        acc = p.kueri.get("devicetype", "").lower() == "acc"
        return Maksud(
            Jenis.JABAT, "acc" if acc else "adms", seri, kunci=p.kueri.get("pushcommkey") or None,
            versi_push=p.kueri.get("pushver", ""),
        )  # fmt: skip
    if akhir == "getrequest":
        return Maksud(Jenis.AMBIL, nomor_seri=seri, keterangan=_info(p.kueri.get("info", "")))
    if akhir == "ping":
        return Maksud(Jenis.DENYUT, nomor_seri=seri)
    if akhir == "fdata":
        return Maksud(Jenis.BUANG, nomor_seri=seri, tabel="ATTPHOTO", balasan="OK")
    if p.metode != "POST":
        return Maksud(Jenis.TIDAK_DIKENAL, nomor_seri=seri)
    if akhir == "devicecmd":
        return Maksud(Jenis.HASIL, nomor_seri=seri, tabel="devicecmd", isi=p.isi, hasil=baca_hasil(p.isi))
    if akhir == "cdata":
        return _tabel(p, seri, tabel)
    return Maksud(Jenis.TIDAK_DIKENAL, nomor_seri=seri)


def _tabel(p: Permintaan, seri: str, tabel: str) -> Maksud:
    nama = tabel.upper()
    if nama == "ATTLOG":
        return Maksud(
            Jenis.REKAM, nomor_seri=seri, tabel=nama, isi=p.isi, muatan=baca_attlog(p.isi),
            cap=_cap(nama, p.kueri.get("stamp")), balasan="OK",
        )  # fmt: skip
    if nama == "OPERLOG":
        isi = saring(p.isi)
        peristiwa, jumlah = baca_operlog(isi)
        return Maksud(
            Jenis.PERISTIWA, nomor_seri=seri, tabel=nama, isi=isi, peristiwa=tuple(peristiwa),
            cap=_cap(nama, p.kueri.get("stamp", p.kueri.get("opstamp"))), balasan=f"OK: {jumlah}",
        )  # fmt: skip
    if nama == "OPTIONS":
        return Maksud(
            Jenis.KETERANGAN, nomor_seri=seri, tabel="options", isi=p.isi, keterangan=baca_opsi(p.isi),
            balasan="OK",
        )  # fmt: skip
    if nama == "ATTPHOTO":
        return Maksud(Jenis.BUANG, nomor_seri=seri, tabel=nama, balasan="OK")
    jumlah = sum(1 for _ in baris_isi(p.isi))
    if nama.lower() in _KETERANGAN:
        return Maksud(
            Jenis.LAIN, nomor_seri=seri, tabel=nama, isi=tanpa_rahasia(p.isi), balasan=f"OK: {jumlah}"
        )
    return Maksud(Jenis.BUANG, nomor_seri=seri, tabel=_singkat(tabel), balasan=f"OK: {jumlah}")


def _singkat(tabel: str) -> str:
    return re.sub(r"[^0-9A-Za-z_]", "", tabel)[:20] or "cdata"


def _cap(nama: str, nilai: str | None) -> tuple[str, str] | None:
    """Only digits are ever echoed to a device (absensi.md 1.4: ICLOCKSVRURL)."""
    return (nama, nilai) if nilai and _NILAI_CAP.fullmatch(nilai) else None


def _info(teks: str) -> dict[str, str]:
    """``INFO=<firmware>,<users>,<fingers>,<logs>,<ip>,..``, spaces unescaped."""
    kolom = teks.split(",")
    if len(kolom) < 4:
        return {}
    return {"fwversion": kolom[0].strip(), "transactioncount": kolom[3].strip()}


def baca_opsi(isi: bytes) -> dict[str, str]:
    """Options separated by commas or lines; names in lower case without the leading ``~``."""
    teks = isi.replace(b"\0", b"").decode("utf-8", "replace")
    return {k.lstrip("~"): v[:200] for k, v in nilai_kunci(re.split(r"[,\r\n]+", teks)).items() if k}


def baca_hasil(isi: bytes) -> tuple[HasilPerintah, ...]:
    """Results of commands: ``ID=..&Return=..&CMD=..`` one per line, or one followed by lines of its own."""
    blok: list[list[str]] = []
    for _, baris in baris_isi(isi):
        teks = baris.decode("utf-8", "replace")
        if teks.upper().startswith("ID="):
            blok.append([])
        if blok:
            blok[-1].append(teks)
    hasil = []
    for satu in blok:
        nilai = nilai_kunci(k for b in satu for k in b.split("&"))
        if re.fullmatch(r"[0-9]{1,16}", nilai.get("id", "")):
            kembali = nilai.get("return", "")
            angka = int(kembali) if re.fullmatch(r"-?[0-9]{1,9}", kembali) else None
            hasil.append(HasilPerintah(int(nilai["id"]), angka, nilai, "\n".join(satu)[:4000]))
    return tuple(hasil)


def jumlah_attlog(hasil: HasilPerintah) -> int | None:
    """How many records the device counted for VERIFY SUM; firmware names the figure in three ways."""
    for nama in ("attlogcount", "attlogsum"):
        if re.fullmatch(r"[0-9]{1,9}", hasil.nilai.get(nama, "")):
            return int(hasil.nilai[nama])
    return None


def tulis_jabat(nomor_seri: str, *, cap: Mapping[str, str], zona: int, versi_push: str) -> bytes:
    """The block of options (absensi.md 1.3). ``zona``: hours east of UTC. Every line ends with a newline."""
    versi = tuple(int(n) for n in re.findall(r"[0-9]{1,4}", versi_push)[:3]) or (2, 2, 14)
    att, oper, foto = (cap.get(t, "0") for t in CAP)
    baris = [
        f"GET OPTION FROM: {nomor_seri}",
        f"Stamp={att}",
        f"OpStamp={oper}",
        f"PhotoStamp={foto}",
        *(f"{nama}={cap.get(tabel, '0')}" for tabel, nama in CAP.items()),
        f"ErrorDelay={TUNDA_GALAT}",
        f"Delay={TUNDA}",
        "TransTimes=00:00;14:05",
        "TransInterval=1",
        "TransFlag=TransData AttLog\tOpLog" if versi >= (2, 2) else "TransFlag=1100000000",
        f"TimeZone={zona}",
        "Realtime=1",
        "Encrypt=None" if versi > (2, 2, 14) else "Encrypt=0",
        f"ServerVer={VERSI_PUSH} 2026-11-01",
        f"PushProtVer={VERSI_PUSH}",
        "SupportPing=1",
    ]
    return "".join(f"{b}\n" for b in baris).encode("ascii")


def tulis_perintah(perintah: Iterable[tuple[int, str]]) -> bytes:
    """``C:<id>:<command>`` lines, or ``OK`` when there is nothing to do."""
    return "".join(f"C:{nomor}:{isi}\n" for nomor, isi in perintah).encode("ascii") or b"OK\n"
