import { DivisionCode, quotable } from '@rural-tracker/domain'
import {
  backupTracker,
  configFrom,
  isOnServer,
  type ModelProgress,
  openTracker,
  restoreTracker,
  type Tracker,
  type TrackerConfig,
} from '@rural-tracker/tracker'
import { Command, CommanderError } from 'commander'
import { alertCommands } from './alerts.ts'
import { append } from './append.ts'
import { showCopy } from './copy.ts'
import { demo, type DemoTownship } from './demo.ts'
import { showExplanation } from './explain.ts'
import { CliError, type Io, json, said } from './io.ts'
import { issueKey, listKeys, revokeKey } from './keys.ts'
import { showList } from './list.ts'
import { showNotice } from './notice.ts'
import { showParameters } from './parameters.ts'
import { Progress } from './progress.ts'
import { showReplay } from './replay-policy.ts'
import { receiverCommands } from './receivers.ts'
import { type Serve, serveUntilStopped } from './serve.ts'
import { makeRoles, type RolesAsked } from './read-model-roles.ts'
import { type FigureAsked, showFigures, showProjections, showTimeline, showTrace } from './show.ts'
import { count, date, division, keyId, knownAt, monitoringClass, port, revocation, risk, role, sort, status, today } from './values.ts'
import { showVillage, showWatch } from './village.ts'
import { refuseUnheard } from './unheard-options.ts'
import { addWebhookCommands } from './webhooks.ts'
import { problemsTo, showReactions, untilStopped, work } from './work.ts'
import { wrongUsage } from './wrong-usage.ts'

/** What the place that runs the command line plugs in. */
export type CliParts = Readonly<{
  demo?: readonly DemoTownship[]
  serve?: Serve
  /** What a tracker is opened with besides its addresses. */
  config?: () => Partial<TrackerConfig>
  eventId: (stream: string, commandId: string, index: number) => string
  io?: Io
}>

type Global = { data: string; json?: boolean }

const stdio: Io = {
  out: (text) => (process.stdout.write(text) ? undefined : new Promise((resolve) => process.stdout.once('drain', () => resolve()))),
  err: (text) => void process.stderr.write(text),
  terminal: process.stderr.isTTY ?? false,
}

/**
 * Runs one command line and gives the exit code: 0 done, 1 refused or a check failed, 2 wrong usage.
 *
 * @example process.exitCode = await runCli(process.argv.slice(2), { eventId })
 */
export async function runCli(argv: readonly string[], parts: CliParts): Promise<number> {
  const progress = new Progress(parts.io ?? stdio)
  const { io } = progress
  const asJson = argv.includes('--json')
  try {
    await program(parts, progress).parseAsync([...argv], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : await failed(io, asJson, 2, 'usage', wrongUsage(error), null)
    if (error instanceof CliError) return failed(io, asJson, error.exit, error.code, error.text, error.where)
    const { code, text } = said(error)
    return failed(io, asJson, 1, code, text, null)
  }
}

async function failed(io: Io, asJson: boolean, exit: number, code: string, message: { zh: string; en: string }, where: unknown): Promise<number> {
  if (asJson) await json(io, { error: { code, message, where } })
  else io.err(`${message.zh}\n${message.en}\n`)
  return exit
}

/** Every command there is, as they are typed. */
export function program(parts: CliParts, progress: Progress): Command {
  const { io } = progress
  const cli = new Command('tracker')
    .description('乡村振兴进度台账 · a rural township’s work, from an unforgeable record')
    .option('--data <dir>', '数据目录 · data folder', './data')
    .option('--json', '只输出一个 JSON 文档 · print one JSON document and nothing else')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.out(text), writeErr: () => {} })
    .showHelpAfterError(false)
    .hook('preAction', (_cli, command) => refuseUnheard(command, cli))

  const config = (global: Global) => ({ ...configFrom(global.data, process.env), ...parts.config?.() })
  const withTracker = async (work: (tracker: Tracker, global: Global) => Promise<void>) => {
    const global = cli.opts<Global>()
    const onProgress = ({ position, head }: ModelProgress) => progress.at('读模型 · read models', Number(position ?? 0), Number(head ?? 0))
    const opened = config(global)
    const tracker = await openTracker({ ...opened, onProgress, reactions: { ...opened.reactions, onProblem: problemsTo(progress) } })
    try {
      await work(tracker, global)
    } finally {
      progress.wipe()
      await tracker.close()
    }
  }
  const command = (name: string, description: string) =>
    cli
      .command(name)
      .description(description)
      .option('--json')
      .hook('preAction', (self) => void (self.opts().json && cli.setOptionValue('json', true)))

  const loadDemo = (to: Progress) =>
    withTracker(async (tracker, global) => {
      if (!parts.demo) throw new CliError(1, 'demo.none', '此安装不带演示数据。', 'This installation has no demonstration data.')
      await demo(tracker, parts.demo, parts.eventId, to, global.json ?? false)
    })
  command('demo', '装入演示乡镇并显示摘要 · load the demonstration township and print its summary').action(() => loadDemo(progress))
  command('serve', '在本机提供 HTTP 接口，直到按下 Ctrl-C · serve over HTTP, with everything that runs beside it, until Ctrl-C')
    .option('--host <address>', '监听地址；尚无服务密钥时只能是本机 · where to listen; only this machine as long as there is no service key')
    .option('--port <n>', '端口，0 为任一空闲端口 · port, 0 for any that is free', port)
    .option('--demo', '先装入演示乡镇 · load the demonstration townships first')
    .action(async (options: { host?: string; port?: number; demo?: boolean }) => {
      const { serve } = parts
      if (!serve) throw new CliError(1, 'serve.none', '此安装不带服务。', 'This installation has no services.')
      const global = cli.opts<Global>()
      const { demo: first, ...where } = options
      // With --json the one document says where it listens.
      if (first) await loadDemo(global.json ? new Progress({ ...io, out: () => {} }) : progress)
      await serveUntilStopped(serve, { config: config(global), ...where }, io, global.json ?? false)
    })
  command('append <file>', '追加文件中的命令（每行一个 JSON） · append commands from a file, one JSON a line')
    .option('--actor <id>', '由谁提交 · who submits them', 'cli:operator')
    .action((file: string, options: { actor: string }) =>
      withTracker((tracker, global) => append(tracker, file, options.actor, progress, global.json ?? false)),
    )
  command('list', '防返贫监测名单 · the monitoring list')
    .option('--division <code>', '区划代码 · division', division)
    .option('--divisions-as-of <date>', '按该日的区划归并已合并的村 · merged villages as the divisions of this day have them', date)
    .option('--class <class>', '类别 · class', monitoringClass)
    .option('--status <status>', '状态 · status', status)
    .option('--level <id>', '等级 · level, by the level scheme in force')
    .option('--risk <kind>', '风险类型 · kind of risk', risk)
    .option('--rule <id>', '触发的规则 · a rule among the reasons')
    .option('--helper <id>', '帮扶责任人 · responsible helper')
    .option('--deadline-before <date>', '期限早于该日 · something is due before this day', date)
    .option('--all', '包括暂停、销户和已消除的户 · also those that are paused, closed or eliminated')
    .option('--sort <column>', '排序 · village, level, deadline, class or since', sort)
    .option('--as-of <date>', '截至日期 · what was true on this day', date)
    .option('--known-at <instant|position>', '按当时所知 · as known then', knownAt)
    .option('--compare <date>', '与该日的名单相比 · what has changed since this day', date)
    .option('--limit <n>', '行数 · rows', count)
    .option('--offset <n>', '从第几行 · first row', count)
    .action((options) => withTracker((tracker, global) => showList(tracker, options, io, global.json ?? false)))
  command('explain <household|village>', '为何在（或不在）名单上；村为何被监测 · why it is, or is not, on the list; why a village is watched')
    .option('--rule <id>', '只看一条规则 · one rule only')
    .option('--as-of <date>', '截至日期 · what was true on this day', date)
    .option('--known-at <instant|position>', '按当时所知 · as known then', knownAt)
    .option('--divisions-as-of <date>', '村：按该日的区划归并 · a village with those merged into it by this day', date)
    .option('--all', '未触发的规则也展开 · silent rules at length as well')
    .action((subject: string, options) => {
      const show = DivisionCode.safeParse(subject).success ? showVillage : showExplanation
      return withTracker((tracker, global) => show(tracker, subject, options, io, global.json ?? false))
    })
  command('watch', '规模性返贫风险监测 · the villages where many households show signs at once')
    .option('--division <code>', '区划代码 · division', division)
    .option('--divisions-as-of <date>', '按该日的区划归并已合并的村 · merged villages as the divisions of this day have them', date)
    .option('--as-of <date>', '截至日期 · what was true on this day', date)
    .option('--known-at <instant|position>', '按当时所知 · as known then', knownAt)
    .action((options) => withTracker((tracker, global) => showWatch(tracker, options, io, global.json ?? false)))
  alertCommands(command('alerts', '预警：谁该去看、何时答复 · alerts: who has to look, and by when'), withTracker, io)
  receiverCommands(command('receivers', '预警接收人 · who is told of alerts'), withTracker, io)
  command('timeline <household>', '该户的全部事件，两种时间顺序 · its events in both orders of time')
    .option('--known-at <instant|position>', '按当时所知 · as known then', knownAt)
    .option('--steps', '只看监测过程 · only its way through a case')
    .action((household: string, options) => withTracker((tracker, global) => showTimeline(tracker, household, options, io, global.json ?? false)))
  command('parameters', '监测参数及其依据 · what the rules are held against')
    .option('--division <code>', '区划代码 · division', division)
    .option('--as-of <date>', '截至日期 · what was in force on this day', date)
    .option('--known-at <instant|position>', '按当时所知 · as known then', knownAt)
    .option('--kind <kind>', '种类 · a family or a kind, such as deadline or deadline.visit')
    .action((options) => withTracker((tracker, global) => showParameters(tracker, options, io, global.json ?? false)))
  command('notice <household>', '进行中程序的公示文本 · the text of a household’s public notice')
    .option('--as-of <date>', '截至日期 · on this day', date)
    .option('--with-names', '写出户主姓名 · with the name of the head of the household')
    .action((household: string, options) => withTracker((tracker, global) => showNotice(tracker, household, options, io, global.json ?? false)))
  const figures = figureQuestion(command('figures', '指标及其依据 · figures with the proof behind each')).action((options) =>
    withTracker((tracker, global) => showFigures(tracker, options, io, global.json ?? false)),
  )
  figureQuestion(figures.command('trace <claim>'))
    .description('数字背后的事件（NDJSON） · the events behind a figure')
    .option('--json')
    // Options of the same name are taken by `figures`, wherever they stand.
    .action((claim: string, _options, self: Command) =>
      withTracker((tracker) => showTrace(tracker, claim, asked(self.optsWithGlobals<FigureAsked>()), io)),
    )
  command('replay-policy <file>', '方案推演：监测线、指标或规则若不同，过去会怎样 · a proposed line, threshold or rule over the recorded past')
    .requiredOption('--from <date>', '自该日起 · from this day', date)
    .requiredOption('--to <date>', '至该日止 · to this day', date)
    .option('--division <code>', '区划代码 · division', division)
    .option('--all-rules', '所有规则的预警都计入 · count the alerts of every rule, also of those that the proposal does not touch')
    .option('--limit <n>', '列出的户数和行数 · households and months shown', count)
    .action((file: string, options) => withTracker((tracker, global) => showReplay(tracker, file, options, io, global.json ?? false)))
  command('projections', '读模型状态 · status of the read models').action(() =>
    withTracker((tracker, global) => showProjections(tracker, io, global.json ?? false)),
  )
  command('rebuild <name>', '旁路重建、比对、切换 · build beside, compare, switch').action((name: string) =>
    withTracker(async (tracker, global) => {
      const report = await untilStopped((signal) => tracker.rebuild(name, { signal }))
      if (global.json) return json(io, report)
      const differing = Object.entries(report.difference ?? {}).filter(([, d]) => d.missing + d.added > 0)
      const lines = differing.map(([name_, d]) => `  ${name_}: +${d.added} −${d.missing}（${d.keys.join(', ')}）`)
      const verdict =
        report.difference === undefined
          ? '原无可比对的表 · nothing to compare with'
          : differing.length === 0
            ? '与原表完全一致 · equal to the former table'
            : '与原表不同 · differs from the former table'
      await io.out(`${name}：${report.events} 条事件，${verdict}\n${lines.join('\n')}${lines.length > 0 ? '\n' : ''}`)
    }),
  )
  command('rollback <name>', '回退到上一份 · put the former copy back').action((name: string) =>
    withTracker(async (tracker, global) => {
      await tracker.rollback(name)
      await done(io, global, { name })
    }),
  )
  command('resume <name>', '停止后继续 · go on after a stop')
    .option('--set-aside', '搁置该事件及其流 · set the event and its stream aside')
    .action((name: string, options: { setAside?: boolean }) =>
      withTracker(async (tracker, global) => {
        await tracker.resume(name, options)
        await showProjections(tracker, io, global.json ?? false)
      }),
    )
  const working = command('work', '处理对外事项与到期事项，直至停止 · do what events ask for and what is due, until stopped')
    .option('--once', '只做一遍 · once, as from cron')
    .option('--from-head', '反应记录遗失时从日志末尾开始 · begin at the end of the log where the record of reactions is lost')
    .action((options: { once?: boolean; fromHead?: boolean }) => withTracker((tracker, global) => work(tracker, options, io, global.json ?? false)))
  working
    .command('status')
    .description('对外事项的进度、停止处和搁置的事件 · how far it is, where it stands still, what was set aside')
    .option('--json')
    .action(() => withTracker((tracker, global) => showReactions(tracker, io, global.json ?? false)))
  working
    .command('resume')
    .description('停止后继续 · go on after a stop')
    .option('--set-aside', '搁置该事件 · set the event aside')
    .option('--json')
    .action((options: { setAside?: boolean }) =>
      withTracker(async (tracker, global) => {
        await tracker.resumeReactions(options)
        await showReactions(tracker, io, global.json ?? false)
      }),
    )
  addWebhookCommands(command('webhooks', '对外通知 · signed webhooks'), (work_) =>
    withTracker((tracker, global) => work_(tracker, io, global.json ?? false)),
  )
  command('backup <dir>', '在线备份并检查 · online backup, read back and checked').action(async (dir: string) => {
    const global = cli.opts<Global>()
    refuseOnServer(global.data)
    await done(io, global, { backup: dir, ...(await backupTracker(global.data, dir)) })
  })
  command('restore <dir>', '恢复备份 · put a backup in place')
    .option('--replace', '覆盖现有数据 · replace the data that is there')
    .action(async (dir: string, options: { replace?: boolean }) => {
      const global = cli.opts<Global>()
      refuseOnServer(global.data)
      const onProgress = (done: number, total: number) => progress.at('恢复 · restoring', done, total)
      const { readModelsUrl } = configFrom(global.data, process.env)
      await restoreTracker(dir, global.data, { ...options, readModelsUrl, onProgress })
      await done(io, global, { restored: dir })
    })
  command('events', '事件日志 · the log itself')
    .command('copy')
    .description('把日志迁到另一地址并核对 · move the log to another address, read back and compared')
    .requiredOption('--to <url>', '目标地址，如 esdb://用户:口令@主机:2113 · where to')
    .option('--json')
    .action(async (options: { to: string }) => {
      const global = cli.opts<Global>()
      await showCopy(global.data, options.to, progress, global.json ?? false)
    })
  const keys = command('keys', '服务密钥 · the keys of programs')
  keys
    .command('issue')
    .description('签发，密钥只显示一次 · make a key and show it this once')
    .requiredOption('--role <role>', '角色 · role', role)
    .requiredOption('--division <code>', '权限所在区划 · inside which division', division)
    .option('--valid-to <date>', '最后有效日 · its last day', date)
    .option('--json')
    .action((options) => withTracker((tracker, global) => issueKey(tracker, options, io, global.json ?? false)))
  keys
    .command('revoke <key>')
    .description('立即撤销 · end a key at once')
    .requiredOption('--division <code>', '密钥的区划 · its division', division)
    .option('--reason <reason>', '原因 · noLongerNeeded, replaced, lost or misused', revocation)
    .option('--json')
    .action((key: string, options) => withTracker((tracker, global) => revokeKey(tracker, keyId(key), options, io, global.json ?? false)))
  keys
    .command('list')
    .description('全部密钥及其状态 · every key and what has become of it')
    .option('--json')
    .action(() => withTracker((tracker, global) => listKeys(tracker, io, global.json ?? false)))
  command('read-models', '读模型数据库 · the database of the read models')
    .command('roles')
    .description('在 PostgreSQL 中建立属主与只读角色 · make the owner and the reader in PostgreSQL')
    .option('--owner <name>', '台账程序所用的角色 · the role the tracker runs as', 'tracker')
    .option('--reader <name>', '只读角色 · the role of analysts', 'analyst')
    .option('--json')
    .action((options: RolesAsked) => makeRoles(options, process.env, io, cli.opts<Global>().json ?? false))
  const person = command('person', '人员登记簿 · the register of names')
  person
    .command('show <person>')
    .option('--json')
    .action((id: string) =>
      withTracker(async (tracker, global) => {
        const record = tracker.persons.get(id)
        if (record === undefined)
          throw new CliError(1, 'person.unknown', `登记簿中没有 ${quotable(id)}，请核对编号。`, `The register has no ${quotable(id)}; check the id.`)
        await json(io, { person: id, ...(record === 'erased' ? { erased: true } : { record }) })
        void global
      }),
    )
  person
    .command('erase <person>')
    .description('销毁密钥，姓名和号码从此不可读 · destroy the key; names and numbers cannot be read again')
    .option('--json')
    .action((id: string) =>
      withTracker(async (tracker) => {
        await json(io, tracker.persons.erase(id, { on: today() }))
      }),
    )
  return cli
}

/** What lies in the folder then is not the log. */
function refuseOnServer(data: string): void {
  if (!isOnServer(configFrom(data, process.env))) return
  throw new CliError(
    1,
    'backup.on-server',
    '事件日志在服务器上，请用服务器自己的方法备份和恢复；本命令只用于本机文件。',
    'The log lies on a server: back it up and restore it there; this command is for files.',
  )
}

function figureQuestion(command: Command): Command {
  return command
    .option('--from <date>', '自该日起 · from this day', date)
    .option('--to <date>', '至该日止 · to this day', date)
    .option('--division <code>', '区划代码 · division', division)
    .option('--divisions-as-of <date>', '按该日的区划归并已合并的村 · merged villages as the divisions of this day have them', date)
    .option('--known-at <instant|position>', '按当时所知 · as known then', knownAt)
}

function asked({ from, to, division: where, divisionsAsOf, knownAt: known }: FigureAsked): FigureAsked {
  return {
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(where ? { division: where } : {}),
    ...(divisionsAsOf ? { divisionsAsOf } : {}),
    ...(known ? { knownAt: known } : {}),
  }
}

async function done(io: Io, global: Global, what: object): Promise<void> {
  if (global.json) await json(io, { ok: true, ...what })
  else await io.out('完成 · done\n')
}
