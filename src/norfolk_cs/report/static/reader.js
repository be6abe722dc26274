// A document with its facts marked, and the panel of the fact that is open.

const reader = {
  doc: -1,
  kinds: "",
  content: null, // the document's own record, read when it is opened

  /** Show a document, its marks of some kinds only; does nothing where it is shown so already. */
  show(doc, kinds) {
    const wanted = kinds.join();
    if (doc === this.doc && wanted === this.kinds) return;
    const other = doc !== this.doc;
    if (other) this.content = JSON.parse($("doc-" + doc).textContent);
    this.doc = doc;
    this.kinds = wanted;
    const [id, source, published, title, count] = index.docs[doc];
    $("reader-title").replaceChildren(...words(title || id));
    $("reader-meta").replaceChildren(
      ...words([published ? dateWords(published) : "undated", counted(count, "fact"), ...(title ? [id] : []), source]
        .join(" · ")));
    $("doc-before").disabled = doc === 0;
    $("doc-after").disabled = doc === index.docs.length - 1;
    const shown = new Set(kinds.length ? kinds : index.kinds);
    const blocks = [];
    if (!this.content.whole) {
      blocks.push(make("p", "notice", "Only the sentences with facts in them: the document itself was not given."));
    }
    let page = null;
    for (const [kind, marker, at, groups] of this.content.text) {
      if (at !== null && at !== page) {
        blocks.push(make("p", "page", "Page " + at));
        page = at;
      }
      blocks.push(block(kind, marker, groups, shown));
    }
    $("text").replaceChildren(...blocks);
    if (other) $("text").scrollTop = 0;
    const first = $("text").querySelector("a.hl");
    if (first) first.tabIndex = 0;
  },

  /** Mark a fact's words and its sentence, and bring them into sight. */
  mark(fact) {
    for (const old of $("text").querySelectorAll(".open, .said")) old.classList.remove("open", "said");
    if (fact < 0) return;
    for (const said of $("text").querySelectorAll(`[data-s="${index.sentence[fact]}"]`)) said.classList.add("said");
    const its = marksOf(fact);
    its.forEach((mark) => mark.classList.add("open"));
    this.reveal(its[0] ?? $("text").querySelector(".said"));
  },

  /** Scroll the document, and it alone, until an element is in the middle of it. */
  reveal(element) {
    if (!element) return;
    const bring = () => {
      const text = $("text"), frame = text.getBoundingClientRect(), place = element.getBoundingClientRect();
      const room = Math.max(24, (frame.height - place.height) / 2.5);
      text.scrollTop += place.top - frame.top - room;
    };
    bring();
    requestAnimationFrame(bring); // paragraphs on the way have their height now
  },

  /** The panel of a fact: what it says, in whose words, and how it was read. */
  details(fact, facts) {
    const panel = $("details");
    panel.hidden = fact < 0;
    if (fact < 0) return panel.replaceChildren();
    const kind = index.kinds[index.kind[fact]];
    const [gist, ...rest] = index.head[fact];
    const title = make("h4", "", ...words(gist));
    title.id = "details-title";
    title.tabIndex = -1;
    const list = make("dl");
    for (const [label, value, actor] of this.content.facts[fact]) {
      const said = make("dd");
      if (actor >= 0) {
        const link = make("button", "link", ...words(value));
        link.type = "button";
        link.dataset.actor = index.actors[actor][0];
        link.title = "All facts about " + value;
        said.append(link);
      } else said.append(...words(value));
      // a label begins a line of a list: in capitals by the words, not by the style, for who hears it
      list.append(make("div", value.length > 28 ? "long" : "",
        make("dt", "", label[0].toUpperCase() + label.slice(1)), said));
    }
    const place = facts.indexOf(fact);
    const itself = make("a", "", "Link to this fact");
    itself.href = factLink(fact);
    panel.replaceChildren(
      make("p", "over", make("span", "kind k-" + kind, make("span", "u-" + kind, kind)),
        make("span", "", place < 0 ? "not among the facts listed"
          : `${(place + 1).toLocaleString("en-GB")} of ${facts.length.toLocaleString("en-GB")}`),
        step("Previous", "before", place > 0), step("Next", "after", place >= 0 && place < facts.length - 1),
        step("Close", "close", true)),
      title,
      make("p", "rest", ...words([...rest, ...index.cite[fact]].join(" · "))),
      list,
      ...this.neighbours(fact),
      make("p", "own", itself));
    panel.scrollTop = 0;
    return panel;
  },

  /** Links to other facts on the same words. */
  neighbours(fact) {
    const others = new Set();
    for (const [, , , groups] of this.content.text) {
      for (const [, ...runs] of groups) {
        for (const run of runs) {
          if (typeof run !== "string" && run.includes(fact, 1)) run.slice(1).forEach((other) => others.add(other));
        }
      }
    }
    others.delete(fact);
    const kind = index.kinds[index.kind[fact]];
    if (!others.size || kind === "actor") return []; // an actor stands in the midst of much else
    const list = make("ul", "neighbours");
    for (const other of [...others].slice(0, 8)) {
      const link = make("a", "", index.kinds[index.kind[other]] + ": ", ...words(index.head[other].slice(0, 2).join(" · ")));
      link.href = factLink(other);
      list.append(make("li", "", link));
    }
    return [make("p", "label", "On the same words"), list];
  },
};

const marksOf = (fact) => [...$("text").querySelectorAll("a.hl")]
  .filter((mark) => mark.dataset.f.split(" ").includes(String(fact)));

function step(name, what, possible) {
  const button = make("button", "quiet", name);
  button.type = "button";
  button.dataset.step = what;
  button.disabled = !possible;
  return button;
}

const TAGS = { heading: "h4", item: "div", caption: "p", furniture: "p", paragraph: "p", apart: "p" };

function block(kind, marker, groups, shown) {
  const element = make(TAGS[kind] ?? "p", "block " + kind);
  if (kind === "apart") element.append(make("span", "gap", "…"));
  if (marker) element.append(make("span", "marker", ...words(marker)), " ");
  for (const [sentence, ...runs] of groups) {
    const said = make("span");
    if (sentence >= 0) said.dataset.s = sentence;
    for (const run of runs) {
      const [text, ...facts] = typeof run === "string" ? [run] : run;
      const marked = facts.filter((fact) => shown.has(index.kinds[index.kind[fact]]));
      said.append(...(marked.length ? [highlight(text, marked)] : words(text)));
    }
    element.append(said);
  }
  return element;
}

/** Words that are evidence: the narrowest fact's tint, and a line under them for each kind. */
function highlight(text, facts) {
  const kinds = [...new Set(facts.map((fact) => index.kinds[index.kind[fact]]))];
  let inner = words(text);
  kinds.slice(1).forEach((kind, depth) => {
    inner = [make("span", `u-${kind} deep-${Math.min(depth + 1, 3)}`, ...inner)];
  });
  const link = make("a", `hl k-${kinds[0]} u-${kinds[0]}`, ...inner);
  link.href = factLink(facts[0]);
  link.dataset.f = facts.join(" ");
  link.tabIndex = -1;
  link.title = facts.map((fact) => index.kinds[index.kind[fact]] + ": " + index.head[fact].slice(0, 3).join(" · ")).join("\n");
  return link;
}
