"""Backups: where they lie, how they are encrypted, how they are made, restored and tried.

A store holds ``cadangan/<name>/`` with ``basisdata.age``, ``kunci.age`` and, written last,
``manifes.json``; evidence files lie once for all backups at ``berkas/ab/<SHA-256>.age``. Without
its manifest a backup does not exist. Everything but the manifest is encrypted in the age format.
"""
