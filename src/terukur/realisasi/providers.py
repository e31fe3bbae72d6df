"""What this room tells the journal's pages."""

from terukur.jejak.penyedia import KataIsi, ObjekJejak
from terukur.realisasi.choices import Pihak

KATA = KataIsi(
    kolom={
        "diverifikasi_sendiri": "Diverifikasi sendiri",
        "hari_tenggat": "Tenggat (hari sesudah periode)",
        "ambang_lebih": "Ambang rincian kontribusi (% di atas target)",
        "pihak_diakui": "Pihak yang diakui",
        "kontribusi": "Kontribusi terhadap capaian",
    },
    nilai={"pihak_diakui": dict(Pihak.choices)},
)
"""Words of this room for what the journal holds."""

OBJEK = {
    "realisasi": ObjekJejak("Laporan realisasi"),
    "ketentuan_realisasi": ObjekJejak("Ketentuan realisasi"),
}
