/** wechat on Express: here to see what one wrong request does to it. */
import { createServer } from 'node:http'
import express from 'express'
import wechat from 'wechat'
import { KEYS, tellPort } from './serve-callback.mjs'

const { token, aesKey: encodingAESKey, corpId: appid } = KEYS
const app = express()
app.use(
  '/wecom/app/callback',
  wechat({ token, encodingAESKey, appid }, (_request, response) => response.reply('')),
)
tellPort(createServer(app))
