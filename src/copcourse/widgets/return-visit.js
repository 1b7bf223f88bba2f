// Under the return practice: whether the sentence was said, and calendar entries for the next visits.
import { keep } from "./memory.js";
import { button, h, uid } from "./shared.js";
import { visitCalendar } from "./calendar.js";
import { download } from "./download.js";
import { inputs } from "./questions.js";

const SAID = ["yes", "not-yet", "otherwise"];
const CALENDAR_FILE = "reading.ics";

function saidView(sheet, t, say) {
  const key = `copcourse:said:${sheet.module}`;
  const label = uid("said");
  const options = SAID.map((id) => ({ id, text: t(`said_${id}`) }));
  const choice = inputs(
    { id: "said", kind: "single", options },
    { answer: { options: [keep.read(key)] }, t, say, changed },
  );

  function show() {
    const said = choice.answer()?.options[0];
    for (const id of SAID) choice.notes.get(id).replaceChildren(...(id === said ? reply(id) : []));
    return said;
  }

  function reply(id) {
    const worry =
      id === "otherwise"
        ? h("p", {}, t("heard_worry"), " ", h("a", { href: sheet.help }, t("get_help")))
        : "";
    return [h("p", { class: "cop-label" }, t(`reply_${id}`)), h("p", {}, t(`step_${id}`)), worry];
  }

  function changed() {
    const said = show();
    keep.write(key, said);
    say(`${t(`reply_${said}`)} ${t(`step_${said}`)}`);
  }

  show();
  return h(
    "fieldset",
    { class: "cop-item", "aria-labelledby": label },
    h("legend", {}, h("span", { id: label, class: "cop-question" }, t("said_ask"))),
    h("p", { class: "cop-small" }, t("said_note")),
    choice.node,
  );
}

function calendarView(t, say) {
  const note = uid("calendar");
  const saved = h("p", { class: "cop-small" });
  const title = t("calendar_title");
  const make = button(t("calendar_make"), () => {
    download(CALENDAR_FILE, visitCalendar(title), "text/calendar");
    saved.textContent = t("calendar_saved", { name: CALENDAR_FILE });
    say(saved.textContent);
  });
  make.setAttribute("aria-describedby", note);
  return h(
    "div",
    { class: "cop-calendar" },
    h("p", { id: note }, t("calendar_note", { title })),
    h("div", { class: "cop-actions" }, make),
    saved,
  );
}

/** What stands under the questions for later; `sheet.help` is where to get help. */
export function returnVisit(sheet, t, say) {
  return h("section", { class: "cop-return" }, saidView(sheet, t, say), calendarView(t, say));
}
