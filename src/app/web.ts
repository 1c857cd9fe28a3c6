/** What a web process serves, built from the parts. */
import type { Router } from 'express'
import { assetRoutes } from '../console/asset-routes.ts'
import { consoleRoutes } from '../console/board-routes.ts'
import { workAs } from '../console/console-visit.ts'
import { healthRoutes } from '../console/health.ts'
import { type HttpDeps, startHttp } from '../console/http-server.ts'
import { photoRoutes } from '../console/photo-routes.ts'
import { ticketRoutes } from '../console/ticket-routes.ts'
import { verifyRoutes } from '../console/verify-routes.ts'
import type { StaffMember } from '../desk/staff/staff.ts'
import { maySeePhoto } from '../desk/tickets/may-see-photo.ts'
import { LOOPS } from '../jobs/job-table.ts'
import { deskPending, nextDueAt } from '../jobs/pending.ts'
import { findings } from '../jobs/watch/findings.ts'
import { readMediaFile } from '../media/open-media.ts'
import { openIdentity } from './identity.ts'
import type { Parts } from './parts.ts'
import { watchOf } from './watch.ts'

/** The routes of a process by the path they are mounted at; `page` is the sandbox's, where there is one. */
export function routesOf(parts: Parts, page?: Router): HttpDeps['routes'] {
  const { base, talk, queues, webChat } = parts
  const { config, ground, links } = base
  const { db } = ground
  const readFile = (fileId: string) => readMediaFile(db, base.storage, fileId)
  const { login, own, behindLinks, ...identity } = openIdentity(parts)
  const mayLook = (member: StaffMember, fileId: string) =>
    workAs({ db, makeWork: talk.makeWork }, member, (work) => maySeePhoto(work, fileId))
  return [
    ['/', healthOf(parts)],
    ['/', verifyRoutes(config.dataDir)],
    ['/assets', assetRoutes()],
    ['/login', login],
    ['/o', own],
    ['/t', behindLinks(ticketRoutes({ db, makeWork: talk.makeWork, links, ...identity }))],
    [
      '/console',
      consoleRoutes({
        ...{ db, makeWork: talk.makeWork, rules: base.rules.desk, links, ...identity },
        photos: { storage: base.storage, rules: base.rules.media },
        flowProblems: () => talk.flows.state.problems,
        ring: () => queues.ring('sends', 'timers'),
      }),
    ],
    ['/m', behindLinks(photoRoutes({ openLink: links.open, readFile, mayLook, ...identity }))],
    ...(webChat ? [['/chat', webChat.router] as const] : []),
    ...(page ? [['/sandbox', page] as const] : []),
  ]
}

export async function listen(parts: Parts): Promise<number> {
  const { base, queues, log, life, wecom } = parts
  const { config, ground, links, sandbox, clock } = base
  const { db } = ground
  const page = sandbox?.demo.openPage({
    pending: () => deskPending(db, clock.now(), queues),
    stopping: life.stopping,
    consoleLink: (memberId) => links.console(sandbox.demo.platform.corp.corpId, memberId),
    time: {
      now: () => clock.now(),
      // What waits for the new time sleeps by the old one.
      async set(now) {
        await sandbox.clock.set(now)
        queues.ring(...LOOPS)
      },
      nextDueAt: (before) => nextDueAt(db, before),
    },
  })
  const routes = routesOf(parts, page?.router)
  const http = await startHttp({ ...config, log, callback: wecom.handle, routes })
  life.onStop(() => http.stop())
  links.listenOn(http.port)
  // A worker comes and goes; the platform calls a process that is there to be called.
  if (config.role !== 'worker')
    await page?.connect(`http://127.0.0.1:${http.port}/wecom/app/callback`)
  return http.port
}

function healthOf(parts: Parts): Router {
  const { base, queues, wecom } = parts
  const { db } = base.ground
  const isUp = async () => Boolean(await db.selectFrom('project').select('id').limit(1).execute())
  return healthRoutes({
    parts: { database: isUp, queue: () => queues.isUp() },
    work: () => findings(watchOf(parts)),
    line: async () => ({
      ...(await wecom.health()),
      queue: (await deskPending(db, base.clock.now(), queues)).counts,
      thisProcess: wecom.counters(),
    }),
  })
}
