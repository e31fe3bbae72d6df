"""``python -m tests.beban.periksa_tanda FILE``: which receipts of a JSON list the database lacks.

A receipt is ``[register number, package]``: a lost number may be given again to another. Also
counts packages handed in twice and files whose bytes on disk are not those recorded.
"""

import json
import sys
from pathlib import Path

import django


def main(berkas: Path) -> dict[str, object]:
    from terukur.berkas import gudang
    from terukur.berkas.models import Berkas
    from terukur.tenggat.models import TandaTerima

    dipegang = [tuple(t) for t in json.loads(berkas.read_text())]
    semua = TandaTerima.objects.select_related("kertas").order_by("pk")
    ada = {(t.kertas.nomor, str(t.pengajuan_id)): (t.pengajuan_id, t.versi) for t in semua}
    rusak = 0
    for sidik in Berkas.objects.order_by("sidik").values_list("sidik", flat=True).distinct():
        with gudang.jalan(sidik).open("rb") as isi:
            rusak += gudang.hitung_sidik(isi)[0] != sidik
    return {
        "dipegang": len(dipegang),
        "hilang": sorted(set(dipegang) - set(ada)),
        "tersimpan": len(ada),
        "ganda": len(ada) - len(set(ada.values())),
        "berkas_rusak": rusak,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(Path(sys.argv[1]))))
