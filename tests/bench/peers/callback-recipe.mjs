/** The recipe most people begin with: Express, the official package for the cipher and xml2js. */
import { createServer } from 'node:http'
import { decrypt, getSignature } from '@wecom/crypto'
import express from 'express'
import { parseStringPromise } from 'xml2js'
import { KEYS, tellPort } from './serve-callback.mjs'

const app = express()
app.use(express.text({ type: () => true }))
app.post('/wecom/app/callback', async (request, response) => {
  const { msg_signature, timestamp, nonce } = request.query
  const envelope = await parseStringPromise(request.body, { explicitArray: false })
  const encrypted = envelope.xml.Encrypt
  if (getSignature(KEYS.token, timestamp, nonce, encrypted) !== msg_signature) {
    return response.status(401).end()
  }
  const { message } = decrypt(KEYS.aesKey, encrypted)
  const inner = await parseStringPromise(message, { explicitArray: false })
  return response.status(inner.xml.MsgId ? 200 : 400).end()
})
tellPort(createServer(app))
