from django.apps import AppConfig


class PesanConfig(AppConfig):
    name = "terukur.pesan"
    label = "pesan"
    verbose_name = "pesan"
