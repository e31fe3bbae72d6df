"""The Jinja2 environment: strict, escaped, with the formats of an Indonesian office."""

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

from terukur.antarmuka.rupa import kemajuan, lencana
from terukur.inti import angka, waktu
from terukur.inti.alamat import pola_alamat


def url(nama: str, *args: Any, **kwargs: Any) -> str:
    """``url("jejak:riwayat", objek, id)``: the address of a named view, arguments as they come."""
    if len(args) == 1 and not kwargs and isinstance(args[0], uuid.UUID):
        return pola_alamat(nama).format(args[0])
    return reverse(nama, args=args or None, kwargs=kwargs or None)


def kunci_kirim() -> str:
    """A fresh idempotency key for one rendered form."""
    return str(uuid.uuid4())


def _zona() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def tulis_waktu(saat: dt.datetime | None, hari: bool = False) -> str:
    """``23 November 2026 pukul 16.00 WITA`` in the pemda's zone; empty is ``–``."""
    return "–" if saat is None else waktu.tulis_waktu(saat, _zona(), hari=hari)


def tulis_waktu_singkat(saat: dt.datetime | None) -> str:
    """``23 Nov 2026 16.00 WITA`` for tables."""
    if saat is None:
        return "–"
    tanggal = waktu.tulis_tanggal_singkat(saat.astimezone(_zona()).date())
    return f"{tanggal} {waktu.tulis_jam(saat, _zona())}"


def tulis_jam(saat: dt.datetime | None) -> str:
    """``16.00 WITA``."""
    return "–" if saat is None else waktu.tulis_jam(saat, _zona())


def _tanggal_setempat(tanggal: dt.date) -> dt.date:
    return tanggal.astimezone(_zona()).date() if isinstance(tanggal, dt.datetime) else tanggal


def tulis_tanggal(tanggal: dt.date | None, hari: bool = False) -> str:
    """``22 November 2026``; an instant is read in the pemda's zone; empty is ``–``."""
    return "–" if tanggal is None else waktu.tulis_tanggal(_tanggal_setempat(tanggal), hari=hari)


def tulis_tanggal_singkat(tanggal: dt.date | None) -> str:
    """``22 Nov 2026``; empty is ``–``."""
    return "–" if tanggal is None else waktu.tulis_tanggal_singkat(_tanggal_setempat(tanggal))


@pass_context
def tulis_sisa(konteks: Context, sampai: dt.datetime | dt.timedelta) -> str:
    """``1 hari 4 jam`` until an instant (seen from the request's receipt) or of a duration."""
    selisih = sampai if isinstance(sampai, dt.timedelta) else sampai - konteks["sekarang"]
    return waktu.tulis_sisa(selisih)


@pass_context
def ubah_query(konteks: Context, **ubah: Any) -> str:
    """The present query string with keys changed (None removes): ``?urut=-nama&hal=2``."""
    query = konteks["request"].GET.copy()
    for kunci, nilai in ubah.items():
        if nilai is None:
            query.pop(kunci, None)
        else:
            query[kunci] = str(nilai)
    return f"?{query.urlencode()}"


@pass_context
def bawa_waktu(konteks: Context, **tambah: Any) -> str:
    """The query that keeps day and instant of this page on another one: ``?diketahui=…``; empty: none."""
    lama = konteks["request"].GET
    isi = {k: lama[k] for k in ("per", "diketahui") if lama.get(k)} | tambah
    return f"?{urlencode(isi)}" if isi else ""


@pass_context
def daftar_pesan(konteks: Context) -> Any:
    """Flash messages of this request; none where the middleware did not run (early errors)."""
    return get_messages(konteks["request"]) if "request" in konteks else ()


def sasaran_galat(formulir: Any) -> list[dict[str, str]]:
    """Errors of a form as {"label", "sasaran", "pesan"}, the form's own ones first."""
    hasil = [{"label": "", "sasaran": "", "pesan": str(p)} for p in formulir.non_field_errors()]
    for kolom in formulir:
        for pesan in kolom.errors:
            sasaran = "" if kolom.is_hidden else str(kolom.id_for_label or kolom.auto_id)
            hasil.append({"label": str(kolom.label), "sasaran": sasaran, "pesan": str(pesan)})
    return hasil


_PERAMBAN = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"),
             ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SISTEM = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


def sebut_perangkat(agen: str) -> str:
    """A browser's long signature in words: ``Chrome di Windows``."""
    peramban = next((nama for tanda, nama in _PERAMBAN if tanda in agen), "Peramban lain")
    sistem = next((nama for tanda, nama in _SISTEM if tanda in agen), "")
    return f"{peramban} di {sistem}" if sistem else peramban


def environment(**options: Any) -> Environment:
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**{"autoescape": True} | options)  # noqa: S701
    env.globals.update(
        static=static,
        url=url,
        kunci_kirim=kunci_kirim,
        gambar_lencana=lencana,
        gambar_kemajuan=kemajuan,
        ubah_query=ubah_query,
        bawa_waktu=bawa_waktu,
        daftar_pesan=daftar_pesan,
        sasaran_galat=sasaran_galat,
    )
    env.filters.update(
        angka=angka.tulis_angka,
        rupiah=angka.tulis_rupiah,
        rupiah_singkat=angka.tulis_rupiah_singkat,
        persen=angka.tulis_persen,
        tanggal=tulis_tanggal,
        tanggal_singkat=tulis_tanggal_singkat,
        waktu=tulis_waktu,
        waktu_singkat=tulis_waktu_singkat,
        jam=tulis_jam,
        sisa=tulis_sisa,
        perangkat=sebut_perangkat,
    )
    return env
