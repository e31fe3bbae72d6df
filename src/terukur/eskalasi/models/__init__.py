"""Tables of eskalasi."""

from terukur.eskalasi.models.disposisi import Disposisi, TindakLanjut
from terukur.eskalasi.models.peringatan import Peringatan
from terukur.eskalasi.models.tanggapan import Tanggapan

__all__ = ["Disposisi", "Peringatan", "Tanggapan", "TindakLanjut"]
