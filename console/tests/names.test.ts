import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { locale } from '@/i18n'
import { merchantName } from '@/lib/merchant'
import { useSession } from '@/stores/session'
import { loggedIn } from './session'

beforeEach(() => {
  setActivePinia(createPinia())
  locale.value = 'zh-CN'
})

describe('names in the reader\'s language', () => {
  it('merchant_hasItsEnglishNameInEnglish_andFallsBack', () => {
    const both = { merchantName: '江南小馆', merchantNameEn: 'JIANGNAN BISTRO' }
    expect(merchantName(both)).toBe('江南小馆')
    locale.value = 'en'
    expect(merchantName(both)).toBe('JIANGNAN BISTRO')
    expect(merchantName({ merchantName: '江南小馆', merchantNameEn: '' })).toBe('江南小馆')
    expect(merchantName({ merchantName: '江南小馆' })).toBe('江南小馆')
  })

  it.each([
    ['管理员', ['ADMINISTRATOR'], 'Administrator'],
    ['管理员', ['AUDITOR'], '管理员'],
    ['Lin Wan', ['ADMINISTRATOR'], 'Lin Wan'],
  ])('account_%s_of_%j_is_%s', (displayName, roles, english) => {
    const session = useSession()
    session.session = loggedIn('admin', displayName, roles)
    expect(session.displayName).toBe(displayName)
    locale.value = 'en'
    expect(session.displayName).toBe(english)
  })
})
