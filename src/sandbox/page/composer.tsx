/** The lower edge of a phone: where its person writes, sends photos and opens the chat again. */
import { Icon } from './icons.tsx'

export interface ComposerProps {
  readonly slot: string
  /** Where what is written goes. */
  readonly url: string
  /** Demo pictures by name; none where pictures cannot be sent. */
  readonly photos: readonly string[]
  readonly enterLabel?: string
}

const PHOTO_WORDS: Readonly<Record<string, string>> = {
  leak: '水管漏水',
  lamp: '楼道灯坏',
  lift: '电梯按键',
}

export function Composer({ slot, url, photos, enterLabel }: ComposerProps) {
  const hasPanel = photos.length > 0 || enterLabel !== undefined
  return (
    <footer class="composer">
      <form class="composer__line" hx-post={url} hx-swap="none" data-reset>
        <textarea
          name="text"
          rows={1}
          maxlength={2000}
          aria-label="输入消息"
          autocomplete="off"
          data-enter-sends
          required
        />
        <button class="composer__send" type="submit">
          发送
        </button>
        {hasPanel && (
          <label class="composer__more" for={`panel-${slot}`} title="更多">
            <Icon name="plus" />
          </label>
        )}
      </form>
      {hasPanel && (
        <>
          <input class="composer__toggle" type="checkbox" id={`panel-${slot}`} hidden />
          <form class="panel" hx-post={url} hx-swap="none">
            <label class="panel__item">
              <span class="panel__tile">
                <Icon name="photo" />
              </span>
              相册
              <input type="file" accept="image/*" hidden data-send-photo={url} />
            </label>
            {photos.map((name) => (
              <button class="panel__item" type="submit" name="image" value={name}>
                <img class="panel__tile" src={`/sandbox/assets/photos/${name}.jpg`} alt="" />
                {PHOTO_WORDS[name] ?? name}
              </button>
            ))}
            {enterLabel !== undefined && (
              <button class="panel__item" type="submit" name="enter" value="true">
                <span class="panel__tile">
                  <Icon name="door" />
                </span>
                {enterLabel}
              </button>
            )}
          </form>
        </>
      )}
    </footer>
  )
}
