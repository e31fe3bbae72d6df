"""The database itself refuses to change or remove what the journal holds."""

from django.db import migrations

PASANG = """
create function jejak_tolak_ubah() returns trigger language plpgsql as $$
begin
    raise exception 'Jejak resmi hanya dapat ditambah: % pada % ditolak.', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end $$;
create trigger jejak_catatan_tolak_ubah before update or delete on jejak_catatan
    for each row execute function jejak_tolak_ubah();
create trigger jejak_catatan_tolak_kosong before truncate on jejak_catatan
    for each statement execute function jejak_tolak_ubah();
"""
LEPAS = """
drop trigger jejak_catatan_tolak_kosong on jejak_catatan;
drop trigger jejak_catatan_tolak_ubah on jejak_catatan;
drop function jejak_tolak_ubah();
"""


class Migration(migrations.Migration):
    dependencies = [("jejak", "0001_initial")]

    operations = [migrations.RunSQL(PASANG, LEPAS)]
