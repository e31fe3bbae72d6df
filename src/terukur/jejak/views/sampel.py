"""Random samples for an audit: draw, look, take home with the evidence."""

import re
import secrets
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from terukur.inti.arsip import zip_mengalir
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import respons_tabel, tabel_csv
from terukur.jejak import queries
from terukur.jejak.actions import tarik_sampel
from terukur.jejak.exports import kolom_sampel, lembar_metode
from terukur.jejak.forms import FormSampel
from terukur.jejak.models import SampelAudit
from terukur.jejak.penyedia import BerkasUnsur, Unsur, nama_opd
from terukur.jejak.rules import METODE, sebut_saringan
from terukur.jejak.tindakan import laksanakan

PER_HALAMAN = 25


@izin(Izin.AUDIT_SAMPEL)
@require_http_methods(["GET", "POST"])
def daftar(request: HttpRequest) -> HttpResponse:
    """All drawings, and the form for another."""
    form = FormSampel(request.POST or None, untuk=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            hasil = laksanakan(
                request,
                tarik_sampel,
                peristiwa="sampel.tarik",
                objek="sampel",
                tujuan=lambda s: reverse("jejak:sampel", args=[s.pk]),
                **form.permintaan(benih=secrets.token_hex(8)),
            )
        except AturanDilanggar as tolak:
            form.terima_galat(tolak)
        else:
            messages.success(request, "Sampel ditarik dan dicatat pada jejak resmi.")
            return redirect(hasil.tujuan)
    halaman = Paginator(queries.daftar_sampel(request.user), PER_HALAMAN).get_page(request.GET.get("hal"))
    konteks = {"form": form, "halaman": halaman, "metode": METODE}
    return render(request, "jejak/sampel_daftar.html", konteks, status=422 if form.errors else 200)


@izin(Izin.AUDIT_SAMPEL)
@require_safe
def sampel(request: HttpRequest, sampel_id: UUID) -> HttpResponseBase:
    """One drawing: its members with their records, histories and files."""
    satu = queries.get_sampel(sampel_id, untuk=request.user)
    isi = queries.isi_sampel(satu)
    opd = nama_opd()
    baris = [_baris(urut, nomor, unsur, opd) for urut, (nomor, unsur) in enumerate(isi, 1)]
    if unduhan := respons_tabel(request, f"Sampel {satu.benih}", kolom_sampel(), baris):
        return unduhan
    konteks = {
        "s": satu,
        "baris": baris,
        "jumlah_berkas": sum(len(b["berkas"]) for b in baris),
        "metode": METODE,
        "saringan": sebut_saringan(satu.saring, opd, queries.zona()),
    }
    return render(request, "jejak/sampel.html", konteks)


@izin(Izin.AUDIT_SAMPEL)
@require_safe
def berkas(request: HttpRequest, sampel_id: UUID) -> HttpResponseBase:
    """The sample as a ZIP: list, method, evidence files, and the digest of each."""
    satu = queries.get_sampel(sampel_id, untuk=request.user)
    jawaban = StreamingHttpResponse(
        zip_mengalir(_isi_zip(satu), pada=satu.pada.astimezone(queries.zona())),
        content_type="application/zip",
    )
    jawaban["Content-Disposition"] = f'attachment; filename="sampel-{satu.pk}.zip"'
    return jawaban


def _baris(urut: int, nomor: str, unsur: Unsur | None, opd: dict[UUID, str]) -> dict[str, Any]:
    return {
        "urut": urut,
        "nomor": nomor,
        "sebutan": unsur.sebutan if unsur else "Sudah tidak ada; lihat riwayatnya pada jejak resmi",
        "opd": opd.get(unsur.opd_id, "") if unsur and unsur.opd_id else "",
        "tautan": unsur.tautan if unsur else "",
        "riwayat": reverse("jejak:riwayat", args=[unsur.objek, unsur.objek_id])
        if unsur and unsur.objek
        else "",
        "berkas": unsur.berkas if unsur else (),
    }


def _isi_zip(satu: SampelAudit) -> Iterator[tuple[str, Iterator[bytes] | list[bytes]]]:
    isi, opd = queries.isi_sampel(satu), nama_opd()
    baris = [_baris(urut, nomor, unsur, opd) for urut, (nomor, unsur) in enumerate(isi, 1)]
    yield "METODE.txt", [lembar_metode(satu).encode()]
    yield "daftar.csv", tabel_csv(kolom_sampel(), baris, zona=queries.zona())
    for b in baris:
        for ke, berkas in enumerate(b["berkas"], 1):
            yield f"berkas/{b['urut']:03d}-{ke}-{_polos(berkas.nama)}", _potongan(berkas)


def _polos(nama: str) -> str:
    """A file name that no program takes for a path."""
    return re.sub(r"[^\w ()-]+(?=[^\w ()-])|[^\w .()-]", "_", nama)[-100:].lstrip(".")


def _potongan(berkas: BerkasUnsur) -> Iterator[bytes]:
    """The bytes; a file that the store has lost is told in its place, not left out."""
    try:
        sumber = berkas.buka()
    except AturanDilanggar as hilang:
        yield f"TIDAK ADA: {hilang.pesan} Sidik yang tercatat: {berkas.sidik}\n".encode()
        return
    with sumber:
        while potongan := sumber.read(1 << 16):
            yield potongan
