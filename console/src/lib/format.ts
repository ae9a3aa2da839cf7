// Money, times and numbers as people read them. The clock on every screen is China's, whatever the browser's is.

export type Locale = 'zh-CN' | 'en'
const ZONE = 'Asia/Shanghai'

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()
function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  let found = cache.get(key)
  if (!found) cache.set(key, (found = make()))
  return found as T
}

/** Integer fen as yuan with two decimals: 128600 is 1,286.00. Exact: no fraction is computed. */
export function money(fen: number, locale: Locale): string {
  if (!Number.isSafeInteger(fen)) return '–'
  const whole = cached(`int ${locale}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))
  const abs = Math.abs(fen)
  const yuan = whole.format(Math.floor(abs / 100))
  return `${fen < 0 ? '-' : ''}${yuan}.${String(abs % 100).padStart(2, '0')}`
}

/** A rate in ten millionths as percent, with two decimals at least: 60000 is 0.60 %, 37635 is 0.37635 %. Exact. */
export function rate(e7: number): string {
  const places = String(e7 % 100_000).padStart(5, '0')
  return `${Math.floor(e7 / 100_000)}.${places.slice(0, 2)}${places.slice(2).replace(/0+$/, '')} %`
}

export function integer(value: number, locale: Locale): string {
  return cached(`int ${locale}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })).format(value)
}

/** How many rows a list has: `10,000+` where they were not counted to the end. */
export function counted(list: { total: number; more?: boolean }, locale: Locale): string {
  return integer(list.total, locale) + (list.more ? '+' : '')
}

/** A fraction as percent with one decimal: 0.974 is 97.4%. Never rounds up to 100 what is not all. */
export function percent(fraction: number | null, locale: Locale): string {
  if (fraction === null) return '–'
  const shown = fraction < 1 ? Math.min(fraction, 0.999) : fraction
  return cached(`pct ${locale}`, () =>
    new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })).format(shown)
}

/** The change between two fractions, in percentage points with a sign: +0.3. */
export function points(now: number, before: number, locale: Locale): string {
  return cached(`pts ${locale}`, () => new Intl.NumberFormat(locale, {
    signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1,
  })).format((now - before) * 100)
}

function parts(iso: string): Record<string, string> {
  const made = cached('parts', () => new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
    hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3,
  })).formatToParts(new Date(iso))
  return Object.fromEntries(made.map((part) => [part.type, part.value]))
}

const valid = (iso: string | null | undefined): iso is string => !!iso && !Number.isNaN(Date.parse(iso))

/** 2026-07-01 */
export function date(iso: string | null): string {
  if (!valid(iso)) return '–'
  const p = parts(iso)
  return `${p.year}-${p.month}-${p.day}`
}

/** 09:31:05 */
export function time(iso: string | null): string {
  if (!valid(iso)) return '–'
  const p = parts(iso)
  return `${p.hour}:${p.minute}:${p.second}`
}

/** 09:31 */
export function minute(iso: string | null): string {
  return valid(iso) ? time(iso).slice(0, 5) : '–'
}

/** 09:31:05.102 */
export function timeMillis(iso: string | null): string {
  if (!valid(iso)) return '–'
  return `${time(iso)}.${parts(iso).fractionalSecond}`
}

/** 2026-07-01 09:31:05 */
export function dateTime(iso: string | null): string {
  return valid(iso) ? `${date(iso)} ${time(iso)}` : '–'
}

/** For a field of date and time, in the reader's own zone; empty for none. */
export function localTime(iso: string | null): string {
  if (!valid(iso)) return ''
  const at = new Date(iso!)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The time alone if it is today's, with month and day otherwise: what a dense table has room for. */
export function shortTime(iso: string | null, nowMillis: number = Date.now()): string {
  if (!valid(iso)) return '–'
  return date(iso) === date(new Date(nowMillis).toISOString()) ? time(iso) : `${date(iso).slice(5)} ${time(iso)}`
}

/** Microseconds since the epoch: Date itself stops at milliseconds. */
export function micros(iso: string): number {
  const fraction = /\.(\d+)/.exec(iso)?.[1] ?? ''
  return Math.floor(Date.parse(iso) / 1000) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

/** A span in the unit that fits: 0.4 ms, 26 ms, 1.3 s, 2 min. */
export function span(spanMicros: number): string {
  const ms = spanMicros / 1000
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  return `${Math.round(ms / 60_000)} min`
}
