from django.apps import AppConfig
from django.urls import reverse


class JejakConfig(AppConfig):
    name = "terukur.jejak"
    label = "jejak"
    verbose_name = "jejak resmi"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import (
            Menu,
            daftar_menu,
            daftar_menu_akun,
            daftar_menu_publik,
            daftar_tab,
        )
        from terukur.inti.izin import Izin
        from terukur.inti.kesehatan import daftar_kesehatan
        from terukur.jejak.kata import KATA_UMUM
        from terukur.jejak.penyedia import (
            ObjekJejak,
            Populasi,
            daftar_kata_isi,
            daftar_objek,
            daftar_populasi,
        )
        from terukur.jejak.providers import periksa_jejak
        from terukur.jejak.queries import ids_catatan, unsur_catatan

        daftar_kesehatan.daftarkan("jejak", periksa_jejak)
        daftar_menu.daftarkan(
            "audit", Menu("Audit", "jejak:sampel_daftar", (Izin.AUDIT_SAMPEL,), 90, "/jejak/")
        )
        for urutan, label, nama, perlu in (
            (10, "Sampel audit", "sampel_daftar", Izin.AUDIT_SAMPEL),
            (20, "Jejak resmi", "daftar", Izin.JEJAK_AUDIT),
            (30, "Catatan baca", "baca", Izin.JEJAK_AUDIT),
        ):
            tab = Menu(label, f"jejak:{nama}", (perlu,), urutan, bagian="audit")
            daftar_tab.daftarkan(f"jejak:{nama}", tab)
        daftar_menu_publik.daftarkan("periksa", Menu("Periksa keaslian", "jejak:periksa_cari", (), 80))
        daftar_menu_publik.daftarkan("segel", Menu("Segel", "jejak:segel", (), 90))
        daftar_menu_akun.daftarkan(
            "masa_simpan", Menu("Masa simpan catatan baca", "jejak:masa_simpan", (Izin.SISTEM_KELOLA,), 93)
        )
        daftar_objek.daftarkan("kertas", ObjekJejak("Naskah resmi"))
        daftar_objek.daftarkan(
            "sampel", ObjekJejak("Sampel audit", tautan=lambda i: reverse("jejak:sampel", args=[i]))
        )
        daftar_objek.daftarkan("masa_simpan_baca", ObjekJejak("Masa simpan catatan baca"))
        daftar_populasi.daftarkan(
            "jejak",
            Populasi(
                "Catatan jejak resmi",
                pilihan=list,
                ids=ids_catatan,
                unsur=unsur_catatan,
                disaring=True,
                izin=Izin.JEJAK_AUDIT,
            ),
        )
        daftar_kata_isi.daftarkan("jejak", KATA_UMUM)
