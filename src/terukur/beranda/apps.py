from django.apps import AppConfig


class BerandaConfig(AppConfig):
    name = "terukur.beranda"
    label = "beranda"
    verbose_name = "beranda"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu
        from terukur.inti.izin import Izin

        daftar_menu.daftarkan("beranda", Menu("Beranda", "beranda:beranda", urutan=10))
        daftar_menu.daftarkan(
            "kesehatan", Menu("Kesehatan server", "beranda:kesehatan", (Izin.SISTEM_LIHAT,), urutan=95)
        )
