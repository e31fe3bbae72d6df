from django.apps import AppConfig


class KinerjaConfig(AppConfig):
    name = "terukur.kinerja"
    label = "kinerja"
    verbose_name = "kinerja"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_tab
        from terukur.inti.izin import Izin
        from terukur.jejak.penyedia import daftar_kata_isi
        from terukur.kinerja.providers import KATA, PenyediaRencanaAksi
        from terukur.tenggat.penyedia import daftar_penyedia

        penyedia = PenyediaRencanaAksi()
        daftar_penyedia.daftarkan(penyedia.kode, penyedia)
        daftar_kata_isi.daftarkan("kinerja", KATA)
        for urutan, label, nama in (
            (30, "Rencana aksi", "daftar"),
            (40, "Katalog indikator", "indikator_daftar"),
        ):
            tab = Menu(label, f"kinerja:{nama}", (Izin.KINERJA_LIHAT,), urutan, bagian="kinerja")
            daftar_tab.daftarkan(f"kinerja:{nama}", tab)
