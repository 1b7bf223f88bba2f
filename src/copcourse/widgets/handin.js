// The file that a learner hands in: the same bytes as Python writes, and a check sum over them.

/** Lone halves of a surrogate pair have no UTF-8; Python and we write U+FFFD for them. */
function wellFormed(text) {
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (part) =>
    part.length === 2 ? part : "\ufffd",
  );
}

/** Sort as Python does, by code point; JavaScript alone would compare halves of pairs. */
function byCodePoint(one, other) {
  const a = Array.from(one);
  const b = Array.from(other);
  const at = a.findIndex((sign, index) => sign !== b[index]);
  if (at < 0) return a.length - b.length;
  return at < b.length ? a[at].codePointAt(0) - b[at].codePointAt(0) : 1;
}

/** Canonical JSON: keys sorted, no spaces, no escapes but those that JSON needs. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    const keys = Object.keys(value).sort(byCodePoint);
    return `{${keys.map((key) => `${canonical(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return typeof value === "string" ? JSON.stringify(wellFormed(value)) : JSON.stringify(value);
}

/** CRC-32 (the one of zlib) of a text's UTF-8, as eight hexadecimal digits. */
export function crc32(text) {
  let sum = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ((sum ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}

/** The whole document, as `answers.json` and as a hand-in. */
export function handIn(sheet, learner, answers) {
  const bare = { format: sheet.format, quiz: sheet.quiz, edition: sheet.edition, learner, answers };
  return { ...bare, checksum: crc32(canonical(bare)) };
}

/** `<slug>_<learner>_<time>.json`, where any computer's file system takes it.
 *
 * A form's name says nothing of its topic: the form before a session is met by people who do not
 * know yet what it is about, and may stay in a folder that others look into.
 */
export function fileName(sheet, learner, at) {
  const plain =
    learner
      .normalize("NFKD")
      .replace(/[^A-Za-z0-9-]/g, "")
      .slice(0, 40) || "learner";
  return `${sheet.confidence ? "form" : sheet.quiz}_${plain}_${at.replace(/[-:]/g, "")}.json`;
}
