from django.apps import AppConfig


class PerencanaanConfig(AppConfig):
    name = "terukur.perencanaan"
    label = "perencanaan"
    verbose_name = "perencanaan"
