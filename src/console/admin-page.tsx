/** Where the local administrator types the password. */
import { Message } from './login-page.tsx'
import { renderPage } from './page.tsx'
import type { Say } from './say.ts'

export type AdminProblem = 'wrong' | 'locked' | 'too_fast' | 'no_project'

export function renderAdminLogin(
  say: Say,
  { to, problem }: { readonly to: string; readonly problem: AdminProblem | null },
): string {
  const title = say('login.admin_title')
  return renderPage(
    title,
    <Message title={title} words={say('login.admin')}>
      {problem && (
        <div class="alert alert-danger" role="alert">
          {say(`login.admin_problems.${problem}`)}
        </div>
      )}
      <form method="post" action="/login/admin" class="admin-login">
        <input type="hidden" name="to" value={to} />
        <label class="form-label console-field">
          <span>{say('login.admin_password')}</span>
          <input
            class="form-control"
            type="password"
            name="password"
            required
            maxLength={200}
            autocomplete="current-password"
          />
        </label>
        <button type="submit" class="btn btn-primary w-100">
          {say('login.admin_button')}
        </button>
      </form>
      <p class="text-secondary admin-hint">{say('login.admin_lost')}</p>
      <a href={`/login?to=${encodeURIComponent(to)}`}>{say('login.by_wecom')}</a>
    </Message>,
  )
}
