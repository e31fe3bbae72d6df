"""The requirement "rencana aksi" of a collection window."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from terukur.inti.alamat import pola_alamat
from terukur.inti.angka import tulis_angka
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import JenisPeriode
from terukur.jejak.penyedia import KataIsi, ObjekJejak
from terukur.kinerja import actions
from terukur.kinerja.choices import KODE_PENYEDIA, Agregasi, JenisIndikator, Metode, PemicuRevisi
from terukur.kinerja.models import RencanaAksiResmi, SimpulKinerja
from terukur.kinerja.queries import daftar_aksi, periksa_banyak
from terukur.kinerja.queries.crosscutting import crosscutting_terlihat
from terukur.kinerja.queries.temuan_pohon import temuan_opd
from terukur.kinerja.rules.periksa_pohon import TemuanPohon
from terukur.kinerja.rules.rencana_aksi import LABEL_KOLOM, HasilRencana, TemuanAksi
from terukur.perencanaan.choices import Polaritas
from terukur.tenggat.models import Jendela, Pengajuan
from terukur.tenggat.penyedia import Kelengkapan, Temuan


def kunci_aksi(urutan: int) -> str:
    """Row key within a submission: ``Aksi 3``."""
    return f"Aksi {urutan}"


def tautan_aksi(pengajuan_id: UUID, aksi_id: object, kolom: str = "") -> str:
    """Address of a row on the editor page, at the field."""
    alamat = pola_alamat("kinerja:rencana_aksi").format(pengajuan_id)
    return f"{alamat}?aksi={aksi_id}{'#id_' + kolom if kolom else ''}" if aksi_id else alamat


TEMUAN_POHON_TERLIHAT = 5
"""Of the tree's findings on the page of an action plan; the page of the tree has them all."""


def _tautan_temuan(t: TemuanPohon) -> str:
    if t.crosscutting:
        return pola_alamat("kinerja:crosscutting").format(t.crosscutting)
    return pola_alamat("kinerja:simpul").format(t.simpul) if t.simpul else ""


def peringatan_pohon(opd_id: UUID, temuan: Sequence[TemuanPohon]) -> tuple[Temuan, ...]:
    """What the check of the pohon kinerja finds, as warnings of an action plan: they do not hinder."""
    pohon = pola_alamat("kinerja:pohon_opd").format(opd_id)
    hasil = [
        Temuan(
            t.pesan if t.kode == "belum_disusun" else f"Pohon kinerja: {t.pesan}",
            _tautan_temuan(t) or f"{pohon}#pemeriksaan",
        )
        for t in temuan[:TEMUAN_POHON_TERLIHAT]
    ]
    if sisa := len(temuan) - len(hasil):
        hasil.append(Temuan(f"Pohon kinerja: {tulis_angka(sisa)} temuan lain.", f"{pohon}#pemeriksaan"))
    return tuple(hasil)


class PenyediaRencanaAksi:
    """See ``tenggat.penyedia.PenyediaSyarat``. A row is an action."""

    kode = KODE_PENYEDIA
    urutan = 15
    nama = "Rencana aksi"

    def kelengkapan(self, jendela: Jendela, paket: Sequence[Pengajuan]) -> Mapping[UUID, Kelengkapan]:
        hasil = periksa_banyak(paket, tahun=jendela.tahun)
        pohon = temuan_opd([p.opd_id for p in paket], jendela.tahun)
        return {
            p.opd_id: self._kelengkapan(
                p.pk, *hasil[p.pk], peringatan_pohon(p.opd_id, pohon.get(p.opd_id, ()))
            )
            for p in paket
        }

    def _kelengkapan(
        self, pengajuan_id: UUID, hasil: HasilRencana, bacaan: Any, pohon: tuple[Temuan, ...]
    ) -> Kelengkapan:
        label = {a.pk: kunci_aksi(a.urutan) for a, _, _ in bacaan}

        def temuan(t: TemuanAksi) -> Temuan:
            sebutan = label[t.baris] if t.baris else ""
            return Temuan(
                f"{sebutan}: {t.pesan}" if sebutan else t.pesan,
                tautan_aksi(pengajuan_id, t.baris, t.kolom),
                t.kolom,
                sebutan,
            )

        galat = tuple(temuan(t) for t in hasil.temuan if t.galat)
        if not label:  # first things first: what the tree lacks is asked once there is a plan
            pohon = (Temuan("Belum ada rencana aksi.", f"{tautan_aksi(pengajuan_id, None)}?cari=#pilih"),)
        ringkasan = f"{tulis_angka(len(label))} rencana aksi" if label else "Belum mulai"
        if galat:
            ringkasan += f", {tulis_angka(len(galat))} hal belum lengkap"
        return Kelengkapan(
            terpenuhi=hasil.terpenuhi,
            jumlah=hasil.jumlah,
            galat=galat,
            peringatan=(*(temuan(t) for t in hasil.temuan if not t.galat), *pohon),
            ringkasan=ringkasan,
            bacaan=bacaan,
        )

    def bekukan(
        self, pengajuan: Pengajuan, *, bacaan: Any = None, oleh: Pelaku, pada: dt.datetime
    ) -> dict[str, Any]:
        isi = actions.bekukan_rencana(pengajuan, baris=bacaan, pada=pada)
        return {"baris": {kunci_aksi(a.urutan): i for a, i in isi.items()}}

    def isi_beku(self, pengajuan: Pengajuan, *, diketahui: dt.datetime | None) -> dict[str, Any]:
        baris = RencanaAksiResmi.objects.diketahui(diketahui).filter(pengajuan=pengajuan).order_by("pk")
        isi = {r.isi["urutan"]: r.isi for r in baris}
        return {"baris": {kunci_aksi(n): isi[n] for n in sorted(isi)}} if isi else {}

    def salin_dari(self, lama: Pengajuan, baru: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
        actions.salin_rencana(lama=lama, baru=baru, oleh=oleh, pada=pada)

    def tetapkan(self, pengajuan: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
        actions.tetapkan_rencana(pengajuan, oleh=oleh, pada=pada)

    def tautan_isi(self, pengajuan: Pengajuan) -> str:
        return reverse("kinerja:rencana_aksi", args=[pengajuan.pk])

    def baris(self, pengajuan: Pengajuan) -> list[tuple[str, str]]:
        return [(kunci_aksi(a.urutan), str(a)) for a in daftar_aksi([pengajuan.pk])]

    def kolom(self) -> Mapping[str, str]:
        return LABEL_KOLOM


KATA = KataIsi(
    kolom={
        "anggaran": "Anggaran",
        "agregasi": "Gabungan setahun",
        "aksi": "Rencana aksi",
        "asal_target": "Semula kewajiban",
        "batas_atas": "Batas atas capaian (%)",
        "definisi": "Definisi operasional",
        "disetujui_oleh": "Disetujui oleh",
        "perjanjian_kinerja.indikator": "Indikator",
        "simpul_kinerja.indikator": "Indikator",
        "simpul_kinerja.induk": "Di bawah",
        "simpul_kinerja.periode": "Periode",
        "simpul_kinerja.tingkat": "Tingkat",
        "crosscutting.opd": "OPD yang meminta",
        "indikator.metode": "Cara hitung",
        "indikator.pembilang": "Pembilang",
        "indikator.penyebut": "Penyebut",
        "indikator.polaritas": "Arah",
        "indikator.periode": "Diukur",
        "jumlah_anggaran": "Jumlah anggaran",
        "kedudukan": "Kedudukan",
        "pemicu": "Sebab",
        "mitra": "OPD yang diminta",
        "pengali": "Pengali",
        "penerima_target": "Diteruskan kepada",
        "permintaan": "Yang diharapkan",
        "pernyataan": "Kondisi",
        "perubahan": "Perubahan target",
        "perubahan_ke": "Perubahan ke-",
        "pihak_kedua": "Pihak kedua",
        "pihak_pertama": "Pihak pertama",
        "perjanjian_kinerja.program": "Program atau kegiatan",
        "rencana_aksi": "Rencana aksi",
        "rumus_ukur": "Rumus pengukuran",
        "sasaran": "Sasaran",
        "perjanjian_kinerja.sebutan": "Sebagai",
        "sumber_anggaran": "Sumber anggaran",
        "sumber_data": "Sumber data",
        "tangga": "Tangga predikat",
    },
    nilai={
        "agregasi": dict(Agregasi.choices),
        "indikator.jenis": dict(JenisIndikator.choices),
        "indikator.metode": dict(Metode.choices),
        "indikator.periode": {p.value: p.label for p in JenisPeriode},
        "indikator.polaritas": dict(Polaritas.choices),
        "pemicu": dict(PemicuRevisi.choices),
    },
)
"""Words of this room for what the journal holds."""


def _simpul_terbuka(pengguna: Any, objek_id: str) -> bool:
    """Nodes of the kabupaten are read by all."""
    return SimpulKinerja.objects.filter(pk=objek_id, opd=None).exists()


def _crosscutting_terbuka(pengguna: Any, objek_id: str) -> bool:
    """Both OPD read the whole of it, whoever acted."""
    return crosscutting_terlihat(pengguna).filter(pk=objek_id).exists()


OBJEK = {
    "perjanjian_kinerja": ObjekJejak(
        "Perjanjian kinerja", tautan=lambda objek_id: reverse("kinerja:perjanjian", args=[objek_id])
    ),
    "simpul_kinerja": ObjekJejak(
        "Simpul pohon kinerja",
        terbuka=_simpul_terbuka,
        tautan=lambda objek_id: reverse("kinerja:simpul", args=[objek_id]),
    ),
    "crosscutting": ObjekJejak(
        "Crosscutting",
        terbuka=_crosscutting_terbuka,
        tautan=lambda objek_id: reverse("kinerja:crosscutting", args=[objek_id]),
    ),
}
"""Kinds of record as the journal's pages name them."""
