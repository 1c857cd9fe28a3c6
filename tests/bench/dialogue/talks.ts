/** What is measured of an engine: talks with many people, whose state is text between any two turns. */
export interface Talks {
  /** One turn: the state is read from text, the reply made, the new state kept as text. */
  say(who: string, text: string): Promise<string>
  /** What is kept of a talk; empty when nothing is. */
  stored(who: string): string
  /** Everybody's. */
  forget(): void
}
