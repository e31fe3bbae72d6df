from django.apps import AppConfig


class TenggatConfig(AppConfig):
    name = "terukur.tenggat"
    label = "tenggat"
    verbose_name = "jadwal pengumpulan"
