// The phones that the simulated message centre reaches: texts by number, asked for every second.

const WORDS = {
  zh: {
    title: '短信', hint: '演示用的手机:发往这些号码的短信都在这里', empty: '还没有短信', lost: '连接已断开,正在重试', mode: '短信中心', other: 'English',
    modes: { DELIVER: '正常送达', UNDELIVERABLE: '收下但送不到', NO_RECEIPT: '收下,没有回执', REFUSE: '拒绝', BUSY: '繁忙', SILENT: '没有应答' },
  },
  en: {
    title: 'Messages', hint: 'The phone of the demo: texts to these numbers arrive here', empty: 'No messages yet', lost: 'Connection lost, trying again',
    mode: 'Message centre', other: '中文',
    modes: { DELIVER: 'delivers', UNDELIVERABLE: 'takes, cannot deliver', NO_RECEIPT: 'takes, no receipt', REFUSE: 'refuses', BUSY: 'is busy', SILENT: 'does not answer' },
  },
}

const at = (id) => document.getElementById(id)
let language = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')
let number = ''
let shown = ''
let state = { mode: 'DELIVER', texts: [] }
let lost = false

const words = () => WORDS[language]
const spaced = (digits) => (digits.startsWith('86') ? digits.slice(2).replace(/^(...)(....)(....)$/, '$1 $2 $3') : `+${digits}`)
const time = (instant) => new Date(instant).toLocaleTimeString(language === 'zh' ? 'zh-CN' : 'en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

function element(tag, text, more = {}) {
  return Object.assign(document.createElement(tag), { textContent: text }, more)
}

function draw() {
  const numbers = [...new Set(state.texts.map((text) => text.to))]
  if (!numbers.includes(number)) number = state.texts.at(-1)?.to ?? ''
  const now = JSON.stringify([language, number, state, lost])
  if (now === shown) return
  shown = now
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  at('title').textContent = words().title
  at('hint').textContent = lost ? words().lost : words().hint
  at('language').textContent = words().other
  at('mode-label').textContent = words().mode
  at('mode').replaceChildren(...Object.entries(words().modes).map(([value, text]) => element('option', text, { value })))
  at('mode').value = state.mode
  at('numbers').replaceChildren(...numbers.map((one) => {
    const button = element('button', spaced(one), { onclick: () => { number = one; draw() } })
    button.setAttribute('aria-pressed', String(one === number))
    button.dataset.testid = `phone-number-${one}`
    return button
  }))
  const texts = state.texts.filter((text) => text.to === number)
  at('texts').replaceChildren(...(texts.length === 0 ? [element('p', words().empty, { className: 'empty' })]
    : texts.flatMap((text) => [element('time', time(text.at), { dateTime: text.at }), element('p', text.text)])))
  at('texts').scrollTop = at('texts').scrollHeight
}

async function ask(path, options) {
  try {
    const answer = await fetch(path, options)
    lost = !answer.ok
    if (answer.ok) state = await answer.json()
  } catch {
    lost = true
  }
  draw()
}

async function follow() {
  at('clock').textContent = time(Date.now()).slice(0, 5)
  await ask('/sms')
  setTimeout(follow, 1000)
}

at('language').onclick = () => {
  language = language === 'zh' ? 'en' : 'zh'
  localStorage.setItem('language', language)
  draw()
}
at('mode').onchange = () => ask('/sms/behaviour', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ mode: at('mode').value }) })
follow()
