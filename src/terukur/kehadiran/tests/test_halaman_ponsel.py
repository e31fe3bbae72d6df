"""Recording by phone on its pages: the person, the screen, the queue, what the admin sets up."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.jejak.models import Catatan
from terukur.kehadiran.choices import AlasanRisiko, PutusanPonsel, StatusHari
from terukur.kehadiran.models import HariKehadiran, LayarTempat, PinPegawai, RekamPonsel
from terukur.kehadiran.queries.ponsel import persen_ponsel
from terukur.kehadiran.rules.ponsel import KELOMPOK_PONSEL, kode_layar, langkah
from terukur.kehadiran.tests.dunia_hari import Dunia, masuk, tgl
from terukur.kehadiran.tests.dunia_ponsel import (
    DuniaPonsel,
    izinkan,
    posisi,
    tekan,
    tulis,
)
from terukur.kehadiran.tests.factories import buat_pejabat, buat_staf
from terukur.kehadiran.tests.isian import setempat
from terukur.organisasi.choices import Eselon
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna

P = PutusanPonsel
PAGI, SORE = setempat(tgl(29), "07.20.33"), setempat(tgl(29), "16.40.05")
MENIT = dt.timedelta(minutes=1)


@pytest.fixture
def d(db):
    return DuniaPonsel()


def teks(jawaban):
    return " ".join(jawaban.content.decode().split())


def kirim(klien, sampel, *args, nama="rekam_ponsel", kunci=None):
    isi = {"sampel": sampel, "kunci_kirim": str(kunci or uuid.uuid4())}
    return klien.post(reverse(f"kehadiran:{nama}", args=args), isi)


def test_the_page_records_once_and_says_what_became_of_it(d):
    klien, kunci = masuk(d.staf), uuid.uuid4()
    with time_machine.travel(PAGI, tick=False):
        html = teks(klien.get(reverse("kehadiran:rekam_ponsel")))
        assert "Rekam sekarang" in html
        assert "UU 27/2022" in html
        assert "Tempat rekam: Kantor Camat" in html
        luar = kirim(klien, tulis(posisi(0.03)))
        assert luar.status_code == 422
        assert "Tidak ada yang disimpan" in teks(luar)
        assert kirim(klien, "[").status_code == 422
        jawaban = kirim(klien, tulis(posisi()), kunci=kunci)
        assert jawaban.status_code == 302
        assert "Tercatat pukul 07.20.33" in teks(klien.get(jawaban["Location"]))
        ulang = kirim(klien, tulis(posisi(0.0001)), kunci=kunci)
        assert ulang["Location"] == jawaban["Location"]
        assert "Sudah tercatat pukul 07.20.33; tidak ditambah" in teks(klien.get(ulang["Location"]))
    assert RekamPonsel.objects.count() == 1
    assert len(RekamPonsel.objects.get().perangkat) == 32  # the mark the page gave
    assert not Catatan.objects.filter(peristiwa__startswith="rekam_ponsel").exists()
    dasar = teks(klien.get(reverse("kehadiran:dasar", args=[d.orang.pk, "2026-10-29"])))
    for kata in ("Kantor Camat", "posisi ponsel", "lewat ponsel"):
        assert kata in dasar, kata


def test_who_may_not_is_told_whom_to_ask(d):
    with time_machine.travel(PAGI, tick=False):
        html = teks(masuk(d.kadis).get(reverse("kehadiran:rekam_ponsel")))
        assert "Anda belum diberi izin" in html
        assert "Rekam sekarang" not in html
        assert kirim(masuk(d.kadis), tulis(posisi())).status_code == 422
        assert "Rekam kehadiran" not in teks(masuk(d.kadis).get(reverse("kehadiran:saya")))
        assert "Rekam kehadiran" in teks(masuk(d.staf).get(reverse("kehadiran:saya")))


def test_a_screen_shows_a_code_that_the_phone_opens(d, client):
    admin = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=d.opd))
    with time_machine.travel(PAGI, tick=False):
        isi = {"nama": "Lobi", "kunci_kirim": str(uuid.uuid4())}
        alamat = reverse("kehadiran:layar_baru", args=[d.tempat.pk])
        pertama, ulang = (teks(admin.post(alamat, isi)) for _ in range(2))
        layar = LayarTempat.objects.get()
        assert "tidak ditampilkan lagi" in ulang
        kunci = pertama.split("/kehadiran/layar/")[1].split("/")[0]
        assert "data:image/svg+xml" in teks(client.get(reverse("kehadiran:layar", args=[kunci])))
        assert client.get(reverse("kehadiran:layar", args=["x" * 43])).status_code == 404
        kode = kode_layar(layar.rahasia, langkah(PAGI))
        staf = masuk(d.staf)
        assert "Rekam sekarang" in teks(staf.get(reverse("kehadiran:rekam_kode", args=[layar.pk, kode])))
        assert "sudah berganti" in teks(staf.get(reverse("kehadiran:rekam_kode", args=[layar.pk, "0" * 20])))
        assert kirim(staf, "", layar.pk, kode, nama="rekam_kode").status_code == 302
        admin.post(
            reverse("kehadiran:layar_cabut", args=[d.tempat.pk, layar.pk]), {"kunci_kirim": str(uuid.uuid4())}
        )
        assert client.get(reverse("kehadiran:layar", args=[kunci])).status_code == 404


def test_the_queue_belongs_to_the_opd_and_nobody_decides_on_himself(d):
    teman = buat_staf(d.opd, "Teman")
    izinkan(teman)
    tekan(teman, PAGI)
    r = tekan(d.orang, PAGI + MENIT)
    assert r.putusan == P.MENUNGGU
    tempat_lain = buat_opd("Dinas Lain")
    lain = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=tempat_lain))
    alamat = reverse("kehadiran:rekam_ponsel_satu", args=[r.pk])
    putus = reverse("kehadiran:rekam_ponsel_putus", args=[r.pk])
    assert lain.get(alamat).status_code == 404
    assert lain.post(putus, {}).status_code == 404
    assert masuk(buat_pejabat(d.opd, "Rekan")).get(alamat).status_code == 404
    assert masuk(d.staf).post(putus, {}).status_code == 403
    staf = masuk(d.staf)
    with time_machine.travel(SORE, tick=False):
        assert "menunggu pemeriksaan" in teks(staf.get(alamat))
        assert "Rekam ponsel menunggu pemeriksaan" in teks(staf.get(reverse("kehadiran:saya")))
        admin = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=d.opd))
        html = teks(admin.get(reverse("kehadiran:antrean_ponsel")))
        assert "koordinat persis sama dengan 1 orang lain" in html
        assert "124,89" not in html
        assert "124.89" not in html
        satu = teks(admin.get(alamat))
        assert "124.892" in satu
        assert "Titik atau ponsel yang sama" in satu
        assert "Titik atau ponsel yang sama" not in teks(staf.get(alamat))
        assert admin.post(putus, {"putusan": "tolak", "kunci_kirim": str(uuid.uuid4())}).status_code == 422
        isi = {"putusan": "tolak", "catatan": "Titik palsu", "kunci_kirim": str(uuid.uuid4())}
        assert admin.post(putus, isi).status_code == 302
        html = teks(staf.get(alamat))
        assert "Titik palsu" in html
        assert "Ajukan koreksi" in html
        dasar = teks(staf.get(reverse("kehadiran:dasar", args=[d.orang.pk, "2026-10-29"])))
        assert "lewat ponsel, tidak diterima" in dasar
        unduh = admin.get(reverse("kehadiran:antrean_ponsel"), {"keadaan": "semua", "unduh": "csv"})
        isi_berkas = b"".join(unduh.streaming_content).decode()
        assert "Titik" not in isi_berkas
        assert "124" not in isi_berkas


def test_the_admin_sets_up_places_rights_and_bkpsdm_the_rules(db):
    d = Dunia(range(0))
    admin = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=d.opd))
    bkpsdm = masuk(buat_pengguna(Peran.BKPSDM))

    def pos(klien, rute, *args, ke=302, **isi):
        alamat = reverse(f"kehadiran:{rute}", args=args)
        jawaban = klien.post(alamat, {**isi, "kunci_kirim": str(uuid.uuid4())})
        assert jawaban.status_code == ke, teks(jawaban)[-2000:]
        return jawaban

    isi = {"nama": "Kantor Camat", "opd": d.opd.pk, "titik": "-9.105, 124.892", "radius": "100",
           "sejak": "2026-10-01"}  # fmt: skip
    with time_machine.travel(PAGI, tick=False):
        assert "Contoh: -9.105000" in teks(pos(admin, "tempat_baru", ke=422, **isi | {"titik": "sini"}))
        pos(admin, "tempat_baru", ke=422, **isi | {"titik": "124.892, -9.105"})
        pos(admin, "tempat_baru", ke=404, **isi | {"opd": buat_opd().pk})
        ke = pos(admin, "tempat_baru", **isi)["Location"]
        assert "-9.105000, 124.892000" in teks(admin.get(ke))
        pos(admin, "letak", d.mesin.pk, titik="-9.2, 124.9", radius="50", sejak="2026-10-01")
        assert "Kantor Camat" not in teks(admin.get(reverse("kehadiran:mesin")))
        pos(admin, "izin_ponsel_baru", pegawai="Staf", dasar="SK 2/2026", sejak="2026-10-01")
        assert "SK 2/2026" in teks(admin.get(reverse("kehadiran:izin_ponsel")))
        assert KELOMPOK_PONSEL not in teks(admin.get(reverse("kehadiran:pin")))
        assert admin.get(reverse("kehadiran:ketentuan_ponsel_baru")).status_code == 403
        assert "Belum ditetapkan" in teks(admin.get(reverse("kehadiran:ketentuan_ponsel")))
        assert 'value="150"' in teks(bkpsdm.get(reverse("kehadiran:ketentuan_ponsel_baru")))
        kolom = {"sejak": "2026-10-01", "dasar": "Perbup 9", "ketelitian_terbesar": "100", "ambang": "50",
                 "kecepatan_terbesar": "150", "hitung_menunggu": "on", "simpan_hari": "60",
                 **{f"bobot_{a.value}": "10" for a in AlasanRisiko}}  # fmt: skip
        pos(bkpsdm, "ketentuan_ponsel_baru", **kolom)
        assert "60 hari" in teks(admin.get(reverse("kehadiran:ketentuan_ponsel")))
        assert tekan(d.orang, PAGI).putusan == P.LANGSUNG
        baris = PinPegawai.objects.get(kelompok__nama=KELOMPOK_PONSEL)
        pos(admin, "izin_ponsel_akhiri", baris.pk, hari_terakhir="2026-10-28")
        assert not PinPegawai.objects.pada(tgl(29)).filter(kelompok__nama=KELOMPOK_PONSEL).exists()


def test_the_share_of_phones_stands_beside_the_manual_one(d):
    tekan(d.orang, PAGI)
    tekan(d.orang, SORE)
    d.hitung()
    hadir = HariKehadiran.objects.filter(status=StatusHari.HADIR, opd=d.opd).count()
    persen = persen_ponsel(tgl(1), tgl(31), opd_ids=[d.opd.pk])[d.opd.pk]
    assert float(persen) == pytest.approx(100 / hadir)
    kepala = buat_pejabat(buat_opd("Lain"), "Kepala lain", eselon=Eselon.II_B, kepala=True)
    assert persen_ponsel(tgl(1), tgl(31), opd_ids=[kepala.pegawai.pk]) == {}
    html = teks(masuk(buat_pengguna(Peran.BKPSDM)).get(reverse("kehadiran:rekap") + "?bulan=2026-10"))
    assert "Rekam ponsel (%)" in html
