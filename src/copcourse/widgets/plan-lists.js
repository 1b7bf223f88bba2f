// The lists of a plan, to choose from and to add to.
import { button, h, uid } from "./shared.js";
import { inputs } from "./questions.js";
import { listHeading } from "./plan-paper.js";
import { OWN_LENGTH } from "./plan-state.js";

/** One list to choose from, with room for a line of one's own. */
function listView(list, plan, t, say, changed) {
  const view = h("fieldset", { class: "cop-item" });
  const field = uid("own");
  const lines = plan.lines(list.id);
  const options = inputs(
    { id: list.id, kind: "several", options: lines },
    { answer: { options: plan.chosen(list.id).map((line) => line.id) }, t, say, changed: pick },
  );
  for (const { id, links } of lines)
    options.notes
      .get(id)
      .append(...links.map(({ text, url }) => h("a", { class: "cop-link", href: url }, text)));
  const own = h("input", {
    id: field,
    class: "cop-input",
    maxlength: OWN_LENGTH,
    autocomplete: "off",
    onkeydown: (event) => event.key === "Enter" && !event.isComposing && add(),
  });

  function pick() {
    plan.pick(list.id, options.answer()?.options ?? []);
    changed();
    say(t("count", { n: plan.count }));
  }

  function add() {
    const text = plan.add(list.id, own.value);
    if (!text) return say(t("own_empty"));
    const fresh = listView(list, plan, t, say, changed);
    view.replaceWith(fresh);
    fresh.querySelector(".cop-input").focus();
    changed();
    say(t("added", { text }));
  }

  view.append(
    h("legend", {}, h("span", { class: "cop-question" }, listHeading(list, t))),
    options.node,
    h(
      "div",
      { class: "cop-field cop-own" },
      h("label", { for: field }, t("own")),
      h("div", { class: "cop-own-line" }, own, button(t("add"), add)),
    ),
  );
  // What is typed counts, whether its button was pressed or not.
  view.addEventListener("cop-finish", () => plan.add(list.id, own.value));
  return view;
}

/** All lists, and how many lines are chosen. */
export function chooseView(sheet, plan, t, say, { changed, go }) {
  const count = h("p", { class: "cop-label" });
  const kept = h("p", { class: "cop-small" });
  const tell = () => {
    count.textContent = t("count", { n: plan.count });
    kept.textContent = t(plan.held ? "kept" : "not_kept");
    changed();
  };
  const lists = sheet.lists.map((list) => listView(list, plan, t, say, tell));
  const view = h("div", { class: "cop-view" }, lists, count);
  tell();
  const finish = () => {
    for (const list of view.querySelectorAll("fieldset")) list.dispatchEvent(new Event("cop-finish"));
    go("page");
  };
  view.append(h("div", { class: "cop-actions" }, button(t("see"), finish, "cop-primary")), kept);
  return view;
}
