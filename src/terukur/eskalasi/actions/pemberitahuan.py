"""Messages of this room. They name OPD, papers and days, never persons, and carry a link."""

import datetime as dt
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.eskalasi.models import Peringatan, Tanggapan, TindakLanjut
from terukur.inti.waktu import tulis_tanggal
from terukur.organisasi import queries as organisasi
from terukur.pesan.actions import kirim

PUTUSAN = {
    "terima": ("Tanggapan diterima", ""),
    "tolak": ("Tanggapan tidak diterima", "Alasan: {}"),
    "beri_tenggat": ("Tenggat baru", "{}"),
    "cabut": ("Dicabut", "Alasan: {}"),
    "selesaikan": ("Disposisi selesai", ""),
    "kembalikan": ("Laporan tindak lanjut dikembalikan", "Yang kurang: {}"),
    "batalkan": ("Disposisi dibatalkan", "Alasan: {}"),
}
"""What a decision says to the OPD: the head of the message, and how its note is introduced."""


def tautan(induk: Peringatan | TindakLanjut) -> str:
    """The page of a warning, or of a disposisi in the hands of one OPD."""
    nama = "peringatan" if isinstance(induk, Peringatan) else "tindak_lanjut"
    return reverse(f"eskalasi:{nama}", args=[induk.pk])


def _orang_opd(opd_id: UUID, *, pada: dt.datetime) -> list[Pengguna]:
    """Head and admin of the OPD: a warning is not for every operator's inbox."""
    orang = [
        u
        for p in (Peran.KEPALA_OPD, Peran.ADMIN_OPD)
        for u in organisasi.pengguna_berperan(p, opd_id=opd_id, pada=pada)
    ]
    return list({u.pk: u for u in orang}.values())


def _penerbit(induk: Peringatan | TindakLanjut) -> list[Pengguna]:
    surat = induk if isinstance(induk, Peringatan) else induk.disposisi
    return list(Pengguna.objects.filter(pk=surat.terbit_oleh).order_by("pk"))


def beri_tahu_terbit(p: Peringatan, *, pada: dt.datetime) -> None:
    """Tell head and admin of the OPD what is asked, and by when."""
    kirim(
        kepada=_orang_opd(p.opd_id, pada=pada),
        judul=f"{p.get_jenis_display()}: {p.perihal}"[:200],
        isi=f"{p.opd.nama} diminta menanggapi paling lambat {tulis_tanggal(p.tanggal_tenggat, hari=True)}. "
        f"Nomor register {p.kertas.nomor}. Bukan hukuman disiplin.",
        tautan=tautan(p), kunci=f"peringatan.terbit:{p.pk}", pada=pada,
    )  # fmt: skip


def beri_tahu_disposisi(t: TindakLanjut, *, pada: dt.datetime) -> None:
    """Tell head and admin of an OPD that an instruction has come."""
    d = t.disposisi
    kirim(
        kepada=_orang_opd(t.opd_id, pada=pada),
        judul=f"Disposisi ({d.get_sifat_display().lower()}): {d.perihal}"[:200],
        isi=f"Untuk {t.opd.nama}, paling lambat {tulis_tanggal(t.tanggal_tenggat, hari=True)}. "
        f"Nomor register {d.kertas.nomor}.",
        tautan=tautan(t), kunci=f"disposisi.beri:{t.pk}", pada=pada,
    )  # fmt: skip


def beri_tahu_draf(induk: Peringatan | TindakLanjut, draf: Tanggapan, *, pada: dt.datetime) -> None:
    """Tell the head, once, that an answer waits for him."""
    kirim(
        kepada=organisasi.pengguna_berperan(Peran.KEPALA_OPD, opd_id=induk.opd_id, pada=pada),
        judul=f"Draf {'tanggapan' if isinstance(induk, Peringatan) else 'laporan'} menunggu Anda",
        isi=f"Draf {induk.opd.nama} sudah ditulis; periksa, ubah bila perlu, lalu kirim.",
        tautan=tautan(induk), kunci=f"tanggapan.draf:{draf.pk}", pada=pada,
    )  # fmt: skip


def beri_tahu_ditanggapi(
    induk: Peringatan | TindakLanjut, tanggapan: Tanggapan, *, pada: dt.datetime
) -> None:
    """Tell who issued the paper that the OPD has answered."""
    surat = induk if isinstance(induk, Peringatan) else induk.disposisi
    kata = (
        f"{induk.get_jenis_display()} sudah ditanggapi"
        if isinstance(induk, Peringatan)
        else "Laporan disposisi"
    )
    lambat = f" Terlambat {tanggapan.hari_terlambat} hari." if tanggapan.hari_terlambat else ""
    kirim(
        kepada=_penerbit(induk),
        judul=f"{kata}: {induk.opd.nama}"[:200],
        isi=f"{surat.perihal}. Menunggu keputusan Anda.{lambat}",
        tautan=tautan(induk), kunci=f"tanggapan.kirim:{tanggapan.pk}", pada=pada,
    )  # fmt: skip


def beri_tahu_putusan(
    induk: Peringatan | TindakLanjut, nama: str, *, nomor_catatan: int, pada: dt.datetime
) -> None:
    """Tell head and admin of the OPD what was decided."""
    surat = induk if isinstance(induk, Peringatan) else induk.disposisi
    kepala, pengantar = PUTUSAN[nama]
    isi = pengantar.format(induk.catatan[:300]) if induk.catatan else ""
    if nama == "beri_tenggat":
        isi = f"Paling lambat {tulis_tanggal(induk.tanggal_tenggat, hari=True)}. {isi}"
    kirim(
        kepada=_orang_opd(induk.opd_id, pada=pada),
        judul=f"{kepala}: {surat.perihal}"[:200],
        isi=f"Nomor register {surat.kertas.nomor}. {isi}".strip(),
        tautan=tautan(induk), kunci=f"putusan:{induk.pk}:{nomor_catatan}", pada=pada,
    )  # fmt: skip


def beri_tahu_alih(induk: Peringatan | TindakLanjut, *, nomor_catatan: int, pada: dt.datetime) -> None:
    """Tell head and admin of the OPD that carries on what has become its to answer."""
    surat = induk if isinstance(induk, Peringatan) else induk.disposisi
    assert induk.asal is not None, "it has just passed on"
    kirim(
        kepada=_orang_opd(induk.opd_id, pada=pada),
        judul=f"Diteruskan dari {induk.asal.nama}: {surat.perihal}"[:200],
        isi=f"{induk.opd.nama} kini yang menanggapi, paling lambat "
        f"{tulis_tanggal(induk.tanggal_tenggat, hari=True)}. Nomor register {surat.kertas.nomor}.",
        tautan=tautan(induk), kunci=f"alih:{induk.pk}:{nomor_catatan}", pada=pada,
    )  # fmt: skip


def minta_penerima(induk: Peringatan | TindakLanjut, *, pada: dt.datetime) -> None:
    """Tell who issued the paper, once, that its OPD has ended and nobody follows from what is recorded."""
    surat = induk if isinstance(induk, Peringatan) else induk.disposisi
    kirim(
        kepada=_penerbit(induk),
        judul=f"Tetapkan penerima: {surat.perihal}"[:200],
        isi=f"{induk.opd.nama} sudah berakhir dan penerusnya tidak satu. "
        f"Nomor register {surat.kertas.nomor}.",
        tautan=tautan(induk), kunci=f"minta_penerima:{induk.pk}:{induk.opd_id}", pada=pada,
    )  # fmt: skip


def ingatkan(induk: Peringatan | TindakLanjut, *, hari_lewat: int, pada: dt.datetime) -> bool:
    """One reminder for each deadline to the OPD, and once it is past one to who issued the paper too.

    The key of the message makes it once, however often this is called. True when somebody got a new one.
    """
    surat = induk if isinstance(induk, Peringatan) else induk.disposisi
    tenggat = tulis_tanggal(induk.tanggal_tenggat, hari=True)
    orang = _orang_opd(induk.opd_id, pada=pada)
    if hari_lewat > 0:
        orang += _penerbit(induk)
    baru = kirim(
        kepada=orang,
        judul=f"{'Lewat tenggat' if hari_lewat > 0 else 'Tenggat sudah dekat'}: {surat.perihal}"[:200],
        isi=f"{induk.opd.nama} belum menanggapi. Batasnya {tenggat}. Nomor register {surat.kertas.nomor}.",
        tautan=tautan(induk),
        kunci=f"ingatkan:{induk.pk}:{induk.tanggal_tenggat}:{'lewat' if hari_lewat > 0 else 'dekat'}",
        pada=pada,
    )
    return bool(baru)
