from django.apps import AppConfig


class StudiConfig(AppConfig):
    name = "terukur.studi"
    label = "studi"
    verbose_name = "studi banding"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu_akun, daftar_tab
        from terukur.berkas.penyedia import izin_baca
        from terukur.inti.izin import Izin
        from terukur.jejak.penyedia import daftar_kata_isi, daftar_objek
        from terukur.organisasi.penyedia import daftar_penerima_akhir
        from terukur.studi.actions import teruskan_studi
        from terukur.studi.providers import KATA, OBJEK, boleh_baca_berkas

        izin_baca.daftarkan("studi", boleh_baca_berkas)
        daftar_penerima_akhir.daftarkan("studi", teruskan_studi)
        daftar_kata_isi.daftarkan("studi", KATA)
        for nama, objek in OBJEK.items():
            daftar_objek.daftarkan(nama, objek)
        lihat = (Izin.STUDI_LIHAT,)
        tab = Menu("Studi banding", "studi:daftar", lihat, 70, "/kinerja/studi-banding/", bagian="kinerja")
        daftar_tab.daftarkan("studi:daftar", tab)
        # Those without the part "Kinerja" find it in the menu of the account.
        daftar_menu_akun.daftarkan("studi", Menu("Studi banding", "studi:daftar", lihat, urutan=75))
