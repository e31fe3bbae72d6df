"""Publishing the late list, reminders, and the beat by which outages are measured."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.jejak.kertas import daftarkan_kertas
from terukur.tenggat import queries, rules
from terukur.tenggat.actions.pemberitahuan import kirim_laporan, kirim_pengingat
from terukur.tenggat.actions.perpanjangan import catat_gangguan
from terukur.tenggat.choices import JenisSaat, KeadaanPengajuan
from terukur.tenggat.models import (
    Denyut,
    GangguanLayanan,
    Jendela,
    LaporanKeterlambatan,
    Pengajuan,
    Pengingat,
)


@transaction.atomic
def terbitkan_laporan(
    *, jendela_id: UUID, saat: dt.datetime, jenis: JenisSaat, oleh: Pelaku, pada: dt.datetime
) -> LaporanKeterlambatan | None:
    """Publish the edition of one instant; None when it is published already.

    Waits for submissions of this window that are being stored, then describes the situation at
    ``saat``, however late it is now. Two publishers at once: the second finds the first one's.
    """
    queries.kunci_penerbitan(jendela_id)
    if LaporanKeterlambatan.objects.filter(jendela_id=jendela_id, saat=saat).exists():
        return None
    jendela = Jendela.objects.get(pk=jendela_id)
    keadaan = queries.keadaan_jendela(jendela, saat=saat)
    isi = rules.isi_laporan(
        keadaan, judul=jendela.judul, tahapan=jendela.nama_tahapan, edaran=jendela.nomor_edaran, jenis=jenis,
        edisi=LaporanKeterlambatan.objects.filter(jendela=jendela).count() + 1, zona=jendela.zona_waktu,
        toleransi_detik=jendela.toleransi_detik,
    )  # fmt: skip
    belum = [b["opd"] for b in isi["baris"] if b["keadaan"] == KeadaanPengajuan.BELUM]
    catatan = catat(
        peristiwa="laporan.terbit", objek="jendela", objek_id=jendela.pk,
        isi={"saat": saat, "jenis": jenis, "edisi": isi["edisi"], "belum": belum}, oleh=oleh, pada=pada,
    )  # fmt: skip
    kertas = daftarkan_kertas(
        jenis="LK", nama_jenis="Laporan Kepatuhan", judul=f"{jendela.judul}, edisi {isi['edisi']}"[:300],
        isi=isi, catatan=catatan, oleh=oleh, pada=pada,
    )  # fmt: skip
    laporan = LaporanKeterlambatan.objects.create(
        jendela=jendela, jenis=jenis, saat=saat, edisi=isi["edisi"], kertas=kertas, terbit_pada=pada
    )
    kirim_laporan(
        laporan,
        judul=f"Laporan kepatuhan: {len(belum)} OPD belum mengajukan",
        isi=f"{jendela.judul}, keadaan {isi['saat_kata']}. Nomor register {kertas.nomor}.",
        pada=pada,
    )
    return laporan


@transaction.atomic
def ingatkan(
    *, pengajuan: Pengajuan, tenggat: dt.datetime, jam: int, oleh: Pelaku, pada: dt.datetime
) -> Pengingat | None:
    """Send one reminder, exactly once; None when somebody else just did or the package came in."""
    terkini = queries.kunci_pengajuan(pengajuan.pk)
    if terkini.diajukan_pada:
        return None
    try:
        with transaction.atomic():
            pengingat = Pengingat.objects.create(
                pengajuan=terkini, tenggat_pada=tenggat, jam_sebelum=jam, dikirim_pada=pada
            )
    except IntegrityError:
        return None
    kirim_pengingat(terkini, tenggat=tenggat, jam=jam, pada=pada)
    catat(
        peristiwa="pengajuan.ingatkan", objek="pengajuan", objek_id=terkini.pk,
        isi={"tenggat": tenggat, "jam_sebelum": jam}, oleh=oleh, pada=pada, opd_id=terkini.opd_id,
    )  # fmt: skip
    return pengingat


@transaction.atomic
def berdenyut(*, kode: str, menerus: bool = False, oleh: Pelaku, pada: dt.datetime) -> GangguanLayanan | None:
    """Beat once; a silence longer than ``BATAS_DIAM`` since the last beat is an outage we measured.

    ``menerus``: the beating process knows from a clock that nobody can set that it beat a moment
    ago. The gap then is a jump of the machine's clock, not an outage.
    """
    denyut, baru = Denyut.objects.select_for_update().get_or_create(
        kode=kode, defaults={"terakhir_pada": pada}
    )
    lalu = denyut.terakhir_pada
    denyut.terakhir_pada = pada
    denyut.save()
    if baru or menerus or pada - lalu <= rules.BATAS_DIAM:
        return None
    menit = round((pada - lalu).total_seconds() / 60)
    return catat_gangguan(
        mulai_pada=lalu, selesai_pada=pada, keterangan=f"situs tidak berjalan selama {menit} menit",
        diukur=True, oleh=oleh, pada=pada,
    )  # fmt: skip


def tandai_detak(*, oleh: Pelaku, pada: dt.datetime) -> None:
    """The worker's tick has run to its end: the health page shows when that last happened."""
    Denyut.objects.update_or_create(kode=rules.DENYUT_DETAK, defaults={"terakhir_pada": pada})
