from django.apps import AppConfig


class AnggaranConfig(AppConfig):
    name = "terukur.anggaran"
    label = "anggaran"
    verbose_name = "anggaran"
