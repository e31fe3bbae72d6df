"""Places by what people type: code, name, or name with kecamatan."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from terukur.organisasi.models import Wilayah


def label_wilayah(wilayah: Wilayah) -> str:
    """``Watu Ikat, Tanjung Ikat``: the place and the level above. Needs ``induk`` joined."""
    return f"{wilayah.nama}, {wilayah.induk.nama}" if wilayah.induk else wilayah.nama


def _dasar() -> QuerySet[Wilayah]:
    return Wilayah.objects.filter(aktif=True).select_related("induk").order_by("kode", "pk")


def cari_wilayah(kata: str, *, batas: int = 12) -> list[Wilayah]:
    """Places whose name, kecamatan or code begins like ``kata``; kecamatan before desa."""
    qs = _dasar().exclude(tingkat="provinsi")
    for k in kata.replace(",", " ").split():
        qs = qs.filter(Q(nama__icontains=k) | Q(induk__nama__icontains=k) | Q(kode__startswith=k))
    return list(qs[:batas]) if kata.strip() else []


def temukan_wilayah(teks: Iterable[str]) -> tuple[list[Wilayah], list[str]]:
    """Places named exactly by code, by name, or by ``nama, induk``; and what names none or several.

    One query. Words like "Desa", "Kelurahan", "Kecamatan", "Kec." before a name are passed over.
    """

    def kunci(t: str) -> str:
        kata = t.casefold().replace(",", " , ").split()
        lewati = {"desa", "kelurahan", "kecamatan", "kec.", "kec", "kel.", "kel"}
        return " ".join(k for k in kata if k not in lewati)

    cari = [t.strip() for t in teks if t.strip()]
    if not cari:
        return [], []
    peta: dict[str, list[Wilayah]] = {}
    for w in _dasar():
        for k in {kunci(w.nama), kunci(label_wilayah(w)), w.kode}:
            peta.setdefault(k, []).append(w)
    hasil: list[Wilayah] = []
    gagal: list[str] = []
    for t in cari:
        calon = peta.get(t) or peta.get(kunci(t)) or []
        if len(calon) == 1:
            if calon[0] not in hasil:
                hasil.append(calon[0])
        elif calon:
            pilihan = "; ".join(label_wilayah(w) for w in calon[:4])
            gagal.append(f"“{t}” ada {len(calon)}: {pilihan}. Tulis dengan kecamatannya.")
        else:
            gagal.append(f"“{t}” tidak ada dalam daftar wilayah. Contoh: nama desa, nama kecamatan.")
    return hasil, gagal
