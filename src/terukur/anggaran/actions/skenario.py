"""Capacity scenarios: weights, computing and saving one, moving lines by hand."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from terukur.anggaran.choices import Kriteria
from terukur.anggaran.models import BarisSkenario, BobotSkenario, Skenario
from terukur.anggaran.queries import bobot_berlaku, pendapatan_tahap, usul_tahap
from terukur.anggaran.rules import skenario as rules
from terukur.anggaran.rules.ruang import NOL, Tahap, periksa_jumlah
from terukur.inti.angka import tulis_rupiah
from terukur.inti.bitemporal import catat_fakta
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi.queries import hari_pemda


def _tolak(kolom: str, pesan: str, kode: str) -> AturanDilanggar:
    return AturanDilanggar(pesan, kode=kode, kolom={kolom: pesan})


@transaction.atomic
def tetapkan_bobot(*, bobot: Mapping[str, Decimal], dasar: str, oleh: Pelaku, pada: dt.datetime) -> int:
    """Set the weights that differ, from today on; return how many changed. Saved scenarios keep theirs.

    Raises ``AturanDilanggar`` when no criterion weighs anything, or without a ground.
    """
    if not dasar.strip():
        raise _tolak("dasar", "Isi dasar. Contoh: Berita acara rapat TAPD 12/2027", "tanpa_dasar")
    if keliru := [k for k, n in bobot.items() if not 0 <= n <= 100]:
        raise _tolak(keliru[0], "Isi 0 sampai 100. Contoh: 25", "bobot_keliru")
    hari = hari_pemda(pada)
    lama = bobot_berlaku(hari)
    baru = {**lama, **bobot}
    if not any(n for k, n in baru.items() if k != Kriteria.LINDUNG):
        raise AturanDilanggar("Sedikitnya satu kriteria harus berbobot.", kode="tanpa_bobot")
    ubah = {k: n for k, n in bobot.items() if lama[Kriteria(k).value] != n}
    for k, n in ubah.items():
        isi = {"nilai": n, "dasar": dasar.strip(), "ditetapkan_oleh": oleh.id}
        catat_fakta(BobotSkenario, kunci={"kriteria": k}, isi=isi, sejak=hari, pada=pada)
    if ubah:
        catat(
            peristiwa="bobot_skenario.tetapkan",
            objek="bobot_skenario",
            objek_id="skenario",
            isi={"dasar": dasar.strip(), **{f"bobot_{k}": n for k, n in ubah.items()}},
            oleh=oleh,
            pada=pada,
        )
    return len(ubah)


@transaction.atomic
def simpan_skenario(
    *,
    nama: str,
    tahap: Tahap,
    turun_persen: Decimal | None = None,
    kekurangan: Decimal | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Skenario:
    """Compute a scenario over all sub kegiatan of a stage and save it with its author.

    Either ``turun_persen`` (of the revenue entered for the stage, else of all needs within the
    ceilings) or ``kekurangan`` in rupiah. Raises ``AturanDilanggar`` for neither or both, a name used
    in this stage already, or a stage without money.
    """
    nama = nama.strip()
    if not nama:
        raise _tolak("nama", "Isi nama skenario. Contoh: DAU turun 10 persen", "tanpa_nama")
    if (turun_persen is None) == (kekurangan is None):
        raise _tolak("turun_persen", "Isi salah satu: persen penurunan atau jumlah rupiah.", "besar_turun")
    if Skenario.objects.filter(nama=nama, **tahap.kunci).exists():
        raise _tolak("nama", f"Nama ini sudah dipakai skenario lain pada {tahap.label}.", "nama_terpakai")
    usul = usul_tahap(tahap)
    if not usul:
        raise AturanDilanggar(f"Belum ada kebutuhan yang diisi untuk {tahap.label}.", kode="tanpa_kebutuhan")
    pendapatan, asal = _pendapatan(tahap, usul) if turun_persen is not None else (None, "")
    if turun_persen is not None:
        if not 0 < turun_persen <= 100:
            raise _tolak("turun_persen", "Isi persen di atas 0 sampai 100. Contoh: 10", "persen_keliru")
        assert pendapatan is not None
        kekurangan = rules.kekurangan_persen(pendapatan, turun_persen)
    if pesan := periksa_jumlah(kekurangan):
        raise _tolak("kekurangan", pesan, "jumlah_keliru")
    if not kekurangan:
        raise _tolak("kekurangan", "Isi jumlah di atas nol. Contoh: 15.000.000.000", "jumlah_keliru")
    bobot = bobot_berlaku(hari_pemda(pada))
    lindung = bobot[Kriteria.LINDUNG.value]
    kriteria = {k: n for k, n in bobot.items() if k != Kriteria.LINDUNG}
    hasil = rules.susun_skenario([b for _, b in usul], kekurangan=kekurangan, bobot=kriteria, lindung=lindung)
    skenario = Skenario.objects.create(
        nama=nama, **tahap.kunci, turun_persen=turun_persen, pendapatan=pendapatan, asal_pendapatan=asal,
        kekurangan=kekurangan, bobot={k: str(n) for k, n in bobot.items()},
        dibuat_pada=pada, dibuat_oleh=oleh.id, nama_pembuat=oleh.nama[:150], diubah_pada=pada,
    )  # fmt: skip
    sub = {s.kunci: s for s, _ in usul}
    BarisSkenario.objects.bulk_create(
        BarisSkenario(
            skenario=skenario, sub_kegiatan_rencana_id=sub[b.kunci].id, opd_id=sub[b.kunci].opd_id,
            nama_unit=sub[b.kunci].unit, kunci=b.kunci, kode=sub[b.kunci].kode, nama=sub[b.kunci].nama,
            jumlah=b.jumlah, paling_banyak=b.paling_banyak, usulan=b.potong, potong=b.potong,
            poin=b.poin, peringkat=b.peringkat,
            rincian={k: None if r is None else str(r) for k, r in b.rincian.items()},
        )
        for b in hasil.baris
    )  # fmt: skip
    catat(
        peristiwa="skenario.simpan",
        objek="skenario",
        objek_id=skenario.pk,
        isi={
            "nama": nama,
            "tahap": tahap.label,
            "turun_persen": turun_persen,
            "kekurangan": kekurangan,
            "terpotong": hasil.potong,
            "jumlah_baris": len(hasil.baris),
        },
        oleh=oleh,
        pada=pada,
    )
    return skenario


def _pendapatan(tahap: Tahap, usul: Sequence[tuple[object, rules.BarisUsul]]) -> tuple[Decimal, str]:
    """What a percentage is taken of, and where that comes from in words."""
    if (diisi := pendapatan_tahap(tahap)) is not None:
        return diisi, "Pendapatan daerah yang diisi TAPD"
    return sum((b.jumlah for _, b in usul), NOL), "Jumlah kebutuhan dalam pagu (pendapatan belum diisi)"


def _kunci(skenario_id: UUID) -> Skenario:
    skenario = Skenario.objects.select_for_update().filter(pk=skenario_id).first()
    if skenario is None:
        raise TidakDitemukan("Skenario tidak ditemukan.")
    return skenario


@transaction.atomic
def ubah_baris(
    *, skenario_id: UUID, baris_id: int, potong: Decimal, alasan: str, oleh: Pelaku, pada: dt.datetime
) -> BarisSkenario:
    """Set the cut of one line by hand. Others stay as they are until ``sesuaikan``.

    Raises ``AturanDilanggar`` above what may be cut, below zero, or without a reason.
    """
    skenario = _kunci(skenario_id)
    baris = BarisSkenario.objects.filter(skenario=skenario, pk=baris_id).first()
    if baris is None:
        raise TidakDitemukan("Baris skenario tidak ditemukan.")
    if not alasan.strip():
        raise _tolak("alasan", "Isi alasan. Contoh: sudah ada kontrak tahun jamak.", "tanpa_alasan")
    if pesan := periksa_jumlah(potong):
        raise _tolak("potong", pesan, "jumlah_keliru")
    if potong > baris.paling_banyak:
        pesan = f"Potongan paling banyak {tulis_rupiah(baris.paling_banyak)}; selebihnya dilindungi."
        raise _tolak("potong", pesan, "melewati_lindung")
    lama, baris.potong, baris.alasan = baris.potong, potong, alasan.strip()
    baris.diubah_pada, baris.diubah_oleh, baris.nama_pengubah = pada, oleh.id, oleh.nama[:150]
    baris.save(update_fields=["potong", "alasan", "diubah_pada", "diubah_oleh", "nama_pengubah"])
    Skenario.objects.filter(pk=skenario.pk).update(diubah_pada=pada)
    catat(
        peristiwa="skenario.ubah_baris",
        objek="skenario",
        objek_id=skenario.pk,
        isi={"baris": baris.kunci, "lama": lama, "baru": potong, "alasan": alasan.strip()},
        opd_id=baris.opd_id,
        oleh=oleh,
        pada=pada,
    )
    return baris


@transaction.atomic
def sesuaikan(*, skenario_id: UUID, oleh: Pelaku, pada: dt.datetime) -> int:
    """Let the lines that nobody moved find the rest of the gap again; return how many changed.

    Lines moved by hand, points, ranks and weights stay as they were saved.
    """
    skenario = _kunci(skenario_id)
    semua = list(BarisSkenario.objects.filter(skenario=skenario).order_by("-peringkat", "pk"))
    potong, _ = rules.bagi_potongan(
        ((b.kunci, b.paling_banyak, b.potong if b.alasan else None) for b in semua), skenario.kekurangan
    )
    ubah = [b for b in semua if not b.alasan and b.potong != potong[b.kunci]]
    for b in ubah:
        b.usulan = b.potong = potong[b.kunci]
    BarisSkenario.objects.bulk_update(ubah, ["usulan", "potong"], batch_size=500)
    if ubah:
        Skenario.objects.filter(pk=skenario.pk).update(diubah_pada=pada)
        catat(
            peristiwa="skenario.sesuaikan",
            objek="skenario",
            objek_id=skenario.pk,
            isi={"jumlah_baris": len(ubah), "terpotong": sum(potong.values(), NOL)},
            oleh=oleh,
            pada=pada,
        )
    return len(ubah)


@transaction.atomic
def hapus_skenario(*, skenario_id: UUID, oleh: Pelaku, pada: dt.datetime) -> None:
    """Remove a scenario with its lines; the journal keeps its name, stage and sums."""
    skenario = _kunci(skenario_id)
    isi = {"nama": skenario.nama, "kekurangan": skenario.kekurangan, "tahun": skenario.tahun}
    skenario.delete()
    catat(peristiwa="skenario.hapus", objek="skenario", objek_id=skenario_id, isi=isi, oleh=oleh, pada=pada)
