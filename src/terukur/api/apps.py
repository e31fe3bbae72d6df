from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "terukur.api"
    label = "api"
    verbose_name = "API"

    def ready(self) -> None:
        from django.urls import reverse

        from terukur.antarmuka.navigasi import Menu, daftar_menu_akun, daftar_menu_publik
        from terukur.inti.izin import Izin
        from terukur.jejak.penyedia import ObjekJejak, daftar_objek

        daftar_menu_publik.daftarkan("api", Menu("API", "api:dokumen", (), 95))
        daftar_menu_akun.daftarkan("api_token", Menu("Token API", "api:token", (Izin.SISTEM_KELOLA,), 92))
        daftar_menu_akun.daftarkan("api_webhook", Menu("Webhook", "api:webhook", (Izin.SISTEM_KELOLA,), 93))
        daftar_objek.daftarkan("webhook", ObjekJejak("Webhook", tautan=lambda _: reverse("api:webhook")))
        daftar_objek.daftarkan("token", ObjekJejak("Token API", tautan=lambda _: reverse("api:token")))
