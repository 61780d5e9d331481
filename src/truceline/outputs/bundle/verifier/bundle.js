/* The bundle as a whole: the same questions in the same order as verify.py. */

function verifyBundle(data, pins = {}) {
  const members = readZip(data), problems = [];
  for (const name of ["bundle.json", "entries.jsonl", "checkpoint.txt"]) if (!members.has(name)) refuse("missing", "bundle", `has no ${name}`);
  const problem = (code, where, message) => problems.push({ code, where, message });
  const note = noteOf(members.get("checkpoint.txt"), "checkpoint.txt"), about = aboutOf(members.get("bundle.json"));
  const leaves = leavesOf(members, about);
  checkAbout(about, note, problem);
  const { before, began } = successionsIn(leaves, note.origin, problem);
  checkEntries(members, leaves, note, problem, began);
  const { entries, values } = disclosedOf(members, leaves, problem);
  const texts = textsOf(members, leaves, values, problem);
  checkStatement(about, leaves, problem);
  const isPinned = Boolean(pins.policy), policy = pins.policy || policyInside(members, note);
  const logSigned = logSignedBy(note, policy, problem, isPinned);
  const { cosigned, missing, isQuorum } = cosignedBy(note, policy, problem, isPinned);
  const stamps = stampsOf(members, note, pins.anchors || null, problem);
  let level = logSigned ? (isQuorum ? 2 : 1) : 0;
  if (level === 2 && stamps.some((stamp) => stamp.isIndependent)) level = 3;
  return {
    holds: !problems.length,
    level: problems.length ? 0 : level,
    keys: isPinned ? "pinned" : "bundle",
    origin: note.origin,
    size: note.size,
    root: hexOf(note.root),
    software: about.software,
    incident: about.incident,
    filter: about.filter,
    statement: about.statement,
    roles: new Map(about.parts.map((part) => [part.entry, part.as])),
    logSigned,
    cosigned,
    missing,
    stamps,
    entries,
    texts,
    problems,
    before,
  };
}

function aboutOf(data) {
  const about = objectOf(jsonOf(data, "bundle.json"), "bundle.json");
  if (about.format !== FORMAT) refuse("format", "bundle.json", `has the format ${shown(about.format)}; this verifier reads ${FORMAT}`);
  const kinds = { software: "string", origin: "string", size: "number", root: "string", incident: "string", filter: "object", statement: "object", parts: "array" };
  for (const [name, kind] of Object.entries(kinds)) {
    const value = about[name], isKind = kind === "array" ? Array.isArray(value) : kind === "object" ? isObject(value) : typeof value === kind;
    if (!isKind) refuse("bundle", "bundle.json", `${name} is ${shown(value)}; expected ${kind}`);
  }
  return about;
}

const PARTS = new Map(Object.entries({
  opening: ["log.opened"],
  pack: ["pack.archived"],
  report: ["report.archived"],
  claim: ["claim.proposed", "claim.entered"],
  decision: ["claim.accepted", "claim.rejected", "claim.entered", "claim.superseded"],
  link: ["link.made"],
  copy: ["copy.noted"],
  judgement: ["judgement.made"],
  call: ["call.received"],
  redaction: ["redaction.ordered"],
  succession: ["log.successor"],
}));

function linesOf(data) {
  const found = [];
  let from = 0;
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 10) {
      found.push(data.subarray(from, at));
      from = at + 1;
    }
  }
  return { lines: found, isCut: from !== data.length };
}

function leavesOf(members, about) {
  const { lines, isCut } = linesOf(members.get("entries.jsonl"));
  if (isCut || lines.length !== about.parts.length) refuse("entries", "entries.jsonl", `has ${lines.length} lines; bundle.json lists ${about.parts.length} parts`);
  const found = [];
  let last = -1;
  about.parts.forEach((part, n) => {
    const { entry, kind, as } = objectOf(part, "bundle.json, parts");
    if (typeof entry !== "number" || entry <= last || typeof kind !== "string" || typeof as !== "string") refuse("bundle", "bundle.json, parts", `${shown(part)} is no part, or out of order`);
    if (PARTS.has(as) && !PARTS.get(as).includes(kind)) refuse("bundle", "bundle.json, parts", `calls entry ${entry}, which is ${shown(kind)}, a ${shown(as)}`);
    found.push(leafOf(entry, lines[n], kind));
    last = entry;
  });
  const proofs = [...members.keys()].filter((name) => name.startsWith("proofs/")).length;
  if (proofs !== found.length) refuse("proof", "proofs", `${proofs} proofs for ${found.length} entries`);
  return found;
}

function leafOf(entry, line, kind) {
  const where = `entry ${entry}`;
  if (line.length > MAX_LEAF_BYTES) refuse("size", where, `has ${line.length} bytes; at most ${MAX_LEAF_BYTES} are read`);
  const value = objectOf(jsonOf(line, where), where);
  for (const name of ["log", "kind", "id", "at", "by", "co"]) if (typeof value[name] !== "string") refuse("entry", where, `${name} is ${shown(value[name])}; expected text`);
  if (value.v !== 1 || !isObject(value.body)) refuse("entry", where, "is of a version that this verifier does not know");
  if (value.kind !== kind) refuse("bundle", "bundle.json, parts", `calls entry ${entry} ${shown(kind)}; it is ${shown(value.kind)}`);
  const sealed = "_sd" in value ? value._sd : [];
  if (!Array.isArray(sealed) || sealed.some((digest) => typeof digest !== "string")) refuse("entry", where, "has sealed values that are no list of digests");
  return { entry, data: line, value, sealed };
}

function checkAbout(about, note, problem) {
  for (const [name, stands] of [["origin", note.origin], ["size", note.size], ["root", hexOf(note.root)]]) {
    if (about[name] !== stands) problem("bundle.checkpoint", "bundle.json", `${name} ${shown(about[name])} is said there; the checkpoint has ${shown(stands)}`);
  }
}

/* Leaves keep the origin under which the log began; entries log.successor lead back to it from the newest one. */
function successionsIn(leaves, origin, problem) {
  const before = [];
  for (const { entry, value } of [...leaves].reverse()) {
    if (value.kind !== "log.successor") continue;
    const { origin: next, old_origin: last, size } = value.body;
    if (next !== origin || typeof last !== "string" || size !== entry) problem("succession", `entry ${entry}`, `goes on as ${shown(next)} from entry ${shown(size)}; expected ${shown(origin)}`);
    else before.unshift({ origin: (origin = last), until: entry });
  }
  return { before, began: origin };
}

function checkEntries(members, leaves, note, problem, began) {
  for (const leaf of leaves) {
    const where = `proofs/${leaf.entry}.tlog-proof`;
    if (!members.has(where)) refuse("proof", where, "is not there");
    const { index, hashes, checkpoint } = proofOf(members.get(where), where);
    if (!same(checkpoint, members.get("checkpoint.txt"))) problem("proof.checkpoint", where, "is for another checkpoint than checkpoint.txt");
    const computed = rootFrom(index, note.size, leafHash(leaf.data), hashes);
    if (index !== leaf.entry || !computed || !same(computed, note.root)) problem("proof.false", where, `does not show entry ${leaf.entry}: computed root ${computed ? hexOf(computed) : "none"}, signed ${hexOf(note.root)}`);
    if (leaf.value.log !== began) problem("entry.log", `entry ${leaf.entry}`, `is of the log ${shown(leaf.value.log)}; this one began as ${shown(began)}`);
  }
}

function* stringsIn(value) {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) yield* stringsIn(part);
}

function* digestsIn(value) {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value) && typeof value["..."] === "string") yield value["..."];
  for (const part of Object.values(value)) yield* digestsIn(part);
}

function disclosureOf(line, where) {
  if (!/^[A-Za-z0-9_-]+$/.test(line) || line.length > MAX_DISCLOSURE_CHARACTERS) refuse("disclosure", where, `${shown(line)} is not base64url, or too long`);
  const data = fromBase64(line, URL_LETTERS, false);
  if (!data) refuse("disclosure", where, `${shown(line)} is not base64url`);
  const value = jsonOf(data, where);
  if (!Array.isArray(value) || value.length !== 3 || value.some((part) => typeof part !== "string")) refuse("disclosure", where, "does not hold salt, name and value");
  return { digest: toBase64(sha256(utf8(line)), URL_LETTERS, false), name: value[1], value: value[2] };
}

function disclosedOf(members, leaves, problem) {
  const given = new Map(), lines = textOf(members.get("disclosures.txt") || new Uint8Array(0), "disclosures.txt").split("\n");
  if (lines.pop() !== "") refuse("disclosure", "disclosures.txt", "is cut short");
  lines.forEach((line, n) => {
    const where = `disclosures.txt, line ${n + 1}`, one = disclosureOf(line, where);
    if (given.has(one.digest)) refuse("disclosure", where, "stands there twice");
    given.set(one.digest, one);
  });
  const ordered = orderedIn(leaves), used = new Set(), entries = [];
  for (const leaf of leaves) {
    const sealed = new Set([...leaf.sealed, ...digestsIn(leaf.value.body)]);
    sealed.forEach((digest) => used.add(digest));
    entries.push(shownOf(leaf, [...sealed], given, ordered));
  }
  [...given.keys()].forEach((digest, n) => {
    if (!used.has(digest)) problem("disclosure.foreign", `disclosures.txt, line ${n + 1}`, "is a value to which no entry of the bundle commits itself");
  });
  return { entries, values: [...given.values()].map((one) => one.value) };
}

function shownOf(leaf, sealed, given, ordered) {
  const { value } = leaf, hidden = sealed.filter((digest) => !given.has(digest));
  const files = value.kind.startsWith("redaction.") ? [] : [...stringsIn(value.body)];
  const orders = new Set([...hidden, ...files].filter((one) => ordered.has(one)).map((one) => ordered.get(one)));
  return {
    entry: leaf.entry,
    kind: value.kind,
    id: value.id,
    at: value.at,
    by: value.by,
    leafHash: hexOf(leafHash(leaf.data)),
    body: value.body,
    disclosed: sealed.filter((digest) => given.has(digest)).map((digest) => given.get(digest)).sort((a, b) => (a.name + a.value < b.name + b.value ? -1 : 1)),
    withheld: hidden.length,
    ordered: [...orders].sort((a, b) => a - b),
  };
}

function orderedIn(leaves) {
  const found = new Map();
  for (const leaf of leaves) {
    if (leaf.value.kind !== "redaction.ordered") continue;
    for (const name of stringsIn(leaf.value.body.targets)) if (!found.has(name)) found.set(name, leaf.entry);
  }
  return found;
}

function textsOf(members, leaves, values, problem) {
  const named = new Set(), texts = new Map();
  for (const leaf of leaves) for (const one of stringsIn(leaf.value.body)) if (/^[0-9a-f]{64}$/.test(one)) named.add(one);
  for (const value of values) for (const one of value.match(/[0-9a-f]{64}/g) || []) named.add(one);
  for (const [name, data] of members) {
    if (!name.startsWith("texts/") && !name.startsWith("blobs/")) continue;
    const digest = name.slice(6, 70), computed = hexOf(sha256(data));
    if (computed !== digest) problem("text.hash", name, `has the hash ${computed}: it was changed`);
    else if (!named.has(digest)) problem("text.foreign", name, "is named by no entry of the bundle");
    else if (name.startsWith("texts/")) texts.set(digest, loose(data));
  }
  return texts;
}

/* What the entries say that a statement may rest on; claims are bodies by id. */
function basisOf(leaves, incident) {
  const claims = new Map(), reports = new Set(), linked = new Set(), rejected = new Set();
  for (const { value: { kind, body } } of leaves) {
    const id = kind === "report.archived" ? body.report : body.claim;
    if (typeof id !== "string") continue;
    if (kind === "claim.proposed" || kind === "claim.entered") claims.set(id, body);
    else if (kind === "report.archived") reports.add(id);
    else if (kind === "link.made" && body.incident === incident) body.outcome === "linked" ? linked.add(id) : linked.delete(id);
    else if (kind === "claim.rejected") rejected.add(id);
    else if (kind === "claim.accepted") rejected.delete(id);
  }
  return { claims, reports, isGood: (id) => claims.has(id) && linked.has(id) && !rejected.has(id) };
}

/* Part of a statement, the part of a claim in which it must stand, and the fields that must be the same there, with what each stands for where it is left out. */
const MENTIONED = {
  figures: ["counts", { effect: null, unit: null, category: null, low: null, high: null, bound: null, of_total: null }],
  places: ["places", { place: null, precision: "unlocated", relation: null }],
  time: ["times", { start: null, end: null, precision: "unresolved", basis: "stated" }],
};
const ACCOUNT = { report: null, voice: null, stance: "assert" };

const itemsOf = (value) => (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]);
const fieldOf = (value, name, leftOut) => canonical(value[name] ?? leftOut, "statement");
const keyOfPart = (what, value) => (isObject(value) ? Object.entries(MENTIONED[what][1]).map(([name, leftOut]) => fieldOf(value, name, leftOut)).join(",") : "");
const mentionedIn = (what, told) => new Set(told.flatMap((claim) => itemsOf(claim[MENTIONED[what][0]])).map((one) => keyOfPart(what, one)).filter(Boolean));
const endOf = (figure, name) => canonical([figure.effect ?? null, figure.unit ?? null, name], "statement");

function checkStatement(about, leaves, problem) {
  const { statement, incident } = about, { claims, reports, isGood } = basisOf(leaves, incident);
  let wrong = itemsOf(statement.claims).filter((one) => typeof one !== "string" || !isGood(one)).map((one) => ["claims", one]);
  wrong.push(...itemsOf(statement.reports).filter((one) => typeof one !== "string" || !reports.has(one)).map((one) => ["reports", one]));
  if ("id" in statement && statement.id !== incident) wrong.push(["id", statement.id]);
  if (!wrong.length) {
    const told = new Map(itemsOf(statement.claims).map((one) => [one, claims.get(one)]));
    wrong = [...wrongSums(statement, [...told.values()]), ...wrongAccounts(statement, told)];
  }
  for (const [name, one] of wrong) problem("statement", "bundle.json, statement", `names ${shown(one)} among its ${name}, and no entry of the bundle stands behind that`);
}

function wrongSums(statement, told) {
  const { killed = null } = statement, ranges = itemsOf(statement.figures).map((one) => ["figures", one]), said = new Map();
  if (killed !== null) ranges.push(["killed", isObject(killed) ? { ...killed, effect: "killed", unit: "people" } : killed]);
  for (const count of told.flatMap((claim) => itemsOf(claim.counts)).filter(isObject)) {
    for (const name of ["low", "high"]) {
      if (typeof count[name] === "number") said.set(endOf(count, name), (said.get(endOf(count, name)) || new Set()).add(count[name]));
    }
  }
  const spans = (figure) => isObject(figure) && [["low", "low"], ["greatest_low", "low"], ["high", "high"]].every(([name, of]) => (figure[name] ?? null) === null || Boolean(said.get(endOf(figure, of))?.has(figure[name])));
  const mentions = ["places", "time"].flatMap((name) => {
    const there = mentionedIn(name, told);
    return itemsOf(statement[name]).filter((one) => !there.has(keyOfPart(name, one))).map((one) => [name, one]);
  });
  return [...ranges.filter(([, one]) => !spans(one)), ...mentions];
}

/* Together the accounts have each claim of the incident once. */
function wrongAccounts(statement, told) {
  if (!("accounts" in statement)) return [];
  const accounts = itemsOf(statement.accounts).map((one) => (isObject(one) ? one : {})), named = accounts.flatMap((one) => itemsOf(one.claims));
  if (named.length !== itemsOf(statement.claims).length || new Set(named).size !== told.size || !named.every((one) => told.has(one))) return [["accounts", "other claims than those of the incident"]];
  return accounts.filter((one) => !isAccount(one, itemsOf(one.claims).map((id) => told.get(id)))).map((one) => ["accounts", one]);
}

function isAccount(account, told) {
  if (!told.length) return false;
  const { speaker } = told[0], actor = (isObject(speaker) ? speaker.actor : null) ?? null, there = mentionedIn("figures", told);
  const isSame = told.every((claim) => Object.entries(ACCOUNT).every(([name, leftOut]) => fieldOf(claim, name, leftOut) === fieldOf(account, name, leftOut)));
  return isSame && (account.actor ?? null) === actor && itemsOf(account.figures).every((one) => there.has(keyOfPart("figures", one)));
}

function policyInside(members, note) {
  const policy = members.has("policy.txt") ? policyOf(members.get("policy.txt"), "policy.txt") : { logs: [], witnesses: new Map(), groups: new Map(), quorum: "none" };
  const keys = members.has("vkeys.txt") ? keysOf(members.get("vkeys.txt"), "vkeys.txt") : [];
  const logs = [...policy.logs, ...keys].filter((key) => key.kind === ED25519 && key.name === note.origin);
  return { ...policy, logs: [...new Map(logs.map((key) => [hexOf(key.public), key])).values()] };
}

function logSignedBy(note, policy, problem, isPinned) {
  const answers = policy.logs.filter((key) => key.name === note.origin).map((key) => signedBy(note, key));
  if (answers.includes(false)) problem("signature.false", "checkpoint.txt", "a signature by a key of the log is false");
  else if (isPinned && !answers.includes(true) && policy.logs.length) problem("signature.none", "checkpoint.txt", `is not signed for ${shown(note.origin)} by a key that you trust`);
  return answers.includes(true) && !answers.includes(false);
}

function cosignedBy(note, policy, problem, isPinned) {
  const logs = new Set(policy.logs.map((key) => hexOf(key.public))); // a log is no witness of its own
  const times = [...policy.witnesses].map(([name, key]) => [name, logs.has(hexOf(key.public)) ? null : cosignedAt(note, key)]), say = (name) => loose(bytesOfLatin1(name));
  const present = times.filter(([, at]) => at !== null && at >= 0), broken = times.filter(([, at]) => at === -1);
  broken.forEach(([name]) => problem("cosignature.false", "checkpoint.txt", `the cosignature of ${shown(say(name))} is false`));
  const met = isMet(policy, present.map(([name]) => name));
  if (isPinned && policy.quorum !== "none" && !met) problem("quorum", "checkpoint.txt", "is not cosigned by the quorum of your policy");
  return {
    cosigned: present.map(([name, at]) => ({ name: say(name), at })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    missing: times.filter(([, at]) => at === null).map(([name]) => say(name)).sort(),
    isQuorum: met && !broken.length,
  };
}

function stampsOf(members, note, anchors, problem) {
  const extra = members.has("tsa.pem") ? certificatesOf(members.get("tsa.pem"), "tsa.pem") : [], found = [], givenUp = [], checked = new Map();
  for (const where of [...members.keys()].filter((name) => name.endsWith(".tsr")).sort()) {
    const stamp = stampOf(members.get(where), [...extra, ...(anchors || [])], where);
    const signed = [utf8(note.text), members.get("checkpoint.txt")], earlier = where.slice(0, -3) + "txt", asItWas = members.get(earlier);
    if (asItWas && asItWas.length && noteOf(asItWas, earlier).text === note.text) signed.push(asItWas);
    if (!signed.some((one) => same(stamp.imprint, HASHES[stamp.name](one)))) problem("timestamp.other", where, "is over something else than this checkpoint");
    else if (!stamp.holds) problem("timestamp.false", where, "has a false signature");
    else {
      const leads = anchors !== null && leadsTo(stamp, anchors, checked);
      found.push({ at: stamp.at, isIndependent: Boolean(leads) });
      if (leads === null) givenUp.push(where);
    }
  }
  if (anchors !== null && !found.some((stamp) => stamp.isIndependent)) {
    const tired = givenUp.length ? `; above the signer of ${givenUp.join(", ")} stand too many certificates: ${MAX_CHAIN_CHECKS} were tried` : "";
    problem("timestamp.none", "timestamps", "none was made by a party that you trust" + tired);
  }
  return found;
}

/* What the reader trusts, from the text of a policy or of keys, and certificates. */
function pinsOf(trusted, certificates) {
  const pins = {};
  if (certificates.trim()) pins.anchors = certificatesOf(utf8(certificates), "certificate");
  const lines = trusted.replace(/\r/g, "").split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  if (!lines.length) return trusted.trim() ? refuse("vkey", "keys", "holds no key; expected a policy, or verifier keys, one a line") : pins;
  if (lines.some((line) => /^quorum\s/.test(line))) pins.policy = policyOf(utf8(lines.join("\n") + "\n"), "policy");
  else {
    const keys = lines.map((line, n) => keyOf(line, `key ${n + 1}`)), witnesses = new Map();
    keys.filter((key) => key.kind !== ED25519).forEach((key) => witnesses.set(`${latin1(utf8(key.name))}+${key.id}`, key));
    const groups = witnesses.size ? new Map([["all of them", { least: witnesses.size, members: [...witnesses.keys()] }]]) : new Map();
    pins.policy = { logs: keys.filter((key) => key.kind === ED25519), witnesses, groups, quorum: witnesses.size ? "all of them" : "none" };
  }
  if (!pins.policy.logs.length) refuse("policy", "policy", "names no log; add its key");
  return pins;
}
