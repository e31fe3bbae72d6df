from django.apps import AppConfig


class PesanConfig(AppConfig):
    name = "terukur.pesan"
    label = "pesan"
    verbose_name = "pesan"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Lonceng, Menu, daftar_lonceng, daftar_menu_akun
        from terukur.inti.izin import Izin
        from terukur.inti.kesehatan import daftar_kesehatan
        from terukur.pesan import saluran  # noqa: F401  (registers the system check)
        from terukur.pesan.providers import periksa_pesan
        from terukur.pesan.queries import hitung_belum_dibaca

        daftar_kesehatan.daftarkan("pesan", periksa_pesan)
        daftar_lonceng.daftarkan("pesan", Lonceng("pesan:kotak", hitung_belum_dibaca))
        daftar_menu_akun.daftarkan("pesan", Menu("Pesan", "pesan:kotak", urutan=30))
        daftar_menu_akun.daftarkan(
            "pesan_kiriman", Menu("Kiriman keluar", "pesan:kiriman", (Izin.SISTEM_KELOLA,), 80)
        )
