// Uploads in parts: each file is hashed, begun, sent a part at a time from where the room has it, and ended. A part that does not
// arrive is sent again, also after hours; the same file chosen again after a restart goes on where it stopped.
import { Sha256 } from "./sha256.js";

const form = document.querySelector("[data-upload]");
const words = form.dataset;
const list = form.querySelector("[data-sending-list]");
const told = form.querySelector("[data-sending-say]");
const all = form.querySelector("[data-sending-all]");
const PIECE = 1024 * 1024;
const WAITS_MS = [1000, 2000, 5000, 10_000, 30_000];
const MEGABYTE = 1024 * 1024;

class Refused extends Error {}

function line(file) {
  const item = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = file.size || 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const state = document.createElement("span");
  item.append(name, " ", bar, " ", state);
  list.append(item);
  list.hidden = false;
  return { at: (value) => { bar.value = value; }, say: (text) => { state.textContent = text; }, sent: (page) => { state.replaceChildren(link(page)); } };
}

function link(page) {
  const to = document.createElement("a");
  to.href = page;
  to.textContent = words.done;
  return to;
}

async function hashed(file, shown) {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += PIECE) {
    hash.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
    shown.at(at);
  }
  return hash.hex();
}

async function ask(address, options) {
  const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", ...options });
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Refused(words.lost);
  const found = (answer.headers.get("content-type") ?? "").includes("json") ? await answer.json() : {};
  if (answer.status === 409) return found;
  if (answer.status >= 500 && answer.status !== 507) throw new Error(answer.statusText);
  if (!answer.ok) throw new Refused(found.error ? `${found.error.what}. ${found.error.do}` : answer.statusText);
  return found;
}

async function patiently(shown, act) {
  for (let tried = 0; ; tried += 1) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Refused) throw error;
      shown.say(words.waiting);
      await new Promise((go) => { setTimeout(go, WAITS_MS[Math.min(tried, WAITS_MS.length - 1)]); });
    }
  }
}

// Of many files the one that is being sent stands far below: how many are done stands above them all.
function count(done, files) {
  all.hidden = files < 2;
  all.firstElementChild.max = files;
  all.firstElementChild.value = done;
  all.lastElementChild.textContent = words.all.replace("{done}", done).replace("{all}", files);
}

function token() {
  return form.querySelector("[name=csrfmiddlewaretoken]").value;
}

async function send(file) {
  const shown = line(file);
  const most = Number(/\.(jsonl|ndjson)$/i.test(file.name) ? words.mostLines : words.most) * MEGABYTE;
  if (file.size > most) throw new Refused(`${file.name} ${words.tooLarge}`);
  shown.say(words.checking);
  const about = new FormData(form);
  about.delete("files");
  about.set("name", file.name);
  about.set("size", file.size);
  about.set("sha256", await hashed(file, shown));
  const begun = await patiently(shown, () => ask(words.begin, { method: "POST", body: about }));
  let got = begun.got;
  while (got < file.size) {
    shown.at(got);
    shown.say(words.sending);
    const piece = file.slice(got, got + begun.part);
    const headers = { "X-CSRFToken": token(), "Content-Type": "application/octet-stream" };
    const answer = await patiently(shown, () => ask(`${begun.address}?offset=${got}`, { method: "POST", body: piece, headers }));
    got = answer.got;
  }
  const ended = await patiently(shown, () => ask(begun.address.replace(/part$/, "end"), { method: "POST", headers: { "X-CSRFToken": token() } }));
  shown.at(file.size);
  shown.sent(ended.page);
  return ended.page;
}

form.addEventListener("submit", async (event) => {
  const files = [...form.querySelector("[name=files]").files];
  if (!files.length) return;
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  list.replaceChildren();
  const pages = [];
  const wrong = [];
  for (const file of files) {
    count(pages.length + wrong.length, files.length);
    try {
      pages.push(await send(file));
    } catch (error) {
      wrong.push(error.message);
      list.lastElementChild.lastElementChild.textContent = error.message;
      list.lastElementChild.classList.add("error");
    }
  }
  count(files.length, files.length);
  told.textContent = wrong.length ? words.refused.replace("{count}", wrong.length).replace("{sent}", pages.length) : "";
  button.disabled = false;
  if (!wrong.length) location.assign(pages.length === 1 ? pages[0] : words.page);
});
