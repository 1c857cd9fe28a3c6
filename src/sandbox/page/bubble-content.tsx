/** What stands inside one bubble, by the type of its message. */
import type { ComponentChildren } from 'preact'
import { apiCard, mediaUrl } from '../api-messages.ts'
import type { BubbleContent, MenuItem } from '../platform/store/rows.ts'
import { CardBubble } from './card-bubble.tsx'
import { Icon } from './icons.tsx'
import { ChatLink, Markdown, RichText } from './rich-text.tsx'

export interface ContentProps {
  readonly content: BubbleContent
  /** Where a tap on a menu item goes; none where menus cannot be tapped. */
  readonly menuUrl?: string
  readonly tapUrl?: string
  /** Stands above the title of a card that has no words of its own there. */
  readonly cardSource: string
  /** What a member is called whom a group message mentions by id. */
  readonly nameOf?: (memberId: string) => string
}

/** Types that are wider than a bubble and have no tail. */
export function isPlate({ type }: BubbleContent): boolean {
  return type === 'card' || type === 'link' || type === 'notice' || type === 'image'
}

export function Content({
  content,
  menuUrl,
  tapUrl,
  cardSource,
  nameOf,
}: ContentProps): ComponentChildren {
  switch (content.type) {
    case 'text':
      return (
        <Text text={content.text} mentioned={(content.mentioned ?? []).map(nameOf ?? String)} />
      )
    case 'markdown':
      return <Markdown text={content.text} />
    case 'menu':
      return <Menu content={content} menuUrl={menuUrl} />
    case 'image':
      return <Photo url={mediaUrl(content.mediaId)} />
    case 'card':
      return (
        <CardBubble
          card={apiCard(content)}
          source={cardSource}
          {...(tapUrl === undefined ? {} : { tapUrl })}
        />
      )
    case 'link':
      return <LinkPlate content={content} />
    case 'location':
      return <Place content={content} />
    case 'notice':
      return <Notice content={content} />
    case 'voice':
      return <Voice url={mediaUrl(content.mediaId)} seconds={content.seconds ?? 1} />
    case 'video':
    case 'file':
      return <FileLine url={mediaUrl(content.mediaId)} name={content.name} kind={content.type} />
  }
}

function Text(props: { readonly text: string; readonly mentioned: readonly string[] }) {
  return (
    <>
      <RichText text={props.text} />
      {props.mentioned.map((who) => (
        <span class="mention"> @{who}</span>
      ))}
    </>
  )
}

function Menu(props: {
  readonly content: Extract<BubbleContent, { type: 'menu' }>
  readonly menuUrl: string | undefined
}) {
  const { head, items, tail } = props.content
  return (
    <div class="menu">
      {head !== '' && (
        <p class="menu__head">
          <RichText text={head} />
        </p>
      )}
      {items.map((item) => (
        <MenuLine item={item} menuUrl={props.menuUrl} />
      ))}
      {tail !== '' && (
        <p class="menu__tail">
          <RichText text={tail} />
        </p>
      )}
    </div>
  )
}

function MenuLine(props: { readonly item: MenuItem; readonly menuUrl: string | undefined }) {
  const { item, menuUrl } = props
  if (item.kind === 'text') return <p class="menu__line">{item.label}</p>
  if (item.kind === 'view') {
    return (
      <p class="menu__line">
        <ChatLink url={item.url}>{item.label}</ChatLink>
      </p>
    )
  }
  if (menuUrl === undefined) return <p class="menu__line menu__line--far">{item.label}</p>
  return (
    <form class="menu__line" hx-post={menuUrl} hx-swap="none">
      <button class="menu__item" type="submit" name="menuId" value={item.id}>
        {item.label}
      </button>
    </form>
  )
}

function Photo({ url }: { readonly url: string }) {
  return (
    <button class="photo" type="button" data-photo={url}>
      <img src={url} alt="照片" loading="lazy" />
    </button>
  )
}

function LinkPlate({ content }: { readonly content: Extract<BubbleContent, { type: 'link' }> }) {
  return (
    <div class="plate">
      <p class="plate__title">{content.title}</p>
      {content.description !== '' && <p class="plate__text">{plain(content.description)}</p>}
      <p class="plate__foot">
        <ChatLink url={content.url}>{content.button ?? '打开链接'}</ChatLink>
      </p>
    </div>
  )
}

/** A textcard's description may hold line breaks and classes (wecom.md 5.2); only its words are shown. */
function plain(description: string): string {
  return description.replaceAll(/<br\s*\/?>|<\/div>/gi, '\n').replaceAll(/<[^>]*>/g, '')
}

function Place({ content }: { readonly content: Extract<BubbleContent, { type: 'location' }> }) {
  return (
    <span class="place">
      <Icon name="pin" />
      <span>
        {content.name || '位置'}
        {content.address !== '' && <small>{content.address}</small>}
      </span>
    </span>
  )
}

function Notice({ content }: { readonly content: Extract<BubbleContent, { type: 'notice' }> }) {
  return (
    <div class="plate">
      <p class="plate__title">{content.title}</p>
      {content.lines.map((line) => (
        <p class="plate__text">{line}</p>
      ))}
    </div>
  )
}

/** The longer the voice, the wider the bubble, as in the real clients. */
function Voice({ url, seconds }: { readonly url: string; readonly seconds: number }) {
  const step = Math.min(6, Math.ceil(seconds / 10))
  return (
    <a class={`voice voice--${step}`} href={url} download="voice.amr">
      <Icon name="voice" />
      <span>{seconds}″</span>
    </a>
  )
}

const KINDS = { video: '视频', file: '文件' } as const

function FileLine(props: {
  readonly url: string
  readonly name: string
  readonly kind: keyof typeof KINDS
}) {
  return (
    <a class="file" href={props.url} download={props.name}>
      <Icon name={props.kind === 'file' ? 'file' : 'play'} />
      <span>
        {KINDS[props.kind]}
        <small>{props.name}</small>
      </span>
    </a>
  )
}
