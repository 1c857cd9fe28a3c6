/** Avatars: the surname on one of eight colours; the company's own have a sign instead. */

export function Avatar({ name, colour }: { readonly name: string; readonly colour: number }) {
  return (
    <span class={`avatar avatar--${colour % 8}`} aria-hidden="true">
      {[...name][0] ?? '？'}
    </span>
  )
}

const SIGNS = {
  /** The customer service account. */
  desk: 'M4 11.5L12 5l8 6.5M6.5 10v8.5h11V10M10 18.5v-5h4v5',
  /** The app of the staff. */
  app: 'M14.5 5.5a4 4 0 00-5 5L4.5 15.5l3 3 5-5a4 4 0 005-5l-2.5 2.5-2.5-.5-.5-2.5z',
  /** The robot of the group. */
  robot: 'M6 9h12v9H6zM12 9V5.5M12 5.5h.01M9.5 13h.01M14.5 13h.01M3.5 12v3M20.5 12v3',
} as const

export function SignAvatar({ sign }: { readonly sign: keyof typeof SIGNS }) {
  return (
    <span class={`avatar avatar--${sign}`} aria-hidden="true">
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d={SIGNS[sign]} />
      </svg>
    </span>
  )
}
