// The way in on the home page: from path, age and worry an order of modules, and what is finished.
import { h, speaker, uid } from "./shared.js";
import { everything, finishedStories, keep } from "./memory.js";
import { lastSection } from "./section.js";

const CHOSEN = "copcourse:start";

/** What the core of a module still asks for: questions of its sections, and a story. */
export function missing(module, entries, stories) {
  const practised = entries[`copcourse:practice:${module.slug}`] ?? {};
  const questions = module.items.filter((id) => !(practised[id]?.tries > 0)).length;
  return { questions, story: !Object.keys(stories[module.slug] ?? {}).length };
}

/** Whether the core of a module is done: one story to its end or skipped, and the sections' items. */
export function isFinished(module, entries, stories) {
  const { questions, story } = missing(module, entries, stories);
  return !questions && !story;
}

/** The modules in an order: what brings the reader here first, then the path, fitting ages first. */
export function ordered(modules, { path, age, why }, paths) {
  const along = paths[path] ?? modules.map((one) => one.slug);
  const bySlug = new Map(modules.map((one) => [one.slug, one]));
  const first = why ? [why] : [];
  const rest = along.filter((slug) => slug !== why);
  const fits = (slug) => !age || bySlug.get(slug).ages.includes(age);
  return [...first, ...rest.filter(fits), ...rest.filter((slug) => !fits(slug))].map((slug) =>
    bySlug.get(slug),
  );
}

/** Fill the page's place for it from the page's own facts; `words` is the table [start]. */
export function mountStart(words, lang) {
  const spot = document.querySelector('[data-copcourse="start"]');
  if (!spot) return;
  const facts = JSON.parse(document.getElementById("start-facts").textContent);
  const t = speaker({ get: (name) => ({ words, lang })[name] });
  const list = h("ol", { class: "cop-start-list" });
  const status = h("p", { role: "status", class: "cop-status" });

  function select(name, options) {
    const id = uid(name);
    const node = h(
      "select",
      { id, class: "cop-select", onchange: () => change(name, node.value) },
      h("option", { value: "" }, t("any")),
      options.map(([value, text]) => h("option", { value }, text)),
    );
    node.value = chosen()[name] ?? "";
    return h("div", { class: "cop-start-ask" }, h("label", { for: id }, t(name)), node);
  }

  const chosen = () => keep.read(CHOSEN) ?? {};

  function change(name, value) {
    keep.write(CHOSEN, { ...chosen(), [name]: value });
    drawList();
    status.textContent = t("ordered");
  }

  function entry(module, entries, stories) {
    const done = isFinished(module, entries, stories);
    return h(
      "li",
      {},
      h("a", { href: module.url }, module.title),
      " ",
      h("span", { class: "cop-small" }, done ? `✓ ${t("finished")}` : t("minutes", { n: module.minutes })),
      h("span", { class: "cop-start-about" }, module.about),
    );
  }

  function drawList() {
    const entries = everything();
    const stories = finishedStories();
    const order = ordered(facts.modules, chosen(), facts.paths);
    list.replaceChildren(...order.map((module) => entry(module, entries, stories)));
  }

  /** Only who has finished all modules of a path hears of a sheet: nobody needs it to go on. */
  function wholePath() {
    const entries = everything();
    const stories = finishedStories();
    const done = facts.modules.filter((module) => isFinished(module, entries, stories));
    const slugs = new Set(done.map((module) => module.slug));
    const whole = Object.values(facts.paths).some((path) => path.every((slug) => slugs.has(slug)));
    if (!whole || !facts.certificate) return null;
    return h("p", {}, `${t("whole_path")} `, h("a", { href: facts.certificate }, t("certificate")));
  }

  function goOn() {
    const last = lastSection();
    const module = facts.modules.find((one) => one.slug === last?.module);
    if (!module) return null;
    return h(
      "p",
      { class: "cop-start-on" },
      `${t("go_on")} `,
      h("a", { href: `${module.url}#${last.part}` }, `${module.title}: ${last.title}`),
    );
  }

  function draw() {
    spot.replaceChildren(
      ...[
        goOn(),
        h(
          "div",
          { class: "cop-start-asks" },
          select("path", Object.keys(facts.paths).map((one) => [one, t(`path_${one}`)])),
          select("age", facts.ages.map((one) => [one, one])),
          select("why", facts.modules.map((one) => [one.slug, one.reason])),
        ),
        list,
        wholePath(),
        status,
      ].filter(Boolean),
    );
    drawList();
  }

  draw();
  addEventListener("copcourse:erased", draw);
}
