/**
 * Statements of one transaction that need not wait for each other travel together: what a turn costs is mostly round
 * trips (performance.md 3.3, 9.5). The connections are opened with `pipeline`, and whoever writes
 * `Promise.all([read(tx), other(tx)])` pays one trip. PostgreSQL runs them one after another in the order they were
 * sent, each with what was committed before it began; after one that fails the others fail as well.
 */
import {
  CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultConnectionProvider,
  DefaultQueryExecutor,
  type KyselyProps,
  PostgresDialect,
  PostgresDriver,
} from 'kysely'
import type { Pool } from 'pg'

/** What Kysely is opened with, on a pool whose clients have `pipeline` on. */
export function pipelinedOn(pool: Pool): KyselyProps {
  const dialect = new PostgresDialect({ pool })
  const driver = new PipelinedDriver({ pool })
  // With a pool at hand this is done at once.
  void driver.init()
  const executor = new PipelinedExecutor(
    dialect.createQueryCompiler(),
    dialect.createAdapter(),
    new DefaultConnectionProvider(driver),
  )
  return { config: { dialect }, dialect, driver, executor }
}

/** Connections on which ROLLBACK is under way. */
const rollingBack = new WeakSet<DatabaseConnection>()

class PipelinedDriver extends PostgresDriver {
  /** The first statement goes with it: where BEGIN fails the connection is gone, and so does that one. */
  override async beginTransaction(
    connection: DatabaseConnection,
    settings: Parameters<PostgresDriver['beginTransaction']>[1],
  ): Promise<void> {
    if (settings.isolationLevel || settings.accessMode)
      return super.beginTransaction(connection, settings)
    connection.executeQuery(CompiledQuery.raw('begin')).catch(() => undefined)
  }

  /** Of several that go on side by side one failed: what another still asks for would be kept outside the transaction. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    rollingBack.add(connection)
    await super.rollbackTransaction(connection).finally(() => rollingBack.delete(connection))
  }
}

/** Kysely lets the statements of a transaction wait for one another; the connection keeps them in order by itself. */
class PipelinedExecutor extends DefaultQueryExecutor {
  override withConnectionProvider(single: ConnectionProvider): DefaultQueryExecutor {
    const connection = single.provideConnection(async (one) => one)
    return super.withConnectionProvider({
      async provideConnection(consumer) {
        const one = await connection
        if (rollingBack.has(one)) throw new Error('the transaction is being rolled back')
        return consumer(one)
      },
    })
  }
}
