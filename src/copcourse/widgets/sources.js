// The numbered list that the text and the other widgets point to.
import { frame, h, speaker } from "./shared.js";

export default {
  render({ model, el }) {
    const t = speaker(model);
    const { body } = frame({ model, el }, "sources");
    const entries = model
      .get("sheet")
      .sources.map(({ number, id, title, publisher, year, url }) => {
        const name = url
          ? h("a", { href: url, rel: "noreferrer noopener" }, title)
          : h("span", {}, title);
        const about = [publisher, year ?? t("no_year")].filter(Boolean).join(", ");
        return h(
          "li",
          { id: `source-${id}`, value: number },
          h("cite", {}, name),
          h("span", { class: "cop-by" }, about),
        );
      });
    body.append(h("ol", { class: "cop-source-list" }, entries));
  },
};
