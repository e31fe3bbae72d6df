"""The kinds of import that this room registers with the engine."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from terukur.akun.models import Pengguna
from terukur.antarmuka.formulir import Formulir, KolomTanggal
from terukur.impor.jenis import JenisImpor, Konteks, Lapor, Selisih, Terapan
from terukur.impor.pembaca import Buku, HasilBaca
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import Kolom
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.organisasi.actions.urung import BIASA, FAKTA, urungkan_biasa, urungkan_fakta
from terukur.organisasi.choices import JenisPenugasan
from terukur.organisasi.importers import orang, penugasan, struktur
from terukur.organisasi.importers.baris import Baris

Baca = Callable[[Buku, Konteks], HasilBaca]
Rencanakan = Callable[[HasilBaca, dt.date], None]


class FormSejak(Formulir):
    """The day on which rows begin that name no day of their own."""

    sejak = KolomTanggal(
        label="Berlaku sejak", help_text="Untuk baris yang tidak menyebut tanggal berlakunya sendiri."
    )


class FormDasar(Formulir):
    """The ground of holidays that name none."""

    contoh = {"dasar": "SKB Tiga Menteri tentang Hari Libur Nasional dan Cuti Bersama Tahun 2027"}

    dasar = forms.CharField(
        label="SKB atau keputusan",
        max_length=200,
        required=False,
        help_text="Untuk baris tanpa dasar; bila kosong, baris itu dicatat sebagai perkiraan.",
    )


def _hari(data: Mapping[str, Any]) -> dt.date:
    """The day of ``FormSejak``; the year 1 where the kind has no such field (never used then)."""
    teks = str(data.get("sejak") or "")
    try:
        return dt.date.fromisoformat(teks) if teks else dt.date.min
    except ValueError:
        raise AturanDilanggar(
            "Tulis tanggal yang ada di kalender.", kolom={"sejak": "Contoh: 23-11-2026"}
        ) from None


def _siapkan(izin: Izin, tautan: str, judul: str) -> Callable[..., Konteks]:
    def siapkan(data: Mapping[str, Any], *, untuk: Pengguna) -> Konteks:
        # Both permissions are held for the whole kabupaten only; a role of one OPD does not import.
        if untuk.akses.cakupan(izin) is not None:
            raise AturanDilanggar("Impor ini untuk pengelola seluruh kabupaten.", kode="cakupan")
        hari = _hari(data)
        isi = {
            "sejak": hari.isoformat() if hari != dt.date.min else "",
            "dasar": str(data.get("dasar") or ""),
        }
        keterangan = f"{judul}, berlaku sejak {tulis_tanggal(hari)}" if isi["sejak"] else judul
        return Konteks(judul=keterangan, data=isi, tautan=tautan)

    return siapkan


def _bandingkan(hasil: HasilBaca, konteks: Konteks) -> list[Selisih]:
    return [
        Selisih(str(_kunci(b)), str(b.isi.get("nama") or b.isi.get("pegawai")), kolom, lama, baru)
        for b in hasil.baris
        for kolom, (lama, baru) in (
            [("Baru", ("", "ditambahkan"))] if b.keadaan == "baru" else b.perbedaan.items()
        )
    ]


def _kunci(b: Baris) -> object:
    return b.isi.get("kode") or b.isi.get("nip") or b.isi.get("tanggal") or ""


def _periksa(rencanakan: Rencanakan) -> Callable[[HasilBaca, Konteks], None]:
    def periksa(hasil: HasilBaca, konteks: Konteks) -> None:
        rencanakan(hasil, _hari(konteks.data))
        keadaan = [b.sebutan_keadaan for b in hasil.baris]
        hasil.jumlah = {k: keadaan.count(k) for k in ("Baru", "Berubah", "Tidak berubah")}

    return periksa


def _terapkan(jenis: str, sebutan: str, tautan: str) -> Callable[..., Terapan]:
    def terapkan(
        hasil: HasilBaca, konteks: Konteks, *, lapor: Lapor, oleh: Pelaku, pada: dt.datetime
    ) -> Terapan:
        kerja: list[Baris] = [b for b in hasil.baris if b.lakukan is not None]
        lama: dict[str, dict[str, Any]] = {}
        baru: list[str] = []
        for n, b in enumerate(kerja, start=1):
            if jenis in BIASA and b.lama is not None:
                lama[str(b.lama.pk)] = {k: getattr(b.lama, k) for k in BIASA[jenis][1]}
            try:
                objek: Any = b.lakukan(oleh, pada) if b.lakukan else None
            except AturanDilanggar as tolak:
                raise AturanDilanggar(f"Baris {b.nomor}: {tolak.pesan}", kode=tolak.kode) from tolak
            if jenis in BIASA and b.lama is None:
                baru.append(str(objek.pk))
            lapor(n, len(kerja))
        ditambah = sum(b.keadaan == "baru" for b in kerja)
        tetap = len(hasil.baris) - len(kerja)
        pesan = f"{sebutan}: {ditambah} baru, {len(kerja) - ditambah} berubah, {tetap} tidak berubah."
        urung: dict[str, Any] = {"pada": pada.isoformat()} if jenis in FAKTA else {"baru": baru, "lama": lama}
        return Terapan(pesan, tautan, urung)

    return terapkan


def _urungkan(jenis: str) -> Callable[..., None]:
    def urungkan(urung: Mapping[str, Any], konteks: Konteks, *, oleh: Pelaku, pada: dt.datetime) -> None:
        if jenis in FAKTA:
            dicatat = dt.datetime.fromisoformat(urung["pada"])
            urungkan_fakta(jenis=jenis, dicatat_pada=dicatat, oleh=oleh, pada=pada)
        else:
            urungkan_biasa(jenis=jenis, baru=urung["baru"], lama=urung["lama"], oleh=oleh, pada=pada)

    return urungkan


def _jenis(
    kode: str,
    nama: str,
    *,
    izin: Izin,
    petunjuk: str,
    baca: Baca,
    rencanakan: Rencanakan,
    kolom: tuple[Kolom, ...],
    tautan: str,
    formulir: type[Formulir] | None = None,
) -> JenisImpor:
    return JenisImpor(
        kode=kode,
        nama=nama,
        izin=izin,
        petunjuk=petunjuk,
        siapkan=_siapkan(izin, tautan, nama),
        baca=baca,
        periksa=_periksa(rencanakan),
        bandingkan=_bandingkan,
        kolom=(Kolom("Keadaan", "sebutan_keadaan"), *kolom),
        terapkan=_terapkan(kode, nama, tautan),
        ekspor=lambda konteks: tautan,
        urungkan=_urungkan(kode),
        formulir=formulir,
    )


_KODE_NAMA = (Kolom("Kode", "isi.kode", "kode"), Kolom("Nama", "isi.nama"))

JENIS = (
    _jenis(
        "opd", "OPD", izin=Izin.ORGANISASI_KELOLA, tautan="/organisasi/opd/", formulir=FormSejak,
        petunjuk="Kolom kode (22 karakter) dan nama; boleh ditambah singkatan, jenis, berlaku sejak, dasar "
        "hukum. Jenis dan singkatan yang kosong diusulkan dari namanya.",
        baca=lambda buku, konteks: struktur.baca_opd(buku), rencanakan=struktur.rencana_opd,
        kolom=(*_KODE_NAMA, Kolom("Singkatan", "isi.singkatan"), Kolom("Jenis", "isi.jenis")),
    ),
    _jenis(
        "unit", "Unit", izin=Izin.ORGANISASI_KELOLA, tautan="/organisasi/unit/", formulir=FormSejak,
        petunjuk="Kolom kode (22 karakter) dan nama; OPD-nya terbaca dari kode. Jenis yang kosong diusulkan "
        "dari namanya.",
        baca=lambda buku, konteks: struktur.baca_unit(buku), rencanakan=struktur.rencana_unit,
        kolom=(*_KODE_NAMA, Kolom("Jenis", "isi.jenis")),
    ),
    _jenis(
        "wilayah", "Wilayah", izin=Izin.ORGANISASI_KELOLA, tautan="/organisasi/wilayah/",
        petunjuk="Kolom kode resmi (53.13.01.2001) dan nama; tingkat dan induk terbaca dari kode.",
        baca=lambda buku, konteks: struktur.baca_wilayah(buku), rencanakan=struktur.rencana_wilayah,
        kolom=(*_KODE_NAMA, Kolom("Tingkat", "isi.tingkat")),
    ),
    _jenis(
        "pegawai", "Pegawai", izin=Izin.PEGAWAI_KELOLA, tautan="/organisasi/pegawai/",
        petunjuk="Kolom nama, NIP (sebagai teks) dan status. Tanpa status: yang ber-NIP dicatat sebagai PNS.",
        baca=lambda buku, konteks: orang.baca_pegawai(buku), rencanakan=orang.rencana_pegawai,
        kolom=(Kolom("NIP", "isi.nip", "kode"), Kolom("Nama", "isi.nama"), Kolom("Status", "isi.status")),
    ),
    _jenis(
        "penugasan", "Penugasan", izin=Izin.PEGAWAI_KELOLA, tautan="/organisasi/penugasan/",
        petunjuk="Satu baris per SK: NIP atau nama pegawai, jabatan, OPD, jenis, nomor SK, tanggal SK, "
        "berlaku sejak, berlaku sampai. Contoh bentuknya: unduhan XLSX dari Daftar penugasan. "
        "Penugasan pejabat lama diakhiri sehari sebelumnya. Kolom “Jabatan lama” (Akhiri atau Rangkap) "
        "menyebut jabatan definitif lain pegawai yang sama.",
        baca=lambda buku, konteks: penugasan.baca_penugasan(buku), rencanakan=penugasan.rencana_penugasan,
        kolom=(
            Kolom("Pegawai", "isi.pegawai"), Kolom("Jabatan", "isi.jabatan"), Kolom("OPD", "isi.opd"),
            Kolom("Jenis", lambda b: JenisPenugasan(b.isi["jenis"]).label),
            Kolom("Nomor SK", "isi.nomor_sk", "kode"),
            Kolom("Berlaku sejak", "isi.sejak", "tanggal"), Kolom("Berlaku sampai", "isi.sampai", "tanggal"),
            Kolom("Mengakhiri penugasan", lambda b: b.isi.get("mengakhiri", "")),
        ),
    ),
    _jenis(
        "libur", "Hari libur", izin=Izin.ORGANISASI_KELOLA, tautan="/organisasi/kalender/",
        formulir=FormDasar,
        petunjuk="Kolom tanggal dan nama; boleh ditambah jenis, sifat (perkiraan) dan dasar.",
        baca=lambda buku, konteks: orang.baca_libur(buku, dasar=str(konteks.data.get("dasar") or "")),
        rencanakan=orang.rencana_libur,
        kolom=(
            Kolom("Tanggal", "isi.tanggal", "tanggal"), Kolom("Nama", "isi.nama"),
            Kolom("Jenis", "isi.jenis"), Kolom("Dasar", "isi.dasar"),
        ),
    ),
)  # fmt: skip
