/** Imports a book: everything it says, or nothing; or only shows what it would change. */
import { createHash } from 'node:crypto'
import type { Clock } from '../../database/clock.ts'
import type { Database, Tx } from '../../database/open-database.ts'
import type { Seals } from '../../database/sealed.ts'
import { audit } from '../audit/audit.ts'
import { seedClocks } from '../clocks/seed-clocks.ts'
import { lockRegister } from '../register-lock.ts'
import { estateDay } from '../residents/estate-day.ts'
import type { Rules } from '../rules.ts'
import type { Actor, Work } from '../work.ts'
import { applyBook } from './apply-book.ts'
import type { Change, ChangeCounts } from './changes.ts'
import { collectChanges } from './changes.ts'
import { type ProjectOfBook, projectOfBook } from './find-project.ts'
import { collectProblems, type Problem, type Problems } from './problems.ts'
import { type BookProgress, readBook } from './read-book.ts'
import { openStage } from './stage.ts'
import { BadBook } from './xlsx/bad-book.ts'
import { type ByteSource, bytesOf, openFile, pieces } from './xlsx/byte-source.ts'

export interface ImportDeps {
  readonly db: Database
  readonly clock: Clock
  readonly newId: () => string
  readonly seals: Seals
  readonly rules: Rules
}

export interface ImportWish {
  readonly corpId: string
  /** A path, or the bytes with the name they came under. */
  readonly file: string | { readonly name: string; readonly bytes: Buffer }
  readonly projectName?: string
  /** Reads, checks and compares, and writes nothing. */
  readonly dryRun?: boolean
  /** Who imports, for the audit log; the import itself when absent. */
  readonly actor?: Actor
  onProgress?(progress: BookProgress): void
}

export interface ImportAnswer {
  /** `previewed` only with `dryRun`; `refused` wrote nothing. */
  readonly outcome: 'imported' | 'previewed' | 'unchanged' | 'refused'
  /** Null when it could not be told which. */
  readonly project: ProjectOfBook | null
  /** Of all changes, by kind and action. */
  readonly counts: ChangeCounts
  /** The first changes with old and new. */
  readonly changes: readonly Change[]
  readonly changeCount: number
  readonly errors: readonly Problem[]
  readonly errorCount: number
  readonly warnings: readonly Problem[]
  readonly warningCount: number
}

/** Two imports of one company at once: one waits, then compares with what the other left. */
export async function importBook(deps: ImportDeps, wish: ImportWish): Promise<ImportAnswer> {
  const problems = collectProblems(deps.rules.register)
  let source: ByteSource | undefined
  try {
    source = typeof wish.file === 'string' ? await openFile(wish.file) : bytesOf(wish.file.bytes)
    return await importFrom(deps, wish, { source, problems })
  } catch (error) {
    if (!(error instanceof BadBook)) throw error
    problems.error({}, error.reason)
    return answer('refused', { problems, project: null })
  } finally {
    await source?.close()
  }
}

interface Opened {
  readonly source: ByteSource
  readonly problems: Problems
}

async function importFrom(
  deps: ImportDeps,
  wish: ImportWish,
  { source, problems }: Opened,
): Promise<ImportAnswer> {
  if (source.size > deps.rules.register.limits.file_mb * 1024 * 1024) {
    throw new BadBook('too_big', `${source.size} bytes`)
  }
  const sha256 = await digest(source)
  const done = { answer: answer('refused', { problems, project: null }) }
  await deps.db
    .transaction()
    .execute(async (tx) => {
      done.answer = await importIn(deps, wish, { tx, source, problems, sha256 })
      if (done.answer.outcome !== 'imported') throw NOTHING_TO_KEEP
    })
    .catch((error: unknown) => {
      if (error !== NOTHING_TO_KEEP) throw error
    })
  return done.answer
}

/** Ends the transaction without keeping it. */
const NOTHING_TO_KEEP = new Error('nothing to keep')

async function importIn(
  deps: ImportDeps,
  wish: ImportWish,
  opened: Opened & { readonly tx: Tx; readonly sha256: string },
): Promise<ImportAnswer> {
  const { tx, problems } = opened
  const { corpId } = wish
  const onProgress = wish.onProgress ?? (() => undefined)
  await lockRegister(tx, corpId, () => onProgress({ phase: 'waiting', done: 0 }))
  const { newId, rules, seals } = deps
  const now = deps.clock.now()
  const actor = wish.actor ?? { kind: 'system', name: 'import' }
  const at = { tx, now, newId, rules, seals, actor }
  const { default_project: defaultName } = rules.register
  const project = await projectOfBook(at, corpId, { name: wish.projectName, defaultName })
  if ('known' in project) {
    problems.error({}, 'which_project', { known: project.known.join('、') })
    return answer('refused', { problems, project: null })
  }
  if (project.isNew) await seedClocks(at, project.id)
  const stage = await openStage(tx)
  const today = estateDay(now)
  const buildings = await readBook({ ...opened, rules, seals, stage, today, onProgress })
  const changes = collectChanges(rules.register)
  if (problems.errorCount() === 0) {
    const applying = { ...at, corpId, projectId: project.id, today, stage, problems, changes }
    await applyBook(applying, buildings, onProgress)
  }
  const found = { problems, project, changes }
  if (problems.errorCount() > 0) return answer('refused', found)
  if (changes.total() === 0) return answer('unchanged', found)
  if (wish.dryRun) return answer('previewed', found)
  await keepRecord(at, { wish, project, sha256: opened.sha256, counts: changes.counts() })
  return answer('imported', found)
}

async function digest(source: ByteSource): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of pieces(source, 0, source.size)) hash.update(piece)
  return hash.digest('hex')
}

async function keepRecord(
  at: Pick<Work, 'tx' | 'now' | 'newId' | 'actor'>,
  done: {
    readonly wish: ImportWish
    readonly project: ProjectOfBook
    readonly sha256: string
    readonly counts: ChangeCounts
  },
): Promise<void> {
  const { wish, project, sha256, counts } = done
  const path = typeof wish.file === 'string' ? wish.file : wish.file.name
  const file = path.split(/[\\/]/).at(-1) ?? ''
  const id = at.newId()
  const job = { id, projectId: project.id, file, sha256, summary: JSON.stringify(counts) }
  await at.tx
    .insertInto('import_job')
    .values({ ...job, startedAt: at.now, finishedAt: at.now })
    .execute()
  await audit(at, {
    action: 'register.import',
    subject: { kind: 'import', id },
    corpId: wish.corpId,
    projectId: project.id,
    detail: { file, sha256, counts },
  })
}

function answer(
  outcome: ImportAnswer['outcome'],
  found: {
    readonly problems: Problems
    readonly project: ProjectOfBook | null
    readonly changes?: ReturnType<typeof collectChanges>
  },
): ImportAnswer {
  const { problems, project, changes } = found
  return {
    outcome,
    project,
    counts: changes?.counts() ?? {},
    changes: changes?.listed ?? [],
    changeCount: changes?.total() ?? 0,
    errors: problems.errors,
    errorCount: problems.errorCount(),
    warnings: problems.warnings,
    warningCount: problems.warningCount(),
  }
}
