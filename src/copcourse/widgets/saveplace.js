// Save the reader's place as a file: from its own page, and wherever a browser keeps nothing.
import { download } from "./download.js";
import { everything, now } from "./memory.js";
import { gather, write } from "./passport.js";

/** Let the browser save the file; gives its name, which tells nothing. */
export async function savePlace() {
  const at = now();
  const name = `reading-${at.slice(0, 10)}.json`;
  download(name, await write(gather(everything()), at));
  return name;
}
