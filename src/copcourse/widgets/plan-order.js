// The chosen lines of a plan: put them in order, and change their words.
import { button, h, uid } from "./shared.js";
import { ordering } from "./order.js";
import { listHeading } from "./plan-paper.js";
import { OWN_LENGTH } from "./plan-state.js";

/** The chosen lines of a list, each with buttons for its place and its words. */
function arrangeList(list, plan, t, say, { changed, again }) {
  const chosen = plan.chosen(list.id);
  const rows = ordering(
    { options: chosen },
    {
      kept: { options: chosen.map((line) => line.id) },
      t,
      say,
      changed: () => {
        plan.order(list.id, rows.answer().options);
        changed();
      },
    },
  );

  function edit(line, spot) {
    const field = uid("words");
    const area = h("textarea", {
      id: field,
      class: "cop-area",
      rows: 3,
      maxlength: OWN_LENGTH,
      value: line.text,
    });
    const done = () => {
      plan.write(list.id, line.id, area.value);
      again(line.id);
    };
    // Leaving the page another way must not lose the words.
    area.addEventListener("input", () => {
      plan.write(list.id, line.id, area.value);
      changed();
    });
    spot.replaceChildren(
      h("label", { for: field, class: "cop-label" }, t("words")),
      area,
      h("div", { class: "cop-actions" }, button(t("done"), done)),
    );
    area.focus();
  }

  for (const line of chosen) {
    const spot = rows.notes.get(line.id);
    const named = (key, press) => {
      const made = button(t(key), press, "cop-quiet");
      made.setAttribute("aria-label", t("on_line", { what: t(key), text: line.text }));
      return made;
    };
    const take = () => {
      plan.take(list.id, line.id);
      say(t("taken_out", { text: line.text }));
      again();
    };
    const words = named("change", () => edit(line, spot));
    words.dataset.words = line.id;
    spot.append(h("div", { class: "cop-actions" }, words, named("take_out", take)));
  }
  return h("section", {}, h("h4", {}, listHeading(list, t)), rows.node);
}

/** All lists with something chosen. */
export function arrangeView(sheet, plan, t, say, tools) {
  const lists = sheet.lists.filter((list) => plan.chosen(list.id).length);
  return h(
    "div",
    { class: "cop-view" },
    h("h3", {}, t("arrange")),
    lists.map((list) => arrangeList(list, plan, t, say, tools)),
    h("div", { class: "cop-actions" }, button(t("see"), () => tools.go("page"), "cop-primary")),
  );
}
