import { useWords } from '../../i18n';
import { formatMoney } from '../../kit/format/money';
import { Note } from '../../kit/states';
import { useReasonSentence } from './figures';
import { LimitNote } from './limit-check';
import type { Checked } from './types';

/** What a check said, in sentences. */
export function CheckAnswer({ checked }: { checked: Checked }) {
  const { t, locale } = useWords();
  const sentence = useReasonSentence();
  const words = { number: checked.order_no, step: t(`orders.stepName.${checked.step}`) };
  const tone = checked.verdict === 'allow' && checked.may_go_on ? 'good' : 'warn';
  const money = (minor: number) => formatMoney({ minor, currency: checked.currency }, locale);
  return (
    <div data-testid="check-answer" data-verdict={checked.verdict}>
      <Note tone={tone}>
        {[
          t(`orders.answer.${checked.verdict}`, words),
          checked.state === 'on_hold' || checked.state === 'in_approval' ? t('orders.sentToCredit') : '',
          t('orders.answer.tested', { amount: money(checked.tested_minor) }),
          checked.remaining_minor === null
            ? ''
            : t('orders.answer.remaining', { amount: money(checked.remaining_minor) }),
        ]
          .filter(Boolean)
          .join(' ')}
      </Note>
      {checked.stop && (
        <Note tone="warn">
          {checked.stop.status
            ? t('orders.answer.stopStatus', { status: checked.stop.status })
            : t('orders.answer.stopOwn')}
        </Note>
      )}
      {checked.ended && <Note>{t(`orders.endedName.${checked.ended as 'released'}`)}</Note>}
      {checked.limit && <LimitNote limit={checked.limit} />}
      {checked.reasons.length > 0 && (
        <ul>
          {checked.reasons.map((reason) => (
            <li key={`${reason.code} ${reason.rule_id ?? ''}`}>
              <strong>{t(`holds.reasonName.${reason.code}`)}</strong> {sentence(reason)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
