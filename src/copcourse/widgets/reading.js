// How a reader likes to read: larger, wider, one section at a time, or read aloud by this device.
import { readAloud } from "./aloud.js";
import { keep } from "./memory.js";
import { oneSection } from "./onesection.js";
import { h, speaker, uid } from "./shared.js";

const LIKED = "copcourse:reading";
const SIZES = ["usual", "larger", "largest"];
const USUAL = { size: "usual", wide: false, single: false };

/** What was liked before, as far as it still makes sense. */
function liked() {
  const kept = keep.read(LIKED) ?? {};
  return {
    size: SIZES.includes(kept.size) ? kept.size : USUAL.size,
    wide: kept.wide === true,
    single: kept.single === true,
  };
}

/** Fill the page's place for it; `words` is the table [reading]. */
export function mountReading(words, lang) {
  const spot = document.querySelector('[data-copcourse="reading"]');
  if (!spot) return;
  const t = speaker({ get: (name) => ({ words, lang })[name] });
  const sections = oneSection(t);
  const aloud = readAloud(t, lang, () => sections.shown());
  let likes = liked();

  function apply() {
    document.documentElement.dataset.copSize = likes.size;
    document.documentElement.toggleAttribute("data-cop-wide", likes.wide);
    sections.turn(likes.single);
  }

  function like(part) {
    likes = { ...likes, ...part };
    keep.write(LIKED, likes);
    apply();
  }

  function size() {
    const name = uid("size");
    const choices = SIZES.map((value) => {
      const box = h("input", { type: "radio", name, value, onchange: () => like({ size: value }) });
      box.checked = value === likes.size;
      return h("label", {}, box, h("span", {}, t(`size_${value}`)));
    });
    return h("fieldset", {}, h("legend", {}, t("size")), choices);
  }

  function yes(name) {
    const box = h("input", { type: "checkbox", onchange: () => like({ [name]: box.checked }) });
    box.checked = likes[name];
    return h("label", {}, box, h("span", {}, t(name)));
  }

  function draw() {
    const panel = h(
      "div",
      { class: "cop-reading-panel" },
      size(),
      h(
        "fieldset",
        {},
        h("legend", {}, t("layout")),
        yes("wide"),
        sections.many ? yes("single") : null,
      ),
      aloud.node,
    );
    // The device's voices are asked for when somebody wants to see what there is, and not before.
    const fold = h(
      "details",
      { ontoggle: () => fold.open && aloud.look() },
      h("summary", {}, t("title")),
      panel,
    );
    spot.replaceChildren(fold);
    apply();
  }

  draw();
  addEventListener("copcourse:erased", () => {
    aloud.stop();
    likes = USUAL;
    draw();
  });
}
