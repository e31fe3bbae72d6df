"""Samples of this room's routes for the sweep of all routes and roles."""

import datetime as dt
from typing import Any

from terukur.akun.akses import susun_akses
from terukur.akun.peran import Peran
from terukur.eskalasi.models import TindakLanjut
from terukur.eskalasi.tests.factories import beri, terbitkan
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import geser_hari_kerja, hari_pemda
from tests.rute import Contoh, Dunia


def _isi(dunia: Dunia, opd: OPD) -> dict[str, dict[str, Any]]:
    pada = dt.datetime.now(dt.UTC)
    bupati = dunia.pengguna[Peran.PIMPINAN]
    bupati.akses = susun_akses(bupati, pada=pada)
    tenggat = geser_hari_kerja(hari_pemda(pada), 5).tanggal
    p = terbitkan(opd, bupati, pada=pada, tanggal_tenggat=tenggat)
    d = beri([opd], bupati, pada=pada, tanggal_tenggat=tenggat)
    return {
        "peringatan": {"peringatan_id": p.pk},
        "tindak_lanjut": {"tindak_lanjut_id": TindakLanjut.objects.get(disposisi=d).pk},
        "disposisi": {"disposisi_id": d.pk},
        "surat": {"kertas_id": p.kertas_id},
    }


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    sendiri, lain = _isi(dunia, dunia.sendiri), _isi(dunia, dunia.lain)

    def milik(objek: str) -> Contoh:
        return Contoh(sendiri[objek], lain=lain[objek])

    p = (
        "peringatan",
        "tingkatkan",
        "tulis_tanggapan",
        "kirim_tanggapan",
        "terima",
        "tolak",
        "beri_tenggat",
        "cabut",
        "penerima",
    )
    t = (
        "tindak_lanjut", "terima_disposisi", "tulis_laporan", "kirim_laporan", "selesaikan", "kembalikan",
        "batalkan", "penerima_disposisi",
    )  # fmt: skip
    hasil = {n: milik("peringatan") for n in p} | {n: milik("tindak_lanjut") for n in t}
    hasil |= {"disposisi": milik("disposisi"), "surat": milik("surat")}
    return {f"eskalasi:{nama}": c for nama, c in hasil.items()}
