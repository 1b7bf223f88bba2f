// Given what a feedback looks like, gives the milliseconds from the next click's dispatch to the
// first change of the document that shows it, on the page's own clock.
({ selector, text, timeout }) => {
  window.benchElapsed = new Promise((resolve, reject) => {
    let began = 0;
    const observer = new MutationObserver(() => {
      const now = performance.now();
      if (![...document.querySelectorAll(selector)].some((node) => node.textContent.includes(text))) return;
      observer.disconnect();
      resolve(now - began);
    });
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    addEventListener("click", () => (began = performance.now()), { capture: true, once: true });
    setTimeout(() => reject(new Error(`no feedback after ${timeout} ms`)), timeout);
  });
};
