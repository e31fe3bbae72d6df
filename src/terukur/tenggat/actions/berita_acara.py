"""Minutes of a verification, with both sides."""

import datetime as dt

from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_waktu
from terukur.jejak.actions import catat
from terukur.jejak.kertas import daftarkan_kertas
from terukur.organisasi import queries as organisasi
from terukur.tenggat import rules
from terukur.tenggat.models import BeritaAcara, Pengajuan


def terbitkan_berita_acara(pengajuan: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> BeritaAcara:
    """Issue the minutes of the round just finished: who checked what, notes, answers, result."""
    zona = pengajuan.jendela.zona_waktu
    kepala = organisasi.penanda_tangan(pengajuan.opd_id, pada=pada)
    pemeriksaan = pengajuan.daftar_pemeriksaan.select_related("syarat").order_by("syarat__urutan", "pk")
    catatan = pengajuan.daftar_catatan.select_related("syarat").order_by("dibuat_pada", "pk")
    isi = {
        "opd": pengajuan.opd.nama,
        "judul": pengajuan.jendela.judul,
        "tahapan": pengajuan.jendela.nama_tahapan,
        "edaran": pengajuan.jendela.nomor_edaran,
        "versi": pengajuan.versi,
        "selesai": tulis_waktu(pada, zona, hari=True),
        "putusan": rules.tulis_putusan(pengajuan.tepat_waktu, pengajuan.selisih_detik),
        "pihak_opd": {
            "nama": kepala.pegawai.nama if kepala else "",
            "jabatan": kepala.sebutan if kepala else f"Kepala {pengajuan.opd.nama}",
        },
        "syarat": [
            {
                "nama": p.syarat.nama,
                "hasil": "Diverifikasi" + (" (diverifikasi sendiri)" if p.diverifikasi_sendiri else ""),
                "oleh": p.diperiksa_nama,
                "pada": tulis_waktu(p.diperiksa_pada, zona) if p.diperiksa_pada else "",
            }
            for p in pemeriksaan
        ],
        "catatan": [
            {
                "syarat": c.syarat.nama,
                "tempat": " · ".join(x for x in (c.label_baris, rules.tulis_kolom(c.kolom)) if x),
                "isi": c.isi,
                "tanggapan": c.tanggapan,
            }
            for c in catatan
        ],
    }
    entri = catat(
        peristiwa="pengajuan.selesaikan_verifikasi", objek="pengajuan", objek_id=pengajuan.pk,
        isi={"opd": pengajuan.opd.nama, "versi": pengajuan.versi}, oleh=oleh, pada=pada,
        opd_id=pengajuan.opd_id,
    )  # fmt: skip
    kertas = daftarkan_kertas(
        jenis="BA", nama_jenis="Berita Acara Verifikasi",
        judul=f"{pengajuan.jendela.judul} — {pengajuan.opd.nama}"[:300], isi=isi, catatan=entri,
        opd_id=pengajuan.opd_id, nama_opd=pengajuan.opd.nama, oleh=oleh, pada=pada,
    )  # fmt: skip
    return BeritaAcara.objects.create(
        pengajuan=pengajuan, versi=pengajuan.versi, kertas=kertas, dibuat_pada=pada
    )
