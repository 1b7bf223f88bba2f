// The page's own script: it puts each widget's output into its slot as it arrives, keeps the course
// out of the Back button, and opens folded text for paper. It stands in the page's head, because a
// page that is still being sent must already work.
window.copcourse = (() => {
  // voila.js and anywidget load from this very server; slower than this is not coming any more.
  const PATIENCE_MS = 45000;
  const slots = () => document.querySelectorAll(".cop-slot");

  function settle(slot, failed) {
    slot.removeAttribute("aria-busy");
    slot.classList.toggle("is-failed", failed);
    slot.querySelector(".cop-slot-wait").hidden = true;
    slot.querySelector(".cop-slot-failed").hidden = !failed;
  }

  // The widget manager first writes words into the renderer's node and, when the view is there,
  // replaces them by the view's element: an element is what tells a widget from a message.
  function state(slot) {
    const renderers = [...slot.querySelectorAll(".jp-OutputArea-output")];
    if (!renderers.length) return "waiting";
    if (renderers.some((node) => /^(Error displaying|Javascript Error)/.test(node.textContent))) {
      return "failed";
    }
    return renderers.every((node) => node.firstElementChild) ? "ready" : "waiting";
  }

  function watch(slot) {
    const look = () => {
      const now = state(slot);
      if (now !== "waiting") settle(slot, now === "failed");
      if (now === "ready") observer.disconnect();
    };
    const observer = new MutationObserver(look);
    observer.observe(slot.querySelector(".cop-slot-widget"), { childList: true, subtree: true });
    look();
  }

  function arrived(number) {
    const slot = document.getElementById(`slot-${number}`);
    const arrival = document.getElementById(`arrival-${number}`);
    if (!slot || !arrival) return;
    if (arrival.childElementCount) {
      slot.querySelector(".cop-slot-widget").append(...arrival.childNodes);
      slot.dataset.arrived = "";
      watch(slot);
    } else {
      settle(slot, true);
    }
    arrival.remove();
  }

  function giveUpOn(which) {
    for (const slot of slots()) {
      if (slot.getAttribute("aria-busy") && which(slot)) settle(slot, true);
    }
  }

  // Called at the end of the stream; the page's end calls it too, for a stream that broke off.
  function allArrived() {
    giveUpOn((slot) => !("arrived" in slot.dataset));
  }

  const kernelLost = () => giveUpOn(() => true);

  function target(hash) {
    const id = decodeURIComponent(hash.slice(1));
    const found = id && document.getElementById(id);
    // A source's own place is inside a widget that may not be there yet.
    return found || (id.startsWith("source-") && document.querySelector('[data-slot^="sources"]'));
  }

  function show(place) {
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    place.scrollIntoView();
    if (!place.matches("a[href], button, [tabindex]")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }

  // A page is opened at a place (#section-3) while the widgets above it are still to come: the place
  // is held in view as they push it down, until the reader moves by themselves.
  function hold() {
    const sizes = new ResizeObserver(() => target(location.hash)?.scrollIntoView());
    const release = () => sizes.disconnect();
    for (const move of ["wheel", "touchstart", "pointerdown", "keydown"]) {
      addEventListener(move, release, { once: true, passive: true });
    }
    sizes.observe(document.documentElement);
  }

  // Inside the course a page replaces the one before it, so that Back leaves the course.
  function follow(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || link.target || link.hasAttribute("download")) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href, document.baseURI);
    if (url.origin !== location.origin) return;
    event.preventDefault();
    if (url.hash && url.pathname === location.pathname) {
      const place = target(url.hash);
      if (place) {
        history.replaceState(null, "", url.hash);
        show(place);
      }
    } else {
      location.replace(url.href);
    }
  }

  const unfolded = new Set();
  addEventListener("beforeprint", () => {
    // Who has opened one country wants that one on paper, not a book of all.
    const chosen = document.querySelector("#lines details[open]");
    for (const fold of document.querySelectorAll("details:not([open])")) {
      if (chosen && !chosen.contains(fold) && fold.closest("#lines")) continue;
      fold.open = true;
      unfolded.add(fold);
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of unfolded) fold.open = false;
    unfolded.clear();
  });

  if (location.hash) hold();
  document.addEventListener("click", (event) => {
    if (event.target.closest?.('[data-copcourse="reload"]')) location.reload();
    else follow(event);
  });
  addEventListener("load", () => {
    allArrived();
    setTimeout(kernelLost, PATIENCE_MS);
  });

  // Voilà sends calls to it while a cell takes long, only to keep the connection open.
  window.voila_heartbeat = () => {};
  // What voila.js calls in the place of MathJax: the course has no formulas.
  const nothing = () => {};
  window.MathJax = {
    Hub: { Config: nothing, Configured: nothing, Queue: nothing, Register: { StartupHook: nothing } },
  };
  return { arrived, allArrived, kernelLost };
})();
