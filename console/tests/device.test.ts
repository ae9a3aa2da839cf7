import { describe, expect, it } from 'vitest'
import { micro, positionText } from '@/lib/device'

describe('the place of a device', () => {
  it.each([['31.311', 90, 31_311_000], ['-0.000001', 90, -1], [' 120.632 ', 180, 120_632_000], ['90', 90, 90_000_000], ['90.000001', 90, undefined], ['31,3', 90, undefined], ['31.3110001', 90, undefined], ['', 90, undefined], ['1e1', 90, undefined]])(
    'degrees_%s_ofAtMost_%s_areMillionths', (typed, most, wanted) => { expect(micro(typed, most)).toBe(wanted) })

  it('place_shown_hasSixDecimals_andHalfAPlaceIsNone', () => {
    expect(positionText({ latitudeMicro: 31_311_000, longitudeMicro: -120_632_000 })).toBe('31.311000, -120.632000')
    expect(positionText({ latitudeMicro: 31_311_000, longitudeMicro: null })).toBe('')
    expect(positionText({})).toBe('')
  })
})
