"""The only place that joins the rooms' addresses."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "terukur.antarmuka.galat.permintaan_rusak"
handler403 = "terukur.antarmuka.galat.tidak_berwenang"
handler404 = "terukur.antarmuka.galat.tidak_ditemukan"
handler429 = "terukur.antarmuka.galat.terlalu_banyak"
handler500 = "terukur.antarmuka.galat.gangguan"

urlpatterns: list[URLPattern | URLResolver] = [
    path("ui/", include("terukur.antarmuka.urls")),
    path("akun/", include("terukur.akun.urls")),
    path("api/", include("terukur.api.urls")),
    path("anggaran/", include("terukur.anggaran.urls")),
    path("kinerja/realisasi/", include("terukur.realisasi.urls")),
    path("kinerja/studi-banding/", include("terukur.studi.urls")),
    path("kinerja/", include("terukur.kinerja.urls")),
    path("kehadiran/", include("terukur.kehadiran.urls")),
    path("tindak-lanjut/", include("terukur.eskalasi.urls")),
    path("latihan/", include("terukur.contoh.urls")),
    path("berkas/", include("terukur.berkas.urls")),
    path("impor/", include("terukur.impor.urls")),
    path("perencanaan/", include("terukur.perencanaan.urls")),
    path("pesan/", include("terukur.pesan.urls")),
    path("organisasi/", include("terukur.organisasi.urls")),
    path("tenggat/", include("terukur.tenggat.urls")),
    path("", include("terukur.jejak.urls")),
    path("", include("terukur.beranda.urls")),
]
