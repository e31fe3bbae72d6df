"""Domain exceptions. Each carries one Indonesian sentence that a user can act on."""

from collections.abc import Mapping


class AturanDilanggar(Exception):
    """A rule refuses the act; nothing was written.

    ``pesan``: the sentence shown to the user. ``kolom``: {field name: sentence} for a form.
    ``kode``: stable word for the journal of refused acts, e.g. ``belum_lengkap``.
    """

    def __init__(
        self,
        pesan: str,
        *,
        kode: str = "aturan",
        kolom: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(pesan)
        self.pesan = pesan
        self.kode = kode
        self.kolom = dict(kolom or {})


class TidakBerhak(AturanDilanggar):
    """The actor may not do this, whatever the state (HTTP 403)."""

    def __init__(self, pesan: str, *, kode: str = "tidak_berhak") -> None:
        super().__init__(pesan, kode=kode)


class TidakDitemukan(AturanDilanggar):
    """The object does not exist, or not for this reader (HTTP 404; the two look alike)."""

    def __init__(self, pesan: str = "Data tidak ditemukan.", *, kode: str = "tidak_ditemukan") -> None:
        super().__init__(pesan, kode=kode)


class Bentrok(AturanDilanggar):
    """Somebody else saved first. ``tersimpan`` and ``kiriman`` let the page show both."""

    def __init__(
        self,
        pesan: str,
        *,
        tersimpan: Mapping[str, object],
        kiriman: Mapping[str, object],
    ) -> None:
        super().__init__(pesan, kode="bentrok")
        self.tersimpan = dict(tersimpan)
        self.kiriman = dict(kiriman)


class AlurMenolak(AturanDilanggar):
    """The workflow table has no such step from the present state, or its condition fails."""

    def __init__(self, pesan: str, *, kode: str = "alur") -> None:
        super().__init__(pesan, kode=kode)
