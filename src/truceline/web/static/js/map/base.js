// The base map: land and lines, from the world's overview or from cells of ten degrees, as docs/formats/base-map.md has them.
import { json } from "./loading.js";

const CELL = 10;
const DETAIL_FROM = 6;

// What each choice of boundaries draws, and in which style; a kind that is not listed is not drawn.
const STYLES = {
  "neutral": { border: "border", disputed: "disputed", disputed_inside: "disputed", claim: "disputed", division: "division" },
  "as-in-natural-earth": {
    border: "border", disputed: "border", disputed_inside: "division", claim: "disputed", claim_covered: "disputed", division: "division",
  },
  "none": {},
};

export function unpacked(steps, scale) {
  const line = [];
  let x = 0, y = 0;
  for (let n = 0; n < steps.length; n += 2) {
    x += steps[n];
    y += steps[n + 1];
    line.push([y / scale, x / scale]);
  }
  return line;
}

function layer(L, piece, boundaries) {
  const group = L.layerGroup();
  const plain = { interactive: false, pane: "base", smoothFactor: 0.6 };
  const land = piece.land.map((ring) => unpacked(ring, piece.scale));
  if (land.length) group.addLayer(L.polygon(land, { ...plain, pane: "land", stroke: false, className: "map-land" }));
  for (const [kind, style] of Object.entries(STYLES[boundaries])) {
    const lines = (piece.lines[kind] || []).map((line) => unpacked(line, piece.scale));
    if (lines.length) group.addLayer(L.polyline(lines, { ...plain, className: `map-line ${style}` }));
  }
  return group;
}

function cellsIn(bounds) {
  const first = (degrees) => Math.floor(degrees / CELL) * CELL;
  const found = [];
  for (let lat = first(Math.max(bounds.getSouth(), -60)); lat < Math.min(bounds.getNorth(), 90); lat += CELL) {
    for (let lon = first(Math.max(bounds.getWest(), -180)); lon < Math.min(bounds.getEast(), 180); lon += CELL) found.push(`cell/${lon}/${lat}.json`);
  }
  return found;
}

export async function baseMap(L, map, told) {
  for (const [name, height] of [["land", 150], ["base", 250]]) {
    map.createPane(name).style.zIndex = height;
    map.getPane(name).style.pointerEvents = "none";
  }
  const drawn = new Map();
  const wanted = () => (map.getZoom() < DETAIL_FROM ? ["world.json"] : cellsIn(map.getBounds()));
  const show = async () => {
    const names = wanted();
    const pieces = await Promise.all(names.map((name) => json(`${told.base}${name}?v=${told.version}`)));
    if (wanted().join() !== names.join()) return;
    for (const [name, shown] of drawn) if (!names.includes(name)) { map.removeLayer(shown); drawn.delete(name); }
    names.forEach((name, n) => { if (!drawn.has(name)) drawn.set(name, layer(L, pieces[n], told.boundaries).addTo(map)); });
  };
  map.on("moveend", () => { show().catch((problem) => console.info(problem)); });
  await show();
}
