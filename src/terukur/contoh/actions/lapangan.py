"""Field checks of the day before: one found otherwise and corrected, one as reported, and three others."""

import datetime as dt
import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from terukur.contoh.actions.orang import OrangContoh
from terukur.kinerja.models import RencanaAksiResmi
from terukur.organisasi.models import Wilayah
from terukur.organisasi.queries import hari_pemda
from terukur.realisasi import actions
from terukur.realisasi.choices import HasilLapangan
from terukur.realisasi.models import LaporanRealisasi
from terukur.realisasi.rules.lapangan import IsiJawaban, IsiPermintaan

H = HasilLapangan
DIMINTA, DIJAWAB, DIPERBAIKI = dt.timedelta(hours=23), dt.timedelta(hours=4), dt.timedelta(hours=2)
"""Before the day of the demo."""


@dataclass(frozen=True, slots=True)
class _Contoh:
    """``hari``: days until the last one. ``jawaban``: (result, note) of each version."""

    indikator: str
    wilayah: str
    jabatan: str
    nama: str
    peminta: str
    yang_dilihat: str
    hari: int
    jawaban: tuple[tuple[HasilLapangan, str], ...] = ()


DAFTAR = (
    _Contoh(
        "Sambungan air minum baru", "Kapas Putih", "Kepala Desa Kapas Putih", "Rambu Kapas (contoh)",
        "verifikator.kinerja", "Apakah 18 sambungan rumah di dusun timur sudah mengalir?", 7,
        (
            (H.SESUAI, ""),
            (H.TIDAK_SESUAI, "Baru 11 rumah yang airnya mengalir; 7 rumah masih menunggu meter air."),
        ),
    ),
    _Contoh(
        "Prevalensi stunting", "Batu Susun", "Kepala Desa Batu Susun", "Umbu Susun (contoh)",
        "sekda", "Apakah semua balita ditimbang dan diukur di posyandu bulan lalu?", 7,
        ((H.SESUAI, "Posyandu buka dua kali; daftar hadirnya lengkap."),),
    ),
    _Contoh(
        "Ibu hamil yang diperiksa enam kali", "Gelung Atas", "Kepala Desa Gelung Atas",
        "Rambu Gelung (contoh)", "verifikator.kinerja",
        "Apakah bidan desa mengunjungi rumah ibu hamil yang tidak datang ke posyandu?", 7,
        ((H.TIDAK_DAPAT, "Bidan sedang mengikuti pelatihan di kabupaten; buku kunjungan dibawa."),),
    ),
    _Contoh(
        "Jalan kabupaten dalam kondisi mantap", "Watu Ikat", "Camat Watu Ikat", "Umbu Ikat (contoh)",
        "operator.pupr", "Apakah ruas jalan ke pasar sudah ditambal dan dapat dilalui truk?", 7,
    ),
    _Contoh(
        "Anak putus sekolah", "Lereng Kapas", "Kepala Desa Lereng Kapas", "Rambu Lereng (contoh)",
        "penyelenggara", "Apakah sembilan anak yang disebut laporan sudah bersekolah lagi?", 0,
    ),
)  # fmt: skip


def isi_lapangan(*, pada: dt.datetime) -> None:
    """Ask about the last report of each OPD, and answer through the link what is answered."""
    orang = OrangContoh(pada)
    aksi = {
        a.isi["ukuran"]["nama"]: a
        for a in RencanaAksiResmi.objects.diketahui(None).exclude(nomor_register="").order_by("tahun", "pk")
    }
    for c in DAFTAR:
        a = aksi[c.indikator]
        laporan = LaporanRealisasi.objects.filter(opd=a.opd_id, tahun=a.tahun).order_by("-periode").first()
        if laporan is None:  # early in the year no quarter is over yet
            continue
        pengguna, pelaku = orang.ambil(c.peminta)
        saat = pada - DIMINTA
        p, _ = actions.minta_pemeriksaan(
            opd_id=a.opd_id,
            periode=laporan.periode,
            kunci=a.kunci,
            wilayah=Wilayah.objects.filter(nama=c.wilayah).order_by("kode")[0],
            isi=IsiPermintaan(
                c.yang_dilihat, hari_pemda(saat) + dt.timedelta(days=c.hari), c.nama, c.jabatan
            ),
            sebagai=pengguna.akses.sebutan,
            oleh=pelaku,
            pada=saat,
        )
        for (hasil, catatan), sebelum in zip(c.jawaban, (DIJAWAB, DIPERBAIKI), strict=False):
            actions.jawab_lapangan(
                pemeriksaan_id=p.pk,
                isi=IsiJawaban(hasil, catatan, f"Dusun Contoh, {c.wilayah}"),
                foto=() if hasil == H.TIDAK_DAPAT else [("contoh.jpg", _foto(c.wilayah))],
                oleh=actions.pelaku_lapangan(p),
                pada=pada - sebelum,
            )


def _foto(wilayah: str) -> io.BytesIO:
    """A picture that nobody takes for a real one."""
    gambar = Image.new("RGB", (640, 480), (126, 150, 92))
    gambar.paste((168, 205, 232), (0, 0, 640, 220))
    ImageDraw.Draw(gambar).text((24, 24), f"FOTO CONTOH\n{wilayah}", fill=(20, 30, 40), font_size=36)
    keluar = io.BytesIO()
    gambar.save(keluar, "JPEG", quality=80)
    keluar.seek(0)
    return keluar
