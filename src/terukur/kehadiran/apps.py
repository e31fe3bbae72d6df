from django.apps import AppConfig


class KehadiranConfig(AppConfig):
    name = "terukur.kehadiran"
    label = "kehadiran"
    verbose_name = "kehadiran"

    def ready(self) -> None:
        from terukur.antarmuka.navigasi import Menu, daftar_menu, daftar_tab
        from terukur.berkas.penyedia import izin_baca
        from terukur.impor.jenis import daftar_impor
        from terukur.inti.izin import Izin
        from terukur.inti.kesehatan import daftar_kesehatan
        from terukur.jejak.penyedia import daftar_kata_isi, daftar_objek
        from terukur.kehadiran.actions.antrean import tandai_terhitung
        from terukur.kehadiran.importers.pin import PIN_PEGAWAI
        from terukur.kehadiran.importers.sif import JADWAL_SIF
        from terukur.kehadiran.providers import KATA, OBJEK, boleh_baca_berkas, periksa_pendengar
        from terukur.organisasi.penyedia import daftar_penerima_hari

        daftar_kesehatan.daftarkan("pendengar_mesin", periksa_pendengar)
        izin_baca.daftarkan("kehadiran", boleh_baca_berkas)
        daftar_kata_isi.daftarkan("kehadiran", KATA)
        for nama, objek in OBJEK.items():
            daftar_objek.daftarkan(nama, objek)
        daftar_penerima_hari.daftarkan("kehadiran", tandai_terhitung)
        daftar_impor.daftarkan(JADWAL_SIF.kode, JADWAL_SIF)
        daftar_impor.daftarkan(PIN_PEGAWAI.kode, PIN_PEGAWAI)
        kelola = Izin.KEHADIRAN_KELOLA
        sendiri = (Izin.KEHADIRAN_SENDIRI,)
        menu = Menu("Kehadiran", "kehadiran:saya", sendiri, 50, "/kehadiran/")
        daftar_menu.daftarkan("kehadiran", menu)
        for urutan, kelompok, label, nama_url, izin, awalan in (
            (10, "Saya", "Kehadiran saya", "saya", Izin.KEHADIRAN_SENDIRI, ""),
            (20, "Saya", "Permohonan saya", "permohonan", Izin.KEHADIRAN_SENDIRI, ""),
            (30, "Keputusan", "Perlu keputusan saya", "keputusan", Izin.KEHADIRAN_PUTUS, ""),
            (35, "Keputusan", "Tim saya", "tim", Izin.KEHADIRAN_PUTUS, ""),
            (40, "Keputusan", "Daftar permohonan", "permohonan_daftar", Izin.KEHADIRAN_LIHAT, ""),
            (70, "Jadwal", "Pola berlaku", "jadwal", kelola, ""),
            (71, "Jadwal", "Pola kerja", "pola", kelola, ""),
            (72, "Jadwal", "Jadwal khusus", "khusus", kelola, ""),
            (73, "Jadwal", "Jadwal sif", "sif", kelola, ""),
            (74, "Jadwal", "Ramadan", "ramadan", kelola, ""),
            (80, "Ketentuan", "Ketentuan", "ketentuan", kelola, ""),
            (81, "Ketentuan", "Pengecualian", "pengecualian", kelola, ""),
            (50, "Rekap", "Pimpinan OPD", "pimpinan", Izin.KEHADIRAN_LIHAT, ""),
            (51, "Rekap", "Per OPD", "rekap", Izin.KEHADIRAN_LIHAT, ""),
            (52, "Rekap", "Per pegawai", "rekap_orang", Izin.KEHADIRAN_LIHAT, ""),
            (53, "Rekap", "Berhenti merekam", "berhenti", Izin.KEHADIRAN_LIHAT, ""),
            (54, "Rekap", "Tanpa keterangan", "disiplin", kelola, ""),
            (55, "Rekap", "Penutupan bulan", "tutup", Izin.KEHADIRAN_LIHAT, ""),
            (60, "Pengawasan", "Sidak", "sidak", (Izin.SIDAK_LAKUKAN, Izin.KEHADIRAN_LIHAT), ""),
            (61, "Pengawasan", "Temuan", "temuan", Izin.KEHADIRAN_LIHAT, ""),
            (62, "Pengawasan", "Apel", "apel", Izin.KEHADIRAN_LIHAT, ""),
            (63, "Pengawasan", "Rekap apel", "apel_rekap", Izin.KEHADIRAN_LIHAT, ""),
            (64, "Pengawasan", "Apel per pegawai", "apel_orang", Izin.KEHADIRAN_LIHAT, ""),
            (90, "Mesin", "Mesin absensi", "mesin", Izin.MESIN_KELOLA, ""),
            (91, "Mesin", "PIN pegawai", "pin", Izin.MESIN_KELOLA, ""),
            (92, "Mesin", "Berkas rekam", "berkas_rekam", Izin.MESIN_KELOLA, ""),
            (95, "Ponsel", "Antrean pemeriksaan", "antrean_ponsel", kelola, ""),
            (96, "Ponsel", "Tempat rekam", "tempat", Izin.MESIN_KELOLA, ""),
            (97, "Ponsel", "Izin rekam", "izin_ponsel", Izin.MESIN_KELOLA, ""),
            (98, "Ponsel", "Ketentuan ponsel", "ketentuan_ponsel", kelola, ""),
        ):
            boleh = izin if isinstance(izin, tuple) else (izin,)
            tab = Menu(label, f"kehadiran:{nama_url}", boleh, urutan, awalan, "kehadiran", kelompok)
            daftar_tab.daftarkan(f"kehadiran:{nama_url}", tab)
