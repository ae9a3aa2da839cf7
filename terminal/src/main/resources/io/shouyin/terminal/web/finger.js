// The fingerprint reader: the browser's authenticator makes and shows passkeys with what the host asks; bytes travel as base64url.

const CREATE = 'CREATE';

/** Browsers know fingerprints on pages of a name, and none for an address of numbers. */
export function fingersWork(rpId) {
  return window.isSecureContext && 'PublicKeyCredential' in window && `.${location.hostname}`.endsWith(`.${rpId}`);
}

/** The domain that a question is for. */
export function domainOf({ options }) {
  return options.rp?.id ?? options.rpId;
}

/**
 * @param {{ceremony: 'CREATE' | 'GET', options: object}} wanted
 * @returns {Promise<object | null>} the credential as JSON; null if the finger was not known or nobody came
 */
export async function finger({ ceremony, options }) {
  try {
    return ceremony === CREATE ? await made(options) : await shown(options);
  } catch (cause) {
    if (cause instanceof DOMException) return null;
    throw cause;
  }
}

async function made(options) {
  const credential = await navigator.credentials.create({ publicKey: {
    ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: options.excludeCredentials.map(descriptor),
  } });
  const { clientDataJSON, attestationObject } = credential.response;
  return json(credential, { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) });
}

async function shown(options) {
  const credential = await navigator.credentials.get({ publicKey: {
    ...options, challenge: bytes(options.challenge), allowCredentials: options.allowCredentials.map(descriptor),
  } });
  const { clientDataJSON, authenticatorData, signature } = credential.response;
  return json(credential, { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature) });
}

const json = (credential, response) => ({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} });

const descriptor = ({ type, id }) => ({ type, id: bytes(id) });

function bytes(base64url) {
  return Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
