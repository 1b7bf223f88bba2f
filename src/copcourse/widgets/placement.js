// Questions that show where to begin: each leads to a module, and all together to an order.
import { h } from "./shared.js";

function link({ title, url }) {
  return h("a", { href: url }, title);
}

/** Where a question leads once its answer is shown; nothing for a question that leads nowhere. */
export function beginning(item, known, t) {
  if (!item.begin || known === null) return null;
  return h("p", {}, t(known ? "begin_later" : "begin_here"), " ", link(item.begin));
}

/** The order that the answers give. `show` takes {title, url, known} of every question. */
export function placement(t) {
  const node = h("section", { class: "cop-placed", "aria-live": "polite" });
  return {
    node,
    show(places) {
      // Before the last answer an order would be a guess.
      if (places.some((place) => place.known === null)) return node.replaceChildren();
      const first = places.filter((place) => !place.known);
      node.replaceChildren(
        h("p", { class: "cop-label" }, t("placed")),
        h("p", {}, t(first.length ? "placed_some" : "placed_none")),
        ...(first.length ? [h("ol", {}, first.map((place) => h("li", {}, link(place))))] : []),
      );
    },
  };
}
