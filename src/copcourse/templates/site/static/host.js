// The site's host: it gives each widget the model that anywidget's front end would give it, and puts
// the widget in the place of its outline. Nothing is written to a model, for there is no kernel.
const lang = document.body.dataset.lang;
const said = words[lang];
const nothing = () => {};

// Opened from a stick there is nothing to add to a home screen, and the browser would complain.
if (location.protocol !== "file:") {
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = new URL("../manifest.webmanifest", document.currentScript.src).href;
  document.head.append(link);
}
// An icon comes only when the reader asks their browser for it.
addEventListener("beforeinstallprompt", (event) => event.preventDefault());

function modelOf(part, sheet) {
  const state = {
    sheet,
    words: { ...said.shared, ...said[part] },
    delivery: "site",
    lang,
    dir: document.documentElement.dir,
  };
  return {
    get: (name) => state[name],
    set: nothing,
    save_changes: nothing,
    on: nothing,
    off: nothing,
    send: nothing,
  };
}

for (const slot of document.querySelectorAll(".cop-slot")) {
  const part = slot.dataset.widget;
  const el = document.createElement("div");
  el.className = "cop-slot-widget";
  slot.append(el);
  try {
    const sheet = JSON.parse(slot.querySelector("script").textContent);
    widgets[part].render({ model: modelOf(part, sheet), el });
    slot.querySelector(".cop-outline").remove();
  } catch (error) {
    // Then the outline is what the reader gets.
    el.remove();
    slot.classList.add("is-outlined");
    console.error(error);
  }
}
mountPage(document.body, said.page, "site");
mountReading(said.reading, lang);
mountStart(said.start, lang);
mountPlace(said.place, lang, "site");
mountCertificate(said.certificate, lang);
mountHelp(said.helplines, lang);
if (document.body.dataset.module) watchSections(document.body.dataset.module);
