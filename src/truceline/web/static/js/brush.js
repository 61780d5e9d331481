// The days of the chart as a brush. Every day is a link without this. With it: one stop of the tab key for the whole chart, arrow
// keys go from day to day, with Shift they take more days in, Enter shows them; a drag from day to day does the same. The two date
// fields under the chart do it without dragging and always show what is about to be chosen.
const chart = document.querySelector("svg[data-brush]");
const form = document.querySelector("form[data-brush-form]");
const said = document.querySelector("[data-brush-said]");

if (chart && form) {
  const days = [...chart.querySelectorAll("a[data-day]")];
  const [first, last] = [form.elements.from, form.elements.to];
  let anchor = -1, end = -1, dragged = false;

  const at = (target) => days.indexOf(target?.closest?.("a[data-day]"));
  const range = () => [Math.min(anchor, end), Math.max(anchor, end)];

  const stop = (number) => days.forEach((day, place) => { day.tabIndex = place === number ? 0 : -1; });
  const mark = () => {
    const [from, to] = range();
    days.forEach((day, place) => day.classList.toggle("is-brushed", end >= 0 && place >= from && place <= to));
    first.value = days[from].dataset.day;
    last.value = days[to].dataset.day;
    said.textContent = `${said.dataset.one} ${first.value} – ${last.value}`;
  };
  const go = (number, more) => {
    const place = Math.max(0, Math.min(days.length - 1, number));
    if (!more) anchor = place;
    else if (anchor < 0) anchor = at(document.activeElement);
    end = place;
    stop(place);
    days[place].focus();
    if (more) mark();
  };

  const chosen = days.findIndex((day) => day.classList.contains("is-chosen"));
  stop(chosen >= 0 ? chosen : days.length - 1);

  chart.addEventListener("keydown", (event) => {
    const here = at(event.target);
    if (here < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowLeft: here - 1, ArrowRight: here + 1, PageUp: here - 7, PageDown: here + 7, Home: 0, End: days.length - 1 }[event.key];
    if (to !== undefined) { event.preventDefault(); go(to, event.shiftKey); }
    else if (event.key === "Escape" && end >= 0) { anchor = end = -1; days.forEach((day) => day.classList.remove("is-brushed")); form.reset(); said.textContent = ""; }
    else if (event.key === "Enter" && anchor >= 0 && anchor !== end) { event.preventDefault(); form.requestSubmit(); }
  });

  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch" || event.shiftKey || event.ctrlKey || event.metaKey) return;
    anchor = end = at(event.target);
    dragged = false;
  });
  chart.addEventListener("pointermove", (event) => {
    if (anchor < 0 || !(event.buttons & 1)) return;
    const place = at(event.target);
    if (place < 0 || (place === end && !dragged)) return;
    dragged = true;
    end = place;
    chart.classList.add("is-brushing");
    mark();
  });
  window.addEventListener("pointerup", () => {
    chart.classList.remove("is-brushing");
    if (dragged) form.requestSubmit();
  });
  chart.addEventListener("click", (event) => { if (dragged) { event.preventDefault(); dragged = false; } });
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.dataset.ready = "true";
}
