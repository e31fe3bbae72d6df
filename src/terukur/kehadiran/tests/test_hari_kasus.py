"""Named days: what each must become, worked out by hand; engine and reference are both held to it.

The source stands in brackets: a section of absensi.md, the regulation it quotes, or "praktik" (praktik.md,
People's time). Unless said otherwise: Monday 5 October 2026, 07.30 to 16.00 (Friday 16.30), bands of
Permentan 68/2012 (0.5 / 1 / 1.5 / 2 %, TK 4 %), seen after its window has closed.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest

from terukur.kehadiran.choices import BagianHari, CaraBaca, StatusHari
from terukur.kehadiran.rules.hari import TANPA_ATURAN, Aturan, Tanda
from terukur.kehadiran.tests.acuan import LEPAS, Hari, Jadwal, acuan
from terukur.kehadiran.tests.susun import BGN, PANRB, PEDOMAN, PERMENTAN, mesin, satu

S, T, B = StatusHari, Tanda, BagianHari
SENIN, JUMAT, SABTU = dt.date(2026, 10, 5), dt.date(2026, 10, 9), dt.date(2026, 10, 10)
USAI = "+23.59"
"""All windows of these days have closed by then."""
MALAM, SEHARIAN, SORE = Jadwal(1200, 1890), Jadwal(480, 1920), Jadwal(840, 1260)
PUASA, PUASA_JUMAT, PARUH_WAKTU = Jadwal(480, 900), Jadwal(480, 930), Jadwal(480, 720)


def kantor(tanggal: dt.date) -> Jadwal:
    return Jadwal(450, 990 if tanggal.weekday() == 4 else 960) if tanggal.weekday() < 5 else LEPAS


@dataclass(frozen=True)
class K:
    """``tekan``: ``07.25``, ``07.25.30/0`` (button), ``+07.35`` (the next day), ``-23.46`` (the day before).

    ``harap``: status, (minutes, band) late, (minutes, band) early, deduction in thousandths of a per cent.
    """

    nama: str
    tekan: str
    harap: tuple[StatusHari, tuple[int, int], tuple[int, int], int]
    jam: str = ""
    tanda: Tanda | int = 0
    hari: dt.date = SENIN
    jadwal: Jadwal | None = None
    tanpa_jadwal: bool = False
    kemarin: Jadwal | None = None
    besok: Jadwal | None = None
    aturan: Aturan = PERMENTAN
    pada: str = USAI
    jumlah: int | None = None
    isi: Any = ()


def cara(c: CaraBaca) -> Aturan:
    return replace(PERMENTAN, cara=c)


def penuh(*jenis: StatusHari) -> dict[str, Any]:
    return {"lapisan": tuple((j, B.PENUH) for j in jenis)}


PAGI, SIANG = {"lapisan": ((S.DINAS, B.PAGI),)}, {"lapisan": ((S.DINAS, B.SIANG),)}
NIHIL = (0, 0)
HADIR_BERSIH = (S.HADIR, NIHIL, NIHIL, 0)
TUNGGAL_MASUK = T.REKAM_TUNGGAL | T.TANPA_PULANG
TUNGGAL_PULANG = T.REKAM_TUNGGAL | T.TANPA_MASUK
KASUS = [
    # Arrival: completed minutes, late from 07.31.00.
    K("tepat waktu [4.6]", "07.25 16.05", HADIR_BERSIH, "07.25-16.05"),
    K("07.30.59 masih tepat [ANRI 18/2016]", "07.30.59 16.00", HADIR_BERSIH),
    K("07.31.00 terlambat [ANRI 18/2016]", "07.31.00 16.00", (S.HADIR, (1, 1), NIHIL, 500)),
    K("07.31.59 baru semenit [4.6]", "07.31.59 16.00", (S.HADIR, (1, 1), NIHIL, 500)),
    K("30 menit TL1 [5.3 Permentan]", "08.00.59 16.00", (S.HADIR, (30, 1), NIHIL, 500)),
    K("31 menit TL2 [5.3 Permentan]", "08.01 16.00", (S.HADIR, (31, 2), NIHIL, 1000)),
    K("60 menit TL2 [5.3 Permentan]", "08.30 16.00", (S.HADIR, (60, 2), NIHIL, 1000)),
    K("61 menit TL3 [5.3 Permentan]", "08.31 16.00", (S.HADIR, (61, 3), NIHIL, 1500)),
    K("90 menit TL3 [5.3 Permentan]", "09.00 16.00", (S.HADIR, (90, 3), NIHIL, 1500)),
    K("91 menit TL4 [5.3 Permentan]", "09.01 16.00", (S.HADIR, (91, 4), NIHIL, 2000)),
    # Departure: started minutes.
    K("pulang tepat 16.00.00 [4.6]", "07.30 16.00.00", HADIR_BERSIH),
    K("pulang sedetik sebelum [4.6]", "07.30 15.59.59", (S.HADIR, NIHIL, (1, 1), 500)),
    K("30 menit PSW1 [5.3]", "07.30 15.30.00", (S.HADIR, NIHIL, (30, 1), 500)),
    K("31 menit dimulai PSW2 [5.3]", "07.30 15.29.59", (S.HADIR, NIHIL, (31, 2), 1000)),
    K("61 menit dimulai PSW3 [5.3]", "07.30 14.59.59", (S.HADIR, NIHIL, (61, 3), 1500)),
    K("91 menit dimulai PSW4 [5.3]", "07.30 14.29.59", (S.HADIR, NIHIL, (91, 4), 2000)),
    K("terlambat dan pulang cepat dijumlah [4.8]", "07.45 15.45", (S.HADIR, (15, 1), (15, 1), 1000)),
    # One press; missing in or out is the last band (Permenko 10/2025 Ps 22).
    K("satu rekam pagi, tanpa pulang [4.5, Ps 22]", "07.25", (S.HADIR, NIHIL, (0, 4), 2000), "07.25-",
      TUNGGAL_MASUK),
    K("satu rekam sore, tanpa masuk [4.5, Ps 22]", "16.05", (S.HADIR, (0, 4), NIHIL, 2000), "-16.05",
      TUNGGAL_PULANG),
    K("satu rekam tepat di tengah dianggap pulang [4.5]", "11.45.00", (S.HADIR, (0, 4), (255, 4), 4000),
      "-11.45", TUNGGAL_PULANG),
    K("satu rekam sedetik sebelum tengah dianggap masuk [4.5]", "11.44.59",
      (S.HADIR, (254, 4), (0, 4), 4000), "11.44.59-", TUNGGAL_MASUK),
    # Double presses.
    K("rekam ganda 59 detik tetap satu [4.4]", "07.25.00 07.25.59", (S.HADIR, NIHIL, (0, 4), 2000),
      "07.25-", TUNGGAL_MASUK, jumlah=2),
    K("60 detik sudah dua rekam [4.4]", "07.25.00 07.26.00", (S.HADIR, NIHIL, (514, 4), 2000),
      "07.25-07.26"),
    K("rekam ganda sore: yang terakhir [golden]", "07.20 16.05.00 16.05.30", HADIR_BERSIH, "07.20-16.05.30"),
    K("tiga rekam semenit sore saja [4.4]", "16.05.00 16.05.20 16.05.40", (S.HADIR, (0, 4), NIHIL, 2000),
      "-16.05.40", TUNGGAL_PULANG),
    K("rekam yang dikirim dua kali dihitung sekali [4.2]", "07.25 16.05 07.25 16.05", HADIR_BERSIH,
      "07.25-16.05", jumlah=2),
    K("rekam istirahat tidak mengubah FILO [4.5]", "07.25 12.01 12.59 16.05", HADIR_BERSIH, "07.25-16.05"),
    # Nothing at all.
    K("tanpa rekam: TK [4.8]", "", (S.TANPA_KETERANGAN, NIHIL, NIHIL, 4000), "-"),
    K("TK dengan batas sehari [5.3 pedoman]", "", (S.TANPA_KETERANGAN, NIHIL, NIHIL, 2500), aturan=PEDOMAN),
    K("TL4 dan PSW4 terkena batas sehari [5.3 pedoman]", "11.45", (S.HADIR, (0, 4), (255, 4), 2500),
      tanda=TUNGGAL_PULANG, aturan=PEDOMAN),
    K("dua pita saja [5.3 BGN 4/2025]", "08.31 16.00", (S.HADIR, (61, 2), NIHIL, 1000), aturan=BGN),
    K("toleransi 5 menit belum lewat [4.6]", "07.35.00 16.00", HADIR_BERSIH, aturan=BGN),
    K("toleransi lewat: seluruh menitnya [4.6]", "07.35.01 16.00", (S.HADIR, (5, 1), NIHIL, 500), aturan=BGN),
    # Days of the week.
    K("Jumat pulang 16.05 kurang 25 menit [Perpres 21/2023]", "07.25 16.05", (S.HADIR, NIHIL, (25, 1), 500),
      hari=JUMAT),
    K("Jumat pulang 16.30 [Perpres 21/2023]", "07.25 16.30", HADIR_BERSIH, hari=JUMAT),
    K("Sabtu bukan hari kerja [5.1]", "", (S.LEPAS, NIHIL, NIHIL, 0), hari=SABTU),
    K("rekam pada Sabtu menjadi bukti piket [4.3]", "08.00 12.00", (S.LEPAS, NIHIL, NIHIL, 0), "08.00-12.00",
      T.REKAM_SAAT_LEPAS, hari=SABTU),
    K("enam hari kerja: Sabtu tanpa rekam TK [praktik]", "", (S.TANPA_KETERANGAN, NIHIL, NIHIL, 4000),
      hari=SABTU, jadwal=Jadwal(450, 720)),
    K("paruh waktu 08.00-12.00 [praktik]", "07.55 12.00", HADIR_BERSIH, jadwal=PARUH_WAKTU),
    K("paruh waktu pulang 11.00 [praktik]", "07.55 11.00", (S.HADIR, NIHIL, (60, 2), 1000),
      jadwal=PARUH_WAKTU),
    K("jam Ramadan 08.00-15.00 [5.1]", "08.00.59 15.00", HADIR_BERSIH, jadwal=PUASA),
    K("jam Ramadan terlambat [5.1]", "08.01 15.00", (S.HADIR, (1, 1), NIHIL, 500), jadwal=PUASA),
    K("Jumat Ramadan sampai 15.30 [praktik]", "07.55 15.00", (S.HADIR, NIHIL, (30, 1), 500), hari=JUMAT,
      jadwal=PUASA_JUMAT),
    # Shifts over midnight and the windows between them.
    K("sif malam utuh [4.3]", "19.55 +07.35", HADIR_BERSIH, "19.55-+07.35", jadwal=MALAM, besok=MALAM),
    K("sif malam terlambat [4.3]", "20.15 +07.35", (S.HADIR, (15, 1), NIHIL, 500), jadwal=MALAM, besok=MALAM),
    K("sif malam pulang 07.00 [4.3]", "19.55 +07.00", (S.HADIR, NIHIL, (30, 1), 500), jadwal=MALAM,
      besok=MALAM),
    K("sif malam satu rekam dini hari [4.5]", "+06.00", (S.HADIR, (0, 4), (90, 3), 3500), "-+06.00",
      TUNGGAL_PULANG, jadwal=MALAM, besok=MALAM),
    K("sif malam lalu libur [4.3]", "19.55 +07.35", HADIR_BERSIH, jadwal=MALAM, besok=LEPAS),
    K("sif malam lalu libur: 09.44.59 masih miliknya [4.3]", "19.55 +09.44.59", HADIR_BERSIH,
      "19.55-+09.44.59", jadwal=MALAM, besok=LEPAS),
    K("sif malam lalu libur: 09.45.00 milik esok [4.3]", "19.55 +09.45.00", (S.HADIR, NIHIL, (0, 4), 2000),
      "19.55-", TUNGGAL_MASUK, jadwal=MALAM, besok=LEPAS),
    K("dua malam berturut: rekam malam kedua milik esok [4.3]", "19.55 +07.35 +19.50", HADIR_BERSIH,
      "19.55-+07.35", jadwal=MALAM, besok=MALAM),
    K("pulang dari sif malam bukan masuk sif sore [4.3]", "07.35 13.55 21.05", HADIR_BERSIH, "13.55-21.05",
      jadwal=SORE, kemarin=MALAM),
    K("sif 24 jam [4.3]", "07.50 +08.05", HADIR_BERSIH, "07.50-+08.05", jadwal=SEHARIAN, besok=LEPAS),
    K("sif 24 jam pulang dua jam sebelumnya [4.3]", "07.50 +06.00", (S.HADIR, NIHIL, (120, 4), 2000),
      jadwal=SEHARIAN, besok=LEPAS),
    K("sif 24 jam: 09.59 masih miliknya [4.3]", "07.50 +09.59", HADIR_BERSIH, jadwal=SEHARIAN, besok=LEPAS),
    K("sif sore [praktik]", "13.50 21.10", HADIR_BERSIH, jadwal=SORE),
    K("jendela dibuka 60 menit: 06.00 belum [4.3 ANRI]", "06.00 16.05", (S.HADIR, (0, 4), NIHIL, 2000),
      "-16.05", TUNGGAL_PULANG, jadwal=Jadwal(450, 960, 60)),
    K("rekam 23.46 kemarin milik hari ini [4.3]", "-23.46 16.05", HADIR_BERSIH, "-23.46-16.05",
      kemarin=Jadwal(450, 960)),
    K("jam mesin mundur ke 2000-01-01 [1.5]", "2000 07.25 16.05", HADIR_BERSIH, "07.25-16.05", jumlah=2),
    # Holidays.
    K("libur nasional [4.7]", "", (S.LIBUR, NIHIL, NIHIL, 0), isi={"libur": "resmi"}),
    K("cuti bersama mengalahkan cuti [4.7]", "", (S.LIBUR, NIHIL, NIHIL, 0),
      isi={"libur": "resmi"} | penuh(S.CUTI)),
    K("rekam pada hari libur [4.3]", "08.00", (S.LIBUR, NIHIL, NIHIL, 0), "08.00-", T.REKAM_SAAT_LEPAS,
      isi={"libur": "resmi"}),
    K("libur perkiraan tidak pernah TK [praktik]", "", (S.BELUM, NIHIL, NIHIL, 0), tanda=T.LIBUR_PERKIRAAN,
      isi={"libur": "perkiraan"}),
    K("libur perkiraan dengan rekam: hadir [praktik]", "07.45 16.00", (S.HADIR, (15, 1), NIHIL, 500),
      tanda=T.LIBUR_PERKIRAAN, isi={"libur": "perkiraan"}),
    # Overlays.
    K("cuti [4.7]", "", (S.CUTI, NIHIL, NIHIL, 0), isi=penuh(S.CUTI)),
    K("rekam saat cuti ditandai [4.7]", "07.45 16.05", (S.CUTI, NIHIL, NIHIL, 0), "07.45-16.05",
      T.REKAM_SAAT_CUTI, isi=penuh(S.CUTI)),
    K("cuti pada Sabtu tidak memakan hari kerja [5.5]", "", (S.LEPAS, NIHIL, NIHIL, 0), hari=SABTU,
      isi=penuh(S.CUTI)),
    K("dinas luar sehari [4.7]", "", (S.DINAS, NIHIL, NIHIL, 0), isi=penuh(S.DINAS)),
    K("rekam saat dinas luar ditandai [4.7]", "07.25", (S.DINAS, NIHIL, NIHIL, 0), "07.25-",
      T.REKAM_SAAT_TIDAK_MASUK, isi=penuh(S.DINAS)),
    K("dinas luar pagi: masuk tidak dinilai [4.7]", "12.00 16.05", HADIR_BERSIH, tanda=T.SEPARUH, isi=PAGI),
    K("dinas luar pagi: pulang tetap dinilai [4.7]", "12.00 15.00", (S.HADIR, NIHIL, (60, 2), 1000),
      tanda=T.SEPARUH, isi=PAGI),
    K("dinas luar siang: masuk tetap dinilai [4.7]", "07.45 11.00", (S.HADIR, (15, 1), NIHIL, 500),
      tanda=T.SEPARUH, isi=SIANG),
    K("dinas luar siang, satu rekam pagi cukup [4.7]", "07.25", HADIR_BERSIH,
      tanda=T.SEPARUH | T.REKAM_TUNGGAL, isi=SIANG),
    K("dinas luar siang tanpa rekam: bukan TK [4.7]", "", (S.DINAS, (0, 4), NIHIL, 2000),
      tanda=T.SEPARUH | T.TANPA_MASUK, isi=SIANG),
    K("dinas luar pagi tanpa rekam: bukan TK [4.7]", "", (S.DINAS, NIHIL, (0, 4), 2000),
      tanda=T.SEPARUH | T.TANPA_PULANG, isi=PAGI),
    K("dinas pagi dan izin siang: sehari penuh [4.7]", "", (S.DINAS, NIHIL, NIHIL, 500), aturan=PEDOMAN,
      isi={"lapisan": ((S.DINAS, B.PAGI), (S.IZIN, B.SIANG))}),
    K("cuti mengalahkan dinas luar [4.7]", "", (S.CUTI, NIHIL, NIHIL, 0), tanda=T.LAPISAN_GANDA,
      isi=penuh(S.DINAS, S.CUTI)),
    K("dinas luar mengalahkan izin [4.7]", "", (S.DINAS, NIHIL, NIHIL, 0), tanda=T.LAPISAN_GANDA,
      aturan=PEDOMAN, isi=penuh(S.IZIN, S.DINAS)),
    K("diklat [4.7]", "", (S.DIKLAT, NIHIL, NIHIL, 0), isi=penuh(S.DIKLAT)),
    K("izin menurut baris ketentuan [5.3]", "", (S.IZIN, NIHIL, NIHIL, 1000), aturan=PEDOMAN,
      isi=penuh(S.IZIN)),
    K("sakit menurut baris ketentuan [5.3]", "", (S.SAKIT, NIHIL, NIHIL, 500), aturan=PEDOMAN,
      isi=penuh(S.SAKIT)),
    K("sakit tanpa baris ketentuan [5.3]", "", (S.SAKIT, NIHIL, NIHIL, 0), isi=penuh(S.SAKIT)),
    K("bekerja dari lokasi lain [PermenPANRB 4/2025]", "", (S.WFA, NIHIL, NIHIL, 0), isi=penuh(S.WFA)),
    K("rekam saat WFA bukan pertentangan [4.7]", "09.00", (S.WFA, NIHIL, NIHIL, 0), "09.00-",
      isi=penuh(S.WFA)),
    # Left out only by an SK.
    K("dikecualikan dengan SK [issue]", "", (S.DIKECUALIKAN, NIHIL, NIHIL, 0), isi={"dikecualikan": True}),
    K("dikecualikan: rekam terlambat tidak dinilai [issue]", "09.00 16.05", (S.DIKECUALIKAN, NIHIL, NIHIL, 0),
      "09.00-16.05", isi={"dikecualikan": True}),
    K("dikecualikan saat cuti tetap cuti [4.7]", "", (S.CUTI, NIHIL, NIHIL, 0),
      isi={"dikecualikan": True} | penuh(S.CUTI)),
    # Nothing known is not nothing there.
    K("belum ada jadwal [issue]", "", (S.TANPA_JADWAL, NIHIL, NIHIL, 0), tanpa_jadwal=True),
    K("belum ada jadwal, ada rekam [issue]", "07.25 16.05", (S.TANPA_JADWAL, NIHIL, NIHIL, 0), "07.25-16.05",
      tanpa_jadwal=True),
    K("belum ada jadwal, sedang cuti [4.7]", "", (S.CUTI, NIHIL, NIHIL, 0), tanpa_jadwal=True,
      isi=penuh(S.CUTI)),
    K("belum ada ketentuan: menit tanpa potongan [4.8]", "08.00 16.00", (S.HADIR, (30, 0), NIHIL, 0),
      tanda=T.TANPA_KETENTUAN, aturan=TANPA_ATURAN),
    # Flexible hours (Perpres 21/2023 Ps 8-9).
    K("luwes 60: masuk 08.15 pulang 16.45 [4.6]", "08.15 16.45", HADIR_BERSIH, isi={"luwes": 60}),
    K("luwes 60: masuk 08.15 pulang 16.30 kurang 15 [4.6]", "08.15 16.30", (S.HADIR, NIHIL, (15, 1), 500),
      isi={"luwes": 60}),
    K("luwes 60: lewat luwes terlambat 15 [4.6]", "08.45 17.00", (S.HADIR, (15, 1), NIHIL, 500),
      isi={"luwes": 60}),
    K("luwes: datang awal tidak memajukan pulang [4.6]", "07.00 16.00", HADIR_BERSIH, isi={"luwes": 60}),
    K("luwes: 07.30.59 tidak menggeser pulang [4.6]", "07.30.59 16.00", HADIR_BERSIH, isi={"luwes": 60}),
    # Approved hours (5.4).
    K("rekam manual mengisi pulang [5.4]", "07.25", HADIR_BERSIH, "07.25-16.00",
      T.REKAM_MANUAL | T.REKAM_TUNGGAL, isi={"manual": (None, 960)}),
    K("lupa rekam masuk [5.4]", "16.05", HADIR_BERSIH, "07.30-16.05", T.REKAM_MANUAL | T.REKAM_TUNGGAL,
      isi={"manual": (450, None)}),
    K("rekam manual di samping rekam mesin: yang paling awal dan paling akhir [4.7]", "07.45 16.05",
      HADIR_BERSIH, "07.30-16.05", T.REKAM_MANUAL, isi={"manual": (450, 960)}),
    K("rekam manual di antara rekam mesin tidak mengubahnya [4.7]", "07.25 16.05", HADIR_BERSIH,
      "07.25-16.05", isi={"manual": (450, 960)}),
    K("menekan dua kali pagi, lupa sore [4.7]", "07.20 07.25", HADIR_BERSIH, "07.20-16.00", T.REKAM_MANUAL,
      isi={"manual": (None, 960)}),
    K("lupa pagi, menekan dua kali sore [4.7]", "16.05 16.08", HADIR_BERSIH, "07.25-16.08", T.REKAM_MANUAL,
      isi={"manual": (445, None)}),
    K("rekam manual sehari penuh [5.4]", "", HADIR_BERSIH, "07.30-16.00", T.REKAM_MANUAL,
      isi={"manual": (450, 960)}),
    K("koreksi mengganti rekam mesin [issue]", "07.45 16.05", HADIR_BERSIH, "07.30-16.05", T.KOREKSI,
      isi={"koreksi": (450, None)}),
    K("koreksi pada hari cuti tidak berlaku [4.7]", "", (S.CUTI, NIHIL, NIHIL, 0), "-",
      isi={"koreksi": (450, 960)} | penuh(S.CUTI)),
    # Other ways of reading.
    K("pertama sesudah pulang [4.5 FIRST]", "07.25 16.02 17.30", HADIR_BERSIH, "07.25-16.02",
      aturan=cara(CaraBaca.PERTAMA)),
    K("tidak ada sesudah pulang: yang terakhir [4.5 FIRST]", "07.25 15.30", (S.HADIR, NIHIL, (30, 1), 500),
      "07.25-15.30", aturan=cara(CaraBaca.PERTAMA)),
    K("hanya sore: tanpa masuk [4.5 FIRST]", "13.00 16.10", (S.HADIR, (0, 4), NIHIL, 2000), "-16.10",
      T.TANPA_MASUK, aturan=cara(CaraBaca.PERTAMA)),
    K("tombol masuk dan pulang [4.5 STATUS]", "07.25/0 12.00/1 12.50/0 16.05/1", HADIR_BERSIH, "07.25-16.05",
      aturan=cara(CaraBaca.STATUS)),
    K("hanya tombol masuk [4.5 STATUS]", "07.25/0 16.05/0", (S.HADIR, NIHIL, (0, 4), 2000), "07.25-",
      T.TANPA_PULANG, aturan=cara(CaraBaca.STATUS)),
    K("tombol 255 dibaca FILO [4.5 STATUS]", "07.25/0 16.05/255", HADIR_BERSIH, "07.25-16.05",
      aturan=cara(CaraBaca.STATUS)),
    K("tombol terbalik dibaca FILO [4.5 STATUS]", "07.25/1 16.05/0", HADIR_BERSIH, "07.25-16.05",
      aturan=cara(CaraBaca.STATUS)),
    K("bergantian genap [4.5 ALT]", "07.25 12.00 12.50 16.05", HADIR_BERSIH, "07.25-16.05",
      aturan=cara(CaraBaca.SELANG)),
    K("bergantian ganjil [4.5 ALT]", "07.25 12.00 12.50", (S.HADIR, NIHIL, (240, 4), 2000), "07.25-12.00",
      T.REKAM_GANJIL, aturan=cara(CaraBaca.SELANG)),
    # Lateness made up for on the same day, where a rule set says so.
    K("ditebus tepat sampai detiknya [PANRB 6/2018]", "07.45 16.15.00", (S.HADIR, (15, 0), NIHIL, 0),
      tanda=T.DITEBUS, aturan=PANRB),
    K("kurang sedetik tidak ditebus [PANRB 6/2018]", "07.45 16.14.59", (S.HADIR, (15, 1), NIHIL, 500),
      aturan=PANRB),
    K("30 menit masih dapat ditebus [PANRB 6/2018]", "08.00 17.00", (S.HADIR, (30, 0), NIHIL, 0),
      tanda=T.DITEBUS, aturan=PANRB),
    K("31 menit tidak dapat ditebus [PANRB 6/2018]", "08.01 17.00", (S.HADIR, (31, 2), NIHIL, 1000),
      aturan=PANRB),
    K("tanpa aturan tebus tidak ada tebusan [default]", "07.45 17.00", (S.HADIR, (15, 1), NIHIL, 500)),
    K("jam luwes dahulu, sisanya ditebus [4.6]", "08.10 16.40", (S.HADIR, (10, 0), NIHIL, 0),
      tanda=T.DITEBUS, aturan=PANRB, isi={"luwes": 30}),
    K("pulang belum diketahui: belum ditebus [brief]", "07.45", (S.BELUM, (15, 1), NIHIL, 0),
      tanda=T.REKAM_TUNGGAL, aturan=PANRB, pada="10.00"),
    # A day that is not over.
    K("pukul 10, sudah datang: belum selesai [brief]", "07.45", (S.BELUM, (15, 1), NIHIL, 0), "07.45-",
      T.REKAM_TUNGGAL, pada="10.00"),
    K("pukul 10, belum datang: bukan TK [brief]", "", (S.BELUM, NIHIL, NIHIL, 0), "-", pada="10.00"),
    K("jendela belum tertutup sedetik lagi [brief]", "", (S.BELUM, NIHIL, NIHIL, 0), pada="23.44.59"),
    K("jendela tertutup: TK [brief]", "", (S.TANPA_KETERANGAN, NIHIL, NIHIL, 4000), pada="23.45.00"),
    K("cuti sudah diketahui sejak pagi [4.7]", "", (S.CUTI, NIHIL, NIHIL, 0), pada="06.00",
      isi=penuh(S.CUTI)),
]  # fmt: skip


def saat(hari: dt.date, teks: str) -> dt.datetime:
    if teks == "2000":
        return dt.datetime(2000, 1, 1)
    geser = {"+": 1, "-": -1}.get(teks[0], 0)
    jam = dt.time(*map(int, teks.lstrip("+-").split(".")))
    return dt.datetime.combine(hari + dt.timedelta(days=geser), jam)


def satu_tekan(hari: dt.date, teks: str) -> tuple[dt.datetime, int]:
    jam, _, tombol = teks.partition("/")
    return saat(hari, jam), int(tombol or 255)


def tertulis(hari: dt.date, jam: dt.datetime | None) -> str:
    if jam is None:
        return ""
    tanda = {0: "", 1: "+", -1: "-"}[(jam.date() - hari).days]
    return tanda + f"{jam:%H.%M.%S}".removesuffix(".00")


@pytest.mark.parametrize("k", KASUS, ids=lambda k: k.nama)
def test_named_day(k: K) -> None:
    tekan = [satu_tekan(k.hari, t) for t in k.tekan.split()]
    kini = None if k.tanpa_jadwal else k.jadwal or kantor(k.hari)
    hari = []
    for geser, jadwal in ((-1, k.kemarin), (0, kini), (1, k.besok)):
        tanggal = k.hari + dt.timedelta(days=geser)
        isi = dict(k.isi) if geser == 0 else {}
        dipakai = jadwal if geser == 0 else jadwal or kantor(tanggal)
        hari.append(Hari(tanggal, dipakai, aturan=k.aturan, **isi))
    pada = saat(k.hari, k.pada)
    h = satu(mesin([(hari, tekan)], pada=pada), 0, 0)
    status, lambat, cepat, potongan = k.harap
    assert (h.status, (h.terlambat, h.pita_terlambat), (h.pulang_cepat, h.pita_pulang_cepat), h.potongan) == (
        status, lambat, cepat, potongan,
    )  # fmt: skip
    assert h.tanda == k.tanda
    if k.jam:
        assert f"{tertulis(k.hari, h.masuk)}-{tertulis(k.hari, h.pulang)}" == k.jam
    if k.jumlah is not None:
        assert h.jumlah == k.jumlah
    assert acuan(*hari, tekan, pada=pada) == h


def test_there_are_enough_named_days() -> None:
    assert len({k.nama for k in KASUS}) == len(KASUS) >= 60
