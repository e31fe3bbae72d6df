"""``python -m tests.beban.periksa_tenggat FILE``: what real workers made of ``siapkan_tenggat``'s windows."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import django


def main(daftar: list[dict[str, Any]]) -> dict[str, Any]:
    from terukur.tenggat.models import LaporanKeterlambatan, Pengajuan

    hasil: dict[str, Any] = {"edisi": 0, "terlewat": [], "ganda": [], "salah": [], "jeda": []}
    for d in daftar:
        opd = {
            str(p): str(o) for p, o in Pengajuan.objects.filter(jendela=d["jendela"]).values_list("pk", "opd")
        }
        edisi = list(LaporanKeterlambatan.objects.filter(jendela=d["jendela"]).select_related("kertas"))
        hasil["edisi"] += len(edisi)
        if len({e.saat for e in edisi}) != len(edisi):
            hasil["ganda"].append(d["jendela"])
        for jenis, s in d["saat"].items():
            saat = dt.datetime.fromisoformat(s["pada"])
            [satu] = [e for e in edisi if e.saat == saat] or [None]
            if satu is None:
                hasil["terlewat"].append(f"{d['jendela']} {jenis}")
                continue
            tertulis = {opd[b["pengajuan"]]: b["keadaan"] for b in satu.kertas.isi["baris"]}
            if tertulis != s["harap"]:
                hasil["salah"].append(f"{d['jendela']} {jenis}: {tertulis}")
            if not d["lalu"]:
                hasil["jeda"].append((satu.terbit_pada - saat).total_seconds() - d["toleransi"])
    return hasil


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(json.loads(Path(sys.argv[1]).read_text()))))
