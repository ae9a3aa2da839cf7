// Passkeys between the host's JSON (WebAuthn level 3) and the browser's binary form.

interface Descriptor {
  type: 'public-key'
  id: string
}

export interface PasskeyCreation {
  rp: PublicKeyCredentialRpEntity
  user: { id: string; name: string; displayName: string }
  challenge: string
  pubKeyCredParams: PublicKeyCredentialParameters[]
  timeout: number
  excludeCredentials: Descriptor[]
  authenticatorSelection: AuthenticatorSelectionCriteria
  attestation: AttestationConveyancePreference
}

export interface PasskeyRequest {
  challenge: string
  timeout: number
  rpId: string
  allowCredentials: Descriptor[]
  userVerification: UserVerificationRequirement
}

/** The person turned away, the time was over, or the authenticator cannot verify its user. */
export class PasskeyDismissed extends Error {}

/** Browsers know passkeys on secure pages of the domain alone, and none for an address of numbers. */
export const passkeysWork = (domain: string) =>
  window.isSecureContext && 'credentials' in navigator && 'PublicKeyCredential' in window && `.${location.hostname}`.endsWith(`.${domain}`)

export async function makePasskey(asked: PasskeyCreation): Promise<unknown> {
  const made = await unlessDismissed(() => navigator.credentials.create({
    publicKey: { ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: asked.excludeCredentials.map(descriptor) },
  }))
  const response = made.response as AuthenticatorAttestationResponse
  return json(made, { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject) })
}

export async function askPasskey(asked: PasskeyRequest): Promise<unknown> {
  const shown = await unlessDismissed(() => navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: asked.allowCredentials.map(descriptor) },
  }))
  const response = shown.response as AuthenticatorAssertionResponse
  return json(shown, { clientDataJSON: text(response.clientDataJSON), authenticatorData: text(response.authenticatorData), signature: text(response.signature) })
}

async function unlessDismissed(work: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await work()
    if (credential) return credential as PublicKeyCredential
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause
  }
  throw new PasskeyDismissed()
}

const json = (credential: PublicKeyCredential, response: Record<string, string>) =>
  ({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} })

const descriptor = ({ type, id }: Descriptor) => ({ type, id: bytes(id) })

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0))
}

function text(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}
