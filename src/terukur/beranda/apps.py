from django.apps import AppConfig


class BerandaConfig(AppConfig):
    name = "terukur.beranda"
    label = "beranda"
    verbose_name = "beranda"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu

        daftar_menu.daftarkan("beranda", Menu("Beranda", "beranda:beranda", urutan=10))
