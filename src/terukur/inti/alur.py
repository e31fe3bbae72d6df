"""Alur: a workflow as a table. The only judge of which step is possible from which state."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AlurMenolak

Syarat = Callable[[Any], str | None]
"""A condition: gets the context object, returns None or the Indonesian reason for refusal."""


@dataclass(frozen=True, slots=True)
class Transisi:
    """One step. ``nama`` is the business verb: button, permission act and journal event."""

    nama: str
    label: str
    dari: tuple[str, ...]
    ke: str
    izin: Izin
    syarat: tuple[Syarat, ...] = ()
    giliran: str = ""  # who must act after this step, in words for the page


@dataclass(frozen=True, slots=True)
class Tindakan:
    """A step as a page shows it: allowed, or the reason why not."""

    nama: str
    label: str
    boleh: bool
    alasan: str = ""


class Alur:
    """A named workflow. ``objek`` is the journal's object word, e.g. ``pengajuan``."""

    def __init__(
        self,
        objek: str,
        *,
        status: Sequence[tuple[str, str]],
        awal: str,
        transisi: Iterable[Transisi],
    ) -> None:
        self.objek = objek
        self.status = dict(status)
        self.awal = awal
        self.transisi: dict[str, Transisi] = {}
        for t in transisi:
            if t.nama in self.transisi:
                raise ValueError(f"{objek}: two steps are named {t.nama}")
            self.transisi[t.nama] = t
        dipakai = {awal} | {s for t in self.transisi.values() for s in (*t.dari, t.ke)}
        if asing := dipakai - set(self.status):
            raise ValueError(f"{objek}: states without a label: {sorted(asing)}")

    def periksa(self, nama: str, *, status: str, konteks: Any = None) -> Transisi:
        """Return the step if it is possible now; raise ``AlurMenolak`` with the reason if not."""
        langkah = self.transisi[nama]
        if status not in langkah.dari:
            boleh = " atau ".join(f"“{self.status[s]}”" for s in langkah.dari)
            raise AlurMenolak(
                f"{langkah.label} hanya dapat dilakukan saat status {boleh}; "
                f"status sekarang “{self.status[status]}”."
            )
        for syarat in langkah.syarat:
            if alasan := syarat(konteks):
                raise AlurMenolak(alasan)
        return langkah

    def tindakan(self, *, status: str, izin: Callable[[Izin], bool], konteks: Any = None) -> list[Tindakan]:
        """Steps of the present state that this reader may take, each allowed or with its reason.

        Steps whose permission the reader lacks are left out; steps of other states too.
        """
        hasil = []
        for t in self.transisi.values():
            if status not in t.dari or not izin(t.izin):
                continue
            try:
                self.periksa(t.nama, status=status, konteks=konteks)
            except AlurMenolak as tolak:
                hasil.append(Tindakan(t.nama, t.label, False, tolak.pesan))
            else:
                hasil.append(Tindakan(t.nama, t.label, True))
        return hasil

    def status_sesudah(self, verba: Iterable[str]) -> str:
        """The state after these steps from the beginning, as a record of acts tells them. A word that is no
        step changes nothing, and a step that leaves its only state as it is leaves any other."""
        status = self.awal
        for v in verba:
            langkah = self.transisi.get(v)
            if langkah and langkah.dari != (langkah.ke,):
                status = langkah.ke
        return status

    def mermaid(self) -> str:
        """The state diagram for docs/rujukan, in mermaid's notation."""
        baris = ["stateDiagram-v2", f"    [*] --> {self.awal}"]
        baris += [f"    {kode}: {label}" for kode, label in self.status.items()]
        baris += [f"    {dari} --> {t.ke}: {t.nama}" for t in self.transisi.values() for dari in t.dari]
        return "\n".join(baris) + "\n"
