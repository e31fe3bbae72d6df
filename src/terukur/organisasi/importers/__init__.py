"""Workbooks of OPD, unit, wilayah, pegawai, penugasan and holidays."""
