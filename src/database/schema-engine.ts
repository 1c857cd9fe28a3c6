/** Prisma's schema engine as WebAssembly: compares schemas and applies migrations without any download. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import { runPatiently } from './run-patiently.ts'

/**
 * Runs `use` with the engine on a live database: it can diagnose and apply migrations there.
 * Never call `diff` on it: that would run migrations on the real one.
 */
export async function withSchemaEngine<T>(
  url: string,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const factory = new PrismaPg({ connectionString: url })
  const adapter = await factory.connect()
  // Prisma's adapter cuts a script at every semicolon, which breaks functions and leaves half a migration
  // behind when a statement fails. Sent whole, PostgreSQL runs it as one transaction, and the mark with it.
  let failure: unknown
  adapter.executeScript = async (script) => {
    try {
      await runPatiently(adapter.underlyingDriver(), `${script}\n;${MARK_APPLIED}`)
    } catch (error) {
      failure = error
      throw error
    }
  }
  const engine = await openEngine({
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: () => Promise.resolve(adapter),
    connectToShadowDb: () => factory.connectToShadowDb(),
  })
  try {
    return await use(engine)
  } catch (error) {
    // The engine reports a number where PostgreSQL gave the reason.
    throw failure ?? error
  } finally {
    engine.free()
    await adapter.dispose()
  }
}

/** Written with the migration or not at all: it tells one that was applied from one that was only begun. */
const MARK_APPLIED = `
DO $mark$ BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    UPDATE _prisma_migrations SET applied_steps_count = 1
     WHERE finished_at IS NULL AND rolled_back_at IS NULL;
  END IF;
END $mark$`

/**
 * The SQL that leads from one schema text to another; empty when they agree. `from` null means nothing yet.
 * Runs without a database: a diff from `migrations` or from a live one would run them on the real one.
 */
export async function diffSchemas(from: string | null, to: string): Promise<string> {
  const engine = await openEngine(NO_DATABASE)
  const container = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
  })
  const result = await engine.diff({
    from: from === null ? { tag: 'empty' } : container(from),
    to: container(to),
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  })
  return result.exitCode === 2 ? (result.stdout ?? '') : ''
}

type Glue = typeof import('@prisma/schema-engine-wasm/schema_engine_bg')

/** One instance of the WebAssembly a process: its glue keeps it in a module variable. */
let loaded: Promise<Glue> | undefined

async function openEngine(factory: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  loaded ??= loadGlue()
  const glue = await loaded
  const adapter = bindMigrationAwareSqlAdapterFactory(factory)
  return glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter)
}

async function loadGlue(): Promise<Glue> {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm')
  const bytes = await readFile(file.replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
  })
  const bindings = glue as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void }
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start'] as () => void
  start()
  return glue
}

/** The engine greets its server when it opens; this stands in for one, answers the greeting and nothing else. */
const NO_DATABASE: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: 'none',
  connect: () => Promise.resolve(silentServer()),
  connectToShadowDb: () => Promise.resolve(silentServer()),
}

function silentServer(): SqlDriverAdapter {
  const refuse = () => Promise.reject(new Error('A comparison of schemas touches no database'))
  return {
    provider: 'postgres',
    adapterName: 'none',
    queryRaw: ({ sql }) =>
      sql.includes('server_version_num')
        ? Promise.resolve({
            columnNames: ['exists', 'version', 'numeric_version'],
            columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
            rows: [[true, 'PostgreSQL 15', 150_000]],
          })
        : refuse(),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    dispose: () => Promise.resolve(),
  }
}
