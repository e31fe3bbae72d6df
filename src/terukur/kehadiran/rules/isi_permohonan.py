"""Is a request complete and possible in itself? No database, no clock."""

import datetime as dt
from dataclasses import dataclass

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.waktu import tulis_tanggal
from terukur.kehadiran.choices import BagianHari, JenisPermohonan
from terukur.kehadiran.rules.permohonan import ATURAN, is_rekam

SETAHUN = dt.timedelta(days=366)
"""What lies further away than this is a slip of the year."""


@dataclass(frozen=True, slots=True)
class IsiPermohonan:
    """What is asked. ``masuk`` and ``pulang``: minutes after midnight of ``sejak``."""

    jenis: str
    sejak: dt.date
    sampai: dt.date
    bagian: str = BagianHari.PENUH
    masuk: int | None = None
    pulang: int | None = None
    nomor: str = ""
    alasan: str = ""
    mesin_id: int | None = None

    @property
    def jumlah_hari(self) -> int:
        """Calendar days, first and last included."""
        return (self.sampai - self.sejak).days + 1


def _lengkap(isi: IsiPermohonan, ada_berkas: bool) -> dict[str, str]:
    aturan = ATURAN[JenisPermohonan(isi.jenis)]
    kurang: dict[str, str] = {}
    if aturan.nomor and not isi.nomor.strip():
        kurang["nomor"] = f"Isi {aturan.nomor[:1].lower()}{aturan.nomor[1:]}."
    if aturan.alasan and not isi.alasan.strip():
        kurang["alasan"] = "Tuliskan alasannya."
    if aturan.mesin and isi.mesin_id is None:
        kurang["mesin"] = "Pilih mesin yang tidak dapat dipakai."
    if aturan.berkas_sejak and isi.jumlah_hari >= aturan.berkas_sejak and not ada_berkas:
        kurang["berkas"] = (
            "Lampirkan berkas pendukungnya."
            if aturan.berkas_sejak == 1
            else f"Lampirkan berkas pendukungnya: wajib bila {aturan.berkas_sejak} hari atau lebih."
        )
    return kurang


def _masa(isi: IsiPermohonan, hari: dt.date) -> dict[str, str]:
    aturan = ATURAN[JenisPermohonan(isi.jenis)]
    if isi.sampai < isi.sejak:
        return {"sampai": "Tidak boleh sebelum hari pertama."}
    if is_rekam(isi.jenis):
        if isi.sejak > hari:
            return {"sejak": "Hanya untuk hari ini atau hari yang sudah lewat."}
        if isi.sejak != isi.sampai or isi.bagian != BagianHari.PENUH:
            return {"sampai": "Satu permohonan untuk satu hari."}
        if isi.masuk is None and isi.pulang is None:
            return {"masuk": "Isi jam masuk, jam pulang, atau keduanya."}
        if isi.masuk is not None and isi.pulang is not None and isi.pulang <= isi.masuk:
            return {"pulang": "Jam pulang harus sesudah jam masuk; centang bila pulangnya esok hari."}
        return {}
    if isi.sampai < hari - SETAHUN:
        return {"sejak": "Sudah lebih dari setahun yang lalu. Periksa tahunnya, atau hubungi BKPSDM."}
    if isi.sejak > hari + SETAHUN:
        return {"sejak": "Masih lebih dari setahun lagi. Periksa tahunnya."}
    if aturan.paling_lama and isi.jumlah_hari > aturan.paling_lama:
        return {"sampai": f"Paling lama {aturan.paling_lama} hari kalender untuk satu permohonan."}
    if isi.bagian != BagianHari.PENUH and not (aturan.separuh and isi.sejak == isi.sampai):
        return {"bagian": "Paruh hari hanya untuk izin, dinas luar atau diklat sehari."}
    return {}


def periksa_isi(isi: IsiPermohonan, *, ada_berkas: bool, hari: dt.date) -> None:
    """Raise ``AturanDilanggar`` with a sentence at each field that is missing or impossible."""
    if isi.jenis not in JenisPermohonan.values:
        raise AturanDilanggar("Pilih jenis permohonan.", kolom={"jenis": "Pilih dari daftar."})
    if kolom := _masa(isi, hari) | _lengkap(isi, ada_berkas):
        raise AturanDilanggar(next(iter(kolom.values())), kode="belum_lengkap", kolom=kolom)


def tolak_lewat(batas: dt.date, hari: dt.date) -> None:
    """Refuse an hour that is asked for too late."""
    if hari > batas:
        raise AturanDilanggar(
            f"Batas mengajukan untuk hari itu {tulis_tanggal(batas, hari=True)} sudah lewat. Hubungi BKPSDM "
            "bila ada bukti baru.",
            kode="lewat_batas",
            kolom={"sejak": f"Batasnya {tulis_tanggal(batas)} sudah lewat."},
        )


def menit_jam(jam: dt.time | None, *, esok: bool = False) -> int | None:
    """An hour of the clock as minutes after midnight, of the next day when ``esok``."""
    return None if jam is None else jam.hour * 60 + jam.minute + (1440 if esok else 0)


def tulis_menit(menit: int | None) -> str:
    """``07.30``, ``07.30 (esok)``; ``–`` for none."""
    if menit is None:
        return "–"
    hari, sisa = divmod(menit, 1440)
    return f"{sisa // 60:02d}.{sisa % 60:02d}{' (esok)' if hari else ''}"
