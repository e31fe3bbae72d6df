"""The kinds of import of this room: budget workbooks into a submission, and ceilings."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.anggaran.actions import (
    IsianPagu,
    batalkan_impor,
    id_jejak,
    terapkan_impor,
    tetapkan_pagu,
)
from terukur.anggaran.forms import FormulirImporAnggaran, FormulirImporPagu
from terukur.anggaran.importers.serapan import REALISASI
from terukur.anggaran.importers.susun import Susunan, susun_impor
from terukur.anggaran.importers.susun_pagu import SusunanPagu, susun_pagu
from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.pembaca import baca_anggaran
from terukur.anggaran.pembaca_kebutuhan import baca_kebutuhan
from terukur.anggaran.pembaca_pagu import baca_pagu
from terukur.anggaran.queries import cari_sumber_dana, pagu_opd
from terukur.anggaran.rules.ruang import Sel, Tahap
from terukur.impor.jenis import JenisImpor, Konteks, Lapor, Selisih, Terapan
from terukur.impor.pembaca import Buku, HasilBaca
from terukur.inti.angka import tulis_angka, tulis_rupiah
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak
from terukur.inti.lembar import Kolom
from terukur.inti.pelaku import Pelaku
from terukur.perencanaan.models import SumberDana
from terukur.perencanaan.queries import unit_isian
from terukur.tenggat.choices import StatusPengajuan, Tahapan
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.queries import get_pengajuan, pengajuan_terlihat

BISA_DIISI = (StatusPengajuan.DRAF, StatusPengajuan.DIKEMBALIKAN)


def _tulis(nilai: Decimal | None) -> str:
    return "" if nilai is None else tulis_angka(nilai)


# ---- budget workbooks ----


def _pengajuan(konteks: Konteks) -> Pengajuan:
    return Pengajuan.objects.select_related("jendela", "opd").get(pk=UUID(konteks.data["pengajuan"]))


def _keadaan(pengajuan: Pengajuan) -> str:
    """Digest of the stored needs: whether somebody saved between preview and apply."""
    baris = Kebutuhan.objects.milik([pengajuan.pk]).order_by("pk").values_list("pk", "disimpan_pada")
    return sha256(repr([(str(pk), pada.isoformat()) for pk, pada in baris]).encode()).hexdigest()


def siapkan_anggaran(data: Mapping[str, Any], *, untuk: Pengguna) -> Konteks:
    """For which submission: the one in the address, else the only one that can be filled in."""
    if data.get("pengajuan"):
        try:
            pengajuan = get_pengajuan(UUID(str(data["pengajuan"])), untuk=untuk)
        except ValueError:
            raise AturanDilanggar("Alamat impor ini rusak; buka lagi dari halaman anggaran OPD.") from None
    else:
        calon = pengajuan_terlihat(untuk).filter(
            status__in=BISA_DIISI, jendela__status="dibuka", jendela__daftar_syarat__kode="kebutuhan_anggaran"
        )
        cakupan = untuk.akses.cakupan(Izin.ANGGARAN_ISI)
        daftar = list((calon if cakupan is None else calon.filter(opd__in=cakupan)).order_by("pk")[:2])
        if len(daftar) != 1:
            raise AturanDilanggar(
                "Pilih dahulu untuk pengajuan yang mana: buka halaman program kerja dan anggaran OPD "
                "Anda, lalu “Impor dari Excel”."
            )
        pengajuan = daftar[0]
    if not untuk.akses.boleh(Izin.ANGGARAN_ISI, pengajuan.opd_id):
        raise TidakBerhak(f"Hanya operator {pengajuan.opd.nama} yang dapat mengimpor kebutuhan anggaran ini.")
    if unit_isian(untuk, pengajuan.opd_id) is not None:
        raise TidakBerhak(
            "Impor menulis untuk seluruh OPD, sedangkan Anda operator unit. Minta admin OPD mengimpornya."
        )
    sumber = None
    if teks := str(data.get("sumber_dana") or "").strip():
        sumber = cari_sumber_dana([teks]).get(teks)
        if sumber is None:
            raise AturanDilanggar(f"Sumber dana “{teks[:60]}” tidak dikenal. Ketik kode atau namanya.")
    return Konteks(
        judul=f"{pengajuan.opd.nama}, {pengajuan.jendela.nama_tahapan}",
        data={
            "pengajuan": str(pengajuan.pk),
            "sumber_dana": sumber.pk if sumber else None,
            "keadaan": _keadaan(pengajuan),
        },
        opd_id=pengajuan.opd_id,
        tautan=reverse("anggaran:isi", args=[pengajuan.pk]),
    )


def _baca_anggaran(buku: Buku, konteks: Konteks) -> HasilBaca:
    tahun = _pengajuan(konteks).jendela.tahun
    return baca_kebutuhan(buku) or baca_anggaran(buku, tahun=tahun)


def _susun(hasil: HasilBaca, konteks: Konteks) -> Susunan:
    sumber = konteks.data["sumber_dana"]
    return susun_impor(
        hasil,
        pengajuan=_pengajuan(konteks),
        sumber_bawaan=SumberDana.objects.filter(pk=sumber).first() if sumber else None,
    )


def _periksa_anggaran(hasil: HasilBaca, konteks: Konteks) -> None:
    _susun(hasil, konteks)


def _banding_anggaran(hasil: HasilBaca, konteks: Konteks) -> list[Selisih]:
    susunan = _susun(replace(hasil, masalah=[]), konteks)
    rincian = "sumber dana, rekening atau uraian berbeda: "
    return [
        Selisih(
            b.kode, b.nama, b.unit or "OPD", _tulis(b.lama),
            (rincian if b.lama == b.baru else "") + _tulis(b.baru),
        )
        for b in susunan.beda
    ]  # fmt: skip


def _terapkan_anggaran(
    hasil: HasilBaca, konteks: Konteks, *, lapor: Lapor, oleh: Pelaku, pada: dt.datetime
) -> Terapan:
    pengajuan = _pengajuan(konteks)
    if _keadaan(pengajuan) != konteks.data["keadaan"]:
        raise AturanDilanggar(
            "Kebutuhan anggaran ini diubah setelah pratinjau dibuat. Unggah lagi agar terlihat perbedaannya.",
            kode="impor_usang",
        )
    susunan = _susun(replace(hasil, masalah=[]), konteks)
    lapor(len(hasil.baris) // 2, len(hasil.baris))
    urung = terapkan_impor(pengajuan=pengajuan, rencana=susunan.rencana, oleh=oleh, pada=pada)
    return Terapan(
        f"{len(susunan.rencana.sub)} sub kegiatan diganti, {susunan.sama} tetap, "
        f"{urung['jumlah']} baris kebutuhan, {tulis_rupiah(susunan.total['kebutuhan'])} "
        f"({pengajuan.jendela.nama_tahapan}).",
        tautan=konteks.tautan,
        urung=urung,
    )


def _ekspor_anggaran(konteks: Konteks) -> str:
    milik = konteks.data.get("pengajuan")
    return reverse("anggaran:isi", args=[milik]) if milik else ""


def _urungkan_anggaran(
    urung: Mapping[str, Any], konteks: Konteks, *, oleh: Pelaku, pada: dt.datetime
) -> None:
    batalkan_impor(pengajuan=_pengajuan(konteks), cadangan=urung, oleh=oleh, pada=pada)


ANGGARAN = JenisImpor(
    kode="anggaran",
    nama="Kebutuhan anggaran",
    izin=Izin.ANGGARAN_ISI,
    petunjuk="Buku kerja DPA, RKA atau realisasi belanja apa adanya: kode dan anggaran dikenali dari "
    "isinya, hanya rincian terbawah yang dijumlahkan. Unduhan kebutuhan dari aplikasi ini juga dapat diubah "
    "lalu diunggah kembali. Kebutuhan sub kegiatan yang ada dalam berkas "
    "diganti; yang lain tetap.",
    siapkan=siapkan_anggaran,
    baca=_baca_anggaran,
    kolom=(
        Kolom("Unit", "nama_unit"),
        Kolom("Kode", "kode_akhir", "kode"),
        Kolom("Uraian", "uraian"),
        Kolom("Anggaran", lambda b: b.jumlah("anggaran"), "rupiah"),
        Kolom("Dihitung", lambda b: "Ya" if b.daun else ""),
    ),
    periksa=_periksa_anggaran,
    bandingkan=_banding_anggaran,
    terapkan=_terapkan_anggaran,
    ekspor=_ekspor_anggaran,
    urungkan=_urungkan_anggaran,
    formulir=FormulirImporAnggaran,
)


# ---- ceilings ----


def _tahap(data: Mapping[str, Any]) -> Tahap:
    return Tahap(int(data["tahun"]), Tahapan(data["tahapan"]), int(data.get("pergeseran_ke") or 0))


def siapkan_pagu(data: Mapping[str, Any], *, untuk: Pengguna) -> Konteks:
    """For which stage, since when and on what ground."""
    if not untuk.akses.boleh(Izin.PAGU_KELOLA):
        raise TidakBerhak("Hanya TAPD yang dapat menetapkan pagu.")
    try:
        tahap = _tahap(data)
    except (KeyError, ValueError):
        raise AturanDilanggar("Pilih tahun dan tahapan pagu yang diimpor.") from None
    sejak = data.get("sejak")
    return Konteks(
        judul=f"Pagu {tahap.label}",
        data={
            **tahap.kunci,
            "dasar": str(data.get("dasar") or ""),
            "sejak": sejak.isoformat() if isinstance(sejak, dt.date) else str(sejak or ""),
        },
        tautan=reverse("anggaran:pagu") + tahap.kueri,
    )


def _baca_pagu(buku: Buku, konteks: Konteks) -> HasilBaca:
    return baca_pagu(buku, tahun=int(konteks.data["tahun"]))


def _susun_pagu(hasil: HasilBaca, konteks: Konteks) -> SusunanPagu:
    return susun_pagu(hasil, tahap=_tahap(konteks.data))


def _periksa_pagu(hasil: HasilBaca, konteks: Konteks) -> None:
    _susun_pagu(hasil, konteks)


def _banding_pagu(hasil: HasilBaca, konteks: Konteks) -> list[Selisih]:
    susunan = _susun_pagu(replace(hasil, masalah=[]), konteks)
    return [Selisih(b.opd, b.unit or "OPD", b.sumber, _tulis(b.lama), _tulis(b.baru)) for b in susunan.beda]


def _terapkan_pagu(
    hasil: HasilBaca, konteks: Konteks, *, lapor: Lapor, oleh: Pelaku, pada: dt.datetime
) -> Terapan:
    susunan = _susun_pagu(replace(hasil, masalah=[]), konteks)
    semula = pagu_opd({b.opd_id for b in susunan.baris}, susunan.tahap)
    jumlah = tetapkan_pagu(
        tahap=susunan.tahap,
        baris=susunan.baris,
        sejak=dt.date.fromisoformat(konteks.data["sejak"]),
        dasar=konteks.data["dasar"],
        oleh=oleh,
        pada=pada,
    )
    urung = [
        {
            "opd": str(b.opd_id),
            "unit": str(b.unit_id) if b.unit_id else None,
            "sumber_dana": b.sumber_dana_id,
            "lama": None if lama is None else str(lama),
            "baru": str(b.nilai),
        }
        for b in susunan.baris
        if (lama := semula.get(b.opd_id, {}).get(Sel(b.unit_id, b.sumber_dana_id))) != b.nilai
    ]
    return Terapan(
        f"{jumlah} pagu ditetapkan, {susunan.sama} tetap; {tulis_rupiah(susunan.total)} "
        f"({susunan.tahap.label}).",
        tautan=konteks.tautan,
        urung={"baris": urung},
    )


def _ekspor_pagu(konteks: Konteks) -> str:
    if "tahapan" not in konteks.data:
        return ""
    return reverse("anggaran:pagu") + _tahap(konteks.data).kueri


def _urungkan_pagu(urung: Mapping[str, Any], konteks: Konteks, *, oleh: Pelaku, pada: dt.datetime) -> None:
    """Set the ceilings of before again, on their own entry in the history."""
    tahap = _tahap(konteks.data)
    kini = pagu_opd({UUID(b["opd"]) for b in urung["baris"]}, tahap)
    isian = []
    for b in urung["baris"]:
        unit = UUID(b["unit"]) if b["unit"] else None
        sel = Sel(unit, b["sumber_dana"])
        if kini.get(UUID(b["opd"]), {}).get(sel) != Decimal(b["baru"]):
            raise AturanDilanggar(
                f"Impor pagu {tahap.label} tidak dapat diurungkan karena sebagian pagunya sudah "
                "ditetapkan lagi sesudahnya.",
                kode="sudah_diubah",
            )
        lama = None if b["lama"] is None else Decimal(b["lama"])
        isian.append(IsianPagu(UUID(b["opd"]), unit, b["sumber_dana"], lama))
    tetapkan_pagu(
        tahap=tahap,
        baris=isian,
        sejak=dt.date.fromisoformat(konteks.data["sejak"]),
        dasar=f"Pembatalan impor {id_jejak(tahap)}: {konteks.data['dasar']}"[:200],
        oleh=oleh,
        pada=pada,
    )


PAGU = JenisImpor(
    kode="pagu",
    nama="Pagu",
    izin=Izin.PAGU_KELOLA,
    petunjuk="Daftar pagu per OPD, unit dan sumber dana. Pagu yang tidak disebut dalam berkas tetap; yang "
    "berubah digantikan dan riwayatnya tersimpan. Unduhan daftar pagu dapat diisi lalu diunggah kembali.",
    siapkan=siapkan_pagu,
    baca=_baca_pagu,
    kolom=(
        Kolom("OPD", lambda b: b.nama_opd or b.kode_opd),
        Kolom("Unit", lambda b: b.nama_unit or b.kode_unit),
        Kolom("Sumber dana", lambda b: b.nama_sumber or b.kode_sumber),
        Kolom("Pagu", "nilai", "rupiah"),
    ),
    periksa=_periksa_pagu,
    bandingkan=_banding_pagu,
    terapkan=_terapkan_pagu,
    ekspor=_ekspor_pagu,
    urungkan=_urungkan_pagu,
    formulir=FormulirImporPagu,
)

SEMUA = (ANGGARAN, PAGU, REALISASI)
