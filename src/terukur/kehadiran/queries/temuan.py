"""Findings of sidak: what they are judged by, who sees them, who answers and who decides."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.waktu import tulis_tanggal
from terukur.kehadiran.choices import PERMOHONAN_REKAM, StatusPermohonan
from terukur.kehadiran.models import Pengawasan, Permohonan, TemuanSidak
from terukur.kehadiran.queries.atasan import kedudukan_banyak
from terukur.kehadiran.queries.kuota import batas_sanggah
from terukur.kehadiran.queries.pengawasan import BarisOrang, baris_orang, rekam_orang
from terukur.kehadiran.queries.permohonan import is_bkpsdm
from terukur.kehadiran.rules.hari import LAPISAN
from terukur.kehadiran.rules.lapis import PERINGKAT
from terukur.kehadiran.rules.pengawasan import Dilihat
from terukur.organisasi.queries import hari_pemda


def pandangan(p: Pengawasan, *, pada: dt.datetime) -> list[tuple[BarisOrang, Dilihat]]:
    """Each mark of a closed sidak with what is known of that day at ``pada``. Five queries."""
    baris = [b for b in baris_orang(list(p.orang.order_by("nama", "pk"))) if b.tanda]
    ids = [b.o.pegawai_id for b in baris]
    rekam = rekam_orang(ids, p.mulai_pada)
    hari = hari_pemda(p.mulai_pada)
    surat: dict[UUID, list[Permohonan]] = {}
    for s in Permohonan.objects.filter(
        pegawai__in=ids, status=StatusPermohonan.DISETUJUI, sejak__lte=hari, sampai__gte=hari
    ).order_by("berlaku_pada", "pk"):
        surat.setdefault(s.pegawai_id, []).append(s)
    return [(b, _dilihat(b, rekam[b.o.pegawai_id], surat.get(b.o.pegawai_id, []), pada)) for b in baris]


def _dilihat(
    b: BarisOrang, rekam: tuple[list[int], int], surat: list[Permohonan], pada: dt.datetime
) -> Dilihat:
    t, o = b.tanda, b.o
    assert t is not None
    separuh = "penuh"
    if o.jadwal_masuk and o.jadwal_pulang:
        separuh = "pagi" if t.pada < o.jadwal_masuk + (o.jadwal_pulang - o.jadwal_masuk) / 2 else "siang"
    menutup = [s for s in surat if s.jenis in LAPISAN and s.bagian in ("penuh", separuh)]
    kini = max(menutup, key=lambda s: PERINGKAT[LAPISAN[s.jenis]], default=None)
    return Dilihat(
        t.ada, int(t.pada.timestamp()), o.keadaan, o.lapisan, rekam[0],
        lapisan_kini=int(LAPISAN[kini.jenis]) if kini else 0,
        menyusul=kini is not None and kini.berlaku_pada is not None and kini.berlaku_pada > t.pada,
        usai=rekam[1] <= pada.timestamp(), berjam=any(s.jenis in PERMOHONAN_REKAM for s in surat),
    )  # fmt: skip


# ---- who sees, answers, decides ----


@dataclass(frozen=True, slots=True)
class HakTemuan:
    """What a reader may do; where not, why not."""

    menjelaskan: bool
    memutus: bool
    terkait: bool
    alasan_jelas: str = ""
    alasan_putus: str = ""


def hak_temuan(t: TemuanSidak, *, pengguna: Pengguna, pada: dt.datetime) -> HakTemuan:
    """The person and his superior explain, once; BKPSDM or the head of his OPD decides, nobody on himself.

    Whoever explained for him does not decide. Before the explanation nothing is decided until the days of
    sanggah have passed. Heads and echelon II are BKPSDM's.
    """
    k = kedudukan_banyak([t.orang.pegawai_id], pada=pada)[t.orang.pegawai_id]
    sendiri = t.orang.pegawai.pengguna_id == pengguna.pk
    atasan = pengguna.pk in {a.pengguna_id for a in k.atasan}
    kepala = pengguna.pk in {a.pengguna_id for a in k.kepala} and not k.kepala_atau_eselon_ii
    pemutus = not sendiri and (is_bkpsdm(pengguna) or kepala)
    jelas = "" if sendiri or atasan else "Dijelaskan oleh yang bersangkutan atau atasannya."
    putus = "" if pemutus else "Diputus BKPSDM, atau kepala OPD untuk bawahannya."
    if t.putusan:
        jelas = putus = "Temuan ini sudah diputus."
    elif t.penjelasan:
        jelas = f"Sudah dijelaskan {t.dijelaskan_nama}."
        if pemutus and t.dijelaskan_oleh == str(pengguna.pk):
            putus = "Diputus orang lain daripada yang menjelaskan."
    elif pemutus:
        batas = batas_sanggah(t.orang.pegawai_id, hari_pemda(t.dicatat_pada), pada=pada)
        if hari_pemda(pada) <= batas:
            putus = f"Menunggu penjelasan sampai {tulis_tanggal(batas)}; sesudahnya dapat diputus tanpa itu."
    return HakTemuan(not jelas, not putus, sendiri or atasan or pemutus, jelas, putus)


def temuan_terlihat(untuk: Pengguna) -> QuerySet[TemuanSidak]:
    """Findings of people of the OPD that the reader oversees, and those of his sidak while he inspects."""
    semua = TemuanSidak.objects.select_related("orang__pegawai", "orang__pengawasan", "orang__opd")
    cakupan = untuk.akses.cakupan(Izin.KEHADIRAN_LIHAT)
    if cakupan is None:
        return semua
    sendiri = Q(orang__pengawasan__dibuat_oleh=str(untuk.pk))
    if (periksa := untuk.akses.cakupan(Izin.SIDAK_LAKUKAN)) is not None:
        sendiri &= Q(orang__pengawasan__opd__in=periksa)
    return semua.filter(Q(orang__opd__in=cakupan) | sendiri)


def temuan_orang(pegawai_id: UUID, sejak: dt.datetime, sampai: dt.datetime) -> list[TemuanSidak]:
    """Findings of a person about marks of these instants, oldest first."""
    baris = TemuanSidak.objects.filter(
        orang__pegawai=pegawai_id, orang__pengawasan__mulai_pada__gte=sejak,
        orang__pengawasan__mulai_pada__lt=sampai,
    )  # fmt: skip
    return list(baris.order_by("dicatat_pada", "pk"))


def get_temuan(
    temuan_id: UUID, *, untuk: Pengguna, pada: dt.datetime
) -> tuple[TemuanSidak, HakTemuan, BarisOrang]:
    """One finding with the reader's rights and the marks; for others ``TidakDitemukan``."""
    t = (
        TemuanSidak.objects.select_related("orang__pegawai", "orang__pengawasan__kertas", "orang__opd")
        .filter(pk=temuan_id)
        .first()
    )
    if t is not None:
        hak = hak_temuan(t, pengguna=untuk, pada=pada)
        if hak.terkait or temuan_terlihat(untuk).filter(pk=t.pk).exists():
            return t, hak, baris_orang([t.orang])[0]
    raise TidakDitemukan("Temuan itu tidak ditemukan.")
