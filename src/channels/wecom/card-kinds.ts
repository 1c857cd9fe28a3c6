/** The platform's five kinds of template card, as JSON (wecom.md 5.3; path/90236). */

export type TemplateCard = TextNotice | NewsNotice | ButtonCard | VoteCard | MultipleCard

export interface TextNotice extends Headed, Noticed {
  readonly card_type: 'text_notice'
  readonly main_title?: CardTitle
  readonly emphasis_content?: CardTitle
  readonly sub_title_text?: string
}

export interface NewsNotice extends Headed, Noticed {
  readonly card_type: 'news_notice'
  readonly main_title: CardTitle
  readonly card_image?: { readonly url: string; readonly aspect_ratio?: number }
  readonly image_text_area?: CardTarget & {
    readonly title?: string
    readonly desc?: string
    readonly image_url: string
  }
  readonly vertical_content_list?: readonly { readonly title: string; readonly desc?: string }[]
}

export interface ButtonCard extends Headed {
  readonly card_type: 'button_interaction'
  readonly main_title: CardTitle
  readonly sub_title_text?: string
  readonly card_action?: CardTarget
  readonly button_selection?: CardQuestion
  readonly button_list: readonly CardButton[]
}

export interface VoteCard extends Answered {
  readonly card_type: 'vote_interaction'
  readonly checkbox: {
    readonly question_key: string
    /** 0: one option, 1: several. */
    readonly mode: 0 | 1
    readonly option_list: readonly (CardOption & { readonly is_checked?: boolean })[]
    readonly disable?: true
  }
}

export interface MultipleCard extends Answered {
  readonly card_type: 'multiple_interaction'
  readonly select_list: readonly (CardQuestion & { readonly disable?: true })[]
}

/** What cards with buttons and notices share. */
interface Headed {
  readonly source?: CardSource
  readonly action_menu?: CardMenu
  readonly task_id?: string
  readonly quote_area?: CardQuote
  readonly horizontal_content_list?: readonly CardLine[]
}

/** What both notices share: they are tapped as a whole, or on a jump. */
interface Noticed {
  readonly jump_list?: readonly CardJump[]
  readonly card_action?: CardTarget
}

/** What cards with questions and one button below them share. */
interface Answered {
  readonly source?: CardSource
  readonly main_title: CardTitle
  readonly task_id?: string
  readonly submit_button: { readonly text: string; readonly key: string }
  /** In an update only: stands on the button, which is grey then. */
  readonly replace_text?: string
}

export interface CardTitle {
  readonly title?: string
  readonly desc?: string
}

interface CardSource {
  readonly icon_url?: string
  readonly desc?: string
  readonly desc_color?: 0 | 1 | 2 | 3
}

export interface CardMenu {
  readonly desc?: string
  readonly action_list: readonly { readonly text: string; readonly key: string }[]
}

/** Type 0 leads nowhere, 1 to an address, 2 into a mini program. */
export interface CardTarget {
  readonly type?: 0 | 1 | 2
  readonly url?: string
  readonly appid?: string
  readonly pagepath?: string
}

export interface CardQuote extends CardTarget {
  readonly title?: string
  readonly quote_text?: string
}

export interface CardJump extends CardTarget {
  readonly title: string
}

/** Type 1 opens an address, 2 a file, 3 shows a member. */
export interface CardLine {
  readonly type?: 0 | 1 | 2 | 3
  readonly keyname: string
  readonly value?: string
  readonly url?: string
  readonly media_id?: string
  readonly userid?: string
}

interface CardOption {
  readonly id: string
  readonly text: string
}

export interface CardQuestion {
  readonly question_key: string
  readonly title?: string
  readonly selected_id?: string
  readonly option_list: readonly CardOption[]
}

export interface CardButton {
  /** 0 calls back, 1 opens an address. */
  readonly type?: 0 | 1
  readonly text: string
  readonly style?: 1 | 2 | 3 | 4
  readonly key?: string
  readonly url?: string
}
