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


def _acak(self: SQLCompiler) -> list[Any]:
    hasil: list[Any] = _asli(self)
    q = self.query
    bebas = not (q.subquery or q.distinct or q.combinator or isinstance(self, SQLAggregateCompiler))
    if hasil or not bebas:
        return hasil
    urut = OrderBy(Random())
    sql, parameter = self.compile(urut.resolve_expression(q, allow_joins=True, reuse=None))
    return [(urut.resolve_expression(q, allow_joins=True, reuse=None), (sql, parameter, False))]


@pytest.fixture(autouse=True, scope="session")
def urutan_acak() -> Any:
    with pytest.MonkeyPatch.context() as ganti:
        ganti.setattr(SQLCompiler, "get_order_by", _acak)
        yield
