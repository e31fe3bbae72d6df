"""What the columns of a program kerja may be called."""

from typing import Final

from terukur.impor.pembaca import KolomSasaran

_MAJU: Final = "maju|depan"
_BUKAN: Final = "-maju|depan|lalu|realisasi|%|sisa|sebelum|semula|bertambah|berkurang|volume|target"
BELANJA: Final = {
    "pagu_operasi": "operasi|operasional",
    "pagu_modal": "modal",
    "pagu_tak_terduga": "terduga|btt",
    "pagu_transfer": "transfer",
}
"""Where no column holds the whole pagu, it is the sum of these."""
_SATU_JENIS: Final = "-operasi|operasional|modal|terduga|btt|transfer"

SASARAN: Final = (
    KolomSasaran(
        "kode",
        ("kode sub kegiatan|giat", "kode|kd -sumber|dana|skpd|opd|unit", "nomor|no rekening|rek"),
    ),
    KolomSasaran(
        "nama",
        (
            "nama sub kegiatan|giat",
            "program kegiatan -kode",
            "sub kegiatan -kode|keluaran|indikator|target",
            "nomenklatur -kode",
            "uraian",
            "nama -unit|skpd|opd|dana",
            "rincian",
        ),
    ),
    KolomSasaran("nama_unit", ("nama sub skpd", "nama unit|skpd|opd", "unit|skpd|opd|perangkat -kode")),
    KolomSasaran(
        "pagu",
        (
            f"pagu indikatif {_BUKAN} {_SATU_JENIS}",
            f"jumlah|total pagu|anggaran {_BUKAN} {_SATU_JENIS}",
            f"pagu|anggaran|alokasi|plafon {_BUKAN}|murni|keg|fmis|simda|id {_SATU_JENIS}",
            f"kebutuhan dana {_BUKAN} {_SATU_JENIS}",
            f"jumlah|total {_BUKAN} {_SATU_JENIS}",
            f"nilai|biaya|kebutuhan|usulan|rupiah|rp {_BUKAN} {_SATU_JENIS} -id|kode",
            f"setelah|sesudah|menjadi {_BUKAN} {_SATU_JENIS} -id|kode",
            f"dana {_BUKAN} {_SATU_JENIS} -sumber|kode|nama|id",
        ),
        bobot=2,
        isi="uang",
    ),
    *(
        KolomSasaran(k, (f"{kata} {_BUKAN} -kode|nama|uraian",), bobot=0.5, isi="uang")
        for k, kata in BELANJA.items()
    ),
    KolomSasaran("pagu_maju", (f"pagu|dana|anggaran|kebutuhan {_MAJU}",), isi="uang"),
    KolomSasaran("target_maju", (f"target {_MAJU}",)),
    KolomSasaran(
        "indikator",
        (
            "indikator keluaran|sub|output -target",
            "tolak|tolok ukur keluaran -target",
            "indikator -target|hasil|capaian",
        ),
    ),
    KolomSasaran("target", ("target keluaran|output -maju|depan", f"target {_BUKAN}|hasil|capaian|renstra")),
    KolomSasaran("satuan", ("satuan",)),
    KolomSasaran(
        "indikator_program",
        ("tolak|tolok ukur capaian -target", "indikator capaian|program -target"),
        bobot=0.5,
    ),
    KolomSasaran("target_program", ("target capaian",), bobot=0.5),
    KolomSasaran(
        "indikator_hasil", ("tolak|tolok ukur hasil -target", "indikator hasil|outcome -target"), bobot=0.5
    ),
    KolomSasaran("target_hasil", ("target hasil|outcome",), bobot=0.5),
    KolomSasaran(
        "keluaran", ("keluaran sub keg|kegiatan -tolak|tolok|target|indikator", "output sub giat"), bobot=0.5
    ),
    KolomSasaran("kode_sumber_dana", ("kode sumber dana", "kode dana"), bobot=0.5),
    KolomSasaran("sumber_dana", ("sumber dana|pendanaan -kode", "nama dana"), bobot=0.5),
    KolomSasaran("lokasi", ("lokasi -id|kode",)),
    KolomSasaran("kelompok_sasaran", ("kelompok sasaran", "sasaran -strategis|id")),
    KolomSasaran("prioritas", ("prioritas -nasional", "prioritas"), bobot=0.5),
    KolomSasaran("awal", ("awal|mulai pelaksanaan|bulan", "waktu awal|mulai"), bobot=0.3),
    KolomSasaran("akhir", ("akhir|selesai pelaksanaan|bulan", "waktu akhir|selesai"), bobot=0.3),
    KolomSasaran("catatan", ("catatan|keterangan",), bobot=0.3),
    KolomSasaran("tahun", ("tahun -lalu|maju|depan|renstra",), bobot=0.3, isi="tahun"),
)
