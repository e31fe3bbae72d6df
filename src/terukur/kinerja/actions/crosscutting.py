"""Crosscutting between OPD: proposed by an operator, answered by the head of the asked OPD, withdrawn."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kinerja.actions.pohon import buka_simpul
from terukur.kinerja.choices import StatusCrosscutting
from terukur.kinerja.models import Crosscutting
from terukur.kinerja.queries.crosscutting import pernyataan_simpul
from terukur.kinerja.queries.pohon import isi_simpul
from terukur.kinerja.rules.pohon import ALUR_CROSSCUTTING, MASIH_BERLAKU, KonteksCrosscutting
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import dasar_penanda, pengguna_berperan
from terukur.pesan.actions import kirim

BELUM_DIJAWAB = dt.timedelta(days=7)
"""After this time the head who has not answered is reminded once (own rule)."""


def _catat(
    c: Crosscutting, verba: str, isi: dict[str, Any], *, oleh: Pelaku, pada: dt.datetime, opd_id: UUID
) -> None:
    catat(
        peristiwa=f"crosscutting.{verba}", objek="crosscutting", objek_id=c.pk,
        isi={"opd": c.opd.nama, "mitra": c.mitra.nama, "permintaan": c.permintaan, **isi},
        oleh=oleh, pada=pada, opd_id=opd_id,
    )  # fmt: skip


def _orang(opd_id: UUID, *peran: Peran, pada: dt.datetime) -> list[Pengguna]:
    return list({u.pk: u for p in peran for u in pengguna_berperan(p, opd_id=opd_id, pada=pada)}.values())


def _beri_tahu(c: Crosscutting, kepada: list[Pengguna], judul: str, isi: str, *, pada: dt.datetime) -> None:
    kirim(
        kepada=kepada, judul=judul[:200], isi=isi,
        tautan=reverse("kinerja:crosscutting", args=[c.pk]),
        kunci=f"crosscutting:{c.pk}:{c.status}", pada=pada,
    )  # fmt: skip


def _buka(crosscutting_id: UUID) -> Crosscutting:
    c = (
        Crosscutting.objects.select_for_update(of=("self",))
        .select_related("opd", "mitra", "simpul")
        .filter(pk=crosscutting_id)
        .first()
    )
    if c is None:
        raise TidakDitemukan("Crosscutting tidak ditemukan.")
    return c


def _alasan(teks: str, pesan: str) -> str:
    if not teks.strip():
        raise AturanDilanggar(pesan, kolom={"alasan": "Isi alasan."})
    return teks.strip()


@transaction.atomic
def usulkan_crosscutting(
    *, simpul_id: UUID, mitra_id: UUID, permintaan: str, oleh: Pelaku, pada: dt.datetime
) -> Crosscutting:
    """The OPD of a node asks another OPD to contribute to it; the other's head is told."""
    isi, _ = buka_simpul(simpul_id, pada=pada)
    opd = isi.simpul.opd
    if opd is None:
        raise AturanDilanggar(
            "Crosscutting diusulkan dari simpul OPD; simpul kabupaten didukung simpul OPD di bawahnya.",
            kode="bukan_opd",
        )
    mitra = OPD.objects.filter(pk=mitra_id, aktif=True).first()
    if mitra is None or mitra.pk == opd.pk:
        raise AturanDilanggar("Pilih OPD lain yang aktif.", kolom={"mitra": "Pilih OPD lain yang aktif."})
    if not permintaan.strip():
        pesan = "Tulis kondisi yang diharapkan dari OPD itu."
        raise AturanDilanggar(pesan, kolom={"permintaan": pesan})
    if Crosscutting.objects.filter(simpul=simpul_id, mitra=mitra, status__in=MASIH_BERLAKU).exists():
        pesan = f"Sudah ada crosscutting dengan {mitra.singkatan} pada simpul ini."
        raise AturanDilanggar(pesan, kolom={"mitra": pesan})
    c = Crosscutting.objects.create(
        simpul=isi.simpul, opd=opd, mitra=mitra, permintaan=" ".join(permintaan.split()),
        diusulkan_pada=pada, diusulkan_oleh=oleh.id,
    )  # fmt: skip
    _catat(c, "usulkan", {"pernyataan": isi.pernyataan}, oleh=oleh, pada=pada, opd_id=opd.pk)
    _beri_tahu(
        c, _orang(mitra.pk, Peran.KEPALA_OPD, Peran.OPERATOR_OPD, pada=pada),
        f"Crosscutting dari {opd.singkatan} menunggu jawaban",
        f"{opd.nama} meminta kontribusi {mitra.nama}: {c.permintaan}. Kepala OPD menjawabnya.", pada=pada,
    )  # fmt: skip
    return c


def _putuskan(
    crosscutting_id: UUID, nama: str, *, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> tuple[Crosscutting, Pelaku]:
    if str(pengguna.pk) != oleh.id:
        raise AturanDilanggar("Yang bertindak harus orang yang masuk; muat ulang halaman.")
    c = _buka(crosscutting_id)
    penugasan = dasar_penanda(pengguna, c.mitra_id, pada=pada)
    konteks = KonteksCrosscutting(penugasan, c.mitra.nama)
    c.status = ALUR_CROSSCUTTING.periksa(nama, status=c.status, konteks=konteks).ke
    c.diputus_pada, c.diputus_oleh = max(pada, c.diusulkan_pada), oleh.id
    c.pemutus = penugasan[:300]
    return c, replace(oleh, penugasan=penugasan)


@transaction.atomic
def terima_crosscutting(
    *, crosscutting_id: UUID, simpul_id: UUID, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Crosscutting:
    """The head of the asked OPD accepts, and says with which node his OPD contributes."""
    milik, saat = buka_simpul(simpul_id, pada=pada)
    c, oleh = _putuskan(crosscutting_id, "terima", pengguna=pengguna, oleh=oleh, pada=pada)
    if milik.simpul.opd_id != c.mitra_id or milik.simpul.dokumen_id != c.simpul.dokumen_id:
        pesan = f"Pilih simpul {c.mitra.singkatan} dalam pohon periode yang sama."
        raise AturanDilanggar(pesan, kolom={"simpul": pesan})
    if not isi_simpul(saat).filter(simpul=c.simpul_id).exists():
        raise AturanDilanggar("Simpul yang memintanya tidak ada lagi dalam pohon.", kode="simpul_hilang")
    c.simpul_mitra = milik.simpul
    c.save()
    _catat(c, "terima", {"pernyataan": milik.pernyataan}, oleh=oleh, pada=pada, opd_id=c.mitra_id)
    _beri_tahu(
        c, _orang(c.opd_id, Peran.KEPALA_OPD, Peran.OPERATOR_OPD, pada=pada),
        f"Crosscutting diterima {c.mitra.singkatan}", f"Kontribusinya: {milik.pernyataan}.", pada=pada,
    )  # fmt: skip
    return c


@transaction.atomic
def tolak_crosscutting(
    *, crosscutting_id: UUID, alasan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Crosscutting:
    """The head of the asked OPD refuses, with the reason."""
    c, oleh = _putuskan(crosscutting_id, "tolak", pengguna=pengguna, oleh=oleh, pada=pada)
    c.alasan = _alasan(alasan, "Tuliskan alasannya, supaya OPD yang meminta tahu.")
    c.save()
    _catat(c, "tolak", {"alasan": c.alasan}, oleh=oleh, pada=pada, opd_id=c.mitra_id)
    _beri_tahu(
        c, _orang(c.opd_id, Peran.KEPALA_OPD, Peran.OPERATOR_OPD, pada=pada),
        f"Crosscutting ditolak {c.mitra.singkatan}", f"Alasan: {c.alasan[:300]}", pada=pada,
    )  # fmt: skip
    return c


@transaction.atomic
def tarik_crosscutting(
    *, crosscutting_id: UUID, alasan: str, oleh: Pelaku, pada: dt.datetime
) -> Crosscutting:
    """The OPD that asked withdraws, before or after the answer, with the reason."""
    c = _buka(crosscutting_id)
    c.status = ALUR_CROSSCUTTING.periksa("tarik", status=c.status).ke
    c.alasan = _alasan(alasan, "Tuliskan alasannya, supaya OPD mitra tahu.")
    c.ditarik_pada, c.ditarik_oleh = max(pada, c.diusulkan_pada), oleh.id
    c.save()
    _catat(c, "tarik", {"alasan": c.alasan}, oleh=oleh, pada=pada, opd_id=c.opd_id)
    _beri_tahu(
        c, _orang(c.mitra_id, Peran.KEPALA_OPD, Peran.OPERATOR_OPD, pada=pada),
        f"Crosscutting ditarik {c.opd.singkatan}", f"Alasan: {c.alasan[:300]}", pada=pada,
    )  # fmt: skip
    return c


def ingatkan_crosscutting(*, pada: dt.datetime) -> int:
    """Remind each head, once per proposal, of what has waited for a week; how many got a message."""
    menunggu = (
        Crosscutting.objects.filter(
            status=StatusCrosscutting.DIUSULKAN, diusulkan_pada__lte=pada - BELUM_DIJAWAB
        )
        .select_related("opd", "mitra")
        .order_by("diusulkan_pada", "pk")
    )
    pernyataan = pernyataan_simpul(c.simpul_id for c in menunggu)
    return sum(
        len(
            kirim(
                kepada=_orang(c.mitra_id, Peran.KEPALA_OPD, pada=pada),
                judul=f"Belum dijawab: crosscutting dari {c.opd.singkatan}"[:200],
                isi=f"Untuk “{pernyataan[c.simpul_id]}” diharapkan: {c.permintaan}.",
                tautan=reverse("kinerja:crosscutting", args=[c.pk]),
                kunci=f"crosscutting.ingatkan:{c.pk}", pada=pada,
            )
        )
        for c in menunggu
    )  # fmt: skip
