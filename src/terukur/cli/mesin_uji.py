"""``terukur mesin-uji``: a device without a device."""

import argparse
import asyncio
import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terukur.cli.parser import Anak


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "mesin-uji",
        help="berperilaku seperti mesin absensi, untuk mencoba",
        description="Menghubungi pendengar mesin seperti mesin absensi sungguhan: jabat tangan, mengirim "
        "rekam, mengambil dan menjawab perintah. Nomor serinya harus sudah terdaftar. Hanya untuk mencoba: "
        "rekam yang dikirim menjadi rekam kehadiran.",
    )
    pengurai.add_argument("seri", metavar="NOMOR_SERI", help="nomor seri mesin")
    pengurai.add_argument(
        "--ke", default="127.0.0.1:8081", metavar="ALAMAT:PORT", help="pendengar (bawaan: %(default)s)"
    )
    pengurai.add_argument(
        "--pin", action="append", default=[], metavar="PIN", help="PIN yang menekan sekarang; boleh berulang"
    )
    pengurai.add_argument("--acc", action="store_true", help="cara PUSH 3 (akses), bukan PUSH 2")
    pengurai.add_argument(
        "--tetap", action="store_true", help="tetap tersambung dan menjalankan perintah, sampai Ctrl-C"
    )
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    from terukur.kehadiran.mesin_uji import Luring, MesinAcc, MesinUji

    host, _, port = opsi.ke.rpartition(":")
    if not port.isdigit():
        print("terukur: --ke harus berbentuk ALAMAT:PORT.")
        return 2
    mesin = (MesinAcc if opsi.acc else MesinUji)(opsi.seri, host=host or "127.0.0.1", port=int(port))
    try:
        asyncio.run(_jalan(mesin, opsi.pin, tetap=opsi.tetap))
    except Luring as galat:
        print(f"Tidak diterima ({galat}). Periksa nomor seri, jaringan dan kunci mesin di Terukur.")
        return 1
    return 0


async def _jalan(mesin, pin, *, tetap: bool) -> None:  # type: ignore[no-untyped-def]
    await mesin.jabat_tangan()
    zona = mesin.setelan.get("TimeZone")  # a device keeps the clock that the server names
    for satu in pin:
        mesin.tekan(satu, dt.datetime.now(dt.timezone(dt.timedelta(hours=int(zona))) if zona else None))
    print(f"Tersambung; {await mesin.unggah()} rekam diterima.", flush=True)
    while True:
        for isi in await mesin.ambil_perintah():
            print(f"Perintah dijalankan: {isi}", flush=True)
        if not tetap:
            return
        await asyncio.sleep(float(mesin.setelan.get("Delay", 15)))
