from django.apps import AppConfig


class BerandaConfig(AppConfig):
    name = "terukur.beranda"
    label = "beranda"
    verbose_name = "beranda"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu, daftar_menu_akun
        from terukur.inti.izin import Izin

        daftar_menu.daftarkan("beranda", Menu("Beranda", "beranda:beranda", urutan=10))
        # Who runs the server has it on the landing page too; an auditor's main menu stays on one line.
        daftar_menu_akun.daftarkan(
            "kesehatan", Menu("Kesehatan server", "beranda:kesehatan", (Izin.SISTEM_LIHAT,), urutan=75)
        )
