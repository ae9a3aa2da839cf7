import { init, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { onMounted, onUnmounted, watch, type ShallowRef, type WatchSource } from 'vue'
import { useMedia } from './media'

/** The look of the axes and tooltips of every chart, from the tokens as they are now. */
export interface Look {
  token: (name: string) => string
  text: { color: string; fontFamily: string; fontSize: number }
  tooltip: Record<string, unknown>
}

function look(): Look {
  const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const text = { color: token('--ink-3'), fontFamily: token('--font'), fontSize: 11 }
  return {
    token,
    text,
    tooltip: { renderMode: 'richText', confine: true, backgroundColor: token('--card'), borderColor: token('--line'), textStyle: { ...text, fontSize: 12, color: token('--ink') } },
  }
}

/**
 * Charts are drawn as SVG, with the tooltip inside it: an HTML tooltip would need inline styles, which the content policy forbids.
 * Draws into `place` for as long as the component lives, again when a source, the size or the colour scheme changes. `chosen` hears which
 * category of the axis below was clicked.
 */
export function useChart(place: Readonly<ShallowRef<HTMLElement | null>>, sources: WatchSource[], option: (look: Look) => EChartsCoreOption, chosen?: (category: number) => void): void {
  const dark = useMedia('(prefers-color-scheme: dark)')
  const calm = useMedia('(prefers-reduced-motion: reduce)')
  let chart: EChartsType | undefined
  let observer: ResizeObserver | undefined
  const draw = () => chart?.setOption({ animation: !calm.value, animationDurationUpdate: 250, ...option(look()) })
  onMounted(() => {
    if (!place.value) return
    chart = init(place.value, undefined, { renderer: 'svg' })
    if (chosen) {
      chart.getZr().on('click', ({ offsetX, offsetY }) => {
        if (chart?.containPixel('grid', [offsetX, offsetY])) chosen(Number(chart.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY])[0]))
      })
    }
    observer = new ResizeObserver(() => chart?.resize())
    observer.observe(place.value)
    draw()
  })
  onUnmounted(() => {
    observer?.disconnect()
    chart?.dispose()
  })
  watch([...sources, dark], draw, { flush: 'post' })
}
