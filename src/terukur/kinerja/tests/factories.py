"""Indicators and action plans for tests of this and upper rooms, made through the actions."""

import datetime as dt
import itertools
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.inti.periode import JenisPeriode, periode_setahun
from terukur.kinerja import actions
from terukur.kinerja.choices import Agregasi, JenisIndikator
from terukur.kinerja.models import DefinisiIndikator, RencanaAksi
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import IsiIndikator
from terukur.organisasi.models import OPD, Jabatan
from terukur.organisasi.tests.factories import buat_jabatan, buat_opd
from terukur.perencanaan.choices import Polaritas
from terukur.tenggat import actions as tenggat
from terukur.tenggat.actions import IsiPenetapan
from terukur.tenggat.choices import JenisPenetapan, Tahapan
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.tests.factories import buat_orang
from terukur.tenggat.tests.factories import buat_pengajuan as buat_pengajuan_tenggat
from tests.rekaman_dunia import rekam

BUKA = dt.datetime(2026, 11, 18, 1, 0, tzinfo=dt.UTC)
"""Action plans of these factories are of 2027 and are filled in before it begins."""
DITETAPKAN = dt.datetime(2026, 12, 15, 2, 0, tzinfo=dt.UTC)
TAHUN = 2027

_nomor = itertools.count(1)


def isi_indikator(**ganti: Any) -> IsiIndikator:
    isi: dict[str, Any] = {
        "nama": f"Nilai realisasi investasi {next(_nomor)}",
        "satuan": "miliar rupiah",
        "jenis": JenisIndikator.OUTCOME,
        "polaritas": Polaritas.NAIK,
        "agregasi": Agregasi.AKUMULATIF,
        "periode": JenisPeriode.TRIWULAN,
        "definisi": "Realisasi penanaman modal menurut laporan kegiatan penanaman modal.",
        "sumber_data": "LKPM",
    }
    return IsiIndikator(**{**isi, **ganti})


@rekam
def buat_indikator(opd: OPD | None = None, **ganti: Any) -> DefinisiIndikator:
    return actions.buat_indikator(
        isi=isi_indikator(**ganti),
        opd_id=opd.pk if opd else None,
        sejak=dt.date(2026, 1, 1),
        oleh=SISTEM,
        pada=BUKA,
    )


def target_setahun(nilai: Any, definisi: DefinisiIndikator, tahun: int = TAHUN) -> dict[str, Target]:
    """The same target for every period, or one after the other where ``nilai`` is a list."""
    periode = periode_setahun(tahun, definisi.jenis_periode)
    daftar = nilai if isinstance(nilai, list) else [nilai] * len(periode)
    return {p.kode: Target(Decimal(str(n))) for p, n in zip(periode, daftar, strict=False) if n is not None}


@rekam
def buat_pengajuan(opd: OPD | None = None, **ganti: Any) -> Pengajuan:
    """The package of one OPD in a window that asks for an action plan."""
    isi: dict[str, Any] = {
        "syarat": (("rencana_aksi", True),),
        "tahapan": Tahapan.RENCANA_AKSI,
        "tahun": TAHUN,
        "judul": f"Rencana aksi {TAHUN} contoh {next(_nomor)}",
    }
    return buat_pengajuan_tenggat(opd or buat_opd(), **{**isi, **ganti})


@rekam
def buat_aksi(
    pengajuan: Pengajuan,
    definisi: DefinisiIndikator | None = None,
    *,
    target: Any = 10,
    pada: dt.datetime = BUKA,
    **isi: Any,
) -> RencanaAksi:
    """An action that is complete unless ``target`` or ``penanggung_jawab`` leave something out."""
    definisi = definisi or buat_indikator()
    if "penanggung_jawab" not in isi:
        isi["penanggung_jawab"] = Jabatan.objects.filter(opd=pengajuan.opd).first() or buat_jabatan(
            pengajuan.opd
        )
    if not isinstance(target, Mapping):
        target = target_setahun(target, definisi, pengajuan.jendela.tahun)
    return actions.tambah_aksi(
        pengajuan_id=pengajuan.pk,
        indikator_id=definisi.indikator_id,
        isi={"aksi": f"Mempermudah perizinan {next(_nomor)}", "target": target, **isi},
        oleh=SISTEM,
        pada=pada,
    )


@rekam
def kepala_opd(opd: OPD, *, pada: dt.datetime) -> Pengguna:
    """Who heads the OPD, with the accesses of the instant ``pada``; made where nobody does."""
    kepala = {"pegawai__penugasan__jabatan__opd": opd, "pegawai__penugasan__jabatan__kepala": True}
    ada = Pengguna.objects.filter(**kepala).order_by("pk").first()
    if ada is None:
        return buat_orang(Peran.KEPALA_OPD, opd=opd, pada=pada)
    ada.akses = susun_akses(ada, pada=pada)
    return ada


@rekam
def ajukan_dan_tetapkan(pengajuan: Pengajuan, *, pada: dt.datetime = DITETAPKAN) -> Pengajuan:
    """From a complete draft to a set action plan: signed while the window is open, set at ``pada``."""
    saat = BUKA + dt.timedelta(hours=1)
    kepala = kepala_opd(pengajuan.opd, pada=saat)
    verifikator, penyelenggara = buat_orang(Peran.VERIFIKATOR), buat_orang(Peran.PENYELENGGARA)
    tenggat.tandai_siap(pengajuan_id=pengajuan.pk, oleh=SISTEM, pada=saat)
    tenggat.ajukan(pengajuan_id=pengajuan.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=saat)
    for s in pengajuan.jendela.daftar_syarat.order_by("urutan"):
        tenggat.verifikasi(
            pengajuan_id=pengajuan.pk, kode=s.kode, pengguna=verifikator, oleh=verifikator.pelaku(), pada=saat
        )
    tenggat.tetapkan(
        pengajuan_ids=[pengajuan.pk],
        isi=IsiPenetapan(
            JenisPenetapan.SK_BUPATI, f"188/{next(_nomor)}/2026", dt.date(2026, 12, 1), "Bupati"
        ),
        pengguna=penyelenggara,
        oleh=penyelenggara.pelaku(),
        pada=pada,
    )
    pengajuan.refresh_from_db()
    return pengajuan
