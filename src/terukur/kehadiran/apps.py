from django.apps import AppConfig


class KehadiranConfig(AppConfig):
    name = "terukur.kehadiran"
    label = "kehadiran"
    verbose_name = "kehadiran"

    def ready(self) -> None:
        from terukur.inti.kesehatan import daftar_kesehatan
        from terukur.jejak.penyedia import daftar_kata_isi
        from terukur.kehadiran.providers import KATA, periksa_pendengar

        daftar_kesehatan.daftarkan("pendengar_mesin", periksa_pendengar)
        daftar_kata_isi.daftarkan("kehadiran", KATA)
