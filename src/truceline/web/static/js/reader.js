// The reader: a claim and its words light up together; keys lead through the claims and decide on them.
import { keys } from "./keys.js";

const reader = document.querySelector("[data-reader]");
const text = reader.querySelector("[data-text]");
const said = document.querySelector("[data-said]");
const items = [...reader.querySelectorAll("ol.side:not(.rejected) > [data-claim]")];
const runs = new Map();
for (const run of text.querySelectorAll("a.m")) {
  for (const claim of run.dataset.c.trim().split(" ")) {
    if (!runs.has(claim)) runs.set(claim, []);
    runs.get(claim).push(run);
  }
}
let lit = [];
let current = null;

function light(claims) {
  for (const element of lit) element.classList.remove("on");
  lit = [...claims].flatMap((claim) => [...(runs.get(claim) || []), document.getElementById(claim)]).filter(Boolean);
  for (const element of lit) element.classList.add("on");
}

const claimsOf = (element) => {
  const run = element.closest("a.m");
  if (run && text.contains(run)) return run.dataset.c.trim().split(" ");
  const item = element.closest("[data-claim]");
  return item ? [item.dataset.claim] : null;
};

for (const kind of ["mouseover", "focusin"]) {
  reader.addEventListener(kind, (event) => {
    const claims = claimsOf(event.target);
    if (claims) light(claims);
    const item = kind === "focusin" && event.target.closest("[data-claim]");
    if (item) current = item;
  });
}
reader.addEventListener("mouseout", (event) => { if (claimsOf(event.target)) light(current ? [current.dataset.claim] : []); });

// Words that are marked stay words: who drags over them selects them, and does not follow them.
text.addEventListener("click", (event) => {
  if (event.target.closest("a.m") && !getSelection().isCollapsed) event.preventDefault();
});

function go(item) {
  if (!item) return;
  current = item;
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  const first = (runs.get(item.dataset.claim) || [])[0];
  if (first) first.scrollIntoView({ block: "center" });
  light([item.dataset.claim]);
}

const step = (by) => () => {
  const at = items.indexOf(current);
  go(items[at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + by, 0), items.length - 1)]);
};

reader.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey) return;
  const item = event.target.matches("[data-claim]") ? event.target : null;
  const first = item && (runs.get(item.dataset.claim) || [])[0];
  if (first) { event.preventDefault(); first.focus(); first.scrollIntoView({ block: "center" }); }
});

text.addEventListener("click", (event) => {
  const run = event.target.closest("a.m");
  if (!run || event.defaultPrevented) return;
  event.preventDefault();
  go(document.getElementById(run.getAttribute("href").slice(1)));
});

const press = (name) => () => {
  const item = current || items[0];
  const button = item && item.querySelector(`button[name=${name}]`);
  if (item !== current) go(item);
  else if (button) button.click();
};

// The room's answer for a script; null where there is none (no line, signed out): then the form goes the plain way.
async function asked(address, body) {
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    return answer.headers.get("Content-Type")?.startsWith("application/json") ? answer : null;
  } catch { return null; }
}

const form = document.getElementById("deciding");
if (form) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || !window.fetch) return;
    event.preventDefault();
    const item = button.closest("[data-claim]");
    const body = new FormData(form);
    body.set(button.name, button.value);
    const answer = await asked(form.action, body);
    if (!answer) { plain(button); return; }
    const told = await answer.json();
    said.textContent = told.said;
    let note = item.querySelector(".decided");
    if (!note) {
      note = document.createElement("p");
      note.className = "decided";
      note.dataset.was = item.dataset.standing;
      button.parentElement.before(note);
    }
    note.textContent = told.said;
    if (!answer.ok) { note.classList.add("error"); return; }
    note.classList.remove("error");
    item.dataset.standing = told.verdict;
    item.classList.remove("unread");
    go(items[items.indexOf(item) + 1] || item);
  });
}

function plain(button) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = button.name;
  field.value = button.value;
  form.append(field);
  form.submit();
}

async function undo() {
  const back = document.querySelector("[data-take-back]");
  if (back) { back.requestSubmit(); return; }
  if (!form) return;
  const address = form.action.replace(/decide$/, "take-back");
  const answer = await asked(address, new FormData(form));
  if (!answer) { form.action = address; form.submit(); return; }
  const told = await answer.json();
  said.textContent = told.said;
  const item = told.claim && document.getElementById(told.claim);
  if (!item) return;
  const note = item.querySelector(".decided");
  if (note) {
    note.textContent = told.said;
    item.dataset.standing = note.dataset.was;
  }
  item.classList.toggle("unread", item.dataset.standing === "proposed");
  go(item);
}

const follow = (selector) => () => (current ? current.querySelector(selector) : reader.querySelector(selector))?.click();
keys({
  next: step(1),
  previous: step(-1),
  accept: press("accepted"),
  reject: press("rejected"),
  correct: follow("a[href*='/desk/correct/']"),
  undo,
  mark: () => document.querySelector("[data-mark-link]")?.click(),
});

const aimed = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (aimed && aimed.matches("[data-claim]")) { current = aimed; light([aimed.dataset.claim]); (runs.get(aimed.dataset.claim) || [])[0]?.scrollIntoView({ block: "center" }); }
