// Which section the reader is in, so that home can lead back to it.
import { keep } from "./memory.js";

const LAST = "copcourse:last";

/** The section that was read last, as {module, part, title}, or null. */
export function lastSection() {
  const last = keep.read(LAST);
  return typeof last?.part === "string" && typeof last.title === "string" ? last : null;
}

/** Note each section of a module's page as it comes into view. */
export function watchSections(module) {
  const seen = new IntersectionObserver(
    (entries) => {
      const here = entries.filter((entry) => entry.isIntersecting).at(-1)?.target;
      const title = here?.querySelector("h2")?.textContent.replace("¶", "").trim();
      if (title) keep.write(LAST, { module, part: here.id, title });
    },
    { rootMargin: "-20% 0px -60% 0px" },
  );
  for (const section of document.querySelectorAll("section.cop-section[id]")) seen.observe(section);
}
