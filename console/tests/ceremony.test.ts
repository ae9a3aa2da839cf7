import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Ceremony } from '@/api/types'
import CeremonyDialog from '@/components/CeremonyDialog.vue'
import { i18n, locale } from '@/i18n'
import { useSession } from '@/stores/session'
import { loggedIn } from './session'

const generated: Ceremony = {
  id: '2A3B4C5D', kind: 'GENERATE', state: 'APPROVED', keyName: 'east-zmk', version: null, purpose: 'ZONE_MASTER', terminalId: null, form: 'COMPONENTS', parts: 2, threshold: 2,
  withCredentialKey: false, replaceKeys: false, expectedCheckValue: null, exchangeKey: null, checkValue: null, credentialCheckValue: null, proposedBy: 'lin', proposedAt: '2026-07-01T01:30:00Z',
  approvedBy: 'zhou', expiresAt: '2026-07-01T02:00:00Z', endedAt: null, entryKey: null, officers: [],
}
const entered: Ceremony = { ...generated, kind: 'ENTER', expectedCheckValue: '0AC3D5F1', entryKey: 'AAAA' }

async function opened(ceremony: Ceremony) {
  const dialog = mount(CeremonyDialog, { props: { ceremony }, global: { plugins: [i18n] } })
  await flushPromises()
  const one = (testId: string) => dialog.find(`[data-testid="${testId}"]`)
  return {
    said: () => (one('part-unable').exists() ? one('part-unable').text() : ''),
    text: (testId: string) => (one(testId).exists() ? one(testId).text() : ''),
    isOff: (button: string) => one(button).attributes('disabled') !== undefined,
    type: async (text: Record<string, string>) => {
      for (const [field, value] of Object.entries(text)) await dialog.get(`input[data-testid="${field}"]`).setValue(value)
    },
  }
}

const PART = { 'part-check': '08D7B4FB', 'part-hex': '0123456789ABCDEFFEDCBA9876543210', 'part-again': '0123456789ABCDEFFEDCBA9876543210' }

beforeEach(() => {
  setActivePinia(createPinia())
  useSession().session = loggedIn('lin', 'Lin', ['KEY_OFFICER'])
  locale.value = 'zh-CN'
})

afterEach(() => vi.unstubAllGlobals())

describe('a ceremony\'s dialog', () => {
  it.each([[generated, 'ceremony-show', {}], [entered, 'ceremony-enter', PART]] as const)('part_whereTheBrowserHasNoWebCrypto_isSaidToBeImpossible_%#', async (ceremony, button, typed) => {
    vi.stubGlobal('crypto', {})
    const dialog = await opened(ceremony)
    await dialog.type(typed)
    expect(dialog.said()).toBe('浏览器在这个地址不能加密。请用 https 打开控制台,或在主机本机用 127.0.0.1 打开;也可用 ./shouyin vault ceremony part。')
    expect(dialog.isOff(button)).toBe(true)
    locale.value = 'en'
    await flushPromises()
    expect(dialog.said()).toMatch(/^This browser cannot encrypt at this address\. Open the console over https, or on the host's own machine at 127\.0\.0\.1/)
  })

  it.each([[generated, 'ceremony-show', {}], [entered, 'ceremony-enter', PART]] as const)('part_whereItHas_isOffered_%#', async (ceremony, button, typed) => {
    const dialog = await opened(ceremony)
    await dialog.type(typed)
    expect(dialog.said()).toBe('')
    expect(dialog.isOff(button)).toBe(false)
  })

  it('import_beforeItIsApproved_showsTheCheckValueThatTheVaultFound', async () => {
    const imported: Ceremony = { ...generated, kind: 'IMPORT', state: 'PROPOSED', form: null, parts: 0, threshold: 0, proposedBy: 'zhou', approvedBy: null, exchangeKey: 'east-zmk', expectedCheckValue: '0AC3D5F1' }
    const dialog = await opened(imported)
    expect(dialog.text('ceremony-expected')).toBe('0AC3D5F1')
    expect(dialog.text('ceremony-dialog')).toContain('east-zmk')
    expect(dialog.text('ceremony-hint')).toContain('请与对方另行给出的核对')
    locale.value = 'en'
    await flushPromises()
    expect(dialog.text('ceremony-hint')).toContain('Approve only if the peer told the same one')
  })

  it('approval_needsNoWebCrypto', async () => {
    vi.stubGlobal('crypto', {})
    const dialog = await opened({ ...generated, state: 'PROPOSED', proposedBy: 'zhou', approvedBy: null })
    expect(dialog.said()).toBe('')
    expect(dialog.isOff('ceremony-approve')).toBe(false)
  })
})
