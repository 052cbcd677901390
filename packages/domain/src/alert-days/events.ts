import { z } from 'zod'
import { defineEvent } from '../event.ts'
import { IsoDate } from '../values/dates.ts'

/** Everything that was due on the day has been asked; days that were missed are made up from here. */
export const AlertDayAsked = defineEvent('AlertDayAsked', z.strictObject({ occurredOn: IsoDate }))
