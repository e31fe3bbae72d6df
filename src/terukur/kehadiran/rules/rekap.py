"""The digest of a closed month."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

KOLOM = (
    "pegawai_id", "nip", "nama", "nama_opd", "jabatan", "eselon", "nomor_sk", "status_hari", "potongan_hari",
    "hari_kerja", "hadir", "dinas", "cuti", "izin_sakit", "tk", "terlambat", "cepat", "manual", "potongan",
    "penyesuaian",
)  # fmt: skip
"""What of a ``RekapPegawai`` the digest covers, in this order."""


def sidik_rekap(bulan: str, baris: Iterable[Any]) -> str:
    """SHA-256 over the month (``2026-10``) and one line of JSON for each person, by his id."""
    d = hashlib.sha256(f"{bulan}\n".encode())
    for b in sorted(baris, key=lambda b: str(b.pegawai_id)):
        isi = [str(b.pegawai_id), *(getattr(b, k) for k in KOLOM[1:])]
        d.update(json.dumps(isi, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return d.hexdigest()
