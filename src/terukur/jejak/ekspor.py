"""The journal as JSON lines, and the proof of one entry, in the form that ``verifikasi`` reads."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from terukur.inti.arsip import zip_mengalir
from terukur.jejak import saksi, verifikasi
from terukur.jejak.baku import sidik, waktu_baku
from terukur.jejak.kunci import kunci_publik
from terukur.jejak.models import Catatan, Segel
from terukur.jejak.queries import segel_atas


def _baris(isi: dict[str, Any]) -> bytes:
    return json.dumps(isi, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _kepala(jenis: str, *, dari: int, jumlah: int, segel: QuerySet[Segel], pada: dt.datetime) -> bytes:
    kunci = sorted({kunci_publik(), *segel.order_by().values_list("kunci", flat=True).distinct()})
    return _baris(
        {
            "jenis": jenis,
            "v": 1,
            "pemda": settings.TERUKUR_PEMDA,
            "dibuat": waktu_baku(pada),
            "kunci": kunci,
            "dari": dari,
            "jumlah_catatan": jumlah,
            "jumlah_segel": segel.count(),
        }
    )


def _baris_segel(s: Segel) -> bytes:
    return _baris({"s": s.nomor, "baku": bytes(s.baku).decode(), "tanda": s.tanda})


def _baris_catatan(c: Catatan, *, tertutup: bool = False) -> bytes:
    isi = {"ringkas": sidik(bytes(c.baku))} if tertutup else {"baku": bytes(c.baku).decode()}
    return _baris({"c": c.nomor, "sebelum": c.sebelum, **isi, "sidik": c.sidik})


AKHIR = _baris({"akhir": True})


def ekspor_jejak(*, pada: dt.datetime) -> Iterator[bytes]:
    """The whole journal up to its present end, line by line: header, seals, entries, last line.

    Entries appended while the export streams stay out. The seals are taken before the end of the
    chain is looked up, and all of them: a seal over entries that are gone must show.
    """
    segel_akhir = Segel.objects.order_by("-nomor").values_list("nomor", flat=True).first() or 0
    ujung = Catatan.objects.order_by("-nomor").values_list("nomor", flat=True).first() or 0
    segel = Segel.objects.filter(nomor__lte=segel_akhir)
    catatan = Catatan.objects.filter(nomor__lte=ujung)
    yield _kepala("terukur-jejak", dari=1, jumlah=catatan.count(), segel=segel, pada=pada)
    for s in segel.order_by("nomor").iterator():
        yield _baris_segel(s)
    for c in catatan.order_by("nomor").iterator():
        yield _baris_catatan(c)
    yield AKHIR


def bukti(nomor: int, *, pada: dt.datetime) -> bytes | None:
    """The proof of entry ``nomor``: its content, the chain to the next seal, and that seal.

    The neighbours enter only by their digests, so that a receipt shows nobody else's acts.
    None while no seal covers the entry yet (at most a minute).
    """
    segel = segel_atas(nomor)
    if segel is None:
        return None
    rantai = list(Catatan.objects.filter(nomor__gte=nomor, nomor__lte=segel.catatan_nomor).order_by("nomor"))
    kepala = _kepala(
        "terukur-bukti", dari=nomor, jumlah=len(rantai), segel=Segel.objects.filter(pk=segel.pk), pada=pada
    )
    baris = [_baris_catatan(c, tertutup=c.nomor != nomor) for c in rantai]
    return b"".join([kepala, _baris_segel(segel), *baris, AKHIR])


def paket_pemeriksa(*, pada: dt.datetime) -> Iterator[bytes]:
    """The ZIP that an auditor takes home: journal, seals, key, the two programs and how to use them.

    Streamed: neither memory nor disk holds it. The seals come before the journal, so that the
    journal has every seal of them.
    """
    kunci = kunci_publik()
    terakhir = Segel.objects.order_by("-nomor").first()
    segel = Segel.objects.filter(nomor__lte=terakhir.nomor if terakhir else 0).order_by("nomor")
    petunjuk = PETUNJUK.format(
        pemda=settings.TERUKUR_PEMDA,
        kunci=kunci,
        dibuat=waktu_baku(pada),
        segel=f"segel {terakhir.nomor} ({waktu_baku(terakhir.pada)})" if terakhir else "belum ada segel",
    )
    yield from zip_mengalir(
        [
            ("BACA-DAHULU.txt", [petunjuk.encode()]),
            ("kunci-publik.txt", [f"{kunci}\n".encode()]),
            ("verifikasi.py", [Path(verifikasi.__file__).read_bytes()]),
            ("saksi.py", [Path(saksi.__file__).read_bytes()]),
            (
                "segel.jsonl",
                (_baris({"baku": bytes(s.baku).decode(), "tanda": s.tanda}) for s in segel.iterator()),
            ),
            ("jejak-resmi.jsonl", ekspor_jejak(pada=pada)),
        ],
        pada=pada.astimezone(ZoneInfo(settings.TIME_ZONE)),
    )


PETUNJUK = """\
JEJAK RESMI {pemda}
Dibuat {dibuat}, sampai {segel}.

Periksa di komputer Anda sendiri, tanpa jaringan dan tanpa Terukur. Yang perlu hanya Python 3.9 ke atas.

1. BUKA. Ekstrak seluruh isi ZIP ini ke satu folder, lalu buka jendela perintah di folder itu.

2. BANDINGKAN KUNCI. Kunci publik pemda menurut server:
   {kunci}
   Cocokkan dengan kunci yang Anda catat sendiri pada pemeriksaan lalu, yang diumumkan pemda di luar
   Terukur, atau yang tersimpan pada saksi. Kunci dari paket ini saja belum membuktikan apa-apa.

3. PERIKSA. Jalankan (di Windows: py sebagai ganti python3):
   python3 verifikasi.py jejak-resmi.jsonl --kunci {kunci}
   Bila ada salinan segel dari saksi (kantor atau server lain), tambahkan: --segel SALINAN_SAKSI.jsonl

Jawabannya UTUH, atau TIDAK UTUH beserta nomor catatan atau segel yang berubah.

Isi paket
  jejak-resmi.jsonl  seluruh catatan dan segelnya, satu baris satu butir
  segel.jsonl        segel saja; simpan sebagai salinan saksi Anda sampai pemeriksaan berikutnya
  kunci-publik.txt   kunci publik segel (Ed25519)
  verifikasi.py      program pemeriksa, kurang dari 300 baris, dapat dibaca sendiri
  saksi.py           pengumpul segel: python3 saksi.py ALAMAT_TERUKUR --simpan segel.jsonl
  SIDIK.txt          SHA-256 setiap berkas di atas
"""
