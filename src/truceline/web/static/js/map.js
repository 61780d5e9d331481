// The map waits until it is nearly in view, so that the page itself is there first.
const part = document.querySelector("[data-map]");
if (part) {
  const waiting = part.querySelector(".map-waiting");
  const begin = async () => {
    try {
      const { start } = await import("./map/start.js");
      await start(part);
    } catch (problem) {
      if (waiting) waiting.textContent = JSON.parse(part.dataset.words).failed;
      part.classList.add("failed");
      console.info(problem);
    }
    document.documentElement.dataset.ready = "map";
  };
  if (waiting) waiting.textContent = "";
  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) { seen.disconnect(); requestAnimationFrame(() => setTimeout(begin, 0)); }
  }, { rootMargin: "300px" });
  seen.observe(part);
} else {
  document.documentElement.dataset.ready = "no map";
}
