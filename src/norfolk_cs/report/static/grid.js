// The list of facts: only the rows in sight exist, however many there are.

const BEYOND = 8; // rows made above and below those in sight, so that scrolling shows no gaps
const PRINTED = 3000; // facts on paper at most: some two hundred pages

const grid = {
  rows: $("rows"),
  facts: [], // by number, in the order shown
  made: new Map(), // place in the list → row
  active: 0, // the row that Tab reaches
  selected: -1, // the fact that is open
  height: 0,
  pending: false,
  whole: false, // every row at once, for paper

  show(facts) {
    this.facts = facts;
    this.active = Math.max(0, facts.indexOf(this.selected));
    this.clear();
    $("grid").setAttribute("aria-rowcount", facts.length + 1);
    $("none").hidden = facts.length > 0;
    if (!this.height) this.measure();
    this.stretch();
    this.draw();
  },

  clear() {
    this.made.forEach((row) => row.remove());
    this.made.clear();
  },

  /** A row's height is the style sheet's: more on a narrow screen. */
  measure() {
    this.height = parseFloat(getComputedStyle(this.rows).getPropertyValue("--row")) || 64;
  },

  /** The list is as high as all its rows would make it. */
  stretch() {
    this.rows.style.height = this.whole ? "" : this.facts.length * this.height + "px";
  },

  /** The places in sight, whether the list scrolls or the whole page does. */
  inSight() {
    if (this.whole) return [0, Math.min(this.facts.length, PRINTED)];
    const box = $("list").getBoundingClientRect();
    const top = this.rows.getBoundingClientRect().top;
    const from = Math.max(0, box.top, 0) - top;
    const to = Math.min(window.innerHeight, Math.max(box.bottom, 0)) - top;
    return [
      Math.max(0, Math.floor(from / this.height) - BEYOND),
      Math.min(this.facts.length, Math.ceil(to / this.height) + BEYOND),
    ];
  },

  draw() {
    const [from, to] = this.inSight();
    for (const [place, row] of this.made) {
      if ((place < from || place >= to) && place !== this.active) {
        row.remove();
        this.made.delete(place);
      }
    }
    const wanted = [];
    for (let place = from; place < to; place++) wanted.push(place);
    if (this.active < this.facts.length && !this.whole) wanted.push(this.active);
    for (const place of wanted) {
      if (!this.made.has(place)) this.made.set(place, this.add(place));
    }
  },

  later() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.draw();
    });
  },

  /** A new row, put among the others where it belongs, for those who read the page in order. */
  add(place) {
    const row = this.row(place);
    let after = null;
    for (const other of this.rows.children) {
      if (Number(other.dataset.place) > place) {
        after = other;
        break;
      }
    }
    this.rows.insertBefore(row, after);
    return row;
  },

  row(place) {
    const fact = this.facts[place];
    const kind = index.kinds[index.kind[fact]];
    const [gist, ...rest] = index.head[fact];
    const [, , published] = index.docs[index.doc[fact]];
    const head = make("span", "gist", make("b", "", ...words(gist)));
    for (const part of rest) head.append(make("i", "dot", " · "), ...words(part));
    const cells = [
      make("span", "kind k-" + kind, make("span", "u-" + kind, kind)),
      make("span", "fact", head, quotation(fact)),
      make("span", "where", make("span", "date", published ? dateWords(published) : "undated"),
        make("span", "cite", ...words(index.cite[fact].join(" · ")))),
    ];
    cells.forEach((cell) => cell.setAttribute("role", "gridcell"));
    const row = make("div", "row", ...cells);
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", place + 2);
    row.dataset.place = place;
    row.style.transform = this.whole ? "" : `translateY(${place * this.height}px)`;
    this.mark(row, place);
    return row;
  },

  mark(row, place) {
    row.tabIndex = place === this.active ? 0 : -1;
    row.setAttribute("aria-selected", String(this.facts[place] === this.selected));
  },

  markAll() {
    this.made.forEach((row, place) => this.mark(row, place));
  },

  /** Make a place the one that Tab reaches, and bring it into sight. */
  move(place, focus = true) {
    if (!this.facts.length) return;
    this.active = Math.max(0, Math.min(this.facts.length - 1, place));
    this.reveal();
    this.draw();
    this.markAll();
    if (focus) this.made.get(this.active)?.focus({ preventScroll: true });
  },

  reveal() {
    const scroller = scrolls($("list")) ? $("list") : document.scrollingElement;
    const frame = scroller === $("list") ? scroller.getBoundingClientRect() : { top: 0, bottom: window.innerHeight };
    const head = scroller === $("list") ? $("grid").firstElementChild.offsetHeight : 0;
    const top = this.rows.getBoundingClientRect().top + this.active * this.height;
    if (top < frame.top + head) scroller.scrollTop -= frame.top + head - top;
    else if (top + this.height > frame.bottom) scroller.scrollTop += top + this.height - frame.bottom;
  },

  /** Mark the fact that is open; -1 for none. */
  open(fact) {
    this.selected = fact;
    const place = this.facts.indexOf(fact);
    if (place >= 0 && place !== this.active) this.move(place, false);
    else if (place >= 0) this.reveal();
    this.markAll();
  },

  page() {
    return Math.max(1, Math.floor($("list").clientHeight / this.height) - 1);
  },

  /** All rows at once, in the flow of the page, or the window on them again. */
  print(whole) {
    if (this.whole === whole) return;
    this.whole = whole;
    const left = this.facts.length - PRINTED;
    $("unprinted").hidden = !whole || left <= 0;
    $("unprinted").textContent = `… and ${counted(left, "more fact")}, not printed: filter the list first.`;
    this.clear();
    this.stretch();
    this.draw();
  },
};

const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowY);

/** A fact's evidence in its sentence, cut so that the evidence is in sight. */
function quotation(fact) {
  const BEFORE = 60, AFTER = 240; // characters: some two lines of a row
  const sentence = index.sentences[index.sentence[fact]];
  const from = index.from[fact], to = index.to[fact];
  let start = Math.max(0, from - BEFORE);
  if (start > 0) start = Math.min(from, sentence.indexOf(" ", start) + 1 || start);
  const kind = index.kinds[index.kind[fact]];
  const evidence = make("mark", `k-${kind} u-${kind}`, ...words(sentence.slice(from, to)));
  return make("q", "", start ? "…" : "", ...words(sentence.slice(start, from)), evidence,
    ...words(sentence.slice(to, to + AFTER)));
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];

/** "2016-08-15" as "15 Aug 2016"; anything else as it is. */
function dateWords(date) {
  if (!/^\d{4}(-\d\d){0,2}$/.test(date)) return date;
  const [year, month, day] = date.split("-");
  const name = month ? MONTHS[month - 1]?.slice(0, 3) ?? month : "";
  return [day ? Number(day) : "", name, year].filter(Boolean).join(" ");
}
