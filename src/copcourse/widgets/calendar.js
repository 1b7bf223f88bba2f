// A calendar file (RFC 5545) that tells nothing to whoever sees the calendar.

// Day 3, week 2 and week 6, counted from the day on which the file is made.
const VISIT_DAYS = [3, 14, 42];
const LINE_BYTES = 75;

/** A line cut where RFC 5545 asks: after 75 bytes, but never inside a letter. */
function foldedLine(line) {
  const encoder = new TextEncoder();
  let room = LINE_BYTES;
  let out = "";
  for (const sign of line) {
    const bytes = encoder.encode(sign).length;
    if (bytes > room) {
      out += "\r\n ";
      room = LINE_BYTES - 1;
    }
    out += sign;
    room -= bytes;
  }
  return out;
}

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\s+/g, " ");

/** The day so many days after a date, as the reader's own calendar counts. */
function dayAfter(date, days) {
  const day = new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
  const two = (number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}${two(day.getMonth() + 1)}${two(day.getDate())}`;
}

// randomUUID would need a secure context.
function entryId() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Three all-day entries under one title, as the text of a file. */
export function visitCalendar(title, today = new Date()) {
  const stamp = `${today.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
  const entries = VISIT_DAYS.flatMap((days) => [
    "BEGIN:VEVENT",
    `UID:${entryId()}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${dayAfter(today, days)}`,
    `DTEND;VALUE=DATE:${dayAfter(today, days + 1)}`,
    `SUMMARY:${escaped(title)}`,
    "CLASS:PRIVATE",
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ]);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Reading//EN", ...entries, "END:VCALENDAR"];
  return lines.map((line) => `${foldedLine(line)}\r\n`).join("");
}
