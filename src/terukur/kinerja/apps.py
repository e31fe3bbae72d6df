from django.apps import AppConfig


class KinerjaConfig(AppConfig):
    name = "terukur.kinerja"
    label = "kinerja"
    verbose_name = "kinerja"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_tab
        from terukur.inti.izin import Izin
        from terukur.jejak.penyedia import daftar_kata_isi, daftar_objek
        from terukur.kinerja.providers import KATA, OBJEK, PenyediaRencanaAksi
        from terukur.tenggat.penyedia import daftar_penyedia

        penyedia = PenyediaRencanaAksi()
        daftar_penyedia.daftarkan(penyedia.kode, penyedia)
        daftar_kata_isi.daftarkan("kinerja", KATA)
        for nama, objek in OBJEK.items():
            daftar_objek.daftarkan(nama, objek)
        for urutan, label, halaman in (
            (20, "Pohon kinerja", "pohon"),
            (21, "Perjanjian kinerja", "perjanjian_daftar"),
            (22, "Rencana aksi", "daftar"),
            (23, "Katalog indikator", "indikator_daftar"),
        ):
            tab = Menu(
                label,
                f"kinerja:{halaman}",
                (Izin.KINERJA_LIHAT,),
                urutan,
                bagian="kinerja",
                kelompok="Rencana",
            )
            daftar_tab.daftarkan(f"kinerja:{halaman}", tab)
