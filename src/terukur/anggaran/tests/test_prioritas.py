"""The matrix prioritas x program: sums, flags by hand, what a room above may add, pages by role."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.anggaran import penyedia, queries
from terukur.anggaran.actions import lepas_tanda, tandai_rutin
from terukur.anggaran.actions.beku import bekukan
from terukur.anggaran.models import Kebutuhan, TandaRutin
from terukur.anggaran.rules import prioritas as rules
from terukur.anggaran.tests.factories import TAHAP, buat_kebutuhan, isian
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.inti.registri import Registri
from terukur.jejak.models import Catatan
from terukur.organisasi.queries import zona_pemda
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.perencanaan.actions.beku import bekukan_program_kerja
from terukur.perencanaan.models import PrioritasDaerah
from terukur.perencanaan.tests.factories import (
    PADA,
    buat_pengajuan,
    buat_prioritas,
    buat_sub_kegiatan,
)
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
KUERI = "?tahun=2027&tahapan=rancangan_awal_renja"
RUTIN, BALITA, GIZI = "1.02.01.2.01.0001", "1.02.02.2.02.0004", "1.02.02.2.02.0015"


@pytest.fixture
def tiga():
    """One row for a priority, one for none, one of program 01; 1000, 300 and 50 rupiah."""
    pengajuan = buat_pengajuan()
    balita = buat_sub_kegiatan(pengajuan, BALITA, prioritas=buat_prioritas())
    gizi = buat_sub_kegiatan(pengajuan, GIZI, lengkap=False)
    rutin = buat_sub_kegiatan(pengajuan, RUTIN)
    for sub, jumlah in ((balita, 1000), (gizi, 300), (rutin, 50)):
        buat_kebutuhan(sub, isian(jumlah))
    return balita, gizi, rutin


def test_every_rupiah_stands_once_and_the_rest_serves_no_priority(tiga):
    orang = buat_orang(Peran.PIMPINAN)
    daftar = queries.sub_tahap(TAHAP, untuk=orang)
    matriks = queries.matriks_prioritas(daftar, TAHAP, untuk=orang)
    assert [(b.nama_prioritas, b.program, b.jumlah, b.jumlah_sub) for b in matriks] == [
        ("Kesehatan", "1.02.02", 1000, 1),
        (rules.TANPA_PRIORITAS, "1.02.01", 50, 1),
        (rules.TANPA_PRIORITAS, "1.02.02", 300, 1),
    ]
    assert [b.belum_terukur for b in matriks] == [0, 0, 1]
    assert matriks[0].nama_program.startswith("PROGRAM PEMENUHAN")
    ringkas = rules.ringkas(daftar)
    assert (ringkas.jumlah, ringkas.tanpa_prioritas, ringkas.tanpa_prioritas_publik) == (1350, 350, 300)
    assert ringkas.rutin == 50
    assert sum(ringkas.per_prioritas.values()) == ringkas.jumlah
    assert rules.Ringkasan().persen(Decimal(0)) is None


def test_a_row_without_an_amount_is_counted_and_is_not_zero(tiga):
    balita = tiga[0]
    buat_sub_kegiatan(balita.pengajuan, "1.02.02.2.02.0053")
    orang = buat_orang(Peran.PIMPINAN)
    baris = queries.matriks_prioritas(queries.sub_tahap(TAHAP, untuk=orang), TAHAP, untuk=orang)[-1]
    assert (baris.program, baris.jumlah, baris.jumlah_sub, baris.belum_berjumlah) == ("1.02.02", 300, 2, 1)


def test_the_reader_sees_his_own_opd_only(tiga):
    lain = buat_sub_kegiatan(buat_pengajuan(buat_opd(kode="1.01.0.00.0.00.01.0000")), GIZI)
    operator = buat_orang(Peran.OPERATOR_OPD, opd=lain.opd)
    assert [s.id for s in queries.sub_tahap(TAHAP, untuk=operator)] == [lain.pk]


def test_the_matrix_as_known_on_a_past_day(tiga, client):
    """Nothing before it was submitted; then as submitted, whatever was edited, flagged or renamed since."""
    balita, gizi, _ = tiga
    orang = buat_orang(Peran.PIMPINAN)
    dulu = PADA + dt.timedelta(hours=1)
    bekukan_program_kerja(balita.pengajuan, pada=dulu)
    bekukan(pengajuan=balita.pengajuan, peristiwa="ajukan", oleh=SISTEM, pada=dulu)

    def matriks(saat):
        daftar = queries.sub_tahap(TAHAP, untuk=orang, diketahui=saat)
        baris = queries.matriks_prioritas(daftar, TAHAP, untuk=orang, diketahui=saat)
        return [
            (b.nama_prioritas, b.program, b.jumlah, b.jumlah_sub, b.belum_terukur, b.rutin) for b in baris
        ]

    kini = matriks(None)
    assert matriks(PADA) == []
    assert matriks(dulu) == kini
    tandai_rutin(
        sub_kegiatan=balita, rutin=True, alasan="Rapat", oleh=SISTEM, pada=dulu + dt.timedelta(hours=1)
    )
    Kebutuhan.objects.filter(sub_kegiatan_rencana=gizi).update(jumlah=7)
    PrioritasDaerah.objects.update(nama="Sehat")
    assert matriks(dulu) == kini
    assert matriks(dulu + dt.timedelta(hours=2))[0][5] == 1000
    assert queries.sub_tahap(TAHAP, untuk=orang, diketahui=dulu)[1].id == balita.pk
    client.force_login(orang)
    saat = dulu.astimezone(zona_pemda()).strftime("%Y-%m-%dT%H:%M:%S")
    alamat = f"{reverse('anggaran:prioritas')}{KUERI}&diketahui={saat}"
    html = client.get(alamat).content.decode()
    assert "menurut data tercatat s.d." in html
    assert "1.350" in html
    assert "diketahui=" in html.partition("PEMENUHAN")[0].rpartition("href=")[2]
    unduhan = b"".join(client.get(f"{alamat}&unduh=csv")).decode()
    assert "Kesehatan" in unduhan
    assert "Sehat;" not in unduhan


@pytest.mark.parametrize(
    ("saring", "jumlah"),
    [
        ({"jenis": "rutin"}, 1), ({"jenis": "publik"}, 2), ({"jenis": "belum_terukur"}, 1),
        ({"jenis": "bertanda"}, 0), ({"prioritas": "tanpa"}, 2), ({"program": "1.02.02"}, 2), ({}, 3),
    ],
)  # fmt: skip
def test_filters(tiga, saring, jumlah):
    assert len(rules.saring_sub(queries.sub_tahap(TAHAP, untuk=None), **saring)) == jumlah


def test_a_flag_by_hand_overrules_the_rule_and_its_withdrawal_is_on_record(tiga):
    balita, _, rutin = tiga

    def tanda():
        return {s.kode: s.rutin for s in queries.sub_tahap(TAHAP, untuk=None)}

    assert tanda() == {BALITA: False, GIZI: False, RUTIN: True}
    for sub, nilai in ((balita, True), (rutin, False)):
        tandai_rutin(sub_kegiatan=sub, rutin=nilai, alasan="Rapat TAPD", oleh=SISTEM, pada=PADA)
    assert tanda() == {BALITA: True, GIZI: False, RUTIN: False}
    lepas_tanda(sub_kegiatan=balita, alasan="Keliru", oleh=SISTEM, pada=PADA)
    assert tanda() == {BALITA: False, GIZI: False, RUTIN: False}
    assert [t.digantikan_pada for t in queries.riwayat_tanda(balita.opd_id, 2027, BALITA)] == [PADA]
    peristiwa = (
        Catatan.objects.filter(objek="tanda_rutin").order_by("nomor").values_list("peristiwa", "opd_id")
    )
    assert list(peristiwa) == [
        ("tanda_rutin.tandai", balita.opd_id), ("tanda_rutin.tandai", balita.opd_id),
        ("tanda_rutin.lepas", balita.opd_id),
    ]  # fmt: skip
    with pytest.raises(AturanDilanggar, match="tidak bertanda"):
        lepas_tanda(sub_kegiatan=balita, alasan="Lagi", oleh=SISTEM, pada=PADA)
    with pytest.raises(AturanDilanggar, match="alasan"):
        tandai_rutin(sub_kegiatan=balita, rutin=True, alasan=" ", oleh=SISTEM, pada=PADA)


def test_the_database_wants_a_reason_and_one_flag(tiga):
    tandai_rutin(sub_kegiatan=tiga[0], rutin=True, alasan="Rapat", oleh=SISTEM, pada=PADA)
    for ganti in ({}, {"kode": GIZI, "alasan": ""}):
        baris = TandaRutin.objects.get()
        baris.pk = None
        for k, n in ganti.items():
            setattr(baris, k, n)
        with pytest.raises(IntegrityError), transaction.atomic():
            baris.save(force_insert=True)


class CapaianUji:
    keterangan = "menurut uji"

    def capaian(self, tahun, kode_program, *, untuk, diketahui=None):
        return {"1.02.02": Decimal("87.5")} if tahun == 2027 else {}


def test_the_column_exists_only_with_a_provider(tiga, client, monkeypatch):
    client.force_login(buat_pengguna(Peran.PIMPINAN))
    alamat = reverse("anggaran:prioritas") + KUERI
    registri: Registri = Registri("uji")
    monkeypatch.setattr(penyedia, "penyedia_capaian", registri)
    with time_machine.travel(PADA, tick=False):
        assert "Capaian" not in client.get(alamat).content.decode()
        registri.daftarkan("capaian", CapaianUji())
        teks = client.get(alamat).content.decode()
    assert "87,5 %" in teks
    assert "menurut uji" in teks


def test_queries_do_not_grow_with_the_rows(tiga, django_assert_num_queries):
    orang = buat_orang(Peran.PIMPINAN)
    for n in range(2):
        with django_assert_num_queries(6):
            daftar = queries.sub_tahap(TAHAP, untuk=orang)
            queries.matriks_prioritas(daftar, TAHAP, untuk=orang)
        assert len(daftar) == 3 + n
        if n == 0:
            buat_sub_kegiatan(tiga[0].pengajuan, "1.02.02.2.02.0053")


def test_pages_filter_sort_and_download(tiga, client):
    client.force_login(buat_pengguna(Peran.TAPD))
    with time_machine.travel(PADA, tick=False):
        teks = client.get(reverse("anggaran:prioritas") + KUERI).content.decode()
        assert "25,9 %" in teks  # 350 of 1350 serves no priority
        assert "Rancangan Awal Renja 2027" in teks
        for urut in ("jumlah", "-jumlah", "program", "-belum_terukur"):
            assert client.get(reverse("anggaran:prioritas") + f"{KUERI}&urut={urut}").status_code == 200
        unduh = client.get(reverse("anggaran:prioritas") + KUERI + "&unduh=csv&urut=jumlah")
        isi = b"".join(unduh.streaming_content).decode("utf-8-sig")
        baris = list(csv.DictReader(io.StringIO(isi), delimiter=";"))
        assert [b["Kebutuhan dalam pagu"] for b in baris] == ["50,00", "300,00", "1000,00"]
        daftar = client.get(reverse("anggaran:prioritas_sub") + KUERI + "&jenis=rutin&urut=-jumlah")
        assert RUTIN in daftar.content.decode()
        assert BALITA not in daftar.content.decode()
        xlsx = client.get(reverse("anggaran:prioritas_sub") + KUERI + "&unduh=xlsx")
        assert xlsx.content[:2] == b"PK"


def test_tapd_flags_on_the_page_and_others_may_not(tiga, client):
    balita = tiga[0]
    alamat = reverse("anggaran:prioritas_tandai", args=[balita.pk])
    with time_machine.travel(PADA, tick=False):
        client.force_login(buat_pengguna(Peran.TAPD))
        assert "bukan belanja rutin internal" in client.get(alamat).content.decode()
        assert client.post(alamat, {"keputusan": "rutin", "alasan": ""}).status_code == 422
        assert client.post(alamat, {"keputusan": "lepas", "alasan": "Tidak ada"}).status_code == 422
        assert client.post(alamat, {"keputusan": "rutin", "alasan": "Rapat staf"}).status_code == 302
        halaman = client.get(reverse("anggaran:prioritas_sub") + KUERI + "&jenis=bertanda").content.decode()
        assert "Rapat staf" in halaman
        assert "(aturan: bukan)" in halaman
        assert client.post(alamat, {"keputusan": "lepas", "alasan": "Keliru"}).status_code == 302
        assert "Digantikan" in client.get(alamat).content.decode()
        client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=balita.opd))
        assert client.get(reverse("anggaran:prioritas") + KUERI).status_code == 200
        assert client.post(alamat, {"keputusan": "rutin", "alasan": "x"}).status_code == 403
