"""People and their offices."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from terukur.akun.models import Pengguna
from terukur.inti.bitemporal import SATU_HARI, cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.organisasi import rules
from terukur.organisasi.actions.potret import kunci, periksa_dibaca, periksa_urutan, versi_pada
from terukur.organisasi.choices import STATUS_ASN, JabatanLama, JenisPenugasan
from terukur.organisasi.models import BatasPenugasan, Jabatan, Pegawai, Penugasan
from terukur.organisasi.penyedia import beri_tahu_hari
from terukur.organisasi.queries import tanda_fakta, tanda_nilai


def _periksa_pegawai(nip: str, status: str, kecuali: Pegawai | None = None) -> None:
    if nip:
        rules.periksa_nip(nip, izinkan_fiktif=settings.MODE_LATIHAN)
        lain = Pegawai.objects.filter(nip=nip)
        if kecuali is not None:
            lain = lain.exclude(pk=kecuali.pk)
        if ada := lain.first():
            raise AturanDilanggar(
                f"NIP {nip} sudah tercatat atas nama {ada.nama}.",
                kode="nip_ganda",
                kolom={"nip": f"Sudah tercatat atas nama {ada.nama}."},
            )
    elif status in STATUS_ASN:
        raise AturanDilanggar(
            "PNS, CPNS dan PPPK wajib memiliki NIP; isi NIP atau pilih status lain.",
            kode="nip_kosong",
            kolom={"nip": "Wajib diisi untuk PNS, CPNS dan PPPK."},
        )


def _jejak(peristiwa: str, pegawai: Pegawai, isi: dict[str, Any], *, oleh: Pelaku, pada: dt.datetime) -> None:
    catat(peristiwa=peristiwa, objek="pegawai", objek_id=pegawai.pk, isi=isi, oleh=oleh, pada=pada)


@transaction.atomic
def catat_pegawai(
    *,
    nama: str,
    status: str,
    nip: str = "",
    pengguna: Pengguna | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Pegawai:
    """Record a person. NIP is compulsory for ASN, optional for others, checked in either case."""
    _periksa_pegawai(nip, status)
    pegawai = Pegawai(nama=nama, status=status, nip=nip, pengguna=pengguna)
    pegawai.save(force_insert=True)
    isi = {"nama": nama, "status": status, "pengguna_id": pengguna.pk if pengguna else None}
    _jejak("pegawai.catat", pegawai, isi, oleh=oleh, pada=pada)
    return pegawai


@transaction.atomic
def ubah_pegawai(
    *,
    pegawai: Pegawai,
    nama: str,
    status: str,
    nip: str = "",
    aktif: bool = True,
    dibaca: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Pegawai:
    """Correct a person's data; ``aktif`` False: retired, moved away or deceased."""
    pegawai = Pegawai.objects.select_for_update().get(pk=pegawai.pk)
    _periksa_pegawai(nip, status, kecuali=pegawai)
    kiriman = {"nama": nama, "status": status, "nip": nip, "aktif": aktif}
    tersimpan = {k: getattr(pegawai, k) for k in kiriman}
    periksa_dibaca(dibaca, tanda_nilai(*tersimpan.values()), tersimpan=tersimpan, kiriman=kiriman)
    sebelum = {"nama": pegawai.nama, "status": pegawai.status, "aktif": pegawai.aktif}
    nip_berubah = pegawai.nip != nip
    pegawai.nama, pegawai.status, pegawai.nip, pegawai.aktif = nama, status, nip, aktif
    pegawai.save()
    isi = {"nama": nama, "status": status, "aktif": aktif, "nip_berubah": nip_berubah, "sebelum": sebelum}
    _jejak("pegawai.ubah", pegawai, isi, oleh=oleh, pada=pada)
    return pegawai


@transaction.atomic
def hubungkan_pengguna(
    *, pegawai: Pegawai, pengguna: Pengguna | None, oleh: Pelaku, pada: dt.datetime
) -> Pegawai:
    """Say which login is this person's (None: no longer any)."""
    pegawai = Pegawai.objects.select_for_update().get(pk=pegawai.pk)
    if pengguna is not None:
        lain = Pegawai.objects.filter(pengguna=pengguna).exclude(pk=pegawai.pk).first()
        if lain is not None:
            raise AturanDilanggar(
                f"Pengguna {pengguna.nama_pengguna} sudah milik {lain.nama}.",
                kode="pengguna_ganda",
                kolom={"pengguna": f"Sudah milik {lain.nama}."},
            )
    pegawai.pengguna = pengguna
    pegawai.save(update_fields=["pengguna"])
    isi = {"nama": pegawai.nama, "pengguna_id": pengguna.pk if pengguna else None}
    _jejak("pegawai.hubungkan", pegawai, isi, oleh=oleh, pada=pada)
    return pegawai


# -- penugasan ------------------------------------------------------------------------------


def _pemegang_lain(
    pegawai: Pegawai, jabatan: Jabatan, jenis: Collection[str], sejak: dt.date, sampai: dt.date | None
) -> list[Penugasan]:
    lain = (
        Penugasan.objects.diketahui(None)
        .filter(jabatan=jabatan, jenis__in=jenis)
        .filter(Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=sejak))
        .exclude(pegawai=pegawai)
        .select_related("pegawai")
        .order_by("berlaku_sejak", "pk")
    )
    if sampai is not None:
        lain = lain.filter(berlaku_sejak__lte=sampai)
    return list(lain)


def _definitif_lain(
    pegawai: Pegawai, jabatan: Jabatan, sejak: dt.date, sampai: dt.date | None
) -> list[Penugasan]:
    """Definitive penugasan of the person in other offices that last into these days."""
    lain = (
        Penugasan.objects.diketahui(None)
        .filter(pegawai=pegawai, jenis=JenisPenugasan.DEFINITIF)
        .filter(Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=sejak))
        .exclude(jabatan=jabatan)
        .select_related("jabatan", "jabatan__opd")
        .order_by("berlaku_sejak", "pk")
    )
    if sampai is not None:
        lain = lain.filter(berlaku_sejak__lte=sampai)
    return list(lain)


def _periksa_rangkap(lain: list[Penugasan], jabatan_lama: str) -> None:
    if not lain or jabatan_lama:
        return
    p = lain[0]
    jabatan = rules.sebut_jabatan(p.jabatan.nama, p.jabatan.opd.nama)
    raise AturanDilanggar(
        f"{p.pegawai.nama} masih memegang jabatan definitif {jabatan} sejak "
        f"{tulis_tanggal(p.berlaku_sejak)} (SK {p.nomor_sk}). Pilih: jabatan lama itu diakhiri atau tetap "
        "dipegang.",
        kode="dua_definitif",
        kolom={
            "jabatan_lama": f"Masih memegang {jabatan} (SK {p.nomor_sk}). "
            "Pilih: diakhiri atau tetap dipegang."
        },
    )


@transaction.atomic
def tugaskan(
    *,
    pegawai: Pegawai,
    jabatan: Jabatan,
    jenis: str,
    nomor_sk: str,
    tanggal_sk: dt.date,
    sejak: dt.date,
    sampai: dt.date | None = None,
    gantikan: bool = False,
    jabatan_lama: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> Penugasan:
    """Record by SK that ``pegawai`` holds ``jabatan`` from ``sejak`` to ``sampai`` (inclusive).

    The SK may be recorded after it took effect. A Pj, Plt or Plh needs an end. ``gantikan``:
    whoever holds the office in the same way on these days is relieved (pelantikan), and by a
    definitive holder also its Plt or Pj; without it a holder in the same way is a reason for
    refusal. Limits on length only warn (see ``rules``).

    ``jabatan_lama``: what becomes of another definitive office of the same person on these days
    (``JabatanLama``), of whatever rank; without an answer a second office that only one person can
    hold is a reason for refusal, never ended silently.
    """
    periksa_urutan(sejak, sampai)
    kunci(jabatan)
    versi = versi_pada(jabatan, sejak)
    if not nomor_sk.strip():
        raise AturanDilanggar("Nomor SK wajib diisi.", kode="sk_kosong", kolom={"nomor_sk": "Wajib diisi."})
    if jenis != JenisPenugasan.DEFINITIF and sampai is None:
        saran = rules.tambah_bulan(sejak, 3) - SATU_HARI
        raise AturanDilanggar(
            f"{JenisPenugasan(jenis).label} wajib memiliki tanggal selesai, misalnya {tulis_tanggal(saran)}.",
            kode="sementara_tanpa_akhir",
            kolom={"sampai": f"Wajib diisi, misalnya {tulis_tanggal(saran)}."},
        )
    diganti = rules.jenis_diganti(jenis) if gantikan else {jenis}
    lain = _pemegang_lain(pegawai, jabatan, diganti, sejak, sampai) if versi.tunggal else []
    if lain and not gantikan:
        p = lain[0]
        raise AturanDilanggar(
            f"{versi.nama} dipegang {p.pegawai.nama} sejak {tulis_tanggal(p.berlaku_sejak)} "
            f"(SK {p.nomor_sk}); akhiri penugasan itu atau pilih “gantikan pejabat lama”.",
            kode="sudah_dipegang",
            kolom={
                "jabatan": f"Masih dipegang {p.pegawai.nama}. Centang “Gantikan pejabat lama” bila diganti."
            },
        )
    rangkap = []
    if jenis == JenisPenugasan.DEFINITIF:
        rangkap = _definitif_lain(pegawai, jabatan, sejak, sampai)
        _periksa_rangkap([p for p in rangkap if p.tunggal and versi.tunggal], jabatan_lama)
    for p in lain:
        cabut_fakta(
            Penugasan, kunci={"pegawai": p.pegawai, "jabatan": jabatan}, sejak=sejak, sampai=sampai, pada=pada
        )
    diakhiri = rangkap if jabatan_lama == JabatanLama.AKHIRI else []
    for p in diakhiri:
        kunci_lama = {"pegawai": pegawai, "jabatan": p.jabatan_id}
        cabut_fakta(Penugasan, kunci=kunci_lama, sejak=sejak, sampai=p.berlaku_sampai, pada=pada)
    penugasan = catat_fakta(
        Penugasan,
        kunci={"pegawai": pegawai, "jabatan": jabatan},
        isi={
            "jenis": jenis,
            "nomor_sk": nomor_sk.strip(),
            "tanggal_sk": tanggal_sk,
            "sk_dicatat_pada": pada,
            "tunggal": versi.tunggal,
        },
        sejak=sejak,
        sampai=sampai,
        pada=pada,
    )
    beri_tahu_hari({pegawai.pk, *(p.pegawai_id for p in lain)}, sejak=sejak, sampai=sampai, pada=pada)
    catat(
        peristiwa="penugasan.tugaskan",
        objek="pegawai",
        objek_id=pegawai.pk,
        opd_id=versi.opd_id,
        isi={
            "pegawai": pegawai.nama,
            "jabatan_id": jabatan.pk,
            "jabatan": versi.nama,
            "jenis": jenis,
            "nomor_sk": penugasan.nomor_sk,
            "tanggal_sk": tanggal_sk,
            "berlaku_sejak": sejak,
            "berlaku_sampai": sampai,
            "menggantikan": [p.pegawai_id for p in lain],
            "jabatan_diakhiri": [p.jabatan.nama for p in diakhiri],
        },
        oleh=oleh,
        pada=pada,
    )
    return penugasan


@transaction.atomic
def akhiri_penugasan(
    *, penugasan: Penugasan, hari_terakhir: dt.date, alasan: str, oleh: Pelaku, pada: dt.datetime
) -> None:
    """End a penugasan after ``hari_terakhir``; a day before its first withdraws it wholly."""
    kunci(penugasan.jabatan)
    kini = Penugasan.objects.diketahui(None).filter(pk=penugasan.pk).first()
    if kini is None:
        raise AturanDilanggar(
            "Penugasan ini sudah berubah sejak halaman dibuka; muat ulang halaman.", kode="berubah"
        )
    if kini.berlaku_sampai is not None and hari_terakhir >= kini.berlaku_sampai:
        raise AturanDilanggar(
            f"Penugasan ini sudah berakhir {tulis_tanggal(kini.berlaku_sampai)}; "
            "untuk memperpanjang, catat SK baru.",
            kode="sudah_berakhir",
            kolom={"hari_terakhir": f"Harus sebelum {tulis_tanggal(kini.berlaku_sampai)}."},
        )
    sejak = max(hari_terakhir + SATU_HARI, kini.berlaku_sejak)
    cabut_fakta(
        Penugasan,
        kunci={"pegawai": kini.pegawai_id, "jabatan": kini.jabatan_id},
        sejak=sejak,
        sampai=kini.berlaku_sampai,
        pada=pada,
    )
    beri_tahu_hari({kini.pegawai_id}, sejak=sejak, sampai=kini.berlaku_sampai, pada=pada)
    catat(
        peristiwa="penugasan.akhiri",
        objek="pegawai",
        objek_id=kini.pegawai_id,
        opd_id=kini.jabatan.opd_id,
        isi={
            "jabatan_id": kini.jabatan_id,
            "nomor_sk": kini.nomor_sk,
            "hari_terakhir": hari_terakhir,
            "alasan": alasan,
        },
        oleh=oleh,
        pada=pada,
    )


@transaction.atomic
def tetapkan_batas(
    *,
    jenis: str,
    bulan: int,
    jumlah_perpanjangan: int,
    hari_peringatan: int,
    dasar: str,
    sejak: dt.date,
    dibaca: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> BatasPenugasan:
    """Set how long a Plt, Pj or Plh may last from ``sejak`` on."""
    isi = {
        "bulan": bulan,
        "jumlah_perpanjangan": jumlah_perpanjangan,
        "hari_peringatan": hari_peringatan,
        "dasar": dasar,
    }
    lama = BatasPenugasan.objects.pada(sejak).filter(jenis=jenis).values(*isi).first() or {}
    periksa_dibaca(dibaca, tanda_fakta(BatasPenugasan, jenis=jenis), tersimpan=lama, kiriman=isi)
    batas = catat_fakta(BatasPenugasan, kunci={"jenis": jenis}, isi=isi, sejak=sejak, pada=pada)
    catat(
        peristiwa="batas_penugasan.tetapkan",
        objek="batas_penugasan",
        objek_id=jenis,
        isi=isi | {"berlaku_sejak": sejak},
        oleh=oleh,
        pada=pada,
    )
    return batas
