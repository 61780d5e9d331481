// Names of countries and towns, the more important ones first, none over another or over a sign.
const ROWS = { 0: [2, 7], 1: [4, 18], 2: [6, 18], 3: [7, 18], 4: [9, 18] };
const MOST = 70;
const HEIGHT = 16;

function isFree(box, taken) {
  return taken.every((other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom);
}

function signsOn(map) {
  const around = map.getContainer().getBoundingClientRect();
  return [...map.getContainer().querySelectorAll(".map-sign")].map((element) => {
    const box = element.getBoundingClientRect();
    return { left: box.left - around.left, right: box.right - around.left, top: box.top - around.top, bottom: box.bottom - around.top };
  });
}

export async function names(L, map, asked, boundaries) {
  const pane = map.createPane("names");
  pane.style.zIndex = 640;
  pane.style.pointerEvents = "none";
  const known = (await asked).filter(([, , , rank]) => rank > 0 || boundaries !== "none");
  const measure = document.createElement("canvas").getContext("2d");
  const font = getComputedStyle(map.getContainer()).fontFamily;
  const place = () => {
    pane.replaceChildren();
    const zoom = map.getZoom();
    const taken = signsOn(map);
    const view = map.getBounds();
    let shown = 0;
    for (const [name, lat, lon, rank] of known) {
      if (shown >= MOST) break;
      if (zoom < ROWS[rank][0] || zoom > ROWS[rank][1] || !view.contains([lat, lon])) continue;
      measure.font = `${rank ? 12 : 13}px ${font}`;
      const width = measure.measureText(name).width + 8;
      const at = map.latLngToContainerPoint([lat, lon]);
      const beside = rank ? 6 : -width / 2;
      const box = { left: at.x + beside, right: at.x + beside + width, top: at.y - HEIGHT / 2, bottom: at.y + HEIGHT / 2 };
      if (!isFree(box, taken)) continue;
      taken.push(box);
      shown += 1;
      const label = document.createElement("span");
      label.className = `map-name ${rank ? "town" : "country"}`;
      label.dir = "auto";
      label.textContent = name;
      label.setAttribute("aria-hidden", "true");
      L.DomUtil.setPosition(label, map.latLngToLayerPoint([lat, lon]).add([beside, -HEIGHT / 2]).round());
      pane.append(label);
      if (rank) {
        const dot = document.createElement("span");
        dot.className = "map-dot";
        L.DomUtil.setPosition(dot, map.latLngToLayerPoint([lat, lon]).subtract([2, 2]).round());
        pane.append(dot);
      }
    }
  };
  map.on("moveend", () => requestAnimationFrame(place));
  map.on("zoomstart", () => pane.replaceChildren());
  place();
}
