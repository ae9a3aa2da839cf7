// Why something stands in the audit log, in words. The host writes constants, sentences of its own and what people have given as reason;
// the last is shown as it was written down.

import page from '../../../docs/reference/refusals.md?raw'
import { i18n, locale, textOr } from '@/i18n'

/** The host's sentences as it writes them, their parts after a comma apart. Their words: `auditReason`. */
export const SENTENCES: Record<string, string> = {
  firstStart: 'first start',
  neverUsed: 'never used',
  allOthers: 'all others',
  proposal: '{kind} {id} proposed by {who}',
  proposedBy: 'proposed by {who}',
  case: '{id} {wish} ticket {ticket} opened by {who}',
  sentTo: 'to {phone}',
  versionFrom: 'version {n} from {date}',
  version: 'version {n}',
  policy: '{policy} v{n}',
  profile: 'profile {profile}',
  masterKey: 'master key {kcv}',
  operator: 'operator as told {operator}',
  keySet: 'keys {set}',
  replaces: 'replaces the present keys',
  part: '{id} part {n} check value {kcv}',
  checkValueOf: '{id} check value {kcv}',
  checkValue: 'check value {kcv}',
  ownMake: 'made by the host',
  componentFiles: 'read from the component files of the simulated network',
  noCeremony: 'no ceremony',
  inFolder: 'in the folder',
  at: 'at {time}',
  aloneNamed: 'by one custodian alone: {name}',
  alone: 'by one custodian alone',
  custodians: 'custodians: {names}',
  insteadOf: 'instead of {kcv}',
  replacedBy: 'replaced by {kcv}',
  rewrapped: '{n} rows under {kcv}',
  noneLeft: 'no block is left under {kcv}',
  oneTime: 'one-time secret {id}',
  followedWith: 'transaction:{key} supervisor:{who}',
  followed: 'transaction:{key}',
  differences: 'differences:{n} uploaded:{m}',
  differencesByCode: 'differences:{n} byCode:{codes} uploaded:{m}',
  added: '{n} added',
  present: '{n} present',
  refused: '{n} refused',
  masked: 'masked',
  wholeNumbers: 'whole numbers: {reason}',
  leftOut: '{n} more left out before',
  model: 'model {name}',
  releaseOf: 'release {n}',
  releaseNumber: 'number {n}',
  releaseManifest: 'manifest {id}',
  orderSequence: 'sequence {n}',
  terminals: '{n} terminals',
  rolloutGroup: 'group {n}',
  rolloutGroupFailed: 'group {n}: {m} of {codes} failed',
  rolloutNotApproved: 'not approved',
  order: 'order {n} {kind}',
  orderWhy: 'order {n} {kind}: {reason}',
  logLines: '{n} lines',
  takenOut: '{n} taken out',
}

/** What stands in a hole, if not one word. */
const HOLES: Record<string, string> = { n: '\\d+', m: '\\d+', codes: '\\d+', ticket: '.+', name: '.+', names: '.+', reason: '.+' }

const PATTERNS = Object.entries(SENTENCES).map(([key, sentence]) =>
  [key, new RegExp(`^${sentence.replace(/\{(\w+)\}/g, (_, hole) => `(?<${hole}>${HOLES[hole] ?? '\\S+'})`)}$`)] as const)

/** Where constants have words, the short ones of the pages first. */
const CONSTANTS = ['problem', 'passwordBroken', 'factorRefusal', 'stepUpRefusal', 'originalRefusal', 'proposalKind', 'ceremonyKind', 'caseWish', 'proofKind', 'alertKind',
  'keyPurpose', 'auditWord', 'oddity', 'orderKind']

/** Every refusal of the product, as the reference says it, which a test of the host keeps true. */
const REFUSALS = new Map([...page.matchAll(/^\|(?: `\w\w` \|)? `([A-Z][A-Z_0-9]+)` \| ([^|]+) \| ([^|]+) \|/gm)]
  .map(([, name, zh, en]) => [name!, { 'zh-CN': zh!.trim(), en: en!.trim() }]))

/** A constant of the host in words, or as it is. */
export function constantText(name: string): string {
  const found = /^\w+$/.test(name) && CONSTANTS.find((one) => i18n.global.te(`${one}.${name}`))
  return found ? i18n.global.t(`${found}.${name}`) : REFUSALS.get(name)?.[locale.value] ?? name
}

export function reasonText(reason: string | null): string {
  const parts = reason?.split(/, ?/) ?? []
  const texts = parts.map(partText)
  return texts.every((text, i) => text === parts[i]) ? reason ?? '' : texts.join(' · ')
}

function partText(part: string): string {
  for (const [key, pattern] of PATTERNS) {
    const holes = pattern.exec(part)
    if (holes) return textOr(`auditReason.${key}`, part, Object.fromEntries(Object.entries(holes.groups ?? {}).map(([hole, value]) => [hole, valueText(hole, value)])))
  }
  const [first = '', ...more] = part.split(' ')
  return constantText(first) === first ? part : [first, ...more].map(constantText).join(' · ')
}

const valueText = (hole: string, value: string) => hole === 'profile' ? textOr(`terminalProfile.${value}`, value) : constantText(value)
