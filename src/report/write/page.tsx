/** The report as one HTML file: nothing is fetched, no script runs; for a phone, a desk and A4. */
import { randomUUID } from 'node:crypto'
import { render } from 'preact-render-to-string'
import {
  type Block,
  type Card,
  type Cell,
  type Chart,
  type Column,
  isMissed,
  isRate,
  percentText,
  type Report,
  type Section,
  type Table,
} from '../document.ts'
import type { Say } from '../say.ts'
import { cellText } from './cell-text.ts'
import { drawChart } from './chart.ts'
import { STYLE } from './style.ts'

/** Whoever opens the file: it may load nothing and run nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** What a column takes beside another block; a rate has its parts with it, words may be long. */
const PLACES = { text: 1.5, count: 1, fen: 1, score: 1, rate: 2, share: 1, percent: 1 } as const
const NARROW_PLACES = 7

export function renderReport(report: Report, say: Say): string {
  const pictures = shelfOfPictures()
  const page = (
    <html lang="zh-CN">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="robots" content="noindex" />
        <title>{`${report.project} ${report.title}`}</title>
        <style>{pictures.keep(STYLE)}</style>
      </head>
      <body>
        <main>
          <header>
            <p class="project">{report.project}</p>
            <h1>{report.title}</h1>
            <div class="head">
              {report.head.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </div>
          </header>
          <nav>
            {report.sections.map(({ id, title }) => (
              <a key={id} href={`#${id}`}>
                {title}
              </a>
            ))}
          </nav>
          {report.sections.map((section, at) => (
            <SectionView key={section.id} {...{ section, at, pictures, say }} />
          ))}
          <footer>{report.foot}</footer>
        </main>
      </body>
    </html>
  )
  return pictures.into(`<!doctype html>${render(page)}`)
}

/** Drawn pictures and the style are put into the finished page: what goes through the renderer is escaped. */
function shelfOfPictures() {
  const token = randomUUID()
  const kept: string[] = []
  return {
    keep: (text: string) => `${token}:${kept.push(text) - 1};`,
    into: (html: string) =>
      html.replaceAll(new RegExp(`${token}:(\\d+);`, 'g'), (_all, at) => kept[Number(at)] ?? ''),
  }
}

interface Shown {
  readonly pictures: ReturnType<typeof shelfOfPictures>
  readonly say: Say
}

function SectionView({
  section,
  at,
  ...shown
}: Shown & { readonly section: Section; readonly at: number }) {
  const cards = section.blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : []))
  const others = section.blocks.filter(({ kind }) => kind !== 'cards')
  return (
    <section id={section.id}>
      <h2>
        <span>{at + 1}</span>
        {section.title}
      </h2>
      {cards.length > 0 && (
        <dl class="cards">
          {cards.map((card) => (
            <CardView key={card.label} {...card} />
          ))}
        </dl>
      )}
      {others.length > 0 && (
        <div class="blocks">
          {others.map((block, place) => (
            <BlockView
              key={JSON.stringify(block)}
              {...{ block, isWide: isWide(others, place), ...shown }}
            />
          ))}
        </div>
      )}
    </section>
  )
}

/** Two narrow blocks stand side by side; one that is left alone has the whole width. */
function isWide(blocks: readonly Block[], place: number): boolean {
  const block = blocks[place]
  if (!block || needsWidth(block)) return true
  const before = blocks.slice(0, place).reverse()
  const run = before.findIndex(needsWidth)
  const isFirst = (run === -1 ? before.length : run) % 2 === 0
  const next = blocks[place + 1]
  return isFirst && (!next || needsWidth(next))
}

function needsWidth(block: Block): boolean {
  if (block.kind !== 'table') return block.kind === 'note'
  return block.columns.reduce((sum, { kind }) => sum + PLACES[kind], 0) > NARROW_PLACES
}

function CardView({ label, value, sub, tone }: Card) {
  return (
    <div class={`card ${tone}`}>
      <dt>{label}</dt>
      <dd class="value">{value}</dd>
      <dd class="sub">{sub}</dd>
    </div>
  )
}

interface Placed extends Shown {
  readonly isWide: boolean
}

function BlockView({ block, ...shown }: Placed & { readonly block: Block }) {
  switch (block.kind) {
    case 'note':
      return <p class="block wide say">{block.text}</p>
    case 'chart':
      return <ChartView chart={block} {...shown} />
    case 'table':
      return <TableView table={block} {...shown} />
    case 'cards':
      return null
  }
}

function ChartView({ chart, pictures, isWide: wide }: Placed & { readonly chart: Chart }) {
  return (
    <figure class={wide ? 'block chart wide' : 'block chart'}>
      <h3>{chart.title}</h3>
      {pictures.keep(drawChart(chart))}
    </figure>
  )
}

function TableView({ table, say, isWide: wide }: Placed & { readonly table: Table }) {
  const { title, columns, rows, note } = table
  return (
    <div class={wide ? 'block wide' : 'block'}>
      <h3>{title}</h3>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.title} class={classOf(column)}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={JSON.stringify(row)}>
                {columns.map((column, at) => (
                  <td key={column.title} class={classOf(column)}>
                    <CellView column={column} cell={row[at] ?? null} say={say} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {note && <p class="note">{note}</p>}
    </div>
  )
}

function classOf({ kind }: Column): string | undefined {
  return kind === 'text' ? 'text' : undefined
}

function CellView({
  column,
  cell,
  say,
}: {
  readonly column: Column
  readonly cell: Cell
  readonly say: Say
}) {
  if (!isRate(cell)) return <>{cellText(column, cell)}</>
  const isNothing = cell.denominator === 0
  const hasCounts = column.kind === 'rate' && !isNothing
  return (
    <>
      <span class={isMissed(cell) ? 'missed' : undefined}>{percentText(cell)}</span>
      {hasCounts && <small>{`${cell.numerator}/${cell.denominator}`}</small>}
      {cell.isSmall && <span class="few">{say('small')}</span>}
    </>
  )
}
