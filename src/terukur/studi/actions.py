"""Writes of studi banding."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.berkas.models import Berkas
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakDitemukan
from terukur.inti.pelaku import SISTEM, Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda, hari_terakhir, penerus_banyak, pengguna_berperan
from terukur.pesan.actions import kirim
from terukur.studi import queries
from terukur.studi.choices import StatusStudi
from terukur.studi.models import StudiBanding
from terukur.studi.queries import susun_konteks
from terukur.studi.rules import ALUR_STUDI, seluruh_opd


@dataclass(frozen=True, slots=True)
class IsiStudi:
    """What was compared with whom, what was learnt, and who adopts it by when."""

    pokok: str
    pembanding: str
    tanggal: dt.date
    pelajaran: str
    opd_id: UUID
    tanggal_tenggat: dt.date


TEKS = ("pokok", "pembanding", "pelajaran")
KOLOM = (*TEKS, "tanggal", "tanggal_tenggat")


def _periksa(isi: IsiStudi, *, pengguna: Pengguna, hari: dt.date, tenggat_lama: dt.date | None = None) -> OPD:
    if alasan := seluruh_opd(susun_konteks(isi.opd_id, pengguna=pengguna)):
        raise AturanDilanggar(alasan)
    kosong = {n: "Isi bagian ini." for n in TEKS if not getattr(isi, n).strip()}
    if kosong:
        raise AturanDilanggar("Isian belum lengkap.", kolom=kosong)
    if isi.tanggal > hari:
        raise AturanDilanggar(
            "Studi banding dicatat sesudah dilakukan.", kolom={"tanggal": "Pilih tanggal yang sudah lewat."}
        )
    if isi.tanggal_tenggat != tenggat_lama and isi.tanggal_tenggat < hari:
        raise AturanDilanggar(
            "Batas adopsi tidak boleh sudah lewat.",
            kolom={"tanggal_tenggat": f"Pilih {tulis_tanggal(hari)} atau sesudahnya."},
        )
    opd = OPD.objects.filter(pk=isi.opd_id, aktif=True).first()
    if opd is None:
        raise AturanDilanggar("OPD itu tidak ada lagi.", kolom={"opd": "Pilih OPD yang masih ada."})
    return opd


def _isi_jejak(s: StudiBanding) -> dict[str, Any]:
    return {
        "pokok": s.pokok,
        "pembanding": s.pembanding,
        "tanggal": s.tanggal,
        "pelajaran": s.pelajaran,
        "pengadopsi": s.opd.nama,
        "tanggal_tenggat": s.tanggal_tenggat,
        "berkas": s.berkas.nama if s.berkas else "",
        "sidik": s.berkas.sidik if s.berkas else "",
    }


def _catat(s: StudiBanding, verba: str, isi: Mapping[str, Any], *, oleh: Pelaku, pada: dt.datetime) -> None:
    catat(
        peristiwa=f"studi_banding.{verba}", objek="studi_banding", objek_id=s.pk, isi=dict(isi), oleh=oleh,
        pada=pada, opd_id=s.opd_id,
    )  # fmt: skip


@transaction.atomic
def catat_studi(
    *, isi: IsiStudi, berkas: Berkas | None = None, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> StudiBanding:
    """Record one lesson with the OPD that is to adopt it, and tell its admin and operators."""
    opd = _periksa(isi, pengguna=pengguna, hari=hari_pemda(pada))
    s = StudiBanding.objects.create(
        **{n: getattr(isi, n).strip() for n in TEKS}, tanggal=isi.tanggal, opd=opd,
        tanggal_tenggat=isi.tanggal_tenggat, berkas=berkas, dicatat_pada=pada, dicatat_oleh=oleh.id,
        dicatat_nama=oleh.nama,
    )  # fmt: skip
    _catat(s, "catat", _isi_jejak(s), oleh=oleh, pada=pada)
    kirim(
        kepada=[u for u in _orang_opd(opd.pk, pada=pada) if str(u.pk) != oleh.id],
        judul=f"Studi banding untuk diadopsi: {s.pokok}"[:200],
        isi=f"{opd.nama} mengadopsi paling lambat {tulis_tanggal(s.tanggal_tenggat, hari=True)}.",
        tautan=tautan(s), kunci=f"studi_banding.catat:{s.pk}", pada=pada,
    )  # fmt: skip
    return s


def kunci_studi(studi_id: UUID) -> StudiBanding:
    """One of them, locked."""
    s = (
        StudiBanding.objects.select_for_update(of=("self",))
        .select_related("opd", "berkas")
        .filter(pk=studi_id)
        .first()
    )
    if s is None:
        raise TidakDitemukan("Studi banding tidak ditemukan.")
    return s


@transaction.atomic
def ubah_studi(
    *,
    studi_id: UUID,
    versi: int,
    isi: IsiStudi,
    alasan: str = "",
    berkas: Berkas | None = None,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> StudiBanding:
    """Correct what was recorded while it is still to be adopted. Another deadline or OPD needs a reason.

    ``berkas`` None keeps the file that is attached.
    """
    s = kunci_studi(studi_id)
    ALUR_STUDI.periksa("ubah", status=s.status, konteks=susun_konteks(s.opd_id, pengguna=pengguna))
    if versi != s.versi:
        raise Bentrok(
            "Catatan ini baru saja diubah orang lain.",
            tersimpan={n: getattr(s, n) for n in KOLOM},
            kiriman={n: getattr(isi, n) for n in KOLOM},
        )
    opd = _periksa(isi, pengguna=pengguna, hari=hari_pemda(pada), tenggat_lama=s.tanggal_tenggat)
    if (isi.opd_id, isi.tanggal_tenggat) != (s.opd_id, s.tanggal_tenggat) and not alasan.strip():
        raise AturanDilanggar(
            "Batas atau OPD pengadopsi berubah; tuliskan alasannya.", kolom={"alasan": "Isi alasan."}
        )
    for n in TEKS:
        setattr(s, n, getattr(isi, n).strip())
    if opd.pk != s.opd_id and not s.opd.aktif:
        s.asal = s.asal or s.opd
    s.tanggal, s.tanggal_tenggat, s.opd = isi.tanggal, isi.tanggal_tenggat, opd
    s.berkas = berkas or s.berkas
    s.versi += 1
    s.save()
    _catat(s, "ubah", {**_isi_jejak(s), "alasan": alasan.strip()}, oleh=oleh, pada=pada)
    return s


def _nyatakan(
    nama: str, studi_id: UUID, hasil: str, *, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> StudiBanding:
    s = kunci_studi(studi_id)
    konteks = susun_konteks(s.opd_id, pengguna=pengguna)
    s.status = ALUR_STUDI.periksa(nama, status=s.status, konteks=konteks).ke
    if not hasil.strip():
        raise AturanDilanggar("Tuliskan hasil atau alasannya.", kolom={"hasil": "Isi bagian ini."})
    terbuka = s.status == StatusStudi.RENCANA
    s.hasil = "" if terbuka else hasil.strip()
    s.putus_pada, s.putus_oleh, s.putus_nama = (None, "", "") if terbuka else (pada, oleh.id, oleh.nama)
    s.versi += 1
    s.save()
    _catat(s, nama, {"alasan" if terbuka else "hasil": hasil.strip()}, oleh=oleh, pada=pada)
    return s


@transaction.atomic
def adopsi(
    *, studi_id: UUID, hasil: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> StudiBanding:
    """The lesson was adopted; ``hasil`` says how it can be seen."""
    return _nyatakan("adopsi", studi_id, hasil, pengguna=pengguna, oleh=oleh, pada=pada)


@transaction.atomic
def tidak_adopsi(
    *, studi_id: UUID, hasil: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> StudiBanding:
    """The lesson will not be adopted; ``hasil`` says why."""
    return _nyatakan("tidak_adopsi", studi_id, hasil, pengguna=pengguna, oleh=oleh, pada=pada)


@transaction.atomic
def buka_kembali(
    *, studi_id: UUID, hasil: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> StudiBanding:
    """What was declared was wrong or has changed; the journal keeps it."""
    return _nyatakan("buka_kembali", studi_id, hasil, pengguna=pengguna, oleh=oleh, pada=pada)


# ---- the OPD that was to adopt it ends (ADR 0023) ----


@transaction.atomic
def teruskan_studi(opd_ids: Collection[UUID], *, oleh: Pelaku, pada: dt.datetime) -> None:
    """What is still to be adopted by those of these OPD whose last day is over passes to a single successor.

    Of several, or none recorded, the planning office names one by ``ubah_studi``. Whoever takes it over
    has the days that were given at first. Registered with ``organisasi.penyedia.daftar_penerima_akhir``.
    """
    hari = hari_pemda(pada)
    akhir = {o: h for o, h in hari_terakhir(opd_ids).items() if h < hari}
    penerus = penerus_banyak(akhir) if akhir else {}
    for ada in queries.masih_rencana(akhir) if akhir else ():
        calon = penerus.get(ada.opd_id, [])
        s = kunci_studi(ada.pk)
        if len(calon) != 1 or s.opd_id not in akhir or s.status != StatusStudi.RENCANA:
            continue
        semula, s.opd = s.opd, calon[0]
        s.asal = s.asal or semula
        s.tanggal_tenggat = max(s.tanggal_tenggat, hari + (s.tanggal_tenggat - hari_pemda(s.dicatat_pada)))
        s.versi += 1
        s.save()
        isi = {
            "asal_adopsi": semula.nama, "pengadopsi": s.opd.nama, "tanggal_tenggat": s.tanggal_tenggat,
            "alasan": f"OPD berakhir {tulis_tanggal(akhir[semula.pk])}",
        }  # fmt: skip
        _catat(s, "alih", isi, oleh=oleh, pada=pada)
        kirim(
            kepada=_orang_opd(s.opd_id, pada=pada),
            judul=f"Diteruskan dari {semula.nama}: {s.pokok}"[:200],
            isi=f"{s.opd.nama} mengadopsi paling lambat {tulis_tanggal(s.tanggal_tenggat, hari=True)}.",
            tautan=tautan(s), kunci=f"studi_banding.alih:{s.pk}:{s.versi}", pada=pada,
        )  # fmt: skip


def teruskan_studi_sisa(*, pada: dt.datetime) -> None:
    """The same of all OPD; each night, because an end is recorded before the last day."""
    teruskan_studi({s.opd_id for s in queries.masih_rencana()}, oleh=SISTEM, pada=pada)


# ---- messages ----


def tautan(s: StudiBanding) -> str:
    """Its page."""
    return reverse("studi:studi", args=[s.pk])


def _orang_opd(opd_id: UUID, *, pada: dt.datetime) -> list[Pengguna]:
    orang = [
        u
        for p in (Peran.ADMIN_OPD, Peran.OPERATOR_OPD)
        for u in pengguna_berperan(p, opd_id=opd_id, pada=pada)
    ]
    return list({u.pk: u for u in orang}.values())


def ingatkan(s: StudiBanding, *, pada: dt.datetime) -> bool:
    """One reminder before each deadline and one after it. True when somebody got a new one."""
    lewat = hari_pemda(pada) > s.tanggal_tenggat
    baru = kirim(
        kepada=_orang_opd(s.opd_id, pada=pada),
        judul=f"{'Lewat batas adopsi' if lewat else 'Batas adopsi sudah dekat'}: {s.pokok}"[:200],
        isi=f"{s.opd.nama}: batasnya {tulis_tanggal(s.tanggal_tenggat, hari=True)}. "
        "Nyatakan diadopsi, atau tidak diadopsi dengan alasannya.",
        tautan=tautan(s),
        kunci=f"studi_banding.ingatkan:{s.pk}:{s.tanggal_tenggat}:{'lewat' if lewat else 'dekat'}",
        pada=pada,
    )
    return bool(baru)
