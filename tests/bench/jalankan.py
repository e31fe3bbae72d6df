"""``python -m tests.bench.jalankan NAMA``: the answer of ``tests.bench.NAMA.main`` as JSON."""

import importlib
import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    print(json.dumps(importlib.import_module(f"tests.bench.{sys.argv[1]}").main(*sys.argv[2:]), indent=1))
