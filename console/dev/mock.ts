// Made-up answers of /api/v1 for `npm run dev` and `npm run preview`: to look at pages without a host. Development only; the
// build never sees this file's data. Sign in as admin with any password; `initial` as password asks for a new one,
// `wrong` is refused, `locked` is locked. The cookie mock-mode=empty|failing|slow shows the other states of each page.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { ALERT_KINDS, ODDITIES, TERMINAL_STATUSES, TICKET_STATES } from '../src/api/types.ts'
import type {
  Account, AccountBalance, AlertRule, AuditEntry, Batch, BatchDifference, BatchSide, Board, CardUser, Ceremony, Channel, CredentialAlert, DayFigures,
  Device, DeviceDetail, DeviceHistoryLine, DeviceImport, DuePassword, FiredAlert, FleetHealth, FleetLocation, Guidance, InspectionDue, InstitutionKey,
  IssuedSecrets, JournalExport, LedgerJournal, LogLine, LogUpload, MaintenanceTicket, MasterKeyStatus, Merchant, MerchantCode, MerchantPricing, MessageState, Outcome,
  Overview, ParameterDefinition, ParameterVersion, PasswordAdvice, PasswordPolicyView, PasswordTextRules, PolicyProfile, PolicyRealmView, Proposal,
  RoutingRuleSet, RuleBookReport, RuleSet, SecretList, SecretUse, StoryStep, Terminal, TerminalDetail, TerminalHealth, TerminalLock, TerminalModel,
  TerminalOrder, TerminalShot, TextMessage, Transaction, TransactionStory, UnbookedPayment, UseSummary,
} from '../src/api/types.ts'
import { seal } from '../src/lib/envelope.ts'

const CSP = "default-src 'self'; img-src 'self' data:"

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const dice = random(20260701)
const pick = <T>(from: readonly T[]): T => from[Math.floor(dice() * from.length)]!
const pad = (n: number, width: number) => String(n).padStart(width, '0')

const MERCHANTS: Merchant[] = [
  { merchantId: '104110053110001', name: '江南小馆', nameEn: 'JIANGNAN BISTRO', mcc: '5812', city: '杭州', phone: '0571-00000001' },
  { merchantId: '104110053120417', name: '城北药房', nameEn: 'NORTH CITY PHARMACY', mcc: '5912', city: '北京', phone: '010-00000002' },
  { merchantId: '104110070110093', name: '青石客栈', nameEn: 'BLUESTONE INN', mcc: '7011', city: '苏州', phone: '0512-00000003' },
  { merchantId: '104110054110208', name: '晨光便利店', nameEn: 'MORNING LIGHT STORE', mcc: '5411', city: '上海', phone: '021-00000004' },
  { merchantId: '104110059420311', name: '南山书局', nameEn: 'SOUTH HILL BOOKS', mcc: '5942', city: '深圳', phone: '0755-00000005' },
  { merchantId: '104110055410512', name: '长路加油站', nameEn: 'LONG ROAD FUEL', mcc: '5541', city: '成都', phone: '028-00000006' },
]

const PASSWORD_ADVICE: PasswordAdvice = { score: 1, weaknesses: [{ name: 'WORD', text: '' }, { name: 'KEYBOARD', text: '' }], broken: [{ name: 'TOO_SHORT', text: '' }] }
const POLICY_REALMS: PolicyRealmView[] = [
  { realm: 'PROVIDER', name: '服务商员工', profile: 'pci-4.0.1', version: 0, levels: ['PLATFORM', 'PROVIDER'] },
  { realm: 'TRANSACTION_PASSWORD', name: '交易密码', profile: 'guide-quarterly', version: 2, levels: ['PLATFORM', 'PROVIDER', 'MERCHANT'] },
]
const RULE_BOOKS: RuleBookReport[] = [
  { id: 'guide', name: '受理终端安全指南', satisfied: 2, broken: 0, undecided: 1, clauses: [
    { clause: 'P2-1', text: '密码 6 到 12 位', verdict: 'SATISFIED', brokenBy: [], by: null }, { clause: 'P4-1', text: '每季度或每半年更换', verdict: 'SATISFIED', brokenBy: [], by: null },
    { clause: 'P2-5', text: '与登录密码不同', verdict: 'UNDECIDED', brokenBy: [], by: '设置交易密码时由安全模块比对' }] },
  { id: 'nist-aal1', name: 'NIST SP 800-63B-4 AAL1', satisfied: 0, broken: 2, undecided: 0, clauses: [
    { clause: '3.1.1.2-L1', text: '作为唯一因素至少 15 位', verdict: 'BROKEN', brokenBy: [{ knob: 'length.soleMin', name: '最短长度(唯一因素)', value: 6 }], by: null },
    { clause: '3.1.1.2-P', text: '不得强制定期更换', verdict: 'BROKEN', brokenBy: [{ knob: 'rotation.maxAgeDays', name: '有效天数(0 = 不限)', value: 90 }], by: null }] },
]
const POLICY: PasswordPolicyView = {
  realm: 'TRANSACTION_PASSWORD', name: '交易密码', profile: 'guide-quarterly', version: 2, newestVersion: 2, levels: ['PLATFORM', 'PROVIDER', 'MERCHANT'], report: RULE_BOOKS,
  values: [
    { knob: 'length.soleMin', name: '最短长度(唯一因素)', value: 6, settable: true }, { knob: 'composition.required', name: '必须含有', value: ['DIGIT', 'LETTER'], settable: true },
    { knob: 'rotation.maxAgeDays', name: '有效天数(0 = 不限)', value: 90, settable: true }, { knob: 'blocking.matching', name: '禁用词比对', value: 'INSIDE', settable: true },
    { knob: 'blocking.commonCount', name: '比对的最常见密码条数(长度相符)', value: 229, settable: false }, { knob: 'blocking.leakedCount', name: '泄露密码表条数(约)', value: 0, settable: false },
    { knob: 'storage.hash', name: '存储方式', value: 'VAULT_HMAC', settable: false },
  ],
  versions: [{ version: 2, level: 'PROVIDER', merchantId: null, profile: 'guide-quarterly', effectiveFrom: '2026-07-01T00:00:00Z', setBy: 'admin', setAt: '2026-06-20T03:00:00Z' }],
}
const POLICY_PROFILES: PolicyProfile[] = [
  { id: 'guide-quarterly', name: '指南:每季一换', realms: ['TRANSACTION_PASSWORD'], report: RULE_BOOKS }, { id: 'mlps-3', name: '等保三级(GB/T 22239-2019)', realms: ['PROVIDER'], report: RULE_BOOKS },
]

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()

const MERCHANT_CODE: MerchantCode = {
  payload: '00020101021126330010cn.shouyin01151042900581200015204581253031565802CN5915JIANGNAN BISTRO6008SHANGHAI64120002ZH0104江南小馆63044C2A',
  qr: { size: 21, path: 'M0 0h7v1h-7zM0 6h7v1h-7zM0 0h1v7h-1zM6 0h1v7h-1zM2 2h3v3h-3zM14 0h7v1h-7zM14 6h7v1h-7zM14 0h1v7h-1zM20 0h1v7h-1zM16 2h3v3h-3zM0 14h7v1h-7zM0 20h7v1h-7zM0 14h1v7h-1zM6 14h1v7h-1zM2 16h3v3h-3zM9 9h4v4h-4z' },
}

const PRICING: MerchantPricing = {
  mcc: '5812', category: 'STANDARD', debitCost: { rateE7: 34_425, capFen: 1_625 }, creditCost: { rateE7: 48_250, capFen: 0 }, walletCost: { rateE7: 20_000, capFen: 0 },
  inForce: { version: 1, effectiveFrom: '2026-01-01', debitRateE7: 50_000, debitCapFen: 2_000, creditRateE7: 55_000, walletRateE7: 38_000, subsidyAccount: null, setBy: 'lin.w', setAt: '2025-12-20T03:00:00Z' },
  versions: [{ version: 2, effectiveFrom: '2027-01-01', debitRateE7: 50_000, debitCapFen: 2_000, creditRateE7: 60_000, walletRateE7: 38_000, subsidyAccount: null, setBy: 'lin.w', setAt: '2026-06-20T03:00:00Z' }],
}
const BALANCES: AccountBalance[] = [
  { account: 1101, name: '应收清算款', side: 'DEBIT', amountFen: 26_134_482 }, { account: 2101, name: '应付商户款·待清算', side: 'CREDIT', amountFen: 25_977_675 },
  { account: 2201, name: '应付发卡行服务费', side: 'CREDIT', amountFen: 117_605 }, { account: 2202, name: '应付网络服务费', side: 'CREDIT', amountFen: 8_494 },
  { account: 4101, name: '商户手续费收入', side: 'CREDIT', amountFen: 156_807 }, { account: 5101, name: '发卡行服务费成本', side: 'DEBIT', amountFen: 117_605 }, { account: 5102, name: '网络服务费成本', side: 'DEBIT', amountFen: 8_494 },
]
const journals: LedgerJournal[] = Array.from({ length: 43 }, (_, n) => {
  const kind = n % 7 === 3 ? 'REFUND' : n % 11 === 5 ? 'REVERSAL' : 'SALE'
  const sign = kind === 'SALE' ? 1 : -1
  const key = `10000001.000001.${pad(900 - n, 6)}`
  return {
    key: kind === 'REVERSAL' ? `rev:${key}` : key, kind, original: kind === 'SALE' ? null : '10000001.000001.000812', businessDate: '2026-07-01', channel: 'main', at: ago(n * 700), amountFen: sign * 10_000, feeFen: sign * 60, costFen: kind === 'REFUND' ? 0 : sign * 48, netFen: sign * 9_940,
    lines: kind === 'SALE'
      ? [[1101, '应收清算款', 10_000], [2101, '应付商户款·待清算', -9_940], [4101, '商户手续费收入', -60], [5101, '发卡行服务费成本', 45], [2201, '应付发卡行服务费', -45], [5102, '网络服务费成本', 3], [2202, '应付网络服务费', -3]].map((line) => toLine(line as [number, string, number]))
      : [[2101, '应付商户款·待清算', 9_940], [4101, '商户手续费收入', 60], [1101, '应收清算款', -10_000]].map((line) => toLine(line as [number, string, number])),
    terms: kind === 'SALE' ? { mcc: '5812', class: 'STANDARD', card: 'CREDIT', plan: 1, revision: 9, fee: { rateE7: 60_000 } } : null,
  }
})
function toLine([account, name, fen]: [number, string, number]) {
  return { account, name, debitFen: Math.max(fen, 0), creditFen: Math.max(-fen, 0) }
}


const terminals: Terminal[] = Array.from({ length: 64 }, (_, n) => {
  const merchant = MERCHANTS[n % MERCHANTS.length]!
  const state = n === 5 || n === 23 ? 'REGISTERED' : n === 40 ? 'RETIRED' : 'ACTIVATED'
  const signedIn = state === 'ACTIVATED' && n % 9 !== 4
  return {
    terminalId: pad(n + 1, 8),
    serialNumber: `SY26-${pad(1042 + n * 7, 6)}`,
    model: n % 3 === 1 ? 'SY-V1 mini' : 'SY-V1',
    merchantId: merchant.merchantId,
    merchantName: merchant.name,
    merchantNameEn: merchant.nameEn,
    profile: n % 7 === 3 ? 'aes' : n % 11 === 5 ? 'sm4' : 'tdes',
    state,
    status: state !== 'ACTIVATED' ? state : !signedIn ? 'SIGNED_OFF' : (['ONLINE', 'ONLINE', 'ONLINE', 'LATE', 'ONLINE', 'OFFLINE', 'ONLINE', 'LOCKED', 'TAMPERED', 'ONLINE', 'DORMANT_3M'] as const)[n % 11]!,
    signedIn,
    batch: signedIn ? pad(1 + (n % 4), 6) : null,
    lastSeenAt: state === 'REGISTERED' ? null : ago(signedIn ? n * 11 + 3 : 86400 + n * 600),
    transactionPassword: state !== 'ACTIVATED' || n === 13 ? 'NONE' : n === 8 || n === 31 ? 'LOCKED' : 'SET',
    createdAt: ago(86400 * (90 - n)),
  }
})

const MODELS: TerminalModel[] = [
  { name: 'SY-V1', vendor: '守银', kind: 'SMART', capabilities: ['PRINTER', 'CHIP', 'CONTACTLESS', 'CAMERA', 'BATTERY', 'CELLULAR', 'WIFI', 'POSITION'], approvalNumber: '4-10254', approvalUntil: '2031-04-30', devices: 48, changedAt: ago(86400 * 60) },
  { name: 'SY-V1 mini', vendor: '守银', kind: 'E_SIGNATURE', capabilities: ['E_SIGNATURE', 'CHIP', 'CONTACTLESS', 'CELLULAR'], approvalNumber: '4-40117', approvalUntil: '2026-04-30', devices: 22, changedAt: ago(86400 * 60) },
]
const devices: Device[] = [
  ...terminals.map((one, n): Device => ({
    serialNumber: one.serialNumber, model: one.model, state: one.state === 'RETIRED' ? 'RETIRED' : n === 11 ? 'IN_REPAIR' : 'BOUND', place: '', terminalId: one.state === 'RETIRED' ? null : one.terminalId,
    merchantId: one.state === 'RETIRED' ? null : one.merchantId, merchantName: one.merchantName, merchantNameEn: one.merchantNameEn ?? '', address: n % 3 ? '平江路 1 号' : null, bindingWhole: n % 3 !== 0,
    receivedAt: ago(86400 * 100), changedAt: ago(86400 * (90 - n)),
  })),
  ...Array.from({ length: 6 }, (_, n): Device => ({ serialNumber: `SY26-${pad(9001 + n, 6)}`, model: 'SY-V1 mini', state: 'IN_STOCK', place: '苏州一号库', terminalId: null, merchantId: null, merchantName: '', merchantNameEn: '', address: null, bindingWhole: false, receivedAt: ago(86400 * 2), changedAt: ago(86400 * 2) })),
]
const deviceDetail = (device: Device): DeviceDetail => ({
  device,
  bindings: [
    ...(device.merchantId ? [{ terminalId: device.terminalId, acquirer: '守银收单', merchantId: device.merchantId, ownerKind: 'CREDIT_CODE' as const, ownerMasked: '9135**********0Y43', accountMasked: '****7894', address: '平江路 1 号', latitudeMicro: 31_311_000, longitudeMicro: 120_632_000, since: ago(86400 * 30), madeBy: 'lin', approvedBy: 'admin2', endedAt: null, endedBecause: null }] : []),
    { terminalId: '00000003', acquirer: '守银收单', merchantId: '104110053120417', ownerKind: null, ownerMasked: null, accountMasked: null, address: null, latitudeMicro: null, longitudeMicro: null, since: ago(86400 * 90), madeBy: 'lin', approvedBy: null, endedAt: ago(86400 * 30), endedBecause: 'TRANSFERRED' },
  ],
  destroyed: (['MASTER', 'CREDENTIAL', 'PIN', 'MAC'] as const).map((key, n) => ({ at: ago(86400 * 30), terminalId: '00000003', key, checkValue: `${n}A4F0${n}C2`, because: 'TRANSFER' as const, by: 'STAFF admin2' })),
})
const DEVICE_HISTORY: DeviceHistoryLine[] = ([['INSPECTED', null, 'PASSED', 'STAFF wang', {}], ['ACTIVATED', null, 'ACTIVATED', 'TERMINAL 00000009', {}], ['CODE_ISSUED', null, null, 'STAFF lin', {}], ['REGISTERED', 'BOUND', 'BOUND', 'STAFF lin', {}],
  ['TRANSFERRED', '104110053120417', '104110053110001', 'STAFF admin2', {}], ['CAME_FROM_REPAIR', 'IN_REPAIR', 'BOUND', 'STAFF lin', { reason: '更换打印头' }], ['SENT_TO_REPAIR', 'BOUND', 'IN_REPAIR', 'STAFF lin', { reason: '打印不清' }],
  ['REGISTERED', 'IN_STOCK', 'BOUND', 'STAFF lin', {}], ['RECEIVED', null, 'IN_STOCK', 'STAFF lin', { model: 'SY-V1' }]] as const).map(([step, was, became, actor, details], n) => ({ id: 100 - n, at: ago(86400 * n * 9 + 300), terminalId: '00000009', step, was, became, actor, details }))
const DEVICE_IMPORT: DeviceImport = { id: '6c76758b-cdb2-4ad8-96fc-5f9fdda01f27', mode: 'TRIAL', state: 'DONE', linesTotal: 1204, linesDone: 1204, added: 1201, applied: false, problemsTotal: 3, problems: [
  { line: 3, field: '序列号', code: 'SERIAL_NUMBER_WRONG', detail: '序列号须为8至32个字母、数字或减号' }, { line: 17, field: '型号', code: 'MODEL_UNKNOWN', detail: '没有这个型号' }, { line: 204, field: '序列号', code: 'DEVICE_KNOWN', detail: '这台设备已入库' }] }
const INSPECTIONS_DUE: InspectionDue[] = devices.filter((one) => one.state === 'BOUND').slice(0, 24).map((one, n) => ({ serialNumber: one.serialNumber, model: one.model, terminalId: one.terminalId, merchantId: one.merchantId!, address: one.address, lastAt: n % 4 ? ago(86400 * (97 - n)) : null, dueAt: ago(86400 * (7 - n)), overdue: n < 7 }))

const ACCOUNTS: Account[] = [
  { username: 'admin', displayName: '管理员', roles: ['ADMINISTRATOR'], state: 'ACTIVE', mustChangePassword: false, createdAt: ago(86400 * 40), lastLoginAt: ago(60) },
  { username: 'admin2', displayName: '管理员', roles: ['ADMINISTRATOR'], state: 'ACTIVE', mustChangePassword: false, createdAt: ago(86400 * 40), lastLoginAt: ago(7200) },
  { username: 'lin', displayName: '林', roles: ['KEY_OFFICER'], state: 'ACTIVE', mustChangePassword: true, createdAt: ago(3600), lastLoginAt: null },
  { username: 'wang', displayName: '王', roles: ['OPERATIONS', 'SERVICE_DESK'], state: 'DISABLED', mustChangePassword: false, createdAt: ago(86400 * 20), lastLoginAt: ago(86400 * 3) },
]

const PROPOSALS: Proposal[] = [
  { id: 'P7ENAH2K', kind: 'ACCOUNT_CREATE', subject: 'staff:zhou', roles: ['KEY_OFFICER'], content: null, state: 'PROPOSED', proposedBy: 'admin2', proposedAt: ago(300), approvedBy: null, rejectedBy: null },
  { id: 'QR3T5VWX', kind: 'MASTER_KEY_CHANGE', subject: 'master-key:A1B2C3', roles: [], content: null, state: 'PROPOSED', proposedBy: 'admin', proposedAt: ago(900), approvedBy: null, rejectedBy: null },
  { id: 'K8M2N4P6', kind: 'ACCOUNT_CREATE', subject: 'staff:lin', roles: ['KEY_OFFICER'], content: null, state: 'DONE', proposedBy: 'admin', proposedAt: ago(3700), approvedBy: 'admin2', rejectedBy: null },
  { id: 'R4U6L8E2', kind: 'STEP_UP_RULES', subject: 'step-up-rules:PLATFORM', roles: [], state: 'PROPOSED', proposedBy: 'chen', proposedAt: ago(120), approvedBy: null, rejectedBy: null,
    content: { before: [{ name: 'sale', when: { kinds: ['SALE'], amountFromFen: 1 }, require: { anyOf: [{ allOf: ['TXN_PASSWORD'] }] } }],
      wanted: { rules: [{ name: 'sale', when: { kinds: ['SALE'], amountFromFen: 50_000 }, require: { anyOf: [{ allOf: ['TXN_PASSWORD'] }] } }] } } },
  { id: 'RT6G2K4W', kind: 'ROUTING', subject: 'routing:PLATFORM', roles: [], state: 'PROPOSED', proposedBy: 'chen', proposedAt: ago(90), approvedBy: null, rejectedBy: null,
    content: { before: [{ name: 'rest', when: {}, channels: ['main', 'backup'] }], wanted: { rules: [{ name: 'night', when: { hours: { from: '23:00', to: '06:00' } }, channels: ['backup'] }, { name: 'rest', when: {}, channels: ['main', 'backup'] }] } } },
  { id: 'B2N4D6G8', kind: 'TERMINAL_BINDING', subject: 'device:SY26-001063', roles: [], state: 'PROPOSED', proposedBy: 'lin', proposedAt: ago(70), approvedBy: null, rejectedBy: null,
    content: { merchantBefore: '104110054110208', merchantId: '104110053110001', acquirer: '守银收单', ownerMasked: '9135**********0Y43', accountMasked: '****7894', address: '平江路 1 号', latitudeMicro: 31_311_000, longitudeMicro: 120_632_000 } },
  { id: 'T7N3M5K9', kind: 'ONE_TIME_SECRET', subject: 'transaction-password:00000001', roles: [], content: { validFrom: null, validTo: null }, state: 'PROPOSED', proposedBy: 'admin2', proposedAt: ago(60), approvedBy: null, rejectedBy: null },
  { id: 'P8D4H6W3', kind: 'PASSWORD_POLICY', subject: 'policy:TRANSACTION_PASSWORD/PLATFORM', roles: [], state: 'PROPOSED', proposedBy: 'admin2', proposedAt: ago(30), approvedBy: null, rejectedBy: null,
    content: { difference: [{ knob: 'length.soleMin', zh: '最短长度(唯一因素)', en: 'Length at least, sole factor', before: 8, after: 6 }] } },
]

const KEYS: InstitutionKey[] = [
  { name: 'zone-master', version: 2, purpose: 'ZONE_MASTER', state: 'PENDING', checkValue: 'A3F10C', own: false, createdAt: ago(600), changedAt: null, proposedBy: 'lin', approvedBy: 'zhou' },
  { name: 'zone-master', version: 1, purpose: 'ZONE_MASTER', state: 'ACTIVE', checkValue: '7B90E2', own: false, createdAt: ago(86400 * 340), changedAt: ago(86400 * 339), proposedBy: 'zhou', approvedBy: 'lin' },
  { name: 'card-values', version: 1, purpose: 'CARD_VALUE_CHECK', state: 'REVOKED', checkValue: '08D7B4FB', own: false, createdAt: ago(86400 * 400), changedAt: ago(86400 * 20), proposedBy: 'lin', approvedBy: 'zhou' },
  { name: 'credential-verifier', version: 1, purpose: 'CREDENTIAL_VERIFIER', state: 'ACTIVE', checkValue: '19C4D2', own: true, createdAt: ago(86400 * 400), changedAt: null, proposedBy: null, approvedBy: null },
  { name: 'login-pepper', version: 1, purpose: 'LOGIN_PEPPER', state: 'ACTIVE', checkValue: 'E07711', own: true, createdAt: ago(86400 * 400), changedAt: null, proposedBy: null, approvedBy: null },
]

const CEREMONY: Ceremony = {
  id: 'C1ENTERZ', kind: 'ENTER', state: 'APPROVED', keyName: 'zone-pin', version: null, purpose: 'ZONE_PIN', terminalId: null, form: 'COMPONENTS', parts: 3, threshold: 3,
  withCredentialKey: false, replaceKeys: false, expectedCheckValue: '08D7B4FB', exchangeKey: null, checkValue: null, credentialCheckValue: null, proposedBy: 'lin', proposedAt: ago(300), approvedBy: 'zhou',
  expiresAt: ago(-1500), endedAt: null, entryKey: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2tC2U5QiHPmwUeH+yleH0Jjf5jf8kLnvlF0MN3JYEYBScaBGHNuCUtYfHEVvo+WasfRbM6zPX1g4ngV3uJkLsw==', officers: [{ part: 1, officer: 'zhou', at: ago(200), checkValue: '1A2B3C4D' }],
}
const MASTER_KEY: MasterKeyStatus = {
  wraps: '0D4E5F',
  vault: 'OWN_PROCESS',
  open: [{ checkValue: '0D4E5F', store: 'PKCS#12', storeIsThere: true }, { checkValue: 'A1B2C3', store: 'PKCS#11 shouyin', storeIsThere: true }],
  nextRefused: null,
  passphraseIsBeside: true,
  change: { from: 'A1B2C3', to: '0D4E5F', state: 'REWRAPPING', rowsTotal: 152, rowsLeft: 48, hostsWaitedFor: 0 },
}

const CEREMONIES: Ceremony[] = [
  CEREMONY,
  { ...CEREMONY, id: 'C2SHOWNP', kind: 'GENERATE', keyName: 'zone-master', purpose: 'ZONE_MASTER', form: 'SHARES', parts: 3, threshold: 2, expectedCheckValue: null, checkValue: 'A3F10C', proposedAt: ago(500) },
  { ...CEREMONY, id: 'C3PROPOS', kind: 'ACTIVATE', state: 'PROPOSED', version: 2, keyName: 'zone-master', purpose: null, form: null, parts: 0, threshold: 0, expectedCheckValue: 'A3F10C', approvedBy: null, officers: [], proposedAt: ago(700) },
  { ...CEREMONY, id: 'C5IMPORT', kind: 'IMPORT', state: 'PROPOSED', keyName: 'zone-pin-east', form: null, parts: 0, threshold: 0, exchangeKey: 'zone-master', entryKey: null, approvedBy: null, officers: [], proposedAt: ago(750) },
  { ...CEREMONY, id: 'C4TERMIN', kind: 'TERMINAL', state: 'EXPIRED', keyName: null, terminalId: '00000009', purpose: 'TERMINAL_MASTER', parts: 2, threshold: 2, expectedCheckValue: null, endedAt: ago(80000), proposedAt: ago(82000) },
]

const CARDS = ['621626******0018', '622588******4417', '621700******9320', '622848******7731', '625965******1206']
const CASES: [Outcome, string | null][] = [
  ['APPROVED', '00'], ['APPROVED', '00'], ['APPROVED', '00'], ['APPROVED', '00'], ['APPROVED', '00'], ['APPROVED', '00'],
  ['APPROVED', '00'], ['DECLINED', '51'], ['DECLINED', 'P2'], ['DECLINED', '55'], ['APPROVED', '00'], ['IN_DOUBT', null], ['APPROVED', '00'], ['REVERSED', '98'],
]

let counter = 0
function transaction(at: string, outcome?: [Outcome, string | null]): Transaction {
  const n = ++counter
  const terminal = pick(terminals.filter((one) => one.signedIn))
  const [result, code] = outcome ?? CASES[n % CASES.length]!
  return {
    id: [terminal.merchantId, terminal.terminalId, terminal.batch, pad(n, 6)].join('.'),
    at,
    merchantId: terminal.merchantId,
    merchantName: terminal.merchantName,
    merchantNameEn: terminal.merchantNameEn ?? null,
    terminalId: terminal.terminalId,
    operator: pick(['01', '02', '03']),
    kind: n % 7 === 0 ? 'VOID' : n % 11 === 0 ? 'REFUND' : 'SALE',
    cardMasked: pick(CARDS),
    entryMode: pick(['051', '021', '071']),
    amountFen: pick([1000, 8800, 128600, 36800, 1590, 2350, 480, 19900, 66600, 1250000]),
    factors: code === 'P2' ? [] : pick([['TXN_PASSWORD', 'PIN'], ['TXN_PASSWORD', 'PIN'], ['TXN_PASSWORD'], ['TXN_PASSWORD', 'CARD_PASSWORD']]),
    outcome: result,
    responseCode: code,
    refusal: code === 'P4' ? 'SECRET_USED' : null,
    rrn: code === 'P2' ? null : `0931${pad(n, 8)}`,
    batch: terminal.batch ?? '000001',
    trace: pad(n, 6),
  }
}

const transactions: Transaction[] = Array.from({ length: 312 }, (_, n) => transaction(ago((312 - n) * 23))).reverse()

/** A void or refund follows the transaction before it. */
function related(of: Transaction): Pick<TransactionStory, 'original' | 'followUps'> {
  const index = transactions.findIndex((one) => one.id === of.id)
  const [before, after] = [transactions[index + 1], transactions[index - 1]]
  return {
    original: of.kind !== 'SALE' && before?.kind === 'SALE' ? before : null,
    followUps: of.kind === 'SALE' && after && after.kind !== 'SALE' ? [after] : [],
  }
}

function story(of: Transaction): TransactionStory {
  let micros = 0
  const steps: StoryStep[] = []
  const add = (after: number, step: StoryStep['step'], detail: StoryStep['detail'] = null) => {
    micros += after
    const whole = new Date(Date.parse(of.at) + Math.floor(micros / 1000)).toISOString()
    steps.push({ at: whole.replace('Z', `${pad(micros % 1000, 3)}Z`), step, detail })
  }
  add(0, 'RECEIVED', { rrn: of.rrn })
  add(412, 'MAC_CHECKED')
  if (of.responseCode === 'P2') {
    add(655, 'REFUSED', { code: 'P2' })
    add(388, 'REPLIED', { code: 'P2' })
  } else {
    add(655, 'STEP_UP', { factors: of.factors.join(',') })
    add(2210, 'JOURNALED')
    add(240, 'SENT', { channel: 'main', rule: 'debit' })
    if (of.outcome === 'IN_DOUBT' || of.outcome === 'REVERSED') {
      add(30_000_000, 'SILENT', { reason: 'SILENCE' })
      add(1890, 'REVERSAL_QUEUED')
      add(620, 'REPLIED', { code: '98' })
      if (of.outcome === 'REVERSED') add(4_210_000, 'REVERSED')
    } else if (of.outcome !== 'PENDING') {
      add(25_310, 'ANSWERED', { code: of.responseCode })
      if (of.outcome === 'APPROVED') add(2105, 'POSTED')
      add(702, 'REPLIED', { code: of.responseCode })
    }
  }
  return { ...of, authCode: of.outcome === 'APPROVED' ? '123456' : null, channel: 'main', story: steps, ...related(of) }
}

const minutes = Array.from({ length: 60 }, (_, n) => {
  const busy = 6 + Math.round(5 * Math.sin(n / 9) + dice() * 5 + n / 12)
  return { approved: busy, declined: dice() < 0.35 ? 1 + Math.floor(dice() * 2) : 0, inDoubt: dice() < 0.06 ? 1 : 0, reversed: dice() < 0.06 ? 1 : 0 }
})

const rule = (n: number, name: string, kind: AlertRule['kind'], severity: AlertRule['severity'], values: Partial<AlertRule>): AlertRule => ({
  ruleId: `00000000-0000-0000-0000-${pad(n, 12)}`, name, kind, severity, enabled: true, threshold: null, minutes: 10, transactionsMin: null, responseCode: null, hourFrom: null, hourTo: null, version: 1, silence: null, firing: 0, ...values,
})
const ALERT_RULES: AlertRule[] = [
  rule(1, '批准率过低', 'APPROVAL_RATE_BELOW', 'CRITICAL', { threshold: 70, transactionsMin: 50 }),
  rule(2, '发卡方超时过多', 'CODE_SHARE_ABOVE', 'CRITICAL', { threshold: 5, transactionsMin: 50, responseCode: '98' }),
  rule(3, '应答过慢', 'LATENCY_P95_ABOVE', 'WARNING', { threshold: 3000, transactionsMin: 50, silence: { until: new Date(Date.now() + 3600_000).toISOString(), reason: '网络割接', setBy: 'lin.w', setAt: ago(600) } }),
  rule(4, '通道断开', 'CHANNEL_DOWN', 'CRITICAL', { minutes: 5, firing: 1 }),
  rule(5, '冲正滞留', 'REVERSALS_WAITING', 'CRITICAL', { minutes: 15 }),
  rule(6, '无交易', 'NO_SALE', 'WARNING', { minutes: 30, hourFrom: '09:00', hourTo: '21:00', enabled: false }),
]
const EXPORTS: JournalExport[] = [
  { exportId: 'e1', format: 'XLSX', state: 'RUNNING', reason: null, rowsDone: 182_000, rowsTotal: 431_776, bytes: 9_000_000, createdAt: ago(9), endedAt: null },
  { exportId: 'e2', format: 'CSV', state: 'DONE', reason: null, rowsDone: 18_204, rowsTotal: 18_204, bytes: 2_100_000, createdAt: ago(4000), endedAt: ago(3990) },
  { exportId: 'e3', format: 'CSV', state: 'FAILED', reason: 'EXPORT_HOST_STOPPED', rowsDone: 4000, rowsTotal: 90_112, bytes: 0, createdAt: ago(9000), endedAt: ago(8900) },
]
const FIRED: FiredAlert[] = [
  { alertId: 'a1', ruleId: ALERT_RULES[3]!.ruleId, ruleName: '通道断开', kind: 'CHANNEL_DOWN', severity: 'CRITICAL', subject: 'backup', measured: 12, firedAt: ago(420), trueAt: ago(4), resolvedAt: null, toldAt: ago(420) },
  { alertId: 'a2', ruleId: ALERT_RULES[2]!.ruleId, ruleName: '应答过慢', kind: 'LATENCY_P95_ABOVE', severity: 'WARNING', subject: '', measured: 4120, firedAt: ago(9000), trueAt: ago(8600), resolvedAt: ago(8540), toldAt: null },
]

function board(empty: boolean, window: number): Board {
  const seen = overview(empty)
  const shown = seen.minutes.slice(-window)
  const sum = (key: 'approved' | 'declined' | 'inDoubt' | 'reversed') => shown.reduce((all, one) => all + one[key], 0)
  const count = sum('approved') + sum('declined') + sum('inDoubt') + sum('reversed')
  const times = (p50Millis: number, p95Millis: number, p99Millis: number, n = count) => (empty ? { count: 0, p50Millis: null, p95Millis: null, p99Millis: null } : { count: n, p50Millis, p95Millis, p99Millis })
  return {
    from: shown[0]!.at, until: new Date(Date.parse(shown.at(-1)!.at) + 60_000).toISOString(), count, approved: sum('approved'), approvalRate: count ? sum('approved') / count : null, minutes: shown,
    codes: empty ? [] : [{ code: '00', count: sum('approved') }, { code: '51', count: Math.ceil(sum('declined') * 0.7) }, { code: '55', count: Math.floor(sum('declined') * 0.3) }, { code: '98', count: sum('inDoubt') }].filter((one) => one.count),
    answers: times(24.1, 61.3, 143.8),
    channels: [
      { name: 'main', up: true, breaker: 'CLOSED', answered: empty ? 0 : 18_102, unknown: empty ? 0 : 4, lastAnswerAt: empty ? null : ago(2), times: empty ? null : times(17.3, 52.8, 121.4, Math.floor(count * 0.8)) },
      { name: 'backup', up: empty, breaker: empty ? 'CLOSED' : 'OPEN', answered: 0, unknown: empty ? 0 : 5, lastAnswerAt: null, times: null },
      { name: 'wallet', up: true, breaker: 'CLOSED', answered: null, unknown: null, lastAnswerAt: null, times: empty ? null : times(88, 240, 611, Math.floor(count * 0.2)) },
    ],
    terminals: { ...seen.terminals, locked: seen.terminals.locked ?? 0 },
  }
}

function overview(empty: boolean): Overview {
  const day = (count: number, amountFen: number, rate: number): DayFigures =>
    empty ? { count: 0, amountFen: 0, approved: 0, declined: 0, inDoubt: 0, reversed: 0, approvalRate: null, p99Millis: null, channelP99Millis: null }
      : { count, amountFen, approved: Math.round(count * rate), declined: Math.round(count * (1 - rate)), inDoubt: 3, reversed: 5, approvalRate: rate, p99Millis: 38, channelP99Millis: 29 }
  const start = Math.floor(Date.now() / 60_000) * 60_000
  return {
    today: day(18_204 + counter - 312, 261_344_820 + (counter - 312) * 8800, 0.974),
    yesterday: day(17_141, 249_375_800, 0.977),
    businessDate: new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10),
    terminals: empty ? { total: 0, signedIn: 0, activated: 0, locked: 0 }
      : { total: terminals.length, signedIn: terminals.filter((one) => one.signedIn).length, activated: terminals.filter((one) => one.state === 'ACTIVATED').length, locked: 2 },
    minutes: minutes.map((one, n) => ({ at: new Date(start - (59 - n) * 60_000).toISOString(), ...(empty ? { approved: 0, declined: 0, inDoubt: 0, reversed: 0 } : one) })),
  }
}

const AUDITED: [string, string, string, string, AuditEntry['result'], string | null][] = [
  ['STAFF', 'admin', 'staff.login', 'staff:admin', 'DONE', null],
  ['TERMINAL', '00000001/99', 'transaction-password.set', 'transaction-password:00000001', 'DONE', null],
  ['STAFF', 'operations', 'terminal.register', 'terminal:00000064', 'DONE', null],
  ['TERMINAL', '00000009/01', 'password.verify', 'operator:00000009/01', 'REFUSED', 'FACTOR_WRONG'],
  ['TERMINAL', '00000009', 'password.lock', 'transaction-password:00000009', 'DONE', null],
  ['STAFF', 'operations', 'merchant.register', 'merchant:104110055410512', 'DONE', null],
  ['ANONYMOUS', 'anonymous', 'staff.login', 'staff:nobody', 'REFUSED', 'LOGIN_REFUSED'],
  ['TERMINAL', '00000001', 'terminal.sign-in', 'terminal:00000001', 'DONE', 'operator as told 01, keys DOUBLE'],
  ['STAFF', 'lin', 'case.prove', 'operator:00000009/01', 'DONE', '7K2M9QRS FORGOTTEN ticket T-2026-0301 opened by lin, VIDEO'],
  ['STAFF', 'admin2', 'routing.replace', 'routing:platform', 'DONE', 'version 3, ROUTING 4H8T2WXC proposed by admin'],
  ['TERMINAL', '00000012/99', 'transaction-password.set', 'transaction-password:00000012', 'REFUSED', 'SEQUENCE,RECENTLY_USED'],
]
const audit: AuditEntry[] = Array.from({ length: 141 }, (_, n) => {
  const [actorType, actor, action, object, result, reason] = AUDITED[n % AUDITED.length]!
  return { entryId: 141 - n, at: ago(n * 97 + 5), actorType, actor, action, object, result, reason, terminalId: null, leafIndex: n === 0 ? null : 140 - n }
})

const TEXTED: [string, MessageState, string | null, string | null, string | null][] = [
  ['SALE_CODE', 'QUEUED', 'webhook', 'BUSY', '503'],
  ['SALE_CODE', 'DELIVERED', 'smpp', null, 'DELIVRD'],
  ['REFUND_CODE', 'SENT', 'webhook', null, null],
  ['PASSWORD_DUE', 'DELIVERED', 'smpp', null, 'DELIVRD'],
  ['ALERT', 'FAILED', 'smpp', 'REFUSED', '0x0000000B'],
  ['RESET_CODE', 'EXPIRED', 'smpp', 'NOT_CONNECTED', ''],
]
const messages: TextMessage[] = Array.from({ length: 74 }, (_, n) => {
  const [purpose, state, provider, reason, providerCode] = TEXTED[n % TEXTED.length]!
  const sent = state === 'SENT' || state === 'DELIVERED' ? ago(n * 140) : null
  return { id: `m${n}`, at: ago(n * 140 + 4), purpose, phoneMasked: `138****${pad(1000 + n * 37, 4)}`, state, attempts: 1 + (n % 3), provider, reason, providerCode, expiresAt: ago(n * 140 - 300), sentAt: sent, endedAt: state === 'QUEUED' || state === 'SENT' ? null : ago(n * 140) }
})

const told = (debitFen: number, debitCount: number, creditFen: number, creditCount: number) => ({ debitFen, debitCount, creditFen, creditCount })
const noCards: BatchSide = { result: 'BALANCED', host: told(0, 0, 0, 0), terminal: told(0, 0, 0, 0) }
const batches: Batch[] = Array.from({ length: 46 }, (_, n) => {
  const merchant = MERCHANTS[n % MERCHANTS.length]!
  const state = n % 9 === 2 ? 'UPLOADING' : n % 3 === 0 ? 'OPEN' : 'SETTLED'
  const differs = state === 'UPLOADING' || n % 9 === 4
  const host = told(128_600 + n * 33_310, 12 + n, n % 2 ? 9_900 : 0, n % 2)
  const side: BatchSide = { result: state === 'OPEN' ? null : differs ? 'UNBALANCED' : 'BALANCED', host, terminal: state === 'OPEN' ? null : differs ? told(host.debitFen + 8_800, host.debitCount + 1, host.creditFen, host.creditCount) : host }
  const settled = state === 'SETTLED' ? ago(n * 3600) : null
  return {
    id: `${merchant.merchantId}.1000${pad(n, 4)}.${pad(n + 1, 6)}`, merchantId: merchant.merchantId, merchantName: merchant.name, merchantNameEn: merchant.nameEn, terminalId: `1000${pad(n, 4)}`,
    batch: pad(n + 1, 6), state, operator: state === 'OPEN' ? null : '01', openedAt: ago(n * 3600 + 40_000), askedAt: settled, settledAt: settled, businessDate: settled ? '2026-07-01' : null,
    domestic: side, foreign: state === 'OPEN' ? { ...noCards, result: null, terminal: null } : noCards, announced: settled && differs ? host.debitCount + 1 : null, differences: settled && differs ? 4 : 0,
  }
})
const differences: BatchDifference[] = [
  { trace: '000041', difference: 'MISSING_HERE', cardMasked: '621626*********0018', terminalFen: 8_800, hostFen: null, hostState: null },
  { trace: '000044', difference: 'AMOUNT_DIFFERS', cardMasked: '622588******4417', terminalFen: 12_300, hostFen: 12_000, hostState: 'APPROVED' },
  { trace: '000057', difference: 'MISSING_THERE', cardMasked: '622588******4417', terminalFen: null, hostFen: 300, hostState: 'APPROVED' },
  { trace: '000061', difference: 'PAYMENT_BY_CODE', cardMasked: 'QR*3412', terminalFen: null, hostFen: 2_550, hostState: 'APPROVED' },
]

const unbooked: UnbookedPayment[] = [
  { at: ago(600), rrn: '999900004711', reason: 'MERCHANT_UNKNOWN', wrong: '104290058129999 50.10', merchantId: '104290058129999', amountFen: 5_010, refund: 'DUE' },
  { at: ago(9_000), rrn: '999900004655', reason: 'NUMBER_REUSED', wrong: '70.02', merchantId: '104110053110001', amountFen: 7_002, refund: null },
  { at: ago(90_000), rrn: '999900004402', reason: 'UNREADABLE', wrong: 'currency', merchantId: null, amountFen: null, refund: null },
]

const RELEASES = [
  { releaseId: 4, product: 'shouyin-terminal', version: '1.4.0', number: 104, kind: 'SHOUYIN', hardware: ['touch-1', 'sign-1'], minimumNumber: 100, notBefore: ago(90_000), expiresAt: ago(-9_000_000), state: 'READY', createdBy: 'chen', createdAt: ago(90_000), installed: 318 },
  { releaseId: 3, product: 'pos-firmware', version: '2.0.1', number: 21, kind: 'SWU', hardware: ['touch-1'], minimumNumber: 10, notBefore: ago(190_000), expiresAt: ago(-4_000_000), state: 'DRAFT', createdBy: 'chen', createdAt: ago(190_000), installed: 0 },
  { releaseId: 1, product: 'shouyin-terminal', version: '1.3.2', number: 101, kind: 'SHOUYIN', hardware: ['touch-1', 'sign-1'], minimumNumber: 90, notBefore: ago(990_000), expiresAt: ago(90_000), state: 'WITHDRAWN', createdBy: 'admin', createdAt: ago(990_000), installed: 6612 },
]
const ROLLOUTS = [
  { rolloutId: 8, name: '夜间推送 1.4.0', releaseId: 4, confirmation: false, successPercent: 95, errorPercent: 5, windowFrom: '23:30', windowMinutes: 240, state: 'RUNNING', createdBy: 'chen', createdAt: ago(9_000), approvedBy: 'lin',
    groups: [{ position: 1, percent: 5, state: 'FINISHED', total: 320, scheduled: 0, open: 0, finished: 318, failed: 2, canceled: 0 }, { position: 2, percent: 50, state: 'RUNNING', total: 3040, scheduled: 0, open: 1840, finished: 1190, failed: 10, canceled: 0 }, { position: 3, percent: 100, state: 'SCHEDULED', total: 3040, scheduled: 3040, open: 0, finished: 0, failed: 0, canceled: 0 }] },
  { rolloutId: 7, name: '试点门店', releaseId: 1, confirmation: true, successPercent: 100, errorPercent: 30, windowFrom: null, windowMinutes: null, state: 'PAUSED', createdBy: 'chen', createdAt: ago(290_000), approvedBy: 'lin',
    groups: [{ position: 1, percent: 100, state: 'ERROR', total: 12, scheduled: 0, open: 0, finished: 7, failed: 5, canceled: 0 }] },
]
const UPDATES = ['RUNNING', 'FINISHED', 'ERROR', 'WAIT_FOR_CONFIRMATION', 'CANCELED'].map((state, i) => ({ actionId: 911 - i, terminalId: `0000000${i + 1}`, releaseId: 4, product: 'shouyin-terminal', version: '1.4.0', rolloutId: 8, group: 2, state, status: state, messages: 4 + i, createdAt: ago(900 + i * 60), retrievedAt: ago(800), endedAt: ['RUNNING', 'WAIT_FOR_CONFIRMATION'].includes(state) ? null : ago(300) }))
const UPDATE_HISTORY = [
  { at: ago(200), reportedAt: null, status: 'DOWNLOADED', code: null, messages: ['app.zip 12345678 bytes'] },
  { at: ago(300), reportedAt: null, status: 'DOWNLOAD', code: 200, messages: ['Device reported status code: 200', 'downloading from the host'] },
  { at: ago(400), reportedAt: null, status: 'RUNNING', code: null, messages: ['order 42 is good', 'release 1.4.0 is signed by lin, zhou'] },
]

let merchants = [...MERCHANTS]

const SETTLEMENT_SLIP = { lines: [
  { style: 'TITLE', left: '结算总计单', right: '', figure: null },
  { style: 'CENTRED', left: '*** 重打印 ***', right: '', figure: null },
  { style: 'ROW', left: '商户名称', right: '江南小馆', figure: null },
  { style: 'ROW', left: '终端编号', right: '00000001', figure: null },
  { style: 'ROW', left: '批次号', right: '000007', figure: null },
  { style: 'RULE', left: '', right: '', figure: null },
  { style: 'ROW', left: '内卡', right: '对账平', figure: null },
  { style: 'ROW', left: '借记  12', right: '3,456.00', figure: null },
  { style: 'ROW', left: '贷记  1', right: '128.00', figure: null },
] }

const RECEIPT = { lines: [
  { style: 'TITLE', left: '签购单', right: '', figure: null },
  { style: 'CENTRED', left: '持卡人存根 CUSTOMER COPY', right: '', figure: null },
  { style: 'RULE', left: '', right: '', figure: null },
  { style: 'ROW', left: '商户名称', right: '江南小馆', figure: null },
  { style: 'ROW', left: '商户编号', right: '104110053110001', figure: null },
  { style: 'ROW', left: '终端编号', right: '00000001', figure: null },
  { style: 'ROW', left: '操作员号', right: '01', figure: null },
  { style: 'ROW', left: '收单行', right: '守银收单 00010000', figure: null },
  { style: 'ROW', left: '发卡行', right: '99990000', figure: null },
  { style: 'RULE', left: '', right: '', figure: null },
  { style: 'ROW', left: '卡号', right: '621626*********0018 /I', figure: null },
  { style: 'ROW', left: '交易类型', right: '消费', figure: null },
  { style: 'ROW', left: '批次号', right: '000007', figure: null },
  { style: 'ROW', left: '凭证号', right: '000003', figure: null },
  { style: 'ROW', left: '授权码', right: '123456', figure: null },
  { style: 'ROW', left: '交易参考号', right: '093105000003', figure: null },
  { style: 'ROW', left: '日期时间', right: '2026/07/01 09:31:05', figure: null },
  { style: 'RULE', left: '', right: '', figure: null },
  { style: 'BIG', left: '金额 RMB', right: '1,280.00', figure: null },
  { style: 'RULE', left: '', right: '', figure: null },
  { style: 'ROW', left: '备注', right: '', figure: null },
  { style: 'PLAIN', left: '谢谢惠顾', right: '', figure: null },
  { style: 'PLAIN', left: '持卡人签名', right: '', figure: null },
  { style: 'FIGURE', left: '(电子签名)', right: '', figure: { width: 600, height: 220, path: 'M60 150L120 60L150 170L200 80L260 160L330 70L380 150L470 90L540 140M90 180L520 170' } },
  { style: 'RULE', left: '', right: '', figure: null },
  { style: 'PLAIN', left: '本人确认以上交易,同意将其记入本卡账户', right: '', figure: null },
  { style: 'GAP', left: '', right: '', figure: null },
] }

const GUIDE: Guidance = {
  merchantId: MERCHANTS[0]!.merchantId,
  title: `密码指南 · ${MERCHANTS[0]!.name}`,
  sections: [
    { title: '好的卡密码', lines: ['长度 6 至 12 个字符。', '必须含有:数字、字母。', '连续或键盘相邻的数字、字母最多 2 个,同一个字符或同一组字符最多连着出现 2 次。', '每 180 天更换一次(过期后宽限 7 天);怀疑别人知道了,马上更换。'] },
    { title: '忘记密码怎么办', lines: ['请到店办理。', '没有人能看到或找回旧密码。'] },
  ],
  badTitle: '不要这样设密码',
  bad: [{ example: '123456', why: ['必须含有字母', '不要用连续或键盘相邻的数字、字母'] }, { example: 'a13800138000', why: ['不要含有电话号码'] }],
  rules: { lengthMin: 6, lengthMax: 12, alphabet: 'ASCII', required: ['DIGIT', 'LETTER'], kindsMin: 0, sequenceLengthMax: 2, repeatLengthMax: 2, matching: 'INSIDE' },
  pageUrl: `http://localhost/console/guide/${MERCHANTS[0]!.merchantId}`,
}
const STAFF_RULES: PasswordTextRules = { lengthMin: 15, lengthMax: 128, alphabet: 'UNICODE', required: ['DIGIT', 'LETTER', 'SYMBOL'], kindsMin: 0, sequenceLengthMax: 4, repeatLengthMax: 4, matching: 'INSIDE' }
let nextTerminal = 65

function issue(terminalId: string, passwords: boolean): IssuedSecrets {
  return {
    terminalId,
    activationCode: '7KQM-3XWD-H9PT',
    activationExpiresAt: new Date(Date.now() + 24 * 3600_000).toISOString(),
    ...(passwords && { initialPasswords: { '00': '603918', '01': '5827', '99': '40917265' } }),
  }
}

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> }
const problem = (status: number, code: string, detail: string, more: object = {}): Answer => ({ status, body: { type: 'about:blank', title: code, status, code, detail, ...more } })

function paged<T extends object>(all: T[], search: URLSearchParams): Answer {
  const query = (search.get('query') ?? '').toLowerCase()
  const page = Number(search.get('page') ?? 0)
  const size = Number(search.get('size') ?? 20)
  const found = query ? all.filter((one) => JSON.stringify(Object.values(one)).toLowerCase().includes(query)) : all
  return { body: { items: found.slice(page * size, (page + 1) * size), total: found.length, page, size } }
}

const ruleSets: RuleSet[] = [2, 1].map((version) => ({
  scope: 'PLATFORM', scopeId: '', version, effectiveFrom: version === 1 ? '2026-01-01T00:00:00Z' : '2026-07-01T00:00:00Z', setBy: version === 1 ? 'shouyin' : 'zhou', setAt: '2026-06-30T08:00:00Z',
  rules: [
    { name: 'sale', when: { kinds: ['SALE'], amountFromFen: 1 }, require: { anyOf: [{ allOf: ['TXN_PASSWORD'] }] } },
    { name: 'sale-second-factor', when: { kinds: ['SALE'], amountFromFen: 500000, secondFactor: true }, require: { anyOf: [{ allOf: ['ONE_TIME_CODE'] }, { allOf: ['FINGERPRINT'] }] } },
    { name: 'sale-second-person', when: { kinds: ['SALE'], amountFromFen: 500000, secondFactor: false }, require: { anyOf: [{ allOf: ['SUPERVISOR_PASSWORD'] }] } },
    { name: 'back', when: { kinds: ['VOID', 'REFUND', 'PRE_AUTH_VOID'] }, require: { anyOf: [{ allOf: ['SUPERVISOR_PASSWORD'] }] } },
    { name: 'registered-card', when: { cards: ['REGISTERED'] }, require: { anyOf: [{ allOf: ['CARD_PASSWORD'] }] } },
    { name: 'night', when: { kinds: ['SALE'], cumulated: { over: 'CARD', fromFen: 2000000 }, hours: { from: '22:00', to: '06:00' }, operators: ['01', '02'] }, require: { anyOf: [{ allOf: ['TXN_PASSWORD', 'FINGERPRINT@SUPERVISOR'] }] } },
  ],
}))

const CHANNELS: Channel[] = [
  { name: 'main', institution: '00010000', address: '10.20.0.11:8600', up: true, breaker: 'CLOSED', answered: 18_204, unknown: 2, lastAnswerAt: ago(1) },
  { name: 'backup', institution: '00020000', address: '10.20.0.12:8600', up: true, breaker: 'OPEN', answered: 611, unknown: 5, lastAnswerAt: ago(340) },
  { name: 'spare', institution: '00030000', address: '10.20.0.13:8600', up: false, breaker: 'CLOSED', answered: 0, unknown: 0, lastAnswerAt: null },
]
const PARAMETERS: ParameterDefinition[] = ([['answerSecondsMax', 'INTEGER', 5, 99, 's', '60', false, '等待主机应答的时间', 'How long it waits for an answer'], ['cardsTyped', 'BOOLEAN', 0, 1, '', 'true', true, '可以手工输入卡号', 'Card numbers may be typed'], ['saleMaxFen', 'FEN', 1, 999999999, 'fen', '999999999', true, '单笔消费或预授权的上限', 'The highest amount of one sale or pre-authorization'], ['refundMaxFen', 'FEN', 0, 999999999, 'fen', '1000000', true, '单笔退货的上限', 'The highest amount of one refund'], ['idleLockSeconds', 'INTEGER', 15, 900, 's', '60', false, '无人操作多久后锁屏', 'Nobody touched it for so long: it locks'], ['standbyText', 'TEXT', 0, 40, '', '', false, '待机画面上的文字', 'A text on the standby screen'], ['receiptFooter', 'TEXT', 0, 40, '', '', false, '签购单末尾的文字', 'A text at the end of receipts']] as const)
  .map(([name, type, min, max, unit, byDefault, twoPeople, zh, en]) => ({ name, type, min, max, unit, byDefault, twoPeople, zh, en }))
const PARAMETER_VERSIONS: ParameterVersion[] = [
  { version: 2, settings: { answerSecondsMax: '45', refundMaxFen: '300000', receiptFooter: '谢谢惠顾' }, reason: '收紧退货限额', setBy: 'chen', setAt: ago(4000), changes: [{ name: 'refundMaxFen', before: '500000', after: '300000' }, { name: 'receiptFooter', before: null, after: '谢谢惠顾' }] },
  { version: 1, settings: { answerSecondsMax: '45', refundMaxFen: '500000' }, reason: '初次设置', setBy: 'admin', setAt: ago(90000), changes: [{ name: 'answerSecondsMax', before: null, after: '45' }, { name: 'refundMaxFen', before: null, after: '500000' }] },
]
const ORDERS: TerminalOrder[] = ([['SHOW_MESSAGE', 'QUEUED', null, '下午三点系统维护', '维护通知'], ['LOCK', 'DONE', null, '请联系收单机构', '商户报失'], ['WIPE_KEYS', 'FAILED', 'ORDER_MONEY_UNSETTLED', null, '设备回收'], ['REFRESH_PARAMETERS', 'ACKNOWLEDGED', null, null, '限额调整'], ['REBOOT', 'EXPIRED', null, null, '应商户要求'], ['FORCE_SIGN_OFF', 'CANCELLED', null, null, '误操作']] as const)
  .map(([kind, state, outcome, text, reason], n) => ({ orderId: `8f0c1d2e-0000-4000-8000-00000000000${n}`, terminalId: '00000009', sequence: 6 - n, kind, text, reason, state, outcome, orderedBy: n % 2 ? 'chen' : 'admin', orderedAt: ago(300 + n * 3000), expiresAt: ago(-86000), sentAt: n ? ago(280) : null, acknowledgedAt: null, endedAt: n ? ago(200) : null }))
const LOG_LINES: LogLine[] = ([['INFO', 'host', '0200 trace 000128: approved'], ['WARN', 'host', '0200 trace 000127: declined 51'], ['WARN', 'line', '0200 trace 000126: no answer, NO_ANSWER'], ['ERROR', 'line', '0800 trace 000125: not trusted, ANSWER_MAC_WRONG'], ['WARN', 'screen', 'sale.refused: 打印机缺纸'], ['INFO', 'order', 'taken: 6 UPLOAD_LOGS'], ['INFO', 'operator', '01 on'], ['INFO', 'screen', 'signIn.done: 签到成功'], ['WARN', 'host', 'refused card [card ...0366]'], ['INFO', 'program', 'started, serial number SY0000000009']] as const)
  .map(([level, source, text], n) => ({ terminalId: n % 3 ? '00000009' : '00000012', number: 400 - n, at: ago(60 + n * 95), level, source, text }))
const LOG_UPLOADS: LogUpload[] = [{ orderId: '8f0c1d2e-0000-4000-8000-0000000000a1', terminalId: '00000009', fileName: 'terminal.log', parts: 2, textBytes: 148_213, lines: 1_204, scrubbed: 0, begunAt: ago(40), endedAt: null }, { orderId: '8f0c1d2e-0000-4000-8000-0000000000a2', terminalId: '00000009', fileName: 'terminal.log', parts: 1, textBytes: 20_480, lines: 233, scrubbed: 2, begunAt: ago(7_000), endedAt: ago(6_990) }]
const SHOTS: TerminalShot[] = [{ orderId: '8f0c1d2e-0000-4000-8000-0000000000b1', screen: 'sale.password', shownAt: ago(300), receivedAt: ago(299), scrubbed: 0 }]
const SCREEN_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 480"><rect width="360" height="480" fill="#f6f4ef"/><rect width="360" height="64" fill="#1f3d36"/><text x="20" y="41" font-size="22" fill="#fff">消费</text><text x="20" y="130" font-size="40" fill="#222">128.00</text><text x="20" y="190" font-size="20" fill="#555">请输入密码</text><text x="20" y="240" font-size="32" fill="#222">••••••</text></svg>'
const LOCK: TerminalLock = { locked: true, since: ago(3300), reason: '商户报失', by: 'chen', refusals: [{ refusal: 'ORDER_FORGED', times: 3, lastAt: ago(900) }] }
const ROUTING: RoutingRuleSet[] = [2, 1].map((version) => ({
  version, setBy: 'chen', setAt: version === 1 ? '2026-07-01T02:00:00Z' : '2026-07-12T02:00:00Z',
  rules: [
    { name: 'jiangnan', when: { merchants: ['104290058120001', '104290058120002', '104110053110001', '104110053110002'] }, channels: ['backup', 'main'] },
    { name: 'large-credit-at-night', when: { cardPrefixes: ['622588'], cardKinds: ['CREDIT'], cardSchemes: ['UNIONPAY'], hours: { from: '22:00', to: '06:00' }, amountFromFen: 100_000, amountToFen: 5_000_000 }, channels: ['backup'] },
    { name: 'rest', when: {}, channels: ['main', 'backup', 'spare'] },
  ],
}))

const SECRETS: SecretList = {
  form: { kind: 'COMBINATION', twoPeople: true, cycle: 'DAY', usesMax: 50 },
  secrets: (['COMBINATION', 'ONE_TIME', 'ONE_TIME', 'ONE_TIME'] as const).map((kind, n) => ({
    id: `00000000-0000-4000-8000-00000000000${n}`, kind, twoPeople: n === 0, state: (['SET', 'SET', 'USED', 'EXPIRED'] as const)[n]!, setAt: ago(n * 9 + 1), validFrom: null, validTo: n ? ago(n * 9 - 14) : null,
    expiresAt: n ? null : ago(-90 * 24 * 60), cycle: n ? null : 'DAY', usesMax: n ? null : 50, cycleUses: n ? 0 : 17, endedAt: n > 1 ? ago(n) : null,
  })),
  replacedAt: [],
}

const CARD_USERS: CardUser[] = (['SET', 'DUE', 'NONE', 'INITIAL', 'LOCKED', 'SET'] as const).map((password, n) => ({
  cardId: `00000000-0000-4000-8000-0000000001${pad(n, 2)}`, merchantId: MERCHANTS[n % 3]!.merchantId, name: ['张三', '李四', 'WANG WU', '赵六', '孙七', '周八'][n]!, contact: `139${pad(17346028 + n * 7, 8)}`,
  cardMasked: `622202******${pad(7894 + n * 113, 4)}`, state: n === 5 ? 'SUSPENDED' : 'ACTIVE', password, dueSince: password === 'DUE' ? ago(4000) : null, dueReason: password === 'DUE' ? 'CONTACT' : null, version: 1,
  createdAt: ago(86400 * (n + 1)), changedAt: ago(4000 * (n + 1)),
}))

const uses: SecretUse[] = Array.from({ length: 60 }, (_, n) => {
  const outcome = (['RIGHT', 'RIGHT', 'WRONG', 'RIGHT', 'REFUSED', 'RIGHT', 'LOCKED'] as const)[n % 7]!
  return {
    useId: 60 - n, at: ago(n * 660), subject: 'txn:104290058120001:10000001', merchantId: '104290058120001', terminalId: `1000000${1 + (n % 3)}`, operator: n % 5 ? '01' : null,
    factor: (['TXN_PASSWORD', 'OPERATOR_PASSWORD', 'ONE_TIME_CODE', 'SUPERVISOR_PASSWORD'] as const)[n % 4]!, kind: n % 4 === 1 ? 'LOG_ON' : 'SALE', outcome,
    reason: outcome === 'REFUSED' ? 'SECRET_EXPIRED' : null,
  }
})
const summaryOfUses = (empty: boolean, days: number): UseSummary => {
  const hourly = days <= 2
  const buckets = Array.from({ length: hourly ? 25 : days + 1 }, (_, n) => ({
    at: ago((hourly ? 24 - n : (days - n) * 24) * 3600), right: empty ? 0 : (n * 7) % 23, wrong: empty ? 0 : n % 6 === 2 ? 3 : 0, refused: empty ? 0 : n % 9 === 4 ? 1 : 0,
  }))
  const sum = (key: 'right' | 'wrong' | 'refused') => buckets.reduce((all, one) => all + one[key], 0)
  const places = (operator: string) => (empty ? [] : [1, 2, 3].map((n) => ({ merchantId: '104290058120001', terminalId: `1000000${n}`, operator, right: 90 - n * 20, failed: n === 3 ? 0 : 7 - n * 3 })))
  return {
    from: ago(days * 24 * 3600), to: ago(0), hourly, right: sum('right'), wrong: sum('wrong'), refused: sum('refused'), buckets,
    week: empty ? [] : Array.from({ length: 7 * 14 }, (_, n) => ({ day: 1 + Math.floor(n / 14), hour: 8 + (n % 14), right: (n * 5) % 19, failed: n % 13 === 0 ? 2 : 0 })),
    terminals: places(''), operators: places('01'),
  }
}
const alerts: CredentialAlert[] = ALERT_KINDS.map((kind, n) => {
  const state = (['NEW', 'NEW', 'SEEN', 'CLOSED'] as const)[n % 4]!
  const about = ['terminal:10000001', 'operator:10000001/01', 'merchant:104290058120001', 'platform', 'merchant:104290058120001', 'op:104290058120001:10000002:01', 'terminal:10000003', 'txn:104290058120001:10000001', 'merchant:104290058120001'][n]!
  return {
    alertId: `00000000-0000-4000-9000-00000000000${n}`, kind, subject: about, merchantId: about === 'platform' ? null : '104290058120001', terminalId: /1000000\d/.exec(about)?.[0] ?? null, operator: n === 1 ? '01' : null,
    times: 3 + n * 4, since: ago(2400 + n * 1800), lastAt: ago(n * 1800), state, changedAt: ago(n * 1200), changedBy: state === 'NEW' ? null : 'lin.w',
  }
})
const tickets: MaintenanceTicket[] = ODDITIES.map((oddity, n) => {
  const state = TICKET_STATES[n % 4]!
  return {
    ticketId: `00000000-0000-4000-a000-00000000000${n}`, terminalId: pad(n + 1, 8), merchantId: '104290058120001', oddity, measure: ['PAPER_OUT', 'SILENT', 'VERSION_DRIFT'].includes(oddity) ? null : [41, 1, 2318, -47, 9, 0, 0, 0, 371, 98][n]!,
    state, openedAt: ago(n * 5400 + 300), changedAt: ago(n * 900), changedBy: state === 'OPEN' ? 'system' : 'lin.w', reason: state === 'CLOSED' ? '换了时钟电池' : null,
  }
})
const locations: FleetLocation[] = Array.from({ length: 30 }, (_, n) => ({
  terminalId: pad(n + 1, 8), merchantId: '104290058120001', latitudeMicrodegrees: 31_230_400 + n * 911, longitudeMicrodegrees: 121_473_700 - n * 507, accuracyMetres: 8 + (n % 5) * 6, at: ago(n * 13),
  radiusMetres: 500, placeSetBy: n % 4 ? 'first heartbeat' : 'lin.w', distanceMetres: n === 0 ? 2318 : Math.max(0, 560 - n * 31), beyond: n < 2,
}))
const fleetHealth = (empty: boolean): FleetHealth => ({
  statuses: Object.fromEntries(TERMINAL_STATUSES.map((one) => [one, empty ? 0 : terminals.filter((terminal) => terminal.status === one).length])) as FleetHealth['statuses'],
  versions: empty ? [] : [{ model: 'SY-V1', version: '1.4.2', terminals: 38 }, { model: 'SY-V1 mini', version: '1.4.2', terminals: 19 }, { model: 'SY-V1', version: '1.3.9', terminals: 4 }, { model: 'SY-V1 mini', version: '1.2.0', terminals: 1 }],
  batteries: empty ? Array<number>(10).fill(0) : [0, 1, 1, 2, 4, 5, 9, 12, 14, 14], minutes: empty ? [] : Array.from({ length: 60 }, (_, n) => ({ at: ago((59 - n) * 60), accepted: 55 + ((n * 7) % 9), refused: n % 17 === 3 ? 2 : 0 })),
  tickets: empty ? 0 : tickets.filter((one) => one.state !== 'CLOSED').length, beatIntervalSeconds: 60,
})
const healthOf = (one: Terminal): TerminalHealth => ({
  status: one.status, lastHeardAt: one.lastSeenAt, lastTransactionAt: one.lastSeenAt,
  beat: one.state !== 'ACTIVATED' ? null : {
    sequence: 4711, sentAt: one.lastSeenAt!, receivedAt: one.lastSeenAt!, uptimeSeconds: 401_220, softwareVersion: '1.4.2', softwareSlot: 'B', parametersVersion: 12, model: one.model, batteryPercent: 64, charging: true, paper: 'OK',
    networkKind: 'lte', signalDbm: -71, latitudeMicrodegrees: 31_230_400, longitudeMicrodegrees: 121_473_700, accuracyMetres: 12, tamper: one.status === 'TAMPERED' ? ['case-opened'] : [], tamperedAt: one.status === 'TAMPERED' ? ago(900) : null, waitingMessages: 1,
  },
  place: one.state !== 'ACTIVATED' ? null : { latitudeMicrodegrees: 31_230_900, longitudeMicrodegrees: 121_473_100, radiusMetres: 500, setAt: ago(86400 * 30), setBy: 'first heartbeat' }, distanceMetres: one.state !== 'ACTIVATED' ? null : 79,
  changes: one.state !== 'ACTIVATED' ? [] : [{ at: ago(600), former: 'LATE', status: 'ONLINE' }, { at: ago(780), former: 'ONLINE', status: 'LATE' }, { at: ago(41_000), former: 'SIGNED_OFF', status: 'ONLINE' }],
  tickets: tickets.filter((ticket) => ticket.terminalId === one.terminalId),
})
const due: DuePassword[] = Array.from({ length: 14 }, (_, n) => ({
  subject: `subject-${n}`, owner: (['TRANSACTION', 'OPERATOR', 'CARD'] as const)[n % 3]!, kind: 'RECURRING', merchantId: '104290058120001',
  terminalId: n % 3 === 2 ? null : `1000000${1 + (n % 4)}`, operator: n % 3 === 1 ? '01' : null, cardMasked: n % 3 === 2 ? '621626******0018' : null, setAt: ago(80 * 86400), expiresAt: ago((2 - n * 2) * 86400), opensUntil: ago((-5 - n * 2) * 86400), daysLeft: n * 2 - 2,
  overdue: n < 2, locked: false,
}))

interface Asked {
  method: string
  path: string
  search: URLSearchParams
  cookies: Map<string, string>
  body: Record<string, string>
}

async function answer({ method, path, search, cookies, body }: Asked): Promise<Answer> {
  const mode = cookies.get('mock-mode')
  const account = cookies.get('mock-session')
  const session = (mustChangePassword: boolean) => ({ username: 'admin', displayName: '管理员', roles: ['ADMINISTRATOR', 'KEY_OFFICER'], mustChangePassword, next: mustChangePassword ? 'PASSWORD_CHANGE' : 'NONE', factors: [], idleMinutes: 15, passwordExpiresAt: ago(-86400 * 6), passwordRules: STAFF_RULES })
  const route = `${method} ${path}`

  if (route === 'POST /session') {
    if (body.username === 'guessed') return { ...problem(429, 'LOGIN_LOCKED', '尝试次数太多', { codeOpens: true }), headers: { 'Retry-After': '90' } }
    if (body.password === 'wrong') return problem(401, 'LOGIN_REFUSED', '账号或密码不正确')
    if (body.password === 'locked') return { ...problem(429, 'LOGIN_LOCKED', '尝试次数太多'), headers: { 'Retry-After': '90' } }
    const initial = body.password === 'initial'
    return { body: session(initial), headers: { 'Set-Cookie': `mock-session=${initial ? 'initial' : 'set'}; Path=/` } }
  }
  const guided = /^\/guidance\/(\d+)$/.exec(path)?.[1]
  if (guided) return merchants.some((one) => one.merchantId === guided) ? { body: GUIDE } : problem(404, 'MERCHANT_UNKNOWN', '没有这个商户')
  if (route === 'POST /receipt-links/look') return body.token ? { body: RECEIPT } : problem(404, 'RECEIPT_LINK_UNKNOWN', '链接不存在或已过期')
  if (route === 'POST /recovery/look') return { body: { username: 'li.na', factors: [], expiresAt: ago(-900), passwordRules: STAFF_RULES } }
  if (route === 'POST /recovery/password-advice') return { body: PASSWORD_ADVICE }
  if (!account) return problem(401, 'LOGIN_REQUIRED', '请先登录')
  if (path.startsWith('/receipts/')) return { body: RECEIPT }
  if (route === 'GET /session') return { body: session(account === 'initial') }
  if (route === 'DELETE /session') return { status: 204, headers: { 'Set-Cookie': 'mock-session=; Path=/; Max-Age=0' } }
  if (route === 'POST /session/password') {
    if (/password/i.test(body.newPassword ?? '')) {
      return problem(422, 'PASSWORD_REFUSED', '新密码不符合规则', { broken: [{ rule: 'COMMON', text: '这个密码太常见' }, { rule: 'RECENTLY_USED', text: '不要用最近用过的密码' }] })
    }
    return { status: 204, headers: { 'Set-Cookie': 'mock-session=set; Path=/' } }
  }
  if (route === 'POST /session/password-advice') return { body: PASSWORD_ADVICE }
  if (account === 'initial') return problem(403, 'PASSWORD_CHANGE_REQUIRED', '请先修改初始密码')
  if (mode === 'failing') return problem(503, 'DATABASE_UNAVAILABLE', '数据库暂时不可用,请稍后重试')

  const empty = mode === 'empty'
  if (/^\/batches\/[^/]+\/slip$/.test(path)) return { body: SETTLEMENT_SLIP }
  const batch = batches.find((one) => path.startsWith(`/batches/${one.id}`))
  if (batch) return path.endsWith('/differences') ? paged(batch.differences ? differences : [], search) : { body: batch }
  if (/^GET .merchants.\d+.plan$/.test(route)) return { body: PRICING }
  if (/^GET .merchants.\d+.code$/.test(route)) return { body: MERCHANT_CODE }
  if (/^GET .merchants.\d+.ledger.balances$/.test(route)) return { body: empty ? [] : BALANCES }
  if (/^GET .merchants.\d+.ledger.journals$/.test(route)) return paged(empty ? [] : journals.filter((one) => !search.get('kind') || one.kind === search.get('kind')), search)
  if (route.startsWith('GET /policies/') && path !== '/policies/profiles') return { body: POLICY }
  switch (route) {
    case 'GET /session/security':
      return { body: { profile: 'PCI_4_0_1_SOLE', demanded: true, accepted: ['WEBAUTHN'], passkeyDomain: 'localhost', passkeys: [{ id: 'AAAA', label: '办公电脑', createdAt: ago(86400 * 30), lastUsedAt: ago(3600), backedUp: false }], totpSince: null, recoveryCodesLeft: 8 } }
    case 'GET /session/sessions':
      return { body: [{ id: '1', here: true, address: '198.51.100.20', browser: 'Firefox/141', since: ago(3600), lastUsedAt: ago(20) }, { id: '2', here: false, address: '198.51.100.21', browser: 'Chrome/139', since: ago(7200), lastUsedAt: ago(1800) }] }
    case 'GET /session/phone':
      return { body: { phoneMasked: '138****0100', registeredAt: ago(86400 * 90), coolingUntil: null } }
    case 'GET /policies':
      return { body: POLICY_REALMS }
    case 'GET /policies/profiles':
      return { body: POLICY_PROFILES }
    case 'GET /overview':
      return { body: overview(empty) }
    case 'GET /exports':
      return { body: empty ? [] : EXPORTS }
    case 'POST /exports':
      return { status: 201, body: EXPORTS[0] }
    case 'GET /alert-rules':
      return { body: empty ? [] : ALERT_RULES }
    case 'GET /alert-rules/alerts':
      return paged(empty ? [] : FIRED.filter((one) => !search.get('state') || (search.get('state') === 'FIRING') === !one.resolvedAt), search)
    case 'GET /board':
      return { body: board(empty, Number(search.get('minutes') ?? 60)) }
    case 'GET /transactions':
    case 'GET /transactions.csv': {
      const chosen = empty ? [] : transactions.filter((one) => (['kind', 'outcome', 'terminalId'] as const).every((filter) => !search.get(filter) || one[filter] === search.get(filter)))
      if (path.endsWith('csv')) return { body: `\ufeffat,terminal,amount\n${chosen.map((one) => `${one.at},${one.terminalId},${one.amountFen}`).join('\n')}\n`, headers: { 'Content-Type': 'text/csv' } }
      return paged(chosen, search)
    }
    case 'GET /terminals':
      return paged(empty ? [] : terminals.filter((one) => !search.get('status') || one.status === search.get('status')), search)
    case 'POST /terminals': {
      if (terminals.some((one) => one.serialNumber === body.serialNumber)) return problem(409, 'SERIAL_NUMBER_IN_USE', '这个序列号已经登记')
      const merchant = merchants.find((one) => one.merchantId === body.merchantId)!
      const terminalId = pad(nextTerminal++, 8)
      terminals.unshift({ terminalId, serialNumber: body.serialNumber!, model: body.model!, profile: (body.profile ?? 'tdes') as Terminal['profile'], merchantId: merchant.merchantId, merchantName: merchant.name, merchantNameEn: merchant.nameEn, state: 'REGISTERED', status: 'REGISTERED', signedIn: false, batch: null, lastSeenAt: null, transactionPassword: 'NONE', createdAt: ago(0) })
      return { status: 201, body: issue(terminalId, true) }
    }
    case 'GET /credential-uses':
      return paged(empty ? [] : uses.filter((one) => !search.get('outcome') || one.outcome === search.get('outcome')), search)
    case 'GET /credential-uses/summary':
      return { body: summaryOfUses(empty, Number(search.get('days') ?? 1)) }
    case 'GET /credential-alerts':
      return paged(empty ? [] : alerts.filter((one) => !search.get('state') || one.state === search.get('state')), search)
    case 'GET /credential-alerts/counts':
      return { body: { fresh: empty ? 0 : 5, seen: 2, closed: 2 } }
    case 'GET /fleet/health':
      return { body: fleetHealth(empty) }
    case 'GET /fleet/locations':
      return paged(empty ? [] : locations, search)
    case 'GET /terminal-logs':
      return paged(empty ? [] : LOG_LINES.filter((one) => !search.get('level') || one.level === search.get('level')), search)
    case 'GET /maintenance-tickets':
      return paged(empty ? [] : tickets.filter((one) => !search.get('state') || one.state === search.get('state') || (search.get('state') === 'UNCLOSED' && one.state !== 'CLOSED')), search)
    case 'GET /credentials-due':
      return paged(empty ? [] : due, search)
    case 'GET /credentials-due/summary':
      return { body: { counts: { overdue: 2, within1: 1, within7: 3, within14: 3, within30: 5 }, merchants: empty ? [] : [{ merchantId: '104290058120001', overdue: 2, due: 14 }] } }
    case 'GET /unbooked-payments':
      return paged(empty ? [] : unbooked, search)
    case 'GET /batches':
      return paged(empty ? [] : batches.filter((one) => (!search.get('state') || one.state === search.get('state')) && (!search.get('differing') || one.domestic.result === 'UNBALANCED')), search)
    case 'GET /messages':
      return paged(empty ? [] : messages.filter((one) => !search.get('state') || one.state === search.get('state')), search)
    case 'GET /messages/summary':
      return { body: empty ? { queued: 0, sent: 0, delivered: 0, failed: 0, expired: 0, providers: [], phonePage: null }
        : { queued: 2, sent: 11, delivered: 1284, failed: 3, expired: 1, providers: [{ name: 'smpp', up: true }, { name: 'webhook', up: false }], phonePage: 'http://127.0.0.1:8601/phone' } }
    case 'GET /cases':
      return paged([], search)
    case 'GET /terminal-models':
      return { body: empty ? [] : MODELS }
    case 'GET /devices':
      return paged(empty ? [] : devices.filter((one) => (!search.get('state') || one.state === search.get('state')) && (!search.get('model') || one.model === search.get('model'))), search)
    case 'GET /devices/counts':
      return { body: empty ? [] : [{ state: 'BOUND', devices: 62 }, { state: 'IN_REPAIR', devices: 1 }, { state: 'IN_STOCK', devices: 6 }, { state: 'RETIRED', devices: 1 }] }
    case 'GET /devices/inspections-due':
      return paged(empty ? [] : INSPECTIONS_DUE.filter((one) => search.get('overdue') !== 'true' || one.overdue), search)
    case 'POST /devices/imports':
      return { status: 202, body: DEVICE_IMPORT }
    case 'GET /cardholders':
      return paged(empty ? [] : CARD_USERS.filter((one) => !search.get('merchantId') || one.merchantId === search.get('merchantId')), search)
    case 'POST /cardholders/search':
      return { body: CARD_USERS.slice(0, 1) }
    case 'POST /cardholders/import':
      return { body: { applied: false, added: 41, present: 3, problemsTotal: 2, problems: [{ line: 7, field: '卡号', code: 'CARD_NUMBER_WRONG', detail: '卡号须为12至19位数字且校验位正确' }, { line: 12, field: '姓名', code: 'CELL_IS_FORMULA', detail: '单元格以公式字符开头' }] } }
    case 'GET /merchants':
      return paged(empty ? [] : merchants, search)
    case 'POST /merchants':
      if (merchants.some((one) => one.merchantId === body.merchantId)) return problem(409, 'MERCHANT_NUMBER_TAKEN', '该商户编号已登记为另一商户')
      merchants = [body as unknown as Merchant, ...merchants]
      return { status: 201, body }
    case 'GET /step-up/rules':
      return { body: empty || search.get('scope') !== 'PLATFORM' ? [] : ruleSets }
    case 'PUT /step-up/rules':
      return problem(422, 'RULE_ADDS_NOTHING', '上级规则已有同等或更严的要求,下级只能加严')
    case 'GET /releases':
      return paged(empty ? [] : RELEASES, search)
    case 'GET /rollouts':
      return paged(empty ? [] : ROLLOUTS, search)
    case 'POST /rollouts/preview':
      return { body: { terminals: 1284 } }
    case 'GET /updates':
      return paged(empty ? [] : UPDATES.filter((one) => !search.get('state') || one.state === search.get('state')), search)
    case 'GET /updates/911/history':
      return { body: UPDATE_HISTORY }
    case 'GET /channels':
      return { body: CHANNELS }
    case 'GET /routing':
      return { body: empty ? [] : ROUTING }
    case 'PUT /routing':
      return problem(422, 'ROUTING_CHANNEL_UNKNOWN', '规则指向的通道不存在')
    case 'GET /keys':
      return { body: empty ? [] : KEYS }
    case 'GET /keys/master-key':
      return { body: MASTER_KEY }
    case 'GET /keys/ceremonies':
      return { body: empty ? [] : CEREMONIES }
    case 'POST /keys/ceremonies/C2SHOWNP/parts/shown':
      return { body: { part: 2, components: [{ purpose: 'ZONE_MASTER', envelope: await seal(body.officerKey!, 'shown/C2SHOWNP/ZONE_MASTER/2/admin', '4A0200A1A7B22A3B68F90F8C340700DE9C41D07E52B3F8610A7D2E94C65B18F3'), checkValue: '5E21B0', wholeCheckValue: 'A3F10C' }], ceremony: CEREMONIES[1] } }
    case 'GET /proposals':
      return { body: empty ? [] : PROPOSALS }
    case 'POST /proposals/P7ENAH2K/approval':
      return { body: { secondHalf: 'mnpqr-stuvw', secret: null } }
    case 'POST /proposals/T7N3M5K9/approval':
      return { body: { secondHalf: null, secret: '70583926' } }
    case 'GET /accounts':
      return { body: ACCOUNTS }
    case 'POST /accounts':
      return { status: 202, body: { username: 'zhou', oneTimePassword: null, firstHalf: 'abcde-fghjk' } }
    case 'GET /audit':
    {
      const found = paged(empty ? [] : audit, search)
      return { body: { ...(found.body as object), searchedBackTo: search.get('query') ? ago(4_000_000) : null } }
    }
    case 'GET /audit/log':
      return { body: {
        size: 140, waiting: 1, verifier: 'pos.example.com/audit+c85d6b37+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4',
        checkpoint: { origin: 'pos.example.com/audit', size: 136, root: 'XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=', at: ago(8) },
        witnesses: [{ name: 'auditor.example.com', outcome: 'COSIGNED', size: 136, at: ago(6) }, { name: 'acquirer.example.com', outcome: 'AWAY', size: 92, at: ago(4000) }], trouble: null,
      } }
  }
  if (method === 'GET' && path.startsWith('/terminal-screens/')) return { body: SCREEN_PICTURE, headers: { 'Content-Type': 'image/svg+xml' } }
  const audited = /^\/audit\/entries\/(\d+)$/.exec(path)
  if (audited) {
    const row = audit[141 - Number(audited[1])]!
    const content = { action: row.action, actor: { factors: [], id: row.actor, type: row.actorType }, object: row.object, result: row.result, salt: '000102030405060708090a0b0c0d0e0f', time: row.at, v: 2 }
    return { body: { row, content: JSON.stringify(content), leafHash: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328' } }
  }
  if (/^\/terminals\/\w+\/authenticators$/.test(path)) return { body: empty ? [] : [{ operator: '00', confirmed: true, locked: false }] }
  if (method === 'POST' && /^\/terminals\/\w+\/authenticators\/\d\d$/.test(path)) {
    return { status: 201, body: { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', link: '', qr: { size: 21, path: 'M0 0h7v7h-7zM14 0h7v7h-7zM0 14h7v7h-7z' } } }
  }
  const device = devices.find((one) => path.startsWith(`/devices/${one.serialNumber}`))
  if (method === 'GET' && device) return path.endsWith('/history') ? paged(DEVICE_HISTORY, search) : { body: deviceDetail(device) }
  if (method === 'POST' && device) return path.endsWith('/retirement') ? problem(409, 'BATCH_NOT_SETTLED', '终端还有未结算的交易,先结算') : { status: 204, body: undefined }
  const [, kind, id, tail] = /^\/(\w+)\/([^/]+)(?:\/([\w-]+))?$/.exec(path) ?? []
  if (kind === 'transactions') {
    const found = transactions.find((one) => one.id === id)
    return found ? { body: story(found) } : problem(404, 'NOT_FOUND', '没有这个资源')
  }
  const found = terminals.find((one) => one.terminalId === id)
  if (method === 'GET' && kind === 'cardholders' && tail === 'secrets') return { body: empty ? { ...SECRETS, secrets: [] } : SECRETS }
  if (kind === 'terminals' && found && tail === 'status') return { body: healthOf(found) }
  if (kind === 'terminals' && found && tail === 'secrets') return { body: empty ? { ...SECRETS, secrets: [] } : SECRETS }
  if (method === 'POST' && path.endsWith('/secrets/one-time')) return { status: 202, body: PROPOSALS.find((one) => one.kind === 'ONE_TIME_SECRET') }
  if (path === '/parameters/definitions') return { body: PARAMETERS }
  if (path === '/parameters/acquirers') return { body: ['守银收单', '江南银行'] }
  if (/^\/parameters\/\w+\/versions$/.test(path)) return paged(empty || !path.includes('PLATFORM') ? [] : PARAMETER_VERSIONS, search)
  if (kind === 'terminals' && found && tail === 'parameters') return { body: { version: 12, values: PARAMETERS.map((one, n) => ({ name: one.name, value: n % 3 ? one.byDefault : PARAMETER_VERSIONS[0]!.settings[one.name] ?? one.byDefault, layer: n % 3 ? null : n % 2 ? 'MERCHANT' : 'PLATFORM', scope: n % 3 ? null : n % 2 ? found.merchantId : 'ALL', version: n % 3 ? 0 : 2 })) } }
  if (kind === 'terminals' && found && tail === 'orders' && method === 'POST') return { status: 201, body: { order: ORDERS[0], proposal: null } }
  if (kind === 'terminals' && found && tail === 'orders') return paged(empty ? [] : ORDERS, search)
  if (kind === 'terminals' && found && tail === 'log-uploads') return paged(empty ? [] : LOG_UPLOADS, search)
  if (kind === 'terminals' && found && tail === 'screens') return paged(empty ? [] : SHOTS, search)
  if (kind === 'terminals' && found && tail === 'lock') return { body: empty ? { locked: false, since: null, reason: null, by: null, refusals: [] } : LOCK }
  if (kind === 'terminals' && found && tail === 'activation' && method === 'POST') return { body: issue(found.terminalId, false) }
  if (kind === 'terminals' && found && !tail) {
    const initial = found.state === 'REGISTERED'
    const detail: Omit<TerminalDetail, keyof Terminal> & { terminal: Terminal } = {
      terminal: found,
      masterKeyCheckValue: initial ? null : '8CA64DE9',
      activatedAt: initial ? null : ago(86400 * 3),
      operators: [
        { number: '99', role: 'ADMINISTRATOR', state: initial ? 'INITIAL' : 'SET' }, { number: '00', role: 'SUPERVISOR', state: initial ? 'INITIAL' : 'SET' },
        { number: '01', role: 'CASHIER', state: initial ? 'INITIAL' : found.transactionPassword === 'LOCKED' ? 'LOCKED' : 'SET' }, ...(initial ? [] : [{ number: '02', role: 'CASHIER', state: 'INITIAL' as const }]),
      ],
    }
    return { body: detail }
  }
  return kind === 'terminals' ? problem(404, 'TERMINAL_UNKNOWN', '没有这台终端') : problem(404, 'NOT_FOUND', '没有找到')
}

function events(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  response.write(': hello\n\n')
  const tell = (row: Transaction) => response.write(`event: transaction\ndata: ${JSON.stringify(row)}\n\n`)
  const timer = setInterval(() => {
    const outcome = CASES[counter % CASES.length]!
    const row = transaction(ago(0), outcome)
    transactions.unshift({ ...row, outcome: 'PENDING', responseCode: null })
    tell(transactions[0]!)
    setTimeout(() => {
      const at = transactions.findIndex((one) => one.id === row.id)
      transactions[at] = row
      minutes[59]![row.outcome === 'APPROVED' ? 'approved' : row.outcome === 'DECLINED' ? 'declined' : row.outcome === 'REVERSED' ? 'reversed' : 'inDoubt']++
      tell(row)
    }, 600)
  }, 4000)
  request.on('close', () => clearInterval(timer))
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text ? (JSON.parse(text) as Record<string, string>) : {}
}

async function serve(request: IncomingMessage, response: ServerResponse, next: () => void): Promise<void> {
  const address = new URL(request.url ?? '/', 'http://localhost')
  if (!address.pathname.startsWith('/api/v1/')) return next()
  const cookies = new Map((request.headers.cookie ?? '').split('; ').map((one) => one.split('=', 2) as [string, string]))
  const path = address.pathname.slice('/api/v1'.length)
  if (path === '/events') return events(request, response)
  const method = request.method ?? 'GET'
  if (method !== 'GET' && (!cookies.get('XSRF-TOKEN') || request.headers['x-xsrf-token'] !== cookies.get('XSRF-TOKEN'))) {
    response.writeHead(403, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify({ status: 403, code: 'CSRF_REFUSED', detail: 'CSRF' }))
    return
  }
  const got = await answer({ method, path, search: address.searchParams, cookies, body: await bodyOf(request) })
  const status = got.status ?? 200
  const delay = cookies.get('mock-mode') === 'slow' && path !== '/session' ? 600_000 : 60
  setTimeout(() => {
    const text = typeof got.body === 'string' ? got.body : got.body === undefined ? '' : JSON.stringify(got.body)
    const own = got.headers ?? {}
    response.setHeader('Set-Cookie', ['XSRF-TOKEN=mock; Path=/', ...(own['Set-Cookie'] ? [own['Set-Cookie']] : [])])
    if (own['Retry-After']) response.setHeader('Retry-After', own['Retry-After'])
    response.writeHead(status, { 'Content-Type': own['Content-Type'] ?? (status >= 400 ? 'application/problem+json' : 'application/json') }).end(text)
  }, delay)
}

export function mockApi(): Plugin {
  return {
    name: 'shouyin-mock-api',
    configureServer(server) {
      server.middlewares.use((request, response, next) => void serve(request, response, next))
    },
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        response.setHeader('Content-Security-Policy', CSP) // the built pages must live with it; dev's own scripts could not
        void serve(request, response, next)
      })
    },
  }
}
