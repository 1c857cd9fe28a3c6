/** Texts with links and the little markdown of WeCom, as elements: nothing of them is ever taken for HTML. */
import { type ComponentChildren, createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** Only what a browser may open from a chat. */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\/[^\s<>"]+$/i.test(url)
}

/** The member on whose phone a chat is shown: pages opened there know who opens them. */
export const PhoneOfMember = createContext<string | undefined>(undefined)

export function ChatLink(props: { readonly url: string; readonly children: ComponentChildren }) {
  const member = useContext(PhoneOfMember)
  if (!isWebAddress(props.url)) return <span>{props.children}</span>
  return (
    <a
      class="chat-link"
      href={props.url}
      target="_blank"
      rel="noopener noreferrer"
      data-member={member}
    >
      {props.children}
    </a>
  )
}

/** `<a href="…">…</a>` as apps may send it, and bare addresses (wecom.md 5.2). */
const LINKS =
  /<a\s+href=(["'])(https?:\/\/[^"'\s]+)\1\s*>([^<]*)<\/a>|(https?:\/\/[^\s<>"，。；）]+)/gi

export function RichText({ text }: { readonly text: string }) {
  return (
    <>
      {split(text, LINKS, ([, , href, label, bare]) => {
        const url = href ?? bare ?? ''
        return <ChatLink url={url}>{label ?? url}</ChatLink>
      })}
    </>
  )
}

/** Headings, quotes, bold, inline code, links and the three font colours (wecom.md 5.2, 6.1). */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div class="markdown">
      {text.split('\n').map((line) => (
        <MarkdownLine line={line} />
      ))}
    </div>
  )
}

function MarkdownLine({ line }: { readonly line: string }) {
  const heading = /^(#{1,6})\s+(.*)$/.exec(line)
  if (heading) return <p class="markdown__heading">{inline(heading[2] ?? '')}</p>
  const quote = /^>\s?(.*)$/.exec(line)
  if (quote) return <p class="markdown__quote">{inline(quote[1] ?? '')}</p>
  return <p class="markdown__line">{line === '' ? '\u00a0' : inline(line)}</p>
}

const INLINE =
  /\*\*([^*]+)\*\*|`([^`]+)`|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)|<font color="(info|comment|warning)">([^<]*)<\/font>|<@([\w.@-]+)>/g

function inline(line: string): ComponentChildren[] {
  return split(line, INLINE, ([, bold, code, label, url, colour, coloured, mention]) => {
    if (bold !== undefined) return <strong>{bold}</strong>
    if (code !== undefined) return <code>{code}</code>
    if (url !== undefined) return <ChatLink url={url}>{label}</ChatLink>
    if (mention !== undefined) return <span class="mention">@{mention}</span>
    return <span class={`font-${colour}`}>{coloured}</span>
  })
}

/** The text with every match of `pattern` replaced by what `make` makes of it. */
function split(
  text: string,
  pattern: RegExp,
  make: (match: RegExpMatchArray) => ComponentChildren,
): ComponentChildren[] {
  const pieces: ComponentChildren[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    pieces.push(text.slice(end, match.index), make(match))
    end = match.index + match[0].length
  }
  return [...pieces, text.slice(end)]
}
