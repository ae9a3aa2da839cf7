import { ApiProblem } from '@/api/client'
import { i18n, textOr } from '@/i18n'

/** A refusal in words: our text for its code, else the host's own sentence, else what the status says. */
export function problemText(cause: unknown): string {
  if (!(cause instanceof ApiProblem)) return i18n.global.t('problem.UNKNOWN')
  const byStatus = cause.status >= 500 ? 'problem.INTERNAL' : 'problem.UNKNOWN'
  const text = textOr(`problem.${cause.code}`, cause.detail || i18n.global.t(byStatus), {
    seconds: cause.extra.retryAfterSeconds ?? 60,
  })
  return cause.status >= 500 && cause.extra.requestId ? `${text} (${cause.extra.requestId})` : text
}
