// The as-known-on control: arrow keys with Alt step a day, and the form sends itself once a whole day is chosen.
const form = document.querySelector("[data-known]");
if (form) {
  const day = form.querySelector("input[type=date]");
  day.addEventListener("change", () => { if (day.value !== day.defaultValue && document.activeElement !== day) form.requestSubmit(); });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const rel = { PageUp: "prev", PageDown: "next" }[event.key];
    const step = rel && form.querySelector(`a[rel=${rel}]`);
    if (step) { event.preventDefault(); step.click(); }
  });
}
document.documentElement.dataset.page = "ready";
