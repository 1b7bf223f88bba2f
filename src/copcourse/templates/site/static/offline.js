// Keeps a copy of the site for when there is no network. A page asks for it, never by itself.
// Another folder of this address may hold a site of its own, so the copy is named after the folder.
const OURS = `copcourse-${new URL(registration.scope).pathname}-`;
const COPY = `${OURS}EDITION`;
const FILES = ["FILES"];

// Not from the browser's own store, which may still hold pages of an edition before.
const asked = () =>
  FILES.filter((name) => name[0] !== ".").map((name) => new Request(name, { cache: "reload" }));

const fill = () => caches.open(COPY).then((copy) => copy.addAll(asked()));

addEventListener("install", (event) => {
  event.waitUntil(fill());
  skipWaiting();
});

// Asked for again by a page that stayed open since the copy was removed.
addEventListener("message", (event) => {
  const answer = (done) => event.ports[0]?.postMessage(done);
  event.waitUntil(fill().then(() => answer(true), () => answer(false)));
});

addEventListener("activate", (event) => {
  const drop = (names) =>
    names.filter((name) => name.startsWith(OURS) && name !== COPY).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(drop(names))));
  clients.claim();
});

// The network first, so that a mended sentence is seen at once; the copy when there is none.
addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== location.origin) return;
  const kept = async () => {
    const url = new URL(event.request.url);
    if (url.pathname.endsWith("/")) url.pathname += "index.html";
    // Opening it by its name would make it anew after the reader has erased it.
    return (await caches.match(url, { cacheName: COPY, ignoreSearch: true })) ?? Response.error();
  };
  event.respondWith(fetch(event.request).catch(kept));
});
