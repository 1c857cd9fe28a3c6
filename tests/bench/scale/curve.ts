/** How the times grow with the number of tickets, both axes by powers of ten: a straight line to the right is no growth. */
import * as echarts from 'echarts'
import type { Size } from './scale-bench.ts'

/** SVG text. */
export function drawCurve(sizes: readonly Size[]): string {
  const canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 860, height: 460 })
  const names = sizes[0]?.measured.map(({ subject }) => subject) ?? []
  const axis = (name: string) => ({
    type: 'log',
    name,
    nameLocation: 'middle',
    nameGap: 32,
    minorSplitLine: { show: false },
  })
  try {
    canvas.setOption({
      animation: false,
      textStyle: { fontFamily: 'sans-serif' },
      legend: { right: 0, top: 'middle', orient: 'vertical' },
      grid: { left: 60, right: 190, top: 20, bottom: 50 },
      xAxis: axis('tickets'),
      yAxis: axis('CPU, ms'),
      series: names.map((name) => ({
        type: 'line',
        name,
        silent: true,
        symbolSize: 7,
        data: sizes.map(({ tickets, measured }) => [
          tickets,
          measured.find(({ subject }) => subject === name)?.cpu.median ?? null,
        ]),
      })),
    })
    return canvas.renderToSVGString()
  } finally {
    canvas.dispose()
  }
}
