// State is told by colour and word: amber waits, cinnabar refuses, indigo is in doubt, jade is done.

import type { AlertState, AuditEntry, BatchState, CardPasswordState, CaseState, CeremonyState, DeviceState, ExportState, KeyState, LogLevel, MessageState, OperatorPasswordState, OrderState, Outcome, ProposalState, SecretState, StoryStep, TerminalState, TerminalStatus, TicketState, TransactionPasswordState, UseOutcome } from '@/api/types'

export type Tone = 'ok' | 'bad' | 'wait' | 'info' | 'quiet'

export const OUTCOME_TONE: Record<Outcome, Tone> = {
  APPROVED: 'ok', DECLINED: 'bad', IN_DOUBT: 'info', REVERSED: 'quiet', PENDING: 'wait',
}
export const BATCH_TONE: Record<BatchState, Tone> = { OPEN: 'info', UPLOADING: 'wait', SETTLED: 'ok' }
export const TERMINAL_TONE: Record<TerminalState, Tone> = { REGISTERED: 'wait', ACTIVATED: 'ok', RETIRED: 'quiet' }
export const DEVICE_TONE: Record<DeviceState, Tone> = { IN_STOCK: 'info', BOUND: 'ok', IN_REPAIR: 'wait', RETIRED: 'quiet' }
export const STATUS_TONE: Record<TerminalStatus, Tone> = {
  ONLINE: 'ok', LATE: 'wait', OFFLINE: 'bad', SIGNED_OFF: 'quiet', DORMANT_3M: 'info', DORMANT_12M: 'info', LOCKED: 'bad', TAMPERED: 'bad', REGISTERED: 'wait', RETIRED: 'quiet',
}
export const TICKET_TONE: Record<TicketState, Tone> = { OPEN: 'bad', ACKNOWLEDGED: 'wait', IN_REPAIR: 'info', CLOSED: 'quiet' }
export const TXN_PASSWORD_TONE: Record<TransactionPasswordState, Tone> = { NONE: 'wait', SET: 'ok', LOCKED: 'bad' }
export const OPERATOR_PASSWORD_TONE: Record<OperatorPasswordState, Tone> = { INITIAL: 'wait', SET: 'ok', LOCKED: 'bad' }

export const SECRET_TONE: Record<SecretState, Tone> = {
  INITIAL: 'wait', SET: 'ok', LOCKED: 'bad', NOT_YET_VALID: 'wait', EXPIRED: 'bad', USES_SPENT: 'wait', USED: 'quiet', REVOKED: 'quiet',
}

export const KEY_TONE: Record<KeyState, Tone> = { PENDING: 'wait', ACTIVE: 'ok', REVOKED: 'quiet', DESTROYED: 'quiet' }
export const CEREMONY_TONE: Record<CeremonyState, Tone> = { PROPOSED: 'wait', APPROVED: 'info', DONE: 'ok', CANCELLED: 'quiet', EXPIRED: 'bad' }
export const PROPOSAL_TONE: Record<ProposalState, Tone> = { PROPOSED: 'wait', APPROVED: 'info', DONE: 'ok', REJECTED: 'quiet', EXPIRED: 'bad' }

export const ORDER_TONE: Record<OrderState, Tone> = { QUEUED: 'wait', SENT: 'wait', ACKNOWLEDGED: 'info', DONE: 'ok', FAILED: 'bad', EXPIRED: 'quiet', CANCELLED: 'quiet' }

export const MESSAGE_TONE: Record<MessageState, Tone> = { QUEUED: 'wait', SENT: 'info', DELIVERED: 'ok', FAILED: 'bad', EXPIRED: 'quiet' }

export const CARD_PASSWORD_TONE: Record<CardPasswordState, Tone> = { NONE: 'wait', INITIAL: 'wait', SET: 'ok', LOCKED: 'bad', DUE: 'info' }
export const CASE_TONE: Record<CaseState, Tone> = { OPEN: 'wait', PROVED: 'wait', APPROVED: 'info', SENT: 'info', COMPLETED: 'ok', REJECTED: 'bad', EXPIRED: 'quiet', CANCELLED: 'quiet' }
export const USE_TONE: Record<UseOutcome, Tone> = { RIGHT: 'ok', WRONG: 'bad', LOCKED: 'bad', REFUSED: 'quiet' }
export const LOG_TONE: Record<LogLevel, Tone> = { INFO: 'quiet', WARN: 'wait', ERROR: 'bad' }
export const ALERT_TONE: Record<AlertState, Tone> = { NEW: 'bad', SEEN: 'wait', CLOSED: 'quiet' }

export const EXPORT_TONE: Record<ExportState, Tone> = { WAITING: 'wait', RUNNING: 'info', DONE: 'ok', FAILED: 'bad', CANCELLED: 'quiet' }

export const AUDIT_TONE: Record<AuditEntry['result'], Tone> = { DONE: 'ok', REFUSED: 'bad', FAILED: 'wait' }

/** Whether a step carries a response code other than 00 or 10. */
export function wentWrong(step: StoryStep): boolean {
  const code = step.detail?.code
  return typeof code === 'string' && code !== '' && code !== '00' && code !== '10'
}

export function stepTone(step: StoryStep): Tone {
  switch (step.step) {
    case 'REFUSED':
      return 'bad'
    case 'SILENT':
    case 'REVERSAL_QUEUED':
      return 'info'
    case 'REPEATED':
    case 'LATE_ANSWER':
    case 'MOVED':
    case 'WAITING':
    case 'NOTICED':
      return 'wait'
    case 'REVERSED':
      return 'quiet'
    case 'RECEIVED':
    case 'JOURNALED':
    case 'SENT':
    case 'POSTED':
    case 'MAC_CHECKED':
    case 'CHIP_READ':
    case 'SCRIPTS_TOLD':
    case 'LAST_WORD':
    case 'ORIGINAL_FOUND':
    case 'STEP_UP':
    case 'ANSWERED':
    case 'REPLIED':
      return wentWrong(step) ? 'bad' : 'ok'
  }
}
