import type { HalfYear } from "./HalfYear";
import type { RateCell } from "./RateCell";
export type ReferenceRateRow = { half_year: HalfYear, cells: Array<RateCell>, };
