"""The action plans of the year whose results can be judged, set before that year began."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings

from terukur.contoh.actions.orang import OrangContoh
from terukur.contoh.rules import tahun_dinilai
from terukur.contoh.tabel import baca
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import JenisPeriode, periode_setahun
from terukur.kinerja import actions
from terukur.kinerja.choices import KODE_PENYEDIA, Agregasi, Asal, JenisIndikator, Metode
from terukur.kinerja.models import DefinisiIndikator
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import IsiIndikator
from terukur.organisasi.models import OPD, Jabatan
from terukur.perencanaan.choices import Polaritas
from terukur.tenggat import actions as tenggat
from terukur.tenggat.choices import JenisPenetapan, Tahapan
from terukur.tenggat.models import Pengajuan


def _tangga(teks: str) -> tuple[tuple[str, Decimal], ...]:
    pasangan = (bagian.split("=") for bagian in filter(None, teks.split("|")))
    return tuple((nama, Decimal(nilai)) for nama, nilai in pasangan)


def _indikator(b: dict[str, str], *, sejak: dt.date, oleh: Pelaku, pada: dt.datetime) -> DefinisiIndikator:
    isi = IsiIndikator(
        nama=b["indikator"], satuan=b["satuan"], jenis=JenisIndikator(b["jenis"]),
        polaritas=Polaritas(b["polaritas"]), metode=Metode(b["metode"]), agregasi=Agregasi(b["agregasi"]),
        periode=JenisPeriode(b["periode"]), tangga=_tangga(b["tangga"]), definisi=b["definisi"],
        sumber_data=b["sumber"],
    )  # fmt: skip
    return actions.buat_indikator(isi=isi, opd_id=None, sejak=sejak, oleh=oleh, pada=pada)


def _target(b: dict[str, str], tahun: int) -> dict[str, Target]:
    """The targets of the table's row; a word of the ladder stands for its value."""
    kata = dict(_tangga(b["tangga"]))
    periode = periode_setahun(tahun, JenisPeriode(b["periode"]))
    nilai = (kata[t] if t in kata else Decimal(t) for t in b["target"].split(";"))
    return {p.kode: Target(n) for p, n in zip(periode, nilai, strict=True)}


def isi_kinerja(*, pada: dt.datetime) -> None:
    """Catalogue, and the action plans of some OPD from draft to register number."""
    zona = ZoneInfo(settings.TIME_ZONE)
    tahun = tahun_dinilai(pada.astimezone(zona).date())
    buka = dt.datetime(tahun - 1, 12, 1, 8, tzinfo=zona)
    orang = OrangContoh(buka)
    baris: dict[str, list[dict[str, str]]] = defaultdict(list)
    for b in baca("kinerja"):
        baris[b["opd"]].append(b)
    opd = {o.singkatan: o for o in OPD.objects.filter(singkatan__in=baris).order_by("kode", "pk")}
    _, penyelenggara = orang.ambil("penyelenggara")
    jendela = tenggat.siapkan_jendela(
        isi=tenggat.IsiJendela(
            judul=f"Rencana Aksi {tahun}", tahun=tahun, tahapan=Tahapan.RENCANA_AKSI,
            nomor_edaran=f"000.8.6/77/{tahun - 1}", tanggal_edaran=buka.date() - dt.timedelta(days=1),
            zona=settings.TERUKUR_ZONA, dibuka_pada=buka, tenggat_pada=buka + dt.timedelta(days=14),
            ditutup_pada=buka + dt.timedelta(days=16), syarat=((KODE_PENYEDIA, True),),
            opd_ids=tuple(o.pk for o in opd.values()),
        ),
        oleh=penyelenggara, pada=buka - dt.timedelta(hours=20),
    )  # fmt: skip
    tenggat.buka_jendela(jendela_id=jendela.pk, oleh=penyelenggara, pada=buka)
    sejak = dt.date(tahun - 1, 1, 1)
    definisi = {
        b["indikator"]: _indikator(b, sejak=sejak, oleh=penyelenggara, pada=buka) for b in baca("kinerja")
    }
    paket = {
        p.opd.singkatan: p
        for p in Pengajuan.objects.select_related("jendela", "opd")
        .filter(jendela=jendela)
        .order_by("opd__kode")
    }
    for n, p in enumerate(paket.values()):
        _isi_dan_ajukan(
            orang, p, baris[p.opd.singkatan], definisi, pada=buka + dt.timedelta(days=2, hours=3 * n)
        )
    selesai = jendela.ditutup_pada + dt.timedelta(days=1)
    tenggat.tutup_jendela(jendela_id=jendela.pk, oleh=penyelenggara, pada=selesai)
    verifikator, pelaku = orang.ambil("verifikator.kinerja", selesai)
    for p in paket.values():
        tenggat.verifikasi(
            pengajuan_id=p.pk, kode=KODE_PENYEDIA, pengguna=verifikator, oleh=pelaku,
            pada=selesai + dt.timedelta(hours=3),
        )  # fmt: skip
    pengguna, _ = orang.ambil("penyelenggara", selesai)
    tenggat.tetapkan(
        pengajuan_ids=[p.pk for p in paket.values()],
        isi=tenggat.IsiPenetapan(
            jenis=JenisPenetapan.SK_BUPATI, nomor=f"188.45/{tahun - 1} (contoh)",
            tanggal=(selesai + dt.timedelta(days=2)).date(), penanda_tangan="Bupati Nusa Tenun (contoh)",
        ),
        pengguna=pengguna, oleh=penyelenggara, pada=selesai + dt.timedelta(days=3),
    )  # fmt: skip


def _isi_dan_ajukan(
    orang: OrangContoh,
    paket: Pengajuan,
    baris: list[dict[str, str]],
    definisi: dict[str, DefinisiIndikator],
    *,
    pada: dt.datetime,
) -> None:
    operator = orang.operator(paket.opd)
    jabatan = Jabatan.objects.filter(opd=paket.opd, tunggal=True).order_by("kepala", "nama", "pk").first()
    for b in baris:
        actions.tambah_aksi(
            pengajuan_id=paket.pk, indikator_id=definisi[b["indikator"]].indikator_id,
            isi={
                "aksi": b["aksi"], "asal": Asal(b["asal"]), "kode_sub": b["kode_sub"],
                "penanggung_jawab": jabatan, "target": _target(b, paket.jendela.tahun),
            },
            oleh=operator, pada=pada,
        )  # fmt: skip
    tenggat.tandai_siap(pengajuan_id=paket.pk, oleh=operator, pada=pada + dt.timedelta(hours=1))
    pengguna, pelaku = orang.kepala(paket.opd, pada)
    tenggat.ajukan(pengajuan_id=paket.pk, pengguna=pengguna, oleh=pelaku, pada=pada + dt.timedelta(hours=2))
