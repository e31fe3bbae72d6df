"""Samples for the sweep of routes."""

from terukur.akun.models import Pengguna
from terukur.pesan.actions import kirim
from terukur.pesan.models import Kiriman, Pesan
from tests.rute import Contoh, Dunia


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    kirim(
        kepada=[*dunia.pengguna.values(), dunia.pengguna_lain],
        judul="Pengingat",
        isi="Isi",
        kunci="rute",
        pada=dunia.pada,
    )

    def pesan(pengguna: Pengguna) -> dict[str, object]:
        return {"pesan_id": Pesan.objects.get(penerima=pengguna, kunci="rute").pk}

    kiriman = Kiriman.objects.create(
        pesan=Pesan.objects.get(penerima=dunia.pengguna_lain, kunci="rute"), saluran="mailtos"
    )
    return {
        "pesan:baca": Contoh(pesan, lain=pesan(dunia.pengguna_lain), pribadi=True),
        "pesan:ulang": Contoh({"kiriman_id": kiriman.pk}, umum="delivery of the whole kabupaten"),
    }
