// Before the first question and after the last: what is at stake, and how to hand in.
import { badge, button, goTo, h, uid } from "./shared.js";
import { download } from "./download.js";
import { canonical, fileName, handIn } from "./handin.js";
import { now } from "./memory.js";
import { marksView } from "./quiz-question.js";

export function beforeView({ sheet, t, delivery, begin, book }) {
  const n = sheet.items.length;
  const about = sheet.confidence
    ? [
        [t("what"), t("what_is_in_form", { n })],
        [t("form_marking"), t("form_for")],
      ]
    : [
        [t("what"), t("what_is_here", { n })],
        [t("marking"), t("no_marks_here", { pass: sheet.pass, total: n })],
      ];
  const facts = [
    ...about,
    [t("who_sees"), t(`who_sees_${delivery}`)],
    [t("kept"), t(`kept_${delivery === "lab" ? "lab" : "tab"}`, { file: sheet.file })],
  ];
  return [
    h("h3", {}, t("before")),
    h(
      "dl",
      { class: "cop-facts" },
      facts.map(([name, text]) => h("div", {}, h("dt", {}, name), h("dd", {}, text))),
    ),
    ...(sheet.confidence ? [] : [marksView(t)]),
    h(
      "div",
      { class: "cop-actions" },
      button(Object.keys(book.answers).length ? t("go_on") : t("begin"), begin, "cop-primary"),
    ),
  ];
}

function openView(open, t) {
  if (!open.length) return h("p", {}, badge("good", t("all_answered")));
  const rows = open.map(({ name, mark, go }) =>
    h("li", {}, button(name, go), " ", h("span", { class: "cop-small" }, t(`mark_${mark}`))),
  );
  const n = open.filter(({ words }) => !words).length;
  const told = n ? t("unanswered", { n }) : t("unwritten");
  return [h("p", {}, told), h("ul", { class: "cop-open" }, rows)];
}

export function reviewView({ sheet, lab, t, book, open, whenHandedIn }) {
  const id = uid("learner");
  const about = uid("about");
  const field = h("input", {
    id,
    type: "text",
    maxlength: 60,
    autocomplete: "off",
    spellcheck: "false",
    class: "cop-input",
    "aria-describedby": about,
  });
  field.value = book.learner;
  const code = Boolean(sheet.confidence);
  const codeWhere = t(lab ? "form_code_lab" : "form_code_file");
  const nameWhere = t(lab ? "learner_lab" : "learner_file");
  const outcome = h("div", { class: "cop-outcome-note" });

  function tell(...lines) {
    outcome.replaceChildren(...lines.map((line) => h("p", {}, line)));
    goTo(outcome);
  }

  function named() {
    const learner = field.value.trim().normalize("NFC");
    if (learner) return learner;
    field.setAttribute("aria-invalid", "true");
    outcome.replaceChildren(h("p", { class: "cop-hint" }, t(code ? "form_code_first" : "name_first")));
    field.focus();
    return null;
  }

  function save() {
    const learner = named();
    if (!learner) return;
    field.removeAttribute("aria-invalid");
    const at = now();
    const name = fileName(sheet, learner, at);
    download(name, canonical(handIn(sheet, learner, book.answers)));
    tell(t("downloaded", { name }), t("downloaded_next"));
  }

  function submit() {
    const learner = named();
    if (!learner) return;
    field.removeAttribute("aria-invalid");
    whenHandedIn(() =>
      tell(t("handed_in_lab", { file: sheet.file }), t("handed_in_next", { quiz: sheet.quiz })),
    );
    book.handIn(learner);
  }

  return [
    h("h3", {}, t("step_review")),
    openView(open, t),
    h(
      "div",
      { class: "cop-field" },
      h("label", { for: id }, t(code ? "form_code" : "learner")),
      field,
      h("p", { id: about, class: "cop-small" }, code ? codeWhere : nameWhere),
    ),
    h(
      "div",
      { class: "cop-actions" },
      button(t("hand_in"), lab ? submit : save, "cop-primary"),
      lab ? button(t("download_copy"), save, "cop-quiet") : null,
    ),
    outcome,
  ];
}
