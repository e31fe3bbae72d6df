from django.apps import AppConfig


class KinerjaConfig(AppConfig):
    name = "terukur.kinerja"
    label = "kinerja"
    verbose_name = "kinerja"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu
        from terukur.inti.izin import Izin
        from terukur.jejak.penyedia import daftar_kata_isi
        from terukur.kinerja.providers import KATA, PenyediaRencanaAksi
        from terukur.tenggat.penyedia import daftar_penyedia

        penyedia = PenyediaRencanaAksi()
        daftar_penyedia.daftarkan(penyedia.kode, penyedia)
        daftar_kata_isi.daftarkan("kinerja", KATA)
        daftar_menu.daftarkan(
            "kinerja", Menu("Kinerja", "kinerja:daftar", (Izin.KINERJA_LIHAT,), 45, "/kinerja/")
        )
