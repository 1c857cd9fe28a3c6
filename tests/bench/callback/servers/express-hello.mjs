/** What Express alone costs: no middleware, one route, an empty answer. */
import { createServer } from 'node:http'
import express from 'express'
import { tellPort } from '../../peers/serve-callback.mjs'

const app = express()
app.post('/wecom/app/callback', (_request, response) => response.status(200).end())
tellPort(createServer(app))
