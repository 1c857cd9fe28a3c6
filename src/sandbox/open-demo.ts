/** The sandbox of a process: the stand-in platform, the demo estate on the desk's own tables, the page. */
import { join } from 'node:path'
import type { MovableClock } from '../database/clock.ts'
import { asOneProcess } from '../database/one-process.ts'
import type { Database } from '../database/open-database.ts'
import { roleOfWord } from '../desk/staff/roles.ts'
import type { Log } from '../log.ts'
import { type Estate, readEstate } from './estate.ts'
import { firstMorning } from './first-morning.ts'
import { type RunningPlatform, startPlatform } from './launch.ts'
import { openSandbox, type Sandbox, type SandboxDeps } from './open-sandbox.ts'

/** What a real company has in its configuration. */
interface CorpSettings {
  readonly apiBase: string
  readonly oauthBase: string
  readonly qrBase: string
  readonly apps: readonly [AppSettings]
  readonly aibot: null
}

interface AppSettings {
  readonly name: string
  readonly corpId: string
  readonly agentId: string
  readonly secret: string
  readonly token: string
  readonly aesKey: string
  readonly previous: null
  readonly robotKey: string | null
}

export interface Demo {
  readonly platform: RunningPlatform
  readonly estate: Estate
  readonly wecom: CorpSettings
  /** The platform's id of each owner, by the id in the estate. */
  externalUserIds(): Promise<ReadonlyMap<string, string>>
  /** The page and its API; `connect` it once the desk listens. */
  openPage(deps: Pick<SandboxDeps, 'time' | 'pending' | 'stopping' | 'consoleLink'>): Sandbox
}

export interface DemoDeps {
  readonly db: Database
  /** Of the same database. */
  readonly url: string
  readonly clock: MovableClock
  readonly dataDir: string
  readonly log: Log
  /** Where the first start sets the clock; null: the next workday's morning. */
  readonly startAt: Date | null
}

/** Of processes that start together one begins the time and starts the platform, the others find both. */
export function openDemo(deps: DemoDeps): Promise<Demo> {
  return asOneProcess(deps.url, 'sandbox', () => openAlone(deps))
}

async function openAlone(deps: DemoDeps): Promise<Demo> {
  await beginTime(deps)
  const estate = await readEstate()
  const { company, app, kf_account: kfAccount, robot, hints } = estate
  const platform = await startPlatform({
    dataDir: join(deps.dataDir, 'sandbox'),
    names: { company, app, kfAccount, robot },
    log: deps.log,
  })
  const { control, corp } = platform
  return {
    platform,
    estate,
    wecom: settingsOf(platform),
    async externalUserIds() {
      await control.putPeople(peopleOf(estate))
      const { owners } = await control.state()
      return new Map(owners.map((owner) => [owner.id, owner.externalUserId]))
    },
    openPage: (page) =>
      openSandbox({ ...page, control, corp, people: peopleOf(estate), hints, log: deps.log }),
  }
}

/** Only a new sandbox gets a first moment; a later start goes on where the clock stands. */
async function beginTime({ db, clock, startAt }: DemoDeps): Promise<void> {
  const known = await db.selectFrom('clock_offset').select('id').executeTakeFirst()
  if (known) await clock.refresh()
  else await clock.set(startAt ?? (await firstMorning(new Date())))
}

function settingsOf({ baseUrl, corp }: RunningPlatform): CorpSettings {
  const [app] = corp.apps
  if (!app) throw new Error('the corp of the sandbox has no app')
  const own = {
    name: 'app',
    corpId: corp.corpId,
    agentId: String(app.agentId),
    secret: app.secret,
    token: app.token,
    aesKey: app.aesKey,
    previous: null,
    robotKey: corp.robots[0]?.key ?? null,
  }
  // On the desk's own page: its visitors reach no other port.
  const pages = { oauthBase: '/sandbox', qrBase: '/sandbox' }
  return { apiBase: baseUrl, ...pages, apps: [own], aibot: null }
}

function peopleOf({ residents, staff }: Estate): SandboxDeps['people'] {
  return {
    owners: residents.map(({ id, name, rooms }) => ({ id, name, rooms })),
    members: staff.map(({ id, name, title, roles, servicing }) => ({
      id,
      name,
      title,
      roles: roles.map((word) => roleOfWord(word) ?? word),
      servicing,
    })),
  }
}
