import { type ServiceKeyEvent, serviceKeyEvents } from '@rural-tracker/domain'
import { defineProjection } from '@rural-tracker/projections'

/** A key as it is known, never with what opens it; its id stands in the row's own key. */
export type ServiceKey = Readonly<{
  division: string
  role: string
  issuedOn: string
  issuedBy: string
  validTo: string | null
  revokedOn: string | null
  revokedBy: string | null
  reason: string | null
}>

/** Every key that a program may hold, also those that are no longer good. What a key is checked against is the log and not this. */
export const serviceKeys = defineProjection({
  name: 'service_keys',
  version: 1,
  grows: 'by key',
  events: serviceKeyEvents,
  key: ({ data }) => `${data.division}.${data.key}`,
  initial: (): ServiceKey => ({
    division: '',
    role: '',
    issuedOn: '',
    issuedBy: '',
    validTo: null,
    revokedOn: null,
    revokedBy: null,
    reason: null,
  }),
  evolve: (row, event): ServiceKey => {
    const { type, data, actor } = event as typeof event & ServiceKeyEvent
    switch (type) {
      case 'ServiceKeyIssued':
        return { ...row, division: data.division, role: data.role, issuedOn: data.occurredOn, issuedBy: actor, validTo: data.validTo ?? null }
      case 'ServiceKeyRevoked':
        return { ...row, revokedOn: data.occurredOn, revokedBy: actor, reason: data.reason }
      default: {
        const never: never = type
        return never
      }
    }
  },
  columns: {
    division: { type: 'text', of: (row) => row.division },
    role: { type: 'text', of: (row) => row.role },
    validTo: { type: 'text', of: (row) => row.validTo },
    revokedOn: { type: 'text', of: (row) => row.revokedOn },
  },
})
