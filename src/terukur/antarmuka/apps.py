from django.apps import AppConfig


class AntarmukaConfig(AppConfig):
    name = "terukur.antarmuka"
    label = "antarmuka"
    verbose_name = "antarmuka"
