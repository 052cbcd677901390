/**
 * Where a row is, for who may see it: where the household lives now that it speaks of, or what its division has become by now. A row that
 * names both is where the household is. A `subject` is a household or a division. A parameter (`region`) holds in everything inside its region. What is there for the engine alone
 * (`engine`) is nobody's to see.
 */
export type Placing =
  | Readonly<{ by: 'household'; column: string }>
  | Readonly<{ by: 'division'; column: string }>
  | Readonly<{ by: 'household or division'; household: string; division: string }>
  | Readonly<{ by: 'subject'; column: string }>
  | Readonly<{ by: 'region'; column: string }>
  | Readonly<{ by: 'engine' }>

/** How the rows of every table are placed. A table that is not here is seen by nobody, and a test names it. */
export const placings: Readonly<Record<string, Placing>> = {
  // The list says where each household lives now, so nothing has to be looked up.
  monitoring_list: { by: 'division', column: 'village' },
  monitoring_list_facts: { by: 'household', column: 'subject' },
  monitoring_list_parameters: { by: 'region', column: 'subject' },
  monitoring_list_subjects: { by: 'division', column: 'place' },
  monitoring_list_asked: { by: 'engine' },
  village_watch: { by: 'division', column: 'village' },
  // A sign stays with the village in which it was seen, whoever moves away.
  village_watch_facts: { by: 'division', column: 'subject' },
  village_watch_parameters: { by: 'region', column: 'subject' },
  village_watch_subjects: { by: 'division', column: 'subject' },
  village_watch_asked: { by: 'engine' },
  contributions: { by: 'household or division', household: 'about', division: 'division' },
  published_figures: { by: 'division', column: 'division' },
  household_timeline: { by: 'household', column: 'household' },
  payment_ledger: { by: 'household', column: 'household' },
  payment_findings: { by: 'household', column: 'household' },
  // Of persons: what is found is told in the list, by household.
  payment_findings_facts: { by: 'engine' },
  payment_findings_parameters: { by: 'region', column: 'subject' },
  payment_findings_subjects: { by: 'engine' },
  payment_findings_asked: { by: 'engine' },
  project_progress: { by: 'division', column: 'division' },
  village_profile: { by: 'division', column: 'key' },
  division_succession: { by: 'division', column: 'village' },
  receivers: { by: 'division', column: 'division' },
  alert_messages: { by: 'division', column: 'division' },
  service_keys: { by: 'division', column: 'division' },
  name_readings: { by: 'division', column: 'division' },
  alerts: { by: 'household or division', household: 'household', division: 'village' },
  alert_history: { by: 'subject', column: 'subject' },
  // An officer may work in several divisions, and has a row in each village.
  alert_load: { by: 'division', column: 'village' },
  alert_officers: { by: 'division', column: 'village' },
  alert_parameters: { by: 'region', column: 'region' },
  alert_days: { by: 'division', column: 'key' },
}
