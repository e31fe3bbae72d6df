"""``python -m tests.beban.mutasi JUMLAH BENIH``: spoilt requests of every role to the filled kabupaten.

Walks the pages of each role, takes their forms as they stand, spoils a field or two (or the file,
or the query) and sends them, and asks the API with spoilt queries. Prints what was answered with an
error of the server, and what of the stored rows is garbage afterwards: a row that its own model
would refuse where none was refused before, a control character, a date of another age.
"""

import datetime as dt
import json
import random
import sys
from collections import Counter, deque
from typing import Any
from urllib.parse import urlencode, urlsplit

import django

from tests.beban.klien import Formulir, daftar_formulir
from tests.data_uji import FOLDER
from tests.e2e.penjelajah import Isi, pola

BUKAN = ("/latihan/", "/akun/keluar/")
"""Addresses left alone: the reset of the demo would end the run, and logging out is no entry."""
PER_FORMULIR = 10
"""Spoilt copies of a form each time it is met; what the first one leads to is looked at."""
BURUK = (
    "", " ", "\x00", "a\x00b", "0", "-1", "1e9", "1e999", "NaN", "Infinity", "9" * 40, "1,2,3", "1.2.3,4",
    "0,005", "-0", "2026-13-45", "0001-01-01", "9999-12-31", "99999-01-01", "2026-11-26T25:61", "12/31/2026",
    "<script>alert(1)</script>", "' OR 1=1 --", "{{ 7*7 }}", "=1+1", "@SUM(A1)", "../../etc/passwd",
    "\u202eabc", "\U0001f600" * 50, "é" * 300, "x" * 5000, "x" * 120_000, "null", "[]", "{}", "true", "on",
    "00000000-0000-0000-0000-000000000000", "not-a-uuid", "ÿþ", "\r\nSet-Cookie: a=b", "%00", "%", "١٢٣",
    "\x1b[31m", "\u2028", "\ufeff1", "1 000", "Rp 1.000", "+62", "1_000", "0x10", "\t", "-" * 30,
)  # fmt: skip
BENIH_BERKAS = (
    "anggaran/pasangkayu_format_renja_dpa_dppa_2024.xlsx", "opd/banjarnegara_opd.csv",
    "negatif/tangsel_mhtml_berekstensi.xls", "opd/banjarnegara_unit.csv",
)  # fmt: skip


class Pengacau:
    def __init__(self, benih: int) -> None:
        from django.test import Client

        from terukur.akun.models import Pengguna

        self.acak = random.Random(benih)
        self.jumlah = 0
        """Spoilt requests; what was only asked for to find forms counts for nothing."""
        self.jawaban: Counter[int] = Counter()
        self.galat: list[str] = []
        self.berkas = [(n, (FOLDER / n).read_bytes()) for n in BENIH_BERKAS] + [
            ("a.pdf", b"%PDF-1.4\n%%EOF\n")
        ]
        self.orang = list(Pengguna.objects.filter(is_active=True).exclude(nama_pengguna=""))
        self.acak.shuffle(self.orang)
        self.klien = {o.pk: Client(raise_request_exception=False, HTTP_HOST="localhost") for o in self.orang}
        self.halaman: dict[Any, list[str]] = {}

    def minta(self, orang: Any, metode: str, alamat: str, isi: Any = None, **lain: Any) -> Any:
        klien = self.klien[orang.pk] if orang else lain.pop("klien")
        try:
            jawaban = getattr(klien, metode)(alamat, isi, **lain)
            if jawaban.streaming:
                b"".join(jawaban.streaming_content)
        except Exception as galat:
            self.jawaban[599] += 1
            self.galat.append(f"{metode} {alamat[:200]}: {type(galat).__name__}: {str(galat)[:200]}")
            return None
        self.jawaban[jawaban.status_code] += 1
        if jawaban.status_code >= 500:
            asal = getattr(jawaban, "exc_info", None)
            self.galat.append(
                f"{metode} {alamat[:200]} {_ringkas(isi)}: {jawaban.status_code} {asal and asal[1]!r}"[:600]
            )
        return jawaban

    def jelajahi(self, orang: Any) -> list[str]:
        """One address of every kind that this person reaches."""
        self.klien[orang.pk].force_login(orang)
        antre, dikenal, hasil = deque(["/beranda/"]), {"/beranda/"}, []
        while antre and len(hasil) < 80:
            alamat = antre.popleft()
            jawaban = self.minta(orang, "get", alamat, follow=True)
            if jawaban is None or "text/html" not in jawaban.headers.get("Content-Type", ""):
                continue
            hasil.append(alamat)
            for t in Isi(jawaban.content.decode()).tautan:
                t = t.split("#")[0]
                if t.startswith("/") and not t.startswith(("//", *BUKAN)) and pola(t) not in dikenal:
                    dikenal.add(pola(t))
                    antre.append(t)
        return hasil

    def satu_orang(self, orang: Any, batas: int) -> None:
        halaman = self.jelajahi(orang)
        self.acak.shuffle(halaman)
        for alamat in halaman:
            if self.jumlah >= batas:
                return
            if "_auth_user_id" not in self.klien[orang.pk].session:
                self.klien[orang.pk].force_login(orang)
            jawaban = self.minta(orang, "get", alamat, follow=True)
            self.jumlah += 1
            self.minta(orang, "get", self.rusak_alamat(alamat))
            if jawaban is None or "text/html" not in jawaban.headers.get("Content-Type", ""):
                continue
            kini = jawaban.redirect_chain[-1][0] if jawaban.redirect_chain else alamat
            for f in daftar_formulir(jawaban.content.decode()):
                if (f.aksi or kini).startswith(BUKAN):
                    continue
                for n in range(PER_FORMULIR):
                    self.jumlah += 1
                    self.minta(orang, "post", f.aksi or kini, self.rusak_isi(f), follow=not n)

    def rusak_alamat(self, alamat: str) -> str:
        acak, bagian = self.acak, urlsplit(alamat)
        kunci = [b.split("=")[0] for b in bagian.query.split("&") if b] or [
            acak.choice(("kata", "cari", "opd", "hal", "urut", "tahun", "sub", "format", "status"))
        ]
        kueri = urlencode({k: acak.choice(BURUK) for k in kunci})
        return f"{bagian.path}?{kueri}"

    def rusak_isi(self, formulir: Formulir) -> dict[str, Any]:
        from django.core.files.uploadedfile import SimpleUploadedFile

        acak = self.acak
        isi: dict[str, Any] = dict(formulir.isi)
        nama = [k for k in isi if k != "csrfmiddlewaretoken"]
        for k in acak.sample(nama, min(len(nama), acak.choice((0, 1, 1, 2, 4)))):
            match acak.randrange(5):
                case 0:
                    isi.pop(k)
                case 1:
                    isi[k] = [isi[k], acak.choice(BURUK)]
                case 2:
                    isi[acak.choice(BURUK)[:50] or "x"] = "x"
                case _:
                    isi[k] = acak.choice(BURUK)
        for k in formulir.berkas:
            asal, mentah = acak.choice(self.berkas)
            akhiran = acak.choice(
                (".xlsx", ".xls", ".csv", ".pdf", ".png", ".exe", "", "." + asal.rpartition(".")[2])
            )
            isi[k] = SimpleUploadedFile(
                f"{acak.choice(BURUK)[:40]}{akhiran}" or "x", self.rusak_berkas(mentah)
            )
        return isi

    def rusak_berkas(self, mentah: bytes) -> bytes:
        acak, isi = self.acak, bytearray(mentah)
        match acak.randrange(4):
            case 0:
                return bytes(isi[: acak.randrange(len(isi) + 1)])
            case 1:
                for _ in range(acak.randrange(1, 30)):
                    isi[acak.randrange(len(isi))] ^= acak.randrange(1, 256)
            case 2:
                a = acak.randrange(len(isi))
                isi[a:a] = acak.randbytes(acak.randrange(1, 200))
        return bytes(isi)

    def api(self, batas: int) -> None:
        from django.test import Client
        from django.utils import timezone

        from terukur.akun.akses import susun_akses
        from terukur.akun.models import Pengguna
        from terukur.api.actions import buat_token
        from terukur.api.choices import Sumber

        admin = Pengguna.objects.get(nama_pengguna="diskominfo")
        kini = timezone.now()
        admin.akses = susun_akses(admin, pada=kini)
        _, teks = buat_token(
            nama="Uji", sumber=tuple(Sumber), opd=[], sampai=kini + dt.timedelta(days=1), pembuat=admin,
            oleh=admin.pelaku(), pada=kini,
        )  # fmt: skip
        klien = Client(raise_request_exception=False, HTTP_HOST="localhost")
        jalur = ("jadwal", "pengajuan", "program-kerja", "kebutuhan-anggaran")
        while self.jumlah < batas:
            kunci = self.acak.sample(
                ("tahun", "tahapan", "opd", "jadwal", "halaman", "banyak", "status", "x"), 3
            )
            kueri = urlencode({k: self.acak.choice(BURUK) for k in kunci})
            palsu = self.acak.choice(BURUK).encode("ascii", "ignore").decode()
            token = teks if self.acak.random() < 0.8 else "".join(palsu.split())[:200]
            alamat = f"/api/v1/{self.acak.choice(jalur)}?{kueri}"
            self.jumlah += 1
            self.minta(None, "get", alamat, klien=klien, headers={"Authorization": f"Bearer {token}"})


def _ringkas(isi: Any) -> str:
    return str({k: str(v)[:40] for k, v in isi.items()})[:300] if isinstance(isi, dict) else ""


def sampah() -> Counter[str]:
    """Kinds of stored rows that nobody should find, with their numbers."""
    from django.apps import apps
    from django.core.exceptions import ValidationError
    from django.db import models

    hasil: Counter[str] = Counter()
    for model in apps.get_models():
        if not model.__module__.startswith("terukur.") or model._meta.proxy or not model._meta.managed:
            continue
        kolom = list(model._meta.concrete_fields)
        for baris in model._default_manager.order_by("pk").iterator():
            nama = model._meta.label
            for f in kolom:
                nilai = getattr(baris, f.attname)
                if isinstance(nilai, str) and any(ord(h) < 32 and h not in "\n\r\t" for h in nilai):
                    hasil[f"{nama}.{f.name}: control character"] += 1
                if isinstance(nilai, dt.date) and not 1940 <= nilai.year <= 2110:
                    hasil[f"{nama}.{f.name}: year {nilai.year}"] += 1
            try:
                baris.clean_fields(exclude={f.name for f in kolom if isinstance(f, models.ForeignKey)})
            except ValidationError as galat:
                hasil.update(f"{nama}.{k}: {e.code}" for k, v in galat.error_dict.items() for e in v)
    return hasil


def main(jumlah: int, benih: int) -> dict[str, Any]:
    sebelum = sampah()
    p = Pengacau(benih)
    putaran = 0
    while p.jumlah < jumlah * 0.9:
        p.satu_orang(p.orang[putaran % len(p.orang)], round(jumlah * 0.9))
        putaran += 1
    p.api(jumlah)
    baru = {k: n for k, n in sampah().items() if k not in sebelum}
    return {
        "permintaan": p.jumlah,
        "jawaban": dict(sorted(p.jawaban.items())),
        "galat": p.galat[:40],
        "jumlah_galat": len(p.galat),
        "sampah": baru,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
