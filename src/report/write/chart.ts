/** A chart as an SVG picture that needs no script: drawn once, the same on paper, on a phone and on a desk. */
import * as echarts from 'echarts'
import type { Chart } from '../document.ts'

const WIDTH = 540
const UPRIGHT_HEIGHT = 270
/** Of a chart down the side: for each label and series, and around them. */
const BAR_HEIGHT = 17
const ROW_GAP = 12
const FRAME_HEIGHT = 74

const COLOURS = ['#1f6f78', '#b9c7cf']
const INK = '#33414c'
const LINE = '#e3e8ec'
const TARGET = '#c2571a'
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif'
/** Longer names are cut: the table beside the chart has them whole. */
const LABEL_WIDTH = 150

/** What a mouse would do: nothing here is touched, and pictures of one page would share it. */
const HOVER = /<style.*?<\/style>/gs

/** SVG text, to be put into a page; words in it are escaped. */
export function drawChart(chart: Chart): string {
  const { isSideways, labels, series } = chart
  const height = isSideways
    ? FRAME_HEIGHT + labels.length * (series.length * BAR_HEIGHT + ROW_GAP)
    : UPRIGHT_HEIGHT
  const canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height })
  try {
    canvas.setOption(optionOf(chart))
    return canvas.renderToSVGString({ useViewBox: true }).replace(HOVER, '')
  } finally {
    canvas.dispose()
  }
}

function optionOf(chart: Chart): echarts.EChartsCoreOption {
  const { isSideways, labels, series, unit } = chart
  const names = {
    type: 'category',
    data: [...labels],
    inverse: isSideways,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: '#c6d0d7' } },
    axisLabel: {
      color: INK,
      fontSize: 13,
      interval: 0,
      ...(isSideways && { width: LABEL_WIDTH, overflow: 'truncate' }),
    },
  }
  const values = {
    type: 'value',
    ...(unit === 'percent' ? { min: 0, max: 100 } : { minInterval: 1 }),
    splitLine: { lineStyle: { color: LINE } },
    axisLabel: { color: '#7b8a95', fontSize: 12, formatter: short, hideOverlap: true },
  }
  return {
    animation: false,
    color: COLOURS,
    textStyle: { fontFamily: FONT },
    aria: { enabled: false },
    legend:
      series.length > 1
        ? { top: 0, right: 0, textStyle: { color: INK, fontSize: 13 } }
        : { show: false },
    grid: { left: 8, right: isSideways ? 56 : 34, top: 36, bottom: 8, containLabel: true },
    ...(isSideways ? { yAxis: names, xAxis: values } : { xAxis: names, yAxis: values }),
    series: series.map((one, at) => ({
      type: 'bar',
      name: one.name,
      data: [...one.values],
      silent: true,
      barMaxWidth: isSideways ? BAR_HEIGHT - 3 : 34,
      itemStyle: { borderRadius: isSideways ? [0, 3, 3, 0] : [3, 3, 0, 0] },
      label: {
        show: true,
        position: isSideways ? 'right' : 'top',
        color: at === 0 ? INK : '#8794a0',
        fontSize: 12,
        formatter: ({ value }: { readonly value?: unknown }) => shown(value),
      },
      ...(at === 0 &&
        chart.target !== undefined && { markLine: targetLine(chart.target, isSideways) }),
    })),
  }
}

function targetLine(target: number, isSideways: boolean) {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: TARGET, type: 'dashed', width: 1.5 },
    label: { formatter: String(target), color: TARGET, fontSize: 12, position: 'end' },
    data: [isSideways ? { xAxis: target } : { yAxis: target }],
  }
}

function shown(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en') : ''
}

/** 12000 → 1.2万: an axis has no room for more. */
function short(value: number): string {
  return value >= 10_000 ? `${value / 10_000}万` : String(value)
}
