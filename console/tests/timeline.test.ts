import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { TransactionStory } from '@/api/types'
import TransactionTimeline from '@/components/TransactionTimeline.vue'
import { i18n, locale } from '@/i18n'
import { outcomeReading, outcomeText } from '@/lib/story'

const sale: TransactionStory = {
  id: '104110053110001.00000001.000001.000002', at: '2026-07-01T01:31:05.102Z', merchantId: '104110053110001', merchantName: '江南小馆', terminalId: '00000001',
  operator: '01', kind: 'SALE', cardMasked: '621626******0018', entryMode: '051', amountFen: 1000, factors: ['TXN_PASSWORD', 'PIN'], outcome: 'APPROVED',
  responseCode: '00', rrn: '093105000002', batch: '000001', trace: '000002', channel: 'main', authCode: '123456', original: null, followUps: [],
  story: [
    { at: '2026-07-01T01:31:05.102000Z', step: 'RECEIVED', detail: { rrn: '093105000002' } },
    { at: '2026-07-01T01:31:05.102412Z', step: 'MAC_CHECKED', detail: null },
    { at: '2026-07-01T01:31:05.103067Z', step: 'STEP_UP', detail: { factors: 'TXN_PASSWORD,PIN' } },
    { at: '2026-07-01T01:31:05.105277Z', step: 'JOURNALED', detail: null },
    { at: '2026-07-01T01:31:05.105517Z', step: 'SENT', detail: null },
    { at: '2026-07-01T01:31:05.130827Z', step: 'ANSWERED', detail: { code: '00' } },
    { at: '2026-07-01T01:31:05.132932Z', step: 'POSTED', detail: null },
    { at: '2026-07-01T01:31:05.133634Z', step: 'REPLIED', detail: { code: '00' } },
  ],
}

const shown = (change: Partial<TransactionStory> = {}) => mount(TransactionTimeline, { props: { transaction: { ...sale, ...change } }, global: { plugins: [i18n] } })
const lines = (wrapper: ReturnType<typeof shown>) => wrapper.findAll('li').map((line) => line.text().replace(/\s+/g, ' '))
const tones = (wrapper: ReturnType<typeof shown>) => wrapper.findAll('li').map((line) => line.attributes('data-tone'))

beforeEach(() => {
  locale.value = 'zh-CN'
})

describe('a transaction told as a story', () => {
  it('approvedSale_tellsEachStepWithItsTime', () => {
    const wrapper = shown()
    expect(lines(wrapper)[0]).toContain('09:31:05.102')
    expect(lines(wrapper)[0]).toContain('收到')
    expect(lines(wrapper)[0]).toContain('终端 00000001')
    expect(lines(wrapper)[0]).toContain('10.00')
    expect(lines(wrapper)[1]).toContain('+0.4 ms')
    expect(lines(wrapper)[5]).toContain('网络批准')
    expect(lines(wrapper)[5]).toContain('授权码 123456')
    expect(lines(wrapper)[5]).toContain('+25 ms')
    expect(new Set(tones(wrapper))).toEqual(new Set(['ok']))
    expect(wrapper.get('[data-testid=story-total]').text()).toBe('全程 32 ms')
  })

  it('english_isEnglish', () => {
    locale.value = 'en'
    expect(lines(shown())[2]).toContain('Factors checked')
    expect(lines(shown())[2]).toContain('Transaction password · PIN')
  })

  it('wrongPassword_isRefusedInColourAndWord', () => {
    const wrapper = shown({ outcome: 'DECLINED', responseCode: 'P2', authCode: null, story: [
      sale.story[0]!, sale.story[1]!,
      { at: '2026-07-01T01:31:05.103067Z', step: 'REFUSED', detail: { code: 'P2' } },
      { at: '2026-07-01T01:31:05.103467Z', step: 'REPLIED', detail: { code: 'P2' } },
    ] })
    expect(lines(wrapper)[2]).toContain('拒绝')
    expect(lines(wrapper)[2]).toContain('P2 密码错误')
    expect(tones(wrapper)).toEqual(['ok', 'ok', 'bad', 'bad'])
  })

  it('silence_isInDoubt_andStillGoingOn', () => {
    const wrapper = shown({ outcome: 'IN_DOUBT', responseCode: null, authCode: null, story: [
      ...sale.story.slice(0, 5),
      { at: '2026-07-01T01:31:35.105517Z', step: 'SILENT', detail: { reason: 'SILENCE' } },
      { at: '2026-07-01T01:31:35.105900Z', step: 'REVERSAL_QUEUED', detail: null },
    ] })
    expect(tones(wrapper).slice(5, 7)).toEqual(['info', 'info'])
    expect(lines(wrapper)[5]).toContain('网络没有应答')
    expect(lines(wrapper)[5]).toContain('+30.0 s')
    expect(wrapper.find('[data-testid=story-waiting]').exists()).toBe(true)
    expect(wrapper.find('[data-testid=story-total]').exists()).toBe(false)
  })

  it('outcomeThatIsNeitherYesNorNo_isSaidInWords', () => {
    expect(outcomeReading(sale)).toBeUndefined()
    expect(outcomeText(sale)).toBe('批准 00')
    expect(outcomeReading({ ...sale, outcome: 'IN_DOUBT' })).toContain('结果未知')
    expect(outcomeReading({ ...sale, outcome: 'REVERSED' })).toContain('没有扣款')
    locale.value = 'en'
    expect(outcomeText({ ...sale, outcome: 'IN_DOUBT', responseCode: null })).toBe('Unknown · being given back')
    expect(outcomeText({ ...sale, outcome: 'DECLINED', responseCode: '51' })).toBe('Insufficient funds 51')
    expect(outcomeText({ ...sale, outcome: 'DECLINED', responseCode: 'P4', refusal: 'SECRET_USED' })).toBe('The one-time password has been used P4')
    expect(outcomeText({ ...sale, outcome: 'DECLINED', responseCode: 'P2', refusal: 'CODE_WRONG' })).toBe('Wrong code P2')
    expect(outcomeText({ ...sale, outcome: 'DECLINED', responseCode: '51', refusal: 'OF_A_LATER_HOST' })).toBe('Insufficient funds 51')
  })

  it('followUp_undone_leavesItsOriginal_andARefusalSaysWhy', () => {
    expect(outcomeText({ ...sale, kind: 'REFUND', outcome: 'IN_DOUBT', responseCode: null })).toBe('结果未知 · 冲正中')
    expect(outcomeReading({ ...sale, kind: 'VOID', outcome: 'REVERSED' })).toContain('原交易保持不变')
    const wrapper = shown({ kind: 'REFUND', outcome: 'DECLINED', responseCode: '61', story: [
      sale.story[0]!, { at: sale.at, step: 'ORIGINAL_FOUND', detail: { original: sale.id } },
      { at: sale.at, step: 'REFUSED', detail: { code: '61', refusal: 'AMOUNT_ABOVE_THE_REST' } },
    ] })
    expect(lines(wrapper)[0]).toContain('退货')
    expect(lines(wrapper)[1]).toContain('已找到原交易')
    expect(lines(wrapper)[2]).toContain('退货金额超过可退余额')
  })

  it('unknownDetail_isShownRaw', () => {
    expect(lines(shown({ story: [{ at: sale.at, step: 'SENT', detail: { lane: 3 } }] }))[0]).toContain('lane 3')
  })

  it('noSteps_saysSo', () => {
    expect(shown({ story: [] }).get('[data-testid=story-empty]').text()).toBe('没有经过记录')
  })
})
