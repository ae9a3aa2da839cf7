/** Millionths of a degree, as people write degrees. */
export function degrees(microdegrees: number): string {
  return (microdegrees / 1e6).toFixed(5)
}

/** Nothing if it is no number of degrees. */
export function microdegrees(typed: string, max: number): number | undefined {
  const value = Number(typed)
  return typed.trim() !== '' && Number.isFinite(value) && Math.abs(value) <= max ? Math.round(value * 1e6) : undefined
}
