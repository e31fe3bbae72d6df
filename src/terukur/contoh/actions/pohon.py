"""The pohon kinerja of Nusa Tenun: stunting shared by three OPD, and what still waits for an answer."""

import datetime as dt
from uuid import UUID

from terukur.contoh.actions.orang import OrangContoh
from terukur.contoh.tabel import baca
from terukur.inti.pelaku import Pelaku
from terukur.kinerja import actions
from terukur.kinerja.choices import TingkatKinerja
from terukur.kinerja.models import Crosscutting, DefinisiIndikator, SimpulKinerja
from terukur.kinerja.queries.pohon import SaatPohon, periode_pohon, pilihan_butir
from terukur.organisasi.models import OPD


def isi_pohon(*, pada: dt.datetime) -> None:
    """The trees as they were written the day after the Renstra were set, and the requests between OPD."""
    orang = OrangContoh(pada)
    saat = periode_pohon(pada=pada)
    assert saat is not None
    simpul: dict[str, SimpulKinerja] = {}
    opd = {o.singkatan: o for o in OPD.objects.filter(aktif=True).order_by("kode", "pk")}
    katalog = {d.nama: d.indikator_id for d in DefinisiIndikator.objects.diketahui(None).order_by("pk")}
    for n, b in enumerate(baca("pohon")):
        milik = opd.get(b["pemilik"])
        pelaku = orang.operator(milik) if milik else orang.ambil("penyelenggara")[1]
        kini = pada + dt.timedelta(minutes=n)
        simpul[b["kode"]] = actions.tambah_simpul(
            dokumen_id=saat.dokumen.pk, pemilik_id=milik.pk if milik else None,
            isi=actions.IsiSimpulBaru(
                b["pernyataan"], TingkatKinerja(int(b["tingkat"])),
                simpul[b["induk"]].pk if b["induk"] else None, butir_id=_butir(b, milik, saat),
            ),
            oleh=pelaku, pada=kini,
        )  # fmt: skip
        if b["indikator"]:
            actions.pasang_indikator(
                simpul_id=simpul[b["kode"]].pk, indikator_id=katalog[b["indikator"]], oleh=pelaku, pada=kini
            )
    _crosscutting(simpul, opd, orang, pada=pada + dt.timedelta(hours=2))


def _butir(b: dict[str, str], milik: OPD | None, saat: SaatPohon) -> UUID | None:
    """The tujuan or sasaran of the plan that has the same name."""
    if not b["sasaran"]:
        return None
    return next(x.pk for x in pilihan_butir(milik.pk if milik else None, saat) if x.nama == b["pernyataan"])


def _crosscutting(
    simpul: dict[str, SimpulKinerja], opd: dict[str, OPD], orang: OrangContoh, *, pada: dt.datetime
) -> None:
    kesehatan, pupr = opd["Dinas Kesehatan"], opd["Dinas PUPR"]
    air = _usulkan(
        simpul["K1"], pupr, "Keluarga berisiko stunting terlayani air minum layak",
        oleh=orang.operator(kesehatan), pada=pada,
    )  # fmt: skip
    kepala, pelaku = orang.kepala(pupr, pada)
    actions.terima_crosscutting(
        crosscutting_id=air.pk, simpul_id=simpul["P1"].pk, pengguna=kepala, oleh=pelaku,
        pada=pada + dt.timedelta(hours=1),
    )  # fmt: skip
    sosial = opd["Dinas Sosial P3A"]
    bantuan = _usulkan(
        simpul["K12"], sosial, "Ibu hamil dari keluarga miskin menerima bantuan tunai sampai bersalin",
        oleh=orang.operator(kesehatan), pada=pada,
    )  # fmt: skip
    kepala, pelaku = orang.kepala(sosial, pada)
    actions.tolak_crosscutting(
        crosscutting_id=bantuan.pk, alasan="Bantuan tunai ibu hamil disalurkan langsung oleh kementerian.",
        pengguna=kepala, oleh=pelaku, pada=pada + dt.timedelta(hours=1),
    )  # fmt: skip
    _usulkan(
        simpul["K11"], opd["Dinas Pertanian"], "Keluarga dengan balita punya pangan bergizi dari pekarangan",
        oleh=orang.operator(kesehatan), pada=pada,
    )  # fmt: skip
    _usulkan(
        simpul["P11"], kesehatan, "Air sambungan baru diperiksa mutunya setiap triwulan",
        oleh=orang.operator(pupr), pada=pada,
    )  # fmt: skip


def _usulkan(
    asal: SimpulKinerja, mitra: OPD, permintaan: str, *, oleh: Pelaku, pada: dt.datetime
) -> Crosscutting:
    return actions.usulkan_crosscutting(
        simpul_id=asal.pk, mitra_id=mitra.pk, permintaan=permintaan, oleh=oleh, pada=pada
    )
