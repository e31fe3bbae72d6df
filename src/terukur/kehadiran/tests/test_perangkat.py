"""Devices: admitted with what they sent before, changed, commanded; PIN; pulls; what each complaint means."""

import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.akun.akses import susun_akses
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kehadiran.actions import mesin as actions
from terukur.kehadiran.actions.pin import PetaPin, akhiri_pin, petakan_pin
from terukur.kehadiran.actions.tarik import mesin_tertarik, tarik
from terukur.kehadiran.actions.terima import layani
from terukur.kehadiran.choices import AsalPindai, Dialek, PutusanKiriman
from terukur.kehadiran.models import (
    AntreanHari,
    BarisKarantina,
    KelompokMesin,
    Kiriman,
    Mesin,
    MesinAsing,
    PeristiwaMesin,
    Pindai,
    PinPegawai,
)
from terukur.kehadiran.protokol.adms import PERINTAH_BOLEH
from terukur.kehadiran.protokol.http import Permintaan, baca_kepala
from terukur.kehadiran.protokol.ulang import _ASAL, dialek_jenis
from terukur.kehadiran.queries import perangkat as queries
from terukur.kehadiran.queries.mesin import keadaan
from terukur.kehadiran.queries.pin import beri_usulan, nama_di_mesin, pin_tanpa_pemilik
from terukur.kehadiran.rules.keluhan import KELUHAN
from terukur.kehadiran.rules.perintah import TAWARAN, tulis_tawaran
from terukur.kehadiran.tarikan import GagalTarik, tanya
from terukur.kehadiran.tests import isian
from terukur.kehadiran.tests.dunia_mesin import PADA, kelompok, petakan, pos
from terukur.kehadiran.tests.factories import buat_staf
from terukur.organisasi.models import Pegawai
from terukur.organisasi.tests.factories import AWAL, buat_opd, buat_pegawai, buat_pengguna

pytestmark = pytest.mark.django_db
PANDUAN = Path(__file__).resolve().parents[4] / "docs/panduan/mesin-absensi.md"
OLEH = {"oleh": SISTEM, "pada": PADA}
HARI = dt.date(2026, 11, 26)


def kirim(data: bytes, *, alamat: str = "10.1.0.7", pada: dt.datetime = PADA) -> int:
    kepala, _, isi = data.partition(b"\r\n\r\n")
    p = baca_kepala(kepala.split(b"\r\n"))
    semua = {n: getattr(p, n) for n in p.__slots__} | {"isi": isi}
    return layani(Permintaan(**semua), alamat=alamat, pada=pada).status


def attlog(seri: str, *baris: tuple[str, str]) -> bytes:
    isi = "".join(f"{pin}\t{waktu}\t0\t1\t0\t0\t0\n" for pin, waktu in baris)
    return pos(f"/iclock/cdata?SN={seri}&table=ATTLOG&Stamp=1", isi.encode())


def daftarkan(seri: str = "B1", **lain: object) -> Mesin:
    isi = {
        "nama": "Mesin uji", "kelompok": kelompok(), "dialek": Dialek.ADMS, "zona": 8, "unit": None,
        "tempat": "", "jaringan": [], "kunci": "", "token": "",
    } | lain  # fmt: skip
    isi.setdefault("opd", buat_opd())
    return actions.daftarkan(nomor_seri=seri, **OLEH, **isi)


def pengelola(opd=None, peran=Peran.ADMIN_OPD):
    pengguna = buat_pengguna(peran, opd=opd)
    pengguna.akses = susun_akses(pengguna, pada=PADA)
    return pengguna


# ---- admission ----


def test_admission_takes_over_what_lay_in_quarantine_once():
    """Bodies overlap, one has a broken line; a resend afterwards adds nothing."""
    pegawai = buat_pegawai()
    petakan("7", pegawai)
    a, b = ("7", "2026-11-26 07:29:00"), ("8", "2026-11-26 07:30:00")
    kirim(attlog("B1", a))
    kirim(attlog("B1", a, b, ("9", "2000-01-01 00:00:09")))
    kirim(pos("/iclock/cdata?SN=B1&table=OPERLOG&Stamp=1", b"OPLOG 21\t1\t2026-11-26 08:00:00\t0\t0\t0\t0\n"))
    assert not Pindai.objects.exists()
    with CaptureQueriesContext(connection) as sedikit:
        mesin = daftarkan()
    assert sorted(Pindai.objects.values_list("pin", "asal")) == [
        ("7", AsalPindai.PUSH),
        ("8", AsalPindai.PUSH),
    ]
    assert set(Kiriman.objects.values_list("putusan", "mesin")) == {(PutusanKiriman.TERSIMPAN, mesin.pk)}
    assert sorted(Kiriman.objects.values_list("jumlah_baru", flat=True)) == [0, 1, 1]
    assert list(BarisKarantina.objects.values_list("alasan", flat=True)) == ["jam_rusak"]
    assert list(PeristiwaMesin.objects.values_list("kode", "gawat")) == [(21, True)]
    assert not MesinAsing.objects.exists()
    assert set(AntreanHari.objects.values_list("pegawai", "tanggal")) == {
        (pegawai.pk, HARI), (pegawai.pk, HARI - dt.timedelta(days=1)),
    }  # fmt: skip
    assert keadaan(Mesin.objects.get(pk=mesin.pk)).pindai_pada is not None
    kirim(attlog("B1", a, b))
    assert Pindai.objects.count() == 2
    for n in range(30):
        kirim(attlog("B2", ("7", f"2026-11-26 09:{n:02d}:00")))
    with CaptureQueriesContext(connection) as banyak:
        daftarkan("B2")
    assert len(banyak) <= len(sedikit)
    assert Pindai.objects.count() == 32


def test_only_bodies_the_device_may_send_are_taken_over():
    kirim(attlog("B1", ("7", "2026-11-26 07:29:00")), alamat="10.9.0.1")
    daftarkan(jaringan=["10.1.0.0/16"])
    assert not Pindai.objects.exists()
    kirim(attlog("B2", ("7", "2026-11-26 07:29:00")))
    daftarkan("B2", dialek=Dialek.FK)
    isi = b'{"type":"attlog","cloud_id":"C1","data":{"pin":"1","scan":"2026-11-26 07:00:00","verify":1}}'
    kirim(pos("/webhook/fingerspot/salah", isi))
    daftarkan("C1", dialek=Dialek.FINGERSPOT, kunci="rahasia")
    assert not Pindai.objects.exists()
    assert Kiriman.objects.filter(putusan=PutusanKiriman.KARANTINA).count() == 3


def test_a_serial_number_is_admitted_once_and_secrets_stay_out_of_the_journal():
    mesin = daftarkan(kunci="rahasia-satu")
    with pytest.raises(AturanDilanggar, match="sudah terdaftar"):
        daftarkan()
    actions.ubah(mesin_id=mesin.pk, kunci="rahasia-dua", token="rahasia-tiga", nama="Mesin lobi", **OLEH)
    actions.ubah(mesin_id=mesin.pk, kunci=None, nama="Mesin lobi", **OLEH)
    isi = " ".join(bytes(c).decode() for c in Catatan.objects.values_list("baku", flat=True))
    assert "Mesin lobi" in isi
    assert "kunci_diganti" in isi
    assert "rahasia-" not in isi
    mesin.refresh_from_db()
    assert (mesin.kunci, mesin.token, mesin.versi) == ("rahasia-dua", "rahasia-tiga", 2)


def test_out_of_use_it_is_refused_and_in_use_again_it_goes_on():
    mesin = daftarkan()
    actions.atur_aktif(mesin_id=mesin.pk, aktif=False, **OLEH)
    assert kirim(attlog("B1", ("7", "2026-11-26 07:29:00"))) == 403
    with pytest.raises(AturanDilanggar):
        actions.atur_aktif(mesin_id=mesin.pk, aktif=False, **OLEH)
    actions.atur_aktif(mesin_id=mesin.pk, aktif=True, **OLEH)
    assert kirim(attlog("B1", ("7", "2026-11-26 07:29:00"))) == 200


def test_networks_are_read_or_refused():
    assert actions.baca_jaringan("10.20.0.0/16; 10.1.2.3,") == ["10.20.0.0/16", "10.1.2.3/32"]
    with pytest.raises(AturanDilanggar, match="bukan alamat jaringan"):
        actions.baca_jaringan("10.20.0.0/99")


def test_another_group_asks_for_the_days_of_both():
    mesin, satu, dua = daftarkan(), buat_pegawai(), buat_pegawai()
    lain = KelompokMesin.objects.create(nama="RSUD")
    petakan("7", satu)
    petakan_pin(kelompok=lain, peta=[PetaPin("7", dua, AWAL)], **OLEH)
    kirim(attlog("B1", ("7", "2026-11-26 07:29:00")))
    AntreanHari.objects.all().delete()
    actions.ubah(mesin_id=mesin.pk, kelompok=lain, **OLEH)
    assert set(AntreanHari.objects.filter(tanggal=HARI).values_list("pegawai", flat=True)) == {
        satu.pk,
        dua.pk,
    }


# ---- PIN ----


def test_a_late_mapping_asks_for_the_days_of_its_scans_by_one_statement():
    daftarkan()
    orang = [buat_pegawai() for _ in range(12)]
    kirim(attlog("B1", *((str(n), f"2026-11-{h:02d} 23:50:00") for n in range(12) for h in (2, 20, 26))))
    peta = [PetaPin(str(n), p, dt.date(2026, 11, 20)) for n, p in enumerate(orang)]
    petakan_pin(kelompok=kelompok(), peta=peta, **OLEH)
    assert AntreanHari.objects.count() == 12 * 4
    assert set(AntreanHari.objects.values_list("tanggal", flat=True)) == {
        dt.date(2026, 11, h) for h in (19, 20, 25, 26)
    }
    AntreanHari.objects.all().delete()
    akhiri_pin(baris=PinPegawai.objects.get(pin="3"), hari_terakhir=dt.date(2026, 11, 22), **OLEH)
    assert set(AntreanHari.objects.values_list("pegawai", "tanggal")) == {
        (orang[3].pk, dt.date(2026, 11, h)) for h in (25, 26)
    }
    assert PinPegawai.objects.diketahui(None).get(pin="3").berlaku_sampai == dt.date(2026, 11, 22)


def test_a_pin_is_one_persons_on_one_day_and_a_wrong_one_is_refused():
    satu, dua = buat_pegawai("Ani Contoh"), buat_pegawai()
    petakan_pin(kelompok=kelompok(), peta=[PetaPin("7", satu, AWAL)], **OLEH)
    lain = {"kelompok": kelompok(), "peta": [PetaPin("7", dua, HARI)], **OLEH}
    with pytest.raises(AturanDilanggar, match="milik Ani Contoh"):
        petakan_pin(terlihat=Pegawai.objects.all(), **lain)
    for orang in (None, Pegawai.objects.filter(pk=dua.pk)):
        with pytest.raises(AturanDilanggar, match="BKPSDM") as tolak:
            petakan_pin(terlihat=orang, **lain)
        assert "Ani" not in tolak.value.pesan, "a name of another OPD is not told"
    with pytest.raises(AturanDilanggar, match="PIN berisi"):
        petakan_pin(kelompok=kelompok(), peta=[PetaPin("7 8", dua, HARI)], **OLEH)
    with pytest.raises(AturanDilanggar, match="dua kali"):
        petakan_pin(kelompok=kelompok(), peta=[PetaPin("9", dua, HARI), PetaPin("9", dua, AWAL)], **OLEH)
    akhiri_pin(baris=PinPegawai.objects.get(), hari_terakhir=HARI - dt.timedelta(days=1), **OLEH)
    petakan_pin(kelompok=kelompok(), peta=[PetaPin("7", dua, HARI), PetaPin("007", satu, HARI)], **OLEH)
    assert PinPegawai.objects.diketahui(None).count() == 3


def test_pin_of_nobody_is_counted_named_and_proposed():
    """Only for the days on which it is nobody's, and only at the reader's devices."""
    opd = buat_opd()
    daftarkan(opd=opd)
    daftarkan("B2", opd=buat_opd())
    ani = buat_staf(opd, "Ani Contoh, S.Kep.")
    buat_staf(buat_opd(), "Ani Contoh")
    petakan("8", buat_pegawai(), sejak=HARI)
    kirim(attlog("B1", *(("7", f"2026-11-26 0{n}:00:00") for n in range(3)), ("8", "2026-11-25 07:00:00"),
                 ("8", "2026-11-26 07:00:00")))  # fmt: skip
    kirim(attlog("B2", ("99", "2026-11-26 07:00:00")))
    user = b"USER PIN=7\tName=ANI CONTOH\tPri=0\tPasswd=123\tCard=\nUSER PIN=8\tName=\n"
    kirim(pos("/iclock/cdata?SN=B1&table=OPERLOG&Stamp=2", user))
    pembaca = pengelola(opd)
    baris = pin_tanpa_pemilik(pembaca, sejak=PADA - dt.timedelta(days=31))
    assert [(b.pin, b.jumlah) for b in baris] == [("7", 3), ("8", 1)]
    beri_usulan(baris, pembaca, pada=PADA)
    assert (baris[0].nama, baris[0].usulan) == ("ANI CONTOH", [ani])
    assert nama_di_mesin(pembaca, {kelompok().pk}) == {(kelompok().pk, "7"): "ANI CONTOH"}
    assert len(pin_tanpa_pemilik(pengelola(peran=Peran.BKPSDM), sejak=PADA - dt.timedelta(days=31))) == 3


# ---- complaints ----


def test_every_complaint_stands_in_the_guide_in_the_same_words():
    isi = " ".join(PANDUAN.read_text().split())
    for k in KELUHAN.values():
        for teks in (k.judul, k.arti, k.tindakan):
            assert teks in isi, teks


def test_each_complaint_appears_when_its_cause_does():
    mesin, opd_lain = daftarkan(), daftarkan("B2", dialek=Dialek.FINGERSPOT, kunci="k", token="t")

    def ada(m: Mesin, pada: dt.datetime = PADA) -> set[str]:
        m = queries.daftar_mesin(pengelola(peran=Peran.BKPSDM)).get(pk=m.pk)
        ukuran = queries.ukuran_mesin([m.pk], pada=pada)[m.pk]
        semua = queries.keluhan_mesin(m, ukuran, queries.karantina_mesin(m), pada=pada)
        return {kode for kode, k in KELUHAN.items() if k in semua}

    assert ada(mesin) == {"belum"}
    kirim(attlog("B1", ("7", "2026-11-27 10:57:00")))
    assert ada(mesin) == {"jam"}, "three minutes late"
    sesaat = PADA + dt.timedelta(minutes=11)
    assert ada(mesin, sesaat) == {"jam", "diam"}
    kirim(attlog("B1", ("x y", "2026-11-27 10:57:00"), ("7", "1970-01-01 00:00:00"),
                 ("7", "2026-11-28 00:00:00")))  # fmt: skip
    kirim(pos("/iclock/cdata?SN=B1&table=OPERLOG&Stamp=1", b"OPLOG 13\t1\t2026-11-26 08:00:00\n"))
    Mesin.objects.filter(pk=mesin.pk).update(jaringan=["10.2.0.0/16"])
    kirim(attlog("B1", ("7", "2026-11-27 10:59:00")))
    Mesin.objects.filter(pk=mesin.pk).update(jaringan=[])
    sandi = "".join(f"{n}\t2026-11-26 08:00:00\t0\t{3 if n % 2 else 1}\n" for n in range(30))
    kirim(pos("/iclock/cdata?SN=B1&table=ATTLOG&Stamp=1", sandi.encode()))
    mesin.perintah.create(isi="CHECK", dibuat_pada=PADA - dt.timedelta(hours=2), dibuat_oleh="sistem")
    mesin.perintah.create(
        isi="VERIFY SUM ATTLOG x", status="selesai", dibuat_pada=PADA, dijawab_pada=PADA,
        dibuat_oleh="sistem", jawaban="AttlogCount=9\nTerukurCount=7\nID=1",
    )  # fmt: skip
    assert ada(mesin) == {
        "jam", "tidak_terbaca", "jam_rusak", "jam_ke_depan", "alarm", "ditolak", "sandi", "perintah",
        "selisih",
    }  # fmt: skip
    kirim(attlog("B1", ("8", "2026-11-27 10:58:00")), alamat="10.1.0.8")
    assert "dua_alamat" in ada(mesin)
    pekan = PADA + dt.timedelta(days=7)
    kirim(pos("/iclock/getrequest?SN=B1", b"").replace(b"POST", b"GET"), pada=pekan)
    assert "tanpa_rekam" in ada(mesin, pekan)
    assert tarik(opd_lain, alamat="x", pada=PADA, tanya=_gagal) == 0
    assert "tarikan" in ada(opd_lain)


def test_figures_of_many_devices_cost_as_much_as_of_one():
    banyak = [daftarkan(f"B{n}").pk for n in range(6)]
    jumlah = []
    for ids in (banyak[:1], banyak):
        with CaptureQueriesContext(connection) as tangkap:
            queries.ukuran_mesin(ids, pada=PADA)
        jumlah.append(len(tangkap))
    assert jumlah == [6, 6]


def test_commands_offered_are_in_the_white_list():
    for kode in TAWARAN:
        assert PERINTAH_BOLEH.fullmatch(tulis_tawaran(kode, HARI))


def test_kinds_of_bodies_tell_how_a_device_speaks():
    assert {j: dialek_jenis(j) for j in ("ATTLOG", "rtlog", "realtime_glog", "hikvision", "webhook", "")} == {
        "ATTLOG": "adms", "rtlog": "acc", "realtime_glog": "fk", "hikvision": "hikvision",
        "webhook": "fingerspot", "": "adms",
    }  # fmt: skip
    assert len(_ASAL) == 9


# ---- pull ----


def _gagal(alamat: str, isi: bytes, token: str) -> bytes:
    raise GagalTarik("token ditolak layanan")


class _Layanan(BaseHTTPRequestHandler):
    """Fingerspot.io as far as get_attlog goes: at most two days, a token, its own numbers of recognition."""

    diminta: list[dict[str, str]]
    rekam: list[tuple[str, str, int, int]]

    def do_POST(self) -> None:
        isi = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.diminta.append(isi)
        sejak, sampai = isi["start_date"], isi["end_date"]
        if self.headers["Authorization"] != "Bearer kunci-uji":
            self.send_error(401)
            return
        luas = dt.date.fromisoformat(sampai) - dt.date.fromisoformat(sejak)
        data = [
            {"pin": p, "scan_date": w, "verify": v, "status_scan": s}
            for p, w, v, s in self.rekam if sejak <= w[:10] <= sampai
        ]  # fmt: skip
        jawab = json.dumps({"success": luas.days < 2, "trans_id": isi["trans_id"], "data": data}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(jawab)))
        self.end_headers()
        self.wfile.write(jawab)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def layanan():
    _Layanan.diminta, _Layanan.rekam = [], []
    peladen = HTTPServer(("127.0.0.1", 0), _Layanan)
    utas = threading.Thread(target=peladen.serve_forever, daemon=True)
    utas.start()
    yield f"http://127.0.0.1:{peladen.server_port}/api"
    peladen.shutdown()
    peladen.server_close()
    utas.join()


def test_records_are_pulled_by_two_days_and_only_once(layanan):
    mesin = daftarkan("C99", dialek=Dialek.FINGERSPOT, token="kunci-uji")
    _Layanan.rekam = [
        ("1", "2026-11-05 07:00:01", 4, 0), ("1", "2026-11-27 07:00:00", 2, 1),
        ("", "2026-11-27 07:00:00", 1, 0),
    ]  # fmt: skip
    assert mesin_tertarik() == [mesin]
    assert tarik(mesin_tertarik()[0], alamat=layanan, pada=PADA) == 2
    assert len(_Layanan.diminta) == 16
    assert _Layanan.diminta[0]["start_date"] == "2026-10-28"
    assert sorted(Pindai.objects.values_list("cara", "tombol", "asal")) == [
        (3, 1, AsalPindai.TARIK), (15, 0, AsalPindai.TARIK),
    ]  # fmt: skip
    assert BarisKarantina.objects.get().alasan == "tidak_terbaca"
    _Layanan.rekam.append(("2", "2026-11-27 10:00:00", 1, 0))
    assert tarik(mesin_tertarik()[0], alamat=layanan, pada=PADA) == 1
    assert len(_Layanan.diminta) == 17
    assert {(d["start_date"], d["end_date"]) for d in _Layanan.diminta[16:]} == {("2026-11-26", "2026-11-27")}


def test_a_refused_token_is_said_and_nothing_is_lost(layanan):
    mesin = daftarkan("C99", dialek=Dialek.FINGERSPOT, token="salah")
    assert tarik(mesin, alamat=layanan, pada=PADA) == 0
    assert keadaan(mesin_tertarik()[0]).galat_tarik == "token ditolak layanan"
    with pytest.raises(GagalTarik, match="tidak terjangkau"):
        tanya("http://127.0.0.1:9/api/get_attlog", b"{}", "t")


def test_the_clock_of_a_device_over_time_is_read_off_its_live_presses():
    """Median by day; what came as a backlog or by USB says nothing about the clock."""
    mesin = isian.buat_mesin(buat_opd(), KelompokMesin.objects.create(nama="Jam"), 77)
    detik = (-9, 130, 131)
    isian.rekam(*((mesin, str(n), isian.USAI - dt.timedelta(seconds=s)) for n, s in enumerate(detik)))
    Kiriman.objects.update(jumlah_baru=3)
    assert queries.beda_harian(mesin, isian.USAI) == [(dt.date(2026, 11, 5), 3, 130)]
    Kiriman.objects.update(jumlah_baru=6)
    assert queries.beda_harian(mesin, isian.USAI) == []
