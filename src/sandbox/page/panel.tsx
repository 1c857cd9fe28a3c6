/** What can be sent besides words: pictures, a voice, a place, a document, a link. */
import { Icon } from './icons.tsx'

export interface PanelProps {
  /** Where what is sent goes. */
  readonly url: string
  /** Demo pictures by name. */
  readonly photos: readonly string[]
  /** An app's chat takes no files (wecom.md 2.1). */
  readonly withFiles: boolean
  /** A further thing the person can do in this chat. */
  readonly act?: {
    readonly name: string
    readonly value: string
    readonly label: string
    readonly icon: 'door' | 'end'
  }
}

const PHOTO_WORDS: Readonly<Record<string, string>> = {
  leak: '水管漏水',
  lamp: '楼道灯坏',
  lift: '电梯按键',
}

export function Panel({ url, photos, withFiles, act }: PanelProps) {
  return (
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
      <Tile name="voice" value="5" label="语音 5″" icon="voice" />
      <Tile name="location" value="here" label="位置" icon="pin" />
      {withFiles && <Tile name="file" value="装修申请.pdf" label="文件" icon="file" />}
      <Tile name="link" value="demo" label="链接" icon="link" />
      {act && <Tile {...act} />}
    </form>
  )
}

interface TileProps {
  readonly name: string
  readonly value: string
  readonly label: string
  readonly icon: Parameters<typeof Icon>[0]['name']
}

function Tile({ name, value, label, icon }: TileProps) {
  return (
    <button class="panel__item" type="submit" name={name} value={value}>
      <span class="panel__tile">
        <Icon name={icon} />
      </span>
      {label}
    </button>
  )
}
