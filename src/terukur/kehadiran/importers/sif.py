"""The monthly workbook of shifts: rows are people, columns the days of the month, cells the codes."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.antarmuka.formulir import Formulir
from terukur.impor.jenis import JenisImpor, Konteks, Lapor, Selisih, Terapan
from terukur.impor.pembaca import Buku, HasilBaca, baca_nama, baca_teks, is_kosong
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import Kolom
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import BULAN
from terukur.kehadiran.actions.sif import tetapkan_sif, urungkan_sif
from terukur.kehadiran.forms.permohonan import tanggal_dari
from terukur.kehadiran.queries.jadwal import hari_bulan, kode_sif, sif_bulan
from terukur.kehadiran.queries.lingkup import (
    Wilayah,
    baca_wilayah,
    opd_orang,
    pegawai_wilayah,
    tulis_wilayah,
    wilayah,
)
from terukur.kehadiran.rules.jadwal import Jam, baca_jam
from terukur.organisasi.importers.baris import Baris, galat, kunci_kata, periksa_ganda
from terukur.organisasi.models import Pegawai

KEPALA = re.compile(r"(nama )?pegawai|nama( lengkap)?", re.IGNORECASE)
HARI = re.compile(r"(?:tgl |tanggal )?(\d{1,2})", re.IGNORECASE)
CARI_SAMPAI = 30
SEDIKITNYA = 20
KOSONGKAN = "="
"""A cell that takes the shift of its day away."""
"""Columns of days by which the table is known."""


class FormSif(Formulir):
    """Which month the workbook is about."""

    bulan = forms.CharField(
        label="Bulan", widget=forms.TextInput(attrs={"type": "month"}), help_text="Bulan dari jadwal ini."
    )


def baca_bulan(teks: str) -> dt.date:
    """``2026-11`` -> its first day."""
    if (bulan := tanggal_dari(f"{teks.strip()}-01")) is None:
        raise AturanDilanggar("Pilih bulannya.", kolom={"bulan": "Contoh: 2026-11"})
    return bulan


def sebut_bulan(bulan: dt.date) -> str:
    """``November 2026``."""
    return f"{BULAN[bulan.month - 1]} {bulan.year}"


def _siapkan(data: Mapping[str, Any], *, untuk: Pengguna) -> Konteks:
    bulan = baca_bulan(str(data.get("bulan") or ""))
    cakupan = untuk.akses.cakupan(Izin.KEHADIRAN_KELOLA)
    isi = {"bulan": f"{bulan:%Y-%m}", "pengguna": str(untuk.pk), **tulis_wilayah(wilayah(untuk))}
    opd_id = next(iter(cakupan)) if cakupan is not None and len(cakupan) == 1 else None
    return Konteks(f"Jadwal sif {sebut_bulan(bulan)}", isi, opd_id=opd_id, tautan=_alamat(bulan))


def _alamat(bulan: dt.date) -> str:
    return f"{reverse('kehadiran:sif')}?{urlencode({'bulan': f'{bulan:%Y-%m}'})}"


# ---- reading ----


def _kepala(sel: Sequence[Any]) -> tuple[int, int | None, dict[int, int]] | None:
    """(column of the name, of the NIP, {day: column}) when this row is the header."""
    teks = [baca_teks(s) for s in sel]
    nama = next((c for c, t in enumerate(teks) if KEPALA.fullmatch(t)), None)
    nip = next((c for c, t in enumerate(teks) if t.casefold() == "nip"), None)
    hari = {int(m[1]): c for c, t in enumerate(teks) if (m := HARI.fullmatch(t)) and 1 <= int(m[1]) <= 31}
    return (nama, nip, hari) if nama is not None and len(hari) >= SEDIKITNYA else None


def baca_sif(buku: Buku, bulan: dt.date) -> HasilBaca:
    """Rows of every visible sheet with a column of names and the days of the month."""
    hasil = HasilBaca(jenis="jadwal_sif", berkas=buku.nama, lembar_tersembunyi=list(buku.tersembunyi))
    akhir = hari_bulan(bulan)[-1].day
    for lembar in buku.lembar:
        ada = next(((n, k) for n, sel in enumerate(lembar.baris[:CARI_SAMPAI]) if (k := _kepala(sel))), None)
        if ada is None:
            hasil.lembar_dilewati.append((lembar.nama, "kolom nama dan tanggal 1 sampai 31 tidak ditemukan"))
            continue
        mulai, (nama, nip, hari) = ada
        hasil.lembar_dibaca.append(lembar.nama)
        for n, sel in enumerate(lembar.baris[mulai + 1 :], start=mulai + 2):
            if all(is_kosong(s) for s in sel) or len(sel) <= nama or is_kosong(sel[nama]):
                continue
            kode = {
                h: baca_teks(sel[c])
                for h, c in sorted(hari.items())
                if c < len(sel) and not is_kosong(sel[c])
            }
            baris = Baris(
                lembar.nama, n,
                {
                    "pegawai": baca_nama(sel[nama]), "kode": kode,
                    "nip": baca_teks(sel[nip]).replace(" ", "") if nip is not None and nip < len(sel) else "",
                },
            )  # fmt: skip
            if lebih := [h for h in kode if h > akhir]:
                galat(hasil, baris, "hari", f"{sebut_bulan(bulan)} tidak mempunyai tanggal {lebih[0]}.")
            hasil.baris.append(baris)
    if not hasil.lembar_dibaca:
        hasil.tambah("galat", "tanpa_tabel", "Tidak ada lembar dengan kolom nama dan tanggal 1 sampai 31.")
    return hasil


# ---- matching ----


def _orang(hasil: HasilBaca, di: Wilayah, *, pada: dt.datetime) -> dict[str, list[Pegawai]]:
    """Active people of the reader's OPD or units by NIP and by name."""
    semua = pegawai_wilayah(di, pada=pada)
    cari = {b.isi["nip"] or kunci_kata(b.isi["pegawai"]) for b in hasil.baris}
    per: dict[str, list[Pegawai]] = defaultdict(list)
    for p in semua.order_by("pk"):
        for kunci in filter(None, (p.nip, kunci_kata(p.nama))):
            if kunci in cari:
                per[kunci].append(p)
    return per


def _jam(b: Baris, hari: int, teks: str, kode: Mapping[str, Jam], hasil: HasilBaca) -> Jam | None:
    if (sama := next((k for k in kode if k.upper() == teks.upper()), None)) is not None:
        return kode[sama]
    try:
        return baca_jam(teks)
    except ValueError:
        boleh = ", ".join(sorted(kode))
        galat(
            hasil, b, "kode",
            f"Tanggal {hari}: “{teks[:20]}” bukan kode sif. Yang dikenal: {boleh}, atau jam seperti "
            "07.00-14.00.",
        )  # fmt: skip
        return None


def _periksa(hasil: HasilBaca, konteks: Konteks) -> None:
    assert konteks.pada is not None
    pada = konteks.pada
    bulan = baca_bulan(konteks.data["bulan"])
    orang = _orang(hasil, baca_wilayah(konteks.data), pada=pada)
    kode = kode_sif(bulan)
    periksa_ganda(hasil, lambda b: b.isi["nip"] or kunci_kata(b.isi["pegawai"]), "Pegawai")
    milik: dict[int, Pegawai] = {}
    for b in hasil.baris:
        calon = orang.get(b.isi["nip"] or kunci_kata(b.isi["pegawai"]), [])
        if len(calon) != 1:
            sebab = f"ada {len(calon)} orang; isi NIP" if calon else "tidak ditemukan di OPD Anda"
            galat(hasil, b, "pegawai", f"Pegawai {b.isi['nip'] or b.isi['pegawai']} {sebab}.")
        else:
            milik[id(b)] = calon[0]
    ids = {p.pk for p in milik.values()}
    tersimpan = sif_bulan(ids, bulan, kode)
    tempat = opd_orang(ids, pada=pada)
    sebutan = {(j.masuk, j.pulang): k for k, j in kode.items()}
    for b in hasil.baris:
        if (pegawai := milik.get(id(b))) is None:
            continue
        lama = tersimpan.get(pegawai.pk, {})
        beda: dict[str, tuple[object, object]] = {}
        hari: dict[dt.date, Jam | None] = {}
        for h, teks in b.isi["kode"].items():
            if teks == KOSONGKAN:
                if (tanggal := bulan.replace(day=min(h, hari_bulan(bulan)[-1].day))) in lama:
                    beda[f"Tanggal {h}"] = (lama[tanggal], "menurut pola")
                    hari[tanggal] = None
                continue
            jam = _jam(b, h, teks, kode, hasil)
            if jam is None or h > hari_bulan(bulan)[-1].day:
                continue
            tanggal = bulan.replace(day=h)
            baru = sebutan.get((jam.masuk, jam.pulang), teks)
            if lama.get(tanggal) != baru:
                beda[f"Tanggal {h}"] = (lama.get(tanggal, ""), baru)
                hari[tanggal] = jam
        if hari and str(pegawai.pengguna_id) == konteks.data.get("pengguna"):
            hasil.tambah(
                "peringatan", "diri_sendiri",
                "Sif Anda sendiri tidak diubah; diisi admin lain atau BKPSDM.",
                lembar=b.lembar, baris=b.nomor,
            )  # fmt: skip
            hari, beda = {}, {}
        b.isi["jumlah"] = len(b.isi["kode"])
        b.tandai(
            pegawai, beda,
            partial(_tulis, pegawai=pegawai, hari=hari, bulan=bulan, opd_id=tempat.get(pegawai.pk)),
        )  # fmt: skip
    keadaan = [b.sebutan_keadaan for b in hasil.baris]
    hasil.jumlah = {k: keadaan.count(k) for k in ("Berubah", "Tidak berubah")}


def _tulis(oleh: Pelaku, pada: dt.datetime, *, bulan: dt.date, **isi: Any) -> object:
    return tetapkan_sif(**isi, dasar=f"Jadwal sif {sebut_bulan(bulan)}", oleh=oleh, pada=pada)


def _bandingkan(hasil: HasilBaca, konteks: Konteks) -> list[Selisih]:
    return [
        Selisih(b.isi["nip"], b.isi["pegawai"], kolom, lama, baru)
        for b in hasil.baris
        for kolom, (lama, baru) in b.perbedaan.items()
    ]


def _terapkan(
    hasil: HasilBaca, konteks: Konteks, *, lapor: Lapor, oleh: Pelaku, pada: dt.datetime
) -> Terapan:
    kerja: list[Baris] = [b for b in hasil.baris if b.lakukan is not None]
    for n, b in enumerate(kerja, start=1):
        if b.lakukan:
            b.lakukan(oleh, pada)
        lapor(n, len(kerja))
    pesan = f"{konteks.judul}: {len(kerja)} pegawai berubah, {len(hasil.baris) - len(kerja)} tetap."
    urung = {"pada": pada.isoformat(), "pegawai": [str(b.lama.pk) for b in kerja if b.lama is not None]}
    return Terapan(pesan, konteks.tautan, urung)


def _urungkan(urung: Mapping[str, Any], konteks: Konteks, *, oleh: Pelaku, pada: dt.datetime) -> None:
    dicatat = dt.datetime.fromisoformat(urung["pada"])
    orang = [UUID(p) for p in urung["pegawai"]]
    urungkan_sif(dicatat_pada=dicatat, pegawai_ids=orang, oleh=oleh, pada=pada)


def _ekspor(konteks: Konteks) -> str:
    """The same workbook filled with what is recorded; before a month is chosen, where to choose it."""
    bulan = konteks.data.get("bulan")
    return _alamat(baca_bulan(bulan)) if bulan else reverse("kehadiran:sif")


JADWAL_SIF = JenisImpor(
    kode="jadwal_sif",
    nama="Jadwal sif sebulan",
    izin=Izin.KEHADIRAN_KELOLA,
    petunjuk="Satu baris per pegawai (nama, sebaiknya dengan NIP), satu kolom per tanggal (1 sampai 31), isi "
    "sel: kode sif (P, S, M; L untuk lepas) atau jam seperti 07.00-14.00. Sel kosong tidak mengubah apa pun; "
    "tanda = menghapus sif hari itu, sehingga pola kerjanya berlaku lagi.",
    siapkan=_siapkan,
    baca=lambda buku, konteks: baca_sif(buku, baca_bulan(konteks.data["bulan"])),
    periksa=_periksa,
    bandingkan=_bandingkan,
    kolom=(
        Kolom("Keadaan", "sebutan_keadaan"), Kolom("Pegawai", "isi.pegawai"), Kolom("NIP", "isi.nip", "kode"),
        Kolom("Hari terisi", lambda b: b.isi.get("jumlah"), "angka"),
        Kolom("Hari berubah", lambda b: len(b.perbedaan), "angka"),
    ),
    terapkan=_terapkan,
    urungkan=_urungkan,
    ekspor=_ekspor,
    formulir=FormSif,
)  # fmt: skip
