"""What the columns of a budget workbook may be called, and which of them hold codes."""

from collections.abc import Collection
from typing import Final

from terukur.impor.pembaca import KolomSasaran, Tabel, baca_teks, cari_kolom_kode, kenali_kode, satukan_kode

_A: Final = "anggaran|pagu|alokasi|apbd|dpa|dppa|rka|plafon|rencana"
_R: Final = "realisasi|real|sp2d|lra|serapan|penyerapan|terealisasi"
_BUKAN_R: Final = f"-{_R}|capaian -%|persen|sisa|selisih -sebelum|semula|bertambah|berkurang"
_JENIS: Final = {
    "operasi": "operasi|operasional",
    "modal": "modal",
    "tak_terduga": "terduga|btt",
    "transfer": "transfer",
}
_BULAN: Final = (
    "januari|jan", "februari|pebruari|feb|peb", "maret|mar", "april|apr", "mei", "juni|jun",
    "juli|jul", "agustus|agt|agu|agust", "september|sep|sept", "oktober|okt", "november|nopember|nov|nop",
    "desember|des",
)  # fmt: skip

JENIS_BELANJA: Final = tuple(_JENIS)
KOLOM_BULAN: Final = tuple(f"bulan_{n}" for n in range(1, 13))
KOLOM_UANG: Final = (
    *(f"{a}_{j}" for j in JENIS_BELANJA for a in ("anggaran", "realisasi")),
    "anggaran",
    "realisasi",
)
_LAIN_UANG: Final = (
    "-operasi|operasional|modal|terduga|btt|transfer|kas|rak|harga|satuan|lalu|maju|depan|kode|nama"
    "|uraian|id|is|murni|fmis|simda"
)

SASARAN: Final = (
    *(
        s
        for j, k in _JENIS.items()
        for s in (
            KolomSasaran(
                f"anggaran_{j}",
                (f"{k} {_A} {_BUKAN_R}", f"{k} {_BUKAN_R} -kode|nama|uraian"),
                bobot=2,
                isi="uang",
            ),
            KolomSasaran(f"realisasi_{j}", (f"{k} {_R}|capaian -%|persen|sisa",), bobot=2, isi="uang"),
        )
    ),
    KolomSasaran(
        "anggaran",
        (
            f"nilai rincian {_BUKAN_R}",
            f"rincian {_BUKAN_R} {_LAIN_UANG} -objek|sub|jenis",
            f"total|jumlah {_A} {_BUKAN_R} {_LAIN_UANG}",
            f"{_A} {_BUKAN_R} {_LAIN_UANG}",
            f"nilai {_BUKAN_R} {_LAIN_UANG}",
            f"jumlah|total {_BUKAN_R} {_LAIN_UANG}",
            f"setelah|sesudah|menjadi {_BUKAN_R} {_LAIN_UANG}",
            f"biaya|kebutuhan|usulan|besaran|rupiah|rp {_BUKAN_R} {_LAIN_UANG}",
            f"dana|belanja {_BUKAN_R} {_LAIN_UANG} -sumber",
            f"murni {_BUKAN_R} {_LAIN_UANG.replace('|murni', '')} -volume|koefisien",
        ),
        bobot=2,
        isi="uang",
    ),
    KolomSasaran("realisasi", (f"{_R} -%|persen|sisa {_LAIN_UANG}",), isi="uang"),
    KolomSasaran("sisa", ("sisa -%|persen", "selisih -%|persen"), bobot=0.2),
    KolomSasaran("persen_sisa", ("sisa %|persen",), bobot=0.2),
    KolomSasaran("persen", ("% -sisa", "persen|persentase -sisa"), bobot=0.2),
    KolomSasaran("tahun", ("tahun -lalu|maju|kas",), isi="tahun"),
    KolomSasaran("kode_sumber_dana", ("kode sumber dana -nama|uraian", "kode dana -nama|uraian"), bobot=0.5),
    KolomSasaran("sumber_dana", ("sumber dana|pendanaan|pembiayaan -kode", "nama dana"), bobot=0.5),
    KolomSasaran(
        "nama_unit",
        (
            "nama sub skpd|opd|unit",
            "nama unit|skpd|opd|perangkat",
            "unit|skpd|opd -kode|id|isi|jenis|status",
            "perangkat daerah -kode",
        ),
        bobot=0.5,
    ),
    KolomSasaran("nama_sub_kegiatan", ("nama sub kegiatan|giat -kode",), bobot=0.5),
    KolomSasaran("nama_akun", ("nama|uraian akun|rekening|belanja -kode", "rekening -kode|nomor"), bobot=0.5),
    KolomSasaran(
        "uraian",
        (
            "uraian",
            "nomenklatur",
            "program kegiatan -kode",
            "nama kegiatan|sub",
            "nama",
            "rincian|keterangan",
        ),
    ),
    KolomSasaran("komponen", ("nama komponen", "komponen|spesifikasi -harga|satuan|jenis|kode"), bobot=0.5),
    KolomSasaran("harga", ("harga satuan|sat", "harga -murni"), bobot=0.5),
    KolomSasaran("volume", ("volume|vol|koefisien -murni",), bobot=0.5),
    KolomSasaran("satuan", ("satuan -harga|komponen|nama",), bobot=0.3),
    KolomSasaran("kode", ("kode|kd -sumber|dana", "nomor|no rekening|rek"), bobot=1.0),
    *(
        KolomSasaran(k, (f"bulan{n}", f"bulan {n}", f"{nama} -{_R}"), bobot=0.2)
        for n, (k, nama) in enumerate(zip(KOLOM_BULAN, _BULAN, strict=True), start=1)
    ),
)

_UANG_DAN_LAIN: Final = {*KOLOM_UANG, *KOLOM_BULAN, "tahun", "volume", "harga", "sisa", "persen"}


def cukup(kunci: Collection[str]) -> bool:
    """A budget table has at least one column of money, or price and volume; and words or codes."""
    uang = any(k.startswith("anggaran") for k in kunci) or {"harga", "volume"} <= set(kunci)
    return uang and bool({"kode", "uraian", "nama_akun", "nama_sub_kegiatan"} & set(kunci))


def kolom_kode(tabel: Tabel) -> list[int]:
    """Indices of the columns that hold codes, by what stands in them, whatever they are called."""
    satukan_kode(tabel)
    bukan = {c for k, c in tabel.kolom.items() if k in _UANG_DAN_LAIN or "sumber_dana" in k}
    kode = cari_kolom_kode(tabel, bukan)
    # A column “Rekening” full of bare codes names nothing.
    if (c := tabel.kolom.get("nama_akun")) in kode and _is_kode_saja(tabel, c):
        del tabel.kolom["nama_akun"]
    return kode


def _is_kode_saja(tabel: Tabel, kolom: int) -> bool:
    isi = [t for b in tabel.lembar.baris[tabel.mulai :] if kolom < len(b) and (t := baca_teks(b[kolom]))]
    return sum(1 for t in isi if kenali_kode(t)) * 2 > len(isi)
