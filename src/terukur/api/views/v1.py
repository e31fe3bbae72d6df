"""Version 1 of the read-only API: a token in the Authorization header, JSON back."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from terukur.akun.models import Pengguna
from terukur.anggaran.queries import kebutuhan_resmi_terlihat
from terukur.antarmuka.galat import masalah
from terukur.api import bentuk
from terukur.api.actions import hitung_permintaan
from terukur.api.choices import Sumber
from terukur.api.queries import kenali, pastikan_pengajuan, tanda_keadaan
from terukur.inti.izin import Izin, bertoken
from terukur.inti.kesalahan import TidakBerhak, TidakDitemukan
from terukur.organisasi.queries import get_opd
from terukur.perencanaan.queries import program_resmi_terlihat
from terukur.tenggat import queries as tenggat

V = TypeVar("V", bound=Callable[..., Any])
AWALAN = "api/v1/"
URAIAN = (
    "Data resmi perencanaan dan penganggaran untuk sistem lain, hanya baca. Kirim token pada tajuk "
    "`Authorization: Bearer <token>`; token dibuat Admin Diskominfo. Uang dan target adalah teks desimal; "
    "`null` berarti kosong, bukan nol; waktu menurut RFC 3339. Setiap jawaban membawa `ETag`: kirim kembali "
    "sebagai `If-None-Match` dan jawabannya 304 selama tidak ada yang berubah. Program kerja dan kebutuhan "
    "anggaran adalah baris yang sudah diajukan atau ditetapkan; draf tidak keluar."
)


class TerlaluSering(Exception):
    def __init__(self, tunggu: int) -> None:
        super().__init__()
        self.tunggu = tunggu


class Token(HttpBearer):
    """Who asks, whether the token covers ``izin``, and whether it asks too often."""

    def __init__(self, izin: Izin) -> None:
        super().__init__()
        self.izin = izin

    def authenticate(self, request: HttpRequest, token: str) -> Pengguna | None:
        pada = request.diterima_pada  # type: ignore[attr-defined]
        dikenali = kenali(token, pada=pada)
        if dikenali is None:
            return None
        milik, pembaca = dikenali
        if hitung_permintaan(token_id=milik.pk, pada=pada) > settings.TERUKUR_API_PER_MENIT:
            raise TerlaluSering(60 - pada.second)
        if not pembaca.akses.boleh(self.izin):
            raise TidakBerhak("Token ini tidak mencakup data ini, atau pembuatnya tidak lagi berwenang.")
        request.token_api = milik  # type: ignore[attr-defined]
        return pembaca


class API(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """What holds for every operation is written once, here."""
        skema = super().get_openapi_schema(path_prefix=AWALAN)
        bentuk_masalah = {"$ref": "#/components/schemas/Masalah"}
        skema["components"]["schemas"]["Masalah"] = bentuk.Masalah.model_json_schema()
        for alamat in skema["paths"].values():
            for operasi in alamat.values():
                for parameter in operasi["parameters"]:  # one that is left out is not null
                    isian = parameter["schema"]
                    isian |= next(a for a in isian.pop("anyOf", [{}]) if a.get("type") != "null")
                jawaban = operasi["responses"]
                jawaban[200] |= {
                    "description": "Berhasil",
                    "headers": {"ETag": {"required": True, "schema": {"type": "string"}}},
                }
                jawaban[304] = {"description": "Tidak berubah sejak `ETag` yang dikirim"}
                for status, arti in GALAT.items():
                    isi = {"application/problem+json": {"schema": bentuk_masalah}}
                    jawaban[status] = {"description": arti, "content": isi}
                tunggu = {"description": "Detik sampai boleh mencoba lagi", "schema": {"type": "integer"}}
                jawaban[429]["headers"] = {"Retry-After": {"required": True, **tunggu}}
        return skema


GALAT = {
    401: "Token tidak ada, keliru, kedaluwarsa atau dicabut",
    403: "Token tidak mencakup data ini",
    404: "Tidak ada, atau bukan dalam cakupan token",
    422: "Parameter keliru",
    429: "Terlalu banyak permintaan dalam satu menit",
}
api = API(
    title="API Terukur",
    version="1.0.0",
    description=URAIAN,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
    openapi_extra={
        "tags": [{"name": s.label} for s in Sumber],
        "info": {"license": {"name": "MIT", "identifier": "MIT"}},
    },
)
IZIN: dict[str, Izin] = {}


def _get(
    jalur: str, nama: str, sumber: Sumber, bentuk_jawaban: type[Any], ringkasan: str
) -> Callable[[V], V]:
    """Register one operation; its name is both the url name and the ``operationId``."""
    IZIN[nama] = sumber.izin
    daftarkan: Callable[[V], V] = api.get(
        jalur,
        url_name=nama,
        operation_id=nama,
        auth=Token(sumber.izin),
        response=bentuk_jawaban,
        tags=[sumber.label],
        summary=ringkasan,
    )
    return daftarkan


# ---- answers ----


def _pembaca(request: HttpRequest) -> Pengguna:
    pembaca: Pengguna = request.auth  # type: ignore[attr-defined]
    return pembaca


def _tanda(request: HttpRequest, *, kelengkapan: bool) -> str:
    akses = [_pembaca(request).akses.cakupan(i) for i in sorted(set(IZIN.values()))]
    bagian = (
        tanda_keadaan(pada=request.diterima_pada, kelengkapan=kelengkapan),  # type: ignore[attr-defined]
        request.get_full_path(),
        request.token_api.pk,  # type: ignore[attr-defined]
        [None if c is None else sorted(map(str, c)) for c in akses],
    )
    return f'"{hashlib.blake2b(repr(bagian).encode(), digest_size=16).hexdigest()}"'


def _jawab(
    request: HttpRequest,
    response: HttpResponse,
    susun: Callable[[], dict[str, Any]],
    *,
    boleh: type[bentuk.Saring] | None = None,
    kelengkapan: bool = False,
) -> Any:
    """304 after one cheap query, else what ``susun`` makes. A misspelt or doubled filter is refused.

    Ignoring it would hand out everything to somebody who asked for one OPD.
    """
    dikenal = set(boleh.model_fields) if boleh else set()
    keliru = {n: "Parameter ini tidak dikenal." for n in request.GET if n not in dikenal}
    keliru |= {
        n: "Parameter ini hanya boleh satu kali." for n, nilai in request.GET.lists() if len(nilai) > 1
    }
    if keliru:
        return _parameter_keliru(keliru)
    etag = _tanda(request, kelengkapan=kelengkapan)
    if singkat := get_conditional_response(request, etag=etag):
        return singkat
    response["ETag"] = etag
    return susun()


def _halaman(
    request: HttpRequest,
    saring: bentuk.Saring,
    baris: QuerySet[Any],
    bentuklah: Callable[[list[Any]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """One page in the order of the ids: no row is missed or seen twice while others are added."""
    sesudah = getattr(saring, "sesudah", None)
    if sesudah is not None:
        baris = baris.filter(pk__gt=sesudah)
    isi = list(baris.order_by("pk")[: saring.batas + 1])
    berikutnya = None
    if len(isi) > saring.batas:
        isi.pop()
        lain = {k: v for k, v in request.GET.items() if k != "sesudah"}
        kueri = urlencode({**lain, "sesudah": str(isi[-1].pk)})
        berikutnya = f"{settings.TERUKUR_ALAMAT}{request.path}?{kueri}"
    return {"data": bentuklah(isi), "berikutnya": berikutnya}


def _satu(objek: Any) -> Any:
    if objek is None:
        raise TidakDitemukan
    return objek


# ---- operations ----


@_get("jadwal", "jadwal_daftar", Sumber.JADWAL, bentuk.HalamanJadwal, "Daftar jadwal pengumpulan")
def jadwal_daftar(request: HttpRequest, response: HttpResponse, saring: Query[bentuk.SaringJadwal]) -> Any:
    """Jadwal yang sudah diumumkan dan diikuti OPD dalam cakupan token."""

    def susun() -> dict[str, Any]:
        baris = tenggat.jendela_terlihat(_pembaca(request))
        for kolom in ("tahun", "tahapan", "status"):
            if (nilai := getattr(saring, kolom)) is not None:
                baris = baris.filter(**{kolom: nilai})
        return _halaman(request, saring, baris, lambda isi: [bentuk.jadwal(j) for j in isi])

    return _jawab(request, response, susun, boleh=bentuk.SaringJadwal)


@_get("jadwal/{jadwal_id}", "jadwal_satu", Sumber.JADWAL, bentuk.BentukJadwal, "Satu jadwal pengumpulan")
def jadwal_satu(request: HttpRequest, response: HttpResponse, jadwal_id: UUID) -> Any:
    return _jawab(
        request, response, lambda: bentuk.jadwal(tenggat.get_jendela(jadwal_id, untuk=_pembaca(request)))
    )


def _bentuk_pengajuan(request: HttpRequest, isi: list[Any]) -> list[dict[str, Any]]:
    ids = [p.pk for p in isi]
    tercatat, masa = tenggat.kelengkapan_tercatat(ids), tenggat.masa_perpanjangan(ids)
    return [
        bentuk.pengajuan(
            p,
            syarat=sorted(p.jendela.daftar_syarat.all(), key=lambda s: (s.urutan, s.pk)),
            tercatat=tercatat[p.pk],
            masa=masa[p.pk],
            pada=request.diterima_pada,  # type: ignore[attr-defined]
        )
        for p in isi
    ]


@_get("pengajuan", "pengajuan_daftar", Sumber.PENGAJUAN, bentuk.HalamanPengajuan, "Daftar pengajuan OPD")
def pengajuan_daftar(
    request: HttpRequest, response: HttpResponse, saring: Query[bentuk.SaringPengajuan]
) -> Any:
    """Status, kelengkapan dan putusan tepat waktu setiap paket OPD."""

    def susun() -> dict[str, Any]:
        baris = tenggat.pengajuan_terlihat(_pembaca(request)).prefetch_related("jendela__daftar_syarat")
        if saring.opd:
            get_opd(saring.opd, untuk=_pembaca(request), izin=Izin.PENGAJUAN_LIHAT)
            baris = baris.filter(opd_id=saring.opd)
        if saring.jadwal:
            baris = baris.filter(jendela_id=saring.jadwal)
            if not baris.exists():
                raise TidakDitemukan("Jadwal pengumpulan tidak ditemukan.")
        if saring.status:
            baris = baris.filter(status=saring.status)
        return _halaman(request, saring, baris, lambda isi: _bentuk_pengajuan(request, isi))

    return _jawab(request, response, susun, boleh=bentuk.SaringPengajuan, kelengkapan=True)


@_get(
    "pengajuan/{pengajuan_id}", "pengajuan_satu", Sumber.PENGAJUAN, bentuk.BentukPengajuan, "Satu pengajuan"
)
def pengajuan_satu(request: HttpRequest, response: HttpResponse, pengajuan_id: UUID) -> Any:
    def susun() -> dict[str, Any]:
        pengajuan = tenggat.get_pengajuan(pengajuan_id, untuk=_pembaca(request))
        return _bentuk_pengajuan(request, [pengajuan])[0]

    return _jawab(request, response, susun, kelengkapan=True)


def _daftar_resmi(
    request: HttpRequest,
    response: HttpResponse,
    saring: bentuk.SaringResmi,
    izin: Izin,
    terlihat: Callable[..., QuerySet[Any]],
    bentuklah: Callable[[Any], dict[str, Any]],
) -> Any:
    def susun() -> dict[str, Any]:
        pembaca = _pembaca(request)
        baris = terlihat(pembaca, per=saring.per, diketahui=saring.diketahui)
        if saring.opd:
            get_opd(saring.opd, untuk=pembaca, izin=izin)
            baris = baris.filter(opd_id=saring.opd)
        if saring.pengajuan:
            pastikan_pengajuan(saring.pengajuan, untuk=pembaca, izin=izin)
            baris = baris.filter(pengajuan_id=saring.pengajuan)
        if saring.kode:
            baris = baris.filter(kode__startswith=saring.kode)
        for kolom in ("tahun", "tahapan"):
            if (nilai := getattr(saring, kolom)) is not None:
                baris = baris.filter(**{kolom: nilai})
        return _halaman(request, saring, baris, lambda isi: [bentuklah(b) for b in isi])

    return _jawab(request, response, susun, boleh=bentuk.SaringResmi)


@_get("program-kerja", "program_daftar", Sumber.PROGRAM_KERJA, bentuk.HalamanProgram, "Program kerja resmi")
def program_daftar(request: HttpRequest, response: HttpResponse, saring: Query[bentuk.SaringResmi]) -> Any:
    """Sub kegiatan sebagaimana diajukan atau ditetapkan; `diketahui` menjawab keadaan yang lalu."""
    return _daftar_resmi(
        request, response, saring, Izin.PROGRAM_LIHAT, program_resmi_terlihat, bentuk.program
    )


@_get(
    "kebutuhan-anggaran",
    "kebutuhan_daftar",
    Sumber.KEBUTUHAN_ANGGARAN,
    bentuk.HalamanKebutuhan,
    "Kebutuhan anggaran resmi",
)
def kebutuhan_daftar(request: HttpRequest, response: HttpResponse, saring: Query[bentuk.SaringResmi]) -> Any:
    """Kebutuhan per sub kegiatan, sumber dana dan rekening sebagaimana diajukan atau ditetapkan."""
    return _daftar_resmi(
        request, response, saring, Izin.ANGGARAN_LIHAT, kebutuhan_resmi_terlihat, bentuk.kebutuhan
    )


# ---- refusals ----


def _parameter_keliru(kolom: dict[str, str]) -> HttpResponse:
    nama = ", ".join(sorted(kolom))
    return masalah(422, "Parameter keliru", f"Periksa parameter {nama}.", kolom=kolom)


def _sebab(galat: dict[str, Any]) -> str:
    ctx = galat.get("ctx", {})
    match galat["type"]:
        case "uuid_parsing" | "uuid_type":
            return "Isi dengan id (UUID)."
        case "literal_error":
            return f"Isi dengan salah satu dari: {ctx['expected'].replace(' or ', ', ')}."
        case "greater_than_equal":
            return f"Paling kecil {ctx['ge']}."
        case "less_than_equal":
            return f"Paling besar {ctx['le']}."
        case jenis if jenis.startswith("int"):
            return "Isi dengan bilangan bulat."
        case jenis if jenis.startswith("datetime"):
            return "Isi dengan waktu RFC 3339; tanda + ditulis %2B. Contoh: 2026-11-23T16:00:00%2B08:00"
        case jenis if jenis.startswith("date"):
            return "Isi dengan tanggal. Contoh: 2026-11-23"
    return "Isinya tidak sesuai."


@api.exception_handler(ValidationError)
def _tidak_sah(request: HttpRequest, galat: ValidationError) -> HttpResponse:
    return _parameter_keliru({str(g["loc"][-1]): _sebab(g) for g in galat.errors})


@api.exception_handler(AuthenticationError)
def _tanpa_token(request: HttpRequest, galat: AuthenticationError) -> HttpResponse:
    jawaban = masalah(401, "Token diperlukan", f"{GALAT[401]}. Minta token kepada Admin Diskominfo.")
    jawaban["WWW-Authenticate"] = 'Bearer realm="Terukur"'
    return jawaban


@api.exception_handler(TidakBerhak)
def _tidak_berhak(request: HttpRequest, galat: TidakBerhak) -> HttpResponse:
    return masalah(403, GALAT[403], galat.pesan)


@api.exception_handler(TidakDitemukan)
def _tidak_ditemukan(request: HttpRequest, galat: TidakDitemukan) -> HttpResponse:
    return masalah(404, "Data tidak ditemukan", f"{galat.pesan} {GALAT[404]}.")


@api.exception_handler(TerlaluSering)
def _terlalu_sering(request: HttpRequest, galat: TerlaluSering) -> HttpResponse:
    batas = settings.TERUKUR_API_PER_MENIT
    jawaban = masalah(
        429,
        "Terlalu banyak permintaan",
        f"Paling banyak {batas} permintaan per menit; coba lagi {galat.tunggu} detik lagi.",
    )
    jawaban["Retry-After"] = str(galat.tunggu)
    return jawaban


def pola() -> list[URLPattern]:
    """The addresses, each declared with what its token must cover."""
    hasil = []
    for p in api.urls[0]:
        if isinstance(p, URLPattern) and p.name in IZIN:
            view = require_http_methods(["GET"])(vary_on_headers("Authorization")(p.callback))
            view = bertoken(IZIN[p.name])(cache_control(private=True, no_cache=True)(view))
            hasil.append(URLPattern(p.pattern, view, p.default_args, p.name))
    return hasil
