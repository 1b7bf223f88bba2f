// The four kinds of question as a person answers them; practice and quiz share them.
import { h, uid } from "./shared.js";
import { ordering } from "./order.js";

/** Whether a kept answer still fits its question. */
export function fits(item, answer) {
  const ids = item.options.map((option) => option.id);
  if (item.kind === "match") {
    const sides = item.pairs.map((pair) => pair.id);
    const pairs = Object.entries(answer?.pairs ?? {});
    return (
      pairs.length > 0 && pairs.every(([id, side]) => ids.includes(id) && sides.includes(side))
    );
  }
  const chosen = answer?.options;
  if (!Array.isArray(chosen) || !chosen.length || new Set(chosen).size !== chosen.length)
    return false;
  if (item.kind === "single" && chosen.length !== 1) return false;
  if (item.kind === "order" && chosen.length !== ids.length) return false;
  return chosen.every((id) => ids.includes(id));
}

/** The levels of a question on confidence, and whether a kept answer is one of them. */
export const LEVELS = [1, 2, 3, 4, 5];
export const fitsScale = (answer) => LEVELS.includes(answer?.scale);

/** Whether a match still lacks some of its pairs. */
export function unfinished(item, answer) {
  return item.kind === "match" && Object.keys(answer?.pairs ?? {}).length < item.options.length;
}

/** Build a question's inputs.
 *
 * Gives `node`; `answer()`, null while nothing is chosen; `notes`, a place for feedback by
 * option id; `lock()`. `changed` is called after each change by the reader.
 */
export function inputs(item, { answer, t, changed, say }) {
  const kept = fits(item, answer) ? answer : null;
  if (item.kind === "order") return ordering(item, { kept, t, changed, say });
  if (item.kind === "match") return matching(item, { kept, t, changed });
  return choosing(item, { kept, changed });
}

function choosing(item, { kept, changed }) {
  const type = item.kind === "single" ? "radio" : "checkbox";
  const name = uid(item.id);
  const notes = new Map();
  const boxes = [];
  const rows = item.options.map((option) => {
    const box = h("input", { type, name, value: option.id, onchange: changed });
    box.checked = kept?.options.includes(option.id) ?? false;
    boxes.push(box);
    const note = h("div", { class: "cop-note" });
    notes.set(option.id, note);
    return h("li", {}, h("label", { class: "cop-option" }, box, h("span", {}, option.text)), note);
  });
  return {
    node: h("ul", { class: "cop-options" }, rows),
    notes,
    answer() {
      const options = boxes.filter((box) => box.checked).map((box) => box.value);
      return options.length ? { options } : null;
    },
    lock: () => boxes.forEach((box) => (box.disabled = true)),
  };
}

function matching(item, { kept, t, changed }) {
  const notes = new Map();
  const lists = new Map();
  const sideText = new Map(item.pairs.map((pair) => [pair.id, pair.text]));
  const rows = item.options.map((option) => {
    const id = uid(item.id);
    const sides = item.pairs.map((pair) => h("option", { value: pair.id }, pair.text));
    const list = h(
      "select",
      { id, class: "cop-select", onchange: changed },
      h("option", { value: "" }, t("choose")),
      sides,
    );
    list.value = kept?.pairs[option.id] ?? "";
    lists.set(option.id, list);
    // A closed list cuts a long line on a phone; a screen reader hears the list itself.
    const picked = h("p", { class: "cop-small cop-picked", "aria-hidden": "true" });
    const show = () => (picked.textContent = sideText.get(list.value) ?? "");
    list.addEventListener("change", show);
    show();
    const note = h("div", { class: "cop-note" });
    notes.set(option.id, note);
    return h("li", { class: "cop-pair" }, h("label", { for: id }, option.text), list, picked, note);
  });
  return {
    node: h("ul", { class: "cop-pairs" }, rows),
    notes,
    answer() {
      const chosen = [...lists]
        .filter(([, list]) => list.value)
        .map(([id, list]) => [id, list.value]);
      return chosen.length ? { pairs: Object.fromEntries(chosen) } : null;
    },
    lock: () => lists.forEach((list) => (list.disabled = true)),
  };
}
