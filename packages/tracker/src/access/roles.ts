import { Role } from '@rural-tracker/domain'

export const everybody: readonly Role[] = Role.options
