/** The words of the pages stand in flows/_text/console.zh-CN.yaml; this is how a page asks for them. */

/** The text `console.<name>` with these values. @throws Error when there is none */
export type Say = (name: string, values?: Readonly<Record<string, unknown>>) => string
