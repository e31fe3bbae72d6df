"""A request of a device, answered: nothing is acknowledged before it is on disk (absensi.md 1.9)."""

import datetime as dt
import logging
import secrets
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Length

from terukur.kehadiran.actions.perintah import ambil_perintah, jawab_perintah
from terukur.kehadiran.actions.simpan import Tersimpan, kiriman_baru, simpan_peristiwa, simpan_rekam
from terukur.kehadiran.choices import AsalPindai, Dialek, PutusanKiriman
from terukur.kehadiran.models import KeadaanMesin, Kiriman, Mesin, MesinPadam
from terukur.kehadiran.protokol import acc, adms, lain
from terukur.kehadiran.protokol.http import ASING, OKE, TIDAK_ADA, Jawaban, Permintaan, galat
from terukur.kehadiran.protokol.kenali import berbaris, kenali
from terukur.kehadiran.protokol.maksud import Jenis, Maksud
from terukur.kehadiran.queries.mesin import keadaan, mesin_berseri
from terukur.kehadiran.rules.terima import GAGAL_SIMPAN, JEDA_TANDA, alasan_tolak, beda_baru, beda_jam

_log = logging.getLogger(__name__)

BATAS_BARIS = 5000
"""Lines of one body; firmware sends some 150 and shrinks its batch when it is refused."""
BATAS_SERI_ASING = 500
"""Serial numbers that are not admitted and are remembered: more are noise."""
BATAS_KARANTINA, BYTE_SERI, BYTE_KARANTINA = 200, 2_000_000, 200_000_000
"""Bodies kept of one of them, their bytes, and the bytes of all."""
BATAS_DITOLAK, BYTE_DITOLAK = 200, 5_000_000
"""Refused bodies kept of an admitted serial number within a day, and their bytes."""
TANPA_ISI = "isi {} byte tidak disimpan"
MENYIMPAN = frozenset({Jenis.REKAM, Jenis.PERISTIWA, Jenis.HASIL, Jenis.KETERANGAN, Jenis.LAIN, Jenis.DAFTAR})


def layani(permintaan: Permintaan, *, alamat: str | None, pada: dt.datetime) -> Jawaban:
    """The answer to a request that was complete at ``pada``; what it brought is committed by then."""
    if berbaris(permintaan) and permintaan.isi.count(b"\n") > BATAS_BARIS:
        return galat(413)
    maksud = kenali(permintaan)
    if maksud.jenis is Jenis.TIDAK_DIKENAL:
        return TIDAK_ADA
    mesin = mesin_berseri(maksud.nomor_seri)
    if mesin is None:
        _catat_asing(maksud, alamat, pada)
        return ASING
    alasan = alasan_tolak(
        aktif=mesin.aktif, dialek=mesin.dialek, bicara=maksud.dialek, jaringan=mesin.jaringan, alamat=alamat,
        kunci=mesin.kunci, ditunjukkan=maksud.kunci,
    )  # fmt: skip
    if alasan:
        _catat_tolak(mesin, maksud, alasan, alamat, pada)
        return ASING
    try:
        return _PENANGAN[maksud.jenis](mesin, maksud, alamat, pada)
    except (DataError, IntegrityError) as salah:
        if not (maksud.isi and maksud.jenis in MENYIMPAN - {Jenis.DAFTAR}):
            raise
        return _sisihkan(mesin, maksud, salah, alamat, pada)


def _sisihkan(
    mesin: Mesin, maksud: Maksud, salah: Exception, alamat: str | None, pada: dt.datetime
) -> Jawaban:
    """Keep a body that the database does not take apart, and let the device go on: it would come for ever.

    Nothing of it counts. The page of the device says so, and what to do.
    """
    _log.error("a body of %s cannot be stored", mesin.nomor_seri, exc_info=salah)
    kiriman_baru(
        mesin=mesin, nomor_seri=mesin.nomor_seri, tabel=maksud.tabel, isi=maksud.isi, alamat=alamat,
        pada=pada, putusan=PutusanKiriman.DITOLAK, alasan=f"{GAGAL_SIMPAN}: {type(salah).__name__}",
        jumlah_baris=maksud.muatan.jumlah,
    )  # fmt: skip
    return _akui(maksud)


_ASING = """
insert into kehadiran_mesinasing (nomor_seri, pertama_pada, terakhir_pada, alamat, jumlah)
select %(seri)s, %(pada)s, %(pada)s, %(alamat)s, 1
where exists (select 1 from kehadiran_mesinasing where nomor_seri = %(seri)s)
    or (select count(*) from kehadiran_mesinasing) < %(batas)s
on conflict (nomor_seri) do update set terakhir_pada = excluded.terakhir_pada, alamat = excluded.alamat,
    jumlah = kehadiran_mesinasing.jumlah + 1
returning jumlah
"""


@transaction.atomic
def _catat_asing(maksud: Maksud, alamat: str | None, pada: dt.datetime) -> None:
    """Count an unknown device; keep a body it brings, once, in quarantine. It never becomes attendance."""
    with connection.cursor() as kursor:
        nilai: dict[str, Any] = {
            "seri": maksud.nomor_seri,
            "pada": pada,
            "alamat": alamat,
            "batas": BATAS_SERI_ASING,
        }
        kursor.execute(_ASING, nilai)
        if kursor.fetchone() is None:
            return
    if maksud.jenis not in MENYIMPAN or not maksud.isi:
        return
    semua = Kiriman.objects.filter(putusan=PutusanKiriman.KARANTINA)
    lama = semua.filter(nomor_seri=maksud.nomor_seri)
    banyak, byte = _ukuran(lama)
    if banyak >= BATAS_KARANTINA or _sama(lama, maksud):
        return
    ada = byte + len(maksud.isi) <= BYTE_SERI and _ukuran(semua)[1] + len(maksud.isi) <= BYTE_KARANTINA
    _simpan_ditolak(None, maksud, PutusanKiriman.KARANTINA, "nomor seri belum terdaftar", ada, alamat, pada)


def _catat_tolak(mesin: Mesin, maksud: Maksud, alasan: str, alamat: str | None, pada: dt.datetime) -> None:
    """Keep a body that an admitted serial number may not bring, once a day: it comes again and again."""
    if maksud.jenis not in MENYIMPAN or not maksud.isi:
        return
    lama = Kiriman.objects.filter(mesin=mesin, diterima_pada__gt=pada - dt.timedelta(days=1))
    banyak, byte = _ukuran(lama.filter(putusan=PutusanKiriman.DITOLAK))
    if banyak >= BATAS_DITOLAK or _sama(lama, maksud):
        return
    ada = byte + len(maksud.isi) <= BYTE_DITOLAK
    _simpan_ditolak(mesin, maksud, PutusanKiriman.DITOLAK, alasan, ada, alamat, pada)


def _simpan_ditolak(
    mesin: Mesin | None, maksud: Maksud, putusan: PutusanKiriman, alasan: str, ada: bool, alamat: str | None,
    pada: dt.datetime,
) -> None:  # fmt: skip
    """``ada``: there is room for the body; else only its digest and its length are kept."""
    kiriman_baru(
        mesin=mesin, nomor_seri=maksud.nomor_seri, tabel=maksud.tabel, isi=maksud.isi if ada else b"",
        alamat=alamat, pada=pada, putusan=putusan,
        alasan=alasan if ada else f"{alasan}; {TANPA_ISI.format(len(maksud.isi))}",
        jumlah_baris=maksud.muatan.jumlah, sidik=sha256(maksud.isi).hexdigest(),
    )  # fmt: skip


def _ukuran(kiriman: QuerySet[Kiriman]) -> tuple[int, int]:
    """(how many bodies, bytes of them)."""
    hasil = kiriman.aggregate(n=Count("pk"), byte=Sum(Length("isi")))
    return hasil["n"], hasil["byte"] or 0


def _sama(lama: Any, maksud: Maksud) -> bool:
    ada: bool = lama.filter(sidik=sha256(maksud.isi).hexdigest()).exists()
    return ada


def _tandai(
    mesin: Mesin, alamat: str | None, pada: dt.datetime, *, hemat: bool = False, **baru: Any
) -> KeadaanMesin:
    """Note that a device was heard, and what else is ``baru``; ends its outage.

    ``hemat``: a poll, which is not worth a write every few seconds.
    """
    kini = keadaan(mesin)
    sama = alamat == kini.alamat and all(getattr(kini, nama) == nilai for nama, nilai in baru.items())
    baru_saja = kini.terlihat_pada and kini.terlihat_pada <= pada < kini.terlihat_pada + JEDA_TANDA
    if hemat and sama and baru_saja and not mesin.sedang_padam:  # type: ignore[attr-defined]
        return kini
    kini.terlihat_pada, kini.alamat = pada, alamat
    for nama, nilai in baru.items():
        setattr(kini, nama, nilai)
    KeadaanMesin.objects.bulk_create(
        [kini], update_conflicts=True, unique_fields=["mesin"],
        update_fields=["terlihat_pada", "alamat", *baru],
    )  # fmt: skip
    if mesin.sedang_padam:  # type: ignore[attr-defined]
        MesinPadam.objects.filter(mesin=mesin, sampai=None, sejak__lte=pada).update(sampai=pada)
    return kini


def _perangkat(maksud: Maksud) -> dict[str, Any]:
    """What of a device's options is shown: its firmware, and how many records it holds."""
    hasil: dict[str, Any] = {}
    nama = [maksud.keterangan.get(k, "") for k in ("devicename", "firmver", "fwversion")]
    if teks := " ".join(n for n in nama if n)[:200]:
        hasil["perangkat"] = teks
    jumlah = maksud.keterangan.get("transactioncount", "")
    if jumlah.isascii() and jumlah.isdigit() and len(jumlah) <= 9:
        hasil["jumlah_di_mesin"] = int(jumlah)
    return hasil


def _jabat(mesin: Mesin, maksud: Maksud, alamat: str | None, pada: dt.datetime) -> Jawaban:
    kini = _tandai(mesin, alamat, pada)
    if maksud.dialek == "acc" or mesin.dialek == Dialek.ACC:
        return Jawaban(acc.tulis_setelan(kini.sesi, terdaftar=True)) if kini.sesi else OKE
    isi = adms.tulis_jabat(mesin.nomor_seri, cap=kini.cap, zona=mesin.zona, versi_push=maksud.versi_push)
    return Jawaban(isi)


@transaction.atomic
def _daftar(mesin: Mesin, maksud: Maksud, alamat: str | None, pada: dt.datetime) -> Jawaban:
    """The code stays the same for ever: firmware that registers again must not lose its session."""
    sesi = keadaan(mesin).sesi or secrets.token_hex(16)
    _simpan_apa_adanya(mesin, maksud, alamat, pada)
    _tandai(mesin, alamat, pada, sesi=sesi, **_perangkat(maksud))
    return Jawaban(f"RegistryCode={sesi}\n".encode())


def _setelan(mesin: Mesin, maksud: Maksud, alamat: str | None, pada: dt.datetime) -> Jawaban:
    kini = _tandai(mesin, alamat, pada, hemat=True)
    return Jawaban(acc.tulis_setelan(kini.sesi, terdaftar=False))


@transaction.atomic
def _ambil(mesin: Mesin, maksud: Maksud, alamat: str | None, pada: dt.datetime) -> Jawaban:
    _tandai(mesin, alamat, pada, hemat=True, **_perangkat(maksud))
    if maksud.dialek == "fk":
        return lain.FK_KOSONG
    if not mesin.ada_perintah:  # type: ignore[attr-defined]
        return OKE
    return Jawaban(adms.tulis_perintah(ambil_perintah(mesin, pada=pada)))


def _denyut(mesin: Mesin, maksud: Maksud, alamat: str | None, pada: dt.datetime) -> Jawaban:
    _tandai(mesin, alamat, pada, hemat=True)
    return OKE


@transaction.atomic
def _rekam(mesin: Mesin, maksud: Maksud, alamat: str | None, pada: dt.datetime) -> Jawaban:
    if maksud.isi:
        hasil = simpan_rekam(
            mesin=mesin, tabel=maksud.tabel, isi=maksud.isi, muatan=maksud.muatan, asal=AsalPindai.PUSH,
            alamat=alamat, pada=pada,
        )  # fmt: skip
        if maksud.peristiwa:
            simpan_peristiwa(mesin, maksud.peristiwa, pada=pada)
    else:
        hasil = None
    _tandai(mesin, alamat, pada, **_majukan(mesin, maksud, hasil, pada))
    return _akui(maksud)


def _majukan(mesin: Mesin, maksud: Maksud, hasil: Tersimpan | None, pada: dt.datetime) -> dict[str, Any]:
    """The cursor that came along, the newest press, the difference of clocks."""
    kini = keadaan(mesin)
    baru: dict[str, Any] = {}
    if maksud.cap:
        baru["cap"] = {**kini.cap, maksud.cap[0]: maksud.cap[1]}
    if hasil and hasil.terakhir:
        baru["pindai_pada"] = max(hasil.terakhir, kini.pindai_pada or hasil.terakhir)
        beda = beda_baru(kini.beda_terakhir, hasil.kiriman.jumlah_baru, hasil.terakhir, pada)
        baru |= {"beda_terakhir": beda, "beda_detik": beda_jam(beda)}
    return baru


@transaction.atomic
def _peristiwa(mesin: Mesin, maksud: Maksud, alamat: str | None, pada: dt.datetime) -> Jawaban:
    _simpan_apa_adanya(mesin, maksud, alamat, pada)
    if maksud.peristiwa:
        simpan_peristiwa(mesin, maksud.peristiwa, pada=pada)
    _tandai(mesin, alamat, pada, **_majukan(mesin, maksud, None, pada))
    return _akui(maksud)


@transaction.atomic
def _hasil(mesin: Mesin, maksud: Maksud, alamat: str | None, pada: dt.datetime) -> Jawaban:
    _simpan_apa_adanya(mesin, maksud, alamat, pada)
    jawab_perintah(mesin, maksud.hasil, pada=pada)
    perangkat: dict[str, Any] = {}
    for satu in maksud.hasil:
        perangkat |= _perangkat(
            Maksud(Jenis.KETERANGAN, keterangan={k.lstrip("~"): v for k, v in satu.nilai.items()})
        )
    _tandai(mesin, alamat, pada, hemat=True, **perangkat)
    return _akui(maksud)


@transaction.atomic
def _keterangan(mesin: Mesin, maksud: Maksud, alamat: str | None, pada: dt.datetime) -> Jawaban:
    _simpan_apa_adanya(mesin, maksud, alamat, pada)
    _tandai(mesin, alamat, pada, **_perangkat(maksud))
    return _akui(maksud)


@transaction.atomic
def _lain(mesin: Mesin, maksud: Maksud, alamat: str | None, pada: dt.datetime) -> Jawaban:
    """Acknowledged; of templates and photos only that they came is noted."""
    buang = maksud.jenis is Jenis.BUANG
    kiriman_baru(
        mesin=mesin, nomor_seri=mesin.nomor_seri, tabel=maksud.tabel, isi=maksud.isi, alamat=alamat,
        pada=pada, putusan=PutusanKiriman.DIABAIKAN,
        alasan="data biometrik dibuang tanpa dibaca" if buang else "tidak memuat rekam kehadiran",
    )  # fmt: skip
    _tandai(mesin, alamat, pada, hemat=True)
    return _akui(maksud)


def _simpan_apa_adanya(mesin: Mesin, maksud: Maksud, alamat: str | None, pada: dt.datetime) -> None:
    if maksud.isi:
        kiriman_baru(
            mesin=mesin, nomor_seri=mesin.nomor_seri, tabel=maksud.tabel, isi=maksud.isi, alamat=alamat,
            pada=pada, putusan=PutusanKiriman.TERSIMPAN,
        )  # fmt: skip


def _akui(maksud: Maksud) -> Jawaban:
    """What the device must hear so that it goes on."""
    if maksud.dialek == "fk":
        return lain.jawab_fk(maksud.balasan)
    if maksud.jenis is Jenis.HASIL:
        return OKE
    if maksud.jenis is Jenis.REKAM and maksud.balasan == "OK":
        return Jawaban(f"OK: {maksud.muatan.jumlah}\n".encode())
    return Jawaban(maksud.balasan.encode("ascii") + b"\n")


Penangan = Callable[[Mesin, Maksud, str | None, dt.datetime], Jawaban]
_PENANGAN: dict[Jenis, Penangan] = {
    Jenis.JABAT: _jabat,
    Jenis.DAFTAR: _daftar,
    Jenis.SETELAN: _setelan,
    Jenis.AMBIL: _ambil,
    Jenis.DENYUT: _denyut,
    Jenis.REKAM: _rekam,
    Jenis.PERISTIWA: _peristiwa,
    Jenis.HASIL: _hasil,
    Jenis.KETERANGAN: _keterangan,
    Jenis.LAIN: _lain,
    Jenis.BUANG: _lain,
}
