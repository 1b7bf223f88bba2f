// Putting lines into an order with buttons: no dragging, and untouched is not answered.
import { button, h, icon } from "./shared.js";

export function ordering(item, { kept, t, changed, say }) {
  const texts = new Map(item.options.map((option) => [option.id, option.text]));
  let touched = Boolean(kept);
  const notes = new Map();
  const rows = new Map();
  const list = h("ol", { class: "cop-order" });

  const ids = () => [...list.children].map((row) => row.dataset.option);

  function arrow(id, way) {
    const label = t(way === "up" ? "move_up" : "move_down", { text: texts.get(id) });
    const press = () => move(id, way);
    return h(
      "button",
      { type: "button", class: "cop-arrow", "aria-label": label, onclick: press, "data-way": way },
      icon(way),
    );
  }

  for (const id of kept?.options ?? texts.keys()) {
    const note = h("div", { class: "cop-note" });
    const line = h(
      "div",
      { class: "cop-line" },
      h("span", {}, texts.get(id)),
      h("div", { class: "cop-arrows" }, arrow(id, "up"), arrow(id, "down")),
    );
    const row = h("li", { "data-option": id }, line, note);
    notes.set(id, note);
    rows.set(id, row);
    list.append(row);
  }

  const settle = button(t("keep_order"), () => touch(), "cop-quiet");
  const hint = h("p", { class: "cop-small" }, t("not_moved"), " ", settle);
  hint.hidden = touched;

  function touch() {
    // A hidden button cannot hold the focus, and losing it sends a keyboard back to the page's top.
    if (document.activeElement === settle) list.querySelector("button:enabled").focus();
    touched = true;
    hint.hidden = true;
    changed();
  }

  function ends() {
    const order = [...list.children];
    order.forEach((row, index) => {
      row.querySelector('[data-way="up"]').disabled = index === 0;
      row.querySelector('[data-way="down"]').disabled = index === order.length - 1;
    });
  }

  function move(id, way) {
    const row = rows.get(id);
    // The neighbour moves and the row stays in the page, so the pressed button keeps the focus.
    if (way === "up") row.after(row.previousElementSibling);
    else row.before(row.nextElementSibling);
    ends();
    const pressed = row.querySelector(`[data-way="${way}"]`);
    if (pressed.disabled) row.querySelector("button:enabled").focus();
    say(t("moved", { text: texts.get(id), place: ids().indexOf(id) + 1, count: texts.size }));
    touch();
  }

  ends();
  return {
    node: h("div", {}, list, hint),
    notes,
    answer: () => (touched ? { options: ids() } : null),
    lock() {
      hint.hidden = true;
      list.querySelectorAll("button").forEach((one) => one.remove());
    },
  };
}
