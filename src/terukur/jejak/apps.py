from django.apps import AppConfig


class JejakConfig(AppConfig):
    name = "terukur.jejak"
    label = "jejak"
    verbose_name = "jejak resmi"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu, daftar_menu_publik
        from terukur.inti.izin import Izin
        from terukur.inti.kesehatan import daftar_kesehatan
        from terukur.jejak.penyedia import ObjekJejak, daftar_objek
        from terukur.jejak.providers import periksa_jejak

        daftar_kesehatan.daftarkan("jejak", periksa_jejak)
        daftar_menu.daftarkan("jejak", Menu("Jejak resmi", "jejak:daftar", (Izin.JEJAK_AUDIT,), 90))
        daftar_menu_publik.daftarkan("periksa", Menu("Periksa keaslian", "jejak:periksa_cari", (), 80))
        daftar_menu_publik.daftarkan("segel", Menu("Segel", "jejak:segel", (), 90))
        daftar_objek.daftarkan("kertas", ObjekJejak("Naskah resmi"))
