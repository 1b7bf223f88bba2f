// The plan and the whole agreement as they look on paper, and printing one of them alone.
import { button, fold, h } from "./shared.js";

/** A text with each run of dots as a line to write on. */
function withBlanks(text, t) {
  return text
    .split(/(\.{4,})/)
    .map((piece) =>
      /^\.{4,}$/.test(piece)
        ? h("span", { class: "cop-blank", role: "img", "aria-label": t("blank") })
        : piece,
    );
}

function tickList(lines, t) {
  const box = () => h("span", { class: "cop-box", "aria-hidden": "true" }, "☐");
  return h(
    "ul",
    { class: "cop-ticks" },
    lines.map((line) => h("li", {}, box(), h("span", {}, withBlanks(line.text, t)))),
  );
}

const EMPTY_LINE = { text: "...................." };

const dated = (t) => h("p", { class: "cop-again" }, t("look_again"), " ", withBlanks("....", t));

/** What a list is called: by its author, or as usual. */
export function listHeading(list, t) {
  return list.heading ?? t(`list_${list.id}`);
}

/** The plan as a page: the chosen lines, or with none the empty form to fill in by hand. */
export function planPage(sheet, plan, t) {
  const form = plan.count === 0;
  const parts = sheet.lists
    .map((list) => [list, form ? [...plan.lines(list.id), EMPTY_LINE] : plan.chosen(list.id)])
    .filter(([, lines]) => lines.length > 0)
    .map(([list, lines]) => h("section", {}, h("h4", {}, listHeading(list, t)), tickList(lines, t)));
  return [h("h3", {}, t("my_plan")), ...parts, dated(t)];
}

/** The whole agreement, folded, with a button that prints it alone. */
export function agreementFold({ title, intro, sides }, t) {
  const sheets = sides.map(({ who, heading, promises }) =>
    h(
      "section",
      {},
      h("p", { class: "cop-label" }, t("says", { who: heading ?? t(`who_${who}`) })),
      tickList(promises, t),
    ),
  );
  const signed = h("p", { class: "cop-again" }, t("signed"), " ", withBlanks("....", t));
  const view = fold(
    title ?? t("agreement"),
    h("p", {}, intro),
    sheets,
    dated(t),
    signed,
    h("p", { class: "cop-small cop-before-print" }, t("paper")),
    h(
      "div",
      { class: "cop-actions" },
      button(t("print_agreement"), () => printAlone(view)),
    ),
  );
  view.classList.add("cop-agreement");
  return view;
}

/** Print one part of the page and nothing around it. */
export function printAlone(node) {
  const marks = [
    [document.body, "cop-prints-alone"],
    [node, "cop-alone"],
  ];
  for (const [marked, mark] of marks) marked.classList.add(mark);
  const end = () => {
    for (const [marked, mark] of marks) marked.classList.remove(mark);
  };
  addEventListener("afterprint", end, { once: true });
  window.print();
}
