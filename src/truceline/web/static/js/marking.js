// Marking words of a text with pointer or keys. Places are counted in characters (code points) of the archived text; a browser
// counts in UTF-16 and shows some characters as badges, so every run of the page says where in the text it begins.
const part = document.querySelector("[data-marking]");
const text = part.querySelector("[data-text]");
const form = part.querySelector("[data-mark-form]");
const words = form.querySelector("[name=words]");
const spans = form.querySelector("[name=spans]");
const said = part.querySelector("[data-said]");
const more = part.querySelector("[data-more-line]");
const mode = part.querySelector("[data-mode]");
const rtl = getComputedStyle(text).direction === "rtl";
const runs = [...text.querySelectorAll("[data-s]")];
let kept = [];

const length = (shown) => [...shown].length;

// How many characters of the text lie in a run before a place in it: a badge stands for one.
function within(run, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(run);
  range.setEnd(node, offset);
  const copy = range.cloneContents();
  for (const badge of copy.querySelectorAll(".ctl")) badge.replaceWith("\ufffc");
  return length(copy.textContent);
}

function placeOf(node, offset) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const run = element.closest("[data-s]");
  if (run && text.contains(run)) {
    const badge = element.closest(".ctl");
    if (badge) return Number(run.dataset.s) + within(run, badge.parentNode, [...badge.parentNode.childNodes].indexOf(badge));
    return Number(run.dataset.s) + within(run, node, offset);
  }
  const probe = document.createRange();
  probe.setStart(node, offset);
  const next = runs.find((each) => probe.comparePoint(each, 0) >= 0);
  return next ? Number(next.dataset.s) : Number(runs.at(-1).dataset.e);
}

const shownWords = (range) => {
  const copy = range.cloneContents();
  for (const badge of copy.querySelectorAll(".ctl")) badge.remove();
  return copy.textContent;
};

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset);
  return start < end ? { start, end, words: shownWords(range), range: range.cloneRange() } : null;
}

function show(now) {
  const parts = (now ? [...kept, now] : [...kept]).sort((one, other) => one.start - other.start);
  spans.value = parts.map((each) => `${each.start}:${each.end}`).join(" ");
  words.value = parts.map((each) => each.words.trim()).join("\n");
  more.hidden = parts.length === 0;
  const all = parts.map((each) => `“${each.words.trim().slice(0, 160)}”`).join(" + ");
  said.textContent = parts.length ? `${part.dataset.chosen} ${all}` : part.dataset.nothing;
  if (window.Highlight) CSS.highlights.set("chosen", new Highlight(...parts.map((each) => each.range)));
}

let waiting;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => { const now = selected(); if (now) show(now); }, 80);
});
words.addEventListener("input", () => { spans.value = ""; kept = []; if (window.Highlight) CSS.highlights.delete("chosen"); });
part.querySelector("[data-more]").addEventListener("click", () => {
  const now = selected();
  if (now && !kept.some((each) => each.start === now.start)) kept.push(now);
  getSelection().removeAllRanges();
  show(null);
  text.focus();
});
part.querySelector("[data-none]").addEventListener("click", () => { kept = []; getSelection().removeAllRanges(); show(null); });

// By keys: the words of the text in order, a beginning and an end among them.
let found = null;
let anchor = 0;
let focus = 0;

function wordsOfText() {
  const nodes = [];
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let whole = "";
  while (walk.nextNode()) {
    if (walk.currentNode.parentElement.closest(".ctl")) continue;
    nodes.push({ node: walk.currentNode, at: whole.length });
    whole += walk.currentNode.data;
  }
  const cut = new Intl.Segmenter(text.lang || undefined, { granularity: "word" });
  const list = [];
  for (const each of cut.segment(whole)) if (each.isWordLike || /\p{Extended_Pictographic}/u.test(each.segment)) list.push([each.index, each.index + each.segment.length]);
  return { nodes, list };
}

function pointAt(index, isEnd) {
  let low = 0;
  let high = found.nodes.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (found.nodes[middle].at < index || (!isEnd && found.nodes[middle].at === index)) low = middle;
    else high = middle - 1;
  }
  return [found.nodes[low].node, index - found.nodes[low].at];
}

function choose() {
  const [first, last] = anchor <= focus ? [anchor, focus] : [focus, anchor];
  const start = pointAt(found.list[first][0], false);
  const end = pointAt(found.list[last][1], true);
  getSelection().setBaseAndExtent(...start, ...end);
  const here = document.createRange();
  here.setStart(...pointAt(found.list[focus][0], false));
  here.setEnd(...pointAt(found.list[focus][1], true));
  here.startContainer.parentElement.scrollIntoView({ block: "nearest" });
}

const STEPS = { ArrowLeft: rtl ? 1 : -1, ArrowRight: rtl ? -1 : 1, ArrowUp: -12, ArrowDown: 12, PageUp: -120, PageDown: 120, Home: -1e9, End: 1e9 };

function turn(on) {
  mode.setAttribute("aria-pressed", String(on));
  text.toggleAttribute("data-keyed", on);
  if (on) {
    found ||= wordsOfText();
    if (!found.list.length) return;
    text.tabIndex = 0;
    text.focus();
    choose();
  } else {
    text.tabIndex = -1;
    mode.focus();
  }
  said.textContent = on ? part.dataset.modeOn : part.dataset.modeOff;
}

mode.addEventListener("click", () => turn(mode.getAttribute("aria-pressed") !== "true"));
text.addEventListener("keydown", (event) => {
  if (!text.hasAttribute("data-keyed") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { event.preventDefault(); turn(false); return; }
  if (event.key === "Enter") { event.preventDefault(); show(selected()); form.querySelector("[name=voice]").focus(); return; }
  const by = STEPS[event.key];
  if (!by) return;
  event.preventDefault();
  focus = Math.min(Math.max(focus + by, 0), found.list.length - 1);
  if (!event.shiftKey) anchor = focus;
  choose();
});
part.querySelector(".marking-help").hidden = false;
