/** A connection for COPY, which the desk's own pool does not take: there statements travel together (pipelined.ts). */
import { Client } from 'pg'

/** Ends with its work; after a failure it goes at once, and with it all that was not committed. */
export async function withCopyClient<T>(
  url: string,
  run: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: url })
  // Whoever waits for a statement hears of it.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const done = await run(client)
    await client.end()
    return done
  } catch (error) {
    client.connection.stream.destroy()
    throw error
  }
}
