"""What delivery to the outside says of its health."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Min, Q

from terukur.inti.kesehatan import Hasil, Keadaan, Ukuran
from terukur.pesan.actions import MENUNGGU_TERLALU_LAMA
from terukur.pesan.choices import StatusKiriman
from terukur.pesan.models import Kiriman
from terukur.pesan.saluran import daftar_saluran

RENTANG = dt.timedelta(days=7)
GAGAL_GANGGUAN = 0.5
"""When more than half of what was tried within the span failed, the channel itself is broken."""


def periksa_pesan(pada: dt.datetime) -> Iterator[Hasil]:
    """Channels that are off, deliveries that failed, deliveries that nobody takes up."""
    saluran = daftar_saluran()
    diabaikan = 0 if settings.MODE_LATIHAN else len(settings.TERUKUR_APPRISE) - len(saluran)
    if settings.MODE_LATIHAN:
        nilai = "mode latihan: tidak ada yang dikirim ke luar"
    else:
        nilai = ", ".join(sorted(saluran)) or "tidak ada; pesan hanya masuk ke kotak pesan"
        nilai += f"; {diabaikan} saluran diabaikan" if diabaikan else ""
    yield Hasil(
        "saluran", "Saluran pesan keluar",
        Keadaan.BAIK if settings.MODE_LATIHAN or (saluran and not diabaikan) else Keadaan.PERHATIAN,
        nilai, "sekurangnya 1 saluran, tidak ada yang diabaikan",
        "Isi TERUKUR_APPRISE (lihat .env.contoh); setiap alamat harus memuat {email} dan jenis saluran yang "
        "berbeda.",
        ukuran=(Ukuran("saluran_pesan", len(saluran)),),
    )  # fmt: skip
    hitung = Kiriman.objects.aggregate(
        gagal=Count("pk", filter=Q(status=StatusKiriman.GAGAL, dicoba_pada__gte=pada - RENTANG)),
        dicoba=Count("pk", filter=Q(dicoba_pada__gte=pada - RENTANG)),
        sejak_gagal=Min("dicoba_pada", filter=Q(status=StatusKiriman.GAGAL, dicoba_pada__gte=pada - RENTANG)),
        tertahan=Count(
            "pk",
            filter=Q(status=StatusKiriman.MENUNGGU, pesan__dikirim_pada__lt=pada - MENUNGGU_TERLALU_LAMA),
        ),
        sejak_tertahan=Min(
            "pesan__dikirim_pada",
            filter=Q(status=StatusKiriman.MENUNGGU, pesan__dikirim_pada__lt=pada - MENUNGGU_TERLALU_LAMA),
        ),
    )
    gagal, dicoba, tertahan = hitung["gagal"], hitung["dicoba"], hitung["tertahan"]
    parah = gagal > 0 and gagal > dicoba * GAGAL_GANGGUAN
    yield Hasil(
        "kiriman", "Kiriman pesan keluar",
        Keadaan.GANGGUAN if parah else Keadaan.PERHATIAN if gagal or tertahan else Keadaan.BAIK,
        f"{gagal} gagal dari {dicoba} dalam 7 hari; {tertahan} menunggu lebih dari 30 menit",
        "0 gagal, 0 tertahan; lebih dari separuh gagal berarti gangguan",
        "Buka Kiriman keluar, lihat alasannya, perbaiki saluran, lalu tekan Coba lagi.",
        min((s for s in (hitung["sejak_gagal"], hitung["sejak_tertahan"]) if s), default=None),
        "pesan:kiriman",
        (Ukuran("kiriman_gagal_7hari", gagal), Ukuran("kiriman_tertahan", tertahan)),
    )  # fmt: skip
