// Keeps a copy of the site for when there is no network. A page asks for it, never by itself.
const COPY = "copcourse-EDITION";
const FILES = ["FILES"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(COPY).then((copy) => copy.addAll(FILES.filter((name) => name[0] !== "."))));
  skipWaiting();
});

addEventListener("activate", (event) => {
  const drop = (names) =>
    names.filter((name) => name.startsWith("copcourse-") && name !== COPY).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(drop(names))));
  clients.claim();
});

// The network first, so that a mended sentence is seen at once; the copy when there is none.
addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== location.origin) return;
  const kept = async () => {
    const copy = await caches.open(COPY);
    const url = new URL(event.request.url);
    if (url.pathname.endsWith("/")) url.pathname += "index.html";
    return (await copy.match(url, { ignoreSearch: true })) ?? Response.error();
  };
  event.respondWith(fetch(event.request).catch(kept));
});
