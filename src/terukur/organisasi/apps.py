from django.apps import AppConfig


class OrganisasiConfig(AppConfig):
    name = "terukur.organisasi"
    label = "organisasi"
    verbose_name = "organisasi"

    def ready(self) -> None:
        from terukur.akun.akses import sumber_peran
        from terukur.antarmuka.navigasi import Menu, daftar_menu
        from terukur.impor.jenis import daftar_impor
        from terukur.inti.izin import Izin
        from terukur.jejak.penyedia import daftar_kata_isi, daftar_nama_opd, daftar_objek
        from terukur.organisasi.importers.jenis import JENIS
        from terukur.organisasi.providers import KATA, OBJEK_JEJAK, nama_opd
        from terukur.organisasi.queries import peran_pengguna

        sumber_peran.daftarkan("organisasi", peran_pengguna)
        menu = Menu("Organisasi", "organisasi:menu", (Izin.ORGANISASI_LIHAT,), 70, "/organisasi/")
        daftar_menu.daftarkan("organisasi", menu)
        daftar_nama_opd.daftarkan("organisasi", nama_opd)
        for objek, keterangan in OBJEK_JEJAK.items():
            daftar_objek.daftarkan(objek, keterangan)
        daftar_kata_isi.daftarkan("organisasi", KATA)
        for jenis in JENIS:
            daftar_impor.daftarkan(jenis.kode, jenis)
