from django.apps import AppConfig


class AkunConfig(AppConfig):
    name = "terukur.akun"
    label = "akun"
    verbose_name = "akun"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu_akun

        daftar_menu_akun.daftarkan("akun", Menu("Akun saya", "akun:saya", urutan=10))
        daftar_menu_akun.daftarkan("sandi", Menu("Ganti kata sandi", "account_change_password", urutan=20))
