"""What this room offers to the rooms below."""

from terukur.anggaran.providers.sampel import populasi_kebutuhan
from terukur.anggaran.providers.syarat import PenyediaKebutuhan, tautan_sub
from terukur.anggaran.providers.uang import PenyediaUangAnggaran

__all__ = ["PenyediaKebutuhan", "PenyediaUangAnggaran", "populasi_kebutuhan", "tautan_sub"]
