"""Messages for many: a month to look at, requests left lying, days without reason.

One text for all who are concerned, so that a whole kabupaten is told in a fixed number of statements. They
name no person: the page they lead to does, to whoever may read it.
"""

import datetime as dt
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.waktu import tulis_tanggal
from terukur.kehadiran.choices import StatusPermohonan
from terukur.kehadiran.models import HariKehadiran, Permohonan, RekapBulan
from terukur.kehadiran.queries.atasan import atasan_banyak, kedudukan_banyak
from terukur.kehadiran.queries.disiplin import penghitung
from terukur.kehadiran.rules.disiplin import peringatan
from terukur.kehadiran.rules.kalender import akhir_bulan, sebut_bulan
from terukur.kehadiran.rules.permohonan import MENUNGGU, Jenjang, tahap_kedua
from terukur.organisasi.queries import geser_hari_kerja, hari_pemda, pengguna_berperan, zona_pemda
from terukur.pesan.actions import kirim
from terukur.pesan.models import Pesan

S = StatusPermohonan
LAMA_MENUNGGU = 2
"""Working days after which whose turn it is is reminded, once for each turn."""


def kabari_rekap(rekap: RekapBulan, *, pada: dt.datetime) -> int:
    """Everybody with a day in a month that was prepared: look at what it may cost, object until then."""
    hari = HariKehadiran.objects.filter(tanggal__gte=rekap.bulan, tanggal__lte=akhir_bulan(rekap.bulan))
    orang = Pengguna.objects.filter(is_active=True, pegawai__in=hari.values("pegawai_id")).order_by("pk")
    baru = kirim(
        kepada=orang,
        judul=f"Perkiraan potongan {sebut_bulan(rekap.bulan)}",
        isi="Periksa hari-hari Anda. Yang keliru dapat disanggah sampai "
        f"{tulis_tanggal(rekap.batas_sanggah)}; sesudah itu bulan ini ditutup. Perkiraan, bukan keputusan.",
        tautan=f"{reverse('kehadiran:saya')}?bulan={rekap.bulan:%Y-%m}",
        kunci=f"rekap_bulan.siapkan:{rekap.pk}", pada=pada,
    )  # fmt: skip
    return len(baru)


def ingatkan_keputusan(*, pada: dt.datetime) -> int:
    """Remind whoever's turn a request has been for ``LAMA_MENUNGGU`` working days; on working days only."""
    kini = hari_pemda(pada)
    if geser_hari_kerja(kini - dt.timedelta(days=1), 1).tanggal != kini:
        return 0
    dari, sampai = (geser_hari_kerja(kini, -n).tanggal for n in (LAMA_MENUNGGU + 1, LAMA_MENUNGGU))
    zona = zona_pemda()
    menunggu = [
        p
        for p in Permohonan.objects.filter(status__in=MENUNGGU).select_related("pegawai").order_by("pk")
        if dari < (p.atasan_pada or p.diajukan_pada).astimezone(zona).date() <= sampai
    ]
    tempat = kedudukan_banyak({p.pegawai_id for p in menunggu}, pada=pada)
    kepada: set[UUID | None] = set()
    for p in menunggu:
        k = tempat[p.pegawai_id]
        kedua = tahap_kedua(p.jenis, kepala_atau_eselon_ii=k.kepala_atau_eselon_ii)
        if p.status == S.DIAJUKAN:
            kepada |= {a.pengguna_id for a in k.atasan}
        elif p.banding_atas_id or kedua is Jenjang.BKPSDM:
            kepada |= {u.pk for u in pengguna_berperan(Peran.BKPSDM, pada=pada)}
        else:
            kepada |= {a.pengguna_id for a in k.kepala}
    baru = kirim(
        kepada=Pengguna.objects.filter(pk__in=[u for u in kepada if u]).order_by("pk"),
        judul="Permohonan kehadiran menunggu Anda",
        isi=f"Ada permohonan yang sudah {LAMA_MENUNGGU} hari kerja menunggu putusan Anda.",
        tautan=reverse("kehadiran:keputusan"), kunci=f"permohonan.menunggu:{kini.isoformat()}", pada=pada,
    )  # fmt: skip
    return len(baru)


def ingatkan_disiplin(*, pada: dt.datetime) -> int:
    """Tell the superior that somebody of his came to a threshold of PP 94/2021: once each person and year."""
    kini = hari_pemda(pada)
    ambang = {
        f"disiplin:{p.pegawai_id}:{kini.year}:{'runtun' if w.beruntun else 'hari'}{w.ambang}": p.pegawai_id
        for p in penghitung(kini)
        for w in peringatan((0, 0), (p.hari, p.beruntun))
    }
    sudah = set(Pesan.objects.filter(kunci__in=ambang).values_list("kunci", flat=True))
    baru = {kunci: orang for kunci, orang in ambang.items() if kunci not in sudah}
    atasan = atasan_banyak(set(baru.values()), pada=pada)
    akun = Pengguna.objects.in_bulk(
        {a.pengguna_id for semua in atasan.values() for a in semua if a.pengguna_id}
    )
    jumlah = 0
    for kunci, orang in sorted(baru.items()):
        jumlah += len(
            kirim(
                kepada=[akun[a.pengguna_id] for a in atasan[orang] if a.pengguna_id in akun],
                judul="Hari tanpa keterangan seorang bawahan Anda",
                isi="Jumlahnya mencapai ambang peringatan PP 94/2021. Atasan langsung memanggil dan "
                "memeriksa (Pasal 26); halaman Tim saya memuat hitungan dan konsep surat panggilannya. Bahan "
                "pertimbangan, bukan hukuman disiplin.",
                tautan=reverse("kehadiran:tim"), kunci=kunci, pada=pada,
            )
        )  # fmt: skip
    return jumlah
