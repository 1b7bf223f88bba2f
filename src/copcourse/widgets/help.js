// Get help: the page's own list by country as a chooser. Nothing is guessed, and nothing is kept.
import { h, speaker, uid, whenErased } from "./shared.js";

/** Put a chooser before the page's folded list; `words` is the table [helplines]. */
export function mountHelp(words, lang) {
  const folds = [...document.querySelectorAll("#lines > details")];
  if (!folds.length) return;
  const t = speaker({ get: (name) => ({ words, lang })[name] });
  const spot = folds[0].parentElement;
  const id = uid("country");
  const status = h("p", { role: "status" });
  const nameOf = (fold) => fold.querySelector("summary").textContent.trim();
  // A page that was made for one country comes with that country's fold open.
  const made = folds.findIndex((fold) => fold.open);

  function said(chosen) {
    if (!chosen) return "";
    const n = chosen.querySelectorAll("li").length;
    if (chosen === folds.at(-1)) return t("shown_worldwide", { n });
    return t("shown", { n, country: nameOf(chosen) });
  }

  function show() {
    const chosen = folds[list.value];
    spot.classList.toggle("is-chosen", Boolean(chosen));
    for (const fold of folds) {
      fold.open = fold === chosen;
      fold.classList.toggle("cop-apart", fold !== chosen);
    }
    status.textContent = said(chosen);
  }

  function forget() {
    list.value = made < 0 ? "" : String(made);
    show();
  }

  const list = h(
    "select",
    { id, autocomplete: "off", onchange: show },
    h("option", { value: "" }, t("choose_country")),
    folds.map((fold, number) => h("option", { value: String(number) }, nameOf(fold))),
  );
  folds[0].before(
    h(
      "div",
      { class: "cop-help-ask" },
      h("label", { for: id }, t("country")),
      list,
      h("p", { class: "cop-small" }, t("not_kept")),
    ),
    status,
  );
  forget();
  whenErased(forget);
  // A browser may keep the page itself for its Back button.
  addEventListener("pagehide", forget);
}
