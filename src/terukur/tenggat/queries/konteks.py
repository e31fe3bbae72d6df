"""What the workflow's conditions look at, collected for one package, reader and instant."""

import datetime as dt
from uuid import UUID

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.alur import Tindakan
from terukur.inti.izin import Izin
from terukur.jejak.queries import riwayat
from terukur.organisasi import queries as organisasi
from terukur.organisasi.models import Penugasan
from terukur.tenggat import rules
from terukur.tenggat.choices import StatusPemeriksaan
from terukur.tenggat.models import PemeriksaanSyarat, Pengajuan, Syarat
from terukur.tenggat.penyedia import Kelengkapan
from terukur.tenggat.queries.pemeriksaan import penahan_reviu
from terukur.tenggat.queries.pengajuan import daftar_syarat, kelengkapan_pengajuan, paraf_sisa

PERISTIWA_TERLIBAT = (
    "pengajuan.tandai_siap", "pengajuan.tandai_siap_perbaikan", "pengajuan.paraf",
    "pengajuan.paraf_perbaikan", "pengajuan.ajukan", "pengajuan.ajukan_perbaikan",
)  # fmt: skip


def terlibat(pengajuan: Pengajuan) -> set[str]:
    """Ids of all who prepared, initialled or signed the package, in this round or an earlier one."""
    return set(
        riwayat("pengajuan", pengajuan.pk)
        .filter(peristiwa__in=PERISTIWA_TERLIBAT, ditolak=False)
        .values_list("pelaku_id", flat=True)
    )


def _pegawai_opd(opd_id: UUID, *, pada: dt.datetime) -> set[UUID]:
    hari = organisasi.hari_pemda(pada)
    return set(
        Penugasan.objects.pada(hari, pada)
        .dengan_jabatan(hari, pada)
        .filter(opd_pada=opd_id, pegawai__pengguna__isnull=False)
        .values_list("pegawai__pengguna_id", flat=True)
    )


def ada_pemeriksa_lain(
    pengguna: Pengguna, opd_id: UUID, *, peran: Peran, syarat: str | None = None, pada: dt.datetime
) -> bool:
    """Whether somebody else with this role works outside the OPD."""
    sendiri = _pegawai_opd(opd_id, pada=pada)
    return any(
        u.pk != pengguna.pk and u.pk not in sendiri
        for u in organisasi.pengguna_berperan(peran, pada=pada, syarat=(syarat,) if syarat else None)
    )


def konflik(
    pengguna: Pengguna,
    pengajuan: Pengajuan,
    *,
    peran: Peran = Peran.VERIFIKATOR,
    syarat: str | None = None,
    pada: dt.datetime,
) -> tuple[str, bool]:
    """(reason why this user may not judge the package or empty, is "diverifikasi sendiri")."""
    milik = organisasi.opd_pengguna(pengguna, pada=pada)
    lain = pengajuan.opd_id in milik and ada_pemeriksa_lain(
        pengguna, pengajuan.opd_id, peran=peran, syarat=syarat, pada=pada
    )
    return rules.konflik_pemeriksa(
        pelaku_id=str(pengguna.pk),
        opd_pelaku=milik,
        opd_id=pengajuan.opd_id,
        terlibat=terlibat(pengajuan),
        ada_pemeriksa_lain=lain,
    )


def syarat_belum(pengajuan: Pengajuan) -> tuple[str, ...]:
    """Names of the requirements whose present content is not verified."""
    return tuple(
        PemeriksaanSyarat.objects.filter(pengajuan=pengajuan)
        .exclude(status=StatusPemeriksaan.DIVERIFIKASI)
        .order_by("syarat__urutan", "pk")
        .values_list("syarat__nama", flat=True)
    )


def perlu_reviu(pengajuan: Pengajuan) -> bool:
    """Whether the APIP review of the present content hinders the decree (see ``penahan_reviu``)."""
    return bool(penahan_reviu([pengajuan]))


def susun_konteks(
    pengajuan: Pengajuan,
    *,
    pengguna: Pengguna,
    pada: dt.datetime,
    syarat: list[Syarat] | None = None,
    kelengkapan: dict[str, Kelengkapan] | None = None,
) -> rules.KonteksPengajuan:
    """Everything the conditions ask about a package, for one reader at one instant.

    The reader-specific parts (``penugasan``, ``konflik``) are looked up only where he holds the
    permission they belong to. ``konflik`` is that of a verifier of any requirement.
    """
    syarat = daftar_syarat(pengajuan.jendela) if syarat is None else syarat
    if kelengkapan is None:
        kelengkapan = kelengkapan_pengajuan(pengajuan, syarat)
    penugasan = ""
    if pengguna.akses.boleh(Izin.PENGAJUAN_AJUKAN, pengajuan.opd_id):
        penugasan = organisasi.dasar_penanda(pengguna, pengajuan.opd_id, pada=pada)
    alasan = ""
    if pengguna.akses.boleh(Izin.PENGAJUAN_VERIFIKASI, pengajuan.opd_id):
        alasan, _ = konflik(pengguna, pengajuan, pada=pada)
    elif str(pengguna.pk) in terlibat(pengajuan):
        alasan = "Anda ikut menyiapkan atau menandatangani pengajuan ini; keputusannya oleh orang lain."
    return rules.KonteksPengajuan(
        jendela=pengajuan.jendela,
        pada=pada,
        kekurangan=rules.kekurangan((s.nama, s.wajib, kelengkapan[s.kode]) for s in syarat),
        paraf_sisa=paraf_sisa(pengajuan),
        penugasan=penugasan,
        syarat_belum=syarat_belum(pengajuan),
        perlu_reviu=perlu_reviu(pengajuan),
        konflik=alasan,
        hanya_unit=pengguna.akses.unit(Izin.PENGAJUAN_ISI, pengajuan.opd_id) is not None,
    )


def tindakan_pengajuan(
    pengajuan: Pengajuan, *, pengguna: Pengguna, konteks: rules.KonteksPengajuan
) -> list[Tindakan]:
    """The steps this reader may take now, each allowed or with the reason why not."""
    return rules.ALUR_PENGAJUAN.tindakan(
        status=pengajuan.status,
        izin=lambda kode: pengguna.akses.boleh(kode, pengajuan.opd_id),
        konteks=konteks,
    )
