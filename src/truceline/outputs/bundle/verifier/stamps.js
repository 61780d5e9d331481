/* RFC 3161 timestamps: DER, X.509 and CMS as far as a timestamp needs them. */

const MAX_OID_BYTES = 128, MAX_CERTIFICATE_BYTES = 65535, MAX_CHAIN = 7, MAX_CHAIN_CHECKS = 128;

const OIDS = {
  "1.2.840.113549.1.7.2": "signedData",
  "1.2.840.113549.1.9.16.1.4": "TSTInfo",
  "1.2.840.113549.1.9.3": "contentType",
  "1.2.840.113549.1.9.4": "messageDigest",
  "1.2.840.113549.1.9.16.2.12": "signingCertificate",
  "1.2.840.113549.1.9.16.2.47": "signingCertificateV2",
  "1.2.840.113549.1.1.1": "rsa",
  "1.2.840.113549.1.1.10": "pss",
  "1.2.840.113549.1.1.11": "rsa-sha256",
  "1.2.840.113549.1.1.12": "rsa-sha384",
  "1.2.840.113549.1.1.13": "rsa-sha512",
  "1.2.840.113549.1.1.8": "mgf1",
  "1.2.840.10045.2.1": "ec",
  "1.2.840.10045.4.3.2": "ecdsa-sha256",
  "1.2.840.10045.4.3.3": "ecdsa-sha384",
  "1.2.840.10045.4.3.4": "ecdsa-sha512",
  "1.2.840.10045.3.1.7": "P-256",
  "1.3.132.0.34": "P-384",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
  "1.3.14.3.2.26": "sha1",
  "2.5.29.19": "basicConstraints",
  "2.5.29.15": "keyUsage",
  "2.5.29.37": "extKeyUsage",
  "2.5.29.32": "certificatePolicies",
  "1.3.6.1.5.5.7.3.8": "timeStamping",
};

function bad(message) {
  throw new Bad(message);
}

class Der {
  constructor(tag, body, raw) {
    Object.assign(this, { tag, body, raw });
  }
  parts() {
    const found = [];
    for (let at = 0; at < this.body.length; ) {
      const [part, end] = derAt(this.body, at);
      found.push(part);
      at = end;
    }
    return found;
  }
  oid() {
    if (this.tag !== 6 || !this.body.length || this.body[this.body.length - 1] & 0x80) bad("an object identifier was expected");
    if (this.body.length > MAX_OID_BYTES) bad(`an object identifier of ${this.body.length} bytes; at most ${MAX_OID_BYTES} are read`);
    const numbers = [];
    let value = 0n;
    for (const byte of this.body) {
      value = (value << 7n) | BigInt(byte & 0x7f);
      if (!(byte & 0x80)) {
        numbers.push(value);
        value = 0n;
      }
    }
    const first = numbers[0] / 40n < 2n ? numbers[0] / 40n : 2n;
    const dotted = [first, numbers[0] - 40n * first, ...numbers.slice(1)].join(".");
    return Object.hasOwn(OIDS, dotted) ? OIDS[dotted] : dotted;
  }
  integer() {
    if (this.tag !== 2 || !this.body.length) bad("a whole number was expected");
    return BigInt.asIntN(8 * this.body.length, bigOf(this.body));
  }
  bits() {
    if (this.tag !== 3 || this.body[0] !== 0) bad("a bit string was expected");
    return this.body.subarray(1);
  }
}

function derAt(data, at = 0) {
  if (at + 2 > data.length || (data[at] & 0x1f) === 0x1f) bad("cut short, or a tag that is not used here");
  let length = data[at + 1], begin = at + 2;
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count < 1 || count > 4) bad("a length that is not DER");
    length = Number(bigOf(data.subarray(begin, begin + count)));
    begin += count;
    if (length < 0x80 || Math.floor(length / 2 ** (8 * (count - 1))) === 0) bad("a length that is not DER");
  }
  if (begin + length > data.length) bad("cut short");
  return [new Der(data[at], data.subarray(begin, begin + length), data.subarray(at, begin + length)), begin + length];
}

function wholeDer(data) {
  const [value, end] = derAt(data);
  return end === data.length ? value : bad("something stands behind its end");
}

function take(parts, ...tags) {
  return parts.length && tags.includes(parts[0].tag) ? parts.shift() : bad(`expected a value with tag ${tags[0]}`);
}

const maybe = (parts, tag) => (parts.length && parts[0].tag === tag ? parts.shift() : null);

function timeOf(value) {
  let text = latin1(value.body);
  if (value.tag === 0x17) text = (text.slice(0, 2) >= "50" ? "19" : "20") + text;
  const found = value.tag === 0x17 || value.tag === 0x18 ? text.match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/) : null;
  if (!found) bad("no time");
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) bad("no time");
  const days = new Date(0).setUTCFullYear(year, month - 1, 1) / 86400000 + day - 1;
  return days * 86400 + hour * 3600 + minute * 60 + second;
}

function certificateOf(value) {
  if (value.raw.length > MAX_CERTIFICATE_BYTES) bad(`a certificate of ${value.raw.length} bytes; at most ${MAX_CERTIFICATE_BYTES} are read`);
  const outer = value.parts(), signed = take(outer, 0x30), algorithm = take(outer, 0x30), signature = take(outer, 3);
  const inner = signed.parts();
  maybe(inner, 0xa0);
  const serial = take(inner, 2), again = take(inner, 0x30), issuer = take(inner, 0x30), validity = take(inner, 0x30).parts();
  const subject = take(inner, 0x30), key = take(inner, 0x30);
  if (!same(again.raw, algorithm.raw) || outer.length || validity.length !== 2) bad("a certificate that contradicts itself");
  const extensions = inner.find((part) => part.tag === 0xa3);
  const limits = limitsOf(extensions ? extensions.parts()[0].parts() : []);
  const [begins, ends] = validity.map(timeOf);
  serial.integer();
  return { raw: value.raw, id: latin1(value.raw), signed: signed.raw, algorithm, signature: signature.bits(), issuer: latin1(issuer.raw), subject: latin1(subject.raw), begins, ends, key, ...limits };
}

function limitsOf(extensions) {
  const limits = { isCa: false, pathLength: null, signs: true, stamps: false, strange: false }, seen = new Set();
  for (const extension of extensions) {
    const parts = extension.parts(), name = take(parts, 6).oid(), critical = maybe(parts, 1);
    const isCritical = critical !== null && !(critical.body.length === 1 && critical.body[0] === 0);
    const value = wholeDer(take(parts, 4).body);
    if (seen.has(name)) bad("an extension twice");
    seen.add(name);
    if (name === "basicConstraints") {
      const inside = value.parts(), flag = maybe(inside, 1), length = maybe(inside, 2);
      limits.isCa = flag !== null && !(flag.body.length === 1 && flag.body[0] === 0);
      limits.pathLength = length ? length.integer() : null;
    } else if (name === "keyUsage") limits.signs = value.tag === 3 && value.body.length > 1 && Boolean(value.body[1] & 4);
    else if (name === "extKeyUsage") {
      const uses = isCritical ? value.parts().map((use) => use.oid()) : [];
      limits.stamps = uses.length === 1 && uses[0] === "timeStamping";
    } else if (name !== "certificatePolicies" && isCritical) limits.strange = true;
  }
  return limits;
}

/* Public keys: ECDSA on two curves, RSA in two ways. */

const CURVES = {
  "P-256": {
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    base: [0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n, 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n],
    width: 32,
  },
  "P-384": {
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    base: [0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n, 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn],
    width: 48,
  },
};

function onCurve(curve, left, right) {
  if (!left || !right) return left || right;
  const mod = (x) => ((x % curve.p) + curve.p) % curve.p;
  let slope;
  if (left[0] === right[0]) {
    if (mod(left[1] + right[1]) === 0n) return null;
    slope = mod((3n * left[0] * left[0] - 3n) * inverseOf(2n * left[1], curve.p));
  } else slope = mod((right[1] - left[1]) * inverseOf(right[0] - left[0], curve.p));
  const x = mod(slope * slope - left[0] - right[0]);
  return [x, mod(slope * (left[0] - x) - left[1])];
}

function ecdsaHolds(curve, publicKey, digest, signature) {
  const { p, b, n, base, width } = curve;
  if (publicKey.length !== 2 * width + 1 || publicKey[0] !== 4) bad("a key of an elliptic curve that is not written out");
  const key = [bigOf(publicKey.subarray(1, width + 1)), bigOf(publicKey.subarray(width + 1))];
  if (key[0] >= p || key[1] >= p || (key[1] * key[1] - key[0] * key[0] * key[0] + 3n * key[0] - b) % p) bad("a key that is no point of its curve");
  const numbers = wholeDer(signature).parts();
  const [r, s] = numbers.length === 2 ? numbers.map((one) => one.integer()) : [0n, 0n];
  if (r <= 0n || r >= n || s <= 0n || s >= n) return false;
  const inverse = inverseOf(s, n), first = (bigOf(digest.subarray(0, width)) * inverse) % n, second = (r * inverse) % n;
  const choices = [null, base, key, onCurve(curve, base, key)];
  let computed = null;
  for (let bit = BigInt(8 * width - 1); bit >= 0n; bit--) {
    computed = onCurve(curve, computed, computed);
    const choice = Number(((first >> bit) & 1n) | (((second >> bit) & 1n) << 1n));
    if (choice) computed = onCurve(curve, computed, choices[choice]);
  }
  return computed !== null && computed[0] % n === r;
}

const DIGEST_PREFIX = {
  sha256: "3031300d060960864801650304020105000420",
  sha384: "3041300d060960864801650304020205000430",
  sha512: "3051300d060960864801650304020305000440",
};

function maskOf(seed, length, name) {
  let made = new Uint8Array(0);
  for (let count = 0; made.length < length; count++) made = joined(made, HASHES[name](joined(seed, bytesOfBig(BigInt(count), 4))));
  return made.subarray(0, length);
}

function pssFits(whole, bits, digest, name, saltLength) {
  const size = digest.length, length = Math.floor((bits + 7) / 8), spare = whole.length - length;
  if (whole.subarray(0, spare).some(Boolean) || length < size + saltLength + 2 || whole[whole.length - 1] !== 0xbc) return false;
  const block = whole.subarray(spare), masked = block.subarray(0, length - size - 1), found = block.subarray(length - size - 1, length - 1);
  const unused = 8 * length - bits;
  if (unused && masked[0] >> (8 - unused)) return false;
  const mask = maskOf(found, masked.length, name), plain = masked.map((byte, i) => byte ^ mask[i]);
  plain[0] &= 0xff >> unused;
  const gap = plain.length - saltLength - 1;
  if (plain.subarray(0, gap).some(Boolean) || plain[gap] !== 1) return false;
  return same(HASHES[name](joined(new Uint8Array(8), digest, plain.subarray(gap + 1))), found);
}

function rsaHolds(publicKey, message, signature, name, saltLength) {
  const numbers = wholeDer(publicKey).parts();
  const [modulus, exponent] = numbers.length === 2 ? numbers.map((one) => one.integer()) : [0n, 0n];
  const bits = modulus > 0n ? modulus.toString(2).length : 0, length = Math.floor((bits + 7) / 8);
  if (bits < 2048 || bits > 8192 || exponent < 3n || exponent >= 2n ** 32n || exponent % 2n === 0n || modulus % 2n === 0n) bad("an RSA key that is too weak or too large");
  const value = bigOf(signature);
  if (signature.length !== length || value >= modulus) return false;
  const block = bytesOfBig(power(value, exponent, modulus), length), digest = HASHES[name](message);
  if (saltLength !== null) return pssFits(block, bits - 1, digest, name, saltLength);
  const ending = joined(bytesOfHex(DIGEST_PREFIX[name]), digest);
  return same(block, joined([0, 1], new Uint8Array(length - ending.length - 3).fill(255), [0], ending));
}

function hashName(algorithm) {
  const name = take(algorithm.parts(), 6).oid();
  return ["sha256", "sha384", "sha512"].includes(name) ? name : bad(`a hash ${name} that is not used here`);
}

function pssParameters(parts) {
  const inside = take(parts, 0x30).parts(), hashed = maybe(inside, 0xa0), mask = maybe(inside, 0xa1), salt = maybe(inside, 0xa2);
  if (!hashed || !mask || inside.length) bad("PSS with parameters that are not used here");
  const name = hashName(wholeDer(hashed.body)), masks = wholeDer(mask.body).parts();
  if (take(masks, 6).oid() !== "mgf1" || hashName(take(masks, 0x30)) !== name) bad("PSS with a mask that is not used here");
  return [name, salt ? wholeDer(salt.body).integer() : 20n];
}

function signatureHolds(key, algorithm, message, signature, fallback) {
  const parts = algorithm.parts(), named = take(parts, 6).oid();
  const fields = key.parts(), kinds = take(fields, 0x30).parts(), publicKey = take(fields, 3).bits(), kind = take(kinds, 6).oid();
  if (kind === "rsa" && ["rsa", "rsa-sha256", "rsa-sha384", "rsa-sha512"].includes(named)) return rsaHolds(publicKey, message, signature, named.slice(4) || fallback, null);
  if ((kind === "rsa" || kind === "pss") && named === "pss") {
    const [name, saltLength] = pssParameters(parts);
    return saltLength >= 0n && saltLength <= 512n && rsaHolds(publicKey, message, signature, name, Number(saltLength));
  }
  if (kind === "ec" && ["ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512"].includes(named)) {
    const curve = take(kinds, 6).oid();
    if (Object.hasOwn(CURVES, curve)) return ecdsaHolds(CURVES[curve], publicKey, HASHES[named.slice(6)](message), signature);
  }
  return bad(`a signature ${named} by a key ${kind}, which this verifier does not know`);
}

/* The token. */

const isOurs = (error) => error instanceof Bad || error instanceof TypeError || error instanceof RangeError;

function stampOf(data, extra, where) {
  try {
    return readStamp(data, extra);
  } catch (error) {
    if (!isOurs(error)) throw error;
    return refuse("timestamp", where, `is no timestamp that can be checked: ${error.message}`);
  }
}

function readStamp(data, extra) {
  let content = wholeDer(data).parts();
  if (content.length && content[0].tag === 0x30) content = take(content.slice(1), 0x30).parts();
  if (take(content, 6).oid() !== "signedData") bad("no signed data");
  const fields = wholeDer(take(content, 0xa0).body).parts();
  take(fields, 2);
  take(fields, 0x31);
  const inside = take(fields, 0x30).parts();
  if (take(inside, 6).oid() !== "TSTInfo") bad("signed data that is no timestamp");
  const info = wholeDer(take(inside, 0xa0).body), given = maybe(fields, 0xa0);
  const others = (given ? given.parts() : []).filter((one) => one.tag === 0x30).map(certificateOf).concat(extra);
  maybe(fields, 0xa1);
  const signers = take(fields, 0x31).parts();
  if (info.tag !== 4 || signers.length !== 1) bad(`${signers.length} signers; expected one`);
  const [signer, holds] = signerOf(signers[0], info.body, others);
  const told = wholeDer(info.body).parts();
  take(told, 2);
  take(told, 6);
  const imprint = take(told, 0x30).parts(), name = hashName(take(imprint, 0x30)), hashed = take(imprint, 4).body;
  take(told, 2);
  return { name, imprint: hashed, at: timeOf(take(told, 0x18)), holds, signer, others };
}

function signerOf(info, content, certificates) {
  const parts = info.parts();
  take(parts, 2);
  take(parts, 0x30, 0x80);
  const name = hashName(take(parts, 0x30)), attributes = take(parts, 0xa0), algorithm = take(parts, 0x30), signature = take(parts, 4);
  const values = new Map();
  for (const attribute of attributes.parts()) {
    const fields = attribute.parts(), called = take(fields, 6).oid(), inside = take(fields, 0x31).parts();
    if (values.has(called) || inside.length !== 1) bad("a signed attribute twice");
    values.set(called, inside[0]);
  }
  const [by, digest] = signerNamed(values), signer = certificates.find((one) => same(HASHES[by](one.raw), digest));
  if (!signer) bad("the certificate that the signature names is not there");
  if (!values.has("contentType") || values.get("contentType").oid() !== "TSTInfo" || !values.has("messageDigest")) bad("signed attributes are missing");
  const isSame = same(values.get("messageDigest").body, HASHES[name](content));
  return [signer, isSame && signatureHolds(signer.key, algorithm, joined([0x31], attributes.raw.subarray(1)), signature.body, name)];
}

/* By which hash, and its name, the signature names the certificate of its signer. */
function signerNamed(values) {
  for (const attribute of ["signingCertificateV2", "signingCertificate"]) {
    if (!values.has(attribute)) continue;
    const first = values.get(attribute).parts()[0].parts()[0].parts();
    let name = attribute === "signingCertificate" ? "sha1" : "sha256";
    if (first.length && first[0].tag === 0x30 && attribute === "signingCertificateV2") name = hashName(first.shift());
    return [name, take(first, 4).body];
  }
  return bad("the signer's certificate is not named by the signature");
}

function certificatesOf(data, where) {
  const blocks = [...textOf(data, where).matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/= \t\r\n]*)-----END CERTIFICATE-----/g)];
  if (!blocks.length) refuse("certificate", where, "holds no certificate; expected PEM");
  return blocks.map((block, n) => {
    const at = `${where}, certificate ${n + 1}`, content = base64Of(block[1].replace(/[ \t\r\n]/g, ""), at, "content");
    try {
      return certificateOf(wholeDer(content));
    } catch (error) {
      if (!isOurs(error)) throw error;
      return refuse("certificate", at, `cannot be read: ${error.message}`);
    }
  });
}

/* Whether the signer is, or was certified by, a certificate that the reader trusts: climbed level by level, none twice.
   `checked` keeps over all timestamps which certificate was signed by which key; null where it would grow over MAX_CHAIN_CHECKS. */
function leadsTo({ signer, at, others }, anchors, checked) {
  const trusted = new Set(anchors.map((one) => one.id)), fits = (one) => !one.strange && one.begins <= at && at <= one.ends;
  if (!signer.stamps || !fits(signer)) return false;
  if (trusted.has(signer.id)) return true;
  const bySubject = new Map();
  for (const one of new Map([...anchors, ...others].map((each) => [each.id, each])).values()) {
    if (!one.isCa || !one.signs || !fits(one)) continue;
    if (!bySubject.has(one.subject)) bySubject.set(one.subject, []);
    bySubject.get(one.subject).push(one);
  }
  const reached = new Set([signer.id]);
  let level = [signer];
  for (let height = 0n; height < MAX_CHAIN; height++) {
    const higher = [];
    for (const below of level) {
      for (const above of bySubject.get(below.issuer) || []) {
        if (reached.has(above.id) || (above.pathLength !== null && above.pathLength < height)) continue;
        const certified = isCertified(below, above, checked);
        if (certified === null || (certified && trusted.has(above.id))) return certified;
        if (!certified) continue;
        reached.add(above.id);
        higher.push(above);
      }
    }
    const itself = (one) => Number(one.subject === one.issuer); // who certifies itself leads on rarely
    level = higher.sort((one, other) => itself(one) - itself(other));
  }
  return false;
}

function isCertified(below, above, checked) {
  const pair = below.id + latin1(above.key.raw);
  if (checked.has(pair)) return checked.get(pair);
  if (checked.size === MAX_CHAIN_CHECKS) return null;
  let holds = false;
  try {
    holds = signatureHolds(above.key, below.algorithm, below.signed, below.signature, "sha256");
  } catch (error) {
    if (!isOurs(error)) throw error;
  }
  checked.set(pair, holds);
  return holds;
}
