// The passport: one small file with a learner's whole progress, to be opened on another device.
//
// It holds which stories are finished, practice results and quiz answers. It holds no way through a
// story, no plan, no country, no name and nothing that was written in own words.
import { canonical, crc32 } from "./handin.js";
import { PREFIX } from "./memory.js";
import {
  EDITION,
  Refused,
  answer,
  fromLines,
  isTable,
  result,
  table,
  time,
  toLines,
} from "./passport-text.js";

export const FORMAT = 1;
// A finished course is under 8 kB; more than this is no passport, and is not looked into.
const MOST_BYTES = 64_000;
const MOST_INFLATED = 1_000_000;
/** What of all that is remembered belongs into a passport. */
export function gather(entries) {
  const fit = (rows, shape) => {
    const kept = {};
    for (const [key, value] of Object.entries(rows ?? {}))
      try {
        kept[key] = table({ [key]: value }, shape)[key];
      } catch {
        // A half-given answer, or words of one's own: those may be about a child, and stay.
      }
    return kept;
  };
  const content = { done: {}, practice: {}, quiz: {} };
  for (const [key, value] of Object.entries(entries)) {
    const [, kind, slug] = key.split(":");
    if (kind === "done") for (const one in value) content.done[one] = fit(value[one], time);
    if (kind === "practice") content.practice[slug] = fit(value, result);
    if (kind === "quiz" && EDITION.test(value?.edition))
      content.quiz[slug] = { edition: value.edition, answers: fit(value.answers, answer) };
  }
  return content;
}

const timeOf = (one) => (typeof one === "string" ? one : one.at);
const newer = (one, other) => !other || timeOf(one) > (timeOf(other) ?? "");

/** Merge a passport into what is remembered: nothing is lost, the newer answer wins.
 *
 * Gives `entries`, the keys to write with their values, and `changed`, how much came new:
 * {stories, practice, quiz, other}; `other` counts quizzes of another edition, which stay out.
 */
export function merge(held, passport) {
  const entries = {};
  const changed = { stories: 0, practice: 0, quiz: 0, other: 0 };
  const join = (mine, theirs, name) => {
    const joined = { ...mine };
    for (const [id, one] of Object.entries(theirs))
      if (newer(one, mine?.[id])) {
        // A story that is finished stays finished: only what is new counts.
        if (name !== "stories" || !mine?.[id]) changed[name] += 1;
        joined[id] = one;
      }
    return joined;
  };
  const done = { ...held[`${PREFIX}done`] };
  for (const [slug, stories] of Object.entries(passport.done))
    done[slug] = join(done[slug], stories, "stories");
  if (changed.stories) entries[`${PREFIX}done`] = done;
  for (const [slug, items] of Object.entries(passport.practice)) {
    const key = `${PREFIX}practice:${slug}`;
    const before = changed.practice;
    const joined = join(held[key], items, "practice");
    if (changed.practice > before) entries[key] = joined;
  }
  for (const [slug, one] of Object.entries(passport.quiz)) {
    const key = `${PREFIX}quiz:${slug}`;
    const mine = held[key];
    if (mine?.answers && Object.keys(mine.answers).length && mine.edition !== one.edition) {
      changed.other += 1;
      continue;
    }
    const before = changed.quiz;
    const answers = join(mine?.answers, one.answers, "quiz");
    if (changed.quiz > before) entries[key] = { ...mine, edition: one.edition, answers };
  }
  return { entries, changed };
}

async function through(bytes, stream, most = Infinity) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new Refused("large");
    }
    parts.push(value);
  }
}

const toText = (bytes) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function toBytes(text) {
  if (!/^[\w-]*$/.test(text)) throw new Refused("damaged");
  try {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  } catch {
    throw new Refused("damaged");
  }
}

/** The content as one short text, for a file or a code. */
async function pack(content) {
  const bytes = new TextEncoder().encode(toLines(content));
  return toText(await through(bytes, new CompressionStream("deflate-raw")));
}

/** The text of a passport's file. */
export async function write(content, at) {
  const data = await pack(content);
  const bare = { format: FORMAT, what: "reading", at, data };
  return JSON.stringify({ ...bare, checksum: crc32(canonical(bare)) });
}

async function unpack(data) {
  const bytes = toBytes(data);
  let inflated;
  try {
    inflated = await through(bytes, new DecompressionStream("deflate-raw"), MOST_INFLATED);
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("damaged");
  }
  try {
    return fromLines(new TextDecoder("utf-8", { fatal: true }).decode(inflated));
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("damaged");
  }
}

/** The content of a passport's file. Throws Refused with the reason as its message. */
export async function read(text) {
  if (text.length > MOST_BYTES) throw new Refused("large");
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Refused(text.includes('"what":"reading"') ? "damaged" : "other");
  }
  if (!isTable(file) || file.what !== "reading") throw new Refused("other");
  if (file.format !== FORMAT) throw new Refused(file.format > FORMAT ? "newer" : "older");
  const { checksum, ...bare } = file;
  if (typeof file.data !== "string" || checksum !== crc32(canonical(bare)))
    throw new Refused("damaged");
  return unpack(file.data);
}

/** The content of a code's text. Throws Refused like `read`. */
export async function readCode(text) {
  const match = /^(\d{1,3})\.([0-9a-f]{8})\.([\w-]+)$/.exec(text);
  if (!match || text.length > MOST_BYTES) throw new Refused("damaged");
  const format = Number(match[1]);
  if (format !== FORMAT) throw new Refused(format > FORMAT ? "newer" : "older");
  if (crc32(match[3]) !== match[2]) throw new Refused("damaged");
  return unpack(match[3]);
}

/** The text for a code. */
export async function writeCode(content) {
  const data = await pack(content);
  return `${FORMAT}.${crc32(data)}.${data}`;
}
