// Live: one stream of events for a page while it can be seen. What is new is said politely and offered by a button in a place
// that was kept free for it, so nothing moves; whoever else has the same thing open is named. Without this the page is whole too.
const fresh = document.querySelector("[data-live]");
const here = document.querySelector("[data-here]");
const url = fresh?.dataset.live ?? here?.dataset.liveUrl;
const BEAT_MS = 20_000;
const SAY_MS = 4_000;
let source = null;
let told = fresh ? Number(fresh.dataset.size) : null;
let count = 0;
let saying = 0;

function open() {
  if (source || document.visibilityState === "hidden") return;
  const asked = new URLSearchParams();
  if (told !== null) asked.set("since", told);
  if (here) asked.set("place", here.dataset.place);
  source = new EventSource(`${url}?${asked}`);
  source.addEventListener("news", (event) => news(JSON.parse(event.data)));
  source.addEventListener("here", (event) => others(JSON.parse(event.data).names));
  source.addEventListener("goodbye", close);
}

function close() {
  source?.close();
  source = null;
}

function news(came) {
  told = came.size;
  document.documentElement.dataset.live = "open";
  if (!fresh) return;
  count += came.reports + came.claims + came.decisions + came.others;
  if (!count && came.is_whole) return;
  const words = came.is_whole ? fresh.dataset.words.replace("{count}", count) : fresh.dataset.many;
  const button = fresh.querySelector(".live-line a");
  button.textContent = words;
  button.hidden = false;
  clearTimeout(saying);
  saying = setTimeout(() => { fresh.querySelector(".live-say").textContent = words; }, SAY_MS);
}

function others(names) {
  const parts = names.flatMap((name, at) => {
    const shown = document.createElement("bdi");
    shown.textContent = name;
    return at ? [", ", shown] : [" ", shown];
  });
  here.replaceChildren(...(names.length ? [here.dataset.words, ...parts] : []));
}

function say(gone) {
  const body = new URLSearchParams({ place: here.dataset.place, csrfmiddlewaretoken: here.dataset.token });
  if (gone) body.set("gone", "1");
  fetch(here.dataset.here, { method: "POST", body, keepalive: true, credentials: "same-origin" }).catch(() => {});
}

if (url && !document.documentElement.dataset.live) {
  document.documentElement.dataset.live = "begun";
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") close();
    else open();
    if (here) say(document.visibilityState === "hidden");
  });
  if (here) setInterval(() => { if (document.visibilityState === "visible") say(false); }, BEAT_MS);
  addEventListener("pagehide", () => { if (here) say(true); close(); });
  open();
}
