from django.apps import AppConfig


class ContohConfig(AppConfig):
    name = "terukur.contoh"
    label = "contoh"
    verbose_name = "contoh"

    def ready(self) -> None:
        from django.conf import settings

        from terukur.antarmuka.navigasi import Menu, daftar_menu_akun
        from terukur.inti.izin import Izin

        if settings.MODE_LATIHAN:
            daftar_menu_akun.daftarkan(
                "latihan", Menu("Atur ulang data latihan", "contoh:latihan", (Izin.SISTEM_KELOLA,), urutan=80)
            )
