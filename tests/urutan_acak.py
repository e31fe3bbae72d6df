"""A queryset without an order comes back in random order, so that no test rests on luck.

A pytest plugin. PostgreSQL promises no order without ORDER BY, yet mostly returns rows as they
were inserted; code that relies on it fails only in production.
"""

from typing import Any

import pytest
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLAggregateCompiler, SQLCompiler

_asli = SQLCompiler.get_order_by
_ACAK = (OrderBy(Random()), ("RANDOM() ASC", (), False))
"""As the compiler would make it; made once, since nearly every query of the suite takes it."""


def _acak(self: SQLCompiler) -> list[Any]:
    hasil: list[Any] = _asli(self)
    if hasil:
        return hasil
    q = self.query
    bebas = not (q.subquery or q.distinct or q.combinator or isinstance(self, SQLAggregateCompiler))
    return [_ACAK] if bebas else hasil


@pytest.fixture(autouse=True, scope="session")
def urutan_acak() -> Any:
    with pytest.MonkeyPatch.context() as ganti:
        ganti.setattr(SQLCompiler, "get_order_by", _acak)
        yield
