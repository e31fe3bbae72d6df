"""Trees for tests: plain values for the rules, and records made through the actions."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.kinerja import actions
from terukur.kinerja.choices import TingkatKinerja
from terukur.kinerja.models import Crosscutting, SimpulKinerja
from terukur.kinerja.rules.pohon import KABUPATEN, Simpul, UkuranSimpul
from terukur.kinerja.tests.pabrik_perjanjian import akses
from terukur.organisasi.models import OPD
from terukur.organisasi.tests.factories import buat_pengguna
from terukur.perencanaan.models import DokumenRencana
from terukur.perencanaan.tests.pabrik_rencana import rpjmd_bersama
from tests.rekaman_dunia import rekam

T = TingkatKinerja
PADA = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
DINAS = UUID(int=7)
UKURAN = (UkuranSimpul("Prevalensi stunting", "persen", "18 persen", "Renstra"),)


def nilai(
    tingkat: int, pernyataan: str, induk: Simpul | None = None, *, opd: UUID | None = None, **isi: Any
) -> Simpul:
    """A node as the rules see it, measured unless ``ukuran`` says otherwise."""
    dasar: dict[str, Any] = {"urutan": 1, "ukuran": UKURAN, "pemilik": "Dinas" if opd else KABUPATEN}
    return Simpul(
        id=uuid4(), opd=opd, induk=induk.id if induk else None, tingkat=T(tingkat), pernyataan=pernyataan,
        **(dasar | isi),
    )  # fmt: skip


def dokumen() -> DokumenRencana:
    """The RPJMD 2025-2029, set."""
    return rpjmd_bersama().dokumen


def simpul(
    tingkat: int, pernyataan: str, induk: SimpulKinerja | None = None, *, opd: OPD | None = None,
    pada: dt.datetime = PADA, **isi: Any,
) -> SimpulKinerja:  # fmt: skip
    return actions.tambah_simpul(
        dokumen_id=dokumen().pk, pemilik_id=opd.pk if opd else None,
        isi=actions.IsiSimpulBaru(pernyataan, T(tingkat), induk.pk if induk else None, **isi),
        oleh=SISTEM, pada=pada,
    )  # fmt: skip


@rekam
def pohon_opd(opd: OPD) -> dict[str, SimpulKinerja]:
    """Five levels: the two upper ones of the kabupaten, the three lower ones of the OPD."""
    akhir = simpul(1, "Masyarakat sehat")
    kunci = simpul(2, "Gizi keluarga terjaga", akhir)
    antara = simpul(3, "Balita tumbuh sesuai usia", kunci, opd=opd)
    langsung = simpul(4, "Setiap balita terpantau", antara, opd=opd)
    keluaran = simpul(5, "Balita yang ditimbang tiap bulan", langsung, opd=opd)
    return {"akhir": akhir, "kunci": kunci, "antara": antara, "langsung": langsung, "keluaran": keluaran}


@rekam
def kepala(opd: OPD, pada: dt.datetime = PADA) -> Pengguna:
    """Who heads the OPD."""
    ada = Pengguna.objects.filter(
        pegawai__penugasan__jabatan__opd=opd, pegawai__penugasan__jabatan__kepala=True
    ).order_by("dibuat_pada", "pk")
    return akses(ada.first() or buat_pengguna(Peran.KEPALA_OPD, opd=opd), pada)


def usulkan(asal: SimpulKinerja, mitra: OPD, *, pada: dt.datetime = PADA) -> Crosscutting:
    return actions.usulkan_crosscutting(
        simpul_id=asal.pk, mitra_id=mitra.pk, permintaan="Air minum layak bagi keluarga berisiko",
        oleh=SISTEM, pada=pada,
    )  # fmt: skip


def terima(c: Crosscutting, milik: SimpulKinerja, *, pada: dt.datetime = PADA) -> Crosscutting:
    orang = kepala(c.mitra, pada)
    return actions.terima_crosscutting(
        crosscutting_id=c.pk, simpul_id=milik.pk, pengguna=orang, oleh=orang.pelaku(), pada=pada
    )
