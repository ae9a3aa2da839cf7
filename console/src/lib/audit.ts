// Audit entries in words. What has no text of its own is shown as it was written down.

import { textOr } from '@/i18n'

export const actionText = (action: string) => textOr(`auditAction.${action.replaceAll(/[.-]/g, '_')}`, action)

/** `terminal:00000001` as "terminal 00000001", in the reader's language. */
export function objectText(object: string): string {
  const [, kind, id] = /^([a-z-]+):(.*)$/.exec(object) ?? []
  return kind === undefined ? object : `${textOr(`auditObject.${kind}`, kind)} ${named(kind, id!)}`
}

/** Names of ours in words: a scope of rules, whose policy and at which level. */
function named(kind: string, id: string): string {
  if (kind === 'step-up-rules' || kind === 'routing') return textOr(`stepUpScope.${id}`, id)
  if (kind !== 'policy') return id
  const [realm = '', ...level] = id.split('/')
  return [textOr(`policyRealm.${realm}`, realm), ...level.map((one) => textOr(`policyLevel.${one}`, one))].join(' · ')
}
