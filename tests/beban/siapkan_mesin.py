"""``python -m tests.beban.siapkan_mesin JUMLAH``: devices ``BEBAN000`` .. and a thousand mapped PIN."""

import datetime as dt
import json
import sys
from typing import Any

import django

PIN_DIPETAKAN = 1000


def nomor_seri(n: int) -> str:
    return f"BEBAN{n:03d}"


def main(jumlah: int) -> dict[str, Any]:
    from django.db import transaction
    from django.utils import timezone

    from terukur.inti.pelaku import SISTEM
    from terukur.kehadiran.models import KelompokMesin, Mesin, PinPegawai
    from terukur.organisasi import actions as org
    from terukur.organisasi.choices import StatusPegawai
    from terukur.organisasi.models import OPD, Pegawai

    kini = timezone.now()
    with transaction.atomic():
        kelompok = KelompokMesin.objects.create(nama="Mesin uji beban")
        opd = list(OPD.objects.filter(aktif=True).order_by("kode"))
        Mesin.objects.bulk_create(
            Mesin(
                nomor_seri=nomor_seri(n), nama=f"Mesin beban {n}", kelompok=kelompok, opd=opd[n % len(opd)],
                zona=8,
            )
            for n in range(jumlah)
        )  # fmt: skip
        pegawai = list(Pegawai.objects.order_by("pk")[:PIN_DIPETAKAN])
        for n in range(len(pegawai), PIN_DIPETAKAN):
            pegawai.append(
                org.catat_pegawai(
                    nama=f"Pegawai Beban {n}", status=StatusPegawai.PNS, nip=f"9999077{n:011d}",
                    pengguna=None, oleh=SISTEM, pada=kini,
                )
            )  # fmt: skip
        PinPegawai.objects.bulk_create(
            PinPegawai(
                kelompok=kelompok, pin=str(n + 1), pegawai=p, berlaku_sejak=dt.date(2026, 1, 1),
                dicatat_pada=kini,
            )
            for n, p in enumerate(pegawai)
        )  # fmt: skip
    return {"seri": [nomor_seri(n) for n in range(jumlah)], "zona": 8}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]))))
