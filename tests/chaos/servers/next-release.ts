/** The next build of the desk, in a folder of its own: one flow has other steps, a promise is longer, the schema newer. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PROJECT_FOLDER } from '../../support/app/build-now.ts'
import { changedCopy, type TextChange } from '../../support/app/changed-copy.ts'
import type { ProcessChange } from '../../support/app/desk-on-database.ts'

/** What only its talks say, soon after they begin and before they end: a talk says both or neither. */
export const NEXT_FLOW_SAYS = ['新版为您登记', '新版登记到此'] as const

const FLOW = 'repair_report/repair_report.flow.yaml'
const [begins, ends] = NEXT_FLOW_SAYS
const FLOWS: readonly TextChange[] = [
  { file: FLOW, from: 'steps:\n', to: `steps:\n  - {id: next_begins, say: ${begins}。}\n` },
  {
    file: FLOW,
    from: '  - id: review\n',
    to: `  - {id: next_ends, say: ${ends}。}\n  - id: review\n`,
  },
  { file: FLOW, from: 'revision: 2', to: 'revision: 3' },
]
const RULES: readonly TextChange[] = [
  { file: 'clocks.yaml', from: /within: 20s/g, to: 'within: 25s' },
]

/** A column and an index on each of the tables that grow fastest, and a change to rows people are at work on. */
const MIGRATION = `
ALTER TABLE "inbox_item" ADD COLUMN "weather" TEXT NOT NULL DEFAULT '';
CREATE INDEX "inbox_item_weather_idx" ON "inbox_item" ("weather", "receivedAt");
ALTER TABLE "outbox_item" ADD COLUMN "weather" TEXT NOT NULL DEFAULT '';
CREATE INDEX "outbox_item_weather_idx" ON "outbox_item" ("weather", "createdAt");
ALTER TABLE "ticket" ADD COLUMN "weather" TEXT;
UPDATE "ticket" SET "weather" = 'fair';
ALTER TABLE "ticket" ALTER COLUMN "weather" SET DEFAULT 'fair';
`

export interface RunningRelease {
  /** Of its build. */
  readonly entry: string
  /** How its rules differ from the shipped ones. */
  readonly rules: readonly TextChange[]
}

/** How a process of the next build differs from one of this. */
export function nextRelease(folder: string, { entry, rules }: RunningRelease): ProcessChange {
  mkdirSync(folder)
  // What a build reads beside itself. Its own files are copied: a link would lead it back to this project.
  cpSync(dirname(entry), join(folder, 'dist'), { recursive: true })
  cpSync(join(PROJECT_FOLDER, 'prisma'), join(folder, 'prisma'), { recursive: true })
  for (const name of ['node_modules', 'package.json', 'src', 'demo'])
    symlinkSync(join(PROJECT_FOLDER, name), join(folder, name))
  const migration = join(folder, 'prisma/migrations/20991231000000_weather')
  mkdirSync(migration)
  writeFileSync(join(migration, 'migration.sql'), MIGRATION)
  changedCopy('flows', join(folder, 'flows'), FLOWS)
  const rulesDir = changedCopy('rules', join(folder, 'rules'), [...rules, ...RULES])
  return { entry: join(folder, 'dist/main.js'), env: { RULES_DIR: rulesDir } }
}
