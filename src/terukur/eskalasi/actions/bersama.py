"""What issuing and judging have in common."""

import datetime as dt
from uuid import UUID

from terukur.akun.models import Pengguna
from terukur.eskalasi import queries
from terukur.eskalasi.models import Peringatan, TindakLanjut
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.organisasi import queries as organisasi
from terukur.organisasi.models import OPD, Penugasan


def periksa_pelaku(pengguna: Pengguna, oleh: Pelaku) -> None:
    """The one who acts is the one whose access was checked."""
    if str(pengguna.pk) != oleh.id:
        raise AturanDilanggar("Yang bertindak harus orang yang masuk; muat ulang halaman.")


def periksa_opd_lain(pengguna: Pengguna, opd: OPD, *, pada: dt.datetime) -> None:
    """Nobody issues to his own OPD."""
    if alasan := queries.alasan_sendiri_opd(pengguna, opd.pk, opd.nama, pada=pada):
        raise AturanDilanggar(alasan, kode="opd_sendiri")


def kepala_opd(opd: OPD, *, pada: dt.datetime) -> Penugasan:
    """Who heads the OPD at ``pada``: a paper is addressed to somebody."""
    kepala = organisasi.penanda_tangan(opd.pk, pada=pada)
    if kepala is None:
        raise AturanDilanggar(
            f"{opd.nama} tidak mempunyai kepala menurut penugasan hari ini, jadi tidak ada yang dituju. "
            "Minta BKPSDM mencatat penugasannya.",
            kode="tanpa_kepala",
        )
    return kepala


def periksa_tenggat(tanggal: dt.date, *, kolom: str = "tanggal_tenggat", pada: dt.datetime) -> None:
    """A deadline is a working day after today."""
    hari = organisasi.hari_pemda(pada)
    if tanggal <= hari:
        raise AturanDilanggar(
            "Batas waktu harus sesudah hari ini.", kolom={kolom: "Pilih hari sesudah hari ini."}
        )
    if organisasi.hari_kerja(tanggal - dt.timedelta(days=1), tanggal) != 1:
        raise AturanDilanggar(
            "Batas waktu jatuh pada hari libur menurut kalender kerja.", kolom={kolom: "Pilih hari kerja."}
        )


def wajib_beralasan(catatan: str, pesan: str) -> str:
    """The note without blanks around it; refused when there is none."""
    if not catatan.strip():
        raise AturanDilanggar(pesan, kolom={"catatan": "Tuliskan alasannya."})
    return catatan.strip()


def pakai_putusan(
    induk: Peringatan | TindakLanjut, status: str, catatan: str, *, oleh: Pelaku, pada: dt.datetime
) -> None:
    """The decision of the issuer, on the record itself; the journal keeps the earlier ones."""
    induk.status, induk.catatan = status, catatan
    induk.putus_pada, induk.putus_oleh = pada, oleh.id
    induk.putus_nama, induk.putus_jabatan = oleh.nama, oleh.penugasan[:300]
    induk.save()


def kunci_opd(opd_id: UUID) -> OPD:
    """The OPD, locked: two leaders never issue the same paper at once. Others may still refer to it."""
    opd: OPD = OPD.objects.select_for_update(no_key=True).get(pk=opd_id)
    return opd
