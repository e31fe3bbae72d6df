"""What became of a sidak or apel: its counts, its people, its findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from terukur.antarmuka.formulir import Formulir
from terukur.kehadiran.choices import JenisPengawasan, KeadaanOrang, StatusPengawasan
from terukur.kehadiran.models import Pengawasan
from terukur.kehadiran.queries import pengawasan as queries
from terukur.kehadiran.queries.apel import BERKETERANGAN, HADIR, TIDAK_IKUT, TIDAK_WAJIB, hadir_apel
from terukur.kehadiran.queries.berita_acara import nama_opd, sebut_lingkup
from terukur.kehadiran.queries.temuan import temuan_terlihat
from terukur.kehadiran.rules.pengawasan import sebut_ada
from terukur.organisasi.queries import zona_pemda
from terukur.organisasi.views.kerangka import Daftar, KolomDaftar, halaman_daftar, pembaca

J, S, K = JenisPengawasan, StatusPengawasan, KeadaanOrang
LENCANA = {
    S.DIRENCANAKAN: "tunggu", S.BERJALAN: "info", S.SELESAI: "selesai", S.DIBATALKAN: "netral",
}  # fmt: skip
JENIS_KATA = {
    "Ada": "selesai", HADIR: "selesai", "Tidak ada di tempat": "buruk", TIDAK_IKUT: "buruk",
    "Tidak ditandai": "tunggu", BERKETERANGAN: "info",
}  # fmt: skip
TAMPIL = 100
"""Rows on the page itself; the list has all."""


@dataclass(frozen=True, slots=True)
class BarisHasil:
    """One person as the page and the file say it."""

    pk: int
    nama: str
    sebutan: str
    eselon: str
    opd: str
    keadaan: str
    keterangan: str
    kata: str
    jam: str
    oleh: str
    rekam: str
    catatan: str
    letak: str
    diganti: tuple[str, ...]

    @property
    def jenis(self) -> str:
        return JENIS_KATA.get(self.kata, "netral")


def _kata(b: queries.BarisOrang, apel: dict[int, tuple[str, Any]] | None) -> str:
    if apel is not None:
        return apel[b.o.pk][0]
    if b.tanda is not None:
        return sebut_ada(b.tanda.ada).capitalize()
    return "Tidak ditandai" if b.o.keadaan == K.WAJIB else K(b.o.keadaan).label


def susun_hasil(request: HttpRequest, p: Pengawasan) -> list[BarisHasil]:
    """Everybody whom the reader may see in it, with the presses of the day. A fixed number of queries."""
    baris = queries.baris_orang(list(queries.orang_dari(p, untuk=pembaca(request))))
    apel = hadir_apel(p.pk) if p.jenis == J.APEL else None
    opd = nama_opd({b.o.opd_id for b in baris})
    zona = zona_pemda()
    if apel is None:
        queries.isi_rekam(baris, p.mulai_pada)
    else:
        for b in baris:
            saat = apel[b.o.pk][1]
            b.rekam = f"rekam {saat.astimezone(zona):%H.%M}" if saat else ""
    return [
        BarisHasil(
            b.o.pk,
            b.o.nama,
            b.o.sebutan,
            b.o.eselon,
            opd.get(b.o.opd_id, ""),
            b.o.get_keadaan_display(),
            b.o.keterangan,
            _kata(b, apel),
            f"{b.tanda.pada.astimezone(zona):%H.%M}" if b.tanda else "",
            b.tanda.nama if b.tanda else "",
            b.rekam,
            b.tanda.catatan if b.tanda else "",
            f"{b.tanda.lintang}, {b.tanda.bujur} (± {b.tanda.akurasi} m)"
            if b.tanda and b.tanda.lintang is not None
            else "",
            tuple(f"semula {sebut_ada(t.ada)}, {t.pada.astimezone(zona):%H.%M}, {t.nama}" for t in b.diganti),
        )
        for b in baris
    ]


def konteks_hasil(request: HttpRequest, p: Pengawasan) -> dict[str, Any]:
    """The page of one that does not run, or that is not the reader's to run."""
    pengguna = pembaca(request)
    konteks: dict[str, Any] = {
        "p": p, "lingkup": sebut_lingkup(p), "lencana": LENCANA[S(p.status)], "apel": p.jenis == J.APEL,
        "jalankan": p.status == S.DIRENCANAKAN and queries.boleh_jalankan(p, pengguna),
        "boleh_batal": queries.boleh_tutup(p, pengguna), "jumlah": [],
        "mesin": [m.nama for m in p.mesin.order_by("nama", "pk")] if p.jenis == J.APEL else [],
        "temuan": [], "baris": [], "lagi": 0,
    }  # fmt: skip
    if p.status != S.SELESAI:
        return konteks
    baris = susun_hasil(request, p)
    urut = list(JENIS_KATA)
    penting = sorted(
        (b for b in baris if b.kata in urut and b.kata not in ("Ada", HADIR)),
        key=lambda b: (-urut.index(b.kata), b.nama),
    )
    kata = (
        (HADIR, TIDAK_IKUT, BERKETERANGAN, TIDAK_WAJIB) if p.jenis == J.APEL
        else ("Ada", "Tidak ada di tempat", "Tidak ditandai", K.BERKETERANGAN.label)
    )  # fmt: skip
    return konteks | {
        "jumlah": [(n, sum(1 for b in baris if b.kata == n), JENIS_KATA.get(n, "")) for n in kata],
        "baris": penting[:TAMPIL],
        "lagi": max(0, len(penting) - TAMPIL),
        "temuan": list(
            temuan_terlihat(pengguna).filter(orang__in=[b.pk for b in baris]).order_by("orang__nama", "pk")
        )
        if p.jenis == J.SIDAK
        else [],
    }


def daftar_hasil(request: HttpRequest, p: Pengawasan, remah: Sequence[tuple[str, str]]) -> HttpResponseBase:
    """Everybody of it. The position of a mark is in the file only, and only for who inspects."""
    apel = p.jenis == J.APEL
    kolom = [
        KolomDaftar("Pegawai", "nama", "nama"),
        KolomDaftar("Jabatan", "sebutan", "sebutan"),
        KolomDaftar("Eselon", "eselon", "eselon", di="unduhan"),
        KolomDaftar("OPD", "opd", "opd", di="semua" if p.opd_id is None else "unduhan"),
        KolomDaftar("Keadaan", "keadaan", "keadaan"),
        KolomDaftar("Keterangan", "keterangan", "keterangan"),
        KolomDaftar("Hasil", "kata", "kata", lencana=True),
        KolomDaftar("Ditandai", "jam", "jam"),
        KolomDaftar("Oleh", "oleh", di="unduhan"),
        KolomDaftar("Rekam", "rekam"),
        KolomDaftar("Catatan", "catatan", di="unduhan"),
        KolomDaftar("Tanda semula", lambda b: "; ".join(b.diganti), di="unduhan"),
    ]
    if not apel and queries.boleh_jalankan(p, pembaca(request)):
        kolom.append(KolomDaftar("Letak", "letak", di="unduhan"))
    baris: list[Any] = susun_hasil(request, p)
    return halaman_daftar(
        request, Daftar(f"Daftar {p.nama}", kolom, baris, "nama", Formulir(), remah=list(remah))
    )
