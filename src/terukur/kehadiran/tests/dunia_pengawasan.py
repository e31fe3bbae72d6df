"""An OPD under supervision on a Wednesday of October 2026: who is looked at, and the steps of a sidak."""

from terukur.akun.akses import susun_akses
from terukur.akun.peran import Peran
from terukur.kehadiran.actions import pengawasan as actions
from terukur.kehadiran.choices import (
    JenisPermohonan,
    JenisTemuan,
    KeadaanOrang,
    StatusHari,
)
from terukur.kehadiran.models import (
    HariKehadiran,
    OrangPengawasan,
)
from terukur.kehadiran.tests.dunia_hari import AWAL_NOVEMBER, Dunia, tgl
from terukur.kehadiran.tests.isian import hitung_hari, setempat
from terukur.organisasi.tests.factories import buat_pengguna

J, S, K, T = JenisPermohonan, StatusHari, KeadaanOrang, JenisTemuan
HARI = tgl(14)
"""Wednesday."""
PAGI = setempat(HARI, "10.00")
SORE = setempat(HARI, "11.00")
LUSA = setempat(tgl(16), "09.00")


def dunia_sidak():
    """``staf`` pressed in the morning of the 14th; the head did not; ``dua`` and ``cuti`` are two more."""
    d = Dunia(range(1, 14))
    d.tekan(HARI, "07.21")
    d.dua, d.cuti = d.staf_lain("2"), d.staf_lain("3")
    d.setuju(d.cuti, HARI, J.CUTI_SAKIT, pada=setempat(tgl(12), "09.00"), alasan="Operasi usus buntu")
    d.insp = buat_pengguna(Peran.INSPEKTORAT, nama="Inspektur")
    d.insp.akses = susun_akses(d.insp, pada=AWAL_NOVEMBER)
    return d


def buka(d, pada=PAGI, **isi):
    return actions.rencanakan_sidak(opd=d.opd, oleh=d.insp.pelaku(), pada=pada, **isi)


def tanda(p, pegawai, ada, *, oleh, pada=PAGI, **isi):
    o = OrangPengawasan.objects.get(pengawasan=p, pegawai=pegawai)
    return actions.tandai(
        pengawasan_id=p.pk, orang_id=o.pk, ada=ada, pengguna=oleh, oleh=oleh.pelaku(), pada=pada, **isi
    )


def tutup(p, oleh, pada=SORE, **isi):
    return actions.tutup(pengawasan_id=p.pk, oleh=oleh.pelaku(), pada=pada, **isi)


def keadaan(p):
    return {o.nama: (o.keadaan, o.keterangan) for o in p.orang.order_by("nama")}


def hari_ini(pegawai, pada=LUSA):
    hitung_hari(pegawai.pk, HARI, pada=pada)
    return HariKehadiran.objects.get(pegawai=pegawai, tanggal=HARI)
