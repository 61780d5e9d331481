// The review desk by single keys: each presses the button that anybody can press.
import { keys } from "./keys.js";

const form = document.querySelector("[data-deciding]");
let sent = false;
const press = (act) => () => {
  const button = form && form.querySelector(`[data-act=${act}]`);
  if (!button || sent) return;
  sent = button.tagName === "BUTTON";
  button.click();
};

if (form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
  });
  document.querySelector("[data-current]")?.focus({ preventScroll: true });
}
addEventListener("pageshow", () => { sent = false; if (form) delete form.dataset.sent; });

keys({
  accept: press("accept"),
  reject: press("reject"),
  correct: press("correct"),
  skip: press("skip"),
  back: press("back"),
  undo: () => document.querySelector("[data-take-back]")?.requestSubmit(),
});
