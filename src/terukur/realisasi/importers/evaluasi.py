"""The kind of import "buku evaluasi": results by quarter from the workbook an OPD keeps anyway."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.anggaran.queries import buku_opd
from terukur.impor.jenis import DaftarPilihan, JenisImpor, Konteks, Lapor, Pilihan, Selisih, Terapan
from terukur.impor.pembaca import HasilBaca
from terukur.inti.angka import tulis_angka
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import Periode
from terukur.kinerja.queries import aksi_resmi
from terukur.kinerja.rules.indikator import sebut_nilai
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda
from terukur.realisasi.actions import isi_tersimpan, simpan_banyak
from terukur.realisasi.forms import FormulirImporEvaluasi
from terukur.realisasi.importers.buku_evaluasi import BarisEvaluasi, baca_evaluasi, sebut_triwulan
from terukur.realisasi.importers.kolom import ROMAWI, rapikan
from terukur.realisasi.importers.rupiah import banding_rupiah
from terukur.realisasi.importers.susun import Isian, Keadaan, Penyusun, Susunan, padankan_baris
from terukur.realisasi.models import BuktiRealisasi, Realisasi
from terukur.realisasi.queries import baris_setahun, laporan_setahun
from terukur.realisasi.rules.isian import IsiRealisasi


def siapkan(data: Mapping[str, Any], *, untuk: Pengguna) -> Konteks:
    """Of which OPD and year, and which quarters. The answers given so far (``pilihan``) stay."""
    try:
        opd = OPD.objects.filter(pk=UUID(str(data["opd"]))).first()
        tahun, triwulan = int(data["tahun"]), str(data.get("triwulan") or "")
        if triwulan not in ("", "1", "2", "3", "4") or not 2000 <= tahun <= 2100:
            raise ValueError
    except (KeyError, ValueError):
        raise AturanDilanggar("Pilih OPD, tahun, dan triwulan yang diimpor.") from None
    cakupan = untuk.akses.cakupan(Izin.REALISASI_ISI)
    if opd is None or (cakupan is not None and opd.pk not in cakupan):
        raise TidakDitemukan("OPD tidak ditemukan.")
    if untuk.akses.unit(Izin.REALISASI_ISI, opd.pk) is not None:
        raise TidakBerhak(
            "Impor menulis untuk seluruh OPD, sedangkan Anda operator unit. Minta admin OPD mengimpornya."
        )
    if not aksi_resmi(opd.pk, tahun).exists():
        raise AturanDilanggar(
            f"Rencana aksi {tahun} {opd.nama} belum ditetapkan, jadi belum ada indikator yang dapat "
            "dipadankan "
            "dengan berkas."
        )
    pilihan = data.get("pilihan")
    return Konteks(
        judul=f"{opd.nama}, {f'{sebut_triwulan(int(triwulan))} ' if triwulan else ''}{tahun}",
        data={
            "opd": str(opd.pk),
            "tahun": tahun,
            "triwulan": triwulan,
            "keadaan": _sidik(opd.pk, tahun),
            "pilihan": dict(pilihan) if isinstance(pilihan, Mapping) else {},
        },
        opd_id=opd.pk,
        tautan=_alamat(str(opd.pk), tahun),
    )


def _alamat(opd_id: str, tahun: object) -> str:
    return f"{reverse('realisasi:setahun', args=[opd_id])}?tahun={tahun}"


def _sidik(opd_id: UUID, tahun: int) -> str:
    """Digest of what is filled in: whether somebody saved between preview and apply."""
    baris = (
        Realisasi.objects.filter(laporan__opd=opd_id, laporan__tahun=tahun)
        .order_by("pk")
        .values_list("pk", "versi", "laporan__status")
    )
    return sha256(repr([(str(pk), versi, status) for pk, versi, status in baris]).encode()).hexdigest()


def _keadaan(konteks: Konteks) -> Keadaan:
    d, opd = konteks.data, UUID(konteks.data["opd"])
    assert konteks.pada is not None
    return Keadaan(
        d["tahun"],
        hari_pemda(konteks.pada),
        baris_setahun(opd, d["tahun"]),
        laporan_setahun(opd, d["tahun"]),
        (int(d["triwulan"]),) if d["triwulan"] else (1, 2, 3, 4),
    )


def _susun(hasil: HasilBaca, konteks: Konteks) -> Susunan:
    keadaan = _keadaan(konteks)
    padankan_baris(hasil.baris, keadaan, konteks.data["pilihan"])
    return Penyusun(hasil, keadaan).susun()


def periksa(hasil: HasilBaca, konteks: Konteks) -> None:
    """Match the rows, and name every problem that only what is on record tells."""
    opd, tahun = UUID(konteks.data["opd"]), konteks.data["tahun"]
    _periksa_opd(hasil, opd)
    _susun(hasil, konteks)
    assert konteks.pada is not None
    milik = {str(b.kunci): b for b in baris_setahun(opd, tahun)}
    banding_rupiah(hasil, milik, buku_opd(opd, tahun, per=hari_pemda(konteks.pada)))


def _periksa_opd(hasil: HasilBaca, opd_id: UUID) -> None:
    """Whether the titles speak of another OPD, and not of this one."""
    judul = f" {' '.join(rapikan(t) for t in hasil.judul)} "
    sebut = {pk: nama for pk, nama in OPD.objects.values_list("pk", "nama") if f" {rapikan(nama)} " in judul}
    if sebut and opd_id not in sebut:
        hasil.tambah(
            "peringatan", "opd_beda",
            f"Judul di berkas menyebut {', '.join(sorted(sebut.values()))}, bukan OPD yang diimpor. Periksa "
            "apakah berkasnya benar.",
            lembar=hasil.lembar_dibaca[0],
        )  # fmt: skip


def _tanpa_masalah(hasil: HasilBaca) -> HasilBaca:
    """The same rows, for a second look that reports nothing."""
    return HasilBaca(hasil.jenis, hasil.berkas, baris=hasil.baris)


def pilihan(hasil: HasilBaca, konteks: Konteks) -> DaftarPilihan:
    """Every row with a result, those that wait for an answer first, and all actions of the year."""
    daftar = [
        Pilihan(
            str(n), b.lembar, b.nomor, (b.indikator, *b.konteks[-1:]), b.padanan.usulan, b.padanan.alasan,
            b.padanan.calon, konteks.data["pilihan"].get(str(n), "") or b.kunci,
        )
        for n, b in enumerate(hasil.baris)
        if b.is_berhasil
    ]  # fmt: skip
    tahun, opd = konteks.data["tahun"], UUID(konteks.data["opd"])
    opsi = {
        str(b.kunci): f"{b.ukuran['kode']} {b.ukuran['nama']} ({b.judul[:80]})"
        for b in baris_setahun(opd, tahun)
    }
    return DaftarPilihan(sorted(daftar, key=lambda p: bool(p.terpilih)), opsi)


def _tulis(b: Isian, nilai: Decimal | None) -> str:
    return "" if nilai is None else sebut_nilai(nilai, b.baris.ukuran)


def bandingkan(hasil: HasilBaca, konteks: Konteks) -> list[Selisih]:
    """Every result that applying would write."""
    return [
        Selisih(
            b.baris.ukuran["kode"], b.baris.ukuran["nama"], Periode.baca(b.periode).label_pendek,
            _tulis(b, b.lama), _tulis(b, b.nilai),
        )
        for b in _susun(_tanpa_masalah(hasil), konteks).isian
    ]  # fmt: skip


def terapkan(hasil: HasilBaca, konteks: Konteks, *, lapor: Lapor, oleh: Pelaku, pada: dt.datetime) -> Terapan:
    """Write the results into the drafts, all or nothing; what was explained beside them stays."""
    d, opd = konteks.data, UUID(konteks.data["opd"])
    if _sidik(opd, d["tahun"]) != d["keadaan"]:
        raise AturanDilanggar(
            "Realisasi OPD ini diubah setelah pratinjau dibuat. Simpan pilihan padanan sekali lagi, "
            "atau unggah "
            "kembali, agar terlihat perbedaannya.",
            kode="impor_usang",
        )
    susunan = _susun(_tanpa_masalah(hasil), konteks)
    per_periode: dict[str, list[Isian]] = defaultdict(list)
    for b in susunan.isian:
        per_periode[b.periode].append(b)
    lama = {(b.kunci, b.periode): b.baris.realisasi.get(b.periode) for b in susunan.isian}
    urung: dict[str, Any] = {}
    for n, (periode, daftar) in enumerate(sorted(per_periode.items())):
        lapor(n, len(per_periode))
        sesudah = simpan_banyak(
            opd_id=opd, periode=periode, isi={b.kunci: (b.versi, b.isi) for b in daftar}, oleh=oleh, pada=pada
        )
        urung[periode] = {str(k): [*_angka(lama[k, periode]), r.versi] for k, r in sesudah.items()}
    if not susunan.isian:
        pesan = "Tidak ada yang berubah" + ("; semua sama dengan yang tersimpan." if susunan.sama else ".")
    else:
        periode = ", ".join(Periode.baca(p).label_pendek for p in sorted(per_periode))
        pesan = (
            f"{tulis_angka(len(susunan.isian))} realisasi disimpan ke laporan {periode}; "
            f"{tulis_angka(susunan.sama)} sudah sama. Kontribusi, bukti dan kendala tetap diisi pada "
            "laporannya."
        )
    return Terapan(pesan, tautan=konteks.tautan, urung={"baris": urung})


def _angka(r: Realisasi | None) -> list[str | None]:
    """What stood there, as text: result, numerator, denominator."""
    return [
        None if r is None or n is None else str(n)
        for n in (r and r.nilai, r and r.pembilang, r and r.penyebut)
    ]


def urungkan(urung: Mapping[str, Any], konteks: Konteks, *, oleh: Pelaku, pada: dt.datetime) -> None:
    """Put back what stood there before, unless somebody has changed or proved one of the results since."""
    opd, tahun = UUID(konteks.data["opd"]), konteks.data["tahun"]
    milik = {str(b.kunci): b for b in baris_setahun(opd, tahun)}
    for periode, daftar in sorted(urung["baris"].items()):
        isi: dict[UUID, tuple[int, IsiRealisasi]] = {}
        for kunci, (*lama, versi) in daftar.items():
            baris = milik.get(kunci)
            r = baris.realisasi.get(periode) if baris else None
            if baris is None or r is None or r.versi != versi:
                nama = f"“{baris.ukuran['nama']}”" if baris else "Salah satu realisasi"
                raise AturanDilanggar(
                    f"{nama} ({Periode.baca(periode).label_pendek}) sudah diubah setelah impor ini; "
                    "impor tidak "
                    "dapat diurungkan. Betulkan langsung pada laporannya.",
                    kode="sudah_diubah",
                )
            nilai, pembilang, penyebut = (None if n is None else Decimal(n) for n in lama)
            if nilai is None and BuktiRealisasi.objects.filter(realisasi=r).exists():
                raise AturanDilanggar(
                    f"“{baris.ukuran['nama']}” ({Periode.baca(periode).label_pendek}) sudah diberi "
                    "bukti; impor "
                    "tidak dapat diurungkan. Betulkan langsung pada laporannya.",
                    kode="sudah_diubah",
                )
            isi[r.kunci] = (
                versi,
                replace(
                    isi_tersimpan(r, baris.kontribusi.get(periode, [])),
                    nilai=nilai if pembilang is None else None,
                    pembilang=pembilang,
                    penyebut=penyebut,
                ),
            )
        simpan_banyak(opd_id=opd, periode=periode, isi=isi, oleh=oleh, pada=pada)


def _k(triwulan: int) -> Kolom:
    def ambil(b: BarisEvaluasi) -> str:
        s = b.hasil(triwulan)
        return s.bacaan.teks if s else ""

    return Kolom(sebut_triwulan(triwulan), ambil, "angka")


def _rupiah(b: BarisEvaluasi) -> str:
    """``I 1.000; II 2.000``."""
    return "; ".join(
        f"{ROMAWI[q - 1]} {s.bacaan.teks}"
        for (q, u), s in sorted(b.isi.items())
        if u == "rp" and not s.bacaan.is_kosong
    )


EVALUASI = JenisImpor(
    kode="evaluasi",
    nama="Buku evaluasi",
    izin=Izin.REALISASI_ISI,
    petunjuk="Buku evaluasi Renja per triwulan yang OPD buat sendiri (bentuk E.81 atau sejenisnya), "
    "apa adanya: "
    "kolom K, % dan Rp dikenali dari judulnya, indikator dari namanya. Tidak perlu kode.",
    siapkan=siapkan,
    baca=lambda buku, konteks: baca_evaluasi(buku, tahun=konteks.data["tahun"]),
    kolom=(
        Kolom("Program atau kegiatan", lambda b: b.konteks[-1] if b.konteks else ""),
        Kolom("Indikator di berkas", "indikator"),
        Kolom("Padanan", "nama_kunci"),
        Kolom("Cara", "cara"),
        Kolom("Satuan", "satuan"),
        *(_k(q) for q in (1, 2, 3, 4)),
        Kolom("Rp di berkas (tidak diambil)", _rupiah),
    ),
    periksa=periksa,
    pilihan=pilihan,
    bandingkan=bandingkan,
    terapkan=terapkan,
    ekspor=lambda konteks: (
        _alamat(konteks.data["opd"], konteks.data["tahun"]) if "opd" in konteks.data else ""
    ),
    urungkan=urungkan,
    formulir=FormulirImporEvaluasi,
    keterangan="Yang diterapkan hanya hasil (K) setiap triwulan yang sudah berakhir, ke laporan yang "
    "masih dapat "
    "diisi. Persentase di berkas tidak disimpan: capaian selalu dihitung Terukur, dan perbedaannya "
    "disebut pada "
    "Masalah. Kolom Rp ditunjukkan dan dibandingkan dengan realisasi anggaran yang tercatat, tidak "
    "diambil; realisasi anggaran mempunyai impornya sendiri.",
)
