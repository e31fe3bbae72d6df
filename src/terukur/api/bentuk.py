"""The shapes of answers and filters: money and numbers as text, empty as null, times with their offset."""

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from terukur.anggaran.models import KebutuhanResmi
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import zona_pemda
from terukur.perencanaan.models import ProgramKerjaResmi
from terukur.tenggat import rules
from terukur.tenggat.choices import StatusPengajuan, Tahapan
from terukur.tenggat.models import Jendela, Pengajuan, Syarat
from terukur.tenggat.rules import FaktaKegiatan

BATAS = 200
NOMOR_TERBESAR = 2**63 - 1


def _berpola(pola: str, jenis: str) -> BeforeValidator:
    """Only this notation: pydantic itself would also take seconds since 1970."""

    def periksa(nilai: Any) -> Any:
        if isinstance(nilai, str) and not re.fullmatch(pola, nilai, re.ASCII):
            raise PydanticCustomError(jenis, "not RFC 3339")
        return nilai

    return BeforeValidator(periksa)


TanggalISO = Annotated[dt.date, _berpola(r"\d{4}-\d\d-\d\d", "date_parsing")]


def ke_utc(saat: dt.datetime) -> dt.datetime:
    """PostgreSQL knows no offset of 16 hours or more; RFC 3339 does, at the ends of the calendar too."""
    try:
        return saat.astimezone(dt.UTC)
    except OverflowError:
        return (
            dt.datetime(1, 1, 1, tzinfo=dt.UTC)
            if saat.year == 1
            else dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
        )


WaktuISO = Annotated[
    AwareDatetime,
    AfterValidator(ke_utc),
    _berpola(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", "datetime_parsing"),
]
Angka = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", examples=["120", "12.5"])]
Rupiah = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]{2}$", examples=["12345678901234.56"])]
Waktu = Annotated[dt.datetime, Field(description="RFC 3339 dengan selisih zona waktu")]
if TYPE_CHECKING:
    KodeTahapan: TypeAlias = str
    KodeStatus: TypeAlias = str
else:
    KodeTahapan = Literal[tuple(t.value for t in Tahapan)]
    KodeStatus = Literal[tuple(StatusPengajuan.values)]
KodeStatusJadwal = Literal["dibuka", "ditutup"]


# ---- filters ----


class Saring(Schema):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid")

    batas: int = Field(50, ge=1, le=BATAS, description="Jumlah baris per halaman")


class SaringUUID(Saring):
    sesudah: UUID | None = Field(None, description="Ambil baris sesudah id ini; lihat `berikutnya`")


class SaringJadwal(SaringUUID):
    tahun: int | None = Field(None, ge=2000, le=2200, description="Tahun rencana")
    tahapan: KodeTahapan | None = None
    status: KodeStatusJadwal | None = None


class SaringPengajuan(SaringUUID):
    jadwal: UUID | None = Field(None, description="Id jadwal pengumpulan")
    opd: UUID | None = Field(None, description="Id OPD")
    status: KodeStatus | None = None


class SaringResmi(Saring):
    sesudah: int | None = Field(
        None, ge=0, le=NOMOR_TERBESAR, description="Ambil baris sesudah id ini; lihat `berikutnya`"
    )
    pengajuan: UUID | None = Field(None, description="Id pengajuan")
    opd: UUID | None = Field(None, description="Id OPD")
    tahun: int | None = Field(None, ge=2000, le=2200, description="Tahun rencana")
    tahapan: KodeTahapan | None = None
    kode: str | None = Field(
        None, pattern=r"^[0-9.]{1,20}$", description="Awal kode sub kegiatan", examples=["1.02.02"]
    )
    per: TanggalISO | None = Field(None, description="Hanya yang berlaku pada tanggal ini")
    diketahui: WaktuISO | None = Field(
        None, description="Sebagaimana diketahui pada saat ini (RFC 3339 dengan zona); bawaan: sekarang"
    )


# ---- answers ----


class BentukOPD(Schema):
    id: UUID
    kode: str
    nama: str


class BentukKode(Schema):
    kode: str
    nama: str


class BentukJadwal(Schema):
    id: UUID
    judul: str
    tahun: int
    tahapan: KodeTahapan
    pergeseran_ke: int | None
    nomor_edaran: str
    tanggal_edaran: dt.date
    zona: Literal["WIB", "WITA", "WIT"]
    dibuka_pada: Waktu
    tenggat_pada: Waktu
    ditutup_pada: Waktu
    toleransi_detik: int
    status: KodeStatusJadwal


class BentukSyarat(Schema):
    kode: str
    nama: str
    wajib: bool
    terpenuhi: int | None = Field(description="Kosong bila belum pernah diisi")
    jumlah: int | None
    jumlah_galat: int | None


class BentukPengajuan(Schema):
    id: UUID
    jadwal: UUID
    opd: BentukOPD
    tahun: int
    tahapan: KodeTahapan
    status: KodeStatus
    tenggat_berlaku: Waktu = Field(description="Tenggat yang berlaku bagi OPD ini, dengan perpanjangannya")
    diajukan_pada: Waktu | None
    penanda_tangan: str | None = Field(description="Jabatan penanda tangan dengan SK-nya; bukan nama orang")
    tepat_waktu: bool | None
    selisih_detik: int | None = Field(description="Waktu diterima dikurangi tenggat; negatif: lebih awal")
    putusan: str | None = Field(description="Putusan dalam kata", examples=["Tepat waktu"])
    diperbaiki_pada: Waktu | None
    dikembalikan_pada: Waktu | None
    diverifikasi_pada: Waktu | None
    ditetapkan_pada: Waktu | None
    kelengkapan: list[BentukSyarat]


class BentukIndikator(Schema):
    nama: str
    satuan: str | None
    target: Angka | None
    target_maju: Angka | None


class Resmi(Schema):
    """What official rows share: whose, of which stage, and in which two times."""

    id: int
    pengajuan: UUID
    opd: BentukOPD
    tahun: int
    tahapan: KodeTahapan
    kode: str
    nama: str
    berlaku_sejak: dt.date
    berlaku_sampai: dt.date | None
    dicatat_pada: Waktu
    digantikan_pada: Waktu | None


class BentukProgram(Resmi):
    ditetapkan: bool
    unit: str | None
    nomenklatur: str | None
    indikator: str | None
    satuan: str | None
    target: Angka | None
    target_prakiraan_maju: Angka | None
    pagu_prakiraan_maju: Angka | None = Field(description="Rupiah")
    target_akhir_renstra: Angka | None
    realisasi_dua_tahun_lalu: Angka | None
    prakiraan_tahun_berjalan: Angka | None
    lokasi: list[str]
    uraian_lokasi: str | None
    kelompok_sasaran: str | None
    prioritas_daerah: str | None
    prioritas_nasional: str | None
    penanda: list[str]
    catatan: str | None
    indikator_tambahan: list[BentukIndikator]


class BentukKebutuhan(Resmi):
    pergeseran_ke: int | None
    peristiwa: Literal["ajukan", "tetapkan"] = Field(description="Tindakan yang membekukan baris ini")
    unit: BentukKode | None
    sumber_dana: BentukKode | None
    rekening: BentukKode | None
    uraian: str | None
    jumlah: Rupiah | None = Field(description="Kosong berarti belum diisi; bukan nol")
    di_atas_pagu: bool
    alasan: str | None


class HalamanJadwal(Schema):
    data: list[BentukJadwal]
    berikutnya: str | None = Field(description="Alamat halaman berikutnya; kosong pada halaman terakhir")


class HalamanPengajuan(Schema):
    data: list[BentukPengajuan]
    berikutnya: str | None


class HalamanProgram(Schema):
    data: list[BentukProgram]
    berikutnya: str | None


class HalamanKebutuhan(Schema):
    data: list[BentukKebutuhan]
    berikutnya: str | None


class Masalah(Schema):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    kolom: dict[str, str] | None = Field(None, description="Parameter yang keliru dan sebabnya")


# ---- from rows to shapes ----


def _di(saat: dt.datetime | None) -> dt.datetime | None:
    return None if saat is None else saat.astimezone(zona_pemda())


def _opd(opd: OPD) -> dict[str, Any]:
    return {"id": opd.pk, "kode": opd.kode, "nama": opd.nama}


def _kode(objek: Any) -> dict[str, str] | None:
    return None if objek is None else {"kode": objek.kode, "nama": objek.nama}


def tulis_rupiah(nilai: Decimal | None) -> str | None:
    """Exactly two decimals and no exponent; None stays None."""
    return None if nilai is None else f"{nilai:.2f}"


def jadwal(j: Jendela) -> dict[str, Any]:
    zona = j.zona_waktu
    kolom = (
        "judul", "tahun", "tahapan", "pergeseran_ke", "nomor_edaran", "tanggal_edaran", "zona",
        "toleransi_detik", "status",
    )  # fmt: skip
    saat = ("dibuka_pada", "tenggat_pada", "ditutup_pada")
    return {
        "id": j.pk,
        **{k: getattr(j, k) for k in kolom},
        **{k: getattr(j, k).astimezone(zona) for k in saat},
    }


def pengajuan(
    p: Pengajuan,
    *,
    syarat: list[Syarat],
    tercatat: dict[str, FaktaKegiatan],
    masa: list[rules.MasaPerpanjangan],
    pada: dt.datetime,
) -> dict[str, Any]:
    tenggat = p.tenggat_berlaku or rules.tenggat_berlaku(p.jendela.tenggat_pada, masa, pada=pada)
    saat = ("diajukan_pada", "diperbaiki_pada", "dikembalikan_pada", "diverifikasi_pada", "ditetapkan_pada")
    lengkap = []
    for s in syarat:
        k = tercatat.get(s.kode)
        angka = {n: getattr(k, n) if k else None for n in ("terpenuhi", "jumlah", "jumlah_galat")}
        lengkap.append({"kode": s.kode, "nama": s.nama, "wajib": s.wajib, **angka})
    return {
        "id": p.pk,
        "jadwal": p.jendela_id,
        "opd": _opd(p.opd),
        "tahun": p.jendela.tahun,
        "tahapan": p.jendela.tahapan,
        "status": p.status,
        "tenggat_berlaku": _di(tenggat),
        **{n: _di(getattr(p, n)) for n in saat},
        "penanda_tangan": p.diajukan_penugasan or None,
        "tepat_waktu": p.tepat_waktu,
        "selisih_detik": p.selisih_detik,
        "putusan": rules.tulis_putusan(p.tepat_waktu, p.selisih_detik) if p.diajukan_pada else None,
        "kelengkapan": lengkap,
    }


def _resmi(b: ProgramKerjaResmi | KebutuhanResmi) -> dict[str, Any]:
    return {
        "id": b.pk,
        "pengajuan": b.pengajuan_id,
        "opd": _opd(b.opd),
        "tahun": b.tahun,
        "tahapan": b.tahapan,
        "kode": b.kode,
        "berlaku_sejak": b.berlaku_sejak,
        "berlaku_sampai": b.berlaku_sampai,
        "dicatat_pada": _di(b.dicatat_pada),
        "digantikan_pada": _di(b.digantikan_pada),
    }


_DAFTAR = {"lokasi", "penanda", "indikator_tambahan"}
_ISI = set(BentukProgram.model_fields) - set(Resmi.model_fields) - {"ditetapkan"} | {"nama"}


def program(b: ProgramKerjaResmi) -> dict[str, Any]:
    isi = {k: b.isi.get(k) or ([] if k in _DAFTAR else None) for k in _ISI}
    tambahan = [{k: v or None for k, v in i.items()} for i in b.isi.get("indikator_tambahan", [])]
    return {**isi, **_resmi(b), "indikator_tambahan": tambahan, "ditetapkan": b.ditetapkan}


def kebutuhan(b: KebutuhanResmi) -> dict[str, Any]:
    return {
        **_resmi(b),
        "nama": b.nama,
        "pergeseran_ke": b.pergeseran_ke or None,
        "peristiwa": b.peristiwa,
        "unit": _kode(b.unit),
        "sumber_dana": _kode(b.sumber_dana),
        "rekening": _kode(b.rekening),
        "uraian": b.uraian or None,
        "jumlah": tulis_rupiah(b.jumlah),
        "di_atas_pagu": b.di_atas_pagu,
        "alasan": b.alasan or None,
    }
