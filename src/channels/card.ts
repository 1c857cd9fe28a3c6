/** What members of staff tap: cards with buttons, and forms with questions. */

/** A card with buttons for a member of staff. */
export interface Card {
  /** Unique per card ever sent; `[0-9A-Za-z_@-]`, at most 128 bytes (wecom.md 5.3). */
  readonly taskId: string
  readonly title: string
  readonly description?: string
  readonly body?: string
  /** At most six; a longer list is cut by the channel and said so. */
  readonly lines: readonly CardLine[]
  /** One question answered together with the button. */
  readonly question?: Question
  /** One to six; none makes a card without buttons, which then needs `url`. */
  readonly buttons: readonly CardButton[]
  /** Opened when the card itself is tapped. */
  readonly url?: string
  /** Address of a picture anybody may see, for a card without buttons: the platform loads it by itself. */
  readonly picture?: string
}

/** Questions for a member of staff, answered together with one button below them. */
export interface Form {
  /** As a card's. */
  readonly taskId: string
  readonly title: string
  readonly description?: string
  /** One with up to 20 options, or two or three with up to 10 each and one answer each (wecom.md 5.3). */
  readonly questions: readonly FormQuestion[]
  readonly submit: { readonly key: string; readonly text: string }
}

export interface Question {
  readonly key: string
  readonly title: string
  readonly options: readonly { readonly id: string; readonly text: string }[]
}

/** A form's one question is asked by the form's title; its own is read only where nothing can be tapped. */
export interface FormQuestion extends Question {
  /** Several options may be chosen; only where it is the form's one question. */
  readonly several?: boolean
}

export interface CardLine {
  readonly label: string
  readonly value: string
  readonly url?: string
}

export interface CardButton {
  readonly key: string
  readonly text: string
  readonly style: 'primary' | 'plain' | 'danger'
}
