// What a place opens to: how exactly it is known, its incidents with their other places, and a way to each.
import { exactly, filled } from "./words.js";

const SHOWN = 6;
const JOINED = 25;
const CONTESTED = 1, PROPOSED = 2;

function made(name, className, ...inside) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...inside);
  return element;
}

function isolated(text) {
  const element = document.createElement("bdi");
  element.textContent = text;
  return element;
}

function lineOf(number, place, found, told, words, go) {
  const [id, name, when, flags, places] = found.incidents[number];
  const link = made("a", "", name);
  link.href = told.incident.replace("incident-id", encodeURIComponent(id));
  const line = made("li", "", link);
  if (when) line.append(", ", isolated(when));
  if (flags & CONTESTED) line.append(" ", made("span", "contest", words.contested));
  if (flags & PROPOSED) line.append(" ", made("span", "prop", words.proposed));
  const others = places.filter((other) => other !== place.number);
  if (others.length) {
    line.append(made("br"), `${words.also} `);
    for (const other of others) {
      const button = made("button", "plain", isolated(found.places[other].name));
      button.type = "button";
      button.addEventListener("click", () => go(other));
      line.append(button, " ");
    }
  }
  return line;
}

function content(place, found, told, words, go) {
  const part = made("div", "map-popup");
  part.dir = document.documentElement.dir;
  part.append(made("h3", "", isolated(place.name)), made("p", "quiet", exactly(place, words)));
  part.append(made("ul", "", ...place.incidents.slice(0, SHOWN).map((number) => lineOf(number, place, found, told, words, go))));
  if (place.incidents.length > SHOWN) {
    const all = made("a", "", filled(words.all, { count: place.incidents.length }));
    const address = new URL(told.place, location.href);
    address.searchParams.set("at", place.key);
    all.href = `${address.pathname}${address.search}#at`;
    part.append(made("p", "", all));
  }
  return part;
}

// Lines from a place to the other places of its incidents. They join what is told of one happening and show no movement.
function joins(L, place, found) {
  const others = new Set(place.incidents.slice(0, JOINED).flatMap((number) => found.incidents[number][4]));
  others.delete(place.number);
  return L.layerGroup([...others].map((other) => L.polyline([place.at, found.places[other].at], { className: "map-join", interactive: false })));
}

export function opened(L, map, mark, found, told, words, group) {
  const go = (number) => {
    const other = group.marks[number];
    map.closePopup();
    group.zoomToShowLayer(other, () => { other.openPopup(); });
  };
  let joined = null;
  mark.bindPopup(() => content(mark.place, found, told, words, go), { maxWidth: 300, autoPanPadding: [20, 20] });
  mark.on("popupopen", (event) => {
    joined = joins(L, mark.place, found).addTo(map);
    const close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", words.close);
    event.popup.getElement().querySelector("a[href]:not(.leaflet-popup-close-button)")?.focus({ preventScroll: true });
  });
  mark.on("popupclose", () => {
    joined?.remove();
    mark.getElement()?.focus({ preventScroll: true });
  });
}
