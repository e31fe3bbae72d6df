"""Download through the permission check; chunked upload."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.berkas import queries
from terukur.berkas.actions import BATAS_BAGIAN, mulai_unggahan, terima_bagian
from terukur.berkas.forms import FormMulaiUnggahan
from terukur.berkas.models import Berkas, Unggahan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.jejak.baca import tandai_opd


@izin(Izin.BERKAS_LIHAT, Izin.BERKAS_UNGGAH, Izin.IMPOR_JALANKAN, Izin.KEHADIRAN_SENDIRI)
@require_GET
def unduh(request: HttpRequest, berkas_id: UUID) -> FileResponse:
    """The stored bytes, always as an attachment: nothing uploaded is ever shown as a page of ours."""
    berkas = queries.get_berkas(berkas_id, untuk=request.user)  # type: ignore[arg-type]
    tandai_opd(request, berkas.opd_id)
    return sebagai_lampiran(berkas)


def sebagai_lampiran(berkas: Berkas) -> FileResponse:
    """The stored bytes for a reader whose right has been checked."""
    jawaban = FileResponse(
        queries.buka(berkas), as_attachment=True, filename=berkas.nama, content_type=berkas.jenis_mime
    )
    jawaban["X-Content-Type-Options"] = "nosniff"
    jawaban["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    jawaban["Cache-Control"] = "private, no-store"
    return jawaban


def _keadaan(unggahan: Unggahan, status: int = 200) -> JsonResponse:
    return JsonResponse(
        {
            "id": str(unggahan.pk),
            "ukuran": unggahan.ukuran,
            "diterima": unggahan.diterima,
            "lengkap": unggahan.is_lengkap,
            "bagian": BATAS_BAGIAN // 8,
        },
        status=status,
    )


def _tolak(e: AturanDilanggar, **lain: object) -> JsonResponse:
    kode = 404 if isinstance(e, TidakDitemukan) else 409 if e.kode == "urutan" else 422
    return JsonResponse({"pesan": e.pesan, "kode": e.kode} | lain, status=kode)


@izin(Izin.BERKAS_UNGGAH, Izin.IMPOR_JALANKAN, Izin.KEHADIRAN_SENDIRI)
@require_POST
def mulai(request: HttpRequest) -> JsonResponse:
    """Begin a chunked upload, or learn how far a broken one came."""
    form = FormMulaiUnggahan(request.POST)
    if not form.is_valid():
        return JsonResponse({"pesan": "Data unggahan tidak lengkap.", "kode": "formulir"}, status=422)
    try:
        unggahan = mulai_unggahan(
            **form.cleaned_data,
            oleh=request.user.pelaku(),  # type: ignore[union-attr]
            pada=request.diterima_pada,  # type: ignore[attr-defined]
        )
    except AturanDilanggar as e:
        return _tolak(e)
    return _keadaan(unggahan, 201)


@izin(Izin.BERKAS_UNGGAH, Izin.IMPOR_JALANKAN, Izin.KEHADIRAN_SENDIRI)
@require_http_methods(["GET", "POST"])
def unggahan(request: HttpRequest, unggahan_id: UUID) -> JsonResponse:
    """GET: how far it came. POST ``?mulai=<byte>`` with the raw piece as body: append."""
    try:
        milik = queries.get_unggahan(unggahan_id, untuk=request.user)  # type: ignore[arg-type]
        if request.method == "GET":
            return _keadaan(milik)
        mulai_byte = request.GET.get("mulai", "")
        panjang = request.headers.get("Content-Length", "")
        if not mulai_byte.isdecimal() or not panjang.isdecimal() or int(panjang) > BATAS_BAGIAN:
            return JsonResponse({"pesan": "Bagian berkas tidak sah.", "kode": "bagian"}, status=422)
        return _keadaan(
            terima_bagian(
                unggahan_id=milik.pk,
                mulai=int(mulai_byte),
                isi=request.read(),
                oleh=request.user.pelaku(),  # type: ignore[union-attr]
                pada=request.diterima_pada,  # type: ignore[attr-defined]
            )
        )
    except AturanDilanggar as e:
        return _tolak(e)
