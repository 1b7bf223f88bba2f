// Puts what has changed in the place of what was there, and keeps where the author reads.
const parts = ["title", "shown", "problems"];
const state = document.getElementById("state");
let page = document.body.dataset.page;

async function fetchParts() {
  const answer = await fetch("parts", { cache: "no-store" });
  const told = await answer.json();
  const frame = document.querySelector("iframe");
  const keep = frame && told.page && document.body.dataset.kind === told.kind;
  for (const part of parts) {
    if (part === "shown" && keep) {
      document.getElementById("stale").innerHTML = told.stale;
      continue;
    }
    const box = document.getElementById(part);
    if (box.innerHTML !== told[part]) box.innerHTML = told[part];
  }
  document.title = told.name;
  document.body.dataset.kind = told.kind;
  state.textContent = told.state;
  if (keep && told.page !== page) reload(frame, told.page);
  page = told.page;
}

function reload(frame, address) {
  const read = frame.contentWindow.scrollY;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, read), { once: true });
  frame.src = address;
}

const events = new EventSource("events");
events.addEventListener("change", fetchParts);
events.addEventListener("error", () => {
  state.textContent = "The preview has ended. Start it again in the terminal.";
});
