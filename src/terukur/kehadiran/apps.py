from django.apps import AppConfig


class KehadiranConfig(AppConfig):
    name = "terukur.kehadiran"
    label = "kehadiran"
    verbose_name = "kehadiran"
