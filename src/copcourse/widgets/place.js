// The reader's place in the course: keep it on this device, take it along as a file or a code.
import { button, h, speaker } from "./shared.js";
import { everything, isKept, keep, keepHere } from "./memory.js";
import { gather, merge, read, readCode, writeCode } from "./passport.js";
import { Refused } from "./passport-text.js";
import { copyPart } from "./copypart.js";
import { qrCode } from "./qr.js";
import { savePlace } from "./saveplace.js";

/** How much a place holds. */
function sizeOf(content) {
  const count = (tables) =>
    Object.values(tables).reduce((sum, one) => sum + Object.keys(one.answers ?? one).length, 0);
  return {
    stories: count(content.done),
    practice: count(content.practice),
    quiz: count(content.quiz),
  };
}

/** Put what a passport holds to what is here; gives what changed. */
function take(passport) {
  const { entries, changed } = merge(everything(), passport);
  const written = Object.entries(entries).map(([key, value]) => keep.write(key, value));
  return { changed, kept: written.every(Boolean) };
}

/** Fill the page's place for it; `words` is the table [place], `delivery` "voila" or "site". */
export function mountPlace(words, lang, delivery) {
  const spot = document.querySelector('[data-copcourse="place"]');
  if (!spot) return;
  const t = speaker({ get: (name) => ({ words, lang })[name] });
  const status = h("div", { role: "status", class: "cop-place-status" });
  const say = (...lines) => status.replaceChildren(...lines.map((line) => h("p", {}, line)));
  const copy = copyPart(delivery, t, say);
  const content = () => gather(everything());

  function held() {
    const size = sizeOf(content());
    const parts = Object.entries(size).filter(([, n]) => n);
    if (!parts.length) return h("p", {}, t("nothing"));
    const lines = parts.map(([name, n]) => h("li", {}, t(name, { n })));
    return h("div", {}, h("p", {}, t("held")), h("ul", {}, lines));
  }

  function told({ changed, kept }) {
    const lines = ["stories", "practice", "quiz"]
      .filter((name) => changed[name])
      .map((name) => t(`new_${name}`, { n: changed[name] }));
    if (!lines.length) lines.push(t("new_nothing"));
    if (changed.other) lines.push(t("new_other", { n: changed.other }));
    if (!kept) lines.push(t("refused"));
    draw();
    say(...lines);
  }

  async function open(reading) {
    try {
      told(take(await reading()));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      say(t(`cannot_${error.message}`));
    }
  }

  async function save() {
    say(t("saved", { name: await savePlace() }));
  }

  async function show(node) {
    const code = await writeCode(content());
    const page = `${location.origin}${location.pathname}`;
    const svg = location.protocol === "file:" ? null : qrCode(`${page}#take=${code}`, t("code_name"));
    node.replaceChildren(...(svg ? [h("p", {}, t("code_how")), svg] : [h("p", {}, t("code_not"))]));
  }

  function keeping() {
    if (isKept()) return [h("p", {}, t("is_kept"))];
    const ask = h("div", { class: "cop-place-ask" });
    const yes = button(t("only_mine"), () => {
      const done = keepHere();
      draw();
      say(t(done ? "is_kept" : "refused"));
    });
    const no = button(t("not_only_mine"), () => {
      ask.replaceChildren();
      say(t("stays_in_tab"));
    });
    const start = button(t("keep_here"), () => {
      ask.replaceChildren(
        h("p", {}, t("keep_ask")),
        h("div", { class: "cop-actions" }, yes, no),
      );
      yes.focus();
    });
    return [h("p", {}, t("keep_what")), h("div", { class: "cop-actions" }, start), ask];
  }

  function draw() {
    const picker = h("input", {
      type: "file",
      accept: ".json,application/json",
      class: "cop-place-file",
      onchange: () => picker.files[0] && open(async () => read(await picker.files[0].text())),
    });
    const code = h("div", { class: "cop-place-code" });
    spot.replaceChildren(
      h("div", { class: "cop-place-held" }, held()),
      h("h3", {}, t("keep_title")),
      ...keeping(),
      h("h3", {}, t("file_title")),
      h("p", {}, t("file_what")),
      h("div", { class: "cop-actions" }, button(t("save"), save)),
      h("label", { class: "cop-place-open" }, h("span", {}, t("open")), picker),
      h("h3", {}, t("code_title")),
      h("div", { class: "cop-actions" }, button(t("code_show"), () => show(code))),
      code,
      copy,
      status,
    );
  }

  draw();
  addEventListener("copcourse:erased", draw);
  const taken = /^#take=(.+)$/.exec(location.hash);
  if (taken) {
    // The address is in the history; what it carried need not be.
    history.replaceState(null, "", location.pathname + location.search);
    open(() => readCode(taken[1]));
  }
}
