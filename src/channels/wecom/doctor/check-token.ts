/** The first call of all: does the company know us, and do our clocks agree? (wecom.md 4.1; path/91039) */
import { z } from 'zod'
import { callHttp, type HttpDeps } from '../api/http.ts'
import { jsonOf, throwRefusal } from '../api/read-answer.ts'
import { WecomUnanswered } from '../api/wecom-refused.ts'
import { bad, type Finding, ok, skipped, warn } from './finding.ts'
import { sayRefusal } from './say-refusal.ts'

export interface TokenChecked {
  readonly findings: readonly Finding[]
  /** Nothing when there is none: then nothing else can be asked. */
  readonly token: string | undefined
}

const TOKEN = '企业ID和Secret'
const CLOCK = '服务器时间'
const ANSWER = z.object({ access_token: z.string().min(1) })
const MOST_BYTES = 65_536
/** Signatures for pages and expiry times are computed from our clock; the platform publishes no tolerance. */
const SKEW_SECONDS = 30
const SKEW_BAD_SECONDS = 300

export async function checkToken(
  http: HttpDeps,
  app: { readonly corpId: string; readonly secret: string },
  now: () => Date,
): Promise<TokenChecked> {
  const path = '/cgi-bin/gettoken'
  const query = { corpid: app.corpId, corpsecret: app.secret }
  try {
    const { headers, body } = await callHttp(http, { method: 'GET', path, query }, MOST_BYTES)
    const clock = clockFinding(headers.get('date'), now())
    const json = body && jsonOf(body)
    if (!json) throw new WecomUnanswered(path, 'malformed', true)
    const { findings, token } = tokenIn(path, json, app.secret)
    return { findings: [clock, ...findings], token }
  } catch (error) {
    const { found, mend } = sayRefusal(error)
    return {
      findings: [skipped(CLOCK, '没有回答，无从比较'), bad(TOKEN, found, mend)],
      token: undefined,
    }
  }
}

function tokenIn(
  path: string,
  json: Readonly<Record<string, unknown>>,
  secret: string,
): TokenChecked {
  try {
    throwRefusal(path, json, [secret])
  } catch (error) {
    const { found, mend } = sayRefusal(error)
    return { findings: [bad(TOKEN, found, mend)], token: undefined }
  }
  const read = ANSWER.safeParse(json)
  if (!read.success) {
    const mend = '检查 WECOM_API_BASE：回答的不像是企业微信'
    return { findings: [bad(TOKEN, '回答里没有 access_token', mend)], token: undefined }
  }
  return { findings: [ok(TOKEN, '企业微信认可')], token: read.data.access_token }
}

function clockFinding(date: string | null, now: Date): Finding {
  const theirs = Date.parse(date ?? '')
  if (Number.isNaN(theirs)) return skipped(CLOCK, '回答里没有时间，无从比较')
  const seconds = Math.round((now.getTime() - theirs) / 1000)
  const found = `与企业微信相差 ${Math.abs(seconds)} 秒`
  const mend = '开启时间同步（例如 timedatectl set-ntp true）'
  if (Math.abs(seconds) >= SKEW_BAD_SECONDS) return bad(CLOCK, found, mend)
  return Math.abs(seconds) > SKEW_SECONDS ? warn(CLOCK, found, mend) : ok(CLOCK, found)
}
