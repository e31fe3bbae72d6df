"""Results while they are filled in. Drafts are no official facts and are not journalled one by one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from terukur.inti.angka import tulis_angka
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import Periode
from terukur.kinerja.queries import pilihan_indikator
from terukur.organisasi.queries import hari_pemda
from terukur.realisasi.choices import Pihak
from terukur.realisasi.models import BuktiRealisasi, CapaianResmi, Kontribusi, LaporanRealisasi, Realisasi
from terukur.realisasi.queries.laporan import BarisLaporan, baris_laporan
from terukur.realisasi.rules.alur import alasan_tidak_diisi
from terukur.realisasi.rules.isian import (
    TEKS,
    IsiKontribusi,
    IsiRealisasi,
    alasan_belum_berakhir,
    bakukan_kontribusi,
    kunci_di_luar_rencana,
    nilai_dari_isian,
    periksa_kewajaran,
)


def baca_periode(kode: str) -> Periode:
    """The period, or ``TidakDitemukan``."""
    try:
        return Periode.baca(kode)
    except ValueError:
        raise TidakDitemukan("Periode itu tidak dikenal.") from None


def buka_untuk_diisi(opd_id: UUID, kode: str, *, pada: dt.datetime) -> LaporanRealisasi:
    """The report, locked, begun where nobody had; raises ``AturanDilanggar`` if it cannot be filled in."""
    periode = baca_periode(kode)
    if alasan := alasan_belum_berakhir(periode, hari=hari_pemda(pada)):
        raise AturanDilanggar(alasan, kode="belum_berakhir")
    LaporanRealisasi.objects.bulk_create(
        [LaporanRealisasi(opd_id=opd_id, tahun=periode.tahun, periode=kode, dibuat_pada=pada)],
        ignore_conflicts=True,
    )
    laporan = LaporanRealisasi.objects.select_for_update().get(opd=opd_id, periode=kode)
    if alasan := alasan_tidak_diisi(laporan.status):
        raise AturanDilanggar(alasan, kode="tertutup")
    return laporan


def catat_terlibat(laporan: LaporanRealisasi, oleh: Pelaku) -> None:
    """Whoever fills in or signs does not verify; remembered for all rounds."""
    if oleh.id not in laporan.terlibat:
        laporan.terlibat = [*laporan.terlibat, oleh.id]
        laporan.save(update_fields=["terlibat"])


@transaction.atomic
def simpan_realisasi(
    *, opd_id: UUID, periode: str, kunci: UUID, versi: int, isi: IsiRealisasi, oleh: Pelaku, pada: dt.datetime
) -> Realisasi:
    """Save one result with what explains it. ``versi``: as the form was opened with, 0 for a first entry.

    Raises ``AturanDilanggar`` for a period that has not ended, a closed report, an impossible value, or
    contributions that do not sum to 100; ``Bentrok`` when somebody saved since.
    """
    laporan = buka_untuk_diisi(opd_id, periode, pada=pada)
    return _simpan(laporan, _baris(laporan, kunci), versi, isi, oleh=oleh, pada=pada)


@transaction.atomic
def simpan_banyak(
    *,
    opd_id: UUID,
    periode: str,
    isi: Mapping[UUID, tuple[int, IsiRealisasi]],
    oleh: Pelaku,
    pada: dt.datetime,
) -> dict[UUID, Realisasi]:
    """``simpan_realisasi`` of several rows of one report, {row: (versi, content)}: all or none."""
    laporan = buka_untuk_diisi(opd_id, periode, pada=pada)
    ada = {b.kunci: b for b in baris_laporan(opd_id, baca_periode(periode), laporan)}
    if not isi.keys() <= ada.keys():
        raise _tidak_ada()
    return {
        kunci: _simpan(laporan, ada[kunci], versi, satu, oleh=oleh, pada=pada)
        for kunci, (versi, satu) in isi.items()
    }


def _simpan(
    laporan: LaporanRealisasi,
    baris: BarisLaporan,
    versi: int,
    isi: IsiRealisasi,
    *,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Realisasi:
    nilai = nilai_dari_isian(isi, baris.ukuran)
    periksa_kewajaran(nilai, baris.target, baris.ukuran, isi.alasan)
    kontribusi = bakukan_kontribusi(nilai, isi.kontribusi)
    r = baris.realisasi
    baru = {
        "nilai": nilai, "pembilang": isi.pembilang, "penyebut": isi.penyebut,
        **{n: getattr(isi, n).strip() for n in TEKS},
    }  # fmt: skip
    if r is not None:
        kontribusi_lama = _sebut_kontribusi([_isi_kontribusi(k) for k in baris.kontribusi])
        lama = {n: getattr(r, n) for n in baru} | {"kontribusi": kontribusi_lama}
        kirim = baru | {"kontribusi": _sebut_kontribusi(kontribusi)}
        beda = [n for n in kirim if lama[n] != kirim[n]]
        if not beda:
            return r
        if versi != r.versi:
            raise Bentrok(
                f"Baris ini sudah disimpan oleh {r.nama_penyimpan or 'pengguna lain'} setelah Anda "
                "membukanya. Isian Anda belum disimpan; bandingkan keduanya lalu pilih.",
                tersimpan={n: lama[n] for n in beda},
                kiriman={n: kirim[n] for n in beda},
            )
    r = r or Realisasi(laporan=laporan, kunci=baris.kunci, indikator_id=baris.indikator_id, versi=0)
    for nama, n in baru.items():
        setattr(r, nama, n)
    r.versi += 1
    r.disimpan_pada, r.disimpan_oleh, r.nama_penyimpan = pada, oleh.id, oleh.nama
    r.save()
    Kontribusi.objects.filter(realisasi=r).delete()
    Kontribusi.objects.bulk_create(
        [
            Kontribusi(
                realisasi=r, pihak=k.pihak, persen=k.persen or Decimal(0), satuan=k.satuan,
                dasar=k.dasar.strip(), berkas_id=k.berkas_id,
            )
            for k in kontribusi
        ]
    )  # fmt: skip
    catat_terlibat(laporan, oleh)
    return r


def _baris(laporan: LaporanRealisasi, kunci: UUID) -> BarisLaporan:
    for b in baris_laporan(laporan.opd_id, Periode.baca(laporan.periode), laporan):
        if b.kunci == kunci:
            return b
    raise _tidak_ada()


def _tidak_ada() -> TidakDitemukan:
    return TidakDitemukan(
        "Tidak ada rencana yang ditetapkan dengan indikator itu pada periode ini. "
        "Keberhasilan di luar rencana ditambahkan dengan “Tambah di luar rencana”."
    )


def isi_tersimpan(r: Realisasi, kontribusi: Sequence[Kontribusi]) -> IsiRealisasi:
    """What stands in a row now, as it would be entered again."""
    return IsiRealisasi(
        r.nilai if r.pembilang is None else None, r.pembilang, r.penyebut,
        **{n: getattr(r, n) for n in TEKS}, kontribusi=tuple(
            IsiKontribusi(
                Pihak(k.pihak), k.persen if k.satuan is None else None, k.satuan, k.dasar, k.berkas_id
            )
            for k in kontribusi
        ),
    )  # fmt: skip


def _isi_kontribusi(k: Kontribusi) -> IsiKontribusi:
    return IsiKontribusi(Pihak(k.pihak), k.persen, k.satuan, k.dasar, k.berkas_id)


def _sebut_kontribusi(daftar: Sequence[IsiKontribusi]) -> str:
    return "; ".join(
        f"{k.pihak.label} {tulis_angka(k.persen)} %"
        + (f" = {tulis_angka(k.satuan)}" if k.satuan is not None else "")
        + (f" ({k.dasar.strip()})" if k.dasar.strip() else "")
        for k in sorted(daftar, key=lambda k: k.pihak)
    )


@transaction.atomic
def tambah_di_luar_rencana(
    *, opd_id: UUID, periode: str, indikator_id: UUID, oleh: Pelaku, pada: dt.datetime
) -> Realisasi:
    """Begin the record of a success that no plan of the OPD named. It is shown, and never scored."""
    laporan = buka_untuk_diisi(opd_id, periode, pada=pada)
    p = Periode.baca(periode)
    definisi = pilihan_indikator(opd_id, per=p.sampai).filter(indikator=indikator_id).first()
    if definisi is None:
        raise AturanDilanggar(
            "Indikator itu tidak ada dalam katalog OPD ini.", kolom={"indikator": "Pilih dari katalog."}
        )
    if definisi.jenis_periode != p.jenis:
        raise AturanDilanggar(
            f"“{definisi.nama}” diukur {definisi.jenis_periode.label.lower()}; "
            f"catat pada laporan yang {definisi.jenis_periode.label.lower()}."
        )
    baris = baris_laporan(opd_id, p, laporan)
    if any(b.indikator_id == indikator_id for b in baris):
        raise AturanDilanggar(
            f"“{definisi.nama}” sudah ada dalam laporan ini; isi pada barisnya.", kode="sudah_ada"
        )
    realisasi = Realisasi.objects.create(
        laporan=laporan,
        kunci=kunci_di_luar_rencana(opd_id, indikator_id, p.tahun),
        indikator_id=indikator_id,
        di_luar_rencana=True,
        disimpan_pada=pada,
        disimpan_oleh=oleh.id,
        nama_penyimpan=oleh.nama,
    )
    catat_terlibat(laporan, oleh)
    return realisasi


@transaction.atomic
def hapus_di_luar_rencana(
    *, opd_id: UUID, periode: str, kunci: UUID, oleh: Pelaku, pada: dt.datetime
) -> None:
    """Take a row outside the plan out of the draft. What was signed once is corrected, not removed."""
    laporan = buka_untuk_diisi(opd_id, periode, pada=pada)
    r = Realisasi.objects.filter(laporan=laporan, kunci=kunci, di_luar_rencana=True).first()
    if r is None:
        raise TidakDitemukan("Baris di luar rencana itu tidak ditemukan.")
    if CapaianResmi.objects.filter(kunci=kunci, periode=periode).exists():
        raise AturanDilanggar("Baris ini pernah diajukan; kosongkan realisasinya dan tulis kendalanya.")
    BuktiRealisasi.objects.filter(realisasi=r).delete()
    r.delete()
    catat_terlibat(laporan, oleh)
