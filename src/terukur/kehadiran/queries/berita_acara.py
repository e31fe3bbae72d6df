"""What the papers of a sidak and of an apel say."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from terukur.inti.waktu import tulis_waktu
from terukur.kehadiran.choices import KeadaanOrang, LingkupJadwal
from terukur.kehadiran.models import Pengawasan
from terukur.kehadiran.queries.apel import BERKETERANGAN, HADIR, TIDAK_IKUT, hadir_apel
from terukur.kehadiran.queries.pengawasan import BarisOrang, sebut_jam
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import zona_pemda

K, L = KeadaanOrang, LingkupJadwal


def sebut_lingkup(p: Pengawasan) -> str:
    """The place in words: unit and OPD, or all."""
    if p.opd is None:
        return str(L.SEMUA.label)
    return f"{p.unit.nama}, {p.opd.nama}" if p.unit else p.opd.nama


def nama_opd(opd_ids: Collection[UUID | None]) -> dict[UUID | None, str]:
    """{OPD: its name}. One query."""
    return dict(OPD.objects.filter(pk__in=[o for o in opd_ids if o]).order_by("pk").values_list("pk", "nama"))


def _kepala(p: Pengawasan) -> dict[str, Any]:
    zona = zona_pemda()
    assert p.dibuka_pada
    assert p.ditutup_pada
    return {
        "nama": p.nama, "lingkup": sebut_lingkup(p), "tempat": p.tempat, "nomor_tugas": p.nomor_tugas,
        "dibuka": tulis_waktu(p.dibuka_pada, zona), "ditutup": tulis_waktu(p.ditutup_pada, zona),
        "penutup": p.ditutup_nama, "pendamping": p.pendamping, "jabatan_pendamping": p.jabatan_pendamping,
        "catatan": p.catatan, "sidik_tanda": p.sidik_tanda,
    }  # fmt: skip


def isi_sidak(p: Pengawasan, baris: Sequence[BarisOrang]) -> dict[str, Any]:
    """Counts, who was not there, and who may have a reason; letters by kind only."""
    wajib = [b for b in baris if b.o.keadaan == K.WAJIB]
    jumlah = {
        "wajib": len(wajib),
        "ada": sum(1 for b in wajib if b.tanda and b.tanda.ada),
        "tidak_ada": sum(1 for b in wajib if b.tanda and not b.tanda.ada),
        "tidak_ditandai": sum(1 for b in wajib if b.tanda is None),
        "berketerangan": sum(1 for b in baris if b.o.keadaan == K.BERKETERANGAN),
        "lepas": sum(1 for b in baris if b.o.keadaan == K.LEPAS),
        "lain_terlihat": sum(1 for b in baris if b.o.keadaan != K.WAJIB and b.tanda and b.tanda.ada),
        "koreksi": sum(len(b.diganti) for b in baris),
    }
    petugas = sorted({b.tanda.nama for b in baris if b.tanda})
    return {
        **_kepala(p), "jumlah": jumlah, "petugas": petugas,
        "tanpa_letak": sum(1 for b in baris if b.tanda and b.tanda.lintang is None),
        "bertanda": sum(1 for b in baris if b.tanda),
        "tidak_ada": [
            [b.o.nama, b.o.sebutan, sebut_jam(int(b.tanda.pada.timestamp())), b.tanda.catatan]
            for b in baris if b.tanda and not b.tanda.ada
        ],
        "berketerangan": [
            [b.o.nama, b.o.sebutan, b.o.keterangan, "terlihat" if b.tanda and b.tanda.ada else ""]
            for b in baris if b.o.keadaan == K.BERKETERANGAN
        ],
    }  # fmt: skip


def isi_apel(p: Pengawasan, baris: Sequence[BarisOrang]) -> dict[str, Any]:
    """Counts by OPD and everybody's name of one OPD; of all, only the counts."""
    kata = hadir_apel(p.pk)
    opd = dict(nama_opd({b.o.opd_id for b in baris}))
    per: dict[str, Counter[str]] = {}
    for b in baris:
        per.setdefault(opd.get(b.o.opd_id, "Tanpa OPD"), Counter())[kata[b.o.pk][0]] += 1
    semua = sum(per.values(), Counter[str]())
    jam = {o: sebut_jam(int(r.timestamp())) if r else "" for o, (_, r) in kata.items()}
    return {
        **_kepala(p),
        "waktu": tulis_waktu(p.mulai_pada, zona_pemda()),
        "jumlah": {
            "hadir": semua[HADIR],
            "berketerangan": semua[BERKETERANGAN],
            "tidak_ikut": semua[TIDAK_IKUT],
        },
        "opd": [[n, c[HADIR], c[BERKETERANGAN], c[TIDAK_IKUT]] for n, c in sorted(per.items())],
        "orang": [
            [
                b.o.nama,
                b.o.sebutan,
                kata[b.o.pk][0],
                jam[b.o.pk] or ("ditandai" if b.tanda else ""),
                b.o.keterangan,
            ]
            for b in baris
            if b.o.keadaan != K.LEPAS or b.tanda
        ]
        if p.lingkup != L.SEMUA
        else [],
    }
