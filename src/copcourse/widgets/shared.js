// What every widget needs: elements, words, and a frame with a live region.

/** Build an element. Properties named on... are listeners; children are nodes or plain text. */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

/** Give t(key, values): the word for a key, with {gaps} filled and the plural that `n` asks for. */
export function speaker(model) {
  const words = model.get("words");
  const lang = model.get("lang") || "en";
  const plural = new Intl.PluralRules(lang);
  const figures = new Intl.NumberFormat(lang);
  return (key, values = {}) => {
    const text =
      (typeof values.n === "number" ? words[`${key}_${plural.select(values.n)}`] : null) ??
      words[`${key}_other`] ??
      words[key] ??
      key;
    return text.replace(/\{(\w+)\}/g, (gap, name) => {
      const value = values[name];
      return typeof value === "number" ? figures.format(value) : (value ?? gap);
    });
  };
}

// Every widget of a page carries its own copy of this module, so the count belongs to the page.
const COUNT = Symbol.for("copcourse.ids");

/** Give an id that no other widget of this page has. (randomUUID needs a secure context.) */
export function uid(stem) {
  document[COUNT] = (document[COUNT] ?? 0) + 1;
  return `cop-${stem}-${document[COUNT]}`;
}

/** Call `reset` when the reader erases everything. Gives the function that ends this. */
export function whenErased(reset) {
  addEventListener("copcourse:erased", reset);
  return () => removeEventListener("copcourse:erased", reset);
}

/** Put a widget's root into `el`. Gives the body to draw in and say(text) for screen readers. */
export function frame({ model, el }, name) {
  const status = h("p", { role: "status", class: "cop-status" });
  const body = h("div", { class: "cop-body" });
  const root = h(
    "div",
    {
      class: `cop cop-${name}`,
      lang: model.get("lang"),
      dir: model.get("dir"),
      // JupyterLab would take arrow keys and letters for shortcuts of its notebook.
      "data-lm-suppress-shortcuts": "true",
    },
    body,
    status,
  );
  el.replaceChildren(root);
  // The same text twice is announced once only; a no-break space makes it another text.
  const say = (text) => {
    status.textContent = status.textContent === text ? `${text}\u00a0` : text;
  };
  return { root, body, say };
}

export function button(text, onclick, look = "") {
  return h("button", { type: "button", class: `cop-button ${look}`.trim(), onclick }, text);
}

export function fold(summary, ...content) {
  const inner = h("div", { class: "cop-fold-inner" }, content);
  return h("details", { class: "cop-fold" }, h("summary", {}, summary), inner);
}

export function paragraphs(texts) {
  return (texts ?? []).map((text) => h("p", {}, text));
}

/** Show a block of ours: the one kind of text that comes as HTML, made by the course itself. */
export function trusted(html) {
  if (!html) return null;
  const node = h("div", { class: "cop-block" });
  node.innerHTML = html;
  return node;
}

/** Move the reader to a heading or group that has just been drawn. */
export function goTo(node) {
  node.setAttribute("tabindex", "-1");
  node.focus();
}

const SHAPES = {
  good: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m-1.4 14.6-4.2-4.2L8 10.8l2.6 2.6 5.6-5.6 1.6 1.6z",
  mixed: "M12 1 1 12l11 11 11-11zm-5 10h10v2.4H7z",
  harmful: "M12 2 1 21h22zm-1.2 6.5h2.4v6.2h-2.4zm0 7.7h2.4v2.3h-2.4z",
  up: "m12 6 7 7-1.7 1.7L12 9.4l-5.3 5.3L5 13z",
  down: "m12 18-7-7 1.7-1.7 5.3 5.3 5.3-5.3L19 11z",
};

/** A shape beside a word, so that no meaning hangs on colour. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "cop-icon");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

export function badge(look, text) {
  return h("span", { class: `cop-badge cop-${look}` }, icon(look), text);
}

/** Point to entries of the page's list of sources. */
export function cited(sources, t) {
  if (!sources?.length) return null;
  const links = sources.map(({ id, label }) =>
    h("a", { href: `#source-${id}`, onclick: (event) => showSource(event, id) }, label),
  );
  const list = h(
    "ul",
    {},
    links.map((link) => h("li", {}, link)),
  );
  const many = links.length > 2;
  const view = many
    ? fold(t("sources_folded", { n: links.length }), list)
    : h("div", {}, h("p", {}, t("sources")), list);
  view.classList.add("cop-cited");
  return view;
}

function showSource(event, id) {
  const entry = document.getElementById(`source-${id}`);
  if (!entry) return;
  event.preventDefault();
  for (let up = entry; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  goTo(entry);
}
