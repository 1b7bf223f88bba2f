// A sheet for attendance: which modules are finished, hours, the date, and a name that is kept nowhere.
import { button, h, speaker, uid } from "./shared.js";
import { everything, finishedStories } from "./memory.js";
import { isFinished, missing } from "./start.js";

/** Fill the page's place for it from the page's own facts; `words` is the table [certificate]. */
export function mountCertificate(words, lang) {
  const spot = document.querySelector('[data-copcourse="certificate"]');
  if (!spot) return;
  const facts = JSON.parse(document.getElementById("start-facts").textContent);
  const t = speaker({ get: (name) => ({ words, lang })[name] });
  let empty = () => {};

  function openModule(module, entries, stories) {
    const { questions, story } = missing(module, entries, stories);
    const asked = [story ? t("story") : "", questions ? t("questions", { n: questions }) : ""];
    return h(
      "li",
      {},
      h("a", { href: module.url }, module.title),
      `: ${asked.filter(Boolean).join(", ")}`,
    );
  }

  /** Modules that were begun and want something yet. */
  function begun(entries, stories) {
    const open = facts.modules.filter((module) => {
      const { questions, story } = missing(module, entries, stories);
      return (questions || story) && !(story && questions === module.items.length);
    });
    if (!open.length) return [];
    const items = open.map((module) => openModule(module, entries, stories));
    return [h("p", {}, t("begun")), h("ul", {}, items)];
  }

  function time(minutes) {
    const parts = [
      [Math.floor(minutes / 60), "hours"],
      [minutes % 60, "minutes"],
    ];
    return parts
      .filter(([n]) => n)
      .map(([n, name]) => t(name, { n }))
      .join(" ");
  }

  function sheet(finished, name) {
    const minutes = finished.reduce((sum, module) => sum + module.minutes, 0);
    const day = new Intl.DateTimeFormat(lang, { dateStyle: "long" }).format(new Date());
    return h(
      "article",
      { class: "cop-sheet", "aria-label": t("sheet") },
      h("p", { class: "cop-sheet-kind" }, t("attendance")),
      h("h3", {}, facts.course),
      name,
      h("p", {}, t("went_through", { n: finished.length })),
      h(
        "ul",
        {},
        finished.map((module) => h("li", {}, module.title)),
      ),
      h(
        "dl",
        {},
        h("dt", {}, t("time")),
        h("dd", {}, t("about", { time: time(minutes), each: finished[0].minutes })),
        h("dt", {}, t("date")),
        h("dd", {}, day),
      ),
      h("p", { class: "cop-sheet-only" }, t("only")),
    );
  }

  function filled(finished) {
    const id = uid("name");
    const name = h("p", { class: "cop-sheet-name" });
    const field = h("input", {
      id,
      type: "text",
      maxlength: 80,
      // A browser's help with typing may keep the name, or send it to its maker.
      autocomplete: "off",
      autocorrect: "off",
      spellcheck: "false",
      writingsuggestions: "false",
      "aria-describedby": `${id}-kept`,
      oninput: () => {
        name.textContent = field.value.trim();
      },
    });
    empty = () => {
      field.value = "";
      name.textContent = "";
    };
    return [
      h(
        "div",
        { class: "cop-sheet-ask" },
        h("label", { for: id }, t("name")),
        field,
        h("p", { class: "cop-small", id: `${id}-kept` }, t("not_kept")),
      ),
      h("div", { class: "cop-actions" }, button(t("print"), () => print())),
      sheet(finished, name),
    ];
  }

  function draw() {
    const entries = everything();
    const stories = finishedStories();
    const finished = facts.modules.filter((module) => isFinished(module, entries, stories));
    empty();
    empty = () => {};
    spot.replaceChildren(
      ...(finished.length ? filled(finished) : [h("p", {}, t("nothing")), h("p", {}, t("when"))]),
      ...begun(entries, stories),
    );
  }

  draw();
  addEventListener("copcourse:erased", draw);
  // A browser may keep the page itself, with what was typed, for its Back button.
  addEventListener("pagehide", () => empty());
}
