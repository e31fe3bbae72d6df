"""Publishing an edition: what a report says on a day, frozen under a register number."""

import datetime as dt
from collections.abc import Mapping
from importlib.metadata import version

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from procrastinate.contrib.django import app

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal, tulis_waktu
from terukur.jejak.actions import catat, kunci_rantai
from terukur.jejak.kertas import catat_salinan, daftarkan_kertas
from terukur.jejak.models import SalinanKertas
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.realisasi.choices import JenisEdisi
from terukur.realisasi.models import Edisi
from terukur.realisasi.queries.edisi import susun_data

JEDA = dt.timedelta(seconds=10)
"""An edition tells what was known so long before it: an act received earlier is stored by then."""
TUGAS_CETAK = "realisasi.cetak_edisi"
SUSUNAN = 2
"""Version of content and layout; raise it when the same figures would print differently."""
KODE_KERTAS = {
    JenisEdisi.RAPOR: "RK",
    JenisEdisi.EVALUASI: "EV",
    JenisEdisi.RFK: "RFK",
    JenisEdisi.LKJIP: "LKJ",
}
KOSONG = {
    JenisEdisi.RAPOR: "belum ada target yang ditetapkan untuk periode yang berakhir sampai {per}.",
    JenisEdisi.EVALUASI: "belum ada program kerja, rencana aksi, atau anggaran yang tercatat sampai {per}.",
    JenisEdisi.RFK: "belum ada anggaran atau rencana aksi yang tercatat sampai {per}.",
    JenisEdisi.LKJIP: "perjanjian kinerja kepala OPD belum ditetapkan sampai {per}.",
}
"""Why a report has no row, as the end of a sentence."""


def perender() -> str:
    """What makes the files: with the same, the same content gives the same bytes."""
    return f"susunan {SUSUNAN}, typst {version('typst')}, xlsxwriter {version('xlsxwriter')}"


@transaction.atomic
def terbitkan_edisi(
    *, opd: OPD | None, jenis: JenisEdisi, per: dt.date, alasan: str = "", oleh: Pelaku, pada: dt.datetime
) -> Edisi:
    """Freeze the report of the day ``per`` as known now, under the next edition number of that day.

    ``opd`` None: of every OPD. Refused for a day to come, for a report without a row, and for a second
    edition without ``alasan``.
    """
    if per > hari_pemda(pada):
        raise AturanDilanggar("Keadaan hari yang belum tiba belum dapat diterbitkan.", kode="belum_tiba")
    kunci_rantai()  # whoever writes figures holds it until his commit
    milik = Edisi.objects.filter(opd=opd, jenis=jenis, per=per)
    ke = (milik.aggregate(n=Max("ke"))["n"] or 0) + 1
    if ke > 1 and not alasan.strip():
        raise AturanDilanggar(
            f"{jenis.label} per {tulis_tanggal(per)} sudah terbit sebagai edisi ke-{ke - 1}; "
            "edisi itu tetap berlaku. Tuliskan alasan menerbitkan edisi baru.",
            kode="tanpa_alasan",
        )
    diketahui = pada - JEDA
    opd_id = opd.pk if opd else None
    data = susun_data(jenis, opd_id, per=per, diketahui=diketahui)
    if not data["baris"]:
        raise AturanDilanggar(
            f"Belum ada angka yang dapat diterbitkan: {KOSONG[jenis].format(per=tulis_tanggal(per))}",
            kode="kosong",
        )
    alasan = alasan.strip() if ke > 1 else ""
    edisi = Edisi(
        jenis=jenis, opd=opd, per=per, diketahui=diketahui, ke=ke, alasan=alasan, perender=perender(),
        terbit_pada=pada, terbit_oleh=oleh.id, nama_penerbit=oleh.nama,
    )  # fmt: skip
    judul = f"{jenis.label} {edisi.nama_opd} per {tulis_tanggal(per)}, edisi ke-{ke}"
    catatan = catat(
        peristiwa="edisi.terbitkan", objek="edisi", objek_id=edisi.pk, opd_id=opd_id, oleh=oleh, pada=pada,
        isi={"jenis": jenis.label, "per": per, "diketahui": diketahui, "edisi": ke}
        | ({"alasan": alasan} if alasan else {}),
    )  # fmt: skip
    edisi.kertas = daftarkan_kertas(
        jenis=KODE_KERTAS[jenis],
        nama_jenis=jenis.label,
        judul=judul[:300],
        isi={
            "susunan": SUSUNAN,
            "bingkai": {
                "judul": jenis.label,
                "pemda": settings.TERUKUR_PEMDA,
                "ibu_kota": settings.TERUKUR_IBU_KOTA,
                "alamat": settings.TERUKUR_ALAMAT.rstrip("/"),
                "per": tulis_tanggal(per),
                "diketahui": tulis_waktu(diketahui, zona_pemda()),
                "terbit": tulis_tanggal(hari_pemda(pada)),
                "ke": ke,
                "alasan": alasan,
            },
            "data": data,
        },
        catatan=catatan,
        opd_id=opd_id,
        nama_opd=opd.nama if opd else "",
        oleh=oleh,
        pada=pada,
    )
    edisi.save(force_insert=True)
    app.configure_task(TUGAS_CETAK).defer(edisi_id=str(edisi.pk))
    return edisi


@transaction.atomic
def catat_cetakan(*, edisi: Edisi, sidik: Mapping[str, str], oleh: Pelaku, pada: dt.datetime) -> None:
    """Put on record what the files of an edition are, {format: SHA-256}; again the same changes nothing."""
    for nilai in sidik.values():
        catat_salinan(
            edisi.kertas, ragam=SalinanKertas.Ragam.CETAKAN, sidik_berkas=nilai, oleh=oleh, pada=pada
        )
