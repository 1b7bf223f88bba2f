// What a reader chose and wrote for a plan. It stays in this tab, and nowhere else.
import { keep } from "./memory.js";

export const OWN_LENGTH = 200;
const PLAN_VIEWS = ["choose", "page", "arrange"];

const emptyPlan = () => ({ view: "choose", chosen: {}, own: {}, texts: {} });
const texts = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);
const isOwn = (list, id) => id.startsWith(`own-${list}-`);

/** A text as one line. */
const oneLine = (text) => text.replace(/\s+/g, " ").trim().slice(0, OWN_LENGTH);

/** The kept plan as far as it fits this module; a browser's memory may hold anything. */
function restorePlan(sheet, kept) {
  const state = emptyPlan();
  const written = (id) => (typeof kept?.texts?.[id] === "string" ? oneLine(kept.texts[id]) : "");
  for (const { id: list, lines } of sheet.lists) {
    const own = texts(kept?.own?.[list]).filter((id) => isOwn(list, id) && written(id));
    const known = [...lines.map((line) => line.id), ...new Set(own)];
    state.own[list] = [...new Set(own)];
    state.chosen[list] = [...new Set(texts(kept?.chosen?.[list]))].filter((id) => known.includes(id));
    for (const id of known) if (written(id)) state.texts[id] = written(id);
  }
  if (PLAN_VIEWS.includes(kept?.view)) state.view = kept.view;
  return state;
}

/** Open this tab's plan of a module. Lists are named by their ids, lines by theirs. */
export function openPlan(sheet) {
  const key = `copcourse:plan:${sheet.module}`;
  let state = restorePlan(sheet, keep.read(key));
  let held = true;

  const save = () => (held = keep.write(key, state));
  const given = new Map(sheet.lists.map(({ id, lines }) => [id, lines]));
  const choose = (list, ids) => {
    state.chosen[list] = ids;
    save();
  };
  const lines = (list) =>
    [...given.get(list), ...state.own[list].map((id) => ({ id, links: [] }))].map((line) => ({
      ...line,
      text: state.texts[line.id] || line.text,
    }));

  return {
    /** Whether the browser keeps the plan over a reload. */
    get held() {
      return held;
    },
    get view() {
      return state.view;
    },
    /** How many lines are chosen. */
    get count() {
      return Object.values(state.chosen).flat().length;
    },
    /** Whether there is anything that clearing would take away. */
    get touched() {
      return [state.chosen, state.own].some((all) => Object.values(all).flat().length > 0);
    },
    lines,
    /** The chosen lines in the reader's own order. */
    chosen(list) {
      const all = new Map(lines(list).map((line) => [line.id, line]));
      return state.chosen[list].map((id) => all.get(id));
    },
    show(view) {
      state.view = view;
      save();
    },
    /** Choose these; what was chosen before stays where it was, and new ones come last. */
    pick(list, ids) {
      const before = state.chosen[list].filter((id) => ids.includes(id));
      choose(list, [...before, ...ids.filter((id) => !before.includes(id))]);
    },
    order: choose,
    /** Add a line of the reader's own. Gives its text, or nothing for an empty one. */
    add(list, text) {
      const line = oneLine(text);
      if (!line) return "";
      const last = Math.max(0, ...state.own[list].map((id) => Number(id.split("-").at(-1)) || 0));
      const id = `own-${list}-${last + 1}`;
      state.own[list].push(id);
      state.texts[id] = line;
      choose(list, [...state.chosen[list], id]);
      return line;
    },
    /** Write a line anew; an empty text brings the given words back. */
    write(list, id, text) {
      const line = oneLine(text);
      if (line) state.texts[id] = line;
      else if (!isOwn(list, id)) delete state.texts[id];
      save();
    },
    /** Take a line out of the plan; one of the reader's own is gone with it. */
    take(list, id) {
      if (isOwn(list, id)) {
        state.own[list] = state.own[list].filter((one) => one !== id);
        delete state.texts[id];
      }
      choose(
        list,
        state.chosen[list].filter((one) => one !== id),
      );
    },
    /** Begin anew, and leave nothing of it in the browser. */
    forget() {
      state = restorePlan(sheet, null);
      keep.drop(key);
    },
  };
}
