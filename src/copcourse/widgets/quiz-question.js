// One question of the quiz, and its reflection.
import { fold, h, paragraphs, uid } from "./shared.js";
import { LEVELS, inputs } from "./questions.js";
import { now } from "./memory.js";

function sureView(chosen, ask, t, onchange) {
  const name = uid("sure");
  const choices = [1, 2, 3].map((value) => {
    const box = h("input", { type: "radio", name, value, onchange: () => onchange(value) });
    box.checked = value === chosen;
    return h("label", { class: "cop-option cop-short" }, box, h("span", {}, t(`sure_${value}`)));
  });
  return h(
    "fieldset",
    { class: "cop-sure" },
    h("legend", {}, ask),
    h("div", { class: "cop-row" }, choices),
  );
}

export function questionView({ sheet, item, name, t, say, book }) {
  const kept = book.answers[item.id];
  let sure = kept?.sure ?? null;
  const ask = inputs(item, { answer: kept, t, say, changed: put });

  function put() {
    const answer = ask.answer();
    book.put(item.id, answer && { ...answer, sure, at: now() });
  }

  const label = uid("ask");
  return [
    h(
      "fieldset",
      { class: "cop-item", "aria-labelledby": label },
      h("legend", {}, h("h3", {}, name), h("span", { id: label, class: "cop-question" }, item.ask)),
      h("p", { class: "cop-small" }, t(`how_${item.kind}`)),
      ask.node,
    ),
    sureView(sure, t(sheet.confidence ? "form_sure" : "how_sure"), t, (value) => {
      sure = value;
      if (ask.answer()) put();
    }),
  ];
}

/** How sure somebody feels, in five levels with words; none is chosen beforehand. */
export function confidenceView({ asked, name, t, book }) {
  const { id, ask } = asked;
  const group = uid("level");
  const label = uid("ask");
  const about = uid("about");
  const rows = LEVELS.map((scale) => {
    const put = () => book.put(id, { scale, at: now() });
    const box = h("input", { type: "radio", name: group, value: scale, onchange: put });
    box.checked = book.answers[id]?.scale === scale;
    return h("li", {}, h("label", { class: "cop-option" }, box, h("span", {}, t(`level_${scale}`))));
  });
  return [
    h(
      "fieldset",
      { class: "cop-item", "aria-labelledby": label, "aria-describedby": about },
      h("legend", {}, h("h3", {}, name), h("span", { id: label, class: "cop-question" }, ask)),
      h("p", { id: about, class: "cop-small" }, t("how_level")),
      h("ul", { class: "cop-options" }, rows),
    ),
  ];
}

export function reflectionView({ sheet, name, t, book }) {
  const { id, case: story, ask } = sheet.reflection;
  const field = uid("words");
  const about = uid("count");
  const count = h("p", { id: about, class: "cop-small" });
  const area = h("textarea", {
    id: field,
    rows: 8,
    maxlength: 5000,
    class: "cop-area",
    "aria-describedby": about,
    oninput: put,
  });
  area.value = book.answers[id]?.text ?? "";

  function put() {
    measure();
    book.put(id, area.value.trim() ? { text: area.value, at: now() } : null, true);
  }

  function measure() {
    count.textContent = t("characters", { n: Array.from(area.value).length });
  }

  measure();
  return [
    h("h3", {}, name),
    h(
      "div",
      { class: "cop-block cop-neutral" },
      h(
        "p",
        {},
        h("strong", {}, t("no_real_child")),
        " ",
        t("read_later"),
        " ",
        h("a", { href: sheet.help }, t("worried_now")),
      ),
    ),
    h("div", { class: "cop-prose" }, paragraphs(story.split(/\n\s*\n/))),
    h("label", { for: field, class: "cop-question" }, ask),
    area,
    count,
  ];
}

/** How each kind is marked, in words, before the first question. */
export function marksView(t) {
  return fold(
    t("marks"),
    h(
      "ul",
      {},
      ["single", "several", "order", "match"].map((kind) => h("li", {}, t(`marks_${kind}`))),
    ),
  );
}
