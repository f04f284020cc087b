import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Card } from '../../kit/page';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { DefaultsTaken } from './defaults-taken';
import { Difference } from './difference';
import classes from './import.module.css';
import type { Counts, FileInHand, Preview } from './types';
import { Warnings } from './warnings';

type PreviewViewProps = {
  /** Named where several kinds of files come in one drop. */
  title?: string;
  preview: Preview;
  files: readonly FileInHand[];
};

/** What an import of tables or electronic invoices would change, before it changes anything. */
export function PreviewView({ title, preview, files }: PreviewViewProps) {
  const { t } = useWords();
  return (
    <>
      {title && <h2 className={classes.dropTitle}>{title}</h2>}
      <Warnings warnings={preview.warnings} currency={oneCurrency(preview)} />
      {files.map((file, index) => {
        const counts = preview.counts[index];
        return counts ? (
          <CountsCard key={file.path} name={file.name} counts={counts} wholeList={file.table.list === 'whole'} />
        ) : null;
      })}
      {preview.customers_in_passing > 0 && (
        <Note>{t('import.inPassing', { count: preview.customers_in_passing })}</Note>
      )}
      <Difference preview={preview} />
      {preview.new_amounts.length > 0 && (
        <Table
          label={t('import.newAmounts')}
          rows={preview.new_amounts}
          keyOf={([currency]) => currency}
          columns={[
            { id: 'currency', header: t('import.newAmounts'), cell: ([currency]) => currency },
            {
              id: 'debits',
              header: t('import.debits'),
              align: 'right',
              cell: ([currency, minor]) => <MoneyText money={{ minor, currency }} />,
            },
            {
              id: 'credits',
              header: t('import.credits'),
              align: 'right',
              cell: ([currency, , minor]) => <MoneyText money={{ minor, currency }} />,
            },
          ]}
        />
      )}
      <DefaultsTaken defaults={preview.defaults} />
    </>
  );
}

/** The currency of a drop that has only one. */
function oneCurrency({ sums }: Preview): string | null {
  const named = new Set(sums.flatMap(({ currency }) => currency ?? []));
  return named.size === 1 ? ([...named][0] ?? null) : null;
}

const COUNTS = ['new', 'changed', 'unchanged', 'rejected'] as const;

type CountsCardProps = { name: string; counts: Counts; wholeList?: boolean };

/** The figures of a file: new, changed, unchanged, disappeared, rejected. */
export function CountsCard({ name, counts, wholeList = false }: CountsCardProps) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  const disappeared = counts.disappeared ?? 0;
  const skipped = counts.skipped ?? 0;
  const figure = (kind: (typeof COUNTS)[number] | 'disappeared', count: number) => (
    <div key={kind} className={classes.count}>
      <span className={`tabular ${classes.figure} ${kind === 'rejected' && count > 0 ? classes.bad : ''}`}>
        {number.format(count)}
      </span>
      <span>{t(`import.count.${kind}`)}</span>
    </div>
  );
  return (
    <Card>
      <div className={classes.counts}>
        <div className={classes.countsName}>
          <strong>{name}</strong>
          <span>
            {t('import.read', { count: counts.read })}
            {skipped > 0 && ` · ${t('import.skipped', { count: skipped })}`}
          </span>
        </div>
        {COUNTS.map((kind) => figure(kind, counts[kind]))}
        {(wholeList || disappeared > 0) && figure('disappeared', disappeared)}
      </div>
    </Card>
  );
}
