"""Rows of need as a population from which an auditor draws."""

from collections.abc import Iterator
from uuid import UUID

from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.providers.syarat import tautan_sub
from terukur.inti.angka import tulis_angka
from terukur.jejak.penyedia import Populasi, Saringan, Unsur
from terukur.tenggat.providers import berkas_pengajuan, jendela_populasi


def _ids(pilihan: str, saring: Saringan) -> Iterator[str]:
    baris = Kebutuhan.objects.aktif().filter(sub_kegiatan_rencana__pengajuan__jendela_id=UUID(pilihan))
    return map(str, baris.order_by("pk").values_list("pk", flat=True).iterator())


def _unsur(ids: list[str]) -> dict[str, Unsur]:
    baris = list(
        Kebutuhan.objects.filter(pk__in=ids).select_related("sub_kegiatan_rencana", "sumber_dana", "rekening")
    )
    berkas = berkas_pengajuan({k.sub_kegiatan_rencana.pengajuan_id for k in baris})
    return {str(k.pk): _satu(k, berkas.get(k.sub_kegiatan_rencana.pengajuan_id, ())) for k in baris}


def _satu(k: Kebutuhan, berkas: tuple[object, ...]) -> Unsur:
    sub = k.sub_kegiatan_rencana
    jumlah = "belum diisi" if k.jumlah is None else f"Rp{tulis_angka(k.jumlah, 2)}"
    rincian = [f"{sub.kode} {sub.nama}", k.sumber_dana.nama if k.sumber_dana else "", k.uraian, jumlah]
    return Unsur(
        sebutan=", ".join(r for r in rincian if r),
        opd_id=sub.opd_id,
        tautan=tautan_sub(sub.pengajuan_id, sub.pk),
        objek="pengajuan",
        objek_id=str(sub.pengajuan_id),
        berkas=berkas,  # type: ignore[arg-type]
    )


populasi_kebutuhan = Populasi("Kebutuhan anggaran", jendela_populasi, _ids, _unsur)
