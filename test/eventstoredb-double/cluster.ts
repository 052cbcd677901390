import { ServerLog } from './log.ts'
import { type Member, ServerNode } from './node.ts'

/** Two nodes over one log: what one has written the other has too. One leads, both tell who. */
export class Cluster {
  readonly nodes: readonly [ServerNode, ServerNode]
  readonly log: ServerLog
  readonly #gone = new Set<ServerNode>()

  private constructor(log: ServerLog, nodes: readonly [ServerNode, ServerNode]) {
    this.log = log
    this.nodes = nodes
    for (const node of nodes) node.members = () => this.#members()
    nodes[1].role = 'follower'
  }

  static async start(): Promise<Cluster> {
    const log = new ServerLog()
    return new Cluster(log, [await ServerNode.start({ log }), await ServerNode.start({ log })])
  }

  /** Both as seeds. */
  get url(): string {
    return `esdb://${this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}?tls=false`
  }

  get leader(): ServerNode {
    return this.nodes.find(({ role }) => role === 'leader') as ServerNode
  }

  /** Both answer that they are not ready, so long. */
  isStartingFor(ms: number): void {
    for (const { faults } of this.nodes) {
      faults.notReady = true
      setTimeout(() => (faults.notReady = false), ms)
    }
  }

  /** The leader goes; until somebody is elected nobody leads. */
  loseLeader(): ServerNode {
    const { leader } = this
    leader.role = 'follower'
    this.#gone.add(leader)
    leader.goAway()
    return leader
  }

  /** Takes the lead from a node that stays. */
  elect(node: ServerNode): void {
    for (const one of this.nodes) one.role = one === node ? 'leader' : 'follower'
  }

  async comeBack(node: ServerNode): Promise<void> {
    await node.comeBack()
    this.#gone.delete(node)
  }

  stop(): void {
    for (const node of this.nodes) node.stop()
  }

  #members(): Member[] {
    return this.nodes.map((node) => ({ port: node.port, role: node.role, alive: !this.#gone.has(node) }))
  }
}
