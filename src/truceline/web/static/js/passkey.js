// Passkeys: a form that says with data-passkey what it is for runs the ceremony when it is sent, and then sends itself.
// create: add a key; get: use one of this person's; login: use any, before anybody said who they are.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));

function written(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response: parts,
    authenticatorAttachment: credential.authenticatorAttachment, clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function made(options, alone) {
  const asked = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  asked.user = { ...asked.user, id: bytes(asked.user.id) };
  asked.excludeCredentials = keys(asked.excludeCredentials);
  asked.authenticatorSelection = { ...asked.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  if (alone) asked.authenticatorSelection.userVerification = "required";
  return navigator.credentials.create({ publicKey: asked });
}

async function used(options) {
  const asked = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  asked.allowCredentials = keys(asked.allowCredentials);
  return navigator.credentials.get({ publicKey: asked });
}

async function options(form) {
  if (form.dataset.passkey !== "login") {
    const told = JSON.parse(document.getElementById("passkey-options").textContent);
    return told.creation_options ?? told.request_options;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

const isNumber = /^[\d.]+$|^\[/.test(location.hostname);
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const said = form.querySelector("p[role=alert]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.hidden = true;
    try {
      const asked = await options(form);
      const credential = form.dataset.passkey === "create" ? await made(asked, Boolean(form.elements.passwordless?.checked)) : await used(asked);
      form.elements.credential.value = written(credential);
      form.submit();
    } catch {
      said.textContent = isNumber ? form.dataset.ip : form.dataset.failed;
      said.hidden = false;
    }
  });
}
document.documentElement.dataset.passkeys = "ready";
