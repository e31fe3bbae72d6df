"""Pure decisions of organisasi: codes, NIP, working days, limits of temporary offices."""

import datetime as dt
import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.waktu import tulis_tanggal
from terukur.organisasi.choices import JenisPenugasan

SATU_HARI = dt.timedelta(days=1)
AWALAN_NIP_FIKTIF = "9999"
"""A NIP of the demo: a birth year that no calendar of this age knows."""

_POLA_KODE = re.compile(r"\d\.\d{2}\.\d\.\d{2}\.\d\.\d{2}\.\d{2}\.\d{4}")


def periksa_kode(kode: str) -> None:
    """Raise unless ``kode`` is a 22-character OPD or unit code (Permendagri 90/2019, lampiran)."""
    if not _POLA_KODE.fullmatch(kode):
        raise AturanDilanggar(
            f"Kode “{kode}” tidak sesuai pola 22 karakter; contoh yang benar: 1.02.0.00.0.00.01.0000.",
            kode="kode_salah",
            kolom={"kode": "Pakai pola 22 karakter, misalnya 1.02.0.00.0.00.01.0000."},
        )


def kode_induk(kode: str) -> str:
    """Code of the OPD to which a unit code belongs: ``…01.0005`` -> ``…01.0000``."""
    return f"{kode[:17]}.0000"


def bidang_urusan(kode: str) -> tuple[str, ...]:
    """The one to three bidang urusan in an OPD code, e.g. ``("1.01", "2.19")``."""
    pasangan = (kode[0:4], kode[5:9], kode[10:14])
    return tuple(p for p in pasangan if p != "0.00")


def periksa_nip(nip: str, *, izinkan_fiktif: bool = False) -> None:
    """Check the structure of a NIP; raise ``AturanDilanggar`` with what is wrong with it.

    18 digits: birth date YYYYMMDD, month of appointment (TMT CPNS) YYYYMM, sex 1 or 2, serial
    number of three digits (Perka BKN 22/2007). PPPK numbers carry the year of appointment and a
    two-digit batch (21 and more) where PNS have the month; both are accepted. NIP beginning
    with 9999 are fictional and pass only where ``izinkan_fiktif`` (trial mode).
    """

    def tolak(alasan: str) -> AturanDilanggar:
        return AturanDilanggar(
            f"NIP “{nip}” tidak benar: {alasan}.", kode="nip_salah", kolom={"nip": f"{alasan.capitalize()}."}
        )

    if not re.fullmatch(r"[0-9]{18}", nip):
        raise tolak(f"harus 18 angka tanpa spasi, terbaca {len(nip)} karakter")
    if nip.startswith(AWALAN_NIP_FIKTIF):
        if izinkan_fiktif:
            return
        raise tolak("NIP berawalan 9999 hanya untuk mode latihan")
    try:
        lahir = dt.date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        raise tolak(f"delapan angka pertama ({nip[:8]}) bukan tanggal lahir") from None
    if not 1900 <= lahir.year <= 2100:
        raise tolak(f"tahun lahir {lahir.year} tidak masuk akal")
    tahun, bulan = int(nip[8:12]), int(nip[12:14])
    if not (1 <= bulan <= 12 or bulan >= 21):
        raise tolak(f"angka ke-9 sampai ke-14 ({nip[8:14]}) bukan tahun dan bulan pengangkatan")
    if not lahir.year + 15 <= tahun <= lahir.year + 66:
        raise tolak(f"tahun pengangkatan {tahun} tidak sesuai dengan tahun lahir {lahir.year}")
    if nip[14] not in "12":
        raise tolak(f"angka ke-15 ({nip[14]}) harus 1 (pria) atau 2 (wanita)")
    if nip[15:] == "000":
        raise tolak("nomor urut (tiga angka terakhir) tidak boleh 000")


def samarkan_nip(nip: str) -> str:
    """``198001012005011001`` -> ``1980••••••••••1001``: enough to tell two people apart."""
    return f"{nip[:4]}{'•' * 10}{nip[14:]}" if nip else ""


# -- working days ---------------------------------------------------------------------------


def is_hari_kerja(hari: dt.date, libur: Container[dt.date]) -> bool:
    """Monday to Friday and not in ``libur``."""
    return hari.weekday() < 5 and hari not in libur


def geser_hari_kerja(mulai: dt.date, jumlah: int, libur: Container[dt.date]) -> dt.date:
    """The ``jumlah``-th working day after ``mulai``; ``mulai`` itself is not counted.

    Negative counts backwards; zero gives ``mulai`` unchanged.
    """
    langkah = SATU_HARI if jumlah > 0 else -SATU_HARI
    hari, sisa = mulai, abs(jumlah)
    while sisa:
        hari += langkah
        sisa -= is_hari_kerja(hari, libur)
    return hari


def hitung_hari_kerja(dari: dt.date, sampai: dt.date, libur: Container[dt.date]) -> int:
    """Working days after ``dari`` up to and including ``sampai`` (0 when ``sampai`` is not later)."""
    jarak = (sampai - dari).days
    return sum(is_hari_kerja(dari + dt.timedelta(days=n), libur) for n in range(1, jarak + 1))


# -- penugasan ------------------------------------------------------------------------------


def hari_terlambat_dicatat(berlaku_sejak: dt.date, sk_dicatat_pada: dt.datetime, zona: ZoneInfo) -> int:
    """How many days after it took effect the SK was recorded; 0 when in time."""
    return max(0, (sk_dicatat_pada.astimezone(zona).date() - berlaku_sejak).days)


def jenis_diganti(jenis: str) -> frozenset[str]:
    """Kinds of penugasan in the same office that end when this one replaces its holder."""
    if jenis == JenisPenugasan.DEFINITIF:
        return frozenset({JenisPenugasan.DEFINITIF, JenisPenugasan.PLT, JenisPenugasan.PJ})
    return frozenset({jenis})


def sebut_jabatan(jabatan: str, opd: str) -> str:
    """``Sekretaris di Dinas Kesehatan``; an office that names its OPD says so once."""
    return jabatan if opd in jabatan else f"{jabatan} di {opd}"


def tambah_bulan(hari: dt.date, bulan: int) -> dt.date:
    """The same day ``bulan`` months later; the last day of the month where it does not exist."""
    tahun, b = divmod(hari.year * 12 + hari.month - 1 + bulan, 12)
    akhir_bulan = (dt.date(tahun + (b == 11), (b + 1) % 12 + 1, 1) - SATU_HARI).day
    return dt.date(tahun, b + 1, min(hari.day, akhir_bulan))


@dataclass(frozen=True, slots=True)
class Batas:
    """Limit of one kind of temporary office: months, how often prolonged, days of warning."""

    bulan: int
    jumlah_perpanjangan: int
    hari_peringatan: int
    dasar: str


@dataclass(frozen=True, slots=True)
class PeringatanPenugasan:
    """``gawat``: the limit is passed. ``pesan``: a sentence for the list."""

    kode: str
    pesan: str
    gawat: bool


def awal_rangkaian(
    masa: Iterable[tuple[dt.date, dt.date | None]], hari: dt.date
) -> tuple[dt.date, int] | None:
    """First day and number of SK of the unbroken run of periods that holds ``hari``.

    ``masa``: periods of one pegawai in one jabatan and jenis. None when no period holds it.
    """
    urut = sorted(masa, key=lambda m: m[0])
    awal: dt.date | None = None
    jumlah = 0
    akhir: dt.date | None = None
    for sejak, sampai in urut:
        if awal is not None and akhir is not None and sejak <= akhir + SATU_HARI:
            jumlah += 1
        else:
            awal, jumlah = sejak, 1
        akhir = sampai
        if sejak <= hari and (sampai is None or hari <= sampai):
            return awal, jumlah
    return None


def peringatan_penugasan(
    *,
    jenis: str,
    masa: Sequence[tuple[dt.date, dt.date | None]],
    berlaku_sampai: dt.date | None,
    batas: Batas | None,
    hari: dt.date,
    mulai: dt.date | None = None,
    pejabat_definitif: str = "",
) -> list[PeringatanPenugasan]:
    """Warnings about a temporary office as of ``hari``.

    Plt: at most 3 months, prolonged once by 3 (SE Kepala BKN 1/SE/I/2021); the figures come as
    ``batas``. Warned: the end of the SK drawing near; the first term passed (say whether it is
    the last prolongation); the last term passed; an SK that reaches beyond the last term.
    ``mulai``: the first day; an SK that only begins after ``hari`` is measured from it.
    ``pejabat_definitif``: who still stands recorded as the holder of the same office. A Plt or Pj
    fills an empty one, so either his end was forgotten or it should be a Plh.
    """
    if jenis == JenisPenugasan.DEFINITIF:
        return []
    label = JenisPenugasan(jenis).label.rstrip(".")
    hasil: list[PeringatanPenugasan] = []
    if pejabat_definitif:
        hasil.append(
            PeringatanPenugasan(
                "definitif_ada",
                f"{pejabat_definitif} masih tercatat definitif dan dapat menandatangani; akhiri "
                "penugasannya bila sudah berhenti, atau catat Plh bila hanya berhalangan",
                False,
            )
        )
    ambang = batas.hari_peringatan if batas else 14
    if berlaku_sampai is not None and 0 <= (sisa := (berlaku_sampai - hari).days) <= ambang:
        kapan = "hari ini" if sisa == 0 else f"{sisa} hari lagi"
        hasil.append(PeringatanPenugasan("berakhir", f"{label} berakhir {kapan}", False))
    rangkaian = awal_rangkaian(masa, max(hari, mulai or hari))
    if batas is None or rangkaian is None:
        return hasil
    awal, _ = rangkaian
    habis = [
        tambah_bulan(awal, batas.bulan * (n + 1)) - SATU_HARI for n in range(batas.jumlah_perpanjangan + 1)
    ]
    terakhir = habis[-1]
    if hari > terakhir:
        hasil.append(
            PeringatanPenugasan(
                "lewat_batas",
                f"{label} melewati batas {tulis_tanggal(terakhir)} ({batas.dasar}); "
                "tetapkan pejabat definitif",
                True,
            )
        )
        return hasil
    if berlaku_sampai is not None and berlaku_sampai > terakhir:
        hasil.append(
            PeringatanPenugasan(
                "sk_melewati_batas",
                f"SK berlaku sampai {tulis_tanggal(berlaku_sampai)}, "
                f"melewati batas {tulis_tanggal(terakhir)}",
                True,
            )
        )
    ke = sum(hari > h for h in habis)
    sisa = (habis[ke] - hari).days
    if ke:
        hasil.append(
            PeringatanPenugasan(
                "perpanjangan",
                f"{label} dalam perpanjangan ke-{ke} dari {batas.jumlah_perpanjangan}, "
                f"paling lama sampai {tulis_tanggal(terakhir)}",
                False,
            )
        )
    if sisa <= ambang:
        ujung = "tidak dapat diperpanjang lagi" if habis[ke] == terakhir else "perlu SK perpanjangan"
        hasil.append(
            PeringatanPenugasan(
                "mendekati_batas",
                f"Batas {batas.bulan * (ke + 1)} bulan tercapai {tulis_tanggal(habis[ke])}; {ujung}",
                False,
            )
        )
    return hasil
