"""Requests of devices, damaged in every way a line, a firmware or an attacker damages them."""

import random
import re

_BARIS = re.compile(
    rb"(?:PIN=)?([0-9A-Za-z][0-9A-Za-z._-]{0,23}) *[\t ] *(?:Time=)?"
    rb"([0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2})(?=[\t \r\n]|$)"
)
_KUNCI = (rb"(?:^|\t) *time *=([^\t\r\n]*)", rb"(?:^|\t) *pin *=([^\t\r\n]*)")
_HURUF = [
    b"\0",
    b"\r",
    b"\n",
    b"\t",
    b" ",
    b"=",
    b"&",
    b"%00",
    b"\xff",
    b"\xf0\x9f\x98\x80",
    b"'",
    b"--",
    b"/../",
]


def _induk(acak: random.Random, seri: str) -> bytes:
    hari = f"2026-{acak.randint(1, 11):02d}-{acak.randint(1, 28):02d}"
    jam = f"{hari} {acak.randint(0, 23):02d}:{acak.randint(0, 59):02d}"
    n = acak.randint(1, 6)
    attlog = "".join(
        f"{acak.randint(1, 999)}\t{jam}:{i:02d}\t{acak.choice([0, 1, 255])}\t1\t0\t0\t0\n" for i in range(n)
    )
    rtlog = f"time={jam}:09\tpin={acak.randint(1, 999)}\tevent=3\tinoutstatus=0\tverifytype=1\r\n"
    hik = '{"eventType":"AccessControllerEvent","AccessControllerEvent":{"majorEventType":5}}'
    oper = f"OPLOG {acak.choice([4, 13, 22])}\t0\t{jam}:00\t0\t0\t0\t0\nFP PIN=1\tTMP=QUJD\n"
    dasar = f"/iclock/cdata?SN={seri}&table="
    jalur, isi = acak.choice(
        [
            (dasar + "ATTLOG&Stamp=9999", attlog), (dasar + "ATTLOG", attlog), (dasar + "rtlog", rtlog),
            (dasar + "OPERLOG&Stamp=1", oper), (dasar + "options", "~DeviceName=X,TransactionCount=4"),
            (dasar + "BIODATA", "BIODATA Pin=1\tTmp=QUJD\n"),
            (dasar + "tabledata&tablename=user&count=1", "user uid=1\tpin=1\tpassword=1\n"),
            (f"/iclock/devicecmd?SN={seri}", "ID=1&Return=0&CMD=DATA\n"),
            (f"/iclock/registry?SN={seri}", "DeviceType=acc"), (f"/hikvision/{seri}", hik),
            ("/webhook/fingerspot/x", '{"type":"attlog","cloud_id":"' + seri + '","data":{"pin":"1"}}'),
            (f"/iclock/getrequest?SN={seri}&INFO=Ver 8.0,3,5,40,10.0.0.5", ""),
            (f"/iclock/cdata?SN={seri}&options=all&pushver=2.4.1", ""),
        ]
    )  # fmt: skip
    badan = isi.encode()
    kepala = f"{'POST' if isi else 'GET'} {jalur} HTTP/1.{acak.randint(0, 1)}\r\n"
    if isi:
        kepala += f"Content-Length: {len(badan)}\r\n"
    return kepala.encode() + b"\r\n" + badan


def _rusak(acak: random.Random, data: bytes) -> bytes:
    n = acak.randrange(len(data) + 1)
    cara = acak.randrange(7)
    if cara == 0:
        return data[:n]
    if cara == 1:
        return data[:n] + acak.choice(_HURUF) + data[n:]
    if cara == 2:
        return data[:n] + bytes([acak.randrange(256)]) + data[n + 1 :]
    if cara == 3:
        m = min(len(data), n + acak.randint(1, 40))
        return data[:n] + data[m:]
    if cara == 4:
        m = min(len(data), n + acak.randint(1, 40))
        return data[:m] + data[n:m] * acak.randint(1, 30) + data[m:]
    if cara == 5:
        return data[:n] + acak.randbytes(acak.randint(1, 60)) + data[n:]
    return data.replace(b"\t", acak.choice(_HURUF), acak.randint(1, 3))


def kabut(acak: random.Random, seri: str) -> bytes:
    """A request, as it should be in one of six cases, else damaged one to three times.

    Damage of the body mostly keeps ``Content-Length`` true, so that it reaches the readers of lines.
    """
    data = _induk(acak, seri)
    for _ in range(acak.choice([0, 1, 1, 1, 2, 3])):
        if acak.random() < 0.7:
            kepala, pisah, isi = data.partition(b"\r\n\r\n")
            isi = _rusak(acak, isi)
            kepala = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(isi), kepala)
            data = kepala + pisah + isi
        else:
            data = _rusak(acak, data)
    return data


def sah_menurut_pembaca_ketat(data: bytes) -> set[tuple[str, str]]:
    """(pin, local time) of all presses that a second, strict reading finds anywhere in a request.

    Written apart from the readers of the listener: a line is a PIN at its very beginning and a time behind
    it, or has both by name. NUL bytes are none. The body may end where ``Content-Length`` says.
    """
    hasil = set()
    panjang, isi = re.search(rb"Content-Length: *(\d{1,7})", data), data.partition(b"\r\n\r\n")[2]
    potong = b"\n" + isi[: int(panjang[1])] if panjang else b""
    for baris in re.split(rb"[\r\n]+", (data + potong).replace(b"\0", b"")):
        if m := _BARIS.match(baris.strip(b" ")):
            hasil.add((m[1].decode(), m[2].decode().replace("T", " ")))
        nilai = [re.search(p, baris, re.IGNORECASE) for p in _KUNCI]
        if all(nilai):
            waktu, pin = (n[1].strip(b" ").decode("ascii", "replace") for n in nilai if n)
            if re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]{0,23}", pin):
                hasil.add((pin, waktu.replace("T", " ")))
    return hasil
