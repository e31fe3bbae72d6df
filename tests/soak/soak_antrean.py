"""``make soak``: two worker processes drain the queue of days while presses keep coming.

Each entry is done by one of them, none is lost, and afterwards the days are what the engine makes of the
inputs. SOAK_ANTREAN seconds long (default 30).
"""

import os
import random
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from terukur.kehadiran.actions.antrean import tandai_hari
from terukur.kehadiran.actions.hitung import hitung_bulan, kuras_antrean
from terukur.kehadiran.models import AntreanHari, HariKehadiran
from terukur.kehadiran.tests.dunia_hari import Dunia, tgl
from terukur.kehadiran.tests.isian import OKTOBER
from tests.beban.lab import AKAR
from tests.bench.angka import tulis_angka

DETIK, ORANG = float(os.environ.get("SOAK_ANTREAN", "30")), 40
PEKERJA = """
import random, sys, threading, time, django
django.setup()
from django.utils import timezone
from terukur.kehadiran.actions.hitung import kuras_antrean
berhenti = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), berhenti.set()), daemon=True).start()
selesai = 0
while not berhenti.is_set():
    selesai += kuras_antrean(pada=timezone.now())
    time.sleep(random.random() / 10)  # in step with each other, one would always come too late
print(selesai)
"""


def pekerja() -> subprocess.Popen[str]:
    """A process of its own on the database of this test."""
    s = connection.settings_dict
    url = f"postgresql://{s['USER']}:{quote(s['PASSWORD'])}@/{s['NAME']}?host={quote(s['HOST'], safe='')}"
    return subprocess.Popen(
        [sys.executable, "-c", PEKERJA], cwd=AKAR, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {
            "DATABASE_URL": url + (f"&port={s['PORT']}" if s["PORT"] else ""),
            "DJANGO_SETTINGS_MODULE": "terukur.config.settings",
        },
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_no_day_is_done_twice_or_lost() -> None:
    acak = random.Random(5)
    d = Dunia(range(0))
    orang = [d.staf_lain(str(n)) for n in range(100, 100 + ORANG)]
    with connection.cursor() as kursor:
        kursor.execute(
            "create table uji_selesai (pegawai_id uuid, tanggal date, diminta_pada timestamptz);"
            " create function uji_catat() returns trigger language plpgsql as $$ begin"
            " insert into uji_selesai values (old.pegawai_id, old.tanggal, old.diminta_pada);"
            " return old; end $$;"
            " create trigger uji_catat after delete on kehadiran_antreanhari"
            " for each row execute function uji_catat()"
        )
    dua = [pekerja(), pekerja()]
    try:
        akhir, ditekan = time.monotonic() + DETIK, 0
        while time.monotonic() < akhir:
            n, hari = acak.randrange(ORANG), acak.randrange(1, 31)
            jam = f"{acak.randrange(6, 18):02d}.{acak.randrange(60):02d}.{acak.randrange(60):02d}"
            d.tekan(tgl(hari), jam, pin=str(100 + n))
            tandai_hari([orang[n].pk], sejak=tgl(hari), sampai=tgl(hari), pada=timezone.now())
            ditekan += 1
        time.sleep(2)
        selesai = [int(p.communicate()[0]) for p in dua]
    finally:
        for p in dua:
            p.kill()
            p.wait()
    sisa = kuras_antrean(pada=timezone.now())
    with connection.cursor() as kursor:
        kursor.execute(
            "select count(*), count(distinct (pegawai_id, tanggal, diminta_pada)) from uji_selesai"
        )
        dihapus, berbeda = kursor.fetchone()
        kursor.execute("drop trigger uji_catat on kehadiran_antreanhari; drop function uji_catat")
        kursor.execute("drop table uji_selesai")
    oktober = HariKehadiran.objects.filter(tanggal__month=10)
    sebelum = oktober.count()
    berubah = hitung_bulan(OKTOBER, pada=timezone.now()) - (oktober.count() - sebelum)
    baris = [
        ("Rekam yang datang", str(ditekan), ""),
        ("Hari yang dikerjakan tiap proses", " + ".join(map(str, selesai)), ""),
        ("Dikerjakan dua kali", str(sum(selesai) + sisa - berbeda), "0"),
        ("Hari terhitung yang keliru", str(berubah), "0"),
    ]
    for b in baris:
        print(" | ".join(b))
    tulis_angka("Antrean hari: dua proses sekaligus", perintah="make soak", baris=baris)
    assert not AntreanHari.objects.exists()
    assert sum(selesai) + sisa == dihapus == berbeda
    assert all(selesai), "both took part"
    assert (sebelum > ORANG, berubah) == (True, 0)
