import { ALERT_STAGES, type AlertStage, Channel, type Receiver, TimeOfDay, TimeOfWeek } from '@rural-tracker/domain'
import type { CommandOutcome, ReceiverRow, Tracker } from '@rural-tracker/tracker'
import type { Command } from 'commander'
import { text } from 'node:stream/consumers'
import { CliError, type Io, json, table } from './io.ts'
import { count, division, oneOf } from './values.ts'

type Run = (work: (tracker: Tracker, global: { json?: boolean }) => Promise<void>) => Promise<void>

/** As typed: what was not said is not there. */
type Asked = Omit<Receiver, 'ownOnly' | 'ringsFrom' | 'digestAt'> & { ownOnly?: boolean; ringsFrom?: number; digestAt?: string; actor: string }

const CHANNELS: Readonly<Record<Channel, string>> = { mail: '邮件', robot: '群机器人', webhook: 'webhook' }

/** `tracker receivers …`: who is told of alerts, and how. Addresses come on the standard input, so that they stand in no history of a shell. */
export function receiverCommands(receivers: Command, run: Run, io: Io): void {
  receivers.action(() => run((tracker, { json: asJson = false }) => show(tracker, io, asJson)))
  const sub = (name: string, description: string) => receivers.command(name).description(description).option('--json')
  const at = (command: Command) => command.requiredOption('--division <code>', '区划代码 · division', division)
  sub('list', '接收人及其消息 · the receivers and how their messages fare').action(() =>
    run((tracker, { json: asJson = false }) => show(tracker, io, asJson)),
  )
  at(sub('set <id>', '新增或更改接收人 · add a receiver, or change what it wishes'))
    .requiredOption('--channel <channel>', '渠道：mail 邮件、robot 钉钉群机器人、webhook', oneOf(Channel.options, 'usage.channel'))
    .requiredOption('--answers-as <actor>', '以谁的账号答复 · the account of the answers')
    .option('--stages <stages>', '环节，逗号分隔 · village,town,county', stages, ['village' as AlertStage])
    .option('--own-only', '只收分派给本账号的 · only what is assigned to this account')
    .option('--from-level <n>', '从几级起 · from this level on', count, 1)
    .option('--rings-from <n>', '免打扰时段内也发的最低级别 · also in quiet hours from this level on', count)
    .option('--digest-at <time>', '每天此时合并成一条（3 级除外） · one message a day at this time, except level 3', time)
    .option('--weekly-at <day-time>', '每周此时告知周清单上的条数，如 1-08:00（周一） · the weekly list, 1 Monday to 7 Sunday', timeOfWeek)
    .option('--language <language>', 'zh / en', oneOf(['zh', 'en'], 'usage.language'), 'zh')
    .option('--actor <id>', '由谁 · who', 'cli:operator')
    .action((receiver: string, options: Asked) =>
      run(async (tracker, { json: asJson = false }) => {
        const { channel, answersAs, stages: at_, ownOnly = false, fromLevel, ringsFrom = null, digestAt = null, weeklyAt, language } = options
        const weekly = weeklyAt === undefined ? {} : { weeklyAt }
        const wishes = { channel, answersAs, stages: at_, ownOnly, fromLevel, ringsFrom, digestAt, language, ...weekly }
        const { division: where, actor } = options
        const envelope = { commandId: `receiver:${receiver}:${Date.now()}`, actor, source: 'cli' }
        await told(await tracker.receivers.put({ division: where, receiver, ...wishes }, envelope), io, asJson)
      }),
    )
  at(sub('address <id>', '登记地址：从标准输入读，第一行地址，第二行机器人的加签密钥 · note the address, read from the standard input')).action(
    (receiver: string, { division: where }: { division: string }) =>
      run(async (tracker, { json: asJson = false }) => {
        const [to = '', secret = ''] = (await (io.input ?? standardInput)()).split('\n').map((line) => line.trim())
        const noted = await tracker.receivers.reachAt({ division: where, receiver }, { to, ...(secret ? { secret } : {}) })
        // The receiver of webhooks has to know it, and it is shown this once.
        const shown = secret === '' && noted.secret !== undefined ? { secret: noted.secret } : {}
        if (asJson) return json(io, { ok: true, ...shown })
        return io.out(`完成 · done${'secret' in shown ? `\n签名密钥 · secret ${shown.secret}` : ''}\n`)
      }),
  )
  at(sub('remove <id>', '不再通知，并忘掉地址 · tell nobody any more, and forget the address'))
    .option('--actor <id>', '由谁 · who', 'cli:operator')
    .action((receiver: string, { division: where, actor }: { division: string; actor: string }) =>
      run(async (tracker, { json: asJson = false }) => {
        const envelope = { commandId: `receiver:${receiver}:${Date.now()}`, actor, source: 'cli' }
        await told(await tracker.receivers.remove({ division: where, receiver }, envelope), io, asJson)
      }),
    )
}

const standardInput = () => text(process.stdin)
const stage = oneOf(ALERT_STAGES, 'usage.stage')
const stages = (said: string) => said.split(',').map((one) => stage(one) as AlertStage)

function time(said: string): string {
  if (TimeOfDay.safeParse(said).success) return said
  throw new CliError(2, 'usage.time', '时间请写成 08:00。', 'Write the time as 08:00.')
}

function timeOfWeek(said: string): TimeOfWeek {
  const [day = '', at = ''] = said.split('-', 2)
  const parsed = TimeOfWeek.safeParse({ day: Number(day), time: at })
  if (parsed.success && /^\d-[\d:]+$/.test(said)) return parsed.data
  throw new CliError(2, 'usage.time-of-week', '请写成 1-08:00（周一 08:00）。', 'Write it as 1-08:00 (Monday, 08:00).')
}

async function show(tracker: Tracker, io: Io, asJson: boolean): Promise<void> {
  const rows = await tracker.receivers.list()
  if (asJson) return json(io, { receivers: rows })
  const lines = rows.map((row: ReceiverRow) => [
    row.receiver,
    row.division,
    CHANNELS[row.channel] + (row.hasAddress ? '' : '（无地址）'),
    row.answersAs,
    row.stages.join(','),
    row.digestAt ?? '随时',
    row.weeklyAt === undefined ? '' : `${row.weeklyAt.day}-${row.weeklyAt.time}`,
    String(row.delivered),
    String(row.underWay),
    String(row.failed),
  ])
  await io.out(`${table([['编号', '区划', '渠道', '答复账号', '环节', '时间', '周清单', '已送达', '在途', '失败'], ...lines])}\n`)
}

async function told(outcome: CommandOutcome, io: Io, asJson: boolean): Promise<void> {
  if (!outcome.ok) throw new CliError(1, outcome.refused, outcome.message.zh, outcome.message.en)
  if (asJson) return json(io, { ok: true, events: outcome.events.map(({ id }) => id) })
  return io.out('完成 · done\n')
}
