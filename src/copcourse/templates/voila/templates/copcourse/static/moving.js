// How every page moves and prints: it is held at the place it was opened at, keeps the course out of
// the Back button, and opens folded text for paper. It stands in the page's head, because a page that
// is still being sent must already work.
(() => {
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
})();
