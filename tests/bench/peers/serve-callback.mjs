/** What every server of the callback bench has in common: the keys it is given, and the port it tells. */

/** Token, EncodingAESKey and corp id, as the command that starts the server hands them over. */
export const KEYS = JSON.parse(process.argv[2] ?? '{}')

/** Listens on a free port of this machine and tells which to whoever started the process. */
export function tellPort(server) {
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
  // Nobody is left to measure it.
  process.on('disconnect', () => process.exit())
}
