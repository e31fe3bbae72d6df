"""Days without reason against PP 94/2021: counters, warnings ahead of each step, a draft summons."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.kehadiran.exports import cetak_panggilan
from terukur.kehadiran.forms.rekap import SaringOPD
from terukur.kehadiran.queries.atasan import bawahan
from terukur.kehadiran.queries.lingkup import pegawai_kelola
from terukur.kehadiran.queries.pembinaan import bahan_panggilan, binaan
from terukur.kehadiran.queries.permohonan import is_bkpsdm
from terukur.organisasi.queries import daftar_opd, hari_pemda
from terukur.organisasi.views.kerangka import Daftar, KolomDaftar, diterima, halaman_daftar, pembaca

_KOLOM = (
    KolomDaftar(
        "Pegawai", "pegawai.nama", "pegawai.nama",
        tautan=lambda b: reverse("kehadiran:panggilan", args=[b.pegawai.pk]),
    ),
    KolomDaftar("NIP", "pegawai.nip", jenis="kode", di="unduhan"),
    KolomDaftar("Jabatan", "sebutan", di="unduhan"),
    KolomDaftar("OPD", "opd", "opd"),
    KolomDaftar("Hari tanpa keterangan", "hari", "hari", "angka"),
    KolomDaftar("Terpanjang berturut-turut", "beruntun", "beruntun", "angka"),
    KolomDaftar("Jenjang menurut PP 94/2021", "kata_kini"),
    KolomDaftar("Berikutnya", "kata_berikut"),
    KolomDaftar("Perlu diperiksa", "kata_periksa"),
)  # fmt: skip


@izin(Izin.KEHADIRAN_KELOLA)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Who has two or more such days this year; the name leads to the draft summons."""
    pengguna, pada = pembaca(request), diterima(request)
    saring = SaringOPD(request.GET or None, opd=daftar_opd(pengguna, izin=Izin.KEHADIRAN_KELOLA))
    isi = saring.cleaned_data if saring.is_valid() else {}
    opd = [isi["opd"].pk] if isi.get("opd") else None
    milik = None
    if not is_bkpsdm(pengguna):
        milik = set(pegawai_kelola(pengguna, pada=pada).values_list("pk", flat=True))
    return halaman_daftar(
        request,
        Daftar(
            "Hari tanpa keterangan", _KOLOM,
            binaan(hari_pemda(pada), pada=pada, opd_ids=opd, pegawai_ids=milik), "-hari", saring,
            templat="kehadiran/daftar.html",
            keterangan="PNS dan CPNS, tahun ini. Bahan pertimbangan pejabat yang berwenang; bukan hukuman "
            "disiplin. Nama membuka konsep surat panggilan.",
            kosong="Tidak ada PNS atau CPNS dengan dua hari atau lebih tanpa keterangan tahun ini.",
        ),
    )  # fmt: skip


@izin(Izin.KEHADIRAN_KELOLA, Izin.KEHADIRAN_PUTUS)
@require_GET
def panggilan(request: HttpRequest, pegawai_id: UUID) -> HttpResponse:
    """The draft of a summons as PDF; without a number, to be signed or thrown away by the superior.

    For him who must summon (PP 94/2021 Ps 26), and for who manages the attendance of the OPD.
    """
    pengguna, pada = pembaca(request), diterima(request)
    kini = hari_pemda(pada)
    boleh = (
        pengguna.akses.boleh(Izin.KEHADIRAN_KELOLA)
        and pegawai_kelola(pengguna, pada=pada).filter(pk=pegawai_id).exists()
    ) or bawahan(pengguna, pada=pada, di_antara=[pegawai_id])
    bahan = bahan_panggilan(pegawai_id, kini, pada=pada) if boleh else None
    if bahan is None:
        raise TidakDitemukan("Tidak ada hari tanpa keterangan yang perlu dibicarakan dengan pegawai itu.")
    jawaban = HttpResponse(cetak_panggilan(bahan, tanggal=kini), content_type="application/pdf")
    jawaban["Content-Disposition"] = 'inline; filename="konsep-panggilan.pdf"'
    return jawaban
