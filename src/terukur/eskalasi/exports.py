"""The papers of this room as PDF, and the columns of its lists."""

from django.utils import timezone

from terukur.antarmuka.surat import bingkai_surat, cetak
from terukur.eskalasi.choices import JabatanPimpinan
from terukur.eskalasi.rules.alur import BUKAN_DISIPLIN, GILIRAN_PERINGATAN, GILIRAN_TINDAK_LANJUT
from terukur.eskalasi.rules.sebab import baca_sebab
from terukur.inti.lembar import Kolom
from terukur.inti.waktu import tulis_tanggal, tulis_waktu
from terukur.jejak.kertas import keterangan_surat
from terukur.jejak.models import Kertas
from terukur.organisasi.queries import zona_pemda

TEMPLAT = {"PJ": "eskalasi/peringatan", "PR": "eskalasi/peringatan", "DS": "eskalasi/disposisi"}

KOLOM_PERINGATAN = (
    Kolom("Nomor register", "kertas.nomor", "kode"),
    Kolom("Jenis", lambda p: p.get_jenis_display()),
    Kolom("OPD", "opd.nama"),
    Kolom("Warisan dari", lambda b: b.asal.nama if b.asal else ""),
    Kolom("Perihal", "perihal"),
    Kolom("Terbit", "terbit_pada", "waktu"),
    Kolom("Oleh", "terbit_jabatan"),
    Kolom("Paling lambat", "tanggal_tenggat", "tanggal"),
    Kolom("Status", lambda p: p.get_status_display()),
    Kolom("Giliran", lambda p: GILIRAN_PERINGATAN[p.status]),
    Kolom("Ditanggapi", "ditanggapi_pada", "waktu"),
)
KOLOM_DISPOSISI = (
    Kolom("Nomor register", "disposisi.kertas.nomor", "kode"),
    Kolom("OPD", "opd.nama"),
    Kolom("Warisan dari", lambda b: b.asal.nama if b.asal else ""),
    Kolom("Perihal", "disposisi.perihal"),
    Kolom("Instruksi", "disposisi.instruksi", lebar=60),
    Kolom("Sifat", lambda t: t.disposisi.get_sifat_display()),
    Kolom("Diberikan", "disposisi.terbit_pada", "waktu"),
    Kolom("Oleh", "disposisi.terbit_jabatan"),
    Kolom("Paling lambat", "tanggal_tenggat", "tanggal"),
    Kolom("Status", lambda t: t.get_status_display()),
    Kolom("Giliran", lambda t: GILIRAN_TINDAK_LANJUT[t.status]),
    Kolom("Dilaporkan", "ditanggapi_pada", "waktu"),
)


def cetak_kertas(kertas: Kertas) -> bytes:
    """The PDF of a warning or disposisi; the same register entry gives the same paper."""
    tanggal = timezone.localtime(kertas.pada).date()
    sebab = baca_sebab(kertas.isi["sebab"])
    keadaan = ""
    if sebab.per and sebab.diketahui:
        keadaan = (
            f"{tulis_tanggal(sebab.per)}, menurut data tercatat s.d. "
            f"{tulis_waktu(sebab.diketahui, zona_pemda())}"
        )
    bingkai = bingkai_surat(tanggal)
    jabatan = kertas.isi["jabatan_penerbit"].split(", SK")[0]
    if jabatan in JabatanPimpinan.values:
        bingkai["kop"] |= {
            "instansi": jabatan.removeprefix("Pj. ").removeprefix("Plt. ").removeprefix("Plh. ")
        }
        jabatan = f"{jabatan} {bingkai['pemda_singkat']}"
    data = {
        **kertas.isi,
        **bingkai,
        "jabatan_penerbit": jabatan,
        "keadaan": keadaan,
        "bukan_disiplin": BUKAN_DISIPLIN,
        "kertas": keterangan_surat(kertas),
    }
    return cetak(TEMPLAT[kertas.jenis], data, tanggal=tanggal)
