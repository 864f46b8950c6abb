import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { onTestFinished } from 'vitest'

/** A server in a thread of its own: it answers while this one waits for a program. */
const SERVER = `
const { workerData, parentPort } = require('node:worker_threads')
const answer = (_, response) => {
  Atomics.add(new Int32Array(workerData), 0, 1)
  response.end('{}')
}
const server = require('node:http').createServer(answer).listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

/** A server on the loopback address, which no proxy keeps programs from, and how often it was asked. */
export async function loopback(): Promise<{ readonly address: string; readonly requests: () => number }> {
  const count = new SharedArrayBuffer(4)
  const worker = new Worker(SERVER, { eval: true, workerData: count })
  onTestFinished(() => void worker.terminate())
  const [port] = await once(worker, 'message')
  return { address: `http://127.0.0.1:${port}`, requests: () => Atomics.load(new Int32Array(count), 0) }
}
