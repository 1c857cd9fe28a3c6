/** Files in a bucket of an object store that speaks S3: Aliyun OSS, Tencent COS, MinIO, Ceph and others. */
import { buffer } from 'node:stream/consumers'
import { Client } from 'minio'
import { placeOf, type Storage } from './storage.ts'

export interface S3Settings {
  /** Such as `https://cos.ap-guangzhou.myqcloud.com`. */
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Whether the bucket stands in the path (MinIO, Ceph) and not in the host (OSS, COS). */
  readonly pathStyle: boolean
}

/** A store that has not answered by then is down: fetching tries again, a page says so. */
const ANSWER_WITHIN_MS = 30_000

/** Each call ends within half a minute, with the store's own error or `the store did not answer`. */
export function s3Storage(settings: S3Settings, withinMs = ANSWER_WITHIN_MS): Storage {
  const client = openClient(settings)
  const { bucket } = settings
  const inTime = <T>(call: Promise<T>) => answered(call, withinMs)
  return {
    async write(key, bytes) {
      const place = placeOf(key)
      await inTime(client.putObject(bucket, place, Buffer.from(bytes), bytes.length))
    },
    async read(key) {
      const place = placeOf(key)
      return inTime(client.getObject(bucket, place).then((body) => buffer(body)))
    },
    async remove(key) {
      const place = placeOf(key)
      await inTime(client.removeObject(bucket, place))
    },
  }
}

function openClient(settings: S3Settings): Client {
  const { protocol, hostname, port } = new URL(settings.endpoint)
  return new Client({
    endPoint: hostname,
    useSSL: protocol === 'https:',
    ...(port !== '' && { port: Number(port) }),
    region: settings.region,
    accessKey: settings.accessKeyId,
    secretKey: settings.secretAccessKey,
    pathStyle: settings.pathStyle,
  })
}

async function answered<T>(call: Promise<T>, withinMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the store did not answer')), withinMs)
  })
  return Promise.race([call, late]).finally(() => clearTimeout(timer))
}
