/** What went wrong, in words for the page's own notice. */
import type { ErrorRequestHandler } from 'express'
import { BadInput } from '../api-input.ts'
import { ControlRefused } from '../control-client.ts'

export const onPageError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error)
  if (error instanceof BadInput) return void response.status(400).type('text').send(error.message)
  if (error instanceof ControlRefused) {
    return void response.status(error.status).type('text').send(error.message)
  }
  next(error)
}
