"""An action plan becomes official: as submitted at ``ajukan``, with its targets at ``tetapkan``."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import Periode
from terukur.jejak.actions import catat
from terukur.jejak.kertas import daftarkan_kertas
from terukur.kinerja.models import (
    DefinisiIndikator,
    RegisterRencanaAksi,
    RencanaAksi,
    RencanaAksiResmi,
    TargetResmi,
)
from terukur.kinerja.penyedia import beri_tahu_target
from terukur.kinerja.queries.rencana_aksi import baca_aksi, kode_rencana_opd
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import sebut_target, ukuran_beku
from terukur.tenggat.models import Pengajuan

Baris = Sequence[tuple[RencanaAksi, DefinisiIndikator, dict[str, Target]]]


def isi_aksi(
    aksi: RencanaAksi, definisi: DefinisiIndikator, target: dict[str, Target], nama_sub: dict[str, str]
) -> dict[str, Any]:
    """What is frozen of a row, in types of canonical JSON."""
    return {
        "urutan": aksi.urutan,
        "aksi": aksi.aksi,
        "ukuran": ukuran_beku(definisi),
        "unit": aksi.unit.nama if aksi.unit else "",
        "asal": aksi.asal,
        "penanggung_jawab": aksi.penanggung_jawab.nama if aksi.penanggung_jawab else "",
        "kode_sub": aksi.kode_sub,
        "nama_sub": nama_sub.get(aksi.kode_sub, ""),
        "bobot": str(aksi.bobot),
        "catatan": aksi.catatan,
        "target": {
            k: [str(t.nilai), None if t.atas is None else str(t.atas)] for k, t in sorted(target.items())
        },
    }


def _susun(pengajuan: Pengajuan, baris: Baris | None) -> dict[RencanaAksi, dict[str, Any]]:
    tahun = pengajuan.jendela.tahun
    if baris is None:
        baris = baca_aksi([pengajuan.pk], tahun=tahun)[pengajuan.pk]
    nama = kode_rencana_opd([pengajuan.opd_id], tahun).get(pengajuan.opd_id, {})
    return {a: isi_aksi(a, d, t, nama) for a, d, t in baris}


def bekukan_rencana(
    pengajuan: Pengajuan, *, baris: Baris | None = None, nomor_register: str = "", pada: dt.datetime
) -> dict[RencanaAksi, dict[str, Any]]:
    """Write the rows as official facts known from ``pada``; what did not change keeps its fact.

    The caller's transaction holds the lock on the submission and writes the journal.
    """
    isi = _susun(pengajuan, baris)
    lama = {
        r.kunci: r
        for r in RencanaAksiResmi.objects.diketahui(None).filter(pengajuan=pengajuan).order_by("pk")
    }
    milik = {a.pk: (a, i) for a, i in isi.items()}
    tetap = {
        k
        for k, r in lama.items()
        if k in milik and r.isi == milik[k][1] and r.nomor_register == nomor_register
    }
    ganti = [r.pk for k, r in lama.items() if k not in tetap]
    RencanaAksiResmi.objects.filter(pk__in=ganti).update(digantikan_pada=pada)
    tahun = pengajuan.jendela.tahun
    RencanaAksiResmi.objects.bulk_create(
        [
            RencanaAksiResmi(
                kunci=k,
                pengajuan=pengajuan,
                opd_id=pengajuan.opd_id,
                tahun=tahun,
                indikator_id=a.indikator_id,
                nomor_register=nomor_register,
                isi=i,
                berlaku_sejak=dt.date(tahun, 1, 1),
                berlaku_sampai=dt.date(tahun, 12, 31),
                dicatat_pada=pada,
            )
            for k, (a, i) in milik.items()
            if k not in tetap
        ]
    )
    return isi


def _sebut(isi: dict[str, Any]) -> dict[str, str]:
    """A row with its targets in the words of the office, for the journal."""
    target = (
        f"{Periode.baca(kode).label_pendek} {sebut_target(baca_target(t), isi['ukuran'])}"
        for kode, t in isi["target"].items()
    )
    return {"aksi": isi["aksi"], "indikator": isi["ukuran"]["nama"], "target": "; ".join(target)}


def baca_target(isi: list[str | None]) -> Target:
    """A target as ``isi_aksi`` froze it."""
    nilai, atas = (None if n is None else Decimal(n) for n in isi)
    assert nilai is not None
    return Target(nilai, atas)


def tetapkan_rencana(pengajuan: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> RegisterRencanaAksi | None:
    """Set the plan: register number, targets on record from ``pada``. None where it has no rows."""
    isi = _susun(pengajuan, None)
    if not isi:
        return None
    tahun, opd = pengajuan.jendela.tahun, pengajuan.opd
    catatan = catat(
        peristiwa="rencana_aksi.tetapkan",
        objek="rencana_aksi",
        objek_id=pengajuan.pk,
        isi={"tahun": tahun, "baris": [_sebut(i) for i in isi.values()]},
        oleh=oleh,
        pada=pada,
        opd_id=opd.pk,
    )
    kertas = daftarkan_kertas(
        jenis="RA",
        nama_jenis="Rencana Aksi",
        judul=f"Rencana Aksi {tahun} — {opd.nama}"[:300],
        isi={
            "opd": opd.nama,
            "tahun": tahun,
            "judul": pengajuan.jendela.judul,
            "kepala": pengajuan.diajukan_nama,
            "penugasan": pengajuan.diajukan_penugasan,
            "baris": list(isi.values()),
        },
        catatan=catatan,
        opd_id=opd.pk,
        nama_opd=opd.nama,
        oleh=oleh,
        pada=pada,
    )
    bekukan_rencana(pengajuan, nomor_register=kertas.nomor, pada=pada)
    TargetResmi.objects.bulk_create(
        [
            TargetResmi(
                kunci=a.pk,
                opd_id=opd.pk,
                tahun=tahun,
                periode=kode,
                nilai=nilai,
                nilai_atas=atas,
                catatan_nomor=catatan.nomor,
                berlaku_sejak=Periode.baca(kode).sejak,
                berlaku_sampai=Periode.baca(kode).sampai,
                dicatat_pada=pada,
            )
            for a, i in isi.items()
            for kode, (nilai, atas) in i["target"].items()
        ]
    )
    register = RegisterRencanaAksi.objects.create(pengajuan=pengajuan, kertas=kertas, ditetapkan_pada=pada)
    beri_tahu_target([a.pk for a in isi], oleh=oleh, pada=pada)
    return register


def salin_rencana(*, lama: Pengajuan, baru: Pengajuan, oleh: Pelaku, pada: dt.datetime) -> int:
    """Begin the plan of another year with the actions of an earlier one; returns how many.

    Targets are not copied when the year changes: they are what must be thought about anew. Within
    the same year nothing is copied: a set action changes by a revision of its target only.
    """
    if lama.jendela.tahun == baru.jendela.tahun or RencanaAksi.objects.filter(pengajuan=baru).exists():
        return 0
    semua = baca_aksi([lama.pk], tahun=lama.jendela.tahun)[lama.pk]
    sumber = [a for a, _, _ in semua if a.opd_id == baru.opd_id]
    RencanaAksi.objects.bulk_create(
        [
            RencanaAksi(
                pengajuan=baru,
                opd_id=baru.opd_id,
                unit_id=a.unit_id,
                urutan=n,
                aksi=a.aksi,
                indikator_id=a.indikator_id,
                asal=a.asal,
                penanggung_jawab_id=a.penanggung_jawab_id,
                kode_sub=a.kode_sub,
                bobot=a.bobot,
                dibuat_pada=pada,
                disimpan_pada=pada,
                disimpan_oleh=oleh.id,
                nama_penyimpan=oleh.nama,
            )
            for n, a in enumerate(sumber, 1)
        ]
    )
    return len(sumber)
