from django.apps import AppConfig


class AnggaranConfig(AppConfig):
    name = "terukur.anggaran"
    label = "anggaran"
    verbose_name = "anggaran"

    def ready(self) -> None:
        from terukur.anggaran.providers import PenyediaKebutuhan, PenyediaUangAnggaran
        from terukur.perencanaan.penyedia import daftar_uang
        from terukur.tenggat.penyedia import daftar_penyedia

        penyedia = PenyediaKebutuhan()
        daftar_penyedia.daftarkan(penyedia.kode, penyedia)
        daftar_uang.daftarkan("anggaran", PenyediaUangAnggaran())
