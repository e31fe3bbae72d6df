"""The pure part: HTTP of firmware, lines, commands, other brands."""

import datetime as dt
import json
import struct
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.kehadiran.choices import AlasanKarantina, Dialek
from terukur.kehadiran.protokol.acc import peristiwa_biasa, urai_detik
from terukur.kehadiran.protokol.adms import PERINTAH_BOLEH, baca_hasil, jumlah_attlog, tulis_perintah
from terukur.kehadiran.protokol.http import (
    ASING,
    BATAS_BADAN,
    TERLALU_SERING,
    TIDAK_ADA,
    ULANGI,
    PermintaanBuruk,
    baca_kepala,
    galat,
    tulis_jawaban,
)
from terukur.kehadiran.protokol.kenali import kenali
from terukur.kehadiran.protokol.maksud import Jenis, Maksud, NamaDialek
from terukur.kehadiran.protokol.operlog import baca_operlog, saring
from terukur.kehadiran.protokol.rekam import Alasan, BarisBuruk, Muatan, baca_attlog
from terukur.kehadiran.tests.dunia_mesin import pos

JALUR = (
    "/iclock/cdata?SN=A&table=rtlog", "/iclock/cdata?SN=A&table=tabledata&tablename=transaction",
    "/webhook/fingerspot/x", "/hikvision/A", "/iclock/registry?SN=A",
)  # fmt: skip


def maksud(data: bytes) -> Maksud:
    kepala, _, isi = data.partition(b"\r\n\r\n")
    p = baca_kepala(kepala.split(b"\r\n"))
    return kenali(replace(p, isi=isi))


@pytest.mark.parametrize(
    "jalur",
    ["/iclock/cdata", "/iclock/cdata/", "/iclock/cdata.aspx", "/ICLOCK/CData.aspx/", "//iclock//cdata"],
)
def test_a_path_however_it_is_written(jalur: str) -> None:
    m = maksud(f"GET {jalur}?sn=ABC&options=all HTTP/1.0".encode())
    assert (m.jenis, m.nomor_seri) == (Jenis.JABAT, "ABC")


def test_spaces_in_the_address() -> None:
    p = baca_kepala([b"GET /iclock/getrequest?SN=S 1&INFO=Ver 8.0, a b,3 HTTP/1.0"])
    assert p.kueri == {"sn": "S 1", "info": "Ver 8.0, a b,3"}
    assert p.tutup


@pytest.mark.parametrize(
    ("baris", "status"),
    [
        ([b"HTTP/1.1 200 OK"], 400),
        ([b"\x16\x03\x01\x02\x00"], 400),
        ([b"GET /iclock/cdata"], 400),
        ([b"DELETE /iclock/cdata HTTP/1.1"], 400),
        ([b"POST /x HTTP/1.1"], 411),
        ([b"POST /x HTTP/1.1", b"Content-Length: -1"], 400),
        ([b"POST /x HTTP/1.1", b"Content-Length: 1", b"content-length: 2"], 400),
        ([b"POST /x HTTP/1.1", b"Content-Length: %d" % (BATAS_BADAN + 1)], 413),
    ],
)  # fmt: skip
def test_what_is_no_request(baris: list[bytes], status: int) -> None:
    with pytest.raises(PermintaanBuruk) as salah:
        baca_kepala(baris)
    assert salah.value.status == status


def test_no_refusal_looks_like_success() -> None:
    """Firmware takes a record for delivered by status 200 and the letters OK anywhere in the body."""
    tolak = [ASING, ULANGI, TERLALU_SERING, TIDAK_ADA, *(galat(s) for s in (400, 408, 411, 413, 431, 500))]
    for j in tolak:
        assert j.status != 200
        assert b"OK" not in j.isi
        assert j.isi.endswith(b"\n")
        assert j.isi.isupper()


def test_the_form_of_an_answer() -> None:
    utuh = tulis_jawaban(ULANGI, pada=dt.datetime(2026, 11, 1, 7, 0, 5, tzinfo=dt.UTC), tutup=True)
    assert utuh == (
        b"HTTP/1.1 503 Service Unavailable\r\nDate: Sun, 01 Nov 2026 07:00:05 GMT\r\n"
        b"Content-Type: text/plain\r\nContent-Length: 6\r\nConnection: close\r\n\r\nRETRY\n"
    )


@pytest.mark.parametrize(
    ("baris", "alasan"),
    [
        (b"1", "tidak_terbaca"),
        (b"\x1c", "tidak_terbaca"),
        (b"1\t", "tidak_terbaca"),
        (b"1\tkemarin", "tidak_terbaca"),
        (b"1\t2026-10-05 06:58:10\t0\t1\t\r7", "tidak_terbaca"),
        (b"Time=2026-10-05 06:58:10\t\rPIN=7\tPIN=8", "tidak_terbaca"),
        (b"1\t2026-02-30 07:00:00", "jam_rusak"),
        (b"1\t0000-00-00 00:00:00", "jam_rusak"),
        (b"1\t1971--10--29 -23:-27:-54", "jam_rusak"),
        (b"1\t2026-10-05 06:58", "jam_rusak"),
        (b"1 2\t2026-10-05 06:58:10", "tidak_terbaca"),
        (b"1\t2026-10-05 06:58:10\tmasuk", "tidak_terbaca"),
        (b"1\t2026-10-05 06:58:10\t0\t-1", "tidak_terbaca"),
        (b"1\t2026-10-05 06:58:10" + b"\t0" * 11, "tidak_terbaca"),
        ("1\t２０２６-10-05 06:58:10".encode(), "tidak_terbaca"),
        (b"1234567890123456789012345\t2026-10-05 06:58:10", "tidak_terbaca"),
        (b"<b>1</b>\t2026-10-05 06:58:10", "tidak_terbaca"),
        (b"PIN=\tTime=2026-10-05 06:58:10", "tidak_terbaca"),
        (b"Time=2026-10-05 06:58:10", "tidak_terbaca"),
    ],
)  # fmt: skip
def test_a_bad_line_is_kept_beside_the_good_ones(baris: bytes, alasan: str) -> None:
    baik = b"007\t2026-10-05 06:58:10\t0\t1"
    hasil = baca_attlog(baik + b"\n" + baris + b"\n\n" + baik)
    assert [r.pin for r in hasil.rekam] == ["007", "007"]
    assert hasil.buruk == (BarisBuruk(2, baris.strip(b" "), alasan),)  # type: ignore[arg-type]
    assert hasil.jumlah == 3


def test_twelve_columns_nul_bytes_and_no_newline() -> None:
    baris = b"31\t2026-10-05 06:58:10\t1\t15\t0\t0\t0\t0\t36.5\t36.4\t+28800\teyJhIjoxfQ==\0"
    [r] = baca_attlog(baris).rekam
    assert (r.pin, r.waktu, r.tombol, r.cara) == ("31", dt.datetime(2026, 10, 5, 6, 58, 10), 1, 15)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_error(isi: bytes) -> None:
    hasil = baca_attlog(isi)
    assert len(hasil.rekam) + len(hasil.buruk) == hasil.jumlah
    baca_operlog(saring(isi))
    baca_hasil(isi)
    for jalur in JALUR:
        maksud(pos(jalur, isi))
    maksud(pos("/", isi, "request_code: realtime_glog", "dev_id: A"))


def test_reasons_and_dialects_are_those_of_the_models() -> None:
    assert set(get_args(Alasan)) < set(AlasanKarantina.values)
    assert set(get_args(NamaDialek)) == set(Dialek.values) - {Dialek.BERKAS, Dialek.PONSEL}


def test_no_template_passes_the_sieve() -> None:
    isi = (
        b"FACE PIN=1\tTMP=AAA\nBIODATA Pin=2\tTmp=BBB\nuserpic PIN=3\tContent=CCC\nOPLOG 4\t0\n"
        + b"OPLOG "
        + b"D" * 500
    )
    hasil = saring(isi)
    assert not any(x in hasil for x in (b"AAA", b"BBB", b"CCC", b"DDD"))
    assert b"OPLOG 4\t0" in hasil


@pytest.mark.parametrize(
    "tabel", ["BIODATA", "ATTPHOTO", "FACE", "USERPIC", "IDCARD", "FINGERTMP", "apa saja"]
)
def test_bodies_of_templates_are_dropped_unread(tabel: str) -> None:
    m = maksud(pos(f"/iclock/cdata?SN=A&table={tabel}", b"rahasia"))
    assert (m.jenis, m.isi) == (Jenis.BUANG, b"")


@pytest.mark.parametrize("nama", ["biodata", "biophoto", "templatev10", "userpic", "x"])
def test_tables_of_an_acc_device_are_acknowledged_by_their_count(nama: str) -> None:
    m = maksud(pos(f"/iclock/cdata?SN=A&table=tabledata&tablename={nama}&count=7", b"rahasia"))
    assert (m.jenis, m.isi, m.balasan) == (Jenis.BUANG, b"", f"{nama}=7")


def test_transactions_of_an_acc_device() -> None:
    n = ((((26 * 12 + 9) * 31 + 4) * 24 + 6) * 60 + 58) * 60 + 10
    isi = f"transaction cardno=0\tpin=31\tverified=15\tdoorid=1\teventtype=0\tinoutstate=1\ttime_second={n}"
    m = maksud(pos("/iclock/cdata?SN=A&table=tabledata&tablename=transaction&count=1", isi.encode()))
    [r] = m.muatan.rekam
    assert (r.pin, r.waktu, r.tombol, r.cara) == ("31", dt.datetime(2026, 10, 5, 6, 58, 10), 1, 15)
    assert m.balasan == "transaction=1"
    assert urai_detik(0) == dt.datetime(2000, 1, 1)


@pytest.mark.parametrize(
    ("kode", "biasa"),
    [(0, True), (19, True), (20, False), (99, False), (100, False), (200, True), (253, True), (254, False)],
)
def test_which_events_are_entries(kode: int, biasa: bool) -> None:
    assert peristiwa_biasa(kode) is biasa


def test_a_denied_entry_is_none_and_an_alarm_is_an_event() -> None:
    baris = "time=2026-10-05 06:58:10\tpin={}\tevent={}\tinoutstatus=0\tverifytype=1"
    isi = "\r\n".join(baris.format(p, e) for p, e in (("7", 27), ("0", 1), ("7", 102), ("8", 0))).encode()
    m = maksud(pos("/iclock/cdata?SN=A&table=rtlog", isi))
    assert [r.pin for r in m.muatan.rekam] == ["8"]
    assert m.muatan.buruk == ()
    assert [(p.kode, p.gawat) for p in m.peristiwa] == [(102, True)]


@pytest.mark.parametrize(
    ("isi", "boleh"),
    [
        ("CHECK", True), ("LOG", True), ("INFO", True), ("REBOOT", True), ("RELOAD OPTIONS", True),
        ("SET OPTION Delay=15", True),
        ("DATA QUERY ATTLOG StartTime=2026-11-26 00:00:00\tEndTime=2026-11-26 23:59:59", True),
        ("VERIFY SUM ATTLOG StartTime=2026-11-26 00:00:00\tEndTime=2026-11-26 23:59:59", True),
        ("DATA UPDATE USERINFO PIN=12\tName=Siti\tPri=0", True), ("DATA DELETE USERINFO PIN=12", True),
        ("SHELL reboot", False), ("CLEAR DATA", False), ("CLEAR LOG", False), ("DATA DELETE ATTLOG *", False),
        ("SET OPTION ICLOCKSVRURL=http://x", False), ("LOG\nC:9:CLEAR DATA", False), ("CHECK ", False),
        ("DATA UPDATE USERINFO PIN=1\tPasswd=1", False),
    ],
)  # fmt: skip
def test_the_white_list(isi: str, boleh: bool) -> None:
    assert bool(PERINTAH_BOLEH.fullmatch(isi)) is boleh


def test_commands_end_with_a_newline() -> None:
    assert tulis_perintah([(7, "CHECK"), (8, "LOG")]) == b"C:7:CHECK\nC:8:LOG\n"
    assert tulis_perintah([]) == b"OK\n"


@pytest.mark.parametrize("nama", ["AttlogCount", "AttlogSum"])
def test_the_count_of_a_device(nama: str) -> None:
    [h] = baca_hasil(f"ID=5&Return=0&CMD=VERIFY SUM&{nama}=12\n".encode())
    assert jumlah_attlog(h) == 12


def fk(isi: bytes, blob: bytes = b"") -> Maksud:
    badan = struct.pack("<I", len(isi) + 1) + isi + b"\0" + blob
    return maksud(pos("/", badan, "request_code: realtime_glog", "dev_id: A", "trans_id: a;b"))


def test_fk_drops_the_picture_and_never_echoes_what_it_does_not_know() -> None:
    data = {"io_mode": 16777216, "io_time": "20260929080000", "user_id": 7, "verify_mode": 268435456}
    m = fk(json.dumps(data).encode(), struct.pack("<I", 3) + b"jpg")
    [r] = m.muatan.rekam
    assert (r.pin, r.tombol, r.cara) == ("7", 0, 1)
    assert not m.isi.endswith(b"jpg")
    assert m.balasan == ""


@pytest.mark.parametrize(
    "data", [{"user_id": "7"}, {"user_id": "7", "io_time": "20261301000000"}, [], {"io_time": 1}]
)
def test_fk_without_what_counts(data: object) -> None:
    m = fk(json.dumps(data).encode())
    assert m.muatan.rekam == ()
    assert len(m.muatan.buruk) == 1


def hik(sub: int, **lain: object) -> dict[str, object]:
    acara = {"majorEventType": 5, "subEventType": sub, "employeeNoString": "1001", **lain}
    return {
        "eventType": "AccessControllerEvent",
        "dateTime": "2026-11-15T07:03:07+08:00",
        "AccessControllerEvent": acara,
    }


@pytest.mark.parametrize(("sub", "jumlah"), [(75, 1), (38, 1), (1, 1), (21, 0), (22, 0), (76, 0)])
def test_hikvision_events(sub: int, jumlah: int) -> None:
    m = maksud(pos("/hikvision/A", json.dumps(hik(sub)).encode()))
    assert (len(m.muatan.rekam), m.muatan.buruk) == (jumlah, ())


def test_hikvision_multipart_keeps_only_the_words() -> None:
    teks = json.dumps(hik(75, attendanceStatus="checkOut")).encode()
    isi = (
        b"--x\r\nContent-Type: application/json\r\n\r\n"
        + teks
        + b"\r\n--x\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff--x--"
    )
    m = maksud(pos("/hikvision/A", isi, "Content-Type: multipart/form-data; boundary=x"))
    [r] = m.muatan.rekam
    assert m.isi == teks
    assert r.waktu.utcoffset() == dt.timedelta(hours=8)
    assert r.tombol == 1


@pytest.mark.parametrize(
    "data",
    [
        {"type": "attlog", "cloud_id": "A", "data": {"pin": "1", "scan": "2026-02-05 18:58"}},
        {"type": "attlog", "cloud_id": "A"},
    ],
)
def test_a_webhook_that_cannot_be_read_counts_nothing(data: object) -> None:
    m = maksud(pos("/webhook/fingerspot/s", json.dumps(data).encode()))
    assert m.muatan.rekam == ()
    assert len(m.muatan.buruk) == 1


def test_other_messages_of_the_webhook() -> None:
    m = maksud(pos("/webhook/fingerspot/s", b'{"type":"set_time","cloud_id":"A"}'))
    assert m.muatan == Muatan(jumlah=1)


@pytest.mark.parametrize("seri", ["", "A B", "A/B", "A%0aB", "'", "A" * 65])
def test_a_serial_number_that_is_none(seri: str) -> None:
    assert maksud(f"GET /iclock/cdata?SN={seri} HTTP/1.0".encode()).jenis is Jenis.TIDAK_DIKENAL
