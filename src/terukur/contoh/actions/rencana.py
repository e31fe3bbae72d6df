"""The RPJMD of Nusa Tenun and the Renstra of four OPD, written, signed and set by the demo's people."""

import datetime as dt
from decimal import Decimal
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.contoh.akun import nama_pendek
from terukur.contoh.rules import periode_rencana, tahapan_hari
from terukur.contoh.tabel import baca
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import dasar_penanda
from terukur.perencanaan.actions.alur_rencana import ajukan_renstra, tetapkan_rencana, verifikasi_renstra
from terukur.perencanaan.actions.butir_rencana import simpan_butir, simpan_indikator_butir
from terukur.perencanaan.actions.rencana import mulai_rencana, simpan_visi
from terukur.perencanaan.choices import JenisButir, JenisRencana, Polaritas
from terukur.perencanaan.models import ButirRencana, VersiRencana
from terukur.perencanaan.queries.berlaku import sasaran_rpjmd_berlaku
from terukur.tenggat.actions import IsiPenetapan
from terukur.tenggat.choices import JenisPenetapan

VISI = "Nusa Tenun yang sehat, berdaya dan dilayani dengan baik"
KENAIKAN_PAGU = Decimal("1.04")


class _Penulis:
    """Writes plans at one instant after another."""

    def __init__(self, *, pada: dt.datetime) -> None:
        self.pada = pada
        tahun_rencana = tahapan_hari(timezone.localdate(pada))[1]
        self.tahun = periode_rencana(tahun_rencana)
        self.opd = {o.singkatan: o for o in OPD.objects.filter(aktif=True).order_by("kode", "pk")}

    def orang(self, nama: str) -> Pengguna:
        pengguna = Pengguna.objects.get(nama_pengguna=nama)
        pengguna.akses = susun_akses(pengguna, pada=self.pada)
        return pengguna

    def tulis(self, singkatan: str, baris: list[dict[str, str]]) -> None:
        """One plan from its first word to the document that sets it."""
        self.pada += dt.timedelta(minutes=20)
        opd = self.opd.get(singkatan)
        penulis = self.orang(f"operator.{nama_pendek(singkatan)}" if opd else "penyelenggara").pelaku()
        versi = mulai_rencana(
            jenis=JenisRencana.RENSTRA if opd else JenisRencana.RPJMD, opd=opd,
            tahun_awal=self.tahun[0], tahun_akhir=self.tahun[-1], oleh=penulis, pada=self.pada,
        )  # fmt: skip
        if opd is None:
            simpan_visi(versi_id=versi.pk, visi=VISI, oleh=penulis, pada=self.pada)
        acuan = {s.nama: s.id for s in sasaran_rpjmd_berlaku(timezone.localdate(self.pada))}
        atas: dict[str, ButirRencana] = {}
        for b in baris:
            if b["tingkat"]:
                jenis = JenisButir(b["tingkat"])
                di_bawah = list(JenisButir)[: list(JenisButir).index(jenis)]
                induk = next((atas[j] for j in reversed(di_bawah) if j in atas), None)
                butir = atas[jenis] = simpan_butir(
                    versi_id=versi.pk, jenis=jenis, induk_id=induk.pk if induk else None, nama=b["nama"],
                    kode=b["kode"], penanggung_jawab=self.opd.get(b["opd"]),
                    sasaran_rpjmd_id=acuan.get(b["acuan"]), pagu=self._pagu(b["pagu"]),
                    oleh=penulis, pada=self.pada,
                )  # fmt: skip
            if b["indikator"]:
                tahunan = {str(t): b[f"t{n}"] for n, t in enumerate(self.tahun, 1)}
                simpan_indikator_butir(
                    versi_id=versi.pk, butir_id=butir.pk, nama=b["indikator"], satuan=b["satuan"],
                    polaritas=Polaritas(b["polaritas"]), sumber_data=b["sumber"],
                    target={"awal": b["awal"], **tahunan, "akhir": b["akhir"]}, oleh=penulis, pada=self.pada,
                )  # fmt: skip
        self._tetapkan(versi, opd)

    def _pagu(self, juta: str) -> dict[int, Decimal | None]:
        if not juta:
            return {}
        awal = Decimal(juta) * 1_000_000
        return {t: (awal * KENAIKAN_PAGU**n).quantize(Decimal(1000)) for n, t in enumerate(self.tahun)}

    def _tetapkan(self, versi: VersiRencana, opd: OPD | None) -> None:
        penyelenggara = self.orang("penyelenggara")
        jenis, nomor = JenisPenetapan.PERDA, f"3 Tahun {self.tahun[0]}"
        if opd is not None:
            kepala = self.orang(f"kepala.{nama_pendek(opd.singkatan)}")
            jabatan = dasar_penanda(kepala, opd.pk, pada=self.pada)
            ajukan_renstra(versi_id=versi.pk, pengguna=kepala, oleh=kepala.pelaku(jabatan), pada=self.pada)
            pemeriksa = self.orang("verifikator.rencana")
            verifikasi_renstra(versi_id=versi.pk, pengguna=pemeriksa, oleh=pemeriksa.pelaku(), pada=self.pada)
            jenis, nomor = JenisPenetapan.PERBUP, f"21 Tahun {self.tahun[0]}"
        dokumen = dt.date(self.tahun[0], 8, 20) if opd is None else dt.date(self.tahun[0], 10, 6)
        tetapkan_rencana(
            versi_id=versi.pk, pengguna=penyelenggara, oleh=penyelenggara.pelaku(), pada=self.pada,
            isi=IsiPenetapan(
                jenis, nomor, min(dokumen, timezone.localdate(self.pada)), "Bupati Nusa Tenun"
            ),
        )  # fmt: skip


@transaction.atomic
def isi_rencana(*, pada: dt.datetime) -> None:
    """Set the RPJMD first, then the Renstra that serve its sasaran."""
    penulis = _Penulis(pada=pada)
    for singkatan, baris in groupby(baca("rencana"), key=lambda b: b["rencana"]):
        penulis.tulis(singkatan, list(baris))
