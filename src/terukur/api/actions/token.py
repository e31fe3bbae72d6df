"""Making, revoking and counting tokens."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction

from terukur.akun.models import Pengguna
from terukur.api.choices import Sumber
from terukur.api.models import PemakaianToken, Token
from terukur.api.queries import get_token
from terukur.api.rules import PANJANG_AWALAN, UMUR_TERLAMA, sidik_token, token_baru
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi.models import OPD


@transaction.atomic
def buat_token(
    *,
    nama: str,
    sumber: Collection[Sumber],
    opd: Collection[UUID],
    sampai: dt.datetime,
    pembuat: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> tuple[Token, str]:
    """A new token and its text, which is stored nowhere. ``opd`` empty: all that the maker may see."""
    if sampai <= pada or sampai > pada + UMUR_TERLAMA:
        raise AturanDilanggar(
            "Token berlaku paling lama satu tahun; isi tanggal sesudah hari ini dalam setahun ke depan.",
            kolom={"sampai": "Isi tanggal sesudah hari ini, paling lama setahun ke depan."},
        )
    if not sumber:
        raise AturanDilanggar("Pilih data yang boleh dibaca.", kolom={"sumber": "Pilih paling sedikit satu."})
    for s in sumber:
        if not pembuat.akses.boleh(s.izin) or not all(pembuat.akses.boleh(s.izin, o) for o in opd):
            raise TidakDitemukan("Pilihan ini tidak ada, atau bukan dalam wewenang Anda.")
    teks = token_baru()
    token = Token(
        nama=nama,
        awalan=teks[:PANJANG_AWALAN],
        sidik=sidik_token(teks),
        sumber=sorted(sumber),
        seluruh_opd=not opd,
        dibuat_pada=pada,
        dibuat_oleh=pembuat,
        kedaluwarsa_pada=sampai,
    )
    token.save(force_insert=True)
    token.opd.set(OPD.objects.filter(pk__in=opd))
    catat(
        peristiwa="token.buat", objek="token", objek_id=token.pk,
        isi={
            "nama": nama, "awalan": token.awalan, "data": token.sumber,
            "opd": sorted(str(o) for o in opd), "kedaluwarsa_pada": sampai,
        },
        oleh=oleh, pada=pada,
    )  # fmt: skip
    return token, teks


@transaction.atomic
def cabut_token(*, token_id: UUID, oleh: Pelaku, pada: dt.datetime) -> Token:
    """End a token now. Ending it again is refused."""
    token = get_token(token_id)
    terubah = Token.objects.filter(pk=token_id, dicabut_pada=None).update(
        dicabut_pada=pada, dicabut_oleh=oleh.id
    )
    if not terubah:
        raise AturanDilanggar("Token ini sudah dicabut; muat ulang daftarnya.", kode="sudah_dicabut")
    catat(
        peristiwa="token.cabut", objek="token", objek_id=token_id,
        isi={"nama": token.nama, "awalan": token.awalan}, oleh=oleh, pada=pada,
    )  # fmt: skip
    return get_token(token_id)


def hitung_permintaan(*, token_id: UUID, pada: dt.datetime) -> int:
    """Count one request of a token; returns how many it made in the minute of ``pada``.

    One statement: exact however many web processes and machines count at once.
    """
    tabel = PemakaianToken._meta.db_table
    menit = pada.replace(second=0, microsecond=0)
    with connection.cursor() as kursor:
        kursor.execute(
            f"insert into {tabel} as t (token_id, terakhir_pada, menit_pada, jumlah_semenit, jumlah) "  # noqa: S608
            "values (%s, %s, %s, 1, 1) on conflict (token_id) do update set "
            "terakhir_pada = greatest(t.terakhir_pada, excluded.terakhir_pada), jumlah = t.jumlah + 1, "
            "menit_pada = excluded.menit_pada, jumlah_semenit = "
            "case when t.menit_pada = excluded.menit_pada then t.jumlah_semenit + 1 else 1 end "
            "returning jumlah_semenit",
            [token_id, pada, menit],
        )
        return int(kursor.fetchone()[0])
