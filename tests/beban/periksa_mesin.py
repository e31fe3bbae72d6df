"""``python -m tests.beban.periksa_mesin``: what the database holds of the devices ``BEBAN..``."""

import json
from typing import Any

import django


def main() -> dict[str, Any]:
    from terukur.kehadiran.models import AntreanHari, BarisKarantina, KeadaanMesin, Kiriman, Pindai
    from terukur.kehadiran.rules.terima import zona

    daerah = zona(8)
    return {
        "pindai": [
            [seri, pin, f"{waktu.astimezone(daerah):%Y-%m-%d %H:%M:%S}"]
            for seri, pin, waktu in Pindai.objects.filter(mesin__nomor_seri__startswith="BEBAN")
            .values_list("mesin__nomor_seri", "pin", "waktu")
            .iterator()
        ],
        "cap": dict(
            KeadaanMesin.objects.filter(mesin__nomor_seri__startswith="BEBAN").values_list(
                "mesin__nomor_seri", "cap__ATTLOG"
            )
        ),
        "kiriman": Kiriman.objects.count(),
        "karantina": BarisKarantina.objects.count(),
        "antrean": AntreanHari.objects.count(),
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main()))
