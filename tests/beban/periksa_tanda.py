"""``python -m tests.beban.periksa_tanda FILE``: which register numbers of a JSON list the database lacks.

Also counts packages handed in twice and files whose bytes on disk are not those recorded.
"""

import json
import sys
from pathlib import Path

import django


def main(berkas: Path) -> dict[str, object]:
    from terukur.berkas import gudang
    from terukur.berkas.models import Berkas
    from terukur.tenggat.models import TandaTerima

    nomor = json.loads(berkas.read_text())
    semua = TandaTerima.objects.select_related("kertas").order_by("pk")
    ada = {t.kertas.nomor: (t.pengajuan_id, t.versi) for t in semua}
    rusak = 0
    for sidik in Berkas.objects.order_by("sidik").values_list("sidik", flat=True).distinct():
        with gudang.jalan(sidik).open("rb") as isi:
            rusak += gudang.hitung_sidik(isi)[0] != sidik
    return {
        "dipegang": len(nomor),
        "hilang": sorted(set(nomor) - set(ada)),
        "tersimpan": len(ada),
        "ganda": len(ada) - len(set(ada.values())),
        "berkas_rusak": rusak,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(Path(sys.argv[1]))))
