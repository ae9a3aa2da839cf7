import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem, api, useHooks } from '@/api/client'
import { locale } from '@/i18n'
import { problemText } from '@/lib/problem'

interface Sent { url: string; method: string; headers: Record<string, string>; body: string | undefined }
const sent: Sent[] = []
let answers: (() => Response)[] = []
const ended = vi.fn()
const change = vi.fn()
const stepUp = vi.fn<(factors: string[]) => Promise<boolean>>()

const json = (status: number, body: unknown, headers: Record<string, string> = {}) => () =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json', ...headers } })

const refusal = async (asked: Promise<unknown>): Promise<ApiProblem> => {
  const cause = await asked.then(() => undefined, (thrown: unknown) => thrown)
  expect(cause).toBeInstanceOf(ApiProblem)
  return cause as ApiProblem
}

beforeEach(() => {
  sent.length = 0
  answers = []
  ended.mockClear()
  change.mockClear()
  stepUp.mockReset()
  locale.value = 'zh-CN'
  document.cookie = 'XSRF-TOKEN=one; path=/'
  useHooks({ language: () => locale.value, onSessionEnded: ended, onPasswordChangeRequired: change, onLoginLacks: () => {}, onStepUp: stepUp })
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    sent.push({ url, method: init.method!, headers: init.headers as Record<string, string>, body: init.body as string | undefined })
    const next = answers.shift()
    return next ? Promise.resolve(next()) : Promise.reject(new TypeError('no network'))
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
  document.cookie = 'XSRF-TOKEN=; path=/; max-age=0'
})

describe('asking', () => {
  it('get_sendsLanguageAndOnlyFilledFilters', async () => {
    locale.value = 'en'
    answers = [json(200, { items: [] })]
    await api.get('/transactions', { query: '', outcome: 'DECLINED', page: 0, terminalId: undefined })
    expect(sent[0]).toMatchObject({ url: '/api/v1/transactions?outcome=DECLINED&page=0', method: 'GET' })
    expect(sent[0]!.headers['Accept-Language']).toBe('en')
    expect(sent[0]!.headers['X-XSRF-TOKEN']).toBeUndefined()
    expect(sent[0]!.headers['X-Background']).toBeUndefined()
  })

  it('backgroundRefresh_saysSo', async () => {
    answers = [json(200, {})]
    await api.get('/overview', {}, { background: true })
    expect(sent[0]!.headers['X-Background']).toBe('1')
  })

  it('post_sendsTheCsrfToken', async () => {
    answers = [json(201, { terminalId: '00000001' })]
    await api.post('/terminals', { model: 'SY-V1' })
    expect(sent[0]!.headers['X-XSRF-TOKEN']).toBe('one')
    expect(sent[0]!.body).toBe('{"model":"SY-V1"}')
  })

  it('post_withoutCookie_fetchesOneFirst', async () => {
    document.cookie = 'XSRF-TOKEN=; path=/; max-age=0'
    answers = [
      () => { document.cookie = 'XSRF-TOKEN=two; path=/'; return json(401, { code: 'LOGIN_REQUIRED' })() },
      json(200, { username: 'admin' }),
    ]
    await api.postQuietly('/session', {})
    expect(sent.map((one) => `${one.method} ${one.url}`)).toEqual(['GET /api/v1/session', 'POST /api/v1/session'])
    expect(sent[1]!.headers['X-XSRF-TOKEN']).toBe('two')
  })

  it('post_withAnOutdatedToken_takesTheNewOneAndTriesOnce', async () => {
    answers = [
      json(403, { code: 'CSRF_REFUSED' }),
      () => { document.cookie = 'XSRF-TOKEN=two; path=/'; return json(200, {})() },
      json(403, { code: 'CSRF_REFUSED', detail: 'no' }),
    ]
    expect((await refusal(api.post('/merchants', {}))).code).toBe('CSRF_REFUSED')
    expect(sent).toHaveLength(3)
    expect(sent[2]!.headers['X-XSRF-TOKEN']).toBe('two')
  })

  it('204_answersNothing', async () => {
    answers = [json(204, undefined)]
    expect(await api.delete('/session')).toBeUndefined()
  })
})

describe('refusals', () => {
  it('knownCode_isSaidInTheReadersLanguage', async () => {
    answers = [json(409, { status: 409, code: 'SERIAL_NUMBER_IN_USE', detail: '序列号已登记' })]
    const problem = await refusal(api.post('/terminals', {}))
    expect(problem.status).toBe(409)
    expect(problemText(problem)).toBe('这个序列号已经登记')
    locale.value = 'en'
    expect(problemText(problem)).toBe('This serial number is already registered')
  })

  it('unknownCode_isSaidByTheHost', async () => {
    answers = [json(422, { code: 'SOMETHING_NEW', detail: 'The host explains it.' })]
    expect(problemText(await refusal(api.get('/overview')))).toBe('The host explains it.')
  })

  it('lockedLogin_saysHowLong', async () => {
    answers = [json(429, { code: 'LOGIN_LOCKED', detail: 'x' }, { 'Retry-After': '90' })]
    expect(problemText(await refusal(api.postQuietly('/session', {})))).toContain('90 秒')
  })

  it('refusedPassword_carriesTheBrokenRules', async () => {
    answers = [json(422, { code: 'PASSWORD_REFUSED', broken: [{ rule: 'COMMON', text: '这个密码太常见' }] })]
    expect((await refusal(api.postQuietly('/session/password', {}))).extra.broken).toEqual([{ rule: 'COMMON', text: '这个密码太常见' }])
  })

  it('internalError_namesTheRequest', async () => {
    answers = [json(500, { code: 'INTERNAL', detail: 'x', requestId: 'r-77' })]
    expect(problemText(await refusal(api.get('/overview')))).toContain('r-77')
  })

  it('answerThatIsNoProblem_isToldByItsStatus', async () => {
    answers = [() => new Response('<html>', { status: 502, headers: { 'Content-Type': 'text/html' } })]
    expect(problemText(await refusal(api.get('/overview')))).toBe('主机暂时不可用,请稍后重试')
  })

  it('noNetwork_isAProblemToo', async () => {
    const problem = await refusal(api.get('/overview'))
    expect([problem.status, problem.code]).toEqual([0, 'NETWORK'])
  })
})

describe('the session', () => {
  it('401_endsIt', async () => {
    answers = [json(401, { code: 'LOGIN_REQUIRED' })]
    await refusal(api.get('/overview'))
    expect(ended).toHaveBeenCalledOnce()
  })

  it('401_atSignIn_isOnlyAnAnswer', async () => {
    answers = [json(401, { code: 'LOGIN_REFUSED' })]
    await refusal(api.postQuietly('/session', {}))
    expect(ended).not.toHaveBeenCalled()
  })

  it('initialPassword_leadsToItsChange', async () => {
    answers = [json(403, { code: 'PASSWORD_CHANGE_REQUIRED' })]
    await refusal(api.get('/overview'))
    expect(change).toHaveBeenCalledOnce()
  })

  it.each([
    [true, 2],
    [false, 1],
  ])('stepUp_shown_%s_sendsTheRequest_%d_times', async (shown, times) => {
    stepUp.mockResolvedValue(shown)
    answers = [json(403, { code: 'STEP_UP_REQUIRED', factors: ['TOTP'] }), json(200, { done: true })]
    const asked = api.post('/clients', { name: 'n' })
    if (shown) await expect(asked).resolves.toEqual({ done: true })
    else expect((await refusal(asked)).code).toBe('STEP_UP_REQUIRED')
    expect(stepUp).toHaveBeenCalledWith(['TOTP'])
    expect(sent).toHaveLength(times)
  })
})
