"""Statuses of a day as statements name them."""

from terukur.kehadiran.choices import StatusHari


def termasuk(*status: StatusHari) -> str:
    """``in (1, 6)``: literals, so that a partial index on one of them serves."""
    return f"in ({', '.join(str(int(s)) for s in status)})"
