import { z } from 'zod'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Where a webhook may go: https anywhere, http only on this machine. No user, no query and no fragment: secrets in addresses end up in logs.
 *
 * @example isWebhookUrl('https://county.example/hooks/township') // true
 */
export function isWebhookUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || /[?#@\s\\]/.test(text)) return false
  if (url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname))
}

/** Whether a host, as a URL writes it, is this machine by its own name and not by what a name server says. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK.test(hostname)
}

export const WebhookUrl = z
  .string()
  .max(500)
  .refine(isWebhookUrl, { params: { fault: 'not_a_webhook_url' } })
