"""Webhooks: told out of the journal, signed, delivered to a real receiver, and to no address inside."""

import datetime as dt
import hashlib
import hmac
import http.server
import ipaddress
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from terukur.akun.peran import Peran
from terukur.api import actions, jobs, pengantar
from terukur.api.choices import Peristiwa, StatusKabar
from terukur.api.models import Kabar, Webhook
from terukur.api.rules import boleh_dihubungi
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.actions import catat
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_pengguna

SAAT = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
NANTI = SAAT + dt.timedelta(minutes=1)


class Penerima(http.server.BaseHTTPRequestHandler):
    """Keeps what it gets and answers what the test asks for."""

    diterima: list[tuple[dict[str, str], bytes]]
    jawab = 204

    def do_POST(self) -> None:
        isi = self.rfile.read(int(self.headers["Content-Length"]))
        self.diterima.append((dict(self.headers), isi))
        self.send_response(self.jawab)
        if self.jawab == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def penerima() -> Iterator[tuple[str, type[Penerima]]]:
    kelas = type("P", (Penerima,), {"diterima": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kelas) as server:
        utas = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        utas.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/terukur?x=1", kelas
        server.shutdown()
        utas.join()


@pytest.fixture
def nyata(settings):
    settings.MODE_LATIHAN = False
    settings.TERUKUR_WEBHOOK_JARINGAN = ["127.0.0.0/8"]
    return settings


def daftarkan(alamat: str = "https://dasbor.contoh.go.id/", **lain: Any) -> tuple[Webhook, str]:
    isi = {"nama": "Dasbor", "alamat": alamat, "peristiwa": [Peristiwa.PENGAJUAN_AJUKAN], **lain}
    return actions.buat_webhook(**isi, oleh=SISTEM, pada=SAAT)


def ajukan(nomor: int = 1, *, peristiwa: str = "pengajuan.ajukan", ditolak: bool = False) -> Catatan:
    with transaction.atomic():
        return catat(
            peristiwa=peristiwa, objek="pengajuan", objek_id=nomor, isi={"rahasia": "isi"}, oleh=SISTEM,
            pada=SAAT, ditolak=ditolak,
        )  # fmt: skip


@pytest.mark.django_db
def test_an_act_arrives_signed_and_without_content(nyata, penerima):
    alamat, kelas = penerima
    _, rahasia = daftarkan(alamat)
    ajukan()
    assert actions.edarkan(pada=NANTI) == 1
    kabar = Kabar.objects.get()
    assert ProcrastinateJob.objects.filter(task_name="api.antar").count() == 1
    jobs.antar(kabar_id=str(kabar.pk))
    ((tajuk, isi),) = kelas.diterima
    tanda = hmac.new(rahasia.encode(), tajuk["X-Terukur-Waktu"].encode() + b"." + isi, hashlib.sha256)
    assert tajuk["X-Terukur-Tanda"] == f"sha256={tanda.hexdigest()}"
    assert tajuk["X-Terukur-Kabar"] == str(kabar.pk)
    data = json.loads(isi)
    assert (data["peristiwa"], data["objek"], data["objek_id"]) == ("pengajuan.ajukan", "pengajuan", "1")
    assert b"rahasia" not in isi
    kabar.refresh_from_db()
    assert (kabar.status, kabar.percobaan) == (StatusKabar.TERKIRIM, 1)
    jobs.antar(kabar_id=str(kabar.pk))
    assert len(kelas.diterima) == 1


@pytest.mark.django_db
def test_only_what_was_chosen_once_and_from_then_on(nyata):
    ajukan(1)
    daftarkan()
    ajukan(2)
    ajukan(3, ditolak=True)
    ajukan(4, peristiwa="pengajuan.paraf")
    assert [actions.edarkan(pada=NANTI) for _ in range(2)] == [1, 0]
    assert json.loads(Kabar.objects.get().isi)["objek_id"] == "2"


@pytest.mark.django_db
def test_a_worker_that_was_down_misses_nothing(nyata, monkeypatch):
    monkeypatch.setattr("terukur.api.actions.webhook.SEKALI_EDAR", 3)
    daftarkan()
    for n in range(7):
        ajukan(n)
    assert [actions.edarkan(pada=NANTI) for _ in range(4)] == [2, 3, 2, 0]  # of 8 entries, its own first
    assert sorted(json.loads(k.isi)["objek_id"] for k in Kabar.objects.all()) == list("0123456")


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "alasan"), [(500, "menjawab 500"), (302, "menjawab 302")])
def test_a_failure_is_written_down_and_tried_again(nyata, penerima, status, alasan):
    alamat, kelas = penerima
    kelas.jawab = status
    daftarkan(alamat)
    ajukan()
    actions.edarkan(pada=NANTI)
    kabar = Kabar.objects.get()
    with pytest.raises(pengantar.GagalAntar):
        jobs.antar(kabar_id=str(kabar.pk))
    kabar.refresh_from_db()
    assert kabar.status == StatusKabar.GAGAL
    assert alasan in kabar.alasan
    actions.kirim_ulang(kabar_id=kabar.pk, oleh=SISTEM, pada=NANTI)
    kelas.jawab = 200
    jobs.antar(kabar_id=str(kabar.pk))
    kabar.refresh_from_db()
    assert (kabar.status, kabar.percobaan, len(kelas.diterima)) == (StatusKabar.TERKIRIM, 2, 2)
    with pytest.raises(AturanDilanggar):
        actions.kirim_ulang(kabar_id=kabar.pk, oleh=SISTEM, pada=NANTI)
    assert jobs.ULANGI.max_attempts == 8


@pytest.mark.django_db
def test_an_inside_address_is_never_contacted(nyata, penerima):
    alamat, kelas = penerima
    daftarkan(alamat)
    nyata.TERUKUR_WEBHOOK_JARINGAN = []
    ajukan()
    actions.edarkan(pada=NANTI)
    kabar = Kabar.objects.get()
    with pytest.raises(pengantar.GagalAntar):
        jobs.antar(kabar_id=str(kabar.pk))
    kabar.refresh_from_db()
    assert "di jaringan dalam" in kabar.alasan
    assert kelas.diterima == []


@pytest.mark.parametrize(
    ("ip", "boleh"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("10.20.1.2", True), ("127.0.0.1", False),
        ("10.0.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False), ("::", False), ("fe80::1", False),
        ("fd00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True), ("ff0e::1", False),
        ("64:ff9b::7f00:1", False), ("64:ff9b::808:808", True), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_which_addresses_may_be_contacted(ip, boleh):
    alamat = ipaddress.ip_address(ip)
    assert boleh_dihubungi(alamat, ["10.20.0.0/16"], aman=True) is boleh
    assert boleh_dihubungi(alamat, ["10.20.0.0/16"], aman=False) is (ip == "10.20.1.2")


def test_a_name_with_one_address_inside_is_refused(monkeypatch, settings):
    settings.TERUKUR_WEBHOOK_JARINGAN = []
    jawaban = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: jawaban)
    with pytest.raises(pengantar.GagalAntar, match="jaringan dalam"):
        pengantar.alamat_ip("dua.contoh.go.id", 443, aman=True)


def test_a_receiver_without_a_valid_certificate_is_not_trusted(nyata, penerima):
    alamat, kelas = penerima
    with pytest.raises(pengantar.GagalAntar, match="tidak terjangkau"):
        pengantar.kirim(alamat.replace("http:", "https:"), b"{}", {})
    assert kelas.diterima == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "alamat", ["http://dasbor.contoh.go.id/", "https://a:b@dasbor.contoh.go.id/", "https://x.contoh.go.id/#a"]
)
def test_an_address_that_leaks_is_refused(alamat, settings):
    settings.TERUKUR_WEBHOOK_JARINGAN = []
    with pytest.raises(AturanDilanggar):
        daftarkan(alamat)


@pytest.mark.django_db
def test_trial_mode_sends_nothing_and_says_so(settings):
    settings.MODE_LATIHAN = True
    daftarkan()
    ajukan()
    actions.edarkan(pada=NANTI)
    assert not ProcrastinateJob.objects.filter(task_name="api.antar").exists()
    klien = Client()
    klien.force_login(buat_pengguna(Peran.ADMIN_SISTEM))
    html = klien.get("/api/webhook/?status=latihan").content.decode()
    assert html.count("Tidak dikirim: mode latihan") == 2
    settings.MODE_LATIHAN = False
    assert actions.antar_kabar(kabar_id=Kabar.objects.get().pk, pada=NANTI)
    assert Kabar.objects.get().status == StatusKabar.LATIHAN


@pytest.mark.django_db
def test_a_stopped_webhook_hears_nothing_more(nyata, penerima):
    alamat, kelas = penerima
    webhook, _ = daftarkan(alamat)
    ajukan(1)
    actions.edarkan(pada=NANTI)
    actions.hentikan_webhook(webhook_id=webhook.pk, oleh=SISTEM, pada=NANTI)
    jobs.antar(kabar_id=str(Kabar.objects.get().pk))
    ajukan(2)
    assert actions.edarkan(pada=NANTI) == 0
    assert kelas.diterima == []
    assert Kabar.objects.get().alasan == "Webhook dihentikan."
    with pytest.raises(AturanDilanggar):
        actions.hentikan_webhook(webhook_id=webhook.pk, oleh=SISTEM, pada=NANTI)


@pytest.mark.django_db
def test_the_secret_is_shown_once_and_stored_nowhere():
    klien = Client()
    klien.force_login(buat_pengguna(Peran.ADMIN_SISTEM))
    isi = {"nama": "Dasbor", "alamat": "https://dasbor.contoh.go.id/", "peristiwa": ["laporan.terbit"]}
    html = klien.post("/api/webhook/baru/", isi).content.decode()
    webhook = Webhook.objects.get()
    rahasia = actions.webhook.rahasia_webhook(webhook.pk)
    assert rahasia in html
    assert rahasia not in klien.get("/api/webhook/").content.decode()
    assert rahasia not in str(list(Webhook.objects.values()))
    assert rahasia.encode() not in bytes(Catatan.objects.get(peristiwa="webhook.buat").baku)
    assert klien.post("/api/webhook/baru/", {**isi, "peristiwa": ["x"]}).status_code == 422
    assert klien.post(f"/api/webhook/{webhook.pk}/hentikan/").status_code == 302
    assert "Dihentikan" in klien.get("/api/webhook/").content.decode()


@pytest.mark.django_db
def test_the_database_guards_messages(nyata):
    webhook, _ = daftarkan()
    ajukan()
    actions.edarkan(pada=NANTI)
    for model, isi in (
        (Kabar, {"status": "terkirim"}),
        (Kabar, {"terkirim_pada": NANTI}),
        (Webhook, {"peristiwa": []}),
        (Webhook, {"dihentikan_oleh": "x"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**isi)
    with pytest.raises(IntegrityError), transaction.atomic():
        Kabar.objects.create(
            webhook=webhook, nomor=Kabar.objects.get().nomor, peristiwa="x", isi="", status="gagal",
            dibuat_pada=NANTI,
        )  # fmt: skip
