export type TwoWayDates = { column: number, heading: string, count: number, differing: number, };
