from django.apps import AppConfig


class AnggaranConfig(AppConfig):
    name = "terukur.anggaran"
    label = "anggaran"
    verbose_name = "anggaran"

    def ready(self) -> None:
        from terukur.anggaran.importers.jenis import SEMUA
        from terukur.anggaran.providers import PenyediaKebutuhan, PenyediaUangAnggaran, populasi_kebutuhan
        from terukur.anggaran.providers.kata import KATA
        from terukur.antarmuka.navigasi import Menu, daftar_menu
        from terukur.impor.jenis import daftar_impor
        from terukur.inti.izin import Izin
        from terukur.jejak.penyedia import daftar_kata_isi, daftar_populasi
        from terukur.perencanaan.penyedia import daftar_uang
        from terukur.tenggat.penyedia import daftar_penyedia

        penyedia = PenyediaKebutuhan()
        daftar_penyedia.daftarkan(penyedia.kode, penyedia)
        daftar_uang.daftarkan("anggaran", PenyediaUangAnggaran())
        daftar_populasi.daftarkan("kebutuhan", populasi_kebutuhan)
        daftar_kata_isi.daftarkan("anggaran", KATA)
        for jenis in SEMUA:
            daftar_impor.daftarkan(jenis.kode, jenis)
        daftar_menu.daftarkan(
            "anggaran", Menu("Anggaran", "anggaran:rekap", (Izin.ANGGARAN_LIHAT,), 40, "/anggaran/")
        )
