import shared from '@eventstore/db-client/generated/shared_pb.js'
import status from '@eventstore/db-client/generated/status_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import any from 'google-protobuf/google/protobuf/any_pb.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'
import type { ExpectedRevision, Proposed, Written } from './log.ts'
import { nameOf, proposedOf } from './messages.ts'

/** One append that came over the batch path, when its last frame is there. */
export type Batch = Readonly<{ correlation: string; stream: string; expected: ExpectedRevision; events: readonly Proposed[] }>

/** Puts the frames of the batch path together: those of one append share a correlation id. */
export class Batches {
  readonly #open = new Map<string, { stream: string; expected: ExpectedRevision; events: Proposed[] }>()

  take(frame: streams.BatchAppendReq): Batch | undefined {
    const correlation = frame.getCorrelationId()?.getString() ?? ''
    const options = frame.getOptions()
    if (options) this.#open.set(correlation, { stream: nameOf(options.getStreamIdentifier()), expected: expectedOf(options), events: [] })
    const batch = this.#open.get(correlation)
    if (!batch) return undefined
    batch.events.push(...frame.getProposedMessagesList().map(proposedOf))
    if (!frame.getIsFinal()) return undefined
    this.#open.delete(correlation)
    return { correlation, ...batch }
  }
}

function expectedOf(options: streams.BatchAppendReq.Options): ExpectedRevision {
  if (options.hasNoStream()) return 'no_stream'
  if (options.hasStreamExists()) return 'stream_exists'
  return options.hasAny() ? 'any' : Number(options.getStreamPosition())
}

export function batchAnswer({ correlation, stream }: Batch, written: Written): streams.BatchAppendResp {
  const answer = new streams.BatchAppendResp().setCorrelationId(new shared.UUID().setString(correlation))
  answer.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream)))
  if (written.ok) {
    const { revision, position } = written.last
    const at = new shared.AllStreamPosition().setCommitPosition(String(position)).setPreparePosition(String(position))
    return answer.setSuccess(new streams.BatchAppendResp.Success().setCurrentRevision(String(revision)).setPosition(at))
  }
  const wrong = new shared.WrongExpectedVersion()
  if (written.actual < 0) wrong.setCurrentNoStream(new empty.Empty())
  else wrong.setCurrentStreamRevision(String(written.actual))
  const details = new any.Any()
  details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion')
  return answer.setError(refusal('WrongExpectedVersion', details))
}

/** What the batch path says while the server starts. */
export function batchNotReady({ correlation, stream }: Batch): streams.BatchAppendResp {
  const details = new any.Any()
  details.pack(new Uint8Array(), 'google.protobuf.Empty')
  return new streams.BatchAppendResp()
    .setCorrelationId(new shared.UUID().setString(correlation))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream)))
    .setError(refusal('Server Is Not Ready', details))
}

function refusal(message: string, details: any.Any): status.Status {
  return new status.Status().setMessage(message).setDetails(details)
}
