/* Service worker of the editor pages only (docs/adr/0011): the network first; without a line the last
   page seen, so that a reload or a killed browser does not end the work. Nothing else is kept. */
"use strict";
const HALAMAN = "isi", RUPA = "rupa", BANYAK = 60;
const terputus = (r) => [502, 503, 504].includes(r.status);
const ingat = async (nama, alamat, r) => {
  const c = await caches.open(nama);
  await c.put(alamat, r); /* moves it to the end: the oldest stand first */
  for (const k of (await c.keys()).slice(0, -BANYAK)) await c.delete(k);
};
const KOSONG = '<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sambungan terputus</title><style>:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}main{max-width:520px;margin:64px auto;padding:0 16px}h1{font-size:24px}</style><main><h1>Sambungan terputus</h1><p>Halaman ini belum pernah dibuka di perangkat ini, jadi belum dapat dibuka tanpa sambungan. Isian Anda di halaman lain tetap tersimpan di perangkat ini.</p><p><a href="';
const layani = async (e, nama) => {
  try {
    const r = await fetch(e.request);
    if (!terputus(r)) {
      if (r.ok && !r.redirected) e.waitUntil(ingat(nama, e.request.url, r.clone()));
      return r;
    }
  } catch { /* no line */ }
  const c = await caches.open(nama), r = await c.match(e.request.url);
  if (r || nama !== HALAMAN) return r || Response.error();
  const akhir = (await c.keys()).pop();
  return new Response(`${KOSONG}${akhir ? new URL(akhir.url).pathname + new URL(akhir.url).search.replace(/&/g, "&amp;") : "/"}">Kembali ke halaman yang terakhir dibuka</a></p></main></html>`,
    { status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'" } });
};
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (e) => {
  const u = new URL(e.request.url);
  if (e.request.method !== "GET" || u.origin !== self.location.origin) return;
  if (e.request.mode === "navigate") e.respondWith(layani(e, HALAMAN));
  else if (u.pathname.startsWith("/statik/")) e.respondWith(layani(e, RUPA));
});
/* the page that brought the worker was fetched before it */
self.addEventListener("message", (e) => e.waitUntil(Promise.allSettled(e.data.map(async (alamat) => {
  const r = await fetch(alamat);
  if (r.ok && !r.redirected) await ingat(alamat.includes("/statik/") ? RUPA : HALAMAN, alamat.split("#")[0], r);
}))));
