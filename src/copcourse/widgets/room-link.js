// How the projector's view and the educator's window talk: a channel of this browser where there is
// one, and the window that the other one opened. Both at once, for a page from a stick may have only
// one of them; what comes twice is heard once. Nothing leaves the browser.
import { leave } from "./page.js";

/** Link a window to its other. `hear(message)` gets what the other tells; `name` is the module. */
export function linkWindows(name, hear) {
  const channel = globalThis.BroadcastChannel && new BroadcastChannel(`copcourse-${name}`);
  const heard = [];
  let other = globalThis.opener ?? null;

  function receive(message) {
    if (message?.copcourse !== name || heard.includes(message.id)) return;
    heard.push(message.id);
    if (heard.length > 50) heard.shift();
    if (message.kind === "leave") leave();
    else hear(message);
  }

  function tell(kind, more = {}) {
    const id = `${Date.now()}-${Math.random()}`;
    const message = { ...more, kind, id, copcourse: name };
    channel?.postMessage(message);
    // A page from a stick has no origin that could be named.
    if (other && !other.closed) other.postMessage(message, "*");
  }

  if (channel) channel.onmessage = ({ data }) => receive(data);
  addEventListener("message", ({ source, origin, data }) => {
    if (origin !== self.origin || data?.copcourse !== name) return;
    // A page that was loaded again has lost the window that it opened; that one still knows it.
    other ??= source;
    if (source === other) receive(data);
  });
  // Whoever leaves quickly takes the other window along.
  document.addEventListener(
    "click",
    ({ target }) => {
      if (target.closest?.(".cop-leave-button")) tell("leave");
    },
    true,
  );

  /** Open the other window, or show it if this one has opened it. False where that is refused. */
  function open(address) {
    if (other && !other.closed) other.focus();
    else other = window.open(address, `copcourse-${name}`, "popup,width=1280,height=720");
    return Boolean(other);
  }
  return { tell, open };
}

/** Hold something for a reload of this very page. Closing the tab, or another page, forgets it. */
export function pageMemory() {
  let held = history.state?.copcourse ?? null;
  const write = () => {
    try {
      history.replaceState({ copcourse: held }, "");
    } catch {
      // A browser that is asked too often for it lets the page be, and so do we.
    }
  };
  // A link within the page clears what its entry in the history holds.
  document.addEventListener("click", () => {
    if (held && !history.state?.copcourse) write();
  });
  return {
    read: () => held,
    write(value) {
      held = value;
      write();
    },
  };
}

/** What the page's script was given, and what it draws in. */
export function givenTo(holder) {
  const given = JSON.parse(holder.querySelector("script").textContent);
  return { ...given, main: holder.closest("main") };
}

/** Whether a key belongs to what has the focus, and not to the page. */
export function isTaken({ target, ctrlKey, altKey, metaKey, key }) {
  if (ctrlKey || altKey || metaKey) return true;
  if (target.closest?.("input:not([type=checkbox]), select, textarea")) return key !== "PageDown" && key !== "PageUp";
  return [" ", "Enter"].includes(key) && Boolean(target.closest?.("a, button, summary, input"));
}
