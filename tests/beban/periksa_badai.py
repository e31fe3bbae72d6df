"""``python -m tests.beban.periksa_badai FILE``: what became of everything acknowledged in a storm."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import django


def main(isi: dict[str, Any]) -> dict[str, Any]:
    from terukur.perencanaan.models import SubKegiatanRencana
    from terukur.tenggat.models import DokumenPengajuan, LaporanKeterlambatan, TandaTerima

    nilai = {
        str(pk): v
        for pk, v in SubKegiatanRencana.objects.filter(pk__in=isi["tersimpan"]).values_list(
            "pk", "kelompok_sasaran"
        )
    }
    masuk = {
        (str(p), str(d))
        for p, d in DokumenPengajuan.objects.filter(digantikan_pada=None).values_list("pengajuan", "dokumen")
    }
    semua = TandaTerima.objects.select_related("kertas", "pengajuan").order_by("pk")
    tanda = {(t.kertas.nomor, str(t.pengajuan_id)): t.pengajuan.tepat_waktu for t in semua}
    return {
        "simpan_hilang": [k for k, v in isi["tersimpan"].items() if nilai.get(k) != v],
        "unggah_hilang": [list(u) for u in isi["terunggah"] if tuple(u) not in masuk],
        "hilang": [t["nomor"] for t in isi["tanda"] if (t["nomor"], t["id"]) not in tanda],
        "terlambat_padahal_tiba": [
            t["nomor"] for t in isi["tanda"]
            if t["berangkat"] < isi["tenggat"] and tanda.get((t["nomor"], t["id"])) is False
        ],
        "laporan": LaporanKeterlambatan.objects.filter(
            jendela__in=isi["jendela"], saat=dt.datetime.fromtimestamp(isi["tenggat"], tz=dt.UTC)
        ).count(),
    }  # fmt: skip


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(json.loads(Path(sys.argv[1]).read_text()))))
