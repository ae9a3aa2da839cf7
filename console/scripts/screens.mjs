// Looks at every page of the built console over made-up data, in both languages, from a phone to a wide desk: pictures into
// target/screens, and a failure for a message in the browser's log, a violated content policy, a page wider than its window, a
// control without a name or a test id, or an overview whose story is cut.
//   npm run build && npm run screens [-- NAME]      CHROMIUM=/path/to/chromium if it is not the system's
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { preview } from 'vite'
import { home } from './stamp.mjs'

const only = process.argv[2]
const server = await preview({ root: home, configFile: `${home}vite.config.ts`, preview: { port: 0, host: '127.0.0.1' }, logLevel: 'warn' })
const base = server.resolvedUrls.local[0]
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' })
const out = `${home}target/screens`
mkdirSync(out, { recursive: true })
const faults = []

const SIZES = { narrow: { width: 360, height: 780 }, phone: { width: 390, height: 844 }, tablet: { width: 768, height: 1024 }, laptop: { width: 1280, height: 800 }, desk: { width: 1920, height: 1080 } }
const rowsShown = (page, name) => page.getByTestId(`${name}-row`).first().waitFor()
const shots = [
  { name: 'sign-in', to: 'sign-in', out: true },
  { name: 'sign-in-with-code', to: 'sign-in', out: true, act: async (page) => {
    await page.getByTestId('sign-in-username').fill('guessed')
    await page.getByTestId('sign-in-password').fill('right')
    await page.getByTestId('sign-in-submit').click()
    await page.getByTestId('sign-in-code').waitFor()
  }, expects: [429] },
  { name: 'sign-in-expired', to: 'sign-in?ended=expired&to=/terminals', out: true, act: async (page) => {
    await page.getByTestId('sign-in-username').fill('admin')
    await page.getByTestId('sign-in-password').fill('wrong')
    await page.getByTestId('sign-in-submit').click()
    await page.getByTestId('sign-in-problem').waitFor()
  }, expects: [401] },
  { name: 'initial-password', to: 'sign-in', out: true, act: async (page) => {
    await page.getByTestId('sign-in-username').fill('admin')
    await page.getByTestId('sign-in-password').fill('initial')
    await page.getByTestId('sign-in-submit').click()
    await page.getByTestId('password-new').fill('abc-4')
    await page.getByTestId('password-strength').waitFor()
  } },
  { name: 'initial-password-refused', to: 'sign-in', out: true, act: async (page) => {
    await page.getByTestId('sign-in-username').fill('admin')
    await page.getByTestId('sign-in-password').fill('initial')
    await page.getByTestId('sign-in-submit').click()
    for (const field of ['new', 'again']) await page.getByTestId(`password-${field}`).fill('MyPassword-2719')
    await page.getByTestId('password-submit').click()
    await page.getByTestId('password-problem').waitFor()
  }, expects: [422] },
  { name: 'password', to: 'password' },
  { name: 'security', to: 'security', act: (page) => page.getByTestId('passkey-row').waitFor() },
  { name: 'overview', to: '', act: async (page) => { await rowsShown(page, 'recent'); await page.locator('[data-testid=minute-chart] svg').waitFor() } },
  { name: 'overview-tooltip', to: '', act: async (page) => { await page.locator('[data-testid=minute-chart] svg').waitFor(); await page.getByTestId('minute-chart').hover() } },
  { name: 'overview-loading', to: '', mode: 'slow' },
  { name: 'overview-empty', to: '', mode: 'empty', act: (page) => page.getByTestId('state-empty').waitFor() },
  { name: 'overview-failing', to: '', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'monitoring', to: 'monitoring', act: (page) => page.locator('[data-testid=minute-chart] svg').waitFor() },
  { name: 'monitoring-loading', to: 'monitoring', mode: 'slow' },
  { name: 'monitoring-empty', to: 'monitoring', mode: 'empty', act: (page) => page.getByTestId('state-empty').waitFor() },
  { name: 'monitoring-failing', to: 'monitoring', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'alert-rules', to: 'monitoring/alerts', act: (page) => rowsShown(page, 'alert-rules') },
  { name: 'alert-rules-empty', to: 'monitoring/alerts', mode: 'empty', act: (page) => page.getByTestId('state-empty').first().waitFor() },
  { name: 'alert-rules-failing', to: 'monitoring/alerts', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'alert-rules-change', to: 'monitoring/alerts', act: async (page) => { await rowsShown(page, 'alert-rules'); await page.getByTestId('alert-rule-edit-00000000-0000-0000-0000-000000000002').click(); await page.getByTestId('alert-rule-save').waitFor() } },
  { name: 'alert-rules-silence', to: 'monitoring/alerts', act: async (page) => { await rowsShown(page, 'alert-rules'); await page.getByTestId('alert-rule-silence-00000000-0000-0000-0000-000000000001').click(); await page.getByTestId('silence-submit').waitFor() } },
  { name: 'transactions-export', to: 'transactions?outcome=DECLINED', act: async (page) => { await rowsShown(page, 'transactions'); await page.getByTestId('transactions-export').click(); await page.getByTestId('exports').waitFor() } },
  { name: 'transactions-of-a-figure', to: 'transactions?from=2026-01-01T00:00:00Z&until=2036-01-01T00:00:00Z&responseCode=51&channel=main', act: (page) => page.getByTestId('filter-code').waitFor() },
  { name: 'transactions', to: 'transactions', act: (page) => rowsShown(page, 'transactions') },
  { name: 'transactions-filtered', to: 'transactions?q=0018&outcome=DECLINED', act: (page) => rowsShown(page, 'transactions') },
  { name: 'transactions-kind', to: 'transactions?kind=REFUND', act: (page) => rowsShown(page, 'transactions') },
  { name: 'transactions-none', to: 'transactions?q=zzz', act: (page) => page.getByTestId('state-empty').waitFor() },
  { name: 'transactions-failing', to: 'transactions', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  ...['APPROVED', 'DECLINED', 'IN_DOUBT', 'REVERSED'].map((outcome) => ({ name: `story-${outcome.toLowerCase()}`, to: `transactions?outcome=${outcome}`, act: async (page) => {
    await rowsShown(page, 'transactions')
    await page.getByTestId('transactions-row').nth(1).click()
    await page.getByTestId('story').waitFor()
  } })),
  { name: 'story-refund', to: 'transactions?q=refund', act: async (page) => {
    await rowsShown(page, 'transactions')
    await page.getByTestId('transactions-row').first().click()
    await page.getByTestId('transaction-original').scrollIntoViewIfNeeded()
  } },
  { name: 'ledger', to: 'ledger?merchantId=104110053110001', act: (page) => rowsShown(page, 'journals') },
  { name: 'ledger-choose', to: 'ledger', act: (page) => rowsShown(page, 'unbooked') },
  { name: 'ledger-empty', to: 'ledger?merchantId=104110053110001', mode: 'empty', act: (page) => page.getByTestId('state-empty').first().waitFor() },
  { name: 'ledger-failing', to: 'ledger?merchantId=104110053110001', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'ledger-journal', to: 'ledger?merchantId=104110053110001', act: async (page) => { await rowsShown(page, 'journals'); await page.getByTestId('journals-row').first().click(); await page.getByTestId('journal-lines').waitFor() } },
  { name: 'policies', to: 'policies', act: async (page) => { await page.getByTestId('policy-in-force-book-nist-aal1').locator('summary').click(); await page.getByTestId('policy-profile-mlps-3').click(); await page.getByTestId('policy-conflict').waitFor() } },
  { name: 'policies-merchant', to: 'policies', act: async (page) => { await page.getByTestId('policy-merchant').fill('104110053110001'); await page.getByTestId('policy-leaflet').waitFor() } },
  { name: 'policies-change', to: 'policies', act: async (page) => {
    await page.getByTestId('policy-propose').click()
    await page.getByTestId('policy-dialog').waitFor()
  } },
  { name: 'policies-failing', to: 'policies', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'fleet', to: 'fleet', act: async (page) => { for (const chart of ['beats', 'batteries', 'versions']) await page.locator(`[data-testid=${chart}-chart] svg`).waitFor() } },
  { name: 'fleet-empty', to: 'fleet', mode: 'empty', act: (page) => page.getByTestId('fleet-statuses').waitFor() },
  { name: 'fleet-failing', to: 'fleet', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'fleet-tickets', to: 'fleet/tickets', act: (page) => rowsShown(page, 'tickets') },
  { name: 'fleet-tickets-empty', to: 'fleet/tickets', mode: 'empty', act: (page) => page.getByTestId('state-empty').waitFor() },
  { name: 'fleet-ticket-close', to: 'fleet/tickets', act: async (page) => { await rowsShown(page, 'tickets'); await page.locator('[data-testid^=ticket-close-]').first().click(); await page.getByTestId('ticket-dialog').waitFor() } },
  { name: 'fleet-locations', to: 'fleet/locations', act: (page) => rowsShown(page, 'locations') },
  { name: 'fleet-terminal', to: 'terminals/00000009', act: async (page) => { await page.getByTestId('terminal-changes').waitFor(); await page.getByTestId('place-set').click(); await page.getByTestId('place-latitude').waitFor() } },
  { name: 'watch', to: 'watch', act: async (page) => { await rowsShown(page, 'uses'); await page.locator('[data-testid=use-chart] svg').waitFor(); await page.locator('[data-testid=hour-chart] svg').waitFor() } },
  { name: 'watch-hover', to: 'watch', act: async (page) => { await rowsShown(page, 'uses'); await page.getByTestId('hour-chart').hover() } },
  { name: 'watch-loading', to: 'watch', mode: 'slow' },
  { name: 'watch-empty', to: 'watch', mode: 'empty', act: (page) => page.getByTestId('state-empty').waitFor() },
  { name: 'watch-failing', to: 'watch', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'watch-alerts', to: 'watch/alerts', act: (page) => rowsShown(page, 'alerts') },
  { name: 'watch-alerts-empty', to: 'watch/alerts', mode: 'empty', act: (page) => page.getByTestId('state-empty').waitFor() },
  { name: 'watch-due', to: 'watch/due', act: (page) => rowsShown(page, 'due') },
  { name: 'watch-due-empty', to: 'watch/due', mode: 'empty', act: (page) => page.getByTestId('state-empty').waitFor() },
  { name: 'reset', to: 'reset#AAAAAAAAAAAAAAAAAAAAAA', out: true, act: async (page) => {
    await page.getByTestId('password-new').fill('abc-4')
    await page.getByTestId('password-strength').waitFor()
  } },
  { name: 'guide', to: 'guide/104110053110001', out: true, act: async (page) => {
    await page.getByTestId('guide-try').fill('abc-4')
    await page.getByTestId('guide-rule-sequence').waitFor()
  } },
  { name: 'receipt', to: 'receipt#AAAAAAAAAAAAAAAAAAAAAA', out: true, act: (page) => page.getByTestId('receipt-signature').waitFor() },
  { name: 'receipt-dead', to: 'receipt', out: true, act: (page) => page.getByTestId('receipt-dead').waitFor(), expects: [404] },
  { name: 'story-receipt', to: 'transactions?outcome=APPROVED', act: async (page) => {
    await rowsShown(page, 'transactions')
    await page.getByTestId('transactions-row').first().click()
    await page.getByTestId('receipt-open').click()
    await page.getByTestId('receipt-signature').scrollIntoViewIfNeeded()
  } },
  { name: 'guide-unknown', to: 'guide/104110053119999', out: true, act: (page) => page.getByTestId('state-failed').waitFor(), expects: [404] },
  { name: 'staff', to: 'staff', act: (page) => rowsShown(page, 'accounts') },
  { name: 'staff-new', to: 'staff', act: async (page) => {
    await rowsShown(page, 'accounts')
    await page.getByTestId('staff-add').click()
    await page.getByTestId('account-username').fill('zhou')
    await page.getByTestId('account-name').fill('周')
    await page.getByTestId('account-role-KEY_OFFICER').click()
    await page.getByTestId('account-needs-two').waitFor()
  } },
  { name: 'staff-half', to: 'staff', act: async (page) => {
    await rowsShown(page, 'proposals')
    await page.getByTestId('proposal-approve-P7ENAH2K').click()
    await page.getByTestId('confirm-yes').click()
    await page.getByTestId('one-time-password').waitFor()
  } },
  { name: 'terminals', to: 'terminals', act: (page) => rowsShown(page, 'terminals') },
  { name: 'terminals-empty', to: 'terminals', mode: 'empty', act: (page) => page.getByTestId('state-empty').waitFor() },
  { name: 'terminal', to: 'terminals/00000009', act: (page) => rowsShown(page, 'operators') },
  { name: 'terminal-new-code', to: 'terminals/00000009', act: async (page) => { await page.getByTestId('terminal-new-code').click(); await page.getByTestId('confirm-yes').waitFor() } },
  { name: 'parameters', to: 'parameters', act: (page) => rowsShown(page, 'parameters') },
  { name: 'parameters-acquirer', to: 'parameters', act: async (page) => { await rowsShown(page, 'parameters'); await page.getByTestId('parameter-layer-ACQUIRER').click(); await page.getByTestId('parameter-acquirer').waitFor() } },
  { name: 'parameters-edit', to: 'parameters', act: async (page) => { await page.getByTestId('parameter-edit').click(); await page.getByTestId('parameter-reason').waitFor() } },
  { name: 'terminal-orders', to: 'terminals/00000009', act: async (page) => { await rowsShown(page, 'orders'); await page.getByTestId('terminal-orders').scrollIntoViewIfNeeded() } },
  { name: 'terminal-logs', to: 'terminals/00000009', act: async (page) => { await page.getByTestId('log-uploads').waitFor(); await page.getByTestId('terminal-logs').scrollIntoViewIfNeeded() } },
  { name: 'terminal-logs-request', to: 'terminals/00000009', act: async (page) => { await page.getByTestId('logs-request').click(); await page.getByTestId('logs-reason').waitFor() } },
  { name: 'fleet-logs', to: 'fleet/logs', act: (page) => rowsShown(page, 'logs') },
  { name: 'terminal-order', to: 'terminals/00000009', act: async (page) => { await page.getByTestId('order-send').click(); await page.getByTestId('order-reason').waitFor() } },
  { name: 'terminal-authenticator', to: 'terminals/00000009', act: async (page) => {
    await page.getByTestId('operator-00-authenticator').first().click()
    await page.getByTestId('authenticator-begin').click()
    await page.getByTestId('authenticator-qr').waitFor()
  } },
  { name: 'register', to: 'terminals', act: async (page) => {
    await page.getByTestId('terminal-register').click()
    await page.getByTestId('register-submit').click()
  } },
  { name: 'issued', to: 'terminals', act: async (page) => {
    await page.getByTestId('terminal-register').click()
    await page.getByTestId('register-merchant').click()
    await page.getByTestId('register-merchant-104110053110001').click()
    await page.getByTestId('register-serial').fill(`SY26-${Math.floor(Math.random() * 1e9)}`)
    await page.getByTestId('register-model').fill('SY-V1')
    await page.getByTestId('register-submit').click()
    await page.getByTestId('issued-code').waitFor()
  } },
  { name: 'merchants', to: 'merchants', act: (page) => rowsShown(page, 'merchants') },
  { name: 'merchants-code', to: 'merchants', act: async (page) => { await page.locator('[data-testid=merchant-code]:visible').first().click(); await page.getByTestId('merchant-code-qr').waitFor() } },
  { name: 'devices', to: 'devices', act: (page) => rowsShown(page, 'devices') },
  { name: 'devices-empty', to: 'devices', mode: 'empty', act: (page) => page.getByTestId('state-empty').waitFor() },
  { name: 'device-receive', to: 'devices', act: async (page) => { await rowsShown(page, 'devices'); await page.getByTestId('device-receive').click(); await page.getByTestId('device-serial').waitFor() } },
  { name: 'device-import', to: 'devices', act: async (page) => {
    await rowsShown(page, 'devices')
    await page.getByTestId('device-import').click()
    await page.getByTestId('device-import-file').setInputFiles({ name: 'devices.csv', mimeType: 'text/csv', buffer: Buffer.from('{}') })
    await page.getByTestId('device-import-trial').click()
    await page.getByTestId('device-import-report').waitFor()
  } },
  { name: 'device-drawer', to: 'devices', act: async (page) => { await rowsShown(page, 'devices'); await page.getByTestId('devices-row').first().click(); await page.getByTestId('device-history').waitFor() } },
  { name: 'device-rebind', to: 'devices', act: async (page) => {
    await rowsShown(page, 'devices')
    await page.getByTestId('devices-row').first().click()
    await page.getByTestId('device-rebind').click()
    await page.getByTestId('device-rebind-owner').waitFor()
  } },
  { name: 'device-retire', to: 'terminals/00000009', act: async (page) => {
    await page.getByTestId('device-retirement').click()
    await page.getByTestId('device-deed-reason').fill('主板损坏')
    await page.getByTestId('device-deed-serial').fill('SY26-001098')
    await page.getByTestId('device-deed-submit').click()
    await page.getByTestId('device-deed-unsettled').waitFor()
  }, expects: [409] },
  { name: 'device-models', to: 'devices/models', act: (page) => rowsShown(page, 'models') },
  { name: 'device-model-change', to: 'devices/models', act: async (page) => { await rowsShown(page, 'models'); await page.getByTestId('model-change').first().click(); await page.getByTestId('model-vendor').waitFor() } },
  { name: 'device-inspections', to: 'devices/inspections', act: (page) => rowsShown(page, 'inspections-due') },
  { name: 'device-inspection', to: 'devices/inspections', act: async (page) => { await rowsShown(page, 'inspections-due'); await page.getByTestId('inspection-record').first().click(); await page.getByTestId('inspection-note').waitFor() } },
  { name: 'card-users', to: 'cardholders', act: (page) => rowsShown(page, 'card-users') },
  { name: 'card-users-empty', to: 'cardholders', mode: 'empty', act: (page) => page.getByTestId('state-empty').waitFor() },
  { name: 'card-users-failing', to: 'cardholders', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'card-user-add', to: 'cardholders', act: async (page) => { await rowsShown(page, 'card-users'); await page.getByTestId('card-user-add').click() } },
  { name: 'card-secrets', to: 'cardholders', act: async (page) => { await rowsShown(page, 'card-users'); await page.getByTestId('card-user-secrets').first().click(); await page.getByTestId('card-secret-row').first().waitFor() } },
  { name: 'card-import', to: 'cardholders', act: async (page) => { await rowsShown(page, 'card-users'); await page.getByTestId('card-import').click() } },
  { name: 'merchant-add', to: 'merchants', act: (page) => page.getByTestId('merchant-add').click() },
  { name: 'batches', to: 'batches', act: (page) => rowsShown(page, 'batches') },
  { name: 'batches-empty', to: 'batches', mode: 'empty', act: (page) => page.getByTestId('state-empty').waitFor() },
  { name: 'batches-failing', to: 'batches', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  ...['SETTLED', 'UPLOADING', 'OPEN'].map((state) => ({ name: `batches-${state.toLowerCase()}`, to: `batches?state=${state}${state === 'OPEN' ? '' : '&differing=true'}`, act: async (page) => {
    await rowsShown(page, 'batches')
    await page.getByTestId('batches-row').first().click()
    await page.getByTestId('batch-foreign').waitFor()
  } })),
  { name: 'batches-slip', to: 'batches?state=SETTLED', act: async (page) => {
    await rowsShown(page, 'batches')
    await page.getByTestId('batches-row').first().click()
    await page.getByTestId('receipt-open').click()
    await page.getByTestId('receipt-paper').scrollIntoViewIfNeeded()
  } },
  { name: 'messages', to: 'messages', act: (page) => rowsShown(page, 'messages') },
  { name: 'messages-empty', to: 'messages', mode: 'empty', act: (page) => page.getByTestId('messages-no-provider').waitFor() },
  { name: 'messages-failing', to: 'messages', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'step-up', to: 'step-up', act: (page) => rowsShown(page, 'rules') },
  { name: 'step-up-failing', to: 'step-up', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'step-up-merchant', to: 'step-up', act: async (page) => {
    await page.getByTestId('rules-scope-MERCHANT').click()
    await page.getByTestId('rules-scope-id').fill('104110053110001')
    await page.getByTestId('rules-show').click()
    await page.getByTestId('state-empty').waitFor()
  } },
  { name: 'step-up-edit', to: 'step-up', act: async (page) => {
    await rowsShown(page, 'rules')
    await page.getByTestId('rule-edit-night').click()
    await page.getByTestId('rule-dialog').waitFor()
  } },
  { name: 'step-up-refused', to: 'step-up', act: async (page) => {
    await rowsShown(page, 'rules')
    await page.getByTestId('rule-remove-night').click()
    await page.getByTestId('rules-save').click()
    await page.getByTestId('rules-problem').waitFor()
  }, expects: [422] },
  { name: 'software', to: 'software', act: async (page) => { await rowsShown(page, 'updates'); await page.getByTestId('rollouts').waitFor() } },
  { name: 'software-empty', to: 'software', mode: 'empty', act: (page) => page.getByTestId('state-empty').first().waitFor() },
  { name: 'software-failing', to: 'software', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'software-history', to: 'software', act: async (page) => { await rowsShown(page, 'updates'); await page.getByTestId('updates-row').first().click(); await page.getByTestId('update-history').waitFor() } },
  { name: 'software-plan', to: 'software', act: async (page) => { await rowsShown(page, 'releases'); await page.getByTestId('release-roll-out-4').click(); await page.getByTestId('rollout-count').click(); await page.getByTestId('rollout-matching').waitFor() } },
  { name: 'routing', to: 'routing', act: (page) => rowsShown(page, 'routing') },
  { name: 'routing-failing', to: 'routing', mode: 'failing', act: (page) => page.getByTestId('state-failed').first().waitFor(), expects: [503] },
  { name: 'routing-edit', to: 'routing', act: async (page) => {
    await rowsShown(page, 'routing')
    await page.getByTestId('routing-edit-large-credit-at-night').click()
    await page.getByTestId('routing-dialog').waitFor()
  } },
  { name: 'routing-refused', to: 'routing', act: async (page) => {
    await rowsShown(page, 'routing')
    await page.getByTestId('routing-raise-rest').click()
    await page.getByTestId('routing-propose').click()
    await page.getByTestId('routing-problem').waitFor()
  }, expects: [422] },
  { name: 'secret-form', to: 'terminals/00000009', act: async (page) => {
    await rowsShown(page, 'secrets')
    await page.getByTestId('secret-form').click()
    await page.getByTestId('secret-form-save').waitFor()
  } },
  { name: 'secret-issued', to: 'terminals/00000009', act: async (page) => {
    await page.getByTestId('proposal-approve-T7N3M5K9').click()
    await page.getByTestId('confirm-yes').click()
    await page.getByTestId('one-time-password').waitFor()
  } },
  { name: 'secret-validity', to: 'terminals/00000009', act: async (page) => {
    await rowsShown(page, 'secrets')
    await page.locator('[data-testid^=secret-validity-]').first().click()
    await page.getByTestId('validity-save').waitFor()
  } },
  { name: 'case-about', to: 'resets?about=operator:00000009/01', act: (page) => page.getByTestId('case-ticket').waitFor() },
  { name: 'step-up-waiting', to: 'step-up', act: async (page) => { await page.getByTestId('waiting-proposals').scrollIntoViewIfNeeded() } },
  { name: 'policies-waiting', to: 'policies', act: async (page) => { await page.getByTestId('waiting-proposals').scrollIntoViewIfNeeded() } },
  { name: 'keys', to: 'keys', act: async (page) => { await rowsShown(page, 'keys'); await rowsShown(page, 'ceremonies') } },
  { name: 'keys-propose', to: 'keys', act: (page) => page.getByTestId('keys-propose').click() },
  { name: 'keys-activate', to: 'keys', act: async (page) => { await page.getByTestId('key-zone-master-2-ACTIVATE').first().click(); await page.getByTestId('propose-submit').click() } },
  ...['enter', 'show', 'approve'].map((step, n) => ({ name: `keys-${step}`, to: 'keys', act: async (page) => { await rowsShown(page, 'ceremonies'); await page.getByTestId('ceremonies-row').nth(n).click(); await page.getByTestId(`ceremony-${step}`).waitFor() } })),
  { name: 'keys-part', to: 'keys', act: async (page) => {
    await rowsShown(page, 'ceremonies')
    await page.getByTestId('ceremonies-row').nth(1).click()
    await page.getByTestId('ceremony-show').click()
    await page.getByTestId('part-dialog').waitFor()
  } },
  { name: 'audit', to: 'audit', act: (page) => rowsShown(page, 'audit') },
  { name: 'audit-entry', to: 'audit?entry=130', act: (page) => page.getByTestId('audit-hash').waitFor() },
  { name: 'about', to: 'about' },
  { name: 'not-found', to: 'nowhere' },
  { name: 'menu', to: 'about', act: async (page, size) => { await page.getByTestId(['phone', 'tablet'].includes(size) ? 'menu-toggle' : 'user-menu').click() } },
  { name: 'dark-overview', to: '', dark: true, act: (page) => rowsShown(page, 'recent') },
  { name: 'dark-issued', to: 'terminals', dark: true, act: async (page) => { await page.getByTestId('terminal-register').click() } },
]

/** Runs in the page: controls that nobody can name or find, and a story that is cut. */
function lacking() {
  const controls = 'a[href], button, input, select, textarea'
  const seen = (one) => one.getClientRects().length > 0 && one.tabIndex >= 0 && !one.closest('[aria-hidden=true]')
  const found = []
  for (const one of [...document.querySelectorAll(controls)].filter(seen)) {
    const marked = one.closest('[data-testid]')
    const alone = marked && (marked === one || [...marked.querySelectorAll(controls)].filter(seen).length === 1)
    const name = one.ariaLabel || one.labels?.[0]?.textContent || one.textContent.trim() || one.title || one.getAttribute('aria-labelledby')
    const what = one.outerHTML.slice(0, 120)
    if (!alone) found.push(`no test id: ${what}`)
    if (!name) found.push(`no name: ${what}`)
  }
  const story = document.querySelector('[data-testid=overview-story]')
  if (story && story.scrollHeight > story.clientHeight) found.push('the story is cut')
  return found
}

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const locale of ['zh-CN', 'en']) {
    for (const shot of shots.filter((one) => !only || one.name.includes(only))) {
      const where = `${shot.name}.${locale}.${size}`
      const context = await browser.newContext({ viewport, deviceScaleFactor: 1, reducedMotion: 'reduce', colorScheme: shot.dark ? 'dark' : 'light', locale: 'en-GB', timezoneId: 'Europe/Paris' })
      await context.addInitScript((chosen) => localStorage.setItem('shouyin.locale', chosen), locale)
      const cookies = [...(shot.out ? [] : [['mock-session', 'set']]), ...(shot.mode ? [['mock-mode', shot.mode]] : [])]
      await context.addCookies(cookies.map(([name, value]) => ({ name, value, domain: '127.0.0.1', path: '/' })))
      const page = await context.newPage()
      page.setDefaultTimeout(8000)
      page.on('console', (message) => {
        const expected = (shot.expects ?? [401]).some((status) => message.text().includes(`status of ${status}`)) || (shot.out && message.text().includes('status of 401'))
        if (['error', 'warning'].includes(message.type()) && !expected) faults.push(`${where}: ${message.text()}`)
      })
      page.on('pageerror', (error) => faults.push(`${where}: ${error.message}`))
      try {
        await page.goto(base + shot.to)
        await page.getByTestId('page-title').or(page.getByTestId('state-empty')).or(page.getByTestId('state-failed')).first().waitFor()
        await shot.act?.(page, size)
      } catch (error) {
        faults.push(`${where}: ${error.message.split('\n')[0]}`)
      }
      await page.waitForTimeout(350)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (wide > 0) faults.push(`${where}: ${wide} px wider than the window`)
      for (const fault of await page.evaluate(lacking)) faults.push(`${where}: ${fault}`)
      await page.screenshot({ path: `${out}/${where}.png` })
      await context.close()
    }
  }
}
await browser.close()
await server.close()
for (const fault of faults) console.error(fault)
console.log(`${faults.length} faults; pictures in ${out}`)
process.exit(faults.length ? 1 : 0)
