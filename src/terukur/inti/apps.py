from django.apps import AppConfig


class IntiConfig(AppConfig):
    name = "terukur.inti"
    label = "inti"
    verbose_name = "inti"
