"""Lines of a perjanjian kinerja while it is drafted: by hand, from the Renstra, from the superior's PK."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import JenisPeriode
from terukur.kinerja.actions.indikator import buat_indikator
from terukur.kinerja.actions.perjanjian import buka_perjanjian, tandai_perjanjian
from terukur.kinerja.choices import Agregasi, JenisIndikator
from terukur.kinerja.models import BarisPerjanjian, DefinisiIndikator, PerjanjianKinerja
from terukur.kinerja.queries.indikator import definisi_banyak, pilihan_indikator
from terukur.kinerja.queries.perjanjian import baca_baris, perjanjian_atasan, target_baris
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import IsiIndikator, sebut_target, ukuran_beku
from terukur.kinerja.rules.perjanjian import LABEL_BARIS
from terukur.perencanaan.choices import Polaritas
from terukur.perencanaan.queries import renstra_opd
from terukur.perencanaan.rules.rencana import IsiIndikator as IndikatorRenstra


@dataclass(frozen=True, slots=True)
class IsiBarisBaru:
    """What is filled in of a line. ``induk_id``: the line of the superior's PK that it serves."""

    sasaran: str
    target: Target | None = None
    induk_id: UUID | None = None


def _periksa_baris(satu: PerjanjianKinerja, isi: IsiBarisBaru, definisi: DefinisiIndikator) -> IsiBarisBaru:
    isi = replace(isi, sasaran=" ".join(isi.sasaran.split()))
    if not isi.sasaran:
        raise AturanDilanggar("Tuliskan sasarannya.", kolom={"sasaran": "Isi sasaran."})
    if isi.induk_id is not None:
        atasan = perjanjian_atasan(satu)
        if atasan is None or not BarisPerjanjian.objects.filter(perjanjian=atasan, pk=isi.induk_id).exists():
            lama = BarisPerjanjian.objects.filter(perjanjian=satu, induk=isi.induk_id)
            if not lama.exists():
                raise AturanDilanggar(
                    "Baris itu tidak ada dalam perjanjian kinerja atasan.", kolom={"induk": "Pilih lagi."}
                )
    if isi.target is not None:
        _periksa_target(isi.target, definisi, f"target_{satu.tahun}")
    return isi


def _periksa_target(target: Target, definisi: DefinisiIndikator, kolom: str) -> None:
    if definisi.polaritas == Polaritas.RENTANG:
        if target.atas is None:
            raise AturanDilanggar("Target rentang memerlukan dua batas.", kolom={kolom: "Isi kedua batas."})
        if target.atas < target.nilai:
            pesan = "Batas atas lebih kecil dari batas bawahnya."
            raise AturanDilanggar(pesan, kolom={kolom: pesan})
    elif target.nilai < 0:
        raise AturanDilanggar("Target tidak boleh negatif.", kolom={kolom: "Isi 0 atau lebih."})


def _tambah(
    satu: PerjanjianKinerja, indikator_id: UUID, isi: IsiBarisBaru, *, oleh: Pelaku
) -> BarisPerjanjian:
    terakhir = BarisPerjanjian.objects.filter(perjanjian=satu).aggregate(n=Max("urutan"))["n"] or 0
    return BarisPerjanjian.objects.create(
        perjanjian=satu, urutan=terakhir + 1, sasaran=isi.sasaran, indikator_id=indikator_id,
        nilai=isi.target.nilai if isi.target else None, nilai_atas=isi.target.atas if isi.target else None,
        induk_id=isi.induk_id, nama_penyimpan=oleh.nama,
    )  # fmt: skip


@transaction.atomic
def tambah_baris(
    *, perjanjian_id: UUID, indikator_id: UUID, isi: IsiBarisBaru, oleh: Pelaku, pada: dt.datetime
) -> BarisPerjanjian:
    """Promise one more indicator of the catalogue."""
    satu = buka_perjanjian(perjanjian_id)
    definisi = (
        pilihan_indikator(satu.opd_id, per=dt.date(satu.tahun, 12, 31)).filter(indikator=indikator_id).first()
    )
    if definisi is None:
        raise AturanDilanggar("Indikator itu tidak ada dalam katalog OPD ini.", kode="indikator_asing")
    if BarisPerjanjian.objects.filter(perjanjian=satu, indikator=indikator_id).exists():
        raise AturanDilanggar(f"“{definisi.nama}” sudah ada dalam perjanjian ini; ubah yang itu.")
    baris = _tambah(satu, indikator_id, _periksa_baris(satu, isi, definisi), oleh=oleh)
    tandai_perjanjian(satu, pada=pada)
    return baris


def _kunci_baris(baris_id: UUID) -> BarisPerjanjian:
    milik = BarisPerjanjian.objects.filter(pk=baris_id).values_list("perjanjian_id", flat=True).first()
    if milik is None:
        raise TidakDitemukan("Baris itu tidak ditemukan; mungkin sudah dihapus.")
    satu = buka_perjanjian(milik)
    baris = BarisPerjanjian.objects.select_for_update(of=("self",)).get(pk=baris_id)
    baris.perjanjian = satu
    return baris


@transaction.atomic
def ubah_baris(
    *, baris_id: UUID, versi: int, isi: IsiBarisBaru, oleh: Pelaku, pada: dt.datetime
) -> BarisPerjanjian:
    """Save one line. Raises ``Bentrok`` with both sides when somebody saved it since ``versi``."""
    baris = _kunci_baris(baris_id)
    akhir = dt.date(baris.perjanjian.tahun, 12, 31)
    definisi = definisi_banyak([baris.indikator_id], per=akhir)[baris.indikator_id]
    isi = _periksa_baris(baris.perjanjian, isi, definisi)
    lama = IsiBarisBaru(baris.sasaran, target_baris(baris), baris.induk_id)
    if lama == isi:
        return baris
    if versi != baris.versi:
        dua = [_kata(x, definisi) for x in (lama, isi)]
        beda = [k for k in LABEL_BARIS if dua[0].get(k) != dua[1].get(k)]
        raise Bentrok(
            f"Baris ini sudah disimpan oleh {baris.nama_penyimpan or 'pengguna lain'} setelah Anda "
            "membukanya. Isian Anda belum disimpan; bandingkan keduanya lalu pilih.",
            tersimpan={k: dua[0].get(k) for k in beda},
            kiriman={k: dua[1].get(k) for k in beda},
        )
    baris.sasaran, baris.induk_id = isi.sasaran, isi.induk_id
    baris.nilai = isi.target.nilai if isi.target else None
    baris.nilai_atas = isi.target.atas if isi.target else None
    baris.versi += 1
    baris.nama_penyimpan = oleh.nama
    baris.save()
    tandai_perjanjian(baris.perjanjian, pada=pada)
    return baris


def _kata(isi: IsiBarisBaru, definisi: DefinisiIndikator) -> dict[str, object]:
    induk = BarisPerjanjian.objects.filter(pk=isi.induk_id).first() if isi.induk_id else None
    return {
        "sasaran": isi.sasaran,
        "target": sebut_target(isi.target, ukuran_beku(definisi)) if isi.target else "",
        "induk": str(induk) if induk else "",
    }


@transaction.atomic
def hapus_baris(*, baris_id: UUID, oleh: Pelaku, pada: dt.datetime) -> PerjanjianKinerja:
    """Take a line out of the draft."""
    baris = _kunci_baris(baris_id)
    satu = baris.perjanjian
    baris.delete()
    tandai_perjanjian(satu, pada=pada)
    return satu


@dataclass(frozen=True, slots=True)
class HasilAmbil:
    """What was taken over, and what not and why, in sentences."""

    jumlah: int
    dilewati: tuple[str, ...] = ()


@transaction.atomic
def ambil_renstra(*, perjanjian_id: UUID, oleh: Pelaku, pada: dt.datetime) -> HasilAmbil:
    """Take the sasaran of the Renstra of the year with their indicators and targets; what is there stays.

    An indicator that the catalogue lacks becomes one of the OPD, measured once a year.
    """
    satu = buka_perjanjian(perjanjian_id)
    renstra = renstra_opd(satu.opd_id, satu.tahun)
    if renstra is None:
        raise AturanDilanggar(
            f"Renstra yang berlaku untuk {satu.tahun} belum tercatat; tambahkan indikator dari katalog.",
            kode="tanpa_renstra",
        )
    katalog = {d.nama.casefold(): d for d in pilihan_indikator(satu.opd_id, per=dt.date(satu.tahun, 12, 31))}
    ada = set(BarisPerjanjian.objects.filter(perjanjian=satu).values_list("indikator_id", flat=True))
    jumlah, dilewati = 0, []
    for sasaran in renstra.sasaran:
        for i in sasaran.indikator:
            try:
                definisi, target = _dari_renstra(satu, i, katalog, oleh=oleh, pada=pada)
            except AturanDilanggar as tolak:
                dilewati.append(f"“{i.nama}” dilewati: {tolak.pesan}")
                continue
            if definisi.indikator_id not in ada:
                _tambah(satu, definisi.indikator_id, IsiBarisBaru(sasaran.nama, target), oleh=oleh)
                ada.add(definisi.indikator_id)
                jumlah += 1
    if jumlah:
        tandai_perjanjian(satu, pada=pada)
    return HasilAmbil(jumlah, tuple(dilewati))


def _dari_renstra(
    satu: PerjanjianKinerja,
    i: IndikatorRenstra,
    katalog: dict[str, DefinisiIndikator],
    *,
    oleh: Pelaku,
    pada: dt.datetime,
) -> tuple[DefinisiIndikator, Target | None]:
    """The catalogue's indicator for one of the Renstra, and its target of the year."""
    definisi = katalog.get(i.nama.casefold())
    if definisi is None:
        if i.polaritas == Polaritas.PREDIKAT:
            raise AturanDilanggar("tambahkan dahulu ke katalog dengan tangga predikatnya.")
        definisi = buat_indikator(
            isi=IsiIndikator(
                nama=i.nama[:300], satuan=i.satuan[:60], jenis=JenisIndikator.OUTCOME,
                polaritas=Polaritas(i.polaritas), agregasi=Agregasi.POSISI_AKHIR, periode=JenisPeriode.TAHUN,
                sumber_data=i.sumber_data,
            ),
            opd_id=satu.opd_id, sejak=dt.date(satu.tahun, 1, 1), oleh=oleh, pada=pada,
        )  # fmt: skip
        katalog[i.nama.casefold()] = definisi
    elif (definisi.satuan.casefold(), definisi.polaritas) != (i.satuan.casefold(), i.polaritas):
        raise AturanDilanggar(
            f"satuan atau arahnya di katalog ({definisi.satuan}, {definisi.get_polaritas_display().lower()}) "
            "berbeda dari Renstra."
        )
    t = i.target.get(satu.tahun)
    if t is None:
        return definisi, None
    if t.predikat:
        tangga = {b["nama"].casefold(): Decimal(b["nilai"]) for b in definisi.tangga}
        nilai = tangga.get(t.predikat.casefold())
        if nilai is None:
            raise AturanDilanggar(f"predikat {t.predikat} tidak ada dalam tangga di katalog.")
        return definisi, Target(nilai)
    return definisi, None if t.nilai is None else Target(t.nilai, t.nilai_atas)


@transaction.atomic
def ambil_atasan(*, perjanjian_id: UUID, oleh: Pelaku, pada: dt.datetime) -> HasilAmbil:
    """Take the lines of the superior's set PK, each naming the one it serves; what is there stays."""
    satu = buka_perjanjian(perjanjian_id)
    atasan = perjanjian_atasan(satu)
    if atasan is None:
        raise AturanDilanggar(
            f"Perjanjian kinerja {satu.tahun} jabatan atasan belum ditetapkan; tambahkan indikator dari "
            "katalog.",
            kode="tanpa_atasan",
        )
    ada = set(BarisPerjanjian.objects.filter(perjanjian=satu).values_list("indikator_id", flat=True))
    baru = [b for b, _ in baca_baris(atasan) if b.indikator_id not in ada]
    for b in baru:
        _tambah(satu, b.indikator_id, IsiBarisBaru(b.sasaran, target_baris(b), b.pk), oleh=oleh)
    if baru:
        tandai_perjanjian(satu, pada=pada)
    return HasilAmbil(len(baru))
