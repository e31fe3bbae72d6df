"""A photo as evidence: with the place that its camera wrote, or what the person says, or marked."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from terukur.berkas.tests.factories import buat_foto
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi.models import BuktiRealisasi
from terukur.realisasi.tests.factories import TW1, buat_regu, isi, sesudah

pytestmark = pytest.mark.django_db


def foto_polos() -> bytes:
    keluar = io.BytesIO()
    Image.new("RGB", (8, 8)).save(keluar, "JPEG")
    return keluar.getvalue()


@pytest.fixture
def regu(client: Client, time_machine: Any) -> Any:
    regu = buat_regu(opd=buat_opd())
    isi(regu, 9)
    time_machine.move_to(sesudah(TW1), tick=False)
    client.force_login(regu.operator)
    return regu


def lampirkan(client: Client, regu: Any, foto: bytes, **lain: str) -> Any:
    berkas = SimpleUploadedFile("sumur.jpg", foto, content_type="image/jpeg")
    alamat = reverse("realisasi:bukti", args=[regu.opd.pk, TW1, regu.kunci])
    return client.post(alamat, {"berkas": berkas} | lain, follow=True)


def test_the_place_that_the_camera_wrote_is_kept_and_shown_beside_what_the_person_says(
    client: Client, regu: Any
) -> None:
    html = lampirkan(client, regu, buat_foto(), tempat="Desa Contoh").content.decode()
    b = BuktiRealisasi.objects.get()
    assert (str(b.lintang), str(b.bujur), b.tempat) == ("-8.370000", "123.410000", "Desa Contoh")
    assert "Desa Contoh · 8,370000° LS, 123,410000° BT menurut kamera" in html
    assert "Tempat foto tidak disebut" not in html


def test_a_photo_without_any_place_is_marked_and_one_that_is_broken_is_refused(
    client: Client, regu: Any
) -> None:
    assert "Tempat foto tidak disebut" in lampirkan(client, regu, foto_polos()).content.decode()
    rusak = lampirkan(client, regu, buat_foto()[:-300])
    assert rusak.status_code == 422
    assert "rusak" in rusak.content.decode()
    assert BuktiRealisasi.objects.count() == 1
