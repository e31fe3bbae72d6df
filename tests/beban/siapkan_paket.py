"""``python -m tests.beban.siapkan_paket JUMLAH [MENIT]``: windows that ask every OPD for one document.

Due in MENIT minutes (default: tomorrow). Prints the packages as JSON: id, document, user names.
"""

import datetime as dt
import json
import sys

import django


def main(jumlah: int, menit: float) -> list[dict[str, str]]:
    from django.utils import timezone

    from terukur.akun.models import Pengguna
    from terukur.contoh.akun import nama_pendek
    from terukur.inti.pelaku import SISTEM
    from terukur.organisasi.models import OPD
    from terukur.tenggat.actions import IsiDokumen, IsiJendela, buka_jendela, siapkan_jendela
    from terukur.tenggat.choices import Tahapan
    from terukur.tenggat.models import DokumenSyarat, Pengajuan

    kini = timezone.now()
    tenggat = kini + dt.timedelta(minutes=menit)
    akun = set(Pengguna.objects.values_list("nama_pengguna", flat=True))
    peserta = [
        o for o in OPD.objects.filter(aktif=True).order_by("kode")
        if f"kepala.{nama_pendek(o.singkatan)}" in akun
    ]  # fmt: skip
    hasil = []
    for n in range(jumlah):
        jendela = siapkan_jendela(
            isi=IsiJendela(
                judul=f"Beban {n + 1}", tahun=2028, tahapan=Tahapan.RANCANGAN_AWAL_RENJA,
                nomor_edaran=f"000.7/{n + 1}/BEBAN", tanggal_edaran=kini.date(), zona="WITA",
                dibuka_pada=kini - dt.timedelta(minutes=1), tenggat_pada=tenggat,
                ditutup_pada=tenggat + dt.timedelta(days=1), syarat=(("data_dukung", True),),
                dokumen=(IsiDokumen(nama="SK Tim", jenis=("pdf",)),),
                opd_ids=tuple(o.pk for o in peserta),
            ),
            oleh=SISTEM, pada=kini,
        )  # fmt: skip
        buka_jendela(jendela_id=jendela.pk, oleh=SISTEM, pada=kini)
        dokumen = str(DokumenSyarat.objects.get(jendela=jendela).pk)
        for p in Pengajuan.objects.filter(jendela=jendela).select_related("opd").order_by("opd__kode"):
            pendek = nama_pendek(p.opd.singkatan)
            hasil.append(
                {
                    "id": str(p.pk), "jendela": str(jendela.pk), "dokumen": dokumen, "opd": p.opd.singkatan,
                    "operator": f"operator.{pendek}", "kepala": f"kepala.{pendek}",
                }
            )  # fmt: skip
    return hasil


if __name__ == "__main__":
    django.setup()
    menit = float(sys.argv[2]) if len(sys.argv) > 2 else 24 * 60
    print(json.dumps(main(int(sys.argv[1]), menit)))
