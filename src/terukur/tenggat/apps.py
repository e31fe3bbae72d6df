from django.apps import AppConfig


class TenggatConfig(AppConfig):
    name = "terukur.tenggat"
    label = "tenggat"
    verbose_name = "jadwal pengumpulan"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu
        from terukur.berkas.penyedia import izin_baca
        from terukur.inti.izin import Izin
        from terukur.inti.kesehatan import daftar_kesehatan
        from terukur.jejak.penyedia import ObjekJejak, daftar_kata_isi, daftar_objek, daftar_populasi
        from terukur.organisasi.syarat import sumber_syarat
        from terukur.tenggat.penyedia import daftar_penyedia
        from terukur.tenggat.providers import (
            KATA,
            DataDukung,
            boleh_baca_berkas,
            nama_syarat,
            objek_jendela,
            objek_pengajuan,
            objek_perpanjangan,
            periksa_tenggat,
            populasi_pengajuan,
        )

        daftar_kesehatan.daftarkan("tenggat", periksa_tenggat)
        daftar_penyedia.daftarkan("data_dukung", DataDukung())
        izin_baca.daftarkan("tenggat", boleh_baca_berkas)
        sumber_syarat.daftarkan("tenggat", nama_syarat)
        daftar_objek.daftarkan("pengajuan", objek_pengajuan)
        daftar_objek.daftarkan("jendela", objek_jendela)
        daftar_objek.daftarkan("perpanjangan", objek_perpanjangan)
        daftar_objek.daftarkan("gangguan", ObjekJejak("Gangguan layanan"))
        daftar_populasi.daftarkan("pengajuan", populasi_pengajuan)
        daftar_kata_isi.daftarkan("tenggat", KATA)
        lihat = (Izin.TENGGAT_LIHAT,)
        daftar_menu.daftarkan("tenggat", Menu("Jadwal pengumpulan", "tenggat:daftar", lihat, urutan=20))
        daftar_menu.daftarkan(
            "tenggat_antrean",
            Menu("Pemeriksaan", "tenggat:antrean", (Izin.PENGAJUAN_VERIFIKASI,), urutan=25),
        )
        daftar_menu.daftarkan(
            "tenggat_laporan",
            Menu("Kepatuhan", "tenggat:laporan_daftar", (Izin.LAPORAN_LIHAT,), urutan=60),
        )
