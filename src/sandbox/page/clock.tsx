/** The clock of the demo, and the buttons that move it. */
import { Icon } from './icons.tsx'
import { fullTime, hourMinute } from './words.ts'

export interface ClockProps {
  readonly now: Date
  /** Where the clock is going, while it is. */
  readonly target: Date | undefined
  /** Why the last move stopped short. */
  readonly failure: string | undefined
}

/** Asks for itself every second. */
export function Clock({ now, target, failure }: ClockProps) {
  return (
    <div
      class={target ? 'clock clock--moving' : 'clock'}
      id="clock"
      data-hour-minute={hourMinute(now)}
      hx-get="/sandbox/clock"
      hx-trigger="every 1s"
      hx-swap="outerHTML"
    >
      <time class="clock__now" datetime={now.toISOString()}>
        {fullTime(now)}
      </time>
      <p class="clock__state">{stateWords(target, failure)}</p>
    </div>
  )
}

const STEPS = [
  ['+5 分钟', 5 * 60_000],
  ['+30 分钟', 30 * 60_000],
  ['+1 小时', 3_600_000],
  ['+1 天', 86_400_000],
] as const

export function ClockButtons() {
  return (
    <div class="clock-buttons">
      <form class="clock-buttons__steps" hx-post="/sandbox/clock" hx-swap="none">
        {STEPS.map(([label, ms]) => (
          <button class="step" type="submit" name="advanceMs" value={ms}>
            {label}
          </button>
        ))}
      </form>
      <form class="clock-buttons__free" hx-post="/sandbox/clock" hx-swap="none">
        <input
          type="number"
          name="amount"
          min="1"
          max="999"
          value="2"
          aria-label="快进多少"
          required
        />
        <select name="unit" aria-label="单位">
          <option value="60000">分钟</option>
          <option value="3600000" selected>
            小时
          </option>
          <option value="86400000">天</option>
        </select>
        <button class="step step--go" type="submit" title="快进">
          <Icon name="forward" />
          快进
        </button>
      </form>
    </div>
  )
}

function stateWords(target: Date | undefined, failure: string | undefined): string {
  if (target) return `正在走到 ${fullTime(target)}`
  return failure ?? '服务台时间'
}
