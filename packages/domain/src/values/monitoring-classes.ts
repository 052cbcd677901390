import { z } from 'zod'

/** The three ways in which monitored households have been classed; a class belongs to exactly one. */
export const Scheme = z.enum(['2020', '2021', '2026'])
export type Scheme = z.infer<typeof Scheme>

/** 监测对象类别. Old records keep the word of their own scheme. */
export const MONITORING_CLASSES = {
  exitMonitored: { scheme: '2020', zh: '脱贫监测户', en: 'exited household under monitoring' },
  nearPoor: { scheme: '2020', zh: '边缘户', en: 'near-poor household' },
  unstableExit: { scheme: '2021', zh: '脱贫不稳定户', en: 'household with an unstable exit' },
  marginal: { scheme: '2021', zh: '边缘易致贫户', en: 'marginal household' },
  suddenHardship: { scheme: '2021', zh: '突发严重困难户', en: 'household in sudden hardship' },
  preventionObject: { scheme: '2026', zh: '防止返贫致贫对象', en: 'object of prevention' },
} as const
export const MonitoringClass = z.enum(Object.keys(MONITORING_CLASSES) as (keyof typeof MONITORING_CLASSES)[])
export type MonitoringClass = z.infer<typeof MonitoringClass>
