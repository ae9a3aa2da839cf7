// Some minutes without a hand on it, and the console signs out: pages that refresh themselves would otherwise keep
// the host's session alive for ever. Activity in any tab counts for all.

const KEY = 'shouyin.lastActivity'
const NOTE_EVERY_MILLIS = 5000
const LOOK_EVERY_MILLIS = 15_000

export function watchIdle(minutes: () => number, onIdle: () => void): () => void {
  let noted = 0
  const note = () => {
    const now = Date.now()
    if (now - noted < NOTE_EVERY_MILLIS) return
    noted = now
    try {
      localStorage.setItem(KEY, String(now))
    } catch {
      // No storage: this tab counts alone.
    }
  }
  const look = () => {
    let last = noted
    try {
      last = Math.max(last, Number(localStorage.getItem(KEY)))
    } catch {
      // As above.
    }
    if (Date.now() - last > minutes() * 60_000) onIdle()
  }
  note()
  const happenings = ['pointerdown', 'pointermove', 'keydown', 'scroll'] as const
  for (const name of happenings) window.addEventListener(name, note, { passive: true, capture: true })
  const timer = setInterval(look, LOOK_EVERY_MILLIS)
  return () => {
    clearInterval(timer)
    for (const name of happenings) window.removeEventListener(name, note, { capture: true })
  }
}
