"""The database itself keeps the shape of the tree: every node below a wider one of its own pemilik."""

from django.db import migrations

FUNGSI = """
create function kinerja_jaga_pohon() returns trigger language plpgsql as $$
begin
    if exists (
        select from kinerja_isisimpul a
        join kinerja_simpulkinerja s on s.id = a.simpul_id
        join kinerja_simpulkinerja p on p.id = a.induk_id
        where a.digantikan_pada is null
          and (a.simpul_id = new.simpul_id or a.induk_id = new.simpul_id)
          and (
            p.dokumen_id <> s.dokumen_id
            or (p.opd_id is not null and p.opd_id is distinct from s.opd_id)
            or exists (
                select from kinerja_isisimpul b
                where b.simpul_id = a.induk_id and b.digantikan_pada is null and b.tingkat >= a.tingkat
                  and daterange(b.berlaku_sejak, b.berlaku_sampai, '[]')
                   && daterange(a.berlaku_sejak, a.berlaku_sampai, '[]')
            )
            or not coalesce((
                select range_agg(daterange(b.berlaku_sejak, b.berlaku_sampai, '[]'))
                    @> daterange(a.berlaku_sejak, a.berlaku_sampai, '[]')
                from kinerja_isisimpul b
                where b.simpul_id = a.induk_id and b.digantikan_pada is null
            ), false)
          )
    ) then
        raise exception 'Simpul hanya berada di bawah simpul yang lebih luas dan berlaku pada hari yang sama.'
            using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger kinerja_jaga_pohon after insert or update on kinerja_isisimpul
    deferrable initially deferred for each row execute function kinerja_jaga_pohon();
"""
LEPAS = """
drop trigger kinerja_jaga_pohon on kinerja_isisimpul;
drop function kinerja_jaga_pohon();
"""


class Migration(migrations.Migration):
    dependencies = [("kinerja", "0004_pohon")]

    operations = [migrations.RunSQL(FUNGSI, LEPAS)]
