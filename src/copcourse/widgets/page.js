// What every page offers without a kernel: leave at once, erase what this browser holds.
import { dropCopy } from "./copy.js";
import { forget, keep } from "./memory.js";
import { savePlace } from "./saveplace.js";

const OUTSIDE = "https://www.wikipedia.org/";
const NOTED = "copcourse:leave-noted";

/** Hide the page in the same moment, then put a neutral outside page in its place. */
export function leave() {
  // A voice that reads the page aloud goes on after the page is gone.
  globalThis.speechSynthesis?.cancel();
  document.title = "…";
  document.documentElement.style.display = "none";
  // JupyterLab asks "Leave site?" when a notebook is unsaved, and that would keep the reader here.
  // Its listeners run before any of ours could, so what they ask with is taken away.
  window.onbeforeunload = null;
  BeforeUnloadEvent.prototype.preventDefault = () => {};
  Object.defineProperty(BeforeUnloadEvent.prototype, "returnValue", {
    get: () => "",
    set: () => {},
  });
  location.replace(OUTSIDE);
}

/** Remove all that the course keeps in this browser; other sites of this origin keep theirs. */
export async function erase() {
  forget();
  dispatchEvent(new Event("copcourse:erased"));
  await dropCopy();
}

function make(tag, className, text, onclick) {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  if (tag === "button") node.type = "button";
  if (onclick) node.addEventListener("click", onclick);
  return node;
}

/** What leaving cannot undo is said before it is needed: the button itself never asks. */
function noteView(words, spot) {
  const close = make("button", "cop-leave-close", words.leave_close, () => {
    keep.write(NOTED, true);
    spot.replaceChildren();
    // Not to Leave quickly: one more press of the same key would leave.
    const next = document.querySelector("main") ?? spot.parentElement;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });
  const note = make("p", "", `${words.leave_note} `);
  note.append(close);
  return note;
}

function eraseView(words, delivery) {
  const note = make("div", "cop-erase-note", "");
  note.setAttribute("role", "status");
  const button = make("button", "cop-button cop-quiet cop-erase-button", words.erase, () => {
    const yes = make("button", "cop-button", words.erase_yes, async () => {
      await erase();
      const stays = delivery === "lab" ? [make("p", "", words.erased_lab)] : [];
      note.replaceChildren(make("p", "", words.erased), ...stays);
      button.focus();
    });
    const no = make("button", "cop-button cop-quiet", words.erase_no, () => {
      note.replaceChildren();
      button.focus();
    });
    const buttons = make("div", "cop-actions", "");
    buttons.append(yes, no);
    note.replaceChildren(make("p", "", words.erase_ask), buttons);
  });
  return [button, note];
}

/** Said at once when a browser keeps nothing, with the file in its place. */
function refusedView(words) {
  const note = make("div", "cop-refused", "");
  note.setAttribute("role", "alert");
  const save = make("button", "cop-button", words.refused_save, async () => {
    const name = await savePlace();
    note.append(make("p", "", words.refused_saved.replace("{name}", name)));
  });
  const close = make("button", "cop-button cop-quiet", words.refused_close, () => note.remove());
  const buttons = make("div", "cop-actions", "");
  buttons.append(save, close);
  note.append(make("p", "", words.refused), buttons);
  return note;
}

function tellWhenRefused(words) {
  let told = false;
  addEventListener("copcourse:refused", () => {
    if (told) return;
    told = true;
    document.body.append(refusedView(words));
  });
}

/** Put both buttons, the note on leaving and the sentence on privacy into a page.
 *
 * Places marked data-copcourse="leave", "leave-note" and "erase" inside `root` are used where they
 * exist. `words` is the table [page]; `delivery` is "lab", "voila" or "site".
 */
export function mountPage(root, words, delivery = "site") {
  const spot = (name) => {
    const found = root.querySelector(`[data-copcourse="${name}"]`);
    if (found) return found;
    const made = make("div", `cop-${name}`, "");
    root.append(made);
    return made;
  };
  spot("leave").replaceChildren(
    make("button", "cop-button cop-leave-button", words.leave, leave),
  );
  const note = spot("leave-note");
  note.replaceChildren(...(keep.read(NOTED) ? [] : [noteView(words, note)]));
  // In JupyterLab the answers are a file, and the quiz says what became of it.
  if (delivery !== "lab") tellWhenRefused(words);
  const privacy = make("p", "cop-small cop-privacy", words[`privacy_${delivery}`]);
  spot("erase").replaceChildren(privacy, ...eraseView(words, delivery));
}
