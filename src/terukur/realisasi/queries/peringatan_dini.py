"""Early warnings of all OPD on a day, as known at an instant, and what was issued about them."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.rules.serapan import URUTAN_BUKU, persen_serapan
from terukur.eskalasi.choices import JenisPeringatan
from terukur.eskalasi.penyedia import alamat_terbit
from terukur.eskalasi.queries import BarisTerbitan, terbitan_terbuka
from terukur.eskalasi.queries.daftar import DISPOSISI
from terukur.eskalasi.rules.sebab import Sebab
from terukur.inti.bitemporal import sql_diketahui
from terukur.inti.izin import Izin
from terukur.inti.sql import tanya
from terukur.organisasi.queries import hari_pemda, zona_pemda
from terukur.realisasi.choices import HasilCapaian, HasilLapangan, JenisDini, LangkahDini
from terukur.realisasi.queries.capaian import SQL_PAPAN, susun_nilai
from terukur.realisasi.rules.isian import Ketentuan
from terukur.realisasi.rules.peringatan_dini import (
    YANG_DIMINTA,
    Ambang,
    FaktaDini,
    Penilaian,
    PeringatanDini,
    Serapan,
    Terbuka,
    akhir_triwulan,
    nilai_dini,
    susun_fisik,
    tahun_dini,
    usul_langkah,
)

PENYEDIA = "dini"


def _berlaku(tabel: str, hari: str) -> str:
    return (
        f"{tabel}.berlaku_sejak <= {hari} and ({tabel}.berlaku_sampai is null"
        f" or {tabel}.berlaku_sampai >= {hari}) and {sql_diketahui(tabel)}"
    )


_HASIL = ", ".join(f"n.h{i}" for i in range(len(HasilCapaian)))
_SQL = f"""
with nilai (opd_id, nilai, jumlah, berbukti, berealisasi, {_HASIL.replace("n.", "")}) as ({SQL_PAPAN}),
target as (
  select t.opd_id, bool_or(t.warisan) as warisan, array_agg(t.periode) filter (where jatuh) as jatuh,
    array_agg(greatest(t.akhir, t.diterima) + coalesce(k.hari_tenggat, %(tenggat)s)) filter (where jatuh)
      as tempo
  from (
    select p.*, p.akhir < %(per)s and (p.diterima is not null or p.pertama <= p.akhir) as jatuh from (
      select t.opd_id, t.periode, t.berlaku_sampai as akhir,
        (min(t.dicatat_pada) filter (where t.asal_id is null) at time zone %(zona)s)::date as pertama,
        bool_or(t.asal_id is not null) as warisan,
        case when bool_and(t.asal_id is not null)
          then (min(t.dicatat_pada) at time zone %(zona)s)::date end as diterima
      from kinerja_targetresmi t where t.tahun = %(tahun)s and {sql_diketahui("t")} group by 1, 2, 3
    ) p
  ) t
  left join realisasi_ketentuanrealisasi k on {_berlaku("k", "t.akhir")}
  group by t.opd_id
),
lapor as (
  select l.opd_id, array_agg(l.periode) as periode from realisasi_laporanrealisasi l
  where l.tahun = %(tahun)s and l.diajukan_pada is not null
    and (%(diketahui)s::timestamptz is null or exists (
      select 1 from jejak_catatan j where j.objek = 'realisasi' and j.objek_id = l.id::text
        and j.peristiwa = 'realisasi.ajukan' and not j.ditolak and j.pada <= %(diketahui)s))
  group by l.opd_id
),
serapan as (
  select distinct on (x.opd_id) x.* from (
    select r.opd_id, r.sumber, max(r.batas) as batas, sum(r.anggaran) as anggaran, sum(r.realisasi) as uang
    from anggaran_realisasianggaran r where r.tahun = %(tahun)s and {_berlaku("r", "%(akhir)s")}
    group by r.opd_id, r.sumber
  ) x order by x.opd_id, x.batas desc, array_position(%(sumber)s::text[], x.sumber::text)
),
fisik as (
  select s.opd_id, max(f.bulan) as bulan, count(*) as banyak, sum(b.anggaran) as anggaran,
    sum(b.uang) as uang, sum(b.anggaran * f.realisasi) as kali
  from serapan s
  join lateral (
    select r.kode, sum(r.anggaran) as anggaran, sum(r.realisasi) as uang
    from anggaran_realisasianggaran r
    where r.opd_id = s.opd_id and r.tahun = %(tahun)s and r.sumber = s.sumber
      and {_berlaku("r", "%(akhir)s")}
    group by r.kode
  ) b on b.anggaran > 0 and b.uang is not null
  join realisasi_realisasifisik f on f.opd_id = s.opd_id and f.tahun = %(tahun)s and f.kode = b.kode
    and f.bulan = extract(month from s.batas) and f.ragam = 'resmi' and f.realisasi is not null
    and {sql_diketahui("f")}
  group by s.opd_id
),
lapangan as (
  select x.opd_id, count(distinct (x.kunci, x.periode)) as banyak from (
    select distinct on (p.id) p.opd_id, p.kunci, p.periode, j.hasil
    from realisasi_pemeriksaanlapangan p join realisasi_jawabanlapangan j on j.pemeriksaan_id = p.id
    where p.tahun = %(tahun)s and (j.dijawab_pada at time zone %(zona)s)::date <= %(hari)s
      and (%(diketahui)s::timestamptz is null or j.dijawab_pada <= %(diketahui)s::timestamptz)
      and (p.dicabut_pada is null or p.dicabut_pada > %(diketahui)s::timestamptz)
    order by p.id, j.versi desc
  ) x where x.hasil = 'tidak_sesuai' group by x.opd_id
)
select v.opd_id, v.nama, v.kode,
  t.opd_id is not null and (t.warisan or exists (
    select 1 from kinerja_rencanaaksiresmi a where a.opd_id = v.opd_id and a.tahun = %(tahun)s
      and a.nomor_register <> '' and (a.dicatat_pada at time zone %(zona)s)::date <= %(hari)s
      and (%(diketahui)s::timestamptz is null or a.dicatat_pada <= %(diketahui)s))),
  t.jatuh, t.tempo, l.periode,
  s.sumber, s.batas, s.anggaran, s.uang, i.bulan, i.banyak, i.anggaran, i.uang, i.kali,
  (select min(a.berlaku_sejak) from organisasi_opdversi a where a.opd_id = v.opd_id and {sql_diketahui("a")}),
  coalesce(g.banyak, 0),
  d.ambang_tertinggal, d.ambang_serapan, d.ambang_tanpa_bukti, d.hari_diam, d.hari_rencana, d.ambang_fisik,
  n.nilai, n.jumlah, n.berbukti, n.berealisasi, {_HASIL}
from organisasi_opdversi v
left join nilai n on n.opd_id = v.opd_id left join target t on t.opd_id = v.opd_id
left join lapor l on l.opd_id = v.opd_id left join serapan s on s.opd_id = v.opd_id
left join fisik i on i.opd_id = v.opd_id
left join lapangan g on g.opd_id = v.opd_id
left join realisasi_ketentuandini d on {_berlaku("d", "%(hari)s")}
where {_berlaku("v", "%(hari)s")} and (%(cakupan)s::uuid[] is null or v.opd_id = any(%(cakupan)s::uuid[]))
order by v.kode, v.opd_id"""  # noqa: S608 - all text is ours
"""By hand because the leaders' landing page asks it too (ADR 0013); a test holds it to the other reads.

Whether a plan was set by that day is asked of every version of it: a revised target was known before.
No target is revised after its period has ended, so when the known one was recorded tells whether any was
there before."""


def daftar_dini(
    untuk: Pengguna,
    *,
    per: dt.date,
    diketahui: dt.datetime | None = None,
    opd_ids: Collection[UUID] | None = None,
) -> list[Penilaian]:
    """What is said of every OPD in the reader's scope on ``per``, or of these. One query."""
    cakupan = untuk.akses.cakupan(Izin.REALISASI_LIHAT)
    if opd_ids is not None:
        cakupan = frozenset(opd_ids) if cakupan is None else cakupan & frozenset(opd_ids)
    tahun, sampai = tahun_dini(per)
    baris = tanya(
        _SQL,
        {
            "tahun": tahun, "per": sampai, "hari": per, "akhir": akhir_triwulan(sampai),
            "diketahui": diketahui,
            "cakupan": None if cakupan is None else list(cakupan), "sumber": list(URUTAN_BUKU),
            "zona": zona_pemda().key, "tenggat": Ketentuan().hari_tenggat,
        },
    )  # fmt: skip
    hasil = []
    for (
        opd_id,
        nama,
        kode,
        rencana,
        jatuh,
        tempo,
        lapor,
        sumber,
        batas,
        anggaran,
        uang,
        bulan,
        banyak,
        pagu_fisik,
        uang_fisik,
        kali,
        sejak,
        salah,
        *sisa,
    ) in baris:
        tertinggal, serap, bukti, diam, hari_rencana, batas_fisik, nilai, jumlah, berbukti, real, *h = sisa
        persen = persen_serapan(anggaran, uang)
        fakta = FaktaDini(
            opd_id, nama, kode,
            susun_nilai(nilai, jumlah, berbukti, real, h),
            rencana, dict(zip(jatuh or (), tempo or (), strict=True)), frozenset(lapor or ()),
            None if persen is None else Serapan(persen, str(SumberRealisasi(sumber).label), batas),
            sejak,
            salah,
            None if bulan is None else susun_fisik(bulan, banyak, pagu_fisik, uang_fisik, kali, tahun=tahun),
        )  # fmt: skip
        ambang = Ambang()
        if tertinggal is not None:
            ambang = Ambang(tertinggal, serap, bukti, diam, hari_rencana, fisik=batas_fisik)
        hasil.append(nilai_dini(fakta, per=per, tahun=tahun, ambang=ambang))
    return hasil


def kunci_perkara(jenis: JenisDini, per: dt.date) -> str:
    """Names the matter for what is issued about it: one for each kind and year."""
    return f"{PENYEDIA}/{jenis}/{tahun_dini(per)[0]}"


@dataclass(frozen=True, slots=True)
class LangkahTerbuka:
    """What is proposed about one warning, and where that is done.

    ``terbitan`` and ``surat``: what is open about it already, and its page.
    """

    langkah: LangkahDini
    tautan: str
    terbitan: BarisTerbitan | None = None
    surat: str = ""


def tautan_terbitan(b: BarisTerbitan) -> str:
    """The page of what was issued."""
    nama = "tindak_lanjut" if b.jenis == DISPOSISI else "peringatan"
    return reverse(f"eskalasi:{nama}", args=[b.id])


def usul_dini(w: PeringatanDini, terbuka: BarisTerbitan | None, *, hari: dt.date) -> LangkahDini:
    """``usul_langkah`` for what is open about a warning."""
    if terbuka is None:
        return usul_langkah(w.jenis, None, hari=hari)
    ringkas = Terbuka(
        terbuka.status, terbuka.jenis == DISPOSISI, terbuka.is_menunggu_opd,
        terbuka.jenis == JenisPeringatan.PERINGATAN_3, terbuka.tanggal_tenggat,
    )  # fmt: skip
    return usul_langkah(w.jenis, ringkas, hari=hari)


def langkah_dini(
    w: PeringatanDini,
    terbuka: BarisTerbitan | None,
    *,
    per: dt.date,
    hari: dt.date,
    saat: dt.datetime,
    opd_ids: Collection[UUID] = (),
) -> LangkahTerbuka:
    """The proposed step of a warning about ``per``, on the day ``hari``.

    ``saat``: as known when; the cause is computed again as of then.
    """
    langkah = usul_dini(w, terbuka, hari=hari)
    if langkah in (LangkahDini.PENJELASAN, LangkahDini.DISPOSISI):
        nama = "terbitkan" if langkah == LangkahDini.PENJELASAN else "beri"
        tautan = alamat_terbit(
            nama, list(opd_ids) or [w.opd_id], sebab=f"{PENYEDIA}:{w.jenis}/{per}", diketahui=saat
        )
        return LangkahTerbuka(langkah, tautan, terbuka, tautan_terbitan(terbuka) if terbuka else "")
    assert terbuka is not None, "every other step goes on from something issued"
    surat = tautan_terbitan(terbuka)
    return LangkahTerbuka(langkah, surat, terbuka, surat)


def terbitan_dini(
    terbitan: Collection[BarisTerbitan], per: dt.date
) -> dict[tuple[UUID, JenisDini], BarisTerbitan]:
    """{(OPD, kind): the newest open paper about it}; a warning's paper before a disposisi."""
    kunci = {kunci_perkara(j, per): j for j in JenisDini}
    hasil: dict[tuple[UUID, JenisDini], BarisTerbitan] = {}
    for b in terbitan:
        if b.kunci not in kunci:
            continue
        lama = hasil.get((b.opd_id, kunci[b.kunci]))
        if lama is None or (lama.jenis == DISPOSISI and b.jenis != DISPOSISI):
            hasil[b.opd_id, kunci[b.kunci]] = b
    return hasil


def terbitan_terbuka_dini(
    per: dt.date, opd_ids: Collection[UUID] | None
) -> dict[tuple[UUID, JenisDini], BarisTerbitan]:
    """The same from the database. One query."""
    return terbitan_dini(terbitan_terbuka(f"{PENYEDIA}/", opd_ids), per)


def sumber_dini(w: PeringatanDini, *, per: dt.date, diketahui: dt.datetime | None) -> str:
    """The page that shows the figures of a warning, of the same day as known at the same instant."""
    tahun, sampai = tahun_dini(per)
    if w.jenis == JenisDini.DIAM:
        return reverse("realisasi:laporan", args=[w.opd_id, w.periode])
    waktu = {"diketahui": diketahui.isoformat()} if diketahui is not None else {}
    if w.jenis == JenisDini.LAPANGAN:
        isi_daftar = {"kata": w.nama, "keadaan": HasilLapangan.TIDAK_SESUAI.value, "tahun": tahun}
        return f"{reverse('realisasi:lapangan_daftar')}?{urlencode(isi_daftar | waktu)}"
    if w.jenis == JenisDini.SERAPAN:
        isi = {"tahun": tahun, "per": akhir_triwulan(sampai)} | waktu
        return f"{reverse('anggaran:serapan_opd', args=[w.opd_id])}?{urlencode(isi)}"
    return f"{reverse('realisasi:rapor', args=[w.opd_id])}?{urlencode({'per': sampai} | waktu)}"


def penjelasan_dini(w: PeringatanDini, *, per: dt.date, diketahui: dt.datetime | None) -> str:
    """The page that reckons a warning again and leads to the figures behind it."""
    isi = {"per": per} | ({"diketahui": diketahui.isoformat()} if diketahui is not None else {})
    return f"{reverse('realisasi:penjelasan_dini', args=[w.opd_id, w.jenis])}?{urlencode(isi)}"


def sebab_dini(
    kode: str, opd_ids: Sequence[UUID], *, diketahui: dt.datetime, untuk: Pengguna
) -> Sebab | None:
    """The cause ``<kind>/<day>`` about these OPD as known then (``eskalasi.penyedia.PenyediaSebab``)."""
    nama, _, hari = kode.partition("/")
    try:
        jenis, per = JenisDini(nama), dt.date.fromisoformat(hari)
    except ValueError:
        return None
    semua = daftar_dini(untuk, per=per, diketahui=diketahui, opd_ids=opd_ids)
    daftar = [w for p in semua for w in p.peringatan if w.jenis == jenis]
    if len(daftar) != len(set(opd_ids)) or per > hari_pemda(diketahui):
        return None
    if len(daftar) == 1:
        [w] = daftar
        teks, angka, tautan = w.teks, w.angka, sumber_dini(w, per=per, diketahui=diketahui)
    else:
        teks = f"{jenis.label} pada {len(daftar)} OPD: {', '.join(w.nama for w in daftar)}."
        angka = (("Banyak OPD", str(len(daftar))),)
        tautan = f"{reverse('realisasi:peringatan_dini')}?" + urlencode(
            {"jenis": jenis.value, "per": per, "diketahui": diketahui.isoformat()}
        )
    return Sebab(
        teks, kunci=kunci_perkara(jenis, per), perihal=f"{jenis.label} {tahun_dini(per)[0]}",
        diminta=YANG_DIMINTA[jenis], angka=angka, tautan=tautan, per=per, diketahui=diketahui,
    )  # fmt: skip
