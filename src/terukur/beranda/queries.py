"""What the landing pages show. Reads of lower rooms, put together for one reader."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import resolve, reverse
from django.utils import timezone

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.anggaran import queries as anggaran
from terukur.anggaran.providers.syarat import KODE as KODE_KEBUTUHAN
from terukur.beranda import rules
from terukur.eskalasi.queries import (
    BarisTerbitan,
    peringatan_terlihat,
    terbitan_terbuka,
    tindak_lanjut_terlihat,
)
from terukur.eskalasi.queries.daftar import DISPOSISI
from terukur.eskalasi.rules.alur import MENUNGGU_OPD, MENUNGGU_PUTUSAN
from terukur.inti.alamat import pola_alamat
from terukur.inti.alur import Tindakan
from terukur.inti.izin import Izin, deklarasi
from terukur.inti.kesehatan import Hasil, Keadaan, periksa_semua
from terukur.organisasi import queries as organisasi
from terukur.organisasi.choices import JenisOPD
from terukur.organisasi.queries.catatan_penanda import jumlah_catatan_penanda
from terukur.realisasi import queries as realisasi
from terukur.realisasi.choices import StatusLaporan
from terukur.realisasi.queries.laporan import LaporanTerlihat
from terukur.realisasi.rules.alur import IZIN_GILIRAN
from terukur.realisasi.rules.peringatan_dini import pilih_perhatian
from terukur.tenggat import queries as tenggat
from terukur.tenggat import rules as aturan_tenggat
from terukur.tenggat.choices import StatusJendela, StatusPengajuan
from terukur.tenggat.models import CatatanPemeriksaan, Jendela, Pengajuan
from terukur.tenggat.penyedia import Temuan
from terukur.tenggat.queries.papan import BarisPapan, Papan, susun_baris

TEMUAN_TERLIHAT = 8
TERLEWAT_TERLIHAT = dt.timedelta(days=30)
"""So long a window that closed without a package stays on its OPD's landing page (own rule)."""


@dataclass(frozen=True, slots=True)
class Paket:
    """One package of the reader's own OPD, with what is to be done about it."""

    pengajuan: Pengajuan
    baris: BarisPapan
    temuan: tuple[Temuan, ...]
    sisa_temuan: int
    kekurangan: tuple[str, ...]
    """What hinders submission in one sentence per requirement; empty when nothing does."""
    catatan: tuple[CatatanPemeriksaan, ...]
    tindakan: tuple[Tindakan, ...]
    giliran_saya: bool
    terlewat: bool = False
    """The window closed without it."""


SETENGAH = 50
"""From this weight on a warning is shown as bad, below as waiting."""


@dataclass(frozen=True, slots=True)
class SuratMenunggu:
    """A warning or disposisi that the reader's OPD must answer."""

    jenis: str
    perihal: str
    opd: str
    tanggal_tenggat: dt.date
    is_lewat: bool
    tautan: str


DIPERBAIKI = (StatusPengajuan.DIKEMBALIKAN, StatusPengajuan.SIAP_PERBAIKAN)
_GILIRAN = {
    StatusPengajuan.DRAF: Izin.PENGAJUAN_ISI,
    StatusPengajuan.DIKEMBALIKAN: Izin.PENGAJUAN_ISI,
    StatusPengajuan.SIAP_DITANDATANGANI: Izin.PENGAJUAN_AJUKAN,
    StatusPengajuan.SIAP_PERBAIKAN: Izin.PENGAJUAN_AJUKAN,
}


def _giliran_saya(pengajuan: Pengajuan, untuk: Pengguna, *, paraf_sisa: bool) -> bool:
    izin = _GILIRAN.get(StatusPengajuan(pengajuan.status))
    if izin is None:
        return False
    if izin is Izin.PENGAJUAN_AJUKAN and paraf_sisa:
        izin = Izin.PENGAJUAN_PARAF
    return untuk.akses.boleh(izin, pengajuan.opd_id)


def opd_sendiri(untuk: Pengguna) -> frozenset[UUID]:
    """The OPD for which the reader fills in, initials or signs."""
    peran = untuk.akses.memegang(Peran.OPERATOR_OPD, Peran.ADMIN_OPD, Peran.PEMARAF, Peran.KEPALA_OPD)
    return frozenset(p.opd_id for p in peran if p.opd_id)


def paket_saya(untuk: Pengguna, *, pada: dt.datetime) -> list[Paket]:
    """Packages of the reader's OPD that are not finished, those due first in front.

    The close of a window ends first submissions only: what is being corrected stays, and what
    was missed stays for ``TERLEWAT_TERLIHAT``, after all else.
    """
    opd = opd_sendiri(untuk)
    if not opd:
        return []
    pengajuan = (
        tenggat.pengajuan_terlihat(untuk)
        .filter(opd_id__in=opd)
        .exclude(status__in=(StatusPengajuan.DIVERIFIKASI, StatusPengajuan.DITETAPKAN))
        .filter(
            Q(jendela__status=StatusJendela.DIBUKA)
            | Q(status__in=DIPERBAIKI)
            | Q(diajukan_pada=None, jendela__ditutup_pada__range=(pada - TERLEWAT_TERLIHAT, pada))
        )
        .exclude(jendela__status=StatusJendela.DISIAPKAN)
        .order_by("jendela__tenggat_pada", "opd__kode", "pk")
    )
    paket = [_paket(p, untuk, pada=pada) for p in pengajuan]
    return sorted(paket, key=lambda p: p.terlewat)


def _paket(pengajuan: Pengajuan, untuk: Pengguna, *, pada: dt.datetime) -> Paket:
    syarat = tenggat.daftar_syarat(pengajuan.jendela)
    kelengkapan = tenggat.kelengkapan_pengajuan(pengajuan, syarat)
    konteks = tenggat.susun_konteks(
        pengajuan, pengguna=untuk, pada=pada, syarat=syarat, kelengkapan=kelengkapan
    )
    temuan = [t for s in syarat for t in aturan_tenggat.penghalang(s.wajib, kelengkapan[s.kode])]
    catatan = (
        CatatanPemeriksaan.objects.filter(pengajuan=pengajuan, selesai_pada=None)
        .select_related("syarat", "pengajuan")
        .order_by("dibuat_pada", "pk")
    )
    terlewat = pengajuan.diajukan_pada is None and pengajuan.jendela.ditutup_pada < pada
    return Paket(
        pengajuan=pengajuan,
        terlewat=terlewat,
        baris=susun_baris([pengajuan], pengajuan.jendela, pada=pada)[0],
        temuan=tuple(temuan[:TEMUAN_TERLIHAT]),
        sisa_temuan=max(0, len(temuan) - TEMUAN_TERLIHAT),
        kekurangan=konteks.kekurangan,
        catatan=tuple(catatan) if pengajuan.status == StatusPengajuan.DIKEMBALIKAN else (),
        tindakan=tuple(tenggat.tindakan_pengajuan(pengajuan, pengguna=untuk, konteks=konteks)),
        giliran_saya=not terlewat and _giliran_saya(pengajuan, untuk, paraf_sisa=bool(konteks.paraf_sisa)),
    )


def jendela_pilihan(untuk: Pengguna, pilihan: str) -> tuple[Jendela | None, list[Jendela]]:
    """(the window to show, all open ones): the one asked for, else the one due next, else the last."""
    terbuka = tenggat.jendela_berjalan(untuk)
    for j in terbuka:
        if str(j.pk) == pilihan:
            return j, terbuka
    if terbuka:
        return terbuka[0], terbuka
    lalu = tenggat.jendela_terlihat(untuk).exclude(status=StatusJendela.DISIAPKAN)
    return lalu.order_by("-tenggat_pada", "pk").first(), []


def uang_jendela(papan: Papan, *, untuk: Pengguna) -> anggaran.UangTahap | None:
    """What the OPD need, beside what they may; None for a window that does not ask for it."""
    if not any(s.kode == KODE_KEBUTUHAN for s in papan.syarat):
        return None
    return anggaran.uang_tahap(untuk=untuk, tahap=anggaran.tahap_jendela(papan.jendela))


def perhatian_jendela(
    papan: Papan, uang: anggaran.UangTahap | None, *, untuk: Pengguna, pada: dt.datetime
) -> list[rules.Perhatian]:
    """The points of ``rules.daftar_perhatian`` for the grid of a window."""
    permintaan, zona = 0, timezone.get_current_timezone()
    kueri = anggaran.tahap_jendela(papan.jendela).kueri
    if untuk.akses.boleh(Izin.PERPANJANGAN_PUTUS) or untuk.akses.boleh(Izin.LAPORAN_LIHAT):
        permintaan = sum(b.permintaan for b in papan.baris)
    return rules.daftar_perhatian(
        [_fakta(b, zona) for b in papan.baris],
        pada=pada,
        tautan_jendela=pola_alamat("tenggat:jendela").format(papan.jendela.pk),
        di_atas_pagu=uang.di_atas_pagu if uang else (),
        tautan_usulan=reverse("anggaran:usulan") + kueri,
        tautan_rekap=reverse("anggaran:rekap") + kueri,
        jumlah_permintaan=permintaan,
        tautan_permintaan=reverse("tenggat:perpanjangan_daftar"),
        jumlah_siap_tetap=sum(b.siap_tetap for b in papan.baris)
        if untuk.akses.boleh(Izin.PENGAJUAN_TETAPKAN)
        else 0,
        tautan_tetapkan=pola_alamat("tenggat:tetapkan_bersama").format(papan.jendela.pk),
    )


def _fakta(b: BarisPapan, zona: dt.tzinfo) -> rules.FaktaOPD:
    return rules.FaktaOPD(
        nama=b.pengajuan.opd.singkatan,
        tautan=pola_alamat("tenggat:pengajuan").format(b.pengajuan.pk),
        sudah_diajukan=b.is_diajukan,
        belum_mulai=b.status == "Belum mulai",
        dikembalikan=b.pengajuan.status == StatusPengajuan.DIKEMBALIKAN,
        persen=b.persen,
        tenggat=b.tenggat,
        kegiatan_terakhir=b.kegiatan_terakhir and b.kegiatan_terakhir.astimezone(zona),
        is_kecamatan=b.pengajuan.opd.jenis == JenisOPD.KECAMATAN,
    )


def laporan_saya(untuk: Pengguna, *, pada: dt.datetime) -> list[tuple[LaporanTerlihat, bool]]:
    """(report of results whose next step is the reader's, whether his OPD is late with it)."""
    hari = organisasi.hari_pemda(pada)
    if not any(untuk.akses.boleh(izin) for izin in IZIN_GILIRAN.values()):
        return []
    semua = realisasi.laporan_menunggu(untuk, hari=hari)
    return [(b, b.tenggat < hari and b.keadaan != StatusLaporan.DIAJUKAN) for b in semua]


def perhatian_kinerja(untuk: Pengguna, *, pada: dt.datetime) -> list[rules.Perhatian]:
    """What of the performance of all OPD the leader should look at, each with its step. Two queries.

    Early warnings of today, the gravest first; what was issued about one already is not proposed again.
    """
    hari = organisasi.hari_pemda(pada)
    terbuka = terbitan_terbuka()
    hasil = rules.perhatian_surat(
        _surat([b for b in terbuka if not b.is_menunggu_opd and b.status in MENUNGGU_PUTUSAN], "putus"),
        _surat([b for b in terbuka if b.is_menunggu_opd and b.tanggal_tenggat < hari], "terlambat"),
    )
    daftar = [w for p in realisasi.daftar_dini(untuk, per=hari) for w in p.peringatan]
    milik = realisasi.terbitan_dini(terbuka, hari)
    usul = {
        (w.opd_id, w.jenis): realisasi.usul_dini(w, milik.get((w.opd_id, w.jenis)), hari=hari) for w in daftar
    }
    for w, opd_ids in pilih_perhatian(daftar, usul):
        banyak = len(opd_ids) > 1
        langkah = realisasi.langkah_dini(
            w, None if banyak else milik.get((w.opd_id, w.jenis)), per=hari, hari=hari, saat=pada,
            opd_ids=opd_ids,
        )  # fmt: skip
        pokok, uraian, sumber = w.nama, w.teks, realisasi.penjelasan_dini(w, per=hari, diketahui=None)
        if banyak:
            pokok, uraian = f"{len(opd_ids)} OPD", f"{w.jenis.label.lower()} yang ditetapkan tahun ini."
            sumber = f"{reverse('realisasi:peringatan_dini')}?jenis={w.jenis}"
        hasil.append(
            rules.Perhatian(
                "buruk" if w.berat >= SETENGAH else "tunggu", pokok, uraian, langkah.langkah.label,
                langkah.tautan, sumber,
            )
        )  # fmt: skip
    return hasil


def _surat(terbitan: Sequence[BarisTerbitan], saring: str) -> list[rules.Surat]:
    """These papers by the list in which they stand; ``saring`` shows just them there."""
    disposisi = sum(b.jenis == DISPOSISI for b in terbitan)
    return [
        rules.Surat(n, nama, f"{reverse(f'eskalasi:{daftar}')}?{saring}=on")
        for n, nama, daftar in (
            (len(terbitan) - disposisi, "surat", "daftar"),
            (disposisi, "disposisi", "daftar_disposisi"),
        )
    ]


def surat_menunggu(untuk: Pengguna, *, pada: dt.datetime) -> list[SuratMenunggu]:
    """Papers of the leaders that wait for the reader's own OPD, due first in front. Two queries."""
    opd = opd_sendiri(untuk)
    if not opd or not untuk.akses.boleh(Izin.ESKALASI_LIHAT):
        return []
    hari = organisasi.hari_pemda(pada)
    peringatan = peringatan_terlihat(untuk).filter(opd__in=opd, status__in=MENUNGGU_OPD["peringatan"])
    disposisi = tindak_lanjut_terlihat(untuk).filter(opd__in=opd, status__in=MENUNGGU_OPD["tindak_lanjut"])
    semua = [
        SuratMenunggu(
            p.get_jenis_display(), p.perihal, p.opd.singkatan, p.tanggal_tenggat, p.tanggal_tenggat < hari,
            reverse("eskalasi:peringatan", args=[p.pk]),
        )
        for p in peringatan.order_by("tanggal_tenggat", "pk")
    ] + [
        SuratMenunggu(
            "Disposisi", t.disposisi.perihal, t.opd.singkatan, t.tanggal_tenggat,
            t.tanggal_tenggat < hari, reverse("eskalasi:tindak_lanjut", args=[t.pk]),
        )
        for t in disposisi.order_by("tanggal_tenggat", "pk")
    ]  # fmt: skip
    return sorted(semua, key=lambda s: s.tanggal_tenggat)


def tanpa_penerima(untuk: Pengguna) -> int:
    """How many actions of OPD that ended nobody owes, for who decides about them. One query."""
    if not untuk.akses.boleh(Izin.REALISASI_VERIFIKASI):
        return 0
    return realisasi.jumlah_tanpa_penerima()


def perhatian_pengelola(untuk: Pengguna, *, pada: dt.datetime) -> list[rules.Perhatian]:
    """What those who manage people should look at: who signs for the OPD."""
    if not untuk.akses.boleh(Izin.PEGAWAI_KELOLA):
        return []
    return rules.perhatian_penanda(
        jumlah_catatan_penanda(untuk, pada=pada), tautan=reverse("organisasi:penanda") + "?catatan=on"
    )


def jendela_umum() -> Sequence[Jendela]:
    """Open windows for the public front page: the circular's own content, nothing about OPD."""
    return list(Jendela.objects.filter(status=StatusJendela.DIBUKA).order_by("tenggat_pada", "pk")[:5])


def kesehatan_saya(untuk: Pengguna, *, pada: dt.datetime) -> list[Hasil] | None:
    """What of the server needs action, for whoever runs it; None for everybody else."""
    if not untuk.akses.boleh(Izin.SISTEM_KELOLA):
        return None
    return [h for h in periksa_semua(pada=pada) if h.keadaan is not Keadaan.BAIK]


def tautan_terbuka(untuk: Pengguna, nama_url: Iterable[str]) -> dict[str, str]:
    """Addresses of those pages that the reader may open, by name."""
    hasil = {}
    for nama in {n for n in nama_url if n}:
        alamat = reverse(nama)
        publik, izin = deklarasi(resolve(alamat).func)
        if publik or any(untuk.akses.boleh(kode) for kode in izin):
            hasil[nama] = alamat
    return hasil
