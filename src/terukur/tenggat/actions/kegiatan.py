"""Recording how complete a package is, right after each change."""

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from terukur.inti.sql import sisipkan
from terukur.tenggat.choices import StatusPengajuan
from terukur.tenggat.models import Jendela, KegiatanTercatat, Pengajuan
from terukur.tenggat.penyedia import KOSONG, Kelengkapan, daftar_penyedia
from terukur.tenggat.queries import kelengkapan_tercatat

SEDANG_DIISI = (
    StatusPengajuan.DRAF, StatusPengajuan.SIAP_DITANDATANGANI, StatusPengajuan.DIKEMBALIKAN,
    StatusPengajuan.SIAP_PERBAIKAN,
)  # fmt: skip


@transaction.atomic
def catat_kegiatan(*, pengajuan: Pengajuan, kode: Iterable[str] | str, pada: dt.datetime) -> None:
    """Record the completeness of these requirements of a package as it stands now.

    Every provider calls this at the end of each write, in its own transaction, so that a late
    list made hours later still knows the situation of the instant. A requirement that the window
    does not ask for is passed over. Nothing is written while neither values nor minute changed.
    """
    diminta = set(pengajuan.jendela.daftar_syarat.values_list("kode", flat=True))
    kodes = [kode] if isinstance(kode, str) else list(kode)
    jawaban = {
        k: daftar_penyedia.ambil(k).kelengkapan(pengajuan.jendela, [pengajuan]).get(pengajuan.opd_id, KOSONG)
        for k in kodes
        if k in diminta
    }
    simpan_kegiatan(pengajuan, jawaban, pada=pada)


@transaction.atomic
def catat_kegiatan_jendela(
    *, jendela: Jendela, kode: Iterable[str], opd_ids: Iterable[UUID] | None = None, pada: dt.datetime
) -> None:
    """Record again what something outside the packages may have changed: a ceiling, the nomenclature.

    ``opd_ids`` None: all OPD of the window. Each provider is asked once. Only differences are
    written, and nothing about packages that are no longer filled in: what was handed in stays so.
    """
    diminta = set(jendela.daftar_syarat.values_list("kode", flat=True))
    paket = Pengajuan.objects.filter(jendela=jendela, status__in=SEDANG_DIISI)
    if opd_ids is not None:
        paket = paket.filter(opd_id__in=list(opd_ids))
    milik = {p.opd_id: p for p in paket.select_related("opd").order_by("pk")}
    tercatat = kelengkapan_tercatat(p.pk for p in milik.values())
    for k in diminta.intersection(kode) if milik else ():
        for opd_id, jawaban in daftar_penyedia.ambil(k).kelengkapan(jendela, list(milik.values())).items():
            p = milik[opd_id]
            lama = tercatat[p.pk].get(k)
            isi = (jawaban.terpenuhi, jawaban.jumlah, len(jawaban.galat))
            if (lama.terpenuhi, lama.jumlah, lama.jumlah_galat) != isi if lama else not jawaban.is_kosong:
                _baris(p, k, jawaban, pada=pada, kegiatan_pada=lama.kegiatan_pada if lama else None).save()


def simpan_kegiatan(
    pengajuan: Pengajuan, kelengkapan: Mapping[str, Kelengkapan], *, selalu: bool = False, pada: dt.datetime
) -> None:
    """Append a row per requirement for an act of the OPD, unless the last says the same in this minute.

    ``selalu``: an act that happens once, like a submission, does not ask what the last says.
    """
    menit = pada.replace(second=0, microsecond=0)
    tercatat = kelengkapan_tercatat([pengajuan.pk])[pengajuan.pk] if kelengkapan and not selalu else {}
    baru = []
    for kode, k in kelengkapan.items():
        lama = tercatat.get(kode)
        isi = (k.terpenuhi, k.jumlah, len(k.galat))
        if (
            lama is None
            or (lama.terpenuhi, lama.jumlah, lama.jumlah_galat) != isi
            or lama.pada.replace(second=0, microsecond=0) != menit
        ):
            baru.append(_baris(pengajuan, kode, k, pada=pada, kegiatan_pada=pada))
    sisipkan(baru)


def _baris(
    pengajuan: Pengajuan, kode: str, k: Kelengkapan, *, pada: dt.datetime, kegiatan_pada: dt.datetime | None
) -> KegiatanTercatat:
    return KegiatanTercatat(
        pengajuan=pengajuan, kode=kode, terpenuhi=k.terpenuhi, jumlah=k.jumlah, jumlah_galat=len(k.galat),
        ringkasan=k.ringkasan[:200], pada=pada, kegiatan_pada=kegiatan_pada,
    )  # fmt: skip
