"""The kinds of import of this room."""

from terukur.realisasi.importers.evaluasi import EVALUASI

__all__ = ["EVALUASI"]
