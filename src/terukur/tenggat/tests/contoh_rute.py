"""Samples of this room's routes for the sweep of all routes and roles."""

from typing import Any

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.models import OPD
from terukur.tenggat import actions
from terukur.tenggat.actions import IsiCatatan
from terukur.tenggat.choices import JenisSaat
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.tests import factories as f
from tests.rute import Contoh, Dunia

SEMUA = "hanya peran yang mencakup seluruh OPD"


def _diajukan(opd: OPD, kepala: Any, verifikator: Any) -> Pengajuan:
    """A package with a receipt, a note, and a document asked for."""
    p = f.buat_pengajuan(
        opd, syarat=(("contoh", True), ("data_dukung", False)), dokumen=(f.dokumen(wajib=False),)
    )
    f.daftarkan_contoh().lengkapi(p)
    f.ajukan(p, kepala=kepala, pada=f.SEKARANG)
    actions.tambah_catatan(
        pengajuan_id=p.pk, kode="contoh", catatan=IsiCatatan("Periksa"), pengguna=verifikator,
        oleh=verifikator.pelaku(), pada=f.SEKARANG,
    )  # fmt: skip
    return Pengajuan.objects.get(pk=p.pk)


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    f.daftarkan_contoh()
    verifikator = f.buat_orang(Peran.VERIFIKATOR)
    kepala = dunia.pengguna[Peran.KEPALA_OPD]
    p = _diajukan(dunia.sendiri, kepala, verifikator)
    q = _diajukan(dunia.lain, dunia.pengguna_lain, verifikator)
    draf, draf_lain = f.buat_pengajuan(dunia.sendiri), f.buat_pengajuan(dunia.lain)
    minta = [
        actions.minta_perpanjangan(
            pengajuan_id=x.pk, alasan="Banjir", sampai=f.TUTUP, oleh=SISTEM, pada=f.SEKARANG
        )
        for x in (draf, draf_lain)
    ]
    laporan = actions.terbitkan_laporan(
        jendela_id=p.jendela_id, saat=f.TENGGAT, jenis=JenisSaat.TENGGAT, oleh=SISTEM, pada=f.TUTUP
    )
    assert laporan is not None
    siap = f.buat_jendela(opd=[dunia.sendiri], buka=False)
    per_pengajuan = {
        nama: Contoh({"pengajuan_id": x.pk}, {"pengajuan_id": y.pk})
        for nama, x, y in (
            ("pengajuan", p, q), ("siap", draf, draf_lain), ("batalkan_siap", draf, draf_lain),
            ("paraf", draf, draf_lain), ("minta_perbaikan", draf, draf_lain),
            ("ajukan", p, q), ("dokumen", p, q), ("periksa", p, q),
            ("reviu", p, q), ("tetapkan", p, q), ("minta", draf, draf_lain),
        )
    }  # fmt: skip
    dok, dok_lain = (x.jendela.daftar_dokumen_syarat.get() for x in (p, q))
    per_dokumen = Contoh(
        {"pengajuan_id": p.pk, "dokumen_id": dok.pk}, {"pengajuan_id": q.pk, "dokumen_id": dok_lain.pk}
    )
    tanda, tanda_lain = (x.daftar_tanda_terima.get() for x in (p, q))
    surat = Contoh({"kertas_id": tanda.kertas_id}, {"kertas_id": tanda_lain.kertas_id})
    catatan = Contoh(
        {"catatan_id": p.daftar_catatan.get().pk}, {"catatan_id": q.daftar_catatan.get().pk}
    )  # fmt: skip
    per_syarat = Contoh({"pengajuan_id": p.pk, "kode": "contoh"}, {"pengajuan_id": q.pk, "kode": "contoh"})
    hasil = {
        **per_pengajuan,
        "banding": Contoh(
            {"pengajuan_id": p.pk, "lama_id": draf.pk}, {"pengajuan_id": q.pk, "lama_id": draf_lain.pk}
        ),
        "unggah": per_dokumen,
        "hapus": per_dokumen,
        "verifikasi": per_syarat,
        "catat": per_syarat,
        "tanggapi": catatan,
        "selesaikan": catatan,
        "surat": surat,
        "hasil_tte": surat,
        "perpanjangan": Contoh({"perpanjangan_id": minta[0].pk}, {"perpanjangan_id": minta[1].pk}),
        "laporan": Contoh({"laporan_id": laporan.pk}, umum=SEMUA),
        "jendela": Contoh({"jendela_id": p.jendela_id}, {"jendela_id": q.jendela_id}),
        "ubah": Contoh({"jendela_id": siap.pk}, umum=SEMUA),
        "buka": Contoh({"jendela_id": siap.pk}, umum=SEMUA),
        "kolektif": Contoh({"jendela_id": p.jendela_id}, umum=SEMUA),
        "tetapkan_bersama": Contoh({"jendela_id": p.jendela_id}, umum=SEMUA),
    }
    return {f"tenggat:{nama}": c for nama, c in hasil.items()}
