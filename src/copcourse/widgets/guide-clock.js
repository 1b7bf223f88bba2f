// The educator's clock: how long each part has taken, and what is left. Times are in milliseconds.

export const STOPPED = { plan: 0, at: 0, spent: [], since: null };
export const MINUTE = 60_000;

/** The state with what has passed since the clock was started written down. */
function withTime(state, now) {
  if (state.since === null) return state;
  const spent = [...state.spent];
  spent[state.at] = (spent[state.at] ?? 0) + Math.max(0, now - state.since);
  return { ...state, spent, since: now };
}

export function toggle(state, now) {
  return state.since === null ? { ...state, since: now } : { ...withTime(state, now), since: null };
}

export function moveTo(state, at, plan, now) {
  const there = Math.min(plan.parts.length - 1, Math.max(0, at));
  return { ...withTime(state, now), at: there };
}

/** What is left for this part and for all, and by how much the group is late. */
export function figures(state, plan, now) {
  const spent = plan.parts.map((_, at) => withTime(state, now).spent[at] ?? 0);
  const whole = plan.parts.map((part) => part.minutes * MINUTE);
  const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
  const part = whole[state.at] - spent[state.at];
  const all = sum(whole) - sum(spent);
  const wanted = Math.max(0, part) + sum(whole.slice(state.at + 1));
  return { part, all, late: Math.max(0, wanted - all) };
}

/** Take up a clock after a reload; it went on meanwhile if it was running. */
export function restoreClock(plans, held) {
  const plan = plans[held?.plan];
  if (!plan) return STOPPED;
  const number = (one) => (Number.isFinite(one) && one >= 0 ? one : 0);
  return {
    plan: held.plan,
    at: Math.min(plan.parts.length - 1, Math.trunc(number(held.at))),
    spent: plan.parts.map((_, at) => number(held.spent?.[at])),
    since: Number.isFinite(held.since) ? held.since : null,
  };
}

/** Minutes and seconds, rounded up while there is time: 0:00 is when it is over. */
export function clockText(left, lang) {
  const seconds = left >= 0 ? Math.ceil(left / 1000) : Math.floor(-left / 1000);
  const two = new Intl.NumberFormat(lang, { minimumIntegerDigits: 2, useGrouping: false });
  const plain = new Intl.NumberFormat(lang, { useGrouping: false });
  return `${plain.format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`;
}
