/** The floor: Node's own server reads the body and answers, and looks at nothing. */
import { createServer } from 'node:http'
import { tellPort } from '../../peers/serve-callback.mjs'

tellPort(
  createServer((request, response) => {
    request.on('data', () => undefined)
    request.on('end', () => response.writeHead(200, { 'content-length': 0 }).end())
  }),
)
