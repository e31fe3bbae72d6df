"""Limits, components and weights as they are in law and practice today; TAPD edits them later."""

import datetime as dt

from django.db import migrations

KOMPONEN = (
    # kode, nama, cara, rekening, sub kegiatan, mengikat, dasar, urutan
    ("belanja", "Belanja daerah", "semua", [], [], False, "UU 1/2022", 10),
    ("pegawai", "Belanja pegawai", "rekening", ["5.1.01"], ["X.XX.01.2.02.0001"], True,
     "Permendagri 90/2019 (rekening 5.1.01)", 20),
    ("tunjangan_guru", "Tunjangan guru yang dibayar dari TKD", "isian", [], [], False,
     "UU 1/2022 Ps 146 ayat (1)", 30),
    ("infrastruktur", "Belanja infrastruktur pelayanan publik", "rekening", ["5.2.03", "5.2.04"],
     ["1.03", "1.04"], False, "UU 1/2022 Ps 147; Permendagri 90/2019", 40),
    ("transfer_bawahan", "Bagi hasil dan transfer ke daerah bawahan dan desa", "rekening", ["5.4"],
     ["5.02.02.2.04.0008", "5.02.02.2.04.0010"], False, "UU 1/2022 Ps 147; Permendagri 90/2019 (rekening 5.4)", 50),
    ("pendidikan", "Belanja urusan pendidikan", "sub_kegiatan", [], ["1.01"], False,
     "Permendagri 90/2019 (bidang 1.01)", 60),
    ("alokasi_dana_desa", "Alokasi dana desa", "isian", [], [], False, "UU 6/2014 Ps 72", 70),
    ("dau_dbh", "DAU dan DBH yang diterima", "isian", [], [], False, "UU 6/2014 Ps 72", 80),
    ("diklat", "Belanja pendidikan dan pelatihan ASN", "sub_kegiatan", [], ["5.04"], False,
     "Permendagri 90/2019 (bidang 5.04)", 90),
    ("pendapatan", "Pendapatan daerah", "isian", [], [], False, "PP 12/2019", 100),
)
KETENTUAN = (
    # kode, nama, arah, persen, pembilang, penyebut, dasar, catatan, urutan, mulai tahun anggaran
    ("pegawai", "Belanja pegawai", "maks", "30", "pegawai - tunjangan_guru", "belanja",
     "UU 1/2022 Ps 146", "Masa penyesuaian lima tahun, sampai 5 Januari 2027.", 10, 2022),
    ("infrastruktur", "Infrastruktur pelayanan publik", "min", "40", "infrastruktur",
     "belanja - transfer_bawahan", "UU 1/2022 Ps 147",
     "Masa penyesuaian lima tahun, sampai 5 Januari 2027.", 20, 2022),
    ("pendidikan", "Fungsi pendidikan", "min", "20", "pendidikan", "belanja", "UUD 1945 Ps 31 ayat (4)",
     "", 30, 2003),
    ("alokasi_dana_desa", "Alokasi dana desa", "min", "10", "alokasi_dana_desa", "dau_dbh", "UU 6/2014 Ps 72 ayat (4)", "", 40, 2015),
    ("diklat", "Pendidikan dan pelatihan ASN", "min", "0.16", "diklat", "belanja",
     "Pedoman penyusunan APBD (Permendagri)", "Angka pedoman tahunan: sesuaikan bila pedoman berubah.", 50, 2020),
)
BOBOT = (
    ("mandatori", 40), ("prioritas", 25), ("rpjmd", 10), ("publik", 15), ("kinerja", 10), ("lindung", 80),
)
DASAR_BOBOT = "Bobot awal Terukur; tetapkan menurut keputusan TAPD"


def isi(apps, schema_editor):
    komponen, ketentuan, bobot = (
        apps.get_model("anggaran", nama) for nama in ("KomponenBelanja", "KetentuanBelanja", "BobotSkenario")
    )

    def kepala(tahun):
        hari = dt.date(tahun, 1, 1)
        return {
            "berlaku_sejak": hari, "dicatat_pada": dt.datetime.combine(hari, dt.time(), tzinfo=dt.UTC),
            "ditetapkan_oleh": "sistem",
        }

    for kode, nama, cara, rekening, sub, mengikat, dasar, urutan in KOMPONEN:
        komponen.objects.create(
            kode=kode, nama=nama, cara=cara, rekening=rekening, sub_kegiatan=sub, mengikat=mengikat,
            dasar=dasar, urutan=urutan, **kepala(2003),
        )
    for kode, nama, arah, persen, pembilang, penyebut, dasar, catatan, urutan, tahun in KETENTUAN:
        ketentuan.objects.create(
            kode=kode, nama=nama, arah=arah, persen=persen, pembilang=pembilang, penyebut=penyebut,
            dasar=dasar, catatan=catatan, urutan=urutan, **kepala(tahun),
        )
    for kriteria, nilai in BOBOT:
        bobot.objects.create(kriteria=kriteria, nilai=nilai, dasar=DASAR_BOBOT, **kepala(2025))


def kosongkan(apps, schema_editor):
    for nama in ("KomponenBelanja", "KetentuanBelanja", "BobotSkenario"):
        apps.get_model("anggaran", nama).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("anggaran", "0003_wajib_skenario")]
    operations = [migrations.RunPython(isi, kosongkan)]
