export { PersonsError } from './errors.ts'
export { isIdNumber, PersonRecord } from './record.ts'
export { type ErasureCertificate, openPersonsRegister, type PersonEntry, PersonsRegister } from './register.ts'
export { restoreRegister } from './restore.ts'
