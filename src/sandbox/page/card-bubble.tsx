/** A template card on a member's phone, with buttons and questions that can be tapped. */
import type { ApiCard } from '../api-messages.ts'
import { Icon } from './icons.tsx'
import { ChatLink, isWebAddress } from './rich-text.tsx'

export interface CardBubbleProps {
  readonly card: ApiCard
  /** The small line above the title where the card has none of its own. */
  readonly source: string
  /** Where taps go; none for cards that cannot be tapped, as a robot's. */
  readonly tapUrl?: string
}

export function CardBubble({ card, source, tapUrl }: CardBubbleProps) {
  const canTap = tapUrl !== undefined && card.closed === undefined
  return (
    <form class="card" hx-post={tapUrl} hx-swap="none">
      <input type="hidden" name="taskId" value={card.taskId} />
      {(card.source || source) !== '' && <p class="card__source">{card.source || source}</p>}
      <h3 class="card__title">{card.title}</h3>
      {card.description !== '' && <p class="card__description">{card.description}</p>}
      {card.text !== '' && <p class="card__text">{card.text}</p>}
      {card.picture !== undefined && (
        <p class="card__picture">
          <ChatLink url={card.picture}>图片</ChatLink>
        </p>
      )}
      {card.emphasis && (
        <p class="card__emphasis">
          {card.emphasis.title}
          <small>{card.emphasis.description}</small>
        </p>
      )}
      <CardLines card={card} />
      {canTap &&
        card.questions.map((question) => <Question taskId={card.taskId} question={question} />)}
      {targets(card).map(({ title, url }) => (
        <p class="card__more">
          <ChatLink url={url}>
            {title}
            <Icon name="chevron" />
          </ChatLink>
        </p>
      ))}
      {card.closed !== undefined && <p class="card__closed">{card.closed}</p>}
      {canTap && card.buttons.length > 0 && (
        <div
          class={card.buttons.length > 3 ? 'card__buttons card__buttons--many' : 'card__buttons'}
        >
          {card.buttons.map((button) => (
            <button class="card__button" type="submit" name="key" value={button.key}>
              {button.text}
            </button>
          ))}
        </div>
      )}
    </form>
  )
}

function CardLines({ card }: { readonly card: ApiCard }) {
  if (card.lines.length === 0) return null
  return (
    <dl class="card__lines">
      {card.lines.map((line) => (
        <div class="card__line">
          <dt>{line.label}</dt>
          <dd>
            {line.url === undefined ? line.value : <ChatLink url={line.url}>{line.value}</ChatLink>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Where the card leads: its jumps, or a tap on the card itself. */
function targets(card: ApiCard): ApiCard['jumps'] {
  const whole = card.url === undefined ? [] : [{ title: '查看详情', url: card.url }]
  return (card.jumps.length > 0 ? card.jumps : whole).filter(({ url }) => isWebAddress(url))
}

interface QuestionProps {
  readonly taskId: string
  readonly question: ApiCard['questions'][number]
}

function Question(props: QuestionProps) {
  return props.question.shape === 'list' ? <List {...props} /> : <Choices {...props} />
}

/** What was chosen stays when the chat is drawn anew. */
function List({ taskId, question }: QuestionProps) {
  const id = idOf(taskId, question.key)
  return (
    <label class="card__question" for={id}>
      <span>{question.title || '请选择'}</span>
      <select id={id} name={`q:${question.key}`} hx-preserve="true">
        {question.options.map((option) => (
          <option value={option.id} selected={question.chosen.includes(option.id)}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Options all in sight. The empty one says that the question was seen, whatever is ticked. */
function Choices({ taskId, question }: QuestionProps) {
  const id = idOf(taskId, question.key)
  const type = question.shape === 'several' ? 'checkbox' : 'radio'
  return (
    <fieldset class="card__choices" id={id} hx-preserve="true">
      {question.title !== '' && <legend>{question.title}</legend>}
      <input type="hidden" name={`q:${question.key}`} value="" />
      {question.options.map((option) => (
        <label class="card__choice">
          <input
            type={type}
            name={`q:${question.key}`}
            value={option.id}
            checked={question.chosen.includes(option.id)}
          />
          {option.text}
        </label>
      ))}
    </fieldset>
  )
}

function idOf(taskId: string, key: string): string {
  return `q-${taskId}-${key}`.replaceAll(/[^\w-]/g, '_')
}
