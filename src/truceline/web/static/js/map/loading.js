// Loads scripts, styles and data, each once, from this room alone.
const loaded = new Map();

export function script(address) {
  return new Promise((done, failed) => {
    const element = document.createElement("script");
    element.src = address;
    element.addEventListener("load", done);
    element.addEventListener("error", () => failed(new Error(`not loaded: ${address}`)));
    document.head.append(element);
  });
}

export function style(address) {
  return new Promise((done, failed) => {
    const element = document.createElement("link");
    element.rel = "stylesheet";
    element.href = address;
    element.addEventListener("load", done);
    element.addEventListener("error", () => failed(new Error(`not loaded: ${address}`)));
    const ours = document.querySelector('link[href*="css/map"]');
    ours.before(element);
  });
}

export async function json(address) {
  if (!loaded.has(address)) {
    loaded.set(address, fetch(address, { credentials: "same-origin" }).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status}: ${address}`);
      return answer.json();
    }));
  }
  return loaded.get(address);
}
