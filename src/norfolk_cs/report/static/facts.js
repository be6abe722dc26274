// Which facts the filters leave: columns looked through from end to end.

const counted = (number, noun) =>
  number.toLocaleString("en-GB") + " " + noun + (number === 1 ? "" : "s");

const PLAIN = /^[\x00-\x7f£‘’“”–—]*$/; // what folding leaves as it is, but for case and ’

const fold = (text) =>
  (PLAIN.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "")).replaceAll("’", "'").toLowerCase();
const foldedName = (name) => fold(name).trim().replace(/\s+/g, " ").replace(/^(the|a|an) /, "");

// Words to look through, made at leisure, or when they are first asked for.
const folded = { sentences: [], facts: [] };
const FOLDED = 2000; // made at once

function* folding() {
  const parts = [
    [folded.sentences, index.sentences, fold],
    [folded.facts, index.head, (head, fact) => fold(head.join(" ") + " " + index.beyond[fact])],
  ];
  for (const [to, from, made] of parts) {
    while (to.length < from.length) {
      const until = Math.min(from.length, to.length + FOLDED);
      for (let at = to.length; at < until; at++) to.push(made(from[at], at));
      yield;
    }
  }
}
const haystacks = folding();

/** The actors that a name means: those of just that name, else those it is part of. */
function actorsNamed(name) {
  const wanted = foldedName(name);
  const exact = [], partly = [];
  index.actors.forEach(([own, aliases], actor) => {
    const names = [own, ...aliases].map(foldedName);
    if (names[0] === wanted) exact.push(actor);
    else if (names.some((each) => each.includes(wanted))) partly.push(actor);
  });
  return new Set(exact.length ? exact : partly);
}

/** The facts that answer, by number, in their order. */
function select(state) {
  const tests = [];
  if (state.kind.length) {
    const kinds = new Set(state.kind.map((kind) => index.kinds.indexOf(kind)));
    tests.push((fact) => kinds.has(index.kind[fact]));
  }
  if (state.grade) tests.push((fact) => index.grade[fact] === state.grade);
  if (state.body) {
    const body = index.actors.findIndex(([, , id]) => id === state.body);
    tests.push((fact) => body >= 0 && index.body[fact] === body);
  }
  if (state.certainty) tests.push((fact) => index.certainty[fact] === state.certainty);
  if (state.doc) {
    const doc = index.docs.findIndex(([id]) => id === state.doc);
    tests.push((fact) => index.doc[fact] === doc);
  }
  if (state.since || state.until) {
    // as ISO dates compare; "~" comes after "-" and digits, so "2016-08~" is that month's end
    const within = index.docs.map(([, , published]) => published !== "" &&
      (!state.since || published + "~" >= state.since) &&
      (!state.until || published <= state.until + "~"));
    tests.push((fact) => within[index.doc[fact]]);
  }
  if (state.actor.trim()) {
    const actors = actorsNamed(state.actor);
    tests.push((fact) => index.who[fact].some((actor) => actors.has(actor)));
  }
  for (const term of fold(state.q).split(/\s+/).filter(Boolean)) {
    finish(haystacks);
    const within = folded.sentences.map((sentence) => sentence.includes(term));
    tests.push((fact) => within[index.sentence[fact]] || folded.facts[fact].includes(term));
  }
  const found = [];
  for (let fact = 0; fact < index.key.length; fact++) {
    if (tests.every((test) => test(fact))) found.push(fact);
  }
  return found;
}
