"""Workflows: a warning until its reply is accepted, a disposisi until it is carried out."""

import datetime as dt
from dataclasses import dataclass

from terukur.eskalasi.choices import JenisPeringatan, StatusPeringatan, StatusTindakLanjut
from terukur.inti.alur import Alur, Transisi
from terukur.inti.izin import Izin
from terukur.inti.waktu import tulis_tanggal

BUKAN_DISIPLIN = "Bukan hukuman disiplin menurut PP 94/2021; bahan pertimbangan pejabat yang berwenang."
"""Stands on every page and paper of a warning."""

P, T = StatusPeringatan, StatusTindakLanjut
J = JenisPeringatan

LANJUTAN = {J.PENJELASAN: J.PERINGATAN_1, J.PERINGATAN_1: J.PERINGATAN_2, J.PERINGATAN_2: J.PERINGATAN_3}
"""What may follow a paper of the same matter; nothing follows level III (own rule, ADR 0016)."""


@dataclass(frozen=True, slots=True)
class KonteksTerbitan:
    """What the conditions of a step look at, collected by queries for one reader and instant.

    ``penugasan``: by which the reader heads the OPD. ``sendiri``: why he may not judge it, or empty.
    ``terbit_pimpinan`` and ``is_pimpinan``: whose paper it is, and who reads.
    """

    ada_draf: bool = False
    penugasan: str = ""
    hanya_unit: bool = False
    sendiri: str = ""
    terbit_pimpinan: bool = False
    is_pimpinan: bool = False
    is_terlambat: bool = False
    is_tidak_diterima: bool = False
    jenis: str = J.PENJELASAN
    tanggal_tenggat: dt.date = dt.date.max


def _penanda_tangan(k: KonteksTerbitan) -> str | None:
    if k.penugasan:
        return None
    return (
        "Hanya kepala OPD menurut penugasan hari ini (definitif, Pj, Plt atau Plh) yang dapat mengirim; "
        "bila penugasan Anda belum tercatat, hubungi BKPSDM."
    )


def _ada_draf(k: KonteksTerbitan) -> str | None:
    return None if k.ada_draf else "Belum ada isinya. Tulis dan simpan dahulu, lalu kirim."


def _bukan_sendiri(k: KonteksTerbitan) -> str | None:
    return k.sendiri or None


def _setingkat(k: KonteksTerbitan) -> str | None:
    if not k.terbit_pimpinan or k.is_pimpinan:
        return None
    return "Diterbitkan Bupati atau Wakil Bupati; keputusannya oleh Bupati atau Wakil Bupati."


def _belum_terjawab(k: KonteksTerbitan) -> str | None:
    """A next level only where the one before was of no avail (own rule, ADR 0016)."""
    if J(k.jenis) not in LANJUTAN:
        return "Tingkat III adalah yang tertinggi; langkah berikutnya di luar aplikasi ini."
    if k.is_tidak_diterima or k.is_terlambat:
        return None
    return (
        "Tingkat berikutnya baru dapat diterbitkan bila tanggapan tidak diterima, atau tidak ada tanggapan "
        f"sampai lewat {tulis_tanggal(k.tanggal_tenggat)}."
    )


_PUTUS = (_bukan_sendiri, _setingkat)


def alasan_bukan_pemutus(k: KonteksTerbitan) -> str:
    """Why this reader may not decide about the paper; empty if he may."""
    return next((a for syarat in _PUTUS if (a := syarat(k))), "")


def tenggat_penerus(tenggat: dt.date, sejak: dt.date, *, hari: dt.date) -> dt.date:
    """The day until which whoever took a paper over on ``hari`` answers.

    As many days as the OPD before had, that got it on the day ``sejak``.

    Nobody is late with what has just become his duty (ADR 0023); no day is taken away.
    """
    return max(tenggat, hari + (tenggat - sejak))


ALUR_PERINGATAN = Alur(
    "peringatan",
    status=P.choices,
    awal=P.TERBIT,
    transisi=(
        Transisi(
            "tanggapi", "Kirim tanggapan", (P.TERBIT,), P.DITANGGAPI, Izin.ESKALASI_TANGGAPI,
            (_penanda_tangan, _ada_draf), giliran="Penerbit",
        ),
        Transisi("terima", "Terima tanggapan", (P.DITANGGAPI,), P.DITERIMA, Izin.ESKALASI_TERBIT, _PUTUS),
        Transisi(
            "tolak", "Tidak menerima tanggapan", (P.DITANGGAPI,), P.TIDAK_DITERIMA, Izin.ESKALASI_TERBIT,
            _PUTUS, giliran="Penerbit",
        ),
        Transisi(
            "beri_tenggat", "Beri tenggat baru", (P.TERBIT, P.TIDAK_DITERIMA), P.TERBIT,
            Izin.ESKALASI_TERBIT, _PUTUS, giliran="Kepala OPD",
        ),
        Transisi(
            "tingkatkan", "Terbitkan tingkat berikutnya", (P.TERBIT, P.TIDAK_DITERIMA), P.DITINGKATKAN,
            Izin.ESKALASI_TERBIT, (*_PUTUS, _belum_terjawab),
        ),
        Transisi(
            "cabut", "Cabut", (P.TERBIT, P.DITANGGAPI, P.TIDAK_DITERIMA), P.DICABUT, Izin.ESKALASI_TERBIT,
            _PUTUS,
        ),
    ),
)  # fmt: skip

ALUR_TINDAK_LANJUT = Alur(
    "tindak_lanjut",
    status=T.choices,
    awal=T.TERKIRIM,
    transisi=(
        Transisi(
            "terima", "Terima disposisi", (T.TERKIRIM,), T.DITERIMA, Izin.ESKALASI_TANGGAPI,
            (_penanda_tangan,), giliran="Kepala OPD",
        ),
        Transisi(
            "laporkan", "Kirim laporan", (T.DITERIMA, T.DIKEMBALIKAN), T.DILAPORKAN, Izin.ESKALASI_TANGGAPI,
            (_penanda_tangan, _ada_draf), giliran="Pemberi disposisi",
        ),
        Transisi("selesaikan", "Nyatakan selesai", (T.DILAPORKAN,), T.SELESAI, Izin.ESKALASI_TERBIT, _PUTUS),
        Transisi(
            "kembalikan", "Kembalikan laporan", (T.DILAPORKAN,), T.DIKEMBALIKAN, Izin.ESKALASI_TERBIT,
            _PUTUS, giliran="Kepala OPD",
        ),
        Transisi(
            "batalkan", "Batalkan", (T.TERKIRIM, T.DITERIMA, T.DILAPORKAN, T.DIKEMBALIKAN), T.DIBATALKAN,
            Izin.ESKALASI_TERBIT, _PUTUS,
        ),
    ),
)  # fmt: skip

MENUNGGU_OPD = {
    "peringatan": (P.TERBIT,),
    "tindak_lanjut": (T.TERKIRIM, T.DITERIMA, T.DIKEMBALIKAN),
}
"""States in which the OPD must act before the deadline."""
MENUNGGU_PUTUSAN = (P.DITANGGAPI, P.TIDAK_DITERIMA, T.DILAPORKAN)
"""States of either kind in which the issuer must decide."""
BISA_DITULIS = {"peringatan": (P.TERBIT,), "tindak_lanjut": (T.DITERIMA, T.DIKEMBALIKAN)}
"""States in which the draft of an answer is written."""

GILIRAN_PERINGATAN = {
    P.TERBIT: "Kepala OPD", P.DITANGGAPI: "Penerbit", P.TIDAK_DITERIMA: "Penerbit", P.DITERIMA: "",
    P.DITINGKATKAN: "", P.DICABUT: "",
}  # fmt: skip
GILIRAN_TINDAK_LANJUT = {
    T.TERKIRIM: "Kepala OPD", T.DITERIMA: "Kepala OPD", T.DILAPORKAN: "Pemberi disposisi",
    T.DIKEMBALIKAN: "Kepala OPD", T.SELESAI: "", T.DIBATALKAN: "",
}  # fmt: skip
"""Who must act now, by state."""


def alasan_sendiri(nama_opd: str, *, is_opd_sendiri: bool) -> str:
    """Nobody warns, instructs or judges the OPD he belongs to."""
    if not is_opd_sendiri:
        return ""
    return f"{nama_opd} adalah OPD Anda sendiri; terbitan dan keputusannya oleh Bupati atau Wakil Bupati."


def hari_terlambat(tanggal_tenggat: dt.date, *, is_menunggu_opd: bool, hari: dt.date) -> int:
    """Days past the deadline of what still waits for the OPD; 0 while in time or answered."""
    return max(0, (hari - tanggal_tenggat).days) if is_menunggu_opd else 0
