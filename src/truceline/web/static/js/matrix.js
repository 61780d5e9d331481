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
