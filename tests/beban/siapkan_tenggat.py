"""``python -m tests.beban.siapkan_tenggat LALU KINI DETIK``: many deadlines for real workers.

LALU windows fell due three hours ago and closed an hour ago, while no worker knew of them; KINI
windows fall due one by one within the next DETIK seconds and close half a minute later. Of three
OPD the first submits in time, the second only after the deadline (in windows of the past), the
third never. Prints, per window, the instants and what the late list must say at each.
"""

import datetime as dt
import json
import random
import sys
from typing import Any

import django

HARAP = {
    "tenggat": {0: "tepat_waktu", 1: "belum", 2: "belum"},
    "tutup_lalu": {0: "tepat_waktu", 1: "terlambat", 2: "belum"},
    "tutup_kini": {0: "tepat_waktu", 1: "belum", 2: "belum"},
}


def main(lalu: int, kini_jumlah: int, detik: float) -> list[dict[str, Any]]:
    from django.db import transaction
    from django.utils import timezone

    acak = random.Random(lalu + kini_jumlah)
    kini = timezone.now()
    hasil = []
    with transaction.atomic():  # no worker sees half of it
        for n in range(lalu):
            tenggat = kini - dt.timedelta(hours=3, seconds=n)
            hasil.append(_satu(n, tenggat, tenggat + dt.timedelta(hours=2), kini, lalu=True))
        for n in range(lalu, lalu + kini_jumlah):
            tenggat = kini + dt.timedelta(seconds=acak.uniform(60, 60 + detik))
            hasil.append(_satu(n, tenggat, tenggat + dt.timedelta(seconds=30), kini, lalu=False))
    return hasil


def _satu(
    n: int, tenggat: dt.datetime, tutup: dt.datetime, kini: dt.datetime, *, lalu: bool
) -> dict[str, Any]:
    from terukur.akun.akses import susun_akses
    from terukur.contoh.actions.isian import Pengisi
    from terukur.inti.pelaku import SISTEM
    from terukur.organisasi.models import OPD
    from terukur.organisasi.queries import penanda_tangan
    from terukur.tenggat.actions import (
        IsiDokumen,
        IsiJendela,
        ajukan,
        buka_jendela,
        siapkan_jendela,
        tandai_siap,
    )
    from terukur.tenggat.choices import Tahapan
    from terukur.tenggat.models import Pengajuan

    awal = min(kini, tenggat) - dt.timedelta(hours=1)
    opd = list(OPD.objects.filter(aktif=True, jenis="dinas").order_by("kode"))
    opd = (opd + opd)[n % len(opd) :][:3]
    jendela = siapkan_jendela(
        isi=IsiJendela(
            judul=f"Tenggat {n + 1}", tahun=2028, tahapan=Tahapan.RANCANGAN_AWAL_RENJA,
            nomor_edaran=f"000.7/{n + 1}/TENGGAT", tanggal_edaran=awal.date(),
            zona=("WIB", "WITA", "WIT")[n % 3], dibuka_pada=awal, tenggat_pada=tenggat, ditutup_pada=tutup,
            syarat=(("data_dukung", True),), dokumen=(IsiDokumen(nama="SK Tim"),),
            opd_ids=tuple(o.pk for o in opd), toleransi_detik=n % 3 * 10,
        ),
        oleh=SISTEM, pada=awal,
    )  # fmt: skip
    buka_jendela(jendela_id=jendela.pk, oleh=SISTEM, pada=awal)
    menyusul = tenggat + dt.timedelta(minutes=40)
    for o, saat in zip(opd, (awal, menyusul) if lalu else (awal,), strict=False):
        p = Pengajuan.objects.select_related("opd", "jendela").get(jendela=jendela, opd=o)
        Pengisi().dokumen(p, oleh=SISTEM, pada=saat)
        tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=saat)
        penugasan = penanda_tangan(o.pk, pada=saat)
        assert penugasan
        kepala = penugasan.pegawai.pengguna
        assert kepala
        kepala.akses = susun_akses(kepala, pada=saat)
        ajukan(pengajuan_id=p.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=saat)
    keadaan = {"tenggat": HARAP["tenggat"], "tutup": HARAP["tutup_lalu" if lalu else "tutup_kini"]}
    saat_saat = {"tenggat": tenggat, "tutup": tutup}
    return {
        "jendela": str(jendela.pk),
        "toleransi": jendela.toleransi_detik,
        "lalu": lalu,
        "saat": {
            k: {"pada": s.isoformat(), "harap": {str(opd[i].pk): v for i, v in keadaan[k].items()}}
            for k, s in saat_saat.items()
        },
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))))
