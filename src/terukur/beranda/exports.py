"""Health as tables to download, and as figures for a monitoring server."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from terukur.inti.kesehatan import Hasil, Keadaan, Ukuran
from terukur.inti.lembar import Kolom

JENIS_METRIK: Final = CONTENT_TYPE_PLAIN_0_0_4
KOLOM_KESEHATAN: Final = (
    Kolom("Pemeriksaan", "judul"),
    Kolom("Keadaan", lambda h: h.keadaan.value),
    Kolom("Nilai", "lengkap", lebar=60),
    Kolom("Batas", "batas", lebar=60),
    Kolom("Sejak", "sejak", "waktu"),
    Kolom("Yang harus dilakukan", lambda h: "" if h.keadaan is Keadaan.BAIK else h.langkah, lebar=80),
)
KOLOM_HALAMAN: Final = (
    Kolom("Halaman", "rute"),
    Kolom("Permintaan", "jumlah", "angka"),
    Kolom("Galat server", "galat", "angka"),
    Kolom("Separuh dalam (milidetik)", "p50", "angka"),
    Kolom("95 % dalam (milidetik)", "p95", "angka"),
    Kolom("Terlama (milidetik)", "terlama", "angka"),
)
KOLOM_TABEL: Final = (
    Kolom("Tabel", "nama"),
    Kolom("Perkiraan baris", "baris", "angka"),
    Kolom("Baris mati", "baris_mati", "angka"),
    Kolom("Ukuran (bita)", "bita", "angka"),
    Kolom("Di antaranya indeks (bita)", "bita_indeks", "angka"),
)


class _Kolektor(Collector):
    """Findings as gauges: the state of each check, and the figures it measured."""

    def __init__(self, hasil: Iterable[Hasil]) -> None:
        self._hasil = list(hasil)

    def collect(self) -> Iterator[Metric]:
        keadaan = GaugeMetricFamily(
            "terukur_keadaan",
            "0 baik, 1 perlu perhatian, 2 gangguan, 3 tidak terukur",
            labels=["pemeriksaan"],
        )
        for h in self._hasil:
            keadaan.add_metric([h.kode], h.keadaan.angka)
        yield keadaan
        ukuran: defaultdict[str, list[Ukuran]] = defaultdict(list)
        bantuan = {}
        for h in self._hasil:
            for u in h.ukuran:
                ukuran[u.nama].append(u)
                bantuan[u.nama] = f"{h.judul}; batas: {h.batas}"
        for nama, daftar in sorted(ukuran.items()):
            label = sorted(daftar[0].label)
            keluarga = GaugeMetricFamily(f"terukur_{nama}", bantuan[nama], labels=label)
            for u in daftar:
                keluarga.add_metric([u.label[k] for k in label], u.nilai)
            yield keluarga


def tulis_metrik(hasil: Iterable[Hasil]) -> bytes:
    """The findings in Prometheus' text format."""
    registri = CollectorRegistry()
    registri.register(_Kolektor(hasil))
    return generate_latest(registri)
