// The class quiz: one question at a time, nothing marked here, handed in as one file.
import { button, frame, goTo, h, speaker, whenErased } from "./shared.js";
import { fits, unfinished } from "./questions.js";
import { confidenceView, questionView, reflectionView } from "./quiz-question.js";
import { reviewView, beforeView } from "./quiz-ends.js";
import { openBook } from "./saving.js";

/** The steps in order: how it works, each question, the reflection, the review. */
function stepsOf(sheet) {
  const items = sheet.items.map((item) => ({ id: item.id, item }));
  const confidence = (sheet.confidence ?? []).map((asked) => ({ id: asked.id, asked }));
  const reflection = sheet.reflection
    ? [{ id: sheet.reflection.id, reflection: sheet.reflection }]
    : [];
  return [{ id: "start" }, ...items, ...confidence, ...reflection, { id: "review" }];
}

/** One sentence on what has become of the answers. */
function savedWords(event, { t, lang, file }) {
  if (event.kind === "error")
    return t("save_failed", { reason: event.text, folder: event.folder ?? "" });
  if (event.kind !== "saved" || !event.at) return t(`save_${event.kind}`);
  const time = new Date(event.at).toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" });
  const words = t("saved_file", { time, file });
  return event.aside ? `${words} ${t("set_aside", { aside: event.aside })}` : words;
}

export default {
  render({ model, el }) {
    const t = speaker(model);
    const sheet = model.get("sheet");
    const lab = model.get("delivery") === "lab";
    const { body, say } = frame({ model, el }, "quiz");
    const steps = stepsOf(sheet);
    const questions = steps.filter(({ id }) => id !== "start" && id !== "review");
    const numbered = questions.filter((step) => !step.reflection).length;
    const view = h("div", { class: "cop-view" });
    const saved = h("p", { class: "cop-saved", role: "status" });
    const tally = h("p", { class: "cop-tally" });
    const bar = h("progress", {
      class: "cop-progress",
      max: questions.length,
      "aria-label": t("progress"),
    });
    const list = h("ol", { class: "cop-jump-list" });
    const jump = h(
      "details",
      { class: "cop-fold cop-jump" },
      h("summary", {}, t("all_questions")),
      list,
    );
    let handedIn = null;

    const book = openBook(model, (event) => {
      saved.textContent = savedWords(event, { t, lang: model.get("lang"), file: sheet.file });
      saved.classList.toggle("cop-alarm", ["error", "late", "refused"].includes(event.kind));
      if (event.handin) handedIn?.();
      if (event.kind !== "saving") count();
    });
    let at = Math.max(
      0,
      steps.findIndex(({ id }) => id === book.step),
    );

    const mark = ({ id, item }) => {
      const answer = book.answers[id];
      if (!answer) return "open";
      return item && unfinished(item, answer) ? "partial" : "answered";
    };

    function count() {
      const n = questions.filter((step) => mark(step) === "answered").length;
      tally.textContent = t("answered_of", { count: n, total: questions.length });
      bar.value = n;
      list.replaceChildren(...steps.map(jumpEntry));
    }

    function jumpEntry(step, index) {
      const question = questions.indexOf(step);
      const name = question < 0 ? t(`step_${step.id}`) : nameOf(question);
      const link = h(
        "button",
        {
          type: "button",
          class: "cop-jump-button",
          onclick: () => go(index),
          "aria-current": index === at ? "step" : null,
        },
        h("span", {}, name),
      );
      if (question >= 0) link.append(h("span", { class: "cop-small" }, t(`mark_${mark(step)}`)));
      return h("li", {}, link);
    }

    const nameOf = (question) =>
      questions[question].reflection
        ? t("reflection")
        : t("question", { number: question + 1, total: numbered });

    function go(index) {
      at = index;
      book.goTo(steps[at].id);
      jump.open = false;
      draw();
      goTo(view.querySelector("h3"));
    }

    function content(step) {
      const common = { sheet, lab, t, say, book, delivery: model.get("delivery") };
      if (step.id === "start") return beforeView({ ...common, begin: () => go(nextOpen()) });
      if (step.id === "review") {
        const open = questions.filter((one) => mark(one) !== "answered");
        const rows = open.map((one) => ({
          name: nameOf(questions.indexOf(one)),
          mark: mark(one),
          words: Boolean(one.reflection),
          go: () => go(steps.indexOf(one)),
        }));
        return reviewView({ ...common, open: rows, whenHandedIn: (then) => (handedIn = then) });
      }
      const name = nameOf(questions.indexOf(step));
      if (step.item) return questionView({ ...common, item: step.item, name });
      if (step.asked) return confidenceView({ ...common, asked: step.asked, name });
      return reflectionView({ ...common, name });
    }

    function nextOpen() {
      const open = steps.findIndex((step) => questions.includes(step) && mark(step) !== "answered");
      return open < 0 ? steps.length - 1 : open;
    }

    function draw() {
      handedIn = null;
      const back = at > 1 ? button(t("previous"), () => go(at - 1)) : null;
      const next =
        at > 0 && at < steps.length - 1
          ? button(
              at === steps.length - 2 ? t("to_review") : t("next"),
              () => go(at + 1),
              "cop-primary",
            )
          : null;
      view.replaceChildren(
        ...[content(steps[at]), h("div", { class: "cop-actions cop-walk" }, back, next)]
          .flat(Infinity)
          .filter(Boolean),
      );
      count();
    }

    body.append(
      h("h2", {}, sheet.title),
      h("div", { class: "cop-head" }, tally, bar),
      view,
      saved,
      jump,
    );
    if (lab && sheet.notice) saved.textContent = t(`notice_${sheet.notice}`, { file: sheet.file });
    else if (!lab && Object.keys(book.answers).length) saved.textContent = t("save_saved");
    draw();
    const stop = whenErased(() => {
      if (lab) return;
      book.forget();
      saved.textContent = "";
      at = 0;
      draw();
    });
    return () => {
      stop();
      book.close();
    };
  },
};
