"""Reading files, always for somebody."""

from typing import BinaryIO
from uuid import UUID

from terukur.akun.models import Pengguna
from terukur.berkas import gudang
from terukur.berkas.models import Berkas, Unggahan
from terukur.berkas.penyedia import izin_baca
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan


def boleh_membaca(pengguna: Pengguna, berkas: Berkas) -> bool:
    """Own upload, own OPD, or a room that attached the file says yes."""
    if berkas.diunggah_oleh == str(pengguna.pk):
        return True
    if berkas.opd_id is not None and pengguna.akses.boleh(Izin.BERKAS_LIHAT, berkas.opd_id):
        return True
    return any(boleh(pengguna, berkas) for _, boleh in izin_baca)


def get_berkas(berkas_id: UUID, *, untuk: Pengguna) -> Berkas:
    """One file that ``untuk`` may read; anything else raises ``TidakDitemukan``."""
    berkas = Berkas.objects.filter(pk=berkas_id).first()
    if berkas is None or not boleh_membaca(untuk, berkas):
        raise TidakDitemukan("Berkas tidak ditemukan.")
    return berkas


def buka(berkas: Berkas) -> BinaryIO:
    """Open the stored bytes. ``TidakDitemukan`` when the store has lost them (restore a backup)."""
    try:
        return gudang.jalan(berkas.sidik).open("rb")
    except FileNotFoundError:
        raise TidakDitemukan(
            "Isi berkas ini tidak ada di gudang berkas. Hubungi Admin Diskominfo.", kode="isi_hilang"
        ) from None


def get_unggahan(unggahan_id: UUID, *, untuk: Pengguna) -> Unggahan:
    """One's own upload in progress; another's raises ``TidakDitemukan``."""
    unggahan = Unggahan.objects.filter(pk=unggahan_id, oleh=str(untuk.pk)).first()
    if unggahan is None:
        raise TidakDitemukan("Unggahan tidak ditemukan atau sudah kedaluwarsa. Pilih berkasnya kembali.")
    return unggahan
