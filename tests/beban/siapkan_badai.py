"""``python -m tests.beban.siapkan_badai OPERATOR PEMIMPIN MENIT``: forty OPD a few minutes before a deadline.

Adds what the demo kabupaten lacks: OPD up to forty, each with a head, OPERATOR operators spread over
them, PEMIMPIN leaders, all with the demo's password. Opens two windows due at the same instant: one
whose packages wait for their heads' signature, one whose rows and documents are still being filled.
Prints the deadline and everybody's work as JSON.
"""

import datetime as dt
import json
import sys
from typing import Any
from uuid import uuid4

import django

JUMLAH_OPD = 40


def main(operator: int, pemimpin: int, menit: float) -> dict[str, Any]:
    from django.db import transaction
    from django.utils import timezone

    from terukur.akun.peran import Peran
    from terukur.inti.pelaku import SISTEM
    from terukur.organisasi.actions import beri_peran
    from terukur.tenggat.choices import Tahapan

    kini = timezone.now()
    tenggat = (kini + dt.timedelta(minutes=menit)).replace(second=0, microsecond=0)
    with transaction.atomic():
        semua = _opd(kini)
        milik: dict[Any, list[Any]] = {o.pk: [] for o in semua}
        for n in range(operator):
            opd = semua[n % len(semua)]
            pengguna = _pengguna(f"operator.badai{n + 1}", kini)
            beri_peran(
                pengguna=pengguna, peran=Peran.OPERATOR_OPD, opd=opd, sejak=timezone.localdate(kini),
                dasar="Uji beban", akses=None, oleh=SISTEM, pada=kini,
            )  # fmt: skip
            milik[opd.pk].append(pengguna)
        for n in range(pemimpin):
            beri_peran(
                pengguna=_pengguna(f"pemimpin.badai{n + 1}", kini), peran=Peran.PIMPINAN, opd=None,
                sejak=timezone.localdate(kini), dasar="Uji beban", akses=None, oleh=SISTEM, pada=kini,
            )  # fmt: skip
        banyak = -(-operator // len(semua))
        siap = _jendela("menunggu tanda tangan", Tahapan.RANCANGAN_AWAL_RENJA, semua, 1, tenggat, kini)
        isi = _jendela("masih diisi", Tahapan.RANCANGAN_RENJA, semua, banyak, tenggat, kini)
        return {
            "tenggat": tenggat.isoformat(),
            "jendela": [str(siap.pk), str(isi.pk)],
            "kepala": _siapkan_tanda_tangan(siap, kini),
            "operator": _siapkan_isian(isi, milik, kini),
            "pemimpin": [f"pemimpin.badai{n + 1}" for n in range(pemimpin)],
        }


def _pengguna(nama: str, kini: dt.datetime) -> Any:
    from terukur.akun.models import Pengguna

    contoh = Pengguna.objects.get(nama_pengguna="bupati")  # everybody's password is the demo's
    pengguna = Pengguna(nama_pengguna=nama, nama=f"{nama} (contoh)", dibuat_pada=kini)
    pengguna.password = contoh.password
    pengguna.save(force_insert=True)
    return pengguna


def _opd(kini: dt.datetime) -> list[Any]:
    """Forty OPD with a head who may sign; those of the demo that have an acting one stay out of the sum."""
    from django.utils import timezone

    from terukur.inti.pelaku import SISTEM
    from terukur.organisasi import actions as org
    from terukur.organisasi.choices import Eselon, JenisOPD, JenisPenugasan, StatusPegawai
    from terukur.organisasi.models import OPD

    hari = timezone.localdate(kini)
    semua = list(OPD.objects.filter(aktif=True).order_by("kode"))
    for n in range(JUMLAH_OPD - len(semua)):
        nama = f"Dinas Beban {n + 1}"
        opd = org.catat_opd(
            kode=f"3.27.0.00.0.00.{n + 40:02d}.0000", nama=nama, singkatan=nama, jenis=JenisOPD.DINAS,
            induk=None, sejak=hari, dasar="Uji beban", oleh=SISTEM, pada=kini,
        )  # fmt: skip
        jabatan = org.catat_jabatan(
            opd=opd, nama=f"Kepala {nama}", eselon=Eselon.II_B, kepala=True, tunggal=True, sejak=hari,
            dasar="Uji beban", oleh=SISTEM, pada=kini,
        )  # fmt: skip
        kepala = _pengguna(f"kepala.beban{n + 1}", kini)
        pegawai = org.catat_pegawai(
            nama=kepala.nama, status=StatusPegawai.PNS, nip=f"9999{90_000 + n:014d}", pengguna=kepala,
            oleh=SISTEM, pada=kini,
        )  # fmt: skip
        org.tugaskan(
            pegawai=pegawai, jabatan=jabatan, jenis=JenisPenugasan.DEFINITIF, nomor_sk=f"821/{n}/BEBAN",
            tanggal_sk=hari, sejak=hari, sampai=None, oleh=SISTEM, pada=kini,
        )  # fmt: skip
        semua.append(opd)
    return semua


def _jendela(
    judul: str, tahapan: str, semua: list[Any], dokumen: int, tenggat: dt.datetime, kini: dt.datetime
) -> Any:
    from terukur.inti.pelaku import SISTEM
    from terukur.tenggat.actions import IsiDokumen, IsiJendela, buka_jendela, siapkan_jendela

    program = () if dokumen == 1 else (("kebutuhan_anggaran", True),)
    jendela = siapkan_jendela(
        isi=IsiJendela(
            judul=f"Badai: {judul}", tahun=2028, tahapan=tahapan, nomor_edaran=f"000.7/{dokumen}/BADAI",
            tanggal_edaran=kini.date(), zona="WITA", dibuka_pada=kini - dt.timedelta(minutes=1),
            tenggat_pada=tenggat, ditutup_pada=tenggat + dt.timedelta(days=1),
            syarat=(*program, ("data_dukung", True)),
            dokumen=tuple(IsiDokumen(nama=f"Dokumen {n + 1}") for n in range(dokumen)),
            opd_ids=tuple(o.pk for o in semua),
        ),
        oleh=SISTEM, pada=kini,
    )  # fmt: skip
    return buka_jendela(jendela_id=jendela.pk, oleh=SISTEM, pada=kini)


def _paket(jendela: Any) -> list[Any]:
    from terukur.tenggat.models import Pengajuan

    return list(
        Pengajuan.objects.filter(jendela=jendela).select_related("opd", "jendela").order_by("opd__kode")
    )


def _siapkan_tanda_tangan(jendela: Any, kini: dt.datetime) -> list[dict[str, str]]:
    """Every package complete and ready; who signs it."""
    from terukur.contoh.actions.isian import Pengisi
    from terukur.inti.pelaku import SISTEM
    from terukur.organisasi.queries import penanda_tangan
    from terukur.tenggat.actions import tandai_siap

    pengisi, hasil = Pengisi(), []
    for p in _paket(jendela):
        pengisi.dokumen(p, oleh=SISTEM, pada=kini)
        tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=kini)
        kepala = penanda_tangan(p.opd_id, pada=kini)
        assert kepala, f"nobody signs for {p.opd.nama}"
        assert kepala.pegawai.pengguna
        hasil.append({"id": str(p.pk), "opd": p.opd.nama, "nama": kepala.pegawai.pengguna.nama_pengguna})
    return hasil


def _siapkan_isian(jendela: Any, milik: dict[Any, list[Any]], kini: dt.datetime) -> list[dict[str, str]]:
    """For every operator a row of his own with one need, and a document to hand in."""
    from terukur.contoh.actions.isian import PENUNJANG, Pengisi
    from terukur.inti.pelaku import SISTEM
    from terukur.tenggat.models import DokumenSyarat

    pengisi = Pengisi()
    dokumen = list(DokumenSyarat.objects.filter(jendela=jendela).order_by("urutan", "pk"))
    tersedia = [k for k in pengisi.nomenklatur if k.startswith("X.XX.01.") and k.count(".") == 5]
    kode = [*PENUNJANG, *(k for k in tersedia if k not in PENUNJANG)]
    hasil = []
    for p in _paket(jendela):
        baris = pengisi.program(p, kode[: len(milik[p.opd_id])], oleh=SISTEM, pada=kini)
        pengisi.kebutuhan(p, baris, oleh=SISTEM, pada=kini)
        for pengguna, sub, dok in zip(milik[p.opd_id], baris, dokumen, strict=False):
            hasil.append(
                {
                    "id": str(p.pk), "nama": pengguna.nama_pengguna, "sub": str(sub.pk),
                    "dokumen": str(dok.pk), "nilai": f"Sasaran {uuid4().hex[:12]}",
                }
            )  # fmt: skip
    return hasil


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))))
