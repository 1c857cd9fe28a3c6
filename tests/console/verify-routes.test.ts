import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyRoutes } from '../../src/console/verify-routes.ts'

let folder: string
let url: string
let close: () => Promise<unknown>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanjia-verify-'))
  await writeFile(join(folder, 'WW_verify_abc123XYZ.txt'), 'abc123XYZ')
  await writeFile(join(folder, 'WW_verify_huge.txt'), 'x'.repeat(1025))
  await writeFile(join(folder, 'data-key'), 'secret')
  const server = express().use('/', verifyRoutes(folder)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () => new Promise((resolve) => server.close(resolve))
})
afterAll(async () => {
  await close()
  await rm(folder, { recursive: true })
})

test('the file of the console is served as it is', async () => {
  const response = await fetch(`${url}/WW_verify_abc123XYZ.txt`)
  expect([response.status, await response.text()]).toEqual([200, 'abc123XYZ'])
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
})

test.each([
  '/WW_verify_none.txt',
  '/WW_verify_huge.txt',
  '/data-key',
  '/WW_verify_..%2Fdata-key.txt',
  '/WW_verify_abc123XYZ.txt/..',
  '/WW_verify_abc123XYZ.html',
  `/WW_verify_${'a'.repeat(65)}.txt`,
])('%s is nobody’s', async (path) => {
  expect((await fetch(`${url}${path}`)).status).toBe(404)
})
