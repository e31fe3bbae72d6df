from django.apps import AppConfig


class AkunConfig(AppConfig):
    name = "terukur.akun"
    label = "akun"
    verbose_name = "akun"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from terukur.akun.middleware import tandai_awal_sesi
        from terukur.antarmuka.navigasi import Menu, daftar_menu_akun

        daftar_menu_akun.daftarkan("akun", Menu("Akun saya", "akun:saya", urutan=10))
        daftar_menu_akun.daftarkan("sandi", Menu("Ganti kata sandi", "account_change_password", urutan=20))
        user_logged_in.connect(tandai_awal_sesi, dispatch_uid="akun.tandai_awal_sesi")
