/** The few line icons of the page; they say nothing that is not also written. */

const PATHS = {
  back: 'M15 5l-7 7 7 7',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  plus: 'M12 5v14M5 12h14',
  photo: 'M4 6h16v13H4zM8 6l1.5-2h5L16 6M12 16a3.5 3.5 0 100-7 3.5 3.5 0 000 7z',
  door: 'M6 3h9v18H6zM15 12h5m-2-2l2 2-2 2M12 12h.01',
  pin: 'M12 21s7-6.2 7-11a7 7 0 10-14 0c0 4.8 7 11 7 11zM12 12.5a2.5 2.5 0 100-5 2.5 2.5 0 000 5z',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  forward: 'M5 5l7 7-7 7M13 5l7 7-7 7',
  chevron: 'M9 5l7 7-7 7',
  down: 'M6 9l6 6 6-6',
  voice: 'M12 4v16M8 8v8M4 11v2M16 8v8M20 11v2',
  link: 'M10 14a4 4 0 010-5.6l2.4-2.4a4 4 0 015.6 5.6l-1 1M14 10a4 4 0 010 5.6l-2.4 2.4a4 4 0 01-5.6-5.6l1-1',
  end: 'M6 6l12 12M18 6L6 18',
  play: 'M8 5l11 7-11 7z',
} as const

export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** The upper edge of a phone: time, signal, battery. */
export function StatusBar({ time }: { readonly time: string }) {
  return (
    <div class="status-bar" aria-hidden="true">
      <span class="status-bar__time">{time}</span>
      <svg class="status-bar__signs" viewBox="0 0 68 14" aria-hidden="true">
        <path d="M1 10h3v3H1zM6 7.5h3V13H6zM11 4.5h3V13h-3zM16 1.5h3V13h-3z" />
        <path
          class="status-bar__line"
          d="M24 5.4a10 10 0 0114 0M26.6 8a6.3 6.3 0 018.8 0M29.2 10.6a2.6 2.6 0 013.6 0"
        />
        <rect class="status-bar__line" x="44" y="2" width="19" height="10" rx="2.6" />
        <rect x="45.8" y="3.8" width="13" height="6.4" rx="1.2" />
        <path d="M64.5 5.2v3.6a2 2 0 000-3.6z" />
      </svg>
    </div>
  )
}
