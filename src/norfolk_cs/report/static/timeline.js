// The views beside the facts: whom they are about, and the events of a year.

const AT_ONCE = 200; // events made before a reader asks for more

const timeline = {
  years: null, // read when the view is first opened
  shown: "",
  counted: "",
  events: [],

  show({ year, lane, about }) {
    const list = $("events");
    if (!list) return;
    this.years ??= JSON.parse($("years").textContent);
    $("year").value = year;
    $("lane").value = lane;
    for (const bubble of document.querySelectorAll(".bubble")) {
      const chosen = bubble.dataset.year === year && (!lane || bubble.dataset.lane === lane);
      if (chosen) bubble.setAttribute("aria-current", "true");
      else bubble.removeAttribute("aria-current");
    }
    this.count(about);
    this.bring(year);
    const wanted = [year, lane, about].join("\n");
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.events = Object.keys(this.years).sort().filter((each) => !year || each === year)
      .flatMap((each) => this.years[each])
      .filter(([kind, , , , , , who]) => (!lane || kind === lane) && (!about || who.includes(about)));
    $("events-found").textContent = counted(this.events.length, "event");
    list.replaceChildren();
    this.more();
  },

  /** Let the drawing's figures be of those events alone that are about somebody. */
  count(about) {
    if (about === this.counted) return;
    this.counted = about;
    for (const bubble of document.querySelectorAll(".bubble")) {
      const { year, lane } = bubble.dataset;
      const number = this.years[year].filter(([kind, , , , , , who]) =>
        kind === lane && (!about || who.includes(about))).length;
      bubble.style.display = number ? "" : "none";
      bubble.querySelector("text").textContent = number;
      bubble.setAttribute("aria-label", `${year}: ${counted(number, lane)}`);
    }
  },

  /** Bring a year's figures into sight, or the latest, where the drawing is wider than its frame. */
  bring(year) {
    const frame = $("overview").parentElement;
    const bubble = [...document.querySelectorAll(".bubble")]
      .filter((each) => each.style.display !== "none" && (!year || each.dataset.year === year)).at(-1);
    if (!bubble) return;
    const place = bubble.getBoundingClientRect().left - frame.getBoundingClientRect().left;
    frame.scrollLeft += place - frame.clientWidth / 2;
  },

  more() {
    const list = $("events");
    const from = list.querySelectorAll(".event").length;
    let group = list.lastElementChild;
    for (const event of this.events.slice(from, from + AT_ONCE)) {
      const day = event[1];
      if (!group || group.dataset.day !== event[2] + day) {
        group = make("section", "day", make("h3", "", ...words(day)), make("ol"));
        group.dataset.day = event[2] + day;
        list.append(group);
      }
      group.lastElementChild.append(this.event(event));
    }
    $("events-more").hidden = this.events.length <= from + AT_ONCE;
  },

  /** An event: what it is, in its documents' words, each a link to where it is told. */
  event([kind, , , said, items, keys]) {
    const entry = make("li", "event lane-" + kind, make("span", "lane", kind), " ");
    if (said) entry.append(make("b", "", ...words(said)), " ");
    items.forEach((item, at) => {
      const key = keys.length === items.length ? keys[at] : keys[0];
      entry.append(make("q", "", key ? fact(key, item) : item), " ");
    });
    const rest = items.length ? (keys.length > items.length ? keys.slice(1) : []) : keys;
    if (rest.length) {
      entry.append(make("span", "told", "told in ", ...rest.slice(0, 9).flatMap((key, at) =>
        [at ? ", " : "", fact(key, index.docs[index.doc[numberOfKey.get(key)]][0])]), rest.length > 9 ? " …" : ""));
    }
    return entry;
  },
};

function fact(key, said) {
  const link = make("a", "", ...words(said));
  link.href = "#fact-" + key;
  return link;
}

/** Where a grid is wider than its frame, show its latest judgements, not its first. */
const latest = new IntersectionObserver((seen) => { // only of those in sight is the width known
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting) continue;
    target.scrollLeft = target.scrollWidth;
    latest.unobserve(target);
  }
});

function showLatest() {
  for (const frame of document.querySelectorAll("#view-judgements .drawn .across")) latest.observe(frame);
}

/** Leave, in the judgements and deadlines, what is about somebody. */
function showAbout(view, about) {
  const root = $("view-" + view);
  const choice = root.querySelector("[data-about]");
  if (choice) choice.value = about;
  let any = false;
  for (const entry of root.querySelectorAll("[data-who]")) {
    entry.hidden = Boolean(about) && entry.dataset.who !== about;
    any ||= !entry.hidden;
  }
  for (const slice of root.querySelectorAll("tbody")) slice.hidden = !slice.querySelector("tr:not([hidden])");
  for (const group of root.querySelectorAll(".group")) {
    const rows = group.querySelectorAll("[data-who]:not([hidden])").length;
    group.hidden = rows === 0;
    group.querySelector("[data-number]").textContent = rows.toLocaleString("en-GB");
  }
  const nothing = root.querySelector(".nothing");
  if (nothing) nothing.hidden = any || !about;
}
