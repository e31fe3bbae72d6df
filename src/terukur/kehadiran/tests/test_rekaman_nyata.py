"""Every capture of /shared/data/absensi/captures, sent as bytes inside the request it belongs to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from terukur.kehadiran.choices import Dialek, PutusanKiriman
from terukur.kehadiran.models import (
    BarisKarantina,
    KeadaanMesin,
    Kiriman,
    MesinAsing,
    PerintahMesin,
    PeristiwaMesin,
    Pindai,
)
from terukur.kehadiran.rules.terima import zona
from terukur.kehadiran.tests.dunia_mesin import ASING, ambil, bicara, buat_mesin, jawaban, pos

pytestmark = pytest.mark.django_db
DataUji = Callable[[str], Path]
P = PutusanKiriman
SESI = "5" * 32


@dataclass(frozen=True)
class Kasus:
    """``minta`` makes the request out of the file. ``jawab``: the exact answer. ``pindai``: (pin, local
    time, tombol, cara). ``putusan``: of the stored body, None where none is stored."""

    berkas: str
    seri: str
    minta: Callable[[bytes], bytes]
    jawab: bytes
    putusan: P | None = None
    pindai: Sequence[tuple[str, str, int, int]] = ()
    karantina: Sequence[str] = ()
    peristiwa: Sequence[tuple[int, bool]] = ()
    dialek: str = Dialek.ADMS
    mesin: dict[str, Any] = field(default_factory=dict)
    keadaan: dict[str, Any] = field(default_factory=dict)
    dikenal: bool = True
    kelak: dict[str, Any] = field(default_factory=dict)


def jabat(
    seri: str, *, zona: int = 8, flag: str = "TransFlag=TransData AttLog\tOpLog", sandi: str = "None"
) -> bytes:
    baris = [
        f"GET OPTION FROM: {seri}", "Stamp=0", "OpStamp=0", "PhotoStamp=0", "ATTLOGStamp=0", "OPERLOGStamp=0",
        "ATTPHOTOStamp=0", "ErrorDelay=60", "Delay=15", "TransTimes=00:00;14:05", "TransInterval=1", flag,
        f"TimeZone={zona}", "Realtime=1", f"Encrypt={sandi}", "ServerVer=2.4.1 2026-11-01",
        "PushProtVer=2.4.1", "SupportPing=1", "",
    ]  # fmt: skip
    return "\n".join(baris).encode()


SETELAN = (
    f"registry=ok\nRegistryCode={SESI}\nServerVersion=3.1.2\nServerName=ADMS\nPushProtVer=3.1.2\nErrorDelay=60\n"
    "RequestDelay=15\nTransTimes=00:00;14:05\nTransInterval=1\nTransTables=User Transaction\nRealtime=1\n"
    f"SessionID={SESI}\nTimeoutSec=10\n"
).encode()


def apa_adanya(isi: bytes) -> bytes:
    return isi


def ke(jalur: str, *tajuk: str) -> Callable[[bytes], bytes]:
    return lambda isi: pos(jalur, isi, *tajuk)


def attlog(seri: str) -> Callable[[bytes], bytes]:
    return ke(f"/iclock/cdata?SN={seri}&table=ATTLOG&Stamp=9999")


def acc(seri: str, tabel: str = "rtlog") -> Callable[[bytes], bytes]:
    return ke(f"/iclock/cdata?SN={seri}&table={tabel}")


KASUS = [
    Kasus(
        "01_handshake_response.http", "0316144680030", apa_adanya,
        jawaban(b"BAD REQUEST\n", b"400 Bad Request"),
    ),
    Kasus(
        "01_handshake_zmm_att_pushver2.2.14.http", "0316144680030", apa_adanya,
        jawaban(jabat("0316144680030", zona=7, sandi="0")),
        mesin={"zona": 7, "kunci": "4a9594af164f2b9779b59e8554b5df26"},
    ),
    Kasus(
        "02_handshake_x2008_aspx.http", "BJ2C230860354", apa_adanya,
        jawaban(jabat("BJ2C230860354"), tutup=False),
    ),
    Kasus(
        "03_handshake_old_fw_http10.http", "OLD0000000001", apa_adanya,
        jawaban(jabat("OLD0000000001", flag="TransFlag=1100000000", sandi="0")),
    ),
    Kasus(
        "04_handshake_acc_push3.http", "NYU7251601501", apa_adanya, jawaban(b"OK\n", tutup=False),
        dialek=Dialek.ACC,
    ),
    Kasus(
        "05_registry_body_senseface2a.txt", "NYU7251601501", ke("/iclock/registry?SN=NYU7251601501"),
        jawaban(f"RegistryCode={SESI}\n".encode()), P.TERSIMPAN, dialek=Dialek.ACC, keadaan={"sesi": SESI},
        kelak={"perangkat": "SenseFace 2A ZAM70-NF24HA-Ver3.0.15"},
    ),
    Kasus(
        "06_registry_body_bioface_a1.txt", "BIOFACE1", ke("/iclock/registry/?SN=BIOFACE1"),
        jawaban(f"RegistryCode={SESI}\n".encode()), P.TERSIMPAN, dialek=Dialek.ACC, keadaan={"sesi": SESI},
        kelak={"perangkat": "BioFace A1 Ver 8.0.1.3-20151229"},
    ),
    Kasus(
        "07_rtlog_senseface2a.txt", "NYU7251601501", acc("NYU7251601501"), jawaban(b"OK: 1\n"), P.TERSIMPAN,
        [("445966", "2026-09-09 12:09:10", 0, 1)], dialek=Dialek.ACC,
    ),
    Kasus(
        "08_rtlog_door_event.txt", "NYU7251601501", acc("NYU7251601501", "rtstate"), jawaban(b"OK\n"),
        dialek=Dialek.ACC,
    ),
    Kasus(
        "09_rtlog_broken_clock.txt", "NYU7251601501", acc("NYU7251601501"), jawaban(b"OK: 1\n"), P.TERSIMPAN,
        karantina=["jam_rusak"], dialek=Dialek.ACC,
    ),
    Kasus(
        "10_attlog_zam230.txt", "WCF3254200047", attlog("WCF3254200047"), jawaban(b"OK: 1\n"), P.TERSIMPAN,
        [("1", "2026-08-16 19:50:49", 0, 15)], kelak={"cap": {"ATTLOG": "9999"}},
    ),
    Kasus(
        "11_attlog_zlm60.txt", "CJXK205060099", attlog("CJXK205060099"), jawaban(b"OK: 1\n"), P.TERSIMPAN,
        [("17", "2026-08-06 09:15:04", 0, 1)],
    ),
    Kasus(
        "12_attlog_7col_two.txt", "MB10VL", attlog("MB10VL"), jawaban(b"OK: 2\n"), P.TERSIMPAN,
        [("31", "2026-10-05 06:58:10", 0, 1), ("31", "2026-10-05 19:02:40", 1, 1)],
    ),
    Kasus(
        "13_attlog_short_spaces_crlf_garbage.txt", "CJXK205060099", attlog("CJXK205060099"),
        jawaban(b"OK: 5\n"), P.TERSIMPAN,
        [("007", "2026-08-06 09:16:00", 255, 1), ("17", "2026-08-06 09:15:04", 255, 0)],
        karantina=["tidak_terbaca", "tidak_terbaca"],
    ),
    Kasus(
        "14_attlog_acc_keyvalue.txt", "NYU7251601501", attlog("NYU7251601501"), jawaban(b"OK: 1\n"),
        P.TERSIMPAN, [("42", "2026-10-04 08:15:00", 0, 2)], dialek=Dialek.ACC,
    ),
    Kasus(
        "15_operlog_mixed.txt", "SPEEDFACE1", ke("/iclock/cdata?SN=SPEEDFACE1&table=OPERLOG&OpStamp=77"),
        jawaban(b"OK: 4\n"), P.TERSIMPAN, peristiwa=[(4, False), (13, True)],
        kelak={"cap": {"OPERLOG": "77"}},
    ),
    Kasus(
        "16_operlog_pin_double_equal.txt", "SPEEDFACE1",
        ke("/iclock/cdata?SN=SPEEDFACE1&table=OPERLOG&Stamp=78"), jawaban(b"OK: 1\n"), P.TERSIMPAN,
    ),
    *(
        Kasus(
            nama, "SPEEDFACE1", ke("/iclock/devicecmd?SN=SPEEDFACE1"), jawaban(b"OK\n"), P.TERSIMPAN,
            kelak=kelak,
        )
        for nama, kelak in (
            ("17_devicecmd_amp.txt", {}),
            ("18_devicecmd_batch.txt", {}),
            (
                "19_devicecmd_info_v5l.txt",
                {"perangkat": "SpeedFace-V5L ZAM180-NF50VA-Ver3.4.9", "jumlah_di_mesin": 0},
            ),
            ("20_devicecmd_shell_multiline.txt", {}),
        )
    ),
    Kasus(
        "21_getrequest_info.http", "0316144680030", apa_adanya, jawaban(b"OK\n"),
        kelak={"perangkat": "Ver 2.0.12-20150625", "jumlah_di_mesin": 0},
    ),
    Kasus(
        "22_getrequest_info_unescaped.http", "SNADMS1", apa_adanya, jawaban(b"OK\n"),
        kelak={"perangkat": "Ver 8.0.4.7-20230116", "jumlah_di_mesin": 40},
    ),
    Kasus("23_ping_token.http", "3383154200002", apa_adanya, jawaban(b"OK\n", tutup=False)),
    Kasus(
        "24_tabledata_user_bioface_a1.txt", "BIOFACE1",
        ke("/iclock/cdata?SN=BIOFACE1&table=tabledata&tablename=user&count=3"), jawaban(b"user=3\n"),
        P.DIABAIKAN, dialek=Dialek.ACC,
    ),
    *(
        Kasus(
            nama, "SPEEDFACE1", ke(f"/iclock/cdata.aspx?SN=SPEEDFACE1&table={tabel}"), jawaban(b"OK\n"),
            P.TERSIMPAN, kelak=kelak,
        )
        for nama, tabel, kelak in (
            ("25_options_v5l.txt", "options", {"perangkat": "SpeedFace-V5L ZAM180-NF50VA-Ver3.4.9"}),
            ("26_options_senseface2a.txt", "OPTIONS", {"jumlah_di_mesin": 4}),
        )
    ),
    # A file for a stick, uploaded on a page: no device request carries it.
    Kasus("27_attlog_dat_usb.dat", "USB1", ke("/1_attlog.dat"), jawaban(b"NOT FOUND\n", b"404 Not Found")),
    Kasus(
        "28_fingerspot_webhook.json", "S118000033", ke("/webhook/fingerspot/rahasia-panjang"),
        jawaban(b"OK: 1\n"), P.TERSIMPAN, [("0004", "2026-02-05 18:58:46", 0, 15)], dialek=Dialek.FINGERSPOT,
        mesin={"kunci": "rahasia-panjang"},
    ),
    Kasus(
        "29_fk_realtime_glog.bin", "FKREVO1",
        ke("/", "request_code: realtime_glog", "dev_id: FKREVO1", "trans_id: RTLogSendAction", "blk_no: 0"),
        jawaban(b"\n", tajuk=b"response_code: OK\r\ntrans_id: RTLogSendAction\r\n"), P.TERSIMPAN,
        [("13", "2026-03-31 18:03:26", 1, 1)], dialek=Dialek.FK,
    ),
    # The same words without the frame: kept, not counted.
    Kasus(
        "29_fk_realtime_glog.json", "FKREVO1", ke("/", "request_code: realtime_glog", "dev_id: FKREVO1"),
        jawaban(b"\n", tajuk=b"response_code: OK\r\n"), P.TERSIMPAN, karantina=["tidak_terbaca"],
        dialek=Dialek.FK,
    ),
    Kasus(
        "30_hikvision_event.json", "DS-K1T",
        ke("/hikvision/DS-K1T/kunci-hik", "Content-Type: application/json"),
        jawaban(b"OK: 1\n"), P.TERSIMPAN, [("1001", "2024-11-15 21:03:07", 0, 15)], dialek=Dialek.HIKVISION,
        mesin={"kunci": "kunci-hik"},
    ),
]  # fmt: skip


@pytest.mark.parametrize("k", KASUS, ids=lambda k: k.berkas)
def test_a_capture_from_its_own_device(k: Kasus, data_uji: DataUji) -> None:
    mesin = buat_mesin(k.seri, k.dialek, **k.mesin)
    if k.keadaan:
        KeadaanMesin.objects.create(mesin=mesin, **k.keadaan)
    isi = data_uji(f"absensi/captures/{k.berkas}").read_bytes()
    assert bicara(k.minta(isi)) == [k.jawab]
    ada = [
        (p.pin, f"{p.waktu.astimezone(tz=zona(mesin.zona)):%Y-%m-%d %H:%M:%S}", p.tombol, p.cara)
        for p in Pindai.objects.order_by("pin", "waktu")
    ]
    assert ada == list(k.pindai)
    kiriman = list(Kiriman.objects.all())
    assert [x.putusan for x in kiriman] == ([k.putusan] if k.putusan else [])
    assert sorted(BarisKarantina.objects.values_list("alasan", flat=True)) == sorted(k.karantina)
    assert sorted(PeristiwaMesin.objects.values_list("kode", "gawat")) == sorted(k.peristiwa)
    for x in kiriman:
        assert (x.jumlah_baru, x.jumlah_karantina) == (len(k.pindai), len(k.karantina))
        if k.pindai or k.karantina:
            assert bytes(x.isi) == isi, "what was acknowledged is kept as it came"
    if k.kelak:
        kini = KeadaanMesin.objects.get(mesin=mesin)
        assert {n: getattr(kini, n) for n in k.kelak} == k.kelak
    # Sent again as after a broken line: nothing new.
    bicara(k.minta(isi))
    assert Pindai.objects.count() == len(k.pindai)


@pytest.mark.parametrize(
    "k", [k for k in KASUS if k.jawab.startswith(b"HTTP/1.1 200")], ids=lambda k: k.berkas
)
def test_a_capture_from_a_stranger(k: Kasus, data_uji: DataUji) -> None:
    """Bodies go to quarantine once, polls are only counted, nothing is acknowledged."""
    isi = data_uji(f"absensi/captures/{k.berkas}").read_bytes()
    jawab = bicara(k.minta(isi), k.minta(isi))
    tutup = b"Connection: close" in k.jawab
    assert jawab == [ASING if tutup else ASING.replace(b"Connection: close\r\n", b"")] * 2
    assert not Pindai.objects.exists()
    assert not BarisKarantina.objects.exists()
    assert [x.putusan for x in Kiriman.objects.all()] == ([P.KARANTINA] if k.putusan else [])
    assert list(MesinAsing.objects.values_list("nomor_seri", "jumlah")) == [(k.seri, 2)]


def test_the_table_names_every_capture(data_uji: DataUji) -> None:
    folder = data_uji("absensi/captures/README.md").parent
    assert sorted(p.name for p in folder.iterdir() if p.name != "README.md") == sorted(
        {k.berkas for k in KASUS}
    )


def test_templates_and_secrets_are_not_kept(data_uji: DataUji) -> None:
    buat_mesin("SPEEDFACE1")
    isi = data_uji("absensi/captures/15_operlog_mixed.txt").read_bytes()
    bicara(pos("/iclock/cdata?SN=SPEEDFACE1&table=OPERLOG&Stamp=1", isi.replace(b"Passwd=", b"Passwd=4711")))
    simpan = bytes(Kiriman.objects.get().isi)
    assert b"OPLOG 13" in simpan
    assert not [x for x in (b"ocosgdGU", b"4711", b"Card=123") if x in simpan]


def test_our_handshake_says_all_that_the_vendors_says(data_uji: DataUji) -> None:
    contoh = data_uji("absensi/captures/01_handshake_response.http").read_text().partition("\n\n")[2]
    kata = {b.partition("=")[0] for b in contoh.splitlines() if "=" in b}
    kita = {b.partition("=")[0] for b in jabat("X").decode().splitlines()}
    assert kata
    assert kata <= kita


def test_a_registered_acc_device_gets_its_settings(data_uji: DataUji) -> None:
    mesin = buat_mesin("NYU7251601501", Dialek.ACC)
    KeadaanMesin.objects.create(mesin=mesin, sesi=SESI)
    isi = data_uji("absensi/captures/04_handshake_acc_push3.http").read_bytes()
    assert bicara(isi) == [jawaban(SETELAN, tutup=False)]


def test_the_first_registration_makes_a_code_that_stays(data_uji: DataUji) -> None:
    buat_mesin("NYU7251601501", Dialek.ACC)
    isi = data_uji("absensi/captures/05_registry_body_senseface2a.txt").read_bytes()
    satu, dua = bicara(*[pos("/iclock/registry?SN=NYU7251601501", isi)] * 2)
    assert satu == dua
    assert satu.rpartition(b"\r\n\r\n")[2] == f"RegistryCode={KeadaanMesin.objects.get().sesi}\n".encode()
    assert len(KeadaanMesin.objects.get().sesi) == 32


def test_answers_to_commands_reach_their_own(data_uji: DataUji) -> None:
    """Capture 17 answers number 1788912000123; the same number of another device stays open."""
    a, b = buat_mesin("SPEEDFACE1"), buat_mesin("LAIN1")
    for nomor, m in ((1788912000123, a), (1786485203822, b)):
        PerintahMesin.objects.create(
            id=nomor, mesin=m, isi="INFO", dibuat_pada="2026-11-27T00:00Z", dibuat_oleh="u"
        )
    for nama in ("17_devicecmd_amp.txt", "19_devicecmd_info_v5l.txt"):
        bicara(pos("/iclock/devicecmd?SN=SPEEDFACE1", data_uji(f"absensi/captures/{nama}").read_bytes()))
    ada = dict(PerintahMesin.objects.values_list("pk", "status"))
    assert ada == {1788912000123: "selesai", 1786485203822: "menunggu"}


def test_a_stranger_polls(data_uji: DataUji) -> None:
    assert bicara(ambil("/iclock/getrequest?SN=ASING1")) == [ASING]
    assert MesinAsing.objects.get().jumlah == 1
