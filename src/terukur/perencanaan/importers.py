"""Kinds of import that this room offers to the engine: program kerja, nomenclature, lists."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.impor.jenis import JenisImpor, Konteks, Lapor, Selisih, Terapan
from terukur.impor.pembaca import Buku, HasilBaca
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak
from terukur.inti.lembar import Kolom
from terukur.perencanaan.actions.impor import terapkan_impor, urungkan_impor
from terukur.perencanaan.actions.nomenklatur import (
    simpan_rekening,
    simpan_sumber_dana,
    simpan_versi_nomenklatur,
)
from terukur.perencanaan.models import Nomenklatur, SubKegiatanRencana, VersiNomenklatur
from terukur.perencanaan.pembaca_nomenklatur import BarisNomenklatur, baca_nomenklatur
from terukur.perencanaan.pembaca_program import baca_program
from terukur.perencanaan.queries import program_terlihat, susun_rencana, unit_isian
from terukur.perencanaan.rules.isian import LABEL_KOLOM
from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur, rapikan_daftar
from terukur.perencanaan.rules.selisih import LABEL_BEDA, beda_nomenklatur
from terukur.perencanaan.rules.selisih import BarisNomenklatur as BarisBanding
from terukur.tenggat.choices import StatusPengajuan
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.queries import get_pengajuan
from terukur.tenggat.rules import periksa_boleh_diisi

BISA_DIISI = (StatusPengajuan.DRAF, StatusPengajuan.DIKEMBALIKAN)


# ---- program kerja ----


def _pengajuan(konteks: Konteks) -> Pengajuan:
    return Pengajuan.objects.select_related("jendela", "opd").get(pk=UUID(konteks.data["pengajuan"]))


def _keadaan(pengajuan: Pengajuan) -> str:
    """Digest of the saved rows: whether somebody saved between preview and apply."""
    baris = SubKegiatanRencana.objects.filter(pengajuan=pengajuan, dihapus_pada__isnull=True)
    isi = sorted((str(pk), v) for pk, v in baris.order_by("pk").values_list("pk", "versi"))
    return sha256(repr(isi).encode()).hexdigest()


def siapkan_program(data: Mapping[str, Any], *, untuk: Pengguna) -> Konteks:
    """For which submission: the one in the address, else the only one that can be filled in."""
    if data.get("pengajuan"):
        try:
            pengajuan = get_pengajuan(UUID(str(data["pengajuan"])), untuk=untuk)
        except ValueError:
            raise AturanDilanggar("Alamat impor ini rusak; buka lagi dari halaman program kerja.") from None
    else:
        cakupan = untuk.akses.cakupan(Izin.PROGRAM_ISI)
        calon = program_terlihat(untuk).filter(status__in=BISA_DIISI, jendela__status="dibuka")
        if cakupan is not None:
            calon = calon.filter(opd__in=cakupan)
        daftar = list(calon.order_by("-jendela__tenggat_pada", "pk")[:2])
        if len(daftar) != 1:
            raise AturanDilanggar(
                "Pilih dahulu untuk program kerja yang mana: buka halaman program kerja OPD Anda, lalu "
                "“Impor dari Excel”."
            )
        pengajuan = daftar[0]
    if not untuk.akses.boleh(Izin.PROGRAM_ISI, pengajuan.opd_id):
        raise TidakBerhak(f"Hanya operator {pengajuan.opd.nama} yang dapat mengimpor program kerja ini.")
    if unit_isian(untuk, pengajuan.opd_id) is not None:
        raise TidakBerhak(
            "Impor menulis untuk seluruh OPD, sedangkan Anda operator unit. Minta admin OPD mengimpornya."
        )
    return Konteks(
        judul=f"{pengajuan.opd.nama}, {pengajuan.jendela.nama_tahapan}",
        data={"pengajuan": str(pengajuan.pk), "keadaan": _keadaan(pengajuan)},
        opd_id=pengajuan.opd_id,
        tautan=reverse("perencanaan:program_kerja", args=[pengajuan.pk]),
    )


def baca_program_kerja(buku: Buku, konteks: Konteks) -> HasilBaca:
    """Read the workbook; a kertas kerja of another submission is refused."""
    pengajuan = _pengajuan(konteks)
    hasil = baca_program(buku, tahun=pengajuan.jendela.tahun)
    milik = buku.penanda.get("pengajuan", "")
    if milik and milik != str(pengajuan.pk):
        hasil.tambah(
            "galat", "kertas_lain",
            f"Kertas kerja ini dibuat untuk OPD atau tahapan lain, bukan {konteks.judul}. "
            "Unduh kertas kerja yang benar, lalu salin isiannya.",
        )  # fmt: skip
    return hasil


def periksa_program(hasil: HasilBaca, konteks: Konteks) -> None:
    pengajuan = _pengajuan(konteks)
    susun_rencana(pengajuan, hasil)


def bandingkan_program(hasil: HasilBaca, konteks: Konteks) -> list[Selisih]:
    rencana = susun_rencana(_pengajuan(konteks), replace(hasil, masalah=[]))
    return [
        Selisih(r.kode, r.nomenklatur.nama, LABEL_KOLOM[k] if r.sub_kegiatan else "Baru", lama, baru)
        for r in rencana.baris
        for k, (lama, baru) in (r.beda.items() if r.sub_kegiatan else [("target", ("", "ditambahkan"))])
    ]


def terapkan_program(hasil: HasilBaca, konteks: Konteks, *, lapor: Lapor, oleh: Any, pada: Any) -> Terapan:
    pengajuan = _pengajuan(konteks)
    periksa_boleh_diisi(pengajuan, pada=pada)
    if _keadaan(pengajuan) != konteks.data["keadaan"]:
        raise AturanDilanggar(
            "Program kerja ini diubah setelah pratinjau dibuat. Unggah lagi agar terlihat perbedaannya.",
            kode="impor_usang",
        )
    rencana = susun_rencana(pengajuan, replace(hasil, masalah=[]))
    lapor(len(rencana.baris) // 2, len(rencana.baris))
    urung = terapkan_impor(rencana=rencana, oleh=oleh, pada=pada)
    baru = sum(r.aksi == "baru" for r in rencana.baris)
    ubah = sum(r.aksi == "ubah" for r in rencana.baris)
    return Terapan(
        f"{len(rencana.baris)} sub kegiatan: {baru} baru, {ubah} berubah, "
        f"{len(rencana.baris) - baru - ubah} tetap.",
        konteks.tautan,
        urung,
    )


def urungkan_program(urung: Mapping[str, Any], konteks: Konteks, *, oleh: Any, pada: Any) -> None:
    urungkan_impor(urung=urung, oleh=oleh, pada=pada)


PROGRAM_KERJA = JenisImpor(
    kode="program_kerja",
    nama="Program kerja",
    izin=Izin.PROGRAM_ISI,
    petunjuk="Kertas kerja dari aplikasi ini, atau buku kerja Renja apa pun yang memuat kode sub kegiatan. "
    "Sel kosong tidak mengubah isian; baris yang tidak ada di berkas dibiarkan.",
    siapkan=siapkan_program,
    baca=baca_program_kerja,
    periksa=periksa_program,
    bandingkan=bandingkan_program,
    terapkan=terapkan_program,
    urungkan=urungkan_program,
    kolom=(
        Kolom("Tingkat", lambda b: b.tingkat.replace("_", " ")),
        Kolom("Kode", "kode", "kode"),
        Kolom("Nama", "nama"),
        Kolom("Unit", lambda b: b.nama_unit or b.kode_unit),
        Kolom("Target", "target", "angka"),
        Kolom("Satuan", "satuan"),
        Kolom("Sumber dana", "sumber_dana"),
        Kolom("Pagu", "pagu", "rupiah"),
        Kolom("Lokasi", lambda b: b.isian.get("lokasi", "")),
        Kolom("Kelompok sasaran", lambda b: b.isian.get("kelompok_sasaran", "")),
    ),
)


# ---- nomenclature and lists ----


def _isian(baris: list[BarisNomenklatur]) -> list[IsianNomenklatur]:
    return [
        IsianNomenklatur(
            b.jenis_pemda, b.kode, b.nama, kinerja=b.kinerja, indikator=b.indikator, satuan=b.satuan,
            spm=b.spm, jenis=b.jenis, pelaksana=b.pelaksana, definisi=b.definisi, tag=b.tag,
            kode_sebelumnya=b.kode_sebelumnya,
        )
        for b in baris
    ]  # fmt: skip


def _baca_jenis(buku: Buku, jenis: str, nama: str) -> HasilBaca:
    hasil = baca_nomenklatur(buku)
    if hasil.jenis != jenis:
        raise AturanDilanggar(
            f"“{buku.nama}” bukan daftar {nama}, melainkan {hasil.jenis.replace('_', ' ')}. "
            "Pilih jenis impor yang sesuai.",
            kode="jenis_lain",
        )
    return hasil


def siapkan_nomenklatur(data: Mapping[str, Any], *, untuk: Pengguna) -> Konteks:
    isi = {k: data.get(k, "") for k in ("nama", "dasar", "tahun_mulai")}
    return Konteks(
        judul=f"{isi['nama']} ({isi['dasar']})" if isi["nama"] else "Versi nomenklatur",
        data=isi,
        tautan=reverse("perencanaan:versi"),
    )


def periksa_nomenklatur(hasil: HasilBaca, konteks: Konteks) -> None:
    for pesan in rapikan_daftar(_isian(hasil.baris))[1]:
        hasil.tambah("galat", "baris_keliru", pesan)


def bandingkan_nomenklatur(hasil: HasilBaca, konteks: Konteks) -> list[Selisih]:
    """Against the stored version of the same name, else the newest one."""
    versi = (
        VersiNomenklatur.objects.filter(nama=konteks.data.get("nama", "")).first()
        or VersiNomenklatur.objects.order_by("-tahun_mulai", "-pk").first()
    )
    hasil_beda: list[Selisih] = []
    if versi is None:
        return hasil_beda
    rapi, _ = rapikan_daftar(_isian(hasil.baris))
    kolom = ("kode", "nama", "indikator", "satuan", "kode_sebelumnya")
    for pemda in sorted({b.jenis_pemda for b in rapi}):
        tersimpan = Nomenklatur.objects.filter(versi=versi, jenis_pemda=pemda).order_by("kode", "pk")
        lama = [BarisBanding(*b) for b in tersimpan.values_list(*kolom)]
        baru = [
            BarisBanding(b.kode, b.nama, b.indikator, b.satuan, b.kode_sebelumnya)
            for b in rapi
            if b.jenis_pemda == pemda
        ]
        hasil_beda += [
            Selisih(
                d.kode,
                (d.baru or d.lama).nama,  # type: ignore[union-attr]
                f"{LABEL_BEDA[d.jenis]} ({pemda})",
                f"{d.lama.kode} {d.lama.nama}" if d.lama else "",
                f"{d.baru.kode} {d.baru.nama}" if d.baru else "",
            )
            for d in beda_nomenklatur(lama, baru)
        ]
    return hasil_beda


def terapkan_nomenklatur(
    hasil: HasilBaca, konteks: Konteks, *, lapor: Lapor, oleh: Any, pada: Any
) -> Terapan:
    isi = konteks.data
    jadi = simpan_versi_nomenklatur(
        nama=isi["nama"], dasar=isi["dasar"], tahun_mulai=int(isi["tahun_mulai"]),
        baris=_isian(hasil.baris), oleh=oleh, pada=pada,
    )  # fmt: skip
    return Terapan(
        f"{jadi.versi.nama}: {jadi.baru} baru, {jadi.berubah} berubah, {jadi.hilang} dihapus, "
        f"{jadi.tetap} tetap.",
        reverse("perencanaan:versi"),
    )


NOMENKLATUR = JenisImpor(
    kode="nomenklatur",
    nama="Nomenklatur",
    izin=Izin.NOMENKLATUR_KELOLA,
    petunjuk="Ekspor nomenklatur SIPD, atau daftar lama dengan kode terpecah per kolom. Versi dengan nama "
    "yang sama diperbarui; nama lain menjadi versi baru di sampingnya.",
    siapkan=siapkan_nomenklatur,
    baca=lambda buku, konteks: _baca_jenis(buku, "nomenklatur", "nomenklatur"),
    periksa=periksa_nomenklatur,
    bandingkan=bandingkan_nomenklatur,
    terapkan=terapkan_nomenklatur,
    kolom=(
        Kolom("Jenis pemda", "jenis_pemda"),
        Kolom("Kode", "kode", "kode"),
        Kolom("Nama", "nama"),
        Kolom("Indikator", "indikator"),
        Kolom("Satuan", "satuan"),
        Kolom("Kode sebelumnya", "kode_sebelumnya", "kode"),
    ),
)


def _jenis_daftar(kode: str, nama: str, simpan: Any, petunjuk: str) -> JenisImpor:
    def terapkan(hasil: HasilBaca, konteks: Konteks, *, lapor: Lapor, oleh: Any, pada: Any) -> Terapan:
        jumlah = simpan(daftar=[(b.kode, b.nama) for b in hasil.baris], oleh=oleh, pada=pada)
        return Terapan(f"{jumlah} kode {nama.lower()} disimpan.")

    return JenisImpor(
        kode=kode,
        nama=nama,
        izin=Izin.NOMENKLATUR_KELOLA,
        petunjuk=petunjuk,
        siapkan=lambda data, untuk: Konteks(judul=nama),
        baca=lambda buku, konteks: _baca_jenis(buku, kode, nama.lower()),
        terapkan=terapkan,
        kolom=(Kolom("Kode", "kode", "kode"), Kolom("Nama", "nama"), Kolom("Tingkat", "tingkat")),
    )


SUMBER_DANA = _jenis_daftar(
    "sumber_dana", "Sumber dana", simpan_sumber_dana,
    "Daftar klasifikasi sumber dana dengan kode terpecah per kolom. Kode yang tidak ada di berkas dibiarkan.",
)  # fmt: skip
REKENING = _jenis_daftar(
    "rekening", "Rekening belanja", simpan_rekening,
    "Daftar akun belanja dengan kode terpecah per kolom. Kode yang tidak ada di berkas dibiarkan.",
)  # fmt: skip

SEMUA = (PROGRAM_KERJA, NOMENKLATUR, SUMBER_DANA, REKENING)
"""``apps`` adds the form of a version to the second when it registers them."""
