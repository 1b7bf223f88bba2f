// A room's way through a story: plain data in, plain data out, no page. Counts are numbers of cards
// per scene; nothing here knows who held one up.
import { atlas, whereNow } from "./story.js";

export const NOWHERE = {
  story: null,
  path: [],
  jump: null,
  from: "scene",
  phase: "intro",
  chosen: null,
  counts: {},
  tried: {},
  last: null,
};
const MOST = 999;

/** What a place is shown in, one after the other. */
export function phasesOf(place) {
  if (place.outcome) return ["ending", "learned"];
  if (place.say_it?.length) return ["scene", "compare"];
  if (place.choices.length < 2) return ["scene", "then", "why", "talk"];
  return ["scene", "bars", "then", "why", "talk"];
}

/** Look at a state: its place in the story, its counts, and the card that comes next. */
export function look(sheets, state) {
  const sheet = sheets.find((one) => one.id === state.story);
  if (!sheet) return { sheet: null };
  const map = atlas(sheet);
  const place = map.places.get(state.jump ?? whereNow(sheet, map, { path: state.path }));
  const cards = place.choices ?? [];
  const counts = cards.map((_, at) => state.counts[place.id]?.[at] ?? 0);
  const total = counts.reduce((sum, one) => sum + one, 0);
  const most = Math.max(...counts);
  const ahead = counts.filter((one) => one === most).length === 1 && total ? counts.indexOf(most) : null;
  const only = cards.length === 1 ? 0 : null;
  return { sheet, map, place, cards, counts, total, chosen: state.chosen ?? ahead ?? only };
}

export function take(state, story) {
  return { ...NOWHERE, story };
}

/** One step on. The same state where a card has to be chosen first. */
export function forward(sheets, state) {
  const { sheet, place, cards, chosen } = look(sheets, state);
  if (!sheet) return state;
  if (state.phase === "intro") return { ...state, phase: "scene" };
  const phases = phasesOf(place);
  const next = phases[phases.indexOf(state.phase) + 1];
  if (state.phase === "bars" && chosen === null) return state;
  if (next === "then") {
    const tried = [...new Set([...(state.tried[place.id] ?? []), chosen])];
    return { ...state, chosen, phase: next, tried: { ...state.tried, [place.id]: tried } };
  }
  if (next) return { ...state, phase: next };
  if (place.outcome) return NOWHERE;
  const path = [...state.path, { scene: place.id, choice: cards[chosen].id }];
  const fresh = { ...state, path, chosen: null, last: null };
  const end = look(sheets, fresh).place.outcome;
  return { ...fresh, phase: end ? "ending" : "scene" };
}

/** One step back, through all that has been shown. */
export function backward(sheets, state) {
  const { sheet, place } = look(sheets, state);
  if (!sheet) return state;
  if (state.phase === "intro") return NOWHERE;
  const phases = phasesOf(place);
  const at = phases.indexOf(state.phase);
  if (at > 0) return { ...state, phase: phases[at - 1] };
  if (state.jump) return { ...state, jump: null, phase: state.from };
  if (!state.path.length) return { ...state, phase: "intro" };
  const last = state.path.at(-1);
  const before = { ...state, path: state.path.slice(0, -1), last: null };
  const there = look(sheets, before);
  const chosen = there.cards.findIndex((one) => one.id === last.choice);
  return { ...before, chosen, phase: phasesOf(there.place).at(-1) };
}

/** Back to a scene of the way, to try it otherwise. */
export function again(sheets, state, at = state.path.length) {
  const there = { ...state, path: state.path.slice(0, at), jump: null, chosen: null, last: null };
  const phases = phasesOf(look(sheets, there).place);
  return { ...there, phase: phases.includes("bars") ? "bars" : "scene" };
}

/** Go to a safe ending, for a group that has to stop before it gets there. */
export function toSafe(sheets, state) {
  const { sheet } = look(sheets, state);
  const safe = sheet?.endings.find((one) => one.outcome === "safe");
  if (!safe || state.jump) return state;
  const from = state.phase === "intro" ? "scene" : state.phase;
  return { ...state, jump: safe.id, from, phase: "ending" };
}

/** Set the count of a card. */
export function setCount(sheets, state, card, number) {
  const { sheet, place, counts } = look(sheets, state);
  if (!sheet || !counts || counts.length < 2 || !(card in counts)) return state;
  const whole = Math.min(MOST, Math.max(0, Math.trunc(Number(number)) || 0));
  const now = counts.map((one, at) => (at === card ? whole : one));
  return { ...state, last: card, counts: { ...state.counts, [place.id]: now } };
}

export function addCount(sheets, state, card, step) {
  const { counts } = look(sheets, state);
  return setCount(sheets, state, card, (counts?.[card] ?? 0) + step);
}

/** Choose the card that is read next; once it is read, another one means going back. */
export function choose(sheets, state, card) {
  const { cards } = look(sheets, state);
  return state.phase === "bars" && cards?.[card] ? { ...state, chosen: card } : state;
}

/** Take up what a page held before it was loaded again; what does not fit is let go. */
export function restoreWay(sheets, held) {
  const sheet = sheets.find((one) => one.id === held?.story);
  if (!sheet) return NOWHERE;
  const map = atlas(sheet);
  const path = [];
  let at = sheet.start;
  for (const step of Array.isArray(held.path) ? held.path : []) {
    const choice = map.choice(step?.scene, step?.choice);
    if (!choice || step.scene !== at) return NOWHERE;
    path.push({ scene: step.scene, choice: step.choice });
    at = choice.goto;
  }
  const jump = map.places.get(held.jump)?.outcome ? held.jump : null;
  const counts = {};
  const tried = {};
  for (const scene of sheet.scenes) {
    const numbers = held.counts?.[scene.id];
    if (Array.isArray(numbers))
      counts[scene.id] = scene.choices.map((_, one) => Math.min(MOST, Math.max(0, numbers[one] | 0)));
    const read = held.tried?.[scene.id];
    if (Array.isArray(read)) tried[scene.id] = read.filter((one) => scene.choices[one]);
  }
  const state = { ...NOWHERE, story: sheet.id, path, jump, counts, tried };
  const under = phasesOf(look(sheets, { ...state, jump: null }).place);
  state.from = under.includes(held.from) ? held.from : under[0];
  const { place, cards } = look(sheets, state);
  if (cards[held.chosen]) state.chosen = held.chosen;
  const phases = ["intro", ...phasesOf(place)];
  state.phase = phases.includes(held.phase) ? held.phase : phases[1];
  if (["then", "why", "talk"].includes(state.phase) && look(sheets, state).chosen === null)
    state.phase = "scene";
  return state;
}
