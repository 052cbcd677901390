import { ServerLog } from './log.ts'
import { ServerNode } from './node.ts'

// The double as a process of its own, until it is stopped: node main.ts [PORT] [FILE]. With a file its log outlives it. Prints its address.
const [port = '0', file] = process.argv.slice(2)
const node = await ServerNode.start({ port: Number(port), log: new ServerLog(file) })
console.log(node.url)
