from django.apps import AppConfig


class RealisasiConfig(AppConfig):
    name = "terukur.realisasi"
    label = "realisasi"
    verbose_name = "realisasi"

    def ready(self) -> None:
        from terukur.anggaran.penyedia import penyedia_capaian
        from terukur.antarmuka.navigasi import Menu, daftar_menu, daftar_tab
        from terukur.eskalasi.penyedia import daftar_penyedia_sebab
        from terukur.impor.jenis import daftar_impor
        from terukur.inti.izin import Izin
        from terukur.jejak.penyedia import daftar_kata_isi, daftar_objek
        from terukur.kinerja.penyedia import daftar_penerima_target
        from terukur.organisasi.penyedia import daftar_penerima_akhir
        from terukur.realisasi.actions import susun_ulang, teruskan_lapangan, teruskan_target, wariskan
        from terukur.realisasi.importers import EVALUASI
        from terukur.realisasi.providers import KATA, OBJEK, PenyediaCapaianProgram
        from terukur.realisasi.queries.peringatan_dini import PENYEDIA, sebab_dini

        penyedia_capaian.daftarkan("capaian", PenyediaCapaianProgram())
        daftar_impor.daftarkan(EVALUASI.kode, EVALUASI)
        daftar_penerima_target.daftarkan("realisasi", susun_ulang)
        daftar_penerima_target.daftarkan("warisan", teruskan_target)
        daftar_penerima_akhir.daftarkan("realisasi", wariskan)
        daftar_penerima_akhir.daftarkan("lapangan", teruskan_lapangan)
        daftar_penyedia_sebab.daftarkan(PENYEDIA, sebab_dini)
        daftar_kata_isi.daftarkan("realisasi", KATA)
        for nama, objek in OBJEK.items():
            daftar_objek.daftarkan(nama, objek)
        daftar_menu.daftarkan(
            "kinerja", Menu("Kinerja", "realisasi:papan", (Izin.REALISASI_LIHAT,), 45, "/kinerja/")
        )
        lihat = (Izin.REALISASI_LIHAT,)
        for urutan, kelompok, label, nama in (
            (10, "Capaian", "Papan kinerja", "papan"),
            (11, "Capaian", "Peringatan dini", "peringatan_dini"),
            (12, "Capaian", "Perkembangan", "laju"),
            (30, "Realisasi", "Laporan realisasi", "daftar"),
            (31, "Realisasi", "Realisasi fisik", "fisik_daftar"),
            (32, "Realisasi", "Pemeriksaan lapangan", "lapangan_daftar"),
            (40, "Laporan", "Laporan berkala", "kertas_pilih"),
            (41, "Laporan", "Edisi terbit", "edisi_daftar"),
        ):
            tab = Menu(label, f"realisasi:{nama}", lihat, urutan, bagian="kinerja", kelompok=kelompok)
            daftar_tab.daftarkan(f"realisasi:{nama}", tab)
