import { randomUUID } from 'node:crypto'
import type { CommandOutcome, DeadLetter, Tracker, WebhookId } from '@rural-tracker/tracker'
import type { Command } from 'commander'
import { CliError, type Io, json, table } from './io.ts'
import { count, division } from './values.ts'

type Run = (work: (tracker: Tracker, io: Io, asJson: boolean) => Promise<void>) => Promise<void>
type Where = { division: string }

const envelope = () => ({ commandId: `cli:${randomUUID()}`, actor: 'cli:operator', source: 'cli' })
const words = (text: string) => text.split(',').filter(Boolean)

/** `webhooks add|list|remove|rotate|secret|dead|resend`. */
export function addWebhookCommands(webhooks: Command, run: Run): void {
  const command = (name: string, description: string) => webhooks.command(name).description(description).option('--json')
  const within = (own: Command) => own.requiredOption('--division <code>', '区划代码 · division', division)

  within(command('add <webhook> <url>', '订阅并显示密钥 · subscribe and show the secret'))
    .option('--events <types>', '事件类型，以逗号分隔 · types of events, with commas', words, [])
    .option('--rows <models>', '读模型，以逗号分隔 · read models whose changes are told, with commas', words, [])
    .option('--rate <n>', '每分钟至多几条 · how many in a minute', count, 60)
    .action((webhook: string, url: string, options: Where & { events: string[]; rows: string[]; rate: number }) =>
      run(async (tracker, io, asJson) => {
        const id = { division: options.division, webhook }
        refuseIfRefused(
          await tracker.webhooks.add({ ...id, url, events: options.events, readModels: options.rows, ratePerMinute: options.rate }, envelope()),
        )
        await showSecret(tracker, id, io, asJson)
      }),
    )
  command('list', '现有订阅 · who is subscribed').action(() =>
    run(async (tracker, io, asJson) => {
      const rows = await tracker.webhooks.list()
      if (asJson) return json(io, { webhooks: rows })
      const lines = rows.map((row) => [row.division, row.webhook, row.url, [...row.events, ...row.readModels].join(','), `${row.ratePerMinute}/min`])
      await io.out(`${table([['区划', '编号', '地址', '内容', '频率'], ...lines])}\n`)
    }),
  )
  within(command('remove <webhook>', '取消订阅 · end a subscription')).action((webhook: string, options: Where) =>
    run(async (tracker, io, asJson) => {
      refuseIfRefused(await tracker.webhooks.remove({ division: options.division, webhook }, envelope()))
      await done(io, asJson, { webhook })
    }),
  )
  within(command('rotate <webhook>', '更换密钥，旧密钥次日底失效 · another secret; the former is good until the end of the next day')).action(
    (webhook: string, options: Where) =>
      run(async (tracker, io, asJson) => {
        const id = { division: options.division, webhook }
        refuseIfRefused(await tracker.webhooks.rotate(id, envelope()))
        await showSecret(tracker, id, io, asJson)
      }),
  )
  within(command('secret <webhook>', '显示密钥 · show the secret')).action((webhook: string, options: Where) =>
    run((tracker, io, asJson) => showSecret(tracker, { division: options.division, webhook }, io, asJson)),
  )
  command('dead', '未能送达的 · what could not be delivered')
    .option('--webhook <webhook>', '订阅编号 · of this webhook')
    .action((options: { webhook?: string }) =>
      run(async (tracker, io, asJson) => {
        const letters = await tracker.webhooks.dead(options)
        if (asJson) return json(io, { dead: letters })
        const lines = letters.map((one) => [
          one.delivery,
          one.webhook,
          one.occurredOn,
          `${one.reason}${one.status === null ? '' : ` ${one.status}`}`,
          told(one),
        ])
        await io.out(`${table([['编号', '订阅', '放弃日', '原因', '内容'], ...lines])}\n`)
      }),
    )
  command('resend [deliveries...]', '重发未能送达的 · send dead letters again')
    .option('--all', '全部 · all of them')
    .option('--webhook <webhook>', '只限该订阅 · of this webhook')
    .action((deliveries: string[], options: { all?: boolean; webhook?: string }) =>
      run(async (tracker, io, asJson) => {
        const letters = await tracker.webhooks.dead(options.webhook === undefined ? {} : { webhook: options.webhook })
        const chosen = options.all ? letters : letters.filter(({ delivery }) => deliveries.includes(delivery))
        if (chosen.length === 0 || (!options.all && chosen.length < new Set(deliveries).size))
          throw new CliError(
            1,
            'delivery.unknown',
            '没有这些未送达的投递，请用 webhooks dead 查看。',
            'There are no such dead letters; see them with "webhooks dead".',
          )
        for (const letter of chosen) refuseIfRefused(await tracker.webhooks.resend(letter, envelope()))
        await done(io, asJson, { resent: chosen.length })
      }),
    )
}

async function showSecret(tracker: Tracker, id: WebhookId, io: Io, asJson: boolean): Promise<void> {
  const secret = await tracker.webhooks.secret(id)
  if (asJson) return json(io, { ...id, secret })
  await io.out(`请将密钥交给接收方，勿写入聊天或邮件 · give this secret to the receiver only:\n${secret}\n`)
}

function told({ about }: DeadLetter): string {
  return about.kind === 'event' ? `${about.stream}@${about.revision}` : `${about.readModel} ${about.row}`
}

function refuseIfRefused(outcome: CommandOutcome): void {
  if (!outcome.ok) throw new CliError(1, outcome.refused, outcome.message.zh, outcome.message.en)
}

async function done(io: Io, asJson: boolean, what: object): Promise<void> {
  if (asJson) await json(io, { ok: true, ...what })
  else await io.out('完成 · done\n')
}
