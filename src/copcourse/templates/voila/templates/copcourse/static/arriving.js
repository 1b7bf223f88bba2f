// A page that Voilà sends piece by piece: each widget's output goes into its slot as it arrives. It
// stands in the page's head, because a page that is still being sent must already work.
window.copcourse = (() => {
  // voila.js and anywidget load from this very server; slower than this is not coming any more.
  const PATIENCE_MS = 45000;
  const slots = () => document.querySelectorAll(".cop-slot");

  function settle(slot, failed) {
    slot.removeAttribute("aria-busy");
    slot.classList.toggle("is-failed", failed);
    slot.querySelector(".cop-slot-wait").hidden = true;
    slot.querySelector(".cop-slot-failed").hidden = !failed;
  }

  // The widget manager first writes words into the renderer's node and, when the view is there,
  // replaces them by the view's element: an element is what tells a widget from a message.
  function state(slot) {
    const renderers = [...slot.querySelectorAll(".jp-OutputArea-output")];
    if (!renderers.length) return "waiting";
    if (renderers.some((node) => /^(Error displaying|Javascript Error)/.test(node.textContent))) {
      return "failed";
    }
    return renderers.every((node) => node.firstElementChild) ? "ready" : "waiting";
  }

  function watch(slot) {
    const look = () => {
      const now = state(slot);
      if (now !== "waiting") settle(slot, now === "failed");
      if (now === "ready") observer.disconnect();
    };
    const observer = new MutationObserver(look);
    observer.observe(slot.querySelector(".cop-slot-widget"), { childList: true, subtree: true });
    look();
  }

  function arrived(number) {
    const slot = document.getElementById(`slot-${number}`);
    const arrival = document.getElementById(`arrival-${number}`);
    if (!slot || !arrival) return;
    if (arrival.childElementCount) {
      slot.querySelector(".cop-slot-widget").append(...arrival.childNodes);
      slot.dataset.arrived = "";
      watch(slot);
    } else {
      settle(slot, true);
    }
    arrival.remove();
  }

  function giveUpOn(which) {
    for (const slot of slots()) {
      if (slot.getAttribute("aria-busy") && which(slot)) settle(slot, true);
    }
  }

  // Called at the end of the stream; the page's end calls it too, for a stream that broke off.
  function allArrived() {
    giveUpOn((slot) => !("arrived" in slot.dataset));
  }

  const kernelLost = () => giveUpOn(() => true);

  addEventListener("load", () => {
    allArrived();
    setTimeout(kernelLost, PATIENCE_MS);
  });

  // Voilà sends calls to it while a cell takes long, only to keep the connection open.
  window.voila_heartbeat = () => {};
  // What voila.js calls in the place of MathJax: the course has no formulas.
  const nothing = () => {};
  window.MathJax = {
    Hub: { Config: nothing, Configured: nothing, Queue: nothing, Register: { StartupHook: nothing } },
  };
  return { arrived, allArrived, kernelLost };
})();
