// Only what accounts differ in, and back, without loading the page again; the address says which of them is shown.
for (const part of document.querySelectorAll("[data-matrix]")) {
  const toggle = part.querySelector("[data-toggle]");
  const said = part.querySelector(".toggle-said");
  if (!toggle) continue;
  toggle.setAttribute("role", "button");
  toggle.addEventListener("click", (event) => {
    event.preventDefault();
    const only = part.classList.toggle("only-differing");
    toggle.textContent = only ? toggle.dataset.on : toggle.dataset.off;
    said.textContent = only ? said.dataset.on : said.dataset.off;
    const here = new URL(location.href);
    if (only) here.searchParams.set("differ", "1");
    else here.searchParams.delete("differ");
    history.replaceState(null, "", here);
  });
  toggle.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); toggle.click(); } });
}

// From link to link by the arrow keys: along a row to the next account's words, up and down within a column. Tab goes on as before.
const sideways = { ArrowRight: 1, ArrowLeft: -1 };
const upright = { ArrowDown: 1, ArrowUp: -1 };

function linksOf(cell) {
  return [...cell.querySelectorAll("a[href]:not(.n), summary")].filter((one) => one.getClientRects().length);
}

function beside(cell, step) {
  const cells = [...cell.parentElement.children];
  for (let at = cells.indexOf(cell) + step; cells[at]; at += step) {
    const found = linksOf(cells[at]);
    if (found.length) return found[0];
  }
  return null;
}

function below(table, link, cell, step) {
  const rows = [...table.rows].filter((row) => row.cells.length === cell.parentElement.cells.length);
  const column = rows.flatMap((row) => (row.cells[cell.cellIndex] ? linksOf(row.cells[cell.cellIndex]) : []));
  return column[column.indexOf(link) + step] ?? null;
}

for (const table of document.querySelectorAll(".matrix")) {
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (!cell || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const towards = getComputedStyle(table).direction === "rtl" ? -1 : 1;
    const next = event.key in sideways ? beside(cell, sideways[event.key] * towards)
      : event.key in upright ? below(table, event.target, cell, upright[event.key]) : null;
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
