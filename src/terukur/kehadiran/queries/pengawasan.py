"""Sidak and apel: who may see and run which, who is on the list, and the marks that hold."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.bitemporal import SATU_HARI
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.kehadiran.choices import JenisPengawasan, LingkupJadwal, StatusPengawasan
from terukur.kehadiran.models import OrangPengawasan, Pengawasan, Pengecualian, TandaPengawasan
from terukur.kehadiran.queries.atasan import jabatan_banyak
from terukur.kehadiran.queries.bahan import muat_bahan
from terukur.kehadiran.queries.lingkup import pegawai_kelola, penugasan_hari, wilayah
from terukur.kehadiran.rules.atasan import Jabatan, tempat_kerja
from terukur.kehadiran.rules.hari import KOSONG, Bahan
from terukur.kehadiran.rules.pengawasan import (
    Diharapkan,
    TandaKini,
    harapan_apel,
    harapan_sidak,
    rekam_jendela,
)
from terukur.organisasi.models import Pegawai
from terukur.organisasi.queries import hari_pemda, zona_pemda

J, S, L = JenisPengawasan, StatusPengawasan, LingkupJadwal


# ---- who may ----


def terlihat(untuk: Pengguna, jenis: str) -> QuerySet[Pengawasan]:
    """What the reader may know of. A sidak that is planned or runs is known only to who carries it out."""
    lihat = untuk.akses.cakupan(Izin.KEHADIRAN_LIHAT)
    if jenis == J.SIDAK:
        periksa = untuk.akses.cakupan(Izin.SIDAK_LAKUKAN)
        selesai = Q(status=S.SELESAI) if lihat is None else Q(status=S.SELESAI, opd__in=lihat)
        saya = str(untuk.pk)
        sendiri = Q(opd__in=periksa or (), dibuat_oleh=saya)
        if periksa is None:  # a closed one only to who took part in it, or oversees the OPD
            bertanda = TandaPengawasan.objects.filter(oleh=saya).values("orang__pengawasan")
            sendiri = ~Q(status=S.SELESAI) | Q(dibuat_oleh=saya) | Q(ditutup_oleh=saya) | Q(pk__in=bertanda)
        syarat = sendiri | selesai
    else:
        syarat = Q()
        if lihat is not None:
            syarat = Q(penanggung_jawab__pengguna=untuk) | Q(opd__in=lihat)
            syarat |= Q(lingkup=L.SEMUA) if lihat else Q(pk__in=[])
    return Pengawasan.objects.filter(syarat, jenis=jenis).select_related(
        "opd", "unit", "kertas", "penanggung_jawab"
    )


def get_pengawasan(pengawasan_id: UUID, *, untuk: Pengguna) -> Pengawasan:
    """One of those the reader may know of; any other: ``TidakDitemukan``."""
    for jenis in J:
        if p := terlihat(untuk, jenis).filter(pk=pengawasan_id).first():
            return p
    raise TidakDitemukan("Sidak atau apel itu tidak ditemukan.")


def pengawasan_terlihat(p: Pengawasan, untuk: Pengguna) -> bool:
    """Whether ``get_pengawasan`` would give it."""
    return terlihat(untuk, p.jenis).filter(pk=p.pk).exists()


def boleh_jalankan(p: Pengawasan, pengguna: Pengguna) -> bool:
    """Open it and mark.

    A sidak: whoever inspects the whole kabupaten; a head only the one that he planned himself, so that nobody
    marks his own people in the sidak of others. An apel: who keeps attendance there (of a unit only in its
    own), and who is in charge.
    """
    if p.jenis == J.APEL:
        di = wilayah(pengguna)
        kelola = di.opd is None or p.opd_id in di.opd or p.unit_id in di.unit
        return kelola or (p.lingkup == L.SEMUA and bool(di.opd)) or memimpin_apel(p, pengguna)
    cakupan = pengguna.akses.cakupan(Izin.SIDAK_LAKUKAN)
    return cakupan is None or (p.opd_id in cakupan and p.dibuat_oleh == str(pengguna.pk))


def memimpin_apel(p: Pengawasan, pengguna: Pengguna) -> bool:
    """Is he named as the person in charge?"""
    if p.jenis != J.APEL or p.penanggung_jawab is None:
        return False
    return bool(p.penanggung_jawab.pengguna_id == pengguna.pk)


def boleh_tutup(p: Pengawasan, pengguna: Pengguna) -> bool:
    """Close it or call it off; an apel of all BKPSDM or who is in charge, not one OPD."""
    if p.lingkup != L.SEMUA:
        return boleh_jalankan(p, pengguna)
    return memimpin_apel(p, pengguna) or (
        pengguna.akses.boleh(Izin.KEHADIRAN_KELOLA) and pengguna.akses.cakupan(Izin.KEHADIRAN_KELOLA) is None
    )


def orang_dari(p: Pengawasan, *, untuk: Pengguna) -> QuerySet[OrangPengawasan]:
    """Its people; of an apel of all those of the reader's OPD."""
    semua = p.orang.order_by("nama", "pk")
    lihat = untuk.akses.cakupan(Izin.KEHADIRAN_LIHAT)
    if p.lingkup != L.SEMUA or lihat is None or memimpin_apel(p, untuk):
        return semua
    return semua.filter(opd__in=lihat)


# ---- the list ----


def _anggota(p: Pengawasan, *, pada: dt.datetime) -> dict[UUID, Jabatan]:
    """{person: the office at whose place he works} of those who work at the place."""
    tugas = penugasan_hari(pada).filter(pegawai__aktif=True)
    if p.lingkup != L.SEMUA:
        tugas = tugas.filter(opd_pada=p.opd_id)
    if p.lingkup == L.UNIT:
        tugas = tugas.filter(unit_pada=p.unit_id)
    jabatan = jabatan_banyak(list(tugas.values_list("pegawai_id", flat=True)), pada=pada)
    hasil = {}
    for pegawai_id, semua in jabatan.items():
        j = tempat_kerja(semua)
        if j is None or (p.lingkup != L.SEMUA and j.opd_id != p.opd_id):
            continue
        if p.lingkup != L.UNIT or j.unit_id == p.unit_id:
            hasil[pegawai_id] = j
    return hasil


def _bahan(orang: Sequence[UUID], pada: dt.datetime) -> Bahan:
    """The day of ``pada`` with its neighbours, of these people in their order of id."""
    hari = hari_pemda(pada)
    return muat_bahan(sejak=hari - SATU_HARI, sampai=hari + SATU_HARI, pegawai=orang)[0]


def _id_bahan(b: Bahan) -> list[UUID]:
    isi = b.pegawai.tobytes()
    return [UUID(bytes=isi[n : n + 16]) for n in range(0, len(isi), 16)]


def _saat(detik: int) -> dt.datetime | None:
    return None if detik == KOSONG else dt.datetime.fromtimestamp(detik, dt.UTC)


def susun_daftar(p: Pengawasan, *, pada: dt.datetime) -> list[OrangPengawasan]:
    """Everybody of the place with what is to be expected of him at ``pada``, not stored. Six queries."""
    anggota = _anggota(p, pada=pada)
    if not anggota:
        return []
    b = _bahan(list(anggota), pada)
    saat = int(pada.timestamp())
    harapan: list[Diharapkan] = (
        harapan_sidak(b, saat) if p.jenis == J.SIDAK else harapan_apel(b, saat, hari_libur=p.hari_libur)
    )
    sk = dict(
        Pengecualian.objects.pada(hari_pemda(pada))
        .filter(pegawai__in=anggota)
        .order_by("pk")
        .values_list("pegawai_id", "nomor_sk")
    )
    hasil = []
    for pegawai_id, h in zip(_id_bahan(b), harapan, strict=True):
        j = anggota[pegawai_id]
        keterangan = h.keterangan
        if pegawai_id in sk and keterangan and not h.lapisan and h.keadaan == "berketerangan":
            keterangan = f"Dikecualikan dari rekam, SK {sk[pegawai_id]}"
        hasil.append(
            OrangPengawasan(
                pengawasan=p, pegawai_id=pegawai_id, opd_id=j.opd_id, nama=j.nama, sebutan=j.sebutan,
                eselon="" if j.eselon == "nonstruktural" else j.eselon, keadaan=h.keadaan, lapisan=h.lapisan,
                keterangan=keterangan[:150], jadwal_masuk=_saat(h.masuk), jadwal_pulang=_saat(h.pulang),
            )
        )  # fmt: skip
    return sorted(hasil, key=lambda o: (o.nama, str(o.pegawai_id)))


def rekam_orang(pegawai_ids: Sequence[UUID], saat: dt.datetime) -> dict[UUID, tuple[list[int], int]]:
    """{person: (presses of the window in which ``saat`` lies, its end)}. Two queries."""
    if not pegawai_ids:
        return {}
    b = _bahan(pegawai_ids, saat)
    return dict(zip(_id_bahan(b), rekam_jendela(b, int(saat.timestamp())), strict=True))


# ---- marks ----


@dataclass(slots=True)
class BarisOrang:
    """One person with the mark that holds, those it replaced (oldest first), and his presses of the day."""

    o: OrangPengawasan
    tanda: TandaPengawasan | None = None
    diganti: list[TandaPengawasan] = field(default_factory=list)
    rekam: str = ""


def pisah_tanda(tanda: Sequence[TandaPengawasan]) -> tuple[TandaPengawasan | None, list[TandaPengawasan]]:
    """(the mark that holds, those that were replaced) of one person's marks in their order."""
    diganti = {t.mengganti_id for t in tanda}
    kini = next((t for t in tanda if t.pk not in diganti), None)
    return kini, [t for t in tanda if t.pk in diganti]


def baris_orang(orang: Sequence[OrangPengawasan]) -> list[BarisOrang]:
    """Each of them with his marks. One query."""
    per: dict[int, list[TandaPengawasan]] = {}
    for t in TandaPengawasan.objects.filter(orang__in=[o.pk for o in orang]).order_by("pk"):
        per.setdefault(t.orang_id, []).append(t)
    return [BarisOrang(o, *pisah_tanda(per.get(o.pk, []))) for o in orang]


def isi_rekam(baris: Sequence[BarisOrang], saat: dt.datetime) -> None:
    """Say of who is marked already whether he pressed that day: never before, it must not guide the eye."""
    bertanda = [b for b in baris if b.tanda]
    rekam = rekam_orang([b.o.pegawai_id for b in bertanda], saat)
    for b in bertanda:
        b.rekam = sebut_rekam(rekam.get(b.o.pegawai_id, ([], 0))[0])


def sebut_jam(detik: int) -> str:
    return f"{dt.datetime.fromtimestamp(detik, zona_pemda()):%H.%M}"


def sebut_rekam(rekam: Sequence[int]) -> str:
    """``rekam 07.21 dan 16.04``: the first and the last of a day."""
    if not rekam:
        return "belum ada rekam"
    jam = list(dict.fromkeys([sebut_jam(rekam[0]), sebut_jam(rekam[-1])]))
    return "rekam " + " dan ".join(jam)


def tanda_kini(t: TandaPengawasan | None) -> TandaKini | None:
    """A mark in the words of the rules."""
    return (
        None
        if t is None
        else TandaKini(t.pk, t.ada, f"{t.nama} pukul {t.pada.astimezone(zona_pemda()):%H.%M}")
    )


def get_orang_pengawasan(p: Pengawasan, orang_id: int, *, untuk: Pengguna) -> BarisOrang:
    """One person of the list, if the reader may see him there."""
    o = orang_dari(p, untuk=untuk).filter(pk=orang_id).first()
    if o is None:
        raise TidakDitemukan("Orang itu tidak ada dalam daftar ini.")
    return baris_orang([o])[0]


def tanda_hari(
    pegawai_id: UUID, buka: dt.datetime, tutup: dt.datetime
) -> list[tuple[TandaPengawasan, Pengawasan]]:
    """Marks of closed sidak and apel in the window of a person's day, those that hold. One query."""
    baris = (
        TandaPengawasan.objects.filter(
            orang__pegawai=pegawai_id, pada__gte=buka, pada__lt=tutup, pengganti=None,
            orang__pengawasan__status=S.SELESAI,
        )
        .select_related("orang__pengawasan__kertas")
        .order_by("pada", "pk")
    )  # fmt: skip
    return [(t, t.orang.pengawasan) for t in baris]


def calon_penanggung_jawab(untuk: Pengguna, *, pada: dt.datetime) -> QuerySet[Pegawai]:
    """People with a login whose attendance the reader keeps."""
    return pegawai_kelola(untuk, pada=pada).filter(pengguna__isnull=False)
