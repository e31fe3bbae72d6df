from django.apps import AppConfig


class JejakConfig(AppConfig):
    name = "terukur.jejak"
    label = "jejak"
    verbose_name = "jejak"
