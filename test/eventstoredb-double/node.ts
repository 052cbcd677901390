import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  status,
} from '@grpc/grpc-js'
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import gossip from '@eventstore/db-client/generated/gossip_pb.js'
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import features from '@eventstore/db-client/generated/serverfeatures_pb.js'
import type shared from '@eventstore/db-client/generated/shared_pb.js'
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import { batchAnswer, Batches, batchNotReady } from './batch.ts'
import { type Proposed, ServerLog, type Written } from './log.ts'
import { answerMessage, expectedOf, failure, nameOf, proposedOf } from './messages.ts'
import { answerRead, answerSubscription, type ReadCall } from './reads.ts'
import { Wire } from './wire.ts'

/** What goes wrong on a node, until it is put right. */
export type Faults = {
  /** It is starting: it answers, but not yet with anything; as a gRPC server says so, or in words only. */
  notReady: boolean | 'in words'
  /** Before each answer, and each event of a read. */
  delayMs: number
  /** Subscriptions that are open now stay open and never give anything again. */
  mute: boolean
  /** Appends arrive and are never answered. */
  deaf: boolean
  /** When an append has been received and not yet written, and when it has been written and not yet answered. */
  beforeWriting: (() => void) | undefined
  beforeAnswering: (() => void) | undefined
}

/** How a node is seen by the others. */
export type Role = 'leader' | 'follower'
export type Member = Readonly<{ port: number; role: Role; alive: boolean }>

export type NodeOptions = Readonly<{
  log?: ServerLog
  /** Where it is reached; a free port unless it says. */
  port?: number
  /** With it the server is encrypted and asks for this user. */
  user?: Readonly<{ username: string; password: string }>
  /** With it the server is encrypted and knows its users by their certificates; who comes with a name instead is denied. */
  byCertificate?: true
}>

const MAX_APPEND = 1_048_576
const FACE = '127.0.0.1'
const tls = (name: string): Buffer => readFileSync(new URL(`./tls/${name}`, import.meta.url))

/**
 * A server that speaks the protocol of EventStoreDB, in this process, over a real socket: as much of it as the store uses, and faults.
 *
 * @example
 * const node = await ServerNode.start()
 * const store = await openEventStoreDb(node.url)
 */
export class ServerNode {
  readonly log: ServerLog
  readonly faults: Faults = {
    notReady: false,
    delayMs: 0,
    mute: false,
    deaf: false,
    beforeWriting: undefined,
    beforeAnswering: undefined,
  }
  readonly counts = { appends: 0, batchAppends: 0, reads: 0, subscriptions: 0, open: 0, gossip: 0 }
  /** Names of the clients that appended, in the order of their appends. */
  readonly writers: string[] = []
  role: Role = 'leader'
  members: () => readonly Member[] = () => [{ port: this.port, role: this.role, alive: true }]
  readonly #options: NodeOptions
  readonly #server = new Server({ 'grpc.max_receive_message_length': 64 * 1024 * 1024 })
  #wire = new Wire(0)

  private constructor(options: NodeOptions) {
    this.#options = options
    this.log = options.log ?? new ServerLog()
  }

  static async start(options: NodeOptions = {}): Promise<ServerNode> {
    const node = new ServerNode(options)
    await node.#listen()
    return node
  }

  get port(): number {
    return this.#wire.port
  }

  get url(): string {
    return `esdb://${FACE}:${this.port}?tls=false`
  }

  /** Every connection ends at once; the server is still there. */
  cut(): void {
    this.#wire.cut()
  }

  /** What is connected stays connected and hears nothing any more, as behind a firewall that forgot it. */
  freeze(): void {
    this.#wire.freeze()
  }

  /** The server is gone, and comes back at the same port with the same log. */
  goAway(): void {
    this.#wire.pullOut()
  }

  async comeBack(): Promise<void> {
    await this.#wire.plugIn()
  }

  stop(): void {
    this.#wire.pullOut()
    this.#server.forceShutdown()
  }

  async #listen(): Promise<void> {
    this.#server.addService(streamsService.StreamsService, {
      read: (call: ReadCall) => void this.#read(call),
      append: (call: ServerReadableStream<streams.AppendReq, streams.AppendResp>, answer: sendUnaryData<streams.AppendResp>) =>
        void this.#append(call, answer),
      batchAppend: (call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>) => this.#batchAppend(call),
    })
    this.#server.addService(featuresService.ServerFeaturesService, {
      getSupportedMethods: (_: ServerUnaryCall<shared.Empty, features.SupportedMethods>, answer: sendUnaryData<features.SupportedMethods>) =>
        answer(null, supportedMethods()),
    })
    this.#server.addService(gossipService.GossipService, {
      read: (_: ServerUnaryCall<shared.Empty, gossip.ClusterInfo>, answer: sendUnaryData<gossip.ClusterInfo>) => {
        this.counts.gossip += 1
        if (this.faults.notReady) answer(failure(status.UNAVAILABLE, 'Server Is Not Ready'), null)
        else answer(null, clusterInfo(this.members()))
      },
    })
    const { user, byCertificate = false } = this.#options
    const keys = [{ cert_chain: tls('node.crt'), private_key: tls('node.key') }]
    const secure = () => ServerCredentials.createSsl(byCertificate ? tls('user-ca.crt') : null, keys, byCertificate)
    const credentials = user || byCertificate ? secure() : ServerCredentials.createInsecure()
    const port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(`${FACE}:0`, credentials, (error, bound) => (error ? reject(error) : resolve(bound)))
    })
    this.#wire = new Wire(port, this.#options.port)
    await this.#wire.plugIn()
  }

  async #read(call: ReadCall): Promise<void> {
    const refused = this.#refusal(call.metadata)
    if (refused) return void call.emit('error', refused)
    const isSubscription = call.request.getOptions()?.hasSubscription()
    this.counts[isSubscription ? 'subscriptions' : 'reads'] += 1
    this.counts.open += 1
    call.once('close', () => (this.counts.open -= 1))
    await (isSubscription ? answerSubscription : answerRead)(this.log, this.faults, call)
  }

  async #append(call: ServerReadableStream<streams.AppendReq, streams.AppendResp>, answer: sendUnaryData<streams.AppendResp>): Promise<void> {
    let options: streams.AppendReq.Options | undefined
    const events: Proposed[] = []
    try {
      for await (const frame of call as AsyncIterable<streams.AppendReq>) {
        options ??= frame.getOptions()
        const message = frame.getProposedMessage()
        if (message) events.push(proposedOf(message))
      }
    } catch {
      // Cut off before it was all there.
      return
    }
    this.counts.appends += 1
    this.writers.push(String(call.metadata.get('connection-name')[0]))
    const refused = this.#refusal(call.metadata) ?? tooLarge(events)
    if (refused) return answer(refused, null)
    if (this.faults.deaf) return
    this.faults.beforeWriting?.()
    if (call.cancelled) return
    if (this.faults.delayMs > 0) await setTimeout(this.faults.delayMs)
    const expected = expectedOf(options)
    const written = this.log.append(nameOf(options?.getStreamIdentifier()), expected, events)
    this.faults.beforeAnswering?.()
    answer(null, answerMessage(expected, written))
  }

  #batchAppend(call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>): void {
    const batches = new Batches()
    call.on('error', () => {})
    call.on('end', () => call.end())
    call.on('data', (frame: streams.BatchAppendReq) => {
      const batch = batches.take(frame)
      if (!batch) return
      this.counts.batchAppends += 1
      if (this.faults.deaf) return
      if (this.faults.notReady) return void call.write(batchNotReady(batch))
      const written: Written = this.log.append(batch.stream, batch.expected, batch.events)
      call.write(batchAnswer(batch, written))
    })
  }

  #refusal(metadata: ReadCall['metadata']): ReturnType<typeof failure> | undefined {
    const { notReady } = this.faults
    if (notReady) return failure(notReady === 'in words' ? status.UNKNOWN : status.UNAVAILABLE, 'Server Is Not Ready')
    const { user, byCertificate } = this.#options
    if (byCertificate && metadata.get('authorization').length > 0)
      return failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' })
    const wanted = user && `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`
    if (wanted !== undefined && metadata.get('authorization')[0] !== wanted)
      return failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' })
    const leader = this.members().find(({ role, alive }) => role === 'leader' && alive)
    if (metadata.get('requires-leader')[0] !== 'true' || this.role === 'leader') return undefined
    if (!leader) return failure(status.UNAVAILABLE, 'Server Is Not Ready')
    const endpoint = { 'leader-endpoint-host': FACE, 'leader-endpoint-port': String(leader.port) }
    return failure(status.NOT_FOUND, 'Leader info available', { exception: 'not-leader', ...endpoint })
  }
}

function tooLarge(events: readonly Proposed[]): ReturnType<typeof failure> | undefined {
  const size = events.reduce((sum, { type, data, metadata }) => sum + 2 * type.length + data.length + metadata.length, 0)
  if (size <= MAX_APPEND) return undefined
  const trailers = { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(MAX_APPEND) }
  return failure(status.INVALID_ARGUMENT, 'Maximum Append Size Exceeded', trailers)
}

function supportedMethods(): features.SupportedMethods {
  const answer = new features.SupportedMethods().setEventStoreServerVersion('double')
  for (const name of ['append', 'batchappend', 'read']) {
    answer.addMethods(new features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name))
  }
  return answer
}

function clusterInfo(members: readonly Member[]): gossip.ClusterInfo {
  const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState
  return new gossip.ClusterInfo().setMembersList(
    members.map(({ port, role, alive }) =>
      new gossip.MemberInfo()
        .setIsAlive(alive)
        .setState(role === 'leader' ? LEADER : FOLLOWER)
        .setHttpEndPoint(new gossip.EndPoint().setAddress(FACE).setPort(port)),
    ),
  )
}
