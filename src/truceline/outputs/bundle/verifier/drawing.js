/* What is drawn of an answer: everything that comes out of a bundle is put in as text, never as markup. */

let language = "en";
const say = (name, ...rest) => (typeof WORDS[language][name] === "function" ? WORDS[language][name](...rest) : WORDS[language][name]);

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) if (value !== null) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/* Characters that hide or turn what stands beside them are shown as their number. */
const plain = (value) => String(value).replace(/(?![\t\n])[\p{C}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\u{e0100}-\u{e01ef}]/gu, (c) => `<U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);
const bdi = (value) => make("bdi", null, plain(value));
const code = (value) => make("code", { dir: "ltr" }, plain(value));
const when = (seconds) => {
  const date = new Date(seconds * 1000);
  return code(Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC"));
};

function table(className, rows) {
  const body = rows.filter(Boolean).map(([head, ...cells]) => make("tr", null, make("th", { scope: "row" }, head), ...cells.map((cell) => make("td", null, ...[cell].flat()))));
  return make("div", { class: "wide" }, make("table", { class: className }, make("tbody", null, ...body)));
}

function listOf(parts) {
  return parts.flatMap((part, n) => (n ? [", ", part] : [part]));
}

function drawVerdict(result) {
  const kind = !result.holds ? "bad" : result.level === 0 || result.keys === "bundle" ? "warn" : "good";
  const sign = { good: "✔", warn: "△", bad: "✖" }[kind];
  const head = result.holds ? `${say("holds")} — ${say("level")} ${result.level}` : say("fails");
  const levels = WORDS[language].levels.map((words, n) => {
    const isReached = result.holds && n <= result.level, isTop = result.holds && n === result.level;
    return make("li", { class: `${isReached ? "reached" : ""} ${isTop ? "top" : ""}`.trim(), "aria-current": isTop ? "true" : null }, make("span", { class: "sign" }, isReached ? "✔" : "○"), make("span", null, `${n} · ${words}`));
  });
  const box = make("section", { class: `verdict ${kind}` }, make("p", { class: "big" }, make("span", { class: "sign", "aria-hidden": "true" }, sign), head));
  if (result.holds) {
    box.append(make("ol", { class: "levels" }, ...levels));
    if (result.level) box.append(make("p", null, make("strong", null, say(result.keys === "bundle" ? "from_bundle" : "from_you"))));
  } else {
    const items = result.problems.map((one) => make("li", null, code(one.where), " ", make("bdi", { lang: "en", dir: "ltr" }, plain(one.message)), " ", code(`[${one.code}]`)));
    box.append(make("p", null, make("strong", null, say("problems"))), make("ul", { class: "problems" }, ...items));
  }
  box.append(make("p", null, say("says")));
  return box;
}

function drawFacts(result) {
  const chosen = Object.entries(result.filter).filter(([, value]) => value !== null && value !== false).map(([name, value]) => code(`${name} ${value}`));
  return [
    make("h2", null, say("facts")),
    table("facts", [
      [say("log"), code(result.origin)],
      ...result.before.map((one) => [say("before"), [code(one.origin), " · ", say("until", one.until)]]),
      [say("size"), code(result.size)],
      [say("root"), code(result.root)],
      [say("software"), code(result.software)],
      [say("filter"), chosen.length ? listOf(chosen) : say("none")],
      ...result.cosigned.map(({ name, at: time }) => [say("cosigned"), [bdi(name), " · ", when(time)]]),
      result.missing.length ? [say("missing"), listOf(result.missing.map(bdi))] : null,
      ...result.stamps.map((stamp) => [say("stamped"), [when(stamp.at), " · ", say(stamp.isIndependent ? "stamp_trusted" : "stamp_given")]]),
    ]),
  ];
}

/* The statement is whatever the bundle says: every part of it is looked at before it is used. */
const list = (value) => (Array.isArray(value) ? value : []);

function range(figure) {
  if (!isObject(figure)) return say("unknown");
  const { low, high, greatest_low: most } = figure;
  if (low === null && high === null) return say("unknown");
  const upTo = Number.isInteger(most) && (high === null || most > high) && most !== low ? `${say("atleast")} ${most}` : high;
  const words = upTo === null ? `${say("atleast")} ${low}` : low === upTo ? String(low) : `${low ?? "?"} ${say("to")} ${upTo}`;
  return figure.rule ? `${words} (${figure.rule})` : words;
}

function timeWords(time) {
  if (!isObject(time)) return say("unknown");
  return time.start === time.end ? code(time.start) : [code(time.start ?? "…"), ` ${say("to")} `, code(time.end ?? "…")];
}

function drawIncident(result) {
  const told = result.statement, figure = (one) => (isObject(one) ? `${range({ ...one, rule: null })} ${[one.category, one.unit, one.effect].filter(Boolean).join(" ")}` : "");
  const rows = list(told.accounts).filter(isObject).map((one) =>
    make("tr", null,
      make("td", null, code(one.origin ?? "")),
      make("td", null, one.actor ? code(one.actor) : one.voice === "narration" || !one.voice ? say("own_voice") : code(one.voice)),
      make("td", null, code(one.stance ?? "")),
      make("td", null, bdi(list(one.figures).map(figure).join("; "))),
      make("td", null, code(one.report ?? "")),
      make("td", null, isObject(one.said_at) && one.said_at.end ? code(one.said_at.end) : one.published_at ? code(one.published_at) : say("unknown"))));
  const heads = ["origin", "account", "stance", "figures", "report", "said"].map((name) => make("th", { scope: "col" }, say(name)));
  return [
    make("h2", null, say("incident"), " ", code(result.incident)),
    make("p", { class: "small" }, say("incident_why")),
    make("p", { class: "verdict warn" }, make("span", { class: "sign", "aria-hidden": "true" }, "△"), " ", say("unproved")),
    table("facts", [
      [say("type"), code(told.type ?? "")],
      [say("time"), timeWords(told.time)],
      [say("places"), listOf(list(told.places).filter(isObject).map((place) => code(place.place ?? place.precision ?? "")))],
      [say("killed"), bdi(range(told.killed))],
      [say("contested"), list(told.contested).length ? listOf(list(told.contested).map(code)) : say("none")],
      isObject(told.origins) ? [say("origins"), code(`${told.origins.sure}–${told.origins.possible}`)] : null,
    ]),
    rows.length ? make("div", { class: "wide" }, make("table", { class: "accounts" }, make("thead", null, make("tr", null, ...heads)), make("tbody", null, ...rows))) : null,
  ];
}

function drawEntry(result, entry) {
  const role = WORDS[language].roles[result.roles.get(entry.entry)];
  const marks = [];
  if (entry.disclosed.length) marks.push(make("span", { class: "mark good" }, "◉ ", say("shown_count", entry.disclosed.length)));
  if (entry.withheld) marks.push(make("span", { class: "mark" }, "▧ ", say("withheld", entry.withheld)));
  if (entry.ordered.length) marks.push(make("span", { class: "mark warn" }, "⊘ ", say("ordered", entry.ordered.join(", "))));
  const values = entry.disclosed.map(({ name, value }) => [code(name), bdi(value)]);
  return make("details", { class: "entry" },
    make("summary", null, make("span", { class: "number" }, String(entry.entry)), make("span", null, role || ""), code(entry.kind), ...marks),
    values.length ? make("div", null, make("strong", null, say("shown_values")), table("", values)) : null,
    make("p", { class: "small" }, code(entry.at), ` · ${say("by")} `, bdi(entry.by), ` · ${say("hash")} `, code(entry.leafHash)),
    make("pre", { dir: "ltr" }, plain(JSON.stringify(entry.body, null, 1))));
}

/* Spans count code points. */
function drawText(digest, text, spans) {
  const letters = Array.from(text), quote = make("blockquote", { dir: "auto" });
  const marked = new Uint8Array(letters.length + 1);
  for (const span of spans) if (Array.isArray(span) && Number.isInteger(span[0]) && Number.isInteger(span[1])) marked.fill(1, Math.max(0, span[0]), Math.max(0, span[1]));
  for (let from = 0, to = 0; from < letters.length; from = to) {
    while (to < letters.length && marked[to] === marked[from]) to++;
    const words = plain(letters.slice(from, to).join(""));
    quote.append(marked[from] ? make("mark", null, words) : words);
  }
  return [make("p", { class: "small" }, code(digest)), quote];
}

function drawMore(result) {
  const spans = (digest) => result.entries.filter((entry) => entry.body.text_sha256 === digest).flatMap((entry) => list(entry.body.content));
  const texts = [...result.texts].sort().flatMap(([digest, text]) => drawText(digest, text, spans(digest)));
  return [
    ...drawFacts(result),
    ...drawIncident(result),
    make("h2", null, say("entries"), ` (${result.entries.length})`),
    make("p", { class: "small" }, say("entries_why")),
    ...result.entries.map((entry) => drawEntry(result, entry)),
    make("h2", null, say("texts")),
    make("p", { class: "small" }, say(texts.length ? "texts_why" : "no_texts")),
    ...texts,
  ].filter((part) => part !== null);
}

function drawUnreadable(error) {
  return make("section", { class: "verdict bad" },
    make("p", { class: "big" }, make("span", { class: "sign", "aria-hidden": "true" }, "✖"), say("unreadable")),
    make("p", null, code(error.where), " ", make("bdi", { lang: "en", dir: "ltr" }, plain(error.says)), " ", code(`[${error.code}]`)),
    make("p", null, say("says")));
}
