// Which facts the filters leave: columns looked through from end to end.

const counted = (number, noun) =>
  number.toLocaleString("en-GB") + " " + noun + (number === 1 ? "" : "s");

const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
const foldedName = (name) => fold(name).trim().replace(/\s+/g, " ").replace(/^(the|a|an) /, "");

let folded = null; // words to look through, made when they are first asked for

function haystacks() {
  folded ??= {
    sentences: index.sentences.map(fold),
    facts: index.head.map((head, fact) => fold(head.join(" ") + " " + index.beyond[fact])),
  };
  return folded;
}

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
    const { sentences, facts } = haystacks();
    const within = sentences.map((sentence) => sentence.includes(term));
    tests.push((fact) => within[index.sentence[fact]] || facts[fact].includes(term));
  }
  const found = [];
  for (let fact = 0; fact < index.key.length; fact++) {
    if (tests.every((test) => test(fact))) found.push(fact);
  }
  return found;
}
