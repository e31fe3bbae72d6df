"""Reads of studi banding: everybody inside reads all of them."""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.alur import Tindakan
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.jejak.queries import riwayat_sampai
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import belum_ada
from terukur.studi.choices import StatusStudi
from terukur.studi.models import StudiBanding
from terukur.studi.rules import ALUR_STUDI, HARI_DEKAT, KonteksStudi


def semua_studi() -> QuerySet[StudiBanding]:
    """All of them with both OPD and file, unordered."""
    return StudiBanding.objects.select_related("opd", "asal", "berkas")


def daftar_studi(saat: dt.datetime | None = None) -> list[StudiBanding]:
    """All of them, unordered, as they stood at ``saat`` (None: now)."""
    return list(semua_studi()) if saat is None else studi_saat(semua_studi(), saat)


def studi_saat(semua: Iterable[StudiBanding], saat: dt.datetime) -> list[StudiBanding]:
    """These as they stood then, told by the journal, without those not recorded yet; only to be read, never
    saved. A file that was replaced since is left out. One query."""
    daftar = [s for s in semua if s.dicatat_pada <= saat]
    catatan = riwayat_sampai("studi_banding", [s.pk for s in daftar], sampai=saat)
    for s in daftar:
        asal, s.asal = s.asal, None
        s.status, s.hasil, s.putus_pada, s.putus_oleh, s.putus_nama = StatusStudi.RENCANA, "", None, "", ""
        kini = s.berkas
        for c in catatan[str(s.pk)]:
            verba, isi = c.peristiwa.partition(".")[2], c.isi
            if verba in ("catat", "ubah"):
                s.pokok, s.pembanding, s.pelajaran = isi["pokok"], isi["pembanding"], isi["pelajaran"]
                s.tanggal = dt.date.fromisoformat(isi["tanggal"])
                s.tanggal_tenggat = dt.date.fromisoformat(isi["tanggal_tenggat"])
                if asal and s.opd.pk == asal.pk != c.opd_id:
                    s.asal = asal
                s.opd = OPD(pk=c.opd_id, nama=isi["pengadopsi"])
                s.berkas = kini if kini and kini.sidik == isi["sidik"] else None
            elif verba == "alih":
                s.asal = s.asal or s.opd
                s.opd = OPD(pk=c.opd_id, nama=isi["pengadopsi"])
                s.tanggal_tenggat = dt.date.fromisoformat(isi["tanggal_tenggat"])
            elif langkah := ALUR_STUDI.transisi.get(verba):
                terbuka = langkah.ke == StatusStudi.RENCANA
                s.status, s.hasil = langkah.ke, "" if terbuka else isi["hasil"]
                s.putus_pada, s.putus_oleh, s.putus_nama = (
                    (None, "", "") if terbuka else (c.pada, c.pelaku_id, c.pelaku_nama)
                )
    return daftar


def get_studi(
    studi_id: UUID,
    *,
    untuk: Pengguna,
    izin: Izin = Izin.STUDI_LIHAT,
    saat: dt.datetime | None = None,
) -> StudiBanding:
    """One of them as it stood at ``saat``; with ``STUDI_ISI`` only one of the reader's OPD. Else
    ``TidakDitemukan``."""
    s = semua_studi().filter(pk=studi_id).first()
    if s is None or (izin == Izin.STUDI_ISI and not untuk.akses.boleh(izin, s.opd_id)):
        raise TidakDitemukan("Studi banding tidak ditemukan.")
    if saat is None:
        return s
    if not (dahulu := studi_saat([s], saat)):
        raise belum_ada("Studi banding ini", saat)
    return dahulu[0]


def susun_konteks(opd_id: UUID, *, pengguna: Pengguna) -> KonteksStudi:
    """What a step looks at, for an OPD and a reader."""
    return KonteksStudi(hanya_unit=bool(pengguna.akses.unit(Izin.STUDI_ISI, opd_id)))


def tindakan(s: StudiBanding, *, pengguna: Pengguna) -> dict[str, Tindakan]:
    """The steps this reader may take now, each allowed or with its reason."""
    semua = ALUR_STUDI.tindakan(
        status=s.status,
        izin=lambda i: pengguna.akses.boleh(i, s.opd_id),
        konteks=susun_konteks(s.opd_id, pengguna=pengguna),
    )
    return {t.nama: t for t in semua}


def masih_rencana(opd_ids: Collection[UUID] | None = None) -> list[StudiBanding]:
    """What is still to be adopted by these OPD, or by all. One query."""
    terbuka = semua_studi().filter(status=StatusStudi.RENCANA)
    return list((terbuka if opd_ids is None else terbuka.filter(opd__in=opd_ids)).order_by("pk"))


def perlu_diingatkan(*, hari: dt.date) -> list[StudiBanding]:
    """What is still to be adopted and near or past its deadline. One query."""
    sampai = hari + dt.timedelta(days=HARI_DEKAT)
    terbuka = semua_studi().filter(status=StatusStudi.RENCANA, tanggal_tenggat__lte=sampai)
    return list(terbuka.order_by("tanggal_tenggat", "pk"))
