/** Bytes sealed for the owner of a P-256 key, as the vault's `EcEnvelope` has them; all keys and envelopes in base64, keys as SubjectPublicKeyInfo. */

const PUBLIC_KEY_BYTES = 91
const NONCE_BYTES = 12
const CURVE = { name: 'ECDH', namedCurve: 'P-256' }
const LABEL = new TextEncoder().encode('shouyin envelope v1')

type Bytes = Uint8Array<ArrayBuffer>

/** Browsers have WebCrypto at https and at this machine's own address alone. */
export const canSeal = (): boolean => !!globalThis.crypto?.subtle

/** A key pair of one moment: its private half cannot be read, not even by this page. */
export class EnvelopeKey {
  private constructor(readonly publicKey: string, private readonly pair: CryptoKeyPair) {}

  static async generate(): Promise<EnvelopeKey> {
    const pair = await crypto.subtle.generateKey(CURVE, false, ['deriveBits'])
    return new EnvelopeKey(base64(await crypto.subtle.exportKey('spki', pair.publicKey)), pair)
  }

  /** @throws if it was changed, or is for another key or about something else */
  async open(about: string, envelope: string): Promise<string> {
    const bytes = fromBase64(envelope)
    const sender = bytes.slice(0, PUBLIC_KEY_BYTES)
    const nonce = bytes.slice(PUBLIC_KEY_BYTES, PUBLIC_KEY_BYTES + NONCE_BYTES)
    const key = await derived(this.pair.privateKey, sender, sender, fromBase64(this.publicKey))
    const clear = await crypto.subtle.decrypt(gcm(nonce, about), key, bytes.slice(PUBLIC_KEY_BYTES + NONCE_BYTES))
    return new TextDecoder().decode(clear)
  }
}

export async function seal(recipient: string, about: string, clear: string): Promise<string> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['deriveBits'])
  const sender = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const key = await derived(pair.privateKey, fromBase64(recipient), sender, fromBase64(recipient))
  const sealed = await crypto.subtle.encrypt(gcm(nonce, about), key, new TextEncoder().encode(clear))
  return base64(joined(sender, nonce, new Uint8Array(sealed)))
}

async function derived(privateKey: CryptoKey, publicKey: Bytes, sender: Bytes, recipient: Bytes): Promise<CryptoKey> {
  const other = await crypto.subtle.importKey('spki', publicKey, CURVE, false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, privateKey, 256)
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: joined(sender, recipient), info: LABEL }, material,
    { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

const gcm = (nonce: Bytes, about: string) => ({ name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(about) })

function joined(...all: Bytes[]): Bytes {
  return new Uint8Array(all.flatMap((one) => [...one]))
}

function base64(bytes: ArrayBuffer | Bytes): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
}

function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
