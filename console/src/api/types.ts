// What /api/v1 sends. Money is integer fen, times are ISO 8601 in UTC, rates are fractions from 0 to 1.

export interface Session {
  username: string
  displayName: string
  roles: string[]
  mustChangePassword: boolean
}

export interface Page<T> {
  items: T[]
  total: number
  page: number
  size: number
}

export interface DayFigures {
  count: number
  amountFen: number
  approved: number
  declined: number
  inDoubt: number
  reversed: number
  approvalRate: number | null
  p99Millis: number | null
  channelP99Millis?: number | null
}

export interface MinuteFigures {
  at: string
  approved: number
  declined: number
  inDoubt: number
  reversed: number
}

export interface Overview {
  today: DayFigures
  yesterday: DayFigures
  /** The business date that `today` stands for; it changes at the cut-over, not at midnight. */
  businessDate?: string
  terminals: { total: number; signedIn: number; activated: number; locked?: number }
  minutes: MinuteFigures[]
}

export type Outcome = 'PENDING' | 'APPROVED' | 'DECLINED' | 'IN_DOUBT' | 'REVERSED'
export const OUTCOMES: readonly Outcome[] = ['APPROVED', 'DECLINED', 'IN_DOUBT', 'REVERSED', 'PENDING']

export interface Transaction {
  id: string
  at: string
  merchantId: string
  merchantName: string
  merchantNameEn?: string | null
  terminalId: string
  operator: string | null
  kind: string
  cardMasked: string | null
  entryMode: string | null
  amountFen: number
  factors: string[]
  outcome: Outcome
  responseCode: string | null
  rrn: string | null
  batch: string
  trace: string
}

export type StepName =
  | 'RECEIVED' | 'MAC_CHECKED' | 'STEP_UP' | 'JOURNALED' | 'SENT' | 'ANSWERED' | 'SILENT' | 'POSTED' | 'REPLIED'
  | 'REVERSAL_QUEUED' | 'REVERSED' | 'REFUSED' | 'REPEATED' | 'LATE_ANSWER'

export interface StoryStep {
  at: string
  step: StepName
  detail: Record<string, unknown> | null
}

export interface TransactionStory extends Transaction {
  authCode: string | null
  story: StoryStep[]
}

export type TerminalState = 'REGISTERED' | 'ACTIVATED' | 'RETIRED'
export type TransactionPasswordState = 'NONE' | 'SET' | 'LOCKED'
export type OperatorPasswordState = 'INITIAL' | 'SET' | 'LOCKED'

/** Which cryptography a terminal's keys are for. */
export const TERMINAL_PROFILES = ['tdes', 'aes', 'sm4'] as const
export type TerminalProfile = (typeof TERMINAL_PROFILES)[number]

export interface Terminal {
  terminalId: string
  serialNumber: string
  model: string
  merchantId: string
  merchantName: string
  merchantNameEn?: string | null
  state: TerminalState
  profile: TerminalProfile
  signedIn: boolean
  batch: string | null
  lastSeenAt: string | null
  transactionPassword: TransactionPasswordState
  createdAt: string
}

export interface TerminalDetail extends Terminal {
  masterKeyCheckValue?: string | null
  activatedAt?: string | null
  operators: { number: string; role: string; state: OperatorPasswordState }[]
}

/** Shown once: the host keeps verifiers of these, never the values. */
export interface IssuedSecrets {
  terminalId?: string
  activationCode?: string
  activationExpiresAt?: string
  initialPasswords?: Record<string, string>
}

export interface Merchant {
  merchantId: string
  name: string
  nameEn: string
  mcc: string
  city: string
  phone: string
}

export interface AuditEntry {
  entryId: number
  at: string
  actorType: string
  actor: string
  action: string
  /** Kind, colon, number. */
  object: string
  result: 'DONE' | 'REFUSED' | 'FAILED'
  reason: string | null
}

/** A rule that a new password breaks: its name in the kernel's PasswordRules, and the server's sentence. */
export interface BrokenRule {
  rule: string
  text: string
}
