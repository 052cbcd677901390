import { hostname } from 'node:os'

/** Names a process for the lease: machine and process id. */
export function thisProcess(): string {
  return `${hostname()}:${process.pid}`
}

/** A dead process on this machine holds nothing. Of other machines nothing is known, so their lease has to run out. */
export function ownerIsGone(owner: string): boolean {
  const [host, pid] = owner.split(':')
  if (host !== hostname() || pid === undefined) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
