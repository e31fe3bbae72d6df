"""Days of one person as stored, beside what the engine makes of them now."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from terukur.inti.bitemporal import SATU_HARI
from terukur.kehadiran.models import HariKehadiran
from terukur.kehadiran.queries.bahan import muat_bahan
from terukur.kehadiran.queries.lingkup import ada_tebus
from terukur.kehadiran.rules.hari import KOSONG, Aturan, Bahan, Hasil
from terukur.kehadiran.rules.hitung import hitung
from terukur.kehadiran.rules.rincian import Butir, NilaiHari, rincian
from terukur.organisasi.queries import hari_pemda


@dataclass(frozen=True, slots=True)
class HariOrang:
    """One day. ``baris``: what counts, None before attendance was recorded; of days to come what is known.

    ``sama``: the stored row is of the inputs of now; otherwise it waits to be computed again. ``butir``: the
    addends of the deduction of now, ``potongan`` their sum under the cap.
    """

    tanggal: dt.date
    baris: HariKehadiran | None
    sama: bool
    aturan: Aturan
    butir: list[Butir]
    potongan: int


def _saat(detik: int) -> dt.datetime | None:
    return None if detik == KOSONG else dt.datetime.fromtimestamp(int(detik), dt.UTC)


def hari_dari(
    pegawai_id: UUID, tanggal: dt.date, b: Bahan, h: Hasil, aturan: Aturan, d: int
) -> HariKehadiran:
    """Day ``d`` of the first person as a row that is not stored."""
    return HariKehadiran(
        pegawai_id=pegawai_id, tanggal=tanggal, status=int(h.status[0, d]),
        jadwal_masuk=_saat(h.jadwal_masuk[0, d]), jadwal_pulang=_saat(h.jadwal_pulang[0, d]),
        masuk=_saat(h.masuk[0, d]), pulang=_saat(h.pulang[0, d]), jumlah_pindai=int(h.jumlah[0, d]),
        terlambat=int(h.terlambat[0, d]), pulang_cepat=int(h.pulang_cepat[0, d]),
        pita_terlambat=int(h.pita_terlambat[0, d]), pita_pulang_cepat=int(h.pita_pulang_cepat[0, d]),
        potongan=int(h.potongan[0, d]), tanda=int(h.tanda[0, d]), ketentuan_id=aturan.id or None,
        sidik=h.sidik[d],
    )  # fmt: skip


def hari_orang(pegawai_id: UUID, sejak: dt.date, sampai: dt.date, *, pada: dt.datetime) -> list[HariOrang]:
    """The days ``sejak`` .. ``sampai``, in four statements."""
    awal = sejak.replace(day=1) if ada_tebus(sejak, sampai) else sejak
    b, aturan = muat_bahan(sejak=awal, sampai=sampai, pegawai=[pegawai_id])
    h = hitung(b, aturan, pada=int(pada.timestamp()))
    tersimpan = {
        x.tanggal: x
        for x in HariKehadiran.objects.filter(
            pegawai=pegawai_id, tanggal__gte=sejak, tanggal__lte=sampai
        ).order_by("tanggal")
    }
    kini, hasil = hari_pemda(pada), []
    for d in range((sejak - awal).days, (sampai - awal).days + 1):
        tanggal = awal + d * SATU_HARI
        a = aturan[int(b.aturan[0, d])]
        hidup = hari_dari(pegawai_id, tanggal, b, h, a, d)
        ada = tersimpan.get(tanggal)
        butir, potongan = rincian(
            a,
            NilaiHari(
                hidup.jadwal_masuk is not None, hidup.status, hidup.terlambat, hidup.pulang_cepat,
                hidup.pita_terlambat, hidup.pita_pulang_cepat, int(b.pagi[0, d]), int(b.siang[0, d]),
                hidup.tanda, int(h.apel[0, d]),
            ),
        )  # fmt: skip
        sama = tanggal > kini if ada is None else bytes(ada.sidik) == hidup.sidik
        hasil.append(
            HariOrang(tanggal, ada or (hidup if tanggal >= kini else None), sama, a, butir, potongan)
        )
    return hasil
