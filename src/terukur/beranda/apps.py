from django.apps import AppConfig


class BerandaConfig(AppConfig):
    name = "terukur.beranda"
    label = "beranda"
    verbose_name = "beranda"
