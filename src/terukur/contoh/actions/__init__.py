"""Fill an empty database with the demo kabupaten, through the same actions that people use."""

import datetime as dt

from django.db import connection
from django.utils import timezone

from terukur.contoh.actions.anggaran import isi_anggaran
from terukur.contoh.actions.eskalasi import isi_eskalasi, isi_penjelasan
from terukur.contoh.actions.fisik import isi_fisik
from terukur.contoh.actions.jendela import isi_jendela
from terukur.contoh.actions.kehadiran import isi_jadwal, isi_permohonan
from terukur.contoh.actions.kinerja import isi_kinerja
from terukur.contoh.actions.lapangan import isi_lapangan
from terukur.contoh.actions.mesin import isi_mesin
from terukur.contoh.actions.organisasi import isi_organisasi, isi_sementara
from terukur.contoh.actions.pengawasan import isi_pengawasan
from terukur.contoh.actions.perjanjian import isi_menunggu, isi_perjanjian, isi_perubahan
from terukur.contoh.actions.pohon import isi_pohon
from terukur.contoh.actions.ponsel import isi_ponsel, isi_tempat
from terukur.contoh.actions.realisasi import isi_realisasi
from terukur.contoh.actions.referensi import isi_libur, isi_referensi
from terukur.contoh.actions.rencana import isi_rencana
from terukur.contoh.actions.studi import isi_adopsi, isi_studi
from terukur.contoh.rules import tahapan_hari, tahapan_sebelum, tahun_dinilai
from terukur.organisasi.queries import hari_pemda


def isi(*, pada: dt.datetime) -> None:
    """Fill an empty database as if the kabupaten had worked with Terukur up to ``pada``."""
    tahapan, tahun = tahapan_hari(timezone.localtime(pada).date())
    _, tahun_lalu = tahapan_sebelum(tahapan, tahun)
    organisasi = isi_organisasi(pada=pada)
    isi_kinerja(pada=pada)
    isi_perjanjian(pada=pada)
    isi_realisasi(pada=pada, terbaru=False)
    isi_sementara(organisasi, pada=pada)
    isi_libur(pada=pada - dt.timedelta(days=80))
    with connection.cursor() as kursor:
        kursor.execute("analyze")  # everything is one transaction: the planner must learn by hand
    dipakai = {tahun_dinilai(hari_pemda(pada)), tahun_lalu, tahun}
    isi_referensi(tahun=tuple(sorted(dipakai)), pada=pada - dt.timedelta(days=80))
    isi_jadwal(sejak=hari_pemda(pada).replace(day=1), pada=pada - dt.timedelta(days=80))
    isi_rencana(pada=pada - dt.timedelta(days=79))
    isi_pohon(pada=pada - dt.timedelta(days=78))
    isi_perubahan(pada=pada - dt.timedelta(days=78))
    isi_penjelasan(pada=pada - dt.timedelta(days=78))
    isi_studi(pada=pada - dt.timedelta(days=76))
    isi_tempat(sejak=hari_pemda(pada).replace(day=1), pada=pada - dt.timedelta(days=75))
    isi_jendela(pada=pada)
    isi_anggaran(pada=pada)
    isi_realisasi(pada=pada, terbaru=True)
    isi_eskalasi(pada=pada)
    isi_menunggu(pada=pada)
    isi_lapangan(pada=pada)
    isi_fisik(pada=pada)
    isi_adopsi(pada=pada)
    isi_permohonan(pada=pada)
    isi_mesin(pada=pada)
    isi_ponsel(pada=pada)
    isi_pengawasan(pada=pada)


__all__ = ["isi"]
