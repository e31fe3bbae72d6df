from django.apps import AppConfig


class AkunConfig(AppConfig):
    name = "terukur.akun"
    label = "akun"
    verbose_name = "akun"
