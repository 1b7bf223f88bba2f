// Help by country. Nothing is guessed from the browser, and the choice is not kept anywhere.
import { fold, frame, h, speaker, trusted, uid } from "./shared.js";

const ELSEWHERE = "elsewhere";

function lineView(line, t) {
  const look = line.kind === "emergency" ? "cop-call cop-call-now" : "cop-call";
  const ways = [
    line.tel
      ? h("a", { class: look, href: `tel:${line.tel}` }, t("call", { phone: line.phone }))
      : null,
    line.sms
      ? h(
          "a",
          { class: "cop-call", href: `sms:${line.sms.number.replace(/[^\d+]/g, "")}` },
          textWords(line.sms, t),
        )
      : null,
    line.url
      ? h(
          "a",
          {
            class: "cop-call",
            href: line.url,
            rel: "noreferrer noopener",
            "aria-label": t("web_of", { name: line.name }),
          },
          t("web"),
        )
      : null,
  ];
  return h(
    "li",
    { class: "cop-card" },
    h(
      "p",
      { class: "cop-card-head" },
      h("strong", {}, line.name),
      h("span", { class: "cop-tag" }, line.kind_words),
    ),
    h("p", {}, line.serves),
    line.languages
      ? h("p", { class: "cop-small" }, t("languages", { languages: line.languages }))
      : null,
    h("div", { class: "cop-ways" }, ways),
    line.note ? h("p", { class: "cop-small" }, line.note) : null,
    h("p", { class: "cop-small cop-seen" }, line.seen),
  );
}

function textWords(sms, t) {
  return sms.word
    ? t("text_word", { word: sms.word, number: sms.number })
    : t("text", { number: sms.number });
}

function linesView(lines, t) {
  // Whatever the order of the list, the number for danger comes first.
  const first = [...lines].sort((a, b) => (b.kind === "emergency") - (a.kind === "emergency"));
  return h(
    "ul",
    { class: "cop-cards" },
    first.map((line) => lineView(line, t)),
  );
}

function missingView(country, t) {
  if (!country.missing?.length) return null;
  return h("p", { class: "cop-hint" }, t("missing", { missing: country.missing.join(", ") }));
}

export default {
  render({ model, el }) {
    const t = speaker(model);
    const { danger, countries, worldwide } = model.get("sheet");
    const { body, say } = frame({ model, el }, "helplines");
    const id = uid("country");
    const shown = h("div", { class: "cop-shown" });

    function show() {
      const country = countries.find(({ code }) => code === list.value);
      if (country) {
        shown.replaceChildren(
          ...[
            linesView(country.lines, t),
            missingView(country, t),
            fold(t("worldwide"), linesView(worldwide, t)),
          ].filter(Boolean),
        );
        say(t("shown", { n: country.lines.length, country: country.name }));
      } else if (list.value === ELSEWHERE) {
        shown.replaceChildren(
          h("p", { class: "cop-hint" }, t("emergency_where_you_are")),
          linesView(worldwide, t),
        );
        say(t("shown_worldwide", { n: worldwide.length }));
      } else {
        shown.replaceChildren();
        say("");
      }
    }

    const list = h(
      "select",
      { id, class: "cop-select", autocomplete: "off", onchange: show },
      h("option", { value: "" }, t("choose_country")),
      countries.map(({ code, name }) => h("option", { value: code }, name)),
      h("option", { value: ELSEWHERE }, t("not_here")),
    );
    body.append(
      ...[
        trusted(danger),
        h(
          "div",
          { class: "cop-field" },
          h("label", { for: id }, t("country")),
          list,
          h("p", { class: "cop-small" }, t("not_kept")),
        ),
        shown,
      ].filter(Boolean),
    );
  },
};
