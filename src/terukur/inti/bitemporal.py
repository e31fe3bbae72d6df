"""Official facts in two times: when they hold, and when they were known.

Valid time is ``berlaku_sejak`` .. ``berlaku_sampai`` (dates, both inclusive, as an SK writes
them; an open end is NULL). Known time is ``dicatat_pada`` .. ``digantikan_pada`` (instants, end
exclusive). A correction supersedes rows, never overwrites them, so that the state of any day can
be asked as it was known at any instant. PostgreSQL itself refuses two rows of one thing that
overlap in both times (``kendala_bitemporal``).
"""

import datetime as dt
from typing import Any, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models, transaction
from django.db.models import F, Func, Q, Value

SATU_HARI = dt.timedelta(days=1)


class FaktaQuerySet(models.QuerySet[Any]):
    def diketahui(self, saat: dt.datetime | None) -> Self:
        """Rows as known at ``saat``; None means as known now."""
        if saat is None:
            return self.filter(digantikan_pada__isnull=True)
        return self.filter(dicatat_pada__lte=saat).filter(
            Q(digantikan_pada__isnull=True) | Q(digantikan_pada__gt=saat)
        )

    def berlaku(self, per: dt.date) -> Self:
        """Rows whose valid time holds the day ``per``."""
        return self.filter(berlaku_sejak__lte=per).filter(
            Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=per)
        )

    def pada(self, per: dt.date, diketahui: dt.datetime | None = None) -> Self:
        """The facts of the day ``per`` as known at ``diketahui`` (None: as known now)."""
        return self.diketahui(diketahui).berlaku(per)


def sql_diketahui(tabel: str) -> str:
    """``FaktaQuerySet.diketahui`` for a statement by hand; takes ``%(diketahui)s``, null for now."""
    return (
        f"case when %(diketahui)s::timestamptz is null then {tabel}.digantikan_pada is null"
        f" else {tabel}.dicatat_pada <= %(diketahui)s"
        f" and ({tabel}.digantikan_pada is null or {tabel}.digantikan_pada > %(diketahui)s) end"
    )


class CatatanResmi(models.Model):
    """Abstract bitemporal row. Written only through ``catat_fakta`` and ``cabut_fakta``."""

    berlaku_sejak = models.DateField("berlaku sejak")
    berlaku_sampai = models.DateField("berlaku sampai", null=True, blank=True)
    dicatat_pada = models.DateTimeField("dicatat pada")
    digantikan_pada = models.DateTimeField("digantikan pada", null=True, blank=True)

    objects = FaktaQuerySet.as_manager()

    class Meta:
        abstract = True


F_ = TypeVar("F_", bound=CatatanResmi)


def rentang_berlaku() -> Func:
    """Valid time of a row as a PostgreSQL range, for exclusion constraints."""
    return Func(
        F("berlaku_sejak"), F("berlaku_sampai"), Value("[]"),
        function="daterange", output_field=DateRangeField(),
    )  # fmt: skip


def rentang_diketahui() -> Func:
    """Known time of a row as a PostgreSQL range, for exclusion constraints."""
    return Func(
        F("dicatat_pada"), F("digantikan_pada"), Value("[)"),
        function="tstzrange", output_field=DateTimeRangeField(),
    )  # fmt: skip


def kendala_bitemporal(nama: str, *kunci: str) -> list[models.BaseConstraint]:
    """Constraints for a model on ``CatatanResmi``; ``kunci`` names the fields of its identity.

    A nullable field may be part of the identity only if NULL never means "the same": two NULLs
    do not collide in PostgreSQL. The migration needs the ``btree_gist`` extension (inti 0001).
    """
    return [
        ExclusionConstraint(
            name=f"{nama}_satu_fakta",
            expressions=[
                *((k, RangeOperators.EQUAL) for k in kunci),
                (rentang_berlaku(), RangeOperators.OVERLAPS),
                (rentang_diketahui(), RangeOperators.OVERLAPS),
            ],
        ),
        models.CheckConstraint(
            name=f"{nama}_urutan_berlaku",
            condition=Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=F("berlaku_sejak")),
        ),
        models.CheckConstraint(
            name=f"{nama}_urutan_dicatat",
            condition=Q(digantikan_pada__isnull=True) | Q(digantikan_pada__gte=F("dicatat_pada")),
        ),
    ]


def salinan_fakta(baris: F_, **ganti: Any) -> F_:
    """An unsaved copy of a row with some columns replaced; the primary key is left to the copy."""
    isi = {f.attname: getattr(baris, f.attname) for f in baris._meta.concrete_fields if not f.primary_key}
    isi.update(ganti)
    return type(baris)(**isi)


def cabut_fakta(
    model: type[F_],
    *,
    kunci: dict[str, Any],
    sejak: dt.date,
    sampai: dt.date | None,
    pada: dt.datetime,
) -> list[F_]:
    """Withdraw what is known of ``kunci`` for the days ``sejak`` .. ``sampai``.

    The parts of the old rows outside these days live on as rows recorded at ``pada``. Returns
    the superseded rows. Locks the rows of ``kunci`` until the transaction ends.
    """
    with transaction.atomic():
        return _cabut(model, kunci, sejak, sampai, pada)


def _cabut(
    model: type[F_], kunci: dict[str, Any], sejak: dt.date, sampai: dt.date | None, pada: dt.datetime
) -> list[F_]:
    """``cabut_fakta`` in the caller's transaction."""
    terkena = (
        model.objects.diketahui(None)
        .filter(**kunci)
        .filter(Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=sejak))
        .order_by("berlaku_sejak", "pk")
        .select_for_update()
    )
    if sampai is not None:
        terkena = terkena.filter(berlaku_sejak__lte=sampai)
    lama = list(terkena)
    for baris in lama:
        model.objects.filter(pk=baris.pk).update(digantikan_pada=pada)
        baris.digantikan_pada = pada
        sisa = []
        if baris.berlaku_sejak < sejak:
            sisa.append({"berlaku_sampai": sejak - SATU_HARI})
        if sampai is not None and (baris.berlaku_sampai is None or baris.berlaku_sampai > sampai):
            sisa.append({"berlaku_sejak": sampai + SATU_HARI})
        for potongan in sisa:
            salinan_fakta(baris, dicatat_pada=pada, digantikan_pada=None, **potongan).save(force_insert=True)
    return lama


def catat_fakta(
    model: type[F_],
    *,
    kunci: dict[str, Any],
    isi: dict[str, Any],
    sejak: dt.date,
    sampai: dt.date | None = None,
    pada: dt.datetime,
) -> F_:
    """Record that ``isi`` holds for ``kunci`` on the days ``sejak`` .. ``sampai``.

    Whatever was known for those days is superseded at ``pada``; other days keep what they had.
    Returns the new row.
    """
    with transaction.atomic():
        _cabut(model, kunci, sejak, sampai, pada)
        baris = model(
            **kunci, **isi, berlaku_sejak=sejak, berlaku_sampai=sampai,
            dicatat_pada=pada, digantikan_pada=None,
        )  # fmt: skip
        baris.save(force_insert=True)
        return baris
