// A copy of the site on this device, for when there is no network. Only when somebody asks for it.

const WORKER = "offline.js";
const OURS = "copcourse";

/** Whether this page can be kept: the site's own, from a server, where a browser has workers. */
export function canCopy(delivery) {
  // A page from a stick counts as secure, but has no workers.
  const served = location.protocol.startsWith("http") && isSecureContext;
  return delivery === "site" && served && "serviceWorker" in navigator;
}

const isOurs = (one) =>
  [one.active, one.waiting, one.installing].some((worker) =>
    worker?.scriptURL.endsWith(`/${WORKER}`),
  );

const copies = async () =>
  ((await globalThis.caches?.keys()) ?? []).filter((name) => name.startsWith(OURS));

/** Whether a copy is ready here. */
export async function hasCopy() {
  try {
    const found = await navigator.serviceWorker.getRegistration();
    return Boolean(found?.active && isOurs(found) && (await copies()).length);
  } catch {
    return false;
  }
}

function settled(worker) {
  return new Promise((ready, failed) => {
    const look = () => {
      if (worker.state === "activated") ready(worker);
      if (worker.state === "redundant") failed(new Error(worker.state));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

/** A worker that was removed while its page stayed open comes back as it was, without its copy. */
function filled(worker) {
  return new Promise((ready, failed) => {
    const line = new MessageChannel();
    line.port1.onmessage = ({ data }) => (data ? ready() : failed(new Error("not filled")));
    worker.postMessage("fill", [line.port2]);
  });
}

/** Make the copy, from a page at the site's root. False when it does not come about. */
export async function makeCopy() {
  try {
    const made = await navigator.serviceWorker.register(WORKER);
    const worker = await settled(made.installing ?? made.waiting ?? made.active);
    if (!(await copies()).length) await filled(worker);
    return true;
  } catch {
    // No room, no network, or a browser that refuses: half of a copy must not stay behind.
    await dropCopy();
    return false;
  }
}

/** Remove the copy and what serves it; what others keep on this address stays. */
export async function dropCopy() {
  try {
    // In JupyterLab a worker on this address would be JupyterLab's own.
    const found = await navigator.serviceWorker?.getRegistration();
    if (found && isOurs(found)) await found.unregister();
    await Promise.all((await copies()).map((name) => caches.delete(name)));
  } catch {
    // Without a secure context there are neither caches nor workers.
  }
  dispatchEvent(new Event("copcourse:copy"));
}
