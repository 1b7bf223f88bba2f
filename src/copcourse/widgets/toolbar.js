// Leave quickly and Erase everything here, for a page that does not bring them itself.
import { frame } from "./shared.js";
import { mountPage } from "./page.js";

export default {
  render({ model, el }) {
    if (document.querySelector("[data-copcourse-page]")) return;
    const { body } = frame({ model, el }, "toolbar");
    mountPage(body, model.get("words"), model.get("delivery"));
  },
};
