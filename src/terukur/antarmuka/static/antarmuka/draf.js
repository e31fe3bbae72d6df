/* Drafts: what was typed survives a closed lid, a lost line, an ended session and a killed browser.
   docs/adr/0011. Optional help: every page works without this file. */
(() => {
  "use strict";
  const d = document, badan = d.body, pengguna = badan.dataset.pengguna;
  const HARI = 864e5, LAMA_DRAF = 7 * HARI, CEK = 15000, TERPUTUS = new Set([0, 502, 503, 504]);
  const KATA_PUTUS = "Sambungan terputus. Isian Anda disimpan di perangkat ini dan dikirim sendiri saat tersambung.";
  const semua = (sel, di = d) => [...di.querySelectorAll(sel)];
  const umumkan = (teks) => { const s = d.getElementById("pengumuman"); if (s) { s.textContent = ""; setTimeout(() => { s.textContent = teks; }, 60); } };
  const buat = (nama, teks = "", kelas = "") => { const e = d.createElement(nama); e.textContent = teks; e.className = kelas; return e; };
  const kunciBaru = () => {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    return [...b].map((x, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + x.toString(16).padStart(2, "0")).join("");
  };
  /* localStorage reaches the disk late (Chromium: up to a minute); IndexedDB says when it is there. Read from
     the first, which answers at once and tells other tabs; what a killed browser lost comes back from the second. */
  let basis = null;
  const cadangan = (kerja) => {
    basis ||= new Promise((ya, tidak) => { const r = indexedDB.open("draf", 1);
      r.onupgradeneeded = () => r.result.createObjectStore("isi"); r.onsuccess = () => ya(r.result); r.onerror = () => tidak(r.error); });
    return basis.then((b) => { const x = b.transaction("isi", "readwrite", { durability: "strict" }); kerja(x.objectStore("isi")); }).catch(() => { /* private window */ });
  };
  const gudang = {
    baca(k) { try { return JSON.parse(localStorage.getItem(k)); } catch { return null; } },
    tulis(k, v) { try { localStorage.setItem(k, JSON.stringify(v)); cadangan((g) => g.put(v, k)); return true; } catch { return false; } },
    buang(k) { try { if (localStorage.getItem(k) === null) return; localStorage.removeItem(k); cadangan((g) => g.delete(k)); } catch { /* closed */ } },
    kunci(awalan) { try { return Object.keys(localStorage).filter((k) => k.startsWith(awalan)); } catch { return []; } },
  };

  /* the pages kept for hours without a line belong to one person; they go at logout and when somebody else comes */
  const buangHalaman = () => { gudang.kunci("dasar:").forEach(gudang.buang); if ("caches" in window) caches.delete("isi"); };
  d.addEventListener("submit", (e) => { if (/\/akun\/keluar\/$/.test(e.target.action)) buangHalaman(); });
  if (!pengguna) return;
  if (gudang.baca("pemilik") !== pengguna) { buangHalaman(); gudang.tulis("pemilik", pengguna); }

  /* ---- the fields of a form as a list of [name, choice, value] ---- */
  const AWALAN = `draf:${pengguna}:`, kunciDraf = (f) => AWALAN + f.dataset.draf, kunciDasar = (k) => k.replace("draf:", "dasar:");
  const isian = (f) => [...f.elements].filter((e) =>
    e.name && e.name !== "csrfmiddlewaretoken" && !["password", "file", "hidden", "submit", "button"].includes(e.type));
  const pilihan = (e) => e.type === "checkbox" || e.type === "radio";
  const nilai = (f) => isian(f).map((e) => [e.name, pilihan(e) ? e.value : "",
    pilihan(e) ? e.checked : e.multiple ? [...e.selectedOptions].map((o) => o.value) : e.value]);
  const LEWATI = new Set(["csrfmiddlewaretoken", "kunci_kirim"]);
  const tersembunyi = (f) => [...f.elements].filter((e) => e.type === "hidden" && e.name && !LEWATI.has(e.name)).map((e) => [e.name, e.value]);
  const kunciIsian = ([n, v]) => `${n}\n${v}`, peta = (isi) => new Map(isi.map((b) => [kunciIsian(b), b[2]]));
  const beda = (a, b) => JSON.stringify(a) !== JSON.stringify(b);
  const baris = ([n]) => (n.match(/_\d+$/) || [n])[0]; /* fields of one numbered row belong together */
  const pasang = (f, isi) => {
    const baru = peta(isi);
    isian(f).forEach((e) => {
      const x = baru.get(kunciIsian([e.name, pilihan(e) ? e.value : ""]));
      if (x === undefined) return;
      if (pilihan(e)) e.checked = x;
      else if (e.multiple) [...e.options].forEach((o) => { o.selected = x.includes(o.value); });
      else e.value = x;
    });
    f.dispatchEvent(new Event("dipulihkan", { bubbles: true }));
  };
  const pasangTersembunyi = (f, isi) => isi.forEach(([n, v]) => { const e = f.elements[n]; if (e && e.type === "hidden") e.value = v; });
  const label = (f, [n, v]) => { const e = isian(f).find((i) => i.name === n && (!v || i.value === v)), l = e && e.labels && e.labels[0];
    const grup = e && e.closest("[role=group][aria-label]");
    return (grup ? `${grup.getAttribute("aria-label")}: ` : "") + (l ? l.textContent.replace("(boleh kosong)", "").trim() : n.replace(/_/g, " ")); };
  const kata = (f, [n, , x]) => {
    const e = isian(f).find((i) => i.name === n);
    if (typeof x === "boolean") return x ? "dipilih" : "tidak dipilih";
    return (e && e.tagName === "SELECT" ? [...e.options].filter((o) => [x].flat().includes(o.value)).map((o) => o.text).join(", ") : x) || "kosong";
  };
  const jam = (ms) => new Date(ms).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
  const pukul = (dok) => dok.body.dataset.sekarang || "";

  /* Three sides: where both began (dasar), what stands stored now (kini), what was typed here (isi).
     Only what was typed here comes back; where the other changed the same field, both are shown. */
  const bandingkan = (s, kini) => {
    const ada = peta(kini), dasar = s.dasar ? peta(s.dasar) : ada, lalu = s.dikirim ? peta(s.dikirim) : new Map();
    const ubah = new Set(s.isi.filter((b) => beda(b[2], dasar.get(kunciIsian(b)))).map(baris));
    const isi = s.isi.filter((b) => ubah.has(baris(b)) && beda(b[2], ada.get(kunciIsian(b))));
    const lain = isi.filter((b) => { const k = kunciIsian(b);
      return ada.has(k) && beda(dasar.get(k), ada.get(k)) && beda(lalu.get(k), ada.get(k)); });
    return { isi, lain };
  };
  const gabung = (isi, atas) => { const baru = peta(atas), ada = peta(isi);
    return isi.map((b) => (baru.has(kunciIsian(b)) ? [b[0], b[1], baru.get(kunciIsian(b))] : b)).concat(atas.filter((b) => !ada.has(kunciIsian(b)))); };

  /* ---- one form of the page ---- */
  const hidup = new Map(); /* key -> what this tab knows about the form */
  const otomatis = (f) => f.hasAttribute("hx-post");
  const simpan = (t, lain) => {
    const { f, k } = t, lama = gudang.baca(k), kini = nilai(f), ada = peta(kini);
    let isi = kini;
    if (lama) { /* another tab's fields, and rows that this page does not show, stay in the draft */
      const dasar = peta(lama.dasar || []);
      isi = gabung(kini, lama.isi.filter((b) => { const q = kunciIsian(b);
        return beda(b[2], dasar.get(q)) && (!ada.has(q) || (!t.sentuh.has(q) && !beda(ada.get(q), peta(t.dasar).get(q)))); }));
    }
    if (!lain && !beda(isi, t.dasar) && !(lama && lama.dikirim)) { gudang.buang(k); tampilkan(); return; }
    const sama = lama && !beda(lama.isi, isi), kunci = sama && lama.kunci ? lama.kunci : kunciBaru(), e = f.elements.kunci_kirim;
    if (e && otomatis(f)) e.value = kunci; /* another content is another act: a lost answer must not swallow what was typed since */
    const rapi = gudang.tulis(k, { ...(sama ? lama : { dikirim: lama && lama.dikirim, keadaan: lama && lama.keadaan === "bentrok" ? "bentrok" : "" }),
      pada: Date.now(), isi, dasar: t.dasar, pukul: t.pukul, sembunyi: t.sembunyi, kunci,
      ...(otomatis(f) ? { alamat: f.getAttribute("hx-post"), halaman: location.pathname + location.search, judul: judul(f) } : {}), ...lain });
    if (!rapi) umumkan("Penyimpanan di perangkat ini penuh. Tekan Simpan, atau unduh isian yang belum terkirim.");
    tampilkan();
  };
  const judul = (f) => { const h = f.closest("section") && f.closest("section").querySelector("h2"), p = h && h.previousElementSibling;
    return h ? `${p ? `${p.textContent.split(" · ")[0]} ` : ""}${h.textContent}` : d.title; };
  const ketahui = (t, dok) => { /* the server has told what stands stored */
    t.pukul = dok ? pukul(dok) : t.pukul; t.sembunyi = tersembunyi(t.f);
    gudang.tulis(kunciDasar(t.k), { pada: Date.now(), pukul: t.pukul, isi: t.dasar, sembunyi: t.sembunyi });
  };
  const panel = (f, ...isi) => { semua(":scope > .pesan.draf", f).forEach((x) => x.remove());
    const p = buat("div", "", "pesan tunggu draf"), t = buat("div"); p.setAttribute("role", "status"); t.append(...isi); p.append(t); f.prepend(p);
    [f.closest("details"), ...semua("details", f)].forEach((x) => { if (x) x.open = true; });
    return p; };
  const tombol = (teks, kerja, kelas = "tautan") => { const b = buat("button", teks, kelas); b.type = "button"; b.addEventListener("click", kerja); return b; };
  const pulihkan = (t) => {
    const { f, k } = t, s = gudang.baca(k);
    if (!s) return;
    const { isi, lain } = bandingkan(s, t.dasar), berhasil = s.terkirim && d.querySelector(".pesan.selesai");
    if (berhasil || Date.now() - s.pada > LAMA_DRAF || !isi.length) { gudang.buang(k); return; }
    if (f.querySelector(".galat-kolom, .galat-formulir")) return; /* the server sent the entries back itself */
    if (s.alamat && !otomatis(f)) { tunjukkanTerkunci(f, k, isi); return; }
    pasang(f, isi);
    const buang = tombol("Buang isian ini", () => { pasang(f, t.dasar); gudang.buang(k); p.remove(); t.tahan = false; tampilkan(); umumkan("Isian dibuang."); });
    const p = panel(f, `Isian Anda pukul ${jam(s.pada)} yang belum tersimpan dipulihkan${lain.length || !otomatis(f) ? ". Periksa, lalu simpan." : " dan dikirim sendiri saat tersambung."} `, buang);
    if (lain.length) { t.tahan = true; p.firstChild.append(pilihKeduanya(t, lain)); }
    simpan(t, { keadaan: lain.length ? "bentrok" : "" });
  };
  const pilihKeduanya = (t, lain) => {
    const { f } = t, kini = peta(t.dasar), w = buat("div", "", "tabel-gulir"), tb = buat("table", "", "tabel susun"), tubuh = buat("tbody");
    w.tabIndex = 0; w.setAttribute("role", "region"); w.setAttribute("aria-label", "Isian yang berbeda");
    const kepala = buat("tr");
    ["Kolom", "Yang tersimpan", "Isian Anda"].forEach((x) => { const h = buat("th", x); h.scope = "col"; kepala.append(h); });
    const thead = buat("thead"); thead.append(kepala);
    tb.append(buat("caption", "Isian yang berbeda", "sr"), thead, tubuh); w.append(tb);
    lain.forEach((x) => {
      const th = buat("th", label(f, x)), tr = buat("tr"), sisi = [[x[0], x[1], kini.get(kunciIsian(x))], x];
      th.scope = "row"; tr.append(th);
      const pilih = sisi.map((v, i) => {
        const b = tombol(i ? "Pakai isian saya" : "Pakai yang tersimpan", () => { pasang(f, [v]); t.sentuh.add(kunciIsian(x));
          pilih.forEach((o) => o.setAttribute("aria-pressed", o === b)); simpan(t, { keadaan: "bentrok" }); }, "tombol mini");
        b.setAttribute("aria-pressed", i === 1); b.setAttribute("aria-label", `${b.textContent}: ${th.textContent}`);
        const td = buat("td", `${kata(f, v)} `); td.dataset.label = i ? "Isian Anda" : "Yang tersimpan"; td.append(b); tr.append(td); return b;
      });
      tubuh.append(tr);
    });
    const s = buat("div");
    s.append(buat("p", "Sementara itu orang lain sudah menyimpan isian yang sama. Pilih per kolom atau sunting di formulir, lalu tekan Simpan."), w);
    return s;
  };
  const unduh = (teks) => { const u = buat("a"); u.href = URL.createObjectURL(new Blob([teks], { type: "text/plain" }));
    u.download = "isian-belum-terkirim.txt"; u.click(); setTimeout(() => URL.revokeObjectURL(u.href), 1000); };
  const tunjukkanTerkunci = (f, k, isi) => {
    const teks = buat("pre", isi.map((x) => `${label(f, x)}: ${kata(f, x)}`).join("\n"), "kecil"), a = buat("div", "", "aksi"), salin = tombol("", () => {}, "tombol mini");
    teks.id = "isian-terkunci"; salin.dataset.salin = "#isian-terkunci"; salin.append(buat("span", "Salin"));
    a.append(salin, tombol("Unduh", () => unduh(teks.textContent), "tombol mini"),
    tombol("Buang", () => { gudang.buang(k); p.remove(); tampilkan(); umumkan("Isian dibuang."); }, "tombol mini"));
    const p = panel(f, "Baris ini sudah tidak dapat diisi; isian Anda yang belum terkirim tetap ada di perangkat ini:", teks, a);
  };
  /* what the server says of each field stands at it again; what is typed stays as it is */
  const sebutTemuan = (f, dok, tersimpan, diam) => { /* diam: nothing was typed since */
    const baru = formulir(dok, kunciDraf(f)), pilih = tersimpan ? ".galat-kolom[id], .bantuan[id]" : ".galat-kolom[id]";
    const wadah = (x) => { const e = d.getElementById(x.id.replace(/_(error|helptext)$/, "")); return e && f.contains(e) && e.closest(".kolom"); };
    if (!baru) return;
    semua(pilih, f).forEach((x) => { const w = wadah(x); if (w) { w.classList.remove("kolom-galat"); x.remove(); } });
    semua(pilih, baru).forEach((x) => { const w = wadah(x); if (w) { w.classList.toggle("kolom-galat", x.className === "galat-kolom"); w.append(x); } });
    semua("[aria-describedby], [aria-invalid]", baru).forEach((x) => { const e = x.id && d.getElementById(x.id);
      if (e) ["aria-describedby", "aria-invalid"].forEach((n) => { if (x.hasAttribute(n)) e.setAttribute(n, x.getAttribute(n)); else e.removeAttribute(n); }); });
    /* a box that only the answer has goes in; once it is stored, the part it stood in is the server's again */
    if (!tersimpan) semua("[data-sisip]", baru).forEach((x) => { const w = d.getElementById(x.dataset.sisip); if (w && !d.getElementById(x.id)) w.append(x); });
    else if (diam) semua("[data-sisip]", f).slice(0, 1).forEach((x) => { const lama = x.closest("section[id]"), ganti = dok.getElementById(lama.id);
      if (ganti) { lama.replaceWith(ganti); window.htmx.process(ganti); } });
  };
  const draf = (f) => {
    const k = kunciDraf(f), t = { f, k, dasar: nilai(f), pukul: pukul(d), sembunyi: tersembunyi(f), sentuh: new Set(), tahan: false }, kenal = gudang.baca(kunciDasar(k));
    let tunda, dikirim = t.dasar;
    if (otomatis(f) && kenal && kenal.pukul > t.pukul) { /* a kept page: this browser knows newer */
      pasang(f, kenal.isi); pasangTersembunyi(f, kenal.sembunyi);
      t.dasar = nilai(f); t.pukul = kenal.pukul; t.sembunyi = tersembunyi(f);
    }
    hidup.set(k, t);
    pulihkan(t);
    f.addEventListener("input", (e) => {
      if (e.target.name) t.sentuh.add(kunciIsian([e.target.name, pilihan(e.target) ? e.target.value : ""]));
      clearTimeout(tunda); tunda = setTimeout(() => simpan(t), 250);
    });
    ["pagehide", "visibilitychange"].forEach((n) => addEventListener(n, () => { if (tunda && f.isConnected) { clearTimeout(tunda); tunda = 0; simpan(t); } }, true));
    f.addEventListener("submit", (e) => {
      clearTimeout(tunda); tunda = 0;
      if (otomatis(f) && (putus || !navigator.onLine)) { e.preventDefault(); simpan(t); terputus(); umumkan(KATA_PUTUS); kirimSemua(); return; }
      simpan(t, { terkirim: true });
    });
    if (!otomatis(f)) return;
    /* what the server keeps by itself is no draft any more */
    f.addEventListener("htmx:beforeRequest", (e) => {
      if (e.detail.elt !== f) return;
      const tekan = e.detail.requestConfig && e.detail.requestConfig.triggeringEvent && e.detail.requestConfig.triggeringEvent.type === "submit";
      if (sibuk || (t.tahan && !tekan)) { e.preventDefault(); return; }
      dikirim = nilai(f);
    });
    f.addEventListener("htmx:configRequest", (e) => { if (e.detail.elt === f) { clearTimeout(tunda); tunda = 0; simpan(t);
      e.detail.parameters.kunci_kirim = f.elements.kunci_kirim.value; } });
    f.addEventListener("htmx:afterRequest", (e) => {
      if (e.detail.elt !== f) return;
      const kode = e.detail.xhr.status, status = d.getElementById("status-simpan");
      const dok = kode === 200 || kode === 422 ? new DOMParser().parseFromString(e.detail.xhr.responseText, "text/html") : null;
      const diam = !beda(nilai(f), dikirim);
      if (dok) sebutTemuan(f, dok, kode === 200, diam);
      if (kode === 200) {
        t.dasar = diam ? nilai(f) : dikirim; t.pukul = pukul(dok) || t.pukul; t.tahan = false; ketahui(t); semua(":scope > .pesan.draf", f).forEach((x) => x.remove());
        gudang.buang(k); simpan(t); putus = false; jadwalkan(); return; }
      const s = gudang.baca(k);
      if (s) gudang.tulis(k, { ...s, dikirim });
      if (TERPUTUS.has(kode)) { terputus(); if (status) status.textContent = KATA_PUTUS; }
      else if (kode === 409) { tandai(k, "bentrok"); if (status) status.textContent = "Belum tersimpan: orang lain baru saja mengubah isian ini. Bandingkan di daftar Belum terkirim, atau tekan Simpan."; }
      else if (status && kode !== 422 && kode !== 204) status.textContent = "Belum tersimpan. Tekan Simpan untuk mencoba lagi.";
    });
  };

  /* ---- sending: in order, one tab at a time, each content once ---- */
  let putus = false, sibuk = false, lagi = false, masuk = "", pengatur = 0;
  const antrean = () => gudang.kunci(AWALAN).map((k) => [k, gudang.baca(k)]).filter(([, s]) => s && s.alamat).sort((a, b) => a[1].pada - b[1].pada);
  const tandai = (k, keadaan) => { const s = gudang.baca(k); if (s) gudang.tulis(k, { ...s, keadaan }); tampilkan(); };
  const terputus = () => { putus = true; tampilkan(); jadwalkan(); };
  const jadwalkan = () => { clearTimeout(pengatur); if (putus || (!masuk && antrean().some(([, s]) => !s.keadaan))) pengatur = setTimeout(kirimSemua, CEK * (0.7 + Math.random() * 0.6)); };
  const ambil = async (alamat, lain) => { const r = await fetch(alamat, { credentials: "same-origin", cache: "no-store", ...lain });
    if (TERPUTUS.has(r.status)) throw new TypeError("terputus");
    return { r, dok: new DOMParser().parseFromString(await r.text(), "text/html") }; };
  const keMasuk = (r) => r.headers.get("HX-Redirect") || (new URL(r.url).pathname.startsWith("/akun/") ? r.url : "");
  const badanKirim = (s, tanda) => {
    const b = new URLSearchParams({ csrfmiddlewaretoken: tanda, kunci_kirim: s.kunci });
    const banyak = Math.max(0, ...s.isi.map(([n]) => Number((n.match(/^jumlah_(\d+)$/) || [])[1] ?? -1) + 1));
    s.sembunyi.forEach(([n, v]) => b.append(n, n === "jumlah_baris" ? Math.max(Number(v), banyak) : v));
    s.isi.forEach(([n, v, x]) => { if (x === true) b.append(n, v); else if (x !== false) [x].flat().forEach((y) => b.append(n, y)); });
    return b;
  };
  const formulir = (dok, k) => semua("form[data-draf]", dok).find((f) => kunciDraf(f) === k);
  const kirim = async (k, tanda, ulang = true) => {
    const s = gudang.baca(k);
    if (!s || !s.alamat || s.keadaan) return;
    gudang.tulis(k, { ...s, dikirim: s.isi });
    const { r, dok } = await ambil(s.alamat, { method: "POST", body: badanKirim(s, tanda), headers: { "X-Requested-With": "fetch" } });
    if (keMasuk(r)) { masuk = keMasuk(r); throw new Error("sesi"); }
    const baru = formulir(dok, k);
    if (r.ok && baru) { diterima(k, s, baru, dok); return; }
    if (r.status === 404 || (r.status === 422 && baru && !otomatis(baru))) { tandai(k, "terkunci"); return; }
    if (r.status === 422) { tandai(k, "periksa"); return; }
    if (r.status !== 409) return; /* busy or out of order: later again */
    const kini = await ambil(s.halaman), f = formulir(kini.dok, k);
    if (!f || !otomatis(f)) { tandai(k, "terkunci"); return; }
    const dasar = nilai(f), { isi, lain } = bandingkan({ ...s, dikirim: s.dikirim }, dasar), bentuk = tersembunyi(f);
    const sidik = (x) => (x.find(([n]) => n === "sidik") || [])[1], uang = isi.some((b) => /_\d+$/.test(b[0])) && sidik(bentuk) !== sidik(s.sembunyi);
    if (lain.length || uang || !ulang) { tandai(k, "bentrok"); return; }
    const terbaru = gudang.baca(k); /* typed meanwhile? then the next round */
    if (!terbaru || terbaru.kunci !== s.kunci) return;
    gudang.tulis(k, { ...s, isi: gabung(dasar, isi), dasar, sembunyi: bentuk, pukul: pukul(kini.dok), kunci: kunciBaru() });
    await kirim(k, tanda, false);
  };
  const terapkan = (k) => { /* another tab, or the queue, has stored it: this tab's form begins from there */
    const t = hidup.get(k), b = gudang.baca(kunciDasar(k));
    if (!t || !b || !t.f.isConnected || b.pukul <= t.pukul) return;
    const lama = peta(t.dasar), kini = nilai(t.f).filter((x) => beda(x[2], lama.get(kunciIsian(x)))), baru = peta(b.isi);
    t.dasar = gabung(t.dasar, b.isi.filter((x) => lama.has(kunciIsian(x)))); t.pukul = b.pukul;
    pasang(t.f, gabung(t.dasar, kini.filter((x) => baru.has(kunciIsian(x)) && t.sentuh.has(kunciIsian(x)))));
    pasangTersembunyi(t.f, b.sembunyi); t.sembunyi = tersembunyi(t.f);
    semua(":scope > .pesan.draf", t.f).forEach((x) => x.remove());
  };
  const diterima = (k, s, baru, dok) => {
    const kini = gudang.baca(k), b = { pada: Date.now(), pukul: pukul(dok), isi: gabung(s.isi, []), sembunyi: tersembunyi(baru) };
    gudang.tulis(kunciDasar(k), b);
    if (kini && kini.kunci !== s.kunci) gudang.tulis(k, { ...kini, dasar: s.isi, sembunyi: b.sembunyi, pukul: b.pukul, dikirim: undefined });
    else gudang.buang(k);
    terapkan(k);
    if (hidup.has(k) && hidup.get(k).f.isConnected) sebutTemuan(hidup.get(k).f, dok, true, !beda(nilai(hidup.get(k).f), s.isi));
    if (hidup.has(k) && hidup.get(k).f.isConnected) ["simpan-terakhir", "aksi-ajukan", "status-simpan", "bilah-isi", "daftar-pohon", "belum-lengkap"].forEach((id) => {
      const a = d.getElementById(id), c = dok.getElementById(id);
      if (a && c) { a.replaceWith(c); if (window.htmx) window.htmx.process(c); } });
  };
  const giliran = (kerja) => (navigator.locks ? navigator.locks.request(`kirim:${pengguna}`, { ifAvailable: true }, (kunci) => kunci && kerja()) : kerja());
  const kirimSemua = () => sibuk ? (lagi = true) : giliran(async () => {
    const daftar = antrean().filter(([, s]) => !s.keadaan);
    if (!daftar.length && !putus) return;
    sibuk = true; lagi = false;
    let berhasil = 0;
    try {
      const { r, dok } = await ambil(daftar.length ? daftar[0][1].halaman : location.pathname + location.search);
      masuk = keMasuk(r);
      const tanda = dok.querySelector("[name=csrfmiddlewaretoken]");
      putus = false;
      if (!masuk && dok.body.dataset.pengguna === pengguna && tanda) {
        semua("[name=csrfmiddlewaretoken]").forEach((e) => { e.value = tanda.value; });
        badan.setAttribute("hx-headers", JSON.stringify({ "x-csrftoken": tanda.value }));
        for (const [k] of daftar) { await kirim(k, tanda.value); if (!gudang.baca(k)) berhasil += 1; }
      }
    } catch (g) { if (g instanceof TypeError) putus = true; }
    sibuk = false;
    tampilkan(berhasil);
    jadwalkan();
    if (putus && lagi) setTimeout(kirimSemua); /* the line came back while this attempt was failing */
  });

  /* ---- what is not sent yet, with the way to each ---- */
  const KEADAAN = { bentrok: "berbeda dengan yang disimpan rekan Anda: bandingkan", terkunci: "sudah tidak dapat diisi: lihat dan salin", periksa: "belum dapat disimpan: periksa isiannya" };
  let wadah = null;
  const tampilkan = (berhasil = 0) => {
    const daftar = antrean(), perlu = daftar.filter(([k, s]) => putus || masuk || s.keadaan || !hidup.has(k));
    if (!perlu.length && !putus && !masuk && !berhasil) { if (wadah && !wadah.dataset.selesai) wadah.hidden = true; return; }
    if (!wadah) { wadah = buat("section"); wadah.id = "belum-terkirim"; wadah.setAttribute("role", "status"); wadah.setAttribute("aria-label", "Isian yang belum terkirim");
      const awal = d.querySelector("#isi > .kepala-hal"); if (awal) awal.after(wadah); else d.getElementById("isi").prepend(wadah); }
    const t = buat("div"), ul = buat("ul");
    if (putus) t.append(buat("p", KATA_PUTUS));
    if (masuk) { const p = buat("p", "Sesi Anda berakhir; isian tetap ada di perangkat ini. "), u = new URL(masuk, location.href), a = buat("a", "Masuk untuk mengirimnya");
      u.searchParams.set("next", location.pathname + location.search); u.searchParams.set("sesi", "habis"); a.href = u.pathname + u.search; p.append(a); t.append(p); }
    if (berhasil) t.append(buat("p", `${berhasil} baris yang tertunda sudah terkirim dan tersimpan.`));
    if (perlu.length) { t.append(buat("b", `Belum terkirim: ${perlu.length} baris`), ul);
      perlu.forEach(([, s]) => { const li = buat("li"), a = buat("a", s.judul); a.href = s.halaman; li.append(a); if (KEADAAN[s.keadaan]) li.append(` · ${KEADAAN[s.keadaan]}`); 
        if (s.keadaan === "terkunci") { const q = peta(s.dasar); li.append(" ", tombol("Unduh isian ini", () => unduh([s.judul, ...s.isi.filter((b) => beda(b[2], q.get(kunciIsian(b)))).map(([n, v, x]) => `${n.replace(/_/g, " ")} ${v}: ${x}`)].join("\n")))); }
        ul.append(li); }); }
    wadah.className = `pesan ${berhasil && !perlu.length ? "selesai" : "tunggu"}`; wadah.hidden = false;
    if (berhasil) wadah.dataset.selesai = "1"; else delete wadah.dataset.selesai;
    if (wadah.textContent !== t.textContent) wadah.replaceChildren(t);
  };

  const bersihkan = () => [...gudang.kunci("draf:"), ...gudang.kunci("dasar:")].forEach((k) => {
    const s = gudang.baca(k);
    /* sent, and the form is no longer here: it was accepted */
    if (!s || Date.now() - s.pada > LAMA_DRAF || (s.terkirim && !s.alamat && !hidup.has(k) && k.startsWith(AWALAN))) gudang.buang(k);
  });
  const hidupkan = (di) => semua("form[data-draf]", di).forEach((f) => { if (!hidup.has(kunciDraf(f)) || hidup.get(kunciDraf(f)).f !== f) draf(f); });
  const ambilCadangan = () => cadangan((g) => { g.openCursor().onsuccess = (e) => {
    const c = e.target.result;
    if (!c) { try { sessionStorage.setItem("selaras", "1"); } catch { /* closed */ } tampilkan(); kirimSemua(); return; }
    const k = c.key, v = c.value, lama = gudang.baca(k), milik = k.includes(`:${pengguna}:`);
    if (Date.now() - v.pada > LAMA_DRAF || (k.startsWith("dasar:") && !milik)) c.delete();
    else if (milik && (!lama || lama.pada < v.pada)) {
      gudang.tulis(k, v);
      if (k.startsWith("dasar:")) terapkan(k.replace("dasar:", "draf:"));
      else if (hidup.has(k) && !hidup.get(k).sentuh.size) pulihkan(hidup.get(k));
    }
    c.continue();
  }; });
  hidupkan(d);
  bersihkan();
  if (!sessionStorage.getItem("selaras")) ambilCadangan(); /* once per tab */
  d.addEventListener("htmx:afterSwap", (e) => hidupkan(e.target));
  addEventListener("storage", (e) => {
    if (!e.key || !e.key.includes(`:${pengguna}:`)) return;
    const k = e.key.replace("dasar:", "draf:"), t = hidup.get(k), s = gudang.baca(k);
    if (e.key.startsWith("dasar:")) terapkan(k);
    else if (t && s && t.f.isConnected) { const dasar = peta(s.dasar || []); /* typed in another tab: seen here too */
      pasang(t.f, s.isi.filter((b) => !t.sentuh.has(kunciIsian(b)) && beda(b[2], dasar.get(kunciIsian(b))))); }
    tampilkan();
  });
  addEventListener("offline", terputus);
  ["online", "focus", "pageshow"].forEach((n) => addEventListener(n, () => { if (navigator.onLine) kirimSemua(); }));
  if (!navigator.onLine) terputus(); else kirimSemua();
  tampilkan();

  /* the pages of the editor open again without a line */
  const pekerja = d.querySelector("[data-luring]");
  if (pekerja && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(pekerja.dataset.luring).then(() => navigator.serviceWorker.ready).then((r) => {
      if (!navigator.serviceWorker.controller) r.active.postMessage([location.href, ...performance.getEntriesByType("resource").map((x) => x.name).filter((x) => x.includes("/statik/"))]);
    }).catch(() => { /* without it only a reload needs the line */ });
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  }
})();
