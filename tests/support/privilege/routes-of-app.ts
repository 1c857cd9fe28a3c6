/** Every route of an Express app, walked out of its own router: what is not in this list is not served. */
import type { Express } from 'express'

interface Layer {
  readonly rawPath?: unknown
  readonly route?: {
    readonly path: unknown
    readonly stack: readonly { readonly method?: string }[]
  }
  readonly handle: { readonly name?: string; readonly stack?: readonly Layer[] }
}

/** "GET /console/tickets/:id", each once, in order of their names. */
export function routesOfApp(app: Express): readonly string[] {
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] }
  return [...new Set(walked(stack, ''))].sort()
}

function walked(stack: readonly Layer[], at: string): string[] {
  return stack.flatMap((layer) => {
    const { route, handle } = layer
    if (route) {
      const methods = new Set(route.stack.map(({ method }) => method?.toUpperCase() ?? 'ALL'))
      return [...methods].map((method) => `${method} ${joined(at, route.path)}`)
    }
    if (handle.stack) return walked(handle.stack, joined(at, layer.rawPath))
    // Files served from a folder are a route as well, although to Express they are none.
    return handle.name === 'serveStatic' ? [`GET ${joined(at, layer.rawPath)}/*`] : []
  })
}

function joined(at: string, path: unknown): string {
  if (typeof path !== 'string' && !(path instanceof RegExp)) {
    throw new Error(`a route of ${at} has no path that can be read`)
  }
  return path === '/' ? at : `${at}${String(path)}`
}
