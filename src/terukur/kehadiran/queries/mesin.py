"""Reads for the intake of devices."""

import datetime as dt
import json
from typing import Any

from terukur.inti.sql import kolom, rekaman, tanya
from terukur.kehadiran.choices import Dialek, StatusPerintah
from terukur.kehadiran.models import KeadaanMesin, Mesin, Pindai, ProsesPendengar

BATAS_DENYUT = dt.timedelta(seconds=90)
"""A listener beats every 30 seconds; after three beats without a sign it counts as gone."""


_BERSERI = """
select {mesin}, {keadaan},
    exists (select 1 from kehadiran_mesinpadam p where p.mesin_id = m.id and p.sampai is null),
    exists (select 1 from kehadiran_perintahmesin p where p.mesin_id = m.id and p.status = %s)
from kehadiran_mesin m left join kehadiran_keadaanmesin k on k.mesin_id = m.id where m.nomor_seri = %s
"""


def mesin_berseri(nomor_seri: str) -> Mesin | None:
    """The admitted device of this serial number, case as written, with ``keadaan``.

    Annotated: ``sedang_padam``, ``ada_perintah``. By hand, since every request of every device asks it:
    composing the SQL each time was half of what a poll costs.
    """
    milik = [str(f.column) for f in KeadaanMesin._meta.concrete_fields]
    sql = _BERSERI.format(mesin=kolom(Mesin, "m"), keadaan=", ".join(f"k.{n}" for n in milik))
    for baris in tanya(sql, [StatusPerintah.MENUNGGU, nomor_seri]):
        banyak = len(baris) - 2 - len(milik)
        mesin = rekaman(Mesin, baris[:banyak])
        kini: dict[str, Any] = dict(zip(milik, baris[banyak:-2], strict=True))
        mesin.sedang_padam, mesin.ada_perintah = baris[-2:]  # type: ignore[attr-defined]
        if kini["mesin_id"] is None:
            mesin.keadaan = KeadaanMesin()  # known to be none: asking again would be a query
        else:
            mesin.keadaan = KeadaanMesin(**kini | {"cap": json.loads(kini["cap"])})  # JSON comes as text
        return mesin
    return None


def nama_terdaftar() -> frozenset[tuple[str | None, str]]:
    """(last address, name by which its requests are known) of the devices in use, as ``nama_pengirim``."""
    semua = Mesin.objects.filter(aktif=True).exclude(dialek__in=(Dialek.BERKAS, Dialek.PONSEL))
    kolom_nama = semua.values_list("keadaan__alamat", "dialek", "kunci", "nomor_seri")
    nama = ((a, kunci if d == Dialek.FINGERSPOT else seri) for a, d, kunci, seri in kolom_nama)
    return frozenset(n for n in nama if n[1])


def keadaan(mesin: Mesin) -> KeadaanMesin:
    """What is known of a device; of one never heard an empty record that is not stored yet."""
    ada: KeadaanMesin | None = getattr(mesin, "keadaan", None)
    return ada or KeadaanMesin(mesin=mesin)


def jumlah_pindai(mesin: Mesin, sejak: dt.datetime, sampai: dt.datetime) -> int:
    """Presses of a device from ``sejak`` to ``sampai``, both inclusive."""
    return Pindai.objects.filter(mesin=mesin, waktu__gte=sejak, waktu__lte=sampai).count()


def pendengar_hidup(pada: dt.datetime) -> list[ProsesPendengar]:
    """Processes of the listener that beat."""
    return list(
        ProsesPendengar.objects.filter(terakhir_pada__gte=pada - BATAS_DENYUT).order_by("komputer", "pid")
    )
