from django.apps import AppConfig


class ImporConfig(AppConfig):
    name = "terukur.impor"
    label = "impor"
    verbose_name = "impor"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu
        from terukur.berkas.penyedia import izin_baca
        from terukur.impor.queries import boleh_membaca_berkas
        from terukur.inti.izin import Izin

        izin_baca.daftarkan("impor", boleh_membaca_berkas)
        daftar_menu.daftarkan("impor", Menu("Impor", "impor:daftar", (Izin.IMPOR_JALANKAN,), 70))
