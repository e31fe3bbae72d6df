"""Samples for the sweep of routes."""

from terukur.akun.peran import Peran
from terukur.impor.jenis import daftar_impor
from terukur.impor.tests.factories import JENIS_UJI, buat_impor, buat_pengguna, tabel
from tests.rute import Contoh, Dunia


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    daftar_impor.daftarkan("uji", JENIS_UJI)
    milik = buat_impor(dunia.pengguna[Peran.OPERATOR_OPD], dunia.sendiri.pk, tabel(2))
    lain = buat_impor(buat_pengguna(dunia.lain.pk, "operator.lain"), dunia.lain.pk, tabel(2))
    per_impor = Contoh({"impor_id": milik.pk}, {"impor_id": lain.pk})
    return {
        "impor:unggah": Contoh(
            {"kode": "uji"},
            kueri_lain={"opd": str(dunia.lain.pk)},
            umum="jenis impor berlaku bagi semua OPD; OPD-nya ada di isian",
        ),
        **{f"impor:{nama}": per_impor for nama in ("rincian", "pilih", "terapkan", "batalkan", "urungkan")},
    }
