// Runs in a page before anything of it: notes on the page's own clock, frame by frame, when the
// reading is visible and when the first widget has answered a click. 0 is the start of navigation.
(() => {
  const { first, last, question, choice, timeout } = window.benchLooksFor;
  const visible = (node) => Boolean(node?.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  const heading = (level, text) =>
    [...document.querySelectorAll(level)].find((node) => node.textContent.trim().startsWith(text));
  const times = {};

  function answered() {
    const asks = [...document.querySelectorAll("fieldset .cop-question")];
    const item = asks.find((node) => node.textContent === question)?.closest("fieldset");
    if (!visible(item)) return false;
    item.querySelector(`input[value="${choice}"]`).click();
    item.querySelector("button").click();
    return visible(item.querySelector(".cop-reason"));
  }

  window.benchTimes = new Promise((resolve, reject) => {
    function look() {
      const now = performance.now();
      if (!times.reading && visible(heading("h1", first)) && visible(heading("h2", last))) times.reading = now;
      if (times.reading && answered()) times.answer = performance.now();
      if (times.answer) resolve(times);
      else if (now > timeout) reject(new Error(`nothing after ${now} ms: ${JSON.stringify(times)}`));
      else requestAnimationFrame(look);
    }
    requestAnimationFrame(look);
  });
})();
