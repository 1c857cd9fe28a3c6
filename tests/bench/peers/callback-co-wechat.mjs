/** co-wechat on Koa, answering nothing at once as its own manual advises for long work. */
import { createServer } from 'node:http'
import wechat from 'co-wechat'
import Koa from 'koa'
import { KEYS, tellPort } from './serve-callback.mjs'

const { token, aesKey: encodingAESKey, corpId: appid } = KEYS
const app = new Koa()
app.silent = true
app.use(
  wechat({ token, encodingAESKey, appid }).middleware(async (message) =>
    message.MsgId ? '' : 'no id',
  ),
)
tellPort(createServer(app.callback()))
