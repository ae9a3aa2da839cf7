import { api } from '@/api/client'
import type { Ceremony, ShownPart } from '@/api/types'
import { EnvelopeKey, seal } from './envelope'

/** An officer's part as he sees it: opened in this page, never on the host. */
export interface OpenedPart extends Omit<ShownPart, 'components'> {
  components: { purpose: string; hex: string; checkValue: string; wholeCheckValue: string }[]
}

export async function show(ceremony: Ceremony, officer: string): Promise<OpenedPart> {
  const own = await EnvelopeKey.generate()
  const shown = await api.post<ShownPart>(`/keys/ceremonies/${ceremony.id}/parts/shown`, { officerKey: own.publicKey })
  const components = await Promise.all(shown.components.map(async ({ purpose, envelope, checkValue, wholeCheckValue }) => (
    { purpose, hex: await own.open(about('shown', ceremony.id, purpose, shown.part, officer), envelope), checkValue, wholeCheckValue })))
  return { ...shown, components }
}

/** @param hex sealed in this page for the vault */
export async function enter(ceremony: Ceremony, officer: string, number: number, hex: string, checkValue: string): Promise<Ceremony> {
  const envelope = await seal(ceremony.entryKey!, about('entered', ceremony.id, ceremony.purpose!, number, officer), hex)
  return api.post<Ceremony>(`/keys/ceremonies/${ceremony.id}/parts`, { number, envelope, checkValue })
}

/** As the vault's `OfficerPart` says it. */
export const about = (way: 'shown' | 'entered', ceremony: string, purpose: string, number: number, officer: string): string =>
  [way, ceremony, purpose, number, officer].join('/')
