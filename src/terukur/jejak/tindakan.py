"""How every view performs an official act: once, in one transaction, refusals on record."""

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest

from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak
from terukur.inti.models import KirimanSekali
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat_penolakan
from terukur.jejak.keamanan import catat_keamanan

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hasil(Generic[T]):
    """What became of an act. ``nilai`` is None when ``ulang``: the same form had arrived before."""

    nilai: T | None
    ulang: bool
    tujuan: str


def kunci_baru() -> str:
    """A fresh key for a form's hidden field ``kunci_kirim``."""
    return str(uuid.uuid4())


_BUKAN_ISI = frozenset({"csrfmiddlewaretoken", "kunci_kirim"})


def _sidik_isi(request: HttpRequest) -> str:
    """Digest of what a form carries, files included; line ends and the order of fields do not count."""
    isi = sorted(
        (nama, nilai.replace("\r\n", "\n"))
        for nama, semua in request.POST.lists()
        if nama not in _BUKAN_ISI
        for nilai in semua
    )
    sidik = hashlib.sha256(json.dumps(isi).encode())
    for nama, kiriman in sorted(request.FILES.lists()):
        for berkas in kiriman:
            sidik.update(json.dumps([nama, berkas.name, berkas.size]).encode())
            for potong in berkas.chunks():
                sidik.update(potong)
            berkas.seek(0)
    return sidik.hexdigest()


def _baca_kunci(request: HttpRequest) -> UUID | None:
    """The form's key together with its content: the back button brings an old key to a new content.

    That is another act. Were it taken for the first one again, it would be lost, and with a kind answer.
    """
    teks = request.POST.get("kunci_kirim", "")
    if not teks:
        return None
    try:
        return uuid.uuid5(UUID(teks), _sidik_isi(request))
    except ValueError:
        raise AturanDilanggar(
            "Formulir ini rusak di perjalanan; muat ulang halaman lalu kirim kembali.", kode="kunci_rusak"
        ) from None


def _pesan_kunci(kunci: UUID, *, oleh: Pelaku, peristiwa: str, pada: Any) -> KirimanSekali | None:
    """Claim the key; or return what its first arrival left behind.

    Two arrivals at the same instant: the second waits here for the first to commit or roll back.
    """
    with connection.cursor() as kursor:
        kursor.execute(
            f"insert into {KirimanSekali._meta.db_table} (kunci, pelaku, peristiwa, tujuan, dicatat_pada) "  # noqa: S608
            "values (%s, %s, %s, '', %s) on conflict (kunci) do nothing",
            [kunci, oleh.id, peristiwa, pada],
        )
        if kursor.rowcount == 1:
            return None
    lama = KirimanSekali.objects.get(pk=kunci)
    if lama.pelaku != oleh.id or lama.peristiwa != peristiwa:
        raise TidakBerhak(
            "Formulir ini sudah dipakai untuk kiriman lain; muat ulang halaman lalu kirim kembali.",
            kode="kunci_terpakai",
        )
    return lama


def laksanakan(
    request: HttpRequest,
    aksi: Callable[..., T],
    /,
    *,
    peristiwa: str,
    objek: str,
    objek_id: object = "",
    opd_id: UUID | None = None,
    tujuan: Callable[[T], str] | str,
    penugasan: str = "",
    pelaku: Pelaku | None = None,
    **kwargs: Any,
) -> Hasil[T]:
    """Run ``aksi(**kwargs, oleh=..., pada=request.diterima_pada)`` in one transaction.

    A form's ``kunci_kirim`` makes it happen once: a second arrival with the same content, even at the
    same instant, does nothing and is answered with the first one's ``tujuan``. ``penugasan`` names in words
    the office in which the user acts; ``pelaku`` is who acts where nobody is logged in. ``objek``,
    ``objek_id`` and ``opd_id`` say what a refusal is about; an action that itself needs an argument of one
    of these names gets it by ``functools.partial``.

    Raises what the action raises. ``AturanDilanggar`` is first journalled as a refused act.
    """
    oleh: Pelaku = pelaku or request.user.pelaku(penugasan)  # type: ignore[union-attr]
    pada = request.diterima_pada  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            kunci = _baca_kunci(request)
            if kunci and (lama := _pesan_kunci(kunci, oleh=oleh, peristiwa=peristiwa, pada=pada)):
                return Hasil(None, True, lama.tujuan)
            nilai = aksi(**kwargs, oleh=oleh, pada=pada)
            alamat = tujuan if isinstance(tujuan, str) else tujuan(nilai)
            if kunci:
                KirimanSekali.objects.filter(pk=kunci).update(tujuan=alamat)
            return Hasil(nilai, False, alamat)
    except AturanDilanggar as tolak:
        tercatat = catat_penolakan(
            peristiwa=peristiwa,
            objek=objek,
            objek_id=objek_id,
            opd_id=opd_id,
            kode=tolak.kode,
            pesan=tolak.pesan,
            oleh=oleh,
            pada=pada,
        )
        request.penolakan_dicatat = True  # type: ignore[attr-defined]
        if tercatat is None:
            catat_keamanan("tindakan.ditolak", pelaku=oleh.id, peristiwa=peristiwa, kode=tolak.kode)
        raise
