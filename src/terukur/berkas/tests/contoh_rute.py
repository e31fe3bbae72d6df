"""Samples for the sweep of routes."""

from terukur.akun.models import Pengguna
from terukur.berkas.actions import mulai_unggahan
from terukur.berkas.tests.factories import simpan_pdf
from tests.rute import Contoh, Dunia


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    def unggahan(pengguna: Pengguna) -> dict[str, object]:
        milik = mulai_unggahan(
            nama="sk.pdf", ukuran=1000, sidik="ab" * 32, oleh=pengguna.pelaku(), pada=dunia.pada
        )
        return {"unggahan_id": milik.pk}

    return {
        "berkas:unduh": Contoh(
            sendiri={"berkas_id": simpan_pdf(opd_id=dunia.sendiri.pk).pk},
            lain={"berkas_id": simpan_pdf(opd_id=dunia.lain.pk).pk},
        ),
        "berkas:unggahan": Contoh(sendiri=unggahan, lain=unggahan(dunia.pengguna_lain), pribadi=True),
    }
