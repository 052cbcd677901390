import { Metadata, type ServiceError, status } from '@grpc/grpc-js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { ExpectedRevision, Proposed, Recorded, Written } from './log.ts'

/** How the server says what it knows, with the client's own generated messages. int64 are strings there. */
const TICKS_A_MS = 10_000n

const made = new WeakMap<Recorded, streams.ReadResp>()

/** Made and encoded once: the same events are read again and again. */
export function eventMessage(record: Recorded): streams.ReadResp {
  const there = made.get(record)
  if (there) return there
  const message = newEventMessage(record)
  const bytes = message.serializeBinary()
  message.serializeBinary = () => bytes
  made.set(record, message)
  return message
}

function newEventMessage(record: Recorded): streams.ReadResp {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent()
  event.setId(new shared.UUID().setString(record.id))
  event.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(record.stream)))
  event.setStreamRevision(String(record.revision))
  event.setCommitPosition(String(record.position))
  event.setPreparePosition(String(record.position))
  event
    .getMetadataMap()
    .set('type', record.type)
    .set('content-type', record.contentType)
    .set('created', String(BigInt(record.created) * TICKS_A_MS))
  event.setCustomMetadata(record.metadata)
  event.setData(record.data)
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(event).setCommitPosition(String(record.position)))
}

export function notFoundMessage(stream: string): streams.ReadResp {
  const name = new shared.StreamIdentifier().setStreamName(Buffer.from(stream))
  return new streams.ReadResp().setStreamNotFound(new streams.ReadResp.StreamNotFound().setStreamIdentifier(name))
}

export function confirmationMessage(id: string): streams.ReadResp {
  return new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id))
}

export function caughtUpMessage(): streams.ReadResp {
  return new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp())
}

export function checkpointMessage(position: bigint): streams.ReadResp {
  const checkpoint = new streams.ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position))
  return new streams.ReadResp().setCheckpoint(checkpoint)
}

export function expectedOf(options: streams.AppendReq.Options | undefined): ExpectedRevision {
  if (options?.hasNoStream()) return 'no_stream'
  if (options?.hasStreamExists()) return 'stream_exists'
  return options?.hasAny() ? 'any' : Number(options?.getRevision())
}

export function nameOf(identifier: shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString()
}

type Message = streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage

export function proposedOf(message: Message): Proposed {
  const map = message.getMetadataMap()
  return {
    id: message.getId()?.getString() ?? '',
    type: map.get('type') ?? '',
    contentType: map.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  }
}

export function answerMessage(expected: ExpectedRevision, written: Written): streams.AppendResp {
  const answer = new streams.AppendResp()
  if (written.ok) {
    const { revision, position } = written.last
    const at = new streams.AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position))
    return answer.setSuccess(new streams.AppendResp.Success().setCurrentRevision(String(revision)).setPosition(at))
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion()
  if (written.actual < 0) wrong.setCurrentNoStream(new shared.Empty())
  else wrong.setCurrentRevision(String(written.actual))
  if (expected === 'any') wrong.setExpectedAny(new shared.Empty())
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty())
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty())
  else wrong.setExpectedRevision(String(expected))
  return answer.setWrongExpectedVersion(wrong)
}

/** An error as the server sends it: a gRPC status, and in its trailers which exception of its own it was. */
export function failure(code: status, details: string, trailers: Readonly<Record<string, string>> = {}): Partial<ServiceError> {
  const metadata = new Metadata()
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value)
  return { code, details, metadata }
}
