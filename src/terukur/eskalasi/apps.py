from django.apps import AppConfig


class EskalasiConfig(AppConfig):
    name = "terukur.eskalasi"
    label = "eskalasi"
    verbose_name = "eskalasi"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu, daftar_menu_akun, daftar_tab
        from terukur.berkas.penyedia import izin_baca
        from terukur.eskalasi.actions import teruskan_surat
        from terukur.eskalasi.providers import KATA, OBJEK, boleh_baca_berkas
        from terukur.inti.izin import Izin
        from terukur.jejak.penyedia import daftar_kata_isi, daftar_objek
        from terukur.organisasi.penyedia import daftar_penerima_akhir

        izin_baca.daftarkan("eskalasi", boleh_baca_berkas)
        daftar_penerima_akhir.daftarkan("eskalasi", teruskan_surat)
        daftar_kata_isi.daftarkan("eskalasi", KATA)
        for nama, objek in OBJEK.items():
            daftar_objek.daftarkan(nama, objek)
        lihat = (Izin.ESKALASI_LIHAT,)
        # Those who only read find it in the menu of the account: their main menu stays on one line.
        bertindak = (Izin.ESKALASI_TERBIT, Izin.ESKALASI_ISI, Izin.PENGAJUAN_PARAF)
        menu = Menu("Tindak lanjut", "eskalasi:daftar", bertindak, urutan=55, awalan="/tindak-lanjut/")
        daftar_menu.daftarkan("eskalasi", menu)
        membaca = (Izin.JEJAK_AUDIT, Izin.PENGAJUAN_REVIU)
        daftar_menu_akun.daftarkan(
            "eskalasi", Menu("Peringatan dan disposisi", "eskalasi:daftar", membaca, urutan=70)
        )
        for urutan, label, nama, awalan in (
            (10, "Penjelasan dan peringatan", "daftar", "/tindak-lanjut/peringatan/"),
            (20, "Disposisi", "daftar_disposisi", "/tindak-lanjut/disposisi/"),
        ):
            tab = Menu(label, f"eskalasi:{nama}", lihat, urutan, awalan, bagian="eskalasi")
            daftar_tab.daftarkan(f"eskalasi:{nama}", tab)
