// One section of a page at a time: its heading, its text and its exercises, and nothing else in sight.
import { button, goTo, h } from "./shared.js";

/** The page cut before each heading of its first two levels, as lists of elements. */
function cut(main) {
  const groups = [];
  for (const node of main.children) {
    if (!groups.length || node.querySelector(":scope > :is(h1, h2)")) groups.push([]);
    groups.at(-1).push(node);
  }
  // What stands before the first heading belongs to it.
  if (groups.length > 1 && !groups[0].some((node) => node.querySelector(":scope > h1")))
    groups.splice(0, 2, [...groups[0], ...groups[1]]);
  return groups;
}

/** The element that an address of this page leads to; a source's own may not be there yet. */
function led(hash) {
  const id = decodeURIComponent(hash.slice(1));
  if (!id) return null;
  const sources = () => id.startsWith("source-") && document.querySelector('[data-slot^="sources"]');
  return document.getElementById(id) || sources();
}

/** Give `turn(on)`; `shown()`, what a reader has before them; `many`, whether there is a choice. */
export function oneSection(t) {
  const main = document.querySelector("main");
  const groups = cut(main);
  const place = h("p", { class: "cop-turn-place" });
  const back = button(t("back"), () => go(at - 1));
  const on = button(t("on"), () => go(at + 1));
  const nav = h("nav", { class: "cop-turn", "aria-label": t("single") }, back, place, on);
  let at = 0;
  let single = false;

  function draw() {
    groups.forEach((group, index) =>
      group.forEach((node) => node.toggleAttribute("data-cop-away", single && index !== at)),
    );
    place.textContent = t("place", { number: at + 1, count: groups.length });
    back.disabled = at === 0;
    on.disabled = at === groups.length - 1;
  }

  function go(index) {
    at = index;
    draw();
    const heading = groups[at].map((node) => node.querySelector("h1, h2")).find(Boolean);
    heading.scrollIntoView();
    goTo(heading);
  }

  /** The section with an element in it; -1 for what stands around the sections. */
  const holding = (node) => groups.findIndex((group) => group.some((one) => one.contains(node)));

  function lookUp(hash) {
    const index = holding(led(hash));
    if (single && index >= 0) {
      at = index;
      draw();
    }
  }

  // Before whatever else follows the link: an element that is away cannot be scrolled to.
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a[href]");
      if (link?.hash && link.pathname === location.pathname) lookUp(link.hash);
    },
    true,
  );
  addEventListener("hashchange", () => lookUp(location.hash));

  function inView() {
    const tops = groups.map(([first]) => first.getBoundingClientRect().top);
    return Math.max(0, tops.findLastIndex((top) => top < innerHeight / 2));
  }

  return {
    many: groups.length > 1,
    shown: () => (single ? groups[at] : groups.slice(inView()).flat()),
    turn(wanted) {
      if (single === (wanted && groups.length > 1)) return;
      single = !single;
      const asked = holding(led(location.hash));
      at = asked >= 0 ? asked : inView();
      if (single) main.append(nav);
      else nav.remove();
      draw();
    },
  };
}
