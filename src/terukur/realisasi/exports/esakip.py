"""The export set for the e-SAKIP review: a list of what is there and what is not, and every file in it."""

import datetime as dt
from collections.abc import Iterator, Sequence

from terukur.inti.lembar import Kolom, Lembar, buku_xlsx, tabel_xlsx
from terukur.inti.waktu import tulis_waktu
from terukur.kinerja.exports import KOLOM_RESMI, baris_resmi, cetak_perjanjian
from terukur.kinerja.queries import aksi_resmi, target_resmi
from terukur.organisasi.models import OPD
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.realisasi.exports import CETAK
from terukur.realisasi.queries.esakip import AKSI, EVALUASI, LKJIP, PK, RAPOR, Butir

FOLDER = {
    PK: "1-perjanjian-kinerja",
    AKSI: "2-rencana-aksi",
    EVALUASI: "3-evaluasi-renja",
    LKJIP: "4-laporan-kinerja",
    RAPOR: "5-rapor-kinerja",
}


def nama_berkas(b: Butir) -> list[str]:
    """Names in the archive of the files of a paper; none where it is missing."""
    if b.kertas is None:
        return []
    akhiran = ["pdf"] if b.kelompok == PK else ["xlsx"] if b.kelompok == AKSI else ["pdf", "xlsx"]
    return [f"{FOLDER[b.kelompok]}/{b.nomor.lower()}.{a}" for a in akhiran]


KOLOM_ESAKIP = (
    Kolom("Kelompok", "kelompok", lebar=22),
    Kolom("Naskah", "nama", lebar=60),
    Kolom("Keadaan", "kata", lebar=16),
    Kolom("Nomor register", "nomor", "kode"),
    Kolom("Didaftarkan pada", "pada", "waktu", lebar=18),
    Kolom("Sidik isi (SHA-256)", "sidik", "kode", lebar=66),
    Kolom("Berkas", lambda b: "; ".join(nama_berkas(b)), lebar=60),
    Kolom("Yang perlu dilakukan", lambda b: "" if b.kertas else b.saran, lebar=50),
)


def isi_esakip(
    opd: OPD, tahun: int, butir: Sequence[Butir], *, diketahui: dt.datetime
) -> Iterator[tuple[str, list[bytes]]]:
    """Members of the archive, each made when it is its turn; the digest of every file stands in SIDIK.txt."""
    zona = zona_pemda()
    ada = sum(b.kertas is not None for b in butir)
    keterangan = [
        ("Berkas", f"Berkas e-SAKIP {tahun}"),
        ("Perangkat daerah", opd.nama),
        ("Menurut data tercatat sampai", tulis_waktu(diketahui, zona)),
        ("Naskah yang ada", f"{ada} dari {len(butir)}"),
        ("Sidik berkas", "SHA-256 setiap berkas ada pada SIDIK.txt"),
        ("Catatan", "Belum diaudit. Bahan reviu; data resmi tetap di aplikasi KemenPANRB."),
    ]
    yield (
        "DAFTAR.xlsx",
        [
            buku_xlsx(
                [Lembar("Daftar", KOLOM_ESAKIP, butir)], zona=zona, keterangan=keterangan, dibuat=diketahui
            )
        ],
    )
    for b in butir:
        for nama in nama_berkas(b):
            yield nama, [_berkas(b, opd, tahun, nama.rsplit(".", 1)[1], diketahui)]


def _berkas(b: Butir, opd: OPD, tahun: int, format: str, diketahui: dt.datetime) -> bytes:
    assert b.kertas is not None
    if b.edisi is not None:
        return CETAK[format](b.edisi)
    if b.kelompok == PK:
        return cetak_perjanjian(b.kertas)
    semua = [a for a in aksi_resmi(opd.pk, tahun, diketahui=diketahui) if a.nomor_register == b.kertas.nomor]
    target = target_resmi([a.kunci for a in semua], diketahui=diketahui)
    return tabel_xlsx(
        KOLOM_RESMI, baris_resmi(semua, target), nama_lembar=f"Rencana aksi {tahun}", zona=zona_pemda()
    )
