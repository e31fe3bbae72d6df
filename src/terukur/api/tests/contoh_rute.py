"""Samples of this room's routes for the sweep over all routes and roles."""

from typing import Any

from django.utils import timezone

from terukur.api.actions import buat_webhook
from terukur.api.choices import Peristiwa, Sumber
from terukur.api.tests.factories import buat
from terukur.inti.pelaku import SISTEM
from terukur.perencanaan.tests.factories import buat_pengajuan


def contoh(dunia: Any) -> dict[str, Any]:
    from tests.rute import Contoh

    p, q = buat_pengajuan(dunia.sendiri), buat_pengajuan(dunia.lain)
    token, _ = buat(Sumber.JADWAL, pada=timezone.now())
    semua = "hanya peran yang mencakup seluruh OPD"
    webhook, _ = buat_webhook(
        nama="Dasbor", alamat="https://contoh.go.id/", peristiwa=[Peristiwa.PENGAJUAN_AJUKAN], oleh=SISTEM,
        pada=timezone.now(),
    )  # fmt: skip
    opd_lain = {"opd": str(dunia.lain.pk)}
    return {
        "api:token_cabut": Contoh({"token_id": token.pk}, umum=semua),
        "api:webhook_hentikan": Contoh({"webhook_id": webhook.pk}, umum=semua),
        "api:kabar_ulang": Contoh({"kabar_id": webhook.pk}, umum=semua),
        "api:jadwal_satu": Contoh({"jadwal_id": p.jendela_id}, {"jadwal_id": q.jendela_id}),
        "api:pengajuan_daftar": Contoh(kueri_lain=opd_lain),
        "api:pengajuan_satu": Contoh({"pengajuan_id": p.pk}, {"pengajuan_id": q.pk}),
        "api:program_daftar": Contoh(kueri_lain=opd_lain),
        "api:kebutuhan_daftar": Contoh(kueri_lain=opd_lain),
    }
