"""Pegawai, penugasan after a pelantikan, and holidays."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from terukur.impor.pembaca import Buku, HasilBaca, KolomSasaran, Tabel, baca_teks
from terukur.inti.kesalahan import AturanDilanggar
from terukur.organisasi import actions, rules
from terukur.organisasi.choices import STATUS_ASN, JenisLibur, JenisPenugasan, StatusPegawai
from terukur.organisasi.importers.baris import (
    Baris,
    baca_baris,
    galat,
    periksa_ganda,
    pilihan,
    tanggal,
    teks,
)
from terukur.organisasi.models import HariLibur, JabatanVersi, OPDVersi, Pegawai, Penugasan, UnitVersi

SASARAN_PEGAWAI = (
    KolomSasaran("nama", ("nama", "pegawai"), wajib=True),
    KolomSasaran("nip", ("nip", "nomor induk")),
    KolomSasaran("status", ("status",)),
)
SASARAN_PENUGASAN = (
    KolomSasaran("pegawai", ("pegawai", "nama -jabatan -opd"), wajib=True),
    KolomSasaran("nip", ("nip",)),
    KolomSasaran("jabatan", ("jabatan", "nama jabatan"), wajib=True),
    KolomSasaran("jenis", ("jenis", "jenis penugasan")),
    KolomSasaran("opd", ("opd", "skpd", "perangkat daerah", "unit kerja"), wajib=True),
    KolomSasaran("unit", ("unit -kerja|opd|skpd",)),
    KolomSasaran("nomor_sk", ("nomor|no sk",), wajib=True),
    KolomSasaran("tanggal_sk", ("tanggal|tgl sk",)),
    KolomSasaran("sejak", ("berlaku sejak|mulai", "tmt"), wajib=True),
    KolomSasaran("sampai", ("berlaku sampai", "sampai")),
)
SASARAN_LIBUR = (
    KolomSasaran("tanggal", ("tanggal", "tgl"), wajib=True),
    KolomSasaran("nama", ("nama", "keterangan"), wajib=True),
    KolomSasaran("jenis", ("jenis",)),
    KolomSasaran("sifat", ("sifat", "perkiraan")),
    KolomSasaran("dasar", ("dasar", "skb")),
)


# -- pegawai --------------------------------------------------------------------------------


def _urai_pegawai(tabel: Tabel, sel: Sequence[Any]) -> dict[str, Any]:
    nip = teks(tabel, sel, "nip", panjang=30).replace(" ", "")
    status = pilihan(tabel, sel, "status", StatusPegawai.choices)
    return {
        "nama": teks(tabel, sel, "nama", wajib="Nama", panjang=150),
        "nip": nip,
        "status": status or (StatusPegawai.PNS.value if nip else StatusPegawai.NON_ASN_BLUD.value),
    }


def baca_pegawai(buku: Buku) -> HasilBaca:
    """Rows of people. A NIP must be text in the workbook: as a number it loses its last digits."""
    hasil = baca_baris("pegawai", buku, SASARAN_PEGAWAI, _urai_pegawai)
    for b in hasil.baris:
        if b.isi["nip"]:
            try:
                rules.periksa_nip(b.isi["nip"], izinkan_fiktif=settings.MODE_LATIHAN)
            except AturanDilanggar as tolak:
                galat(hasil, b, tolak.kode, tolak.pesan)
        elif b.isi["status"] in STATUS_ASN:
            galat(hasil, b, "nip_kosong", f"NIP {b.isi['nama']} kosong; wajib untuk PNS, CPNS dan PPPK.")
    periksa_ganda(hasil, lambda b: b.isi["nip"], "NIP")
    return hasil


def rencana_pegawai(hasil: HasilBaca, hari: dt.date) -> None:
    """Compare by NIP; people without one by their name and status."""
    baris = hasil.baris
    per_nip = {
        p.nip: p for p in Pegawai.objects.filter(nip__in={b.isi["nip"] for b in baris if b.isi["nip"]})
    }
    tanpa: dict[tuple[str, str], list[Pegawai]] = defaultdict(list)
    for p in Pegawai.objects.filter(nip="").order_by("-aktif", "pk"):
        tanpa[_rapi(p.nama), p.status].append(p)
    for b in baris:
        isi = b.isi
        kembar = tanpa.get((_rapi(isi["nama"]), isi["status"]), [])
        lama = per_nip.get(isi["nip"]) if isi["nip"] else next(iter(kembar), None)
        if lama is None:
            b.baru(lambda oleh, pada, n=isi: actions.catat_pegawai(**n, oleh=oleh, pada=pada))
            continue
        b.tandai(
            lama,
            {k.capitalize(): (getattr(lama, k), isi[k]) for k in ("nama", "status")},
            lambda oleh, pada, n=isi, p=lama: actions.ubah_pegawai(
                pegawai=p, aktif=p.aktif, **n, oleh=oleh, pada=pada
            ),
        )


# -- penugasan ------------------------------------------------------------------------------


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
    }


def baca_penugasan(buku: Buku) -> HasilBaca:
    """Rows of SK. An office named twice as definitive from the same day on is *galat*."""
    return baca_baris("penugasan", buku, SASARAN_PENUGASAN, _urai_penugasan)


def _rapi(isi: str) -> str:
    return " ".join(isi.casefold().split())


def _cari_orang(hasil: HasilBaca) -> dict[str, list[Pegawai]]:
    """People by NIP and by name, as the rows name them; those no longer active last."""
    nip = {b.isi["nip"] for b in hasil.baris if b.isi["nip"]}
    nama = {_rapi(b.isi["pegawai"]) for b in hasil.baris if not b.isi["nip"]}
    per: dict[str, list[Pegawai]] = defaultdict(list)
    for p in Pegawai.objects.filter(nip__in=nip).order_by("pk"):
        per[p.nip].append(p)
    if nama:
        for p in Pegawai.objects.order_by("-aktif", "pk"):
            if _rapi(p.nama) in nama:
                per[_rapi(p.nama)].append(p)
    return per


def _cari_jabatan(hasil: HasilBaca) -> tuple[dict[str, set[Any]], dict[tuple[Any, str], list[JabatanVersi]]]:
    """OPD ids by code, name and short name; versions of offices by OPD and name."""
    opd: dict[str, set[Any]] = defaultdict(set)
    for v in OPDVersi.objects.diketahui(None).order_by("pk"):
        for sebutan in filter(None, (v.kode, v.nama, v.singkatan)):
            opd[_rapi(sebutan)].add(v.opd_id)
    nama = {_rapi(b.isi["jabatan"]) for b in hasil.baris}
    jabatan: dict[tuple[Any, str], list[JabatanVersi]] = defaultdict(list)
    for j in JabatanVersi.objects.diketahui(None).select_related("jabatan").order_by("pk"):
        if _rapi(j.nama) in nama:
            jabatan[j.opd_id, _rapi(j.nama)].append(j)
    return opd, jabatan


def _nama_unit() -> dict[Any, set[str]]:
    """What each unit is and was called."""
    nama: dict[Any, set[str]] = defaultdict(set)
    for v in UnitVersi.objects.diketahui(None).order_by("pk"):
        nama[v.unit_id] |= {_rapi(v.nama), v.kode}
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
        for o in sorted(opd.get(_rapi(isi["opd"]), set()), key=str)
        for j in jabatan.get((o, _rapi(isi["jabatan"])), [])
        if j.berlaku_sampai is None or isi["sejak"] <= j.berlaku_sampai
    ]
    if isi["unit"]:
        semua = [j for j in semua if _rapi(isi["unit"]) in unit[j.unit_id]]
    elif len({j.jabatan_id for j in semua}) > 1:
        semua = [j for j in semua if j.unit_id is None] or semua
    awal = [j for j in semua if j.berlaku_sejak <= isi["sejak"]]
    return awal or [j for j in semua if isi["sampai"] is None or j.berlaku_sejak <= isi["sampai"]]


def _orang_baris(
    isi: dict[str, Any], orang: dict[str, list[Pegawai]], kini: list[Penugasan]
) -> list[Pegawai]:
    """Whom a row means. Of people with one name: who holds the office since that day, else the active."""
    calon = orang.get(isi["nip"] or _rapi(isi["pegawai"]), [])
    if isi["nip"]:
        return calon
    pemegang = {p.pegawai_id for p in kini if p.berlaku_sejak == isi["sejak"]}
    return [p for p in calon if p.pk in pemegang] or [p for p in calon if p.aktif]


def rencana_penugasan(hasil: HasilBaca, hari: dt.date) -> None:
    """Find person and office of each row; compare with the facts known; name who is relieved."""
    orang = _cari_orang(hasil)
    opd, semua_jabatan = _cari_jabatan(hasil)
    kini: dict[Any, list[Penugasan]] = defaultdict(list)
    for p in Penugasan.objects.diketahui(None).select_related("pegawai").order_by("berlaku_sejak", "pk"):
        kini[p.jabatan_id].append(p)
    unit = _nama_unit()
    dipakai: dict[tuple[Any, str, dt.date], int] = {}
    for b in hasil.baris:
        isi = b.isi
        if not orang.get(isi["nip"] or _rapi(isi["pegawai"])):
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
        _tandai_penugasan(hasil, b, calon[0], j, kini[j.jabatan_id])


def _tandai_penugasan(
    hasil: HasilBaca, b: Baris, pegawai: Pegawai, j: JabatanVersi, kini: list[Penugasan]
) -> None:
    isi = b.isi
    nilai = {k: isi[k] for k in ("jenis", "nomor_sk", "tanggal_sk", "sejak", "sampai")}

    def lakukan(oleh: Any, pada: dt.datetime) -> object:
        return actions.tugaskan(
            pegawai=pegawai, jabatan=j.jabatan, gantikan=True, **nilai, oleh=oleh, pada=pada
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
    for p in kini:
        tumpang = p.berlaku_sampai is None or p.berlaku_sampai >= isi["sejak"]
        sebelum_akhir = isi["sampai"] is None or p.berlaku_sejak <= isi["sampai"]
        if p.pegawai_id != pegawai.pk and p.jenis == isi["jenis"] and tumpang and sebelum_akhir:
            hasil.tambah(
                "peringatan", "menggantikan", f"{p.pegawai.nama} diberhentikan dari jabatan ini.",
                lembar=b.lembar, baris=b.nomor,
            )  # fmt: skip


# -- holidays -------------------------------------------------------------------------------


def _urai_libur(tabel: Tabel, sel: Sequence[Any]) -> dict[str, Any]:
    sifat = baca_teks(tabel.sel(sel, "sifat")).casefold()
    return {
        "tanggal": tanggal(tabel, sel, "tanggal", wajib="Tanggal"),
        "nama": teks(tabel, sel, "nama", wajib="Nama", panjang=150),
        "jenis": pilihan(tabel, sel, "jenis", JenisLibur.choices) or JenisLibur.LIBUR_NASIONAL.value,
        "perkiraan": sifat in {"ya", "perkiraan", "benar", "1", "x"},
        "dasar": teks(tabel, sel, "dasar"),
    }


def baca_libur(buku: Buku, *, dasar: str = "") -> HasilBaca:
    """Rows of holidays. ``dasar``: the ground of all rows that name none; without any ground the
    rows are *perkiraan*, on which nothing may hang."""
    hasil = baca_baris("libur", buku, SASARAN_LIBUR, _urai_libur)
    tanpa = 0
    for b in hasil.baris:
        b.isi["dasar"] = b.isi["dasar"] or ("" if b.isi["perkiraan"] else dasar)
        if not b.isi["dasar"] and not b.isi["perkiraan"]:
            b.isi["perkiraan"] = True
            tanpa += 1
    if tanpa:
        hasil.tambah(
            "peringatan",
            "tanpa_dasar",
            f"{tanpa} baris tanpa SKB atau keputusan dicatat sebagai perkiraan; "
            "isi dasarnya agar dapat dipakai menghitung tenggat.",
        )
    periksa_ganda(hasil, lambda b: (b.isi["tanggal"], b.isi["nama"]), "Tanggal dan nama")
    return hasil


def rencana_libur(hasil: HasilBaca, hari: dt.date) -> None:
    """Compare by day and name."""
    tersimpan = {
        (h.tanggal, _rapi(h.nama)): h
        for h in HariLibur.objects.filter(tanggal__in={b.isi["tanggal"] for b in hasil.baris})
    }
    for b in hasil.baris:
        lama = tersimpan.get((b.isi["tanggal"], _rapi(b.isi["nama"])))
        nilai = b.isi | ({"nama": lama.nama} if lama else {})

        def lakukan(oleh: Any, pada: dt.datetime, n: dict[str, Any] = nilai) -> object:
            return actions.tetapkan_libur(**n, oleh=oleh, pada=pada)

        if lama is None:
            b.baru(lakukan)
        else:
            b.tandai(
                lama,
                {k.capitalize(): (getattr(lama, k), b.isi[k]) for k in ("jenis", "perkiraan", "dasar")},
                lakukan,
            )
