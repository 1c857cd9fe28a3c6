/** The load client as a process of its own: what it costs to ask is no part of what a server costs to answer. */
import { type Deliveries, requestsOf } from './deliveries.ts'
import { closedLoop, type Load, openLoop } from './load.ts'

export interface LoadOrder {
  readonly port: number
  readonly deliveries: Deliveries
  readonly requests: number
  readonly way: { readonly connections: number } | { readonly perSecond: number }
}

export type LoadAnswer = { readonly load: Load } | { readonly failed: string }

process.on('message', async (order: LoadOrder) => {
  const answer = await work(order).then(
    (load): LoadAnswer => ({ load }),
    (error): LoadAnswer => ({ failed: error instanceof Error ? error.message : String(error) }),
  )
  process.send?.(answer)
})
process.on('disconnect', () => process.exit())

function work({ port, deliveries, requests, way }: LoadOrder): Promise<Load> {
  const all = requestsOf(deliveries, requests)
  return 'connections' in way
    ? closedLoop(port, way.connections, all)
    : openLoop(port, way.perSecond, all)
}
