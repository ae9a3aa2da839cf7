// The simulated wallet on a customer's phone: shows payment codes, scans those of merchants, pays and refuses.

const WORDS = {
  zh: {
    title: '钱包', hint: '演示用的手机钱包:出示付款码,或扫商户的收款码', balance: '余额', show: '出示付款码', left: (s) => `${s} 秒内有效,只能用一次`, over: '付款码已过期',
    payload: '扫一扫:粘贴商户收款码的内容', scan: '扫码', pay: '付款', refuse: '拒绝', amount: '付款金额(元)', recent: '最近', none: '还没有付款', lost: '连接已断开',
    mode: '钱包的行为', other: 'English', asks: '请确认付款', refund: '退款',
    modes: { NORMAL: '正常', CONFIRM: '每笔都要顾客确认', SILENT: '照办但不应答(结果未知)', LOST: '不办也不应答(结果未知)', DEAD: '完全没有应答', NOTICES_TWICE: '通知发两遍' },
    states: { WAITING: '待确认', PAID: '已付款', REFUSED: '未付款', CANCELLED: '已撤销' },
    reasons: { CODE_UNKNOWN: '付款码无效', CODE_EXPIRED: '付款码已过期', CODE_USED: '此码已用过', CURRENCY_OTHER: '币种不是人民币', AMOUNT_INVALID: '金额无效', FUNDS_SHORT: '余额不足',
      CUSTOMER_REFUSED: '顾客拒绝付款', STATIC_LIMIT: '静态码每日限额 500 元', ORDER_UNKNOWN: '没有这笔订单', EXPIRED: '订单已过期', CANCELLED: '商户已取消', ORIGINAL_UNKNOWN: '找不到原付款',
      ABOVE_THE_REST: '超过可退金额', REFERENCE_REUSED: '请求重复' },
  },
  en: {
    title: 'Wallet', hint: 'The wallet of the demo: show a payment code, or scan the merchant’s code', balance: 'Balance', show: 'Show payment code',
    left: (s) => `good for ${s} s, and once`, over: 'The code has expired', payload: 'Scan: paste what the merchant’s code says', scan: 'Scan', pay: 'Pay', refuse: 'Refuse',
    amount: 'Amount (yuan)', recent: 'Recent', none: 'No payments yet', lost: 'Connection lost', mode: 'The wallet', other: '中文', asks: 'Confirm the payment', refund: 'refund',
    modes: { NORMAL: 'works', CONFIRM: 'asks the customer each time', SILENT: 'does it, says nothing (unknown)', LOST: 'does nothing, says nothing (unknown)', DEAD: 'does not answer at all',
      NOTICES_TWICE: 'sends notices twice' },
    states: { WAITING: 'to be confirmed', PAID: 'paid', REFUSED: 'not paid', CANCELLED: 'cancelled' },
    reasons: { CODE_UNKNOWN: 'no such code', CODE_EXPIRED: 'code expired', CODE_USED: 'code used already', CURRENCY_OTHER: 'not in yuan', AMOUNT_INVALID: 'no such amount', FUNDS_SHORT: 'not enough money',
      CUSTOMER_REFUSED: 'refused by the customer', STATIC_LIMIT: 'static codes take 500 yuan a day', ORDER_UNKNOWN: 'no such order', EXPIRED: 'order expired', CANCELLED: 'cancelled by the merchant',
      ORIGINAL_UNKNOWN: 'no such payment', ABOVE_THE_REST: 'more than is left', REFERENCE_REUSED: 'asked before' },
  },
}

const at = (id) => document.getElementById(id)
let language = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')
let customer = '1'
let until = 0
let scanned = null
let state = { mode: 'NORMAL', customers: [], payments: [] }
let shown = ''

const words = () => WORDS[language]
const yuan = (fen) => (fen / 100).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' })
const element = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text }, more)
const name = (who) => (language === 'zh' ? who.nameZh : who.nameEn)

function button(text, className, testId, onclick) {
  const made = element('button', text, { className, onclick, type: 'button' })
  made.dataset.testid = testId
  return made
}

async function call(path, act) {
  try {
    const answer = await fetch(path, act && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ customer, ...act }) })
    const body = await answer.json()
    if (answer.ok) return body
    say(body[language] ?? body.code, true)
  } catch {
    say(words().lost, true)
  }
  return null
}

function say(text, bad = false) {
  at('said').textContent = text
  at('said').classList.toggle('bad', bad)
}

function ended(standing) {
  if (!standing) return
  scanned = null
  at('payload').value = ''
  say(standing.reason ? words().reasons[standing.reason] : `${words().states[standing.state]} ${yuan(standing.amountFen)}`, standing.state !== 'PAID')
  look()
}

// What waits for a yes or no: what was scanned, or a payment with a code that was shown.
function asked() {
  const waiting = state.payments.find((one) => one.customer === customer && one.state === 'WAITING')
  const what = scanned ?? (waiting && { reference: waiting.reference, nameZh: waiting.merchantName, nameEn: waiting.merchantName, amountFen: waiting.amountFen })
  if (!what) return []
  const card = element('div', '', { className: 'card asked' })
  card.append(element('p', words().asks), element('strong', language === 'zh' ? what.nameZh : what.nameEn))
  const typed = element('input', '', { inputMode: 'decimal', placeholder: words().amount })
  typed.dataset.testid = 'wallet-amount'
  typed.setAttribute('aria-label', words().amount)
  card.append(what.amountFen ? element('p', yuan(what.amountFen), { className: 'amount' }) : typed)
  const two = element('div', '', { className: 'two' })
  two.append(
    button(words().refuse, 'no', 'wallet-refuse', async () => { if (what.reference) ended(await call('/decisions', { reference: what.reference, pays: false })); scanned = null; draw() }),
    button(words().pay, 'go', 'wallet-pay', async () => ended(await (what.reference ? call('/decisions', { reference: what.reference, pays: true })
      : call('/static-payments', { payload: at('payload').value.trim(), amountFen: Math.round(Number(typed.value) * 100) || 0 })))))
  card.append(two)
  return [card]
}

function draw() {
  const now = JSON.stringify([language, customer, state, scanned])
  if (now === shown) return
  shown = now
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  for (const id of ['title', 'hint', 'show']) at(id).textContent = words()[id]
  at('balance-label').textContent = words().balance
  at('payload-label').textContent = words().payload
  at('scan-go').textContent = words().scan
  at('recent-title').textContent = words().recent
  at('language').textContent = words().other
  at('mode-label').textContent = words().mode
  at('mode').replaceChildren(...Object.entries(words().modes).map(([value, text]) => element('option', text, { value })))
  at('mode').value = state.mode
  at('customers').replaceChildren(...state.customers.map((one) => {
    const made = button(name(one), '', `wallet-customer-${one.id}`, () => { customer = one.id; scanned = null; hideCode(); say(''); draw() })
    made.setAttribute('aria-pressed', String(one.id === customer))
    return made
  }))
  const own = state.customers.find((one) => one.id === customer)
  at('balance').textContent = own ? yuan(own.balanceFen) : ''
  at('asked').replaceChildren(...asked())
  const mine = state.payments.filter((one) => one.customer === customer && one.state !== 'WAITING').slice(-8).reverse()
  at('recent').replaceChildren(...(mine.length === 0 ? [element('li', words().none)] : mine.map((one) => {
    const row = element('li', '')
    row.append(element('span', one.original ? words().refund : one.merchantName), element('span', yuan(one.original ? one.amountFen : -one.amountFen), { className: 'sum' }),
      element('small', `${new Date(one.at).toLocaleTimeString(language === 'zh' ? 'zh-CN' : 'en-GB')} · ${one.reason ? words().reasons[one.reason] : words().states[one.state]}`))
    return row
  })))
}

function hideCode() {
  until = 0
  at('code').hidden = at('left').hidden = true
}

async function look() {
  const answer = await call('/wallets')
  if (answer) state = answer
  draw()
}

async function follow() {
  at('clock').textContent = new Date().toLocaleTimeString('en-GB').slice(0, 5)
  if (until) {
    const seconds = Math.ceil((until - Date.now()) / 1000)
    at('left').textContent = seconds > 0 ? words().left(seconds) : words().over
  }
  await look()
  setTimeout(follow, 1000)
}

at('show').onclick = async () => {
  const answer = await call('/codes', {})
  if (!answer) return
  say('')
  until = Date.now() + answer.seconds * 1000
  at('code').textContent = answer.code
  at('left').textContent = words().left(answer.seconds)
  at('code').hidden = at('left').hidden = false
}
at('scan').onsubmit = async (event) => {
  event.preventDefault()
  say('')
  scanned = null
  const answer = await call('/scans', { payload: at('payload').value.trim() })
  if (answer?.refusal) say(words().reasons[answer.refusal], true)
  else scanned = answer
  draw()
}
at('language').onclick = () => {
  language = language === 'zh' ? 'en' : 'zh'
  say('')
  localStorage.setItem('language', language)
  draw()
}
at('mode').onchange = () => call('/mode', { mode: at('mode').value })
follow()
