"""Wilayah, OPD, units, offices, people and logins of Nusa Tenun."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.contoh import akun
from terukur.contoh.tabel import baca
from terukur.inti.pelaku import SISTEM
from terukur.organisasi import actions as org
from terukur.organisasi.choices import Eselon, JenisOPD, JenisPenugasan, JenisUnit, StatusPegawai
from terukur.organisasi.models import OPD, Jabatan, Pegawai, Unit, Wilayah

DASAR = "Perbup SOTK Nusa Tenun (contoh)"
BAGIAN_SETDA = ("Pemerintahan", "Hukum", "Organisasi", "Umum", "Perekonomian", "Kesejahteraan Rakyat")
SEMENTARA = {"Kec. Watu Panjang": JenisPenugasan.PLT, "Dinas Peternakan": JenisPenugasan.PLT}
"""OPD whose head is acting, so that the demo shows how that looks."""

FUNGSI_KESEHATAN = (
    ("Perumusan dan pelaksanaan kebijakan upaya kesehatan", ("1.02.02",)),
    ("Pembinaan sumber daya manusia kesehatan", ("1.02.03",)),
    ("Pengendalian penduduk dan keluarga berencana", ("2.14.03",)),
    ("Pengawasan sediaan farmasi, alat kesehatan dan makanan minuman", ("1.02.04",)),
    ("Pelayanan administrasi dinas", ("1.02.01",)),
)

STAF_PER_OPD = 14
"""Ordinary staff of each OPD; with heads and secretaries that makes about 400 ASN."""


def _eselon_kepala(jenis: str) -> str:
    if jenis == JenisOPD.SEKRETARIAT_DAERAH:
        return Eselon.II_A
    return Eselon.III_A if jenis in (JenisOPD.KECAMATAN, JenisOPD.RSUD) else Eselon.II_B


def _nama_kepala(opd: OPD) -> str:
    if opd.jenis == JenisOPD.SEKRETARIAT_DAERAH:
        return "Sekretaris Daerah"
    if opd.jenis == JenisOPD.SEKRETARIAT_DPRD:
        return "Sekretaris DPRD"
    if opd.jenis == JenisOPD.INSPEKTORAT:
        return "Inspektur"
    if opd.jenis == JenisOPD.KECAMATAN:
        return opd.nama.replace("Kecamatan", "Camat")
    if opd.jenis == JenisOPD.RSUD:
        return f"Direktur {opd.nama}"
    return f"Kepala {opd.nama}"


class PenulisOrganisasi:
    """Writes the organisation as known since ``pada``, valid from that day on."""

    def __init__(self, pada: dt.datetime) -> None:
        self.pada = pada
        self.sejak = timezone.localdate(pada)
        self.nomor_pegawai = 0
        self.nomor_sk = 0
        self.sementara: list[tuple[Pegawai, Jabatan, str]] = []
        """Acting heads, appointed later than everything else and therefore written last."""

    def _nip(self) -> str:
        self.nomor_pegawai += 1
        return f"9999{self.nomor_pegawai:014d}"

    def wilayah(self) -> None:
        menurut_kode: dict[str, Wilayah] = {}
        for b in baca("wilayah"):
            menurut_kode[b["kode"]] = org.catat_wilayah(
                kode=b["kode"], nama=b["nama"], tingkat=b["tingkat"],
                induk=menurut_kode.get(b["kode_induk"]), oleh=SISTEM, pada=self.pada,
            )  # fmt: skip

    def opd(self) -> list[OPD]:
        menurut_kode: dict[str, OPD] = {}
        for b in baca("opd"):
            menurut_kode[b["kode"]] = org.catat_opd(
                kode=b["kode"], nama=b["nama"], singkatan=b["singkatan"], jenis=b["jenis"],
                induk=menurut_kode.get(b["kode_induk"]), sejak=self.sejak, dasar=DASAR,
                oleh=SISTEM, pada=self.pada,
            )  # fmt: skip
        return list(menurut_kode.values())

    def unit(self, opd: OPD) -> None:
        daftar: list[tuple[str, str]] = []
        if opd.jenis == JenisOPD.SEKRETARIAT_DAERAH:
            daftar = [(f"Bagian {n}", JenisUnit.BAGIAN) for n in BAGIAN_SETDA]
        elif opd.singkatan == "Dinas Kesehatan":
            daftar = [
                (f"Puskesmas {b['nama']}", JenisUnit.PUSKESMAS)
                for b in baca("wilayah") if b["tingkat"] == "kecamatan"
            ]  # fmt: skip
        elif opd.jenis == JenisOPD.KECAMATAN:
            nama_kecamatan = opd.nama.removeprefix("Kecamatan ")
            kode = next(b["kode"] for b in baca("wilayah") if b["nama"] == nama_kecamatan)
            daftar = [
                (f"Kelurahan {b['nama']}", JenisUnit.KELURAHAN)
                for b in baca("wilayah") if b["kode_induk"] == kode and b["tingkat"] == "kelurahan"
            ]  # fmt: skip
        for n, (nama, jenis) in enumerate(daftar, 1):
            self._satu_unit(opd, n, nama, jenis)

    def _satu_unit(self, opd: OPD, n: int, nama: str, jenis: str) -> Unit:
        return org.catat_unit(
            opd=opd, kode=f"{opd.kode[:17]}.{n:04d}", nama=nama, jenis=jenis, sejak=self.sejak,
            dasar=DASAR, oleh=SISTEM, pada=self.pada,
        )  # fmt: skip

    def pengguna(self, contoh: akun.AkunContoh, opd: OPD | None, sandi: str) -> Pengguna:
        pengguna = Pengguna(
            nama_pengguna=contoh.nama_pengguna, nama=contoh.nama, password=sandi, dibuat_pada=self.pada
        )
        pengguna.save(force_insert=True)
        if contoh.peran not in (Peran.KEPALA_OPD, Peran.PEGAWAI):
            org.beri_peran(
                pengguna=pengguna, peran=contoh.peran, opd=opd, syarat=contoh.syarat,
                sejak=self.sejak, dasar="Kabupaten contoh", akses=None, oleh=SISTEM, pada=self.pada,
            )  # fmt: skip
        return pengguna

    def profil(self, opd: OPD) -> None:
        """Tugas and fungsi of one OPD, with a fungsi that no program carries out."""
        org.tulis_profil(
            opd=opd, tugas="Membantu Bupati melaksanakan urusan kesehatan dan pengendalian penduduk.",
            fungsi=FUNGSI_KESEHATAN, dasar=DASAR, sejak=self.sejak, oleh=SISTEM, pada=self.pada,
        )  # fmt: skip

    def pegawai(self, nama: str, status: str, pengguna: Pengguna | None = None) -> Pegawai:
        return org.catat_pegawai(
            nama=nama, status=status, nip=self._nip(), pengguna=pengguna, oleh=SISTEM, pada=self.pada
        )

    def tugaskan(self, pegawai: Pegawai, jabatan: Jabatan, jenis: str, sejak: dt.date) -> None:
        self.nomor_sk += 1
        sementara = jenis != JenisPenugasan.DEFINITIF
        org.tugaskan(
            pegawai=pegawai, jabatan=jabatan, jenis=jenis,
            nomor_sk=f"800.1.3/{self.nomor_sk}/BKPSDM/{sejak.year}", tanggal_sk=sejak, sejak=sejak,
            sampai=sejak + dt.timedelta(days=89) if sementara else None, oleh=SISTEM,
            pada=max(self.pada, dt.datetime.combine(sejak, dt.time(1), tzinfo=dt.UTC)),
        )  # fmt: skip

    def jabatan(self, opd: OPD, nama: str, eselon: str, *, kepala: bool, tunggal: bool) -> Jabatan:
        return org.catat_jabatan(
            opd=opd, nama=nama, eselon=eselon, kepala=kepala, tunggal=tunggal, sejak=self.sejak,
            dasar=DASAR, oleh=SISTEM, pada=self.pada,
        )  # fmt: skip


@transaction.atomic
def isi_organisasi(*, pada: dt.datetime) -> PenulisOrganisasi:
    """Everything the later parts stand on, known since 560 days before ``pada``; for ``isi_sementara``."""
    tulis = PenulisOrganisasi(pada - dt.timedelta(days=560))
    tulis.wilayah()
    semua = tulis.opd()
    contoh_pengguna = Pengguna()
    contoh_pengguna.set_password(akun.KATA_SANDI)
    sandi = contoh_pengguna.password
    for contoh in (*akun.AKUN_KABUPATEN, akun.AKUN_PEGAWAI):
        pengguna = tulis.pengguna(contoh, None, sandi)
        if contoh is akun.AKUN_PEGAWAI:
            tulis.pegawai(contoh.nama, StatusPegawai.PNS, pengguna)
        if contoh.nama_pengguna == akun.KEPALA_DAERAH[0]:
            org.beri_peran(
                pengguna=pengguna, peran=Peran.KEPALA_DAERAH, opd=None, sejak=tulis.sejak,
                dasar=akun.KEPALA_DAERAH[1], akses=None, oleh=SISTEM, pada=tulis.pada,
            )  # fmt: skip
    for opd in semua:
        tulis.unit(opd)
        if opd.singkatan == "Dinas Kesehatan":
            tulis.profil(opd)
        _isi_orang(tulis, opd, sandi)
    return tulis


def isi_sementara(tulis: PenulisOrganisasi, *, pada: dt.datetime) -> None:
    """The Plt and Plh, since 82 days before ``pada``: some of them near the end of their three months."""
    for orang, kepala, jenis in tulis.sementara:
        tulis.tugaskan(orang, kepala, jenis, timezone.localdate(pada) - dt.timedelta(days=82))


def _isi_orang(tulis: PenulisOrganisasi, opd: OPD, sandi: str) -> None:
    kepala = tulis.jabatan(opd, _nama_kepala(opd), _eselon_kepala(opd.jenis), kepala=True, tunggal=True)
    eselon_sekretaris = Eselon.III_B if opd.jenis == JenisOPD.KECAMATAN else Eselon.III_A
    sekretaris = tulis.jabatan(
        opd, f"Sekretaris {opd.singkatan}", eselon_sekretaris, kepala=False, tunggal=True
    )
    staf = tulis.jabatan(opd, "Pelaksana", Eselon.NONSTRUKTURAL, kepala=False, tunggal=False)
    for contoh in akun.akun_opd(opd.singkatan):
        if contoh.peran is Peran.KEPALA_OPD and opd.jenis == JenisOPD.SEKRETARIAT_DAERAH:
            pengguna = Pengguna.objects.get(nama_pengguna="sekda")  # the Sekda signs for Setda
        else:
            pengguna = tulis.pengguna(contoh, opd, sandi)
        orang = tulis.pegawai(pengguna.nama, StatusPegawai.PNS, pengguna)
        if contoh.peran is Peran.KEPALA_OPD:
            if jenis := SEMENTARA.get(opd.singkatan):
                tulis.sementara.append((orang, kepala, jenis))
            else:
                tulis.tugaskan(orang, kepala, JenisPenugasan.DEFINITIF, tulis.sejak)
        elif contoh.peran is Peran.PEMARAF:
            tulis.tugaskan(orang, sekretaris, JenisPenugasan.DEFINITIF, tulis.sejak)
        else:
            tulis.tugaskan(orang, staf, JenisPenugasan.DEFINITIF, tulis.sejak)
    for n in range(STAF_PER_OPD):
        status = (StatusPegawai.PNS, StatusPegawai.PNS, StatusPegawai.PPPK)[n % 3]
        orang = tulis.pegawai(f"Pegawai Contoh {tulis.nomor_pegawai + 1:03d}", status)
        tulis.tugaskan(orang, staf, JenisPenugasan.DEFINITIF, tulis.sejak)
