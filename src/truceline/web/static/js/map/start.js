// Puts the map together: Leaflet, the base map, the areas and points of incidents, names of places, tiles of the mission.
import { baseMap } from "./base.js";
import { json, script, style } from "./loading.js";
import { marks } from "./marks.js";
import { names } from "./names.js";

function withTiles(L, map, told, words) {
  const sets = JSON.parse(told.tiles);
  if (!sets.length) return;
  const layers = Object.fromEntries(sets.map((set) => [set.name, L.tileLayer(set.url, {
    minNativeZoom: set.zooms[0], maxNativeZoom: set.zooms[1], maxZoom: 18, attribution: set.attribution.replace(/<[^>]*>/g, "").replace(/[<>&]/g, ""),
  })]));
  const none = L.layerGroup();
  L.control.layers({ ...layers, [words.lines]: none }, null, { collapsed: false }).addTo(map);
  Object.values(layers)[0].addTo(map);
  const shown = () => map.getContainer().classList.toggle("has-tiles", !map.hasLayer(none));
  map.on("baselayerchange", shown);
  shown();
}

export async function start(part) {
  const told = part.dataset;
  const words = JSON.parse(told.words);
  const points = json(told.points);
  await Promise.all([script(told.leaflet), style(told.leafletCss), style(told.clusterCss)]);
  await script(told.cluster);
  const L = window.L;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  part.replaceChildren();
  const map = L.map(part, {
    minZoom: 2, maxZoom: 16, zoomControl: false, attributionControl: false, maxBounds: [[-75, -230], [85, 230]],
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, scrollWheelZoom: false,
  });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.attribution({ prefix: false }).addAttribution(words.source).addTo(map);
  part.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  const found = await points;
  const drawn = marks(L, map, found, told, words);
  map.fitBounds(drawn.bounds, { maxZoom: 9, padding: [30, 30], animate: false });
  withTiles(L, map, told, words);
  const outlines = found.places.some((place) => place.outline) ? json(`${told.base}areas.json?v=${told.version}`) : null;
  await Promise.all([baseMap(L, map, told), drawn.shade(outlines)]);
  names(L, map, json(told.labels), told.boundaries);
  if (!found.places.length) {
    const empty = document.createElement("p");
    empty.className = "map-empty";
    empty.textContent = words.none;
    part.append(empty);
  }
}
