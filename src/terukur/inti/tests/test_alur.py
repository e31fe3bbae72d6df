"""Workflow tables: the only judge of steps, and the same judge for pages and actions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.alur import Alur, Transisi
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AlurMenolak

STATUS = ["satu", "dua", "tiga", "empat"]
IZIN = list(Izin)[:3]


def buat(*transisi: Transisi) -> Alur:
    return Alur("benda", status=[(s, s.capitalize()) for s in STATUS], awal="satu", transisi=transisi)


langkah = st.builds(
    Transisi,
    nama=st.sampled_from("abcdef"),
    label=st.just("Langkah"),
    dari=st.sets(st.sampled_from(STATUS), min_size=1).map(lambda s: tuple(sorted(s))),
    ke=st.sampled_from(STATUS),
    izin=st.sampled_from(IZIN),
    syarat=st.sampled_from([(), (lambda k: None,), (lambda k: "Belum lengkap.",)]),
)


@given(st.lists(langkah, unique_by=lambda t: t.nama), st.sampled_from(STATUS), st.sets(st.sampled_from(IZIN)))
def test_a_page_shows_exactly_what_an_action_would_do(
    transisi: list[Transisi], status: str, punya: set[Izin]
) -> None:
    alur = buat(*transisi)
    tampil = {t.nama: t for t in alur.tindakan(status=status, izin=lambda i: i in punya)}
    for t in transisi:
        assert (t.nama in tampil) == (status in t.dari and t.izin in punya)
        try:
            assert alur.periksa(t.nama, status=status) is t
            bisa, alasan = True, ""
        except AlurMenolak as tolak:
            bisa, alasan = False, tolak.pesan
            assert alasan
        if t.nama in tampil:
            assert (tampil[t.nama].boleh, tampil[t.nama].alasan) == (bisa, alasan)


@given(st.lists(langkah, unique_by=lambda t: t.nama))
def test_the_diagram_holds_every_step(transisi: list[Transisi]) -> None:
    gambar = buat(*transisi).mermaid()
    for t in transisi:
        for dari in t.dari:
            assert f"{dari} --> {t.ke}: {t.nama}\n" in gambar


def test_refusal_names_both_states_in_words() -> None:
    alur = buat(Transisi("ajukan", "Ajukan", ("satu", "dua"), "tiga", Izin.PENGAJUAN_AJUKAN))
    with pytest.raises(AlurMenolak, match="“Satu” atau “Dua”; status sekarang “Tiga”"):
        alur.periksa("ajukan", status="tiga")


def test_a_state_without_a_label_is_refused_at_start() -> None:
    with pytest.raises(ValueError, match="lima"):
        buat(Transisi("x", "X", ("satu",), "lima", Izin.PENGAJUAN_ISI))


def test_two_steps_of_one_name_are_refused_at_start() -> None:
    satu = Transisi("x", "X", ("satu",), "dua", Izin.PENGAJUAN_ISI)
    with pytest.raises(ValueError, match="x"):
        buat(satu, Transisi("x", "X", ("dua",), "tiga", Izin.PENGAJUAN_ISI))
