"""Findings of a sidak: explained once, decided by somebody else."""

import pytest

from terukur.akun.akses import susun_akses
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak
from terukur.jejak.models import Catatan
from terukur.kehadiran.actions import temuan as actions_temuan
from terukur.kehadiran.models import (
    TemuanSidak,
)
from terukur.kehadiran.tests.dunia_hari import tgl
from terukur.kehadiran.tests.dunia_pengawasan import SORE, buka, dunia_sidak, hari_ini, tanda, tutup
from terukur.kehadiran.tests.isian import setempat
from terukur.organisasi.tests.factories import buat_pengguna


@pytest.fixture
def d():
    return dunia_sidak()


@pytest.fixture
def temuan(d):
    p = buka(d)
    tanda(p, d.orang, False, oleh=d.insp)
    tutup(p, d.insp)
    return TemuanSidak.objects.get()


@pytest.mark.django_db
def test_a_finding_is_explained_once_and_then_decided_by_somebody_else(d, temuan) -> None:
    """The person answers, the head decides; nothing else changes."""
    for pengguna in (d.staf, d.kadis, d.insp):
        pengguna.akses = susun_akses(pengguna, pada=SORE)

    def jelas(siapa, kata="Mengantar surat ke Setda"):
        return actions_temuan.jelaskan(
            temuan_id=temuan.pk, penjelasan=kata, pengguna=siapa, oleh=siapa.pelaku(), pada=SORE
        )

    def putus(siapa, putusan="diterima", pada=SORE, alasan="Ada ekspedisinya"):
        return actions_temuan.putuskan(
            temuan_id=temuan.pk,
            putusan=putusan,
            alasan=alasan,
            pengguna=siapa,
            oleh=siapa.pelaku(),
            pada=pada,
        )

    sebelum = hari_ini(d.orang)
    with pytest.raises(TidakBerhak, match="Menunggu penjelasan sampai 19 Oktober 2026"):
        putus(d.kadis)
    with pytest.raises(TidakBerhak, match="yang bersangkutan atau atasannya"):
        jelas(d.insp)
    jelas(d.staf)
    with pytest.raises(TidakBerhak, match="Sudah dijelaskan Staf"):
        jelas(d.kadis)
    with pytest.raises(TidakBerhak, match="Diputus BKPSDM"):
        putus(d.staf)
    with pytest.raises(AturanDilanggar, match="alasannya"):
        putus(d.kadis, alasan=" ")
    assert putus(d.kadis).get_putusan_display() == "Penjelasan diterima"
    with pytest.raises(TidakBerhak, match="sudah diputus"):
        putus(d.kadis, "bukan")
    sesudah = hari_ini(d.orang)
    assert (sesudah.status, sesudah.potongan, sesudah.sidik) == (
        sebelum.status,
        sebelum.potongan,
        sebelum.sidik,
    )
    isi = str([bytes(c.baku) for c in Catatan.objects.filter(objek="temuan_sidak")])
    assert "Mengantar" not in isi


@pytest.mark.django_db
def test_without_an_answer_it_may_be_decided_after_the_days_of_sanggah(d, temuan) -> None:
    bkpsdm = buat_pengguna(Peran.BKPSDM)
    bkpsdm.akses = susun_akses(bkpsdm, pada=SORE)
    t = actions_temuan.putuskan(
        temuan_id=temuan.pk, putusan="bukan", alasan="Mesin keliru", pengguna=bkpsdm, oleh=bkpsdm.pelaku(),
        pada=setempat(tgl(20), "09.00"),
    )  # fmt: skip
    assert t.putusan == "bukan"


# ---- who sees what ----
