from django.apps import AppConfig


class RealisasiConfig(AppConfig):
    name = "terukur.realisasi"
    label = "realisasi"
    verbose_name = "realisasi"

    def ready(self) -> None:
        from terukur.jejak.penyedia import daftar_kata_isi, daftar_objek
        from terukur.kinerja.penyedia import daftar_penerima_target
        from terukur.realisasi.actions import susun_ulang
        from terukur.realisasi.providers import KATA, OBJEK

        daftar_penerima_target.daftarkan("realisasi", susun_ulang)
        daftar_kata_isi.daftarkan("realisasi", KATA)
        for nama, objek in OBJEK.items():
            daftar_objek.daftarkan(nama, objek)
