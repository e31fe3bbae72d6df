"""Roles: what each may do. Who holds a role, where and since when, is organisasi's."""

from dataclasses import dataclass
from enum import StrEnum

from terukur.inti.izin import Izin


class Peran(StrEnum):
    OPERATOR_OPD = "operator_opd"
    ADMIN_OPD = "admin_opd"
    PEMARAF = "pemaraf"
    KEPALA_OPD = "kepala_opd"
    PENYELENGGARA = "penyelenggara"
    TAPD = "tapd"
    VERIFIKATOR = "verifikator"
    INSPEKTORAT = "inspektorat"
    BKPSDM = "bkpsdm"
    ADMIN_SISTEM = "admin_sistem"
    SEKDA = "sekda"
    PIMPINAN = "pimpinan"
    KEPALA_DAERAH = "kepala_daerah"
    AUDITOR = "auditor"
    PENGAWAS = "pengawas"
    PEGAWAI = "pegawai"


@dataclass(frozen=True, slots=True)
class DefinisiPeran:
    """``seluruh_opd``: the role's permissions hold for every OPD, not only the one it names.

    ``dari_penugasan``: nobody grants it; it follows from the penugasan of the day.
    ``wajib_totp``: a second factor is compulsory outside trial mode.
    """

    kode: Peran
    nama: str
    uraian: str
    izin: frozenset[Izin]
    seluruh_opd: bool = False
    dari_penugasan: bool = False
    wajib_totp: bool = False


_DASAR = frozenset({
    Izin.AKUN_SENDIRI, Izin.STUDI_LIHAT, Izin.KEHADIRAN_SENDIRI, Izin.KEHADIRAN_PUTUS,
})  # fmt: skip
_BACA_OPD = _DASAR | {
    Izin.ORGANISASI_LIHAT, Izin.PEGAWAI_LIHAT, Izin.TENGGAT_LIHAT, Izin.PENGAJUAN_LIHAT,
    Izin.NOMENKLATUR_LIHAT, Izin.PROGRAM_LIHAT, Izin.RPJMD_LIHAT, Izin.RENSTRA_LIHAT,
    Izin.PAGU_LIHAT, Izin.ANGGARAN_LIHAT, Izin.BERKAS_LIHAT, Izin.JEJAK_LIHAT,
    Izin.KINERJA_LIHAT, Izin.REALISASI_LIHAT,
}  # fmt: skip
_BACA_SEMUA = _BACA_OPD | {Izin.LAPORAN_LIHAT, Izin.PIMPINAN_LIHAT}
_BACA_SKENARIO = _BACA_SEMUA | {Izin.SKENARIO_LIHAT}
_ISI = frozenset({
    Izin.PENGAJUAN_ISI, Izin.PROGRAM_ISI, Izin.RENSTRA_ISI, Izin.ANGGARAN_ISI, Izin.BERKAS_UNGGAH,
    Izin.IMPOR_JALANKAN, Izin.PERPANJANGAN_MINTA, Izin.KINERJA_ISI, Izin.REALISASI_ISI,
    Izin.SERAPAN_CATAT, Izin.ESKALASI_LIHAT, Izin.ESKALASI_ISI, Izin.STUDI_ISI, Izin.LAPANGAN_MINTA,
})  # fmt: skip
_TERBIT = frozenset({Izin.ESKALASI_LIHAT, Izin.ESKALASI_TERBIT})

DAFTAR_PERAN: dict[Peran, DefinisiPeran] = {
    d.kode: d
    for d in (
        DefinisiPeran(
            Peran.OPERATOR_OPD, "Operator OPD",
            "Mengisi program kerja, kebutuhan anggaran dan data dukung OPD atau unitnya.",
            _BACA_OPD | _ISI | {Izin.PK_SETUJUI, Izin.KEHADIRAN_SPT},
        ),
        DefinisiPeran(
            Peran.ADMIN_OPD, "Admin OPD",
            "Mengelola pengguna OPD, mengatur ulang kata sandi, mengalihkan draf; dapat mengisi.",
            _BACA_OPD | _ISI | {
                Izin.PENGGUNA_LIHAT, Izin.PENGGUNA_KELOLA, Izin.PK_SETUJUI, Izin.KEHADIRAN_LIHAT,
                Izin.KEHADIRAN_KELOLA, Izin.KEHADIRAN_SPT, Izin.MESIN_KELOLA,
            },
        ),
        DefinisiPeran(
            Peran.PEMARAF, "Pemaraf",
            "Kasubag, kabid atau sekretaris yang membubuhkan paraf sebelum kepala OPD.",
            _BACA_OPD | {
                Izin.PENGAJUAN_PARAF, Izin.PK_SETUJUI, Izin.ESKALASI_LIHAT, Izin.KEHADIRAN_LIHAT,
            },
        ),
        DefinisiPeran(
            Peran.KEPALA_OPD, "Kepala OPD",
            "Menandatangani pengajuan OPD; mengikuti penugasan definitif, Pj, Plt atau Plh.",
            _BACA_OPD | {
                Izin.PENGAJUAN_AJUKAN, Izin.PENGAJUAN_PARAF, Izin.PERPANJANGAN_MINTA,
                Izin.BERKAS_UNGGAH, Izin.RENSTRA_AJUKAN, Izin.REALISASI_AJUKAN, Izin.PK_SETUJUI,
                Izin.CROSSCUTTING_PUTUS, Izin.ESKALASI_LIHAT, Izin.ESKALASI_ISI, Izin.ESKALASI_TANGGAPI,
                Izin.KEHADIRAN_LIHAT, Izin.SIDAK_LAKUKAN,
            },
            dari_penugasan=True,
        ),
        DefinisiPeran(
            Peran.PENYELENGGARA, "Penyelenggara",
            "Menyiapkan dan membuka jadwal pengumpulan, memantau seluruh OPD, menetapkan tahapan.",
            _BACA_SKENARIO | {
                Izin.TENGGAT_KELOLA, Izin.NOMENKLATUR_KELOLA, Izin.IMPOR_JALANKAN,
                Izin.PENGAJUAN_TETAPKAN, Izin.BERKAS_UNGGAH, Izin.ORGANISASI_KELOLA,
                Izin.RPJMD_KELOLA, Izin.RENSTRA_TETAPKAN, Izin.KINERJA_KELOLA, Izin.TARGET_REVISI,
                Izin.STUDI_ISI, Izin.LAPANGAN_MINTA,
            },
            seluruh_opd=True,
        ),
        DefinisiPeran(
            Peran.TAPD, "TAPD",
            "Menetapkan pagu per OPD, unit dan sumber dana; menyusun skenario kapasitas.",
            _BACA_SKENARIO | {
                Izin.PAGU_KELOLA, Izin.SKENARIO_KELOLA, Izin.IMPOR_JALANKAN, Izin.SERAPAN_CATAT,
            },
            seluruh_opd=True,
        ),
        DefinisiPeran(
            Peran.VERIFIKATOR, "Verifikator",
            "Memeriksa syarat yang menjadi bagiannya, memverifikasi atau mengembalikan.",
            _BACA_SKENARIO | {
                Izin.PENGAJUAN_VERIFIKASI, Izin.RENSTRA_VERIFIKASI, Izin.REALISASI_VERIFIKASI,
                Izin.BERKAS_UNGGAH, Izin.LAPANGAN_MINTA,
            },
            seluruh_opd=True, wajib_totp=True,
        ),
        DefinisiPeran(
            Peran.INSPEKTORAT, "Inspektorat (APIP)",
            "Mereviu pengajuan dan menuliskan catatan hasil reviu.",
            _BACA_SEMUA | {
                Izin.PENGAJUAN_REVIU, Izin.BERKAS_UNGGAH, Izin.AUDIT_SAMPEL, Izin.SISTEM_LIHAT,
                Izin.ESKALASI_LIHAT, Izin.KEHADIRAN_LIHAT, Izin.SIDAK_LAKUKAN,
            },
            seluruh_opd=True,
        ),
        DefinisiPeran(
            Peran.BKPSDM, "BKPSDM",
            "Mengelola pegawai, jabatan, penugasan dan kehadiran seluruh OPD.",
            _BACA_OPD | {
                Izin.PEGAWAI_KELOLA, Izin.IMPOR_JALANKAN, Izin.KEHADIRAN_LIHAT,
                Izin.KEHADIRAN_KELOLA, Izin.KEHADIRAN_SPT, Izin.KEHADIRAN_TUTUP, Izin.MESIN_KELOLA,
                Izin.SIDAK_LAKUKAN,
            },
            seluruh_opd=True,
        ),
        DefinisiPeran(
            Peran.ADMIN_SISTEM, "Admin Diskominfo",
            "Menjalankan sistem: pengguna, organisasi, pengaturan, kesehatan sistem.",
            _BACA_OPD | {
                Izin.PENGGUNA_LIHAT, Izin.PENGGUNA_KELOLA, Izin.ORGANISASI_KELOLA,
                Izin.PEGAWAI_KELOLA, Izin.SISTEM_LIHAT, Izin.SISTEM_KELOLA, Izin.IMPOR_JALANKAN,
                Izin.NOMENKLATUR_KELOLA, Izin.MESIN_KELOLA,
            },
            seluruh_opd=True, wajib_totp=True,
        ),
        DefinisiPeran(
            Peran.SEKDA, "Sekretaris Daerah",
            "Memutus perpanjangan, memantau seluruh OPD, menerbitkan peringatan kinerja dan disposisi.",
            _BACA_SKENARIO
            | {
                Izin.PERPANJANGAN_PUTUS, Izin.PENGAJUAN_TETAPKAN, Izin.LAPANGAN_MINTA, Izin.KEHADIRAN_LIHAT,
                Izin.SIDAK_LAKUKAN,
            }
            | _TERBIT,
            seluruh_opd=True, wajib_totp=True,
        ),
        DefinisiPeran(
            Peran.PIMPINAN, "Pimpinan",
            "Bupati dan wakil bupati: melihat seluruh OPD, menerbitkan peringatan kinerja dan disposisi.",
            _BACA_SKENARIO | _TERBIT | {Izin.KEHADIRAN_LIHAT, Izin.SIDAK_LAKUKAN},
            seluruh_opd=True, wajib_totp=True,
        ),
        DefinisiPeran(
            Peran.KEPALA_DAERAH, "Kepala daerah",
            "Bupati, atau penjabat dan pelaksana tugasnya: menandatangani perjanjian kinerja dengan kepala "
            "OPD. Dasarnya dimulai dengan Pj., Plt. atau Plh. bila bukan definitif.",
            _BACA_SKENARIO | {Izin.PK_SETUJUI, Izin.KEHADIRAN_LIHAT},
            seluruh_opd=True, wajib_totp=True,
        ),
        DefinisiPeran(
            Peran.AUDITOR, "Auditor",
            "Membaca semua data dan jejak resmi; tidak mengubah apa pun.",
            _BACA_SKENARIO | {
                Izin.JEJAK_AUDIT, Izin.AUDIT_SAMPEL, Izin.PENGGUNA_LIHAT, Izin.SISTEM_LIHAT,
                Izin.ESKALASI_LIHAT, Izin.KEHADIRAN_LIHAT,
            },
            seluruh_opd=True, wajib_totp=True,
        ),
        DefinisiPeran(
            Peran.PENGAWAS, "Pengawas kehadiran",
            "Anggota tim sidak, misalnya Satpol PP, selama surat tugasnya berlaku: melihat siapa yang ada di "
            "tempat dan membuat berita acaranya.",
            _DASAR | {Izin.SIDAK_LAKUKAN},
            seluruh_opd=True,
        ),
        DefinisiPeran(
            Peran.PEGAWAI, "Pegawai",
            "Melihat data sendiri, mengajukan permohonan kehadiran, memutus permohonan bawahannya.",
            _DASAR,
        ),
    )
}  # fmt: skip
