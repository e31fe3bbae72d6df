"""A person at an office, over HTTP: fetches forms, sends them, and sends them again when the line breaks."""

import hashlib
import re
import time
from collections.abc import Callable
from html.parser import HTMLParser
from http.client import FORBIDDEN
from typing import Any, NamedTuple
from urllib.parse import urljoin

import requests

from terukur.contoh.akun import KATA_SANDI

NOMOR_TANDA_TERIMA = re.compile(r"\bTT-\d{4}-\d{6}\b")


class Menyerah(Exception):
    """The server did not take the act within the patience of a person."""


class Klien(requests.Session):
    """One login. ``sabar``: seconds in which a broken line or a 5xx is tried again."""

    def __init__(self, alamat: str, *, sabar: float = 90.0) -> None:
        super().__init__()
        self.alamat, self.sabar = alamat, sabar
        self.catatan: list[tuple[str, float]] = []
        """(kind of request, seconds) of every answer, for measuring."""

    def minta(self, metode: str, jalur: str, *, jenis: str = "", **lain: Any) -> requests.Response:
        """One request, repeated as it is while the server is away; the last answer."""
        habis = time.monotonic() + self.sabar
        while True:
            mulai = time.perf_counter()
            try:
                jawaban = self.request(metode, urljoin(self.alamat, jalur), timeout=30, **lain)
                if jawaban.status_code < 500:
                    self.catatan.append((jenis or metode, time.perf_counter() - mulai))
                    return jawaban
                sebab = f"{jawaban.status_code} {jalur}"
                if jawaban.history:  # the act went through; what it led to is asked for again
                    metode, jalur, lain = "GET", jawaban.url, {}
            except requests.RequestException as galat:
                sebab = f"{type(galat).__name__} {jalur}"
            if time.monotonic() > habis:
                raise Menyerah(sebab)
            time.sleep(0.5)

    def formulir(self, jalur: str, *, aksi: str = "") -> dict[str, str]:
        """The page's form as it stands: the one whose action ends in ``aksi``, else the last with a key."""
        return isi_formulir(self.minta("GET", jalur, jenis="halaman").text, aksi)

    def kirim(self, jalur: str, isi: dict[str, Any], *, jenis: str, **lain: Any) -> requests.Response:
        return self.minta(
            "POST", jalur, data=isi, jenis=jenis, headers={"Referer": self.alamat + "/"}, **lain
        )

    def masuk(self, nama: str, sandi: str = KATA_SANDI) -> "Klien":
        """Log in. Where the answer was lost on its way the form is fetched anew, as a person would."""
        for _ in range(3):
            isi = self.formulir("/akun/masuk/")
            jawaban = self.kirim("/akun/masuk/", isi | {"login": nama, "password": sandi}, jenis="masuk")
            if "/akun/masuk/" not in jawaban.url:
                return self
            # Let in, but the page that followed broke, and the form was sent again with its old key:
            # a browser would show that page's error, and reloading it shows it.
            if jawaban.status_code == FORBIDDEN and "/akun/masuk/" not in self.minta("GET", "/beranda/").url:
                return self
            self.cookies.clear()
            if "setengah menit lagi" in jawaban.text:  # a killed attempt still counts: wait, as told
                time.sleep(30)
        raise AssertionError(f"{nama} is not let in: {jawaban.status_code}")

    def unggah(self, paket: dict[str, str], isi: bytes, *, potongan: int = 2) -> None:
        """Send a document in pieces, as the page's script does, and attach it."""
        jalur = f"/tenggat/pengajuan/{paket['id']}/dokumen/"
        aksi = f"{jalur}{paket['dokumen']}/unggah/"
        kirim = self.formulir(jalur, aksi=aksi)
        token = {"csrfmiddlewaretoken": kirim["csrfmiddlewaretoken"]}
        keterangan = {"nama": "sk.pdf", "ukuran": str(len(isi)), "sidik": hashlib.sha256(isi).hexdigest()}
        while True:
            keadaan = self.kirim("/berkas/unggahan/", token | keterangan, jenis="unggah").json()
            if "id" not in keadaan:
                raise AssertionError(keadaan)
            while not keadaan["lengkap"]:
                mulai = keadaan["diterima"]
                jawaban = self.minta(
                    "POST", f"/berkas/unggahan/{keadaan['id']}/?mulai={mulai}", jenis="unggah",
                    data=isi[mulai : mulai + -(-len(isi) // potongan)],
                    headers={"X-CSRFToken": token["csrfmiddlewaretoken"], "Referer": self.alamat + "/"},
                )  # fmt: skip
                if jawaban.status_code != 200:
                    break
                keadaan = jawaban.json()
            else:
                break
        jawaban = self.kirim(aksi, kirim | {"berkas_unggahan": keadaan["id"]}, jenis="unggah")
        if "tersimpan" not in jawaban.text and "sk.pdf" not in jawaban.text:
            raise AssertionError(f"upload not acknowledged: {jawaban.status_code} {jawaban.url}")

    def tandai_siap(self, paket: dict[str, str]) -> None:
        jalur = f"/tenggat/pengajuan/{paket['id']}/"
        isi = self.formulir(jalur, aksi=f"{jalur}siap/")
        self.kirim(f"{jalur}siap/", isi, jenis="siap")

    def ajukan(self, paket: dict[str, str]) -> str:
        """Open the page of approval, sign and submit; the register number that the page shows."""
        jalur = f"/tenggat/pengajuan/{paket['id']}/ajukan/"
        return self.setujui(jalur, self.formulir(jalur))

    def setujui(self, jalur: str, isi: dict[str, str]) -> str:
        jawaban = self.kirim(jalur, isi | {"sandi": KATA_SANDI}, jenis="ajukan")
        nomor = NOMOR_TANDA_TERIMA.search(jawaban.text)
        if not nomor:
            raise AssertionError(f"no receipt: {jawaban.status_code} {jawaban.url}")
        return nomor[0]


class Formulir(NamedTuple):
    """One POST form of a page: what a browser would send of it as it stands, and its file fields."""

    aksi: str
    isi: dict[str, str]
    berkas: list[str]


class _Pembaca(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.daftar: list[Formulir] = []
        self._kini: Formulir | None = None
        self._teks: tuple[str, list[str]] | None = None
        self._pilihan = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {k: v or "" for k, v in attrs}
        if tag == "form":
            self._kini = Formulir(a.get("action", ""), {}, [])
            if a.get("method", "get").lower() == "post":
                self.daftar.append(self._kini)
        elif self._kini is None:
            return
        elif tag == "input" and a.get("name"):
            self._masukan(self._kini, a)
        elif tag == "textarea":
            self._teks = (a.get("name", ""), [])
        elif tag == "select":
            self._pilihan = a.get("name", "")
        elif tag == "option" and ("selected" in a or self._pilihan not in self._kini.isi):
            self._kini.isi[self._pilihan] = a.get("value", "")

    @staticmethod
    def _masukan(formulir: Formulir, a: dict[str, str]) -> None:
        jenis = a.get("type", "text")
        if jenis == "file":
            formulir.berkas.append(a["name"])
        elif jenis not in ("submit", "button") and (jenis not in ("checkbox", "radio") or "checked" in a):
            formulir.isi[a["name"]] = a.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._teks:
            self._teks[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._teks and self._kini is not None:
            self._kini.isi[self._teks[0]] = "".join(self._teks[1]).removeprefix("\n")
            self._teks = None
        elif tag == "form":
            self._kini = None


def daftar_formulir(html: str) -> list[Formulir]:
    """The POST forms of a page, the one that logs out left aside."""
    return [f for f in _Pembaca(html).daftar if not f.aksi.endswith("/keluar/")]


def isi_formulir(html: str, aksi: str = "") -> dict[str, str]:
    """What one form of a page would send; see ``Klien.formulir``."""
    semua = daftar_formulir(html)
    if aksi:
        calon = [f.isi for f in semua if f.aksi.endswith(aksi)][:1]
    else:
        calon = [f.isi for f in semua if "kunci_kirim" in f.isi] or [f.isi for f in semua]
    if not calon:
        raise AssertionError(f"the page offers no form {aksi}")
    return calon[-1]


def ulangi(aksi: Callable[[], object], *, kali: int = 3) -> None:
    """A person tries again from the page when the first try did not go through."""
    for sisa in range(kali, 0, -1):
        try:
            aksi()
            return
        except AssertionError:
            if sisa == 1:
                raise
