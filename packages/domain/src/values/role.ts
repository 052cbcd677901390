import { z } from 'zod'

/** What somebody is to the township: it decides what he or she may say and read. What each may is told by those who let people in. */
export const Role = z.enum(['recorder', 'reviewer', 'approver', 'analyst', 'auditor', 'administrator'])
export type Role = z.infer<typeof Role>
