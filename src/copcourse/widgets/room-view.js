// What a room sees of a story, for each step of it. The views only draw; room.js decides.
import { badge, button, fold, h, paragraphs, trusted, uid } from "./shared.js";

/** The stories of a module, to choose one. */
export function storiesView(sheets, t, act) {
  return [
    h("h2", { class: "cop-focus" }, t("choose_story")),
    h("p", { class: "cop-room-soft" }, t("choose_story_note")),
    h(
      "ul",
      { class: "cop-room-stories" },
      sheets.map((sheet) =>
        h(
          "li",
          {},
          h("h3", {}, sheet.title),
          h(
            "p",
            { class: "cop-room-soft" },
            `${t(`audience_${sheet.audience}`)} · ${t("minutes", { n: sheet.minutes })}`,
          ),
          h("p", {}, sheet.about),
          named(
            button(t("take"), () => act.take(sheet.id), "cop-primary"),
            `${t("take")}: ${sheet.title}`,
          ),
        ),
      ),
    ),
    h("p", { class: "cop-room-soft" }, t("room_kept")),
  ];
}

export function introView(sheet, t) {
  return [
    h("h2", { class: "cop-focus" }, sheet.title),
    h("p", {}, sheet.about),
    h("p", {}, h("strong", {}, `${t("not_shown")}: `), sheet.not_shown),
    h("p", { class: "cop-room-aside" }, t("step_out")),
  ];
}

/** A scene with its cards, and with bars once the educator says so. */
export function sceneView(now, state, t, act) {
  const { place, cards, counts, total, chosen } = now;
  const shown = state.phase === "bars";
  const asked = cards.length > 1;
  const spoken = place.say_it?.length > 0;
  const story = h(
    "div",
    { class: "cop-room-text" },
    h("h2", { class: "cop-focus" }, place.title),
    paragraphs(place.text),
    shown ? h("p", { class: "cop-room-aside" }, t(chosen === null ? "choose_card_first" : "what_speaks")) : null,
    trusted(place.block),
  );
  if (spoken) return [pair(story, sayView(place, state, t))];
  if (!asked) return [pair(story, h("p", { class: "cop-room-ask" }, cards[0]?.text ?? ""))];
  const question = uid("cards");
  const choices = h(
    "div",
    { class: "cop-room-side" },
    h("h3", { id: question, class: "cop-room-ask" }, shown ? t("shown_bars") : t("cards")),
    h(
      "ol",
      { class: "cop-room-cards", "aria-labelledby": question },
      cards.map((choice, at) =>
        cardView({ choice, at, shown, count: counts[at], total, chosen, now, state, t, act }),
      ),
    ),
    shown ? null : h("p", { class: "cop-room-total" }, t("counted", { n: total })),
    countView(now, t, act),
  );
  return [pair(story, choices)];
}

function pair(...columns) {
  return h("div", { class: "cop-room-pair" }, columns);
}

function cardView({ choice, at, shown, count, total, chosen, now, state, t, act }) {
  const next = shown && at === chosen;
  const read = (state.tried[now.place.id] ?? []).includes(at);
  return h(
    "li",
    { class: `cop-room-card cop-room-card-${at + 1}${next ? " is-next" : ""}` },
    h("span", { class: "cop-room-number", "aria-hidden": "true" }, String(at + 1)),
    h(
      "div",
      { class: "cop-room-card-body" },
      h("p", {}, h("span", { class: "cop-status" }, `${t("card", { n: at + 1 })}: `), choice.text),
      read ? h("p", { class: "cop-room-tag" }, t("tried")) : null,
      shown
        ? h("div", { class: "cop-room-share" }, barView(at, count, total, t), takeView(at, next, t, act))
        : null,
    ),
  );
}

function barView(at, count, total, t) {
  const bar = h("span", { class: "cop-room-bar-fill" });
  bar.style.inlineSize = `${total ? (100 * count) / total : 0}%`;
  return [
    h("span", { class: `cop-room-bar cop-room-bar-${at + 1}`, "aria-hidden": "true" }, bar),
    h("span", { class: "cop-room-figure" }, total ? t("share", { n: count, total }) : t("nobody")),
  ];
}

function takeView(at, next, t, act) {
  const look = {
    type: "button",
    class: "cop-button cop-room-take",
    "aria-pressed": String(next),
    "data-name": `take-${at}`,
    onclick: () => act.choose(at),
  };
  return h("button", look, next ? t("followed", { n: at + 1 }) : t("follow", { n: at + 1 }));
}

/** Counting by hand. Folded, for a count that can be seen sways those who have not shown theirs. */
export function countView({ cards, counts }, t, act, open = act.counting) {
  const rows = cards.map((_, at) => {
    const field = h("input", {
      type: "text",
      inputmode: "numeric",
      maxlength: "3",
      autocomplete: "off",
      class: "cop-input cop-room-field",
      "aria-label": t("card", { n: at + 1 }),
      "data-count": at,
      value: String(counts[at]),
      oninput: ({ target }) => act.set(at, target.value),
    });
    return h(
      "div",
      { class: "cop-room-row" },
      h("span", {}, t("card", { n: at + 1 })),
      named(button("−", () => act.add(at, -1)), t("less", { n: at + 1 })),
      field,
      named(button("+", () => act.add(at, 1)), t("more", { n: at + 1 })),
    );
  });
  const view = fold(t("count_fold"), rows, h("p", { class: "cop-small" }, t("count_note")));
  view.classList.add("cop-room-count");
  view.open = Boolean(open);
  view.addEventListener("toggle", () => act.unfold(view.open));
  return view;
}

function named(node, label) {
  node.setAttribute("aria-label", label);
  return node;
}

function sayView(place, state, t) {
  const shown = state.phase === "compare";
  return h(
    "div",
    { class: "cop-room-side" },
    h("h3", { class: "cop-room-ask" }, shown ? t("compare") : t("say_it")),
    shown
      ? h(
          "ul",
          { class: "cop-room-quotes" },
          place.say_it.map((line) => h("li", {}, line)),
        )
      : h("p", { class: "cop-room-aside" }, t("say_now")),
  );
}

/** What a card leads to: first what happens, then why, then the room talks. */
export function resultView(now, state, t) {
  const { place, cards, chosen } = now;
  const choice = cards[chosen];
  const withWhy = state.phase !== "then";
  return [
    h("h2", { class: "cop-focus" }, place.title),
    h(
      "p",
      { class: "cop-room-chosen" },
      h("span", { class: "cop-room-number", "aria-hidden": "true" }, String(chosen + 1)),
      h("span", {}, h("span", { class: "cop-status" }, `${t("you_took", { n: chosen + 1 })}: `), choice.text),
    ),
    h(
      "div",
      { class: "cop-room-result" },
      h("div", { class: "cop-room-then" }, h("h3", {}, t("then")), h("p", {}, choice.then)),
      withWhy ? whyView(choice, t) : null,
    ),
    state.phase === "talk"
      ? h(
          "div",
          { class: "cop-room-talk" },
          h("h3", {}, t("talk")),
          h("p", {}, t(`talk_${choice.quality ?? "mixed"}`)),
        )
      : null,
    trusted(place.block),
  ];
}

function whyView(choice, t) {
  const quality = choice.quality ?? "mixed";
  const labels = choice.sources?.map((one) => one.label).join(" ");
  return h(
    "div",
    { class: `cop-room-why cop-${quality}` },
    h("h3", {}, badge(quality, t(`quality_${quality}`))),
    h("p", {}, choice.why),
    labels ? h("p", { class: "cop-room-soft" }, `${t("sources")} ${labels}`) : null,
  );
}

/** How a story ends, then what it shows and the way that the room took. */
export function endingView(now, state, t, act) {
  const { place } = now;
  const heading = [
    h("h2", { class: "cop-focus" }, place.title),
    h("p", { class: `cop-room-outcome cop-room-${place.outcome}` }, t(`outcome_${place.outcome}`)),
  ];
  if (state.phase === "ending")
    return [
      ...heading,
      h("div", { class: "cop-room-text" }, paragraphs(place.text)),
      trusted(place.block),
    ];
  return [
    ...heading,
    place.way_back
      ? h("div", { class: "cop-room-aside" }, h("h3", {}, t("way_back")), h("p", {}, place.way_back))
      : null,
    h(
      "div",
      { class: "cop-room-text" },
      h("h3", {}, t("learned")),
      h(
        "ul",
        {},
        place.learned.map((line) => h("li", {}, line)),
      ),
    ),
    wayView(now, state, t, act),
    trusted(place.block),
  ];
}

function wayView({ map }, state, t, act) {
  if (!state.path.length) return null;
  const steps = state.path.map(({ scene, choice }, at) => {
    const { title, choices } = map.places.get(scene);
    return h(
      "li",
      {},
      choices.length > 1 ? h("span", {}, `${title}: ${map.choice(scene, choice).text} `) : h("span", {}, `${title} `),
      choices.length > 1
        ? button(t("go_to_scene", { scene: title }), () => act.again(at), "cop-room-small")
        : null,
    );
  });
  return fold(t("way_taken"), h("ol", { class: "cop-room-way" }, steps));
}
