import { z } from 'zod'

/** 帮扶措施, the fourteen kinds of the national export (domain rules of 长顺县, Guizhou). */
export const MEASURE_KINDS = {
  industry: { zh: '产业帮扶', en: 'industry' },
  employment: { zh: '就业帮扶', en: 'employment' },
  publicWelfarePost: { zh: '公益性岗位帮扶', en: 'public welfare post' },
  finance: { zh: '金融帮扶', en: 'finance' },
  housingSafety: { zh: '住房安全保障', en: 'safe housing' },
  relocation: { zh: '搬迁', en: 'relocation' },
  waterSafety: { zh: '饮水安全保障', en: 'safe water' },
  compulsoryEducation: { zh: '义务教育保障', en: 'compulsory education' },
  education: { zh: '教育帮扶', en: 'education' },
  health: { zh: '健康帮扶', en: 'health' },
  socialSafetyNet: { zh: '综合保障', en: 'social safety net' },
  socialHelp: { zh: '社会帮扶', en: 'social help' },
  livingConditions: { zh: '生产生活条件改善', en: 'living conditions' },
  infrastructure: { zh: '基础设施建设', en: 'infrastructure' },
} as const
export const MeasureKind = z.enum(Object.keys(MEASURE_KINDS) as (keyof typeof MEASURE_KINDS)[])
export type MeasureKind = z.infer<typeof MeasureKind>
