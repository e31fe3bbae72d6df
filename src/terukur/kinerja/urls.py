"""Addresses of this room."""

from django.urls import path

from terukur.kinerja.views import (
    crosscutting,
    daftar_perjanjian,
    indikator,
    perjanjian,
    pohon,
    rencana_aksi,
    resmi,
    simpul,
    tanda_tangan,
)

app_name = "kinerja"
_P = "perjanjian/<uuid:perjanjian_id>/"
_S = "pohon/simpul/<uuid:simpul_id>/"
_C = "pohon/crosscutting/<uuid:crosscutting_id>/"
urlpatterns = [
    path("", rencana_aksi.daftar, name="daftar"),
    path("indikator/", indikator.daftar, name="indikator_daftar"),
    path("indikator/tambah/", indikator.tambah, name="indikator_tambah"),
    path("indikator/<uuid:indikator_id>/", indikator.indikator, name="indikator"),
    path("indikator/<uuid:indikator_id>/ubah/", indikator.ubah, name="indikator_ubah"),
    path("aksi/<uuid:aksi_id>/", rencana_aksi.ubah, name="ubah"),
    path("aksi/<uuid:aksi_id>/hapus/", rencana_aksi.hapus, name="hapus"),
    path("aksi/<uuid:aksi_id>/pulihkan/", rencana_aksi.pulihkan, name="pulihkan"),
    path("target/<uuid:kunci>/revisi/", resmi.revisi, name="revisi"),
    path("opd/<uuid:opd_id>/<int:tahun>/", resmi.resmi, name="resmi"),
    path("perjanjian/", daftar_perjanjian.daftar, name="perjanjian_daftar"),
    path("perjanjian/mulai/<uuid:jabatan_id>/<int:tahun>/", daftar_perjanjian.mulai, name="perjanjian_mulai"),
    path("perjanjian/baris/<uuid:baris_id>/", perjanjian.ubah, name="perjanjian_ubah"),
    path("perjanjian/baris/<uuid:baris_id>/hapus/", perjanjian.hapus, name="perjanjian_hapus"),
    path(_P, perjanjian.perjanjian, name="perjanjian"),
    path(f"{_P}tambah/<uuid:indikator_id>/", perjanjian.tambah, name="perjanjian_tambah"),
    path(f"{_P}ambil/", perjanjian.ambil, name="perjanjian_ambil"),
    path(f"{_P}program/", perjanjian.program, name="perjanjian_program"),
    path(f"{_P}hapus-draf/", perjanjian.hapus_draf, name="perjanjian_hapus_draf"),
    path(f"{_P}tanda-tangan/", tanda_tangan.tandatangani, name="perjanjian_tandatangani"),
    path(f"{_P}tetapkan/", tanda_tangan.tetapkan, name="perjanjian_tetapkan"),
    path(f"{_P}kembalikan/", tanda_tangan.kembalikan, name="perjanjian_kembalikan"),
    path(f"{_P}perubahan/", tanda_tangan.perubahan, name="perjanjian_perubahan"),
    path(f"{_P}bandingkan/", tanda_tangan.bandingkan, name="perjanjian_bandingkan"),
    path(f"{_P}surat/", tanda_tangan.surat, name="perjanjian_surat"),
    path("pohon/", pohon.pohon, name="pohon"),
    path("pohon/tambah/", simpul.tambah_kabupaten, name="simpul_tambah_kabupaten"),
    path("pohon/opd/", pohon.daftar, name="pohon_daftar"),
    path("pohon/opd/<uuid:opd_id>/", pohon.pohon_opd, name="pohon_opd"),
    path("pohon/opd/<uuid:opd_id>/tambah/", simpul.tambah, name="simpul_tambah"),
    path(_S, simpul.simpul, name="simpul"),
    path(f"{_S}ubah/", simpul.ubah, name="simpul_ubah"),
    path(f"{_S}pindah/", simpul.pindah, name="simpul_pindah"),
    path(f"{_S}hapus/", simpul.hapus, name="simpul_hapus"),
    path(f"{_S}indikator/<uuid:indikator_id>/pasang/", simpul.pasang, name="simpul_pasang"),
    path(f"{_S}indikator/<uuid:indikator_id>/lepas/", simpul.lepas, name="simpul_lepas"),
    path(f"{_S}crosscutting/", crosscutting.usulkan, name="crosscutting_usulkan"),
    path(_C, crosscutting.crosscutting, name="crosscutting"),
    path(f"{_C}terima/", crosscutting.terima, name="crosscutting_terima"),
    path(f"{_C}tolak/", crosscutting.tolak, name="crosscutting_tolak"),
    path(f"{_C}tarik/", crosscutting.tarik, name="crosscutting_tarik"),
    path("<uuid:pengajuan_id>/", rencana_aksi.rencana_aksi, name="rencana_aksi"),
    path("<uuid:pengajuan_id>/tambah/<uuid:indikator_id>/", rencana_aksi.tambah, name="tambah"),
]
