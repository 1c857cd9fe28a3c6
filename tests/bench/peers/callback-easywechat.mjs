/** The Work application of node-easywechat; its index cannot be loaded, so that its modules are taken by their paths. */
import { createServer } from 'node:http'
import ServerRequest from 'node-easywechat/dist/Core/Http/ServerRequest.js'
import Work from 'node-easywechat/dist/Work/Application.js'
import { KEYS, tellPort } from './serve-callback.mjs'

const { token, aesKey: aes_key, corpId: corp_id } = KEYS
tellPort(
  createServer(async (request, response) => {
    try {
      // One for each request: an application keeps the request it is answering.
      const app = new Work({ corp_id, token, aes_key, secret: 'none' })
      app.setRequest(await ServerRequest.createFromIncomingMessage(request))
      const server = app.getServer()
      server.with((message, next) => next(message))
      const answer = await server.serve()
      response.writeHead(answer.getStatusCode()).end(answer.getBody().toString())
    } catch {
      response.writeHead(401).end()
    }
  }),
)
