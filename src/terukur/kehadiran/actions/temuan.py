"""Findings of closed sidak: noted where marks and records do not agree, explained once, decided once."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_waktu
from terukur.jejak.actions import catat
from terukur.kehadiran.choices import (
    JenisPengawasan,
    JenisTemuan,
    PutusanTemuan,
    StatusHari,
    StatusPengawasan,
)
from terukur.kehadiran.models import Pengawasan, TemuanSidak
from terukur.kehadiran.queries.atasan import kedudukan_banyak
from terukur.kehadiran.queries.pengawasan import BarisOrang
from terukur.kehadiran.queries.temuan import HakTemuan, hak_temuan, pandangan
from terukur.kehadiran.rules.pengawasan import Dilihat, jenis_temuan, sebut_ada
from terukur.organisasi.models import Pegawai
from terukur.organisasi.queries import pengguna_berperan, zona_pemda
from terukur.pesan.actions import kirim

T = JenisTemuan


def tautan(t: TemuanSidak) -> str:
    return reverse("kehadiran:temuan_satu", args=[t.pk])


def _uraian(b: BarisOrang, d: Dilihat, jenis: str) -> str:
    """The facts in one line; what a letter is about only by its kind."""
    assert b.tanda is not None
    zona = zona_pemda()
    jam = [f"{dt.datetime.fromtimestamp(r, zona):%H.%M}" for r in d.rekam]
    rekam = f"Rekam {', '.join(jam[:4])}" if jam else "Tidak ada rekam"
    bagian = [f"{tulis_waktu(b.tanda.pada, zona)}: {sebut_ada(b.tanda.ada)}", rekam]
    if jenis in (T.SAAT_KETERANGAN, T.MENYUSUL):
        lapisan = StatusHari(d.lapisan_kini if jenis == T.MENYUSUL else d.lapisan).label
        bagian.append(f"{lapisan}{', disetujui sesudah sidak' if jenis == T.MENYUSUL else ''}")
    return ". ".join(bagian)[:300]


def catat_temuan(p: Pengawasan, *, pada: dt.datetime) -> int:
    """Note what does not agree by now, once each; how many are new. Repeating it adds nothing."""
    baru = []
    ada = set(TemuanSidak.objects.filter(orang__pengawasan=p).values_list("orang_id", "jenis"))
    for b, d in pandangan(p, pada=pada):
        jenis = jenis_temuan(d)
        if jenis and (b.o.pk, jenis) not in ada:
            baru.append(TemuanSidak(orang=b.o, jenis=jenis, uraian=_uraian(b, d, jenis), dicatat_pada=pada))
    TemuanSidak.objects.bulk_create(baru)
    _kabari(baru, p, pada=pada)
    return len(baru)


def _kabari(baru: Sequence[TemuanSidak], p: Pengawasan, *, pada: dt.datetime) -> None:
    """Each person about his own, and BKPSDM that there are some."""
    orang = Pegawai.objects.filter(pk__in=[t.orang.pegawai_id for t in baru], pengguna__isnull=False)
    akun = {o.pk: o.pengguna for o in orang.select_related("pengguna")}
    for t in baru:
        if milik := akun.get(t.orang.pegawai_id):
            kirim(
                kepada=[milik], judul="Temuan sidak menunggu penjelasan Anda", tautan=tautan(t),
                isi=f"{t.get_jenis_display()}. Dijelaskan sekali; bukan hukuman disiplin.",
                kunci=f"temuan:{t.pk}", pada=pada,
            )  # fmt: skip
    if baru:
        kirim(
            kepada=pengguna_berperan(Peran.BKPSDM, pada=pada), judul=f"{len(baru)} temuan: {p.nama}",
            isi="Pertentangan antara yang terlihat dan yang terekam menunggu penjelasan dan putusan.",
            tautan=reverse("kehadiran:temuan"), kunci=f"temuan:{p.pk}:{pada.isoformat()}", pada=pada,
        )  # fmt: skip


def perbarui_temuan(*, sejak: dt.datetime, pada: dt.datetime) -> int:
    """Look again at sidak closed since ``sejak``: presses and letters come late; how many are new."""
    selesai = Pengawasan.objects.filter(
        jenis=JenisPengawasan.SIDAK, status=StatusPengawasan.SELESAI, ditutup_pada__gte=sejak
    )
    jumlah = 0
    for p in selesai.order_by("ditutup_pada", "pk"):
        with transaction.atomic():
            jumlah += catat_temuan(p, pada=pada)
    return jumlah


def _kunci(temuan_id: UUID, pengguna: Pengguna, *, pada: dt.datetime) -> tuple[TemuanSidak, HakTemuan]:
    t = (
        TemuanSidak.objects.select_for_update(of=("self",))
        .select_related("orang__pegawai", "orang__pengawasan")
        .filter(pk=temuan_id)
        .first()
    )
    if t is None:
        raise TidakDitemukan("Temuan itu tidak ditemukan.")
    return t, hak_temuan(t, pengguna=pengguna, pada=pada)


def _catat(t: TemuanSidak, verba: str, lain: dict[str, str], *, oleh: Pelaku, pada: dt.datetime) -> None:
    catat(
        peristiwa=f"temuan_sidak.{verba}", objek="temuan_sidak", objek_id=t.pk, opd_id=t.orang.opd_id,
        isi={"pegawai": t.orang.nama, "jenis": t.jenis, **lain}, oleh=oleh, pada=pada,
    )  # fmt: skip


@transaction.atomic
def jelaskan(
    *, temuan_id: UUID, penjelasan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> TemuanSidak:
    """The person himself or his superior answers, once. What he writes is not put into the journal."""
    t, hak = _kunci(temuan_id, pengguna, pada=pada)
    if not hak.menjelaskan:
        raise TidakBerhak(hak.alasan_jelas)
    if not penjelasan.strip():
        raise AturanDilanggar("Tuliskan penjelasannya.", kolom={"penjelasan": "Isi penjelasan."})
    t.penjelasan, t.dijelaskan_pada = penjelasan.strip(), pada
    t.dijelaskan_oleh, t.dijelaskan_nama = oleh.id, oleh.nama
    t.save()
    _catat(t, "jelaskan", {}, oleh=oleh, pada=pada)
    k = kedudukan_banyak([t.orang.pegawai_id], pada=pada)[t.orang.pegawai_id]
    kepada = {a.pengguna_id for a in k.kepala} | {u.pk for u in pengguna_berperan(Peran.BKPSDM, pada=pada)}
    kirim(
        kepada=Pengguna.objects.filter(pk__in=[u for u in kepada - {pengguna.pk} if u]).order_by("pk"),
        judul=f"Penjelasan temuan: {t.orang.nama}", isi=f"{t.get_jenis_display()}. Menunggu putusan.",
        tautan=tautan(t), kunci=f"temuan:{t.pk}:jelas", pada=pada,
    )  # fmt: skip
    return t


@transaction.atomic
def putuskan(
    *, temuan_id: UUID, putusan: str, alasan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> TemuanSidak:
    """BKPSDM or the head of the OPD judges the explanation, with a reason. Nothing follows by itself."""
    t, hak = _kunci(temuan_id, pengguna, pada=pada)
    if not hak.memutus:
        raise TidakBerhak(hak.alasan_putus)
    if putusan not in PutusanTemuan.values:
        raise AturanDilanggar("Pilih putusannya.", kolom={"putusan": "Pilih salah satu."})
    if not alasan.strip():
        raise AturanDilanggar("Tuliskan alasannya.", kolom={"alasan": "Isi alasan putusan."})
    t.putusan, t.alasan = putusan, alasan.strip()
    t.putus_pada, t.putus_oleh, t.putus_nama = pada, oleh.id, oleh.nama
    t.save()
    _catat(t, "putuskan", {"putusan": putusan}, oleh=oleh, pada=pada)
    if t.orang.pegawai.pengguna_id:
        kirim(
            kepada=Pengguna.objects.filter(pk=t.orang.pegawai.pengguna_id), judul="Temuan sidak diputus",
            isi=f"{t.get_putusan_display()}. Diputus {oleh.nama}.", tautan=tautan(t),
            kunci=f"temuan:{t.pk}:putus", pada=pada,
        )  # fmt: skip
    return t
