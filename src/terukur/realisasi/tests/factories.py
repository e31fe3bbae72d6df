"""Reports of results for tests of this and upper rooms, made through the actions."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.inti.periode import JenisPeriode, Periode
from terukur.kinerja.choices import Agregasi
from terukur.kinerja.models import DefinisiIndikator, RencanaAksi
from terukur.kinerja.tests.factories import (
    DITETAPKAN,
    TAHUN,
    ajukan_dan_tetapkan,
    buat_aksi,
    buat_indikator,
    buat_pengajuan,
    kepala_opd,
)
from terukur.organisasi.models import OPD, Wilayah
from terukur.organisasi.queries import hari_pemda
from terukur.organisasi.tests.factories import buat_opd, buat_wilayah
from terukur.perencanaan.choices import Polaritas
from terukur.realisasi import actions
from terukur.realisasi.choices import HasilLapangan, Pihak
from terukur.realisasi.models import JawabanLapangan, LaporanRealisasi, PemeriksaanLapangan, Realisasi
from terukur.realisasi.rules.isian import IsiKontribusi, IsiRealisasi
from terukur.realisasi.rules.lapangan import IsiJawaban, IsiPermintaan
from terukur.tenggat.tests.factories import buat_orang
from tests.rekaman_dunia import rekam

D = Decimal
TW1, TW2, TW3, TW4 = (f"{TAHUN}-TW{n}" for n in range(1, 5))


def sesudah(periode: str, hari: int = 5) -> dt.datetime:
    """09.00 WITA some days after the period's last."""
    return dt.datetime.combine(Periode.baca(periode).sampai, dt.time(1), dt.UTC) + dt.timedelta(days=hari)


@dataclass(frozen=True)
class Regu:
    """An OPD with a set plan, and the people who report, sign and verify."""

    opd: OPD
    aksi: list[RencanaAksi]
    operator: Pengguna
    kepala: Pengguna
    verifikator: Pengguna

    @property
    def kunci(self) -> Any:
        return self.aksi[0].pk


@rekam
def buat_regu(
    *rencana: tuple[DefinisiIndikator, Any],
    opd: OPD | None = None,
    ditetapkan: dt.datetime = DITETAPKAN,
    isi_aksi: Sequence[dict[str, Any]] = (),
    **isi: Any,
) -> Regu:
    """An OPD whose plan of ``rencana`` (indicator, targets) set at ``ditetapkan``; default: one of 10s.

    ``isi_aksi``: further fields of each action, in their order.
    """
    opd = opd or buat_opd()
    pengajuan = buat_pengajuan(opd)
    rencana = rencana or ((buat_indikator(), 10),)
    sendiri = list(isi_aksi) or [{} for _ in rencana]
    aksi = [buat_aksi(pengajuan, d, target=t, **isi, **s) for (d, t), s in zip(rencana, sendiri, strict=True)]
    ajukan_dan_tetapkan(pengajuan, pada=ditetapkan)
    saat = sesudah(TW1)
    return Regu(
        opd,
        aksi,
        buat_orang(Peran.OPERATOR_OPD, opd=opd, pada=saat),
        kepala_opd(opd, pada=saat),
        buat_orang(Peran.VERIFIKATOR, pada=saat),
    )


def kontribusi(**persen: Any) -> tuple[IsiKontribusi, ...]:
    """``kontribusi(opd=40, swasta=60)``, each with a basis."""
    return tuple(IsiKontribusi(Pihak(p), persen=D(n), dasar=f"Dasar {p}") for p, n in persen.items())


@rekam
def isi(
    regu: Regu,
    nilai: Any,
    *,
    periode: str = TW1,
    kunci: Any = None,
    versi: int | None = None,
    pada: dt.datetime | None = None,
    **lain: Any,
) -> Realisasi:
    """Fill in one result; ``versi`` None: whatever stands there."""
    kunci = kunci or regu.kunci
    ada = Realisasi.objects.filter(kunci=kunci, laporan__periode=periode).first()
    return actions.simpan_realisasi(
        opd_id=regu.opd.pk,
        periode=periode,
        kunci=kunci,
        versi=(ada.versi if ada else 0) if versi is None else versi,
        isi=IsiRealisasi(nilai=None if nilai is None else D(str(nilai)), **lain),
        oleh=regu.operator.pelaku(),
        pada=pada or sesudah(periode),
    )


def tindak(
    regu: Regu, nama: str, oleh: str, *, periode: str = TW1, pada: Any = None, **lain: Any
) -> LaporanRealisasi:
    """One step of the report by ``operator``, ``kepala`` or ``verifikator``."""
    orang: Pengguna = getattr(regu, oleh)
    laporan: LaporanRealisasi = getattr(actions, nama)(
        opd_id=regu.opd.pk, periode=periode, pengguna=orang, oleh=orang.pelaku(),
        pada=pada or sesudah(periode), **lain,
    )  # fmt: skip
    return laporan


@rekam
def ajukan(regu: Regu, *, periode: str = TW1, pada: Any = None) -> LaporanRealisasi:
    tindak(regu, "tandai_siap", "operator", periode=periode, pada=pada)
    return tindak(regu, "ajukan", "kepala", periode=periode, pada=pada)


@rekam
def verifikasi(regu: Regu, *, periode: str = TW1, pada: Any = None) -> LaporanRealisasi:
    return tindak(regu, "verifikasi", "verifikator", periode=periode, pada=pada)


@rekam
def laporkan(
    regu: Regu, nilai: Any, *, periode: str = TW1, pada: Any = None, **lain: Any
) -> LaporanRealisasi:
    """Fill in, sign and verify one result of the first action."""
    isi(regu, nilai, periode=periode, pada=pada, **lain)
    ajukan(regu, periode=periode, pada=pada)
    return verifikasi(regu, periode=periode, pada=pada)


def di_luar_rencana(
    regu: Regu, definisi: DefinisiIndikator, *, periode: str = TW1, pada: Any = None
) -> Realisasi:
    return actions.tambah_di_luar_rencana(
        opd_id=regu.opd.pk, periode=periode, indikator_id=definisi.indikator_id, oleh=SISTEM,
        pada=pada or sesudah(periode),
    )  # fmt: skip


def minta_lapangan(
    regu: Regu,
    *,
    oleh: Pengguna | None = None,
    tenggat: dt.date | None = None,
    pada: dt.datetime | None = None,
    kode_wilayah: str = "99.01.01.2001",
    **isi: Any,
) -> tuple[PemeriksaanLapangan, str]:
    """A field check of the first action in the first quarter, asked on the day ``tenggat`` or before."""
    pada = pada or (sesudah(TW1, 20) if tenggat is None else dt.datetime.combine(tenggat, dt.time(1), dt.UTC))
    wilayah = Wilayah.objects.filter(kode=kode_wilayah).first() or buat_wilayah(kode_wilayah)
    return actions.minta_pemeriksaan(
        opd_id=regu.opd.pk,
        periode=TW1,
        kunci=regu.kunci,
        wilayah=wilayah,
        isi=IsiPermintaan(
            isi.pop("yang_dilihat", "Apakah 12 sumur bor sudah selesai?"),
            tenggat or hari_pemda(pada) + dt.timedelta(days=7),
            isi.pop("nama", "Umbu Contoh"),
            isi.pop("jabatan", "Kepala Desa Contoh"),
        ),
        sebagai="Verifikator",
        oleh=(oleh or regu.verifikator).pelaku(),
        pada=pada,
    )


def jawab_lapangan(
    p: PemeriksaanLapangan, hasil: HasilLapangan = HasilLapangan.SESUAI, *, pada: Any = None, **isi: Any
) -> JawabanLapangan:
    """An answer a day after it was asked, with a place in words unless told otherwise."""
    foto = isi.pop("foto", ())
    return actions.jawab_lapangan(
        pemeriksaan_id=p.pk,
        isi=IsiJawaban(hasil, **({"tempat": "Dusun Contoh"} | isi)),
        foto=[(nama, io.BytesIO(isi_foto)) for nama, isi_foto in foto],
        oleh=actions.pelaku_lapangan(p),
        pada=pada or p.diminta_pada + dt.timedelta(days=1),
    )


@rekam
def buat_tahun_terisi(opd: OPD, nama: Sequence[str], *, tahun: int, pada: dt.datetime) -> None:
    """A plan with three quarters filled in: ``nama`` in numbers; words, components, a monthly one."""
    paket = buat_pengajuan(opd, tahun=tahun)
    isi: list[tuple[dict[str, Any], Any, Any]] = [
        ({"nama": n, "satuan": n[:60]}, "12345678.0125", {"nilai": D("9876543.2125") + i})
        for i, n in enumerate(nama)
    ]
    posisi = {"agregasi": Agregasi.POSISI_AKHIR}
    isi += [
        ({"nama": "Opini BPK", "polaritas": Polaritas.PREDIKAT, **posisi,
          "tangga": (("WTP", D(4)), ("WDP", D(3)))}, 4, {"nilai": D(3)}),
        ({"nama": "Ada SOP", "polaritas": Polaritas.YA_TIDAK, **posisi}, 1, {"nilai": D(0)}),
        ({"nama": "Kehadiran", "satuan": "persen", "pembilang": "hadir", "penyebut": "semua", **posisi}, 90,
         {"pembilang": D(6), "penyebut": D(7)}),
        ({"nama": "Bulanan", "periode": JenisPeriode.BULAN}, 1, None),
    ]  # fmt: skip
    aksi = [
        (buat_aksi(paket, buat_indikator(opd, **d), target=t, aksi=f"Aksi {d['nama']}"), hasil)
        for d, t, hasil in isi
    ]
    ajukan_dan_tetapkan(paket)
    for a, hasil in aksi:
        for periode in (f"{tahun}-TW1", f"{tahun}-TW2", f"{tahun}-TW3") if hasil else ():
            actions.simpan_realisasi(
                opd_id=opd.pk, periode=periode, kunci=a.pk, versi=0, isi=IsiRealisasi(**hasil), oleh=SISTEM,
                pada=pada,
            )  # fmt: skip
