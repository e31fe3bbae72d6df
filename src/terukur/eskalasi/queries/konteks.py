"""What the workflows' conditions look at, collected for one paper, reader and instant."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.eskalasi.choices import StatusPeringatan
from terukur.eskalasi.models import Peringatan, Tanggapan, TindakLanjut
from terukur.eskalasi.queries.daftar import is_menunggu_opd, is_terbuka
from terukur.eskalasi.rules.alur import (
    ALUR_PERINGATAN,
    ALUR_TINDAK_LANJUT,
    KonteksTerbitan,
    alasan_bukan_pemutus,
    alasan_sendiri,
    hari_terlambat,
)
from terukur.inti.alur import Tindakan
from terukur.inti.izin import Izin
from terukur.organisasi import queries as organisasi
from terukur.organisasi.models import OPD


def draf_tanggapan(induk: Peringatan | TindakLanjut) -> Tanggapan | None:
    """The answer that is being written, if anybody began it."""
    return induk.daftar_tanggapan.filter(dikirim_pada=None).select_related("berkas").first()


def is_pimpinan(pengguna: Pengguna) -> bool:
    """Bupati or wakil bupati."""
    return bool(pengguna.akses.memegang(Peran.PIMPINAN))


def jabatan_penerbit(pengguna: Pengguna, *, pada: dt.datetime) -> str:
    """The office, with its SK, in which an employee issues a paper; empty for who was elected."""
    if is_pimpinan(pengguna):
        return ""
    return organisasi.jabatan_pengguna(pengguna, pada=pada)


def alasan_sendiri_opd(pengguna: Pengguna, opd_id: UUID, nama: str, *, pada: dt.datetime) -> str:
    """Why this user may neither issue to nor judge this OPD; empty when he may."""
    milik = organisasi.opd_pengguna(pengguna, pada=pada)
    return alasan_sendiri(nama, is_opd_sendiri=opd_id in milik)


def susun_konteks(
    induk: Peringatan | TindakLanjut, *, pengguna: Pengguna, pada: dt.datetime
) -> KonteksTerbitan:
    """Everything a step may depend on. What belongs to a permission the reader lacks is not looked up."""
    hari = organisasi.hari_pemda(pada)
    penugasan = sendiri = ""
    if pengguna.akses.boleh(Izin.ESKALASI_TANGGAPI, induk.opd_id):
        penugasan = organisasi.dasar_penanda(pengguna, induk.opd_id, pada=pada)
    if pengguna.akses.boleh(Izin.ESKALASI_TERBIT, induk.opd_id):
        sendiri = alasan_sendiri_opd(pengguna, induk.opd_id, induk.opd.nama, pada=pada)
    surat = induk if isinstance(induk, Peringatan) else induk.disposisi
    draf = draf_tanggapan(induk)
    return KonteksTerbitan(
        ada_draf=draf is not None and bool(draf.isi.strip()),
        penugasan=penugasan,
        hanya_unit=bool(pengguna.akses.unit(Izin.ESKALASI_ISI, induk.opd_id)),
        sendiri=sendiri,
        terbit_pimpinan=surat.terbit_pimpinan,
        is_pimpinan=is_pimpinan(pengguna),
        is_terlambat=bool(
            hari_terlambat(induk.tanggal_tenggat, is_menunggu_opd=is_menunggu_opd(induk), hari=hari)
        ),
        is_tidak_diterima=induk.status == StatusPeringatan.TIDAK_DITERIMA,
        jenis=induk.jenis if isinstance(induk, Peringatan) else "penjelasan",
        tanggal_tenggat=induk.tanggal_tenggat,
    )


def _berakhir(induk: Peringatan | TindakLanjut, *, pada: dt.datetime) -> bool:
    hari = organisasi.hari_terakhir([induk.opd_id]).get(induk.opd_id)
    return hari is not None and hari < organisasi.hari_pemda(pada)


def calon_penerima(induk: Peringatan | TindakLanjut, *, pada: dt.datetime) -> list[OPD]:
    """Who may take the paper over: none but of an open one whose OPD ended, or that was passed on already."""
    if not is_terbuka(induk):
        return []
    asal = induk.opd if _berakhir(induk, pada=pada) else induk.asal
    if asal is None:
        return []
    calon = organisasi.calon_penerus(asal, hari=organisasi.hari_pemda(pada))
    return [o for o in calon if o.pk != induk.opd_id]


def tindakan_penerima(
    induk: Peringatan | TindakLanjut, calon: Sequence[OPD], *, pengguna: Pengguna, konteks: KonteksTerbitan
) -> Tindakan | None:
    """Naming the OPD that answers, for those who issue papers; None where there is nothing to name."""
    if not calon or not pengguna.akses.boleh(Izin.ESKALASI_TERBIT, induk.opd_id):
        return None
    alasan = alasan_bukan_pemutus(konteks)
    return Tindakan("penerima", "Tetapkan penerima", not alasan, alasan)


def tindakan_peringatan(
    peringatan: Peringatan, *, pengguna: Pengguna, konteks: KonteksTerbitan
) -> list[Tindakan]:
    """The steps of a warning that this reader may take now, each allowed or with its reason."""
    return ALUR_PERINGATAN.tindakan(
        status=peringatan.status,
        izin=lambda i: pengguna.akses.boleh(i, peringatan.opd_id),
        konteks=konteks,
    )


def tindakan_tindak_lanjut(
    tindak_lanjut: TindakLanjut, *, pengguna: Pengguna, konteks: KonteksTerbitan
) -> list[Tindakan]:
    """The same of a disposisi in the hands of one OPD."""
    return ALUR_TINDAK_LANJUT.tindakan(
        status=tindak_lanjut.status,
        izin=lambda i: pengguna.akses.boleh(i, tindak_lanjut.opd_id),
        konteks=konteks,
    )
