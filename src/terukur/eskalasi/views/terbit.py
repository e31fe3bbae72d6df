"""Issuing: a warning, the next level of one, a disposisi; with the cause computed by the room it is of."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from terukur.akun.konfirmasi import FormulirKonfirmasi, pastikan
from terukur.eskalasi import actions, queries
from terukur.eskalasi.actions import IsiDisposisi, IsiPeringatan
from terukur.eskalasi.choices import JenisPeringatan, SifatDisposisi
from terukur.eskalasi.forms import FormulirDisposisi, FormulirPeringatan
from terukur.eskalasi.models import Peringatan
from terukur.eskalasi.penyedia import cari_sebab
from terukur.eskalasi.rules.alur import BUKAN_DISIPLIN, LANJUTAN
from terukur.eskalasi.rules.sebab import Sebab, baca_sebab
from terukur.eskalasi.views.bantu import alamat, hari, pembaca, saat
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import daftar_opd, geser_hari_kerja

HARI_TENGGAT = 5
"""Working days that the form proposes for an answer; the issuer may change them."""
PERTAMA = (JenisPeringatan.PENJELASAN, JenisPeringatan.PERINGATAN_1)


def _uuid(teks: str) -> UUID | None:
    try:
        return UUID(teks)
    except ValueError:
        return None


def _opd_dipilih(request: HttpRequest) -> list[OPD]:
    """The OPD that the address names, of those to which the reader may issue."""
    diminta = {i for t in request.GET.getlist("opd") if (i := _uuid(t))}
    return [o for o in daftar_opd(pembaca(request), izin=Izin.ESKALASI_TERBIT) if o.pk in diminta]


def _sebab(request: HttpRequest, opd: list[OPD]) -> Sebab | None:
    """The cause named by ``?sebab=``, as it was known at ``?diketahui=``, never later than now."""
    teks = request.GET.get("sebab", "")
    if not teks:
        return None
    try:
        diketahui = parse_datetime(request.GET.get("diketahui", ""))
    except ValueError:
        diketahui = None
    if diketahui is None or diketahui.tzinfo is None or diketahui > saat(request):
        diketahui = saat(request)
    sebab = cari_sebab(teks, [o.pk for o in opd], diketahui=diketahui, untuk=pembaca(request))
    if sebab is None:
        raise TidakDitemukan("Sebab itu tidak ada pada saat yang ditanyakan; kembali ke daftarnya.")
    return sebab


def _awal(request: HttpRequest, sebab: Sebab | None) -> dict[str, Any]:
    return {
        "perihal": sebab.perihal if sebab else "",
        "diminta": sebab.diminta if sebab else "",
        "instruksi": sebab.diminta if sebab else "",
        "tanggal_tenggat": geser_hari_kerja(hari(request), HARI_TENGGAT).tanggal,
    }


@izin(Izin.ESKALASI_TERBIT)
@require_http_methods(["GET", "POST"])
def terbitkan(request: HttpRequest) -> HttpResponse:
    """A new matter: a request for an explanation, or a first warning."""
    opd = _opd_dipilih(request)
    if request.GET.get("opd") and not opd:
        raise TidakDitemukan("OPD tidak ditemukan.")
    return _terbitkan(request, opd=opd[:1], sebab=_sebab(request, opd[:1]), pilihan=PERTAMA)


@izin(Izin.ESKALASI_TERBIT)
@require_http_methods(["GET", "POST"])
def tingkatkan(request: HttpRequest, peringatan_id: UUID) -> HttpResponse:
    """The next level of a matter whose last paper was of no avail."""
    lama = queries.get_peringatan(peringatan_id, untuk=pembaca(request))
    konteks = queries.susun_konteks(lama, pengguna=pembaca(request), pada=saat(request))
    langkah = queries.tindakan_peringatan(lama, pengguna=pembaca(request), konteks=konteks)
    boleh = next((t for t in langkah if t.nama == "tingkatkan"), None)
    if boleh is None or not boleh.boleh:
        messages.error(request, boleh.alasan if boleh else "Peringatan ini sudah berakhir.")
        return redirect(alamat(lama))
    return _terbitkan(
        request, opd=[lama.opd], sebab=baca_sebab(lama.sebab),
        pilihan=(LANJUTAN[JenisPeringatan(lama.jenis)],), lama=lama,
    )  # fmt: skip


def _terbitkan(
    request: HttpRequest,
    *,
    opd: list[OPD],
    sebab: Sebab | None,
    pilihan: tuple[JenisPeringatan, ...],
    lama: Peringatan | None = None,
) -> HttpResponse:
    jabatan = queries.jabatan_penerbit(pembaca(request), pada=saat(request))
    awal = _awal(request, sebab)
    if lama is not None:
        awal |= {"perihal": lama.perihal, "diminta": lama.diminta}
    if request.GET.get("jenis") in JenisPeringatan.values:
        awal["jenis"] = request.GET["jenis"]
    formulir = FormulirPeringatan(
        request.POST or None, initial=awal, pilihan_jenis=pilihan, jabatan=jabatan,
        sebab_ada=sebab is not None,
        opd=[] if opd else daftar_opd(pembaca(request), izin=Izin.ESKALASI_TERBIT),
    )  # fmt: skip
    konfirmasi = FormulirKonfirmasi(request.POST or None, request=request)
    if request.method == "POST" and formulir.is_valid() and pastikan(request, konfirmasi):
        b = formulir.cleaned_data
        opd_id = opd[0].pk if opd else UUID(b["opd"])
        isi = IsiPeringatan(
            jenis=JenisPeringatan(b["jenis"]), perihal=b["perihal"], diminta=b["diminta"],
            tanggal_tenggat=b["tanggal_tenggat"], jabatan=jabatan or b["sebagai"],
            sebab=sebab or Sebab(b["sebab"]),
        )  # fmt: skip
        try:
            hasil = laksanakan(
                request,
                lambda **kw: actions.terbitkan(opd_id=opd_id, **kw),
                peristiwa="peringatan.terbit", objek="peringatan", objek_id=lama.pk if lama else "",
                opd_id=opd_id, tujuan=alamat, penugasan=jabatan or b["sebagai"], isi=isi,
                sebelumnya_id=lama.pk if lama else None, pengguna=pembaca(request),
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            if hasil.nilai:
                messages.success(request, f"Terbit. Nomor register {hasil.nilai.kertas.nomor}.")
            return redirect(hasil.tujuan)
    konteks = {
        "formulir": formulir,
        "konfirmasi": konfirmasi,
        "opd": opd[0] if opd else None,
        "sebab": sebab,
        "lama": lama,
        "jabatan": jabatan,
        "bukan_disiplin": BUKAN_DISIPLIN,
        "kembali": alamat(lama) if lama else (sebab.tautan if sebab else reverse("eskalasi:daftar")),
    }
    return render(
        request, "eskalasi/terbitkan.html", konteks,
        status=422 if formulir.errors or konfirmasi.errors else 200,
    )  # fmt: skip


@izin(Izin.ESKALASI_TERBIT)
@require_http_methods(["GET", "POST"])
def beri(request: HttpRequest) -> HttpResponse:
    """A new disposisi to one or more OPD."""
    opd = _opd_dipilih(request)
    if request.GET.get("opd") and not opd:
        raise TidakDitemukan("OPD tidak ditemukan.")
    dicentang = request.POST.getlist("opd")
    sebab = _sebab(request, [o for o in opd if str(o.pk) in dicentang] or opd)
    jabatan = queries.jabatan_penerbit(pembaca(request), pada=saat(request))
    pilihan = opd if sebab else daftar_opd(pembaca(request), izin=Izin.ESKALASI_TERBIT)
    awal = _awal(request, sebab) | {"opd": [str(o.pk) for o in opd], "sifat": SifatDisposisi.SEGERA}
    formulir = FormulirDisposisi(
        request.POST or None, initial=awal, pilihan_opd=pilihan, jabatan=jabatan, sebab_ada=sebab is not None
    )
    konfirmasi = FormulirKonfirmasi(request.POST or None, request=request)
    if request.method == "POST" and formulir.is_valid() and pastikan(request, konfirmasi):
        b = formulir.cleaned_data
        isi = IsiDisposisi(
            perihal=b["perihal"], instruksi=b["instruksi"], sifat=SifatDisposisi(b["sifat"]),
            tanggal_tenggat=b["tanggal_tenggat"], jabatan=jabatan or b["sebagai"],
            sebab=sebab or Sebab(b["sebab"]),
        )  # fmt: skip
        try:
            hasil = laksanakan(
                request, actions.beri, peristiwa="disposisi.beri", objek="disposisi",
                tujuan=lambda d: reverse("eskalasi:disposisi", args=[d.pk]), penugasan=isi.jabatan,
                opd_ids=[UUID(i) for i in b["opd"]], isi=isi, pengguna=pembaca(request),
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            if hasil.nilai:
                messages.success(request, f"Diberikan. Nomor register {hasil.nilai.kertas.nomor}.")
            return redirect(hasil.tujuan)
    konteks = {
        "formulir": formulir,
        "konfirmasi": konfirmasi,
        "sebab": sebab,
        "jabatan": jabatan,
        "kembali": sebab.tautan if sebab else reverse("eskalasi:daftar_disposisi"),
    }
    return render(
        request, "eskalasi/beri.html", konteks, status=422 if formulir.errors or konfirmasi.errors else 200
    )
