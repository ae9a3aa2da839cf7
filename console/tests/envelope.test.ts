// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest'
import { EnvelopeKey, canSeal, seal } from '@/lib/envelope'
import { about } from '@/lib/keypart'

afterEach(() => vi.unstubAllGlobals())

describe('envelope', () => {
  const PART = about('entered', '2A3B4C5D', 'ZONE_PIN', 1, 'lin')

  it('envelope_opensForItsOwnKeyAndWhatItIsAboutOnly', async () => {
    const own = await EnvelopeKey.generate()
    const sealed = await seal(own.publicKey, PART, '0123456789ABCDEF')
    expect(atob(own.publicKey)).toHaveLength(91)
    expect(atob(sealed)).toHaveLength(135)
    expect(atob(sealed)).not.toContain('0123456789ABCDEF')
    expect(await own.open(PART, sealed)).toBe('0123456789ABCDEF')
    expect(await seal(own.publicKey, PART, '0123456789ABCDEF')).not.toBe(sealed)
    await expect(own.open(about('entered', '2A3B4C5D', 'ZONE_PIN', 2, 'lin'), sealed)).rejects.toThrow()
    await expect((await EnvelopeKey.generate()).open(PART, sealed)).rejects.toThrow()
  })

  it('about_onePartOfOneOfficer_isAsTheVaultSaysIt', () => expect(PART).toBe('entered/2A3B4C5D/ZONE_PIN/1/lin'))

  it('canSeal_withoutWebCrypto_isFalse', () => {
    expect(canSeal()).toBe(true)
    vi.stubGlobal('crypto', {})
    expect(canSeal()).toBe(false)
  })
})
