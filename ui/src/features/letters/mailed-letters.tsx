import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { formatInstant } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { Answered, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RequestOf, ResponseOf } from '../../wire/commands';

type Mailed = ResponseOf<'letters.mail_send'>;

/** What became of letters: how many left, and of every other one why not. */
export function MailedLetters({
  done,
  channel,
}: {
  done: Mailed;
  channel: NonNullable<RequestOf<'letters.mail_plan'>['channel']>;
}) {
  const { t } = useWords();
  const others = done.letters.filter((letter) => letter.outcome !== 'sent');
  const words = (letter: Mailed['letters'][number]) => {
    if (letter.outcome) return t(`letterMails.outcome.${letter.outcome}`);
    return letter.spared ? t(`letterMails.spared.${letter.spared}`) : '';
  };
  return (
    <>
      <Note tone={done.sent > 0 ? 'good' : 'plain'}>
        {channel === 'draft'
          ? t('letterMails.written', { count: done.sent })
          : t('letterMails.sent', { count: done.sent })}
      </Note>
      {done.failed + done.not_sent + done.uncertain > 0 && <Note tone="warn">{t('letterMails.rest')}</Note>}
      {others.length > 0 && (
        <Table
          label={t('letterMails.outcomeLabel')}
          scroll="inside"
          rows={others}
          keyOf={(letter) => String(letter.letter_id)}
          tone={(letter) => (letter.outcome ? 'warn' : 'plain')}
          columns={[
            { id: 'number', header: t('letters.number'), cell: (letter) => letter.letter_no },
            { id: 'name', header: t('letters.customer'), cell: (letter) => `${letter.name} · ${letter.account}` },
            { id: 'outcome', header: t('letterMails.outcomeLabel'), cell: words },
            { id: 'answer', header: t('letterMails.answer'), cell: (letter) => letter.answer },
          ]}
        />
      )}
    </>
  );
}

/** The mails of one letter, the newest first; nothing where there was none. */
export function MailLog({ letterId }: { letterId: number }) {
  const { t, locale } = useWords();
  const log = useAsk('letters.mails', { letter_id: letterId });
  return (
    <Answered answer={log}>
      {({ mails }) =>
        mails.length > 0 && (
          <Section title={t('letterMails.log')}>
            <Table
              label={t('letterMails.log')}
              rows={mails}
              keyOf={(mail) => `${mail.at} ${mail.channel} ${mail.to_email}`}
              columns={[
                { id: 'at', header: t('letterMails.at'), cell: (mail) => formatInstant(mail.at, locale) },
                { id: 'way', header: t('letterMails.way'), cell: (mail) => t(`letterMails.way_${mail.channel}`) },
                { id: 'to', header: t('letterMails.to'), cell: (mail) => mail.to_email },
                {
                  id: 'outcome',
                  header: t('letterMails.outcomeLabel'),
                  cell: (mail) =>
                    [t(`letterMails.outcome.${mail.outcome}`), ...(mail.again ? [t('letterMails.logAgain')] : [])].join(
                      ', ',
                    ),
                },
                { id: 'answer', header: t('letterMails.answer'), cell: (mail) => mail.answer },
              ]}
            />
          </Section>
        )
      }
    </Answered>
  );
}
