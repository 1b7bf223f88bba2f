// Practice: try, see why, try once more. The key is in the page, because practice is no secret.
import { keep, now } from "./memory.js";
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
  uid,
  whenErased,
} from "./shared.js";
import { beginning, placement } from "./placement.js";
import { fits, inputs } from "./questions.js";
import { returnVisit } from "./return-visit.js";

/** The ids of the options that an answer gets right; `all` when nothing is missing or too much. */
function judge(item, answer) {
  const ids = item.options.map((option) => option.id);
  const right = {
    single: (id) => answer.options.includes(id) === item.key.includes(id),
    several: (id) => answer.options.includes(id) === item.key.includes(id),
    order: (id) => answer.options.indexOf(id) === item.key.indexOf(id),
    match: (id) => answer.pairs[id] === item.key[id],
  }[item.kind];
  const good = ids.filter(right);
  return { good, all: good.length === ids.length };
}

/** The options about which the reader hears at once: what was chosen, or what is out of place. */
function touched(item, answer, good) {
  const ids = item.options.map((option) => option.id);
  if (item.kind === "order" || item.kind === "match") return ids.filter((id) => !good.includes(id));
  return ids.filter((id) => answer.options.includes(id));
}

function note(item, option, good, t) {
  const isRight =
    item.kind === "single" || item.kind === "several"
      ? item.key.includes(option.id)
      : good.includes(option.id);
  const look = isRight ? "good" : "mixed";
  const word = isRight ? "right" : item.kind === "order" ? "other_place" : "other";
  return h("div", { class: `cop-reason cop-${look}` }, badge(look, t(word)), " ", option.feedback);
}

/** The right answer in words, for kinds whose inputs do not show it. */
function solution(item, t) {
  const text = new Map(item.options.map((option) => [option.id, option.text]));
  if (item.kind === "order")
    return [
      h("p", {}, t("right_order")),
      h(
        "ol",
        {},
        item.key.map((id) => h("li", {}, text.get(id))),
      ),
    ];
  const side = new Map((item.pairs ?? []).map((pair) => [pair.id, pair.text]));
  if (item.kind !== "match") return null;
  return [
    h("p", {}, t("right_pairs")),
    h(
      "ul",
      {},
      Object.entries(item.key).map(([id, pair]) =>
        h(
          "li",
          {},
          text.get(id),
          h("span", { class: "cop-to", "aria-hidden": "true" }, " → "),
          side.get(pair),
        ),
      ),
    ),
  ];
}

/** The answer that the key asks for. */
function solved(item) {
  return item.kind === "match" ? { pairs: { ...item.key } } : { options: [...item.key] };
}

/** Whether a reader got it right at the first try; null while that is open. */
function known(item, { tries, checked }) {
  if (!tries) return null;
  if (tries > 1) return false;
  return judge(item, checked).all || null;
}

function itemView(item, number, count, { t, say, state, remember, again }) {
  const view = h("fieldset", { class: "cop-item" });
  const verdict = h("div", { class: "cop-verdict" });
  const ask = inputs(item, {
    answer: state.answer,
    t,
    say,
    changed: () => remember({ answer: ask.answer() }),
  });
  const check = button(t("check"), press, "cop-primary");
  const actions = h("div", { class: "cop-actions" }, check);

  function show({ tries, answer }) {
    const { good, all } = judge(item, answer);
    const done = all || tries > 1;
    const first = touched(item, answer, good);
    for (const option of item.options) {
      const spot = ask.notes.get(option.id);
      spot.replaceChildren(
        ...(first.includes(option.id) && option.feedback ? [note(item, option, good, t)] : []),
      );
    }
    verdict.replaceChildren();
    if (!done) {
      verdict.append(h("p", { class: "cop-label" }, t("not_yet")), h("p", {}, t("try_again")));
      check.textContent = t("check_again");
      const heard = item.options
        .filter((option) => first.includes(option.id))
        .map((option) => option.feedback);
      return [t("not_yet"), ...heard].join(" ");
    }
    ask.lock();
    const rest = item.options.filter((option) => !first.includes(option.id) && option.feedback);
    const others = rest.map((option) =>
      h("li", {}, h("strong", {}, option.text), note(item, option, good, t)),
    );
    const close = t(all ? "well_done" : "here_is_why");
    verdict.append(
      ...[
        h("p", { class: "cop-label" }, close),
        all ? null : solution(item, t),
        paragraphs([item.explain].filter(Boolean)),
        cited(item.sources, t),
        beginning(item, known(item, { tries, checked: answer }), t),
        others.length ? fold(t("others"), h("ul", { class: "cop-others" }, others)) : null,
      ]
        .flat()
        .filter(Boolean),
    );
    actions.replaceChildren(button(t("clear"), again, "cop-quiet"));
    return close;
  }

  function press() {
    const answer = ask.answer();
    if (!answer) {
      verdict.replaceChildren(h("p", { class: "cop-hint" }, t("nothing_chosen")));
      say(t("nothing_chosen"));
      return;
    }
    const tries = state.tries + 1;
    remember({ answer, tries, checked: answer, good: judge(item, answer).all, at: now() });
    say(show({ tries, answer }));
    // The button that was pressed is gone once there is nothing left to check.
    if (!check.isConnected) goTo(verdict);
  }

  const label = uid("ask");
  view.setAttribute("aria-labelledby", label);
  view.append(
    h(
      "legend",
      {},
      h(
        "span",
        { class: "cop-kicker" },
        t("item", { number, count }),
        item.after ? ` · ${t("after", { when: t(`after_${item.after.replace(" ", "_")}`) })}` : "",
      ),
      h("span", { id: label, class: "cop-question" }, item.ask),
    ),
    h("p", { class: "cop-small" }, t(`how_${item.kind}`)),
    ask.node,
    verdict,
    actions,
  );
  if (state.tries && fits(item, state.checked)) show({ tries: state.tries, answer: state.checked });
  return view;
}

export default {
  render({ model, el }) {
    const t = speaker(model);
    const sheet = model.get("sheet");
    const { body, say } = frame({ model, el }, "practice");
    const key = `copcourse:practice:${sheet.module}`;
    const fresh = () => ({ answer: null, tries: 0, checked: null, good: false, at: null });

    function load(item) {
      const kept = keep.read(key)?.[item.id];
      const tries = [0, 1, 2].includes(kept?.tries) ? kept.tries : 0;
      const { good = false, at = null } = kept ?? {};
      const answer = fits(item, kept?.answer) ? kept.answer : null;
      if (!tries) return { ...fresh(), answer };
      if (fits(item, kept.checked)) return { answer, tries, checked: kept.checked, good, at };
      // From another device comes how it went, not what was chosen; an old edition's answer is lost.
      if (!at || kept.checked) return fresh();
      const right = solved(item);
      return good || tries > 1 ? { answer: right, tries, checked: right, good, at } : fresh();
    }

    function mount(item, index) {
      const state = load(item);
      // Several widgets of one module share the key, so what is there is read each time.
      const remember = (part) => {
        Object.assign(state, part);
        const kept = keep.read(key);
        keep.write(key, { ...(typeof kept === "object" ? kept : null), [item.id]: state });
        reorder();
      };
      const again = () => {
        remember(fresh());
        const node = mount(item, index);
        view.replaceWith(node);
        goTo(node);
      };
      const view = itemView(item, index + 1, sheet.items.length, {
        t,
        say,
        state,
        remember,
        again,
      });
      return view;
    }

    const order = sheet.items.some((item) => item.begin) ? placement(t) : null;
    const reorder = () =>
      order?.show(sheet.items.map((item) => ({ ...item.begin, known: known(item, load(item)) })));

    // What is for later is folded, or a first visit would see it all at once.
    function later(item, index) {
      const view = mount(item, index);
      if (sheet.id !== "return" || !item.after) return view;
      const when = t(`after_${item.after.replace(" ", "_")}`);
      const folded = fold(t("for_later", { when }), view);
      folded.open = Boolean(load(item).answer);
      return folded;
    }

    const draw = () => {
      const visit = sheet.id === "return" ? returnVisit(sheet, t, say) : null;
      body.replaceChildren(...[sheet.items.map(later), order?.node, visit].flat().filter(Boolean));
      reorder();
    };
    draw();
    return whenErased(() => {
      draw();
      say("");
    });
  },
};
