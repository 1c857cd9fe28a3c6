/** Scores as people read them: the figure first, then what to mend. */
import type { Scores } from './scores.ts'

/** Lines of text, in Chinese and English as all of the command's output. */
export function printScores({ sentences, routing, slots, confusion, worst }: Scores): string[] {
  const { right, offered, wrong, accuracy } = routing
  return [
    `${sentences} 句 / sentences`,
    `去向正确 / routing accuracy: ${percent(accuracy)}（直接 / at once ${right}，选项中 / among those offered ${offered}，错误 / wrong ${wrong}）`,
    ...Object.entries(slots).map(
      ([type, score]) =>
        `${type}: 准确率 / precision ${percent(score.precision)}（${score.right}/${score.read}），召回率 / recall ${percent(score.recall)}（${score.right}/${score.there}）`,
    ),
    ...(confusion.length > 0 ? ['混淆 / confusion（应为 → 实为，meant → heard）'] : []),
    ...confusion.map(({ meant, heard, count }) => `  ${count}  ${meant} → ${heard}`),
    ...(worst.length > 0 ? [`最差的 ${worst.length} 句 / the ${worst.length} worst`] : []),
    ...worst.map(
      ({ line, text, meant, heard, p, score }) =>
        `  :${line} ${text}  ${meant} → ${heard}（${p} ${Number.isFinite(score) ? score.toFixed(2) : '∞'}）`,
    ),
  ]
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)}%`
}
