import { afterEach, describe, expect, it } from 'vitest'
import { locale } from '@/i18n'
import { leafletOf } from '@/lib/leaflet'

describe('leaflet', () => {
  afterEach(() => { locale.value = 'zh-CN' })

  it('is in the language of the page', () => {
    expect(leafletOf('104110053110001')).toBe('/api/v1/guidance/104110053110001/leaflet.pdf?language=zh')
    locale.value = 'en'
    expect(leafletOf('104110053110001')).toBe('/api/v1/guidance/104110053110001/leaflet.pdf?language=en')
  })
})
