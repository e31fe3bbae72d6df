"""The workbook of PIN: one row for each PIN, the person by NIP."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.antarmuka.formulir import Formulir, KolomTanggal
from terukur.impor.jenis import JenisImpor, Konteks, Lapor, Selisih, Terapan
from terukur.impor.pembaca import Buku, HasilBaca, KolomSasaran, Tabel
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import Kolom
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.kehadiran.actions.pin import PetaPin, petakan_pin, sebut_milik_lain
from terukur.kehadiran.choices import KELOMPOK_UMUM
from terukur.kehadiran.forms.permohonan import tanggal_dari
from terukur.kehadiran.models import KelompokMesin, PinPegawai
from terukur.kehadiran.protokol.rekam import TidakTerbaca, baca_pin
from terukur.kehadiran.queries.lingkup import (
    baca_wilayah,
    opd_orang,
    penugasan_hari,
    tulis_wilayah,
    wilayah,
)
from terukur.kehadiran.rules.lingkup import is_wajar
from terukur.organisasi.importers.baris import (
    Baris,
    baca_baris,
    galat,
    kunci_kata,
    periksa_ganda,
    tanggal,
    teks,
)
from terukur.organisasi.models import Pegawai

SASARAN = (
    KolomSasaran("pin", ("pin",), wajib=True),
    KolomSasaran("nip", ("nip",)),
    KolomSasaran("nama", ("nama", "pegawai")),
    KolomSasaran("kelompok", ("kelompok",)),
    KolomSasaran("sejak", ("sejak", "berlaku sejak")),
    KolomSasaran("sampai", ("sampai", "berlaku sampai")),
)
SEKALIGUS = 200
"""Rows of one step: progress is shown after each."""


class FormSejak(Formulir):
    sejak = KolomTanggal(
        label="Berlaku sejak",
        help_text="Untuk baris yang tidak menyebut tanggalnya. Boleh surut: rekam lama ikut dihitung.",
    )


def _siapkan(data: Mapping[str, Any], *, untuk: Pengguna) -> Konteks:
    sejak = tanggal_dari(str(data.get("sejak") or ""))
    if sejak is None or not is_wajar(sejak):
        raise AturanDilanggar("Isi tanggal mulai.", kolom={"sejak": "Contoh: 01-11-2026"})
    cakupan = untuk.akses.cakupan(Izin.MESIN_KELOLA)
    opd_id = next(iter(cakupan)) if cakupan is not None and len(cakupan) == 1 else None
    isi = {
        "sejak": sejak.isoformat(),
        **tulis_wilayah(wilayah(untuk, Izin.MESIN_KELOLA)),
    }
    return Konteks(
        f"PIN pegawai, berlaku sejak {tulis_tanggal(sejak)}", isi, opd_id=opd_id,
        tautan=reverse("kehadiran:pin"),
    )  # fmt: skip


def _urai(tabel: Tabel, sel: Sequence[Any]) -> dict[str, Any]:
    return {
        "pin": teks(tabel, sel, "pin", wajib="PIN", panjang=24),
        "nip": teks(tabel, sel, "nip", panjang=30).replace(" ", ""),
        "nama": teks(tabel, sel, "nama", panjang=150),
        "kelompok": teks(tabel, sel, "kelompok", panjang=100),
        "sejak": tanggal(tabel, sel, "sejak"), "sampai": tanggal(tabel, sel, "sampai"),
    }  # fmt: skip


def baca_pin_buku(buku: Buku, konteks: Konteks) -> HasilBaca:
    """Rows of PIN. In the workbook a PIN must be text: as a number ``007`` becomes ``7``."""
    hasil = baca_baris("pin_pegawai", buku, SASARAN, _urai)
    sejak = dt.date.fromisoformat(konteks.data["sejak"])
    for b in hasil.baris:
        b.isi["kelompok"] = b.isi["kelompok"] or KELOMPOK_UMUM
        b.isi["sejak"] = b.isi["sejak"] or sejak
        try:
            baca_pin(b.isi["pin"])
        except TidakTerbaca:
            galat(
                hasil, b, "pin", f"“{b.isi['pin']}” bukan PIN: huruf, angka, titik, garis; paling banyak 24."
            )
        for kunci in ("sejak", "sampai"):
            if (t := b.isi[kunci]) and not is_wajar(t):
                galat(hasil, b, kunci, f"Tahun {t.year} tidak mungkin; tulis dengan empat angka.")
        if b.isi["sampai"] and b.isi["sampai"] < b.isi["sejak"]:
            galat(hasil, b, "sampai", "Berlaku sampai sebelum berlaku sejak.")
        if not b.isi["nip"] and not b.isi["nama"]:
            galat(hasil, b, "nip", "NIP kosong; isi NIP, atau nama bagi yang tidak ber-NIP.")
    periksa_ganda(hasil, lambda b: (b.isi["kelompok"], b.isi["pin"], b.isi["sejak"]), "PIN")
    return hasil


def _terlihat(konteks: Konteks, pada: dt.datetime) -> QuerySet[Pegawai]:
    semua = Pegawai.objects.all()
    if (di := baca_wilayah(konteks.data)).opd is None:
        return semua
    tugas = penugasan_hari(pada).filter(di.syarat("opd_pada", "unit_pada"))
    return semua.filter(pk__in=tugas.values("pegawai_id"))


def _orang(hasil: HasilBaca, semua: QuerySet[Pegawai]) -> dict[str, list[Pegawai]]:
    cari = {b.isi["nip"] or kunci_kata(b.isi["nama"]) for b in hasil.baris}
    per: dict[str, list[Pegawai]] = {}
    for p in semua.order_by("pk"):
        for kunci in {p.nip, kunci_kata(p.nama)} & cari:
            per.setdefault(kunci, []).append(p)
    return per


def _periksa(hasil: HasilBaca, konteks: Konteks) -> None:
    assert konteks.pada is not None
    terlihat = _terlihat(konteks, konteks.pada)
    orang = _orang(hasil, terlihat)
    kelompok = {k.nama: k for k in KelompokMesin.objects.order_by("pk")}
    tersimpan: dict[tuple[int, str], list[PinPegawai]] = {}
    ada = PinPegawai.objects.diketahui(None).filter(pin__in={b.isi["pin"] for b in hasil.baris})
    for satu in ada.select_related("pegawai").order_by("berlaku_sejak"):
        tersimpan.setdefault((satu.kelompok_id, satu.pin), []).append(satu)
    pemilik = {s.pegawai_id for semua in tersimpan.values() for s in semua}
    bernama = set(terlihat.filter(pk__in=pemilik).order_by().values_list("pk", flat=True))
    for b in hasil.baris:
        isi = b.isi
        calon = orang.get(isi["nip"] or kunci_kata(isi["nama"]), [])
        if len(calon) != 1:
            sebab = f"ada {len(calon)} orang; isi NIP" if calon else "tidak ditemukan di OPD Anda"
            galat(hasil, b, "nip", f"Pegawai {isi['nip'] or isi['nama']} {sebab}.")
            continue
        if (k := kelompok.get(isi["kelompok"])) is None:
            galat(hasil, b, "kelompok", f"Kelompok PIN “{isi['kelompok']}” belum ada.")
            continue
        isi["orang"], isi["milik"] = calon[0], k
        _bandingkan_baris(hasil, b, tersimpan.get((k.pk, isi["pin"]), []), bernama)
    keadaan = [b.sebutan_keadaan for b in hasil.baris]
    hasil.jumlah = {s: keadaan.count(s) for s in ("Baru", "Berubah", "Tidak berubah")}


def _bandingkan_baris(
    hasil: HasilBaca, b: Baris, lama: Sequence[PinPegawai], bernama: Collection[UUID]
) -> None:
    isi = b.isi
    kena = [
        s for s in lama
        if (s.berlaku_sampai is None or s.berlaku_sampai >= isi["sejak"])
        and (isi["sampai"] is None or s.berlaku_sejak <= isi["sampai"])
    ]  # fmt: skip
    if lain := next((s for s in kena if s.pegawai_id != isi["orang"].pk), None):
        nama = lain.pegawai.nama if lain.pegawai_id in bernama else ""
        galat(hasil, b, "pin_terpakai", sebut_milik_lain(isi["pin"], nama))
    elif any(s.berlaku_sejak == isi["sejak"] and s.berlaku_sampai == isi["sampai"] for s in kena):
        b.keadaan = "sama"
    else:
        b.keadaan = "berubah" if kena else "baru"
        b.lama = kena[0] if kena else None
        if kena:
            b.perbedaan = {
                "Berlaku": (
                    f"{kena[0].berlaku_sejak} – {kena[0].berlaku_sampai or ''}",
                    f"{isi['sejak']} – {isi['sampai'] or ''}",
                )
            }


def _bandingkan(hasil: HasilBaca, konteks: Konteks) -> list[Selisih]:
    return [
        Selisih(b.isi["pin"], b.isi["nama"] or b.isi["nip"], kolom, lama, baru)
        for b in hasil.baris
        for kolom, (lama, baru) in (
            [("Baru", ("", "ditambahkan"))] if b.keadaan == "baru" else b.perbedaan.items()
        )
    ]


def _terapkan(
    hasil: HasilBaca, konteks: Konteks, *, lapor: Lapor, oleh: Pelaku, pada: dt.datetime
) -> Terapan:
    kerja: list[Baris] = [b for b in hasil.baris if b.keadaan in ("baru", "berubah")]
    opd = opd_orang({b.isi["orang"].pk for b in kerja}, pada=pada)
    for n in range(0, len(kerja), SEKALIGUS):
        per: dict[int, list[PetaPin]] = {}
        for b in kerja[n : n + SEKALIGUS]:
            orang = b.isi["orang"]
            per.setdefault(b.isi["milik"].pk, []).append(
                PetaPin(b.isi["pin"], orang, b.isi["sejak"], b.isi["sampai"], opd.get(orang.pk))
            )
        for k, peta in per.items():
            petakan_pin(
                kelompok=KelompokMesin.objects.get(pk=k), peta=peta, dasar="impor", oleh=oleh, pada=pada
            )
        lapor(min(n + SEKALIGUS, len(kerja)), len(kerja))
    pesan = f"{len(kerja)} PIN dipetakan, {len(hasil.baris) - len(kerja)} tetap."
    return Terapan(pesan, konteks.tautan)


PIN_PEGAWAI = JenisImpor(
    kode="pin_pegawai",
    nama="PIN pegawai",
    izin=Izin.MESIN_KELOLA,
    petunjuk="Satu baris per PIN: kolom PIN (sebagai teks) dan NIP; boleh ditambah nama, kelompok PIN, "
    "berlaku sejak, berlaku sampai. Yang tidak ber-NIP dicari menurut nama lengkapnya.",
    siapkan=_siapkan,
    baca=baca_pin_buku,
    periksa=_periksa,
    bandingkan=_bandingkan,
    kolom=(
        Kolom("Keadaan", "sebutan_keadaan"), Kolom("PIN", "isi.pin", "kode"), Kolom("NIP", "isi.nip", "kode"),
        Kolom("Nama", lambda b: b.isi["orang"].nama if "orang" in b.isi else b.isi["nama"]),
        Kolom("Berlaku sejak", "isi.sejak", "tanggal"), Kolom("Berlaku sampai", "isi.sampai", "tanggal"),
    ),
    terapkan=_terapkan,
    ekspor=lambda konteks: reverse("kehadiran:pin"),
    formulir=FormSejak,
)  # fmt: skip
