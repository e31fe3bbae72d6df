/* Optional help only: every page works without this file. No eval, no inline handlers (CSP). */
(() => {
  "use strict";
  const d = document, badan = d.body, pengguna = badan.dataset.pengguna || "";
  const semua = (sel, di = d) => [...di.querySelectorAll(sel)];
  const suara = d.getElementById("pengumuman");
  const umumkan = (teks) => { if (suara) { suara.textContent = ""; setTimeout(() => { suara.textContent = teks; }, 60); } };

  /* drafts: what was typed survives a closed lid, a lost line and an expired session */
  const LAMA_DRAF = 7 * 864e5;
  const gudang = {
    baca(k) { try { return JSON.parse(localStorage.getItem(k)); } catch { return null; } },
    tulis(k, v) { try { localStorage.setItem(k, JSON.stringify(v)); } catch { /* full or closed */ } },
    buang(k) { try { localStorage.removeItem(k); } catch { /* closed */ } },
    kunci() { try { return Object.keys(localStorage); } catch { return []; } },
  };
  const kunciDraf = (f) => `draf:${pengguna}:${f.dataset.draf}`;
  const LEWATI = new Set(["csrfmiddlewaretoken", "kunci_kirim"]);
  const isian = (f) => [...f.elements].filter((e) =>
    e.name && !LEWATI.has(e.name) && !["password", "file", "hidden", "submit", "button"].includes(e.type));
  const nilai = (f) => isian(f).map((e) => [e.name, e.type === "checkbox" || e.type === "radio" ? e.value : "",
    e.type === "checkbox" || e.type === "radio" ? e.checked : e.multiple ? [...e.selectedOptions].map((o) => o.value) : e.value]);
  const kunciIsian = ([n, v]) => `${n}\n${v}`, peta = (isi) => new Map(isi.map((b) => [kunciIsian(b), b[2]]));
  const beda = (a, b) => JSON.stringify(a) !== JSON.stringify(b);
  const pasang = (f, isi) => {
    const baru = peta(isi);
    isian(f).forEach((e) => {
      const cek = e.type === "checkbox" || e.type === "radio", x = baru.get(kunciIsian([e.name, cek ? e.value : ""]));
      if (x === undefined) return;
      if (cek) e.checked = x;
      else if (e.multiple) [...e.options].forEach((o) => { o.selected = x.includes(o.value); });
      else e.value = x;
    });
  };
  const sebutIsian = (f, [n, v, x]) => {
    const e = isian(f).find((i) => i.name === n && (!v || i.value === v)), label = e && e.labels && e.labels[0];
    const kata = e && e.tagName === "SELECT" ? [...e.options].filter((o) => [x].flat().includes(o.value)).map((o) => o.text).join(", ") : x;
    return `${label ? label.textContent.trim() : n}: ${x === true ? "dipilih" : kata || "kosong"}`;
  };
  const jam = (ms) => new Date(ms).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
  const pulihkan = (f, awal) => {
    const k = kunciDraf(f), s = gudang.baca(k);
    if (!s) return;
    /* only what was typed here comes back: meanwhile others may have saved the rest */
    const kini = peta(awal), dasar = s.dasar ? peta(s.dasar) : kini;
    const baris = ([n]) => (n.match(/_\d+$/) || [n])[0]; /* fields of one numbered row belong together */
    const ubah = new Set(s.isi.filter((b) => beda(b[2], dasar.get(kunciIsian(b)))).map(baris));
    const isi = s.isi.filter((b) => ubah.has(baris(b)) && kini.has(kunciIsian(b)) && beda(b[2], kini.get(kunciIsian(b))));
    const berhasil = s.terkirim && d.querySelector(".pesan.selesai");
    if (berhasil || Date.now() - s.pada > LAMA_DRAF || !isi.length) { gudang.buang(k); return; }
    if (f.querySelector(".galat-kolom, .galat-formulir")) return; /* the server sent the entries back itself */
    const lain = isi.filter((b) => beda(dasar.get(kunciIsian(b)), kini.get(kunciIsian(b))));
    pasang(f, isi);
    const p = d.createElement("div"), b = d.createElement("button"), t = d.createElement("div");
    p.className = "pesan tunggu"; p.setAttribute("role", "status");
    t.append(`Isian Anda pukul ${jam(s.pada)} yang belum tersimpan dipulihkan. Periksa, lalu simpan. `);
    if (lain.length) t.append(`Sementara itu orang lain sudah menyimpan: ${lain.map((x) =>
      sebutIsian(f, [x[0], x[1], kini.get(kunciIsian(x))])).join("; ")}. `);
    b.type = "button"; b.className = "tautan"; b.textContent = "Buang isian ini";
    b.addEventListener("click", () => { pasang(f, awal); gudang.buang(k); p.remove(); umumkan("Isian dibuang."); });
    t.append(b); p.append(t); f.prepend(p);
  };
  const GAGAL = {
    409: "Belum tersimpan: orang lain baru saja mengubah isian ini. Tekan Simpan untuk membandingkan.",
    0: "Belum tersimpan: sambungan terputus. Isian Anda dijaga di peramban ini; tekan Simpan bila sudah tersambung.",
  };
  const draf = (f) => {
    let tunda, dasar = nilai(f), dikirim = dasar;
    pulihkan(f, dasar);
    const simpan = (lain) => {
      const isi = nilai(f);
      if (!lain && !beda(isi, dasar)) gudang.buang(kunciDraf(f));
      else gudang.tulis(kunciDraf(f), { pada: Date.now(), isi, dasar, ...lain });
    };
    f.addEventListener("input", () => { clearTimeout(tunda); tunda = setTimeout(simpan, 400); });
    f.addEventListener("submit", () => { clearTimeout(tunda); simpan({ terkirim: true }); });
    /* what the server keeps by itself is no draft any more */
    f.addEventListener("htmx:beforeRequest", (e) => { if (e.detail.elt === f) dikirim = nilai(f); });
    f.addEventListener("htmx:afterRequest", (e) => {
      if (e.detail.elt !== f) return;
      const kode = e.detail.xhr.status, kata = d.getElementById("status-simpan");
      if (kode === 200) { clearTimeout(tunda); dasar = dikirim; simpan(); }
      else if (kata && kode !== 422 && kode !== 204) kata.textContent = GAGAL[kode] || "Belum tersimpan. Tekan Simpan untuk mencoba lagi.";
    });
  };
  const bersihkanDraf = () => gudang.kunci().filter((k) => k.startsWith("draf:")).forEach((k) => {
    const s = gudang.baca(k), ada = semua("form[data-draf]").some((f) => kunciDraf(f) === k);
    /* sent, and the form is no longer here: it was accepted */
    if (!s || Date.now() - s.pada > LAMA_DRAF || (s.terkirim && !ada && k.startsWith(`draf:${pengguna}:`))) gudang.buang(k);
  });

  /* the browser's own refusal, in the language of the page */
  d.addEventListener("invalid", (e) => {
    const i = e.target, v = i.validity;
    i.setCustomValidity("");
    if (!v.valid) i.setCustomValidity(v.valueMissing ? "Bagian ini wajib diisi." : "Isian ini belum sesuai; periksa lagi.");
  }, true);
  const maafkan = (e) => { if (e.target.setCustomValidity) e.target.setCustomValidity(""); };
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
    if (!o) { o = d.createElement("div"); o.className = "bantuan tanggal-kata"; i.after(o); }
    o.textContent = kata;
  };
  const TANGGAL = 'input[type="date"], input[type="datetime-local"]';
  d.addEventListener("change", (e) => { if (e.target.matches && e.target.matches(TANGGAL)) sebut(e.target); });

  /* menus close when one leaves them */
  d.addEventListener("click", (e) => semua("details.lipat-menu[open]").forEach((m) => { if (!m.contains(e.target)) m.open = false; }));
  d.addEventListener("keydown", (e) => { if (e.key === "Escape") semua("details.lipat-menu[open]").forEach((m) => {
    m.open = false; m.querySelector("summary").focus(); }); });

  const hidupkan = (di) => { if (pengguna) semua("form[data-draf]", di).forEach(draf); semua(TANGGAL, di).filter((i) => i.value).forEach(sebut); };
  hidupkan(d);
  if (pengguna) bersihkanDraf();
  d.addEventListener("htmx:afterSwap", (e) => { hidupkan(e.target); detak(); });
  /* the open branch of a tree stands in its middle */
  const kini = d.querySelector(".pohon [aria-current]"), wadah = kini && kini.closest(".kartu");
  if (wadah) wadah.scrollTop += kini.getBoundingClientRect().top - wadah.getBoundingClientRect().top - wadah.clientHeight / 2;
  const galat = d.querySelector(".galat-formulir");
  if (galat) galat.focus();
})();
