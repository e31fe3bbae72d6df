"""The only way a set target changes: revisi target (PK Perubahan), with reason, document and approval."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from terukur.inti.angka import tulis_angka
from terukur.inti.bitemporal import salinan_fakta
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import Periode
from terukur.jejak.actions import catat
from terukur.kinerja.choices import PemicuRevisi
from terukur.kinerja.models import RencanaAksiResmi, RevisiTarget, TargetResmi
from terukur.kinerja.penyedia import beri_tahu_target
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.rencana_aksi import alasan_tidak_direvisi
from terukur.organisasi.actions.potret import periksa_dibaca
from terukur.organisasi.queries import hari_pemda, tanda_fakta
from terukur.perencanaan.choices import Polaritas


@dataclass(frozen=True, slots=True)
class IsiRevisi:
    """Why and by what. ``disetujui_oleh``: office and name as on the document."""

    pemicu: PemicuRevisi
    alasan: str
    nomor_dokumen: str
    tanggal_dokumen: dt.date
    disetujui_oleh: str


@transaction.atomic
def revisi_target(
    *,
    kunci: UUID,
    target: Mapping[str, Target],
    isi: IsiRevisi,
    dibaca: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> RevisiTarget:
    """Change set targets of one action, {period code: new target}; both versions remain on record.

    Refused for periods that have ended on the day of ``pada``, and for a document dated after it.
    ``dibaca``: mark of the targets the form was filled from; ``Bentrok`` when they were revised since.
    """
    hari = hari_pemda(pada)
    aksi = (
        RencanaAksiResmi.objects.diketahui(None)
        .filter(kunci=kunci)
        .exclude(nomor_register="")
        .select_for_update()
        .first()
    )
    if aksi is None:
        raise TidakDitemukan("Rencana aksi itu belum ditetapkan.")
    _periksa(isi, hari)
    lama = {t.periode: t for t in TargetResmi.objects.diketahui(None).filter(kunci=kunci).order_by("periode")}
    periksa_dibaca(
        dibaca,
        tanda_fakta(TargetResmi, kunci=kunci),
        tersimpan={k: _sebut(t.nilai, t.nilai_atas) for k, t in lama.items()},
        kiriman={k: _sebut(t.nilai, t.atas) for k, t in target.items()},
    )
    ganti = {}
    for kode, baru in target.items():
        if kode not in lama:
            raise AturanDilanggar(f"{kode} tidak mempunyai target yang ditetapkan.", kode="periode_asing")
        if (lama[kode].nilai, lama[kode].nilai_atas) == (baru.nilai, baru.atas):
            continue
        if alasan := alasan_tidak_direvisi(Periode.baca(kode), hari=hari):
            raise AturanDilanggar(
                alasan, kode="periode_lewat", kolom={f"target_{kode}": "Periode sudah berakhir."}
            )
        _periksa_target(baru, aksi.isi["ukuran"]["rumus"]["polaritas"], kode)
        ganti[kode] = baru
    if not ganti:
        raise AturanDilanggar("Belum ada target yang berubah.", kode="tanpa_perubahan")
    return _tulis(aksi, {k: lama[k] for k in ganti}, ganti, isi, oleh=oleh, pada=pada)


def _periksa(isi: IsiRevisi, hari: dt.date) -> None:
    kosong = {
        k: f"Isi {nama}."
        for k, nama in (
            ("alasan", "alasan"),
            ("nomor_dokumen", "nomor dokumen"),
            ("disetujui_oleh", "penyetuju"),
        )
        if not getattr(isi, k).strip()
    }
    if kosong:
        raise AturanDilanggar("Revisi target memerlukan alasan, dokumen, dan penyetuju.", kolom=kosong)
    if isi.tanggal_dokumen > hari:
        raise AturanDilanggar(
            "Tanggal dokumen tidak boleh sesudah hari ini.",
            kolom={"tanggal_dokumen": "Belum tiba; paling akhir hari ini."},
        )


def _periksa_target(target: Target, polaritas: str, kode: str) -> None:
    rentang = polaritas == Polaritas.RENTANG
    salah = (target.atas is None or target.atas < target.nilai) if rentang else target.nilai < 0
    if salah:
        raise AturanDilanggar(
            "Target rentang memerlukan batas bawah lalu batas atas."
            if rentang
            else "Target tidak boleh negatif.",
            kolom={f"target_{kode}": "Periksa angkanya."},
        )


def _tulis(
    aksi: RencanaAksiResmi,
    lama: Mapping[str, TargetResmi],
    ganti: Mapping[str, Target],
    isi: IsiRevisi,
    *,
    oleh: Pelaku,
    pada: dt.datetime,
) -> RevisiTarget:
    pemilik = next((t.opd_id for t in lama.values() if t.opd_id), aksi.opd_id)
    perubahan = {
        k: [_sebut(lama[k].nilai, lama[k].nilai_atas), _sebut(t.nilai, t.atas)]
        for k, t in sorted(ganti.items())
    }
    catatan = catat(
        peristiwa="target.revisi",
        objek="rencana_aksi",
        objek_id=aksi.kunci,
        isi={
            "aksi": aksi.isi["aksi"],
            "pemicu": isi.pemicu,
            "alasan": isi.alasan.strip(),
            "dokumen": isi.nomor_dokumen.strip(),
            "tanggal": isi.tanggal_dokumen,
            "disetujui_oleh": isi.disetujui_oleh.strip(),
            "perubahan": [
                f"{Periode.baca(k).label_pendek}: {lama_} menjadi {baru}"
                for k, (lama_, baru) in perubahan.items()
            ],
        },
        oleh=oleh,
        pada=pada,
        opd_id=pemilik,
    )
    revisi = RevisiTarget.objects.create(
        opd_id=pemilik,
        kunci=aksi.kunci,
        tahun=aksi.tahun,
        pemicu=isi.pemicu,
        alasan=isi.alasan.strip(),
        nomor_dokumen=isi.nomor_dokumen.strip(),
        tanggal_dokumen=isi.tanggal_dokumen,
        disetujui_oleh=isi.disetujui_oleh.strip(),
        perubahan=perubahan,
        catatan_nomor=catatan.nomor,
        dicatat_pada=pada,
        dicatat_oleh=oleh.id,
        nama_pencatat=oleh.nama,
    )
    for kode, t in ganti.items():
        TargetResmi.objects.filter(pk=lama[kode].pk).update(digantikan_pada=pada)
        salinan_fakta(
            lama[kode],
            nilai=t.nilai,
            nilai_atas=t.atas,
            revisi_id=revisi.pk,
            catatan_nomor=catatan.nomor,
            dicatat_pada=pada,
            digantikan_pada=None,
        ).save(force_insert=True)
    beri_tahu_target([aksi.kunci], oleh=oleh, pada=pada)
    return revisi


def _sebut(nilai: Decimal, atas: Decimal | None) -> str:
    return tulis_angka(nilai) if atas is None else f"{tulis_angka(nilai)} sampai {tulis_angka(atas)}"
