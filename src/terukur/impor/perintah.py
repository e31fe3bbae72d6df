"""Applying a workbook from the command line, in the name of a user."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.berkas.actions import simpan
from terukur.impor import actions
from terukur.impor.choices import Status
from terukur.impor.jenis import daftar_impor
from terukur.impor.models import Impor
from terukur.impor.queries import get_jenis
from terukur.inti.kesalahan import AturanDilanggar


@transaction.atomic
def terapkan_dari_perintah(
    *, kode: str, berkas: Path, data: Mapping[str, Any], nama_pengguna: str, pada: dt.datetime
) -> Impor:
    """Read, check and apply in one transaction, under the same rules as on the site.

    ``kode``: of the registered kind, ``-`` and ``_`` alike. ``data``: as a page's address would carry
    it. Raises ``AturanDilanggar`` (also when the file has galat); then nothing is kept.
    """
    pengguna = Pengguna.objects.filter(nama_pengguna__iexact=nama_pengguna, is_active=True).first()
    if pengguna is None:
        raise AturanDilanggar(f"Pengguna “{nama_pengguna}” tidak ada atau tidak aktif.")
    pengguna.akses = susun_akses(pengguna, pada=pada)
    ada = {k.replace("_", "-"): k for k, _ in daftar_impor}
    jenis = get_jenis(ada.get(kode.replace("_", "-"), kode), untuk=pengguna)
    konteks = jenis.siapkan(data, untuk=pengguna)
    oleh = pengguna.pelaku()
    with berkas.open("rb") as isi:
        tersimpan = simpan(
            nama=berkas.name, isi=isi, jenis_diizinkan=actions.JENIS_BERKAS,
            batas_ukuran=actions.BATAS_UKURAN, opd_id=konteks.opd_id, oleh=oleh, pada=pada,
        )  # fmt: skip
    impor = actions.mulai_impor(
        jenis=jenis, berkas=tersimpan, konteks=konteks, langsung=True, oleh=oleh, pada=pada
    )
    if impor.status != Status.SIAP:
        raise AturanDilanggar(impor.pesan or f"Ada {impor.jumlah_galat} galat; tidak ada yang disimpan.")
    return actions.terapkan_impor(impor_id=impor.pk, langsung=True, oleh=oleh, pada=pada)
