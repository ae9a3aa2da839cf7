// Roles, and those that two people give.

export const ROLES = ['ADMINISTRATOR', 'KEY_OFFICER', 'OPERATIONS', 'RISK', 'FINANCE', 'SERVICE_DESK', 'AUDITOR'] as const
const GUARDED: readonly string[] = ['ADMINISTRATOR', 'KEY_OFFICER']

export const guarded = (roles: readonly string[]) => roles.some((role) => GUARDED.includes(role))
export const bothGuarded = (roles: readonly string[]) => GUARDED.every((role) => roles.includes(role))
