// Where a story ends: what came of it, what it shows, and a button back to each choice.
import { badge, button, cited, h, paragraphs, trusted } from "./shared.js";
import { FRESH, turned } from "./story.js";

const LOOKS = { safe: "good", repaired: "mixed", harm: "harmful" };

function choiceEntry(step, index, state, map, t, change) {
  const scene = map.places.get(step.scene);
  const choice = map.choice(step.scene, step.choice);
  if (!choice.quality) return null;
  const back = button(
    t("go_back"),
    () => change({ path: state.path.slice(0, index), open: false }),
    "cop-quiet",
  );
  back.setAttribute("aria-label", t("go_back_to", { scene: scene.title }));
  return h(
    "li",
    {},
    h(
      "p",
      { class: "cop-step" },
      h("strong", {}, scene.title),
      badge(choice.quality, t(`quality_${choice.quality}`)),
    ),
    h("p", {}, choice.text),
    turned(choice)
      ? h("p", { class: "cop-mattered" }, h("strong", {}, t("mattered")), " ", choice.why)
      : null,
    back,
  );
}

export function endingView(ending, state, map, t, change) {
  const entries = state.path.map((step, index) => choiceEntry(step, index, state, map, t, change));
  return [
    h("h5", { class: "cop-focus" }, ending.title),
    h("p", { class: "cop-outcome" }, badge(LOOKS[ending.outcome], t(`outcome_${ending.outcome}`))),
    h("div", { class: "cop-prose" }, paragraphs(ending.text)),
    ending.way_back
      ? h(
          "div",
          { class: "cop-way-back" },
          h("p", { class: "cop-label" }, t("way_back")),
          h("p", {}, ending.way_back),
        )
      : null,
    trusted(ending.block),
    ending.learned?.length
      ? h(
          "div",
          { class: "cop-learned" },
          h("p", { class: "cop-label" }, t("learned")),
          h(
            "ul",
            {},
            ending.learned.map((line) => h("li", {}, line)),
          ),
        )
      : null,
    cited(ending.sources, t),
    h("p", { class: "cop-label" }, t("your_choices")),
    h("ol", { class: "cop-steps" }, entries),
    h(
      "div",
      { class: "cop-actions" },
      button(t("again"), () => change({ ...FRESH, view: "story" }), "cop-primary"),
    ),
  ];
}
