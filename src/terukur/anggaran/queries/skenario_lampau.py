"""Scenarios as they stood at a past instant, told by the journal; one removed since stood in the list."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from terukur.anggaran.models import BarisSkenario, Skenario
from terukur.anggaran.queries.skenario import JumlahSkenario, get_skenario
from terukur.anggaran.rules.ruang import NOL, Tahap
from terukur.anggaran.rules.skenario import bagi_potongan
from terukur.jejak.models import Catatan
from terukur.jejak.queries import riwayat_sampai
from terukur.organisasi.queries import belum_ada


@dataclass(slots=True)
class SkenarioLampau:
    """One line of the list. ``pk`` None: it was removed since, and its lines with it."""

    pk: UUID | None
    nama: str
    label: str
    turun_persen: Decimal | None
    kekurangan: Decimal
    terpotong: Decimal
    dibuat_pada: dt.datetime
    nama_pembuat: str
    tangan: set[str] = field(default_factory=set)

    @property
    def dipindah(self) -> int:
        return len(self.tangan)


def daftar_skenario_saat(tahap: Tahap, saat: dt.datetime) -> list[SkenarioLampau]:
    """Those of a stage that stood saved then, the newest first. Two queries."""
    masih = set(Skenario.objects.filter(**tahap.kunci).values_list("pk", flat=True))
    hasil: dict[str, SkenarioLampau] = {}
    acara = Catatan.objects.filter(objek="skenario", pada__lte=saat, ditolak=False)
    for c in acara.order_by("nomor"):
        isi, lama = c.isi, hasil.get(c.objek_id)
        match c.peristiwa:
            case "skenario.simpan" if isi["tahap"] == tahap.label:
                turun = isi["turun_persen"]
                hasil[c.objek_id] = SkenarioLampau(
                    pk if (pk := UUID(c.objek_id)) in masih else None, isi["nama"], isi["tahap"],
                    None if turun is None else Decimal(turun), Decimal(isi["kekurangan"]),
                    Decimal(isi["terpotong"]), c.pada, c.pelaku_nama,
                )  # fmt: skip
            case "skenario.ubah_baris" if lama:
                lama.terpotong += Decimal(isi["baru"]) - Decimal(isi["lama"])
                lama.tangan.add(isi["baris"])
            case "skenario.sesuaikan" if lama:
                lama.terpotong = Decimal(isi["terpotong"])
            case "skenario.hapus":
                hasil.pop(c.objek_id, None)
    return sorted(hasil.values(), key=lambda s: s.dibuat_pada, reverse=True)


def get_skenario_saat(skenario_id: UUID, saat: dt.datetime) -> Skenario:
    """One that was saved by then; ``TidakDitemukan`` before."""
    skenario = get_skenario(skenario_id)
    if skenario.dibuat_pada > saat:
        raise belum_ada("Skenario ini", saat)
    return skenario


def baris_skenario_saat(skenario: Skenario, saat: dt.datetime) -> list[BarisSkenario]:
    """Its lines as they stood then, the first to be cut on top; only to be read, never saved. Two queries.

    What the rule proposes follows from the lines alone, so that the acts of the journal, repeated in their
    order, give every cut again.
    """
    baris = list(
        BarisSkenario.objects.filter(skenario=skenario).select_related("opd").order_by("-peringkat", "pk")
    )
    for b in baris:
        b.alasan, b.diubah_pada, b.diubah_oleh, b.nama_pengubah = "", None, "", ""
    menurut = {b.kunci: b for b in baris}
    _usulkan(skenario, baris)
    for c in riwayat_sampai("skenario", [skenario.pk], sampai=saat)[str(skenario.pk)]:
        if c.peristiwa == "skenario.ubah_baris":
            b = menurut[c.isi["baris"]]
            b.potong, b.alasan = Decimal(c.isi["baru"]), c.isi["alasan"]
            b.diubah_pada, b.diubah_oleh, b.nama_pengubah = c.pada, c.pelaku_id, c.pelaku_nama
        elif c.peristiwa == "skenario.sesuaikan":
            _usulkan(skenario, baris)
    return baris


def _usulkan(skenario: Skenario, baris: list[BarisSkenario]) -> None:
    tetap = ((b.kunci, b.paling_banyak, b.potong if b.alasan else None) for b in baris)
    potong, _ = bagi_potongan(tetap, skenario.kekurangan)
    for b in baris:
        if not b.alasan:
            b.usulan = b.potong = potong[b.kunci]


def jumlah_baris_saat(skenario: Skenario, baris: list[BarisSkenario]) -> JumlahSkenario:
    """The sums of these lines."""
    potong = sum((b.potong for b in baris), NOL)
    return JumlahSkenario(
        sum((b.jumlah for b in baris), NOL), potong, len(baris), sum(b.potong > 0 for b in baris),
        sum(bool(b.alasan) for b in baris), skenario.kekurangan - potong,
    )  # fmt: skip
