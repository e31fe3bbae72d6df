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
    dicoba = Kiriman.objects.exclude(status=StatusKiriman.MENUNGGU).filter(dicoba_pada__gte=pada - RENTANG)
    gagal = Q(status=StatusKiriman.GAGAL)
    hasil = dicoba.aggregate(
        semua=Count("pk"), gagal=Count("pk", filter=gagal), sejak=Min("dicoba_pada", filter=gagal)
    )
    tertahan = Kiriman.objects.filter(
        status=StatusKiriman.MENUNGGU, pesan__dikirim_pada__lt=pada - MENUNGGU_TERLALU_LAMA
    ).aggregate(jumlah=Count("pk"), sejak=Min("pesan__dikirim_pada"))
    parah = hasil["gagal"] > hasil["semua"] * GAGAL_GANGGUAN
    yield Hasil(
        "kiriman", "Kiriman pesan keluar",
        Keadaan.GANGGUAN if parah else Keadaan.PERHATIAN if hasil["gagal"] or tertahan["jumlah"]
        else Keadaan.BAIK,
        f"{hasil['gagal']} gagal dari {hasil['semua']} dalam 7 hari; "
        f"{tertahan['jumlah']} menunggu lebih dari 30 menit",
        "0 gagal, 0 tertahan; lebih dari separuh gagal berarti gangguan",
        "Buka Kiriman keluar, lihat alasannya, perbaiki saluran, lalu tekan Coba lagi.",
        min((h["sejak"] for h in (hasil, tertahan) if h["sejak"]), default=None),
        "pesan:kiriman",
        (
            Ukuran("kiriman_gagal_7hari", hasil["gagal"]),
            Ukuran("kiriman_tertahan", tertahan["jumlah"]),
        ),
    )  # fmt: skip
