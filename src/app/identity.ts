/** Who opens the desk's pages: the door of staff and the way through WeCom's log-in. */
import { Router } from 'express'
import { v7 as newId } from 'uuid'
import { loginRoutes } from '../console/login-routes.ts'
import { onlyFromOwnPages } from '../console/own-pages.ts'
import { ownTicketRoutes } from '../console/own-ticket-routes.ts'
import { linkLimits } from '../console/per-minute.ts'
import type { Say } from '../console/say.ts'
import { openStaffDoor } from '../console/staff-door.ts'
import { readMediaFile } from '../media/open-media.ts'
import type { Parts } from './parts.ts'

export function openIdentity({ base, talk, wecom, log }: Parts) {
  const { config, ground, clock, seals, rules, links } = base
  const say: Say = (name, values = {}) => talk.turns.words.text(`console.${name}`, values)
  const deps = {
    say,
    ...{ db: ground.db, clock, newId, seals },
    rules: rules.desk.access,
    isSecure: config.publicUrl?.startsWith('https:') ?? false,
  }
  const door = openStaffDoor(deps)
  const ownPages = onlyFromOwnPages(config.publicUrl, say)
  const { addressOf } = links
  /** A link names the member it was made for. */
  const companyOf = async (path: string) => {
    const answer = links.open(path.split('/')[2] ?? '')
    const [, , staffId = ''] = answer.outcome === 'open' ? answer.grant : []
    const member = await ground.db
      .selectFrom('staff')
      .select('corpId')
      .where('id', '=', staffId)
      .executeTakeFirst()
    return member?.corpId ?? base.wecom.apps[0].corpId
  }
  const limits = linkLimits(rules.desk.access, say)
  const behindLinks = (router: Router) => Router().use(...limits, router)
  const shared = { ...deps, door, log, ownPages, addressOf, companyOf }
  const login = loginRoutes({
    ...{ ...shared, platform: wecom.login },
    linkLimits: limits,
    links: base.sandbox ? links : null,
  })
  const own = ownTicketRoutes({
    ...{ ...deps, links, ownPages },
    makeWork: talk.makeWork,
    readFile: (fileId) => readMediaFile(ground.db, base.storage, fileId),
  })
  return { door, say, ownPages, login, own: behindLinks(own), behindLinks }
}
