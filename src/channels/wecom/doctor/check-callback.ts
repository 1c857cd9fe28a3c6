/** Is the callback's address open to the world, and does our own answer come back from it? (wecom.md 1.4; path/90930) */
import { randomBytes } from 'node:crypto'
import { makeCipher } from '../cipher.ts'
import type { AppSettings } from '../open-apps.ts'
import { bad, type Finding, ok, warn } from './finding.ts'

const TITLE = '回调地址'
const LAST = '最近一次回调'
/** The console gives up after one second (wecom.md 1.4). */
const WITHIN_MS = 1_000
const GIVE_UP_MS = 10_000
const LONGEST_SHOWN = 60

/** `publicUrl` is the address as seen from outside; null when none is set. The desk must be running. */
export async function checkCallback(
  app: AppSettings,
  publicUrl: string | null,
): Promise<readonly Finding[]> {
  if (publicUrl === null) {
    return [warn(TITLE, 'PUBLIC_URL 没有设置，无法检查', '把 PUBLIC_URL 设成外网能打开的地址')]
  }
  const base = publicUrl.replace(/\/+$/, '')
  const address = `${base}/wecom/${app.name}/callback`
  const asked = await ask(app, address)
  return asked.state === 'bad' ? [asked] : [asked, await lastCallback(app, base)]
}

async function ask(app: AppSettings, address: string): Promise<Finding> {
  const { query, echo } = challengeFor(app)
  const startedAt = performance.now()
  try {
    const signal = AbortSignal.timeout(GIVE_UP_MS)
    const response = await fetch(`${address}?${query}`, { signal, redirect: 'manual' })
    const body = await response.text()
    const tookMs = Math.round(performance.now() - startedAt)
    return judged({ address, echo, status: response.status, body, tookMs })
  } catch (error) {
    const reason = error instanceof Error && error.name === 'TimeoutError' ? '超时' : '连不上'
    const mend = '确认服务台正在运行，域名解析、端口映射、反向代理和防火墙都通到它'
    return bad(TITLE, `${address} ${reason}`, mend)
  }
}

interface Challenged {
  readonly address: string
  readonly echo: string
  readonly status: number
  readonly body: string
  readonly tookMs: number
}

function judged({ address, echo, status, body, tookMs }: Challenged): Finding {
  if (body === echo && status === 200) {
    if (tookMs <= WITHIN_MS) return ok(TITLE, `${address} 通过，用时 ${tookMs} 毫秒`)
    const mend = '后台保存时只等一秒：检查服务器负载和网络'
    return warn(TITLE, `${address} 通过，但用了 ${tookMs} 毫秒`, mend)
  }
  if (status === 403) {
    const mend = '服务台用的 Token、EncodingAESKey 和这里的不一样：改完配置要重新启动服务台'
    return bad(TITLE, `${address} 拒绝了签名`, mend)
  }
  const shown = body.slice(0, LONGEST_SHOWN).replaceAll(/\s+/g, ' ')
  const mend = '这个地址前面有别的程序（登录页、错误页、压缩或改写）：让它原样转发到服务台'
  return bad(TITLE, `${address} 回答了 ${status}：${shown}`, mend)
}

function challengeFor({ token, aesKey, corpId }: AppSettings): { query: string; echo: string } {
  const cipher = makeCipher({ token, aesKey, receiveId: corpId })
  const echo = randomBytes(8).readBigUInt64BE().toString()
  const encrypted = cipher.seal(echo, randomBytes(16))
  const timestamp = String(Math.floor(Date.now() / 1000))
  const nonce = randomBytes(8).toString('hex')
  const signature = cipher.sign(timestamp, nonce, encrypted)
  const query = new URLSearchParams({
    ...{ msg_signature: signature, timestamp, nonce },
    echostr: encrypted,
  })
  return { query: query.toString(), echo }
}

/** Our own question came through; whether the platform's does, its last delivery tells. */
async function lastCallback(app: AppSettings, base: string): Promise<Finding> {
  const at = await lastCallbackAt(app, base)
  if (at) return ok(LAST, at.toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai' }))
  const mend = `到“应用管理 → 该应用 → 接收消息 → 设置API接收”保存 ${base}/wecom/${app.name}/callback`
  return warn(LAST, '还没有收到过', mend)
}

async function lastCallbackAt(app: AppSettings, base: string): Promise<Date | undefined> {
  try {
    const response = await fetch(`${base}/health/wecom`, {
      signal: AbortSignal.timeout(GIVE_UP_MS),
    })
    const health = (await response.json()) as {
      apps?: readonly { app?: string; lastCallbackAt?: string | null }[]
    }
    const at = Date.parse(health.apps?.find((one) => one.app === app.name)?.lastCallbackAt ?? '')
    return Number.isNaN(at) ? undefined : new Date(at)
  } catch {
    // Somebody else's page, or none: then it is as if there were none.
    return undefined
  }
}
