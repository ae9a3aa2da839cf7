const MICRO = 1_000_000

/** `31.311000, 120.632000`, or nothing. */
export function positionText(at: { latitudeMicro?: number | null | undefined; longitudeMicro?: number | null | undefined }): string {
  return at.latitudeMicro == null || at.longitudeMicro == null ? '' : `${(at.latitudeMicro / MICRO).toFixed(6)}, ${(at.longitudeMicro / MICRO).toFixed(6)}`
}

/** Degrees as people type them, in millionths; nothing unless it is a number of at most `most` degrees. */
export function micro(typed: string, most: number): number | undefined {
  return /^-?\d{1,3}(\.\d{1,6})?$/.test(typed.trim()) && Math.abs(Number(typed)) <= most ? Math.round(Number(typed) * MICRO) : undefined
}
