from dataclasses import replace

from django.apps import AppConfig


class PerencanaanConfig(AppConfig):
    name = "terukur.perencanaan"
    label = "perencanaan"
    verbose_name = "perencanaan"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu, daftar_tab
        from terukur.impor.jenis import daftar_impor
        from terukur.inti.izin import Izin
        from terukur.jejak.penyedia import daftar_kata_isi, daftar_objek
        from terukur.organisasi.fungsi import sumber_program
        from terukur.perencanaan.forms import FormulirVersiBaru
        from terukur.perencanaan.importers import SEMUA
        from terukur.perencanaan.providers import (
            KATA,
            OBJEK_RENCANA,
            PenyediaProgramKerja,
            program_direncanakan,
        )
        from terukur.tenggat.penyedia import daftar_penyedia

        penyedia = PenyediaProgramKerja()
        daftar_penyedia.daftarkan(penyedia.kode, penyedia)
        daftar_kata_isi.daftarkan("perencanaan", KATA)
        formulir = {"nomenklatur": FormulirVersiBaru}
        for jenis in SEMUA:
            daftar_impor.daftarkan(jenis.kode, replace(jenis, formulir=formulir.get(jenis.kode)))
        sumber_program.daftarkan("perencanaan", program_direncanakan)
        daftar_menu.daftarkan(
            "perencanaan",
            Menu("Perencanaan", "perencanaan:daftar", (Izin.PROGRAM_LIHAT,), 30, "/perencanaan/"),
        )
        for n, (label, nama, izin) in enumerate(
            (
                ("Program kerja", "daftar", Izin.PROGRAM_LIHAT),
                ("RPJMD", "rpjmd", Izin.RPJMD_LIHAT),
                ("Renstra OPD", "renstra", Izin.RENSTRA_LIHAT),
            )
        ):
            tab = Menu(label, f"perencanaan:{nama}", (izin,), n, bagian="perencanaan")
            daftar_tab.daftarkan(f"perencanaan:{nama}", tab)
        for objek, keterangan in OBJEK_RENCANA.items():
            daftar_objek.daftarkan(objek, keterangan)
