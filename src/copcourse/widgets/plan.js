// A plan: choose lines, write one's own, put them in order, and take them along on paper.
import { button, frame, goTo, h, speaker, uid, whenErased } from "./shared.js";
import { chooseView } from "./plan-lists.js";
import { arrangeView } from "./plan-order.js";
import { agreementFold, planPage, printAlone } from "./plan-paper.js";
import { openPlan } from "./plan-state.js";

/** The buttons under the page of one's own. */
function pageActions(plan, t, { go, print, clear }) {
  const note = uid("paper");
  const printing = button(t(plan.count ? "print" : "print_empty"), print, "cop-primary");
  printing.setAttribute("aria-describedby", note);
  const actions = h(
    "div",
    { class: "cop-actions" },
    printing,
    plan.count ? button(t("arrange"), () => go("arrange")) : null,
    button(t("back"), () => go("choose")),
    plan.touched ? button(t("clear"), ask, "cop-quiet") : null,
  );

  function ask() {
    const question = uid("clear");
    const group = h(
      "div",
      { role: "group", "aria-labelledby": question, class: "cop-view" },
      h("p", { id: question }, t("clear_ask")),
      h(
        "div",
        { class: "cop-actions" },
        button(t("clear_yes"), clear),
        button(t("clear_no"), () => {
          group.replaceWith(actions);
          actions.lastElementChild.focus();
        }),
      ),
    );
    actions.replaceWith(group);
    goTo(group);
  }

  return h(
    "div",
    { class: "cop-view" },
    plan.count ? null : h("p", {}, t("nothing")),
    h("p", { id: note, class: "cop-hint" }, t("paper")),
    actions,
  );
}

export default {
  render({ model, el }) {
    const t = speaker(model);
    const sheet = model.get("sheet");
    const { body, say } = frame({ model, el }, "plan");
    const plan = openPlan(sheet);
    const paper = h("div", { class: "cop-paper" });
    const screen = h("div", { class: "cop-screen" });

    const changed = () => paper.replaceChildren(...planPage(sheet, plan, t));
    const go = (view) => {
      plan.show(view);
      draw();
      goTo(view === "page" ? paper.firstElementChild : screen.querySelector("h3, fieldset"));
    };
    const again = (id) => {
      // The last line taken out leaves nothing to arrange.
      if (!plan.count) return go("page");
      draw();
      const pressed = [...screen.querySelectorAll("[data-words]")].find(
        (one) => one.dataset.words === id,
      );
      if (pressed) pressed.focus();
      else goTo(screen.querySelector("h3"));
    };
    const clear = () => {
      plan.forget();
      draw();
      goTo(screen.querySelector("fieldset"));
      say(t("cleared"));
    };

    function draw() {
      changed();
      paper.classList.toggle("is-shown", plan.view === "page");
      const views = {
        choose: () => chooseView(sheet, plan, t, say, { changed, go }),
        page: () => pageActions(plan, t, { go, print: () => printAlone(paper), clear }),
        arrange: () => arrangeView(sheet, plan, t, say, { changed, again, go }),
      };
      screen.replaceChildren(views[plan.view]());
    }

    draw();
    const more = sheet.agreements
      ? h("p", { class: "cop-small cop-more" }, h("a", { href: sheet.agreements }, t("agreements")))
      : "";
    body.append(paper, screen, agreementFold(sheet.agreement, t), more);
    return whenErased(() => {
      plan.forget();
      draw();
      // What was told last may hold the reader's own words.
      say("");
    });
  },
};
