from django.apps import AppConfig


class IntiConfig(AppConfig):
    name = "terukur.inti"
    label = "inti"
    verbose_name = "inti"

    def ready(self) -> None:
        from terukur.inti.kesehatan import daftar_kesehatan
        from terukur.inti.kesehatan.antrean import periksa_antrean
        from terukur.inti.kesehatan.cadangan import periksa_cadangan
        from terukur.inti.kesehatan.halaman import periksa_halaman
        from terukur.inti.kesehatan.mesin import (
            periksa_basisdata,
            periksa_cakram,
            periksa_jam,
            periksa_web,
        )

        daftar_kesehatan.daftarkan("antrean", periksa_antrean)
        daftar_kesehatan.daftarkan("basisdata", periksa_basisdata)
        daftar_kesehatan.daftarkan("cadangan", periksa_cadangan)
        daftar_kesehatan.daftarkan("cakram", periksa_cakram)
        daftar_kesehatan.daftarkan("halaman", periksa_halaman)
        daftar_kesehatan.daftarkan("jam", periksa_jam)
        daftar_kesehatan.daftarkan("web", periksa_web)
