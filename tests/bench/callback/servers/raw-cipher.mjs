/** Node's own server with the desk's own cipher, the ciphertext found by its marks: the least that a callback can cost. */
import { createServer } from 'node:http'
import { makeCipher } from '../../../../dist/channels/wecom/cipher.js'
import { KEYS, tellPort } from '../../peers/serve-callback.mjs'

const [OPEN, CLOSE] = ['<Encrypt><![CDATA[', ']]></Encrypt>']
const cipher = makeCipher({ token: KEYS.token, aesKey: KEYS.aesKey, receiveId: KEYS.corpId })

tellPort(
  createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const isGood = isMessage(request.url, Buffer.concat(chunks).toString('latin1'))
      response.writeHead(isGood ? 200 : 403, { 'content-length': 0 }).end()
    })
  }),
)

function isMessage(url, body) {
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  const encrypted = body.slice(body.indexOf(OPEN) + OPEN.length, body.indexOf(CLOSE))
  const opened = cipher.open({
    signature: query.get('msg_signature') ?? '',
    timestamp: query.get('timestamp') ?? '',
    nonce: query.get('nonce') ?? '',
    encrypted,
  })
  return opened.plaintext?.toString('utf8').includes('<MsgId>') === true
}
