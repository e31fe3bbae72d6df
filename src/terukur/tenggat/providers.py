"""What this room offers: data dukung, a list of named documents, as a requirement; its health."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.berkas.models import Berkas
from terukur.berkas.queries import buka
from terukur.inti.kesehatan import Hasil, Keadaan, Ukuran, nilai_batas, tulis_lama
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_sisa
from terukur.jejak.penyedia import BerkasUnsur, KataIsi, ObjekJejak, Populasi, Saringan, Unsur
from terukur.tenggat import queries
from terukur.tenggat.choices import HasilReviu, JenisPenetapan, JenisSaat
from terukur.tenggat.models import (
    Denyut,
    DokumenPengajuan,
    DokumenSyarat,
    GangguanLayanan,
    HasilTTE,
    IsiBeku,
    Jendela,
    Pengajuan,
)
from terukur.tenggat.penyedia import Kelengkapan, Temuan, daftar_penyedia
from terukur.tenggat.rules import DENYUT_DETAK, JEDA_SIMPAN


def nama_syarat() -> dict[str, str]:
    """Codes and names of all registered requirements, for limiting a verifikator to some of them."""
    return {kode: penyedia.nama for kode, penyedia in daftar_penyedia}


class DataDukung:
    """Complete when every required document has a file; one file where all are optional."""

    kode = "data_dukung"
    urutan = 30
    nama = "Data dukung"

    def kelengkapan(self, jendela: Jendela, paket: Sequence[Pengajuan]) -> dict[UUID, Kelengkapan]:
        dokumen, masuk = queries.baca_dokumen(jendela.pk, [p.pk for p in paket])
        return {
            p.opd_id: replace(
                _hitung(dokumen, {d.dokumen_id for d in masuk[p.pk]}, self.tautan_isi(p)), bacaan=masuk[p.pk]
            )
            for p in paket
        }

    def bekukan(
        self, pengajuan: Pengajuan, *, bacaan: Any = None, oleh: Pelaku, pada: dt.datetime
    ) -> dict[str, Any]:
        if bacaan is None:
            bacaan = queries.baca_dokumen(pengajuan.jendela_id, [pengajuan.pk])[1][pengajuan.pk]
        return {
            "baris": {
                str(d.dokumen_id): {
                    "dokumen": d.dokumen,
                    "berkas": d.berkas,
                    "ukuran": d.ukuran,
                    "sidik_berkas": d.sidik,
                }
                for d in bacaan
            }
        }

    def isi_beku(self, pengajuan: Pengajuan, *, diketahui: dt.datetime | None) -> dict[str, Any]:
        beku = IsiBeku.objects.filter(pengajuan=pengajuan, kode=self.kode)
        if diketahui is not None:
            beku = beku.filter(dibekukan_pada__lte=diketahui)
        isi: dict[str, Any] | None = beku.order_by("-versi").values_list("isi", flat=True).first()
        return isi or {}

    def salin_dari(self, lama: Pengajuan, baru: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
        """Nothing: evidence of a stage belongs to that stage, a new one needs its own."""

    def tetapkan(self, pengajuan: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
        """Nothing to write: the state of the package bars every further file."""

    def tautan_isi(self, pengajuan: Pengajuan) -> str:
        return reverse("tenggat:dokumen", args=[pengajuan.pk])

    def baris(self, pengajuan: Pengajuan) -> list[tuple[str, str]]:
        return [
            (str(pk), nama)
            for pk, nama in DokumenSyarat.objects.filter(jendela_id=pengajuan.jendela_id)
            .order_by("urutan", "pk")
            .values_list("pk", "nama")
        ]

    def kolom(self) -> Mapping[str, str]:
        return {"berkas": "Berkas"}


def _hitung(dokumen: Sequence[queries.DokumenDiminta], ada: set[int], tautan: str) -> Kelengkapan:
    wajib = [d for d in dokumen if d.wajib]
    kurang = [d for d in wajib if d.id not in ada]
    if wajib:
        terpenuhi, jumlah = len(wajib) - len(kurang), len(wajib)
    else:
        terpenuhi, jumlah = min(1, len(ada)), min(1, len(dokumen))
    return Kelengkapan(
        terpenuhi,
        jumlah,
        peringatan=tuple(Temuan(f"“{d.nama}” belum diunggah.", tautan, baris=str(d.id)) for d in kurang),
        ringkasan=f"Lengkap {terpenuhi}/{jumlah}" if not kurang else f"Kurang {len(kurang)}",
    )


def boleh_baca_berkas(pengguna: Pengguna, berkas: Berkas) -> bool:
    """The circular of a window one may see; a signed late list for those who see late lists."""
    if queries.jendela_terlihat(pengguna).filter(berkas_edaran=berkas).exists():
        return True
    laporan = queries.laporan_terlihat(pengguna)
    return HasilTTE.objects.filter(berkas=berkas, kertas__in=laporan.values("kertas")).exists()


def _jendela_terbuka(pengguna: Pengguna, jendela_id: str) -> bool:
    return queries.jendela_terlihat(pengguna).filter(pk=jendela_id).exists()


objek_pengajuan = ObjekJejak("Pengajuan", tautan=lambda i: reverse("tenggat:pengajuan", args=[i]))
objek_perpanjangan = ObjekJejak("Perpanjangan", tautan=lambda i: reverse("tenggat:perpanjangan", args=[i]))
objek_jendela = ObjekJejak(
    "Jadwal pengumpulan", terbuka=_jendela_terbuka, tautan=lambda i: reverse("tenggat:jendela", args=[i])
)
"""How the journal's pages name and reach the records of this room."""


# ---- samples of an audit ----


def jendela_populasi() -> list[tuple[str, str]]:
    """All windows, for choosing whose packages make the population."""
    return [(str(j.pk), j.judul) for j in Jendela.objects.order_by("-dibuka_pada", "pk")]


def berkas_pengajuan(pengajuan_ids: Collection[UUID]) -> dict[UUID, tuple[BerkasUnsur, ...]]:
    """The evidence that counts now, by package, in one query."""
    hasil: dict[UUID, list[BerkasUnsur]] = defaultdict(list)
    for d in (
        DokumenPengajuan.objects.filter(pengajuan__in=pengajuan_ids, digantikan_pada=None)
        .select_related("berkas")
        .order_by("dokumen__urutan", "pk")
    ):
        tautan = reverse("berkas:unduh", args=[d.berkas_id])
        hasil[d.pengajuan_id].append(
            BerkasUnsur(d.berkas.nama, d.berkas.sidik, tautan, partial(buka, d.berkas))
        )
    return {k: tuple(v) for k, v in hasil.items()}


def _ids_pengajuan(pilihan: str, saring: Saringan) -> Iterator[str]:
    pk = Pengajuan.objects.filter(jendela_id=UUID(pilihan)).order_by("pk").values_list("pk", flat=True)
    return map(str, pk.iterator())


def _unsur_pengajuan(ids: list[str]) -> dict[str, Unsur]:
    berkas = berkas_pengajuan([UUID(i) for i in ids])
    return {
        str(p.pk): Unsur(
            sebutan=f"Pengajuan {p.jendela.judul}, {p.get_status_display().lower()}",
            opd_id=p.opd_id,
            tautan=reverse("tenggat:pengajuan", args=[p.pk]),
            objek="pengajuan",
            objek_id=str(p.pk),
            berkas=berkas.get(p.pk, ()),
        )
        for p in Pengajuan.objects.filter(pk__in=ids).select_related("jendela")
    }


populasi_pengajuan = Populasi("Pengajuan", jendela_populasi, _ids_pengajuan, _unsur_pengajuan)


def _tulis_selisih(detik: Any) -> str:
    """``4 hari 20 jam sebelum tenggat``; what is due at that very second is in time."""
    return f"{tulis_sisa(dt.timedelta(seconds=abs(detik)))} {'sesudah' if detik > 0 else 'sebelum'} tenggat"


KATA = KataIsi(
    kolom={
        "laporan.belum": "OPD yang belum mengajukan",
        "data_dukung": "Data dukung",
        "dibuka": "Dibuka",
        "diterima": "Diterima",
        "ditutup": "Ditutup",
        "diukur": "Diukur server sendiri",
        "diverifikasi_sendiri": "Diverifikasi sendiri",
        "edaran": "Nomor edaran",
        "edisi": "Edisi laporan",
        "gangguan": "Gangguan yang dilampirkan",
        "hasil": "Hasil reviu",
        "isi": "Isi catatan",
        "jam_sebelum": "Jam sebelum tenggat",
        "jendela": "Jadwal pengumpulan",
        "jumlah_calon": "Jumlah calon peserta",
        "jumlah_catatan": "Jumlah catatan",
        "kelompok": "Diberikan bersama",
        "kolom": "Isian",
        "langkah": "Langkah paraf",
        "laporan": "Laporan kepatuhan",
        "mulai": "Mulai",
        "penanda_tangan": "Penanda tangan",
        "pengajuan": "Pengajuan",
        "peserta": "OPD peserta",
        "saat": "Keadaan pada",
        "selesai": "Selesai",
        "selisih_detik": "Selisih dari tenggat",
        "syarat": "Syarat",
        "tahapan": "Tahapan",
        "tanggapan": "Tanggapan",
        "tenggat": "Tenggat",
        "tenggat_berlaku": "Tenggat yang berlaku",
        "tepat_waktu": "Tepat waktu",
        "toleransi_detik": "Toleransi penerimaan (detik)",
        "untuk_opd_sendiri": "Untuk OPD sendiri",
        "wajib": "Wajib",
    },
    nilai={
        "pengajuan.jenis": dict(JenisPenetapan.choices),
        "laporan.jenis": dict(JenisSaat.choices),
        "hasil": dict(HasilReviu.choices),
    },
    tulis={"selisih_detik": _tulis_selisih},
)
"""Words of this room for what the journal holds."""


DIAM_PERHATIAN, DIAM_GANGGUAN = 120, 600
"""Seconds without a tick, and seconds that an edition of the late list may be overdue."""
RENTANG_GANGGUAN = dt.timedelta(days=30)


def periksa_tenggat(pada: dt.datetime) -> Iterator[Hasil]:
    """The worker's tick; instants without an edition; outages of the last 30 days."""
    terakhir = Denyut.objects.filter(kode=DENYUT_DETAK).values_list("terakhir_pada", flat=True).first()
    umur = (pada - terakhir).total_seconds() if terakhir else float("inf")
    yield Hasil(
        "detak", "Detak tenggat", nilai_batas(umur, DIAM_PERHATIAN, DIAM_GANGGUAN),
        f"terakhir {tulis_lama(pada - terakhir)} lalu" if terakhir else "belum pernah berdetak",
        "tanpa detak 2 menit (perhatian), 10 menit (gangguan)",
        "Detak menerbitkan laporan keterlambatan dan pengingat. Jalankan lagi tugas latar belakang; yang "
        "terlewat terbit sendiri dengan keadaan pada saatnya.",
        terakhir if umur > DIAM_PERHATIAN else None,
        ukuran=(Ukuran("detak_umur_detik", umur),) if terakhir else (),
    )  # fmt: skip
    kurang = queries.saat_tanpa_laporan(pada=pada)
    toleransi = dict(
        Jendela.objects.filter(pk__in={k[0] for k in kurang}).values_list("pk", "toleransi_detik")
    )
    siap = [saat + dt.timedelta(seconds=toleransi[j]) + JEDA_SIMPAN for j, saat, _ in kurang]
    sejak = min(siap, default=None)
    umur = (pada - sejak).total_seconds() if sejak else 0
    yield Hasil(
        "laporan_tertunda", "Laporan keterlambatan yang belum terbit",
        nilai_batas(umur, DIAM_PERHATIAN, DIAM_GANGGUAN),
        f"{len(kurang)} saat, yang terlama {tulis_lama(pada - sejak)}" if sejak else "tidak ada",
        "2 menit sesudah tenggat dan toleransinya (perhatian), 10 menit (gangguan)",
        "Bila detak hidup, lihat galat terukur.tenggat dalam catatan server; laporan terbit "
        "sendiri begitu sebabnya hilang.",
        sejak if umur > DIAM_PERHATIAN else None,
        nama_url="tenggat:daftar",
        ukuran=(Ukuran("laporan_tertunda", len(kurang)), Ukuran("laporan_tertunda_umur_detik", umur)),
    )  # fmt: skip
    gangguan = list(
        GangguanLayanan.objects.filter(selesai_pada__gte=pada - RENTANG_GANGGUAN, diukur=True).order_by(
            "mulai_pada", "pk"
        )
    )
    lama = sum((g.selesai_pada - g.mulai_pada for g in gangguan), dt.timedelta())
    yield Hasil(
        "gangguan", "Gangguan yang terukur", Keadaan.BAIK,
        f"{len(gangguan)} kali, seluruhnya {tulis_lama(lama)}, dalam 30 hari" if gangguan
        else "tidak ada dalam 30 hari",
        "situs diam lebih dari 3 menit tercatat sendiri dan ikut pada perpanjangan",
        sejak=gangguan[-1].mulai_pada if gangguan else None, nama_url="tenggat:gangguan",
        ukuran=(
            Ukuran("gangguan_30hari", len(gangguan)), Ukuran("gangguan_30hari_detik", lama.total_seconds()),
        ),
    )  # fmt: skip
