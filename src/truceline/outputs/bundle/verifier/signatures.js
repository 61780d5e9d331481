/* Ed25519 (RFC 8032), verifier keys, notes, cosignatures, policies, and inclusion in the log. */

const P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
const modP = (x) => ((x % P) + P) % P;

function power(base, exponent, modulus) {
  let result = 1n;
  for (base %= modulus; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

function inverseOf(value, modulus) {
  let [a, b, x, y] = [((value % modulus) + modulus) % modulus, modulus, 1n, 0n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  if (a !== 1n) throw new Bad("a number without inverse");
  return ((x % modulus) + modulus) % modulus;
}

class Bad extends Error {}

const D = modP(-121665n * power(121666n, P - 2n, P)), ROOT = power(2n, (P - 1n) / 4n, P);

function plus(left, right) {
  const a = modP((left[1] - left[0]) * (right[1] - right[0])), b = modP((left[1] + left[0]) * (right[1] + right[0]));
  const c = modP(2n * left[3] * right[3] * D), d = modP(2n * left[2] * right[2]);
  const e = b - a, f = d - c, g = d + c, h = b + a;
  return [modP(e * f), modP(g * h), modP(f * g), modP(e * h)];
}

const little = (data) => bigOf(Uint8Array.from(data).reverse());

function pointOf(data) {
  const whole = little(data), y = whole & (2n ** 255n - 1n), sign = whole >> 255n;
  if (y >= P) return null;
  const square = modP((y * y - 1n) * power(modP(D * y * y + 1n), P - 2n, P));
  let x = power(square, (P + 3n) / 8n, P);
  if (modP(x * x) !== square) x = modP(x * ROOT);
  if (modP(x * x) !== square || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, modP(x * y)];
}

const BASE = pointOf(bytesOfBig(modP(4n * power(5n, P - 2n, P)), 32).reverse());

function ed25519Holds(key, message, signature) {
  const point = key.length === 32 && signature.length === 64 ? pointOf(key) : null;
  if (!point) return false;
  const scalar = little(signature.subarray(32));
  if (scalar >= L) return false;
  const challenge = little(sha512(joined(signature.subarray(0, 32), key, message))) % L;
  const minus = [P - point[0], point[1], 1n, P - point[3]], choices = [null, BASE, minus, plus(BASE, minus)];
  let computed = [0n, 1n, 1n, 0n];
  for (let bit = 252n; bit >= 0n; bit--) {
    computed = plus(computed, computed);
    const choice = Number(((scalar >> bit) & 1n) | (((challenge >> bit) & 1n) << 1n));
    if (choice) computed = plus(computed, choices[choice]);
  }
  const inverse = power(computed[2], P - 2n, P), x = modP(computed[0] * inverse), y = modP(computed[1] * inverse);
  return same(bytesOfBig(y | ((x & 1n) << 255n), 32).reverse(), signature.subarray(0, 32));
}

function isWeak(key) {
  let point = pointOf(key);
  for (let i = 0; i < 3 && point; i++) point = plus(point, point);
  return !point || (point[0] === 0n && point[1] === point[2]);
}

/* Notes and keys. */

const ED25519 = 1, COSIGNATURE = 4, ML_DSA_44 = 6;
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]/;

function keyOf(text, where) {
  const parts = text.split("+"), [name, id] = parts, encoded = parts.slice(2).join("+");
  if (parts.length < 3 || !name || SPACES.test(name) || !/^[0-9a-f]{8}$/.test(id)) refuse("vkey", where, `${shown(text)} is no verifier key; expected name+id+key`);
  const data = base64Of(encoded, where, "key");
  if (![ED25519, COSIGNATURE, ML_DSA_44].includes(data[0]) || data.length !== (data[0] === ML_DSA_44 ? 1313 : 33)) refuse("vkey.kind", where, `${shown(text)} is of a kind not known here; expected Ed25519 (1, 4) or ML-DSA-44 (6)`);
  if (hexOf(sha256(joined(utf8(name + "\n"), data))).slice(0, 8) !== id) refuse("vkey.id", where, `${shown(text)} has an id that is not that of its name and key`);
  if (data[0] !== ML_DSA_44 && isWeak(data.subarray(1))) refuse("vkey.weak", where, `${shown(text)} is a key under which anybody can sign anything`);
  return { name, id, kind: data[0], public: data.subarray(1) };
}

function noteOf(data, where) {
  if (data.length > MAX_NOTE_BYTES) refuse("size", where, `a note of ${data.length} bytes; at most ${MAX_NOTE_BYTES} are read`);
  const text = textOf(data, where);
  if (/[\x00-\x09\x0b-\x1f]/.test(text)) refuse("note", where, "has control characters");
  const at = text.lastIndexOf("\n\n");
  if (at < 0 || !text.endsWith("\n")) refuse("note", where, "is no signed note: no empty line before signatures, or cut short");
  const body = text.slice(0, at + 1), lines = text.slice(at + 2).split("\n").slice(0, -1);
  if (lines.length < 1 || lines.length > MAX_SIGNATURES) refuse("note", where, `has ${lines.length} signatures; from 1 to ${MAX_SIGNATURES} are read`);
  const signatures = lines.map((line, n) => signatureOf(line, `${where}, signature ${n + 1}`));
  const parts = body.split("\n").slice(0, -1);
  if (parts.length < 3 || !parts.every(Boolean)) refuse("checkpoint", where, "is no checkpoint: expected origin, size and root, a line each");
  const root = base64Of(parts[2], where, "root");
  if (root.length !== 32) refuse("checkpoint", where, `has a root of ${root.length} bytes; expected 32`);
  return { text: body, origin: parts[0], size: numberOf(parts[1], where, "size"), root, signatures };
}

function signatureOf(line, where) {
  const parts = line.split(" ");
  if (parts.length !== 3 || parts[0] !== "\u2014" || !parts[1] || SPACES.test(parts[1])) refuse("note", where, `${shown(line)} is no signature line`);
  const data = base64Of(parts[2], where, "signature");
  if (data.length <= 4) refuse("note", where, `has ${data.length} bytes; expected more than 4`);
  return { name: parts[1], id: hexOf(data.subarray(0, 4)), signature: data.subarray(4) };
}

function signedBy(note, key) {
  const found = note.signatures.filter((one) => one.name === key.name && one.id === key.id);
  return found.length ? found.every((one) => ed25519Holds(key.public, utf8(note.text), one.signature)) : null;
}

function cosignedAt(note, key) {
  let latest = 0;
  for (const { name, id, signature } of key.kind === COSIGNATURE ? note.signatures : []) {
    if (name !== key.name || id !== key.id) continue;
    const at = bigOf(signature.subarray(0, 8));
    const message = utf8(`cosignature/v1\ntime ${at}\n${note.text}`);
    if (signature.length !== 72 || at >= 2n ** 63n || !ed25519Holds(key.public, message, signature.subarray(8))) return -1;
    latest = Math.max(latest, Number(at));
  }
  return latest || null;
}

/* Policies. */

function policyOf(data, where) {
  if (data.length > MAX_NOTE_BYTES) refuse("size", where, `has ${data.length} bytes; at most ${MAX_NOTE_BYTES} are read`);
  if (data.some((byte) => (byte < 32 && byte !== 9 && byte !== 10) || byte === 127)) refuse("policy", where, "has control characters");
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: null }, taken = { keys: new Set(), members: new Set() };
  latin1(data).split("\n").forEach((line, n) => {
    const words = line.match(/[^ \t]+/g) || [], at = `${where}, line ${n + 1}`;
    if (!words.length || words[0].startsWith("#")) return;
    if (words[0] === "quorum" && words.length === 2 && policy.quorum === null) {
      policy.quorum = words[1];
      if (words[1] !== "none") checkKnown(policy, words[1], at);
    } else addLine(policy, words, at, taken);
  });
  if (policy.quorum === null) refuse("policy", where, "has no quorum line");
  return policy;
}

function addLine(policy, words, at, taken) {
  if (words[0] === "log" && (words.length === 2 || words.length === 3)) {
    policy.logs.push(newKey(words[1], taken, at, ED25519));
  } else if (words[0] === "witness" && (words.length === 3 || words.length === 4)) {
    checkNameFree(policy, words[1], at);
    policy.witnesses.set(words[1], newKey(words[2], taken, at, COSIGNATURE, ML_DSA_44));
  } else if (words[0] === "group" && words.length >= 4) {
    checkNameFree(policy, words[1], at);
    const members = words.slice(3);
    members.forEach((name) => checkKnown(policy, name, at));
    if (new Set(members).size !== members.length || members.some((name) => taken.members.has(name))) refuse("policy", at, "names a member twice");
    members.forEach((name) => taken.members.add(name));
    policy.groups.set(words[1], { least: leastOf(words[2], members.length, at), members });
  } else refuse("policy", at, `${shown(words.join(" "))} is no line of a policy, or a second quorum`);
}

function leastOf(word, count, at) {
  const least = word === "any" ? 1 : word === "all" ? count : numberOf(word, at, "threshold");
  if (least < 1 || least > count) refuse("policy", at, `asks for ${least} of ${count}`);
  return least;
}

function checkKnown(policy, name, at) {
  if (!policy.witnesses.has(name) && !policy.groups.has(name)) refuse("policy.unknown", at, `names ${shown(name)}, which no line before it defines`);
}

function checkNameFree(policy, name, at) {
  if (name === "none" || policy.witnesses.has(name) || policy.groups.has(name)) refuse("policy", at, `defines ${shown(name)}, which is taken`);
}

function newKey(word, taken, at, ...kinds) {
  const key = keyOf(loose(bytesOfLatin1(word)), at);
  if (!kinds.includes(key.kind)) refuse("policy", at, `the key of ${shown(key.name)} is for the other kind of signature`);
  if (taken.keys.has(hexOf(key.public))) refuse("policy", at, `the key of ${shown(key.name)} stands there twice`);
  taken.keys.add(hexOf(key.public));
  return key;
}

function isMet(policy, present) {
  if (policy.quorum === "none") return false;
  const met = new Set(present);
  for (const [name, { least, members }] of policy.groups) if (members.filter((one) => met.has(one)).length >= least) met.add(name);
  return met.has(policy.quorum);
}

function keysOf(data, where) {
  return textOf(data, where).split("\n").flatMap((line, n) => (line && !line.startsWith("#") ? [keyOf(line, `${where}, line ${n + 1}`)] : []));
}

/* Inclusion in the log (RFC 6962, C2SP tlog-proof). */

const leafHash = (leaf) => sha256(joined([0], leaf));

function rootFrom(index, size, leaf, proof) {
  if (index >= size) return null;
  const half = (n) => Math.floor(n / 2);
  let place = index, last = size - 1, computed = leaf;
  for (const sibling of proof) {
    if (last === 0) return null;
    if (place % 2 || place === last) {
      computed = sha256(joined([1], sibling, computed));
      while (place % 2 === 0 && place) [place, last] = [half(place), half(last)];
    } else computed = sha256(joined([1], computed, sibling));
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? computed : null;
}

function proofOf(data, where) {
  let gap = -1;
  for (let i = 0; i + 1 < data.length && gap < 0; i++) if (data[i] === 10 && data[i + 1] === 10) gap = i;
  const lines = textOf(gap < 0 ? data : data.subarray(0, gap), where).split("\n");
  if (gap < 0 || lines[0] !== "c2sp.org/tlog-proof@v1") refuse("proof", where, "is no c2sp.org/tlog-proof@v1 with a checkpoint");
  let rest = lines.slice(1);
  if (rest.length && rest[0].startsWith("extra ")) {
    base64Of(rest[0].slice(6), where, "extra data");
    rest = rest.slice(1);
  }
  if (!rest.length || !rest[0].startsWith("index ")) refuse("proof", where, "has no index line");
  if (rest.length > 64) refuse("proof", where, `has ${rest.length - 1} hashes; no tree is so high`);
  const hashes = rest.slice(1).map((line) => base64Of(line, where, "hash"));
  if (hashes.some((one) => one.length !== 32)) refuse("proof", where, "has a hash that is not of 32 bytes");
  return { index: numberOf(rest[0].slice(6), where, "index"), hashes, checkpoint: data.subarray(gap + 2) };
}
