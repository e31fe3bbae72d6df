"""Penugasan after a pelantikan: whose it begins, whose it ends."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from terukur.impor.pembaca import Buku, HasilBaca, KolomSasaran, Tabel
from terukur.inti.waktu import tulis_tanggal
from terukur.organisasi import actions, rules
from terukur.organisasi.choices import JabatanLama, JenisPenugasan
from terukur.organisasi.importers.baris import Baris, baca_baris, galat, kunci_kata, pilihan, tanggal, teks
from terukur.organisasi.models import JabatanVersi, OPDVersi, Pegawai, Penugasan, UnitVersi

SASARAN_PENUGASAN = (
    KolomSasaran("pegawai", ("pegawai", "nama -jabatan -opd"), wajib=True),
    KolomSasaran("nip", ("nip",)),
    KolomSasaran("jabatan", ("jabatan -lama", "nama jabatan"), wajib=True),
    KolomSasaran("jenis", ("jenis", "jenis penugasan")),
    KolomSasaran("opd", ("opd", "skpd", "perangkat daerah", "unit kerja"), wajib=True),
    KolomSasaran("unit", ("unit -kerja|opd|skpd",)),
    KolomSasaran("nomor_sk", ("nomor|no sk",), wajib=True),
    KolomSasaran("tanggal_sk", ("tanggal|tgl sk",)),
    KolomSasaran("sejak", ("berlaku sejak|mulai", "tmt"), wajib=True),
    KolomSasaran("sampai", ("berlaku sampai", "sampai")),
    KolomSasaran("jabatan_lama", ("jabatan lama",)),
)
JABATAN_LAMA = ((JabatanLama.AKHIRI.value, "Akhiri"), (JabatanLama.RANGKAP.value, "Rangkap"))
"""Words of the column "Jabatan lama" in a workbook."""


def _urai_penugasan(tabel: Tabel, sel: Sequence[Any]) -> dict[str, Any]:
    sejak = tanggal(tabel, sel, "sejak", wajib="Tanggal mulai")
    return {
        "pegawai": teks(tabel, sel, "pegawai", wajib="Nama pegawai"),
        "nip": teks(tabel, sel, "nip", panjang=30).replace(" ", ""),
        "jabatan": teks(tabel, sel, "jabatan", wajib="Jabatan"),
        "opd": teks(tabel, sel, "opd", wajib="OPD"),
        "unit": teks(tabel, sel, "unit"),
        "jenis": pilihan(tabel, sel, "jenis", JenisPenugasan.choices) or JenisPenugasan.DEFINITIF.value,
        "nomor_sk": teks(tabel, sel, "nomor_sk", wajib="Nomor SK", panjang=100),
        "tanggal_sk": tanggal(tabel, sel, "tanggal_sk") or sejak,
        "sejak": sejak,
        "sampai": tanggal(tabel, sel, "sampai"),
        "jabatan_lama": pilihan(tabel, sel, "jabatan_lama", JABATAN_LAMA),
    }


def baca_penugasan(buku: Buku) -> HasilBaca:
    """Rows of SK. An office named twice as definitive from the same day on is *galat*."""
    return baca_baris("penugasan", buku, SASARAN_PENUGASAN, _urai_penugasan)


def _cari_orang(hasil: HasilBaca) -> dict[str, list[Pegawai]]:
    """People by NIP and by name, as the rows name them; those no longer active last."""
    nip = {b.isi["nip"] for b in hasil.baris if b.isi["nip"]}
    nama = {kunci_kata(b.isi["pegawai"]) for b in hasil.baris if not b.isi["nip"]}
    per: dict[str, list[Pegawai]] = defaultdict(list)
    for p in Pegawai.objects.filter(nip__in=nip).order_by("pk"):
        per[p.nip].append(p)
    if nama:
        for p in Pegawai.objects.order_by("-aktif", "pk"):
            if kunci_kata(p.nama) in nama:
                per[kunci_kata(p.nama)].append(p)
    return per


def _cari_jabatan(hasil: HasilBaca) -> tuple[dict[str, set[Any]], dict[tuple[Any, str], list[JabatanVersi]]]:
    """OPD ids by code, name and short name; versions of offices by OPD and name."""
    opd: dict[str, set[Any]] = defaultdict(set)
    for v in OPDVersi.objects.diketahui(None).order_by("pk"):
        for sebutan in filter(None, (v.kode, v.nama, v.singkatan)):
            opd[kunci_kata(sebutan)].add(v.opd_id)
    nama = {kunci_kata(b.isi["jabatan"]) for b in hasil.baris}
    jabatan: dict[tuple[Any, str], list[JabatanVersi]] = defaultdict(list)
    for j in JabatanVersi.objects.diketahui(None).select_related("jabatan").order_by("pk"):
        if kunci_kata(j.nama) in nama:
            jabatan[j.opd_id, kunci_kata(j.nama)].append(j)
    return opd, jabatan


def _nama_unit() -> dict[Any, set[str]]:
    """What each unit is and was called."""
    nama: dict[Any, set[str]] = defaultdict(set)
    for v in UnitVersi.objects.diketahui(None).order_by("pk"):
        nama[v.unit_id] |= {kunci_kata(v.nama), v.kode}
    return nama


def _jabatan_baris(
    isi: dict[str, Any],
    opd: dict[str, set[Any]],
    jabatan: dict[tuple[Any, str], list[JabatanVersi]],
    unit: dict[Any, set[str]],
) -> list[JabatanVersi]:
    """Versions of the office that a row means: as of its first day, else as of a later one of its term,
    since a list of today calls an office by its name of today."""
    semua = [
        j
        for o in sorted(opd.get(kunci_kata(isi["opd"]), set()), key=str)
        for j in jabatan.get((o, kunci_kata(isi["jabatan"])), [])
        if j.berlaku_sampai is None or isi["sejak"] <= j.berlaku_sampai
    ]
    if isi["unit"]:
        semua = [j for j in semua if kunci_kata(isi["unit"]) in unit[j.unit_id]]
    elif len({j.jabatan_id for j in semua}) > 1:
        semua = [j for j in semua if j.unit_id is None] or semua
    awal = [j for j in semua if j.berlaku_sejak <= isi["sejak"]]
    return awal or [j for j in semua if isi["sampai"] is None or j.berlaku_sejak <= isi["sampai"]]


def _orang_baris(
    isi: dict[str, Any], orang: dict[str, list[Pegawai]], kini: list[Penugasan]
) -> list[Pegawai]:
    """Whom a row means. Of people with one name: who holds the office since that day, else the active."""
    calon = orang.get(isi["nip"] or kunci_kata(isi["pegawai"]), [])
    if isi["nip"]:
        return calon
    pemegang = {p.pegawai_id for p in kini if p.berlaku_sejak == isi["sejak"]}
    return [p for p in calon if p.pk in pemegang] or [p for p in calon if p.aktif]


def rencana_penugasan(hasil: HasilBaca, hari: dt.date) -> None:
    """Find person and office of each row; compare with the facts known; name who is relieved."""
    orang = _cari_orang(hasil)
    opd, semua_jabatan = _cari_jabatan(hasil)
    kini: dict[Any, list[Penugasan]] = defaultdict(list)
    milik: dict[Any, list[Penugasan]] = defaultdict(list)
    dikenal = Penugasan.objects.diketahui(None).select_related("pegawai", "jabatan", "jabatan__opd")
    for p in dikenal.order_by("berlaku_sejak", "pk"):
        kini[p.jabatan_id].append(p)
        milik[p.pegawai_id].append(p)
    unit = _nama_unit()
    dipakai: dict[tuple[Any, str, dt.date], int] = {}
    siap: list[tuple[Baris, Pegawai, JabatanVersi]] = []
    for b in hasil.baris:
        isi = b.isi
        if not orang.get(isi["nip"] or kunci_kata(isi["pegawai"])):
            galat(hasil, b, "pegawai", f"Pegawai {isi['nip'] or isi['pegawai']} tidak ditemukan.")
            continue
        versi = _jabatan_baris(isi, opd, semua_jabatan, unit)
        if len({j.jabatan_id for j in versi}) != 1:
            sebab = "tidak ditemukan" if not versi else "lebih dari satu; isi kolom Unit"
            galat(
                hasil, b, "jabatan", f"Jabatan “{isi['jabatan']}” pada {isi['opd']} {sebab} pada tanggal itu."
            )
            continue
        j = versi[0]
        calon = _orang_baris(isi, orang, kini[j.jabatan_id])
        if len(calon) != 1:
            sebab = f"ada {len(calon)} orang; isi NIP" if calon else "tidak aktif lagi"
            galat(hasil, b, "pegawai", f"Pegawai {isi['nip'] or isi['pegawai']} {sebab}.")
            continue
        kunci = (j.jabatan_id, isi["jenis"], isi["sejak"])
        if j.tunggal and kunci in dipakai:
            galat(hasil, b, "ganda", f"Jabatan ini sudah diisi orang lain pada baris {dipakai[kunci]}.")
            continue
        dipakai[kunci] = b.nomor
        if isi["jenis"] != JenisPenugasan.DEFINITIF and isi["sampai"] is None:
            galat(hasil, b, "tanpa_akhir", "Pj, Plt dan Plh wajib memiliki tanggal selesai.")
            continue
        siap.append((b, calon[0], j))
    for b, pegawai, j in siap:
        _tandai_penugasan(hasil, b, pegawai, j, kini[j.jabatan_id])
        if b.keadaan != "sama":
            _tandai_rangkap(hasil, b, j, milik[pegawai.pk], siap)


def _tumpang(p: Penugasan, isi: dict[str, Any]) -> bool:
    """Whether what is recorded lasts into the days of a row."""
    return (p.berlaku_sampai is None or p.berlaku_sampai >= isi["sejak"]) and (
        isi["sampai"] is None or p.berlaku_sejak <= isi["sampai"]
    )


def _akhiri(hasil: HasilBaca, b: Baris, p: Penugasan) -> None:
    """Say at the row whose penugasan it ends, and after which day."""
    orang = f"penugasan {p.pegawai.nama} sebagai {p.sebutan} (SK {p.nomor_sk})"
    if p.berlaku_sejak < b.isi["sejak"]:
        pesan = f"Mengakhiri {orang} per {tulis_tanggal(b.isi['sejak'] - rules.SATU_HARI)}."
    else:
        pesan = f"Membatalkan {orang} yang berlaku sejak {tulis_tanggal(p.berlaku_sejak)}."
    b.isi["mengakhiri"] = "; ".join(filter(None, (b.isi.get("mengakhiri"), f"{p.pegawai.nama}, {p.sebutan}")))
    hasil.tambah("peringatan", "menggantikan", pesan, lembar=b.lembar, baris=b.nomor)


def _tandai_rangkap(
    hasil: HasilBaca,
    b: Baris,
    j: JabatanVersi,
    milik: list[Penugasan],
    siap: list[tuple[Baris, Pegawai, JabatanVersi]],
) -> None:
    """Another definitive office of the same person: ended where the row says so, else named.

    An office that another row gives to somebody else from then on ends by that row.
    """
    isi = b.isi
    if isi["jenis"] != JenisPenugasan.DEFINITIF:
        return
    for p in milik:
        if p.jabatan_id == j.jabatan_id or p.jenis != JenisPenugasan.DEFINITIF:
            continue
        beralih = any(
            lain.isi["jenis"] == JenisPenugasan.DEFINITIF and v.jabatan_id == p.jabatan_id
            and v.tunggal and lain is not b and lain.isi["sejak"] <= isi["sejak"]
            for lain, _, v in siap
        )  # fmt: skip
        if beralih or not _tumpang(p, isi):
            continue
        if isi["jabatan_lama"] == JabatanLama.AKHIRI:
            _akhiri(hasil, b, p)
        elif not isi["jabatan_lama"] and p.tunggal and j.tunggal:
            hasil.tambah(
                "peringatan", "dua_definitif",
                f"{p.pegawai.nama} masih memegang jabatan definitif "
                f"{rules.sebut_jabatan(p.jabatan.nama, p.jabatan.opd.nama)} "
                f"(SK {p.nomor_sk}) dan akan merangkap. Bila jabatan itu ditinggalkan, isi kolom “Jabatan "
                "lama” dengan “Akhiri”; bila memang rangkap, isi “Rangkap”.",
                lembar=b.lembar, baris=b.nomor,
            )  # fmt: skip


def _tandai_penugasan(
    hasil: HasilBaca, b: Baris, pegawai: Pegawai, j: JabatanVersi, kini: list[Penugasan]
) -> None:
    isi = b.isi
    nilai = {k: isi[k] for k in ("jenis", "nomor_sk", "tanggal_sk", "sejak", "sampai")}

    def lakukan(oleh: Any, pada: dt.datetime) -> object:
        return actions.tugaskan(
            pegawai=pegawai, jabatan=j.jabatan, gantikan=True,
            jabatan_lama=isi["jabatan_lama"] or JabatanLama.RANGKAP, **nilai, oleh=oleh, pada=pada,
        )  # fmt: skip

    lama = next((p for p in kini if p.pegawai_id == pegawai.pk and p.berlaku_sejak == isi["sejak"]), None)
    if lama is not None:
        b.tandai(
            lama,
            {
                "Jenis": (lama.jenis, isi["jenis"]),
                "Nomor SK": (lama.nomor_sk, isi["nomor_sk"]),
                "Tanggal SK": (lama.tanggal_sk, isi["tanggal_sk"]),
                "Berlaku sampai": (lama.berlaku_sampai, isi["sampai"]),
            },
            lakukan,
        )
    else:
        b.baru(lakukan)
    if not j.tunggal or b.keadaan == "sama":
        return
    diganti = rules.jenis_diganti(isi["jenis"])
    for p in kini:
        if p.pegawai_id != pegawai.pk and p.jenis in diganti and _tumpang(p, isi):
            _akhiri(hasil, b, p)
