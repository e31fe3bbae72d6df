"""The day engine: many people and days in one pass, a pure function of its inputs (absensi.md 4)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from terukur.kehadiran.choices import CaraBaca, StatusHari
from terukur.kehadiran.rules.baca import CARA, Jendela, baca, geseran, menit_lambat, urutkan
from terukur.kehadiran.rules.hari import (
    HARI,
    KOSONG,
    TANPA_ATURAN,
    Angka,
    Aturan,
    Bahan,
    Benar,
    Hasil,
    Pita,
    Tanda,
)
from terukur.kehadiran.rules.jendela import batas_jendela
from terukur.kehadiran.rules.lapis import PERINGKAT
from terukur.kehadiran.rules.lihat import susun_lihat
from terukur.kehadiran.rules.sidik import sidik_hari
from terukur.kehadiran.rules.tebus import tebus

MENIT = 2 * 1440 + 1
"""Longest lateness looked up in the bands; longer is treated alike."""
S = StatusHari


def _tabel_pita(baris: Sequence[tuple[Pita, ...]]) -> tuple[Angka, Angka, Angka, Angka]:
    """(band and deduction by rule and minute; last band and its deduction by rule)."""
    pita, persen = np.zeros((2, len(baris), MENIT), np.int64)
    akhir = np.zeros((2, len(baris)), np.int64)
    for n, isi in enumerate(baris):
        for p in isi:
            sampai = MENIT if p.sampai is None else p.sampai + 1
            pita[n, p.dari : sampai], persen[n, p.dari : sampai] = p.pita, p.persen
        if isi:
            terakhir = max(isi, key=lambda p: p.pita)
            akhir[:, n] = terakhir.pita, terakhir.persen
    pita[:, 0] = persen[:, 0] = 0
    return pita, persen, akhir[0], akhir[1]


def _pita(
    baris: Sequence[tuple[Pita, ...]], aturan: Angka, menit: Angka, hilang: Benar
) -> tuple[Angka, Angka]:
    """Band and deduction of each day; ``hilang``: there is no press to measure, the last band."""
    pita, persen, akhir, persen_akhir = _tabel_pita(baris)
    di = np.minimum(menit, MENIT - 1)
    return (
        np.where(hilang, akhir[aturan], pita[aturan, di]),
        np.where(hilang, persen_akhir[aturan], persen[aturan, di]),
    )


def _isi_jam(b: Bahan, nilai: Benar, masuk: Angka, pulang: Angka) -> tuple[Benar, Benar]:
    """Put approved hours into ``masuk`` and ``pulang``: (where one was taken, where one was replaced).

    A stated hour counts like a press: the first of all is the arrival, the last the departure.
    """
    diisi, diganti = np.zeros((2, nilai.size), np.bool_)
    for jam, isi, ganti, luar in (
        (masuk, b.manual_masuk.ravel(), b.koreksi_masuk.ravel(), np.less),
        (pulang, b.manual_pulang.ravel(), b.koreksi_pulang.ravel(), np.greater),
    ):
        for di, asal, tanda in (
            (nilai & (isi != KOSONG) & ((jam == KOSONG) | luar(isi, jam)), isi, diisi),
            (nilai & (ganti != KOSONG), ganti, diganti),
        ):
            jam[di] = asal[di]
            tanda |= di
    return diisi, diganti


def hitung(b: Bahan, aturan: Sequence[Aturan], *, pada: int) -> Hasil:
    """All days of ``b`` as they stand at the instant ``pada``. ``aturan[0]`` is ``TANPA_ATURAN``."""
    assert aturan[0] == TANPA_ATURAN
    # One press is one, whatever a rule set of old says; its days get another digest.
    aturan = [x if x.jarak > 0 else replace(x, jarak=1) for x in aturan]
    orang, hari = b.luwes.shape
    batas = batas_jendela(b.masuk, b.pulang, b.buka, b.awal - 1, b.zona)
    nol = (b.awal - 1) * HARI - b.zona
    urut = urutkan(b.rekam, nol, nol + (hari + 2) * HARI)
    dari, sampai = urut.letak(batas)
    tutup = (batas[:, 1:] <= pada).ravel()
    a = b.aturan.ravel().astype(np.int64)
    jadwal_masuk, jadwal_pulang = b.masuk[:, 1:-1].ravel(), b.pulang[:, 1:-1].ravel()
    toleransi = np.array([x.toleransi for x in aturan], np.int64)[a]
    luwes = b.luwes.ravel().astype(np.int64) * 60
    cara = np.array([CARA.index(CaraBaca(x.cara)) for x in aturan], np.int16)[a]
    jarak = np.array([x.jarak for x in aturan], np.int64)[a]
    jendela = Jendela(urut, dari, sampai, jadwal_masuk, jadwal_pulang, luwes, toleransi, jarak, cara)
    masuk, pulang, tunggal, ganjil = baca(jendela)
    jumlah = sampai - dari

    # Which days are judged at all, and which of their two ends.
    pagi, siang = b.pagi.ravel(), b.siang.ravel()
    kerja = jadwal_masuk != KOSONG
    penuh = (pagi > 0) & (siang > 0)
    utama = np.where(PERINGKAT[pagi] >= PERINGKAT[siang], pagi, siang)
    separuh = ~penuh & (utama > 0)
    dikecualikan = b.dikecualikan.ravel()
    nilai = kerja & ~penuh & ~dikecualikan

    manual, koreksi = _isi_jam(b, nilai, masuk, pulang)
    ada_masuk, ada_pulang = masuk != KOSONG, pulang != KOSONG
    berjam = ada_masuk | ada_pulang
    perkiraan = b.libur.ravel() == 2
    # Seen by a sidak: he was there, though nobody knows from when until when. Where nothing could be held
    # against him without it, it is not made to count against him.
    dilihat = susun_lihat(b.lihat, batas, jadwal_masuk, jadwal_pulang)
    hadir = berjam | (dilihat.ada & ~perkiraan)
    status = np.select(
        [
            kerja & penuh,
            kerja & dikecualikan,
            kerja & ~tutup,
            kerja & hadir,
            kerja & separuh,
            kerja & perkiraan,
            kerja,
            b.libur.ravel() == 1,
            b.ada_jadwal.ravel(),
            penuh,
            dikecualikan,
        ],
        [utama, S.DIKECUALIKAN, S.BELUM, S.HADIR, utama, S.BELUM, S.TANPA_KETERANGAN, S.LIBUR, S.LEPAS,
         utama, S.DIKECUALIKAN],
        S.TANPA_JADWAL,
    ).astype(np.int16)  # fmt: skip

    # Minutes and bands. A free half is neither late nor early; a day that is not over only has its arrival.
    dinilai = nilai & tutup & (hadir | separuh)
    nilai_masuk, nilai_pulang = nilai & (pagi == 0), dinilai & (siang == 0)
    geser = np.where(nilai_masuk, geseran(masuk, jadwal_masuk, luwes, toleransi), 0)
    terlambat = np.where(nilai_masuk & ada_masuk, menit_lambat(masuk, jadwal_masuk + geser, toleransi), 0)
    kurang = np.where(nilai_pulang & ada_pulang, jadwal_pulang + geser - pulang, 0)
    cepat = np.maximum(0, -(-kurang // 60))
    tanpa_masuk, tanpa_pulang = dinilai & nilai_masuk & ~ada_masuk, nilai_pulang & ~ada_pulang

    def tabel(nama: str) -> Angka:
        return np.array([getattr(x, nama) for x in aturan], np.int64)[a]

    boleh_tebus = (terlambat > 0) & (terlambat <= tabel("tebus_menit")) & nilai_pulang & ada_pulang
    boleh_tebus &= kurang <= -60 * terlambat  # left so many minutes after the end of work
    kali = tabel("tebus_kali").reshape(orang, hari)
    ditebus, ke = tebus(boleh_tebus.reshape(orang, hari), kali, b.awal)
    ditebus, ke = ditebus.ravel(), ke.ravel()
    pita_tl, potong_tl = _pita([x.terlambat for x in aturan], a, np.where(ditebus, 0, terlambat), tanpa_masuk)
    pita_psw, potong_psw = _pita([x.pulang_cepat for x in aturan], a, cepat, tanpa_pulang)

    apel = np.where(pagi == 0, dilihat.apel_pagi, 0) + np.where(siang == 0, dilihat.apel_siang, 0)
    potongan = np.where(dinilai, potong_tl + potong_psw + tabel("apel") * apel, 0)
    potongan += np.where(status == S.TANPA_KETERANGAN, tabel("tanpa_keterangan"), 0)
    for nama, kode in (("izin", S.IZIN), ("sakit", S.SAKIT)):
        paruh = (pagi == kode).astype(np.int64) + (siang == kode)
        potongan += np.where(kerja & (penuh | dinilai), tabel(nama) * paruh // 2, 0)
    paling = np.array([KOSONG if x.batas is None else x.batas for x in aturan], np.int64)[a]
    potongan = np.where(paling == KOSONG, potongan, np.minimum(potongan, paling))

    bebas = ~kerja & b.ada_jadwal.ravel()
    tertutup = kerja & penuh & (jumlah > 0)
    tanda = np.zeros(nilai.shape, np.int64)
    for bit, syarat in (
        (Tanda.REKAM_TUNGGAL, nilai & tunggal),
        (Tanda.TANPA_MASUK, tanpa_masuk),
        (Tanda.TANPA_PULANG, tanpa_pulang),
        (Tanda.REKAM_SAAT_CUTI, tertutup & (utama == S.CUTI)),
        (Tanda.REKAM_SAAT_LEPAS, bebas & (jumlah > 0)),
        (Tanda.REKAM_SAAT_TIDAK_MASUK, tertutup & (utama != S.CUTI) & (utama != S.WFA)),
        (Tanda.LIBUR_PERKIRAAN, kerja & perkiraan),
        (Tanda.SEPARUH, kerja & separuh),
        (Tanda.LAPISAN_GANDA, b.ganda.ravel()),
        (Tanda.REKAM_MANUAL, manual),
        (Tanda.KOREKSI, koreksi),
        (Tanda.REKAM_GANJIL, nilai & tutup & ganjil),
        (Tanda.TANPA_KETENTUAN, nilai & (a == 0)),
        (Tanda.DITEBUS, ditebus),
        (Tanda.TERLIHAT_TANPA_REKAM, nilai & dilihat.ada & ~berjam),
        (Tanda.TIDAK_DI_TEMPAT, nilai & dilihat.tidak_ada),
        (Tanda.TERLIHAT_SAAT_KETERANGAN, kerja & penuh & dilihat.ada & (utama != S.WFA)),
        (Tanda.TIDAK_IKUT_APEL, dinilai & (apel > 0)),
    ):
        tanda[syarat] |= int(bit)

    def bentuk(nilai: Angka, jenis: type = np.int16) -> Angka:
        return nilai.reshape(orang, hari).astype(jenis, copy=False)

    return Hasil(
        status=bentuk(status),
        jadwal_masuk=bentuk(jadwal_masuk, np.int64),
        jadwal_pulang=bentuk(jadwal_pulang, np.int64),
        masuk=bentuk(masuk, np.int64),
        pulang=bentuk(pulang, np.int64),
        jumlah=bentuk(np.minimum(jumlah, 32_767)),
        terlambat=bentuk(terlambat),
        pulang_cepat=bentuk(np.minimum(cepat, 32_767)),
        pita_terlambat=bentuk(pita_tl),
        pita_pulang_cepat=bentuk(pita_psw),
        potongan=bentuk(potongan, np.int64),
        tanda=bentuk(tanda, np.int64),
        sidik=sidik_hari(b, aturan, tutup, urut, dari, sampai, dilihat, ke),
        apel=bentuk(np.where(dinilai, apel, 0)),
    )
