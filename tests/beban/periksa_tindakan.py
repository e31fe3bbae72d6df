"""``python -m tests.beban.periksa_tindakan FILE``: which acts of a JSON list the database lacks or has twice.

An act is ``[event, package, register number or ""]`` and happens once to a package. A lost number may be
given again, so a receipt counts only with its package.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import django


def main(berkas: Path) -> dict[str, object]:
    from terukur.jejak.models import Catatan
    from terukur.tenggat.models import TandaTerima

    dipegang = [tuple(t) for t in json.loads(berkas.read_text())]
    ada = Counter(
        Catatan.objects.filter(objek="pengajuan", ditolak=False)
        .order_by("nomor")
        .values_list("peristiwa", "objek_id")
    )
    semua = TandaTerima.objects.select_related("kertas").order_by("pk")
    tanda = {(t.kertas.nomor, str(t.pengajuan_id)) for t in semua}
    return {
        "tindakan": len(dipegang),
        "hilang": [t for t in dipegang if not ada[t[:2]]],
        "ganda": [t for t in dipegang if ada[t[:2]] > 1],
        "tanda": sum(bool(nomor) for _, _, nomor in dipegang),
        "tanda_hilang": [n for _, paket, n in dipegang if n and (n, paket) not in tanda],
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(Path(sys.argv[1]))))
