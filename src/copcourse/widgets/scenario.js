// A branching story: one scene at a time, what happens before why, and a way back from everywhere.
import { finishStory, keep } from "./memory.js";
import {
  badge,
  button,
  cited,
  fold,
  frame,
  goTo,
  h,
  paragraphs,
  speaker,
  trusted,
  uid,
  whenErased,
} from "./shared.js";
import { FRESH, atlas, restore, whereNow } from "./story.js";
import { endingView } from "./ending.js";

function startView(sheet, t, change) {
  const facts = [
    [t("about"), sheet.about],
    [t("not_shown"), sheet.not_shown],
    [t("time"), t("minutes", { n: sheet.minutes })],
  ];
  return [
    h(
      "dl",
      { class: "cop-facts" },
      facts.map(([name, text]) => h("div", {}, h("dt", {}, name), h("dd", {}, text))),
    ),
    h(
      "div",
      { class: "cop-actions" },
      button(t("start"), () => change({ view: "story" }), "cop-primary"),
      button(t("skip"), () => change({ view: "skipped" })),
    ),
    h("p", { class: "cop-small" }, t("skip_note")),
  ];
}

function skippedView(sheet, t, change) {
  const learned = sheet.endings
    .filter((one) => one.outcome === "safe")
    .flatMap((one) => one.learned);
  return [
    h("p", { class: "cop-focus" }, t("skipped")),
    fold(
      t("teaches"),
      h(
        "ul",
        {},
        [...new Set(learned)].map((line) => h("li", {}, line)),
      ),
    ),
    h(
      "div",
      { class: "cop-actions" },
      button(t("start_after_all"), () => change({ ...FRESH, view: "story" })),
    ),
  ];
}

function wayView(state, map, t) {
  if (!state.path.length) return null;
  const steps = state.path.map(({ scene, choice }) =>
    h(
      "li",
      {},
      h("strong", {}, map.places.get(scene).title),
      h("span", { class: "cop-way-choice" }, map.choice(scene, choice).text),
    ),
  );
  return fold(t("way"), h("ol", { class: "cop-way" }, steps));
}

function choicesView(scene, t, choose) {
  const question = uid("question");
  const spoken = scene.say_it?.length > 0;
  return h(
    "div",
    { role: "group", "aria-labelledby": question, class: "cop-ask" },
    h("p", { id: question, class: "cop-label" }, spoken ? t("say_it") : t("what_now")),
    spoken ? h("p", { class: "cop-small" }, t("say_it_note")) : null,
    h(
      "ul",
      { class: "cop-choices" },
      scene.choices.map((choice) => {
        const look = spoken ? "cop-primary" : "cop-choice";
        return h(
          "li",
          {},
          button(choice.text, () => choose(choice), look),
        );
      }),
    ),
  );
}

function spokenView(scene, t, actions) {
  const label = uid("heard");
  const group = { role: "group", "aria-labelledby": label, class: "cop-heard cop-focus" };
  return h(
    "div",
    group,
    h("p", { id: label, class: "cop-label" }, t("compare")),
    h(
      "ul",
      { class: "cop-quotes" },
      scene.say_it.map((line) => h("li", {}, line)),
    ),
    actions,
  );
}

function feedbackView(choice, t, actions) {
  const label = uid("then");
  return h(
    "div",
    { role: "group", "aria-labelledby": label, class: "cop-feedback cop-focus" },
    h(
      "p",
      { class: "cop-chosen" },
      h("span", { class: "cop-small" }, t("you_chose")),
      " ",
      choice.text,
    ),
    h("p", { id: label, class: "cop-label" }, t("then")),
    h("p", { class: "cop-then" }, choice.then),
    h(
      "div",
      { class: `cop-why cop-${choice.quality}` },
      h("p", {}, badge(choice.quality, t(`quality_${choice.quality}`))),
      h("p", {}, choice.why),
      cited(choice.sources, t),
    ),
    actions,
  );
}

function sceneView(scene, state, map, t, change) {
  const last = state.open ? map.choice(scene.id, state.path.at(-1).choice) : null;
  const choose = (choice) =>
    change({ path: [...state.path, { scene: scene.id, choice: choice.id }], open: true });
  const spoken = scene.say_it?.length > 0;
  const actions = h(
    "div",
    { class: "cop-actions" },
    button(t("go_on"), () => change({ open: false }), "cop-primary"),
    spoken
      ? null
      : button(t("choose_again"), () => change({ path: state.path.slice(0, -1), open: false })),
  );
  let below = choicesView(scene, t, choose);
  if (last) below = spoken ? spokenView(scene, t, actions) : feedbackView(last, t, actions);
  return [
    wayView(state.open ? { path: state.path.slice(0, -1) } : state, map, t),
    h("h5", last ? {} : { class: "cop-focus" }, scene.title),
    h("div", { class: "cop-prose" }, paragraphs(scene.text)),
    cited(scene.sources, t),
    below,
    trusted(scene.block),
  ];
}

/** What a screen reader hears when a choice has been made; a new scene is read from its heading. */
function heard(sheet, state, map, t) {
  if (!state.open) return "";
  const { scene, choice: id } = state.path.at(-1);
  const choice = map.choice(scene, id);
  if (!choice.then) return t("compare");
  return `${choice.then} ${t(`quality_${choice.quality}`)}. ${choice.why}`;
}

export default {
  render({ model, el }) {
    const t = speaker(model);
    const sheet = model.get("sheet");
    const map = atlas(sheet);
    const { body, say } = frame({ model, el }, "scenario");
    const key = `copcourse:scenario:${sheet.module}/${sheet.id}`;
    let state = restore(sheet, map, keep.read(key));

    function change(part) {
      state = { ...state, ...part };
      // Somebody else may sit at a hub's browser next, so there nothing is noted for later.
      if (isOver() && model.get("delivery") !== "lab") finishStory(sheet.module, sheet.id);
      keep.write(key, state);
      draw();
      say(state.view === "story" ? heard(sheet, state, map, t) : "");
      goTo(body.querySelector(".cop-focus") ?? body.querySelector("h4"));
    }

    function isOver() {
      if (state.view === "skipped") return true;
      return state.view === "story" && Boolean(map.places.get(whereNow(sheet, map, state)).outcome);
    }

    function view() {
      if (state.view === "start") return startView(sheet, t, change);
      if (state.view === "skipped") return skippedView(sheet, t, change);
      const place = map.places.get(whereNow(sheet, map, state));
      if (place.outcome) return endingView(place, state, map, t, change);
      return sceneView(place, state, map, t, change);
    }

    function draw() {
      const minutes = t("minutes", { n: sheet.minutes });
      const kicker = [t("story"), t(`audience_${sheet.audience}`), minutes].join(" · ");
      const content = [h("p", { class: "cop-kicker" }, kicker), h("h4", {}, sheet.title), view()];
      body.replaceChildren(...content.flat().filter(Boolean));
    }

    draw();
    return whenErased(() => {
      state = FRESH;
      draw();
    });
  },
};
