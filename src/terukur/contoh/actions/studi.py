"""Two lessons of the demo: one adopted with what became of it, one that an OPD is to adopt soon."""

import datetime as dt
from dataclasses import dataclass

from terukur.contoh.actions.orang import OrangContoh
from terukur.contoh.akun import nama_pendek
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda
from terukur.studi.actions import IsiStudi, adopsi, catat_studi
from terukur.studi.models import StudiBanding


@dataclass(frozen=True, slots=True)
class _Contoh:
    """``lalu`` and ``batas``: days before and after it was recorded. ``hasil`` empty: not adopted yet."""

    opd: str
    pokok: str
    pembanding: str
    pelajaran: str
    lalu: int
    batas: int
    hasil: str = ""


DAFTAR = (
    _Contoh(
        "Dinas Kesehatan", "Kunjungan rumah bagi balita yang tidak datang ke posyandu",
        "Kabupaten tetangga (contoh)",
        "Kader menerima daftar nama balita yang belum datang pada hari kedua, lalu mengunjunginya sebelum "
        "hari kelima. Yang dicatat bukan banyaknya kunjungan, melainkan banyaknya balita yang tertimbang.",
        lalu=5, batas=90,
        hasil="Daftar nama dibagikan di 12 puskesmas; bulan lalu 96 dari 100 balita tertimbang.",
    ),
    _Contoh(
        "Dinas Kominfo", "Satu alamat pengaduan yang terhubung dengan LAPOR!",
        "Kota mitra (contoh)",
        "Semua pengaduan masuk melalui satu alamat dan diteruskan ke OPD pada hari yang sama. OPD yang "
        "belum menjawab dalam tiga hari kerja tampak pada papan Sekda.",
        lalu=2, batas=98,
    ),
)  # fmt: skip


def isi_studi(*, pada: dt.datetime) -> None:
    """Record them as the operators of these OPD do."""
    orang, hari = OrangContoh(pada), hari_pemda(pada)
    for c in DAFTAR:
        opd = OPD.objects.get(singkatan=c.opd, aktif=True)
        pengguna, pelaku = orang.ambil(f"operator.{nama_pendek(c.opd)}")
        catat_studi(
            isi=IsiStudi(
                c.pokok, c.pembanding, hari - dt.timedelta(days=c.lalu), c.pelajaran, opd.pk,
                hari + dt.timedelta(days=c.batas),
            ),
            pengguna=pengguna, oleh=pelaku, pada=pada,
        )  # fmt: skip


def isi_adopsi(*, pada: dt.datetime) -> None:
    """Say of those that were adopted what became of them."""
    orang = OrangContoh(pada)
    for c in DAFTAR:
        if c.hasil:
            pengguna, pelaku = orang.ambil(f"operator.{nama_pendek(c.opd)}")
            s = StudiBanding.objects.get(pokok=c.pokok)
            adopsi(studi_id=s.pk, hasil=c.hasil, pengguna=pengguna, oleh=pelaku, pada=pada)
