import { Button } from '@mantine/core';
import { IconDatabase, IconFileText, IconPrinter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { ChoiceMenu } from '../../kit/choice-menu';
import { MoneyText } from '../../kit/figures';
import { Page, Section } from '../../kit/page';
import { Printed } from '../../kit/printed';
import { Drawer } from '../../kit/side';
import { FormProblem, Note } from '../../kit/states';
import { ParametersForm } from './parameters-form';
import { StoreForm } from './store-form';
import { FORMATS, type Format, firstParameters, type Opened, type Parameters } from './types';
import { useReport } from './use-report';

const openNew = async (parameters: Parameters) => (await send('aging.report', parameters)).ok;

/** The printed aging report: asked, looked at as pages, written as PDF or table, or stored under a name. */
export function AgingReportPage() {
  const { t, language } = useWords();
  const { asOf, mode } = useDesk();
  const [parameters, setParameters] = useState(() => firstParameters(asOf, language));
  const [panel, setPanel] = useState<'open' | 'closed'>('closed');
  const { show, write } = useReport(openNew);
  const preview = () => show.mutate(parameters);
  const save = (format: Format) => write.mutate({ question: parameters, format });
  useActions([
    { id: 'agingReport.preview', label: t('agingRest.preview'), group: 'page', keys: 'p', run: preview },
    { id: 'agingReport.pdf', label: t('agingRest.save.pdf'), group: 'page', keys: 'f', run: () => save('pdf') },
    ...(mode === 'today'
      ? [
          {
            id: 'agingReport.store',
            label: t('agingRest.store'),
            group: 'page' as const,
            keys: 's',
            run: () => setPanel('open'),
          },
        ]
      : []),
  ]);
  return (
    <Page
      title={t('agingRest.title')}
      about={t('agingRest.about')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconDatabase size={15} />}
            disabled={mode === 'past'}
            onClick={() => setPanel('open')}
          >
            {t('agingRest.store')}
          </Button>
          <ChoiceMenu
            label={t('agingRest.saveAs')}
            icon={<IconPrinter size={15} />}
            state={write.isPending ? 'running' : 'ready'}
            choices={FORMATS.map((format) => ({
              id: format,
              label: t(`agingRest.save.${format}`),
              run: () => save(format),
            }))}
          />
          <Button leftSection={<IconFileText size={15} />} loading={show.isPending} onClick={preview}>
            {t('agingRest.preview')}
          </Button>
        </>
      }
    >
      <Section title={t('agingRest.parameters')}>
        <ParametersForm value={parameters} onChange={(change) => setParameters({ ...parameters, ...change })} />
      </Section>
      <p>
        <Link to="/aging-runs">{t('agingRest.toStored')}</Link>
      </p>
      <FormProblem error={write.error ?? show.error} />
      {write.data && <Note tone="good">{t('agingRest.written', { path: write.data.path })}</Note>}
      {show.data && (
        <Section title={t('agingRest.pages')}>
          <Found opened={show.data.opened} />
          <Printed
            key={show.data.pages.handle}
            handle={show.data.pages.handle}
            pages={show.data.pages.pages}
            what={t('agingRest.title')}
          />
        </Section>
      )}
      <Drawer title={t('agingRest.store')} state={panel} onClose={() => setPanel('closed')}>
        <StoreForm parameters={parameters} onDone={() => setPanel('closed')} />
      </Drawer>
    </Page>
  );
}

/** How much the report found, before anybody reads a page. */
export function Found({ opened }: { opened: Opened }) {
  const { t } = useWords();
  return (
    <>
      <p data-testid="report-found">
        {t('agingRest.found', { count: opened.head.customers, lines: opened.head.lines })}{' '}
        {opened.totals.map((total) => (
          <span key={total.currency}>
            {' · '}
            <MoneyText money={{ minor: total.total_minor, currency: total.currency }} showCurrency="yes" />
          </span>
        ))}
      </p>
      {opened.head.without_rate.length > 0 && (
        <Note tone="warn">{t('agingRest.withoutRate', { currencies: opened.head.without_rate.join(', ') })}</Note>
      )}
    </>
  );
}
