"""Samples of this room's routes for the sweep of all routes and roles."""

import datetime as dt
from typing import Any

from django.utils import timezone

from terukur.inti.pelaku import SISTEM
from terukur.kinerja.actions import alihkan_target
from terukur.kinerja.models import TargetResmi
from terukur.kinerja.tests.factories import buat_indikator
from terukur.organisasi.models import OPD
from terukur.realisasi import actions
from terukur.realisasi.choices import JenisDini, JenisEdisi
from terukur.realisasi.tests.factories import TW1, buat_regu, isi, minta_lapangan, sesudah
from tests.rute import Contoh, Dunia


def _isi(opd: OPD) -> dict[str, dict[str, Any]]:
    regu = buat_regu(opd=opd)
    isi(regu, 8)
    bukti = actions.tambah_bukti(
        opd_id=opd.pk, periode=TW1, kunci=regu.kunci, tautan="https://contoh.go.id/bukti",
        oleh=SISTEM, pada=sesudah(TW1),
    )  # fmt: skip
    laporan = {"opd_id": opd.pk, "periode": TW1}
    edisi = actions.terbitkan_edisi(
        opd=opd, jenis=JenisEdisi.RAPOR, per=dt.date(2027, 4, 30), oleh=SISTEM, pada=sesudah(TW1, 40)
    )
    pemeriksaan, token = minta_lapangan(regu, tenggat=timezone.localdate())
    return {
        "lapangan": {"pemeriksaan_id": pemeriksaan.pk},
        "jawab": {"token": token},
        "laporan": laporan,
        "baris": laporan | {"kunci": regu.kunci},
        "tambah": laporan | {"indikator_id": buat_indikator().indikator_id},
        "rapor": {"opd_id": opd.pk},
        "penjelasan_dini": {"opd_id": opd.pk, "jenis": JenisDini.DIAM.value},
        "setahun": {"opd_id": opd.pk},
        "fisik": {"opd_id": opd.pk, "periode": "2027-03"},
        "kertas": {"jenis": "evaluasi", "opd_id": opd.pk},
        "penjelasan": {"kunci": regu.kunci, "periode": TW1},
        "cabut": {"bukti_id": bukti.pk},
        "edisi": {"edisi_id": edisi.pk},
        "edisi_berkas": {"edisi_id": edisi.pk, "format": "xlsx"},
    }


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    sendiri, lain = _isi(dunia.sendiri), _isi(dunia.lain)

    berakhir = buat_regu()
    alihkan_target(
        target=list(TargetResmi.objects.filter(kunci=berakhir.kunci)), penerima=None, alasan="contoh",
        oleh=SISTEM, pada=sesudah(TW1),
    )  # fmt: skip

    def milik(objek: str) -> Contoh:
        return Contoh(sendiri[objek], lain=lain[objek])

    hasil = {
        "tambah": milik("tambah"),
        **{n: milik("rapor") for n in ("rapor", "nilai", "perubahan", "terbitkan", "esakip", "laju_opd")},
        **{n: milik(n) for n in ("edisi", "edisi_berkas", "setahun", "kertas", "penjelasan_dini")},
        **{n: milik("fisik") for n in ("fisik", "fisik_sahkan")},
        "penjelasan": milik("penjelasan"),
        "penerima": Contoh({"kunci": berakhir.kunci}, umum="nobody owes what it is about"),
        "cabut": milik("cabut"),
        **{n: milik("lapangan") for n in ("lapangan", "ganti_tautan", "cabut_lapangan")},
        "jawab_lapangan": Contoh(sendiri["jawab"], umum="Terbuka bagi pemegang tautan rahasianya."),
        **{n: milik("laporan") for n in ("laporan", "siap", "batal_siap", "ajukan", "periksa", "kembalikan")},
        **{n: milik("baris") for n in ("simpan", "hapus", "bukti", "minta_lapangan")},
    }
    return {f"realisasi:{nama}": c for nama, c in hasil.items()}
