"""The database itself keeps a closed month: its rows, its adjustments, itself."""

from django.db import migrations

PENJAGA = """
create function kehadiran_jaga_rekap() returns trigger language plpgsql as $$
declare
    induk uuid;
begin
    if tg_op = 'TRUNCATE' then
        raise exception 'Rekap kehadiran tidak dapat dikosongkan.' using errcode = 'restrict_violation';
    end if;
    if tg_table_name = 'kehadiran_rekapbulan' then
        induk := old.id;
    elsif tg_op = 'INSERT' then
        induk := new.rekap_id;
    else
        induk := old.rekap_id;
    end if;
    if tg_op = 'UPDATE' and tg_table_name <> 'kehadiran_rekapbulan'
        or exists (select 1 from kehadiran_rekapbulan where id = induk and status = 'ditutup') then
        raise exception 'Rekap kehadiran bulan yang sudah ditutup tidak berubah: % pada % ditolak.',
            tg_op, tg_table_name using errcode = 'restrict_violation';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger kehadiran_rekapbulan_jaga before update or delete on kehadiran_rekapbulan
    for each row execute function kehadiran_jaga_rekap();
create trigger kehadiran_rekapbulan_jaga_kosong before truncate on kehadiran_rekapbulan
    for each statement execute function kehadiran_jaga_rekap();
"""
ISI = """
create trigger {0}_jaga before insert or update or delete on {0}
    for each row execute function kehadiran_jaga_rekap();
create trigger {0}_jaga_kosong before truncate on {0}
    for each statement execute function kehadiran_jaga_rekap();
"""
TABEL = ("kehadiran_rekappegawai", "kehadiran_penyesuaian")
LEPAS = "drop function kehadiran_jaga_rekap() cascade;"


class Migration(migrations.Migration):
    dependencies = [("kehadiran", "0008_ponsel")]

    operations = [migrations.RunSQL(PENJAGA + "".join(ISI.format(t) for t in TABEL), LEPAS)]
