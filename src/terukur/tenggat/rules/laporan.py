"""What the late list says: frozen content and the text for the WhatsApp group."""

from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from terukur.inti.angka import tulis_persen
from terukur.inti.waktu import tulis_waktu
from terukur.tenggat.choices import JenisSaat, KeadaanPengajuan
from terukur.tenggat.rules.keadaan import BarisKeadaan, Keadaan
from terukur.tenggat.rules.waktu import tulis_putusan

K = KeadaanPengajuan

KATA_KEADAAN = {
    K.TEPAT_WAKTU: "Sudah mengajukan tepat waktu",
    K.TERLAMBAT: "Sudah mengajukan, terlambat",
    K.DIPERPANJANG: "Diberi perpanjangan yang masih berjalan",
    K.BELUM: "Belum mengajukan",
}
KATA_SAAT = {
    JenisSaat.TENGGAT: "pada saat tenggat",
    JenisSaat.TUTUP: "pada saat jadwal ditutup",
    JenisSaat.PERPANJANGAN: "pada akhir perpanjangan",
}


def bagian(jumlah: int, dari: int) -> str:
    """Share in percent with one decimal, half up; ``–`` of nothing."""
    if not dari:
        return "–"
    return tulis_persen((Decimal(jumlah) * 100 / dari).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _baris(nomor: int, b: BarisKeadaan, zona: ZoneInfo) -> dict[str, Any]:
    f = b.fakta
    masuk = b.keadaan in (K.TEPAT_WAKTU, K.TERLAMBAT)
    return {
        "no": nomor,
        "pengajuan": f.id,
        "opd_id": f.opd_id,
        "opd": f.nama,
        "penanggung_jawab": f.penanggung_jawab or "belum ada penugasan kepala tercatat",
        "keadaan": b.keadaan,
        "kata": tulis_putusan(f.tepat_waktu, f.selisih_detik) if masuk else K(b.keadaan).label,
        "persen": b.persen,
        "kegiatan_terakhir": tulis_waktu(b.kegiatan_terakhir, zona) if b.kegiatan_terakhir else "belum ada",
        "kurang": list(b.kurang),
        "diterima": tulis_waktu(f.diajukan_pada, zona) if masuk and f.diajukan_pada else "",
        "tenggat": tulis_waktu(b.tenggat_berlaku, zona),
    }


def isi_laporan(
    keadaan: Keadaan, *, judul: str, tahapan: str, edaran: str, jenis: JenisSaat, edisi: int, zona: ZoneInfo,
    toleransi_detik: int,
) -> dict[str, Any]:  # fmt: skip
    """Everything an edition says, as plain values; counts always add up to the participants."""
    semua = [_baris(i, b, zona) for i, b in enumerate(keadaan.baris, 1)]
    jumlah = len(semua)
    return {
        "judul": judul,
        "tahapan": tahapan,
        "edaran": edaran,
        "edisi": edisi,
        "jenis": jenis,
        "kata_saat": KATA_SAAT[jenis],
        "saat": keadaan.saat,
        "saat_kata": tulis_waktu(keadaan.saat, zona, hari=True),
        "toleransi_detik": toleransi_detik,
        "jumlah_peserta": jumlah,
        "ringkasan": [
            {
                "keadaan": k,
                "kata": KATA_KEADAAN[k],
                "jumlah": keadaan.jumlah[k],
                "bagian": bagian(keadaan.jumlah[k], jumlah),
            }
            for k in K
        ],
        "baris": semua,
        "perpanjangan": [
            {
                "opd": b.fakta.nama,
                "sampai": tulis_waktu(p.sampai, zona),
                "diberikan": tulis_waktu(p.diputus_pada, zona),
                "oleh": p.pemutus,
                "dasar": p.dasar,
                "gangguan": p.gangguan,
            }
            for b in sorted(keadaan.baris, key=lambda b: (b.fakta.nama, str(b.fakta.id)))
            for p in b.perpanjangan
        ],
    }


def teks_laporan(isi: dict[str, Any], *, nomor: str, tautan: str, ralat: Collection[UUID] = ()) -> str:
    """Wording for the WhatsApp group: OPD and figures, no person's name, a link to the rest.

    ``ralat``: packages that were received in time although the edition does not know it; nobody is
    named late in front of the others because the storage was slow.
    """
    diralat = [b for b in isi["baris"] if b["pengajuan"] in {str(r) for r in ralat}]
    belum = [b for b in isi["baris"] if b["keadaan"] == K.BELUM and b not in diralat]
    jumlah = {r["keadaan"]: r["jumlah"] for r in isi["ringkasan"]}
    masuk = jumlah[K.TEPAT_WAKTU] + jumlah[K.TERLAMBAT]
    masuk += sum(b["keadaan"] not in (K.TEPAT_WAKTU, K.TERLAMBAT) for b in diralat)
    lanjut = jumlah[K.DIPERPANJANG] - sum(b["keadaan"] == K.DIPERPANJANG for b in diralat)
    baris = [
        f"*{isi['judul']}*",
        f"Keadaan {isi['saat_kata']} ({isi['kata_saat']})",
        "",
        f"Sudah mengajukan: {masuk} dari {isi['jumlah_peserta']} OPD",
        f"Belum mengajukan: {len(belum)} OPD",
    ]
    baris += [f"{i}. {b['opd']} ({b['persen']} %)" for i, b in enumerate(belum, 1)]
    if lanjut:
        baris.append(f"Masih dalam perpanjangan: {lanjut} OPD")
    baris += [f"Ralat: {b['opd']} sudah mengajukan sebelum saat itu" for b in diralat]
    baris += ["", f"Nomor register {nomor}, bukan hukuman disiplin.", f"Rincian: {tautan}"]
    return "\n".join(baris)


def teks_pengingat(
    *, judul: str, tenggat: str, edaran: str, belum: list[str], jumlah_peserta: int, tautan: str
) -> str:
    """Wording of a reminder for the WhatsApp group: OPD only, no person's name, a link."""
    baris = [
        f"Yth. Bapak/Ibu Kepala OPD. Sesuai edaran {edaran}, *{judul}* diajukan paling lambat {tenggat}.",
        "",
        f"Sudah mengajukan: {jumlah_peserta - len(belum)} dari {jumlah_peserta} OPD",
        f"Belum mengajukan: {len(belum)} OPD",
        *(f"{i}. {nama}" for i, nama in enumerate(belum, 1)),
        "",
        f"Pengisian: {tautan}",
    ]
    return "\n".join(baris)
