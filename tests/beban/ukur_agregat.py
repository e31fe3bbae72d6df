"""``python -m tests.beban.ukur_agregat N``: median seconds of the bare aggregate behind the grid, as JSON.

What anybody would write for "the mean achievement of each OPD on a day, as known at an instant".
"""

import datetime as dt
import json
import random
import statistics
import sys
import time

import django

POLOS = """
select c.opd_id, sum(c.bobot * c.capaian_sd) / nullif(sum(c.bobot), 0), count(*)
from (
  select distinct on (c.opd_id, c.kunci) c.opd_id, c.bobot, c.capaian_sd
  from realisasi_capaianresmi c
  where c.tahun = %(tahun)s and c.berlaku_sampai <= %(per)s and c.dicatat_pada <= %(diketahui)s
    and (c.digantikan_pada is null or c.digantikan_pada > %(diketahui)s)
  order by c.opd_id, c.kunci, c.urutan desc
) c
group by c.opd_id"""


def main(ulang: int) -> dict[str, float]:
    from django.db import connection

    acak = random.Random(0)
    lama = []
    with connection.cursor() as kursor:
        for _ in range(ulang + 1):
            per = dt.date(2022, 1, 31) + dt.timedelta(days=acak.randrange(1700))
            saat = dt.datetime.combine(per, dt.time(8), dt.UTC) + dt.timedelta(days=acak.randrange(60))
            mulai = time.perf_counter()
            kursor.execute(POLOS, {"tahun": per.year, "per": per, "diketahui": saat})
            kursor.fetchall()
            lama.append(time.perf_counter() - mulai)
    return {"papan": statistics.median(lama[1:])}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]))))
