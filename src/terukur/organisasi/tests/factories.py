"""Objects for tests of every room, made through the actions. All names are fictional.

Everything begins, and is known, on 1 January 2025 unless said otherwise, so that tests at any
later instant see it.
"""

import datetime as dt
import itertools
from collections.abc import Iterable

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.organisasi import actions
from terukur.organisasi.choices import Eselon, JenisOPD, JenisPenugasan, JenisUnit, StatusPegawai
from terukur.organisasi.models import OPD, Jabatan, Pegawai, Penugasan, Unit, Wilayah
from tests.rekaman_dunia import rekam

AWAL = dt.date(2025, 1, 1)
AWAL_PADA = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
"""09.00 WITA on the first day: that day everywhere in Indonesia."""

_nomor = itertools.count(1)


def _pada(sejak: dt.date) -> dt.datetime:
    return dt.datetime.combine(sejak, dt.time(0), tzinfo=dt.UTC)


@rekam
def buat_opd(
    nama: str = "",
    *,
    kode: str = "",
    singkatan: str = "",
    jenis: str = JenisOPD.DINAS,
    sejak: dt.date = AWAL,
    pada: dt.datetime | None = None,
) -> OPD:
    """An OPD with a code of its own."""
    n = next(_nomor)
    return actions.catat_opd(
        kode=kode or f"1.02.0.00.0.{n // 100 % 100:02d}.{n % 100:02d}.0000",
        nama=nama or f"Dinas Contoh {n}",
        singkatan=singkatan or f"Discontoh{n}",
        jenis=jenis,
        sejak=sejak,
        oleh=SISTEM,
        pada=pada or _pada(sejak),
    )


@rekam
def buat_unit(
    opd: OPD | None = None,
    nama: str = "",
    *,
    kode: str = "",
    jenis: str = JenisUnit.PUSKESMAS,
    sejak: dt.date = AWAL,
) -> Unit:
    n = next(_nomor)
    opd = opd or buat_opd()
    return actions.catat_unit(
        opd=opd,
        kode=kode or f"{opd.kode[:17]}.{n % 9999 + 1:04d}",
        nama=nama or f"Puskesmas Contoh {n}",
        jenis=jenis,
        sejak=sejak,
        oleh=SISTEM,
        pada=_pada(sejak),
    )


@rekam
def buat_jabatan(
    opd: OPD | None = None,
    nama: str = "",
    *,
    unit: Unit | None = None,
    eselon: str = Eselon.II_B,
    kepala: bool = False,
    tunggal: bool = True,
    sejak: dt.date = AWAL,
) -> Jabatan:
    opd = opd or buat_opd()
    return actions.catat_jabatan(
        opd=opd,
        unit=unit,
        nama=nama or (f"Kepala {opd.nama}" if kepala else f"Jabatan Contoh {next(_nomor)}"),
        eselon=eselon,
        kepala=kepala,
        tunggal=tunggal,
        sejak=sejak,
        oleh=SISTEM,
        pada=_pada(sejak),
    )


def nip_fiktif() -> str:
    """A number of the right length that no person can have (begins with 9999)."""
    return f"9999010{next(_nomor):011d}"


@rekam
def buat_pegawai(
    nama: str = "",
    *,
    status: str = StatusPegawai.PNS,
    nip: str | None = None,
    pengguna: Pengguna | None = None,
    pada: dt.datetime = AWAL_PADA,
) -> Pegawai:
    n = next(_nomor)
    return actions.catat_pegawai(
        nama=nama or f"Pegawai Contoh {n}",
        status=status,
        nip=nip_fiktif() if nip is None else nip,
        pengguna=pengguna,
        oleh=SISTEM,
        pada=pada,
    )


@rekam
def buat_penugasan(
    pegawai: Pegawai | None = None,
    jabatan: Jabatan | None = None,
    *,
    jenis: str = JenisPenugasan.DEFINITIF,
    sejak: dt.date = AWAL,
    sampai: dt.date | None = None,
    nomor_sk: str = "",
    gantikan: bool = False,
    pada: dt.datetime | None = None,
) -> Penugasan:
    return actions.tugaskan(
        pegawai=pegawai or buat_pegawai(),
        jabatan=jabatan or buat_jabatan(),
        jenis=jenis,
        nomor_sk=nomor_sk or f"821/{next(_nomor)}/CONTOH",
        tanggal_sk=sejak,
        sejak=sejak,
        sampai=sampai,
        gantikan=gantikan,
        oleh=SISTEM,
        pada=pada or _pada(sejak),
    )


@rekam
def buat_pengguna(
    peran: Peran | None = None,
    *,
    opd: OPD | None = None,
    unit: Unit | None = None,
    syarat: Iterable[str] = (),
    nama: str = "",
    nama_pengguna: str = "",
    sejak: dt.date = AWAL,
    pada: dt.datetime | None = None,
) -> Pengguna:
    """A user with ``.akses`` of the instant ``pada`` (default: the day ``sejak``).

    KEPALA_OPD: gets a pegawai and a definitive penugasan as head of ``opd`` (the jabatan is
    made when the OPD has none). Other roles are granted; those of one OPD make one when
    ``opd`` is missing.
    """
    n = next(_nomor)
    saat = pada or _pada(sejak)
    pengguna = Pengguna(
        nama_pengguna=nama_pengguna or f"contoh{n}", nama=nama or f"Pengguna Contoh {n}", dibuat_pada=saat
    )
    pengguna.set_password("sandi-contoh-2026")
    pengguna.save(force_insert=True)
    if peran is Peran.KEPALA_OPD:
        opd = opd or buat_opd(sejak=sejak)
        jabatan = Jabatan.objects.filter(opd=opd, kepala=True).first() or buat_jabatan(
            opd, kepala=True, sejak=sejak
        )
        pegawai = buat_pegawai(pengguna.nama, pengguna=pengguna, pada=saat)
        buat_penugasan(pegawai, jabatan, sejak=sejak, pada=saat)
    elif peran not in (None, Peran.PEGAWAI):
        if peran in (Peran.OPERATOR_OPD, Peran.ADMIN_OPD, Peran.PEMARAF):
            opd = opd or (unit.opd if unit else buat_opd(sejak=sejak))
        else:
            opd = None
        actions.beri_peran(
            pengguna=pengguna,
            peran=peran,
            opd=opd,
            unit=unit,
            syarat=syarat,
            sejak=sejak,
            akses=None,
            oleh=SISTEM,
            pada=saat,
        )
    pengguna.akses = susun_akses(pengguna, pada=saat)
    return pengguna


@rekam
def buat_wilayah(
    kode: str = "99.01.01.2001",
    nama: str = "Desa Contoh",
    *,
    tingkat: str = "desa",
    induk: Wilayah | None = None,
) -> Wilayah:
    return actions.catat_wilayah(
        kode=kode, nama=nama, tingkat=tingkat, induk=induk, oleh=SISTEM, pada=AWAL_PADA
    )
