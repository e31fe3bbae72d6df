"""The demo's accounts. All share one password, printed at start; none belongs to a person."""

from dataclasses import dataclass

from terukur.akun.peran import DAFTAR_PERAN, Peran

KATA_SANDI = "latihan-terukur"


@dataclass(frozen=True, slots=True)
class AkunContoh:
    """A login of the demo. ``opd``: singkatan of the OPD, empty for the whole kabupaten.

    ``syarat``: for a verifikator the requirement codes he checks.
    """

    nama_pengguna: str
    nama: str
    peran: Peran
    opd: str = ""
    syarat: tuple[str, ...] = ()


AKUN_KABUPATEN = (
    AkunContoh("bupati", "Bupati Nusa Tenun (contoh)", Peran.PIMPINAN),
    AkunContoh("wakil.bupati", "Wakil Bupati Nusa Tenun (contoh)", Peran.PIMPINAN),
    AkunContoh("sekda", "Sekretaris Daerah (contoh)", Peran.SEKDA),
    AkunContoh("penyelenggara", "Penyelenggara Bapperida (contoh)", Peran.PENYELENGGARA),
    AkunContoh("tapd", "Anggota TAPD (contoh)", Peran.TAPD),
    AkunContoh(
        "verifikator.rencana", "Verifikator Rencana (contoh)", Peran.VERIFIKATOR, "",
        ("program_kerja", "data_dukung"),
    ),
    AkunContoh(
        "verifikator.anggaran", "Verifikator Anggaran (contoh)", Peran.VERIFIKATOR, "",
        ("kebutuhan_anggaran",),
    ),
    AkunContoh(
        "verifikator.kinerja", "Verifikator Kinerja, Bagian Organisasi (contoh)", Peran.VERIFIKATOR, "",
        ("rencana_aksi", "realisasi"),
    ),
    AkunContoh("inspektorat", "Pereviu Inspektorat (contoh)", Peran.INSPEKTORAT),
    AkunContoh("bkpsdm", "Pengelola Kepegawaian (contoh)", Peran.BKPSDM),
    AkunContoh("pengawas", "Anggota Satpol PP (contoh)", Peran.PENGAWAS),
    AkunContoh("diskominfo", "Admin Diskominfo (contoh)", Peran.ADMIN_SISTEM),
    AkunContoh("auditor", "Auditor BPK (contoh)", Peran.AUDITOR),
)  # fmt: skip

KEPALA_DAERAH = ("bupati", "Keputusan Mendagri 100.2.1.3-1 (contoh)")
"""Who signs for the kabupaten, and by which document."""

AKUN_PEGAWAI = AkunContoh("pegawai", "Pegawai Contoh 001", Peran.PEGAWAI)


def nama_pendek(singkatan: str) -> str:
    """``Kec. Watu Ikat`` -> ``kec.watuikat``; ``Dinas Kesehatan`` -> ``kesehatan``."""
    kata = singkatan.lower().split()
    if kata[0] in {"dinas"}:
        kata = kata[1:]
    if kata[0] == "kec.":
        return "kec." + "".join(kata[1:])
    return "".join(kata)


def akun_opd(singkatan: str) -> tuple[AkunContoh, ...]:
    """The four logins of one OPD."""
    pendek = nama_pendek(singkatan)
    return (
        AkunContoh(f"operator.{pendek}", f"Operator {singkatan} (contoh)", Peran.OPERATOR_OPD, singkatan),
        AkunContoh(f"admin.{pendek}", f"Admin {singkatan} (contoh)", Peran.ADMIN_OPD, singkatan),
        AkunContoh(f"paraf.{pendek}", f"Sekretaris {singkatan} (contoh)", Peran.PEMARAF, singkatan),
        AkunContoh(f"kepala.{pendek}", f"Kepala {singkatan} (contoh)", Peran.KEPALA_OPD, singkatan),
    )


def tabel_akun() -> list[tuple[str, str, str]]:
    """(role, user name, password) for the table that ``make run`` prints; first row is the head."""
    contoh_opd = akun_opd("Dinas Kesehatan")
    baris = [("Peran", "Nama pengguna", "Kata sandi")]
    baris += [
        (DAFTAR_PERAN[a.peran].nama, a.nama_pengguna, KATA_SANDI)
        for a in (*AKUN_KABUPATEN, *contoh_opd, AKUN_PEGAWAI)
    ]
    return baris
