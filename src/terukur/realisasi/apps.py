from django.apps import AppConfig


class RealisasiConfig(AppConfig):
    name = "terukur.realisasi"
    label = "realisasi"
    verbose_name = "realisasi"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu
        from terukur.inti.izin import Izin
        from terukur.jejak.penyedia import daftar_kata_isi, daftar_objek
        from terukur.kinerja.penyedia import daftar_penerima_target
        from terukur.realisasi.actions import susun_ulang
        from terukur.realisasi.providers import KATA, OBJEK

        daftar_penerima_target.daftarkan("realisasi", susun_ulang)
        daftar_kata_isi.daftarkan("realisasi", KATA)
        for nama, objek in OBJEK.items():
            daftar_objek.daftarkan(nama, objek)
        lihat = (Izin.REALISASI_LIHAT,)
        daftar_menu.daftarkan("realisasi", Menu("Realisasi", "realisasi:daftar", lihat, 46, "/realisasi/"))
        daftar_menu.daftarkan(
            "papan_kinerja",
            Menu("Papan kinerja", "realisasi:papan", (Izin.PIMPINAN_LIHAT,), 47, "/realisasi/papan/"),
        )
