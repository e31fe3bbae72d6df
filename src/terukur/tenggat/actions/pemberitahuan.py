"""Messages of this room. They name OPD and offices, never persons, and carry a link."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.waktu import tulis_sisa, tulis_waktu
from terukur.organisasi import queries as organisasi
from terukur.pesan.actions import kirim
from terukur.tenggat import rules
from terukur.tenggat.models import Jendela, LaporanKeterlambatan, Pengajuan, Perpanjangan, Syarat


def _tautan(pengajuan: Pengajuan) -> str:
    return reverse("tenggat:pengajuan", args=[pengajuan.pk])


def _orang_opd(opd_id: UUID, *, pada: dt.datetime, kepala: bool = True) -> list[Pengguna]:
    peran = [Peran.OPERATOR_OPD, Peran.ADMIN_OPD] + ([Peran.KEPALA_OPD] if kepala else [])
    orang = [u for p in peran for u in organisasi.pengguna_berperan(p, opd_id=opd_id, pada=pada)]
    return list({u.pk: u for u in orang}.values())


def pimpinan(*, pada: dt.datetime) -> list[Pengguna]:
    """Bupati, wakil bupati and Sekda: those to whom the late list goes."""
    orang = [u for p in (Peran.PIMPINAN, Peran.SEKDA) for u in organisasi.pengguna_berperan(p, pada=pada)]
    return list({u.pk: u for u in orang}.values())


def beri_tahu_dibuka(jendela: Jendela, *, pada: dt.datetime) -> None:
    """Tell operators and heads of every participant that the window is open."""
    per_opd: dict[UUID, dict[UUID, Pengguna]] = {}
    for peran in (Peran.OPERATOR_OPD, Peran.ADMIN_OPD, Peran.KEPALA_OPD):
        for opd_id, daftar in organisasi.pengguna_berperan_per_opd(peran, None, pada=pada).items():
            per_opd.setdefault(opd_id, {}).update({u.pk: u for u in daftar})
    tenggat = tulis_waktu(jendela.tenggat_pada, jendela.zona_waktu, hari=True)
    for pengajuan in jendela.daftar_pengajuan.order_by("pk"):
        if orang := per_opd.get(pengajuan.opd_id):
            kirim(
                kepada=list(orang.values()),
                judul=f"Jadwal dibuka: {jendela.judul}",
                isi=f"Sesuai edaran {jendela.nomor_edaran}, isian diajukan paling lambat {tenggat}.",
                tautan=_tautan(pengajuan),
                kunci=f"jendela.buka:{pengajuan.pk}",
                pada=pada,
            )


def beri_tahu_siap(pengajuan: Pengajuan, paraf_sisa: Sequence[str], *, pada: dt.datetime) -> None:
    """Tell whoever gives the next initial, and when none is missing the head, that a package waits."""
    kepala = organisasi.pengguna_berperan(Peran.KEPALA_OPD, opd_id=pengajuan.opd_id, pada=pada)
    if paraf_sisa:
        pemaraf = organisasi.pengguna_berperan(Peran.PEMARAF, opd_id=pengajuan.opd_id, pada=pada)
        kirim(
            kepada=pemaraf or kepala,
            judul=f"Menunggu paraf {paraf_sisa[0]}: {pengajuan.jendela.judul}",
            isi=f"Isian {pengajuan.opd.nama} menunggu paraf sebelum ditandatangani Kepala OPD.",
            tautan=_tautan(pengajuan),
            kunci=f"pengajuan.paraf:{pengajuan.pk}:{pada.isoformat()}",
            pada=pada,
        )
        return
    kirim(
        kepada=kepala,
        judul=f"Menunggu tanda tangan: {pengajuan.jendela.judul}",
        isi=f"Isian {pengajuan.opd.nama} sudah ditandai siap dan menunggu persetujuan Anda.",
        tautan=_tautan(pengajuan),
        kunci=f"pengajuan.siap:{pengajuan.pk}:{pada.isoformat()}",
        pada=pada,
    )


def beri_tahu_minta_perbaikan(pengajuan: Pengajuan, *, kunci: str, pada: dt.datetime) -> None:
    """Tell operators that those who sign want the package mended first, and what."""
    kirim(
        kepada=_orang_opd(pengajuan.opd_id, pada=pada, kepala=False),
        judul=f"Diminta diperbaiki sebelum ditandatangani: {pengajuan.jendela.judul}"[:200],
        isi=f"Isian {pengajuan.opd.nama} dibuka kembali. Yang perlu diperbaiki: "
        f"{pengajuan.perbaikan_alasan[:300]}",
        tautan=_tautan(pengajuan), kunci=kunci, pada=pada,
    )  # fmt: skip


def beri_tahu_diajukan(pengajuan: Pengajuan, syarat: list[Syarat], *, pada: dt.datetime) -> None:
    """Tell the verifiers of the window's requirements that a package came in."""
    kirim(
        kepada=organisasi.pengguna_berperan(
            Peran.VERIFIKATOR, pada=pada, syarat=tuple(s.kode for s in syarat)
        ),
        judul=f"Pengajuan masuk: {pengajuan.opd.nama}",
        isi=f"{pengajuan.jendela.judul} menunggu pemeriksaan.",
        tautan=reverse("tenggat:periksa", args=[pengajuan.pk]),
        kunci=f"pengajuan.ajukan:{pengajuan.pk}:{pengajuan.versi}",
        pada=pada,
    )


def beri_tahu_opd(pengajuan: Pengajuan, *, judul: str, isi: str, kunci: str, pada: dt.datetime) -> None:
    """Tell operators and head of the OPD what happened to their package."""
    kirim(
        kepada=_orang_opd(pengajuan.opd_id, pada=pada), judul=judul, isi=isi, tautan=_tautan(pengajuan),
        kunci=kunci, pada=pada,
    )  # fmt: skip


def beri_tahu_perbaikan_reviu(pengajuan: Pengajuan, *, catatan: str, kunci: str, pada: dt.datetime) -> None:
    """Tell verifiers that the APIP asks for a correction: only they can return the package."""
    kirim(
        kepada=organisasi.pengguna_berperan(Peran.VERIFIKATOR, pada=pada),
        judul=f"Reviu APIP meminta perbaikan: {pengajuan.opd.nama}",
        isi=f"{pengajuan.jendela.judul}. {catatan[:300]} Kembalikan kepada OPD lewat halaman pemeriksaan.",
        tautan=reverse("tenggat:periksa", args=[pengajuan.pk]),
        kunci=f"pengajuan.reviu_perbaikan:{kunci}", pada=pada,
    )  # fmt: skip


def beri_tahu_minta_perpanjangan(perpanjangan: Perpanjangan, *, pada: dt.datetime) -> None:
    """Tell the Sekda that an extension is asked for."""
    pengajuan = perpanjangan.pengajuan
    kirim(
        kepada=organisasi.pengguna_berperan(Peran.SEKDA, pada=pada),
        judul=f"Permintaan perpanjangan: {pengajuan.opd.nama}",
        isi=f"{pengajuan.jendela.judul}. Alasan: {perpanjangan.alasan[:300]}",
        tautan=reverse("tenggat:perpanjangan", args=[perpanjangan.pk]),
        kunci=f"perpanjangan.minta:{perpanjangan.pk}",
        pada=pada,
    )


def kirim_pengingat(pengajuan: Pengajuan, *, tenggat: dt.datetime, jam: int, pada: dt.datetime) -> None:
    """Remind operators and head that the due instant comes near."""
    jendela = pengajuan.jendela
    kirim(
        kepada=_orang_opd(pengajuan.opd_id, pada=pada),
        judul=f"Sisa waktu {tulis_sisa(tenggat - pada)}: {jendela.judul}",
        isi=(
            f"{pengajuan.opd.nama} belum mengajukan. Tenggat "
            f"{tulis_waktu(tenggat, jendela.zona_waktu, hari=True)}."
        ),
        tautan=_tautan(pengajuan),
        kunci=f"pengingat:{pengajuan.pk}:{tenggat.isoformat()}:{jam}",
        pada=pada,
    )


def kirim_laporan(laporan: LaporanKeterlambatan, *, judul: str, isi: str, pada: dt.datetime) -> None:
    """Send an edition of the late list to the leaders."""
    kirim(
        kepada=pimpinan(pada=pada), judul=judul, isi=isi,
        tautan=reverse("tenggat:laporan", args=[laporan.pk]),
        kunci=f"laporan:{laporan.pk}", pada=pada,
    )  # fmt: skip


def kirim_ralat(laporan: LaporanKeterlambatan, pengajuan: Pengajuan, *, pada: dt.datetime) -> None:
    """Tell those who got an edition that one OPD in it was received in time."""
    kirim(
        kepada=pimpinan(pada=pada),
        judul=f"Ralat laporan {laporan.kertas.nomor}: {pengajuan.opd.nama}"[:200],
        isi=f"{pengajuan.opd.nama} sudah diterima {tulis_waktu(pada, pengajuan.jendela.zona_waktu)}, sebelum "
        "saat laporan, tetapi baru tersimpan sesudah laporan terbit. Putusan: "
        f"{rules.tulis_putusan(pengajuan.tepat_waktu, pengajuan.selisih_detik)}.",
        tautan=reverse("tenggat:laporan", args=[laporan.pk]),
        kunci=f"ralat:{laporan.pk}:{pengajuan.pk}",
        pada=pada,
    )
