// What the page shows is what its address says: "#fact-<id>&kind=rating&q=adoption".
// Everything is after "#", since a page opened from disk may change nothing else.

const $ = (id) => document.getElementById(id);
const index = JSON.parse($("index").textContent);
const FIELDS = ["actor", "body", "grade", "certainty", "doc", "since", "until", "q"];
const OTHERS = ["about", "year", "lane"]; // of the views beside the facts
const VIEWS = [...document.querySelectorAll("[data-view]")].map((view) => view.dataset.view);

const numberOfKey = new Map(index.key.map((key, number) => [key, number]));

function blank() {
  const state = { view: "facts", fact: -1, kind: [] };
  for (const name of [...FIELDS, ...OTHERS]) state[name] = "";
  return state;
}

/** The state that an address asks for; null where it asks for none that the page has. */
function stateOf(hash) {
  const [head, ...rest] = hash.replace(/^#/, "").split("&");
  const state = blank();
  if (head.startsWith("fact-")) {
    state.fact = numberOfKey.get(head.slice(5)) ?? -1;
    state.lost = state.fact < 0;
  } else if (VIEWS.includes(head)) {
    state.view = head;
  } else if (head) {
    return null;
  }
  const given = new URLSearchParams(rest.join("&"));
  for (const name of [...FIELDS, ...OTHERS]) state[name] = given.get(name) ?? "";
  state.kind = (given.get("kind") ?? "").split(",").filter((kind) => index.kinds.includes(kind));
  return state;
}

function hashOf(state) {
  const given = new URLSearchParams();
  if (state.kind.length) given.set("kind", state.kind.join(","));
  for (const name of [...FIELDS, ...OTHERS]) if (state[name]) given.set(name, state[name]);
  const head = state.fact >= 0 && state.view === "facts" ? factLink(state.fact).slice(1) : state.view;
  const tail = given.toString().replaceAll("%2C", ",");
  return "#" + head + (tail ? "&" + tail : "");
}

const factLink = (number) => "#fact-" + index.key[number];

/** Put the state into the address: a new entry of the history, or the present one again. */
function remember(state, anew) {
  const hash = hashOf(state);
  if (hash === location.hash) return;
  try {
    history[anew ? "pushState" : "replaceState"](null, "", hash);
  } catch { // too many a second, says the browser: the address is late, the page is not
  }
}

/** An element with its class and children; text is only ever text. */
function make(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

const HIDDEN = /(⟨U\+[0-9A-F]{4,6}⟩)/;

/** Words as nodes; the signs that stand for hidden characters set apart and explained. */
function words(text) {
  if (!HIDDEN.test(text)) return [text];
  return text.split(HIDDEN).map((part, at) => {
    if (at % 2 === 0) return part;
    const sign = make("span", "sign", part);
    sign.title = "A hidden character of the document, shown so that it cannot act";
    return sign;
  });
}
