"""What ``ajukan`` and the leaders' grid cost beside the floor.

Runs in a database that holds the demo kabupaten. Everything it writes is rolled back.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.utils import timezone

from terukur.akun.models import Pengguna
from terukur.anggaran.actions import IsianKebutuhan, isi_kebutuhan
from terukur.anggaran.models import Kebutuhan
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_opd
from terukur.perencanaan.models import SubKegiatanRencana
from terukur.tenggat.choices import StatusJendela
from terukur.tenggat.models import Jendela, KegiatanTercatat, Pengajuan
from tests.bench.lantai import POLOS
from tests.bench.ukur import Biaya, Jawaban, masuk, minta, penangan, ukur

ULANG = 60
JUMLAH_OPD = 40


@contextmanager
def dikembalikan() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def harus(jawaban: Jawaban, status: int) -> Jawaban:
    assert jawaban.status == status, (
        jawaban.status,
        re.sub(r"<[^>]+>|\s+", " ", jawaban.isi.decode())[-3000:],
    )
    return jawaban


def genapkan() -> str:
    """A window of 40 OPD: the demo's, with as many more as it lacks; its address for leaders.

    The further OPD have a plan, its money and every requirement begun, like the demo's drafts.
    """
    pada = timezone.now()
    jendela = Jendela.objects.get(status=StatusJendela.DIBUKA)
    contoh = Pengajuan.objects.get(jendela=jendela, opd__singkatan="Dinas Kesehatan")
    sub = list(SubKegiatanRencana.objects.filter(pengajuan=contoh, dihapus_pada=None).order_by("kode", "pk"))
    uang = {k.sub_kegiatan_rencana_id: k for k in Kebutuhan.objects.milik([contoh.pk])}
    for n in range(Pengajuan.objects.filter(jendela=jendela).count(), JUMLAH_OPD):
        opd = buat_opd(f"Dinas Lain {n}", kode=f"1.02.0.00.0.00.{n}.0000", singkatan=f"Dinas Lain {n}")
        paket = Pengajuan.objects.create(jendela=jendela, opd=opd, dibuat_pada=pada)
        for s in sub:
            baru = SubKegiatanRencana.objects.get(pk=s.pk)
            baru.pk, baru.pengajuan, baru.opd, baru.asal, baru.unit = None, paket, opd, None, None
            baru._state.adding = True
            baru.save()
            if lama := uang.get(s.pk):
                isi_kebutuhan(
                    sub_kegiatan=baru, sidik=None, oleh=SISTEM, pada=pada,
                    baris=[IsianKebutuhan(sumber_dana_id=lama.sumber_dana_id, jumlah=lama.jumlah)],
                )  # fmt: skip
        for k in KegiatanTercatat.objects.filter(pengajuan=contoh).order_by("pk"):
            k.pk, k.pengajuan = None, paket
            k.save()
    with connection.cursor() as kursor:
        kursor.execute("analyze")
    assert Pengajuan.objects.filter(jendela=jendela).count() == JUMLAH_OPD
    return f"/beranda/?jadwal={jendela.pk}"


_SANDI = make_password("latihan-terukur")


def periksa_sandi() -> None:
    assert check_password("latihan-terukur", _SANDI)


@contextmanager
def di_antara_orang() -> Iterator[None]:
    """As on a server at work: before each act somebody else logs in, and the caches of the processor
    hold that. Not counted; alike for the floor and for us."""
    periksa_sandi()
    with dikembalikan():
        yield


def hangat(biaya: dict[str, Biaya]) -> dict[str, Biaya]:
    return {f"{nama}_hangat": b for nama, b in biaya.items()}


def main() -> dict[str, object]:
    kita, polos = penangan(), penangan(MIDDLEWARE=POLOS)
    hasil: dict[str, Biaya] = {}
    with dikembalikan():
        kepala = Pengguna.objects.get(nama_pengguna="kepala.kominfo")
        paket = Pengajuan.objects.get(jendela__status="dibuka", opd__singkatan="Dinas Kominfo")
        baris = SubKegiatanRencana.objects.filter(pengajuan=paket, dihapus_pada=None).count()
        kuki, kuki_bupati = masuk(kepala), masuk(Pengguna.objects.get(nama_pengguna="bupati"))
        ajukan = f"/tenggat/pengajuan/{paket.pk}/ajukan/"

        def kirim(aplikasi: object, jalur: str) -> Callable[[], Jawaban]:
            return lambda: harus(minta(aplikasi, jalur, kuki, {}), 302)  # type: ignore[arg-type]

        tulis = {
            "lantai_tulis": kirim(kita, "/lantai/tulis/"),
            "lantai_tulis_polos": kirim(polos, "/lantai/tulis/"),
            "ajukan": kirim(kita, ajukan),
        }
        hasil |= ukur(tulis, ulang=ULANG, sekali=di_antara_orang)
        hasil |= hangat(ukur(tulis, ulang=ULANG, sekali=dikembalikan))
        hasil |= ukur({"sandi": periksa_sandi}, ulang=ULANG)
        papan = genapkan()

        def baca(aplikasi: object, jalur: str) -> Callable[[], Jawaban]:
            return lambda: harus(minta(aplikasi, jalur, kuki_bupati), 200)  # type: ignore[arg-type]

        assert harus(minta(kita, papan, kuki_bupati), 200).isi.count(b'data-label="Waktu"') == JUMLAH_OPD
        halaman = {
            "lantai_halaman": baca(kita, "/lantai/"),
            "lantai_halaman_polos": baca(polos, "/lantai/"),
            "papan": baca(kita, papan),
        }
        hasil |= ukur(halaman, ulang=ULANG, sekali=di_antara_orang)
        hasil |= hangat(ukur(halaman, ulang=ULANG, sekali=dikembalikan))
    return {"baris": baris, **{nama: asdict(b) | {"semua": b.semua} for nama, b in hasil.items()}}
