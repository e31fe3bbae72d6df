"""Papers of this room for tests of this and upper rooms, made through the actions."""

import datetime as dt
from typing import Any

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.eskalasi import actions
from terukur.eskalasi.actions import IsiDisposisi, IsiPeringatan
from terukur.eskalasi.choices import JenisPeringatan, SifatDisposisi
from terukur.eskalasi.models import Disposisi, Peringatan, Tanggapan, TindakLanjut
from terukur.eskalasi.rules.sebab import Sebab
from terukur.organisasi.models import OPD
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from tests.rekaman_dunia import rekam

SEKARANG = dt.datetime(2026, 11, 18, 1, 0, tzinfo=dt.UTC)
"""09.00 WITA on a Wednesday."""
TENGGAT = dt.date(2026, 11, 25)
LEWAT = dt.datetime(2026, 11, 26, 1, 0, tzinfo=dt.UTC)
HARI = dt.timedelta(days=1)


@rekam
def buat_orang(peran: Peran, *, opd: OPD | None = None, pada: dt.datetime = SEKARANG) -> Pengguna:
    """A user with the accesses of the instant ``pada``."""
    pengguna = buat_pengguna(peran, opd=opd)
    pengguna.akses = susun_akses(pengguna, pada=pada)
    return pengguna


@rekam
def opd_berkepala() -> tuple[OPD, Pengguna]:
    """An OPD and its head."""
    opd = buat_opd()
    return opd, buat_orang(Peran.KEPALA_OPD, opd=opd)


def isi_peringatan(**ganti: Any) -> IsiPeringatan:
    isi: dict[str, Any] = {
        "jenis": JenisPeringatan.PENJELASAN,
        "perihal": "Laporan triwulan III",
        "diminta": "Jelaskan sebabnya dan kapan laporan disampaikan.",
        "tanggal_tenggat": TENGGAT,
        "jabatan": "Bupati",
        "sebab": Sebab("Laporan triwulan III belum diajukan.", kunci="contoh/diam/2026"),
    }
    return IsiPeringatan(**isi | ganti)


@rekam
def terbitkan(
    opd: OPD,
    oleh: Pengguna,
    *,
    sebelumnya: Peringatan | None = None,
    pada: dt.datetime = SEKARANG,
    **isi: Any,
) -> Peringatan:
    return actions.terbitkan(
        opd_id=opd.pk, isi=isi_peringatan(**isi), sebelumnya_id=sebelumnya.pk if sebelumnya else None,
        pengguna=oleh, oleh=oleh.pelaku(), pada=pada,
    )  # fmt: skip


def tulis(
    induk: Peringatan | TindakLanjut, oleh: Pengguna, *, isi: str = "Data baru diterima.",
    versi: int = 0, pada: dt.datetime = SEKARANG,
) -> Tanggapan:  # fmt: skip
    return actions.simpan_tanggapan(
        objek="peringatan" if isinstance(induk, Peringatan) else "tindak_lanjut", induk_id=induk.pk, isi=isi,
        versi=versi, oleh=oleh.pelaku(), pada=pada,
    )  # fmt: skip


def kirim(induk: Peringatan | TindakLanjut, kepala: Pengguna, *, pada: dt.datetime = SEKARANG) -> Tanggapan:
    return actions.kirim_tanggapan(
        objek="peringatan" if isinstance(induk, Peringatan) else "tindak_lanjut", induk_id=induk.pk,
        pengguna=kepala, oleh=kepala.pelaku(), pada=pada,
    )  # fmt: skip


def putus(
    nama: str, induk: Peringatan | TindakLanjut, oleh: Pengguna, *, pada: dt.datetime = SEKARANG, **isi: Any
) -> Any:
    """One decision about a warning or about a disposisi in one OPD."""
    kunci = "peringatan_id" if isinstance(induk, Peringatan) else "tindak_lanjut_id"
    return getattr(actions, nama)(**{kunci: induk.pk}, pengguna=oleh, oleh=oleh.pelaku(), pada=pada, **isi)


@rekam
def beri(opd: list[OPD], oleh: Pengguna, *, pada: dt.datetime = SEKARANG, **ganti: Any) -> Disposisi:
    isi: dict[str, Any] = {
        "perihal": "Bukti realisasi",
        "instruksi": "Lengkapi bukti setiap realisasi.",
        "sifat": SifatDisposisi.SEGERA,
        "tanggal_tenggat": TENGGAT,
        "jabatan": "Bupati",
    }
    return actions.beri(
        opd_ids=[o.pk for o in opd],
        isi=IsiDisposisi(**isi | ganti),
        pengguna=oleh,
        oleh=oleh.pelaku(),
        pada=pada,
    )
