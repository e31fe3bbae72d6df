"""Content of the specimen letter; every name in it is fictional."""

from typing import Any

DATA: dict[str, Any] = {
    "ukuran": "f4",
    "lanskap": False,
    "kop": {
        "pemda": "Kabupaten Nusa Tenun",
        "instansi": "Sekretariat Daerah",
        "alamat": "Jalan Contoh Nomor 1, Watu Ikat · laman contoh.go.id",
    },
    "kertas": {
        "nomor": "LK-2026-000031",
        "sidik_singkat": "7f3a 91c2 04be",
        "tautan": "https://terukur.contoh.go.id/periksa/k7qm2xwd9h4tn3sp/",
        "catatan": "18.204",
        "segel": "23 November 2026 pukul 16.01 WITA",
    },
    "keadaan": "23 November 2026 pukul 16.00.00 WITA",
    "hal": "Laporan kepatuhan penyampaian Rancangan Awal Renja 2028",
    "tempat_tanggal": "Watu Ikat, 23 November 2026",
    "kepada": "Bupati Nusa Tenun",
    "di": "Watu Ikat",
    "pembuka": "Sesuai Edaran Sekretaris Daerah Nomor 000.7/412/2026, tenggat penyampaian program kerja, "
    "kebutuhan anggaran dan data dukung berakhir pada Senin, 23 November 2026 pukul 16.00 WITA. Keadaan "
    "pada saat itu:",
    "ringkasan": [
        ["Sudah mengajukan tepat waktu", "37", "92,5 %"],
        ["Diberi perpanjangan yang masih berjalan", "1", "2,5 %"],
        [{"teks": t, "tebal": True} for t in ("Belum mengajukan", "2", "5,0 %")],
    ],
    "baris": [
        [
            "1",
            {
                "teks": "Dinas Sosial P3A",
                "kecil": "Kepala Dinas; kebutuhan anggaran dan 6 data dukung belum ada",
            },
            "22 %",
            "19 November 2026 pukul 14.02 WITA",
        ],
        [
            "2",
            {"teks": "Kecamatan Watu Panjang", "kecil": "Plt. Camat; seluruh isian belum dimulai"},
            "0 %",
            "belum ada",
        ],
    ],
    "paragraf": [
        {
            "judul": "Perpanjangan.",
            "isi": "Kecamatan Tanjung Ikat sampai 27 November 2026 pukul 16.00 WITA, diberikan Sekretaris "
            "Daerah pada 22 November 2026 dengan alasan jaringan putus (tercatat 31 jam). Rincian seluruh "
            "OPD pada lampiran.",
        },
        {
            "judul": "",
            "isi": "Laporan ini disusun secara otomatis dari catatan resmi dan merupakan bahan pertimbangan "
            "pejabat yang berwenang; bukan hukuman disiplin.",
        },
    ],
    "penanda": {
        "atas_nama": "BUPATI NUSA TENUN",
        "jabatan": "SEKRETARIS DAERAH",
        "status": "Plt.",
        "nama": "Nama Pejabat (contoh)",
        "pangkat": "Pembina Utama Muda",
        "nip": "(contoh)",
    },
    "pihak_kedua": {
        "atas_nama": "SEKRETARIS DAERAH",
        "untuk_beliau": "ASISTEN ADMINISTRASI UMUM",
        "jabatan": "KEPALA BAGIAN ORGANISASI",
        "nama": "Nama Lain (contoh)",
    },
}
