// Places with incidents: a sign each, with the number in it; areas hatched as wide as they are known; what belongs together joined.
import { unpacked } from "./base.js";
import { opened } from "./popups.js";
import { exactly, filled } from "./words.js";

const CONTESTED = 1, PROPOSED = 2;
const MOST_AREAS = 60;
const NEARLY_ALL = 0.8;

function counted(place, incidents) {
  const flags = place.incidents.map((number) => incidents[number][3]);
  return {
    contested: flags.filter((flag) => flag & CONTESTED).length,
    isProposed: flags.every((flag) => flag & PROPOSED),
  };
}

function said(place, words) {
  const count = place.incidents.length;
  const line = filled(count === 1 ? words.one : words.several, { name: place.name, count, precision: exactly(place, words) });
  const more = place.contested ? `; ${filled(words.contestedCount, { count: place.contested })}` : "";
  return `${line}${more}${place.isProposed ? `; ${words.proposed}` : ""}`;
}

// A sign that says in words what it shows.
function sign(L, html, className, size, words) {
  const icon = L.divIcon({ html, className: `map-sign ${className}`, iconSize: [size, size] });
  icon.createIcon = (old) => {
    const element = L.DivIcon.prototype.createIcon.call(icon, old);
    element.setAttribute("aria-label", words);
    return element;
  };
  return icon;
}

function clusters(L, words) {
  return L.markerClusterGroup({
    maxClusterRadius: 44, showCoverageOnHover: false, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    iconCreateFunction: (cluster) => {
      const inside = cluster.getAllChildMarkers();
      const count = new Set(inside.flatMap((mark) => mark.place.incidents)).size;
      const isContested = inside.some((mark) => mark.place.contested);
      const size = 30 + Math.min(22, 6 * Math.log10(count + 1));
      const text = filled(words.cluster, { count, places: inside.length });
      return sign(L, `<b>${count}</b>`, `cluster${isContested ? " contested" : ""}`, Math.round(size), text);
    },
  });
}

function shape(L, place, outlines, pane) {
  const hatch = place.contested ? "url(#map-cross)" : "url(#map-hatch)";
  const style = {
    pane, className: `map-area${place.contested ? " contested" : ""}${place.isProposed ? " proposed" : ""}`,
    fillColor: hatch, fillOpacity: 1, weight: 1.5, interactive: false,
  };
  const rings = place.outline && outlines && outlines.areas[place.outline];
  if (rings) return L.polygon(rings.map((ring) => unpacked(ring, outlines.scale)), style);
  return L.circle(place.at, { ...style, radius: place.radius * 1000 });
}

// Patterns are drawn in the page's own colours, so they change with light, dark and paper.
function patterns(map) {
  const space = "http://www.w3.org/2000/svg";
  const element = (name, attributes, ...inside) => {
    const made = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };
  const pattern = (id, path) => element("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" }, element("path", { d: path, class: "map-hatch" }));
  const holder = element("svg", { width: 0, height: 0, "aria-hidden": "true", class: "map-patterns" }, element("defs", {},
    pattern("map-hatch", "M-2 10L10 -2M-2 2L2 -2M6 10L10 6"),
    pattern("map-cross", "M-2 10L10 -2M-2 2L2 -2M6 10L10 6M-2 -2L10 10M-2 6L2 10M6 -2L10 2")));
  map.getContainer().append(holder);
}

// The places round about which most happened: one place far away must not make a speck of all others.
function middle(L, places) {
  const total = places.reduce((sum, place) => sum + place.incidents.length, 0);
  const half = (axis) => {
    let sum = 0;
    return [...places].sort((a, b) => a.at[axis] - b.at[axis]).find((place) => (sum += place.incidents.length) >= total / 2)?.at[axis];
  };
  const centre = L.latLng(half(0) ?? 0, half(1) ?? 0);
  let sum = 0;
  return places.map((place) => [centre.distanceTo(place.at), place]).sort((a, b) => a[0] - b[0])
    .filter(([, place]) => { const isInside = sum < total * NEARLY_ALL; sum += place.incidents.length; return isInside; })
    .map(([, place]) => place);
}

export function marks(L, map, found, told, words) {
  const group = clusters(L, words);
  map.createPane("areas").style.zIndex = 350;
  map.getPane("areas").style.pointerEvents = "none";
  patterns(map);
  found.places.forEach((place, number) => Object.assign(place, counted(place, found.incidents), { number }));
  const all = found.places.map((place) => {
    const state = `${place.contested ? " contested" : ""}${place.isProposed ? " proposed" : ""}`;
    const name = place.shape === "area" ? "area" : place.precision === "exact" ? "exact" : "town";
    const count = place.incidents.length;
    const mark = L.marker(place.at, {
      icon: sign(L, `<b>${count}</b>`, `${name}${state}`, count > 99 ? 34 : count > 9 ? 30 : 26, said(place, words)),
      riseOnHover: true,
    });
    mark.place = place;
    opened(L, map, mark, found, told, words, group);
    return mark;
  });
  group.addLayers(all).addTo(map);
  group.marks = all;
  const bounds = L.latLngBounds([]);
  for (const place of middle(L, found.places)) bounds.extend(place.radius ? L.latLng(place.at).toBounds(place.radius * 2000) : place.at);
  const areas = found.places.filter((place) => place.shape === "area").sort((a, b) => b.radius - a.radius);
  return {
    bounds: bounds.isValid() ? bounds : L.latLngBounds([[-50, -150], [70, 170]]),
    async shade(outlines) {
      const known = await outlines;
      for (const place of areas.slice(0, MOST_AREAS)) shape(L, place, known, "areas").addTo(map);
    },
  };
}
