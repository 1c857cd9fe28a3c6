/** A bot's card whose buttons are done with: no flag takes them away, so another card takes its place (wecom.md 10.1). */
import type { ButtonCard } from '../card-kinds.ts'
import { cutChars } from '../split.ts'
import { greyedText } from '../template-card.ts'

/** Of the one button left: a tap on it means nothing. */
export const GREYED_KEY = 'greyed'
const GREY = 4
/** What the newest clients show (wecom.md 5.3). */
const TITLE_CHARS = 36

/** The same card by its task id, with the words and one grey button. A notice without any would need an address. */
export function greyedCard({ taskId, text }: { readonly taskId: string; readonly text: string }) {
  return {
    card_type: 'button_interaction',
    main_title: { title: cutChars(text, TITLE_CHARS) },
    task_id: taskId,
    button_list: [{ text: greyedText(text), key: GREYED_KEY, style: GREY }],
  } satisfies ButtonCard
}
