"""allauth's forms in Indonesian; what they check stays allauth's."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as KodeReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from terukur.akun.kode import pakai_kode
from terukur.jejak.keamanan import catat_keamanan

SYARAT_SANDI = (
    "Sedikitnya 10 huruf atau angka, bukan angka saja, dan bukan nama Anda, kantor, jabatan atau daerah."
)


def _rapikan(kolom: forms.Field, label: str, *, wajib: str, bantuan: str = "") -> None:
    kolom.label = label
    kolom.help_text = bantuan
    kolom.widget.attrs.pop("placeholder", None)
    kolom.error_messages = {**kolom.error_messages, "required": wajib}


class FormulirMasuk(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _rapikan(
            self.fields["login"],
            "NIP atau nama pengguna",
            wajib="Isi NIP atau nama pengguna. Contoh: operator.dinkes",
        )
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        _rapikan(self.fields["password"], "Kata sandi", wajib="Isi kata sandi.")


class FormulirGantiSandi(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _rapikan(self.fields["oldpassword"], "Kata sandi saat ini", wajib="Isi kata sandi saat ini.")
        _rapikan(
            self.fields["password1"], "Kata sandi baru", wajib="Isi kata sandi baru.", bantuan=SYARAT_SANDI
        )
        _rapikan(self.fields["password2"], "Kata sandi baru, sekali lagi", wajib="Ulangi kata sandi baru.")

    def clean(self) -> Any:
        data = super().clean()
        lama, baru = self.cleaned_data.get("oldpassword"), self.cleaned_data.get("password1")
        if lama and lama == baru:
            self.add_error("password1", "Kata sandi baru harus berbeda dari yang lama.")
        return data


class FormulirSandiUlang(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _rapikan(self.fields["password"], "Kata sandi", wajib="Isi kata sandi Anda.")


class _Kode:
    fields: dict[str, forms.Field]
    user: Any

    def clean_code(self) -> str:
        """As allauth does, once: a code counts for one use in its whole life, and failures are on record."""
        try:
            kode = str(super().clean_code())  # type: ignore[misc]
            pakai_kode(self.user, kode)
        except forms.ValidationError:
            catat_keamanan("kode.gagal", pengguna=self.user.pk)
            raise
        return kode

    def _rapikan_kode(self, bantuan: str) -> None:
        _rapikan(self.fields["code"], "Kode", wajib="Isi kode. Contoh: 123456", bantuan=bantuan)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class FormulirKode(_Kode, AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rapikan_kode("6 angka dari aplikasi autentikator, atau satu kode pemulihan.")


class FormulirKodeUlang(_Kode, KodeReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rapikan_kode("6 angka dari aplikasi autentikator, atau satu kode pemulihan.")


class FormulirAktifkanTotp(_Kode, ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rapikan_kode("6 angka yang tampil di aplikasi setelah kode gambar dipindai.")
