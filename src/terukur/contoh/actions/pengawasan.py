"""A closed sidak with findings, a closed apel and one to come, all of the Dinas Kesehatan of the demo."""

import datetime as dt

from django.db import transaction

from terukur.contoh.actions.mesin import KESEHATAN
from terukur.contoh.actions.orang import OrangContoh
from terukur.inti.bitemporal import SATU_HARI
from terukur.kehadiran.actions import pengawasan as actions
from terukur.kehadiran.actions.hitung import kuras_antrean
from terukur.kehadiran.actions.temuan import jelaskan, perbarui_temuan, putuskan
from terukur.kehadiran.choices import JenisTemuan, KeadaanOrang, PutusanTemuan
from terukur.kehadiran.models import Mesin, OrangPengawasan, Pengawasan, TemuanSidak
from terukur.kehadiran.queries.pengawasan import rekam_orang
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import geser_hari_kerja, hari_pemda, zona_pemda


@transaction.atomic
def isi_pengawasan(*, pada: dt.datetime) -> None:
    """Look in on the last working day, and hold an apel on the one before."""
    orang = OrangContoh(pada)
    opd = OPD.objects.get(singkatan="Dinas Kesehatan")
    hari = geser_hari_kerja(hari_pemda(pada), -1).tanggal
    _apel(orang, opd, geser_hari_kerja(hari, -1).tanggal, selesai=True)
    _apel(orang, opd, geser_hari_kerja(hari_pemda(pada), 1).tanggal, selesai=False)
    _sidak(orang, opd, hari, pada=pada)
    kuras_antrean(pada=pada)


def _pukul(hari: dt.date, jam: int, menit: int = 0) -> dt.datetime:
    return dt.datetime.combine(hari, dt.time(jam, menit), zona_pemda())


def _apel(orang: OrangContoh, opd: OPD, hari: dt.date, *, selesai: bool) -> None:
    oleh = orang.ambil("admin.kesehatan")[1]
    p = actions.jadwalkan_apel(
        nama="Apel pagi (contoh)", opd=opd, mulai=_pukul(hari, 7, 30), buka=_pukul(hari, 6, 30),
        tutup=_pukul(hari, 8), tempat="Halaman kantor",
        mesin=list(Mesin.objects.filter(nomor_seri=KESEHATAN)), oleh=oleh, pada=_pukul(hari - SATU_HARI, 9),
    )  # fmt: skip
    if selesai:
        actions.buka(pengawasan_id=p.pk, oleh=oleh, pada=_pukul(hari, 7, 25))
        actions.tutup(pengawasan_id=p.pk, oleh=oleh, pada=_pukul(hari, 8, 5))


def _sidak(orang: OrangContoh, opd: OPD, hari: dt.date, *, pada: dt.datetime) -> None:
    """Most are there; two who pressed in the morning are not, nor is one who did not press at all.

    The account ``pegawai`` has a finding to explain.
    """
    pengguna, oleh = orang.ambil("inspektorat")
    mulai = _pukul(hari, 10)
    p = actions.rencanakan_sidak(
        opd=opd, tempat="Kantor utama", nomor_tugas="094/17/Inspektorat (contoh)", oleh=oleh, pada=mulai
    )
    wajib = list(p.orang.filter(keadaan=KeadaanOrang.WAJIB).select_related("pegawai").order_by("nama", "pk"))
    rekam = rekam_orang([o.pegawai_id for o in wajib], mulai)

    def merekam(o: OrangPengawasan) -> bool:
        return any(r <= mulai.timestamp() for r in rekam[o.pegawai_id][0])

    akun = [orang.ambil(nama)[0].pk for nama in ("pegawai", "admin.kesehatan")]
    pergi = [o for o in wajib if merekam(o) and o.pegawai.pengguna_id in akun]
    tidak = [*pergi, *[o for o in wajib if not merekam(o)][:1]]
    for n, o in enumerate(wajib):
        if n == len(wajib) - 1 and len(wajib) > 4 and o not in tidak:
            continue  # one is left unmarked, as it happens
        actions.tandai(
            pengawasan_id=p.pk, orang_id=o.pk, ada=o not in tidak, pengguna=pengguna, oleh=oleh,
            catatan="Meja kosong, rekan tidak tahu" if o in pergi[:1] else "",
            pada=mulai + dt.timedelta(seconds=40 * (n + 1)),
        )  # fmt: skip
    actions.tutup(
        pengawasan_id=p.pk, pendamping="Sekretaris Dinas Kesehatan (contoh)",
        jabatan_pendamping="Sekretaris Dinas", oleh=oleh, pada=_pukul(hari, 11),
    )  # fmt: skip
    perbarui_temuan(sejak=mulai, pada=pada)
    _jawab(orang, p, pada=pada)


def _jawab(orang: OrangContoh, p: Pengawasan, *, pada: dt.datetime) -> None:
    """The superior explains one finding, BKPSDM decides it; the others wait."""
    kepala, oleh = orang.ambil("kepala.kesehatan")
    t = (
        TemuanSidak.objects.filter(orang__pengawasan=p, jenis=JenisTemuan.PERGI)
        .exclude(orang__pegawai__pengguna=orang.ambil("pegawai")[0])
        .order_by("orang__nama", "pk")
        .first()
    )
    if t is None:  # on the first days of a month nobody has a roster behind him yet
        return
    jelaskan(
        temuan_id=t.pk, penjelasan="Mengantar berkas ke Setda; surat jalannya tertinggal (contoh).",
        pengguna=kepala, oleh=oleh, pada=pada,
    )  # fmt: skip
    bkpsdm, pemutus = orang.ambil("bkpsdm")
    putuskan(
        temuan_id=t.pk, putusan=PutusanTemuan.DITERIMA, alasan="Cocok dengan buku ekspedisi (contoh).",
        pengguna=bkpsdm, oleh=pemutus, pada=pada,
    )  # fmt: skip
