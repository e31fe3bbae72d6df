"""Results of the judged year: two quarters verified, the third in every state, one success nobody planned."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from terukur.contoh.actions.orang import OrangContoh
from terukur.contoh.akun import nama_pendek
from terukur.contoh.rules import tahun_dinilai
from terukur.contoh.tabel import baca
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import JenisPeriode, Periode, periode_setahun
from terukur.kinerja.actions import buat_indikator
from terukur.kinerja.choices import Agregasi, JenisIndikator
from terukur.kinerja.models import RencanaAksiResmi
from terukur.kinerja.rules.indikator import IsiIndikator
from terukur.organisasi.models import OPD
from terukur.perencanaan.choices import Polaritas
from terukur.realisasi import actions
from terukur.realisasi.choices import JenisEdisi, Pihak
from terukur.realisasi.rules.isian import IsiKontribusi, IsiRealisasi

DIKERJAKAN_SWASTA = {"Nilai realisasi investasi": (Decimal(40), Decimal(60))}
"""Indicator -> per cent of the OPD itself and of private business."""

TERBARU = dt.timedelta(days=80)
"""So long before the day of the demo its other parts begin."""

TANPA_BUKTI = ("Dinas Pertanian",)
"""OPD that attached no evidence to its results."""

BELUM_DIAJUKAN = ("Dinas Kominfo", "Dinas PUPR")
"""OPD whose report of the last quarter is still a draft; the others have signed it."""


def isi_realisasi(*, pada: dt.datetime, terbaru: bool) -> None:
    """Reports of the quarters that were over before ``pada``.

    Those long past are told a few days after their quarter, and verified. With ``terbaru``: the one since
    ``TERBARU``, told at ``pada`` so that the journal stays in order.
    """
    zona = ZoneInfo(settings.TIME_ZONE)
    tahun = tahun_dinilai(pada.astimezone(zona).date())
    nilai = {b["indikator"]: [n for n in b["realisasi"].split(";") if n] for b in baca("kinerja")}
    milik: dict[OPD, list[RencanaAksiResmi]] = defaultdict(list)
    for a in (
        RencanaAksiResmi.objects.diketahui(None).filter(tahun=tahun).select_related("opd").order_by("pk")
    ):
        milik[a.opd].append(a)
    for n, periode in enumerate(periode_setahun(tahun, JenisPeriode.TRIWULAN)[:3]):
        saat = _saat(periode, zona)
        if saat >= pada or (saat >= pada - TERBARU) != terbaru:
            continue
        for ke, (opd, aksi) in enumerate(sorted(milik.items(), key=lambda m: m[0].kode)):
            isian = {}
            for a in aksi:
                nama, daftar = a.isi["ukuran"]["nama"], nilai[a.isi["ukuran"]["nama"]]
                if a.isi["ukuran"]["periode"] == JenisPeriode.TRIWULAN and n < len(daftar):
                    isian[a.kunci] = (nama, daftar[n])
            mulai = pada - dt.timedelta(hours=6) if terbaru else saat
            _laporan(opd, periode, isian, terakhir=terbaru, pada=mulai + dt.timedelta(minutes=40 * ke))
        if not terbaru:
            _edisi(sorted(milik, key=lambda opd: opd.kode), periode, pada=saat + dt.timedelta(hours=12))


def _saat(periode: Periode, zona: ZoneInfo) -> dt.datetime:
    """The morning of the eighth day after the quarter."""
    hari = periode.sampai + dt.timedelta(days=8)
    return dt.datetime(hari.year, hari.month, hari.day, 8, tzinfo=zona)


def _laporan(
    opd: OPD, periode: Periode, isian: dict[UUID, tuple[str, str]], *, terakhir: bool, pada: dt.datetime
) -> None:
    orang = OrangContoh(pada)
    operator = orang.operator(opd)
    for kunci, (nama, teks) in isian.items():
        actions.simpan_realisasi(
            opd_id=opd.pk,
            periode=periode.kode,
            kunci=kunci,
            versi=0,
            isi=IsiRealisasi(nilai=Decimal(teks), kontribusi=_kontribusi(nama)),
            oleh=operator,
            pada=pada,
        )
        if opd.singkatan not in TANPA_BUKTI:
            actions.tambah_bukti(
                opd_id=opd.pk, periode=periode.kode, kunci=kunci, keterangan="Rekap sumber data (contoh)",
                tautan=f"https://contoh.go.id/{periode.kode.lower()}/{kunci}", oleh=operator, pada=pada,
            )  # fmt: skip
    if opd.singkatan == "Dinas Pertanian" and periode.ke == 2:
        _di_luar_rencana(opd, periode, oleh=operator, pada=pada)
    if terakhir and opd.singkatan in BELUM_DIAJUKAN:
        return
    langkah = [
        ("tandai_siap", orang.ambil(f"operator.{nama_pendek(opd.singkatan)}")),
        ("ajukan", orang.kepala(opd, pada)),
    ]
    if not terakhir:
        langkah.append(("verifikasi", orang.ambil("verifikator.kinerja")))
    for jam, (nama, (pengguna, pelaku)) in enumerate(langkah, 1):
        getattr(actions, nama)(
            opd_id=opd.pk,
            periode=periode.kode,
            pengguna=pengguna,
            oleh=pelaku,
            pada=pada + dt.timedelta(minutes=10 * jam),
        )


def _edisi(daftar: list[OPD], periode: Periode, *, pada: dt.datetime) -> None:
    """The report cards of a verified quarter, given out the same evening."""
    _, oleh = OrangContoh(pada).ambil("penyelenggara")
    for opd in daftar:
        actions.terbitkan_edisi(opd=opd, jenis=JenisEdisi.RAPOR, per=periode.sampai, oleh=oleh, pada=pada)


def _kontribusi(nama: str) -> tuple[IsiKontribusi, ...]:
    if nama not in DIKERJAKAN_SWASTA:
        return ()
    sendiri, swasta = DIKERJAKAN_SWASTA[nama]
    return (
        IsiKontribusi(Pihak.OPD, persen=sendiri, dasar="Izin yang didampingi sampai terbit"),
        IsiKontribusi(Pihak.SWASTA, persen=swasta, dasar="Perluasan usaha menurut LKPM tanpa pendampingan"),
    )


def _di_luar_rencana(opd: OPD, periode: Periode, *, oleh: Pelaku, pada: dt.datetime) -> None:
    """A success that no plan had foreseen: shown, never scored."""
    definisi = buat_indikator(
        isi=IsiIndikator(
            nama="Ekspor anyaman lontar",
            satuan="ton",
            jenis=JenisIndikator.OUTCOME,
            polaritas=Polaritas.NAIK,
            agregasi=Agregasi.AKUMULATIF,
            periode=JenisPeriode.TRIWULAN,
            sumber_data="Surat keterangan asal barang",
        ),
        opd_id=opd.pk,
        sejak=periode.sejak,
        oleh=oleh,
        pada=pada,
    )
    baris = actions.tambah_di_luar_rencana(
        opd_id=opd.pk, periode=periode.kode, indikator_id=definisi.indikator_id, oleh=oleh, pada=pada
    )
    actions.simpan_realisasi(
        opd_id=opd.pk,
        periode=periode.kode,
        kunci=baris.kunci,
        versi=baris.versi,
        isi=IsiRealisasi(nilai=Decimal(14)),
        oleh=oleh,
        pada=pada,
    )
