"""What kehadiran offers upward."""

import datetime as dt
from collections.abc import Iterator

from terukur.inti.kesehatan import Hasil, Keadaan, Ukuran
from terukur.jejak.penyedia import KataIsi
from terukur.kehadiran.choices import Dialek
from terukur.kehadiran.models import Mesin, ProsesPendengar
from terukur.kehadiran.queries.mesin import pendengar_hidup

KATA = KataIsi(kolom={"perintah": "Perintah mesin"})


def periksa_pendengar(pada: dt.datetime) -> Iterator[Hasil]:
    """The listener of devices beats, where there are devices that speak to it."""
    ada_mesin = Mesin.objects.filter(aktif=True).exclude(dialek=Dialek.BERKAS).exists()
    hidup = pendengar_hidup(pada)
    terakhir = ProsesPendengar.objects.order_by("-terakhir_pada").first()
    yield Hasil(
        "pendengar_mesin", "Pendengar mesin absensi",
        Keadaan.BAIK if hidup or not ada_mesin else Keadaan.GANGGUAN,
        f"{len(hidup)} proses hidup" if hidup
        else "tidak ada proses yang berdenyut" if ada_mesin else "belum ada mesin yang memerlukannya",
        "sekurangnya 1 proses yang berdenyut dalam 90 detik terakhir, bila ada mesin",
        "Jalankan lagi pendengar mesin (terukur mesin), lalu lihat catatannya. Mesin menyimpan rekamannya "
        "dan mengirimkannya kembali sesudah itu.",
        None if hidup or not terakhir else terakhir.terakhir_pada,
        ukuran=(Ukuran("pendengar_mesin_hidup", len(hidup)),),
    )  # fmt: skip
