"""The requirement "program kerja" of a collection window."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.inti.angka import tulis_angka
from terukur.inti.pelaku import Pelaku
from terukur.jejak.penyedia import KataIsi, ObjekJejak
from terukur.organisasi.fungsi import Program
from terukur.organisasi.queries import zona_pemda
from terukur.perencanaan.actions.beku import bekukan_program_kerja
from terukur.perencanaan.actions.penguncian import KODE_PENYEDIA
from terukur.perencanaan.actions.salin import salin_tahapan
from terukur.perencanaan.choices import JenisButir, JenisRencana, Polaritas
from terukur.perencanaan.penyedia import penyedia_uang
from terukur.perencanaan.queries.nomenklatur import nama_kode, versi_tahun
from terukur.perencanaan.queries.program import daftar_sub_kegiatan, isi_resmi, periksa_banyak
from terukur.perencanaan.queries.rencana import rencana_terlihat
from terukur.perencanaan.rules.isian import LABEL_KOLOM
from terukur.perencanaan.rules.kode import induk_kode
from terukur.perencanaan.rules.matriks import HasilPeriksa, TemuanBaris
from terukur.tenggat.models import Jendela, Pengajuan
from terukur.tenggat.penyedia import Kelengkapan, Temuan


def tautan_temuan(pengajuan_id: UUID, temuan: TemuanBaris) -> str:
    """Address of the field where a finding is put right."""
    if not temuan.baris:
        return reverse("perencanaan:program_kerja", args=[pengajuan_id])
    uang = penyedia_uang()
    if uang is None:
        return f"{reverse('perencanaan:program_kerja', args=[pengajuan_id])}#{temuan.baris}"
    return f"{uang.tautan_ubah(UUID(temuan.baris))}#id_{temuan.kolom}"


def susun_temuan(
    pengajuan_id: UUID, daftar: tuple[TemuanBaris, ...], label: Mapping[str, str]
) -> tuple[Temuan, ...]:
    """Findings of the rules as tenggat shows them: with the row's code, a link, and the row key.

    A warning about a code itself is told once, however many units have that code.
    """
    kelompok: dict[tuple[str, str, int], list[TemuanBaris]] = {}
    for n, t in enumerate(daftar):
        per_kode = t.jenis == "peringatan" and t.kolom == "kode" and t.baris
        sebutan = label[t.baris].partition(" @ ")[0] if per_kode else label.get(t.baris, "")
        kelompok.setdefault((sebutan, t.pesan, -1 if per_kode else n), []).append(t)
    return tuple(
        Temuan(
            pesan=f"{sebutan}{f' ({len(sama)} unit)' if len(sama) > 1 else ''}: {pesan}"
            if sebutan
            else pesan,
            tautan=tautan_temuan(pengajuan_id, sama[0]),
            kolom=sama[0].kolom,
            baris=label.get(sama[0].baris, ""),
        )
        for (sebutan, pesan, _), sama in kelompok.items()
    )


def susun_kelengkapan(pengajuan_id: UUID, hasil: HasilPeriksa, label: Mapping[str, str]) -> Kelengkapan:
    """Completeness as tenggat asks for it. ``label``: row key by id of sub kegiatan."""
    jumlah = len(label)
    ringkasan = f"{tulis_angka(jumlah)} sub kegiatan" if jumlah else "Belum mulai"
    if hasil.galat and jumlah:
        ringkasan += f", {tulis_angka(len(hasil.galat))} hal belum lengkap"
    return Kelengkapan(
        terpenuhi=hasil.terpenuhi,
        jumlah=hasil.jumlah if jumlah else 0,
        galat=susun_temuan(pengajuan_id, hasil.galat, label),
        peringatan=susun_temuan(pengajuan_id, hasil.peringatan, label),
        ringkasan=ringkasan,
    )


def program_direncanakan(opd_id: UUID, per: dt.date) -> list[Program]:
    """Programs in the latest plan whose collection had begun on the day ``per``; for organisasi.

    The plan of a year is made in the year before: what an OPD plans in November is next year's.
    """
    batas = dt.datetime.combine(per + dt.timedelta(days=1), dt.time(), tzinfo=zona_pemda())
    pengajuan = (
        Pengajuan.objects.filter(
            opd=opd_id, jendela__dibuka_pada__lt=batas, daftar_sub_kegiatan__dihapus_pada=None
        )
        .exclude(daftar_sub_kegiatan=None)
        .select_related("jendela")
        .order_by("-jendela__tahun", "-jendela__tenggat_pada", "pk")
        .first()
    )
    versi = versi_tahun(pengajuan.jendela.tahun) if pengajuan else None
    if pengajuan is None or versi is None:
        return []
    kode = sorted({induk_kode(induk_kode(b.kode)) for b in daftar_sub_kegiatan([pengajuan.pk])})
    nama = nama_kode(versi, kode)
    return [Program(k, nama.get(k, "")) for k in kode]


class PenyediaProgramKerja:
    """See ``tenggat.penyedia.PenyediaSyarat``. A row is a sub kegiatan (of a unit)."""

    kode = KODE_PENYEDIA
    urutan = 10
    nama = "Program kerja"

    def kelengkapan(self, jendela: Jendela, paket: Sequence[Pengajuan]) -> Mapping[UUID, Kelengkapan]:
        semua = periksa_banyak(paket, tahun=jendela.tahun)
        return {
            p.opd_id: replace(susun_kelengkapan(p.pk, hasil, {b.id: b.kunci for b in baris}), bacaan=baris)
            for p in paket
            for hasil, baris in [semua[p.pk]]
        }

    def bekukan(
        self, pengajuan: Pengajuan, *, bacaan: Any = None, oleh: Pelaku, pada: dt.datetime
    ) -> dict[str, Any]:
        pertama = pengajuan.versi == 1
        return {"baris": bekukan_program_kerja(pengajuan, pertama=pertama, baris=bacaan, pada=pada)}

    def isi_beku(self, pengajuan: Pengajuan, *, diketahui: dt.datetime | None) -> dict[str, Any]:
        isi = isi_resmi(pengajuan, diketahui=diketahui)
        return {"baris": isi} if isi else {}

    def salin_dari(self, lama: Pengajuan, baru: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
        salin_tahapan(lama=lama, baru=baru, oleh=oleh, pada=pada)

    def tetapkan(self, pengajuan: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
        bekukan_program_kerja(pengajuan, ditetapkan=True, pada=pada)

    def tautan_isi(self, pengajuan: Pengajuan) -> str:
        return reverse("perencanaan:program_kerja", args=[pengajuan.pk])

    def baris(self, pengajuan: Pengajuan) -> list[tuple[str, str]]:
        return [(b.kunci, f"{b.kunci} {b.nama}") for b in daftar_sub_kegiatan([pengajuan.pk])]

    def kolom(self) -> Mapping[str, str]:
        return LABEL_KOLOM


KATA = KataIsi(
    kolom={
        "disalin": "Jumlah yang disalin",
        "milik": "Milik",
        "nilai": "Nilai",
        "pagu_indikatif": "Pagu indikatif",
        "pindah_kode": "Kode yang berpindah",
        "polaritas": "Polaritas",
        "program_kerja": "Program kerja",
        "rencana": "Rencana",
        "sasaran_rpjmd": "Sasaran RPJMD",
        "satuan": "Satuan",
        "tahun_mulai": "Mulai dipakai tahun",
        "target": "Target",
        "tidak_disalin": "Tidak disalin",
        "titik": "Tahun",
        "versi_id": "Nomor data versi",
        "visi": "Visi",
    },
    nilai={
        "jenis": dict(JenisButir.choices),
        "polaritas": dict(Polaritas.choices),
        "titik": {"awal": "kondisi awal", "akhir": "kondisi akhir"},
    },
)
"""Words of this room for what the journal holds."""


def _tautan_rencana(versi_id: str) -> str:
    return reverse("perencanaan:rencana", args=[versi_id])


def _terlihat(jenis: JenisRencana, pengguna: Pengguna, versi_id: str) -> bool:
    return rencana_terlihat(pengguna, jenis).filter(pk=versi_id).exists()


OBJEK_RENCANA = {
    jenis.value: ObjekJejak(jenis.label, terbuka=partial(_terlihat, jenis), tautan=_tautan_rencana)
    for jenis in JenisRencana
}
"""Names and pages of the plans of five years in the journal."""
