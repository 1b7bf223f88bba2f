// The educator's window: the guide at the right place, the time, the words for hard moments, and
// what the room sees. It works without the projector's view too.
import { badge, button, fold, goTo, h, speaker, trusted } from "./shared.js";
import { givenTo, isTaken, linkWindows, pageMemory } from "./room-link.js";
import { countView } from "./room-view.js";
import { MINUTE, STOPPED, clockText, figures, moveTo, restoreClock, toggle } from "./guide-clock.js";

// Letters for the scripts. B darkens the screen, N and P move through the plan.
const LETTERS = "ACDEFGHIJKLM";
const SILENT_MS = 5000;
const NO_PLAN = { title: "", minutes: 0, parts: [], note: "" };

const controlsOf = (box) => [...box.querySelectorAll("button, select")];
// Drawing anew must not take the focus away.
const focusIn = (box) => controlsOf(box).indexOf(document.activeElement);

/** Draw the educator's window in the place of what stands in <main>. */
export function mountGuide(holder) {
  const { facts, module, title: heading, words, main } = givenTo(holder);
  const lang = document.documentElement.lang;
  const t = speaker({ get: (name) => ({ words, lang })[name] });
  const texts = new Map(facts.texts.map((one) => [one.id, one]));
  const memory = pageMemory();
  const link = linkWindows(module, hear);
  const held = memory.read();
  let clock = restoreClock(facts.plans, held?.clock);
  let script = texts.has(held?.script) ? held.script : null;
  let keys = held?.keys !== false;
  let shown = null;
  let heardAt = 0;
  let said = null;
  let counting = true;

  const plan = () => facts.plans[clock.plan] ?? NO_PLAN;
  const now = () => Date.now();

  const status = h("p", { role: "status", class: "cop-status" });
  const faces = h("div", { class: "cop-guide-faces" });
  const moves = h("div", { class: "cop-actions" });
  const clocks = h("div", { class: "cop-guide-clocks" }, faces, moves);
  const timetable = h("section", { class: "cop-guide-plan", "aria-labelledby": "guide-plan" });
  const cut = h("section", { class: "cop-guide-cut" });
  const text = h("section", { class: "cop-guide-text" });
  const screen = h("section", { class: "cop-guide-screen", "aria-labelledby": "guide-screen" });
  const note = h("p", { role: "alert", class: "cop-room-soft" });
  main.replaceChildren(
    h(
      "div",
      { class: "cop cop-room cop-guide" },
      h("h1", { class: "cop-room-kicker" }, heading),
      scriptsView(),
      h("div", { class: "cop-guide-time" }, clocks, timetable, cut),
      text,
      screen,
      h(
        "div",
        { class: "cop-guide-foot" },
        h("p", {}, h("a", { href: aside("workshop"), target: "_blank" }, t("whole_guide"))),
        keysView(),
      ),
      status,
    ),
  );

  const act = {
    start: () => changeClock(toggle(clock, now())),
    next: () => part(clock.at + 1),
    previous: () => part(clock.at - 1),
    reset: () => changeClock({ ...STOPPED, plan: clock.plan }),
  };

  function aside(name) {
    return location.href.replace(/guide\.(html|ipynb).*$/, `${name}.$1`);
  }

  function keep() {
    memory.write({ clock, script, keys });
  }

  function changeClock(next) {
    clock = next;
    said = null;
    keep();
    drawPlan();
    tick();
  }

  function part(at) {
    script = null;
    changeClock(moveTo(clock, at, plan(), now()));
    drawText(true);
  }

  function read(id) {
    script = id;
    keep();
    drawText(true);
    drawScripts();
  }

  // The scripts, always at hand

  function scriptsView() {
    return h(
      "nav",
      { class: "cop-guide-scripts", "aria-labelledby": "guide-scripts" },
      h("h2", { id: "guide-scripts" }, t("always")),
      h("div", { class: "cop-guide-script-list" }),
    );
  }

  function drawScripts() {
    const list = main.querySelector(".cop-guide-script-list");
    const focused = focusIn(list);
    list.replaceChildren(
      ...facts.scripts.map((id, at) =>
        h(
          "button",
          {
            type: "button",
            class: "cop-button cop-guide-script",
            "aria-pressed": String(script === id),
            onclick: () => read(id),
          },
          LETTERS[at] ? h("kbd", {}, LETTERS[at]) : null,
          h("span", {}, texts.get(id).title),
        ),
      ),
    );
    controlsOf(list)[focused]?.focus();
  }

  // The text of the part, or a script

  function drawText(moved = false) {
    const line = plan().parts[clock.at];
    const found = texts.get(script ?? line?.text);
    const title = script ? found.title : (line?.title ?? "");
    const body = h("div", { class: "cop-guide-body" });
    if (found) body.innerHTML = found.html;
    else body.append(h("p", {}, t("no_text")));
    // The guide stays where it is while something else is looked up.
    for (const one of body.querySelectorAll("a[href]")) one.target = "_blank";
    for (const table of body.querySelectorAll("table")) {
      const box = h("div", { class: "cop-table", role: "group", tabindex: "0", "aria-label": title });
      table.replaceWith(box);
      box.append(table);
    }
    const back = button(t("back_to_part", { part: line?.title ?? "" }), () => part(clock.at), "cop-room-small");
    text.replaceChildren(...[script ? back : null, h("h2", {}, title), body].filter(Boolean));
    text.classList.toggle("is-script", Boolean(script));
    drawScripts();
    if (!moved) return;
    text.scrollTop = 0;
    goTo(text.querySelector("h2"));
  }

  // The time

  function drawPlan() {
    const running = clock.since !== null;
    const choice = h(
      "select",
      {
        class: "cop-select",
        onchange: ({ target }) => {
          script = null;
          changeClock({ ...STOPPED, plan: Number(target.value) });
          drawText();
        },
      },
      facts.plans.map((one, at) => h("option", { value: String(at) }, one.title)),
    );
    choice.value = String(clock.plan);
    const rows = plan().parts.map((one, at) =>
      h(
        "li",
        { class: at === clock.at ? "is-now" : at < clock.at ? "is-done" : "" },
        h(
          "button",
          {
            type: "button",
            class: "cop-guide-part",
            "aria-current": at === clock.at ? "step" : null,
            onclick: () => part(at),
          },
          h("span", { class: "cop-guide-minutes" }, t("minutes_short", { n: one.minutes })),
          h("span", {}, one.title),
          at === clock.at ? h("span", { class: "cop-guide-tag" }, t("now_at")) : null,
          at < clock.at ? h("span", { class: "cop-guide-tag" }, t("done_part")) : null,
        ),
      ),
    );
    const focused = focusIn(timetable);
    const moved = focusIn(moves);
    moves.replaceChildren(
      button(running ? t("pause_clock") : t("start_clock"), act.start, "cop-primary"),
      button(t("previous_part"), act.previous),
      button(t("next_part"), act.next),
    );
    const after = h("div", { class: "cop-room-soft" });
    const notes = facts.plans.map((one) => one.note).filter(Boolean);
    after.innerHTML = plan().note || (notes.at(-1) ?? "");
    timetable.replaceChildren(
      h("h2", { id: "guide-plan" }, t("timetable")),
      h("label", { class: "cop-guide-choice" }, h("span", {}, t("plan")), choice),
      h("ol", { class: "cop-guide-parts" }, rows),
      after,
      button(t("reset_clock"), act.reset, "cop-room-small"),
    );
    controlsOf(timetable)[focused]?.focus();
    controlsOf(moves)[moved]?.focus();
  }

  function tick() {
    if (plan().parts.length) drawClocks();
    if (shown && now() - heardAt > SILENT_MS) {
      shown = null;
      drawScreen();
    }
  }

  function drawClocks() {
    const { part: left, all, late } = figures(clock, plan(), now());
    const face = (label, time) => {
      const value = clockText(time, lang);
      return h(
        "div",
        { class: `cop-guide-clock${time < 0 ? " is-over" : ""}` },
        h("p", {}, label),
        h("p", { role: "timer", class: "cop-guide-figure" }, time < 0 ? t("over", { time: value }) : value),
      );
    };
    faces.replaceChildren(face(t("left_part"), left), face(t("left_all"), all));
    const minutes = Math.floor(late / MINUTE);
    const title = minutes ? t("late", { n: minutes }) : t("on_time");
    cut.hidden = !facts.cut && !minutes;
    if (cut.classList.toggle("is-late", minutes > 0) !== (cut.previousSibling === clocks))
      (minutes ? clocks : timetable).after(cut);
    if (cut.dataset.title !== title) {
      cut.dataset.title = title;
      const body = h("div", {});
      body.innerHTML = facts.cut;
      cut.replaceChildren(h("h2", {}, title), body);
    }
    announce(left, all);
  }

  /** Said once each, to a screen reader: two minutes before the end of a part, and at its end. */
  function announce(left, all) {
    if (clock.since === null) return;
    const last = clock.at === plan().parts.length - 1;
    const sentence =
      left <= 0 ? (last && all <= 0 ? t("plan_over") : t("time_up")) : left <= 2 * MINUTE ? t("soon", { n: Math.ceil(left / MINUTE) }) : null;
    if (sentence && sentence !== said) status.textContent = sentence;
    said = sentence ?? said;
  }

  // What the room sees

  function hear(message) {
    if (message.kind === "bye" && message.from === shown?.from) shown = null;
    else if (message.kind === "state" && typeof message.from === "string") {
      shown = message;
      heardAt = now();
    } else return;
    drawScreen();
  }

  function ask(what, more = {}) {
    if (shown) link.tell("do", { ...more, what, to: shown.from });
  }

  const remote = {
    counting: true,
    unfold: (open) => (counting = open),
    set: (card, number) => ask("set", { card, number }),
    add: (card, number) => ask("add", { card, number }),
  };

  function drawScreen() {
    const focus = document.activeElement;
    const field = screen.contains(focus) ? focus.dataset.count : undefined;
    const pressed = screen.contains(focus) ? focus.getAttribute("aria-label") ?? focus.textContent : null;
    screen.replaceChildren(h("h2", { id: "guide-screen" }, t("screen")), ...screenViews().filter(Boolean));
    const box = field !== undefined && screen.querySelector(`[data-count="${field}"]`);
    if (box) {
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    } else if (pressed) {
      const named = [...screen.querySelectorAll("button")];
      named.find((one) => (one.getAttribute("aria-label") ?? one.textContent) === pressed)?.focus();
    }
  }

  function screenViews() {
    const open = button(t("projector"), () => {
      note.textContent = link.open(aside("room")) ? "" : t("no_window");
    });
    if (!shown) return [h("p", {}, t("unlinked")), open, note];
    const bars = shown.phase === "bars";
    const where = [shown.title, shown.decision ? t("decision", { n: shown.decision }) : ""].filter(Boolean);
    return [
      h("p", { class: "cop-room-soft" }, where.join(" · ") || t("nothing_shown")),
      shown.scene ? h("p", { class: "cop-guide-scene" }, shown.scene) : null,
      h(
        "div",
        { class: "cop-actions" },
        button(t("back"), () => ask("back")),
        shown.next ? button(shown.next, () => ask("next"), "cop-primary") : null,
        button(shown.dark ? t("light") : t("dark"), () => ask("dark")),
      ),
      shown.dark ? h("p", { class: "cop-room-aside" }, t("dark_now")) : null,
      shown.counts.length ? countView(shown, t, remote, counting) : null,
      shown.counts.length
        ? h("p", { class: "cop-room-soft" }, t("counted", { n: shown.counts.reduce((sum, one) => sum + one, 0) }))
        : null,
      shown.cards.length
        ? h(
            "ol",
            { class: "cop-guide-cards" },
            shown.cards.map((card, at) =>
              h(
                "li",
                { class: at === shown.chosen ? "is-next" : "" },
                h("p", {}, card.text),
                card.quality ? h("p", { class: `cop-${card.quality}` }, badge(card.quality, t(`quality_${card.quality}`))) : null,
                card.then ? fold(t("then"), h("p", {}, card.then), h("p", {}, card.why)) : null,
                bars && at !== shown.chosen ? button(t("follow", { n: at + 1 }), () => ask("choose", { card: at }), "cop-room-small") : null,
              ),
            ),
          )
        : null,
    ];
  }

  // Keys

  function keysView() {
    const box = h("input", {
      type: "checkbox",
      onchange: ({ target }) => {
        keys = target.checked;
        keep();
      },
    });
    box.checked = keys;
    const rows = [
      [t("key_letter"), t("key_scripts")],
      [t("key_space"), t("key_clock")],
      [t("key_or", { one: "N", other: "P" }), t("key_part")],
      [t("key_or", { one: t("key_page_down"), other: t("key_page_up") }), `${t("screen")}: ${t("key_or", { one: t("key_next"), other: t("key_back") })}`],
      [t("key_digits"), t("key_count")],
      [t("key_or", { one: "B", other: "." }), t("key_dark")],
    ];
    const list = h(
      "dl",
      { class: "cop-room-keys" },
      rows.map(([key, what]) => h("div", {}, h("dt", {}, key), h("dd", {}, what))),
    );
    return fold(t("keys"), list, h("label", { class: "cop-room-check" }, box, t("keys_on")));
  }

  function stepOf({ key, code, shiftKey }) {
    const letter = (/^[a-z]$/i.test(key) ? key : /^Key([A-Z])$/.exec(code)?.[1] ?? "").toUpperCase();
    const digit = /^(?:Digit|Numpad)([1-4])$/.exec(code)?.[1];
    if (key === "PageDown") return shown ? () => ask("next") : act.next;
    if (key === "PageUp") return shown ? () => ask("back") : act.previous;
    if (key === "Escape" && script) return () => part(clock.at);
    if (key === " " || key === "Enter") return act.start;
    if (!keys) return null;
    if (letter === "B" || key === ".") return () => ask("dark");
    if (letter === "N") return act.next;
    if (letter === "P") return act.previous;
    if (digit && shown?.phase === "bars") return () => ask("choose", { card: digit - 1 });
    if (digit) return () => ask("add", { card: digit - 1, number: shiftKey ? -1 : 1 });
    const id = letter && facts.scripts[LETTERS.indexOf(letter)];
    return id ? () => read(id) : null;
  }

  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isTaken(event)) return;
    const step = stepOf(event);
    if (!step) return;
    event.preventDefault();
    step();
  });
  addEventListener("copcourse:erased", () => {
    script = null;
    changeClock(STOPPED);
    drawText();
  });
  setInterval(tick, 1000);
  setInterval(() => link.tell("hello"), 1000);
  drawPlan();
  drawText();
  drawScreen();
  tick();
  link.tell("hello");
}
