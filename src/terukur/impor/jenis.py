"""What can be imported: upper rooms register their kinds here, in ``AppConfig.ready``.

A kind is a few functions around a pure reader::

    daftar_impor.daftarkan("anggaran", JenisImpor(
        kode="anggaran", nama="Kebutuhan anggaran", izin=Izin.ANGGARAN_ISI,
        petunjuk="Buku kerja DPA, RKA atau Renja ...",
        siapkan=siapkan_konteks,     # (data, untuk=pengguna) -> Konteks; scope is checked here
        baca=lambda buku, konteks: baca_anggaran(buku, tahun=konteks.tahun),
        kolom=(Kolom("Kode", "kode_akhir", "kode"), Kolom("Uraian", "uraian"), ...),
        bandingkan=selisih_tersimpan,    # optional
        terapkan=terapkan_anggaran,
        ekspor=lambda konteks: reverse("anggaran:isi", args=[konteks.data["pengajuan"]]),
        urungkan=urungkan_anggaran,      # optional
    ))
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import UUID

from terukur.impor.pembaca import Buku, HasilBaca
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import Kolom
from terukur.inti.pelaku import Pelaku
from terukur.inti.registri import Registri

if TYPE_CHECKING:
    from django import forms

    from terukur.akun.models import Pengguna


class ImporDibatalkan(AturanDilanggar):
    """The user asked to stop; the transaction is rolled back."""

    def __init__(self) -> None:
        super().__init__("Impor dibatalkan; tidak ada yang disimpan.", kode="dibatalkan")


@dataclass(frozen=True, slots=True)
class Konteks:
    """For whom and what. ``data`` is JSON-able and is handed back to every function of the kind.

    ``judul``: one line for the page ("Dinas Kesehatan, Renja 2027"). ``tautan``: where the user came from.
    ``pada``: when the workbook arrived; None before it did.
    """

    judul: str
    data: Mapping[str, Any] = field(default_factory=dict)
    opd_id: UUID | None = None
    tautan: str = ""
    pada: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Pilihan:
    """A row whose place among what is stored only the user knows. ``kunci``: names it within the workbook.

    ``isi``: what the workbook says, a line each. ``usulan``: the likeliest option, with ``alasan`` in words;
    empty: none. ``calon``: options worth offering first. ``terpilih``: the answer so far; ``LEWATI`` is one.
    """

    kunci: str
    lembar: str
    baris: int
    isi: tuple[str, ...]
    usulan: str = ""
    alasan: str = ""
    calon: tuple[str, ...] = ()
    terpilih: str = ""


LEWATI: Final = "lewati"
"""The answer "this row is not imported"."""


@dataclass(frozen=True, slots=True)
class DaftarPilihan:
    """What the user must match by hand: the rows, and {option: its name} for all of them."""

    baris: Sequence[Pilihan]
    opsi: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Selisih:
    """One difference between the workbook and what is stored. Values are written as text."""

    kode: str
    nama: str
    kolom: str
    tersimpan: str
    berkas: str


@dataclass(frozen=True, slots=True)
class Terapan:
    """What applying did: one sentence, where to look, and what undoing needs (JSON-able)."""

    pesan: str
    tautan: str = ""
    urung: Mapping[str, Any] = field(default_factory=dict)


class Lapor(Protocol):
    """Call it now and then with rows done of all: it shows progress and stops a cancelled job."""

    def __call__(self, selesai: int, jumlah: int) -> None: ...


class Terapkan(Protocol):
    def __call__(
        self, hasil: HasilBaca, konteks: Konteks, *, lapor: Lapor, oleh: Pelaku, pada: dt.datetime
    ) -> Terapan: ...


class Urungkan(Protocol):
    def __call__(
        self, urung: Mapping[str, Any], konteks: Konteks, *, oleh: Pelaku, pada: dt.datetime
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class JenisImpor:
    """One kind of import.

    ``siapkan(data, untuk=)``: from address and form to ``Konteks``; raises ``TidakDitemukan`` outside
    the user's scope and ``AturanDilanggar`` when importing is not allowed now.
    ``baca``: pure. ``periksa``: adds problems that need the database (unknown codes, ceilings).
    ``kolom``: how a row of ``hasil.baris`` is shown. ``bandingkan``: differences to what is stored.
    ``terapkan``: writes all or raises; runs inside one transaction, journals by its own actions.
    ``ekspor``: address of the list whose XLSX and CSV (``?unduh=``) this kind reads back and then
    changes nothing; empty while ``konteks`` does not say which. ``tests/test_bolak_balik`` holds every
    kind to it.
    ``urungkan``: takes it back, or raises ``AturanDilanggar`` when somebody built on it.
    ``formulir``: fields beside the file (class of a Django form), read into ``data``.
    ``pilihan``: rows whose match the user confirms in the preview, after ``periksa``. The answers come
    back as ``konteks.data["pilihan"]``, {kunci: option}; ``siapkan`` keeps them. Rows without an answer
    are not written. ``keterangan``: what the preview says about what is applied and what is not.
    """

    kode: str
    nama: str
    izin: Izin
    petunjuk: str
    siapkan: "Callable[..., Konteks]"
    baca: Callable[[Buku, Konteks], HasilBaca]
    kolom: Sequence[Kolom]
    terapkan: Terapkan
    ekspor: Callable[[Konteks], str]
    urungkan: Urungkan | None = None
    periksa: Callable[[HasilBaca, Konteks], None] | None = None
    bandingkan: Callable[[HasilBaca, Konteks], list[Selisih]] | None = None
    formulir: "type[forms.Form] | None" = None
    pilihan: Callable[[HasilBaca, Konteks], DaftarPilihan] | None = None
    keterangan: str = ""

    def boleh(self, pengguna: "Pengguna") -> bool:
        """May this user import this kind at all?"""
        return pengguna.akses.boleh(Izin.IMPOR_JALANKAN) and pengguna.akses.boleh(self.izin)


daftar_impor: Registri[JenisImpor] = Registri("jenis impor")
