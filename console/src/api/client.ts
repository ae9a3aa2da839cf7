// The one way to the host: JSON in and out, the session's cookie, the CSRF header, and every refusal as an ApiProblem.

import type { BrokenRule, LoginFactor } from './types'

/** A refusal by the host (RFC 9457), or code NETWORK when the host could not be reached at all. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly extra: { broken?: BrokenRule[]; errors?: FieldError[]; factors?: LoginFactor[]; retryAfterSeconds?: number; codeOpens?: boolean; knobs?: { knob: string; name: string }[]; rule?: string; requestId?: string } = {},
  ) {
    super(`${status} ${code}`)
    this.name = 'ApiProblem'
  }
}

/** One refused input field, by its path; the value is never repeated. */
export interface FieldError {
  field: string
  rule: string
  detail: string
}

type Query = Record<string, string | number | undefined>

export interface ClientHooks {
  language(): string
  /** The session is over (401 anywhere but at sign-in). */
  onSessionEnded(): void
  /** The host wants the initial password changed before anything else. */
  onPasswordChangeRequired(): void
  /** The login is half way in: a second factor is to be shown or set up. */
  onLoginLacks(): void
  /** Something sensitive wants one of these factors once more. True once it was shown: the request is repeated. */
  onStepUp(factors: LoginFactor[]): Promise<boolean>
}

let hooks: ClientHooks = { language: () => 'zh-CN', onSessionEnded: () => {}, onPasswordChangeRequired: () => {}, onLoginLacks: () => {}, onStepUp: async () => false }

export function useHooks(installed: ClientHooks): void {
  hooks = installed
}

const BASE = '/api/v1'

export function url(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return `${BASE}${path}${text ? `?${text}` : ''}`
}

function csrfCookie(): string | undefined {
  const found = /(?:^|;\s*)XSRF-TOKEN=([^;]+)/.exec(document.cookie)
  return found?.[1] && decodeURIComponent(found[1])
}

interface Options {
  query?: Query
  body?: unknown
  signal?: AbortSignal
  /** A 401 is an answer here (who am I? is this password right?), not the end of a session. */
  quiet?: boolean
  /** Nobody asked for it: the page refreshes itself. The host does not count it as activity of the person. */
  background?: boolean
  file?: boolean
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { Accept: options.file ? '*/*' : 'application/json', 'Accept-Language': hooks.language() }
  if (options.body !== undefined) headers['Content-Type'] = options.body instanceof Blob ? 'application/octet-stream' : 'application/json'
  if (options.background) headers['X-Background'] = '1'
  if (method !== 'GET') {
    const token = csrfCookie()
    if (token) headers['X-XSRF-TOKEN'] = token
  }
  try {
    return await fetch(url(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(options.body !== undefined && { body: options.body instanceof Blob ? options.body : JSON.stringify(options.body) }),
      ...(options.signal && { signal: options.signal }),
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiProblem(0, 'NETWORK', '')
  }
}

async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  if (method !== 'GET' && !csrfCookie()) {
    await send('GET', '/session', {}) // any answer brings the cookie
  }
  let response = await send(method, path, options)
  let problem = response.ok ? undefined : await problemOf(response)
  if (problem?.code === 'CSRF_REFUSED') {
    await send('GET', '/session', {}) // another tab has signed in since: take its token; the refused request did nothing
    response = await send(method, path, options)
    problem = response.ok ? undefined : await problemOf(response)
  }
  if (problem?.code === 'STEP_UP_REQUIRED' && (await hooks.onStepUp(problem.extra.factors ?? []))) {
    response = await send(method, path, options)
    problem = response.ok ? undefined : await problemOf(response)
  }
  if (!problem) {
    return (response.status === 204 ? undefined : options.file ? await response.blob() : await response.json()) as T
  }
  if (problem.status === 401 && !options.quiet) hooks.onSessionEnded()
  if (problem.code === 'PASSWORD_CHANGE_REQUIRED') hooks.onPasswordChangeRequired()
  if (problem.code === 'SECOND_FACTOR_REQUIRED' || problem.code === 'ENROLMENT_REQUIRED') hooks.onLoginLacks()
  throw problem
}

async function problemOf(response: Response): Promise<ApiProblem> {
  let body: Record<string, unknown> = {}
  if ((response.headers.get('Content-Type') ?? '').includes('json')) {
    try {
      body = (await response.json()) as Record<string, unknown>
    } catch {
      // Cut short on the way: the status alone has to do.
    }
  }
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const retryAfter = Number(response.headers.get('Retry-After'))
  return new ApiProblem(response.status, text(body.code) || `HTTP_${response.status}`, text(body.detail), {
    ...(Array.isArray(body.broken) && { broken: body.broken as BrokenRule[] }),
    ...(Array.isArray(body.factors) && { factors: body.factors as LoginFactor[] }),
    ...(Array.isArray(body.errors) && { errors: body.errors as FieldError[] }),
    ...(Array.isArray(body.knobs) && { knobs: body.knobs as { knob: string; name: string }[] }),
    ...(text(body.rule) && { rule: text(body.rule) }),
    ...(body.codeOpens === true && { codeOpens: true }),
    ...(retryAfter > 0 && { retryAfterSeconds: retryAfter }),
    ...(text(body.requestId) && { requestId: text(body.requestId) }),
  })
}

export const api = {
  get: <T>(path: string, query: Query = {}, ask: { signal?: AbortSignal; background?: boolean } = {}) => request<T>('GET', path, { query, ...ask }),
  getQuietly: <T>(path: string) => request<T>('GET', path, { quiet: true }),
  post: <T>(path: string, body: unknown) => request<T>('POST', path, { body }),
  put: <T>(path: string, body: unknown) => request<T>('PUT', path, { body }),
  postQuietly: <T>(path: string, body: unknown) => request<T>('POST', path, { body, quiet: true }),
  /** The file is the body, so that the host keeps no part of it on disk. */
  upload: <T>(path: string, query: Query, file: Blob) => request<T>('POST', path, { query, body: file }),
  file: (path: string, query: Query) => request<Blob>('GET', path, { query, file: true }),
  /** What is asked for in a body, such as a file that needs a reason. */
  postForFile: (path: string, body: unknown) => request<Blob>('POST', path, { body, file: true }),
  delete: (path: string) => request<void>('DELETE', path, { quiet: true }),
}
