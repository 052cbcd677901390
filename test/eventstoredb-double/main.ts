import { ServerNode } from './node.ts'

// The double as a process of its own, until it is stopped: EVENTS_URL for trying things out.
const node = await ServerNode.start()
console.log(node.url)
