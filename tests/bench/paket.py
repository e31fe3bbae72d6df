"""Packages to hand in, as ``tests.beban`` prepares them."""

from tests.beban.siapkan_paket import main as siapkan


def main(jumlah: str) -> list[dict[str, str]]:
    return siapkan(int(jumlah), 24 * 60)
