/** The platform's log-in, as a browser meets it: silent on a member's phone, a choice of members on a desk (wecom.md 9). */
import { parseCookie } from 'cookie'
import { type CookieOptions, type Request, type Response, Router } from 'express'
import { render } from 'preact-render-to-string'
import type { ControlClient } from '../control-client.ts'
import type { Corp } from '../platform/corp.ts'
import { LoginChoice } from './login-choice.tsx'

export interface SandboxLoginDeps {
  readonly control: Pick<ControlClient, 'state' | 'oauthCode'>
  readonly corp: Corp
}

/** Names the member whose phone opened a page; read once by the next log-in. */
const COOKIE = 'guanjia_sandbox_phone'
const MANNER: CookieOptions = { path: '/sandbox', httpOnly: true, sameSite: 'lax' }
const GOOD_FOR_MS = 60_000

export function sandboxLogin(deps: SandboxLoginDeps): Router {
  const router = Router()
  // A tap on a member's phone: WeCom's own browser, which knows whose phone it is.
  router.get('/opened', (request, response) => {
    const { member, to } = request.query
    response.cookie(COOKIE, String(member), { ...MANNER, maxAge: GOOD_FOR_MS })
    response.redirect(302, `/login?to=${encodeURIComponent(String(to))}`)
  })
  router.get('/connect/oauth2/authorize', (request, response) =>
    authorize(deps, request, response, { response_type: 'code', scope: 'snsapi_base' }),
  )
  router.get('/wwlogin/sso/login', (request, response) =>
    authorize(deps, request, response, { login_type: 'CorpApp' }),
  )
  return router
}

async function authorize(
  deps: SandboxLoginDeps,
  request: Request,
  response: Response,
  needed: Readonly<Record<string, string>>,
): Promise<void> {
  response.set('Cache-Control', 'no-store')
  const query = new URL(request.originalUrl, 'http://localhost').searchParams
  const wrong = faultOf(deps.corp, query, { ...needed, host: request.hostname })
  if (wrong) return void response.status(400).type('text').send(wrong)
  const { members, corp } = await deps.control.state()
  const named = query.get('member') ?? parseCookie(request.get('cookie') ?? '')[COOKIE]
  const member = members.find(({ id }) => id === named)
  response.clearCookie(COOKIE, MANNER)
  if (!member) {
    const page = <LoginChoice company={corp.name} members={members} query={query} />
    return void response.type('html').send(`<!doctype html>${render(page)}`)
  }
  const back = new URL(query.get('redirect_uri') ?? '')
  back.searchParams.set('code', await deps.control.oauthCode({ kind: 'member', id: member.id }))
  back.searchParams.set('state', query.get('state') ?? '')
  response.redirect(302, back.href)
}

/** What the platform would not take, in its own words as far as they are known. */
function faultOf(
  corp: Corp,
  query: URLSearchParams,
  { host, ...needed }: Readonly<Record<string, string>>,
): string | null {
  if (query.get('appid') !== corp.corpId) return '参数错误：appid'
  if (!corp.apps.some(({ agentId }) => String(agentId) === query.get('agentid')))
    return '参数错误：agentid'
  const missing = Object.entries(needed).find(([name, value]) => query.get(name) !== value)
  if (missing) return `参数错误：${missing[0]}`
  if (!/^[A-Za-z0-9]{0,128}$/.test(query.get('state') ?? '')) return '参数错误：state'
  const uri = query.get('redirect_uri') ?? ''
  const target = URL.canParse(uri) ? new URL(uri) : null
  const isTrusted = target && ['127.0.0.1', 'localhost', host].includes(target.hostname)
  return isTrusted ? null : '50001 redirect_uri 与配置的授权完成回调域名不一致'
}
