from django.apps import AppConfig


class OrganisasiConfig(AppConfig):
    name = "terukur.organisasi"
    label = "organisasi"
    verbose_name = "organisasi"
