from django.apps import AppConfig


class ImporConfig(AppConfig):
    name = "terukur.impor"
    label = "impor"
    verbose_name = "impor"
