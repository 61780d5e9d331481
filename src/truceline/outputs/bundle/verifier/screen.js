/* The page: choosing a file, checking it, drawing the answer in one of two languages. */

const at = (id) => document.getElementById(id);
let held = null, answer = null;
language = /^ar/.test(navigator.language || "") ? "ar" : "en";

function draw() {
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  document.title = say("title");
  document.querySelectorAll("[data-say]").forEach((element) => (element.textContent = say(element.dataset.say)));
  at("language").textContent = say("other");
  at("language").lang = language === "ar" ? "en" : "ar";
  at("again").hidden = !held;
  if (!answer) return;
  at("answer").replaceChildren(answer instanceof Unreadable ? drawUnreadable(answer) : drawVerdict(answer));
  at("more").replaceChildren(...(answer instanceof Unreadable || !answer.holds ? [] : drawMore(answer)));
}

function check() {
  try {
    answer = verifyBundle(held, pinsOf(at("trusted").value, at("authority").value));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    answer = error;
  }
  draw();
  at("answer").focus();
}

async function open(file) {
  at("answer").replaceChildren(make("p", null, say("working")));
  at("more").replaceChildren();
  held = file.size > MAX_BUNDLE_BYTES ? new Uint8Array(0) : new Uint8Array(await file.arrayBuffer());
  setTimeout(check, 20);
}

at("file").addEventListener("change", () => at("file").files.length && open(at("file").files[0]));
at("again").addEventListener("click", () => held && check());
at("language").addEventListener("click", () => {
  language = language === "ar" ? "en" : "ar";
  draw();
});
/* On paper nothing can be clicked open. */
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details.entry:not([open])")];
  opened.forEach((entry) => (entry.open = true));
});
window.addEventListener("afterprint", () => opened.forEach((entry) => (entry.open = false)));
for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    at("drop").classList.toggle("over", name === "dragenter" || name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) open(event.dataTransfer.files[0]);
  });
}
draw();
