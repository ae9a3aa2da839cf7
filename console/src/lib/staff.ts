// Roles, and those that two people give.

export const ROLES = ['ADMINISTRATOR', 'KEY_OFFICER', 'OPERATIONS', 'RISK', 'FINANCE', 'SERVICE_DESK', 'AUDITOR'] as const
/** They take no part in what needs two people, so one makes them. */
const MADE_BY_ONE: readonly string[] = ['FINANCE', 'AUDITOR']

export const guarded = (roles: readonly string[]) => roles.some((role) => !MADE_BY_ONE.includes(role))
export const officerAndAdministrator = (roles: readonly string[]) => ['ADMINISTRATOR', 'KEY_OFFICER'].every((role) => roles.includes(role))
