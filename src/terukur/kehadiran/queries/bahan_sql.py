"""The statement that reads all inputs of the day engine but the presses, as one JSON (ADR 13).

One statement instead of ten: a late press costs few queries, and each part stays readable by itself.
Days are counted from 1 January 1970. ``p``: the people asked for, numbered from 0 by their id.
"""

from terukur.organisasi.choices import JenisPenugasan

_BERLAKU = (
    "{0}.digantikan_pada is null and {0}.berlaku_sejak <= %(sampai)s"
    " and ({0}.berlaku_sampai is null or {0}.berlaku_sampai >= %(sejak)s)"
)
_MASA = "{0}.berlaku_sejak - date '1970-01-01', {0}.berlaku_sampai - date '1970-01-01'"
_MILIK = "{0}.lingkup, {0}.opd_id, {0}.unit_id, p.n"


def _daftar(isi: str, dari: str, urut: str) -> str:
    """Rows as an array of arrays."""
    return f"(select coalesce(json_agg(json_build_array({isi}) order by {urut}), '[]') from {dari})"  # noqa: S608


def _berlingkup(tabel: str, isi: str) -> str:
    """Rows of a ``Berlingkup`` table that can touch somebody in ``p``."""
    return _daftar(
        f"{_MILIK.format('t')}, {_MASA.format('t')}, {isi}",
        f"kehadiran_{tabel} t left join p on p.id = t.pegawai_id"
        f" where {_BERLAKU.format('t')} and (t.pegawai_id is null or p.id is not null)",
        "t.id",
    )


_SEMUA = (
    "g.aktif or exists (select 1 from organisasi_penugasan t where t.pegawai_id = g.id and "  # noqa: S608
    + _BERLAKU.format("t")
    + ")"
)
_SEBAGIAN = "g.id = any(%(pegawai)s::uuid[])"
APEL_REKAM = """(select min(s.waktu) from kehadiran_pengawasan_mesin d
 join kehadiran_mesin m on m.id = d.mesin_id
 join kehadiran_pinpegawai t on t.kelompok_id = m.kelompok_id and t.pegawai_id = o.pegawai_id
 and t.digantikan_pada is null
 and t.berlaku_sejak <= (k.mulai_pada at time zone %(zona)s)::date
 and (t.berlaku_sampai is null or t.berlaku_sampai >= (k.mulai_pada at time zone %(zona)s)::date)
 join kehadiran_pindai s on s.mesin_id = m.id and s.pin = t.pin and s.waktu >= k.buka_pada
 and s.waktu < k.tutup_pada where d.pengawasan_id = k.id and not exists (
 select 1 from kehadiran_rekamponsel r where r.mesin_id = s.mesin_id and r.pin = s.pin
 and r.waktu = s.waktu and not r.dihitung))"""
"""First press that counts of a person ``o`` on a designated device within the time of the apel ``k``."""
APEL_TANDA = """(select t.ada from kehadiran_tandapengawasan t where t.orang_id = o.id and not exists (
 select 1 from kehadiran_tandapengawasan g where g.mengganti_id = t.id))"""
"""What the mark that holds says; NULL: none."""
APEL_HADIR = f"coalesce({APEL_TANDA}, {APEL_REKAM} is not null)"
"""Whether he was at the apel: whoever was there to look has the last word."""
URUTAN_JENIS = (JenisPenugasan.PLH, JenisPenugasan.PLT, JenisPenugasan.PJ, JenisPenugasan.DEFINITIF)
_BAGIAN: dict[str, str] = {
    "pegawai": "(select coalesce(json_agg(p.id order by p.n), '[]') from p)",
    # Where one works: the definitive office before one held for another, of several the latest.
    "penugasan": _daftar(
        "p.n, greatest(t.berlaku_sejak, v.berlaku_sejak) - date '1970-01-01',"
        " least(t.berlaku_sampai, v.berlaku_sampai) - date '1970-01-01', v.opd_id, v.unit_id",
        "p join organisasi_penugasan t on t.pegawai_id = p.id"
        " join organisasi_jabatanversi v on v.jabatan_id = t.jabatan_id"
        f" where {_BERLAKU.format('t')} and {_BERLAKU.format('v')}",
        "array_position(%(urutan)s::text[], t.jenis::text), t.berlaku_sejak, t.id",
    ),
    "pin": _daftar(
        f"t.id, p.n, {_MASA.format('t')}",
        f"p join kehadiran_pinpegawai t on t.pegawai_id = p.id where {_BERLAKU.format('t')}",
        "t.id",
    ),
    "pola": _daftar("t.id, t.siklus, t.ikut_libur, t.luwes_menit", "kehadiran_polakerja t", "t.id"),
    "hari_pola": _daftar(
        f"t.pola_id, t.ramadan, t.urutan, {_MASA.format('t')}, t.masuk, t.pulang, t.buka_menit",
        f"kehadiran_haripola t where {_BERLAKU.format('t')}",
        "t.id",
    ),
    "pola_berlaku": _berlingkup("polaberlaku", "t.pola_id, t.geser"),
    "khusus": _berlingkup("jadwalkhusus", "t.masuk, t.pulang"),
    "ramadan": _daftar(_MASA.format("t"), f"kehadiran_masaramadan t where {_BERLAKU.format('t')}", "t.id"),
    "libur": _daftar(
        "t.tanggal - date '1970-01-01', t.perkiraan",
        "organisasi_harilibur t where t.tanggal between %(sejak)s and %(sampai)s",
        "t.perkiraan desc, t.id",
    ),
    "kecuali": _daftar(
        f"p.n, {_MASA.format('t')}",
        f"p join kehadiran_pengecualian t on t.pegawai_id = p.id where {_BERLAKU.format('t')}",
        "t.id",
    ),
    "permohonan": _daftar(
        "p.n, t.sejak - date '1970-01-01', t.sampai - date '1970-01-01',"
        " t.jenis, t.bagian, t.masuk, t.pulang",
        "p join kehadiran_permohonan t on t.pegawai_id = p.id where t.status = 'disetujui'"
        " and t.sejak <= %(sampai)s and t.sampai >= %(sejak)s",
        "t.berlaku_pada, t.id",
    ),
    # Presses by phone that a human turned off, or that do not count until one has looked.
    "tolak": _daftar(
        "t.id, extract(epoch from r.waktu)::bigint",
        "p join kehadiran_rekamponsel r on r.pegawai_id = p.id join kehadiran_mesin m on m.id = r.mesin_id"
        " join kehadiran_pinpegawai t on t.kelompok_id = m.kelompok_id and t.pin = r.pin"
        " where t.digantikan_pada is null and not r.dihitung"
        " and r.tanggal between %(sejak)s and %(sampai)s",
        "t.id, r.waktu",
    ),
    # What was seen: the mark of a closed sidak that no other one replaces; 0 not there, 1 there.
    "sidak": _daftar(
        "p.n, floor(extract(epoch from t.pada))::bigint, t.ada::integer",
        "p join kehadiran_orangpengawasan o on o.pegawai_id = p.id"
        " join kehadiran_pengawasan k on k.id = o.pengawasan_id and k.jenis = 'sidak'"
        " and k.status = 'selesai' and k.mulai_pada >= %(sejak)s::date - 1"
        " and k.mulai_pada < %(sampai)s::date + 3"
        " join kehadiran_tandapengawasan t on t.orang_id = o.id"
        " where not exists (select 1 from kehadiran_tandapengawasan g where g.mengganti_id = t.id)",
        "t.id",
    ),
    # Apel that were missed: expected, no mark that says he was there and no press in the time of it.
    "apel": _daftar(
        "p.n, floor(extract(epoch from k.mulai_pada))::bigint",
        "p join kehadiran_orangpengawasan o on o.pegawai_id = p.id and o.keadaan = 'wajib'"
        " join kehadiran_pengawasan k on k.id = o.pengawasan_id and k.jenis = 'apel'"
        " and k.status = 'selesai' and k.mulai_pada >= %(sejak)s::date - 1"
        " and k.mulai_pada < %(sampai)s::date + 3"
        f" where not ({APEL_HADIR})",
        "k.mulai_pada, k.id",
    ),
    "ketentuan": _berlingkup(
        "ketentuan",
        "t.id, t.cara, t.toleransi_detik, t.jarak_ganda_detik, (t.batas_persen * 1000)::integer,"
        " t.tebus_menit, t.tebus_kali, "
        + _daftar(
            "b.peristiwa, b.pita, b.dari, b.sampai, (b.persen * 1000)::integer",
            "kehadiran_barisketentuan b where b.ketentuan_id = t.id",
            "b.peristiwa, b.pita",
        ),
    ),
}


def _sql(siapa: str) -> str:
    isi = ", ".join(f"'{nama}', {bagian}" for nama, bagian in _BAGIAN.items())
    return (
        "with p as (select g.id, row_number() over (order by g.id) - 1 as n from organisasi_pegawai g"  # noqa: S608
        f" where {siapa}) select json_build_object({isi})::text"
    )


SQL_SEMUA, SQL_SEBAGIAN = _sql(_SEMUA), _sql(_SEBAGIAN)
