/** Takes secrets out of texts before they reach an error or a log. */
import { withoutSecrets } from '../../log.ts'

const CENSOR = '[redacted]'

/**
 * The same text without the given secrets, plain or as they stand in an address, and without anything that
 * travels in a secret query parameter (tokens, robot keys, codes).
 */
export function hideSecrets(text: string, secrets: readonly string[] = []): string {
  const hidden = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, CENSOR), text)
  return withoutSecrets(hidden)
}
