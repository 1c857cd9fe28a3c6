/** The console over HTTP on a desk of a test, for whoever each request says is logged in. */
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { consoleRoutes } from '../../../src/console/board-routes.ts'
import type { ConsoleDeps } from '../../../src/console/console-visit.ts'
import { onlyFromOwnPages } from '../../../src/console/own-pages.ts'
import { findStaff } from '../../../src/desk/staff/staff.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { folderStorage } from '../../../src/media/folder-storage.ts'
import { mediaRulesSchema } from '../../../src/media/rules.ts'
import { readRuleFile } from '../../../src/rule-file.ts'
import { PROJECT } from './staff.ts'
import type { TicketDesk } from './ticket-desk.ts'

const OWN = { 'sec-fetch-site': 'same-origin' }

export interface ServedConsole {
  /** Where it is served: whoever asked last is logged in for requests of a test's own. */
  readonly url: string
  /** Redirects are not followed; null: nobody is logged in. */
  get(actor: StaffActor | null, path: string): Promise<Response>
  /** From a page of the console itself, unless the headers say otherwise. */
  post(
    actor: StaffActor | null,
    path: string,
    body?: Readonly<Record<string, string>> | FormData,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>
  /** Where photos that come with a form lie. */
  readonly mediaFolder: string
  /** What is wrong with the flow files from now on. */
  breakFlows(...lines: readonly string[]): void
  close(): void
}

/** With a project of its own, unless the desk has one: what is written there names it. */
export async function serveConsole(desk: TicketDesk): Promise<ServedConsole> {
  await aProject(desk)
  let who: StaffActor | null = null
  let flowProblems: readonly string[] = []
  const mediaFolder = await mkdtemp(join(tmpdir(), 'guanjia-photos-'))
  const say = (name: string, values = {}) => desk.tell.text(`console.${name}`, values)
  const deps: ConsoleDeps = {
    db: desk.db,
    makeWork: (tx, actor) => desk.doWork.within(tx, desk.now(), actor),
    rules: desk.rules,
    links: {
      photo: (id: string) => `/m/${id}`,
      ticketPage: (id: string) => `https://desk.test/t/${id}`,
    } as unknown as ConsoleDeps['links'],
    door: {
      async admit(_request: unknown, response: express.Response) {
        const member =
          who && (await desk.db.transaction().execute((tx) => findStaff(tx, who?.staffId ?? '')))
        if (!member) return void response.redirect(303, '/login') as never
        return { userId: member.userId, members: [member] }
      },
    } as unknown as ConsoleDeps['door'],
    ownPages: onlyFromOwnPages(null, say),
    photos: {
      storage: folderStorage(mediaFolder),
      rules: await readRuleFile(mediaRulesSchema, 'rules/media.yaml'),
    },
    say,
    flowProblems: () => flowProblems,
    ring: () => {},
  }
  const app = express().use('/console', consoleRoutes(deps))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    async get(actor, path) {
      who = actor
      return fetch(`${url}${path}`, { redirect: 'manual' })
    },
    async post(actor, path, body = {}, headers = OWN) {
      who = actor
      return fetch(`${url}${path}`, {
        ...{
          method: 'POST',
          redirect: 'manual',
          headers,
          body: body instanceof FormData ? body : new URLSearchParams(body),
        },
      })
    },
    mediaFolder,
    breakFlows(...lines) {
      flowProblems = lines
    },
    close() {
      server.close()
      void rm(mediaFolder, { recursive: true, force: true })
    },
  }
}

async function aProject(desk: TicketDesk): Promise<void> {
  await desk.db
    .insertInto('project')
    .values({ id: PROJECT, corpId: 'corp-1', code: 'p1', name: '一期', createdAt: desk.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
