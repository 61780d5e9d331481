"use strict";
/* Bytes, hashes, the zip file, and text read strictly: the same rules as verify.py, written a second time.
   Nothing here asks the network, and nothing depends on which cryptography a browser has. */

const FORMAT = "truceline.proof-bundle/1";
const MAX_BUNDLE_BYTES = 200000000, MAX_MEMBERS = 2000, MAX_RATIO = 100, MAX_NOTE_BYTES = 1000000, MAX_SIGNATURES = 100;
const MAX_JSON_BYTES = 8000000, MAX_LEAF_BYTES = 65535, MAX_DISCLOSURE_CHARACTERS = 100000, MAX_DEPTH = 16;

class Unreadable extends Error {
  constructor(code, where, message) {
    super(where + ": " + message);
    this.code = code;
    this.where = where;
    this.says = message;
  }
}

function refuse(code, where, message) {
  throw new Unreadable(code, where, message);
}

function shown(value, longest = 60) {
  const text = typeof value === "string" ? JSON.stringify(value) : String(JSON.stringify(value));
  const plain = text.replace(/[^\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u05ff\u0620-\u1fff\u4e00-\u9fff]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  return plain.length <= longest ? plain : plain.slice(0, longest) + "...";
}

function same(left, right) {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const utf8 = (text) => new TextEncoder().encode(text);
const latin1 = (data) => {
  let text = "";
  for (let i = 0; i < data.length; i += 4096) text += String.fromCharCode(...data.subarray(i, i + 4096));
  return text;
};
const bytesOfLatin1 = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const loose = (data) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(data);

function textOf(data, where) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch (error) {
    return refuse("utf8", where, "is not UTF-8");
  }
}

const hexOf = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOfHex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
const bigOf = (data) => BigInt("0x" + (hexOf(data) || "0"));
function bytesOfBig(value, length) {
  return bytesOfHex(value.toString(16).padStart(2 * length, "0"));
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_LETTERS = LETTERS.slice(0, 62) + "-_";

function toBase64(data, letters, isPadded) {
  let text = "";
  for (let i = 0; i < data.length; i += 3) {
    const three = (data[i] << 16) | ((data[i + 1] || 0) << 8) | (data[i + 2] || 0);
    const count = Math.min(3, data.length - i) + 1;
    for (let k = 0; k < 4; k++) text += k < count ? letters[(three >> (18 - 6 * k)) & 63] : isPadded ? "=" : "";
  }
  return text;
}

function fromBase64(text, letters, isPadded) {
  const bare = isPadded ? text.replace(/={1,2}$/, "") : text;
  const found = new Uint8Array(Math.floor((bare.length * 3) / 4));
  let held = 0, bits = 0, at = 0;
  for (const letter of bare) {
    const value = letters.indexOf(letter);
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      found[at++] = (held >> bits) & 255;
    }
  }
  return toBase64(found, letters, isPadded) === text ? found : null;
}

function base64Of(text, where, what) {
  const data = fromBase64(text, LETTERS, true);
  return data || refuse("base64", where, `${what} ${shown(text)} is not base64 as it is written by anybody`);
}

function numberOf(text, where, what) {
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(text) || BigInt(text) > BigInt(Number.MAX_SAFE_INTEGER)) {
    refuse("number", where, `${what} ${shown(text)} is no number from 0 to 2^53 - 1 without leading zeros`);
  }
  return Number(text);
}

/* SHA-2 (FIPS 180-4) and, for naming certificates in old timestamps only, SHA-1. */

function primes(count) {
  const found = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p)) found.push(n);
  return found;
}

/* The first 64 bits of the fraction of the square or cube root of a prime, by whole numbers. */
function rootBits(prime, power) {
  const target = BigInt(prime) << BigInt(64 * power);
  let low = 0n, high = 1n << 72n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(power) <= target) low = middle;
    else high = middle;
  }
  return low & 0xffffffffffffffffn;
}

const CUBES = primes(80).map((prime) => rootBits(prime, 3));
const K256 = Int32Array.from(CUBES.slice(0, 64), (bits) => Number(bits >> 32n) | 0);
const START = { sha256: primes(8).map((prime) => Number(rootBits(prime, 2) >> 32n) | 0), sha512: primes(8).map((prime) => rootBits(prime, 2)) };
START.sha384 = primes(16).slice(8).map((prime) => rootBits(prime, 2));

function padded(data, block) {
  const length = Math.ceil((data.length + 1 + block / 8) / block) * block;
  const whole = new Uint8Array(length);
  whole.set(data);
  whole[data.length] = 0x80;
  whole.set(bytesOfBig(BigInt(data.length) * 8n, 8), length - 8);
  return whole;
}

function sha256(data) {
  const whole = padded(data, 64), view = new DataView(whole.buffer), h = START.sha256.slice(), w = new Int32Array(64);
  for (let at = 0; at < whole.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
      const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, k] = h;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (k + s1 + ((e & f) ^ (~e & g)) + K256[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      k = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, k].forEach((value, i) => (h[i] = (h[i] + value) | 0));
  }
  return Uint8Array.from(h.flatMap((value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]));
}

function sha512(data, start = START.sha512, length = 64) {
  const MASK = 0xffffffffffffffffn, turn = (x, n) => ((x >> n) | (x << (64n - n))) & MASK;
  const whole = padded(data, 128), view = new DataView(whole.buffer), h = start.slice(), w = new Array(80);
  for (let at = 0; at < whole.length; at += 128) {
    for (let i = 0; i < 16; i++) w[i] = view.getBigUint64(at + 8 * i);
    for (let i = 16; i < 80; i++) {
      const a = w[i - 15], b = w[i - 2];
      w[i] = (w[i - 16] + (turn(a, 1n) ^ turn(a, 8n) ^ (a >> 7n)) + w[i - 7] + (turn(b, 19n) ^ turn(b, 61n) ^ (b >> 6n))) & MASK;
    }
    let [a, b, c, d, e, f, g, k] = h;
    for (let i = 0; i < 80; i++) {
      const t1 = k + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & MASK & g)) + CUBES[i] + w[i];
      const t2 = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      k = g; g = f; f = e; e = (d + t1) & MASK; d = c; c = b; b = a; a = (t1 + t2) & MASK;
    }
    [a, b, c, d, e, f, g, k].forEach((value, i) => (h[i] = (h[i] + value) & MASK));
  }
  return joined(...h.map((value) => bytesOfBig(value, 8))).slice(0, length);
}

function sha1(data) {
  const whole = padded(data, 64), view = new DataView(whole.buffer), w = new Int32Array(80);
  const h = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0], turn = (x, n) => (x << n) | (x >>> (32 - n));
  for (let at = 0; at < whole.length; at += 64) {
    for (let i = 0; i < 80; i++) w[i] = i < 16 ? view.getInt32(at + 4 * i) : turn(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    let [a, b, c, d, e] = h;
    for (let i = 0; i < 80; i++) {
      const [f, k] = i < 20 ? [(b & c) | (~b & d), 0x5a827999] : i < 40 ? [b ^ c ^ d, 0x6ed9eba1] : i < 60 ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc] : [b ^ c ^ d, 0xca62c1d6];
      const next = (turn(a, 5) + f + e + k + w[i]) | 0;
      e = d; d = c; c = turn(b, 30); b = a; a = next;
    }
    [a, b, c, d, e].forEach((value, i) => (h[i] = (h[i] + value) | 0));
  }
  return joined(...h.map((value) => bytesOfBig(BigInt(value >>> 0), 4)));
}

const HASHES = { sha1, sha256, sha384: (data) => sha512(data, START.sha384, 48), sha512: (data) => sha512(data) };

/* The zip file. */

const CRC = Int32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

function crc32(data) {
  let crc = -1;
  for (let i = 0; i < data.length; i++) crc = CRC[(crc ^ data[i]) & 255] ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}

const NAMES = new RegExp(
  "^(?:bundle\\.json|entries\\.jsonl|checkpoint\\.txt|vkeys\\.txt|policy\\.txt|disclosures\\.txt|tsa\\.pem|VERIFY\\.md|verify\\.py|verify\\.html" +
    "|proofs/(?:0|[1-9][0-9]{0,15})\\.tlog-proof|texts/[0-9a-f]{64}\\.txt|blobs/[0-9a-f]{64}|timestamps/[1-9][0-9]?\\.(?:tsr|txt))$",
);

function readZip(data) {
  if (data.length > MAX_BUNDLE_BYTES) refuse("zip.size", "bundle", `${data.length} bytes; at most ${MAX_BUNDLE_BYTES} are read`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const { members, directory } = centralDirectory(data, view);
  const names = new Set();
  for (const member of members) {
    checkName(member.name);
    if (names.has(member.name.toLowerCase())) refuse("zip.twice", shown(member.name), "stands twice in the bundle (or differs in case only)");
    names.add(member.name.toLowerCase());
  }
  checkSizes(members);
  const found = new Map();
  let at = 0;
  for (const member of members.slice().sort((one, other) => one.offset - other.offset)) {
    if (member.offset !== at) refuse("zip.overlap", member.name, `begins at byte ${member.offset}, ${at} was expected: overlap or gap`);
    const [content, end] = unpacked(data, view, member, directory);
    found.set(member.name, content);
    at = end;
  }
  if (at !== directory) refuse("zip.gap", "bundle", `${directory - at} bytes before the directory belong to no member`);
  return new Map(members.map((member) => [member.name, found.get(member.name)]));
}

function centralDirectory(data, view) {
  const end = data.length - 22;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) refuse("zip.none", "bundle", "is no zip file, is cut short, or something stands behind its end");
  const short = (at) => view.getUint16(end + at, true);
  const count = short(10), length = view.getUint32(end + 12, true), start = view.getUint32(end + 16, true);
  if (short(4) || short(6) || short(8) !== count || short(20) || start + length !== end) refuse("zip.end", "bundle", "has an end that does not fit what stands before it");
  if (count > MAX_MEMBERS) refuse("zip.members", "bundle", `lists ${count} members; at most ${MAX_MEMBERS} are read`);
  const members = [];
  let at = start;
  for (let number = 0; number < count; number++) {
    const [member, next] = listed(data, view, at, end, `member ${number}`);
    members.push(member);
    at = next;
  }
  if (at !== end) refuse("zip.end", "bundle", `has ${end - at} bytes in its directory that list nothing`);
  return { members, directory: start };
}

function listed(data, view, at, end, number) {
  if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) refuse("zip.directory", number, "is not listed as a member should be");
  const short = (from) => view.getUint16(at + from, true), long = (from) => view.getUint32(at + from, true);
  const lengths = [short(28), short(30), short(32)], begin = at + 46, after = begin + lengths[0] + lengths[1] + lengths[2];
  if (after > end) refuse("zip.directory", number, "is cut short in the directory");
  const name = loose(data.subarray(begin, begin + lengths[0])), flags = short(8), method = short(10);
  if (flags & 0x2041) refuse("zip.encrypted", shown(name), "is encrypted; a bundle is not");
  if (flags & ~0x806 || short(34) || lengths[2] || (method !== 0 && method !== 8)) refuse("zip.method", shown(name), "is packed in a way that a bundle does not use");
  if (lengths[1]) refuse("zip.extra", shown(name), "has extra fields, by which other programs may call it otherwise");
  const type = (long(38) >>> 16) & 0o170000;
  if (short(4) >> 8 === 3 && type !== 0 && type !== 0o100000) refuse("zip.type", shown(name), "is a link, a folder or a device; a bundle has plain files only");
  return [{ name, method, flags, crc: long(16), packed: long(20), size: long(24), offset: long(42) }, after];
}

function checkName(name) {
  const dangers = [
    [name.includes("\0"), "has a NUL in its name"],
    [name.includes("\\"), "has a backslash in its name"],
    [name.startsWith("/"), "has an absolute name"],
    [/^[A-Za-z]:/.test(name), "names a drive"],
    [name.split("/").includes(".."), "leads out of the bundle"],
  ];
  for (const [isSo, message] of dangers) if (isSo) refuse("zip.path", shown(name), message + "; nothing is unpacked");
  if (!NAMES.test(name)) refuse("zip.name", shown(name), `is no part of a bundle (${FORMAT})`);
}

function limitOf(name) {
  if (name.startsWith("texts/") || name.startsWith("blobs/") || name === "entries.jsonl") return MAX_BUNDLE_BYTES;
  return ["bundle.json", "disclosures.txt", "verify.html", "VERIFY.md"].includes(name) ? MAX_JSON_BYTES : MAX_NOTE_BYTES;
}

function checkSizes(members) {
  let total = 0;
  for (const member of members) {
    total += member.size;
    if (member.size > MAX_RATIO * member.packed) refuse("zip.ratio", member.name, `unpacks ${member.packed} to ${member.size} bytes; at most ${MAX_RATIO} times`);
    if (member.size > limitOf(member.name)) refuse("size", member.name, `has ${member.size} bytes; at most ${limitOf(member.name)} are read`);
    if (total > MAX_BUNDLE_BYTES) refuse("zip.size", member.name, `brings the bundle over ${MAX_BUNDLE_BYTES} bytes unpacked`);
  }
}

function unpacked(data, view, member, directory) {
  const at = member.offset, where = member.name;
  if (at + 30 > directory || view.getUint32(at, true) !== 0x04034b50) refuse("zip.member", where, "does not stand where the directory says");
  const short = (from) => view.getUint16(at + from, true), long = (from) => view.getUint32(at + from, true);
  const nameEnd = at + 30 + short(26), begin = nameEnd + short(28), end = begin + member.packed;
  const isSame = loose(data.subarray(at + 30, nameEnd)) === member.name && short(6) === member.flags && short(8) === member.method;
  if (short(28)) refuse("zip.extra", where, "has extra fields, by which other programs may call it otherwise");
  if (!isSame || long(14) !== member.crc || long(18) !== member.packed || long(22) !== member.size) refuse("zip.member", where, "is described in one way in front of it and in another in the directory");
  if (end > directory) refuse("zip.overlap", where, "reaches into the directory");
  const packed = data.subarray(begin, end), content = member.method === 0 ? packed : inflated(packed, member);
  if (content.length !== member.size) refuse("zip.lying", where, `has ${content.length} bytes; ${member.size} are announced`);
  if (crc32(content) !== member.crc) refuse("zip.crc", where, "has another checksum than announced: damaged on the way");
  return [content, end];
}

/* Inflate (RFC 1951), never to more than the size announced. */

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const FAR_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const FAR_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function codeOf(lengths, mayBeShort, fail) {
  const counts = new Uint16Array(16), offsets = new Uint16Array(16), symbols = new Uint16Array(lengths.length);
  lengths.forEach((length) => counts[length]++);
  counts[0] = 0;
  let left = 1, total = 0;
  for (let bits = 1; bits <= 15; bits++) {
    left = 2 * left - counts[bits];
    total += counts[bits];
    if (left < 0) fail();
  }
  if (left > 0 && !(mayBeShort && (total === 0 || (total === 1 && counts[1] === 1)))) fail();
  for (let bits = 1; bits < 15; bits++) offsets[bits + 1] = offsets[bits] + counts[bits];
  lengths.forEach((length, symbol) => length && (symbols[offsets[length]++] = symbol));
  return { counts, symbols };
}

function inflated(data, member) {
  const fail = () => refuse("zip.deflate", member.name, "cannot be unpacked");
  const out = new Uint8Array(member.size);
  let at = 0, held = 0, count = 0, length = 0, isLast = false;
  const bits = (wanted) => {
    while (count < wanted) {
      if (at >= data.length) fail();
      held += data[at++] * 2 ** count;
      count += 8;
    }
    const value = held % 2 ** wanted;
    held = Math.floor(held / 2 ** wanted);
    count -= wanted;
    return value;
  };
  const symbol = ({ counts, symbols }) => {
    let code = 0, first = 0, index = 0;
    for (let width = 1; width <= 15; width++) {
      code += bits(1);
      if (code - first < counts[width]) return symbols[index + code - first];
      index += counts[width];
      first = 2 * (first + counts[width]);
      code *= 2;
    }
    return fail();
  };
  const put = (byte) => {
    if (length >= member.size) refuse("zip.lying", member.name, `does not unpack to the ${member.size} bytes announced`);
    out[length++] = byte;
  };
  const copied = (literal, far) => {
    for (let next = symbol(literal); next !== 256; next = symbol(literal)) {
      if (next < 256) {
        put(next);
        continue;
      }
      if (next > 285) fail();
      const many = LENGTH_BASE[next - 257] + bits(LENGTH_BITS[next - 257]), step = symbol(far);
      if (step > 29) fail();
      const back = FAR_BASE[step] + bits(FAR_BITS[step]);
      if (back > length) fail();
      for (let k = 0; k < many; k++) put(out[length - back]);
    }
  };
  const dynamic = () => {
    const literals = bits(5) + 257, fars = bits(5) + 1, codes = bits(4) + 4, widths = new Array(19).fill(0), lengths = [];
    if (literals > 286 || fars > 30) fail();
    for (let i = 0; i < codes; i++) widths[CODE_ORDER[i]] = bits(3);
    const code = codeOf(widths, false, fail);
    while (lengths.length < literals + fars) {
      const next = symbol(code);
      if (next < 16) lengths.push(next);
      else {
        if (next === 16 && !lengths.length) fail();
        const value = next === 16 ? lengths[lengths.length - 1] : 0;
        const many = next === 16 ? 3 + bits(2) : next === 17 ? 3 + bits(3) : 11 + bits(7);
        for (let i = 0; i < many; i++) lengths.push(value);
      }
    }
    if (lengths.length !== literals + fars || !lengths[256]) fail();
    copied(codeOf(lengths.slice(0, literals), true, fail), codeOf(lengths.slice(literals), true, fail));
  };
  while (!isLast) {
    isLast = bits(1) === 1;
    const type = bits(2);
    if (type === 0) {
      held = count = 0;
      const many = bits(16);
      if ((many ^ bits(16)) !== 0xffff || at + many > data.length) fail();
      for (let i = 0; i < many; i++) put(data[at++]);
    } else if (type === 1) {
      const fixed = Array.from({ length: 288 }, (_, n) => (n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8));
      copied(codeOf(fixed, false, fail), codeOf(new Array(32).fill(5), false, fail));
    } else if (type === 2) dynamic();
    else fail();
  }
  if (length !== member.size || at !== data.length) refuse("zip.lying", member.name, `does not unpack to the ${member.size} bytes announced`);
  return out;
}

/* Canonical JSON (TL-JSON/1): what would not be written again as the same bytes is refused. */

function canonical(value, where, depth = MAX_DEPTH) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) refuse("json", where, "has a fraction, or a number beyond 2^53 - 1");
    return String(value);
  }
  if (typeof value === "string") {
    for (const c of value) if (c.length === 1 && c >= "\ud800" && c <= "\udfff") refuse("json", where, "has half a character");
    return JSON.stringify(value);
  }
  if (depth === 0) refuse("json", where, `is nested deeper than ${MAX_DEPTH}`);
  if (Array.isArray(value)) return "[" + value.map((part) => canonical(part, where, depth - 1)).join(",") + "]";
  const keys = Object.keys(value).sort();
  for (const key of keys) if (!/^(?:[a-z_][a-z0-9_.]{0,63}|\.\.\.)$/.test(key)) refuse("json", where, `has a key ${shown(key)}`);
  return "{" + keys.map((key) => JSON.stringify(key) + ":" + canonical(value[key], where, depth - 1)).join(",") + "}";
}

function jsonOf(data, where) {
  const text = textOf(data, where);
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    refuse("json", where, "is not JSON");
  }
  if (canonical(value, where) !== text) refuse("json", where, "is not canonical JSON");
  return value;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function objectOf(value, where) {
  return isObject(value) ? value : refuse("json", where, `${shown(value)} stands where an object was expected`);
}
