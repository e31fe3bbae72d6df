"""The database itself keeps what was signed: whole versions, and lines that wait for the second party."""

from django.db import migrations

FUNGSI = """
create function kinerja_jaga_perjanjian() returns trigger language plpgsql as $$
begin
    if old.status = 'ditetapkan' then
        raise exception 'Perjanjian kinerja yang sudah ditandatangani kedua pihak tidak berubah.'
            using errcode = 'restrict_violation';
    end if;
    if old.status = 'diajukan' then
        if tg_op = 'DELETE' then
            raise exception 'Perjanjian kinerja yang sudah ditandatangani tidak dihapus.'
                using errcode = 'restrict_violation';
        end if;
        if new.status = 'diajukan' or new.status = 'draf' or (new.status = 'ditetapkan' and (
            new.pihak_pertama, new.penanda_id, new.diajukan_pada, new.diajukan_oleh
        ) is distinct from (old.pihak_pertama, old.penanda_id, old.diajukan_pada, old.diajukan_oleh)) or (
            new.opd_id, new.jabatan_id, new.pegawai_id, new.atasan_id, new.tahun, new.perubahan_ke, new.pemicu,
            new.alasan, new.nomor_dokumen, new.tanggal_dokumen, new.sumber_anggaran, new.versi
        ) is distinct from (
            old.opd_id, old.jabatan_id, old.pegawai_id, old.atasan_id, old.tahun, old.perubahan_ke, old.pemicu,
            old.alasan, old.nomor_dokumen, old.tanggal_dokumen, old.sumber_anggaran, old.versi
        ) then
            raise exception 'Perjanjian kinerja yang sudah ditandatangani hanya ditetapkan atau dikembalikan.'
                using errcode = 'restrict_violation';
        end if;
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;

create function kinerja_jaga_isi_perjanjian() returns trigger language plpgsql as $$
declare
    milik uuid[];
begin
    milik := case tg_op
        when 'INSERT' then array[new.perjanjian_id]
        when 'DELETE' then array[old.perjanjian_id]
        else array[old.perjanjian_id, new.perjanjian_id]
    end;
    if exists (
        select from kinerja_perjanjiankinerja p
        where p.id = any(milik) and p.status in ('diajukan', 'ditetapkan')
    ) then
        raise exception 'Isi perjanjian kinerja yang sudah ditandatangani tidak berubah.'
            using errcode = 'restrict_violation';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;

create trigger kinerja_jaga_perjanjian before update or delete on kinerja_perjanjiankinerja
    for each row execute function kinerja_jaga_perjanjian();
create trigger kinerja_jaga_isi before insert or update or delete on kinerja_barisperjanjian
    for each row execute function kinerja_jaga_isi_perjanjian();
create trigger kinerja_jaga_isi before insert or update or delete on kinerja_programperjanjian
    for each row execute function kinerja_jaga_isi_perjanjian();
"""
LEPAS = """
drop trigger kinerja_jaga_isi on kinerja_programperjanjian;
drop trigger kinerja_jaga_isi on kinerja_barisperjanjian;
drop trigger kinerja_jaga_perjanjian on kinerja_perjanjiankinerja;
drop function kinerja_jaga_isi_perjanjian();
drop function kinerja_jaga_perjanjian();
"""


class Migration(migrations.Migration):
    dependencies = [("kinerja", "0002_perjanjian")]

    operations = [migrations.RunSQL(FUNGSI, LEPAS)]
