from django.apps import AppConfig


class BerkasConfig(AppConfig):
    name = "terukur.berkas"
    label = "berkas"
    verbose_name = "berkas"
