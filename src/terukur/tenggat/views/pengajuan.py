"""The package of one OPD: what is missing, who must act, and the steps."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.akun.konfirmasi import FormulirKonfirmasi, pastikan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.rules import sebut_peristiwa, tulis_nilai
from terukur.jejak.tindakan import laksanakan
from terukur.tenggat import actions, queries, rules
from terukur.tenggat.choices import StatusPengajuan, StatusPerpanjangan
from terukur.tenggat.forms import FormMintaPerbaikan
from terukur.tenggat.models import HasilTTE, Pengajuan
from terukur.tenggat.penyedia import daftar_penyedia
from terukur.tenggat.views.bantu import ambil, ambil_opd, kerjakan, pembaca, saat

TINDAKAN_HALAMAN = {
    "tandai_siap": "siap", "tandai_siap_perbaikan": "siap", "batalkan_siap": "batalkan_siap",
    "batalkan_siap_perbaikan": "batalkan_siap", "paraf": "paraf", "paraf_perbaikan": "paraf",
    "minta_perbaikan": "minta_perbaikan", "minta_perbaikan_ulang": "minta_perbaikan",
    "ajukan": "ajukan", "ajukan_perbaikan": "ajukan", "verifikasi": "periksa", "kembalikan": "periksa",
    "verifikasi_lain": "periksa", "kembalikan_lain": "periksa", "reviu": "reviu", "tetapkan": "tetapkan",
}  # fmt: skip
"""{step: url name}; the steps of a verifier all lead to the page where he reads."""

SIAP = (StatusPengajuan.SIAP_DITANDATANGANI, StatusPengajuan.SIAP_PERBAIKAN)

_LANGKAH = (
    ("Disiapkan", (StatusPengajuan.DRAF,)),
    ("Ditandatangani", SIAP),
    ("Diperiksa", (StatusPengajuan.DIAJUKAN, StatusPengajuan.DIKEMBALIKAN)),
    ("Diverifikasi", (StatusPengajuan.DIVERIFIKASI,)),
    ("Ditetapkan", (StatusPengajuan.DITETAPKAN,)),
)


def langkah_halaman(status: str) -> list[tuple[str, str]]:
    """(word, sudah | kini | "") of the stations that a package passes."""
    kini = next(i for i, (_, daftar) in enumerate(_LANGKAH) if status in daftar)
    return [
        (kata, "sudah" if i < kini else "kini" if i == kini else "") for i, (kata, _) in enumerate(_LANGKAH)
    ]


@izin(Izin.PENGAJUAN_LIHAT)
@require_GET
def pengajuan(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """What is missing with links, who must act now, allowed steps or the reason, notes, papers."""
    p = ambil(request, pengajuan_id)
    akses = pembaca(request).akses
    pada = saat(request)
    syarat = queries.daftar_syarat(p.jendela)
    kelengkapan = queries.kelengkapan_pengajuan(p, syarat)
    konteks = queries.susun_konteks(
        p,
        pengguna=pembaca(request),
        pada=pada,
        syarat=syarat,
        kelengkapan=kelengkapan,
    )
    (baris,) = queries.susun_baris([p], p.jendela, pada=pada)
    isi = [
        {
            "syarat": s, "kelengkapan": kelengkapan[s.kode], "sel": sel,
            "tautan": daftar_penyedia.ambil(s.kode).tautan_isi(p),
        }
        for s, sel in zip(syarat, baris.sel, strict=True)
    ]  # fmt: skip
    tindakan = [
        t
        for t in queries.tindakan_pengajuan(p, pengguna=pembaca(request), konteks=konteks)
        if t.nama in TINDAKAN_HALAMAN and (konteks.paraf_sisa or not t.nama.startswith("paraf"))
    ]
    tanda = list(p.daftar_tanda_terima.select_related("kertas").order_by("-versi"))
    berita = list(p.daftar_berita_acara.select_related("kertas").order_by("-versi"))
    perpanjangan = list(p.daftar_perpanjangan.order_by("-diputus_pada", "-diminta_pada", "pk"))
    surat = [t.kertas_id for t in tanda] + [b.kertas_id for b in berita]
    hasil_tte = HasilTTE.objects.filter(kertas__in=surat)
    return render(
        request,
        "tenggat/pengajuan.html",
        {
            "p": p, "j": p.jendela, "baris": baris, "isi": isi, "tindakan": tindakan,
            "alamat": {
                k: reverse(f"tenggat:{v}", args=[p.pk]) for k, v in TINDAKAN_HALAMAN.items()
            },
            "langkah": langkah_halaman(p.status),
            "catatan": p.daftar_catatan.select_related("syarat").order_by(
                "selesai_pada", "dibuat_pada", "pk"
            ),
            "boleh_menanggapi": akses.boleh(Izin.PENGAJUAN_ISI, p.opd_id),
            "boleh_minta": akses.boleh(Izin.PERPANJANGAN_MINTA, p.opd_id)
            and not p.diajukan_pada
            and not rules.alasan_di_luar_jendela(p.jendela, pada=pada),
            "perpanjangan": perpanjangan,
            "permintaan_menunggu": any(x.status == StatusPerpanjangan.DIMINTA for x in perpanjangan),
            "paraf": p.daftar_paraf.filter(dibatalkan_pada=None).order_by("putaran", "urutan"),
            "tanda": tanda, "berita": berita, "hasil_tte": hasil_tte.select_related("berkas").order_by("pk"),
            "reviu": p.daftar_reviu.order_by("-direviu_pada", "-pk"),
            "penetapan": getattr(p, "penetapan", None),
            "lain": Pengajuan.objects.filter(opd_id=p.opd_id).exclude(pk=p.pk).exclude(versi=0)
            .select_related("jendela").order_by("-jendela__tenggat_pada", "pk")[:10],
            "riwayat": queries.riwayat_pengajuan(p)[:8], "sebut": sebut_peristiwa,
        },
    )  # fmt: skip


def _hanya_unit(request: HttpRequest, p: Pengajuan) -> bool:
    return pembaca(request).akses.unit(Izin.PENGAJUAN_ISI, p.opd_id) is not None


@izin(Izin.PENGAJUAN_ISI)
@require_POST
def siap(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    p = ambil(request, pengajuan_id, Izin.PENGAJUAN_ISI)
    return kerjakan(
        request, actions.tandai_siap, peristiwa="pengajuan.tandai_siap", pengajuan=p, pengajuan_id=p.pk,
        hanya_unit=_hanya_unit(request, p), kembali=reverse("tenggat:pengajuan", args=[p.pk]),
        berhasil="Isian dikunci dan menunggu tanda tangan Kepala OPD.",
    )  # fmt: skip


@izin(Izin.PENGAJUAN_ISI)
@require_POST
def batalkan_siap(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    p = ambil(request, pengajuan_id, Izin.PENGAJUAN_ISI)
    return kerjakan(
        request, actions.batalkan_siap, peristiwa="pengajuan.batalkan_siap", pengajuan=p,
        pengajuan_id=p.pk, hanya_unit=_hanya_unit(request, p),
        kembali=reverse("tenggat:pengajuan", args=[p.pk]),
        berhasil="Isian dibuka kembali untuk diubah.",
    )  # fmt: skip


@izin(Izin.PENGAJUAN_PARAF)
@require_POST
def paraf(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    p = ambil(request, pengajuan_id, Izin.PENGAJUAN_PARAF)
    return kerjakan(
        request, actions.paraf, peristiwa="pengajuan.paraf", pengajuan=p, pengajuan_id=p.pk,
        kembali=reverse("tenggat:pengajuan", args=[p.pk]), berhasil="Paraf Anda tercatat.",
    )  # fmt: skip


@izin(Izin.PENGAJUAN_PARAF)
@require_http_methods(["GET", "POST"])
def minta_perbaikan(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """The head or a pemaraf writes what the operator must mend before they sign."""
    p = ambil(request, pengajuan_id, Izin.PENGAJUAN_PARAF)
    form = FormMintaPerbaikan(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return kerjakan(
            request, actions.minta_perbaikan, peristiwa="pengajuan.minta_perbaikan", pengajuan=p,
            pengajuan_id=p.pk, alasan=form.cleaned_data["alasan"], pengguna=pembaca(request),
            kembali=reverse("tenggat:pengajuan", args=[p.pk]),
            berhasil="Isian dibuka kembali; operator diberi tahu apa yang perlu diperbaiki.",
        )  # fmt: skip
    return render(
        request, "tenggat/minta_perbaikan.html",
        {"p": p, "j": p.jendela, "form": form, "terbuka": p.status in SIAP},
        status=422 if form.errors else 200,
    )  # fmt: skip


@izin(Izin.PENGAJUAN_AJUKAN)
@require_http_methods(["GET", "POST"])
def ajukan(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """What will be signed, and the confirmation of who signs."""
    opd_id = ambil_opd(request, pengajuan_id, Izin.PENGAJUAN_AJUKAN)
    konfirmasi = FormulirKonfirmasi(request.POST or None, request=request)
    galat = ""
    if request.method == "POST" and pastikan(request, konfirmasi):
        try:
            hasil = laksanakan(
                request, actions.ajukan, peristiwa="pengajuan.ajukan", objek="pengajuan",
                objek_id=pengajuan_id, opd_id=opd_id,
                tujuan=reverse("tenggat:pengajuan", args=[pengajuan_id]),
                pengajuan_id=pengajuan_id, pengguna=pembaca(request),
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            galat = tolak.pesan
        else:
            if hasil.nilai:
                messages.success(request, f"Diterima. Nomor register {hasil.nilai.kertas.nomor}.")
            return redirect(hasil.tujuan)
    p = ambil(request, pengajuan_id, Izin.PENGAJUAN_AJUKAN)
    syarat = queries.daftar_syarat(p.jendela)
    kelengkapan = queries.kelengkapan_pengajuan(p, syarat)
    konteks = queries.susun_konteks(
        p, pengguna=pembaca(request), pada=saat(request), syarat=syarat, kelengkapan=kelengkapan
    )
    nama = rules.langkah_ajukan(p.status)
    tindakan = [
        t for t in queries.tindakan_pengajuan(p, pengguna=pembaca(request), konteks=konteks) if t.nama == nama
    ]
    (baris,) = queries.susun_baris([p], p.jendela, pada=saat(request))
    return render(
        request,
        "tenggat/ajukan.html",
        {
            "p": p, "j": p.jendela, "baris": baris, "konfirmasi": konfirmasi, "galat": galat,
            "penugasan": konteks.penugasan, "tindakan": tindakan[0] if tindakan else None,
            "ringkasan": {kode: k.ringkasan for kode, k in kelengkapan.items()},
            "catatan": p.daftar_catatan.filter(selesai_pada=None).select_related("syarat").order_by("pk"),
            "tulis_kolom": rules.tulis_kolom,
        },
        status=422 if galat or konfirmasi.errors else 200,
    )  # fmt: skip


@izin(Izin.PENGAJUAN_LIHAT)
@require_GET
def banding(request: HttpRequest, pengajuan_id: UUID, lama_id: UUID) -> HttpResponse:
    """Two stages of one OPD side by side, with their differences."""
    baru = ambil(request, pengajuan_id)
    lama = queries.pasangan_tahap(baru, lama_id=lama_id)
    syarat = queries.daftar_syarat(baru.jendela)
    bagian = []
    for s in syarat:
        a = queries.isi_versi(lama, s.kode, lama.versi)
        b = queries.isi_versi(baru, s.kode, baru.versi)
        label_lama, label_baru = (dict(daftar_penyedia.ambil(s.kode).baris(p)) for p in (lama, baru))
        a = rules.samakan_baris(a, label_lama=label_lama, label_baru=label_baru)
        bagian.append((s, rules.selisih_isi(a, b), label_lama | label_baru))
    return render(
        request,
        "tenggat/banding.html",
        {
            "baru": baru,
            "lama": lama,
            "bagian": bagian,
            "belum": [p.jendela.nama_tahapan for p in (lama, baru) if not p.versi],
            "tulis_kolom": rules.tulis_kolom,
            "tulis_isi": partial(tulis_nilai, zona=baru.jendela.zona_waktu),
        },
    )
