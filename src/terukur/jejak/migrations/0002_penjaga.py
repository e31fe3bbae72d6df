"""The database itself refuses to change or remove what the journal holds."""

from django.db import migrations

TABEL = ("jejak_catatan", "jejak_segel", "jejak_kertas", "jejak_salinankertas")

FUNGSI = """
create function jejak_tolak_ubah() returns trigger language plpgsql as $$
begin
    raise exception 'Jejak resmi hanya dapat ditambah: % pada % ditolak.', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end $$;
"""
PASANG = """
create trigger {0}_tolak_ubah before update or delete on {0}
    for each row execute function jejak_tolak_ubah();
create trigger {0}_tolak_kosong before truncate on {0}
    for each statement execute function jejak_tolak_ubah();
"""
LEPAS = """
drop trigger {0}_tolak_kosong on {0};
drop trigger {0}_tolak_ubah on {0};
"""


class Migration(migrations.Migration):
    dependencies = [("jejak", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNGSI, "drop function jejak_tolak_ubah();"),
        *(migrations.RunSQL(PASANG.format(t), LEPAS.format(t)) for t in TABEL),
    ]
