// What /api/v1 sends. Money is integer fen, times are ISO 8601 in UTC, rates are fractions from 0 to 1.

export interface Session {
  username: string
  displayName: string
  roles: string[]
  mustChangePassword: boolean
  /** What the login lacks. */
  next: 'NONE' | 'SECOND_FACTOR' | 'PASSWORD_CHANGE' | 'ENROLMENT'
  /** The second factors that the account is asked for. */
  factors: LoginFactor[]
  idleMinutes: number
  /** Said within 14 days before it, and after it. */
  passwordExpiresAt: string | null
  passwordRules: PasswordTextRules
}

export type LoginFactor = 'PASSWORD' | 'WEBAUTHN' | 'TOTP' | 'RECOVERY_CODE'

export interface Security {
  profile: string
  demanded: boolean
  accepted: LoginFactor[]
  passkeyDomain: string
  passkeys: Passkey[]
  totpSince: string | null
  recoveryCodesLeft: number
}

export interface Passkey {
  id: string
  label: string
  createdAt: string
  lastUsedAt: string | null
  backedUp: boolean
}

/** A secret for an authenticator application, shown once. */
/** The authenticator application of a terminal's operator. */
export interface OperatorAuthenticator {
  operator: string
  confirmed: boolean
  locked: boolean
}

export interface TotpOffer {
  secret: string
  link: string
  qr: { size: number; path: string }
}

export interface FactorAdded {
  recoveryCodes: string[]
}

export interface SessionEntry {
  id: string
  here: boolean
  address: string
  browser: string
  since: string
  lastUsedAt: string
}

export type ClientScope = 'READ' | 'OPERATIONS' | 'RISK' | 'FINANCE' | 'SERVICE_DESK' | 'AUDIT'

export interface ApiClient {
  id: string
  name: string
  scopes: ClientScope[]
  createdBy: string
  createdAt: string
  expiresAt: string
  revokedBy: string | null
  revokedAt: string | null
  useCount: number
  lastUsedAt: string | null
  lastUsedFrom: string | null
}

export interface Page<T> {
  items: T[]
  total: number
  /** There are more than `total`; they were not counted. */
  more: boolean
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

/** How long answers took, to a twentieth. */
export interface AnswerTimes {
  count: number
  p50Millis: number | null
  p95Millis: number | null
  p99Millis: number | null
}

export const EXPORT_FORMATS = ['CSV', 'XLSX'] as const
export type ExportState = 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED'

/** A file of the journal, made in the background. */
export interface JournalExport {
  exportId: string
  format: (typeof EXPORT_FORMATS)[number]
  state: ExportState
  /** Where it failed: a refusal's name. */
  reason: string | null
  rowsDone: number
  rowsTotal: number | null
  bytes: number
  createdAt: string
  endedAt: string | null
}

export const ALERT_RULE_KINDS = ['APPROVAL_RATE_BELOW', 'CODE_SHARE_ABOVE', 'LATENCY_P95_ABOVE', 'CHANNEL_DOWN', 'TERMINALS_OFFLINE', 'REVERSALS_WAITING', 'NO_SALE'] as const
export type AlertRuleKind = (typeof ALERT_RULE_KINDS)[number]
export const ALERT_SEVERITIES = ['WARNING', 'CRITICAL'] as const
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number]
export const ALERT_STANDINGS = ['FIRING', 'RESOLVED'] as const

/** What is worth an alert; which values it has its kind says. */
export interface AlertRule {
  ruleId: string
  name: string
  kind: AlertRuleKind
  severity: AlertSeverity
  enabled: boolean
  threshold: number | null
  minutes: number | null
  transactionsMin: number | null
  responseCode: string | null
  hourFrom: string | null
  hourTo: string | null
  version: number
  silence: { until: string; reason: string; setBy: string; setAt: string } | null
  firing: number
}

export interface FiredAlert {
  alertId: string
  ruleId: string
  ruleName: string
  kind: AlertRuleKind
  severity: AlertSeverity
  /** The channel; empty where a rule has one subject. */
  subject: string
  measured: number | null
  firedAt: string
  trueAt: string
  resolvedAt: string | null
  toldAt: string | null
}

/** What goes on now; `from` and `until` find the transactions of each figure. */
export interface Board {
  from: string
  until: string
  count: number
  approved: number
  approvalRate: number | null
  minutes: MinuteFigures[]
  codes: { code: string; count: number }[]
  answers: AnswerTimes
  channels: { name: string; up: boolean; breaker: Channel['breaker']; answered: number | null; unknown: number | null; lastAnswerAt: string | null; times: AnswerTimes | null }[]
  terminals: { total: number; signedIn: number; activated: number; locked: number }
}

export type Outcome = 'PENDING' | 'APPROVED' | 'DECLINED' | 'IN_DOUBT' | 'REVERSED'
export const OUTCOMES: readonly Outcome[] = ['APPROVED', 'DECLINED', 'IN_DOUBT', 'REVERSED', 'PENDING']

/** What the list of transactions has. */
export const TRANSACTION_KINDS = ['SALE', 'OFFLINE_SALE', 'VOID', 'REFUND', 'PRE_AUTH', 'PRE_AUTH_TOP_UP', 'PRE_AUTH_VOID', 'COMPLETION', 'COMPLETION_NOTICE', 'COMPLETION_VOID', 'BALANCE'] as const

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
  /** Why not, by name, where the response code alone does not tell. */
  refusal?: string | null
  rrn: string | null
  batch: string
  trace: string
}

export type StepName =
  | 'RECEIVED' | 'MAC_CHECKED' | 'CHIP_READ' | 'ORIGINAL_FOUND' | 'STEP_UP' | 'JOURNALED' | 'SENT' | 'MOVED' | 'WAITING' | 'NOTICED' | 'ANSWERED' | 'SILENT' | 'POSTED' | 'REPLIED'
  | 'REVERSAL_QUEUED' | 'REVERSED' | 'REFUSED' | 'REPEATED' | 'LATE_ANSWER' | 'SCRIPTS_TOLD' | 'LAST_WORD'

export interface StoryStep {
  at: string
  step: StepName
  detail: Record<string, unknown> | null
}

export interface TransactionStory extends Transaction {
  authCode: string | null
  /** Over which it went. */
  channel: string | null
  story: StoryStep[]
  /** What it follows. */
  original: Transaction | null
  /** What has followed it, oldest first. */
  followUps: Transaction[]
}

/** A receipt, line by line. */
export interface Receipt {
  lines: ReceiptLine[]
}

export interface ReceiptLine {
  style: 'TITLE' | 'CENTRED' | 'ROW' | 'BIG' | 'PLAIN' | 'RULE' | 'GAP' | 'FIGURE'
  left: string
  right: string
  /** A signature as a path. */
  figure: { width: number; height: number; path: string } | null
}

export type BatchState = 'OPEN' | 'UPLOADING' | 'SETTLED'
export const BATCH_STATES: readonly BatchState[] = ['OPEN', 'UPLOADING', 'SETTLED']

export interface BatchTotals {
  debitFen: number
  debitCount: number
  creditFen: number
  creditCount: number
}

/** The totals of domestic or of foreign cards; of an open batch the terminal has not told its own yet. */
export interface BatchSide {
  result: 'BALANCED' | 'UNBALANCED' | null
  host: BatchTotals
  terminal: BatchTotals | null
}

export interface Batch {
  id: string
  merchantId: string
  merchantName: string
  merchantNameEn?: string | null
  terminalId: string
  batch: string
  state: BatchState
  operator: string | null
  openedAt: string
  askedAt: string | null
  settledAt: string | null
  businessDate: string | null
  domestic: BatchSide
  foreign: BatchSide
  announced: number | null
  differences: number
}

/** Money that a wallet has taken and that nobody can be given. */
export interface UnbookedPayment {
  at: string
  rrn: string
  reason: 'MERCHANT_UNKNOWN' | 'UNREADABLE' | 'NUMBER_REUSED'
  wrong: string
  merchantId: string | null
  amountFen: number | null
  refund: 'DUE' | 'REFUSED' | null
}

export interface BatchDifference {
  trace: string
  difference: 'MISSING_HERE' | 'MISSING_THERE' | 'AMOUNT_DIFFERS' | 'CARD_DIFFERS' | 'PAYMENT_BY_CODE'
  cardMasked: string | null
  terminalFen: number | null
  hostFen: number | null
  hostState: string | null
}

export type TerminalState = 'REGISTERED' | 'ACTIVATED' | 'RETIRED'
export type TransactionPasswordState = 'NONE' | 'SET' | 'LOCKED'
export type OperatorPasswordState = 'INITIAL' | 'SET' | 'LOCKED'

/** Which cryptography a terminal's keys are for. */
export const TERMINAL_PROFILES = ['tdes', 'aes', 'sm4'] as const
export type TerminalProfile = (typeof TERMINAL_PROFILES)[number]

export const TERMINAL_STATUSES = ['ONLINE', 'LATE', 'OFFLINE', 'SIGNED_OFF', 'DORMANT_3M', 'DORMANT_12M', 'LOCKED', 'TAMPERED', 'REGISTERED', 'RETIRED'] as const
export type TerminalStatus = (typeof TERMINAL_STATUSES)[number]

export interface Terminal {
  terminalId: string
  serialNumber: string
  model: string
  merchantId: string
  merchantName: string
  merchantNameEn?: string | null
  state: TerminalState
  /** How it is now, as it follows from what is known of it. */
  status: TerminalStatus
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

export const SECRET_CYCLES = ['DAY', 'WEEK', 'MONTH', 'QUARTER'] as const
export type SecretState = 'INITIAL' | 'SET' | 'LOCKED' | 'NOT_YET_VALID' | 'EXPIRED' | 'USES_SPENT' | 'USED' | 'REVOKED'

/** What a standing password has to be like, and how often it may be used. */
export interface SecretForm {
  kind: 'RECURRING' | 'COMBINATION'
  twoPeople: boolean
  cycle: (typeof SECRET_CYCLES)[number] | null
  usesMax: number | null
}

/** A password as people see it: never the password. */
export interface SecretView {
  id: string
  kind: 'ONE_TIME' | 'RECURRING' | 'COMBINATION'
  twoPeople: boolean
  state: SecretState
  setAt: string
  validFrom: string | null
  validTo: string | null
  expiresAt: string | null
  cycle: SecretForm['cycle']
  usesMax: number | null
  cycleUses: number
  endedAt: string | null
}

export interface SecretList {
  form: SecretForm
  secrets: SecretView[]
  replacedAt: string[]
}

export const RULE_SCOPES = ['PLATFORM', 'PROVIDER', 'MERCHANT', 'TERMINAL'] as const
export type RuleScope = (typeof RULE_SCOPES)[number]

/** When a rule holds; what is not there is not looked at. */
export interface RuleConditions {
  kinds?: string[]
  amountFromFen?: number
  cumulated?: { over: 'TERMINAL' | 'CARD'; fromFen: number }
  hours?: { from: string; to: string }
  cards?: ('REGISTERED' | 'OTHER' | 'DEBIT' | 'CREDIT')[]
  entryModes?: string[]
  operators?: string[]
  secondFactor?: boolean
}

export interface StepUpRule {
  name: string
  when: RuleConditions
  require: { anyOf: { allOf: string[] }[] }
}

export interface RuleSet {
  scope: RuleScope
  scopeId: string
  version: number
  effectiveFrom: string
  rules: StepUpRule[]
  setBy: string
  setAt: string
}

export interface Merchant {
  merchantId: string
  name: string
  nameEn: string
  mcc: string
  city: string
  phone: string
}

/** A merchant's static code: what it says, and how it is drawn. */
export interface MerchantCode {
  payload: string
  qr: { size: number; path: string }
}

/** Rates in ten millionths: 60000 is 0.60 %. A cap of 0 is none. */
export interface RatePlan {
  version: number
  effectiveFrom: string
  debitRateE7: number
  debitCapFen: number
  creditRateE7: number
  walletRateE7: number
  subsidyAccount: string | null
  setBy: string | null
  setAt: string | null
}

export interface LowestCost {
  rateE7: number
  capFen: number
}

export interface MerchantPricing {
  mcc: string
  category: 'STANDARD' | 'DISCOUNT' | 'EXEMPT'
  inForce: RatePlan
  debitCost: LowestCost
  creditCost: LowestCost
  walletCost: LowestCost
  versions: RatePlan[]
}

export interface AccountBalance {
  account: number
  name: string
  side: 'DEBIT' | 'CREDIT'
  amountFen: number
}

export const JOURNAL_KINDS = ['SALE', 'COMPLETION', 'VOID', 'COMPLETION_VOID', 'REFUND', 'REVERSAL'] as const

export interface LedgerJournal {
  key: string
  kind: (typeof JOURNAL_KINDS)[number]
  original: string | null
  channel: string
  businessDate: string
  at: string
  amountFen: number
  feeFen: number
  costFen: number
  netFen: number
  lines: { account: number; name: string; debitFen: number; creditFen: number }[]
  terms: { mcc: string; class: MerchantPricing['category']; card: 'DEBIT' | 'CREDIT'; plan: number; revision: number; fee: { rateE7: number; capFen?: number } } | null
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
  terminalId: string | null
  /** Its place in the tree, a moment after it was written. */
  leafIndex: number | null
}

export interface AuditDetail {
  row: AuditEntry
  /** Canonical JSON, what the leaf hash is over. */
  content: string
  leafHash: string
}

export interface AuditFound extends Page<AuditEntry> {
  /** Older entries were not looked at. */
  searchedBackTo: string | null
}

export interface AuditLogState {
  size: number
  waiting: number
  verifier: string | null
  checkpoint: { origin: string; size: number; root: string; at: string } | null
  witnesses: { name: string; outcome: 'COSIGNED' | 'AWAY' | 'REFUSES'; size: number | null; at: string | null }[]
  trouble: string | null
}

/** A rule that a new password breaks: its name in the kernel's PasswordRules, and the server's sentence. */
export interface BrokenRule {
  rule: string
  text: string
}

export type KeyState = 'PENDING' | 'ACTIVE' | 'REVOKED' | 'DESTROYED'

/** One version of a key of the institution: never its block. */
export interface InstitutionKey {
  name: string
  version: number
  purpose: string
  state: KeyState
  checkValue: string
  /** Made by the host for itself: no ceremony changes it. */
  own: boolean
  createdAt: string
  changedAt: string | null
  proposedBy: string | null
  approvedBy: string | null
}

/** The local master key, under which all others rest. */
export interface MasterKeyStatus {
  /** Where the host's security module is; it is software in both. */
  vault: 'IN_PROCESS' | 'OWN_PROCESS'
  /** Check value of the one that new blocks are under. */
  wraps: string
  open: { checkValue: string; store: string; storeIsThere: boolean }[]
  /** Why one that lies beside could not be opened. */
  nextRefused: string | null
  /** Whoever has the folder of the key has its passphrase, too. */
  passphraseIsBeside: boolean
  /** The last change, if there was any. */
  change: MasterKeyProgress | null
}

export interface MasterKeyProgress {
  from: string
  to: string
  state: 'ANNOUNCED' | 'REWRAPPING' | 'REWRAPPED' | 'RETIRED'
  rowsTotal: number
  rowsLeft: number
  hostsWaitedFor: number
}

export interface Account {
  username: string
  displayName: string
  roles: string[]
  state: 'ACTIVE' | 'DISABLED'
  mustChangePassword: boolean
  createdAt: string
  lastLoginAt: string | null
}

/** Shown once: a one-time password, or the first half of one that another person has to approve. */
export interface IssuedAccount {
  username: string
  oneTimePassword: string | null
  firstHalf: string | null
}

export type ProposalKind = 'ACCOUNT_CREATE' | 'ACCOUNT_ROLES' | 'ACCOUNT_RESET' | 'ACCOUNT_ENABLE' | 'MASTER_KEY_CHANGE' | 'MASTER_KEY_RETIRE' | 'STEP_UP_RULES' | 'PASSWORD_POLICY' | 'ONE_TIME_SECRET' | 'ROUTING' | 'SECRET_TERMS' | 'TERMINAL_ORDER' | 'TERMINAL_PARAMETERS' | 'TERMINAL_BINDING' | 'ROLLOUT'
export type ProposalState = 'PROPOSED' | 'APPROVED' | 'DONE' | 'REJECTED' | 'EXPIRED'

export const PARAMETER_LAYERS = ['PLATFORM', 'ACQUIRER', 'MODEL', 'MERCHANT', 'TERMINAL'] as const
export type ParameterLayer = (typeof PARAMETER_LAYERS)[number]

/** A parameter that terminals know. */
export interface ParameterDefinition {
  name: string
  type: 'INTEGER' | 'BOOLEAN' | 'FEN' | 'TEXT'
  min: number
  max: number
  unit: string
  byDefault: string
  twoPeople: boolean
  zh: string
  en: string
}

export interface ParameterChange {
  name: string
  before: string | null
  after: string | null
}

export interface ParameterVersion {
  version: number
  settings: Record<string, string>
  reason: string
  setBy: string
  setAt: string
  changes: ParameterChange[]
}

/** What holds for one terminal. */
export interface EffectiveParameters {
  version: number
  values: { name: string; value: string; layer: ParameterLayer | null; scope: string | null; version: number }[]
}

export const ORDER_KINDS = ['LOCK', 'UNLOCK', 'FORCE_SIGN_OFF', 'REBOOT', 'UPLOAD_LOGS', 'REFRESH_PARAMETERS', 'WIPE_KEYS', 'SHOW_MESSAGE', 'SCREENSHOT'] as const
export type OrderKind = (typeof ORDER_KINDS)[number]
export type OrderState = 'QUEUED' | 'SENT' | 'ACKNOWLEDGED' | 'DONE' | 'FAILED' | 'EXPIRED' | 'CANCELLED'

/** What a terminal was told to do. */
export interface TerminalOrder {
  orderId: string
  terminalId: string
  sequence: number
  kind: OrderKind
  text: string | null
  reason: string
  state: OrderState
  /** Why it failed; of an upload of logs that is done, how many lines. */
  outcome: string | null
  orderedBy: string
  orderedAt: string
  expiresAt: string
  sentAt: string | null
  acknowledgedAt: string | null
  endedAt: string | null
}

export const LOG_LEVELS = ['INFO', 'WARN', 'ERROR'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** A line of a terminal's log. */
export interface LogLine {
  terminalId: string
  number: number
  at: string
  level: LogLevel
  source: string
  text: string
}

/** What a terminal has sent of its log for one order. */
export interface LogUpload {
  orderId: string
  terminalId: string
  fileName: string
  parts: number
  textBytes: number
  lines: number
  /** Card data and secrets that the terminal has sent and the host has taken out. */
  scrubbed: number
  begunAt: string
  /** null while parts come */
  endedAt: string | null
}

/** A terminal's screen that was sent for one order. */
export interface TerminalShot {
  orderId: string
  screen: string
  shownAt: string
  receivedAt: string
  scrubbed: number
}

/** Whether the host takes new transactions from a terminal. */
export interface TerminalLock {
  locked: boolean
  since: string | null
  reason: string | null
  by: string | null
  /** Orders that the terminal did not believe. */
  refusals: { refusal: string; times: number; lastAt: string }[]
}

/** What one person proposed and another one decides. */
export interface Proposal {
  id: string
  kind: ProposalKind
  /** Kind of thing, colon, name. */
  subject: string
  roles: string[]
  /** What exactly: rules, values of a policy, how long a password is good. */
  content: ProposalContent | null
  state: ProposalState
  proposedBy: string
  proposedAt: string
  approvedBy: string | null
  rejectedBy: string | null
}

/** By the kind of the proposal: step-up rules, routing rules, a password policy, a one-time password, form or validity of a standing one, whose a device is. */
export interface ProposalContent {
  wanted?: { rules: (StepUpRule | RoutingRule)[] }
  before?: (StepUpRule | RoutingRule)[]
  difference?: { knob: string; zh: string; en: string; before: PolicyValue; after: PolicyValue }[]
  validFrom?: string | null
  validTo?: string | null
  form?: SecretForm | null
  validity?: { validFrom: string | null; validTo: string | null } | null
  merchantBefore?: string
  merchantId?: string
  acquirer?: string
  ownerMasked?: string | null
  accountMasked?: string | null
  address?: string | null
  latitudeMicro?: number | null
  longitudeMicro?: number | null
  /** Of an order. */
  kind?: OrderKind
  /** Of parameters. */
  changes?: ParameterChange[]
  evenUnsettled?: boolean
  reason?: string
}

export const CARD_SCHEMES = ['UNIONPAY', 'VISA', 'MASTERCARD', 'JCB', 'AMEX'] as const

/** All of what it names; nothing named: anything. */
export interface RoutingConditions {
  merchants?: string[]
  cardPrefixes?: string[]
  cardKinds?: ('DEBIT' | 'CREDIT')[]
  cardSchemes?: (typeof CARD_SCHEMES)[number][]
  /** In China; over midnight if they begin after they end. */
  hours?: { from: string; to: string }
  amountFromFen?: number
  amountToFen?: number
}

export interface RoutingRule {
  name: string
  when: RoutingConditions
  /** In order. */
  channels: string[]
}

export interface RoutingRuleSet {
  version: number
  rules: RoutingRule[]
  setBy: string
  setAt: string
}

export interface Channel {
  name: string
  institution: string
  address: string
  up: boolean
  breaker: 'CLOSED' | 'OPEN' | 'HALF_OPEN'
  answered: number
  unknown: number
  lastAnswerAt: string | null
}

/** Shown once to who approves: the second half of an account's one-time password, or one of a terminal or card. */
export interface Approval {
  secondHalf: string | null
  secret: string | null
}

export type CeremonyKind = 'GENERATE' | 'ENTER' | 'IMPORT' | 'TERMINAL' | 'ACTIVATE' | 'REVOKE' | 'DESTROY'
export type CeremonyState = 'PROPOSED' | 'APPROVED' | 'DONE' | 'CANCELLED' | 'EXPIRED'

export interface Ceremony {
  id: string
  kind: CeremonyKind
  state: CeremonyState
  keyName: string | null
  version: number | null
  purpose: string | null
  terminalId: string | null
  form: 'COMPONENTS' | 'SHARES' | null
  parts: number
  threshold: number
  withCredentialKey: boolean
  replaceKeys: boolean
  /** Of the whole, as it was proposed; of a key to be imported, as the vault found it in the block. */
  expectedCheckValue: string | null
  exchangeKey: string | null
  checkValue: string | null
  credentialCheckValue: string | null
  proposedBy: string
  proposedAt: string
  approvedBy: string | null
  expiresAt: string
  endedAt: string | null
  /** What parts that are entered are sealed for, in base64. */
  entryKey: string | null
  officers: { part: number; officer: string; at: string; checkValue: string }[]
}

/** Shown once: nobody can ask for it again. Each component is sealed for the key that asked. */
export interface ShownPart {
  part: number
  components: { purpose: string; envelope: string; checkValue: string; wholeCheckValue: string }[]
  ceremony: Ceremony
}

export const MESSAGE_STATES = ['QUEUED', 'SENT', 'DELIVERED', 'FAILED', 'EXPIRED'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

/** A text message without its text. */
export interface TextMessage {
  id: string
  at: string
  purpose: string
  phoneMasked: string
  state: MessageState
  attempts: number
  provider: string | null
  reason: string | null
  /** The provider's own word for it. */
  providerCode: string | null
  expiresAt: string
  sentAt: string | null
  endedAt: string | null
}

/** Of the last 24 hours; `providers` in the order in which they are asked. */
export interface MessageSummary extends Record<Lowercase<MessageState>, number> {
  providers: { name: string; up: boolean }[]
  /** Of the simulated phone, if there is one. */
  phonePage: string | null
}

export type CardPasswordState = 'NONE' | 'INITIAL' | 'SET' | 'LOCKED' | 'DUE'

/** A person whose card carries a password at a merchant. */
export interface CardUser {
  cardId: string
  merchantId: string
  name: string
  contact: string
  cardMasked: string
  state: 'ACTIVE' | 'SUSPENDED'
  password: CardPasswordState
  dueSince: string | null
  /** What has changed, if that is why the password is due. */
  dueReason: 'NAME' | 'CARD' | 'CONTACT' | null
  version: number
  createdAt: string
  changedAt: string
}

/** What is wrong with a line of a file. */
export interface ImportProblem {
  line: number
  field: string
  code: string
  detail: string
}

export interface CardImport {
  applied: boolean
  added: number
  present: number
  problemsTotal: number
  problems: ImportProblem[]
}

export type PolicyRealm = 'PLATFORM' | 'PROVIDER' | 'CARDHOLDER' | 'TERMINAL_OPERATOR' | 'TRANSACTION_PASSWORD'
export type PolicyLevel = 'PLATFORM' | 'PROVIDER' | 'MERCHANT'
export type PolicyValue = number | boolean | string | string[]
export type ClauseVerdict = 'SATISFIED' | 'BROKEN' | 'UNDECIDED'

export interface PolicyRealmView {
  realm: PolicyRealm
  name: string
  profile: string
  version: number
  levels: PolicyLevel[]
}

export interface RuleBookReport {
  id: string
  name: string
  satisfied: number
  broken: number
  undecided: number
  clauses: { clause: string; text: string; verdict: ClauseVerdict; brokenBy: { knob: string; name: string; value: PolicyValue }[]; by: string | null }[]
}

export interface PolicyProfile {
  id: string
  name: string
  realms: PolicyRealm[]
  report: RuleBookReport[]
}

export interface PasswordPolicyView {
  realm: PolicyRealm
  name: string
  profile: string
  version: number
  /** Also one that is still to come: sent back with a change. */
  newestVersion: number
  levels: PolicyLevel[]
  values: { knob: string; name: string; value: PolicyValue; settable: boolean }[]
  report: RuleBookReport[]
  versions: { version: number; level: PolicyLevel; merchantId: string | null; profile: string; effectiveFrom: string; setBy: string; setAt: string }[]
}

export const CASE_STATES = ['OPEN', 'PROVED', 'APPROVED', 'SENT', 'COMPLETED', 'REJECTED', 'EXPIRED', 'CANCELLED'] as const
export type CaseState = (typeof CASE_STATES)[number]
export const CASE_WISHES = ['FORGOTTEN', 'CHANNEL'] as const
export type CaseWish = (typeof CASE_WISHES)[number]
export const PROOF_KINDS = ['IDENTITY_CARD', 'PASSPORT', 'BUSINESS_LICENCE', 'CALL_BACK', 'IN_PERSON', 'VIDEO'] as const
export type ProofKind = (typeof PROOF_KINDS)[number]

/** A case of the service desk; `expiresAt` says when the step that is due has to be done. */
export interface ResetCase {
  id: string
  wish: CaseWish
  subject: string
  ticket: string
  reason: string
  factorsLost: boolean
  proofsNeeded: number
  newPhoneMasked: string | null
  state: CaseState
  openedBy: string
  openedAt: string
  expiresAt: string
  provedBy: string | null
  provedAt: string | null
  approvedBy: string | null
  approvedAt: string | null
  sentAt: string | null
  sentToMasked: string | null
  endedAt: string | null
  endedBy: string | null
  endedWhy: string | null
  coolingUntil: string | null
}

export interface CaseStory {
  reset: ResetCase
  proofs: { kind: ProofKind; seen: string; seenBy: string; seenAt: string }[]
}

/** What the link of a text message opens; `factors` of which one is still to be shown. */
export interface Recovery {
  username: string
  factors: LoginFactor[]
  expiresAt: string
  passwordRules: PasswordTextRules
}

export interface OwnPhone {
  phoneMasked: string | null
  registeredAt: string | null
  coolingUntil: string | null
}

export interface PasswordAdvice {
  score: 0 | 1 | 2 | 3 | 4
  weaknesses: { name: string; text: string }[]
  broken: { name: string; text: string }[]
}

export type UseOutcome = 'RIGHT' | 'WRONG' | 'LOCKED' | 'REFUSED'

/** A password, code or fingerprint was shown; never what it was. */
export interface SecretUse {
  useId: number
  at: string
  subject: string
  merchantId: string
  terminalId: string
  operator: string | null
  factor: string | null
  kind: string
  outcome: UseOutcome
  reason: string | null
}

export interface UsePlace {
  merchantId: string
  terminalId: string
  operator: string
  right: number
  failed: number
}

export interface UseSummary {
  from: string
  to: string
  hourly: boolean
  right: number
  wrong: number
  refused: number
  buckets: { at: string; right: number; wrong: number; refused: number }[]
  week: { day: number; hour: number; right: number; failed: number }[]
  terminals: UsePlace[]
  operators: UsePlace[]
}

export const ALERT_KINDS = ['FAILURES_TERMINAL', 'FAILURES_OPERATOR', 'FAILURES_MERCHANT', 'FAILURES_PLATFORM', 'SAME_WRONG_VALUE', 'PASSWORD_LOCKED', 'ONE_TIME_ELSEWHERE', 'UNUSUAL_HOUR', 'DUE'] as const
export const ALERT_STATES = ['NEW', 'SEEN', 'CLOSED'] as const
export type AlertState = (typeof ALERT_STATES)[number]

export interface CredentialAlert {
  alertId: string
  kind: (typeof ALERT_KINDS)[number]
  subject: string
  merchantId: string | null
  terminalId: string | null
  operator: string | null
  times: number
  since: string
  lastAt: string
  state: AlertState
  changedAt: string
  changedBy: string | null
}

export interface AlertCounts {
  fresh: number
  seen: number
  closed: number
}

export const DUE_OWNERS = ['TRANSACTION', 'OPERATOR', 'CARD', 'STAFF'] as const

export interface DuePassword {
  subject: string
  owner: (typeof DUE_OWNERS)[number]
  kind: string
  /** None of the console's staff, whose user name is the operator. */
  merchantId: string | null
  terminalId: string | null
  operator: string | null
  /** Of a card user's password. */
  cardMasked: string | null
  setAt: string
  expiresAt: string
  opensUntil: string
  daysLeft: number
  overdue: boolean
  locked: boolean
}

export interface DueSummary {
  counts: { overdue: number; within1: number; within7: number; within14: number; within30: number }
  merchants: { merchantId: string; overdue: number; due: number }[]
}

/** What a policy says of the text of a password: the part of it that a page can judge by itself. */
export interface PasswordTextRules {
  lengthMin: number
  lengthMax: number
  alphabet: 'ASCII' | 'UNICODE'
  required: ('DIGIT' | 'LETTER' | 'SYMBOL')[]
  /** Of digits, capitals, small letters and symbols. */
  kindsMin: number
  sequenceLengthMax: number
  repeatLengthMax: number
  matching: 'WHOLE' | 'INSIDE'
}

/** A merchant's password guide, in the language that it was asked for in. */
export interface Guidance {
  merchantId: string
  title: string
  sections: { title: string; lines: string[] }[]
  badTitle: string
  bad: { example: string; why: string[] }[]
  rules: PasswordTextRules
  pageUrl: string
}

export const DEVICE_STATES = ['IN_STOCK', 'BOUND', 'IN_REPAIR', 'RETIRED'] as const
export type DeviceState = (typeof DEVICE_STATES)[number]

/** A thing with a serial number: in stock, at a merchant's, in repair, scrapped. */
export interface Device {
  serialNumber: string
  model: string
  state: DeviceState
  place: string
  terminalId: string | null
  merchantId: string | null
  merchantName: string
  merchantNameEn: string
  address: string | null
  /** Owner, settlement account and address are known. */
  bindingWhole: boolean
  receivedAt: string
  changedAt: string
}

/** Whose a device is or was. The numbers are masked. */
export interface DeviceBinding {
  terminalId: string | null
  acquirer: string
  merchantId: string
  ownerKind: 'CREDIT_CODE' | 'RESIDENT_ID' | null
  ownerMasked: string | null
  accountMasked: string | null
  address: string | null
  /** In millionths of a degree. */
  latitudeMicro: number | null
  longitudeMicro: number | null
  since: string
  madeBy: string
  approvedBy: string | null
  endedAt: string | null
  endedBecause: 'CHANGED' | 'TRANSFERRED' | 'RETIRED' | null
}

export interface DestroyedKey {
  at: string
  terminalId: string
  key: 'MASTER' | 'CREDENTIAL' | 'PIN' | 'MAC' | 'DATA'
  checkValue: string
  because: 'TRANSFER' | 'REPAIR' | 'RETIREMENT'
  by: string
}

export interface DeviceDetail {
  device: Device
  bindings: DeviceBinding[]
  destroyed: DestroyedKey[]
}

export interface DeviceHistoryLine {
  id: number
  at: string
  terminalId: string | null
  step: string
  /** Kind and name: `STAFF lin`. */
  actor: string
  was: string | null
  became: string | null
  details: Record<string, unknown>
}

export interface DeviceImport {
  id: string
  mode: 'TRIAL' | 'ALL_OR_NOTHING' | 'GOOD_LINES'
  state: 'RUNNING' | 'DONE' | 'FAILED'
  linesTotal: number
  linesDone: number
  added: number
  applied: boolean
  problemsTotal: number
  problems: ImportProblem[]
}

export const MODEL_KINDS = ['CLASSIC', 'E_SIGNATURE', 'SMART', 'MOBILE', 'PIN_PAD', 'SELF_SERVICE', 'CODE_BOARD', 'VIRTUAL', 'OTHER'] as const
export const CAPABILITIES = ['PRINTER', 'E_SIGNATURE', 'MAGSTRIPE', 'CHIP', 'CONTACTLESS', 'CAMERA', 'PIN_PAD', 'FINGERPRINT', 'BATTERY', 'CELLULAR', 'WIFI', 'POSITION'] as const

export interface TerminalModel {
  name: string
  vendor: string
  kind: (typeof MODEL_KINDS)[number]
  capabilities: (typeof CAPABILITIES)[number][]
  approvalNumber: string | null
  approvalUntil: string | null
  devices: number
  changedAt: string
}

export const LOOKED_AT = ['SEALS', 'CASE', 'LABEL', 'CARD_SLOT', 'KEYPAD', 'CABLES', 'SURROUNDINGS', 'SOFTWARE'] as const
export const INSPECTION_RESULTS = ['PASSED', 'SUSPICIOUS', 'TAMPERED'] as const

export interface Inspection {
  at: string
  inspector: string
  lookedAt: (typeof LOOKED_AT)[number][]
  result: (typeof INSPECTION_RESULTS)[number]
  note: string
}

export interface InspectionDue {
  serialNumber: string
  model: string
  terminalId: string | null
  merchantId: string
  address: string | null
  lastAt: string | null
  dueAt: string
  overdue: boolean
}

/** Software of terminals: what two of three people have signed. */
export interface Release {
  releaseId: number
  product: string
  version: string
  number: number
  kind: 'SWU' | 'SHOUYIN'
  hardware: string[]
  minimumNumber: number
  notBefore: string
  expiresAt: string
  state: 'DRAFT' | 'READY' | 'WITHDRAWN'
  createdBy: string
  createdAt: string
  installed: number
}

export interface ReleaseDetail {
  release: Release
  files: { name: string; sizeBytes: number; sha256: string; there: boolean }[]
}

export type RolloutState = 'WAITING_FOR_APPROVAL' | 'APPROVAL_DENIED' | 'READY' | 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FINISHED'

/** A terminal counts by its last action. */
export interface RolloutGroup {
  position: number
  percent: number
  state: 'SCHEDULED' | 'RUNNING' | 'FINISHED' | 'ERROR'
  total: number
  scheduled: number
  open: number
  finished: number
  failed: number
  canceled: number
}

export interface Rollout {
  rolloutId: number
  name: string
  releaseId: number
  confirmation: boolean
  successPercent: number
  errorPercent: number
  windowFrom: string | null
  windowMinutes: number | null
  state: RolloutState
  createdBy: string
  createdAt: string
  approvedBy: string | null
  groups: RolloutGroup[]
}

export interface RolloutWanted {
  name: string
  releaseId: number
  confirmation: boolean
  filter: { models?: string[]; merchants?: string[]; versions?: string[]; tags?: string[]; terminals?: string[] }
  successPercent: number
  errorPercent: number
  windowFrom?: string
  windowMinutes?: number
  groups: number[]
}

export const UPDATE_STATES = ['SCHEDULED', 'WAIT_FOR_CONFIRMATION', 'RUNNING', 'CANCELING', 'FINISHED', 'ERROR', 'CANCELED'] as const
export type UpdateState = (typeof UPDATE_STATES)[number]

/** One release for one terminal. */
export interface Update {
  actionId: number
  terminalId: string
  releaseId: number
  product: string
  version: string
  rolloutId: number | null
  group: number | null
  state: UpdateState
  status: string
  messages: number
  createdAt: string
  retrievedAt: string | null
  endedAt: string | null
}

export interface UpdateStatusLine {
  at: string
  status: string
  code: number | null
  messages: string[]
}

/** The fleet in numbers. */
export interface FleetHealth {
  statuses: Record<TerminalStatus, number>
  versions: { model: string; version: string; terminals: number }[]
  /** By tenths of a full battery. */
  batteries: number[]
  /** Of the last hour; minutes without heartbeats are left out. */
  minutes: { at: string; accepted: number; refused: number }[]
  tickets: number
  beatIntervalSeconds: number
}

export interface FleetLocation {
  terminalId: string
  merchantId: string
  latitudeMicrodegrees: number
  longitudeMicrodegrees: number
  accuracyMetres: number
  at: string
  radiusMetres: number
  placeSetBy: string
  distanceMetres: number
  beyond: boolean
}

export const ODDITIES = ['CLONED', 'TAMPERED', 'INSPECTED_TAMPERED', 'INSPECTED_SUSPICIOUS', 'MOVED', 'CLOCK_WRONG', 'BATTERY_LOW', 'PAPER_OUT', 'VERSION_DRIFT', 'SILENT', 'DORMANT_12M', 'DORMANT_3M'] as const
export type Oddity = (typeof ODDITIES)[number]
export const TICKET_STATES = ['OPEN', 'ACKNOWLEDGED', 'IN_REPAIR', 'CLOSED'] as const
export type TicketState = (typeof TICKET_STATES)[number]

export interface MaintenanceTicket {
  ticketId: string
  terminalId: string
  merchantId: string
  oddity: Oddity
  /** Metres, seconds, percent, days: what the oddity counts. */
  measure: number | null
  state: TicketState
  openedAt: string
  changedAt: string
  changedBy: string
  reason: string | null
}

export interface TerminalHealth {
  status: TerminalStatus
  lastHeardAt: string | null
  lastTransactionAt: string | null
  beat: {
    sequence: number; sentAt: string; receivedAt: string; uptimeSeconds: number; softwareVersion: string; softwareSlot: string; parametersVersion: number; model: string
    batteryPercent: number | null; charging: boolean | null; paper: 'OK' | 'LOW' | 'OUT' | 'NONE'; networkKind: string | null; signalDbm: number | null
    latitudeMicrodegrees: number | null; longitudeMicrodegrees: number | null; accuracyMetres: number | null; tamper: string[]; tamperedAt: string | null; waitingMessages: number
  } | null
  place: { latitudeMicrodegrees: number; longitudeMicrodegrees: number; radiusMetres: number; setAt: string; setBy: string } | null
  distanceMetres: number | null
  changes: { at: string; former: TerminalStatus; status: TerminalStatus }[]
  tickets: MaintenanceTicket[]
}
