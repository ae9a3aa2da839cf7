import type { MinuteFigures } from '@/api/types'

/** The kinds of bars, in the order in which they stand on each other, each with its token of the look. */
export const SERIES = [
  { key: 'approved', colour: '--jade' },
  { key: 'declined', colour: '--cinnabar' },
  { key: 'inDoubt', colour: '--indigo' },
  { key: 'reversed', colour: '--ink-3' },
] as const
export type SeriesKey = (typeof SERIES)[number]['key']

const SPANS_MINUTES = [15, 30, 60]

export const total = (one: MinuteFigures) => SERIES.reduce((all, { key }) => all + one[key], 0)

/** The end of the hour that has something in it, in steps: a shop that has just opened is not a bar at the edge of an empty hour. */
export function livePart(minutes: MinuteFigures[]): MinuteFigures[] {
  const first = minutes.findIndex((one) => total(one) > 0)
  const age = minutes.length - first
  return first < 0 ? minutes : minutes.slice(-(SPANS_MINUTES.find((span) => span >= age) ?? minutes.length))
}
