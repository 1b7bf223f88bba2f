// The part of the reader's place that offers a copy for when there is no network.
import { button, h } from "./shared.js";
import { canCopy, dropCopy, hasCopy, makeCopy } from "./copy.js";

/** The part as a node, empty where no copy can be made; `t` and `say` are the page's. */
export function copyPart(delivery, t, say) {
  const spot = h("div", { class: "cop-place-copy" });
  if (!canCopy(delivery)) return spot;

  function act(name, does) {
    const node = button(t(name), async () => {
      node.disabled = true;
      const word = await does();
      await draw();
      say(t(word));
      spot.querySelector("button").focus();
    });
    return h("div", { class: "cop-actions" }, node);
  }

  const make = () => {
    say(t("copy_wait"));
    return makeCopy().then((made) => (made ? "copy_ready" : "copy_failed"));
  };
  const drop = () => dropCopy().then(() => "copy_gone");

  async function draw() {
    const ready = await hasCopy();
    spot.replaceChildren(
      h("h3", {}, t("copy_title")),
      ...(ready
        ? [h("p", {}, t("copy_is_here")), act("copy_drop", drop)]
        : [h("p", {}, t("copy_what")), act("copy_make", make)]),
    );
  }

  draw();
  addEventListener("copcourse:copy", draw);
  return spot;
}
