// Single keys for acts of a page. They can be changed and switched off (kept in this browser), and never work while somebody types.
const STORE = "truceline.keys";
const MOVES = ["next", "previous"];

function stored() {
  try { return JSON.parse(localStorage.getItem(STORE)) || {}; } catch { return {}; }
}

function store(kept) {
  try { localStorage.setItem(STORE, JSON.stringify(kept)); } catch { /* a browser that keeps nothing: they hold for this page */ }
}

// What a key may be meant as: its sign; with Caps Lock on, the small letter; on a keyboard of another script, the letter on the key.
function keysOf(event) {
  const letter = /^Key([A-Z])$/.exec(event.code);
  const isForeign = letter && !event.shiftKey && event.key.length === 1 && !/[a-z]/i.test(event.key);
  const small = event.getModifierState("CapsLock") ? event.key.toLowerCase() : event.key;
  return [event.key, small, ...(isForeign ? [letter[1].toLowerCase()] : [])];
}

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

// acts: name -> what to do. The dialog [data-keys] of the page lists them with the keys that they have at first.
export function keys(acts) {
  const dialog = document.querySelector("[data-keys]");
  if (!dialog) return;
  const fields = [...dialog.querySelectorAll("input[data-act]")];
  const wrong = dialog.querySelector("[data-keys-wrong]");
  const on = dialog.querySelector("[data-keys-on]");
  let kept = stored();
  const keyOf = (field) => kept[field.dataset.act] || field.defaultValue;

  function show() {
    on.checked = kept.off !== true;
    for (const field of fields) field.value = keyOf(field);
    for (const place of document.querySelectorAll("kbd[data-key]")) {
      const field = fields.find((each) => each.dataset.act === place.dataset.key);
      place.hidden = !field || kept.off === true;
      if (field) place.textContent = keyOf(field);
    }
    wrong.hidden = true;
  }

  function keep(change) {
    kept = { ...kept, ...change };
    store(kept);
    show();
  }

  function help() {
    if (dialog.open) dialog.close();
    else dialog.showModal();
  }

  on.addEventListener("change", () => keep({ off: !on.checked }));
  dialog.querySelector("[data-keys-reset]").addEventListener("click", () => { kept = {}; store(kept); show(); });
  for (const field of fields) {
    field.addEventListener("change", () => {
      const key = field.value.trim();
      const taken = fields.some((other) => other !== field && keyOf(other) === key);
      if ([...key].length === 1 && !taken) { keep({ [field.dataset.act]: key }); return; }
      show();
      wrong.textContent = taken ? dialog.dataset.taken : dialog.dataset.one;
      wrong.hidden = false;
    });
  }
  for (const button of document.querySelectorAll("[data-keys-open]")) {
    button.hidden = false;
    button.addEventListener("click", help);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (kept.off === true || dialog.open || typing(event.target)) return;
    const pressed = keysOf(event);
    const field = pressed.map((key) => fields.find((each) => keyOf(each) === key)).find(Boolean);
    const act = field && (field.dataset.act === "help" ? help : acts[field.dataset.act]);
    if (!act) return;
    event.preventDefault();
    if (!event.repeat || MOVES.includes(field.dataset.act)) act();
  });
  show();
}
