// Sentences of the map, with their gaps filled.
export function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function exactly(place, words) {
  const precision = words[`precision.${place.precision}`];
  return place.radius === null ? precision : `${precision}, ${filled(words.within, { km: place.radius })}`;
}
