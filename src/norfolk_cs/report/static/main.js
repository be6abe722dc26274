// What readers do, and what then is shown.

let state = blank();
let found = [];
let origin = null; // where Escape goes back to

// Looked for once: the page may have a hundred thousand elements.
const views = [...document.querySelectorAll("[data-view]")];
const tabs = [...document.querySelectorAll("[data-to]")];
const boxes = [...$("filters").querySelectorAll("[name=kind]")];

const filtersOf = (of) => [of.kind.join(), ...FIELDS.map((name) => of[name])].join("\n");

/** Show a state; ``focus`` tells whether the panel takes the keyboard. */
function apply(next, { focus = false, first = false } = {}) {
  const filtered = first || filtersOf(next) !== filtersOf(state);
  const opened = first || next.fact !== state.fact;
  const before = first ? "" : state.view;
  state = next;
  for (const view of views) view.classList.toggle("current", view.dataset.view === state.view);
  for (const tab of tabs) {
    if (tab.dataset.to === state.view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  document.documentElement.classList.toggle("fact-open", state.view === "facts" && state.fact >= 0);
  if (filtered) {
    fill();
    found = select(state);
    grid.selected = state.fact;
    if (state.view === "facts") grid.show(found);
    const all = index.key.length;
    $("found").textContent = state.lost ? "This page has no such fact. " + counted(all, "fact")
      : found.length === all ? counted(all, "fact")
      : `${found.length.toLocaleString("en-GB")} of ${counted(all, "fact")}`;
    $("clear").hidden = filtersOf(state) === filtersOf(blank());
  } else if (state.view === "facts" && !grid.height) grid.show(found);
  finish(unfolded[state.view]);
  if (state.view !== "facts") showAbout(state.view, state.about);
  if (state.view === "judgements" && before !== "judgements") showLatest();
  if (state.view === "timeline") timeline.show(state);
  if (state.view !== "facts" || !index.docs.length) return;
  const doc = state.fact >= 0 ? index.doc[state.fact]
    : state.doc ? index.docs.findIndex(([id]) => id === state.doc)
    : filtered && found.length && !found.some((fact) => index.doc[fact] === reader.doc) ? index.doc[found[0]]
    : reader.doc;
  reader.show(Math.max(0, doc), state.kind);
  if (opened || filtered) {
    grid.open(state.fact);
    reader.details(state.fact, found);
    reader.mark(state.fact);
  }
  if (focus && state.fact >= 0) $("details-title").focus({ preventScroll: true });
}

/** Let the form show what the state says. */
function fill() {
  for (const box of boxes) box.checked = state.kind.includes(box.value);
  for (const name of FIELDS) if ($(name).value !== state[name]) $(name).value = state[name];
  if (FIELDS.some((name) => name !== "q" && state[name])) $("more").open = true;
}

function go(changes, { anew = true, focus = false } = {}) {
  const next = { ...state, lost: false, ...changes };
  remember(next, anew);
  apply(next, { focus });
}

const open = (fact, options) => go({ view: "facts", fact }, options);

// -- filters

function filter() {
  const changes = { kind: boxes.filter((box) => box.checked).map((box) => box.value) };
  for (const name of FIELDS) changes[name] = $(name).value;
  go(changes, { anew: false });
}

let typing = 0;
$("filters").addEventListener("input", (event) => {
  clearTimeout(typing);
  typing = setTimeout(filter, event.target.matches("#q, #actor") ? 120 : 0); // after a word, not a letter
});
$("filters").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  filter();
});

document.addEventListener("change", (event) => {
  const { id, value, dataset } = event.target;
  if ("about" in dataset) go({ about: value }, { anew: false });
  else if (id === "year" || id === "lane") go({ [id]: value }, { anew: false });
});

function clearFilters() {
  go({ ...blank(), fact: state.fact }, { anew: false });
  $("q").focus();
}

// -- clicks

document.addEventListener("click", (event) => {
  const target = event.target.closest("a[href^='#'], button, [role=row][data-place]");
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const href = target.getAttribute("href");
  if (target.dataset.place) {
    origin = target;
    grid.move(Number(target.dataset.place));
    open(grid.facts[grid.active]);
  } else if (href === "#main") {
    event.preventDefault();
    $("main").focus();
  } else if (href?.startsWith("#fact-")) {
    const fact = numberOfKey.get(href.slice(6));
    if (fact === undefined) return;
    event.preventDefault();
    origin = target;
    open(fact, { focus: event.detail === 0 || !target.matches(".hl") });
  } else if (target.dataset.lane) {
    event.preventDefault();
    const { year, lane } = target.dataset;
    go({ year, lane });
  } else if (target.dataset.to) {
    event.preventDefault();
    go({ view: target.dataset.to, fact: -1 });
    scrollTo(0, 0);
  } else if (target.dataset.actor) {
    go({ ...blank(), actor: target.dataset.actor, fact: state.fact });
  } else if (target.dataset.step) {
    const place = found.indexOf(state.fact);
    if (target.dataset.step === "close") leave();
    else {
      open(found[place + (target.dataset.step === "after" ? 1 : -1)], { focus: true });
      document.querySelector(`[data-step=${target.dataset.step}]:enabled`)?.focus();
    }
  } else if (target.id === "clear" || "clear" in target.dataset) clearFilters();
  else if (target.id === "back") leave();
  else if (target.id === "doc-before" || target.id === "doc-after") turn(target.id === "doc-after" ? 1 : -1);
  else if (target.id === "theme") changeTheme();
  else if (target.id === "more-events") timeline.more();
});

/** Close the panel and go back to where it was opened from. */
function leave() {
  const fact = state.fact;
  open(-1);
  if (origin?.isConnected && origin.matches(".hl")) origin.focus();
  else if (found.includes(fact)) grid.move(found.indexOf(fact));
}

function turn(by) {
  const doc = reader.doc + by;
  if (doc < 0 || doc >= index.docs.length) return;
  if (state.fact >= 0 || state.doc) go({ fact: -1, doc: state.doc ? index.docs[doc][0] : "" });
  reader.show(doc, state.kind);
  $("reader-title").focus();
}

// -- keys

$("grid").addEventListener("keydown", (event) => {
  const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: grid.page(), PageUp: -grid.page(), Home: -Infinity, End: Infinity };
  if (event.key in moves) {
    event.preventDefault();
    grid.move(grid.active + moves[event.key]);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    origin = grid.made.get(grid.active);
    open(grid.facts[grid.active], { focus: true });
    if (document.activeElement?.closest("#grid")) $("details-title")?.focus({ preventScroll: true });
  }
});

$("text").addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by || !event.target.matches(".hl")) return;
  event.preventDefault();
  const marks = [...$("text").querySelectorAll("a.hl")];
  const next = marks[marks.indexOf(event.target) + by];
  if (!next) return;
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.view === "facts" && state.fact >= 0 && !event.target.matches("input, select")) leave();
});

// -- theme, size, paper

const THEMES = { "": "automatic", light: "light", dark: "dark" };

function sayTheme() {
  $("theme").lastElementChild.textContent = THEMES[document.documentElement.dataset.theme ?? ""];
}

function changeTheme() {
  const names = Object.keys(THEMES);
  const next = names[(names.indexOf(document.documentElement.dataset.theme ?? "") + 1) % names.length];
  if (next) document.documentElement.dataset.theme = next;
  else delete document.documentElement.dataset.theme;
  try {
    localStorage.setItem("norfolk-cs-theme", next);
  } catch { /* a browser that keeps nothing for files */ }
  sayTheme();
}

$("list").addEventListener("scroll", () => grid.later(), { passive: true });
addEventListener("scroll", () => grid.later(), { passive: true });

/** Tell the style sheet how much of the window the head takes. */
function measureHead() {
  const above = $("list").parentElement.getBoundingClientRect().top + scrollY;
  document.documentElement.style.setProperty("--above", Math.round(above) + "px");
}
new ResizeObserver(() => {
  measureHead();
  grid.later();
}).observe($("filters"));

addEventListener("resize", () => {
  measureHead();
  const before = grid.height;
  grid.measure();
  grid.stretch();
  if (grid.height !== before) grid.clear();
  grid.later();
});
/** All facts of the list at once, and as tables those grids that are wider than paper. */
function print(on) {
  grid.print(on);
  for (const table of document.querySelectorAll(".wide details")) {
    if (on && !table.open) table.dataset.opened = "";
    if (on || "opened" in table.dataset) table.open = on;
    if (!on) delete table.dataset.opened;
  }
}
const paper = matchMedia("print");
paper.addEventListener("change", () => print(paper.matches));
addEventListener("beforeprint", () => print(true));
addEventListener("afterprint", () => print(false));

/** Let the field for a name suggest those that there are. */
function* suggesting() {
  $("actors").append(...index.actors.map(([name]) => {
    const option = make("option");
    option.value = name;
    return option;
  }));
}

// -- begin

function follow() {
  const asked = stateOf(location.hash);
  if (asked) apply(asked, { focus: false });
}
addEventListener("hashchange", follow);
addEventListener("popstate", follow);

sayTheme();
measureHead();
apply(stateOf(location.hash) ?? blank(), { first: true });
document.documentElement.classList.add("ready");
atLeisure(haystacks, suggesting(), ...Object.values(unfolded));
