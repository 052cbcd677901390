/** A county of its own that no place has (99 is not given to any province), so that the walk can also be appended beside the demonstration. */
export const COUNTY = '999002000000'
export const TOWNSHIP = '999002001000'
export const VILLAGE = '999002001204'

/** Who says what. */
export const CADRE = 'village:204'
export const HELPER = 'helper:204.a'
export const TOWN = 'town:office'
export const FINANCE = 'town:finance'
export const COUNTY_OFFICE = 'county:office'

/** The household that walks the whole way. */
export const MAIN = 'H980007'
/** Four people, two of whom can work. */
export const [HEAD, SPOUSE, CHILD, GRANDMOTHER] = ['P980701', 'P980702', 'P980703', 'P980704'] as const
export const FAMILY = [HEAD, SPOUSE, CHILD, GRANDMOTHER] as const

/** Neighbours that supply what the main household's way has no place for. */
export const NEIGHBOURS = {
  /** Has no case; is put on the list by hand in the end. */
  quiet: 'H980008',
  /** Nobody in it can work. */
  withoutLabour: 'H980009',
  /** Recognised, and not helped for months. */
  helpedLate: 'H980010',
  /** Its risk goes by itself. */
  natural: 'H980011',
  /** Its clue is dismissed. */
  dismissed: 'H980012',
  /** One person, who dies. */
  dying: 'H980013',
} as const

export const where = (household: string) => ({ registeredIn: VILLAGE, household })
