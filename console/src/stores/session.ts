import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { ApiProblem, api } from '@/api/client'
import type { ProposalKind, Session } from '@/api/types'
import { i18n } from '@/i18n'
import { askPasskey, type PasskeyRequest } from '@/lib/passkey'
import zh from '@/locales/zh-CN.json'

/** Who is signed in. `undefined`: not asked yet; `null`: nobody. */
export const useSession = defineStore('session', () => {
  const session = ref<Session | null>()

  const signedIn = computed(() => !!session.value)
  /** The first administrators are named after the role, in Chinese: that is said in the reader's language. */
  const nameOf = ({ displayName: given, roles }: { displayName: string; roles: string[] }) =>
    given === zh.role.ADMINISTRATOR && roles.includes('ADMINISTRATOR') ? i18n.global.t('role.ADMINISTRATOR') : given
  const displayName = computed(() => (session.value ? nameOf(session.value) : ''))
  const mustChangePassword = computed(() => session.value?.next === 'PASSWORD_CHANGE')
  const next = computed(() => session.value?.next ?? 'NONE')
  /** Kept when the session has ended, to say why it has. */
  const idleMinutes = ref(15)
  /** Which doors to show; the host decides in the end. */
  const has = (...wanted: string[]) => session.value?.roles.some((role) => role === 'ADMINISTRATOR' || wanted.includes(role)) ?? false
  const mayRegister = computed(() => has('OPERATIONS'))
  const mayOrder = computed(() => has('OPERATIONS', 'RISK'))
  const mayReset = computed(() => has('OPERATIONS', 'SERVICE_DESK'))
  /** As a second person for a case of the service desk. */
  const mayApproveCases = computed(() => has('SERVICE_DESK'))
  /** Is shown the first password of somebody of a merchant: nobody who also resets forgotten ones. */
  const mayShowFirst = computed(() => has() || (has('OPERATIONS') && !has('SERVICE_DESK')))
  /** With the cardholders' signatures on them. */
  const mayOpenReceipts = computed(() => has('OPERATIONS', 'RISK', 'FINANCE', 'SERVICE_DESK'))
  const mayRuleRisk = computed(() => has('RISK'))
  const mayAudit = computed(() => has('AUDITOR'))
  const maySeeKeys = computed(() => has('KEY_OFFICER', 'AUDITOR'))
  /** An administrator grants this role and is not an officer by that. */
  const isKeyOfficer = computed(() => session.value?.roles.includes('KEY_OFFICER') ?? false)
  const isAdministrator = computed(() => has())
  /** As a second person. */
  function mayApprove(kind: ProposalKind): boolean {
    if (kind === 'ONE_TIME_SECRET') return has()
    return kind === 'STEP_UP_RULES' || kind === 'PASSWORD_POLICY' || kind === 'ROUTING' || kind === 'SECRET_TERMS' || kind === 'TERMINAL_BINDING' || kind === 'ROLLOUT' || kind === 'TERMINAL_ORDER' || kind === 'TERMINAL_PARAMETERS' ? has('RISK') : has('KEY_OFFICER')
  }
  const hiddenPages = computed(() => [...(mayAudit.value ? [] : ['audit']), ...(maySeeKeys.value ? [] : ['keys', 'staff']), ...(isAdministrator.value ? [] : ['clients'])])

  function take(answered: Session): void {
    session.value = answered
    idleMinutes.value = answered.idleMinutes
  }

  async function whoAmI(): Promise<void> {
    try {
      take(await api.getQuietly<Session>('/session'))
    } catch (cause) {
      if (!(cause instanceof ApiProblem) || cause.status !== 401) throw cause
      session.value = null
    }
  }

  /** @param code of an authenticator application, or a recovery code: opens an account at which others guess */
  async function signIn(username: string, password: string, code = ''): Promise<void> {
    take(await (code ? api.postQuietly<Session>('/session/with-code', { username, password, code }) : api.postQuietly<Session>('/session', { username, password })))
  }

  /** A password or code: at sign-in, or once more. */
  async function showTyped(factor: 'password' | 'totp' | 'recovery-code', value: string): Promise<void> {
    take(await api.postQuietly<Session>(`/session/factors/${factor}`, { value }))
  }

  async function showPasskey(): Promise<void> {
    const credential = await askPasskey(await api.postQuietly<PasskeyRequest>('/session/factors/passkey/options', {}))
    take(await api.postQuietly<Session>('/session/factors/passkey', { credential }))
  }

  async function signOut(): Promise<void> {
    try {
      await api.delete('/session')
    } finally {
      session.value = null
    }
  }

  async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
    await api.postQuietly<void>('/session/password', { currentPassword, newPassword })
    await whoAmI()
  }

  function ended(): void {
    session.value = null
  }

  function passwordChangeRequired(): void {
    if (session.value) session.value.next = 'PASSWORD_CHANGE'
  }

  return { session, signedIn, displayName, nameOf, mustChangePassword, next, idleMinutes, mayRegister, mayOrder, mayShowFirst, mayReset, mayApproveCases, mayOpenReceipts, mayRuleRisk, isKeyOfficer, isAdministrator, mayApprove, hiddenPages, whoAmI, signIn, showTyped, showPasskey, signOut, changePassword, ended, passwordChangeRequired }
})
