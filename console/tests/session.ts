import type { Session } from '@/api/types'

/** Somebody who is logged in, with the password rules that hold by default. */
export function loggedIn(username: string, displayName: string, roles: string[]): Session {
  return {
    username, displayName, roles, mustChangePassword: false, next: 'NONE', factors: [], idleMinutes: 15, passwordExpiresAt: null,
    passwordRules: { lengthMin: 12, lengthMax: 128, alphabet: 'UNICODE', required: ['DIGIT', 'LETTER'], kindsMin: 0, sequenceLengthMax: 4, repeatLengthMax: 4, matching: 'INSIDE' },
  }
}
