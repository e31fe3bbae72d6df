"""What the journal says of its own health: is it sealed, is it whole?"""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinatePeriodicDefer

from terukur.inti.kesehatan import Hasil, Keadaan, Ukuran, nilai_batas, tulis_lama
from terukur.jejak.models import Catatan, Segel
from terukur.jejak.segel import RantaiRusak, periksa_ujung

BELUM_PERHATIAN, BELUM_GANGGUAN = 120, 600
"""Seconds that an entry may wait for its seal; the worker seals each minute."""
PALING_BANYAK = 2_000
"""So many unsealed entries are recomputed for the page; more mean that nothing is sealed, which it says."""
MALAM = dt.timedelta(hours=26)
TUGAS_PERIKSA = "jejak.periksa"

LANGKAH_RUSAK = (
    "Jangan mengubah apa pun. Jalankan terukur verify, simpan keluarannya dan catatan keamanan, bandingkan "
    "segel dengan salinan saksi, lalu beri tahu Inspektorat. Jangan memulihkan cadangan sebelum itu."
)


def periksa_jejak(pada: dt.datetime) -> Iterator[Hasil]:
    """Entries without a seal, and a chain that does not hold."""
    lalu = Segel.objects.order_by("-nomor").first()
    belum = Catatan.objects.filter(nomor__gt=lalu.catatan_nomor if lalu else 0).order_by("nomor")
    jumlah = belum.count()
    sejak = belum.values_list("pada", flat=True).first()
    umur = max(0.0, (pada - sejak).total_seconds()) if sejak else 0.0
    segel = f"segel terakhir {tulis_lama(pada - lalu.pada)} lalu" if lalu else "belum ada segel"
    yield Hasil(
        "segel", "Segel jejak resmi", nilai_batas(umur, BELUM_PERHATIAN, BELUM_GANGGUAN),
        f"{jumlah} catatan belum disegel; {segel}",
        "catatan menunggu segel 2 menit (perhatian), 10 menit (gangguan)",
        "Tugas latar belakang menyegel setiap menit: pastikan ia hidup. Bila hidup, lihat pemeriksaan "
        "keutuhan jejak: rantai yang rusak tidak disegel.",
        sejak if umur > BELUM_PERHATIAN else None, "jejak:segel",
        (
            Ukuran("jejak_belum_disegel", jumlah), Ukuran("jejak_belum_disegel_umur_detik", umur),
            Ukuran("jejak_segel_umur_detik", (pada - lalu.pada).total_seconds() if lalu else 0),
            Ukuran("jejak_catatan", (lalu.catatan_nomor if lalu else 0) + jumlah),
        ),
    )  # fmt: skip
    yield _keutuhan(pada, lalu, terlalu_banyak=jumlah > PALING_BANYAK)


def _keutuhan(pada: dt.datetime, lalu: Segel | None, *, terlalu_banyak: bool) -> Hasil:
    """The end of the chain now, and what last night's check of all of it found."""
    rusak = ""
    try:
        if not terlalu_banyak:
            periksa_ujung(lalu)
    except RantaiRusak:
        rusak = "ujung rantai tidak bersambung dari segel terakhir"
    gagal = ProcrastinateEvent.objects.filter(
        type="failed", job__task_name=TUGAS_PERIKSA, job__status="failed"
    ).aggregate(n=Max("at"))["n"]
    detik = ProcrastinatePeriodicDefer.objects.filter(task_name=TUGAS_PERIKSA).aggregate(
        n=Max("defer_timestamp")
    )["n"]
    malam = dt.datetime.fromtimestamp(detik, dt.UTC) if detik else None
    # A finding stays until a later night's check of everything has found nothing.
    if gagal and (malam is None or gagal >= malam):
        rusak = rusak or "pemeriksaan malam menemukan catatan yang tidak cocok"
    if rusak:
        return Hasil(
            "rantai", "Keutuhan jejak resmi", Keadaan.GANGGUAN, rusak, "0 temuan", LANGKAH_RUSAK, gagal,
            ukuran=(Ukuran("jejak_rusak", 1),),
        )  # fmt: skip
    if malam and pada - malam <= MALAM:
        return Hasil(
            "rantai", "Keutuhan jejak resmi", Keadaan.BAIK,
            f"bersambung; seluruhnya diperiksa {tulis_lama(pada - malam)} lalu tanpa temuan",
            "0 temuan; seluruhnya diperiksa setiap malam", ukuran=(Ukuran("jejak_rusak", 0),),
        )  # fmt: skip
    pertama = Segel.objects.order_by("nomor").values_list("pada", flat=True).first()
    baru = malam is None and (pertama is None or pada - pertama <= MALAM)
    return Hasil(
        "rantai", "Keutuhan jejak resmi", Keadaan.BAIK if baru else Keadaan.PERHATIAN,
        "ujungnya bersambung; seluruhnya belum pernah diperiksa oleh server ini" if malam is None
        else "ujungnya bersambung; pemeriksaan malam terlewat",
        "0 temuan; seluruhnya diperiksa setiap malam",
        "Pastikan tugas latar belakang hidup pada malam hari, atau jalankan terukur verify sekarang.",
        malam, ukuran=(Ukuran("jejak_rusak", 0),),
    )  # fmt: skip
