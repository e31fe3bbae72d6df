"""What the browser finds wrong with one page: accessibility, weight, width, dead buttons, other hosts."""

from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page

from tests.peramban import ATURAN_SEMPIT, naskah_axe, pelanggaran_axe

KUNJUNGAN_PERTAMA = 60_000
KUNJUNGAN_ULANG = 15_000
HTML_FORMULIR = 20_000
LEBAR = (1280, 360)
LEBAR_ISI = "document.documentElement.scrollWidth"
TOMBOL_MATI = """() => [...document.querySelectorAll('button,a')].filter(e =>
  e.matches('a') ? !e.getAttribute('href') || e.getAttribute('href') === '#'
  : !e.form && !e.disabled && !e.ariaDisabled && !e.popoverTargetElement
    && !Object.keys(e.dataset).length && !e.getAttributeNames().some(n => n.startsWith('hx-'))
).map(e => e.outerHTML.slice(0, 120))"""

JALUR_WARNA = """() => {
  const keadaan = [
    'type', 'disabled', 'readonly', 'aria-current', 'aria-pressed', 'aria-disabled', 'aria-sort'
  ];
  const bertulis = e => e.matches('input,select,textarea')
    || [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
  const jalur = new Map(), teks = window.teksMenurutJalur = new Map();
  for (const e of [document.body, ...document.body.querySelectorAll('*')]) {
    const sifat = keadaan.filter(a => e.hasAttribute(a)).map(a => a + '=' + e.getAttribute(a));
    const j = [jalur.get(e.parentElement), e.tagName, ...[...e.classList].sort(), ...sifat].join(' ');
    jalur.set(e, j);
    if (!bertulis(e) || !e.checkVisibility({visibilityProperty: true})) continue;
    teks.set(j, [...(teks.get(j) || []), e].slice(0, 3));
  }
  return [...teks.keys()];
}"""
"""The ways from the page to its visible texts: tags, classes and states, from which colours follow."""

PILIH_WARNA = """jalur => {
  const teks = jalur.flatMap(j => window.teksMenurutJalur.get(j));
  for (const e of teks) e.toggleAttribute('data-warna-baru', true);
  axe.configure({rules: [{id: 'color-contrast', selector: '[data-warna-baru]'}]});
}"""
"""Contrast looks at these alone, at three texts of each: a whole page costs five times all other rules."""


class Pemeriksa:
    """Opens pages in one browser page and measures what came over the wire.

    Bytes are ``encodedDataLength`` as Chromium reports them, headers included. A stylesheet or
    script comes over the wire once; its size is remembered, so that the weight of a first visit
    is known for every page without emptying the cache each time.
    """

    def __init__(self, halaman: Page) -> None:
        self.halaman = halaman
        self._ukuran: dict[str, float] = {}
        self._berkas: dict[str, str] = {}
        self._kali_ini: dict[str, float] = {}
        self._konsol: list[str] = []
        self._warna: set[str] = set()
        halaman.add_init_script(naskah_axe())  # sent to the browser once, not with every page
        cdp: CDPSession = halaman.context.new_cdp_session(halaman)
        cdp.send("Network.enable")
        cdp.send("Network.setBypassServiceWorker", {"bypass": True})  # weigh the wire, not the store
        cdp.on("Network.responseReceived", self._terima)
        cdp.on("Network.loadingFinished", self._selesai)
        halaman.on("console", lambda m: self._konsol.append(m.text) if m.type == "error" else None)
        halaman.on("pageerror", lambda g: self._konsol.append(str(g)))

    def _terima(self, kabar: dict) -> None:  # type: ignore[type-arg]
        self._berkas[kabar["requestId"]] = kabar["response"]["url"]

    def _selesai(self, kabar: dict) -> None:  # type: ignore[type-arg]
        alamat = self._berkas.get(kabar["requestId"], "")
        if alamat.startswith("http"):
            self._kali_ini[alamat] = kabar["encodedDataLength"]
            self._ukuran[alamat] = max(self._ukuran.get(alamat, 0), kabar["encodedDataLength"])

    def berat(self) -> tuple[float, float, float]:
        """(first visit, repeat visit, the page's own HTML) in bytes, for the page that stands open."""
        sumber = self.halaman.evaluate("performance.getEntriesByType('resource').map(r => r.name)")
        html = self._kali_ini.get(self.halaman.url.split("#")[0], 0)
        pertama = html + sum(self._ukuran.get(s, 0) for s in set(sumber))
        ulang = html + sum(
            self._kali_ini.get(s, 0) for s in set(sumber) if not urlsplit(s).path.startswith("/statik/")
        )
        return pertama, ulang, html

    def periksa(self, alamat: str, *, baru: bool = True) -> list[str]:
        """Open ``alamat``, look at it at both widths, and say what is wrong.

        ``baru=False``: one of its kind was seen before, with other forms: only the forms are new.
        """
        self._konsol.clear()
        self._kali_ini.clear()
        self.halaman.set_viewport_size({"width": LEBAR[0], "height": 800})
        self.halaman.goto(alamat, wait_until="load")
        galat = [f"konsol: {p}" for p in self._konsol]
        pertama, ulang, html = self.berat()
        if pertama > KUNJUNGAN_PERTAMA:
            galat.append(f"kunjungan pertama {pertama:.0f} byte")
        if ulang > KUNJUNGAN_ULANG:
            galat.append(f"kunjungan ulang {ulang:.0f} byte")
        if html > HTML_FORMULIR:
            galat.append(f"HTML {html:.0f} byte")
        if not html:
            galat.append("berat halaman tidak terukur")
        galat += [f"tombol mati: {t}" for t in self.halaman.evaluate(TOMBOL_MATI)]
        for lebar in LEBAR:
            self.halaman.set_viewport_size({"width": lebar, "height": 800})
            if self.halaman.evaluate(LEBAR_ISI) > lebar:
                galat.append(f"lebih lebar daripada layar {lebar}")
            galat += [f"aksesibilitas {lebar} {p}" for p in self._aksesibilitas(lebar, baru)]
        return galat

    def _aksesibilitas(self, lebar: int, baru: bool) -> list[str]:
        if lebar != LEBAR[0]:
            return pelanggaran_axe(self.halaman, aturan=ATURAN_SEMPIT) if baru else []
        if not baru:
            return pelanggaran_axe(self.halaman, kontras=False, lingkup="form")
        warna = set(self.halaman.evaluate(JALUR_WARNA)) - self._warna
        self._warna |= warna
        self.halaman.evaluate(PILIH_WARNA, list(warna))
        return pelanggaran_axe(self.halaman, kontras=bool(warna))
