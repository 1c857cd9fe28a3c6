/** Where a browser goes to be told who it is: silently inside the chat, by a QR code on a desk (wecom.md 9). */

import { type Visitor, whoOpened } from './api/auth.ts'
import type { OpenApps } from './open-apps.ts'

export interface WecomLogin {
  /** Where to send the browser; it comes back to `redirectUri` with a code and the state. */
  address(trip: LoginTrip): string
  /** `code` is one of that company's, and used up by the call. */
  whoOpened(corpId: string, code: string): Promise<Visitor>
}

interface LoginTrip {
  /** Whose people may come in. */
  readonly corpId: string
  /** Opened in WeCom or WeChat. */
  readonly inside: boolean
  readonly redirectUri: string
  /** At most 128 letters and digits. */
  readonly state: string
}

interface LoginSettings {
  readonly apps: readonly { readonly corpId: string; readonly agentId: string }[]
  readonly oauthBase: string
  readonly qrBase: string
}

/** Each company by its first app. */
export function wecomLogin(settings: LoginSettings, apps: OpenApps): WecomLogin {
  return {
    address: (trip) => loginAddress(settings, trip),
    async whoOpened(corpId, code) {
      const api = apps.main(corpId)
      return api ? whoOpened(api, code) : { kind: 'stale' }
    },
  }
}

// https://developer.work.weixin.qq.com/document/path/91022
function loginAddress(settings: LoginSettings, trip: LoginTrip): string {
  const { corpId } = trip
  const { apps, oauthBase, qrBase } = settings
  const agentId = apps.find((app) => app.corpId === corpId)?.agentId ?? ''
  const back = { appid: corpId, redirect_uri: trip.redirectUri }
  if (!trip.inside) {
    const query = { login_type: 'CorpApp', ...back, agentid: agentId, state: trip.state }
    return `${trimmed(qrBase)}/wwlogin/sso/login?${new URLSearchParams(query)}`
  }
  const query = new URLSearchParams({
    ...back,
    response_type: 'code',
    scope: 'snsapi_base',
    state: trip.state,
    agentid: agentId,
  })
  return `${trimmed(oauthBase)}/connect/oauth2/authorize?${query}#wechat_redirect`
}

function trimmed(base: string): string {
  return base.replace(/\/+$/, '')
}
