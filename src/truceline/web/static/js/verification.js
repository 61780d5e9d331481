/* Checks a proof bundle in the browser: the file is read here and sent nowhere. The scripts that do it are those of the page that
   lies in every bundle; they are fetched when a file is chosen, not before. */

const form = document.querySelector("[data-verifier]");
const file = document.getElementById("bundle");
const again = document.getElementById("again");
const answer = document.getElementById("answer");
const more = document.getElementById("more");
let held = null;
let loading = null;

function load(address) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.async = false;
    script.addEventListener("load", done);
    script.addEventListener("error", () => failed(new Error(address)));
    document.head.append(script);
  });
}

function verifier() {
  loading ??= Promise.all(form.dataset.verifier.split(" ").map(load));
  return loading;
}

function say(words) {
  const line = document.createElement("p");
  line.textContent = words;
  return line;
}

/* The names below are those that the verifier's own scripts declare for all. */
function draw() {
  language = form.dataset.lang === "ar" ? "ar" : "en";
  try {
    const result = verifyBundle(held, pinsOf(document.getElementById("trusted").value, ""));
    answer.replaceChildren(drawVerdict(result), say(form.dataset.here));
    more.replaceChildren(...(result.holds ? drawMore(result) : []));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    answer.replaceChildren(drawUnreadable(error), say(form.dataset.here));
    more.replaceChildren();
  }
  again.hidden = false;
  answer.focus();
}

async function check(chosen) {
  answer.replaceChildren(say(form.dataset.working));
  more.replaceChildren();
  try {
    await verifier();
    held = chosen.size > MAX_BUNDLE_BYTES ? new Uint8Array(0) : new Uint8Array(await chosen.arrayBuffer());
    setTimeout(draw, 20);
  } catch {
    loading = null;
    answer.replaceChildren(say(form.dataset.broken));
  }
}

file.addEventListener("change", () => file.files.length && check(file.files[0]));
again.addEventListener("click", () => held && draw());
for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.toggle("over", name === "dragenter" || name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) check(event.dataTransfer.files[0]);
  });
}
