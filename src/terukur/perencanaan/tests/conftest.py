"""The room is tested without the room above: money comes from a plain stand-in."""

import pytest

from terukur.perencanaan import penyedia
from terukur.perencanaan.penyedia import PaguTersedia, UangSumber


class UangUji:
    """Amounts as {id of sub kegiatan: {(kode, nama) of source: amount}}; ``batas``: one ceiling."""

    def __init__(self):
        self.isi = {}
        self.batas = []
        self.berekening = set()
        self.disimpan = {}

    def jumlah(self, pengajuan_ids):
        return {pk: sum(isi.values()) for pk, isi in self.isi.items()}

    def rincian(self, pengajuan):
        return {
            pk: [UangSumber(k, n, j, k in self.berekening) for (k, n), j in isi.items()]
            for pk, isi in self.isi.items()
        }

    def pagu(self, pengajuan):
        return [PaguTersedia(None, "", k, n, p, t) for k, n, p, t in self.batas]

    def simpan(self, pengajuan, uang, *, oleh, pada):
        self.disimpan.update(uang)

    def cadangkan(self, pengajuan, sub_kegiatan_ids):
        return [{"sub": str(i), "uang": str(self.disimpan.get(i))} for i in sub_kegiatan_ids]

    def kembalikan(self, pengajuan, sub_kegiatan_ids, cadangan, *, oleh, pada):
        for i in sub_kegiatan_ids:
            self.disimpan.pop(i, None)

    def tautan_ubah(self, sub_kegiatan_id):
        return f"/uji/{sub_kegiatan_id}/"


@pytest.fixture(autouse=True)
def uang():
    pengganti = UangUji()
    with pytest.MonkeyPatch.context() as ganti:
        ganti.setattr(penyedia.daftar_uang, "_isi", {"anggaran": pengganti})
        yield pengganti
