/** Tells how far an import is: a bar that moves where somebody watches, a line now and then in a log. */
import type { BookProgress } from '../desk/register/read-book.ts'

export interface ProgressTeller {
  tell(progress: BookProgress): void
  /** Whatever is printed next stands on a line of its own. */
  end(): void
}

/** A small book is done before a line would be read. */
const STEP = 20_000
const BAR_WIDTH = 24

export function progressTeller(screen: {
  print(line: string): void
  redraw?(line: string): void
}): ProgressTeller {
  const { redraw } = screen
  let told = ''
  return {
    tell(progress) {
      const { phase, done } = progress
      if (phase === 'waiting') return screen.print('另一份导入正在进行，等它完成后接着导入。')
      if (redraw) return redraw(barOf(progress))
      const step = `${phase} ${Math.floor(done / STEP)}`
      if (done < STEP || step === told) return
      told = step
      screen.print(lineOf(progress))
    },
    end: () => redraw?.(''),
  }
}

function lineOf({ phase, done, total }: BookProgress): string {
  return phase === 'reading' ? `已读 ${done} 行` : `已处理 ${done} / ${total} 条`
}

/** How many rows there are is known only when all have been read. */
function barOf(progress: BookProgress): string {
  const { phase, done, total } = progress
  if (phase === 'reading' || !total) return lineOf(progress)
  const part = Math.min(1, done / total)
  const full = Math.round(part * BAR_WIDTH)
  const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full)
  return `${bar} ${Math.floor(part * 100)}%  ${lineOf(progress)}`
}
