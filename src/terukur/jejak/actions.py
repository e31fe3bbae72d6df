"""Writing to the journal. The only place that appends to the chain."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.models import KirimanSekali
from terukur.inti.pelaku import Pelaku
from terukur.jejak.baku import SIDIK_AWAL, baku, sidik, sidik_sambung
from terukur.jejak.models import Catatan, MasaSimpanBaca, Pembacaan, SampelAudit
from terukur.jejak.penyedia import Saringan, daftar_populasi
from terukur.jejak.queries import masa_simpan, zona
from terukur.jejak.rules import tarik

KUNCI_RANTAI = 0x7465727500000001
"""Key of the advisory lock under which the chain grows."""

VERSI_BAKU = 1

UMUR_KUNCI = dt.timedelta(days=60)
"""A form left open longer than this is refused by its expired session anyway."""

SEBULAN = dt.timedelta(days=365.25 / 12)

BATAS_PENOLAKAN = 5
JENDELA_PENOLAKAN = dt.timedelta(minutes=10)
"""Of one actor and one event, at most this many refusals enter the chain in this time."""


def kunci_rantai() -> None:
    """Hold the end of the chain until the transaction ends."""
    with connection.cursor() as kursor:
        kursor.execute("select pg_advisory_xact_lock(%s)", [KUNCI_RANTAI])


def catat(
    *,
    peristiwa: str,
    objek: str,
    objek_id: object,
    isi: Mapping[str, Any],
    oleh: Pelaku,
    pada: dt.datetime,
    opd_id: UUID | None = None,
    ditolak: bool = False,
    setelah: Catatan | None = None,
) -> Catatan:
    """Append one entry in the caller's transaction.

    ``peristiwa`` is ``<objek>.<verba>`` (``pengajuan.ajukan``). ``isi`` holds what changed:
    see ``baku`` for its types; no secrets, diagnoses, NIK or coordinates, since an entry stays.
    ``ditolak`` marks a refused act. Numbers run from 1 without gaps: the end of the chain is
    locked from here until the caller's commit, so call this after taking one's own row locks.
    ``setelah``: the entry that this transaction wrote last, where the caller still has it: the end
    is locked and known then. Were it another, the database would refuse the number given twice.

    Raises ``RuntimeError`` outside a transaction, ``TypeError`` or ``ValueError`` when ``isi``
    has no canonical form.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("catat() belongs inside the transaction of the act it records")
    if setelah is None:
        kunci_rantai()
        terakhir = Catatan.objects.order_by("-nomor").values_list("nomor", "sidik").first()
        nomor, sebelum = (terakhir[0] + 1, terakhir[1]) if terakhir else (1, SIDIK_AWAL)
    else:
        nomor, sebelum = setelah.nomor + 1, setelah.sidik
    isi_baku = baku(
        {
            "v": VERSI_BAKU,
            "nomor": nomor,
            "pada": pada,
            "pelaku": {
                "id": oleh.id,
                "nama": oleh.nama,
                "peran": oleh.peran,
                "penugasan": oleh.penugasan,
            },
            "peristiwa": peristiwa,
            "objek": objek,
            "objek_id": str(objek_id),
            "opd_id": opd_id,
            "ditolak": ditolak,
            "isi": isi,
        }
    )
    catatan = Catatan(
        nomor=nomor,
        pada=pada,
        pelaku_id=oleh.id,
        pelaku_nama=oleh.nama,
        pelaku_peran=oleh.peran,
        penugasan=oleh.penugasan,
        peristiwa=peristiwa,
        objek=objek,
        objek_id=str(objek_id),
        opd_id=opd_id,
        ditolak=ditolak,
        baku=isi_baku,
        sebelum=sebelum,
        sidik=sidik_sambung(sebelum, sidik(isi_baku)),
    )
    catatan.save(force_insert=True)
    return catatan


@transaction.atomic
def catat_penolakan(
    *,
    peristiwa: str,
    objek: str,
    objek_id: object,
    opd_id: UUID | None,
    kode: str,
    pesan: str,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Catatan | None:
    """Append a refused act, in a transaction of its own after the act's rollback.

    Returns None when this actor was refused the same event too often lately: a stubborn
    button-presser or a script must not be able to flood the chain.
    """
    lalu = Catatan.objects.filter(
        ditolak=True, pelaku_id=oleh.id, peristiwa=peristiwa, pada__gt=pada - JENDELA_PENOLAKAN
    )
    if lalu.count() >= BATAS_PENOLAKAN:
        return None
    return catat(
        peristiwa=peristiwa,
        objek=objek,
        objek_id=str(objek_id)[:100],
        opd_id=opd_id,
        isi={"kode": kode, "alasan": pesan[:500]},
        oleh=oleh,
        pada=pada,
        ditolak=True,
    )


def hapus_kunci_lama(*, pada: dt.datetime) -> int:
    """Forget the keys of forms sent long ago; nobody sends them again. Returns how many."""
    jumlah, _ = KirimanSekali.objects.filter(dicatat_pada__lt=pada - UMUR_KUNCI).delete()
    return jumlah


@transaction.atomic
def catat_ekspor(*, oleh: Pelaku, pada: dt.datetime) -> Catatan:
    """Record that somebody takes the whole journal out; the export then includes this entry."""
    ujung = Catatan.objects.order_by("-nomor").values_list("nomor", flat=True).first() or 0
    return catat(
        peristiwa="jejak.ekspor",
        objek="jejak",
        objek_id="",
        isi={"sampai_catatan": ujung},
        oleh=oleh,
        pada=pada,
    )


def catat_pembacaan(
    *, halaman: str, alamat: str, perihal: str, opd_id: UUID | None, oleh: Pelaku, pada: dt.datetime
) -> None:
    """Write down one sensitive read. Not in the chain: it is no act, and it is forgotten in time."""
    Pembacaan.objects.create(
        pada=pada,
        pelaku_id=oleh.id,
        pelaku_nama=oleh.nama,
        pelaku_peran=oleh.peran,
        halaman=halaman,
        alamat=alamat[:300],
        perihal=perihal[:200],
        opd_id=opd_id,
    )


@transaction.atomic
def tetapkan_masa_simpan(
    *, berlaku_sejak: dt.date, bulan: int, dasar: str, oleh: Pelaku, pada: dt.datetime
) -> MasaSimpanBaca:
    """Set how many months reads are kept from ``berlaku_sejak`` on. A day set before stays as it is."""
    if MasaSimpanBaca.objects.filter(berlaku_sejak=berlaku_sejak).exists():
        raise AturanDilanggar(
            "Masa simpan untuk tanggal itu sudah ditetapkan; pilih tanggal lain.", kode="sudah_ada"
        )
    masa = MasaSimpanBaca.objects.create(
        berlaku_sejak=berlaku_sejak, bulan=bulan, dasar=dasar, ditetapkan_oleh=oleh.id, dicatat_pada=pada
    )
    catat(
        peristiwa="masa_simpan_baca.tetapkan",
        objek="masa_simpan_baca",
        objek_id=masa.pk,
        isi={"berlaku_sejak": berlaku_sejak, "bulan": bulan, "dasar": dasar},
        oleh=oleh,
        pada=pada,
    )
    return masa


def hapus_pembacaan_lama(*, pada: dt.datetime) -> int:
    """Forget reads older than the months in force that day. Returns how many."""
    hari = pada.astimezone(zona()).date()
    batas = pada - masa_simpan(hari) * SEBULAN
    jumlah, _ = Pembacaan.objects.filter(pada__lt=batas).delete()
    return jumlah


@transaction.atomic
def tarik_sampel(
    *,
    populasi: str,
    pilihan: str,
    nama: str,
    saring: Saringan,
    benih: str,
    ukuran: int,
    oleh: Pelaku,
    pada: dt.datetime,
) -> SampelAudit:
    """Draw ``ukuran`` members at random by ``benih`` and record the drawing with the population's digest."""
    hasil = tarik(daftar_populasi.ambil(populasi).ids(pilihan, saring), benih, ukuran)
    if not hasil.jumlah:
        raise AturanDilanggar("Populasi ini kosong; ubah pilihannya.", kode="populasi_kosong")
    sampel = SampelAudit(
        populasi=populasi,
        pilihan=pilihan,
        saring=saring.sebagai_teks(),
        nama=nama,
        benih=benih,
        ukuran=len(hasil.terpilih),
        jumlah_populasi=hasil.jumlah,
        sidik_populasi=hasil.sidik,
        terpilih=hasil.terpilih,
        oleh_nama=oleh.nama,
        pada=pada,
    )
    sampel.catatan_nomor = catat(
        peristiwa="sampel.tarik",
        objek="sampel",
        objek_id=sampel.pk,
        isi={
            "populasi": nama,
            "saringan": sampel.saring,
            "benih": benih,
            "ukuran": sampel.ukuran,
            "jumlah_populasi": hasil.jumlah,
            "sidik_populasi": hasil.sidik,
            "sidik_sampel": sidik("\n".join(hasil.terpilih).encode()),
        },
        oleh=oleh,
        pada=pada,
    ).nomor
    sampel.save(force_insert=True)
    return sampel
