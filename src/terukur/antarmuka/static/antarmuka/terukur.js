/* Optional help only: every page works without this file. No eval, no inline handlers (CSP). */
(() => {
  "use strict";
  const d = document, badan = d.body;
  const semua = (sel, di = d) => [...di.querySelectorAll(sel)];
  const suara = d.getElementById("pengumuman");
  const umumkan = (teks) => { if (suara) { suara.textContent = ""; setTimeout(() => { suara.textContent = teks; }, 60); } };

  /* the browser's own refusal, in the language of the page */
  d.addEventListener("invalid", (e) => {
    const i = e.target, v = i.validity;
    i.setCustomValidity("");
    if (!v.valid) i.setCustomValidity(v.valueMissing ? "Bagian ini wajib diisi." : "Isian ini belum sesuai; periksa lagi.");
  }, true);
  const maafkan = ({ target: i }) => { /* of radio buttons each one refused: choosing one forgives them all */
    const grup = i.type === "radio" && i.form ? [...i.form.elements].filter((x) => x.name === i.name) : [i];
    grup.forEach((x) => { if (x.setCustomValidity) x.setCustomValidity(""); });
  };
  ["input", "change"].forEach((n) => d.addEventListener(n, maafkan, true));

  /* one submit is one submit */
  d.addEventListener("submit", (e) => {
    const f = e.target;
    if (e.defaultPrevented || (f.method || "").toLowerCase() !== "post" || "unduh" in f.dataset) return;
    if (f.dataset.terkirim) { e.preventDefault(); return; }
    f.dataset.terkirim = "1";
    const b = e.submitter;
    if (b) { b.dataset.terkirim = b.textContent.trim(); setTimeout(() => { b.setAttribute("aria-disabled", "true"); }); umumkan("Mengirim…"); }
  });
  const lepas = () => semua("[data-terkirim]").forEach((e) => { delete e.dataset.terkirim; e.removeAttribute("aria-disabled"); });
  addEventListener("pageshow", (e) => { if (e.persisted) lepas(); });
  d.addEventListener("htmx:afterRequest", lepas);

  /* acts that cannot be taken back name their consequence */
  d.addEventListener("click", (e) => {
    const b = e.target.closest("[data-konfirmasi]");
    if (!b || b.dataset.yakin || typeof HTMLDialogElement === "undefined") return;
    e.preventDefault(); e.stopImmediatePropagation();
    if (b.form && !b.formNoValidate && !b.form.noValidate && !b.form.reportValidity()) return;
    const g = d.createElement("dialog"), p = d.createElement("p"), a = d.createElement("div");
    p.textContent = b.dataset.konfirmasi; p.id = "tanya"; g.setAttribute("aria-labelledby", "tanya"); a.className = "aksi";
    const tombol = (teks, kelas, kerja) => { const t = d.createElement("button"); t.type = "button"; t.className = kelas;
      t.textContent = teks; t.addEventListener("click", () => { g.close(); kerja(); }); a.append(t); };
    tombol("Batal", "tombol", () => {});
    tombol(b.dataset.ya || b.textContent.trim(), b.classList.contains("bahaya") ? "tombol bahaya" : "tombol utama",
      () => { b.dataset.yakin = "1"; b.click(); delete b.dataset.yakin; });
    g.append(p, a); badan.append(g); g.addEventListener("close", () => { g.remove(); b.focus(); }); g.showModal();
  }, true);

  /* copy text */
  d.addEventListener("click", async (e) => {
    const b = e.target.closest("[data-salin]");
    if (!b) return;
    const asal = d.querySelector(b.dataset.salin), teks = asal.value ?? asal.textContent;
    try { await navigator.clipboard.writeText(teks); } catch {
      const r = d.createRange(); r.selectNodeContents(asal); getSelection().removeAllRanges(); getSelection().addRange(r);
      d.execCommand("copy");
    }
    umumkan("Teks disalin.");
    const n = b.querySelector("span") || b, lama = n.textContent; n.textContent = "Tersalin";
    setTimeout(() => { n.textContent = lama; }, 2000);
  });

  /* countdown by the server's clock */
  const geser = badan.dataset.sekarang ? Date.parse(badan.dataset.sekarang) - Date.now() : 0;
  const sisa = (ms) => {
    const menit = Math.floor(Math.abs(ms) / 6e4), h = Math.floor(menit / 1440), j = Math.floor(menit / 60) % 24, m = menit % 60;
    const b = [[h, "hari"], [j, "jam"], [m, "menit"]].filter(([n]) => n).slice(0, 2).map(([n, k]) => `${n} ${k}`);
    return (ms < 0 ? "lewat " : "") + (b.join(" ") || "kurang dari 1 menit");
  };
  const detak = () => semua("[data-sisa]").forEach((e) => { e.textContent = sisa(Date.parse(e.dataset.sisa) - Date.now() - geser); });
  setInterval(detak, 30000);

  /* thousands while leaving the field; the server reads both */
  d.addEventListener("focusout", (e) => {
    const i = e.target;
    if (!i.matches || !i.matches("[data-angka]") || !/^-?\d{4,}(,\d+)?$/.test(i.value.trim())) return;
    const [u, k] = i.value.trim().split(",");
    i.value = u.replace(/\B(?=(\d{3})+$)/g, ".") + (k === undefined ? "" : `,${k}`);
  });

  /* a chosen date in words: the browser's own notation may put the month first and count hours to 12 */
  const HARI = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  const sebut = (i) => {
    const jam = i.value.slice(11, 16).replace(":", ".");
    const kata = i.value ? new Date(i.value.slice(0, 10) + "T12:00").toLocaleDateString("id-ID", HARI) + (jam && ` pukul ${jam}`) : "";
    let o = i.parentElement.querySelector(".tanggal-kata");
    const label = i.closest(".bilah-saring") && i.labels[0]; /* fields in one line: nothing may stand below one of them */
    if (!o) { o = d.createElement(label ? "span" : "div"); o.className = `${label ? "ops" : "bantuan"} tanggal-kata`;
      if (label) label.append(o); else i.after(o); }
    o.textContent = (label && kata ? " " : "") + kata;
  };
  const TANGGAL = 'input[type="date"], input[type="datetime-local"]';
  d.addEventListener("change", (e) => { if (e.target.matches && e.target.matches(TANGGAL)) sebut(e.target); });

  /* menus close when one leaves them */
  d.addEventListener("click", (e) => semua("details.lipat-menu[open]").forEach((m) => { if (!m.contains(e.target)) m.open = false; }));
  d.addEventListener("keydown", (e) => { if (e.key === "Escape") semua("details.lipat-menu[open]").forEach((m) => {
    m.open = false; m.querySelector("summary").focus(); }); });

  const hidupkan = (di) => { semua(TANGGAL, di).filter((i) => i.value).forEach(sebut); };
  hidupkan(d);
  d.addEventListener("htmx:afterSwap", (e) => { hidupkan(e.target); detak(); });
  d.addEventListener("dipulihkan", (e) => hidupkan(e.target));
  /* the open branch of a tree stands in its middle */
  const kini = d.querySelector(".pohon [aria-current]"), wadah = kini && kini.closest(".kartu");
  if (wadah) wadah.scrollTop += kini.getBoundingClientRect().top - wadah.getBoundingClientRect().top - wadah.clientHeight / 2;
  const galat = d.querySelector(".galat-formulir");
  if (galat) galat.focus();
})();
