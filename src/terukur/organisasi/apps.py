from django.apps import AppConfig


class OrganisasiConfig(AppConfig):
    name = "terukur.organisasi"
    label = "organisasi"
    verbose_name = "organisasi"

    def ready(self) -> None:
        from terukur.akun.akses import sumber_peran
        from terukur.organisasi.queries import peran_pengguna

        sumber_peran.daftarkan("organisasi", peran_pengguna)
