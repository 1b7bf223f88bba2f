// What the course remembers: in this tab until it is closed, or on this device when the reader has
// asked for that. A browser that refuses storage is told of; then this page alone remembers.

export const PREFIX = "copcourse:";
const ASKED = "copcourse:kept";
const DONE = "copcourse:done";

// Every widget of a page carries its own copy of this module, so this belongs to the page.
const LOOSE = Symbol.for("copcourse.loose");
const loose = () => (document[LOOSE] ??= new Map());

/** Whether the reader has asked this device to remember. */
export function isKept() {
  try {
    return localStorage.getItem(ASKED) !== null;
  } catch {
    return false;
  }
}

const store = () => (isKept() ? localStorage : sessionStorage);

function refused() {
  dispatchEvent(new Event("copcourse:refused"));
  return false;
}

export const keep = {
  read(key) {
    if (loose().has(key)) return loose().get(key);
    try {
      return JSON.parse(store().getItem(key));
    } catch {
      return null;
    }
  },
  /** Remember a value. False when the browser refuses, because it is full, blocked or private. */
  write(key, value) {
    try {
      store().setItem(key, JSON.stringify(value));
      loose().delete(key);
      return true;
    } catch {
      loose().set(key, value);
      return refused();
    }
  },
  drop(key) {
    loose().delete(key);
    for (const where of ["sessionStorage", "localStorage"]) {
      try {
        window[where].removeItem(key);
      } catch {
        // Refused storage holds nothing either.
      }
    }
  },
};

/** All that is remembered, by key. */
export function everything() {
  const found = {};
  try {
    const where = store();
    for (const key of Object.keys(where)) if (key.startsWith(PREFIX)) found[key] = keep.read(key);
  } catch {
    // What the page itself holds is added below.
  }
  for (const [key, value] of loose()) found[key] = value;
  delete found[ASKED];
  return found;
}

/** Remember on this device from now on, with all that this tab holds. False when it is refused. */
export function keepHere() {
  const held = everything();
  try {
    for (const [key, value] of Object.entries(held))
      localStorage.setItem(key, JSON.stringify(value));
    localStorage.setItem(ASKED, "1");
    loose().clear();
    return true;
  } catch {
    // Half of it must not stay behind.
    for (const key of Object.keys(held)) localStorage?.removeItem?.(key);
    return refused();
  }
}

/** Forget everything; other sites of this origin keep what is theirs. */
export function forget() {
  loose().clear();
  for (const where of ["sessionStorage", "localStorage"]) {
    try {
      const keys = Object.keys(window[where]).filter((key) => key.startsWith(PREFIX));
      keys.forEach((key) => window[where].removeItem(key));
    } catch {
      // A browser that refuses storage has kept nothing.
    }
  }
}

/** The time as the course writes it, to the second. */
export function now() {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

/** Note that a story was read to an end or skipped. What another tab noted stays. */
export function finishStory(module, story) {
  const done = keep.read(DONE) ?? {};
  if (done[module]?.[story]) return;
  keep.write(DONE, { ...done, [module]: { ...done[module], [story]: now() } });
}

/** The stories that are finished, as {module: {story: time}}. */
export function finishedStories() {
  return keep.read(DONE) ?? {};
}
