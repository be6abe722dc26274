// Judgements and deadlines stand in the page as markup for who has no scripts. Where scripts run, a
// browser keeps that as text, which costs nothing; it becomes elements when nobody waits for it, or
// when its view is opened.

const ROW = /(?=<tr role="row" data-who)/; // a board may have thousands
const ROWS = 50; // made at once: some five milliseconds, and more than a window shows

// The page's own markup and nothing else: the policy's name is the one that the page allows.
const markup = globalThis.trustedTypes?.createPolicy("page", { createHTML: (text) => text }) ?? { createHTML: (text) => text };

function fragment(text) {
  const box = document.createElement("template");
  box.innerHTML = markup.createHTML(text);
  return box.content;
}

/** Turn a view's markup into elements, a piece at a time. */
function* unfolding(view) {
  for (const folded of $("view-" + view).querySelectorAll("noscript")) {
    const [frame, ...rows] = folded.textContent.split(ROW);
    const part = fragment(frame);
    const body = part.querySelector("tbody");
    const drawing = part.querySelector(".names");
    // as high as it will be, so that what is out of sight can be left out
    if (drawing) folded.parentElement.style.containIntrinsicSize = `auto ${+drawing.getAttribute("height") + 100}px`;
    folded.replaceWith(part);
    for (let at = 0; at < rows.length; at += ROWS) {
      yield;
      const slice = body.cloneNode();
      slice.append(fragment(rows.slice(at, at + ROWS).join("")));
      body.before(slice);
    }
    if (rows.length) body.remove();
    yield;
  }
}

const unfolded = { judgements: unfolding("judgements"), deadlines: unfolding("deadlines") };

/** Finish what is left of some work. */
function finish(work = []) {
  for (const _ of work);
}

/** Do work in the time that nobody needs, piece by piece. */
function atLeisure(...works) {
  const idle = globalThis.requestIdleCallback ?? ((go) => setTimeout(go, 20));
  idle((spare) => {
    do {
      if (works[0].next().done) works.shift();
    } while (works.length && spare?.timeRemaining() > 10);
    if (works.length) atLeisure(...works);
  });
}
