"""Housekeeping of the worker, on procrastinate's connector in memory."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate import App
from procrastinate.contrib.django import app as aplikasi
from procrastinate.testing import InMemoryConnector

from terukur.inti.jobs import bersihkan_sesi, jemput_tugas_macet


def jalankan(babak: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: a browser test before us may have left its loop in this one."""
    with ThreadPoolExecutor(1) as utas:
        utas.submit(asyncio.run, babak).result()


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

        jalankan(babak())
    assert dijalankan == [1]


@pytest.mark.django_db(transaction=True)
def test_a_tick_of_a_dead_worker_blocks_neither_its_successor_nor_other_jobs() -> None:
    """On the real tables: their unique index on waiting ticks is what stood in the way."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    async def babak(app: App) -> None:
        async with app.open_async():
            detak = app.configure_task("uji.detak", queueing_lock="uji.detak", lock="uji.detak", queue="uji")
            await detak.defer_async()
            await app.configure_task("uji.kerja", lock="uji.kerja", queue="uji").defer_async()
            mati = await app.job_manager.register_worker()
            for _ in range(2):
                await app.job_manager.fetch_job(queues=["uji"], worker_id=mati)
            await app.job_manager.unregister_worker(mati)
            await detak.defer_async()  # the next tick waits behind the dead one
            await jemput_tugas_macet.func(SimpleNamespace(app=app), 0)

    with aplikasi.replace_connector(aplikasi.connector.get_worker_connector()) as app:
        jalankan(babak(app))
    sisa = ProcrastinateJob.objects.order_by("task_name").values_list("task_name", "status", "attempts")
    assert list(sisa) == [("uji.detak", "todo", 0), ("uji.kerja", "todo", 1)]


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
