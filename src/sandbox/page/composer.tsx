/** The lower edge of a phone: where its person writes, and what else can be sent. */
import { Icon } from './icons.tsx'
import { Panel, type PanelProps } from './panel.tsx'

export interface ComposerProps extends PanelProps {
  readonly slot: string
}

export function Composer({ slot, ...panel }: ComposerProps) {
  return (
    <footer class="composer">
      <form class="composer__line" hx-post={panel.url} hx-swap="none" data-reset>
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
        <label class="composer__more" for={`panel-${slot}`} title="更多">
          <Icon name="plus" />
        </label>
      </form>
      <input class="composer__toggle" type="checkbox" id={`panel-${slot}`} hidden />
      <Panel {...panel} />
    </footer>
  )
}
