"""Settings of a measurement: those of the server, with the pages of the floor beside our own."""

from terukur.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.lantai"
TERUKUR_PERMINTAAN_PER_MENIT = 0  # a measurement asks faster than anybody
