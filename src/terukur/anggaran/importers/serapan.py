"""The kind of import "realisasi anggaran": what SP2D, BKU or LRA tell, of one OPD up to one day."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.anggaran.actions.serapan import batalkan_realisasi, catat_realisasi
from terukur.anggaran.choices import JenisBelanja, SumberRealisasi
from terukur.anggaran.forms.serapan import FormulirImporRealisasi
from terukur.anggaran.models import RealisasiAnggaran
from terukur.anggaran.models.serapan import TANPA_JENIS
from terukur.anggaran.pembaca import baca_anggaran
from terukur.anggaran.pembaca_baris import BarisAnggaran
from terukur.anggaran.rules.ruang import jenis_belanja
from terukur.anggaran.rules.serapan import UangRealisasi, gabung_kembar
from terukur.impor.jenis import JenisImpor, Konteks, Lapor, Selisih, Terapan
from terukur.impor.pembaca import Buku, HasilBaca
from terukur.inti.angka import tulis_angka, tulis_rupiah
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.lembar import Kolom
from terukur.inti.pelaku import Pelaku
from terukur.organisasi.models import OPD


def siapkan(data: Mapping[str, Any], *, untuk: Pengguna) -> Konteks:
    """Of which OPD and year, from which book, up to which day."""
    try:
        opd = OPD.objects.filter(pk=UUID(str(data["opd"]))).first()
        tahun, sumber = int(data["tahun"]), SumberRealisasi(data["sumber"])
        batas = data["batas"] if isinstance(data["batas"], dt.date) else dt.date.fromisoformat(data["batas"])
    except (KeyError, ValueError):
        raise AturanDilanggar(
            "Pilih OPD, tahun, sumber, dan tanggal keadaan realisasi yang diimpor."
        ) from None
    cakupan = untuk.akses.cakupan(Izin.SERAPAN_CATAT)
    if opd is None or (cakupan is not None and opd.pk not in cakupan):
        raise TidakDitemukan("OPD tidak ditemukan.")
    return Konteks(
        judul=f"Realisasi anggaran {opd.nama} {tahun}, {sumber.label} sampai {batas:%d-%m-%Y}",
        data={"opd": str(opd.pk), "tahun": tahun, "sumber": sumber.value, "batas": batas.isoformat()},
        opd_id=opd.pk,
        tautan=_alamat(str(opd.pk), tahun, sumber),
    )


def _alamat(opd_id: str, tahun: object, sumber: str) -> str:
    return f"{reverse('anggaran:serapan_opd', args=[opd_id])}?tahun={tahun}&sumber={sumber}"


def baca(buku: Buku, konteks: Konteks) -> HasilBaca:
    """As any budget workbook; it must tell what was spent."""
    hasil = baca_anggaran(buku, tahun=int(konteks.data["tahun"]))
    if not any(k.startswith("realisasi") for k in hasil.total):
        raise AturanDilanggar("Tidak ada kolom realisasi dalam berkas ini.", kode="tanpa_realisasi")
    return hasil


def uang_realisasi(daftar: list[BarisAnggaran]) -> list[UangRealisasi]:
    """The leaves of a workbook as rows of a book, by kind of spending; named by their sub kegiatan's row."""
    nama_sub = {b.kode_nomenklatur: b.uraian for b in daftar if b.tingkat == "sub_kegiatan"}
    hasil = []
    for b in daftar:
        if not b.daun:
            continue
        kode = b.kode_nomenklatur or b.kode_rekening or b.kode_unit
        nama = b.tambahan.get("nama_sub_kegiatan") or nama_sub.get(b.kode_nomenklatur, "")
        per_jenis = {
            j: (b.nilai.get(f"anggaran_{j}"), b.nilai.get(f"realisasi_{j}")) for j in JenisBelanja.values
        }
        if all(a is None and r is None for a, r in per_jenis.values()):
            per_jenis = {
                jenis_belanja(b.kode_rekening) or TANPA_JENIS: (
                    b.nilai.get("anggaran"),
                    b.nilai.get("realisasi"),
                )
            }
        hasil += [
            UangRealisasi(b.kode_unit, b.nama_unit, kode, nama, j, a, r)
            for j, (a, r) in per_jenis.items()
            if a is not None or r is not None
        ]
    return hasil


def bandingkan(hasil: HasilBaca, konteks: Konteks) -> list[Selisih]:
    """What the book changes of what is recorded for the same day."""
    d = konteks.data
    tersimpan = {
        (r.kode_unit, r.kode, r.jenis): r
        for r in RealisasiAnggaran.objects.pada(dt.date.fromisoformat(d["batas"]))
        .filter(opd=UUID(d["opd"]), tahun=d["tahun"], sumber=d["sumber"], batas=d["batas"])
        .order_by("pk")
    }
    beda = []
    for b in gabung_kembar(uang_realisasi(hasil.baris)):
        lama = tersimpan.pop((b.kode_unit, b.kode, b.jenis), None)
        for kolom in ("anggaran", "realisasi"):
            semula, baru = getattr(lama, kolom) if lama else None, getattr(b, kolom)
            if semula != baru:
                nama = f"{kolom} {b.jenis.replace('_', ' ')}"
                beda.append(
                    Selisih(
                        b.kode,
                        b.nama or b.nama_unit,
                        nama,
                        tulis_angka(semula) if semula is not None else "",
                        tulis_angka(baru),
                    )
                )
    beda += [
        Selisih(k, r.nama or r.nama_unit, r.jenis, tulis_angka(r.realisasi), "")
        for (_, k, _), r in tersimpan.items()
    ]
    return beda


def terapkan(hasil: HasilBaca, konteks: Konteks, *, lapor: Lapor, oleh: Pelaku, pada: dt.datetime) -> Terapan:
    """Record the book, all or nothing. A book equal to what is recorded writes nothing."""
    d = konteks.data
    if not bandingkan(hasil, konteks):
        return Terapan("Sama dengan yang sudah tercatat; tidak ada yang berubah.", tautan=konteks.tautan)
    lapor(len(hasil.baris) // 2, len(hasil.baris))
    catatan = catat_realisasi(
        opd_id=UUID(d["opd"]),
        tahun=int(d["tahun"]),
        sumber=SumberRealisasi(d["sumber"]),
        batas=dt.date.fromisoformat(d["batas"]),
        baris=uang_realisasi(hasil.baris),
        dasar=hasil.berkas,
        oleh=oleh,
        pada=pada,
    )
    realisasi, anggaran = (tulis_rupiah(hasil.total.get(k)) for k in ("realisasi", "anggaran"))
    return Terapan(
        f"{tulis_angka(catatan.isi['baris'])} baris tercatat: realisasi {realisasi} dari anggaran "
        f"{anggaran}, belum diaudit.",
        tautan=konteks.tautan,
        urung={"nomor": catatan.nomor},
    )


def urungkan(urung: Mapping[str, Any], konteks: Konteks, *, oleh: Pelaku, pada: dt.datetime) -> None:
    """Take the recording back; a book that changed nothing has nothing to take back."""
    d = konteks.data
    if "nomor" in urung:
        batalkan_realisasi(
            opd_id=UUID(d["opd"]),
            tahun=int(d["tahun"]),
            sumber=d["sumber"],
            nomor=int(urung["nomor"]),
            oleh=oleh,
            pada=pada,
        )


REALISASI = JenisImpor(
    kode="realisasi_anggaran",
    nama="Realisasi anggaran",
    izin=Izin.SERAPAN_CATAT,
    petunjuk="Buku realisasi belanja satu OPD apa adanya (SP2D, BKU atau LRA): hanya rincian terbawah yang "
    "dijumlahkan. Yang tercatat untuk tanggal yang sama digantikan dan riwayatnya tersimpan.",
    siapkan=siapkan,
    baca=baca,
    kolom=(
        Kolom("Unit", "nama_unit"),
        Kolom("Kode", "kode_akhir", "kode"),
        Kolom("Uraian", "uraian"),
        Kolom("Anggaran", lambda b: b.jumlah("anggaran"), "rupiah"),
        Kolom("Realisasi", lambda b: b.jumlah("realisasi"), "rupiah"),
        Kolom("Dihitung", lambda b: "Ya" if b.daun else ""),
    ),
    bandingkan=bandingkan,
    terapkan=terapkan,
    ekspor=lambda konteks: (
        _alamat(*(konteks.data[k] for k in ("opd", "tahun", "sumber"))) if "opd" in konteks.data else ""
    ),
    urungkan=urungkan,
    formulir=FormulirImporRealisasi,
)
