"""Housekeeping of the worker, on procrastinate's connector in memory."""

import asyncio

import pytest
from procrastinate.contrib.django import app as aplikasi
from procrastinate.testing import InMemoryConnector

from terukur.inti.jobs import bersihkan_sesi, jemput_tugas_macet


def test_a_job_of_a_dead_worker_returns_to_the_queue() -> None:
    penghubung = InMemoryConnector()
    with aplikasi.replace_connector(penghubung) as app:
        dijalankan: list[int] = []

        @app.task(name="uji.kerja")
        def kerja() -> None:
            dijalankan.append(1)

        async def babak() -> None:
            await kerja.defer_async()
            # A worker takes the job and dies: no heartbeat, status "doing" for good.
            mati = await app.job_manager.register_worker()
            await app.job_manager.fetch_job(queues=None, worker_id=mati)
            await app.job_manager.unregister_worker(mati)
            assert [j["status"] for j in penghubung.jobs.values()] == ["doing"]
            await jemput_tugas_macet.defer_async(timestamp=0)
            await app.run_worker_async(wait=False, install_signal_handlers=False)
            await app.run_worker_async(wait=False, install_signal_handlers=False)

        asyncio.run(babak())
    assert dijalankan == [1]


@pytest.mark.django_db
def test_sessions_that_ended_are_forgotten() -> None:
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    kini = timezone.now()
    for nama, akhir in (
        ("lewat", kini.replace(year=kini.year - 1)),
        ("hidup", kini.replace(year=kini.year + 1)),
    ):
        Session.objects.create(session_key=nama, session_data="", expire_date=akhir)
    bersihkan_sesi(timestamp=0)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["hidup"]
