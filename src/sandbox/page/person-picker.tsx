/** Whose phone it is, and the list of those it could be. */
import { Avatar } from './avatar.tsx'
import { Icon } from './icons.tsx'

export interface Person {
  readonly id: string
  readonly name: string
  readonly colour: number
  /** Rooms of an owner, post of a member. */
  readonly about: string
  readonly href: string
}

export interface PersonPickerProps {
  readonly caption: string
  readonly person: Person | undefined
  readonly people: readonly Person[]
}

export function PersonPicker({ caption, person, people }: PersonPickerProps) {
  return (
    <details class="picker" data-menu>
      <summary class="picker__here">
        {person && <Avatar name={person.name} colour={person.colour} />}
        <span class="picker__name">
          {person?.name ?? '没有人'}
          <small>{person?.about || caption}</small>
        </span>
        <span class="picker__caption">{caption}</span>
        <Icon name="down" />
      </summary>
      <ul class="picker__list">
        {people.map((other) => (
          <li>
            <a
              class={
                other.id === person?.id ? 'picker__other picker__other--here' : 'picker__other'
              }
              href={other.href}
            >
              <Avatar name={other.name} colour={other.colour} />
              <span class="picker__name">
                {other.name}
                <small>{other.about}</small>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}
