import { describe, expect, it } from 'vitest'
import { counted, dateTime, micros, minute, money, percent, points, rate, shortTime, span, timeMillis } from '@/lib/format'

describe('money', () => {
  it.each([
    [0, '0.00'], [1, '0.01'], [10, '0.10'], [1000, '10.00'], [128_600, '1,286.00'], [261_344_820, '2,613,448.20'],
    [-8_805, '-88.05'], [Number.MAX_SAFE_INTEGER, '90,071,992,547,409.91'],
  ])('fen_%i_is_%s', (fen, text) => {
    expect(money(fen, 'zh-CN')).toBe(text)
    expect(money(fen, 'en')).toBe(text)
  })

  it('whatIsNoWholeNumberOfFen_isNotGuessed', () => {
    expect(money(0.5, 'en')).toBe('–')
    expect(money(Number.NaN, 'en')).toBe('–')
  })
})

describe('rate', () => {
  it.each([[0, '0.00 %'], [60_000, '0.60 %'], [48_250, '0.4825 %'], [37_635, '0.37635 %'], [1_000_000, '10.00 %']])('e7_%i_is_%s', (e7, text) => {
    expect(rate(e7)).toBe(text)
  })
})

describe('counted', () => {
  it('list_thatIsNotCountedToItsEnd_saysSo', () => {
    expect(counted({ total: 202, more: false }, 'zh-CN')).toBe('202')
    expect(counted({ total: 10_000, more: true }, 'en')).toBe('10,000+')
  })
})

describe('time', () => {
  const at = '2026-07-01T01:31:05.102345Z'

  it('anyBrowserZone_showsChinasClock', () => {
    expect(process.env.TZ).toBe('America/New_York')
    expect(dateTime(at)).toBe('2026-07-01 09:31:05')
    expect(timeMillis(at)).toBe('09:31:05.102')
    expect(minute(at)).toBe('09:31')
  })

  it('midnight_is00_not24', () => {
    expect(dateTime('2026-06-30T16:00:00Z')).toBe('2026-07-01 00:00:00')
  })

  it('today_needsNoDate_anotherDayDoes', () => {
    expect(shortTime(at, Date.parse('2026-07-01T15:59:59Z'))).toBe('09:31:05')
    expect(shortTime(at, Date.parse('2026-07-01T16:00:00Z'))).toBe('07-01 09:31:05')
  })

  it('nothing_isADash', () => {
    expect([dateTime(null), shortTime(null), timeMillis('')]).toEqual(['–', '–', '–'])
  })

  it('microseconds_areKept', () => {
    expect(micros('2026-07-01T01:31:05.102757Z') - micros(at)).toBe(412)
    expect(micros('2026-07-01T01:31:06Z') - micros('2026-07-01T01:31:05.999999Z')).toBe(1)
    expect(micros('2026-07-01T01:31:05.1Z') % 1_000_000).toBe(100_000)
  })

  it.each([[412, '0.4 ms'], [25_310, '25 ms'], [1_300_000, '1.3 s'], [30_000_000, '30.0 s'], [120_000_000, '2 min']])('span_%i_is_%s', (us, text) => {
    expect(span(us)).toBe(text)
  })
})

describe('rates', () => {
  it('fraction_isShownWithOneDecimal', () => {
    expect(percent(0.974, 'zh-CN')).toBe('97.4%')
    expect(percent(1, 'en')).toBe('100.0%')
    expect(percent(null, 'en')).toBe('–')
  })

  it('almostAll_isNotAll', () => {
    expect(percent(0.99999, 'en')).toBe('99.9%')
  })

  it('change_hasASign', () => {
    expect(points(0.974, 0.977, 'en')).toBe('-0.3')
    expect(points(0.98, 0.977, 'zh-CN')).toBe('+0.3')
  })
})
