from django.apps import AppConfig


class ContohConfig(AppConfig):
    name = "terukur.contoh"
    label = "contoh"
    verbose_name = "contoh"
