"""Columns of this room's lists as XLSX and CSV. The list of ceilings imports again unchanged."""

from collections.abc import Sequence
from typing import Any

from terukur.anggaran.choices import ArahBatas, Kriteria
from terukur.anggaran.models import Skenario
from terukur.anggaran.models.serapan import TANPA_JENIS
from terukur.anggaran.queries import BarisEkspor, JumlahSkenario, SerapanSub, tahap_skenario
from terukur.anggaran.rules.skenario import jelaskan_poin
from terukur.inti.angka import tulis_angka, tulis_rupiah
from terukur.inti.lembar import Kolom
from terukur.inti.waktu import tulis_waktu
from terukur.organisasi.queries import zona_pemda
from terukur.perencanaan.exports import kolom_matriks
from terukur.tenggat.choices import Tahapan


def _atau(objek: str, atribut: str) -> Any:
    def ambil(baris: Any) -> object:
        isi = getattr(baris, objek)
        return getattr(isi, atribut) if isi else ""

    return ambil


KOLOM_PAGU = (
    Kolom("Tahun", "tahun", "kode"),
    Kolom("Tahapan", lambda p: Tahapan(p.tahapan).label),
    Kolom("Pergeseran ke", lambda p: p.pergeseran_ke or "", "kode"),
    Kolom("Kode OPD", "opd.kode", "kode"),
    Kolom("Nama OPD", "opd.nama"),
    Kolom("Kode unit", _atau("unit", "kode"), "kode"),
    Kolom("Nama unit", _atau("unit", "nama")),
    Kolom("Kode sumber dana", _atau("sumber_dana", "kode"), "kode"),
    Kolom("Nama sumber dana", _atau("sumber_dana", "nama")),
    Kolom("Pagu", "nilai", "rupiah"),
    Kolom("Dasar", "dasar"),
    Kolom("Berlaku sejak", "berlaku_sejak", "tanggal"),
    Kolom("Berlaku sampai", "berlaku_sampai", "tanggal"),
    Kolom("Dicatat pada", "dicatat_pada", "waktu"),
    Kolom("Digantikan pada", "digantikan_pada", "waktu"),
)

KOLOM_KEBUTUHAN = (
    Kolom("Kode sub kegiatan", "sub_kegiatan_rencana.kode", "kode"),
    Kolom("Nama sub kegiatan", "sub_kegiatan_rencana.nama"),
    Kolom(
        "Kode unit", lambda k: k.sub_kegiatan_rencana.unit.kode if k.sub_kegiatan_rencana.unit else "", "kode"
    ),
    Kolom("Nama unit", lambda k: k.sub_kegiatan_rencana.unit.nama if k.sub_kegiatan_rencana.unit else ""),
    Kolom("Kode sumber dana", _atau("sumber_dana", "kode"), "kode"),
    Kolom("Nama sumber dana", _atau("sumber_dana", "nama")),
    Kolom("Kode rekening", _atau("rekening", "kode"), "kode"),
    Kolom("Nama rekening", _atau("rekening", "nama")),
    Kolom("Uraian", "uraian"),
    Kolom("Jumlah kebutuhan", "jumlah", "rupiah"),
    Kolom("Usulan di atas pagu", lambda k: "Ya" if k.di_atas_pagu else ""),
    Kolom("Alasan", "alasan"),
)
"""``pembaca_kebutuhan`` reads it back."""

KOLOM_USULAN = (
    Kolom("Kode OPD", "sub_kegiatan_rencana.opd.kode", "kode"),
    Kolom("OPD", "sub_kegiatan_rencana.opd.nama"),
    Kolom("Unit", lambda k: k.sub_kegiatan_rencana.unit.nama if k.sub_kegiatan_rencana.unit else ""),
    Kolom("Jadwal", "sub_kegiatan_rencana.pengajuan.jendela.nama_tahapan"),
    Kolom("Kode sub kegiatan", "sub_kegiatan_rencana.kode", "kode"),
    Kolom("Sub kegiatan", "sub_kegiatan_rencana.nama"),
    Kolom("Sumber dana", _atau("sumber_dana", "nama")),
    Kolom("Rekening", _atau("rekening", "kode"), "kode"),
    Kolom("Usulan di atas pagu", "jumlah", "rupiah"),
    Kolom("Alasan", "alasan"),
)


def kolom_rekap(judul: str) -> tuple[Kolom, ...]:
    """Columns of a recapitulation by the dimension named ``judul``."""
    return (
        Kolom("Kode", "kode", "kode"),
        Kolom(judul, "nama"),
        Kolom("Diusulkan dalam pagu", "jumlah", "rupiah"),
        Kolom("Usulan di atas pagu", "di_atas_pagu", "rupiah"),
    )


def kolom_prioritas(*, capaian: bool) -> tuple[Kolom, ...]:
    """Columns of the matrix prioritas x program."""
    return (
        Kolom("Prioritas daerah", "nama_prioritas"),
        Kolom("Kode program", "program", "kode"),
        Kolom("Program", "nama_program"),
        Kolom("Kebutuhan dalam pagu", "jumlah", "rupiah"),
        Kolom("Sub kegiatan", "jumlah_sub", "angka"),
        Kolom("Tanpa indikator atau target", "belum_terukur", "angka"),
        Kolom("Belum berisi jumlah", "belum_berjumlah", "angka"),
        Kolom("Belanja rutin internal", "rutin", "rupiah"),
        Kolom("Sub kegiatan rutin internal", "jumlah_rutin", "angka"),
        *((Kolom("Capaian (%)", "capaian", "persen"),) if capaian else ()),
    )


KOLOM_SUB_PRIORITAS = (
    Kolom("OPD", "nama_opd"),
    Kolom("Unit", "unit"),
    Kolom("Kode sub kegiatan", "kode", "kode"),
    Kolom("Sub kegiatan", "nama"),
    Kolom("Prioritas daerah", "nama_prioritas"),
    Kolom("Kebutuhan dalam pagu", "jumlah", "rupiah"),
    Kolom("Berindikator", "berindikator"),
    Kolom("Bertarget", "bertarget"),
    Kolom("Rutin internal", "rutin"),
    Kolom("Menurut aturan program 01", "rutin_aturan"),
    Kolom("Alasan tanda", "alasan_tanda"),
    Kolom("Ditandai oleh", "penanda"),
)

KOLOM_WAJIB = (
    Kolom("Ketentuan", "ketentuan.nama"),
    Kolom("Yang dihitung", "ketentuan.pembilang"),
    Kolom("Nilai yang dihitung", "pembilang", "rupiah"),
    Kolom("Dasar perhitungan", "ketentuan.penyebut"),
    Kolom("Nilai dasar perhitungan", "penyebut", "rupiah"),
    Kolom("Persen", "persen", "persen"),
    Kolom("Batas", lambda h: ArahBatas(h.ketentuan.arah).label),
    Kolom("Batas (%)", "ketentuan.persen", "persen"),
    Kolom("Batas (rupiah)", "batas", "rupiah"),
    Kolom("Selisih ke batas", "selisih", "rupiah"),
    Kolom("Putusan", lambda h: h.putusan.value),
    Kolom("Belum lengkap", lambda h: "; ".join(h.belum)),
    Kolom("Dasar hukum", "ketentuan.dasar"),
)

KOLOM_KETENTUAN = (
    Kolom("Kode", "kode", "kode"),
    Kolom("Nama", "nama"),
    Kolom("Batas", lambda k: k.get_arah_display()),
    Kolom("Persen", "persen", "persen"),
    Kolom("Yang dihitung", "pembilang"),
    Kolom("Dasar perhitungan", "penyebut"),
    Kolom("Dasar hukum", "dasar"),
    Kolom("Catatan", "catatan"),
    Kolom("Mulai tahun", lambda k: k.berlaku_sejak.year, "kode"),
    Kolom("Sampai tahun", lambda k: k.berlaku_sampai.year if k.berlaku_sampai else "", "kode"),
    Kolom("Dicatat pada", "dicatat_pada", "waktu"),
    Kolom("Digantikan pada", "digantikan_pada", "waktu"),
)

KOLOM_SKENARIO = (
    Kolom("Skenario", "nama"),
    Kolom("Tahapan", lambda s: tahap_skenario(s).label if isinstance(s, Skenario) else s.label),
    Kolom("Pendapatan turun (%)", "turun_persen", "persen"),
    Kolom("Kekurangan", "kekurangan", "rupiah"),
    Kolom("Terpotong", "terpotong", "rupiah"),
    Kolom("Baris diubah tangan", "dipindah", "angka"),
    Kolom("Disusun oleh", "nama_pembuat"),
    Kolom("Disusun pada", "dibuat_pada", "waktu"),
)


KOLOM_SKENARIO_LAMPAU = (
    Kolom("OPD", "opd.nama"),
    Kolom("Unit", "nama_unit"),
    Kolom("Kode sub kegiatan", "kode", "kode"),
    Kolom("Sub kegiatan", "nama"),
    Kolom("Pagu Semula", "jumlah", "rupiah"),
    Kolom("Potongan", "potong", "rupiah"),
    Kolom("Usulan Potongan", "usulan", "rupiah"),
    Kolom("Peringkat", "peringkat", "angka"),
    Kolom("Poin", "poin", "angka"),
    Kolom("Penjelasan", lambda b: jelaskan_poin(b.rincian, dict(Kriteria.choices))),
    Kolom("Alasan Ubah Tangan", "alasan"),
)
"""Of a past instant: the Renja matrix around the lines is that of now."""


def kolom_banding(a: str, b: str) -> tuple[Kolom, ...]:
    """Columns of two scenarios, by their names, side by side."""
    return (
        Kolom("OPD", "nama_opd"),
        Kolom("Kode sub kegiatan", "kode", "kode"),
        Kolom("Sub kegiatan", "nama"),
        Kolom(f"Kebutuhan {a}", "jumlah_a", "rupiah"),
        Kolom(f"Kebutuhan {b}", "jumlah_b", "rupiah"),
        Kolom(f"Potongan {a}", "potong_a", "rupiah"),
        Kolom(f"Potongan {b}", "potong_b", "rupiah"),
        Kolom("Selisih", "selisih", "rupiah"),
    )


def kolom_skenario(skenario: Skenario, baris: Sequence[BarisEkspor]) -> tuple[Kolom, ...]:
    """The columns of the Renja matrix, where "Pagu" is what the scenario leaves, then the cut and why."""
    return (
        *kolom_matriks(skenario.tahun, {b.sub.kode for b in baris}, opd=lambda r: r.sub.opd),
        Kolom("Pagu Semula", "baris.jumlah", "rupiah"),
        Kolom("Potongan", "baris.potong", "rupiah"),
        Kolom("Usulan Potongan", "baris.usulan", "rupiah"),
        Kolom("Peringkat", "baris.peringkat", "angka"),
        Kolom("Poin", "baris.poin", "angka"),
        Kolom("Penjelasan", lambda r: jelaskan_poin(r.baris.rincian, dict(Kriteria.choices))),
        Kolom("Alasan Ubah Tangan", "baris.alasan"),
    )


KOLOM_SERAPAN = (
    Kolom("OPD", "nama"),
    Kolom("Sumber", "nama_sumber"),
    Kolom("Keadaan sampai", "batas", "tanggal"),
    Kolom("Anggaran", "anggaran", "rupiah"),
    Kolom("Realisasi", "realisasi", "rupiah"),
    Kolom("Persen", "persen", "persen"),
    Kolom("Keterangan", lambda b: "Belum diaudit"),
)

_JUDUL_JENIS = {
    "operasi": "belanja operasi", "modal": "belanja modal", "tak_terduga": "belanja tidak terduga",
    "transfer": "belanja transfer", TANPA_JENIS: "",
}  # fmt: skip


def kolom_serapan_opd(baris: Sequence[SerapanSub]) -> tuple[Kolom, ...]:
    """Columns of one book, with those kinds only that it has; the import reads them back."""
    ada = {j for b in baris for j in b.jenis}

    def nilai(jenis: str, ke: int) -> Any:
        return lambda b: b.jenis[jenis][ke] if jenis in b.jenis else None

    return (
        Kolom("Kode unit", "kode_unit", "kode"),
        Kolom("Nama unit", "nama_unit"),
        Kolom("Kode sub kegiatan", "kode", "kode"),
        Kolom("Nama sub kegiatan", "nama"),
        *(
            Kolom(f"{apa} {judul}".strip(), nilai(jenis, ke), "rupiah")
            for jenis, judul in _JUDUL_JENIS.items()
            if jenis in ada
            for ke, apa in enumerate(("Anggaran", "Realisasi"))
        ),
    )


def keterangan_skenario(skenario: Skenario, jumlah: JumlahSkenario) -> list[tuple[str, str]]:
    """What the workbook of a scenario says of itself."""
    return [
        ("Skenario", skenario.nama),
        ("Tahapan", tahap_skenario(skenario).label),
        ("Disusun", f"{skenario.nama_pembuat}, {tulis_waktu(skenario.dibuat_pada, zona_pemda())}"),
        ("Terakhir diubah", tulis_waktu(skenario.diubah_pada, zona_pemda())),
        ("Kekurangan", tulis_rupiah(skenario.kekurangan)),
        ("Terpotong", f"{tulis_rupiah(jumlah.potong)} pada {tulis_angka(jumlah.jumlah_dipotong)} baris"),
        ("Diubah tangan", f"{tulis_angka(jumlah.jumlah_tangan)} baris"),
        ("Catatan", "Bahan pertimbangan TAPD, bukan keputusan."),
    ]
