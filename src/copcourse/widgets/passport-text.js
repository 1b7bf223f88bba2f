// What a passport may hold, and how it is written: ids, times and digits, and nothing else.

const ID = /^[a-z0-9][a-z0-9-]{0,79}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
export const EDITION = /^[0-9a-f]{12}$/;

/** Why a file is not taken: "large", "other", "older", "newer" or "damaged". */
export class Refused extends Error {}

export const isTable = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);

/** Keep of a table the entries whose key is an id and whose value `shape` takes; else refuse. */
export function table(value, shape) {
  if (!isTable(value)) throw new Refused("damaged");
  const rows = Object.entries(value).map(([key, one]) => {
    if (!ID.test(key)) throw new Refused("damaged");
    return [key, shape(one)];
  });
  return Object.fromEntries(rows);
}

export function time(value) {
  if (typeof value !== "string" || !TIME.test(value)) throw new Refused("damaged");
  return value;
}

export function answer(value) {
  if (!isTable(value)) throw new Refused("damaged");
  const ids = (list) => {
    if (!Array.isArray(list) || list.length > 20 || !list.every((one) => ID.test(one)))
      throw new Refused("damaged");
    return [...list];
  };
  const pairs = (one) => table(one, (side) => ids([side])[0]);
  const chosen = value.pairs ? { pairs: pairs(value.pairs) } : { options: ids(value.options) };
  const sure = [1, 2, 3].includes(value.sure) ? { sure: value.sure } : {};
  return { ...chosen, ...sure, at: time(value.at) };
}

/** A practice result: how many tries, and whether the last was right. What was chosen stays. */
export function result(value) {
  const known = isTable(value) && [1, 2].includes(value.tries) && typeof value.good === "boolean";
  if (!known) throw new Refused("damaged");
  return { tries: value.tries, good: value.good, at: time(value.at) };
}

// One line a fact: short enough for a code, and nothing in it but ids, times and digits.
//   #module   s<story> <time>   p<item> <tries><right><time>
//   q<edition>   a<item> <sure><time> <option>,<option>   or   <option>=<pair>,...

const EPOCH = Date.UTC(2020, 0, 1);
const short = (at) => Math.round((Date.parse(at) - EPOCH) / 1000).toString(36);

function long(text) {
  if (!/^[0-9a-z]{1,7}$/.test(text)) throw new Refused("damaged");
  return time(`${new Date(EPOCH + parseInt(text, 36) * 1000).toISOString().slice(0, 19)}Z`);
}

/** A content as lines. */
export function toLines({ done, practice, quiz }) {
  const lines = [];
  const slugs = new Set([done, practice, quiz].flatMap(Object.keys));
  for (const slug of [...slugs].sort()) {
    lines.push(`#${slug}`);
    for (const [id, at] of Object.entries(done[slug] ?? {})) lines.push(`s${id} ${short(at)}`);
    for (const [id, { tries, good, at }] of Object.entries(practice[slug] ?? {}))
      lines.push(`p${id} ${tries}${good ? 1 : 0}${short(at)}`);
    if (!quiz[slug]) continue;
    lines.push(`q${quiz[slug].edition}`);
    for (const [id, one] of Object.entries(quiz[slug].answers)) {
      const chosen = one.pairs
        ? Object.entries(one.pairs).map((pair) => pair.join("="))
        : one.options;
      lines.push(`a${id} ${one.sure ?? 0}${short(one.at)} ${chosen.join(",")}`);
    }
  }
  return lines.join("\n");
}

/** The content that lines say. Throws Refused for anything else. */
export function fromLines(text) {
  const content = { done: {}, practice: {}, quiz: {} };
  let slug = null;
  const readers = {
    s: (id, [at]) => ((content.done[slug] ??= {})[id] = long(at)),
    p: (id, [code]) => {
      const [tries, good] = [Number(code[0]), code[1] === "1"];
      (content.practice[slug] ??= {})[id] = result({ tries, good, at: long(code.slice(2)) });
    },
    a: (id, [code, chosen]) => {
      if (!content.quiz[slug]) throw new Refused("damaged");
      const parts = chosen.split(",");
      const given = chosen.includes("=")
        ? { pairs: Object.fromEntries(parts.map((pair) => pair.split("="))) }
        : { options: parts };
      const sure = Number(code[0]) || undefined;
      content.quiz[slug].answers[id] = answer({ ...given, sure, at: long(code.slice(1)) });
    },
  };
  for (const line of text.split("\n").filter(Boolean)) {
    const [id, ...rest] = line.slice(1).split(" ");
    const wanted = { "#": 0, q: 0, s: 1, p: 1, a: 2 }[line[0]];
    if (wanted !== rest.length) throw new Refused("damaged");
    if (line[0] === "#" ? !ID.test(id) : slug === null) throw new Refused("damaged");
    if (line[0] === "#") slug = id;
    else if (line[0] === "q") {
      if (!EDITION.test(id)) throw new Refused("damaged");
      content.quiz[slug] = { edition: id, answers: {} };
    } else if (ID.test(id)) readers[line[0]](id, rest);
    else throw new Refused("damaged");
  }
  return content;
}
