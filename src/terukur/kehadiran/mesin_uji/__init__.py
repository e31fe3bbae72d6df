"""A device without a device: behaves like firmware, strict where firmware is strict (absensi.md 1.4)."""

from terukur.kehadiran.mesin_uji.acc import MesinAcc
from terukur.kehadiran.mesin_uji.mesin import Luring, MesinUji

__all__ = ["Luring", "MesinAcc", "MesinUji"]
