// Read aloud by a voice of this device. A voice from a network would send the text away: never used.
import { button, h } from "./shared.js";

const BLOCKS = "h1, h2, h3, h4, h5, p, li, dt, dd, summary, legend, th, td, label";

/** The device's own voices for a language, the reader's usual one first. */
function ownVoices(lang) {
  const [language] = lang.toLowerCase().split("-");
  return (globalThis.speechSynthesis?.getVoices() ?? [])
    .filter((voice) => voice.localService === true)
    .filter((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === language)
    .sort((a, b) => b.default - a.default);
}

/** What can be read of some elements: the innermost blocks in sight, in order. */
function blocksOf(nodes) {
  return nodes
    .flatMap((node) => [...node.querySelectorAll(BLOCKS)])
    .filter((node) => !node.querySelector(BLOCKS) && node.checkVisibility())
    .filter((node) => !node.closest("[aria-hidden], [role=status]"))
    .map((node) => [node, spoken(node)])
    .filter(([, text]) => text);
}

/** A block's words, without the small numbers of its sources. */
function spoken(node) {
  const copy = node.cloneNode(true);
  copy.querySelectorAll("sup, .anchor-link, [aria-hidden]").forEach((one) => one.remove());
  return copy.textContent.replace(/[\s¶☐]+/g, " ").trim();
}

/** Give `node` for the panel; `look()`, to see which voices there are; `stop()`.
 *
 * `shown` gives the elements that a reader has before them.
 */
export function readAloud(t, lang, shown) {
  const begin = button(t("read"), start);
  const offer = h("div", { class: "cop-aloud-offer" });
  const node = h("fieldset", {}, h("legend", {}, t("aloud")), offer);
  const pause = button(t("pause"), () => (paused ? speak() : hold()));
  const end = button(t("stop"), () => {
    stop();
    begin.focus();
  });
  const bar = h("section", { class: "cop-aloud", "aria-label": t("aloud") }, pause, end);
  let blocks = [];
  let at = 0;
  let paused = false;
  // A cancelled utterance ends like one that was read: only the latest may lead on.
  let turn = 0;

  function look() {
    const found = ownVoices(lang).length > 0;
    const note = h("p", { class: "cop-small" }, t(found ? "near" : "no_voice"));
    offer.replaceChildren(...(found ? [begin, note] : [note]));
  }

  function start() {
    blocks = blocksOf(shown());
    at = 0;
    if (!blocks.length) return;
    document.body.append(bar);
    speak();
    pause.focus();
  }

  function speak() {
    const [voice] = ownVoices(lang);
    if (!voice || at >= blocks.length) return stop();
    silence();
    paused = false;
    pause.textContent = t("pause");
    const [block, text] = blocks[at];
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    const mine = turn;
    said.onend = () => {
      if (mine !== turn) return;
      at += 1;
      speak();
    };
    mark(block);
    speechSynthesis.speak(said);
  }

  function mark(block) {
    document.querySelector("[data-cop-aloud]")?.removeAttribute("data-cop-aloud");
    block?.setAttribute("data-cop-aloud", "");
    block?.scrollIntoView({ block: "nearest" });
  }

  function silence() {
    turn += 1;
    globalThis.speechSynthesis?.cancel();
  }

  // Not the browser's own pause: on phones it does nothing, or never ends.
  function hold() {
    silence();
    paused = true;
    pause.textContent = t("resume");
  }

  function stop() {
    silence();
    mark(null);
    bar.remove();
  }

  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => {
    if (offer.childElementCount) look();
  });
  addEventListener("pagehide", silence);
  return { node, look, stop };
}
