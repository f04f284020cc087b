import { Button, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DecimalField } from '../../kit/fields/decimal-field';
import { DayText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { formatDecimal } from '../../kit/format/decimal';
import { Page, Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import { lawName } from './charges';
import classes from './interest.module.css';
import { type RateTable, REFERENCES } from './setup-types';
import type { Reference } from './types';

type Row = RateTable['rows'][number];
type HalfYear = Row['half_year'];

/** Reference rates by half-year with their sources, and what the laws that follow them come to today. */
export function ReferenceRatesPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const rates = useAsk('interest.rates', {});
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const add = () => setForm('open');
  useActions(
    mode === 'today'
      ? [{ id: 'referenceRates.enter', label: t('interestSetup.enter'), group: 'page', keys: 'n', run: add }]
      : [],
  );
  return (
    <Page
      title={t('shell.page.referenceRates')}
      about={t('interestSetup.ratesAbout')}
      actions={
        <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
          {t('interestSetup.enter')}
        </Button>
      }
    >
      <Answered answer={rates}>
        {(table) => (
          <>
            <Rates table={table} />
            <Laws table={table} />
            <Sources table={table} />
            <Drawer title={t('interestSetup.enterTitle')} state={form} onClose={() => setForm('closed')}>
              {form === 'open' && <EnterForm table={table} onDone={() => setForm('closed')} />}
            </Drawer>
          </>
        )}
      </Answered>
    </Page>
  );
}

function halfYearText({ year, half }: HalfYear): string {
  return `${year} ${half === 'first' ? 'H1' : 'H2'}`;
}

function Rates({ table }: { table: RateTable }) {
  const { t, locale } = useWords();
  const cell = (row: Row, reference: Reference) => {
    const found = row.cells.find((one) => one.reference === reference);
    if (!found || found.percent === null) return <span className={classes.quiet}>{t('interestSetup.unknown')}</span>;
    return (
      <span className={classes.entered} title={found.entered ?? found.shipped_source ?? undefined}>
        {found.entered !== null && (
          <Tag tone="accent" sign="✎">
            {t('interestSetup.entered')}
          </Tag>
        )}
        {formatDecimal(found.percent, locale).replace('-', '\u2212')}
      </span>
    );
  };
  return (
    <Section title={t('interestSetup.ratesTable')}>
      <Table
        label={t('interestSetup.ratesTable')}
        rows={table.rows}
        keyOf={(row) => halfYearText(row.half_year)}
        columns={[
          { id: 'half', header: t('interestSetup.halfYear'), cell: (row) => halfYearText(row.half_year) },
          ...table.references.map(({ reference }) => ({
            id: reference,
            header: t(`interestSetup.referenceName.${reference}`),
            align: 'right' as const,
            cell: (row: Row) => cell(row, reference),
          })),
        ]}
      />
    </Section>
  );
}

function Laws({ table }: { table: RateTable }) {
  const { t, locale } = useWords();
  const percent = (plain: string | null) =>
    plain === null ? t('interestSetup.unknown') : formatDecimal(plain, locale);
  return (
    <Section title={t('interestSetup.laws')}>
      <Table
        label={t('interestSetup.laws')}
        rows={table.packs}
        keyOf={(law) => law.code}
        columns={[
          { id: 'law', header: t('interestSetup.law'), cell: (law) => lawName(law.code, t) },
          {
            id: 'reference',
            header: t('interestSetup.reference'),
            cell: (law) =>
              law.reference === null
                ? t('interestSetup.noReference')
                : t(`interestSetup.referenceName.${law.reference}`),
          },
          { id: 'margin', header: t('interestSetup.marginShort'), align: 'right', cell: (law) => percent(law.margin) },
          {
            id: 'today',
            header: t('interestSetup.lawsToday'),
            align: 'right',
            cell: (law) => <strong>{percent(law.percent_today)}</strong>,
          },
          { id: 'mode', header: t('interestSetup.mode'), cell: (law) => t(`interestSetup.modeName.${law.mode}`) },
          { id: 'lump', header: t('interestSetup.lumpSumIn'), cell: (law) => law.lump_sum_currency ?? '' },
          { id: 'source', header: t('interestSetup.source'), cell: (law) => law.source },
        ]}
      />
    </Section>
  );
}

function Sources({ table }: { table: RateTable }) {
  const { t } = useWords();
  return (
    <Section title={t('interestSetup.sources')}>
      <Table
        label={t('interestSetup.sources')}
        rows={table.references}
        keyOf={(one) => one.reference}
        columns={[
          {
            id: 'reference',
            header: t('interestSetup.reference'),
            cell: (one) => t(`interestSetup.referenceName.${one.reference}`),
          },
          { id: 'until', header: t('interestSetup.knownUntil'), cell: (one) => <DayText day={one.known_until} /> },
          { id: 'source', header: t('interestSetup.source'), cell: (one) => one.source },
        ]}
      />
    </Section>
  );
}

/** The newest half-year of which a rate is not known yet is the one that somebody comes to enter. */
function firstUnknown(table: RateTable, reference: Reference): HalfYear {
  const unknown = table.rows.findLast(
    (row, at) =>
      row.cells.some((cell) => cell.reference === reference && cell.percent === null) &&
      table.rows
        .slice(0, at)
        .every((newer) => newer.cells.every((cell) => cell.reference !== reference || cell.percent === null)),
  );
  return unknown?.half_year ?? table.rows[0]?.half_year ?? { year: 2026, half: 'first' };
}

function EnterForm({ table, onDone }: { table: RateTable; onDone: () => void }) {
  const { t } = useWords();
  const [reference, setReference] = useState<Reference>('de_basiszins');
  const [halfYear, setHalfYear] = useState(() => firstUnknown(table, 'de_basiszins'));
  const [percent, setPercent] = useState('');
  const [source, setSource] = useState('');
  const enter = useAct('interest.rate_enter');
  const problem = useFieldProblems(enter.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate({ reference, half_year: halfYear, percent, source }, { onSuccess: onDone });
      }}
    >
      <Note>{t('interestSetup.enterHint')}</Note>
      <Select
        label={t('interestSetup.reference')}
        data={REFERENCES.map((value) => ({ value: value as string, label: t(`interestSetup.referenceName.${value}`) }))}
        value={reference}
        allowDeselect={false}
        onChange={(value) => {
          if (!value) return;
          setReference(value as Reference);
          setHalfYear(firstUnknown(table, value as Reference));
        }}
      />
      <Fields columns={2}>
        <NumberInput
          label={t('interestSetup.year')}
          min={1990}
          max={2200}
          allowDecimal={false}
          value={halfYear.year}
          error={problem('half_year')}
          onChange={(year) => typeof year === 'number' && setHalfYear({ ...halfYear, year })}
        />
        <DecimalField
          label={t('interestSetup.percent')}
          value={percent}
          below="allowed"
          focus="first"
          onChange={setPercent}
        />
      </Fields>
      <SegmentedControl
        aria-label={t('interestSetup.half')}
        value={halfYear.half}
        onChange={(half) => setHalfYear({ ...halfYear, half: half as HalfYear['half'] })}
        data={(['first', 'second'] as const).map((value) => ({ value, label: t(`interestSetup.halfName.${value}`) }))}
      />
      <TextInput
        label={t('interestSetup.source')}
        value={source}
        error={problem('source')}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
      <FormActs>
        <Button
          type="submit"
          data-testid="reference-rate-enter"
          loading={enter.isPending}
          disabled={percent === '' || source.trim() === ''}
        >
          {t('interestSetup.enter')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
      </FormActs>
      <FormProblem error={enter.error} />
    </form>
  );
}
