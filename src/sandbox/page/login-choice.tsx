/** In the place of a QR code: whose phone scans it. */
import type { PlatformState } from '../control-client.ts'
import { Avatar } from './avatar.tsx'

export interface LoginChoiceProps {
  readonly company: string
  readonly members: PlatformState['members']
  /** What the desk asked with: each choice asks the same, with a member. */
  readonly query: URLSearchParams
}

export function LoginChoice({ company, members, query }: LoginChoiceProps) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>企业微信登录 · 沙盒</title>
        <link rel="icon" href="/sandbox/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/sandbox/assets/page.css" />
        <link rel="stylesheet" href="/sandbox/assets/phone.css" />
      </head>
      <body>
        <main class="login">
          <h1 class="login__title">
            企业微信登录
            <small>{company}</small>
          </h1>
          <p class="login__hint">真实环境在这里扫码；沙盒里请选择用谁的手机。</p>
          <ul class="login__people">
            {members.map((member) => (
              <li>
                <a class="login__person" href={choiceOf(query, member.id)}>
                  <Avatar name={member.name} colour={member.colour} />
                  <span>
                    {member.name}
                    <small>{member.title}</small>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </main>
      </body>
    </html>
  )
}

function choiceOf(query: URLSearchParams, member: string): string {
  const chosen = new URLSearchParams(query)
  chosen.set('member', member)
  return `?${chosen}`
}
