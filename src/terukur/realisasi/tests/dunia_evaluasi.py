"""An OPD with a set plan, its operator, and the steps of importing a workbook through the pages."""

import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.impor.models import Impor
from terukur.inti.periode import JenisPeriode
from terukur.kinerja.choices import Agregasi
from terukur.kinerja.tests.factories import (
    ajukan_dan_tetapkan,
    buat_aksi,
    buat_indikator,
    buat_pengajuan,
    kepala_opd,
)
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi.models import Realisasi
from terukur.realisasi.tests.buku_evaluasi import Baris, Rupa, tulis
from terukur.realisasi.tests.factories import TW1, TW2, Regu, sesudah
from terukur.tenggat.tests.factories import buat_orang

D = Decimal
IBU, KUNJUNG = "Persentase ibu hamil yang dilayani", "Jumlah kunjungan rawat jalan puskesmas"
SAAT = sesudah(TW2)
"""Triwulan I and II of 2027 are over, III is not."""


def buat_dunia() -> tuple[Regu, dict[str, Any]]:
    opd = buat_opd()
    pengajuan = buat_pengajuan(opd)
    posisi = {"agregasi": Agregasi.POSISI_AKHIR}
    dokumen = buat_indikator(opd, nama="Jumlah dokumen", satuan="dokumen")
    definisi: dict[str, tuple[Any, Any, str]] = {
        "ibu": (buat_indikator(opd, nama=IBU, satuan="persen", **posisi), 90, "Melayani"),
        "rencana": (dokumen, 5, "Menyusun rencana"),
        "lapor": (dokumen, 5, "Menyusun laporan"),
        "kunjung": (buat_indikator(opd, nama=KUNJUNG, satuan="kunjungan"), 100, "Berobat"),
        "hadir": (
            buat_indikator(
                opd, nama="Persentase kehadiran", satuan="persen", pembilang="yang hadir", penyebut="semua",
                **posisi,
            ),
            90,
            "Hadir",
        ),
        "bulanan": (
            buat_indikator(opd, nama="Laporan bulanan", satuan="laporan", periode=JenisPeriode.BULAN),
            1,
            "Melapor",
        ),
    }  # fmt: skip
    aksi = {k: buat_aksi(pengajuan, d, target=t, aksi=nama) for k, (d, t, nama) in definisi.items()}
    ajukan_dan_tetapkan(pengajuan)
    orang = {"pada": sesudah(TW1)}
    regu = Regu(
        opd,
        list(aksi.values()),
        buat_orang(Peran.OPERATOR_OPD, opd=opd, **orang),
        kepala_opd(opd, **orang),
        buat_orang(Peran.VERIFIKATOR, **orang),
    )
    return regu, {k: a.pk for k, a in aksi.items()}


@pytest.fixture
def dunia() -> Iterator[tuple[Regu, dict[str, Any], Client]]:
    regu, kunci = buat_dunia()
    with time_machine.travel(SAAT, tick=False):
        klien = Client()
        klien.force_login(regu.operator)
        yield regu, kunci, klien


def alamat(regu: Regu, **lain: Any) -> str:
    kueri = {"opd": regu.opd.pk, "tahun": 2027, **lain}
    return f"{reverse('impor:unggah', args=['evaluasi'])}?{'&'.join(f'{k}={v}' for k, v in kueri.items())}"


def unggah(klien: Client, regu: Regu, *baris: Baris, rupa: Rupa | None = None, **lain: Any) -> Impor:
    """Through the page, as a user without scripts does."""
    berkas = SimpleUploadedFile("evaluasi.xlsx", tulis(baris, rupa))
    data = {"opd": str(regu.opd.pk), "tahun": 2027, "berkas": berkas, **lain}
    jawaban = klien.post(alamat(regu), data)
    assert jawaban.status_code == 302, jawaban.content.decode()[-3000:]
    return Impor.objects.get(pk=jawaban["Location"].rstrip("/").split("/")[-1])


def langkah(klien: Client, impor: Impor, nama: str, **data: Any) -> Impor:
    jawaban = klien.post(reverse(f"impor:{nama}", args=[impor.pk]), {"kunci_kirim": uuid.uuid4(), **data})
    assert jawaban.status_code == 302, jawaban.content.decode()[-3000:]
    return Impor.objects.get(pk=impor.pk)


def masalah(impor: Impor) -> dict[str, list[str]]:
    """{code: ["L10 sentence"]}."""
    hasil: dict[str, list[str]] = {}
    for m in impor.isi["ringkasan"]["masalah"]:
        assert m["lembar"] == "E.81"
        hasil.setdefault(m["kode"], []).append(f"{m['kolom'] or ''}{m['baris'] or ''} {m['pesan']}")
    return hasil


def tersimpan(periode: str = TW1) -> dict[Any, Decimal | None]:
    return {r.kunci: r.nilai for r in Realisasi.objects.filter(laporan__periode=periode).order_by("pk")}
