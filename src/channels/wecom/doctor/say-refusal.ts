/** What to do about a refusal of the platform, for an administrator of the company (wecom.md 3.8, 4.3; path/90313). */
import { WecomRefused, WecomUnanswered } from '../api/wecom-refused.ts'

const MEND: Readonly<Record<number, string>> = {
  40001: '核对 Secret：管理后台“应用管理 → 该应用 → Secret”，重置后旧的立即失效',
  40013: '核对企业ID：管理后台“我的企业 → 企业信息 → 企业ID”，以 ww 开头',
  40056: '核对 AgentId 与 Secret 是否属于同一个应用',
  41002: '企业ID是空的，请填写',
  41004: 'Secret 是空的，请填写',
  45009: '调用太频繁，过一分钟再检查',
  48001: '应用没有这个接口的权限：在后台给应用开通',
  48002:
    '应用没有这个接口的权限：客户联系请到“客户与上下游 → 客户联系 → 可调用接口的应用”勾选本应用',
  48007: '到“微信客服 → API”，在“可调用接口的应用”里添加本应用，并勾选要管理的客服账号',
  60020: '到“应用管理 → 该应用 → 企业可信IP”加入上面这个地址，约一分钟后生效',
  60030: '到“应用管理 → 该应用 → 可见范围”加入相关成员',
  60031: '应用的接口调用被停用：在后台启用该应用',
  84074: '到“客户与上下游 → 客户联系 → 可调用接口的应用”勾选本应用',
  95011: '这个 Secret 是微信客服独立版的：请改用自建应用的 Secret',
  95012: '这个 Secret 是微信客服独立版的：请改用自建应用的 Secret',
  95017: '到“微信客服 → API”打开接口开关',
}

export interface SaidRefusal {
  readonly found: string
  readonly mend: string
}

/** @throws what is neither a refusal nor a missing answer */
export function sayRefusal(error: unknown): SaidRefusal {
  if (error instanceof WecomRefused) {
    const from = error.fromIp ? `，本机出口地址是 ${error.fromIp}` : ''
    return {
      found: `企业微信拒绝了：错误码 ${error.code}${from}`,
      mend: MEND[error.code] ?? `在开发者中心按错误码 ${error.code} 查询原因`,
    }
  }
  if (error instanceof WecomUnanswered) {
    return {
      found: `没有得到企业微信的回答：${error.reason}`,
      mend: '检查本机能否访问 WECOM_API_BASE（默认 qyapi.weixin.qq.com 的 443 端口）、DNS、防火墙和代理',
    }
  }
  throw error
}
