// A reader's way through a story: plain data, no page.

export const FRESH = { view: "start", path: [], open: false };

/** Look up scenes, endings and choices of a sheet by id. */
export function atlas(sheet) {
  const places = new Map();
  for (const scene of sheet.scenes) places.set(scene.id, scene);
  for (const ending of sheet.endings) places.set(ending.id, ending);
  return {
    places,
    choice: (scene, id) => places.get(scene)?.choices?.find((choice) => choice.id === id),
  };
}

/** The id of the scene or ending where a reader stands; `open` means the last choice's feedback. */
export function whereNow(sheet, map, { path, open }) {
  const last = path.at(-1);
  if (!last) return sheet.start;
  return open ? last.scene : map.choice(last.scene, last.choice).goto;
}

/** Take up what a tab kept, or start afresh where it does not fit this story. */
export function restore(sheet, map, kept) {
  if (kept?.view === "skipped") return { ...FRESH, view: "skipped" };
  if (kept?.view !== "story" || !Array.isArray(kept.path)) return FRESH;
  let at = sheet.start;
  for (const step of kept.path) {
    const choice = map.choice(step?.scene, step?.choice);
    if (!choice || step.scene !== at) return FRESH;
    at = choice.goto;
  }
  const open = kept.open === true && kept.path.length > 0;
  const path = kept.path.map(({ scene, choice }) => ({ scene, choice }));
  return { view: "story", path, open };
}

/** The choices that turned the story: harmful ones, and good ones that did not look it. */
export function turned(choice) {
  return choice.quality === "harmful" || (choice.quality === "good" && Boolean(choice.trap));
}
