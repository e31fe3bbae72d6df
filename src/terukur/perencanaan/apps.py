from django.apps import AppConfig


class PerencanaanConfig(AppConfig):
    name = "terukur.perencanaan"
    label = "perencanaan"
    verbose_name = "perencanaan"

    def ready(self) -> None:
        from terukur.perencanaan.providers import PenyediaProgramKerja
        from terukur.tenggat.penyedia import daftar_penyedia

        penyedia = PenyediaProgramKerja()
        daftar_penyedia.daftarkan(penyedia.kode, penyedia)
