from django.apps import AppConfig


class OrganisasiConfig(AppConfig):
    name = "terukur.organisasi"
    label = "organisasi"
    verbose_name = "organisasi"

    def ready(self) -> None:
        from terukur.akun.akses import sumber_peran
        from terukur.antarmuka.navigasi import Menu, daftar_menu
        from terukur.inti.izin import Izin
        from terukur.organisasi.queries import peran_pengguna

        sumber_peran.daftarkan("organisasi", peran_pengguna)
        for kode, menu in {
            "organisasi": Menu("Organisasi", "organisasi:menu", (Izin.ORGANISASI_LIHAT,), 70, "/organisasi/"),
        }.items():
            daftar_menu.daftarkan(kode, menu)
