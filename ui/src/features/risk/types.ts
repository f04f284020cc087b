import type { RequestOf, ResponseOf } from '../../wire/commands';

export type RiskSetup = ResponseOf<'risk.setup'>;
export type Scoring = RiskSetup['scoring'][number];
export type RiskGroup = RiskSetup['groups'][number];
export type Automatic = RiskSetup['automatic'][number];
export type ScoreRow = ResponseOf<'risk.page'>['rows'][number];
export type Backtest = ResponseOf<'risk.backtest'>;
export type AutomaticLine = RequestOf<'risk.automatic_save'>['lines'][number];
