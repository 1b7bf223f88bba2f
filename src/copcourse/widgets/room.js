// The projector's view: a story for a group, by keys, a presenter's remote or buttons.
import { goTo, button, fold, h, speaker } from "./shared.js";
import { givenTo, isTaken, linkWindows, pageMemory } from "./room-link.js";
import { endingView, introView, resultView, sceneView, storiesView } from "./room-view.js";
import {
  NOWHERE,
  addCount,
  again,
  backward,
  choose,
  forward,
  look,
  restoreWay,
  setCount,
  take,
  toSafe,
} from "./room-way.js";

const nameOf = (node) => node.getAttribute("aria-label") ?? node.dataset.name;
const BACK = ["PageUp", "ArrowLeft"];
const ON = ["PageDown", "ArrowRight", " ", "Enter"];

/** Draw the projector's view in the place of what stands in <main>. */
export function mountRoom(holder) {
  const { facts, module, title: heading, words, main } = givenTo(holder);
  const lang = document.documentElement.lang;
  const t = speaker({ get: (name) => ({ words, lang })[name] });
  const sheets = facts.stories;
  const memory = pageMemory();
  const me = `${Date.now()}-${Math.random()}`;
  const link = linkWindows(module, hear);
  const held = memory.read();
  let state = restoreWay(sheets, held?.way);
  let dark = held?.dark === true;
  let keys = held?.keys !== false;

  const status = h("p", { role: "status", class: "cop-status" });
  const kicker = h("h1", { class: "cop-room-kicker" });
  const stage = h("div", { class: "cop-room-stage" });
  const night = h("div", { class: "cop-room-night" });
  const note = h("p", { role: "alert", class: "cop-room-soft" });
  const controls = h("nav", { class: "cop-room-controls", "aria-label": t("controls") });
  const parts = [kicker, night, stage, note, controls, keysView(), status];
  const root = h("div", { class: "cop cop-room" }, parts);
  main.replaceChildren(root);

  const say = (text) => {
    status.textContent = text && status.textContent === text ? `${text}\u00a0` : text;
  };

  const act = {
    counting: false,
    unfold: (open) => (act.counting = open),
    next: () => change(forward(sheets, state), true),
    back: () => change(backward(sheets, state), true),
    take: (story) => change(take(state, story), true),
    stories: () => change(NOWHERE, true),
    again: (at) => change(again(sheets, state, at), true),
    safe: () => change(toSafe(sheets, state), true),
    set: (card, number) => counted(setCount(sheets, state, card, number), card),
    add: (card, step) => counted(addCount(sheets, state, card, step), card),
    choose: (card) => {
      change(choose(sheets, state, card));
      say(t("followed", { n: card + 1 }));
    },
    dark: () => {
      dark = !dark;
      change(state);
      say(dark ? t("dark_now") : "");
    },
  };

  /** Take a new state; `moved` brings reader and screen to its beginning. */
  function change(next, moved = false) {
    const stayed = next === state;
    if (moved && !stayed) dark = false;
    state = next;
    memory.write({ way: state, dark, keys });
    draw();
    if (!moved) return;
    if (stayed && state.phase === "bars") say(t("choose_card_first"));
    else say(heard());
    goTo(stage.querySelector(".cop-focus"));
    root.scrollIntoView();
  }

  function counted(next, card) {
    if (next === state) return;
    change(next);
    const { counts, total } = look(sheets, state);
    say(t("counted_card", { card: card + 1, n: counts[card], total }));
  }

  /** What a screen reader hears beside the heading that it is brought to. */
  function heard() {
    const { sheet, cards, counts, total, chosen } = look(sheets, state);
    if (!sheet) return "";
    const choice = cards?.[chosen];
    if (state.phase === "bars")
      return counts
        .map((n, at) => `${t("card", { n: at + 1 })}: ${total ? t("share", { n, total }) : t("nobody")}.`)
        .join(" ");
    if (state.phase === "then") return choice.then;
    if (state.phase === "why") return `${t(`quality_${choice.quality ?? "mixed"}`)}. ${choice.why}`;
    if (state.phase === "talk") return t(`talk_${choice.quality ?? "mixed"}`);
    return "";
  }

  function nextWords({ place }) {
    const says = state.phase === "scene" && place.say_it?.length;
    return t(says ? "next_say" : state.phase === "scene" && place.choices.length < 2 ? "next_bars" : `next_${state.phase}`);
  }

  function draw() {
    const focus = document.activeElement;
    const field = stage.contains(focus) ? focus?.dataset.count : undefined;
    const pressed = stage.contains(focus) && focus.matches("button") ? nameOf(focus) : null;
    const now = look(sheets, state);
    const title = [now.sheet?.title];
    if (now.sheet && state.phase !== "intro" && now.place.choices?.length > 1)
      title.push(t("decision", { n: decisions(now) }));
    kicker.textContent = now.sheet ? title.join(" · ") : heading;
    document.body.classList.toggle("is-dark-screen", dark);
    night.replaceChildren(...(dark ? [h("p", {}, t("dark_now"))] : []));
    stage.hidden = dark;
    stage.className = `cop-room-stage is-${now.sheet ? state.phase : "stories"}`;
    stage.replaceChildren(...view(now).filter(Boolean));
    controls.replaceChildren(...controlViews(now).filter(Boolean));
    refocus(field, pressed);
    link.tell("state", snapshot(now));
  }

  /** Drawing anew must not take the focus away from somebody who counts. */
  function refocus(field, pressed) {
    if (field !== undefined) {
      const box = stage.querySelector(`[data-count="${field}"]`);
      box?.focus();
      box?.setSelectionRange(box.value.length, box.value.length);
    } else if (pressed) {
      const named = [...stage.querySelectorAll("button")];
      named.find((one) => nameOf(one) === pressed)?.focus();
    }
  }

  function decisions({ map }) {
    const before = state.path.filter(({ scene }) => map.places.get(scene).choices.length > 1);
    return before.length + 1;
  }

  function view(now) {
    if (!now.sheet) return storiesView(sheets, t, act);
    if (state.phase === "intro") return introView(now.sheet, t);
    if (now.place.outcome) return endingView(now, state, t, act);
    if (["then", "why", "talk"].includes(state.phase)) return resultView(now, state, t);
    return sceneView(now, state, t, act);
  }

  function controlViews(now) {
    const canRetry = ["then", "why", "talk"].includes(state.phase) && now.cards.length > 1;
    const extra = [
      button(dark ? t("light") : t("dark"), act.dark),
      document.fullscreenEnabled ? button(t("full"), toFullScreen) : null,
      button(t("window"), () => {
        note.textContent = link.open(location.href.replace(/room\.(html|ipynb).*$/, "guide.$1")) ? "" : t("no_window");
      }),
      now.sheet && !now.place.outcome ? button(t("safe_end"), act.safe) : null,
      now.sheet ? button(t("stories"), act.stories) : null,
    ];
    if (!now.sheet) return [h("div", { class: "cop-room-extra" }, extra)];
    return [
      h(
        "div",
        { class: "cop-room-steps" },
        button(t("back"), act.back),
        button(nextWords(now), act.next, "cop-primary"),
        canRetry ? button(t("other_way"), () => act.again()) : null,
      ),
      h("div", { class: "cop-room-extra" }, extra),
    ];
  }

  function keysView() {
    const box = h("input", { type: "checkbox", onchange: ({ target }) => ((keys = target.checked), change(state)) });
    box.checked = keys;
    const rows = [
      [t("key_or", { one: t("key_page_down"), other: t("key_space") }), t("key_next")],
      [t("key_page_up"), t("key_back")],
      [t("key_digits"), t("key_count")],
      [t("key_minus"), t("key_less")],
      [t("key_or", { one: "B", other: "." }), t("key_dark")],
    ];
    const list = h(
      "dl",
      { class: "cop-room-keys" },
      rows.map(([key, what]) => h("div", {}, h("dt", {}, key), h("dd", {}, what))),
    );
    return fold(t("keys"), list, h("label", { class: "cop-room-check" }, box, t("keys_on")));
  }

  function toFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  /** What the educator's window shows of this one. */
  function snapshot(now) {
    const more = now.sheet && state.phase !== "intro" && now.place.choices?.length > 1;
    return {
      from: me,
      title: now.sheet?.title ?? "",
      scene: now.sheet ? (state.phase === "intro" ? now.sheet.title : now.place.title) : "",
      next: now.sheet ? nextWords(now) : "",
      phase: now.sheet ? state.phase : "stories",
      decision: more ? decisions(now) : 0,
      dark,
      chosen: now.chosen ?? null,
      counts: more ? now.counts : [],
      cards: more ? now.cards.map(({ text, quality, then, why }) => ({ text, quality, then, why })) : [],
    };
  }

  /** What the educator's window asks for. */
  function hear({ kind, to, what, card, number }) {
    if (kind === "hello") link.tell("state", snapshot(look(sheets, state)));
    if (kind !== "do" || to !== me) return;
    if (["next", "back", "dark", "safe"].includes(what)) act[what]();
    if (what === "add" && Number.isInteger(card)) act.add(card, number === -1 ? -1 : 1);
    if (what === "set" && Number.isInteger(card)) act.set(card, number);
    if (what === "choose" && Number.isInteger(card)) act.choose(card);
    if (what === "again") act.again();
  }

  /** The end of what is to be read comes into sight before the next step. */
  function hasMore() {
    const read = [...stage.querySelectorAll("h2, h3, p, li")].filter((one) => !one.closest("details"));
    const end = Math.max(...read.map((one) => one.getBoundingClientRect().bottom));
    return end > innerHeight - controls.offsetHeight + 24;
  }

  addEventListener("keydown", (event) => {
    const { key, code, shiftKey } = event;
    if (event.defaultPrevented || isTaken(event)) return;
    const digit = /^(?:Digit|Numpad)([1-4])$/.exec(code)?.[1] ?? (/^[1-4]$/.test(key) ? key : null);
    let step = null;
    if (ON.includes(key)) step = !dark && hasMore() && key === "PageDown" ? () => scrollBy(0, innerHeight * 0.7) : act.next;
    else if (BACK.includes(key)) step = act.back;
    else if (keys && (key.toLowerCase() === "b" || key === ".")) step = act.dark;
    else if (keys && ["-", "−"].includes(key) && state.last !== null) step = () => act.add(state.last, -1);
    else if (keys && digit && state.phase === "scene") step = () => act.add(digit - 1, shiftKey ? -1 : 1);
    else if (keys && digit && state.phase === "bars") step = () => act.choose(digit - 1);
    if (!step || (!look(sheets, state).sheet && step !== act.dark)) return;
    event.preventDefault();
    step();
  });
  addEventListener("copcourse:erased", () => change(NOWHERE));
  addEventListener("pagehide", () => link.tell("bye", { from: me }));
  addEventListener("pageshow", ({ persisted }) => persisted && draw());
  draw();
}
