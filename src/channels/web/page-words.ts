/** The words of the chat page: they stand in flows/_text/web-chat.zh-CN.yaml, and this is how the page asks for them. */

/** The text `web_chat.<name>` with these values. @throws Error when there is none */
export type Say = (name: string, values?: Readonly<Record<string, unknown>>) => string

/** What the page's script says itself; names of problems are those the doors answer with. */
const SCRIPT_WORDS = [
  ...['on', 'off', 'away'],
  ...['asked', 'there', 'gone'],
  ...['photo', 'photo_sent', 'again'],
  ...['too-fast', 'too-long', 'photo-kind', 'photo-size', 'no-project'],
]

/** All of them, for the script to read from the page. */
export function scriptWords(say: Say, textChars: number): Readonly<Record<string, string>> {
  const values = { most: textChars }
  return Object.fromEntries(SCRIPT_WORDS.map((name) => [name, say(`script.${name}`, values)]))
}
