// Where a quiz's answers go: in JupyterLab to a file by way of Python, elsewhere to this tab.
import { keep } from "./memory.js";
import { fits, fitsScale } from "./questions.js";

const PATIENCE = 8000;
const TYPING = 600;

/** Only what fits the questions; the rest would be an invalid answer to a marker. */
function sound(sheet, answers) {
  const kept = {};
  for (const item of sheet.items)
    if (fits(item, answers?.[item.id])) kept[item.id] = answers[item.id];
  for (const { id } of sheet.confidence ?? [])
    if (fitsScale(answers?.[id])) kept[id] = answers[id];
  const words = answers?.[sheet.reflection?.id];
  if (typeof words?.text === "string" && words.text) kept[sheet.reflection.id] = words;
  return kept;
}

/** What the tab remembers; nothing in JupyterLab, where one origin may serve several people. */
function tab(sheet, lab) {
  // A form is for one sitting, so the passport, which takes quizzes along, leaves it here.
  const key = `copcourse:${sheet.confidence ? "form" : "quiz"}:${sheet.quiz}`;
  return {
    read() {
      const kept = lab ? null : keep.read(key);
      return kept?.edition === sheet.edition ? kept : null;
    },
    write: (part) => keep.write(key, { edition: sheet.edition, ...part }),
  };
}

/** Open the book of answers. `tell` hears of kinds saving, saved, late, error and refused. */
export function openBook(model, tell) {
  const sheet = model.get("sheet");
  const lab = model.get("delivery") === "lab";
  const memory = tab(sheet, lab);
  let kept = memory.read();
  let answers = sound(sheet, lab ? sheet.answers?.answers : kept?.answers);
  let step = kept?.step ?? null;
  let typing = null;
  let waiting = null;

  function send(extra = {}) {
    clearTimeout(typing);
    typing = null;
    clearTimeout(waiting);
    waiting = setTimeout(() => tell({ kind: "late" }), PATIENCE);
    tell({ kind: "saving" });
    model.send({ kind: "answers", answers, ...extra });
  }

  function save() {
    if (lab) send();
    else tell({ kind: memory.write({ answers, step }) ? "saved" : "refused" });
  }

  const hear = (message) => {
    if (message?.kind !== "saved" && message?.kind !== "error") return;
    clearTimeout(waiting);
    tell(message);
  };
  const flush = () => {
    if (typing) send();
  };
  if (lab) model.on("msg:custom", hear);
  addEventListener("pagehide", flush);

  return {
    get answers() {
      return answers;
    },
    get learner() {
      return (lab && sheet.answers?.learner) || "";
    },
    get step() {
      return step;
    },
    /** Note an answer, or with null that there is none; `soon` waits until typing pauses. */
    put(id, answer, soon = false) {
      const { [id]: _, ...others } = answers;
      answers = answer ? { ...others, [id]: answer } : others;
      if (!lab || !soon) return save();
      clearTimeout(typing);
      typing = setTimeout(send, TYPING);
    },
    goTo(name) {
      step = name;
      if (!lab) memory.write({ answers, step });
    },
    handIn: (learner) => send({ learner, handin: true }),
    forget() {
      answers = {};
      step = null;
    },
    close() {
      flush();
      clearTimeout(waiting);
      if (lab) model.off("msg:custom", hear);
      removeEventListener("pagehide", flush);
    },
  };
}
