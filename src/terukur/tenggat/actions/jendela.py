"""Preparing, opening and closing windows."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from terukur.inti.kesalahan import AturanDilanggar, Bentrok
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_waktu
from terukur.jejak.actions import catat
from terukur.tenggat import queries, rules
from terukur.tenggat.actions.kegiatan import catat_kegiatan_jendela
from terukur.tenggat.actions.pemberitahuan import beri_tahu_dibuka
from terukur.tenggat.choices import StatusJendela
from terukur.tenggat.models import CalonPeserta, DokumenSyarat, Jendela, Pengajuan, Syarat
from terukur.tenggat.penyedia import daftar_penyedia


@dataclass(frozen=True, slots=True)
class IsiDokumen:
    """A named document that the window asks for. ``jenis``: file kinds as berkas names them."""

    nama: str
    wajib: bool = True
    jenis: tuple[str, ...] = ("pdf",)
    batas_mb: int = 10
    keterangan: str = ""


@dataclass(frozen=True, slots=True)
class IsiJendela:
    """What the organiser writes down while preparing. ``syarat``: (provider code, required)."""

    judul: str
    tahun: int
    tahapan: str
    nomor_edaran: str
    tanggal_edaran: dt.date
    zona: str
    dibuka_pada: dt.datetime
    tenggat_pada: dt.datetime
    ditutup_pada: dt.datetime
    syarat: tuple[tuple[str, bool], ...]
    opd_ids: tuple[UUID, ...]
    dokumen: tuple[IsiDokumen, ...] = ()
    pergeseran_ke: int | None = None
    berkas_edaran_id: UUID | None = None
    toleransi_detik: int = 10
    langkah_paraf: tuple[str, ...] = ()
    reviu_apip: bool = False
    lanjutan_dari_id: UUID | None = None


_KOLOM = (
    "judul", "tahun", "tahapan", "nomor_edaran", "tanggal_edaran", "zona", "dibuka_pada",
    "tenggat_pada", "ditutup_pada", "pergeseran_ke", "berkas_edaran_id", "toleransi_detik",
    "reviu_apip", "lanjutan_dari_id",
)  # fmt: skip


def _periksa_isi(isi: IsiJendela) -> None:
    if not isi.dibuka_pada < isi.tenggat_pada <= isi.ditutup_pada:
        raise AturanDilanggar(
            "Urutan waktu salah: saat dibuka harus sebelum tenggat, dan tenggat tidak melewati saat ditutup.",
            kolom={"tenggat_pada": "Harus sesudah saat dibuka dan tidak melewati saat ditutup."},
        )
    for kode, _ in isi.syarat:
        if kode not in daftar_penyedia:
            raise AturanDilanggar(f"Jenis syarat “{kode}” tidak dikenal; pilih dari daftar.")
    if isi.dokumen and "data_dukung" not in {k for k, _ in isi.syarat}:
        raise AturanDilanggar(
            "Daftar dokumen hanya berlaku bila syarat “Data dukung” dipilih; pilih syaratnya atau "
            "kosongkan daftar dokumen."
        )
    nama = [d.nama.strip().lower() for d in isi.dokumen]
    if len(set(nama)) != len(nama):
        raise AturanDilanggar("Ada nama dokumen yang sama; beri nama yang berbeda.")


def _tulis(jendela: Jendela, isi: IsiJendela) -> None:
    for kolom in _KOLOM:
        setattr(jendela, kolom, getattr(isi, kolom))
    jendela.langkah_paraf = list(isi.langkah_paraf)
    jendela.save()
    jendela.daftar_syarat.all().delete()
    jendela.daftar_dokumen_syarat.all().delete()
    jendela.daftar_calon.all().delete()
    Syarat.objects.bulk_create(
        Syarat(jendela=jendela, kode=kode, nama=daftar_penyedia.ambil(kode).nama, urutan=i, wajib=wajib)
        for i, (kode, wajib) in enumerate(isi.syarat, 1)
    )
    DokumenSyarat.objects.bulk_create(
        DokumenSyarat(
            jendela=jendela, urutan=i, nama=d.nama.strip(), keterangan=d.keterangan, wajib=d.wajib,
            jenis=list(d.jenis), batas_mb=d.batas_mb,
        )
        for i, d in enumerate(isi.dokumen, 1)
    )  # fmt: skip
    CalonPeserta.objects.bulk_create(
        CalonPeserta(jendela=jendela, opd_id=opd_id) for opd_id in dict.fromkeys(isi.opd_ids)
    )


def _isi_catatan(jendela: Jendela, isi: IsiJendela) -> dict[str, object]:
    return {
        "judul": jendela.judul,
        "tahapan": jendela.nama_tahapan,
        "edaran": jendela.nomor_edaran,
        "dibuka": jendela.dibuka_pada,
        "tenggat": jendela.tenggat_pada,
        "ditutup": jendela.ditutup_pada,
        "toleransi_detik": jendela.toleransi_detik,
        "syarat": [{"kode": k, "wajib": w} for k, w in isi.syarat],
        "dokumen": [{"nama": d.nama, "wajib": d.wajib} for d in isi.dokumen],
        "jumlah_calon": len(set(isi.opd_ids)),
    }


@transaction.atomic
def siapkan_jendela(*, isi: IsiJendela, oleh: Pelaku, pada: dt.datetime) -> Jendela:
    """Prepare a window. Nothing is visible to OPD yet; everything can still be changed."""
    _periksa_isi(isi)
    jendela = Jendela(disiapkan_pada=pada, disiapkan_oleh=oleh.id)
    _tulis(jendela, isi)
    catat(
        peristiwa="jendela.siapkan", objek="jendela", objek_id=jendela.pk,
        isi=_isi_catatan(jendela, isi), oleh=oleh, pada=pada,
    )  # fmt: skip
    return jendela


@transaction.atomic
def ubah_jendela(
    *, jendela_id: UUID, isi: IsiJendela, versi: int, oleh: Pelaku, pada: dt.datetime
) -> Jendela:
    """Change a window that is not open yet. Afterwards only extensions move its due instant.

    ``versi`` is the one that the form was filled from; ``Bentrok`` when somebody saved since.
    """
    jendela = queries.kunci_jendela(jendela_id)
    rules.ALUR_JENDELA.periksa("ubah", status=jendela.status)
    _periksa_isi(isi)
    if jendela.versi != versi:
        beda = [k for k in _KOLOM if getattr(jendela, k) != getattr(isi, k)]
        raise Bentrok(
            "Jadwal ini baru saja diubah orang lain. Isian Anda masih ada di bawah; bandingkan, lalu "
            "simpan lagi bila isian Anda yang dipakai.",
            tersimpan={k: getattr(jendela, k) for k in beda},
            kiriman={k: getattr(isi, k) for k in beda},
        )
    jendela.versi += 1
    _tulis(jendela, isi)
    catat(
        peristiwa="jendela.ubah", objek="jendela", objek_id=jendela.pk,
        isi=_isi_catatan(jendela, isi), oleh=oleh, pada=pada,
    )  # fmt: skip
    return jendela


@transaction.atomic
def buka_jendela(*, jendela_id: UUID, oleh: Pelaku, pada: dt.datetime) -> Jendela:
    """Announce the window: participants are frozen, each gets its package.

    Where the window continues an earlier one, each package starts from the content of its
    predecessor. Raises ``AturanDilanggar`` when nobody takes part, nothing is asked, or the due
    instant is over.
    """
    jendela = queries.kunci_jendela(jendela_id)
    rules.ALUR_JENDELA.periksa("buka", status=jendela.status)
    opd_ids = list(jendela.daftar_calon.order_by("opd__kode", "opd_id").values_list("opd_id", flat=True))
    syarat = queries.daftar_syarat(jendela)
    if not opd_ids:
        raise AturanDilanggar("Pilih OPD peserta dahulu; jadwal tanpa peserta tidak dapat dibuka.")
    if not any(s.wajib for s in syarat):
        raise AturanDilanggar("Pilih paling sedikit satu syarat wajib sebelum jadwal dibuka.")
    if pada >= jendela.tenggat_pada:
        raise AturanDilanggar(
            f"Tenggat {tulis_waktu(jendela.tenggat_pada, jendela.zona_waktu)} sudah lewat; "
            "ubah jadwalnya dahulu."
        )
    for s in syarat:
        if s.kode == "data_dukung" and not jendela.daftar_dokumen_syarat.exists():
            raise AturanDilanggar("Syarat “Data dukung” belum menyebut satu dokumen pun.")
    jendela.status = StatusJendela.DIBUKA
    jendela.diumumkan_pada = pada
    jendela.diumumkan_oleh = oleh.id
    jendela.save()
    Pengajuan.objects.bulk_create(Pengajuan(jendela=jendela, opd_id=i, dibuat_pada=pada) for i in opd_ids)
    catat(
        peristiwa="jendela.buka", objek="jendela", objek_id=jendela.pk,
        isi={
            "judul": jendela.judul, "tahapan": jendela.nama_tahapan, "edaran": jendela.nomor_edaran,
            "tenggat": jendela.tenggat_pada, "ditutup": jendela.ditutup_pada,
            "toleransi_detik": jendela.toleransi_detik, "peserta": opd_ids,
        },
        oleh=oleh, pada=pada,
    )  # fmt: skip
    if jendela.lanjutan_dari_id:
        _salin_tahap_lama(jendela, syarat, oleh=oleh, pada=pada)
    beri_tahu_dibuka(jendela, pada=pada)
    return jendela


def _salin_tahap_lama(jendela: Jendela, syarat: list[Syarat], *, oleh: Pelaku, pada: dt.datetime) -> None:
    tahap_lama = Pengajuan.objects.filter(jendela=jendela.lanjutan_dari)
    lama = {p.opd_id: p for p in tahap_lama.select_related("jendela", "opd")}
    for baru in jendela.daftar_pengajuan.select_related("opd").order_by("opd__kode", "pk"):
        baru.jendela = jendela
        if asal := lama.get(baru.opd_id):
            for s in syarat:
                daftar_penyedia.ambil(s.kode).salin_dari(asal, baru, oleh=oleh, pada=pada)
            catat(
                peristiwa="pengajuan.lanjutkan", objek="pengajuan", objek_id=baru.pk,
                isi={"dari": asal.pk, "tahapan": jendela.nama_tahapan},
                oleh=oleh, pada=pada, opd_id=baru.opd_id,
            )  # fmt: skip
    # The copy is no act of the OPD: who does nothing afterwards stays without a last activity.
    catat_kegiatan_jendela(jendela=jendela, kode=[s.kode for s in syarat], pada=pada)


@transaction.atomic
def tutup_jendela(*, jendela_id: UUID, oleh: Pelaku, pada: dt.datetime) -> Jendela:
    """Close a window whose last instant is over. First submissions end; verification goes on."""
    jendela = queries.kunci_jendela(jendela_id)
    rules.ALUR_JENDELA.periksa("tutup", status=jendela.status)
    if pada < jendela.ditutup_pada:
        raise AturanDilanggar(
            f"Jadwal ini berjalan sampai {tulis_waktu(jendela.ditutup_pada, jendela.zona_waktu)} dan "
            "tidak dapat ditutup lebih awal."
        )
    jendela.status = StatusJendela.DITUTUP
    jendela.diakhiri_pada = pada
    jendela.save()
    catat(
        peristiwa="jendela.tutup", objek="jendela", objek_id=jendela.pk,
        isi={"judul": jendela.judul, "ditutup": jendela.ditutup_pada}, oleh=oleh, pada=pada,
    )  # fmt: skip
    return jendela
